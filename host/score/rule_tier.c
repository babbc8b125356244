/* SPDX-License-Identifier: Apache-2.0 */
/* rule_tier.c - step tables (domain.md 10.2, S2); those of audits and of ranks too. */
#include "score/rule_parts.h"

/* The first step whose upper end lies beyond v; the last has no end. */
void rule_steps_of(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full,
                   enum round_mode mode)
{
    mpq_t at;
    mpq_init(at);
    mpq_set(at, v);
    if (r->precision >= 0)
        num_round(at, at, r->precision, mode);
    uint32_t i = 0;
    while (i + 1 < r->n_steps) {
        int order = mpq_cmp(at, r->steps[i].bound);
        if (order < 0 || (!order && r->steps[i].closed))
            break;
        i++;
    }
    if (r->steps[i].is_share)
        mpq_mul(out, r->steps[i].points, full);
    else
        mpq_set(out, r->steps[i].points);
    mpq_clear(at);
}
