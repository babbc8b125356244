/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.c - levels that are means or sums of the units below.
 *
 * The total is the weighted mean (or sum) of the children's exact totals, and so is each
 * contribution over the same children: what a child lacks counts 0, so that contributions
 * still add up.  A leaf's or group's own score is the mean over the children where it is
 * not `na`. */
#include "score/scorer.h"

struct rolling {
    struct scorer *s;
    uint32_t level, below;
    const struct unit *u;
    mpq_t *weights; /* of its children; 0 = leaves the mean */
    mpq_t q, sum, live, all;
};

static const struct unit *child_at(const struct rolling *g, uint32_t k)
{
    return &g->s->levels[g->below].at[g->u->children[k]];
}

static bool is_mean(const struct rolling *g)
{
    return g->s->in->domain->levels[g->level].by == LEVEL_MEAN;
}

/* Weight of a child: 1, or its indicator, which for a level of means is the sum below. */
static void weight_of(struct scorer *s, uint32_t level, const struct unit *u,
                      uint32_t indicator, mpq_t out)
{
    struct fact f;
    facts_total(s, level, u, indicator, 0, &f, out);
    if (f.state == IS_OK || f.state == IS_PENDING || scorer_is_measured(s, level))
        return;
    uint32_t below = (uint32_t)s->in->domain->levels[level].from;
    mpq_t one;
    mpq_init(one);
    for (uint32_t i = 0; i < u->n_children; i++) {
        weight_of(s, below, &s->levels[below].at[u->children[i]], indicator, one);
        mpq_add(out, out, one);
    }
    mpq_clear(one);
}

static void find_weights(struct rolling *g)
{
    const struct conf_level *l = &g->s->in->domain->levels[g->level];
    int32_t indicator = l->weight && l->by == LEVEL_MEAN
                            ? schema_indicator_of(&g->s->in->schema->domain, l->weight)
                            : -1;
    bool any = false;
    for (uint32_t k = 0; k < g->u->n_children; k++) {
        mpq_set_ui(g->weights[k], 1, 1);
        if (indicator >= 0)
            weight_of(g->s, g->below, child_at(g, k), (uint32_t)indicator, g->weights[k]);
        if (mpq_sgn(g->weights[k]) < 0)
            mpq_set_ui(g->weights[k], 0, 1);
        any = any || mpq_sgn(g->weights[k]);
    }
    /* Where nobody has a weight, all have the same. */
    for (uint32_t k = 0; !any && k < g->u->n_children; k++)
        mpq_set_ui(g->weights[k], 1, 1);
}

/* ---- States -------------------------------------------------------------- */

struct counts_of {
    uint32_t children, na, missing, pending;
};

static void count_state(struct counts_of *n, enum state state)
{
    n->children++;
    n->na += state == IS_NA;
    n->missing += state == IS_MISSING;
    n->pending += state == IS_PENDING;
}

static enum state state_of(const struct counts_of *n)
{
    if (n->na == n->children)
        return IS_NA;
    if (n->missing == n->children - n->na)
        return IS_MISSING;
    return n->pending ? IS_PENDING : IS_OK;
}

/* ---- Nodes --------------------------------------------------------------- */

static const struct cell *cell_in(const struct rolling *g, const struct unit *child,
                                  const struct layout *to, uint32_t i)
{
    for (uint32_t v = 0; child->cells && v < g->s->set->n_versions; v++) {
        if (!(child->layout->mask >> v & 1) || !to->place[v])
            continue;
        for (uint32_t k = 0; k < g->s->set->versions[v].n_nodes; k++)
            if (to->place[v][k] == i)
                return &child->cells[child->layout->place[v][k]];
    }
    return NULL;
}

/* g->sum / over, or g->sum on a level of sums, into an arena number. */
static bool keep_share(struct rolling *g, mpq_t out, const mpq_t sum, const mpq_t over)
{
    mpq_set(g->q, sum);
    if (is_mean(g) && mpq_sgn(over))
        mpq_div(g->q, g->q, over);
    return fixed_keep(&g->s->work, out, g->q);
}

static bool roll_node(struct rolling *g, const struct layout *l, uint32_t i, struct cell *c)
{
    struct counts_of n = { 0, 0, 0, 0 };
    mpq_t gives;
    mpq_init(gives);
    mpq_set_ui(g->sum, 0, 1);
    mpq_set_ui(g->live, 0, 1);
    for (uint32_t k = 0; k < g->u->n_children; k++) {
        const struct cell *from = cell_in(g, child_at(g, k), l, i);
        if (!from || from->state == IS_ABSENT || !mpq_sgn(g->weights[k]))
            continue;
        count_state(&n, from->state);
        if (from->has_contribution && child_at(g, k)->cells[0].state != IS_NA) {
            mpq_mul(g->q, from->contribution, g->weights[k]);
            mpq_add(gives, gives, g->q);
            c->has_contribution = true;
        }
        if (from->state == IS_NA)
            continue;
        mpq_mul(g->q, from->score, g->weights[k]);
        mpq_add(g->sum, g->sum, g->q);
        mpq_add(g->live, g->live, g->weights[k]);
    }
    c->state = n.children ? state_of(&n) : IS_ABSENT;
    c->of = n.children - n.na;
    c->present = c->of - n.missing;
    bool ok = keep_share(g, c->score, g->sum, g->live) &&
              keep_share(g, c->contribution, gives, g->all);
    if (c->has_contribution && c->state == IS_NA)
        c->has_contribution = false;
    if (l->nodes[i]->kind == NODE_ADJUSTMENT && !mpq_sgn(c->contribution))
        c->state = IS_ABSENT;
    mpq_clear(gives);
    return ok;
}

