/* SPDX-License-Identifier: Apache-2.0 */
/* proof_reach.c - the scores that exist when every value is known.
 *
 * Each leaf has the points its rule gives for some value; leaves are taken as independent
 * of each other.  Groups combine them as evaluate.c and fold.c do, exactly. */
#include "score/proof_parts.h"

enum { WHOLE_MAX = 200 };

/* More than any total: where an amount has no bound. */
static void set_endless(mpq_t q)
{
    mpq_set_ui(q, 1000000000000, 1);
}

/* ---- Leaves -------------------------------------------------------------- */

/* Its points are those tried and no others. */
static bool has_jumps_only(const struct trial *t)
{
    const struct rule *r = &t->rule;
    return r->kind == RULE_TIER || r->kind == RULE_AUDIT ||
           (r->kind == RULE_RANK && r->n_steps);
}

/* Amounts that grow with the value beyond what was tried. */
static bool is_endless(const struct rule *r)
{
    return !r->has_cap && (r->kind == RULE_UNIT || r->kind == RULE_OCC ||
                           r->kind == RULE_EACH || r->kind == RULE_VALUE);
}

static void put_tried(struct proof *p, struct spans *out, const struct trial *t)
{
    for (uint32_t i = 0; i < t->len; i++)
        spans_put(p, out, t->at[i].points, t->at[i].points);
    spans_settle(p, out);
}

/* The ends of a ramp belong to it here: their points are as good as there. */
static void try_ends(struct trial *t)
{
    t->rule.ramp.from_is_below = false;
    t->rule.ramp.to_is_inside = true;
    for (uint32_t i = 0; t->rule.kind == RULE_RAMP && i < t->rule.n_points; i++)
        trial_try(t, t->rule.points[i].x);
}

static void try_number(struct trial *t, long v)
{
    mpq_t q;
    mpq_init(q);
    mpq_set_si(q, v, 1);
    trial_try(t, q);
    mpq_clear(q);
}

/* Every number of steps beyond the threshold; false if more would still change the points.
 */
static bool try_counts(struct trial *t)
{
    const struct rule *r = &t->rule;
    const struct tried *last = NULL;
    mpq_t v;
    bool same = false;
    mpq_init(v);
    mpq_set(v, r->beyond);
    t->len = 0;
    for (uint32_t k = 0; k <= WHOLE_MAX && !same && !t->p->failed; k++) {
        trial_try(t, v);
        last = t->len ? &t->at[t->len - 1] : NULL;
        same = k && last && mpq_equal(last->points, last[-1].points);
        if (r->below)
            mpq_sub(v, v, r->unit);
        else
            mpq_add(v, v, r->unit);
    }
    mpq_clear(v);
    return same;
}

/* Tries the values that are left; true if no other points exist than those tried. */
static bool try_all(struct trial *t)
{
    if (has_jumps_only(t))
        return true;
    if (t->rule.kind == RULE_UNIT && t->rule.count != STEPS_EXACT && !t->whole)
        return try_counts(t);
    if (t->whole && is_endless(&t->rule))
        try_number(t, WHOLE_MAX);
    bool all = t->whole && trial_whole(t, 2 * WHOLE_MAX);
    try_ends(t);
    return all;
}

/* An amount without a bound goes on beyond what was tried. */
static void put_endless(struct proof *p, struct spans *out, const struct trial *t)
{
    mpq_t most;
    mpq_init(most);
    set_endless(most);
    /* What is more than the total cannot be told apart from it. */
    if (t->whole && mpq_cmp(out->at[out->n - 1].hi, t->v->nodes[0].cap) < 0)
        out->loose = true;
    spans_put(p, out, out->at[out->n - 1].hi, most);
    spans_settle(p, out);
    mpq_clear(most);
}

/* Whole numbers and steps: the points of each; else all between the least and the most. */
static void put_values(struct proof *p, struct spans *out, struct trial *t)
{
    bool is_smooth =
        !t->whole && !(t->rule.kind == RULE_UNIT && t->rule.count != STEPS_EXACT);
    bool all = try_all(t);
    put_tried(p, out, t);
    if (!all && !p->failed && !has_jumps_only(t)) {
        spans_fill(out);
        out->loose = out->loose || !is_smooth;
    }
    if (!p->failed && t->n->leaf->use == USE_AMOUNT && is_endless(&t->rule) && out->n)
        put_endless(p, out, t);
}

static void put_number(struct proof *p, struct spans *out, const mpq_t q)
{
    spans_put(p, out, q, q);
    spans_settle(p, out);
}

