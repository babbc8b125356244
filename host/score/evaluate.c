/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate.c - one unit of a measured level: from leaves to the total and back.
 *
 * Up, from the last node to the root: each group makes a score of its children (fold.c);
 * then deductions, floor, bonuses, cap, rounding, veto, in this order.  Down, from the root
 * to the leaves: `factor` is what one point of a node is worth in points of the total.  A
 * leaf contributes its points before its own adjustments, an adjustment what it changed,
 * each times the factor; so the contributions add up to the total exactly. */
#include "score/adding.h"

enum { TALLY_NUMBERS = 9 + ADJUSTMENTS };
static void numbers_of(struct tally *t, mpq_ptr *out)
{
    mpq_ptr some[] = { t->raw,  t->score, t->sum,    t->live, t->minus,
                       t->plus, t->scale, t->factor, t->taken };
    memcpy(out, some, sizeof some);
    for (uint32_t i = 0; i < ADJUSTMENTS; i++)
        out[9 + i] = t->adjust[i];
}

static void reset(struct adding *g)
{
    for (uint32_t i = 0; i < g->v->n_nodes; i++) {
        struct tally *t = &g->t[i];
        mpq_ptr numbers[TALLY_NUMBERS];
        numbers_of(t, numbers);
        for (size_t k = 0; k < TALLY_NUMBERS; k++)
            mpq_set_ui(numbers[k], 0, 1);
        t->state = IS_ABSENT;
        t->alive = false;
        t->children = t->na = t->missing = t->pending = 0;
        t->scored = t->failed = t->chosen = 0;
        t->force = NULL;
        t->veto = NULL;
    }
}

/* ---- Up ------------------------------------------------------------------ */

static enum state state_of_children(const struct tally *t)
{
    if (t->na == t->children)
        return IS_NA;
    if (t->missing == t->children - t->na)
        return IS_MISSING;
    return t->pending ? IS_PENDING : IS_OK;
}

void tally_adjust(struct tally *t, enum adjustment kind, const mpq_t to)
{
    mpq_sub(t->adjust[kind], to, t->score);
    mpq_set(t->score, to);
}

static void add_up_scored(struct adding *g, const struct node *n, struct tally *t)
{
    fold_finish(g, n, t);
    t->state = mpq_sgn(t->scale) ? state_of_children(t) : IS_NA;
    if (t->state == IS_NA)
        return;
    mpq_add(t->score, t->score, t->minus);
    if (n->has_floor && mpq_cmp(t->score, n->floor) < 0)
        tally_adjust(t, ADJUST_FLOOR, n->floor);
    mpq_add(t->score, t->score, t->plus);
    if (n->has_cap && mpq_cmp(t->score, n->cap) > 0)
        tally_adjust(t, ADJUST_CAP, n->cap);
}

static void add_up_amounts(struct adding *g, const struct node *n, struct tally *t)
{
    t->state = state_of_children(t);
    mpq_set(t->score, t->sum);
    mpq_abs(g->q, t->score);
    if (!n->has_cap || mpq_cmp(g->q, n->cap) <= 0)
        return;
    mpq_set(g->q, n->cap);
    if (n->sign < 0)
        mpq_neg(g->q, g->q);
    tally_adjust(t, ADJUST_CAP, g->q);
}

static void take_leaf(const struct node *n, const struct seen *seen, struct tally *t)
{
    t->state = seen->fact.state;
    mpq_set(t->raw, seen->points);
    if (n->sign < 0)
        mpq_neg(t->raw, t->raw);
    mpq_set(t->score, t->raw);
}