/* The weight of the children that have a total. */
static void weigh_all(struct rolling *g)
{
    mpq_set_ui(g->all, 0, 1);
    for (uint32_t k = 0; k < g->u->n_children; k++) {
        const struct unit *child = child_at(g, k);
        if (child->cells && child->cells[0].state != IS_NA)
            mpq_add(g->all, g->all, g->weights[k]);
    }
}

/* A child that would have no score any more leaves the mean. */
static bool roll_upheld(struct rolling *g, struct unit *u)
{
    bool changes = false;
    mpq_set_ui(g->sum, 0, 1);
    mpq_set_ui(g->live, 0, 1);
    for (uint32_t k = 0; k < u->n_children; k++) {
        const struct unit *child = child_at(g, k);
        enum state state = child->cells ? child->cells[0].state : IS_NA;
        changes = changes || state == IS_PENDING;
        if (state == IS_NA || (state == IS_PENDING && !child->has_upheld))
            continue;
        mpq_mul(g->q, child->has_upheld ? child->upheld : child->cells[0].score,
                g->weights[k]);
        mpq_add(g->sum, g->sum, g->q);
        mpq_add(g->live, g->live, g->weights[k]);
    }
    u->has_upheld = changes && mpq_sgn(g->live);
    return keep_share(g, u->upheld, g->sum, g->live);
}

/* ---- Vetoes at this level ------------------------------------------------ */

/* The lowest number that a veto sets the total to, directly at this unit. */
static const struct action *forced(const struct rolling *g, uint32_t unit,
                                   const struct veto **veto)
{
    const struct action *lowest = NULL;
    for (uint32_t i = 0; i < g->s->n_hits; i++) {
        const struct hit *h = &g->s->hits[i];
        if (h->level != g->level || h->unit != unit || !h->direct)
            continue;
        for (uint32_t k = 0; k < h->veto->n_actions; k++) {
            const struct action *a = &h->veto->actions[k];
            if (a->kind == ACTION_TOTAL &&
                (!lowest || mpq_cmp(a->number, lowest->number) < 0)) {
                lowest = a;
                *veto = h->veto;
            }
        }
    }
    return lowest;
}

/* The total becomes the number; the ~veto adjustment says what that takes. */
static bool force_total(struct rolling *g, struct unit *u, const struct action *a,
                        const struct veto *veto)
{
    struct cell *total = &u->cells[0];
    if (total->state == IS_NA || mpq_cmp(total->score, a->number) <= 0)
        return true;
    for (uint32_t i = 1; i < u->layout->n; i++) {
        const struct node *n = u->layout->nodes[i];
        struct cell *c = &u->cells[i];
        if (n->kind != NODE_ADJUSTMENT || n->adjustment != ADJUST_VETO || n->up)
            continue;
        mpq_sub(g->q, a->number, total->score);
        mpq_add(g->q, g->q, c->contribution);
        c->state = IS_OK;
        c->has_contribution = true;
        total->before[0] = total->score[0];
        total->veto = c->veto = veto;
        total->score[0] = a->number[0];
        if (!fixed_keep(&g->s->work, c->contribution, g->q))
            return false;
        c->score[0] = c->contribution[0];
        break;
    }
    return true;
}

/* ---- A level ------------------------------------------------------------- */

static bool roll_unit(struct rolling *g, struct unit *u, uint32_t unit)
{
    struct scorer *s = g->s;
    const struct veto *veto = NULL;
    uint64_t mask = 0;
    g->u = u;
    for (uint32_t k = 0; k < u->n_children; k++)
        if (child_at(g, k)->layout)
            mask |= child_at(g, k)->layout->mask;
    if (!mask)
        return true;
    find_weights(g);
    weigh_all(g);
    const struct action *a = forced(g, unit, &veto);
    if (s->upheld) {
        bool ok = roll_upheld(g, u);
        if (ok && a && mpq_cmp(u->upheld, a->number) > 0)
            u->upheld[0] = a->number[0];
        return ok;
    }
    u->layout = units_layout(s, mask);
    u->cells = u->layout ? arena_array(&s->work, u->layout->n, sizeof *u->cells) : NULL;
    bool ok = u->cells;
    for (uint32_t i = 0; ok && i < u->layout->n; i++) {
        mpq_ptr numbers[] = { u->cells[i].weight_used, u->cells[i].value,
                              u->cells[i].before };
        for (size_t k = 0; k < sizeof numbers / sizeof(mpq_ptr); k++)
            fixed_small(numbers[k], 0);
        ok = roll_node(g, u->layout, i, &u->cells[i]);
    }
    return ok && (!a || force_total(g, u, a, veto));
}

kh_status rollup_level(struct scorer *s, uint32_t level)
{
    struct rolling g = { .s = s, .level = level };
    struct unit_level *l = &s->levels[level];
    uint32_t most = 1;
    for (uint32_t i = 0; i < l->n; i++)
        if (l->at[i].n_children > most)
            most = l->at[i].n_children;
    g.below = (uint32_t)s->in->domain->levels[level].from;
    g.weights = arena_array(&s->work, most, sizeof *g.weights);
    if (!g.weights)
        return scorer_no_memory(s);
    mpq_inits(g.q, g.sum, g.live, g.all, NULL);
    for (uint32_t i = 0; i < most; i++)
        mpq_init(g.weights[i]);
    bool ok = true;
    for (uint32_t i = 0; ok && i < l->n; i++)
        ok = roll_unit(&g, &l->at[i], i);
    for (uint32_t i = 0; i < most; i++)
        mpq_clear(g.weights[i]);
    mpq_clears(g.q, g.sum, g.live, g.all, NULL);
    return ok ? KH_OK : scorer_no_memory(s);
}
