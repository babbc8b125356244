/* SPDX-License-Identifier: Apache-2.0 */
/* rule_amount.c - points that are counted off: per unit beyond a threshold, per occurrence,
 * by a sum of deductions (domain.md 10.2, S3 and S4), by an audit (10.3, G2). */
#include "score/rule_parts.h"

/* Steps of `unit` beyond the threshold, times `each`. */
void rule_unit(mpq_t out, const struct rule *r, const mpq_t v)
{
    if (r->below)
        mpq_sub(out, r->beyond, v);
    else
        mpq_sub(out, v, r->beyond);
    if (mpq_sgn(out) < 0)
        mpq_set_ui(out, 0, 1);
    mpq_div(out, out, r->unit);
    if (r->count == STEPS_FLOOR)
        mpz_fdiv_q(mpq_numref(out), mpq_numref(out), mpq_denref(out));
    if (r->count == STEPS_CEIL)
        mpz_cdiv_q(mpq_numref(out), mpq_numref(out), mpq_denref(out));
    if (r->count != STEPS_EXACT)
        mpz_set_ui(mpq_denref(out), 1);
    mpq_mul(out, out, r->each);
}

/* An amount becomes a score by what it leaves of the full. */
void rule_amount(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t full)
{
    if (mpq_sgn(out) < 0)
        mpq_set_ui(out, 0, 1);
    if (r->has_cap && mpq_cmp(out, r->cap) > 0)
        mpq_set(out, r->cap);
    if (use == USE_AMOUNT)
        return;
    mpq_sub(out, full, out);
    rule_clamp(out, full);
}

void rule_value(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                const mpq_t full)
{
    mpq_set(out, v);
    if (use == USE_SCORE || mpq_sgn(full) > 0) /* an amount may have a full too */
        rule_clamp(out, full);
    if (use == USE_AMOUNT)
        rule_amount(out, r, use, full);
}

void rule_audit(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                bool falsified, const mpq_t full, enum round_mode mode)
{
    rule_steps_of(out, r, v, full, mode);
    if (falsified && mpq_cmp(r->falsified, out) > 0)
        mpq_set(out, r->falsified);
    rule_amount(out, r, use, full);
}
