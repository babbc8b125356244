/* SPDX-License-Identifier: Apache-2.0 */
/* score.c - score_domain: the stages of scorer.h, one after another. */
#include "score/score.h"

#include "score/scorer.h"

kh_status scorer_no_memory(struct scorer *s)
{
    return kh_fail(s->e, KH_ENOMEM, _("no memory for the scores of domain '%s'"),
                   s->in->domain->id);
}

enum round_mode scorer_rounding(const struct scorer *s, const struct layout *l)
{
    for (uint32_t v = 0; l && v < s->set->n_versions; v++)
        if (l->mask >> v & 1 && s->set->versions[v].has_rounding)
            return s->set->versions[v].rounding;
    return s->in->rounding;
}

bool scorer_printed(const struct scorer *s, const struct unit *u, mpq_t total,
                    const char **text)
{
    const struct cell *c = u->cells ? &u->cells[0] : NULL;
    if (!c || c->state == IS_ABSENT || c->state == IS_NA || c->state == IS_FAULT)
        return false;
    int digits = u->layout->nodes[0]->digits;
    num_round(total, c->score, digits, scorer_rounding(s, u->layout));
    *text = num_text(s->out, total, digits, ROUND_HALF_UP); /* is rounded already */
    return true;
}

static uint64_t unbound_datasets(const struct score_input *in)
{
    uint64_t bits = 0;
    const kh_domain *d = &in->schema->domain;
    for (uint32_t i = 0; i < d->datasets.count && i < 64; i++) {
        bool bound = !(schema_dataset(d, i)->flags & KH_OPTIONAL);
        for (uint32_t k = 0; k < in->domain->n_inputs; k++)
            bound =
                bound || !strcmp(in->domain->inputs[k].dataset, schema_dataset(d, i)->name);
        if (!bound)
            bits |= UINT64_C(1) << i;
    }
    return bits;
}

/* Every level from the first up; levels come after those they are made of. */
static kh_status score_levels(struct scorer *s)
{
    kh_status rc = gates_find(s);
    for (uint32_t i = 0; !rc && i < s->in->domain->n_levels; i++)
        rc = scorer_is_measured(s, i) ? evaluate_level(s, i) : rollup_level(s, i);
    return rc;
}

static bool any_pending(const struct scorer *s)
{
    for (uint32_t l = 0; l < s->in->domain->n_levels; l++)
        for (uint32_t i = 0; i < s->levels[l].n; i++)
            if (s->levels[l].at[i].cells && s->levels[l].at[i].cells[0].state == IS_PENDING)
                return true;
    return false;
}

/* Once more as if every open appeal had been upheld; only totals are kept of it. */
static kh_status score_upheld(struct scorer *s)
{
    struct hit *hits = s->hits;
    uint32_t n_hits = s->n_hits;
    s->hits = NULL;
    s->n_hits = s->cap_hits = 0;
    s->upheld = true;
    kh_status rc = score_levels(s);
    s->upheld = false;
    s->hits = hits;
    s->n_hits = n_hits;
    return rc;
}

/* Versions that score somebody, as written in the configuration. */
static const char *name_versions(struct scorer *s)
{
    uint64_t used = 0;
    const char *names = "";
    for (uint32_t l = 0; l < s->in->domain->n_levels; l++)
        for (uint32_t i = 0; i < s->levels[l].n; i++)
            if (s->levels[l].at[i].version)
                used |= UINT64_C(1) << (s->levels[l].at[i].version - s->set->versions);
    for (uint32_t v = 0; names && v < s->set->n_versions; v++)
        if (used >> v & 1)
            names = *names ? arena_printf(s->out, "%s %s", names, s->set->versions[v].id)
                           : s->set->versions[v].id;
    return names;
}

/* Versions of the parameters with which something was measured. */
static const char *name_params(struct scorer *s)
{
    const struct conf_domain *d = s->in->domain;
    const char *names = "";
    for (uint32_t i = 0; names && i < d->n_params; i++) {
        bool used = false;
        for (uint32_t v = 0; d->params[i].id && v < s->in->order->n_variants; v++) {
            const struct variant *x = &s->in->order->variants[v];
            used = used || conf_params_of(d, x->months, x->month) == &d->params[i];
        }
        if (used)
            names = *names ? arena_printf(s->out, "%s %s", names, d->params[i].id)
                           : d->params[i].id;
    }
    return names;
}

static kh_status run_stages(struct scorer *s, struct scored_domain *out)
{
    kh_status rc = coverage_find(s);
    if (!rc)
        rc = units_find(s);
    if (!rc)
        rc = score_levels(s);
    if (!rc && any_pending(s))
        rc = score_upheld(s);
    if (!rc)
        rc = score_rows(s, out);
    if (!rc)
        rc = column_texts(s, out);
    if (!rc)
        rc = followup_orders(s, out);
    if (!rc)
        rc = plate_rows(s, out);
    if (!rc)
        rc = outcomes_all(s, out);
    if (!rc)
        rc = copies_reasons(s, out);
    if (!rc)
        rc = copies_tables(s, out);
    if (!rc)
        rc = copies_notes(s, out);
    out->scheme = name_versions(s);
    out->params = name_params(s);
    return !rc && (!out->scheme || !out->params) ? scorer_no_memory(s) : rc;
}

kh_status score_domain(struct arena *a, const struct score_input *in,
                       struct scored_domain *out, kh_err *e)
{
    struct scorer s = { .in = in, .set = in->scheme, .out = a, .e = e };
    const struct cycle *cycle = &in->domain->cycle;
    *out = (struct scored_domain){
        .conf = in->domain, .schema = in->schema, .found = in->measured, .month = in->month
    };
    cycle_window(cycle, cycle->months, in->month, &out->from, &out->to);
    arena_init(&s.work, a->limit);
    s.unbound = unbound_datasets(in);
    scheme_choices(s.set, in->month, s.variant);
    kh_status rc = run_stages(&s, out);
    arena_end(&s.work);
    return rc;
}
