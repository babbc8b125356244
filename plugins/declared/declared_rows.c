/* SPDX-License-Identifier: Apache-2.0 */
/* declared_rows.c - reference rows, kept by the id of their key; see declared.h. */
#include "declared_rows.h"

void cell_of(const kh_field *f, const kh_col *col, uint32_t row, ex_value *out)
{
    kh_span text;
    *out = (ex_value){ .state = EX_MISSING };
    if (!kh_has(col, row))
        return;
    out->state = EX_KNOWN;
    switch (f->type) {
    case KH_BOOL:
        out->i = kh_bool(col, row);
        break;
    case KH_ENUM:
        out->i = kh_enum(col, row);
        out->s = f->labels[out->i];
        out->len = (uint32_t)strlen(out->s);
        break;
    case KH_KEY:
        out->i = kh_key(col, row);
        break;
    case KH_TEXT:
        text = kh_text(col, row);
        out->s = text.at;
        out->len = text.len;
        break;
    default:
        out->i = kh_i64(col, row);
    }
}

static kh_status grow(const kh_host *h, dataset *d, uint32_t len, kh_err *e)
{
    reference *r = &d->rows;
    if (len > r->cap) {
        uint32_t cap = len > UINT32_MAX / 2 ? len : len * 2;
        ex_value *cell = kh_grow(h, r->cell, (size_t)cap * d->columns, sizeof *cell, e);
        if (!cell)
            return KH_ENOMEM;
        r->cell = cell;
        unsigned char *is_there = kh_grow(h, r->is_there, cap, 1, e);
        if (!is_there)
            return KH_ENOMEM;
        r->is_there = is_there;
        r->cap = cap;
    }
    if (len > r->len) {
        memset(r->is_there + r->len, 0, len - r->len);
        r->len = len;
    }
    return KH_OK;
}

/* Texts of a batch do not outlive it. */
static kh_status keep_text(declared *c, const kh_field *f, ex_value *v, kh_err *e)
{
    if (f->type != KH_TEXT || v->state)
        return KH_OK;
    char *own = declared_new(c, v->len, 1, e);
    if (!own)
        return KH_ENOMEM;
    if (v->len)
        memcpy(own, v->s, v->len);
    v->s = own;
    return KH_OK;
}

static int is_same(const ex_value *a, const ex_value *b)
{
    return a->state == b->state && a->i == b->i && a->len == b->len &&
           (!a->len || !memcmp(a->s, b->s, a->len));
}

static kh_status take_row(declared *c, dataset *d, const kh_batch *b, uint32_t row,
                          kh_err *e)
{
    uint32_t id = kh_key(&b->col[d->key - 1], row);
    ex_value *cell = &d->rows.cell[(size_t)id * d->columns];
    kh_status rc = KH_OK;
    for (uint32_t k = 0; !rc && k < d->columns; k++) {
        ex_value v;
        cell_of(&d->column[k], &b->col[k], row, &v);
        if (d->rows.is_there[id] && !is_same(&v, &cell[k]))
            return kh_fail(e, KH_EDATA,
                           "dataset '%s': two rows of one key differ in column '%s'; keep "
                           "one of them",
                           d->id, d->column[k].name);
        if (d->rows.is_there[id])
            continue;
        rc = keep_text(c, &d->column[k], &v, e);
        cell[k] = v;
    }
    d->rows.is_there[id] = rc ? 0 : 1;
    return rc;
}

static kh_status take_calendar(declared *c, const dataset *d, const kh_batch *b, kh_err *e)
{
    const kh_col *date = &b->col[declared_column(d, "date") - 1];
    const kh_col *works = &b->col[declared_column(d, "working") - 1];
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        if (kh_has(date, i) && kh_has(works, i))
            rc = workdays_add(c->host, &c->calendar, kh_day_of(kh_time(date, i)),
                              kh_bool(works, i), e);
    return rc ? rc : workdays_settle(&c->calendar, e);
}

kh_status declared_prepare(void *inst, const kh_batch *b, kh_err *e)
{
    declared *c = inst;
    dataset *d = &c->dataset[b->dataset];
    if (d->is_calendar)
        return take_calendar(c, d, b, e);
    kh_status rc = grow(c->host, d, b->space_len[d->column[d->key - 1].space], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        rc = take_row(c, d, b, i, e);
    return rc;
}

void declared_forget(declared *c)
{
    for (uint32_t i = 0; i < c->datasets; i++) {
        kh_free(c->host, c->dataset[i].rows.cell);
        kh_free(c->host, c->dataset[i].rows.is_there);
    }
    workdays_free(c->host, &c->calendar);
}

void declared_load(void *ctx, uint32_t slot, ex_value *out)
{
    declared_row *r = ctx;
    const dataset *d = r->d;
    if (slot < JOIN_SLOT) {
        cell_of(&d->column[slot], &r->b->col[slot], r->row, out);
        return;
    }
    const join *j = &r->c->join[slot - JOIN_SLOT];
    const dataset *from = &r->c->dataset[j->dataset];
    *out = (ex_value){ .state = EX_MISSING };
    if (!kh_has(&r->b->col[j->from], r->row))
        return;
    uint32_t id = kh_key(&r->b->col[j->from], r->row);
    if (id < from->rows.len && from->rows.is_there[id])
        *out = from->rows.cell[(size_t)id * from->columns + j->column];
    else if (from->rejects_unknown) {
        r->unknown = from;
        r->unknown_at = j->from;
    }
}