static void reach_leaf(struct proof *p, const struct version *v, const struct node *n,
                       struct spans *out)
{
    const struct leaf *leaf = n->leaf;
    struct trial t;
    mpq_t zero;
    mpq_init(zero);
    trial_of(&t, p, v, n);
    if (!leaf->has_rule) {
        spans_put(p, out, zero, n->full);
        spans_settle(p, out);
    } else {
        put_values(p, out, &t);
    }
    if (leaf->rule.kind == RULE_AUDIT && mpq_sgn(leaf->rule.falsified))
        put_number(p, out, leaf->rule.falsified);
    if (leaf->use == USE_AMOUNT || leaf->zero == ZERO_ZERO)
        put_number(p, out, zero);
    else if (leaf->zero == ZERO_FULL)
        put_number(p, out, n->full);
    if (n->sign < 0) {
        mpq_set_si(zero, -1, 1);
        spans_scale(p, out, zero);
    }
    mpq_clear(zero);
}

/* ---- Groups -------------------------------------------------------------- */

/* What the sum of the nodes is multiplied by. */
static void scale_of(const struct version *v, uint32_t of, mpq_t out)
{
    const struct node *g = &v->nodes[of];
    mpq_t over;
    mpq_init(over);
    for (uint32_t i = of + 1; i < v->n_nodes; i++) {
        const struct node *n = &v->nodes[i];
        if (n->up != of || !n->weighted)
            continue;
        mpq_set_ui(out, 1, 1);
        mpq_add(over, over, g->kind == NODE_WSUM ? (mpq_srcptr)n->weight : (mpq_srcptr)out);
    }
    mpq_set_ui(out, 1, 1);
    if (g->kind == NODE_SUM)
        mpq_set_ui(over, 1, 1);
    else
        mpq_set(out, g->full);
    if (mpq_sgn(over) && g->kind != NODE_BEST && g->kind != NODE_WORST)
        mpq_div(out, out, over);
    mpq_clear(over);
}

/* A node's points as its group takes them. */
static void weigh(struct proof *p, const struct node *g, const struct node *n,
                  struct spans *s)
{
    mpq_t by;
    mpq_init(by);
    mpq_set_ui(by, 1, 1);
    if (g->kind != NODE_SUM && mpq_sgn(n->full))
        mpq_div(by, by, n->full);
    if (g->kind == NODE_WSUM)
        mpq_mul(by, by, n->weight);
    spans_scale(p, s, by);
    mpq_clear(by);
}

/* The shares of all nodes of a group of kind `all` to 0 and the full. */
static void pass_or_fail(struct proof *p, const struct node *g, bool may_pass,
                         bool may_fail, struct spans *s)
{
    mpq_t zero;
    mpq_init(zero);
    *s = (struct spans){ .loose = s->loose };
    if (may_fail)
        put_number(p, s, zero);
    if (may_pass)
        put_number(p, s, g->full);
    mpq_clear(zero);
}

static void fold(struct proof *p, const struct version *v, uint32_t of,
                 const struct spans *all, struct spans *out)
{
    const struct node *g = &v->nodes[of];
    bool first = true, may_pass = true, may_fail = false;
    mpq_t by;
    mpq_init(by);
    for (uint32_t i = of + 1; i < v->n_nodes && !p->failed; i++) {
        struct spans one = { 0 };
        if (v->nodes[i].up != of || !v->nodes[i].weighted || !all[i].n)
            continue;
        spans_join(p, &one, &all[i]);
        weigh(p, g, &v->nodes[i], &one);
        may_pass = may_pass && !p->failed && mpq_cmp(one.at[one.n - 1].hi, g->pass) >= 0;
        may_fail = may_fail || p->failed || mpq_cmp(one.at[0].lo, g->pass) < 0;
        if (first)
            *out = one;
        else if (g->kind == NODE_BEST || g->kind == NODE_WORST)
            spans_choose(p, out, &one, g->kind == NODE_BEST);
        else
            spans_add(p, out, &one);
        first = false;
    }
    scale_of(v, of, by);
    if (g->kind == NODE_ALL && out->n)
        pass_or_fail(p, g, may_pass, may_fail, out);
    else
        spans_scale(p, out, by);
    mpq_clear(by);
}

/* No amount beyond `limit` (NULL: none), in the direction of its sign. */
static void bound(struct proof *p, int sign, mpq_srcptr limit, struct spans *s)
{
    struct spans edge = { 0 };
    mpq_t q;
    if (!limit || p->failed)
        return;
    mpq_init(q);
    mpq_set(q, limit);
    if (sign < 0)
        mpq_neg(q, q);
    put_number(p, &edge, q);
    if (!p->failed)
        spans_clamp(p, s, sign < 0 ? edge.at[0].lo : NULL, sign < 0 ? NULL : edge.at[0].lo);
    mpq_clear(q);
}

/* The smaller of the group's cap and what its own group can still take. */
static mpq_srcptr cap_of(const struct node *g, mpq_srcptr limit)
{
    if (!g->has_cap || (limit && mpq_cmp(limit, g->cap) < 0))
        return limit;
    return g->cap;
}