/* A veto only ever lowers: first what is taken off, not below 0, then what is set. */
static void apply_vetoes(struct adding *g, struct tally *t)
{
    mpq_set(g->q, t->score);
    if (mpq_sgn(t->taken)) {
        mpq_sub(g->q, g->q, t->taken);
        if (mpq_sgn(g->q) < 0)
            mpq_set_ui(g->q, 0, 1);
    }
    if (t->force && mpq_cmp(g->q, t->force->number) > 0)
        mpq_set(g->q, t->force->number);
    if (mpq_cmp(g->q, t->score) < 0)
        tally_adjust(t, ADJUST_VETO, g->q);
}

/* The total of a unit without any score becomes 0 by it. */
static void round_and_force(struct adding *g, const struct node *n, struct tally *t)
{
    if (t->state == IS_NA) {
        if (!n->depth && t->force && !mpq_sgn(t->force->number))
            t->state = IS_OK;
        else
            t->force = NULL;
        mpq_set_ui(t->taken, 0, 1);
        return;
    }
    if (n->round) {
        num_round(g->q, t->score, n->digits, n->has_rounding ? n->rounding : g->mode);
        tally_adjust(t, ADJUST_ROUNDING, g->q);
    }
    apply_vetoes(g, t);
}

static void give_to_group(struct adding *g, uint32_t i)
{
    const struct node *n = &g->v->nodes[i];
    const struct tally *t = &g->t[i];
    const struct node *up = &g->v->nodes[n->up];
    struct tally *to = &g->t[n->up];
    to->children++;
    to->na += t->state == IS_NA;
    to->missing += t->state == IS_MISSING;
    to->pending += t->state == IS_PENDING;
    if (t->state == IS_NA)
        return;
    if (n->weighted)
        fold_take(g, i);
    else if (!scheme_is_scored(up->kind))
        mpq_add(to->sum, to->sum, t->score);
    else if (n->sign < 0)
        mpq_add(to->minus, to->minus, t->score);
    else
        mpq_add(to->plus, to->plus, t->score);
}

static void add_up(struct adding *g, const struct seen *seen)
{
    for (uint32_t i = g->v->n_nodes; i-- > 0;) {
        const struct node *n = &g->v->nodes[i];
        struct tally *t = &g->t[i];
        if (n->kind == NODE_ADJUSTMENT)
            continue;
        if (n->kind == NODE_LEAF)
            take_leaf(n, &seen[i], t);
        else if (scheme_is_scored(n->kind))
            add_up_scored(g, n, t);
        else
            add_up_amounts(g, n, t);
        round_and_force(g, n, t);
        if (i)
            give_to_group(g, i);
    }
}

/* ---- Down ---------------------------------------------------------------- */

static void hand_down(struct adding *g)
{
    for (uint32_t i = 0; i < g->v->n_nodes; i++) {
        const struct node *n = &g->v->nodes[i];
        struct tally *t = &g->t[i], *up = &g->t[n->up];
        if (!i) {
            /* A total that only a veto made has nothing below it. */
            t->alive = mpq_sgn(t->scale);
            mpq_set_ui(t->factor, 1, 1);
            continue;
        }
        t->alive = up->alive && t->state != IS_NA;
        mpq_set(t->factor, up->factor);
        if (n->weighted)
            fold_factor(g, i);
    }
}

/* ---- Keeping what was found ---------------------------------------------- */

static bool keep_weight(struct adding *g, const struct node *n, const struct tally *t,
                        struct cell *c)
{
    c->has_weight_used = n->weighted && n->depth && g->t[n->up].alive;
    mpq_set_ui(g->q, 0, 1);
    if (c->has_weight_used && t->alive)
        mpq_mul(g->q, t->factor, n->full);
    return fixed_keep(&g->s->work, c->weight_used, g->q);
}

static bool keep_adjustment(struct adding *g, const struct node *n, struct cell *c)
{
    const struct tally *up = &g->t[n->up];
    const mpq_t *what = &up->adjust[n->adjustment];
    c->state = up->alive && mpq_sgn(*what) ? IS_OK : IS_ABSENT;
    c->has_contribution = true;
    c->veto = n->adjustment == ADJUST_VETO ? up->veto : NULL;
    mpq_mul(g->q, *what, up->factor);
    return c->state == IS_ABSENT || (fixed_keep(&g->s->work, c->score, *what) &&
                                     fixed_keep(&g->s->work, c->contribution, g->q));
}

