/* SPDX-License-Identifier: Apache-2.0 */
/* fold.c - how a group makes one score of its children (domain.md 10.4).
 *
 * A child that is `na` is left out everywhere.  With s the score of a child as a share of
 * its full, and F the full of the group:
 *   wsum   F x sum(weight x s) / sum(weight)
 *   mean   F x sum(s) / number of children
 *   best   F x the greatest s, worst: the least; of equal ones the first in the scheme
 *   sum    the points of the children themselves
 *   all    F if every s is `pass` or more, else 0
 * What a child gives is linear in its score but for `all`, which is the mean and an
 * adjustment ~all that carries the rest; so contributions add up in every kind. */
#include "score/adding.h"

/* The first of equal ones: later children come first here. */
static void choose(struct adding *g, const struct node *up, struct tally *to, uint32_t i)
{
    int order = to->chosen ? mpq_cmp(g->q, to->sum) : 0;
    if (up->kind == NODE_WORST)
        order = -order;
    if (order < 0)
        return;
    mpq_set(to->sum, g->q);
    to->chosen = i;
}

void fold_take(struct adding *g, uint32_t i)
{
    const struct node *n = &g->v->nodes[i], *up = &g->v->nodes[n->up];
    struct tally *to = &g->t[n->up];
    to->scored++;
    mpq_set(g->q, g->t[i].score);
    if (up->kind != NODE_SUM)
        mpq_div(g->q, g->q, n->full);
    if (up->kind == NODE_BEST || up->kind == NODE_WORST) {
        choose(g, up, to, i);
        return;
    }
    to->failed += up->kind == NODE_ALL && mpq_cmp(g->q, up->pass) < 0;
    if (up->kind == NODE_WSUM) {
        mpq_mul(g->q, g->q, n->weight);
        mpq_add(to->live, to->live, n->weight);
    }
    mpq_add(to->sum, to->sum, g->q);
}

void fold_finish(struct adding *g, const struct node *n, struct tally *t)
{
    if (n->kind == NODE_MEAN || n->kind == NODE_ALL)
        mpq_set_ui(t->live, t->scored, 1);
    else if (n->kind != NODE_WSUM)
        mpq_set_ui(t->live, t->scored != 0, 1);
    if (!mpq_sgn(t->live) || t->scored < n->min_children)
        return;
    if (n->kind == NODE_SUM)
        mpq_set_ui(t->scale, 1, 1);
    else
        mpq_div(t->scale, n->full, t->live);
    mpq_mul(t->score, t->sum, t->scale);
    if (n->kind != NODE_ALL)
        return;
    mpq_set_ui(g->q, 0, 1);
    tally_adjust(t, ADJUST_ALL, t->failed ? (mpq_srcptr)g->q : (mpq_srcptr)n->full);
}

void fold_factor(struct adding *g, uint32_t i)
{
    const struct node *n = &g->v->nodes[i], *up = &g->v->nodes[n->up];
    struct tally *t = &g->t[i];
    if (fold_leaves_out(g, i)) {
        mpq_set_ui(t->factor, 0, 1);
        return;
    }
    mpq_mul(t->factor, g->t[n->up].factor, g->t[n->up].scale);
    if (up->kind == NODE_WSUM)
        mpq_mul(t->factor, t->factor, n->weight);
    if (up->kind != NODE_SUM)
        mpq_div(t->factor, t->factor, n->full);
}

bool fold_leaves_out(const struct adding *g, uint32_t i)
{
    const struct node *n = &g->v->nodes[i], *up = &g->v->nodes[n->up];
    return i && n->weighted && (up->kind == NODE_BEST || up->kind == NODE_WORST) &&
           g->t[i].state != IS_NA && mpq_sgn(g->t[n->up].scale) && g->t[n->up].chosen != i;
}
