/* SPDX-License-Identifier: Apache-2.0 */
/* rule_read.c - the `points` group of a leaf: one table of keys per kind of rule. */
#include "score/read.h"

static const char *const kinds[] = { "pwl", "share", "linear", "value", "tier", "unit",
                                     "occ", "each",  "audit",  "rank",  NULL };
static const char *const sides[] = { "above", "below", NULL };
static const char *const counts[] = { "floor", "ceil", "exact", NULL };
static const char *const ties[] = { "competition", "dense", "mean", NULL };

#define KIND_KEY                                                            \
    {                                                                       \
        "kind", WANT_TEXT, true, NULL, NULL, kinds, N_("The kind of rule.") \
    }
#define CAP_KEY                                        \
    {                                                  \
        "cap", WANT_NUMBER, false, "0", NULL, NULL,    \
            N_("Most points that the rule takes off.") \
    }

static const struct cfg_key pwl_keys[] = {
    KIND_KEY,
    { "at", WANT_LIST, true, NULL, NULL, NULL,
      N_("Breakpoints (x, y): y is a share of the leaf's full.") },
};
static const struct cfg_key bare_keys[] = { KIND_KEY };
static const struct cfg_key capped_keys[] = { KIND_KEY, CAP_KEY };
static const struct cfg_key linear_keys[] = {
    KIND_KEY,
    { "per", WANT_NUMBER, true, NULL, NULL, NULL, N_("The value that earns the full.") },
};
static const struct cfg_key tier_keys[] = {
    KIND_KEY,
    { "steps", WANT_LIST, true, NULL, NULL, NULL, N_("The table, in ascending order.") },
    { "precision", WANT_INTEGER, false, "0", "18", NULL,
      N_("Digits to which the value is rounded before it is looked up.") },
};
static const struct cfg_key unit_keys[] = {
    KIND_KEY,
    CAP_KEY,
    { "beyond", WANT_NUMBER, true, NULL, NULL, NULL, N_("The threshold.") },
    { "side", WANT_TEXT, true, NULL, NULL, sides, N_("Which side of it counts.") },
    { "unit", WANT_NUMBER, true, NULL, NULL, NULL, N_("Size of a step.") },
    { "each", WANT_NUMBER, true, "0", NULL, NULL, N_("Points per step.") },
    { "steps", WANT_TEXT, false, NULL, NULL, counts, N_("How a part of a step counts.") },
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
    { "ties", WANT_TEXT, false, NULL, NULL, ties, N_("Rank of equal values.") },
    { "group", WANT_TEXT, false, NULL, NULL, NULL, N_("Rank within this column.") },
};
static const struct cfg_key step_keys[] = {
    { "below", WANT_NUMBER, false, NULL, NULL, NULL, N_("Upper end, not within.") },
    { "upto", WANT_NUMBER, false, NULL, NULL, NULL, N_("Upper end, within.") },
    { "points", WANT_NUMBER, false, "0", NULL, NULL, N_("Points.") },
    { "y", WANT_NUMBER, false, "0", NULL, NULL, N_("Share of the leaf's full.") },
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
    { "points.steps, points.bands", step_keys, COUNT(step_keys) },
    { "points.falsified", falsified_keys, COUNT(falsified_keys) },
};

const struct conf_table *rule_tables(size_t *n)
{
    *n = COUNT(tables);
    return tables;
}

/* ---- Breakpoints --------------------------------------------------------- */

static void read_point(struct parse *r, const struct cfg *pair, struct rule_point *p)
{
    fixed_small(p->x, 0);
    fixed_small(p->y, 0);
    if (pair->kind != CFG_LIST || pair->len != 2) {
        cfg_error(r->f, pair, _("a breakpoint must be a pair: (x, y)"));
        return;
    }
    read_decimal(r, pair->child[0], p->x);
    if (read_decimal(r, pair->child[1], p->y) && mpq_sgn(p->y) < 0)
        cfg_error(r->f, pair, _("y of a breakpoint is a share of the points, 0 or more"));
}

/* Stored ascending; a table that falls is turned round. */
static void order_points(struct parse *r, const struct cfg *at, struct rule *out)
{
    int first = mpq_cmp(out->points[1].x, out->points[0].x);
    for (uint32_t i = 1; i < out->n_points; i++) {
        int order = mpq_cmp(out->points[i].x, out->points[i - 1].x);
        if (!order || (order > 0) != (first > 0)) {
            cfg_error(r->f, at->child[i],
                      _("breakpoint x = %s is out of order: x must rise, or fall, strictly "
                        "(a jump needs kind = \"tier\")"),
                      at->child[i]->child[0]->text);
            return;
        }
    }
    for (uint32_t i = 0, k = out->n_points - 1; first < 0 && i < k; i++, k--) {
        struct rule_point swap = out->points[i];
        out->points[i] = out->points[k];
        out->points[k] = swap;
    }
}