static bool keep_leaf(struct adding *g, const struct tally *t, const struct seen *seen,
                      struct cell *c)
{
    c->fact = &seen->fact;
    bool known = seen->fact.state == IS_OK || seen->fact.state == IS_PENDING;
    c->has_value = known && !(seen->fact.remarks & REMARK_NO_DATA);
    c->value[0] = seen->value[0];
    c->has_contribution = t->alive;
    mpq_mul(g->q, t->raw, t->factor);
    return fixed_keep(&g->s->work, c->contribution, g->q);
}

static bool keep_node(struct adding *g, uint32_t i, const struct seen *seen, struct cell *c)
{
    const struct node *n = &g->v->nodes[i];
    const struct tally *t = &g->t[i];
    fixed_small(c->score, 0);
    fixed_small(c->contribution, 0);
    fixed_small(c->weight_used, 0);
    fixed_small(c->value, 0);
    fixed_small(c->before, 0);
    if (n->kind == NODE_ADJUSTMENT)
        return keep_adjustment(g, n, c);
    c->state = t->state;
    c->not_used = fold_leaves_out(g, i);
    if (t->scored < n->min_children) {
        c->scored = t->scored;
        c->least = n->min_children;
    }
    c->veto = t->force || mpq_sgn(t->taken) ? t->veto : NULL;
    mpq_sub(g->q, t->score, t->adjust[ADJUST_VETO]);
    return fixed_keep(&g->s->work, c->score, t->score) &&
           fixed_keep(&g->s->work, c->before, g->q) && keep_weight(g, n, t, c) &&
           (n->kind != NODE_LEAF || keep_leaf(g, t, seen, c));
}

static kh_status keep(struct adding *g, struct unit *u, const struct seen *seen)
{
    if (g->s->upheld) {
        bool pending = u->cells && u->cells[0].state == IS_PENDING;
        u->has_upheld = pending && g->t[0].state != IS_NA;
        return u->has_upheld && !fixed_keep(&g->s->work, u->upheld, g->t[0].score)
                   ? scorer_no_memory(g->s)
                   : KH_OK;
    }
    u->cells = arena_array(&g->s->work, g->v->n_nodes, sizeof *u->cells);
    bool ok = u->cells;
    for (uint32_t i = 0; ok && i < g->v->n_nodes; i++)
        ok = keep_node(g, i, &seen[i], &u->cells[i]);
    if (ok && u->pending_gate && u->cells[0].state == IS_OK)
        u->cells[0].state = IS_PENDING;
    return ok ? KH_OK : scorer_no_memory(g->s);
}

/* ---- Vetoes -------------------------------------------------------------- */

/* 3 for the total, 2 for a group, 1 for a leaf, 0 for what is no number here. */
static int strength(const struct version *v, const struct action *a)
{
    if (a->kind == ACTION_TOTAL)
        return 3;
    int32_t node = a->kind == ACTION_NODE ? scheme_node(v, a->node) : -1;
    if (node < 0)
        return 0;
    return v->nodes[node].kind == NODE_LEAF ? 1 : 2;
}

/* Of the number effects the strongest act; of those on one node the lowest number. */
static void force(struct adding *g, uint32_t level, uint32_t unit)
{
    int strongest = 1;
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < g->s->n_hits; i++) {
            const struct hit *h = &g->s->hits[i];
            if (h->level != level || h->unit != unit || !h->direct)
                continue;
            for (uint32_t k = 0; k < h->veto->n_actions; k++) {
                const struct action *a = &h->veto->actions[k];
                int own = strength(g->v, a);
                if (!pass && own > strongest)
                    strongest = own;
                if (!pass || own != strongest)
                    continue;
                struct tally *t = &g->t[scheme_node(g->v, a->node)];
                if (!t->force || mpq_cmp(a->number, t->force->number) < 0) {
                    t->force = a;
                    t->veto = h->veto;
                }
            }
        }
}

