/* SPDX-License-Identifier: Apache-2.0 */
/* proof_groups.c - the total under the missing-data policy.
 *
 * With the states of its nodes fixed, every group rises with each of its nodes.  What is
 * left is a node that becomes known or `na`: it takes its weight from its siblings, or
 * hands it to them.  Two subjects that are alike in all else show whether the better of
 * them can get less by that. */
#include "score/proof_parts.h"

/* Groups where a node that is na changes what the others are worth. */
static bool is_averaged(enum node_kind kind)
{
    return kind == NODE_WSUM || kind == NODE_MEAN || kind == NODE_WORST;
}

struct average {
    mpq_t share, weight, over;
    bool any;
};

static void take(struct average *a, enum node_kind kind, mpq_t sum)
{
    if (kind == NODE_WORST) {
        if (!a->any || mpq_cmp(a->share, sum) < 0)
            mpq_set(sum, a->share);
        mpq_set_ui(a->over, 1, 1);
    } else {
        mpq_mul(a->share, a->share, a->weight);
        mpq_add(sum, sum, a->share);
        mpq_add(a->over, a->over, a->weight);
    }
    a->any = true;
}

/* Score of the group `i` stands in, before its amounts: `i` has the share `own` (NULL: it
 * is na), all others their best or their least.  False if nobody is left. */
static bool score_with(const struct version *v, const struct spans *reach, uint32_t i,
                       mpq_srcptr own, bool best, mpq_t out)
{
    uint32_t of = v->nodes[i].up;
    const struct node *g = &v->nodes[of];
    struct average a = { .any = false };
    mpq_inits(a.share, a.weight, a.over, NULL);
    mpq_set_ui(out, 0, 1);
    for (uint32_t k = of + 1; k < v->n_nodes; k++) {
        const struct node *n = &v->nodes[k];
        if (n->up != of || !n->weighted || !reach[k].n || (k == i && !own))
            continue;
        if (k == i)
            mpq_set(a.share, own);
        else
            mpq_div(a.share, best ? reach[k].at[reach[k].n - 1].hi : reach[k].at[0].lo,
                    n->full);
        mpq_set_ui(a.weight, 1, 1);
        if (g->kind == NODE_WSUM)
            mpq_set(a.weight, n->weight);
        take(&a, g->kind, out);
    }
    bool any = a.any && mpq_sgn(a.over);
    if (any)
        mpq_div(out, out, a.over);
    mpq_mul(out, out, g->full);
    if (g->has_cap && mpq_cmp(out, g->cap) > 0)
        mpq_set(out, g->cap);
    mpq_clears(a.share, a.weight, a.over, NULL);
    return any;
}

/* Even the best value of the node is worth less than the siblings that would replace it. */
static void prove_known(struct proof *p, const struct version *v, const struct spans *reach,
                        uint32_t i)
{
    const struct node *n = &v->nodes[i], *g = &v->nodes[n->up];
    mpq_t with, without, share;
    mpq_inits(with, without, share, NULL);
    mpq_div(share, reach[i].at[reach[i].n - 1].hi, n->full);
    if (score_with(v, reach, i, share, true, with) &&
        score_with(v, reach, i, NULL, true, without) && mpq_cmp(with, without) < 0)
        cfg_error(p->f, n->at,
                  _("'%s' hands its weight to its siblings while it is na, and its best "
                    "value is worth less than theirs: of two subjects that are best in all "
                    "else, the one with the best '%s' scores %s of %s in '%s', the one "
                    "without any scores %s; let its best value score its full, or say "
                    "not_monotone = true at the version"),
                  n->path, n->id, proof_number(p, with), proof_number(p, g->full), g->path,
                  proof_number(p, without));
    mpq_clears(with, without, share, NULL);
}

