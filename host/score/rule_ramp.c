/* SPDX-License-Identifier: Apache-2.0 */
/* rule_ramp.c - a ramp between two breakpoints (from, low) and (to, high), with values of
 * its own below, above and inside; and what equal or reversed breakpoints give.
 *
 *   before `from`         below
 *   at or beyond `to`     above
 *   else                  low + (high - low) (v - from) / (to - from) + add, rounded to
 *                         digits, kept within min and max
 *
 * Points are stored with x ascending; `falling` says that the list was the other way round,
 * so that the value is better the smaller it is. */
#include "score/rule_parts.h"

static const struct rule_point *first_of(const struct rule *r)
{
    return &r->points[r->falling ? r->n_points - 1 : 0];
}

static const struct rule_point *last_of(const struct rule *r)
{
    return &r->points[r->falling ? 0 : r->n_points - 1];
}

/* On the way from first to last breakpoint: -1 before x, 0 at it, 1 beyond. */
static int side_of(const struct rule *r, const mpq_t v, const mpq_t x)
{
    int order = mpq_cmp(v, x);
    order = (order > 0) - (order < 0);
    return r->falling ? -order : order;
}

static bool is_below(const struct rule *r, const mpq_t v)
{
    int side = side_of(r, v, first_of(r)->x);
    return side < 0 || (!side && r->ramp.from_is_below);
}

static bool is_above(const struct rule *r, const mpq_t v)
{
    int side = side_of(r, v, last_of(r)->x);
    return side > 0 || (!side && !r->ramp.to_is_inside);
}

static void inside(mpq_t out, const struct rule *r, const mpq_t v, enum round_mode mode)
{
    const struct rule_point *from = first_of(r), *to = last_of(r);
    const struct rule_ramp *ramp = &r->ramp;
    mpq_t run, rise;
    mpq_inits(run, rise, NULL);
    mpq_sub(run, to->x, from->x);
    mpq_sub(rise, to->y, from->y);
    mpq_div(rise, rise, run);
    mpq_sub(run, v, from->x);
    mpq_mul(rise, rise, run);
    mpq_add(out, from->y, rise);
    mpq_add(out, out, ramp->add);
    if (ramp->digits >= 0)
        num_round(out, out, ramp->digits, ramp->has_mode ? ramp->mode : mode);
    if (ramp->has_min && mpq_cmp(out, ramp->min) < 0)
        mpq_set(out, ramp->min);
    if (ramp->has_max && mpq_cmp(out, ramp->max) > 0)
        mpq_set(out, ramp->max);
    if (mpq_sgn(out) < 0)
        mpq_set_ui(out, 0, 1);
    mpq_clears(run, rise, NULL);
}

void ramp_points(mpq_t out, const struct rule *r, const mpq_t v, enum round_mode mode)
{
    if (is_below(r, v))
        mpq_set(out, r->ramp.below);
    else if (is_above(r, v))
        mpq_set(out, r->ramp.above);
    else
        inside(out, r, v, mode);
}

/* ---- Breakpoints that are not in order ------------------------------------ */

/* The points of the first or the last breakpoint. */
static void end_points(mpq_t out, const struct rule *r, bool last, const mpq_t full)
{
    if (r->kind == RULE_RAMP)
        mpq_set(out, last ? r->ramp.above : r->ramp.below);
    else if (r->kind == RULE_PWL)
        mpq_mul(out, last ? last_of(r)->y : first_of(r)->y, full);
    else if (last) /* linear: from 0 to the full */
        mpq_set(out, full);
    else
        mpq_set_ui(out, 0, 1);
}

static bool from_tells(const struct rule *r, const mpq_t v)
{
    if (r->kind == RULE_RAMP)
        return is_below(r, v);
    return r->kind == RULE_PWL ? side_of(r, v, first_of(r)->x) <= 0 : mpq_sgn(v) <= 0;
}

static bool to_tells(const struct rule *r, const mpq_t v)
{
    if (r->kind == RULE_RAMP)
        return is_above(r, v);
    return r->kind == RULE_PWL ? side_of(r, v, last_of(r)->x) >= 0
                               : mpq_cmp(v, r->per) >= 0;
}

void ramp_gap(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full)
{
    const struct rule_gap *gap = rule_gap_of(r);
    if (gap->how == HOW_FROM_FIRST)
        end_points(out, r, !from_tells(r, v), full);
    else if (gap->how == HOW_TO_FIRST)
        end_points(out, r, to_tells(r, v), full);
    else
        mpq_set(out, gap->points);
}