/* Points that vetoes take off nodes; all of them act. */
static void take_off(struct adding *g, uint32_t level, uint32_t unit)
{
    for (uint32_t i = 0; i < g->s->n_hits; i++) {
        const struct hit *h = &g->s->hits[i];
        if (h->level != level || h->unit != unit || !h->direct)
            continue;
        for (uint32_t k = 0; k < h->veto->n_actions; k++) {
            const struct action *a = &h->veto->actions[k];
            int32_t node = a->kind == ACTION_MINUS ? scheme_node(g->v, a->node) : -1;
            if (node < 0)
                continue;
            struct tally *t = &g->t[node];
            mpq_set(g->q, a->number);
            if (a->each)
                mpq_mul(g->q, g->q, h->value);
            if (mpq_sgn(g->q) > 0)
                mpq_add(t->taken, t->taken, g->q);
            if (!t->veto)
                t->veto = h->veto;
        }
    }
}

/* ---- Leaves -------------------------------------------------------------- */

static bool is_of_cohort(const struct rule *r)
{
    return r->kind == RULE_RANK || r->kind == RULE_ZSCORE;
}

/* Points of a leaf by its state; those of cohorts come later. */
static void give_points(const struct node *n, const struct rule *rule, struct fact *f,
                        const mpq_t value, mpq_t points, enum round_mode mode)
{
    const struct leaf *leaf = n->leaf;
    mpq_set_ui(points, 0, 1);
    if (f->state == IS_NA && f->no_data && leaf->zero != ZERO_NA) {
        f->state = IS_OK;
        f->remarks |= REMARK_NO_DATA;
        if (leaf->zero == ZERO_FULL && leaf->use == USE_SCORE)
            mpq_set(points, n->full);
        return;
    }
    if ((f->state != IS_OK && f->state != IS_PENDING) || is_of_cohort(rule))
        return;
    bool falsified = f->remarks & REMARK_FALSIFIED;
    if (rule->kind == RULE_AUDIT)
        rule_audit(points, rule, leaf->use, value, falsified, n->full, mode);
    else if (!falsified || leaf->use == USE_AMOUNT)
        rule_points(points, rule, leaf->use, value, n->full, mode);
}

/* The leaf's rule with the breakpoints of this unit.  false: memory. */
static bool bind_rule(struct scorer *s, uint32_t level, const struct unit *u,
                      const struct leaf *leaf, struct fact *f, struct rule *bound)
{
    *bound = leaf->rule;
    if (!leaf->rule.n_operands || (f->state != IS_OK && f->state != IS_PENDING))
        return true;
    mpq_t *values = arena_array(&s->work, leaf->rule.n_operands, sizeof *values);
    if (!values || !leaf_operands(s, level, u, leaf, f, values) ||
        !rule_bind(&s->work, &leaf->rule, values, bound))
        return false;
    const struct rule_gap *gap = rule_gap_of(bound);
    if (!gap || f->state == IS_NA)
        return true;
    f->remarks |= gap == &bound->equal ? REMARK_EQUAL : REMARK_REVERSED;
    if (gap->how == HOW_NA)
        f->state = IS_NA;
    return true;
}

/* Results without a rule: their share of their own full. */
static void give_share(struct scorer *s, uint32_t level, const struct unit *u,
                       const struct node *n, mpq_t points)
{
    struct fact f;
    taken_value(s, level, u, n->leaf, true, &f, points);
    mpq_mul(points, points, n->full);
}

