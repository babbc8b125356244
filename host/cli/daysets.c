/* SPDX-License-Identifier: Apache-2.0 */
/* daysets.c - see daysets.h. */
#include "cli/daysets.h"

#include "base/lang.h"

#include <string.h>

static bool is_read(const struct coordinated *it, const struct conf_day_set *set)
{
    for (uint32_t i = 0; i < it->n_daysets; i++)
        if (it->daysets[i].conf == set)
            return true;
    return false;
}

/* One set over the windows of all variants that use it; the domain's own comes first. */
static kh_status fill_set(struct coordinator *c, struct coordinated *it,
                          struct variant *variants, const struct conf_day_set *set,
                          kh_err *e)
{
    struct span_window windows[VARIANTS_MAX];
    struct dayset *read = &it->daysets[it->n_daysets];
    uint32_t n = 0;
    for (uint32_t i = 0; i < it->order.n_variants; i++)
        if (variants[i].set == set)
            windows[n++] = (struct span_window){ variants[i].from, variants[i].to, 1 };
    kh_status rc = dayset_read(read, &c->arena, c->conf, it->conf->id, set, windows, n,
                               &c->findings, e);
    it->n_daysets += !rc;
    for (uint32_t i = 0, k = 0; !rc && i < it->order.n_variants; i++)
        if (variants[i].set == set) {
            variants[i].n_days = dayset_within(read, windows[k], &variants[i].days);
            variants[i].days_missing = dayset_is_missing(read, windows[k++]);
        }
    return rc;
}

kh_status daysets_fill(struct coordinator *c, struct coordinated *it, kh_err *e)
{
    uint32_t n = it->order.n_variants;
    struct variant *variants = arena_array(&c->arena, n, sizeof *variants);
    it->daysets = arena_array(&c->arena, n, sizeof *it->daysets);
    if (!variants || !it->daysets)
        return kh_fail(e, KH_ENOMEM, _("no memory for the windows of domain '%s'"),
                       it->conf->id);
    memcpy(variants, it->order.variants, n * sizeof *variants);
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < n; i++)
        if (variants[i].set && !is_read(it, variants[i].set))
            rc = fill_set(c, it, variants, variants[i].set, e);
    it->order.variants = variants;
    return rc;
}
