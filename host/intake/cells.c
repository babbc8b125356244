/* SPDX-License-Identifier: Apache-2.0 */
/* cells.c - see cells.h.
 *
 * Plain ASCII fields are trimmed where they stand.  All others take the long way once per
 * different field: what comes out is remembered by the field's bytes. */
#include "intake/cells.h"
#include "base/lang.h"
#include "base/text.h"
#include "intake/csv.h"
#include "intake/inputs_inside.h"
#include "intake/lookup.h"

#include <stdlib.h>
#include <string.h>

enum {
    MEMO_KEY_MAX = 256, /* bytes of a field that is remembered */
    MEMO_LEN_MAX = 8192 /* different fields per source */
};
static const char *const stray_quote = N_("a quote inside a field, or text behind one");
static const char *const bad_bytes = N_("not valid in the file's encoding");
static const char *const too_long = N_("field longer than 64 KiB");
static const char *const no_unit = N_("no such unit in the organisation file");
static const char *const near_unit =
    N_("no such unit in the organisation file; did you mean \"%s\"?");
static const char *const no_suffix = N_("does not end in \"%s\"");
static const char *const no_match = N_("the look-up finds no row");
static const char *const no_part = N_("no value in a column of the subject");
static const char *const no_room = N_("no memory");

struct memo_value {
    struct cell cell;
    const char *why;
};
struct cells_memo {
    struct dict *keys;
    struct memo_value *values;
    uint32_t cap;
};

kh_status cells_init(struct cells *c, const struct inputs *in, struct arena *reasons,
                     kh_err *e)
{
    *c = (struct cells){ .in = in, .orgs = in->spec.orgs, .reasons = reasons };
    arena_init(&c->scratch, 0);
    arena_init(&c->keep, 0);
    c->n_memos = in->n_sources * (ENCODING_LATIN1 + 1);
    c->memos = calloc(c->n_memos ? c->n_memos : 1, sizeof(struct cells_memo *));
    return c->memos ? KH_OK : kh_fail(e, KH_ENOMEM, "no memory for a reader");
}