static struct seen *look_at_leaves(struct scorer *s, uint32_t level, const struct unit *u)
{
    const struct version *v = u->version;
    struct seen *seen = arena_array(&s->work, v->n_nodes, sizeof *seen);
    enum round_mode mode = v->has_rounding ? v->rounding : s->in->rounding;
    mpq_t value, points;
    mpq_inits(value, points, NULL);
    bool ok = seen;
    for (uint32_t i = 0; ok && i < v->n_nodes; i++) {
        if (v->nodes[i].kind != NODE_LEAF)
            continue;
        leaf_value(s, level, u, v->nodes[i].leaf, &seen[i].fact, value);
        struct rule bound;
        ok = bind_rule(s, level, u, v->nodes[i].leaf, &seen[i].fact, &bound);
        if (v->nodes[i].leaf->source && !v->nodes[i].leaf->has_rule)
            give_share(s, level, u, &v->nodes[i], points);
        else
            give_points(&v->nodes[i], &bound, &seen[i].fact, value, points, mode);
        ok = ok && fixed_keep(&s->work, seen[i].value, value) &&
             fixed_keep(&s->work, seen[i].points, points);
    }
    mpq_clears(value, points, NULL);
    return ok ? seen : NULL;
}

/* ---- A level ------------------------------------------------------------- */

static void adding_init(struct adding *g, struct scorer *s, struct tally *t, uint32_t n)
{
    *g = (struct adding){ .s = s, .t = t };
    mpq_init(g->q);
    for (uint32_t i = 0; i < n; i++) {
        mpq_ptr numbers[TALLY_NUMBERS];
        numbers_of(&t[i], numbers);
        for (size_t k = 0; k < TALLY_NUMBERS; k++)
            mpq_init(numbers[k]);
    }
}

static void adding_end(struct adding *g, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        mpq_ptr numbers[TALLY_NUMBERS];
        numbers_of(&g->t[i], numbers);
        for (size_t k = 0; k < TALLY_NUMBERS; k++)
            mpq_clear(numbers[k]);
    }
    mpq_clear(g->q);
}

static kh_status add_up_level(struct scorer *s, uint32_t level, struct seen **seen,
                              struct tally *tally, uint32_t n)
{
    struct unit_level *l = &s->levels[level];
    struct adding g;
    kh_status rc = KH_OK;
    adding_init(&g, s, tally, n);
    for (uint32_t i = 0; !rc && i < l->n; i++) {
        struct unit *u = &l->at[i];
        if (!u->version)
            continue;
        g.v = u->version;
        g.mode = scorer_rounding(s, u->layout);
        reset(&g);
        force(&g, level, i);
        take_off(&g, level, i);
        add_up(&g, seen[i]);
        hand_down(&g);
        rc = keep(&g, u, seen[i]);
    }
    adding_end(&g, n);
    return rc;
}

kh_status evaluate_seen(struct scorer *s, uint32_t level, struct seen **seen)
{
    const struct unit_level *l = &s->levels[level];
    uint32_t most = 1;
    for (uint32_t i = 0; i < l->n; i++)
        if (l->at[i].version && l->at[i].version->n_nodes > most)
            most = l->at[i].version->n_nodes;
    struct tally *tally = arena_array(&s->work, most, sizeof *tally);
    return tally ? add_up_level(s, level, seen, tally, most) : scorer_no_memory(s);
}

kh_status evaluate_level(struct scorer *s, uint32_t level)
{
    struct unit_level *l = &s->levels[level];
    struct seen **seen = arena_array(&s->work, l->n + 1, sizeof(struct seen *));
    bool ok = seen;
    for (uint32_t i = 0; ok && i < l->n; i++) {
        if (!l->at[i].version)
            continue;
        seen[i] = look_at_leaves(s, level, &l->at[i]);
        ok = seen[i];
    }
    if (!ok)
        return scorer_no_memory(s);
    kh_status rc = cohort_rank(s, level, seen);
    return rc ? rc : evaluate_seen(s, level, seen);
}
