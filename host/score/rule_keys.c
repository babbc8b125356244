/* SPDX-License-Identifier: Apache-2.0 */
/* rule_keys.c - what the `points` group of a leaf, or the `coefficient` of a settlement,
 * may hold: one table of keys per kind. */
#include "score/rule_read.h"

const char *const rule_kinds[] = { "pwl",  "share",  "linear", "value", "tier",
                                   "unit", "occ",    "each",   "audit", "rank",
                                   "ramp", "zscore", NULL };
const char *const rule_sides[] = { "above", "below", NULL };
const char *const rule_counts[] = { "floor", "ceil", "exact", NULL };
const char *const rule_tie_names[] = { "competition", "dense", "mean", NULL };

#define KIND_KEY                                                                  \
    { "kind", WANT_TEXT, true, NULL, NULL, rule_kinds, N_("The kind of rule.") }, \
    {                                                                             \
        "not_monotone", WANT_BOOL, false, NULL, NULL, NULL,                       \
            N_("true: a better value may score less; else that is refused.")      \
    }
#define CAP_KEY                                        \
    {                                                  \
        "cap", WANT_NUMBER, false, "0", NULL, NULL,    \
            N_("Most points that the rule takes off.") \
    }

const char *const rule_directions[] = { "rising", "falling", NULL };
static const char *const from_sides[] = { "inside", "below", NULL };
static const char *const to_sides[] = { "above", "inside", NULL };
static const char *const variances[] = { "population", "sample", NULL };

#define GAP_KEYS                                                                        \
    { "equal",                                                                          \
      WANT_SCALAR,                                                                      \
      false,                                                                            \
      NULL,                                                                             \
      NULL,                                                                             \
      NULL,                                                                             \
      N_("Breakpoints name indicators: points where two are equal, or na ...") },       \
    {                                                                                   \
        "reversed", WANT_SCALAR, false, NULL, NULL, NULL,                               \
            N_("Breakpoints name indicators: points where they are in wrong order ...") \
    }
#define DIRECTION_KEY                                                       \
    {                                                                       \
        "direction", WANT_TEXT, false, NULL, NULL, rule_directions,         \
            N_("How breakpoints that name indicators are meant to follow.") \
    }
#define COHORT_KEYS                                                                 \
    { "group", WANT_TEXT, false, NULL, NULL, NULL, N_("Cohorts by this column.") }, \
    {                                                                               \
        "exempt", WANT_GROUP, false, NULL, NULL, NULL,                              \
            N_("Who is in no cohort and has no score: columns with their texts.")   \
    }