void cells_end(struct cells *c)
{
    for (uint32_t i = 0; c->memos && i < c->n_memos; i++)
        if (c->memos[i]) {
            dict_end(c->memos[i]->keys);
            free(c->memos[i]->values);
            free(c->memos[i]);
        }
    free(c->memos);
    converter_end(&c->converter);
    arena_end(&c->scratch);
    arena_end(&c->keep);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void trim(struct cell *c)
{
    while (c->len && is_blank(c->at[c->len - 1]))
        c->len--;
    while (c->len && is_blank(*c->at)) {
        c->at++;
        c->len--;
    }
}

static bool has_high(const char *s, uint32_t n)
{
    unsigned char all = 0;
    for (uint32_t i = 0; i < n; i++)
        all |= (unsigned char)s[i];
    return all >= 0x80;
}

static bool is_text(const struct cell *c, const char *text)
{
    return !strncmp(text, c->at, c->len) && !text[c->len];
}

/* Quotes off, UTF-8; blanks stay. */
static const char *decode_field(struct cells *c, const struct rows *rows, struct cell *cell)
{
    enum encoding encoding = rows->file->encoding;
    if (cell->len && *cell->at == '"' && rows->has_quotes) {
        char *out = arena_new(&c->scratch, cell->len);
        size_t n = cell->len;
        if (!out)
            return no_room;
        if (!csv_unquote(&cell->at, &n, out))
            return stray_quote;
        cell->len = (uint32_t)n;
    }
    if (!rows->has_high || encoding == ENCODING_UTF8 || !has_high(cell->at, cell->len))
        return NULL;
    char *out = arena_new(&c->scratch, (size_t)cell->len * CONVERTER_GROWTH);
    if (!out)
        return no_room;
    size_t n = converter_utf8(&c->converter, encoding, out, cell->at, cell->len);
    if (n == SIZE_MAX)
        return bad_bytes;
    *cell = (struct cell){ out, (uint32_t)n };
    return NULL;
}

/* Trimmed, full-width ASCII folded; NUL-ended. */
static const char *fold(struct cells *c, struct cell *cell)
{
    char *out = arena_new(&c->scratch, (size_t)cell->len + 1);
    if (!out)
        return no_room;
    cell->len = (uint32_t)text_fold_key(out, cell->at, cell->len);
    out[cell->len] = '\0';
    cell->at = out;
    return NULL;
}

static bool is_missing(const struct source *s, const struct cell *folded)
{
    for (uint32_t i = 0; i < s->n_missing; i++)
        if (is_text(folded, s->missing[i]))
            return true;
    return !folded->len;
}

/* A unit's id for what names it. */
static const char *resolve(struct cells *c, const struct source *s, struct cell *cell)
{
    const struct org_unit *u = orgs_find(c->orgs, s->level, cell->at);
    if (u) {
        *cell = (struct cell){ u->id, (uint32_t)strlen(u->id) };
        return NULL;
    }
    const char *nearest = orgs_nearest(c->orgs, s->level, cell->at);
    if (!nearest || s->is_private)
        return no_unit;
    const char *why = arena_printf(c->reasons, "%s\n%s", near_unit, nearest);
    return why ? why : no_unit;
}

/* "9 out of 10" with the suffix "out of 10" is 9; the suffix alone is no value. */
static const char *strip(struct cells *c, const struct source *s, struct cell *cell)
{
    size_t n = strlen(s->suffix);
    if (cell->len < n || memcmp(cell->at + cell->len - n, s->suffix, n)) {
        const char *why = arena_printf(c->reasons, "%s\n%s", no_suffix, s->suffix);
        return why ? why : no_room;
    }
    cell->len -= (uint32_t)n;
    trim(cell);
    if (cell->len)
        cell->at = arena_bytes(&c->scratch, cell->at, cell->len); /* NUL-ended */
    else
        *cell = (struct cell){ 0 };
    return cell->at || !cell->len ? NULL : no_room;
}

/* From the decoded text on: no value, maps, suffix, units.  as_text keeps the blanks. */
static const char *finish(struct cells *c, const struct source *s, bool as_text,
                          struct cell *cell)
{
    struct cell plain = *cell;
    const char *why = fold(c, cell);
    if (why)
        return why;
    for (uint32_t i = 0; i < s->n_map; i++)
        if (is_text(cell, s->map[i].from)) {
            const char *to = s->map[i].to;
            *cell = *to ? (struct cell){ to, (uint32_t)strlen(to) } : (struct cell){ 0 };
            return cell->at && s->level ? resolve(c, s, cell) : NULL;
        }
    if (is_missing(s, cell)) {
        *cell = (struct cell){ 0 };
        return NULL;
    }
    if (s->suffix)
        why = strip(c, s, cell);
    if (!why && s->level && cell->at)
        return resolve(c, s, cell);
    if (as_text && !s->suffix)
        *cell = plain;
    return why;
}

/* The memo of a source under an encoding; NULL: not remembered. */
static struct cells_memo *memo_of(struct cells *c, const struct rows *rows, uint32_t source)
{
    uint32_t at =
        (c->in->first_source[rows->plan->dataset] + source) * (ENCODING_LATIN1 + 1) +
        (uint32_t)rows->file->encoding;
    if (c->memos[at])
        return c->memos[at];
    struct cells_memo *m = calloc(1, sizeof *m);
    if (m)
        m->keys = dict_new();
    if (m && !m->keys) {
        free(m);
        m = NULL;
    }
    c->memos[at] = m;
    return m;
}

static void remember(struct cells *c, struct cells_memo *m, const struct cell *raw,
                     const struct cell *cell, const char *why)
{
    uint32_t id = 0, n = dict_len(m->keys);
    kh_err e;
    if (n >= MEMO_LEN_MAX || why == no_room)
        return;
    if (n == m->cap) {
        uint32_t cap = m->cap ? m->cap * 2 : 16;
        struct memo_value *values = realloc(m->values, cap * sizeof *values);
        if (!values)
            return;
        m->values = values;
        m->cap = cap;
    }
    struct memo_value v = { { 0 }, why };
    if (!why && cell->at) {
        v.cell.at = arena_bytes(&c->keep, cell->at, cell->len);
        v.cell.len = cell->len;
        if (!v.cell.at)
            return;
    }
    if (!dict_id(m->keys, raw->at, raw->len, &id, &e))
        m->values[id] = v;
}

static const char *long_way(struct cells *c, const struct rows *rows, uint32_t source,
                            bool as_text, struct cell *cell)
{
    const struct source *s = &rows->plan->sources[source];
    struct cell raw = *cell;
    struct cells_memo *m =
        as_text || raw.len > MEMO_KEY_MAX ? NULL : memo_of(c, rows, source);
    uint32_t id = 0;
    if (m && dict_find(m->keys, raw.at, raw.len, &id)) {
        *cell = m->values[id].cell;
        return m->values[id].why;
    }
    const char *why = decode_field(c, rows, cell);
    if (!why)
        why = finish(c, s, as_text, cell);
    if (m)
        remember(c, m, &raw, cell, why);
    return why;
}

static void raw_field(const struct rows *rows, uint32_t field, uint32_t row,
                      struct cell *cell)
{
    const uint32_t *ends = &rows->ends[rows->first[row]];
    uint32_t begin = field ? ends[field - 1] + 1 : rows->begin[row];
    *cell = (struct cell){ rows->bytes + begin, ends[field] - begin };
}

void cells_raw(struct cells *c, const struct rows *rows, uint32_t source, uint32_t row,
               struct cell *out)
{
    *out = (struct cell){ 0 };
    if (rows->given || source == PLAN_NONE || rows->file->field[source] == PLAN_NONE)
        return;
    raw_field(rows, rows->file->field[source], row, out);
    struct cell cell = *out;
    if (!decode_field(c, rows, &cell)) {
        trim(&cell);
        *out = cell;
    }
}

static const char *get_source(struct cells *c, const struct rows *rows, uint32_t source,
                              uint32_t row, bool as_text, struct cell *out);

bool cells_join(struct arena *a, const struct cell *parts, uint32_t n, struct cell *out)
{
    size_t size = 0;
    for (uint32_t i = 0; i < n; i++)
        size += sizeof parts[i].len + parts[i].len;
    char *at = arena_new(a, size);
    if (!at)
        return false;
    *out = (struct cell){ at, (uint32_t)size };
    for (uint32_t i = 0; i < n; i++) {
        memcpy(at, &parts[i].len, sizeof parts[i].len);
        memcpy(at + sizeof parts[i].len, parts[i].at, parts[i].len);
        at += sizeof parts[i].len + parts[i].len;
    }
    return true;
}

static const char *look_up(struct cells *c, const struct rows *rows, uint32_t source,
                           uint32_t row, bool as_text, struct cell *out)
{
    const struct source *s = &rows->plan->sources[source];
    struct cell parts[CONF_SUBJECT_MAX], key;
    uint32_t n = s->n_by < CONF_SUBJECT_MAX ? s->n_by : CONF_SUBJECT_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const char *why = get_source(c, rows, s->by[i], row, false, &parts[i]);
        if (why)
            return why;
        if (!parts[i].at) {
            *out = (struct cell){ 0 };
            return NULL;
        }
    }
    c->fault = s->by[0];
    if (!cells_join(&c->scratch, parts, n, &key))
        return no_room;
    if (!lookup_find(s->lookup, key.at, key.len, s->lookup_value, out))
        return no_match;
    c->fault = source;
    return out->at ? finish(c, s, as_text, out) : NULL;
}

