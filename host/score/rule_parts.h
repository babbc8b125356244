/* SPDX-License-Identifier: Apache-2.0 */
/* rule_parts.h - inside of the rules: what rule_points puts together, a file per family.
 *
 * Numbers as in rule.h; `out` may not be an operand.  Pure; any thread. */
#ifndef KH_SCORE_RULE_PARTS_H
#define KH_SCORE_RULE_PARTS_H

#include "score/rule.h"

/* q kept within 0 and `full`. */
static inline void rule_clamp(mpq_t q, const mpq_t full)
{
    if (mpq_sgn(q) < 0)
        mpq_set_ui(q, 0, 1);
    if (mpq_cmp(q, full) > 0)
        mpq_set(q, full);
}

/* rule_pwl.c: RULE_PWL; RULE_SHARE, RULE_LINEAR and RULE_ZSCORE */
void rule_pwl(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full);
void rule_share(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full);
/* rule_ramp.c: RULE_RAMP; and breakpoints that are equal or reversed */
void ramp_points(mpq_t out, const struct rule *r, const mpq_t v, enum round_mode mode);
void ramp_gap(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full);
/* rule_tier.c: points of the step that holds v, `mode` rounding v to the precision */
void rule_steps_of(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full,
                   enum round_mode mode);
/* rule_amount.c: what RULE_UNIT counts; what an amount is to a leaf; RULE_VALUE */
void rule_unit(mpq_t out, const struct rule *r, const mpq_t v);
void rule_amount(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t full);
void rule_value(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                const mpq_t full);

#endif
