/* SPDX-License-Identifier: Apache-2.0 */
/* emit_row.c - rows of a plugin's tables, printed cell by cell.
 *
 * The plugin's values are judged here, while their types are known; what leaves is text.
 * A column named like a private input column is hidden, and so is every key of a private
 * column's space. */
#include "base/lang.h"
#include "base/text.h"
#include "plugin/params.h"
#include "worker/emit_inside.h"

#include <math.h>

const char *emit_text(void *ctx, uint32_t space, uint32_t id)
{
    const struct emit_call *m = ctx;
    if (space == 0)
        return id < m->rung->len ? m->rung->key[id] : NULL;
    if (space >= m->job->n_spaces || id >= m->ladder->space[space].len)
        return NULL;
    return m->job->is_private[space] ? EMIT_PRIVATE : m->ladder->space[space].key[id];
}

static bool is_hidden(const struct job *j, const char *column)
{
    for (uint32_t i = 0; i < j->domain->n_inputs; i++)
        for (uint32_t k = 0; k < j->domain->inputs[i].n_columns; k++) {
            const struct conf_column *c = &j->domain->inputs[i].columns[k];
            if (c->is_private && !strcmp(c->name, column))
                return true;
        }
    return false;
}

static uint32_t labels_of(const kh_field *f)
{
    uint32_t n = 0;
    while (f->labels && f->labels[n])
        n++;
    return n;
}

/* What is wrong with a cell's value, or NULL. */
static const char *cell_problem(const struct emit_call *m, const kh_field *f,
                                const kh_value *v)
{
    const int64_t first = civil_day(1, 1, 1) * CIVIL_DAY_US;
    const int64_t last = civil_day(9999, 12, 31) * CIVIL_DAY_US + CIVIL_DAY_US - 1;
    switch (f->type) {
    case KH_BOOL:
        return v->u.i == 0 || v->u.i == 1 ? NULL : N_("a cell that is no truth value");
    case KH_F64:
        return isfinite(v->u.f) ? NULL : N_("a cell that is no number");
    case KH_ENUM:
        return v->u.i >= 0 && v->u.i < labels_of(f) ? NULL : N_("a cell without a label");
    case KH_TIME:
        return v->u.i >= first && v->u.i <= last ? NULL : N_("a cell that is no date");
    case KH_KEY:
        return v->u.i >= 0 && v->u.i < UINT32_MAX &&
                       emit_text((void *)m, f->space, (uint32_t)v->u.i)
                   ? NULL
                   : N_("a cell with an unknown key");
    case KH_TEXT:
        return v->count <= PAYLOAD_CELL_MAX && (v->u.s || !v->count) &&
                       text_is_utf8(v->count ? v->u.s : "", v->count)
                   ? NULL
                   : N_("a cell that is no text");
    default:
        return NULL;
    }
}

/* The cell as text; NULL if memory is refused. */
static const char *print_cell(struct emit_call *m, const kh_field *f, const kh_value *v)
{
    if (is_hidden(m->job, f->name))
        return EMIT_PRIVATE;
    if (f->type == KH_KEY) /* the key may be of a dictionary: keep no pointer to it */
        return arena_text(&m->arena, emit_text(m, f->space, (uint32_t)v->u.i));
    if (f->type == KH_TEXT)
        return arena_bytes(&m->arena, v->count ? v->u.s : "", v->count);
    return params_text(&m->arena, f, v);
}

static kh_status keep_row(struct emit_call *m, const kh_row *r, const kh_table *t)
{
    struct measured_row *row =
        arena_push(&m->arena, (void **)&m->rows, &m->n_rows, &m->cap_rows, sizeof *row);
    if (!row)
        return emit_no_memory(m);
    row->table = r->table;
    row->level = m->ask->level;
    row->subject = r->subject;
    row->cell = arena_array(&m->arena, (size_t)r->cells + 1, sizeof *row->cell);
    if (!row->cell)
        return emit_no_memory(m);
    for (uint32_t i = 0; i < r->cells; i++) {
        const kh_field *f = schema_field(t->columns, i);
        const char *problem = r->cell[i].set ? cell_problem(m, f, &r->cell[i]) : NULL;
        if (problem)
            return emit_unsound(m, problem, t->name);
        row->cell[i] = r->cell[i].set ? print_cell(m, f, &r->cell[i]) : "";
        if (!row->cell[i])
            return emit_no_memory(m);
    }
    return KH_OK;
}

kh_status emit_row(void *ctx, const kh_row *r)
{
    struct emit_call *m = ctx;
    const kh_domain *d = m->job->schema;
    if (m->rc)
        return m->rc;
    if (!r || r->size < sizeof *r)
        return emit_unsound(m, N_("a row of the wrong size"), NULL);
    if (r->table >= d->tables.count)
        return emit_unsound(m, N_("a row of an unknown table"), NULL);
    const kh_table *t = schema_table(d, r->table);
    if (r->subject >= m->rung->len)
        return emit_unsound(m, N_("a row of an unknown subject"), t->name);
    if (r->cells != t->columns.count || (r->cells && !r->cell))
        return emit_unsound(m, N_("a row with too few or too many cells"), t->name);
    bool is_wanted = t->flags & KH_EVERY_LEVEL ? m->ask->merged : m->ask->entered;
    if (!is_wanted || !m->rung->keep[r->subject])
        return KH_OK;
    return keep_row(m, r, t);
}