/* The cell of a source. */
static const char *get_source(struct cells *c, const struct rows *rows, uint32_t source,
                              uint32_t row, bool as_text, struct cell *out)
{
    const struct source *s = &rows->plan->sources[source];
    *out = (struct cell){ 0 };
    c->fault = source;
    if (s->kind == COLUMN_LOOKUP)
        return look_up(c, rows, source, row, as_text, out);
    if (s->kind != COLUMN_HEADER) {
        const char *text = s->kind == COLUMN_CONSTANT ? s->text : rows->file->part[source];
        *out = (struct cell){ text, text ? (uint32_t)strlen(text) : 0 };
        return text ? finish(c, s, as_text, out) : NULL;
    }
    uint32_t field = rows->file->field[source];
    if (field == PLAN_NONE)
        return NULL;
    raw_field(rows, field, row, out);
    if (out->len > INTAKE_FIELD_MAX)
        return too_long;
    if (!s->is_plain || as_text || (rows->has_quotes && out->len && *out->at == '"') ||
        (rows->has_high && has_high(out->at, out->len)))
        return long_way(c, rows, source, as_text, out);
    trim(out);
    if (!out->len)
        out->at = NULL;
    return NULL;
}

/* Parts joined as subject_join does. */
static const char *join_subject(struct cells *c, const struct cell *parts, uint32_t n,
                                struct cell *out)
{
    size_t size = n;
    for (uint32_t i = 0; i < n; i++)
        size += 2 * (size_t)parts[i].len;
    char *text = arena_new(&c->scratch, size), *at = text;
    if (!text)
        return no_room;
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            *at++ = '/';
        for (uint32_t k = 0; k < parts[i].len; k++) {
            char b = parts[i].at[k];
            if (b == '/' || b == '\\')
                *at++ = '\\';
            *at++ = b;
        }
    }
    *out = (struct cell){ text, (uint32_t)(at - text) };
    return NULL;
}

