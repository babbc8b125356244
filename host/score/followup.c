/* SPDX-License-Identifier: Apache-2.0 */
/* followup.c - improvement orders of earlier cycles, checked again (architecture.md,
 * "Outcomes and follow-up").
 *
 * The score of the same node closes an order that is met and escalates one that is not by
 * a stage; `na` leaves it as it is, `missing` is not met, a node gone from the scheme voids
 * it.  While an order of a node is open no second one is raised for it.  All of it follows
 * from current results, so that a restating run makes the same orders again. */
#include "score/scorer.h"

#include <stdlib.h>

struct places { /* rows by level, subject, node */
    const struct scored_row **at;
    uint32_t n;
};

static int place_compare(const void *a, const void *b)
{
    const struct scored_row *x = *(const struct scored_row *const *)a;
    const struct scored_row *y = *(const struct scored_row *const *)b;
    int order = strcmp(x->level, y->level);
    if (!order)
        order = strcmp(x->subject, y->subject);
    return order ? order : strcmp(x->node, y->node);
}

static const struct scored_row *row_of(const struct places *p, const struct scored_order *o,
                                       const char *node)
{
    const struct scored_row wanted = { .level = o->level,
                                       .subject = o->subject,
                                       .node = node };
    const struct scored_row *key = &wanted;
    const struct scored_row **found =
        p->n ? bsearch(&key, p->at, p->n, sizeof(struct scored_row *), place_compare)
             : NULL;
    return found ? *found : NULL;
}

static bool is_same_node(const struct scored_order *a, const struct scored_order *b)
{
    return !strcmp(a->level, b->level) && !strcmp(a->subject, b->subject) &&
           !strcmp(a->node, b->node);
}

static bool is_open(const struct scored_order *o)
{
    return !o->state || !strcmp(o->state, ORDER_OPEN) || !strcmp(o->state, ORDER_ESCALATED);
}

static bool is_met(const struct scored_row *row, const struct scored_order *o)
{
    bool met = false;
    mpq_t score, threshold;
    mpq_inits(score, threshold, NULL);
    if (strcmp(row->state, STATE_MISSING) != 0 && row->score.p && o->threshold.x &&
        num_parse(score, row->score.p, strlen(row->score.p)) &&
        num_parse_fraction(threshold, o->threshold.x))
        met = mpq_cmp(score, threshold) >= 0;
    mpq_clears(score, threshold, NULL);
    return met;
}

/* The order as this cycle leaves it; false: memory. */
static bool check(struct scorer *s, const struct places *p, struct scored_order *o)
{
    int32_t level = scheme_level(s->in->domain, o->level);
    const struct scored_row *row = row_of(p, o, o->node);
    bool is_level = level >= 0 && s->in->domain->levels[level].scored;
    if (!is_level || (!row && row_of(p, o, "total"))) {
        o->state = ORDER_VOID;
        return true;
    }
    if (!row || !strcmp(row->state, STATE_NA))
        return true;
    char month[8];
    month_text(month, s->in->month);
    o->checked = arena_text(s->out, month);
    o->checked_score = row->score.p;
    o->state = is_met(row, o) ? ORDER_CLOSED : ORDER_ESCALATED;
    if (is_open(o))
        o->stage++;
    return o->checked;
}

/* The order that this cycle would raise for the node; NULL. */
static const struct scored_order *raised(const struct scored_order *list, uint32_t n,
                                         const struct scored_order *o)
{
    for (uint32_t i = 0; i < n; i++)
        if (is_same_node(&list[i], o))
            return &list[i];
    return NULL;
}

static bool find_places(struct scorer *s, const struct scored_domain *out, struct places *p)
{
    p->at = arena_array(&s->work, (size_t)out->n_rows + 1, sizeof(struct scored_row *));
    for (uint32_t i = 0; p->at && i < out->n_rows; i++)
        p->at[p->n++] = &out->rows[i];
    if (p->n)
        qsort(p->at, p->n, sizeof(struct scored_row *), place_compare);
    return p->at;
}

static bool push(struct scorer *s, struct scored_domain *out, uint32_t *cap,
                 const struct scored_order *o)
{
    struct scored_order *to =
        arena_push(s->out, (void **)&out->orders, &out->n_orders, cap, sizeof *to);
    if (to)
        *to = *o;
    return to;
}

/* Earlier ones first, as they were; then the new ones of nodes that have none open. */
kh_status followup_orders(struct scorer *s, struct scored_domain *out)
{
    const struct scored_order *fresh = out->orders;
    uint32_t n_fresh = out->n_orders, cap = 0;
    struct places p = { NULL, 0 };
    if (!s->in->n_open)
        return KH_OK;
    out->orders = NULL;
    out->n_orders = 0;
    bool ok = find_places(s, out, &p);
    for (uint32_t i = 0; ok && i < s->in->n_open; i++) {
        struct scored_order o = s->in->open[i];
        const struct scored_order *again = raised(fresh, n_fresh, &o);
        ok = check(s, &p, &o);
        if (again && is_open(&o))
            o.due = again->due; /* the next cycle checks again */
        ok = ok && push(s, out, &cap, &o);
    }
    uint32_t n_old = out->n_orders;
    for (uint32_t i = 0; ok && i < n_fresh; i++) {
        bool covered = false;
        for (uint32_t k = 0; k < n_old; k++)
            covered = covered || (is_open(&out->orders[k]) &&
                                  is_same_node(&out->orders[k], &fresh[i]));
        ok = covered || push(s, out, &cap, &fresh[i]);
    }
    return ok ? KH_OK : scorer_no_memory(s);
}
