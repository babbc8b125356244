/* SPDX-License-Identifier: Apache-2.0 */
/* emission.c - decoded rows that are left become a batch: compacted, keys made ids, and
 * laid out as plugin.h says.  Keys are made only here, so that a row that is rejected or
 * superseded leaves no key behind. */
#include "intake/inputs_inside.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGN = 64, TEXT_FIRST = 1 << 16 };

struct laid {
    uint8_t *valid;
    uint32_t *offsets;
    char *text;
    size_t cap;
};
struct emission {
    kh_col *cols;
    struct laid *laid;
    uint32_t n_cols;
    uint32_t *space_len;
    uint32_t n_spaces;
    uint64_t *line;
    uint32_t *files;
};

static kh_status no_memory(kh_err *e)
{
    return kh_fail(e, KH_ENOMEM, "no memory for a batch");
}

struct emission *emission_new(void)
{
    struct emission *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    x->line = calloc(INTAKE_BATCH_ROWS, sizeof *x->line);
    x->files = calloc(INTAKE_BATCH_ROWS, sizeof *x->files);
    if (x->line && x->files)
        return x;
    emission_end(x);
    return NULL;
}

void emission_end(struct emission *x)
{
    if (!x)
        return;
    for (uint32_t i = 0; i < x->n_cols; i++) {
        free(x->laid[i].valid);
        free(x->laid[i].offsets);
        free(x->laid[i].text);
    }
    free(x->laid);
    free(x->cols);
    free(x->space_len);
    free(x->line);
    free(x->files);
    free(x);
}

static kh_status grow_columns(struct emission *x, uint32_t n, uint32_t spaces, kh_err *e)
{
    if (n > x->n_cols) {
        kh_col *cols = realloc(x->cols, n * sizeof *cols);
        if (cols)
            x->cols = cols;
        struct laid *laid = cols ? realloc(x->laid, n * sizeof *laid) : NULL;
        if (!laid)
            return no_memory(e);
        memset(laid + x->n_cols, 0, (n - x->n_cols) * sizeof *laid);
        x->laid = laid;
        x->n_cols = n;
    }
    if (spaces > x->n_spaces) {
        uint32_t *len = realloc(x->space_len, spaces * sizeof *len);
        if (!len)
            return no_memory(e);
        x->space_len = len;
        x->n_spaces = spaces;
    }
    return KH_OK;
}

/* Rows keep[0..n) of a fixed-width column to the front. */
static void compact(void *data, size_t width, const uint32_t *keep, uint32_t n)
{
    char *at = data;
    for (uint32_t i = 0; i < n; i++)
        switch (width) {
        case 1:
            at[i] = at[keep[i]];
            break;
        case 2:
            ((uint16_t *)data)[i] = ((const uint16_t *)data)[keep[i]];
            break;
        default:
            ((uint64_t *)data)[i] = ((const uint64_t *)data)[keep[i]];
            break;
        }
}

/* The ids of the keys that are left. */
static kh_status intern(struct reader *r, const struct column *c, struct values *v,
                        uint32_t n, kh_err *e)
{
    struct dict *d = r->dicts[c->field->space];
    uint32_t *ids = v->data;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < n && !rc; i++) {
        const struct cell *cell = &v->cells[r->keep[i]];
        ids[i] = 0;
        if (!v->null[r->keep[i]])
            rc = dict_id(d, cell->at, cell->len, &ids[i], e);
    }
    return rc;
}

/* The texts that are left, one behind the other. */
static kh_status lay_text(struct reader *r, const struct values *v, struct laid *l,
                          uint32_t n, kh_err *e)
{
    size_t size = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!v->null[r->keep[i]])
            size += v->cells[r->keep[i]].len;
    if (!l->offsets)
        l->offsets = aligned_alloc(ALIGN, (INTAKE_BATCH_ROWS + 16) * sizeof *l->offsets);
    if (size > l->cap || !l->text) {
        size_t cap = l->cap ? l->cap : TEXT_FIRST;
        while (cap < size)
            cap *= 2;
        free(l->text);
        l->text = aligned_alloc(ALIGN, cap);
        l->cap = l->text ? cap : 0;
    }
    if (!l->offsets || !l->text)
        return no_memory(e);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct cell *cell = &v->cells[r->keep[i]];
        l->offsets[i] = at;
        if (v->null[r->keep[i]])
            continue;
        memcpy(l->text + at, cell->at, cell->len);
        at += cell->len;
    }
    l->offsets[n] = at;
    return KH_OK;
}

