/* SPDX-License-Identifier: Apache-2.0 */
/* outcomes.c - vetoes, plates and access, tickets, settlement. */
#include "score/scorer.h"

#include <stdlib.h>

#define VETO_CAUSE "veto "

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

/* The score, the veto, or the word of the rule with the score it looked at. */
static const char *plate_reason(struct outcomes *o, const struct scored_plate *p)
{
    if (!*p->cause)
        return p->score;
    if (!strncmp(p->cause, VETO_CAUSE, strlen(VETO_CAUSE)))
        return p->cause + strlen(VETO_CAUSE);
    return *p->score ? arena_printf(o->s->out, "%s %s", p->cause, p->score) : p->cause;
}

/* An exit by a veto is told with the veto. */
static void add_plate(struct outcomes *o, const struct scored_plate *p)
{
    add(o, "plate", p->plate, plate_reason(o, p));
    if (*p->access && !*p->exit_veto)
        add(o, "access", p->access, strcmp(p->access, "exit") ? p->cause : "reds");
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

/* ---- Settlement ---------------------------------------------------------- */

static void add_settlement(struct outcomes *o)
{
    const char *amount = NULL, *reason = NULL;
    if (!settlement_of(o->s, o->level, o->u, &amount, &reason))
        o->failed = true;
    else if (amount)
        add(o, "settlement", amount, reason);
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

/* Outcomes of a subject since `first`: in order, each once. */
static void put_in_order(struct outcomes *o, uint32_t first)
{
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

/* A unit; `plate` may be NULL. */
static void add_unit(struct outcomes *o, uint32_t unit, const struct scored_plate *plate)
{
    uint32_t first = o->out->n_outcomes;
    o->u = &o->s->levels[o->level].at[unit];
    for (uint32_t i = 0; i < o->s->n_hits; i++)
        if (o->s->hits[i].level == o->level && o->s->hits[i].unit == unit)
            add_veto(o, &o->s->hits[i]);
    if (plate)
        add_plate(o, plate);
    add_tickets(o);
    add_settlement(o);
    put_in_order(o, first);
}

/* A subject that has a plate from earlier cycles and is no unit of this one. */
static void add_absent(struct outcomes *o, const struct scored_plate *plate)
{
    const struct unit u = { .key = plate->subject, .name = plate->subject_name };
    uint32_t first = o->out->n_outcomes;
    o->u = &u;
    add_plate(o, plate);
    put_in_order(o, first);
}

/* Units and plates of the level, both in bytewise order of subject. */
static void add_level(struct outcomes *o, const struct scored_plate **plate,
                      const struct scored_plate *end)
{
    const struct unit_level *l = &o->s->levels[o->level];
    const char *id = o->s->in->domain->levels[o->level].id;
    uint32_t i = 0;
    for (;;) {
        bool has_plate = *plate != end && !strcmp((*plate)->level, id);
        int order = has_plate && i < l->n ? strcmp(l->at[i].key, (*plate)->subject)
                    : has_plate           ? 1
                                          : -1;
        if (!has_plate && i == l->n)
            return;
        if (order > 0)
            add_absent(o, *plate);
        else
            add_unit(o, i++, order ? NULL : *plate);
        if (order >= 0)
            ++*plate;
    }
}

kh_status outcomes_all(struct scorer *s, struct scored_domain *out)
{
    struct outcomes o = { .s = s, .out = out };
    const struct scored_plate *plate = out->plates;
    const struct scored_plate *end = plate ? plate + out->n_plates : NULL;
    for (o.level = 0; o.level < s->in->domain->n_levels; o.level++)
        if (s->in->domain->levels[o.level].scored)
            add_level(&o, &plate, end);
    return o.failed ? scorer_no_memory(s) : KH_OK;
}
