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

#define KIND_KEY                                                                \
    { .name = "kind",                                                           \
      .want = WANT_TEXT,                                                        \
      .required = true,                                                         \
      .choice = rule_kinds,                                                     \
      .doc = N_("The kind of rule.") },                                         \
    {                                                                           \
        .name = "not_monotone", .want = WANT_BOOL, .dflt = "false",             \
        .doc = N_("true: a better value may score less; else that is refused.") \
    }
#define CAP_KEY                                                                            \
    {                                                                                      \
        .name = "cap", .want = WANT_NUMBER, .min = "0",                                    \
        .doc = N_(                                                                         \
            "Most points that the rule takes off, or adds; without it there is no bound.") \
    }

const char *const rule_directions[] = { "rising", "falling", NULL };
static const char *const from_sides[] = { "inside", "below", NULL };
static const char *const to_sides[] = { "above", "inside", NULL };
static const char *const variances[] = { "population", "sample", NULL };

#define GAP_KEYS                                                                     \
    { .name = "equal",                                                               \
      .want = WANT_SCALAR,                                                           \
      .doc = N_("Where breakpoints that name indicators are equal: points, \"na\", " \
                "\"from_first\" or \"to_first\", of a tier \"first\".") },           \
    {                                                                                \
        .name = "reversed", .want = WANT_SCALAR,                                     \
        .doc = N_("The same where they are in the wrong order.")                     \
    }
#define DIRECTION_KEY                                                        \
    {                                                                        \
        .name = "direction", .want = WANT_TEXT, .choice = rule_directions,   \
        .doc = N_("How breakpoints that name indicators follow each other.") \
    }
#define COHORT_KEYS                                                                       \
    { .name = "group",                                                                    \
      .want = WANT_TEXT,                                                                  \
      .doc = N_("A cohort for each text of this column; without it the level is one.") }, \
    {                                                                                     \
        .name = "exempt", .want = WANT_GROUP,                                             \
        .doc = N_("Who is in no cohort and has no score: columns with their texts.")      \
    }

