/* SPDX-License-Identifier: Apache-2.0 */
/* compact.c - see compact.h. */
#include "worker/compact.h"
#include "base/lang.h"

#include <stdlib.h>

static bool reserve(void **at, size_t *size, size_t need)
{
    if (need <= *size)
        return true;
    void *p = realloc(*at, need + need / 2);
    if (!p)
        return false;
    *at = p;
    *size = need + need / 2;
    return true;
}

static size_t width(uint32_t type)
{
    switch (type) {
    case KH_BOOL:
        return sizeof(uint8_t);
    case KH_ENUM:
        return sizeof(uint16_t);
    case KH_KEY:
        return sizeof(uint32_t);
    default:
        return sizeof(int64_t);
    }
}

static bool take_valid(struct compact_col *own, const kh_col *from, const uint32_t *row,
                       uint32_t n)
{
    size_t bytes = (size_t)n / 8 + 1;
    if (!reserve(&own->valid, &own->valid_size, bytes))
        return false;
    uint8_t *valid = own->valid;
    memset(valid, 0, bytes);
    for (uint32_t i = 0; i < n; i++)
        if (from->valid[row[i] >> 3] >> (row[i] & 7) & 1)
            valid[i >> 3] = (uint8_t)(valid[i >> 3] | 1u << (i & 7));
    return true;
}

static bool take_text(struct compact_col *own, const kh_col *from, const uint32_t *row,
                      uint32_t n)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < n; i++)
        bytes += from->offsets[row[i] + 1] - from->offsets[row[i]];
    if (!reserve(&own->data, &own->data_size, bytes + 1) ||
        !reserve(&own->offsets, &own->offsets_size, ((size_t)n + 1) * sizeof(uint32_t)))
        return false;
    uint32_t *offset = own->offsets, at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t len = from->offsets[row[i] + 1] - from->offsets[row[i]];
        offset[i] = at;
        memcpy((char *)own->data + at, (const char *)from->data + from->offsets[row[i]],
               len);
        at += len;
    }
    offset[n] = at;
    return true;
}

static bool take_fixed(struct compact_col *own, size_t size, const kh_col *from,
                       const uint32_t *row, uint32_t n)
{
    if (!reserve(&own->data, &own->data_size, (size_t)n * size + 1))
        return false;
    unsigned char *to = own->data;
    const unsigned char *at = from->data;
    /* The sizes are constants to the compiler: one move each. */
    if (size == sizeof(int64_t))
        for (uint32_t i = 0; i < n; i++)
            memcpy(to + (size_t)i * 8, at + (size_t)row[i] * 8, 8);
    else if (size == sizeof(uint32_t))
        for (uint32_t i = 0; i < n; i++)
            memcpy(to + (size_t)i * 4, at + (size_t)row[i] * 4, 4);
    else if (size == sizeof(uint16_t))
        for (uint32_t i = 0; i < n; i++)
            memcpy(to + (size_t)i * 2, at + (size_t)row[i] * 2, 2);
    else
        for (uint32_t i = 0; i < n; i++)
            to[i] = at[row[i]];
    return true;
}

/* An absent column (no data) stays absent. */
static bool take_column(struct compact_col *own, uint32_t type, const kh_col *from,
                        const uint32_t *row, uint32_t n, kh_col *out)
{
    *out = (kh_col){ 0 };
    if (!from->data)
        return true;
    bool ok = type == KH_TEXT ? take_text(own, from, row, n)
                              : take_fixed(own, width(type), from, row, n);
    if (ok && from->valid)
        ok = take_valid(own, from, row, n);
    if (ok) {
        out->data = own->data;
        out->valid = from->valid ? own->valid : NULL;
        out->offsets = type == KH_TEXT ? own->offsets : NULL;
    }
    return ok;
}

static bool reserve_columns(struct compact *c, uint32_t n)
{
    if (n <= c->cols)
        return true;
    struct compact_col *own = realloc(c->own, n * sizeof *own);
    if (!own)
        return false;
    c->own = own;
    kh_col *col = realloc(c->col, n * sizeof *col);
    if (!col)
        return false;
    c->col = col;
    memset(own + c->cols, 0, (n - c->cols) * sizeof *own);
    c->cols = n;
    return true;
}

kh_status compact_rows(struct compact *c, const kh_dataset *ds, const kh_batch *from,
                       const uint32_t *row, uint32_t n, kh_batch *out, kh_err *e)
{
    const kh_field *field = ds->columns.at;
    bool ok = reserve_columns(c, from->cols);
    for (uint32_t k = 0; ok && k < from->cols; k++)
        ok = take_column(&c->own[k], field[k].type, &from->col[k], row, n, &c->col[k]);
    if (!ok)
        return kh_fail(e, KH_ENOMEM, _("no memory for a batch"));
    *out = *from;
    out->rows = n;
    out->col = c->col;
    return KH_OK;
}

void compact_end(struct compact *c)
{
    for (uint32_t k = 0; k < c->cols; k++) {
        free(c->own[k].data);
        free(c->own[k].valid);
        free(c->own[k].offsets);
    }
    free(c->own);
    free(c->col);
    *c = (struct compact){ 0 };
}
