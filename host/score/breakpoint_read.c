/* SPDX-License-Identifier: Apache-2.0 */
/* breakpoint_read.c - breakpoints of rules: numbers, or indicators of the same subject; and
 * what they give where those are equal or reversed. */
#include "score/rule_read.h"

/* ---- Numbers or indicators ------------------------------------------------ */

/* Place of an indicator among the operands of the rule. */
static int32_t operand_place(struct parse *r, const struct cfg *at, struct rule *out,
                             uint32_t indicator)
{
    for (uint32_t i = 0; i < out->n_operands; i++)
        if (out->operands[i] == indicator)
            return (int32_t)i;
    if (!out->operands)
        out->operands = arena_array(r->a, SCHEME_ITEMS_MAX, sizeof *out->operands);
    if (!out->operands || out->n_operands == SCHEME_ITEMS_MAX) {
        read_no_memory(r, at);
        return -1;
    }
    out->operands[out->n_operands] = indicator;
    return (int32_t)out->n_operands++;
}

void breakpoint_operand(struct parse *r, const struct cfg *c, struct rule *out,
                        mpq_t number, int32_t *of)
{
    *of = -1;
    if (!c)
        return;
    if ((c->kind == CFG_NUMBER || c->kind == CFG_TEXT) &&
        fixed_parse(r->a, number, c->text))
        return;
    fixed_small(number, 0);
    if (c->kind != CFG_TEXT) {
        cfg_error(r->f, c, _("a breakpoint must be a number or the name of an indicator"));
        return;
    }
    int32_t indicator = read_indicator(r, c, c->text);
    if (indicator >= 0)
        *of = operand_place(r, c, out, (uint32_t)indicator);
}

/* ---- Breakpoints --------------------------------------------------------- */

static void read_point(struct parse *r, const struct cfg *pair, struct rule *out,
                       struct rule_point *p)
{
    fixed_small(p->x, 0);
    fixed_small(p->y, 0);
    p->of = -1;
    if (pair->kind != CFG_LIST || pair->len != 2) {
        cfg_error(r->f, pair, _("a breakpoint must be a pair: (x, y)"));
        return;
    }
    breakpoint_operand(r, pair->child[0], out, p->x, &p->of);
    if (read_decimal(r, pair->child[1], p->y) && mpq_sgn(p->y) < 0)
        cfg_error(r->f, pair, _("y of a breakpoint is a share of the points, 0 or more"));
}

/* Stored ascending; a table that falls is turned round. */
static void turn_round(struct rule *out)
{
    for (uint32_t i = 0, k = out->n_points - 1; out->falling && i < k; i++, k--) {
        struct rule_point swap = out->points[i];
        out->points[i] = out->points[k];
        out->points[k] = swap;
    }
}

static const char *operand_id(const struct parse *r, const struct rule *out, int32_t of)
{
    return schema_indicator(&r->schema->domain, out->operands[of])->id;
}

static void tell_twice(struct parse *r, const struct cfg *at, const struct rule *out,
                       int32_t of)
{
    cfg_error(r->f, at,
              _("'%s' stands twice among the breakpoints, which are then always equal; "
                "name another indicator"),
              operand_id(r, out, of));
}

static void check_twice(struct parse *r, const struct cfg *const *at,
                        const struct rule *out)
{
    for (uint32_t i = 0; i < out->n_points; i++)
        for (uint32_t k = 0; k < i; k++)
            if (out->points[i].of >= 0 && out->points[i].of == out->points[k].of) {
                tell_twice(r, at[i], out, out->points[i].of);
                return;
            }
}

