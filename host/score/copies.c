/* SPDX-License-Identifier: Apache-2.0 */
/* copies.c - what goes from measured to scored as it is: reasons, tables, and sentences
 * about what was not delivered or cannot be settled. */
#include "score/scorer.h"

#include "base/buf.h"

#include <stdlib.h>

enum {
    NOTES_MAX = 1000,
    NAMED_MAX = 20, /* units that a note names */
    NOTE_BYTES_MAX = 8192
};

/* ---- Reasons ------------------------------------------------------------- */

struct keyed {
    const struct measured_reason *r;
    const char *indicator;
};

static int keyed_compare(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->r->level != y->r->level)
        return x->r->level < y->r->level ? -1 : 1;
    if (x->r->subject != y->r->subject)
        return x->r->subject < y->r->subject ? -1 : 1;
    int order = strcmp(x->indicator, y->indicator);
    if (!order)
        order = strcmp(x->r->rule, y->r->rule);
    return order ? order : (x->r > y->r) - (x->r < y->r);
}

static bool copy_reason(struct scorer *s, const struct keyed *from, mpq_t effect,
                        struct scored_reason *to)
{
    const struct measured_reason *r = from->r;
    const kh_indicator *i = schema_indicator(&s->in->schema->domain, r->indicator);
    if (i->type == KH_F64)
        num_from_double(effect, r->effect_real);
    else
        num_from_dec(effect, r->effect, i->type == KH_DEC ? i->scale : 0);
    to->level = s->in->domain->levels[r->level].id;
    to->subject = s->in->measured->level[r->level].subject[r->subject];
    to->indicator = i->id;
    to->rule = r->rule;
    to->count = r->count;
    to->effect.x = num_fraction(s->out, effect);
    to->effect.p = num_text(s->out, effect, facts_digits(i), s->in->rounding);
    return to->effect.x && to->effect.p;
}

/* Those of the domain's own window; subjects are in bytewise order. */
kh_status copies_reasons(struct scorer *s, struct scored_domain *out)
{
    const struct measured *m = s->in->measured;
    struct keyed *keyed = arena_array(&s->work, (size_t)m->n_reasons + 1, sizeof *keyed);
    uint32_t n = 0;
    for (uint32_t i = 0; keyed && i < m->n_reasons; i++) {
        const struct measured_reason *r = &m->reasons[i];
        const kh_indicator *ind = schema_indicator(&s->in->schema->domain, r->indicator);
        if (!r->variant && s->in->domain->levels[r->level].scored &&
            !(ind->needs & s->unbound))
            keyed[n++] = (struct keyed){ r, ind->id };
    }
    out->reasons = arena_array(s->out, (size_t)n + 1, sizeof *out->reasons);
    if (!keyed || !out->reasons)
        return scorer_no_memory(s);
    if (n)
        qsort(keyed, n, sizeof *keyed, keyed_compare);
    mpq_t effect;
    mpq_init(effect);
    bool ok = true;
    for (uint32_t i = 0; ok && i < n; i++)
        ok = copy_reason(s, &keyed[i], effect, &out->reasons[out->n_reasons++]);
    mpq_clear(effect);
    return ok ? KH_OK : scorer_no_memory(s);
}

/* ---- Tables -------------------------------------------------------------- */

static bool copy_table(struct scorer *s, uint32_t table, struct scored_table *to)
{
    const struct measured *m = s->in->measured;
    const kh_table *from = schema_table(&s->in->schema->domain, table);
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->n_rows; i++)
        n += m->rows[i].table == table;
    to->name = from->name;
    to->doc = from->doc ? from->doc : "";
    to->column = arena_array(s->out, (size_t)from->columns.count + 1, sizeof *to->column);
    to->rows = arena_array(s->out, (size_t)n + 1, sizeof *to->rows);
    if (!to->column || !to->rows)
        return false;
    for (uint32_t i = 0; i < from->columns.count; i++)
        to->column[to->n_columns++] = schema_field(from->columns, i)->name;
    for (uint32_t i = 0; i < m->n_rows; i++) {
        const struct measured_row *r = &m->rows[i];
        if (r->table != table)
            continue;
        to->rows[to->n_rows].level = s->in->domain->levels[r->level].id;
        to->rows[to->n_rows].subject = m->level[r->level].subject[r->subject];
        to->rows[to->n_rows++].cell = r->cell;
    }
    return true;
}

