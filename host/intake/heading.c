/* SPDX-License-Identifier: Apache-2.0 */
/* heading.c - see heading.h.
 *
 * Delimiter and encoding are tried in turn; the pair wins under which most columns are
 * found, and of equal ones that with most fields.  An encoding is told by the header only
 * if no other finds as much. */
#include "intake/heading.h"
#include "base/lang.h"
#include "base/text.h"
#include "config/listed.h"
#include "intake/csv.h"

#include <stdlib.h>

/* The header line under one delimiter and one encoding. */
struct names {
    const char **at; /* folded; "" for a field that is not valid */
    uint32_t n;
    size_t end; /* of the line, behind its line feed */
    bool is_open, is_too_long, is_valid, has_high;
};

#define REFUSE(h, line, ...)                                                      \
    findings_add((h)->f, FINDING_ERROR, ST_INPUT, (h)->path, (uint32_t)(line), 0, \
                 __VA_ARGS__)

static kh_status refused(const struct heading *h, kh_err *e)
{
    return kh_fail(e, ST_INPUT, _("%s is refused"), h->path);
}

/* Where the record that begins the bytes ends. */
static void find_end(const struct heading *h, const char *bytes, size_t n, char delimiter,
                     struct names *out)
{
    struct csv_state state;
    csv_begin(&state, delimiter, false);
    for (size_t i = 0; i < n; i += CSV_STEP) {
        struct csv_step step;
        char padded[CSV_STEP] = { 0 };
        size_t part = n - i < CSV_STEP ? n - i : CSV_STEP;
        memcpy(padded, bytes + i, part);
        csv_step(&state, padded, (unsigned)part, &step);
        if (step.ends) {
            out->end = i + (size_t)__builtin_ctzll(step.ends) + 1;
            return;
        }
    }
    out->end = n;
    out->is_open = state.inside && h->is_all;
    out->is_too_long = !h->is_all;
}

static const char *field_name(const struct heading *h, struct converter *c, enum encoding e,
                              const char *s, size_t n, bool *is_valid)
{
    char *plain = malloc(n * (1 + 2 * CONVERTER_GROWTH) + 1);
    if (!plain)
        return NULL;
    char *utf8 = plain + n, *text = utf8 + n * CONVERTER_GROWTH;
    const char *out = "";
    bool is_sound = !n || *s != '"' || csv_unquote(&s, &n, plain);
    size_t len = is_sound && encoding_is_valid(e, s, n) ? converter_utf8(c, e, utf8, s, n)
                                                        : SIZE_MAX;
    if (len == SIZE_MAX)
        *is_valid = false;
    else
        out = arena_bytes(h->a, text, text_fold_key(text, utf8, len));
    free(plain);
    return out;
}

/* Take the header line apart.  NULL fields: memory. */
static bool read_names(const struct heading *h, const char *bytes, size_t n, char delimiter,
                       enum encoding encoding, struct names *out)
{
    *out = (struct names){ .is_valid = true };
    find_end(h, bytes, n, delimiter, out);
    if (out->is_open || out->is_too_long)
        return true;
    size_t len = out->end;
    char *line = malloc(len + CSV_STEP);
    struct csv_index x = { 0 };
    struct converter converter = { 0 };
    kh_err e = { 0 };
    bool fine = line;
    if (fine) {
        memcpy(line, bytes, len);
        memset(line + len, 0, CSV_STEP);
        fine = !csv_index(&x, line, len, delimiter, encoding == ENCODING_GB18030, &e);
    }
    out->n = (uint32_t)x.len;
    out->has_high = x.has_high;
    out->at = fine ? arena_array(h->a, x.len, sizeof *out->at) : NULL;
    size_t begin = 0;
    for (uint32_t i = 0; out->at && i < out->n && fine; i++) {
        size_t end = x.at[i];
        size_t stop =
            i + 1 == out->n && end > begin && line[end - 1] == '\r' ? end - 1 : end;
        out->at[i] =
            field_name(h, &converter, encoding, line + begin, stop - begin, &out->is_valid);
        fine = out->at[i];
        begin = end + 1;
    }
    fine = fine && out->at;
    converter_end(&converter);
    csv_index_end(&x);
    free(line);
    return fine;
}

static uint32_t find_name(const struct names *names, const char *text)
{
    for (uint32_t i = 0; i < names->n; i++)
        if (!strcmp(names->at[i], text))
            return i;
    return PLAN_NONE;
}

/* How many of the plan's columns are among the names; *all: each that must be. */
static uint32_t count_found(const struct plan *p, const struct names *names, bool *all)
{
    uint32_t found = 0;
    *all = true;
    for (uint32_t i = 0; i < p->n_sources; i++) {
        const struct source *s = &p->sources[i];
        if (s->kind != COLUMN_HEADER)
            continue;
        bool is_there = find_name(names, s->text) != PLAN_NONE;
        found += is_there;
        *all &= is_there || !(s->is_bound || s->is_required);
    }
    return found;
}

/* Blank lines in front of the header. */
static size_t skip_blank_lines(struct heading *h)
{
    size_t i = 0, begin = 0;
    h->header_line = 1;
    for (; i < h->n && (h->bytes[i] == '\r' || h->bytes[i] == '\n'); i++)
        if (h->bytes[i] == '\n') {
            h->header_line++;
            begin = i + 1;
        }
    return i == h->n ? i : begin;
}