static const struct cfg_key pwl_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    DIRECTION_KEY,
    { .name = "at",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("Breakpoints (x, y): y is a share of the leaf's full (of a coefficient: of "
                "the fee), x a number or an "
                "indicator.") },
};
static const struct cfg_key bare_keys[] = { KIND_KEY };
static const struct cfg_key capped_keys[] = { KIND_KEY, CAP_KEY };
static const struct cfg_key linear_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    { .name = "per",
      .want = WANT_SCALAR,
      .required = true,
      .doc = N_("The value that earns the full, or an indicator.") },
};
static const struct cfg_key tier_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    { .name = "steps",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("The table, in ascending order.") },
    { .name = "precision",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "18",
      .doc = N_("Digits to which the value is rounded before it is looked up; without it "
                "it is not rounded.") },
};
static const struct cfg_key unit_keys[] = {
    KIND_KEY,
    CAP_KEY,
    { .name = "beyond",
      .want = WANT_SCALAR,
      .required = true,
      .doc = N_("The threshold, or an indicator.") },
    { .name = "side",
      .want = WANT_TEXT,
      .required = true,
      .choice = rule_sides,
      .doc = N_("Which side of it counts.") },
    { .name = "unit", .want = WANT_NUMBER, .required = true, .doc = N_("Size of a step.") },
    { .name = "each",
      .want = WANT_NUMBER,
      .required = true,
      .min = "0",
      .doc = N_("Points per step.") },
    { .name = "steps",
      .want = WANT_TEXT,
      .choice = rule_counts,
      .dflt = "floor",
      .doc = N_("How a part of a step counts.") },
};
static const struct cfg_key each_keys[] = {
    KIND_KEY,
    CAP_KEY,
    { .name = "deduct",
      .want = WANT_NUMBER,
      .required = true,
      .min = "0",
      .doc = N_("Points per occurrence.") },
};
static const struct cfg_key audit_keys[] = {
    KIND_KEY,
    CAP_KEY,
    { .name = "reported",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("Indicator as reported.") },
    { .name = "audited",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("Indicator as audited.") },
    { .name = "steps",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("Points by the deviation in percent of the reported value.") },
    { .name = "precision",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "18",
      .doc = N_("Digits to which the deviation is rounded before it is looked up; without "
                "it it is not rounded.") },
    { .name = "in_favour_only",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: only what was reported better than it is counts.") },
    { .name = "falsified", .want = WANT_GROUP, .doc = N_("What a falsified value costs.") },
};
static const struct cfg_key falsified_keys[] = {
    { .name = "minus",
      .want = WANT_NUMBER,
      .required = true,
      .min = "0",
      .doc = N_("Points taken off.") },
};
static const struct cfg_key rank_keys[] = {
    KIND_KEY,
    { .name = "max",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Points of the first; without it the leaf's full.") },
    { .name = "min",
      .want = WANT_NUMBER,
      .min = "0",
      .dflt = "0",
      .doc = N_("Points of the last.") },
    { .name = "bands", .want = WANT_LIST, .doc = N_("Points by rank, as a table.") },
    { .name = "ties",
      .want = WANT_TEXT,
      .choice = rule_tie_names,
      .dflt = "competition",
      .doc = N_("Rank of equal values.") },
    { .name = "within",
      .want = WANT_NUMBER,
      .min = "0",
      .dflt = "0",
      .doc = N_("Values that differ by no more from the best of a tie are tied with it.") },
    COHORT_KEYS,
};
static const struct cfg_key ramp_keys[] = {
    KIND_KEY,
    GAP_KEYS,
    DIRECTION_KEY,
    { .name = "from",
      .want = WANT_SCALAR,
      .required = true,
      .doc = N_("Where the ramp begins: a number or an indicator.") },
    { .name = "to",
      .want = WANT_SCALAR,
      .required = true,
      .doc = N_("Where it ends: a number or an indicator.") },
    { .name = "low",
      .want = WANT_NUMBER,
      .required = true,
      .doc = N_("Points at `from`.") },
    { .name = "high", .want = WANT_NUMBER, .required = true, .doc = N_("Points at `to`.") },
    { .name = "below",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Points before `from`; without it `low`.") },
    { .name = "above",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Points beyond `to`; without it `high`.") },
    { .name = "at_from",
      .want = WANT_TEXT,
      .choice = from_sides,
      .dflt = "inside",
      .doc = N_("What a value at `from` is.") },
    { .name = "at_to",
      .want = WANT_TEXT,
      .choice = to_sides,
      .dflt = "above",
      .doc = N_("What a value at `to` is.") },
    { .name = "inside",
      .want = WANT_GROUP,
      .doc = N_("What happens to the points on the ramp.") },
};
static const struct cfg_key inside_keys[] = {
    { .name = "add",
      .want = WANT_NUMBER,
      .dflt = "0",
      .doc = N_("Added before rounding.") },
    { .name = "digits",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "18",
      .doc = N_("Rounded to these digits; without it it is not rounded.") },
    { .name = "mode",
      .want = WANT_TEXT,
      .choice = node_roundings,
      .doc = N_("How it is rounded; without it as the version.") },
    { .name = "min",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("At least this, after rounding; without it there is no bound.") },
    { .name = "max",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("At most this, after rounding; without it there is no bound.") },
};
static const struct cfg_key zscore_keys[] = {
    KIND_KEY,
    COHORT_KEYS,
    { .name = "variance",
      .want = WANT_TEXT,
      .choice = variances,
      .dflt = "population",
      .doc = N_("Divides by n, or by n - 1.") },
    { .name = "clamp",
      .want = WANT_LIST,
      .doc = N_(
          "Least and greatest standard score, (20, 80); without it there is no bound.") },
};
static const struct cfg_key step_keys[] = {
    { .name = "from",
      .want = WANT_NUMBER,
      .doc = N_("Lower end, within; only to be proved.") },
    { .name = "above",
      .want = WANT_NUMBER,
      .doc = N_("Lower end, not within; only to be proved.") },
    { .name = "below",
      .want = WANT_SCALAR,
      .doc = N_("Upper end, not within: a number or an indicator.") },
    { .name = "upto",
      .want = WANT_SCALAR,
      .doc = N_("Upper end, within: a number or an indicator.") },
    { .name = "points", .want = WANT_NUMBER, .min = "0", .doc = N_("Points.") },
    { .name = "y",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Share of the leaf's full; of a coefficient: of the fee.") },
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
