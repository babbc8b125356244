/* SPDX-License-Identifier: Apache-2.0 */
/* proof_bands.c - every value finds a step of a table, and only one.
 *
 * Steps are looked up by their upper ends, so a table without lower ends is total by its
 * form.  Where the configuration writes lower ends down as well (from, above), as published
 * tables do, they must meet the ends before them: at the table's precision if it has one,
 * else exactly. */
#include "score/proof_parts.h"

struct band_end { /* the least value that the steps so far do not hold */
    mpq_t at;
    bool open; /* that value itself is held */
};

struct bands {
    struct proof *p;
    const struct rule *r;
    const char *path; /* whose rule it is */
    mpq_t unit;       /* of printed values */
    mpq_t edge, other;
};

static void tell(struct bands *g, const struct cfg *at, bool hole, const mpq_t v,
                 const char *remedy)
{
    const char *value = proof_number(g->p, v);
    if (hole)
        cfg_error(g->p->f, at, _("'%s': at %s no step applies; %s"), g->path, value,
                  remedy);
    else
        cfg_error(g->p->f, at, _("'%s': at %s two steps apply; %s"), g->path, value,
                  remedy);
}

/* Ranks are whole, unless a tie has the mean of its own. */
static bool is_rank(const struct bands *g)
{
    return g->r->kind == RULE_RANK && g->r->ties != TIES_MEAN;
}

/* The least whole number that is not less; more than `at` if that itself is open. */
static void next_whole(mpq_t at, bool *open)
{
    mpz_t whole;
    mpz_init(whole);
    mpz_cdiv_q(whole, mpq_numref(at), mpq_denref(at));
    if (*open && !mpz_cmp_ui(mpq_denref(at), 1))
        mpz_add_ui(whole, whole, 1);
    mpq_set_z(at, whole);
    mpz_clear(whole);
    *open = false;
}

/* With a precision every end is closed: the next printed value. */
static void print_end(const struct bands *g, mpq_t at, bool *open)
{
    if (is_rank(g)) {
        next_whole(at, open);
        return;
    }
    if (g->r->precision < 0 || !*open)
        return;
    mpq_add(at, at, g->unit);
    *open = false;
}

/* The step begins at `from`; `end` is where those before it end. */
static void meet(struct bands *g, const struct cfg *step, struct band_end *end,
                 const mpq_t from, bool open)
{
    mpq_set(g->edge, from);
    print_end(g, g->edge, &open);
    print_end(g, end->at, &end->open);
    int order = mpq_cmp(g->edge, end->at);
    if (!order && open == end->open)
        return;
    bool hole = order > 0 || (!order && open);
    if (!order)
        mpq_set(g->other, g->edge);
    else if (g->r->precision >= 0 || is_rank(g))
        mpq_set(g->other, hole ? end->at : g->edge);
    else {
        mpq_add(g->other, g->edge, end->at);
        mpq_div_2exp(g->other, g->other, 1);
    }
    tell(g, step, hole, g->other,
         is_rank(g) && hole ? _("let this step begin there")
         : !hole || g->r->kind == RULE_RANK
             ? _("let this step begin where the one before it ends")
         : g->r->precision < 0
             ? _("let this step begin where the one before it ends, or say the "
                 "`precision` to which values are rounded first")
             : _("let this step begin there"));
}

/* Before the first step: nothing, unless no value lies there. */
static void begin(struct bands *g, const struct cfg *step, mpq_srcptr least,
                  const mpq_t from, bool open)
{
    int order = least ? mpq_cmp(from, least) : 1;
    if (order > 0 || (!order && open)) {
        mpq_set(g->other, from);
        if (!open)
            mpq_sub(g->other, from, g->unit);
        if (least && mpq_cmp(g->other, least) < 0)
            mpq_set(g->other, least);
        tell(g, step, true, g->other,
             _("the first step holds all that lies below it: remove its lower end"));
    }
}

static void finish(struct bands *g, const struct cfg *step, const struct rule_step *last)
{
    if (!last->bounded)
        return;
    mpq_set(g->other, last->bound);
    if (last->closed)
        mpq_add(g->other, g->other, g->unit);
    tell(g, step, true, g->other,
         _("the last step holds all that lies above it: remove its upper end"));
}

static void prove_steps(struct bands *g, const struct cfg *list, mpq_srcptr least)
{
    struct band_end end = { .open = false };
    mpq_t from;
    mpq_inits(from, end.at, NULL);
    for (uint32_t i = 0; i < g->r->n_steps; i++) {
        const struct cfg *step = list->child[i], *at = cfg_get(step, "from");
        bool open = !at;
        at = at ? at : cfg_get(step, "above");
        bool has = at && num_parse(from, at->text, strlen(at->text));
        if (has && !i)
            begin(g, step, least, from, open);
        else if (has && g->r->steps[i - 1].of < 0)
            meet(g, step, &end, from, open);
        if (g->r->steps[i].bounded)
            mpq_set(end.at, g->r->steps[i].bound);
        end.open = g->r->steps[i].closed;
    }
    finish(g, list->child[g->r->n_steps - 1], &g->r->steps[g->r->n_steps - 1]);
    mpq_clears(from, end.at, NULL);
}

void proof_bands(struct proof *p, const char *path, const struct rule *r, mpq_srcptr least)
{
    const struct cfg *list = cfg_get(r->at, "steps");
    struct bands g = { .p = p, .r = r, .path = path };
    list = list ? list : cfg_get(r->at, "bands");
    if (!g.r->n_steps || !list || list->len != g.r->n_steps)
        return;
    mpq_inits(g.unit, g.edge, g.other, NULL);
    values_unit(g.unit, g.r);
    prove_steps(&g, list, least);
    mpq_clears(g.unit, g.edge, g.other, NULL);
}