/* The validity bitmap; *out is NULL if no row that is left is null. */
static kh_status lay_valid(const struct reader *r, const struct values *v, struct laid *l,
                           uint32_t n, const uint8_t **out, kh_err *e)
{
    *out = NULL;
    uint8_t any = 0;
    for (uint32_t i = 0; i < n && v->has_null; i++)
        any |= v->null[r->keep[i]];
    if (!any)
        return KH_OK;
    if (!l->valid)
        l->valid = aligned_alloc(ALIGN, INTAKE_BATCH_ROWS / 8);
    if (!l->valid)
        return no_memory(e);
    memset(l->valid, 0, INTAKE_BATCH_ROWS / 8);
    for (uint32_t i = 0; i < n; i++)
        l->valid[i >> 3] |= (uint8_t)(!v->null[r->keep[i]] << (i & 7));
    *out = l->valid;
    return KH_OK;
}

static kh_status lay_column(struct reader *r, uint32_t k, uint32_t n, kh_err *e)
{
    struct emission *x = r->emission;
    const struct column *c = &r->rows.plan->columns[k];
    struct values *v = &r->values[k];
    kh_col *col = &x->cols[k];
    *col = (kh_col){ 0 };
    bool is_absent = c->source == PLAN_NONE && !c->is_subject;
    if (!r->rows.given)
        is_absent = plan_is_absent(r->rows.plan, r->rows.file, c);
    if (is_absent)
        return KH_OK;
    kh_status rc = lay_valid(r, v, &x->laid[k], n, &col->valid, e);
    if (rc)
        return rc;
    col->data = v->data;
    switch (c->field->type) {
    case KH_KEY:
        return intern(r, c, v, n, e);
    case KH_TEXT:
        rc = lay_text(r, v, &x->laid[k], n, e);
        col->data = x->laid[k].text;
        col->offsets = x->laid[k].offsets;
        return rc;
    default:
        if (n < r->rows.n)
            compact(v->data, values_width(c->field->type), r->keep, n);
        return KH_OK;
    }
}

static void lay_places(struct reader *r, uint32_t n)
{
    struct emission *x = r->emission;
    for (uint32_t i = 0; i < n; i++) {
        x->line[i] = r->rows.line[r->keep[i]];
        if (r->rows.given)
            x->files[i] = r->rows.files[r->keep[i]];
    }
}

kh_status emission_send(struct reader *r, uint32_t n, kh_err *e)
{
    struct emission *x = r->emission;
    const struct plan *p = r->rows.plan;
    uint32_t spaces = plan_spaces(r->in->spec.schema);
    kh_status rc = grow_columns(x, p->n_declared, spaces, e);
    for (uint32_t k = 0; k < p->n_declared && !rc; k++)
        rc = lay_column(r, k, n, e);
    if (rc)
        return rc;
    lay_places(r, n);
    for (uint32_t s = 0; s < spaces; s++)
        x->space_len[s] = r->dicts[s] ? dict_len(r->dicts[s]) : 0;
    const struct batch b = {
        .view = { .size = sizeof b.view,
                  .dataset = p->dataset,
                  .rows = n,
                  .cols = p->n_declared,
                  .col = x->cols,
                  .space_len = x->space_len,
                  .chunk = r->rows.chunk,
                  .first_row = r->rows.first_row },
        .line = x->line,
        .file = r->rows.given ? x->files[0] : r->rows.file_index,
        .files = r->rows.given ? x->files : NULL,
    };
    return r->fn(r->ctx, &b, e);
}