kh_status copies_tables(struct scorer *s, struct scored_domain *out)
{
    uint32_t n = s->in->schema->domain.tables.count;
    out->tables = arena_array(s->out, (size_t)n + 1, sizeof *out->tables);
    bool ok = out->tables;
    for (uint32_t i = 0; ok && i < n; i++)
        ok = copy_table(s, i, &out->tables[out->n_tables++]);
    return ok ? KH_OK : scorer_no_memory(s);
}

/* ---- Notes --------------------------------------------------------------- */

static bool add_note(struct scored_domain *out, const char *text)
{
    if (out->n_notes < NOTES_MAX)
        out->notes[out->n_notes++] = text;
    return text;
}

/* Files that may be missing were found for another window than the domain's own. */
static bool serves_others(const struct scorer *s, uint32_t dataset)
{
    const struct measured *m = s->in->measured;
    const struct conf_input *in =
        inputs_bound(s->in->domain, schema_dataset(&s->in->schema->domain, dataset)->name);
    bool found = false;
    for (uint32_t i = 0; i < m->n_files; i++)
        found = found || m->files[i].dataset == dataset;
    return in && in->may_be_missing && found;
}

/* One sentence per dataset: who owes it and did not deliver. */
static bool note_dataset(struct scorer *s, uint32_t dataset, struct scored_domain *out)
{
    const struct measured *m = s->in->measured;
    const char *name = schema_dataset(&s->in->schema->domain, dataset)->name;
    uint32_t missing = 0, owing = 0;
    struct buf b;
    buf_init(&b, NOTE_BYTES_MAX);
    for (uint32_t i = 0; i < m->n_deliveries; i++) {
        if (m->deliveries[i].dataset != dataset || m->deliveries[i].variant)
            continue;
        owing++;
        if (m->deliveries[i].delivered)
            continue;
        if (missing++ < NAMED_MAX)
            buf_printf(&b, "%s%s", missing > 1 ? ", " : "", m->deliveries[i].unit);
    }
    if (missing > NAMED_MAX)
        buf_text(&b, " ...");
    bool whole = false, ok = true;
    for (uint32_t i = 0; !owing && i < m->n_inputs; i++)
        whole = whole || (m->inputs[i].dataset == dataset && m->inputs[i].bound &&
                          m->inputs[i].missing);
    if (missing)
        ok = add_note(
            out, arena_printf(s->out,
                              _("domain '%s': dataset '%s' was not delivered by %u of "
                                "%u units: %s"),
                              s->in->domain->id, name, missing, owing, b.at ? b.at : ""));
    if (whole && !serves_others(s, dataset))
        ok = add_note(out,
                      arena_printf(s->out, _("domain '%s': dataset '%s' was not delivered"),
                                   s->in->domain->id, name));
    buf_end(&b);
    return ok;
}

static bool note_unpaid(struct scorer *s, struct scored_domain *out)
{
    struct buf b;
    if (!s->n_unpaid)
        return true;
    buf_init(&b, NOTE_BYTES_MAX);
    for (uint32_t i = 0; i < s->n_unpaid && i < NAMED_MAX; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", s->unpaid[i]);
    if (s->n_unpaid > NAMED_MAX)
        buf_text(&b, " ...");
    bool ok = add_note(out, arena_printf(s->out,
                                         _("domain '%s': a fee below 0 is not settled: %s"),
                                         s->in->domain->id, b.at ? b.at : ""));
    buf_end(&b);
    return ok;
}

kh_status copies_notes(struct scorer *s, struct scored_domain *out)
{
    uint32_t n = s->in->schema->domain.datasets.count;
    out->notes = arena_array(s->out, NOTES_MAX, sizeof *out->notes);
    bool ok = out->notes;
    for (uint32_t i = 0; ok && i < n; i++)
        ok = note_dataset(s, i, out);
    if (ok)
        ok = note_unpaid(s, out);
    return ok ? KH_OK : scorer_no_memory(s);
}
