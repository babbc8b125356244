/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c - rows in hand: decoded column by column, sorted out, handed on. */
#include "base/lang.h"
#include "intake/inputs_inside.h"

#include <string.h>

static const char *const no_value = N_("no value");

void reader_reject_row(struct reader *r, const struct plan *p, uint32_t file, uint64_t line,
                       const char *why)
{
    r->counts[p->dataset].rejected++;
    if (r->rejects)
        rejects_add(r->rejects, p->dataset, file, line, "", why, "", 0);
}

void reader_reject(struct reader *r, uint32_t row, uint32_t column, const char *why)
{
    struct rows *rows = &r->rows;
    const struct plan *p = rows->plan;
    rows->state[row] = ROW_BAD;
    r->counts[p->dataset].rejected++;
    if (!r->rejects)
        return;
    uint32_t fault = r->cells.fault;
    const struct source *s = fault == PLAN_NONE ? NULL : &p->sources[fault];
    struct cell text;
    cells_raw(&r->cells, rows, fault, row, &text);
    if (s && s->is_private)
        text = (struct cell){ "***", 3 };
    rejects_add(r->rejects, p->dataset, rows->given ? rows->files[row] : rows->file_index,
                rows->line[row], s ? s->label : p->columns[column].field->name, why,
                text.at, text.len);
}

/* Decode one column of all rows that are still good. */
static void decode_column(struct reader *r, uint32_t column)
{
    struct rows *rows = &r->rows;
    const struct plan *p = rows->plan;
    const struct column *c = &p->columns[column];
    struct values *v = &r->values[column];
    bool is_nullable = rows->given || plan_is_absent(p, rows->file, c) ||
                       (c->is_nullable && column != p->when);
    size_t width = values_width(c->field->type);
    uint32_t plain = cells_plain_field(rows, column);
    for (uint32_t i = 0; i < rows->n; i++) {
        if (rows->state[i] != ROW_GOOD)
            continue;
        struct cell cell;
        const char *why = NULL;
        if (plain == PLAN_NONE || !cells_plain(rows, plain, i, &cell))
            why = cells_get(&r->cells, rows, column, i, &cell);
        else
            r->cells.fault = c->source;
        if (!why && cell.at) {
            why = values_set(v, c, &cell, i);
        } else if (!why && c->skips) {
            rows->state[i] = ROW_SKIPPED;
            r->counts[p->dataset].skipped++;
            continue;
        } else if (!why && is_nullable) {
            v->null[i] = 1;
            v->has_null = true;
            memset((char *)v->data + i * width, 0, width);
        } else if (!why) {
            why = no_value;
        }
        if (why)
            reader_reject(r, i, column, why);
    }
}

static kh_status decode_columns(struct reader *r, kh_err *e)
{
    const struct plan *p = r->rows.plan;
    kh_status rc = KH_OK;
    for (uint32_t k = 0; k < p->n_columns && !rc; k++)
        rc = values_ready(&r->values[k], p->columns[k].field->type, e);
    /* What is left out is not looked at any further. */
    for (int skips = p->has_skips; skips >= 0 && !rc; skips--)
        for (uint32_t k = 0; k < p->n_columns; k++)
            if (p->columns[k].skips == skips)
                decode_column(r, k);
    if (!rc && r->cells.no_memory)
        rc = kh_fail(e, KH_ENOMEM, "no memory for the cells of a batch");
    return rc;
}

/* Only the key, and only into the search. */
static kh_status search_keys(struct reader *r, kh_err *e)
{
    struct rows *rows = &r->rows;
    uint32_t k = rows->plan->key;
    const struct column *c = &rows->plan->columns[k];
    kh_status rc = values_ready(&r->values[k], c->field->type, e);
    if (!rc)
        decode_column(r, k);
    for (uint32_t i = 0; i < rows->n && !rc; i++) {
        unsigned char bytes[8];
        if (rows->state[i] != ROW_GOOD || r->values[k].null[i])
            continue;
        struct cell key = values_bytes(&r->values[k], c, i, bytes);
        rc = dupes_add(r->search, hash128(key.at, key.len), e);
    }
    return rc;
}

/* Hold back the rows whose key stands elsewhere too. */
static kh_status hold_rows(struct reader *r, kh_err *e)
{
    struct rows *rows = &r->rows;
    const struct plan *p = rows->plan;
    const struct values *v = &r->values[p->key];
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < rows->n && !rc; i++) {
        unsigned char bytes[8];
        if (rows->state[i] != ROW_GOOD || v->null[i])
            continue;
        struct cell key = values_bytes(v, &p->columns[p->key], i, bytes);
        if (!dupes_has(p->dupes, hash128(key.at, key.len)))
            continue;
        rows->state[i] = ROW_HELD;
        rc = reader_hold(r, i, e);
    }
    return rc;
}

kh_status reader_rows(struct reader *r, kh_err *e)
{
    struct rows *rows = &r->rows;
    kh_status rc = KH_OK;
    if (!rows->n)
        return KH_OK;
    memset(rows->state, ROW_GOOD, rows->n);
    if (r->search) {
        rc = search_keys(r, e);
    } else {
        rc = decode_columns(r, e);
        if (!rc && rows->plan->dupes && !rows->given)
            rc = hold_rows(r, e);
        uint32_t n = 0;
        for (uint32_t i = 0; i < rows->n; i++)
            if (rows->state[i] == ROW_GOOD)
                r->keep[n++] = i;
        if (!rc && n)
            rc = r->tap ? r->tap(r->ctx, rows, r->values, r->keep, n, e)
                        : emission_send(r, n, e);
    }
    if (r->cells.scratch.last)
        arena_end(&r->cells.scratch);
    rows->n = 0;
    return rc;
}
