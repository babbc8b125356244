/* SPDX-License-Identifier: Apache-2.0 */
/* proof_composite.c - grades of the composite's boards, and its weights under the policy
 * that hands the weight of a domain without a result to the others. */
#include "score/proof_parts.h"

struct composed {
    struct proof *p;
    const struct conf_composite *c;
    struct spans *share; /* of each part: total / full of its domain */
};

static const struct scheme_set *set_of(const struct scheme_set *const *sets, uint32_t n,
                                       const struct conf_domain *d)
{
    for (uint32_t i = 0; i < n; i++)
        if (sets[i] && sets[i]->domain == d)
            return sets[i];
    return NULL;
}

static void put_number(struct proof *p, struct spans *s, const mpq_t lo, const mpq_t hi)
{
    spans_put(p, s, lo, hi);
    spans_settle(p, s);
}

/* Totals of one version as shares of its full. */
static void add_version(struct proof *p, const struct version *v, struct spans *out)
{
    struct spans *nodes = arena_array(p->work, v->n_nodes, sizeof *nodes);
    mpq_t by;
    if (!nodes) {
        p->failed = true;
        return;
    }
    mpq_init(by);
    reach_nodes(p, v, nodes);
    mpq_set_ui(by, 1, 1);
    mpq_div(by, by, v->nodes[0].full);
    if (!p->failed) {
        spans_scale(p, &nodes[0], by);
        spans_join(p, out, &nodes[0]);
    }
    mpq_clear(by);
}

/* Of a domain that is not there any share may come. */
static void reach_part(struct composed *g, const struct scheme_set *s, uint32_t i)
{
    const struct conf_composed *part = &g->c->parts[i];
    int32_t level = s ? scheme_level(s->domain, part->level) : -1;
    mpq_t zero, one;
    mpq_inits(zero, one, NULL);
    mpq_set_ui(one, 1, 1);
    g->p->s = s;
    if (level < 0)
        put_number(g->p, &g->share[i], zero, one);
    for (uint32_t k = 0; level >= 0 && k < s->n_versions && !g->p->failed; k++)
        add_version(g->p, &s->versions[k], &g->share[i]);
    if (level >= 0 && (s->domain->levels[level].by == LEVEL_MEAN ||
                       s->domain->levels[level].by == LEVEL_SUM))
        spans_fill(&g->share[i]);
    g->p->s = NULL;
    mpq_clears(zero, one, NULL);
}

static void number(const char *text, mpq_t out)
{
    if (!text || !num_parse(out, text, strlen(text)))
        mpq_set_ui(out, 0, 1);
}

/* What a part with a weight adds. */
static void points_of(struct composed *g, uint32_t i, struct spans *out)
{
    const struct conf_composed *part = &g->c->parts[i];
    mpq_t by;
    mpq_init(by);
    number(part->weight, by);
    spans_join(g->p, out, &g->share[i]);
    spans_scale(g->p, out, by);
    mpq_clear(by);
}

/* The total. */
static void add_up(struct composed *g, struct spans *out)
{
    struct spans edge = { 0 };
    mpq_t q, r;
    bool whole = true;
    mpq_inits(q, r, NULL);
    put_number(g->p, out, q, q);
    for (uint32_t i = 0; i < g->c->n_parts && !g->p->failed; i++) {
        struct spans one = { 0 };
        whole = whole && !g->c->parts[i].deduct;
        if (g->c->parts[i].deduct)
            continue;
        points_of(g, i, &one);
        spans_add(g->p, out, &one);
    }
    number(g->c->floor, q);
    number(g->c->cap, r);
    put_number(g->p, &edge, q, r);
    /* Deductions may take off anything down to the floor. */
    if (!whole && !g->p->failed && out->n) {
        put_number(g->p, out, q, out->at[out->n - 1].hi);
        out->loose = true;
    }
    if (!g->p->failed)
        spans_clamp(g->p, out, edge.at[0].lo, edge.at[0].hi);
    if (g->c->round)
        spans_round(g->p, out, g->c->digits,
                    g->c->has_rounding ? g->c->rounding : g->p->conf->rounding);
    mpq_clears(q, r, NULL);
}

/* Composite with the best of every part but `without`. */
static bool best_without(const struct composed *g, uint32_t without, mpq_t out)
{
    mpq_t weight, share, over;
    mpq_inits(weight, share, over, NULL);
    mpq_set_ui(out, 0, 1);
    for (uint32_t i = 0; i < g->c->n_parts; i++) {
        const struct spans *s = &g->share[i];
        if (g->c->parts[i].deduct || i == without || !s->n)
            continue;
        number(g->c->parts[i].weight, weight);
        mpq_add(over, over, weight);
        mpq_mul(share, s->at[s->n - 1].hi, weight);
        mpq_add(out, out, share);
    }
    bool any = mpq_sgn(over);
    if (any)
        mpq_div(out, out, over);
    number(g->c->full, share);
    mpq_mul(out, out, share);
    mpq_clears(weight, share, over, NULL);
    return any;
}

static void prove_policy(const struct composed *g)
{
    mpq_t with, without;
    mpq_inits(with, without, NULL);
    for (uint32_t i = 0; i < g->c->n_parts && !g->p->failed; i++)
        if (!g->c->parts[i].deduct && best_without(g, UINT32_MAX, with) &&
            best_without(g, i, without) && mpq_cmp(with, without) < 0)
            cfg_error(g->p->f, g->c->parts[i].at,
                      _("the best total of domain '%s' is worth less than that of the "
                        "others, which take its weight while it has no result: of two "
                        "units that are best in all else, the one with the best '%s' "
                        "scores %s, the one without any scores %s"),
                      g->c->parts[i].domain->id, g->c->parts[i].domain->id,
                      proof_number(g->p, with), proof_number(g->p, without));
    mpq_clears(with, without, NULL);
}

static void prove_boards(struct composed *g, const struct spans *total)
{
    const struct conf *c = g->p->conf;
    enum round_mode mode = g->c->has_rounding ? g->c->rounding : c->rounding;
    for (uint32_t i = 0; i < c->n_boards && !g->p->failed; i++) {
        const struct conf_board *b = &c->boards[i];
        struct spans part = { 0 };
        bool is_total = !b->node || !strcmp(b->node, "total");
        if (b->domain)
            continue;
        for (uint32_t k = 0; !is_total && k < g->c->n_parts; k++)
            if (!strcmp(g->c->parts[k].domain->id, b->node) && !g->c->parts[k].deduct)
                points_of(g, k, &part);
        proof_board(g->p, b, is_total ? total : &part, g->c->digits, mode, false);
    }
}

void proof_composite(const struct conf *c, const struct scheme_set *const *sets, uint32_t n,
                     struct findings *f)
{
    struct arena work;
    if (!c->composite)
        return;
    arena_init(&work, 0);
    struct proof p = { .work = &work, .conf = c, .f = f };
    struct composed g = { .p = &p, .c = c->composite };
    struct spans total = { 0 };
    g.share = arena_array(&work, (size_t)g.c->n_parts + 1, sizeof *g.share);
    p.failed = !g.share;
    for (uint32_t i = 0; i < g.c->n_parts && !p.failed; i++)
        reach_part(&g, set_of(sets, n, g.c->parts[i].domain), i);
    if (!p.failed) {
        add_up(&g, &total);
        if (g.c->policy == COMPOSITE_REDISTRIBUTE)
            prove_policy(&g);
        prove_boards(&g, &total);
    }
    if (p.failed)
        cfg_error(f, g.c->at, "%s", _("no memory for the proofs of the composite"));
    arena_end(&work);
}
