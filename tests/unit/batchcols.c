/* SPDX-License-Identifier: Apache-2.0 */
/* batchcols.c - see batchcols.h. */
#include "batchcols.h"

#include <stdlib.h>
#include <string.h>

void batch_mistake(const char *what, const char *text)
{
    fprintf(stderr, "batches: %s: \"%s\"\n", what, text);
    abort();
}

void *batch_new(size_t n)
{
    void *p = calloc(1, n ? n : 1);
    if (!p)
        batch_mistake("no memory", "");
    return p;
}

void lines_bytes(struct lines *l, const void *bytes, size_t n)
{
    if (l->len + n + 1 > l->cap) {
        l->cap = 2 * (l->len + n + 1);
        l->at = realloc(l->at, l->cap);
        if (!l->at)
            batch_mistake("no memory", "");
    }
    if (n)
        memcpy(l->at + l->len, bytes, n);
    l->len += n;
    l->at[l->len] = '\0';
}

void lines_add(struct lines *l, const char *text)
{
    lines_bytes(l, text, strlen(text));
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void lines_sort(struct lines *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->len; i++)
        n += l->at[i] == '\n';
    char **line = batch_new(n * sizeof *line), *copy = batch_new(l->len + 1), *at = copy;
    memcpy(copy, l->at ? l->at : "", l->len);
    for (size_t i = 0; i < n; i++) {
        line[i] = at;
        at = strchr(at, '\n');
        *at++ = '\0';
    }
    qsort(line, n, sizeof *line, by_text);
    l->len = 0;
    for (size_t i = 0; i < n; i++) {
        lines_add(l, line[i]);
        lines_add(l, "\n");
    }
    free(line);
    free(copy);
}

uint32_t keys_id(struct keys *k, const char *text)
{
    for (uint32_t i = 0; i < k->len; i++)
        if (!strcmp(k->text[i], text))
            return i;
    if (k->len == k->cap) {
        k->cap = 2 * k->cap + 8;
        k->text = realloc(k->text, k->cap * sizeof *k->text);
        if (!k->text)
            batch_mistake("no memory", text);
    }
    k->text[k->len] = batch_new(strlen(text) + 1);
    memcpy(k->text[k->len], text, strlen(text) + 1);
    return k->len++;
}

void keys_free(struct keys *k)
{
    for (uint32_t i = 0; i < k->len; i++)
        free(k->text[i]);
    free(k->text);
    *k = (struct keys){ 0 };
}

