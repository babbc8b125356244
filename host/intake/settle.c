/* SPDX-License-Identifier: Apache-2.0 */
/* settle.c - revisions: which row of a key wins, whatever the order of files and threads.
 *
 *   rank   revision, when: 0x01 if there is none, else 0x02 and bytes in their order
 *          each cell:      0x01 if there is no value, else 0x02, text, 0x00
 *
 * Texts hold no NUL, so that ranks compare bytewise as the rule says: greatest revision,
 * latest when, greatest row. */
#include "intake/inputs_inside.h"

#include <stdlib.h>
#include <string.h>

enum { RANK_MAX = 64 << 20, RANK_NULL = 1, RANK_VALUE = 2 };

static void rank_value(struct buf *b, const struct reader *r, uint32_t column, uint32_t row)
{
    unsigned char bytes[8];
    if (column == PLAN_NONE || r->values[column].null[row]) {
        buf_char(b, RANK_NULL);
        return;
    }
    const struct column *c = &r->rows.plan->columns[column];
    struct cell value = values_bytes(&r->values[column], c, row, bytes);
    buf_char(b, RANK_VALUE);
    buf_add(b, value.at, value.len);
    if (c->field->type == KH_KEY || c->field->type == KH_TEXT)
        buf_char(b, 0);
}

kh_status reader_hold(struct reader *r, uint32_t row, kh_err *e)
{
    const struct plan *p = r->rows.plan;
    const char *why = NULL;
    unsigned char bytes[8];
    struct buf rank;
    buf_init(&rank, RANK_MAX);
    rank_value(&rank, r, p->revision, row);
    rank_value(&rank, r, p->when, row);
    for (uint32_t k = 0; k < p->n_columns && !why; k++) {
        struct cell cell;
        why = cells_get(&r->cells, &r->rows, k, row, &cell);
        buf_char(&rank, cell.at ? RANK_VALUE : RANK_NULL);
        if (cell.at) {
            buf_add(&rank, cell.at, cell.len);
            buf_char(&rank, 0);
        }
    }
    struct cell key = values_bytes(&r->values[p->key], &p->columns[p->key], row, bytes);
    struct held_row held = { .key = (const unsigned char *)key.at,
                             .key_len = key.len,
                             .rank = (const unsigned char *)rank.at,
                             .rank_len = (uint32_t)rank.len,
                             .file = r->rows.file_index,
                             .line = r->rows.line[row] };
    kh_status rc = why || rank.failed
                       ? kh_fail(e, KH_ENOMEM, "no memory for a row that is held back")
                       : held_add(&r->held[p->dataset], &held, e);
    buf_end(&rank);
    return rc;
}

/* Behind a value of a rank's head. */
static const unsigned char *skip_value(const struct plan *p, uint32_t column,
                                       const unsigned char *at)
{
    if (*at++ == RANK_NULL)
        return at;
    uint32_t type = p->columns[column].field->type;
    bool is_text = type == KH_KEY || type == KH_TEXT;
    return at + (is_text ? strlen((const char *)at) + 1 : 8);
}

/* Cells of the winner behind those in hand; the texts are copied to the scratch. */
static kh_status take_winner(void *ctx, const struct held_row *winner, uint64_t others,
                             kh_err *e)
{
    struct reader *r = ctx;
    struct rows *rows = &r->rows;
    const struct plan *p = rows->plan;
    r->counts[p->dataset].revised += others;
    const char *copy =
        arena_bytes(&r->cells.scratch, (const char *)winner->rank, winner->rank_len);
    if (!copy)
        return kh_fail(e, KH_ENOMEM, "no memory for settled rows");
    const unsigned char *at = (const unsigned char *)copy;
    at = skip_value(p, p->revision, at);
    at = skip_value(p, p->when, at);
    for (uint32_t k = 0; k < p->n_columns; k++) {
        struct cell *cell = &rows->given[(size_t)k * INTAKE_BATCH_ROWS + rows->n];
        *cell = (struct cell){ 0 };
        if (*at++ == RANK_NULL)
            continue;
        *cell = (struct cell){ (const char *)at, (uint32_t)strlen((const char *)at) };
        at += cell->len + 1;
    }
    rows->files[rows->n] = winner->file;
    rows->line[rows->n++] = winner->line;
    if (rows->n < INTAKE_BATCH_ROWS)
        return KH_OK;
    uint32_t n = rows->n;
    kh_status rc = reader_rows(r, e);
    rows->first_row += n;
    return rc;
}

kh_status reader_settle(struct reader *r, struct reader *const *all, uint32_t n,
                        uint32_t dataset, struct dict *const *dicts, batch_fn fn, void *ctx,
                        kh_err *e)
{
    const struct plan *p = &r->in->plans[dataset];
    if (!p->dupes)
        return KH_OK;
    struct held **held = calloc(n, sizeof *held);
    struct cell *given = calloc((size_t)p->n_columns * INTAKE_BATCH_ROWS, sizeof *given);
    kh_status rc = held && given ? KH_OK : kh_fail(e, KH_ENOMEM, "no memory for settling");
    for (uint32_t i = 0; i < n && !rc; i++)
        held[i] = &all[i]->held[dataset];
    r->dicts = dicts;
    r->fn = fn;
    r->ctx = ctx;
    r->rows.plan = p;
    r->rows.n = 0;
    r->rows.given = given;
    r->rows.chunk = p->n_chunks;
    r->rows.first_row = 0;
    if (!rc)
        rc = held_settle(held, n, take_winner, r, e);
    if (!rc)
        rc = reader_rows(r, e);
    r->rows.given = NULL;
    r->rows.n = 0;
    arena_end(&r->cells.scratch);
    for (uint32_t i = 0; i < n && !rc; i++)
        held_end(held[i]);
    free(held);
    free(given);
    return rc;
}