static const struct cfg_key pwl_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    DIRECTION_KEY,
    { "at", WANT_LIST, true, NULL, NULL, NULL,
      N_("Breakpoints (x, y): y is a share of the leaf's full (of a coefficient: of the "
         "fee), x a number or an indicator.") },
};
static const struct cfg_key bare_keys[] = { KIND_KEY };
static const struct cfg_key capped_keys[] = { KIND_KEY, CAP_KEY };
static const struct cfg_key linear_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    { "per", WANT_SCALAR, true, NULL, NULL, NULL,
      N_("The value that earns the full, or an indicator.") },
};
static const struct cfg_key tier_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    { "steps", WANT_LIST, true, NULL, NULL, NULL, N_("The table, in ascending order.") },
    { "precision", WANT_INTEGER, false, "0", "18", NULL,
      N_("Digits to which the value is rounded before it is looked up.") },
};
static const struct cfg_key unit_keys[] = {
    KIND_KEY,
    CAP_KEY,
    { "beyond", WANT_SCALAR, true, NULL, NULL, NULL,
      N_("The threshold, or an indicator.") },
    { "side", WANT_TEXT, true, NULL, NULL, rule_sides, N_("Which side of it counts.") },
    { "unit", WANT_NUMBER, true, NULL, NULL, NULL, N_("Size of a step.") },
    { "each", WANT_NUMBER, true, "0", NULL, NULL, N_("Points per step.") },
    { "steps", WANT_TEXT, false, NULL, NULL, rule_counts,
      N_("How a part of a step counts.") },
};
static const struct cfg_key each_keys[] = {
    KIND_KEY,
    CAP_KEY,
    { "deduct", WANT_NUMBER, true, "0", NULL, NULL, N_("Points per occurrence.") },
};
static const struct cfg_key audit_keys[] = {
    KIND_KEY,
    CAP_KEY,
    { "reported", WANT_TEXT, true, NULL, NULL, NULL, N_("Indicator as reported.") },
    { "audited", WANT_TEXT, true, NULL, NULL, NULL, N_("Indicator as audited.") },
    { "steps", WANT_LIST, true, NULL, NULL, NULL,
      N_("Points by the deviation in percent of the reported value.") },
    { "precision", WANT_INTEGER, false, "0", "18", NULL,
      N_("Digits to which the deviation is rounded before it is looked up.") },
    { "in_favour_only", WANT_BOOL, false, NULL, NULL, NULL,
      N_("Count only what was reported better than it is.") },
    { "falsified", WANT_GROUP, false, NULL, NULL, NULL,
      N_("What a falsified value costs.") },
};
static const struct cfg_key falsified_keys[] = {
    { "minus", WANT_NUMBER, true, "0", NULL, NULL, N_("Points taken off.") },
};
static const struct cfg_key rank_keys[] = {
    KIND_KEY,
    { "max", WANT_NUMBER, false, "0", NULL, NULL, N_("Points of the first.") },
    { "min", WANT_NUMBER, false, "0", NULL, NULL, N_("Points of the last.") },
    { "bands", WANT_LIST, false, NULL, NULL, NULL, N_("Points by rank, as a table.") },
    { "ties", WANT_TEXT, false, NULL, NULL, rule_tie_names, N_("Rank of equal values.") },
    { "within", WANT_NUMBER, false, "0", NULL, NULL,
      N_("Values that differ by no more from the best of a tie are tied with it.") },
    COHORT_KEYS,
};
static const struct cfg_key ramp_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    DIRECTION_KEY,
    { "from", WANT_SCALAR, true, NULL, NULL, NULL,
      N_("Where the ramp begins: a number or an indicator.") },
    { "to", WANT_SCALAR, true, NULL, NULL, NULL,
      N_("Where it ends: a number or an indicator.") },
    { "low", WANT_NUMBER, true, NULL, NULL, NULL, N_("Points at `from`.") },
    { "high", WANT_NUMBER, true, NULL, NULL, NULL, N_("Points at `to`.") },
    { "below", WANT_NUMBER, false, "0", NULL, NULL,
      N_("Points before `from`; default: `low`.") },
    { "above", WANT_NUMBER, false, "0", NULL, NULL,
      N_("Points beyond `to`; default: `high`.") },
    { "at_from", WANT_TEXT, false, NULL, NULL, from_sides,
      N_("What a value at `from` is; default inside.") },
    { "at_to", WANT_TEXT, false, NULL, NULL, to_sides,
      N_("What a value at `to` is; default above.") },
    { "inside", WANT_GROUP, false, NULL, NULL, NULL,
      N_("What happens to the points on the ramp.") },
};
static const struct cfg_key inside_keys[] = {
    { "add", WANT_NUMBER, false, NULL, NULL, NULL, N_("Added before rounding.") },
    { "digits", WANT_INTEGER, false, "0", "18", NULL, N_("Rounded to these digits.") },
    { "mode", WANT_TEXT, false, NULL, NULL, node_roundings,
      N_("How it is rounded; default: as the version.") },
    { "min", WANT_NUMBER, false, "0", NULL, NULL, N_("At least this, after rounding.") },
    { "max", WANT_NUMBER, false, "0", NULL, NULL, N_("At most this, after rounding.") },
};
static const struct cfg_key zscore_keys[] = {
    KIND_KEY,
    COHORT_KEYS,
    { "variance", WANT_TEXT, false, NULL, NULL, variances,
      N_("population (divides by n, default) or sample (by n - 1).") },
    { "clamp", WANT_LIST, false, NULL, NULL, NULL,
      N_("Least and greatest standard score: (20, 80).") },
};
static const struct cfg_key step_keys[] = {
    { "from", WANT_NUMBER, false, NULL, NULL, NULL,
      N_("Lower end, within; only to be proved.") },
    { "above", WANT_NUMBER, false, NULL, NULL, NULL,
      N_("Lower end, not within; only to be proved.") },
    { "below", WANT_SCALAR, false, NULL, NULL, NULL,
      N_("Upper end, not within: a number or an indicator.") },
    { "upto", WANT_SCALAR, false, NULL, NULL, NULL,
      N_("Upper end, within: a number or an indicator.") },
    { "points", WANT_NUMBER, false, "0", NULL, NULL, N_("Points.") },
    { "y", WANT_NUMBER, false, "0", NULL, NULL,
      N_("Share of the leaf's full; of a coefficient: of the fee.") },
};

static const struct conf_table tables[] = {
    [RULE_PWL] = { "points: pwl", pwl_keys, COUNT(pwl_keys) },
    [RULE_SHARE] = { "points: share", bare_keys, COUNT(bare_keys) },
    [RULE_LINEAR] = { "points: linear", linear_keys, COUNT(linear_keys) },
    [RULE_VALUE] = { "points: value", capped_keys, COUNT(capped_keys) },
    [RULE_TIER] = { "points: tier", tier_keys, COUNT(tier_keys) },
    [RULE_UNIT] = { "points: unit", unit_keys, COUNT(unit_keys) },
    [RULE_OCC] = { "points: occ", capped_keys, COUNT(capped_keys) },
    [RULE_EACH] = { "points: each", each_keys, COUNT(each_keys) },
    [RULE_AUDIT] = { "points: audit", audit_keys, COUNT(audit_keys) },
    [RULE_RANK] = { "points: rank", rank_keys, COUNT(rank_keys) },
    [RULE_RAMP] = { "points: ramp", ramp_keys, COUNT(ramp_keys) },
    [RULE_ZSCORE] = { "points: zscore", zscore_keys, COUNT(zscore_keys) },
    [RULE_STEPS] = { "points.steps, points.bands", step_keys, COUNT(step_keys) },
    [RULE_FALSIFIED] = { "points.falsified", falsified_keys, COUNT(falsified_keys) },
    [RULE_INSIDE] = { "points.inside", inside_keys, COUNT(inside_keys) },
};

const struct conf_table *rule_tables(size_t *n)
{
    *n = COUNT(tables);
    return tables;
}

bool rule_check(struct parse *r, const struct cfg *group, uint32_t which)
{
    return cfg_check(group, tables[which].keys, tables[which].n, r->f);
}
