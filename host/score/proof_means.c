/* SPDX-License-Identifier: Apache-2.0 */
/* proof_means.c - levels whose mean weighs the units by an indicator that is scored too.
 *
 * There a unit that gets better also gets lighter (or heavier), and the mean may fall.  Of
 * two units below one has the best of all else and the other nothing else; the values tried
 * of the leaf show whether the first can get better and the mean worse. */
#include "score/proof_parts.h"

struct mean_proof {
    struct trial t;
    const struct conf_level *level;
    mpq_t factor, rest; /* points of the total per point of the leaf; what all else gives */
    mpq_t a, b, q;
};

/* One point of the leaf in points of the total; false where that depends on values. */
static bool factor_of(const struct version *v, uint32_t i, mpq_t factor)
{
    mpq_set_ui(factor, 1, 1);
    for (; i; i = v->nodes[i].up) {
        const struct node *n = &v->nodes[i], *up = &v->nodes[n->up];
        if (!n->weighted || up->kind != NODE_WSUM)
            return false;
        mpq_mul(factor, factor, n->weight);
        mpq_div(factor, factor, n->full);
    }
    return true;
}

/* Mean of a unit with the value x and the best of all else, and one with the value y. */
static void mean_of(struct mean_proof *g, mpq_t out, const struct tried *x,
                    const struct tried *y)
{
    mpq_mul(out, x->points, g->factor);
    mpq_add(out, out, g->rest);
    mpq_mul(out, out, x->v);
    mpq_mul(g->q, y->points, g->factor);
    mpq_mul(g->q, g->q, y->v);
    mpq_add(out, out, g->q);
    mpq_add(g->q, x->v, y->v);
    mpq_div(out, out, g->q);
}

static void tell(struct mean_proof *g, const struct tried *worse,
                 const struct tried *better, const struct tried *other)
{
    struct proof *p = g->t.p;
    cfg_error(p->f, g->level->at,
              _("level '%s' weighs its mean by '%s', which '%s' scores too: beside a unit "
                "with %s and no other points, one with %s that is best in all else makes a "
                "mean of %s, and with %s, which is better, of %s; weigh by another "
                "indicator"),
              g->level->id, g->level->weight, g->t.n->path, trial_name(&g->t, other),
              trial_name(&g->t, worse), proof_number(p, g->a), trial_name(&g->t, better),
              proof_number(p, g->b));
}

/* The first pair and companion that refute it. */
static bool refute(struct mean_proof *g)
{
    int direction = proof_direction(g->t.p, g->t.n->leaf);
    for (uint32_t i = 1; i < g->t.len; i++) {
        const struct tried *worse = &g->t.at[direction > 0 ? i - 1 : i];
        const struct tried *better = &g->t.at[direction > 0 ? i : i - 1];
        if (mpq_sgn(worse->v) <= 0 || mpq_sgn(better->v) <= 0)
            continue;
        for (uint32_t k = 0; k < g->t.len; k++) {
            if (mpq_sgn(g->t.at[k].v) <= 0)
                continue;
            mean_of(g, g->a, worse, &g->t.at[k]);
            mean_of(g, g->b, better, &g->t.at[k]);
            if (mpq_cmp(g->b, g->a) < 0) {
                tell(g, worse, better, &g->t.at[k]);
                return true;
            }
        }
    }
    return false;
}

static bool prove_leaf(struct proof *p, const struct conf_level *level,
                       const struct version *v, uint32_t i)
{
    struct mean_proof g = { .level = level };
    bool refuted = false;
    mpq_inits(g.factor, g.rest, g.a, g.b, g.q, NULL);
    trial_of(&g.t, p, v, &v->nodes[i]);
    if (!p->failed && factor_of(v, i, g.factor)) {
        mpq_mul(g.rest, g.factor, v->nodes[i].full);
        mpq_sub(g.rest, v->nodes[0].full, g.rest);
        refuted = refute(&g);
    }
    mpq_clears(g.factor, g.rest, g.a, g.b, g.q, NULL);
    return refuted;
}

void proof_means(struct proof *p, const struct version *v)
{
    const struct conf_domain *d = p->s->domain;
    for (uint32_t l = 0; l < d->n_levels; l++) {
        if (d->levels[l].by != LEVEL_MEAN || !d->levels[l].weight)
            continue;
        int32_t weight = schema_indicator_of(&p->s->schema->domain, d->levels[l].weight);
        for (uint32_t i = 1; i < v->n_nodes && !p->failed; i++) {
            const struct node *n = &v->nodes[i];
            if (n->kind == NODE_LEAF && n->weighted && n->leaf->indicator >= 0 &&
                n->leaf->indicator == weight && n->leaf->of.kind == MEASURE_PLAIN &&
                n->leaf->has_rule && !n->leaf->rule.n_operands &&
                n->leaf->rule.kind != RULE_RANK && n->leaf->rule.kind != RULE_ZSCORE &&
                prove_leaf(p, &d->levels[l], v, i))
                return;
        }
    }
}
