/* SPDX-License-Identifier: Apache-2.0 */
/* proof_values.c - at which values a rule is tried.
 *
 * Between two neighbouring breakpoints a rule is constant or linear (rounded, or kept
 * within bounds, which changes no order).  So its values at the breakpoints, one unit of
 * printed precision beside them and half way between them show whether it rises or falls
 * anywhere, and which points exist. */
#include "score/proof_parts.h"

/* v, and v less and more of `beside`. */
static void try_around(struct trial *t, const mpq_t v, const mpq_t beside)
{
    mpq_t q;
    mpq_init(q);
    trial_try(t, v);
    mpq_sub(q, v, beside);
    trial_try(t, q);
    mpq_add(q, v, beside);
    trial_try(t, q);
    mpq_clear(q);
}

static void try_small(struct trial *t, long v)
{
    mpq_t q;
    mpq_init(q);
    mpq_set_si(q, v, 1);
    trial_try(t, q);
    mpq_clear(q);
}

/* The parts of the way before and behind a jump at the end of a ramp. */
static void try_jumps(struct trial *t, const mpq_t x, const mpq_t run)
{
    static const unsigned long parts[] = { 10, 1000, 1000000000 };
    mpq_t q;
    mpq_init(q);
    for (size_t i = 0; i < COUNT(parts); i++) {
        mpq_set_ui(q, 1, parts[i]);
        mpq_mul(q, q, run);
        try_around(t, x, q);
    }
    mpq_clear(q);
}

static void try_points(struct trial *t, const struct rule *r)
{
    mpq_t one, q, run;
    mpq_inits(one, q, run, NULL);
    mpq_set_ui(one, 1, 1);
    for (uint32_t i = 0; i < r->n_points; i++) {
        bool is_end = !i || i + 1 == r->n_points;
        if (is_end)
            try_around(t, r->points[i].x, one);
        else
            trial_try(t, r->points[i].x);
        if (!i)
            continue;
        mpq_sub(run, r->points[i].x, r->points[i - 1].x);
        mpq_div_2exp(q, run, 1);
        mpq_add(q, q, r->points[i - 1].x);
        trial_try(t, q);
        if (r->kind != RULE_RAMP || t->named)
            continue;
        try_jumps(t, r->points[i - 1].x, run);
        try_jumps(t, r->points[i].x, run);
    }
    mpq_clears(one, q, run, NULL);
}

/* Digits that write the number out. */
static int32_t digits_of(const mpq_t q)
{
    mpq_t rounded;
    mpq_init(rounded);
    int32_t digits = 0;
    for (; digits < NUM_DIGITS_MAX; digits++) {
        num_round(rounded, q, digits, ROUND_TRUNCATE);
        if (mpq_equal(rounded, q))
            break;
    }
    mpq_clear(rounded);
    return digits;
}

void values_unit(mpq_t unit, const struct rule *r)
{
    int32_t digits = r->precision > 0 ? r->precision : 0;
    for (uint32_t i = 0; r->precision < 0 && i + 1 < r->n_steps; i++) {
        int32_t own = digits_of(r->steps[i].bound);
        digits = own > digits ? own : digits;
    }
    mpq_set_ui(unit, 1, 1);
    mpz_ui_pow_ui(mpq_denref(unit), 10, (unsigned long)digits);
}

static void try_steps(struct trial *t, const struct rule *r)
{
    mpq_t unit, half;
    mpq_inits(unit, half, NULL);
    values_unit(unit, r);
    mpq_div_2exp(half, unit, 1);
    for (uint32_t i = 0; i + 1 < r->n_steps; i++) {
        try_around(t, r->steps[i].bound, unit);
        if (r->precision < 0)
            try_around(t, r->steps[i].bound, half);
    }
    if (r->n_steps == 1)
        try_small(t, 1);
    mpq_clears(unit, half, NULL);
}

/* Straight lines from 0, kept within 0 and the full: the ends, half way and beyond. */
static void try_line(struct trial *t, const mpq_t end)
{
    mpq_t q;
    mpq_init(q);
    try_around(t, end, end);
    mpq_div_2exp(q, end, 1);
    try_around(t, end, q);
    mpq_clear(q);
}

static void try_standard(struct trial *t, const struct rule *r)
{
    if (r->has_clamp) {
        trial_try(t, r->least);
        trial_try(t, r->most);
        return;
    }
    for (long v = 0; v <= 100; v += 50)
        try_small(t, v);
}

static void try_ranks(struct trial *t, const struct rule *r)
{
    for (long rank = 1; rank <= 3; rank++)
        try_small(t, rank);
    try_steps(t, r);
}

/* Where amounts of `each` come to `limit`. */
static void try_limit(struct trial *t, const struct rule *r, const mpq_t limit)
{
    mpq_t end;
    mpq_init(end);
    mpq_set(end, limit);
    if (r->kind == RULE_EACH && mpq_sgn(r->each))
        mpq_div(end, end, r->each);
    if (mpq_sgn(end))
        try_line(t, end);
    mpq_clear(end);
}

/* Lines from 0: value, occ, each. */
static void try_amounts(struct trial *t, const struct rule *r)
{
    for (long v = 0; v <= 2; v++)
        try_small(t, v);
    if (r->has_cap)
        try_limit(t, r, r->cap);
    try_limit(t, r, t->n->full);
}

static void try_units(struct trial *t, const struct rule *r)
{
    mpq_t step, end;
    mpq_inits(step, end, NULL);
    for (unsigned long k = 0; k < 4; k++) {
        mpq_set_ui(step, k, 2);
        mpq_canonicalize(step);
        mpq_mul(step, step, r->unit);
        try_around(t, r->beyond, step);
    }
    mpq_set(end, r->has_cap ? (mpq_srcptr)r->cap : (mpq_srcptr)t->n->full);
    if (mpq_sgn(r->each)) {
        mpq_div(end, end, r->each);
        mpq_mul(end, end, r->unit);
        mpq_add(end, end, r->unit);
        try_around(t, r->beyond, end);
    }
    mpq_clears(step, end, NULL);
}

void trial_values(struct trial *t)
{
    const struct rule *r = &t->rule;
    mpq_t hundred;
    mpq_init(hundred);
    mpq_set_ui(hundred, 100, 1);
    if (r->kind == RULE_PWL || r->kind == RULE_RAMP)
        try_points(t, r);
    else if (r->kind == RULE_SHARE)
        try_line(t, hundred);
    else if (r->kind == RULE_LINEAR)
        try_line(t, r->per);
    else if (r->kind == RULE_TIER || r->kind == RULE_AUDIT)
        try_steps(t, r);
    else if (r->kind == RULE_RANK)
        try_ranks(t, r);
    else if (r->kind == RULE_UNIT)
        try_units(t, r);
    else if (r->kind == RULE_ZSCORE)
        try_standard(t, r);
    else
        try_amounts(t, r);
    mpq_clear(hundred);
}