/* Numbers follow each other strictly, those that stand between indicators too. */
void breakpoint_order(struct parse *r, const struct cfg *points,
                      const struct cfg *const *at, struct rule *out)
{
    const struct cfg *direction = cfg_get(points, "direction");
    const struct rule_point *p = out->points, *before = NULL;
    if (out->n_operands && !direction) {
        cfg_error(r->f, points,
                  _("breakpoints that name an indicator need direction = \"rising\" or "
                    "\"falling\""));
        return;
    }
    out->falling =
        direction ? !strcmp(direction->text, "falling") : mpq_cmp(p[1].x, p[0].x) < 0;
    for (uint32_t i = 0; i < out->n_points; i++) {
        if (p[i].of >= 0)
            continue;
        int order = before ? mpq_cmp(p[i].x, before->x) : 0;
        if (before && (!order || (order < 0) != out->falling)) {
            cfg_error(r->f, at[i],
                      _("breakpoint x = %s is out of order: x must rise, or fall, strictly "
                        "(a jump needs kind = \"tier\")"),
                      num_exact_text(r->a, p[i].x));
            return;
        }
        before = &p[i];
    }
    check_twice(r, at, out);
    turn_round(out);
}

void breakpoint_points(struct parse *r, const struct cfg *points, struct rule *out)
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
        read_point(r, at->child[i], out, &out->points[out->n_points++]);
    if (r->f->errors == before)
        breakpoint_order(r, points, (const struct cfg *const *)at->child, out);
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
    s->of = -1;
    fixed_small(s->points, 0);
    if (!rule_check(r, step, RULE_STEPS))
        return;
    bool below = cfg_get(step, "below"), upto = cfg_get(step, "upto");
    s->bounded = below || upto;
    s->closed = upto;
    s->is_share = cfg_get(step, "y");
    if (below && upto)
        cfg_error(r->f, step, _("a step ends with below or with upto, not both"));
    else if (cfg_get(step, "from") && cfg_get(step, "above"))
        cfg_error(r->f, step, _("a step begins with from or with above, not both"));
    else if (!is_last && !s->bounded)
        cfg_error(r->f, step, _("a step without below or upto must be the last"));
    else if (s->bounded) {
        breakpoint_operand(r, cfg_get(step, upto ? "upto" : "below"), out, s->bound,
                           &s->of);
        if (s->of >= 0 && out->kind != RULE_TIER)
            cfg_error(r->f, step, _("only a tier has bounds that name an indicator"));
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
    const struct rule_step *a = NULL;
    for (uint32_t i = 0; i + 1 < out->n_steps; i++) {
        const struct rule_step *b = &out->steps[i];
        for (uint32_t k = 0; k < i && b->of >= 0; k++)
            if (out->steps[k].of == b->of && (k + 1 < i || !b->closed || b[-1].closed))
                tell_twice(r, list->child[i], out, b->of);
        if (b->of >= 0)
            continue;
        int order = a ? mpq_cmp(b->bound, a->bound) : 1;
        bool good = order > 0 || (!order && b->closed && !a->closed);
        a = b;
        if (good)
            continue;
        cfg_error(r->f, list->child[i],
                  _("bounds overlap or are out of order: %s must lie above the one before"),
                  num_exact_text(r->a, b->bound));
    }
}