/* `zero = "full"`: no data must not be worth more than the best value.  True if so. */
static bool prove_no_data(struct proof *p, const struct version *v, const struct node *n)
{
    struct trial t;
    if (n->kind != NODE_LEAF || n->leaf->zero != ZERO_FULL || !n->leaf->has_rule)
        return true;
    trial_of(&t, p, v, n);
    const struct tried *best = NULL;
    for (uint32_t i = 0; i < t.len && !p->failed; i++)
        if (!best || mpq_cmp(t.at[i].points, best->points) > 0)
            best = &t.at[i];
    if (!best || mpq_cmp(best->points, n->full) >= 0)
        return true;
    cfg_error(p->f, cfg_get(n->at, "zero"),
              _("'%s': a subject without data scores %s and one with the best value, %s, "
                "scores %s"),
              n->path, proof_number(p, n->full), trial_name(&t, best),
              proof_number(p, best->points));
    return false;
}

/* Cases that are bad are samples as well: with fewer of them the leaf is thin, and takes
 * its points along as it drops out. */
static void prove_thin(struct proof *p, const struct version *v, const struct spans *reach,
                       uint32_t i)
{
    const struct node *n = &v->nodes[i], *g = &v->nodes[n->up];
    const struct leaf *leaf = n->leaf;
    mpq_t with, without, share;
    if (!leaf->thin_is_na || leaf->min_samples < 1 || !is_averaged(g->kind) ||
        !proof_is_count(p, leaf) || proof_direction(p, leaf) > 0)
        return;
    mpq_inits(with, without, share, NULL);
    num_from_i64(with, leaf->min_samples);
    rule_points(share, &leaf->rule, leaf->use, with, n->full, proof_mode(p, v));
    mpq_div(share, share, n->full);
    if (score_with(v, reach, i, share, false, with) &&
        score_with(v, reach, i, NULL, false, without) && mpq_cmp(without, with) < 0)
        cfg_error(p->f, cfg_get(n->at, "thin"),
                  _("'%s' drops out with fewer than %lld cases: of two subjects that are "
                    "worst in all else, the one with %lld scores %s of %s in '%s', the one "
                    "with %lld, which is better, scores %s; say thin = \"flag\", or "
                    "not_monotone = true at the version"),
                  n->path, (long long)leaf->min_samples, (long long)leaf->min_samples,
                  proof_number(p, with), proof_number(p, g->full), g->path,
                  (long long)leaf->min_samples - 1, proof_number(p, without));
    mpq_clears(with, without, share, NULL);
}

/* A group of kind `all` that one of its nodes can never pass. */
static void prove_pass(struct proof *p, const struct version *v, const struct spans *reach,
                       uint32_t i)
{
    const struct node *n = &v->nodes[i], *g = &v->nodes[n->up];
    mpq_t share;
    mpq_init(share);
    mpq_div(share, reach[i].at[reach[i].n - 1].hi, n->full);
    if (mpq_cmp(share, g->pass) < 0)
        cfg_error(p->f, n->at,
                  _("'%s' can never pass: its best score is %s of %s, and '%s' asks for a "
                    "share of %s"),
                  n->path, proof_number(p, reach[i].at[reach[i].n - 1].hi),
                  proof_number(p, n->full), g->path, proof_number(p, g->pass));
    mpq_clear(share);
}

static void prove_node(struct proof *p, const struct version *v, const struct spans *reach,
                       uint32_t i, bool wanted)
{
    const struct node *n = &v->nodes[i];
    if (v->nodes[n->up].kind == NODE_ALL)
        prove_pass(p, v, reach, i);
    if (wanted && n->kind == NODE_LEAF)
        prove_thin(p, v, reach, i);
    if (wanted && prove_no_data(p, v, n) && is_averaged(v->nodes[n->up].kind))
        prove_known(p, v, reach, i);
}

/* From the leaves up: what a node cannot reach is not told for its groups again. */
void proof_groups(struct proof *p, const struct version *v, const struct spans *reach)
{
    bool wanted = !cfg_truth(v->at, "not_monotone", false);
    bool *told = arena_array(p->work, v->n_nodes, sizeof *told);
    p->failed = p->failed || !told;
    for (uint32_t i = v->n_nodes; i-- > 1 && !p->failed;) {
        const struct node *n = &v->nodes[i];
        uint32_t before = p->f->errors;
        if (n->kind == NODE_ADJUSTMENT || !n->weighted || !reach[i].n)
            continue;
        if (!told[i])
            prove_node(p, v, reach, i, wanted);
        told[n->up] = told[n->up] || told[i] || p->f->errors != before;
    }
}
