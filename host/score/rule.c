/* SPDX-License-Identifier: Apache-2.0 */
/* rule.c - see rule.h.
 *
 * Rules are of two sorts.  Those that give points out of a full (pwl, share, linear, value,
 * tier, rank, ramp, zscore) do so in a deduction group too, where the points are what is
 * taken off. Those that take points off (unit, occ, each, audit) leave full minus that
 * amount, never below 0, on a leaf with a weight. */
#include "score/rule.h"

#include "score/rule_parts.h"

void rule_points(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                 const mpq_t full, enum round_mode mode)
{
    const struct rule_gap *gap = rule_gap_of(r);
    if (gap && gap->how != HOW_FIRST_STEP) {
        ramp_gap(out, r, v, full);
        return;
    }
    switch (r->kind) {
    case RULE_PWL:
        rule_pwl(out, r, v, full);
        break;
    case RULE_RAMP:
        ramp_points(out, r, v, mode);
        break;
    case RULE_SHARE:
    case RULE_LINEAR:
    case RULE_ZSCORE:
        rule_share(out, r, v, full);
        break;
    case RULE_VALUE:
        rule_value(out, r, use, v, full);
        break;
    case RULE_TIER:
        rule_steps_of(out, r, v, full, mode);
        break;
    case RULE_UNIT:
        rule_unit(out, r, v);
        rule_amount(out, r, use, full);
        break;
    case RULE_OCC:
        mpq_set(out, v);
        rule_amount(out, r, use, full);
        break;
    case RULE_EACH:
        mpq_mul(out, v, r->each);
        rule_amount(out, r, use, full);
        break;
    case RULE_AUDIT:
        rule_audit(out, r, use, v, false, full, mode);
        break;
    case RULE_RANK:
        rule_rank(out, r, v, 1, full);
        break;
    case RULE_KINDS:
        break;
    }
}