/* The best of the delimiters, under one encoding. */
struct choice {
    struct names names;
    uint32_t found;
    bool all;
    char delimiter;
};

static bool choose_delimiter(const struct heading *h, const char *bytes, size_t n,
                             enum encoding encoding, struct choice *best)
{
    static const char detected[] = { ',', ';', '\t' };
    char set = h->plan->conf->delimiter;
    *best = (struct choice){ 0 };
    for (size_t i = 0; i < (set ? 1 : sizeof detected); i++) {
        struct choice c = { .delimiter = set ? set : detected[i] };
        if (!read_names(h, bytes, n, c.delimiter, encoding, &c.names))
            return false;
        if (c.names.at)
            c.found = count_found(h->plan, &c.names, &c.all);
        bool is_better = c.found > best->found;
        /* Without a column found, a quote left open says more than many fields. */
        if (c.found == best->found)
            is_better = !i || (!best->names.is_open &&
                               (c.names.is_open || c.names.n > best->names.n));
        if (is_better)
            *best = c;
    }
    return true;
}

/* The encodings under which every column is found; the header tells if it is one only. */
static bool choose(struct heading *h, const char *bytes, size_t n, enum encoding set,
                   struct choice *best)
{
    static const enum encoding tried[] = { ENCODING_UTF8, ENCODING_GB18030,
                                           ENCODING_LATIN1 };
    uint32_t complete = 0;
    for (size_t i = 0; i < (set ? 1 : COUNT(tried)); i++) {
        enum encoding encoding = set ? set : tried[i];
        struct choice c;
        if (!choose_delimiter(h, bytes, n, encoding, &c))
            return false;
        complete += c.all;
        if (i && (best->all > c.all || (best->all == c.all && best->found >= c.found)))
            continue;
        *best = c;
        h->encoding = encoding;
    }
    if (!set && complete != 1)
        h->encoding = ENCODING_UNKNOWN;
    return true;
}

kh_status heading_look(struct heading *h, enum encoding encoding, kh_err *e)
{
    size_t skip = skip_blank_lines(h);
    struct choice best = { 0 };
    if (skip == h->n && h->is_all) {
        REFUSE(h, 0, _("the file is empty; even without rows it must have a header line"));
        return refused(h, e);
    }
    if (!choose(h, h->bytes + skip, h->n - skip, encoding, &best))
        return kh_fail(e, KH_ENOMEM, "%s: no memory for the header", h->path);
    if (best.names.is_open) {
        REFUSE(h, h->header_line, _("a quote opens here and is never closed"));
        return refused(h, e);
    }
    if (best.names.is_too_long) {
        REFUSE(h, h->header_line, _("the header line is longer than %d bytes; is it CSV?"),
               INTAKE_HEADER_MAX);
        return refused(h, e);
    }
    if (best.names.n > INTAKE_COLUMNS_MAX) {
        REFUSE(h, h->header_line, _("%u columns; at most %d are allowed"), best.names.n,
               INTAKE_COLUMNS_MAX);
        return refused(h, e);
    }
    h->delimiter = best.delimiter;
    h->begin = skip + best.names.end;
    h->line = h->header_line;
    for (size_t i = skip; i < h->begin; i++)
        h->line += h->bytes[i] == '\n';
    return KH_OK;
}

static void refuse_missing(const struct heading *h, const struct source *s,
                           const struct names *names)
{
    const char *nearest = text_nearest(s->text, names->at, names->n);
    const char *listed = listed_names(h->a, names->at, names->n);
    REFUSE(h, h->header_line,
           _("there is no column \"%.80s\" for '%s'%s%.80s%s; the header has: %s"), s->text,
           s->name, nearest ? _("; did you mean \"") : "", nearest ? nearest : "",
           nearest ? "\"" : "", listed);
}

kh_status heading_bind(struct heading *h, struct plan_file *file, kh_err *e)
{
    const struct plan *p = h->plan;
    size_t skip = skip_blank_lines(h);
    struct names names;
    uint32_t errors = h->f->errors;
    file->field = arena_array(h->a, p->n_sources, sizeof *file->field);
    if (!read_names(h, h->bytes + skip, h->n - skip, h->delimiter, h->encoding, &names) ||
        !names.at || !file->field)
        return kh_fail(e, KH_ENOMEM, "%s: no memory for the header", h->path);
    file->n_fields = names.n;
    for (uint32_t i = 0; i < p->n_sources; i++) {
        const struct source *s = &p->sources[i];
        file->field[i] = s->kind == COLUMN_HEADER ? find_name(&names, s->text) : PLAN_NONE;
        if (s->kind != COLUMN_HEADER)
            continue;
        if (file->field[i] == PLAN_NONE) {
            if (s->is_bound || s->is_required)
                refuse_missing(h, s, &names);
            continue;
        }
        for (uint32_t k = file->field[i] + 1; k < names.n; k++)
            if (!strcmp(names.at[k], s->text)) {
                REFUSE(h, h->header_line,
                       _("the column \"%.80s\" for '%s' stands twice, as fields %u and %u; "
                         "rename one"),
                       s->text, s->name, file->field[i] + 1, k + 1);
                break;
            }
        if (file->field[i] + 1 > file->n_needed)
            file->n_needed = file->field[i] + 1;
    }
    return h->f->errors == errors ? KH_OK : refused(h, e);
}