/* An amount or a group of them: all[i]. */
static void reach_amount(struct proof *p, const struct version *v, uint32_t i,
                         mpq_srcptr limit, struct spans *all)
{
    const struct node *n = &v->nodes[i];
    mpq_srcptr most = n->kind == NODE_LEAF ? limit : cap_of(n, limit);
    mpq_t zero;
    mpq_init(zero);
    if (n->kind == NODE_LEAF)
        reach_leaf(p, v, n, &all[i]);
    else
        put_number(p, &all[i], zero);
    for (uint32_t k = i + 1; n->kind != NODE_LEAF && k < v->n_nodes && !p->failed; k++) {
        if (v->nodes[k].up != i || v->nodes[k].kind == NODE_ADJUSTMENT)
            continue;
        reach_amount(p, v, k, most, all);
        spans_add(p, &all[i], &all[k]);
        bound(p, n->sign, most, &all[i]);
    }
    bound(p, n->sign, most, &all[i]);
    if (n->round)
        spans_round(p, &all[i], n->digits,
                    n->has_rounding ? n->rounding : proof_mode(p, v));
    mpq_clear(zero);
}

/* Deductions (sign < 0) or bonuses that stand in the group, as far as its floor or cap lets
 * them act. */
static void add_amounts(struct proof *p, const struct version *v, uint32_t of, int sign,
                        struct spans *all, struct spans *out)
{
    const struct node *g = &v->nodes[of];
    mpq_t room;
    mpq_init(room);
    for (uint32_t i = of + 1; i < v->n_nodes && !p->failed; i++) {
        const struct node *n = &v->nodes[i];
        bool is_bound = sign < 0 ? g->has_floor : g->has_cap;
        if (n->up != of || n->kind == NODE_ADJUSTMENT || n->weighted || n->sign != sign ||
            !out->n)
            continue;
        if (sign < 0)
            mpq_sub(room, out->at[out->n - 1].hi, g->floor);
        else
            mpq_sub(room, g->cap, out->at[0].lo);
        if (mpq_sgn(room) < 0)
            mpq_set_ui(room, 0, 1);
        reach_amount(p, v, i, is_bound ? (mpq_srcptr)room : NULL, all);
        spans_add(p, out, &all[i]);
    }
    mpq_clear(room);
}

/* Points that a veto takes off: a number, or any times that. */
static void take_off(struct proof *p, const struct action *a, struct spans *out)
{
    struct spans less = { .loose = a->each };
    mpq_t minus;
    mpq_init(minus);
    put_number(p, &less, minus);
    spans_join(p, &less, out);
    mpq_neg(minus, a->number);
    if (a->each && !p->failed) {
        spans_fill(&less);
    } else {
        struct spans by = { 0 };
        put_number(p, &by, minus);
        spans_add(p, &less, &by);
    }
    mpq_set_ui(minus, 0, 1);
    struct spans zero = { 0 };
    put_number(p, &zero, minus);
    if (!p->failed)
        spans_clamp(p, &less, zero.at[0].lo, NULL);
    spans_join(p, out, &less);
    mpq_clear(minus);
}

/* A veto that sets the node makes one score more. */
static void add_vetoes(struct proof *p, const struct version *v, const struct node *n,
                       struct spans *out)
{
    for (uint32_t i = 0; i < p->s->n_vetoes; i++)
        for (uint32_t k = 0; k < p->s->vetoes[i].n_actions; k++) {
            const struct action *a = &p->s->vetoes[i].actions[k];
            if (!a->node || strcmp(a->node, n->path) != 0 || !out->n || p->failed ||
                !proof_meet(&p->s->vetoes[i].who, &v->who))
                continue;
            if (a->kind == ACTION_MINUS)
                take_off(p, a, out);
            else if (mpq_cmp(a->number, out->at[out->n - 1].hi) < 0)
                put_number(p, out, a->number);
        }
}

static void reach_group(struct proof *p, const struct version *v, uint32_t of,
                        struct spans *all, struct spans *out)
{
    const struct node *g = &v->nodes[of];
    fold(p, v, of, all, out);
    add_amounts(p, v, of, -1, all, out);
    if (g->has_floor)
        spans_clamp(p, out, g->floor, NULL);
    add_amounts(p, v, of, 1, all, out);
    if (g->has_cap)
        spans_clamp(p, out, NULL, g->cap);
}

void reach_nodes(struct proof *p, const struct version *v, struct spans *out)
{
    for (uint32_t i = v->n_nodes; i-- > 0 && !p->failed;) {
        const struct node *n = &v->nodes[i];
        if (n->kind == NODE_ADJUSTMENT || !n->weighted)
            continue;
        if (n->kind == NODE_LEAF)
            reach_leaf(p, v, n, &out[i]);
        else
            reach_group(p, v, i, out, &out[i]);
        if (n->round)
            spans_round(p, &out[i], n->digits,
                        n->has_rounding ? n->rounding : proof_mode(p, v));
        if (!p->failed)
            add_vetoes(p, v, n, &out[i]);
    }
}