/* Days since 1970-01-01 of a civil date. */
static int64_t days_of(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int64_t batch_time(const char *text)
{
    int64_t part[6] = { 0 };
    const char *p = text;
    for (int i = 0; i < 6 && *p; i++) {
        char *end;
        part[i] = strtoll(p, &end, 10);
        if (end == p)
            batch_mistake("not a time", text);
        p = *end ? end + 1 : end;
    }
    return ((days_of(part[0], part[1], part[2]) * 24 + part[3]) * 60 + part[4]) * 60000000 +
           part[5] * 1000000;
}

static int64_t decimal(const char *text, int32_t scale)
{
    const char *p = text + (*text == '-');
    uint64_t v = 0;
    int32_t digits = -1;
    for (; *p; p++) {
        if (*p == '.' && digits < 0)
            digits = 0;
        else if (*p >= '0' && *p <= '9' && digits < scale)
            v = v * 10 + (uint64_t)(*p - '0'), digits += digits >= 0;
        else
            batch_mistake("not a decimal of its scale", text);
    }
    for (digits = digits < 0 ? 0 : digits; digits < scale; digits++)
        v *= 10;
    return (int64_t)(*text == '-' ? 0 - v : v);
}

kh_value batch_value(const kh_field *f, const char *text)
{
    kh_value v = { .set = 1 };
    int64_t unit = 1;
    switch (f->type) {
    case KH_BOOL:
        v.u.i = !strcmp(text, "true") || !strcmp(text, "1");
        break;
    case KH_I64:
    case KH_DEC:
        v.u.i = decimal(text, f->type == KH_DEC ? f->scale : 0);
        break;
    case KH_F64:
        for (int i = 0; i < 6; i++)
            unit *= 10;
        v.u.f = (double)decimal(text, 6) / (double)unit;
        break;
    case KH_TIME:
        v.u.i = batch_time(text);
        break;
    case KH_ENUM:
        while (f->labels[v.u.i] && strcmp(f->labels[v.u.i], text))
            v.u.i++;
        if (!f->labels[v.u.i])
            batch_mistake("none of the labels", text);
        break;
    default:
        v.u.s = text;
        v.count = (uint32_t)strlen(text);
    }
    return v;
}

void batch_print(struct lines *out, uint32_t type, int32_t scale, const char *const *labels,
                 const kh_value *v)
{
    char text[64];
    int64_t unit = 1;
    if (!v->set)
        return;
    uint64_t size = v->u.i < 0 ? 0 - (uint64_t)v->u.i : (uint64_t)v->u.i;
    for (int32_t i = 0; type == KH_DEC && i < scale; i++)
        unit *= 10;
    if (type == KH_TEXT)
        lines_bytes(out, v->u.s, v->count);
    else if (type == KH_ENUM)
        lines_add(out, labels[v->u.i]);
    else if (type == KH_F64)
        snprintf(text, sizeof text, "%.6f", v->u.f), lines_add(out, text);
    else if (type == KH_TIME) {
        for (int64_t y = 1900; y < 2200; y++)
            for (int64_t m = 1; m <= 12; m++) {
                int64_t d = v->u.i / 86400000000 - days_of(y, m, 1);
                if (d < 0 || d >= days_of(y + m / 12, m % 12 + 1, 1) - days_of(y, m, 1))
                    continue;
                snprintf(text, sizeof text, "%04d-%02d-%02d", (int)y, (int)m, (int)d + 1);
                lines_add(out, text);
            }
    } else {
        snprintf(text, sizeof text, "%s%llu", v->u.i < 0 ? "-" : "",
                 (unsigned long long)(size / (uint64_t)unit));
        lines_add(out, text);
        if (type == KH_DEC && scale) {
            snprintf(text, sizeof text, ".%0*llu", scale,
                     (unsigned long long)(size % (uint64_t)unit));
            lines_add(out, text);
        }
    }
}

void table_read(struct table_text *t, const char *csv)
{
    *t = (struct table_text){ .copy = batch_new(strlen(csv) + 2), .cols = 1 };
    memcpy(t->copy, csv, strlen(csv));
    for (const char *p = csv; *p && *p != '\n'; p++)
        t->cols += *p == ',';
    for (const char *p = csv; *p; p++)
        t->rows += *p == '\n' || !p[1];
    t->cell = batch_new((size_t)t->rows * t->cols * sizeof *t->cell);
    char *at = t->copy;
    for (uint32_t i = 0; i < t->rows; i++)
        for (uint32_t k = 0; k < t->cols; k++) {
            t->cell[i * t->cols + k] = at;
            at += strcspn(at, ",\n");
            if (*at == (k + 1 < t->cols ? '\n' : ','))
                batch_mistake("a line has not as many cells as the header", csv);
            if (*at)
                *at++ = '\0';
        }
}

void table_free(struct table_text *t)
{
    free(t->cell);
    free(t->copy);
}

int table_column(const struct table_text *t, const char *name)
{
    for (uint32_t k = 0; t->rows && k < t->cols; k++)
        if (!strcmp(t->cell[k], name))
            return (int)k;
    return -1;
}

static size_t width_of(uint32_t type)
{
    return type == KH_BOOL ? 1 : type == KH_ENUM ? 2 : type == KH_KEY ? 4 : 8;
}

/* Store one cell that is not null. */
static void cell_store(unsigned char *data, uint32_t row, const kh_field *f, char *text,
                       struct keys *spaces)
{
    uint32_t id = f->type == KH_KEY ? keys_id(&spaces[f->space], text) : 0;
    kh_value v = f->type == KH_KEY ? (kh_value){ .set = 1 } : batch_value(f, text);
    uint16_t label = (uint16_t)v.u.i;
    unsigned char flag = (unsigned char)v.u.i;
    const void *from = f->type == KH_KEY    ? (const void *)&id
                       : f->type == KH_ENUM ? (const void *)&label
                       : f->type == KH_BOOL ? (const void *)&flag
                                            : (const void *)&v.u;
    memcpy(data + row * width_of(f->type), from, width_of(f->type));
}

static void column_fill(kh_col *c, const kh_field *f, const struct table_text *t, int col,
                        uint32_t first, uint32_t n, struct keys *spaces)
{
    unsigned char *valid = batch_new(n / 8 + 1), *data = batch_new((n + 1) * 8);
    uint32_t *offsets = batch_new((n + 1) * sizeof *offsets);
    struct lines text = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        char *cell = t->cell[(first + i) * t->cols + (uint32_t)col];
        if (*cell)
            valid[i >> 3] = (unsigned char)(valid[i >> 3] | 1 << (i & 7));
        else if (!(f->flags & KH_NULLABLE))
            batch_mistake("an empty cell in a column that is not nullable", f->name);
        if (*cell && f->type == KH_TEXT)
            lines_add(&text, cell);
        else if (*cell)
            cell_store(data, i, f, cell, spaces);
        offsets[i + 1] = (uint32_t)text.len;
    }
    c->valid = valid;
    c->offsets = offsets;
    c->data = data;
    if (f->type == KH_TEXT) {
        lines_add(&text, "");
        free(data);
        c->data = text.at;
    }
}

kh_col *columns_make(const kh_dataset *d, const struct table_text *t, uint32_t first,
                     uint32_t n, struct keys *spaces)
{
    kh_col *col = batch_new(d->columns.count * sizeof *col);
    for (uint32_t k = 0; k < t->cols; k++) {
        uint32_t i = 0;
        while (i < d->columns.count &&
               strcmp(((const kh_field *)d->columns.at)[i].name, t->cell[k]))
            i++;
        if (i == d->columns.count)
            batch_mistake("no such column", t->cell[k]);
    }
    for (uint32_t i = 0; i < d->columns.count; i++) {
        const kh_field *f = (const kh_field *)d->columns.at + i;
        int at = table_column(t, f->name);
        if (at >= 0)
            column_fill(&col[i], f, t, at, first, n, spaces);
        else if (!(f->flags & KH_OPTIONAL))
            batch_mistake("a column that is not optional is absent", f->name);
    }
    return col;
}

void columns_free(kh_col *col, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        free((void *)(uintptr_t)col[i].data);
        free((void *)(uintptr_t)col[i].valid);
        free((void *)(uintptr_t)col[i].offsets);
    }
    free(col);
}
