/* SPDX-License-Identifier: Apache-2.0 */
/* proof_trial.c - the points of a rule at the values that tell all about it, in order.
 *
 * Breakpoints that name indicators stand for any numbers in their order: a trial puts their
 * places 0, 1, 2 .. there and calls them by their names. */
#include "score/proof_parts.h"

#include <stdlib.h>

enum { RANKED = 3 }; /* places of a ranking that is tried */

/* ---- Values -------------------------------------------------------------- */

static void points_of(const struct trial *t, mpq_t out, const mpq_t v)
{
    if (t->rule.kind == RULE_RANK && !t->rule.n_steps)
        rule_rank(out, &t->rule, v, RANKED, t->n->full);
    else
        rule_points(out, &t->rule, t->n->leaf->use, v, t->n->full, proof_mode(t->p, t->v));
}

static void keep(struct trial *t, const mpq_t v)
{
    struct arena *a = t->p->work;
    struct tried *to = arena_push(a, (void **)&t->at, &t->len, &t->cap, sizeof *to);
    mpq_t points;
    mpq_init(points);
    points_of(t, points, v);
    if (!to || !fixed_keep(a, to->v, v) || !fixed_keep(a, to->points, points))
        t->p->failed = true;
    mpq_clear(points);
}

/* Deviations and ranks have a least value. */
static bool is_possible(const struct trial *t, const mpq_t v)
{
    if (t->rule.kind == RULE_RANK)
        return mpq_cmp_ui(v, 1, 1) >= 0 &&
               (t->rule.n_steps || mpq_cmp_ui(v, RANKED, 1) <= 0);
    return t->rule.kind != RULE_AUDIT || mpq_sgn(v) >= 0;
}

void trial_try(struct trial *t, const mpq_t v)
{
    mpq_t whole;
    if (!t->whole) {
        if (is_possible(t, v))
            keep(t, v);
        return;
    }
    mpq_init(whole);
    mpz_fdiv_q(mpq_numref(whole), mpq_numref(v), mpq_denref(v));
    if (is_possible(t, whole))
        keep(t, whole);
    mpz_cdiv_q(mpq_numref(whole), mpq_numref(v), mpq_denref(v));
    if (is_possible(t, whole))
        keep(t, whole);
    mpq_clear(whole);
}

static int tried_compare(const void *a, const void *b)
{
    const struct tried *x = a, *y = b;
    return mpq_cmp(x->v, y->v);
}

static void put_in_order(struct trial *t)
{
    uint32_t n = 0;
    if (t->p->failed || !t->len)
        return;
    qsort(t->at, t->len, sizeof *t->at, tried_compare);
    for (uint32_t i = 0; i < t->len; i++)
        if (!n || !mpq_equal(t->at[n - 1].v, t->at[i].v))
            t->at[n++] = t->at[i];
    t->len = n;
}

bool trial_whole(struct trial *t, uint32_t most)
{
    mpq_t v, one, last;
    bool all = true;
    if (!t->len || t->p->failed)
        return true;
    mpq_inits(v, one, last, NULL);
    mpq_set_ui(one, 1, 1);
    mpq_set(v, t->at[0].v);
    mpq_set(last, t->at[t->len - 1].v);
    for (uint32_t i = 0; all && mpq_cmp(v, last) <= 0; i++) {
        all = i < most && !t->p->failed;
        if (all)
            trial_try(t, v);
        mpq_add(v, v, one);
    }
    put_in_order(t);
    mpq_clears(v, one, last, NULL);
    return all;
}

/* ---- Names --------------------------------------------------------------- */

static const char *operand_id(const struct trial *t, int32_t of)
{
    const kh_domain *d = &t->p->s->schema->domain;
    return schema_indicator(d, t->rule.operands[of])->id;
}

