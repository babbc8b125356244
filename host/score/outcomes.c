/* SPDX-License-Identifier: Apache-2.0 */
/* outcomes.c - plates of the cycle, tickets and vetoes. */
#include "score/scorer.h"

#include <stdlib.h>

struct outcomes {
    struct scorer *s;
    struct scored_domain *out;
    uint32_t cap, level;
    const struct unit *u;
    bool failed;
};

static void add(struct outcomes *o, const char *kind, const char *value, const char *reason)
{
    struct scored_outcome *to = arena_push(o->s->out, (void **)&o->out->outcomes,
                                           &o->out->n_outcomes, &o->cap, sizeof *to);
    if (!to || !value || !reason) {
        o->failed = true;
        return;
    }
    *to = (struct scored_outcome){ .level = o->s->in->domain->levels[o->level].id,
                                   .subject = o->u->key,
                                   .subject_name = o->u->name,
                                   .kind = kind,
                                   .value = value,
                                   .reason = reason,
                                   .value_name = { value, value } };
}

/* ---- Vetoes -------------------------------------------------------------- */

/* Does this number act here?  Only the strongest does, where the veto acts. */
static bool number_acts(const struct outcomes *o, const struct hit *h,
                        const struct action *a)
{
    for (uint32_t i = 0; h->direct && o->u->cells && i < o->u->layout->n; i++)
        if (!strcmp(o->u->layout->nodes[i]->path, a->node))
            return o->u->cells[i].veto == h->veto;
    return false;
}

static void add_veto(struct outcomes *o, const struct hit *h)
{
    const kh_indicator *i = schema_indicator(&o->s->in->schema->domain, h->veto->indicator);
    for (uint32_t k = 0; k < h->veto->n_actions; k++) {
        const struct action *a = &h->veto->actions[k];
        bool is_number = a->kind == ACTION_TOTAL || a->kind == ACTION_NODE;
        if (is_number && !number_acts(o, h, a))
            continue;
        add(o, "veto", a->text, i->id);
        if (!o->failed)
            o->out->outcomes[o->out->n_outcomes - 1].value_name = h->veto->name;
        if (a->kind == ACTION_EXIT)
            add(o, "access", "exit", h->veto->id);
    }
}

/* ---- Plates -------------------------------------------------------------- */

static const char *const plates[] = { "green", "yellow", "red" };

/* The plate left by vetoes; *veto is the id of the first that gives it. */
static uint32_t veto_plate(const struct outcomes *o, uint32_t unit, uint32_t worst,
                           const char **veto)
{
    for (uint32_t i = 0; i < o->s->n_hits; i++) {
        const struct hit *h = &o->s->hits[i];
        for (uint32_t k = 0;
             h->level == o->level && h->unit == unit && k < h->veto->n_actions; k++)
            for (uint32_t p = *veto ? worst + 1 : worst; p < COUNT(plates); p++)
                if (h->veto->actions[k].kind == ACTION_PLATE &&
                    !strcmp(h->veto->actions[k].value, plates[p])) {
                    worst = p;
                    *veto = h->veto->id;
                }
    }
    return worst;
}

/* Compared as printed, so that print and plate never disagree. */
static void add_plate(struct outcomes *o, uint32_t unit)
{
    const struct plates *p = o->s->set->plates;
    const struct cell *total = o->u->cells ? &o->u->cells[0] : NULL;
    if (!p || !o->s->set->plate_at[o->level] || !total || total->state == IS_NA ||
        !units_match(o->s, o->level, o->u, &p->who))
        return;
    int digits = o->u->layout->nodes[0]->digits;
    enum round_mode mode = scorer_rounding(o->s, o->u->layout);
    mpq_t printed;
    mpq_init(printed);
    num_round(printed, total->score, digits, mode);
    uint32_t plate = mpq_cmp(printed, p->green) >= 0    ? 0
                     : mpq_cmp(printed, p->yellow) >= 0 ? 1
                                                        : 2;
    mpq_clear(printed);
    const char *veto = NULL;
    plate = veto_plate(o, unit, plate, &veto);
    add(o, "plate", plates[plate],
        veto ? veto : num_text(o->s->out, total->score, digits, mode));
}

/* ---- Tickets ------------------------------------------------------------- */

static const char *money(struct outcomes *o, uint32_t indicator, bool *any)
{
    const kh_indicator *i = schema_indicator(&o->s->in->schema->domain, indicator);
    struct fact f;
    mpq_t sum;
    mpq_init(sum);
    facts_total(o->s, o->level, o->u, indicator, 0, &f, sum);
    *any = (f.state == IS_OK || f.state == IS_PENDING) && mpq_sgn(sum);
    const char *text = num_text(o->s->out, sum, facts_digits(i), o->s->in->rounding);
    mpq_clear(sum);
    return text;
}

static void add_tickets(struct outcomes *o)
{
    const struct tickets *t = o->s->set->tickets;
    if (!t || !o->s->set->ticket_at[o->level] ||
        !units_match(o->s, o->level, o->u, &t->who))
        return;
    bool any = false, over = false;
    const char *charged = money(o, t->charged, &any), *overflow = "";
    if (t->overflow >= 0)
        overflow = money(o, (uint32_t)t->overflow, &over);
    if (any || over)
        add(o, "ticket", charged,
            !over      ? ""
            : overflow ? arena_printf(o->s->out, "overflow %s", overflow)
                       : NULL);
}

/* ---- All ----------------------------------------------------------------- */

/* Level and subject are in order already; kind, value and reason bytewise. */
static int outcome_compare(const void *a, const void *b)
{
    const struct scored_outcome *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);
    if (!order)
        order = strcmp(x->value, y->value);
    return order ? order : strcmp(x->reason, y->reason);
}

static void add_unit(struct outcomes *o, uint32_t unit)
{
    uint32_t first = o->out->n_outcomes;
    for (uint32_t i = 0; i < o->s->n_hits; i++)
        if (o->s->hits[i].level == o->level && o->s->hits[i].unit == unit)
            add_veto(o, &o->s->hits[i]);
    add_plate(o, unit);
    add_tickets(o);
    uint32_t n = o->out->n_outcomes - first, kept = first;
    struct scored_outcome *at = o->out->outcomes;
    if (n < 2)
        return;
    qsort(at + first, n, sizeof *at, outcome_compare);
    for (uint32_t i = first; i < o->out->n_outcomes; i++)
        if (i == first || outcome_compare(&at[kept - 1], &at[i]))
            at[kept++] = at[i];
    o->out->n_outcomes = kept;
}

kh_status outcomes_all(struct scorer *s, struct scored_domain *out)
{
    struct outcomes o = { .s = s, .out = out };
    for (o.level = 0; o.level < s->in->domain->n_levels; o.level++)
        for (uint32_t i = 0;
             s->in->domain->levels[o.level].scored && i < s->levels[o.level].n; i++) {
            o.u = &s->levels[o.level].at[i];
            add_unit(&o, i);
        }
    return o.failed ? scorer_no_memory(s) : KH_OK;
}