static void read_points(struct parse *r, const struct cfg *points, struct rule *out)
{
    const struct cfg *at = cfg_get(points, "at");
    if (!at || at->kind != CFG_LIST || at->len < 2 || at->len > SCHEME_ITEMS_MAX) {
        cfg_error(r->f, at ? at : points, _("at must list 2 to %d breakpoints (x, y)"),
                  SCHEME_ITEMS_MAX);
        return;
    }
    out->points = arena_array(r->a, at->len, sizeof *out->points);
    if (!out->points) {
        read_no_memory(r, at);
        return;
    }
    uint32_t before = r->f->errors;
    for (uint32_t i = 0; i < at->len; i++)
        read_point(r, at->child[i], &out->points[out->n_points++]);
    if (r->f->errors == before)
        order_points(r, at, out);
}

/* ---- Tables -------------------------------------------------------------- */

/* A bound that no value of that precision tells apart leaves a hole or an overlap. */
static void check_precision(struct parse *r, const struct cfg *step, const mpq_t bound,
                            int32_t precision)
{
    mpq_t rounded;
    mpq_init(rounded);
    num_round(rounded, bound, precision < 0 ? NUM_DIGITS_MAX : precision, ROUND_TRUNCATE);
    if (precision >= 0 && !mpq_equal(rounded, bound))
        cfg_error(r->f, step, _("the bound has more digits than precision = %d"),
                  (int)precision);
    mpq_clear(rounded);
}

static void read_step(struct parse *r, const struct cfg *step, bool is_last, bool has_full,
                      struct rule *out, struct rule_step *s)
{
    fixed_small(s->bound, 0);
    fixed_small(s->points, 0);
    if (!cfg_check(step, step_keys, COUNT(step_keys), r->f))
        return;
    bool below = cfg_get(step, "below"), upto = cfg_get(step, "upto");
    s->bounded = below || upto;
    s->closed = upto;
    s->is_share = cfg_get(step, "y");
    if (below && upto)
        cfg_error(r->f, step, _("a step ends with below or with upto, not both"));
    else if (is_last && s->bounded)
        cfg_error(r->f, step,
                  _("the last step must have no bound, so that every value finds a step"));
    else if (!is_last && !s->bounded)
        cfg_error(r->f, step, _("a step without below or upto must be the last"));
    else if (s->bounded) {
        read_number(r, step, upto ? "upto" : "below", NULL, s->bound);
        check_precision(r, step, s->bound, out->precision);
    }
    if (s->is_share == (cfg_get(step, "points") != NULL))
        cfg_error(r->f, step, _("a step gives points or y"));
    else if (s->is_share && !has_full)
        cfg_error(r->f, step, _("y is a share of the leaf's full, which is not given"));
    else
        read_number(r, step, s->is_share ? "y" : "points", NULL, s->points);
}

/* [a, b) then [b, b] is in order; anything that goes back or stands still is not. */
static void check_steps(struct parse *r, const struct cfg *list, const struct rule *out)
{
    for (uint32_t i = 1; i + 1 < out->n_steps; i++) {
        const struct rule_step *a = &out->steps[i - 1], *b = &out->steps[i];
        int order = mpq_cmp(b->bound, a->bound);
        if (order > 0 || (!order && b->closed && !a->closed))
            continue;
        cfg_error(
            r->f, list->child[i],
            _("bounds overlap or are out of order: each must lie above the one before"));
    }
}

static void read_steps(struct parse *r, const struct cfg *points, const char *key,
                       bool has_full, struct rule *out)
{
    const struct cfg *list = cfg_get(points, key);
    if (!list)
        return;
    if (list->kind != CFG_LIST || !list->len || list->len > SCHEME_ITEMS_MAX) {
        cfg_error(r->f, list, _("%s must list 1 to %d steps"), key, SCHEME_ITEMS_MAX);
        return;
    }
    out->steps = arena_array(r->a, list->len, sizeof *out->steps);
    if (!out->steps) {
        read_no_memory(r, list);
        return;
    }
    uint32_t before = r->f->errors;
    for (uint32_t i = 0; i < list->len; i++)
        read_step(r, list->child[i], i + 1 == list->len, has_full, out,
                  &out->steps[out->n_steps++]);
    if (r->f->errors == before)
        check_steps(r, list, out);
}