static bool needs_escape(const struct cell *c)
{
    return memchr(c->at, '/', c->len) || memchr(c->at, '\\', c->len);
}

static const char *get_subject(struct cells *c, const struct rows *rows, uint32_t row,
                               struct cell *out)
{
    const struct plan *p = rows->plan;
    struct cell parts[CONF_SUBJECT_MAX];
    uint32_t n = p->n_subject < CONF_SUBJECT_MAX ? p->n_subject : CONF_SUBJECT_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const char *why = get_source(c, rows, p->subject[i], row, false, &parts[i]);
        if (why)
            return why;
        if (!parts[i].at)
            return no_part;
    }
    if (n == 1 && !needs_escape(&parts[0])) {
        *out = parts[0];
        return NULL;
    }
    return join_subject(c, parts, n, out);
}

uint32_t cells_plain_field(const struct rows *rows, uint32_t column)
{
    const struct plan *p = rows->plan;
    const struct column *c = &p->columns[column];
    if (rows->given || c->is_subject || c->source == PLAN_NONE ||
        (c->field->type == KH_TEXT && column != p->key))
        return PLAN_NONE;
    return p->sources[c->source].is_plain ? rows->file->field[c->source] : PLAN_NONE;
}

const char *cells_get(struct cells *c, const struct rows *rows, uint32_t column,
                      uint32_t row, struct cell *out)
{
    const struct plan *p = rows->plan;
    const struct column *col = &p->columns[column];
    c->fault = col->source;
    if (rows->given) {
        *out = rows->given[(size_t)column * INTAKE_BATCH_ROWS + row];
        return NULL;
    }
    const char *why = NULL;
    if (col->is_subject) {
        why = get_subject(c, rows, row, out);
    } else if (col->source == PLAN_NONE) {
        *out = (struct cell){ 0 };
    } else {
        bool as_text =
            col->field->type == KH_TEXT && column < p->n_declared && column != p->key;
        why = get_source(c, rows, col->source, row, as_text, out);
    }
    c->no_memory |= why == no_room;
    return why;
}
