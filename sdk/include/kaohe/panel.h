/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/panel.h - judge panels in exact numbers: one highest and one lowest dropped, the
 * mean of the rest as a sum and a count.  Rule kind S7.
 *
 * Which marks count is the caller's: judges of the own unit and incomplete ones are left
 * out before. */
#ifndef KH_PANEL_H
#define KH_PANEL_H

#include "stat.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The mean is sum / used. */
typedef struct kh_panel {
    int64_t sum;
    uint32_t judges, used;
    int64_t high, low; /* the outermost; dropped, if used < judges */
} kh_panel;

/* Drop exactly one highest and one lowest of n values if n >= trim_from and n >= 3, so that
 * one at least stays.  Nonzero: the sum left its type. */
static inline int kh_panel_of(kh_panel *p, const int64_t *value, uint32_t n,
                              uint32_t trim_from)
{
    memset(p, 0, sizeof *p);
    p->judges = p->used = n;
    for (uint32_t i = 0; i < n; i++) {
        if (kh_add(&p->sum, value[i]))
            return 1;
        p->high = i && p->high > value[i] ? p->high : value[i];
        p->low = i && p->low < value[i] ? p->low : value[i];
    }
    if (n < trim_from || n < 3)
        return 0;
    p->used = n - 2;
    return kh_sub(&p->sum, p->high) || kh_sub(&p->sum, p->low);
}

/* Drop the `cut` lowest and the `cut` highest of n ascending values, at most n / 2 each;
 * for panels that drop more than one.  Nonzero: the sum of the rest left its type. */
static inline int kh_panel_sorted(kh_panel *p, const int64_t *value, uint32_t n,
                                  uint32_t cut)
{
    memset(p, 0, sizeof *p);
    p->judges = n;
    p->used = n - 2 * cut;
    p->low = n ? value[0] : 0;
    p->high = n ? value[n - 1] : 0;
    for (uint32_t i = cut; i < n - cut; i++)
        if (kh_add(&p->sum, value[i]))
            return 1;
    return 0;
}

#ifdef __cplusplus
}
#endif
#endif
