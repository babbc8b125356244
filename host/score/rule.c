/* SPDX-License-Identifier: Apache-2.0 */
/* rule.c - see rule.h.
 *
 * Rules are of two sorts.  Those that give points out of a full (pwl, share, linear, value,
 * tier, rank, ramp, zscore) do so in a deduction group too, where the points are what is
 * taken off. Those that take points off (unit, occ, each, audit) leave full minus that
 * amount, never below 0, on a leaf with a weight. */
#include "score/rule.h"

static void clamp(mpq_t q, const mpq_t full)
{
    if (mpq_sgn(q) < 0)
        mpq_set_ui(q, 0, 1);
    if (mpq_cmp(q, full) > 0)
        mpq_set(q, full);
}

/* Flat outside of the breakpoints; on a breakpoint its own y. */
static void pwl_points(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full)
{
    const struct rule_point *p = r->points;
    uint32_t last = r->n_points - 1, i = 0;
    while (i < last && mpq_cmp(v, p[i + 1].x) >= 0)
        i++;
    if (i == last || mpq_cmp(v, p[0].x) <= 0) {
        mpq_mul(out, p[i].y, full);
        return;
    }
    mpq_t run, rise;
    mpq_inits(run, rise, NULL);
    mpq_sub(run, p[i + 1].x, p[i].x);
    mpq_sub(rise, p[i + 1].y, p[i].y);
    mpq_div(rise, rise, run);
    mpq_sub(run, v, p[i].x);
    mpq_mul(rise, rise, run);
    mpq_add(rise, rise, p[i].y);
    mpq_mul(out, rise, full);
    mpq_clears(run, rise, NULL);
}

/* The first step whose upper end lies beyond v; the last has no end. */
static void step_points(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full,
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

/* Steps of `unit` beyond the threshold, times `each`. */
static void unit_amount(mpq_t out, const struct rule *r, const mpq_t v)
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
static void finish_amount(mpq_t out, const struct rule *r, enum rule_use use,
                          const mpq_t full)
{
    if (mpq_sgn(out) < 0)
        mpq_set_ui(out, 0, 1);
    if (r->has_cap && mpq_cmp(out, r->cap) > 0)
        mpq_set(out, r->cap);
    if (use == USE_AMOUNT)
        return;
    mpq_sub(out, full, out);
    clamp(out, full);
}

static void share_points(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full)
{
    mpq_t hundred;
    mpq_init(hundred);
    mpq_set_ui(hundred, 100, 1);
    mpq_div(out, v, r->kind == RULE_LINEAR ? (mpq_srcptr)r->per : (mpq_srcptr)hundred);
    mpq_mul(out, out, full);
    clamp(out, full);
    mpq_clear(hundred);
}

static void value_points(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                         const mpq_t full)
{
    mpq_set(out, v);
    if (use == USE_SCORE || mpq_sgn(full) > 0) /* an amount may have a full too */
        clamp(out, full);
    if (use == USE_AMOUNT)
        finish_amount(out, r, use, full);
}

void rule_audit(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                bool falsified, const mpq_t full, enum round_mode mode)
{
    step_points(out, r, v, full, mode);
    if (falsified && mpq_cmp(r->falsified, out) > 0)
        mpq_set(out, r->falsified);
    finish_amount(out, r, use, full);
}

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
        pwl_points(out, r, v, full);
        break;
    case RULE_RAMP:
        ramp_points(out, r, v, mode);
        break;
    case RULE_SHARE:
    case RULE_LINEAR:
    case RULE_ZSCORE:
        share_points(out, r, v, full);
        break;
    case RULE_VALUE:
        value_points(out, r, use, v, full);
        break;
    case RULE_TIER:
        step_points(out, r, v, full, mode);
        break;
    case RULE_UNIT:
        unit_amount(out, r, v);
        finish_amount(out, r, use, full);
        break;
    case RULE_OCC:
        mpq_set(out, v);
        finish_amount(out, r, use, full);
        break;
    case RULE_EACH:
        mpq_mul(out, v, r->each);
        finish_amount(out, r, use, full);
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

void rule_rank(mpq_t out, const struct rule *r, const mpq_t rank, uint32_t n,
               const mpq_t full)
{
    if (r->n_steps) {
        step_points(out, r, rank, full, ROUND_HALF_UP);
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