void breakpoint_steps(struct parse *r, const struct cfg *points, const char *key,
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

/* ---- A ramp ---------------------------------------------------------------- */

static void read_inside(struct parse *r, const struct cfg *inside, struct rule_ramp *ramp)
{
    if (!inside || !rule_check(r, inside, RULE_INSIDE))
        return;
    read_number(r, inside, "add", NULL, ramp->add);
    ramp->has_min = read_number(r, inside, "min", NULL, ramp->min);
    ramp->has_max = read_number(r, inside, "max", NULL, ramp->max);
    ramp->digits = read_integer(inside, "digits", -1);
    ramp->has_mode = cfg_get(inside, "mode");
    ramp->mode = (enum round_mode)read_choice(r, inside, "mode", node_roundings);
    if (ramp->has_mode && ramp->digits < 0)
        cfg_error(r->f, inside, _("mode belongs to digits"));
    if (ramp->has_min && ramp->has_max && mpq_cmp(ramp->min, ramp->max) > 0)
        cfg_error(r->f, inside, _("min must not be more than max"));
}

void breakpoint_ramp(struct parse *r, const struct cfg *points, struct rule *out)
{
    static const char *const ends[] = { "from", "to" }, *const values[] = { "low", "high" };
    const struct cfg *at[2];
    uint32_t before = r->f->errors;
    out->points = arena_array(r->a, COUNT(ends), sizeof *out->points);
    if (!out->points) {
        read_no_memory(r, points);
        return;
    }
    for (uint32_t i = 0; i < COUNT(ends); i++) {
        struct rule_point *p = &out->points[out->n_points++];
        at[i] = cfg_get(points, ends[i]);
        fixed_small(p->x, 0);
        breakpoint_operand(r, at[i], out, p->x, &p->of);
        read_number(r, points, values[i], NULL, p->y);
    }
    if (!read_number(r, points, "below", NULL, out->ramp.below))
        out->ramp.below[0] = out->points[0].y[0];
    if (!read_number(r, points, "above", NULL, out->ramp.above))
        out->ramp.above[0] = out->points[1].y[0];
    if (mpq_sgn(out->ramp.below) < 0 || mpq_sgn(out->ramp.above) < 0)
        cfg_error(r->f, points, _("points of a ramp must not be negative"));
    out->ramp.from_is_below = !strcmp(cfg_text(points, "at_from", "inside"), "below");
    out->ramp.to_is_inside = !strcmp(cfg_text(points, "at_to", "above"), "inside");
    read_inside(r, cfg_get(points, "inside"), &out->ramp);
    if (r->f->errors == before)
        breakpoint_order(r, points, at, out);
}

/* ---- Equal and reversed --------------------------------------------------- */

/* Kinds with breakpoints that can be out of order. */
static bool has_gaps(const struct rule *out)
{
    bool named = out->per_of >= 0;
    for (uint32_t i = 0; i < out->n_points; i++)
        named = named || out->points[i].of >= 0;
    if (out->kind != RULE_TIER)
        return named;
    for (uint32_t i = 0; i < out->n_steps; i++)
        named = named || out->steps[i].of >= 0;
    return named && out->n_steps > 2; /* of one bound none can be before another */
}

static void read_gap(struct parse *r, const struct cfg *points, const char *key,
                     const struct rule *out, struct rule_gap *gap)
{
    static const char *const names[] = { "na", "from_first", "to_first", NULL };
    static const char *const tier_names[] = { "na", "first", NULL };
    static const enum rule_how hows[] = { HOW_NA, HOW_FROM_FIRST, HOW_TO_FIRST };
    const struct cfg *c = cfg_get(points, key);
    fixed_small(gap->points, 0);
    if (!c)
        return;
    gap->how = HOW_POINTS;
    if (fixed_parse(r->a, gap->points, c->text)) {
        if (mpq_sgn(gap->points) < 0)
            cfg_error(r->f, c,
                      _("points of equal or reversed breakpoints must not be "
                        "negative"));
        return;
    }
    bool is_tier = out->kind == RULE_TIER;
    uint32_t which = read_choice(r, points, key, is_tier ? tier_names : names);
    gap->how = is_tier && which ? HOW_FIRST_STEP : hows[which];
}

void breakpoint_gaps(struct parse *r, const struct cfg *points, struct rule *out)
{
    bool equal = cfg_get(points, "equal"), reversed = cfg_get(points, "reversed");
    read_gap(r, points, "equal", out, &out->equal);
    read_gap(r, points, "reversed", out, &out->reversed);
    if (!has_gaps(out)) {
        if (equal || reversed)
            cfg_error(r->f, points,
                      _("equal and reversed are for breakpoints that name indicators; "
                        "these cannot be out of order"));
    } else if (!equal || !reversed)
        cfg_error(r->f, points,
                  _("breakpoints that name an indicator can be equal or reversed for a "
                    "subject: say what that gives (equal = ...; reversed = ...)"));
}