/* What breakpoint `i` is called; NULL behind the last. */
static const char *name_of(const struct trial *t, long i)
{
    const struct rule *r = &t->n->leaf->rule;
    if (r->beyond_of >= 0 || r->per_of >= 0)
        return i ? NULL : operand_id(t, r->beyond_of >= 0 ? r->beyond_of : r->per_of);
    if (r->n_points)
        return i >= (long)r->n_points ? NULL
               : r->points[i].of >= 0 ? operand_id(t, r->points[i].of)
                                      : proof_number(t->p, r->points[i].x);
    return i + 1 >= (long)r->n_steps ? NULL
           : r->steps[i].of >= 0     ? operand_id(t, r->steps[i].of)
                                     : proof_number(t->p, r->steps[i].bound);
}

const char *trial_name(const struct trial *t, const struct tried *one)
{
    if (!t->named)
        return proof_number(t->p, one->v);
    mpz_t floor;
    mpz_init(floor);
    mpz_fdiv_q(floor, mpq_numref(one->v), mpq_denref(one->v));
    long i = mpz_get_si(floor);
    mpz_clear(floor);
    if (i < 0)
        return arena_printf(t->p->work, _("less than %s"), name_of(t, 0));
    const char *name = name_of(t, i), *next = NULL;
    if (name && !mpz_cmp_ui(mpq_denref(one->v), 1))
        return name;
    next = name ? name_of(t, i + 1) : NULL;
    if (next)
        return arena_printf(t->p->work, _("a value between %s and %s"), name, next);
    while (i && !name_of(t, i))
        i--;
    return arena_printf(t->p->work, _("more than %s"), name_of(t, i));
}

/* Breakpoints become their places. */
static void name_all(struct trial *t)
{
    struct rule *r = &t->rule;
    struct arena *a = t->p->work;
    mpq_t q;
    mpq_init(q);
    t->named = true;
    if (r->beyond_of >= 0)
        fixed_small(r->beyond, 0);
    if (r->per_of >= 0)
        fixed_small(r->per, 1);
    struct rule_point *points = arena_array(a, (size_t)r->n_points + 1, sizeof *points);
    struct rule_step *steps = arena_array(a, (size_t)r->n_steps + 1, sizeof *steps);
    bool ok = points && steps;
    for (uint32_t i = 0; ok && i < r->n_points; i++) {
        points[i] = r->points[i];
        mpq_set_ui(q, i, 1);
        ok = fixed_keep(a, points[i].x, q);
    }
    for (uint32_t i = 0; ok && i < r->n_steps; i++) {
        steps[i] = r->steps[i];
        mpq_set_ui(q, i, 1);
        ok = fixed_keep(a, steps[i].bound, q);
    }
    r->points = points;
    r->steps = steps;
    t->p->failed = t->p->failed || !ok;
    mpq_clear(q);
}

/* ---- All ----------------------------------------------------------------- */

bool proof_is_count(const struct proof *p, const struct leaf *leaf)
{
    if (leaf->indicator < 0 || leaf->source || !leaf->has_rule || leaf->rule.n_operands ||
        leaf->of.kind != MEASURE_PLAIN || leaf->rule.kind == RULE_RANK ||
        leaf->rule.kind == RULE_AUDIT || leaf->rule.kind == RULE_ZSCORE)
        return false;
    const kh_indicator *i =
        schema_indicator(&p->s->schema->domain, (uint32_t)leaf->indicator);
    return i->type == KH_I64 && !(i->flags & KH_RATIO);
}

void trial_of(struct trial *t, struct proof *p, const struct version *v,
              const struct node *n)
{
    *t = (struct trial){ .p = p, .v = v, .n = n, .rule = n->leaf->rule };
    t->whole = n->leaf->rule.kind == RULE_RANK || proof_is_count(p, n->leaf);
    if (!n->leaf->has_rule)
        return;
    if (t->rule.n_operands)
        name_all(t);
    if (!p->failed)
        trial_values(t);
    put_in_order(t);
}
