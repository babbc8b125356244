/* SPDX-License-Identifier: Apache-2.0 */
/* rule_rank.c - points of a rank: on a line from the first to the last, or by a table
 * (domain.md 10.2, S5).  Who has which rank is cohort.c's. */
#include "score/rule_parts.h"

void rule_rank(mpq_t out, const struct rule *r, const mpq_t rank, uint32_t n,
               const mpq_t full)
{
    if (r->n_steps) {
        rule_steps_of(out, r, rank, full, ROUND_HALF_UP);
        return;
    }
    mpq_t q;
    mpq_init(q);
    mpq_set(out, r->has_max ? (mpq_srcptr)r->max : (mpq_srcptr)full);
    if (n > 1) {
        mpq_t place;
        mpq_init(place);
        mpq_sub(q, out, r->min);
        mpq_set_ui(place, n - 1, 1);
        mpq_div(q, q, place);
        mpq_set_ui(place, 1, 1);
        mpq_sub(place, rank, place);
        mpq_mul(q, q, place);
        mpq_sub(out, out, q);
        mpq_clear(place);
    }
    mpq_clear(q);
}