/* ---- Kinds with more than a table ---------------------------------------- */

static void read_unit(struct parse *r, const struct cfg *points, struct rule *out)
{
    read_number(r, points, "beyond", NULL, out->beyond);
    read_number(r, points, "each", NULL, out->each);
    if (read_number(r, points, "unit", NULL, out->unit) && mpq_sgn(out->unit) <= 0)
        cfg_error(r->f, cfg_get(points, "unit"), _("unit must be more than 0"));
    out->below = read_choice(r, points, "side", sides);
    out->count = (enum rule_steps)read_choice(r, points, "steps", counts);
}

static void read_audit(struct parse *r, const struct cfg *points, struct rule *out)
{
    const char *keys[] = { "reported", "audited" };
    uint32_t *into[] = { &out->reported, &out->audited };
    for (size_t i = 0; i < COUNT(keys); i++) {
        const struct cfg *at = cfg_get(points, keys[i]);
        int32_t indicator = read_indicator(r, at, cfg_text(points, keys[i], NULL));
        *into[i] = indicator < 0 ? 0 : (uint32_t)indicator;
    }
    out->in_favour_only = cfg_truth(points, "in_favour_only", false);
    const struct cfg *falsified = cfg_get(points, "falsified");
    if (falsified && cfg_check(falsified, falsified_keys, COUNT(falsified_keys), r->f))
        read_number(r, falsified, "minus", NULL, out->falsified);
}

static void read_rank(struct parse *r, const struct cfg *points, bool has_full,
                      struct rule *out)
{
    bool has_min = read_number(r, points, "min", NULL, out->min);
    out->has_max = read_number(r, points, "max", NULL, out->max);
    out->ties = (enum rule_ties)read_choice(r, points, "ties", ties);
    out->group = cfg_text(points, "group", NULL);
    if (out->n_steps && (has_min || out->has_max))
        cfg_error(r->f, points, _("a rank gives max and min, or bands"));
    if (!out->n_steps && !out->has_max && !has_full)
        cfg_error(r->f, points, _("a rank without a full needs max or bands"));
    if (out->has_max && mpq_cmp(out->max, out->min) < 0)
        cfg_error(r->f, points, _("max must not be less than min"));
}

static void init_rule(struct rule *out)
{
    mpq_ptr numbers[] = { out->per, out->beyond, out->unit, out->each,
                          out->cap, out->max,    out->min,  out->falsified };
    for (size_t i = 0; i < sizeof numbers / sizeof(mpq_ptr); i++)
        fixed_small(numbers[i], 0);
}

static bool needs_full(enum rule_kind kind)
{
    return kind == RULE_PWL || kind == RULE_SHARE || kind == RULE_LINEAR;
}

void rule_read(struct parse *r, const struct cfg *points, enum rule_use use, bool has_full,
               struct rule *out)
{
    init_rule(out);
    if (points->kind != CFG_GROUP) {
        cfg_error(r->f, points, _("points must be a group: { kind = ...; }"));
        return;
    }
    if (!cfg_get(points, "kind")) {
        cfg_error(r->f, points, _("points has no kind"));
        return;
    }
    uint32_t before = r->f->errors;
    out->kind = (enum rule_kind)read_choice(r, points, "kind", kinds);
    if (r->f->errors != before ||
        !cfg_check(points, tables[out->kind].keys, tables[out->kind].n, r->f))
        return;
    out->precision = read_integer(points, "precision", -1);
    out->has_cap = read_number(r, points, "cap", NULL, out->cap);
    if (use == USE_AMOUNT && !has_full && needs_full(out->kind))
        cfg_error(r->f, points, _("kind '%s' in a group of deductions needs a full"),
                  kinds[out->kind]);
    if (out->kind == RULE_PWL)
        read_points(r, points, out);
    if (out->kind == RULE_TIER || out->kind == RULE_AUDIT)
        read_steps(r, points, "steps", has_full, out);
    if (out->kind == RULE_LINEAR && read_number(r, points, "per", NULL, out->per) &&
        !mpq_sgn(out->per))
        cfg_error(r->f, cfg_get(points, "per"), _("per must not be 0"));
    if (out->kind == RULE_UNIT)
        read_unit(r, points, out);
    if (out->kind == RULE_EACH)
        read_number(r, points, "deduct", NULL, out->each);
    if (out->kind == RULE_AUDIT)
        read_audit(r, points, out);
    if (out->kind == RULE_RANK) {
        read_steps(r, points, "bands", has_full, out);
        read_rank(r, points, has_full, out);
    }
}
