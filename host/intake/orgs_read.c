/* SPDX-License-Identifier: Apache-2.0 */
/* orgs_read.c - the organisation file to units: see orgs.h.
 *
 * The file is read whole, rows valid in the window are kept, sorted by id, and then linked:
 * ids, aliases, parents. */
#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "intake/csv.h"
#include "intake/dates.h"
#include "intake/encoding.h"
#include "intake/orgs_inside.h"

#include <stdlib.h>

enum {
    ORGS_FILE_MAX = 256 << 20,
    ORGS_NEAREST_MAX =
        20000 /* ids and aliases of a level among which a nearest is sought */
};
enum field { ID, NAME, PARENT, LEVEL, FROM, TO, ALIASES, N_FIELDS };
static const char *const field_names[N_FIELDS] = { "id",   "name", "parent", "level",
                                                   "from", "to",   "aliases" };

/* A row that is valid in the window, or closed. */
struct row {
    const char **cells;
    uint32_t line;
    int32_t to;
    bool is_closed;
};
struct reading_orgs {
    struct arena *a;
    const char *path;
    struct findings *f;
    struct orgs *o;
    struct converter converter;
    enum encoding encoding;
    struct dates dates;
    int32_t from, to, known_from, known_to;
    uint32_t field[N_FIELDS]; /* index of the column, UINT32_MAX = none */
    struct row *rows;
    uint32_t n_rows, cap;
    bool no_memory;
};

/* Add a mistake at a line. */
#define MISTAKE(r, line, ...) \
    findings_add((r)->f, FINDING_ERROR, ST_INPUT, (r)->path, (line), 0, __VA_ARGS__)

/* A field as a folded text; NULL after a finding. */
static const char *cell_text(struct reading_orgs *r, const char *s, size_t n, uint32_t line)
{
    if (!n)
        return "";
    char *plain = malloc(n * (1 + 2 * CONVERTER_GROWTH));
    if (!plain) {
        r->no_memory = true;
        return NULL;
    }
    char *utf8 = plain + n, *folded = utf8 + n * CONVERTER_GROWTH;
    const char *out = NULL;
    bool is_sound = csv_is_sound(s, n) && (*s != '"' || csv_unquote(&s, &n, plain));
    size_t len = is_sound && encoding_is_valid(r->encoding, s, n)
                     ? converter_utf8(&r->converter, r->encoding, utf8, s, n)
                     : SIZE_MAX;
    if (len == SIZE_MAX) {
        MISTAKE(r, line, is_sound ? _("not valid %s") : _("a quote inside a field%s"),
                is_sound ? encoding_name(r->encoding) : "");
    } else {
        out = arena_bytes(r->a, folded, text_fold_key(folded, utf8, len));
        r->no_memory |= !out;
    }
    free(plain);
    return out;
}

/* The cells of one record; fields that are not there are empty. */
static const char **record_cells(struct reading_orgs *r, const struct csv_index *x,
                                 const char *bytes, size_t begin, size_t first, size_t n,
                                 uint32_t line)
{
    uint32_t columns = r->o->n_columns;
    if (n > columns) {
        MISTAKE(r, line, _("%zu fields; the header has %u"), n, columns);
        return NULL;
    }
    const char **cells = arena_array(r->a, columns, sizeof *cells);
    if (!cells) {
        r->no_memory = true;
        return NULL;
    }
    for (size_t i = 0; i < columns; i++) {
        if (i >= n) {
            cells[i] = "";
            continue;
        }
        size_t end = x->at[first + i];
        size_t stop = i + 1 == n && end > begin && bytes[end - 1] == '\r' ? end - 1 : end;
        cells[i] = cell_text(r, bytes + begin, stop - begin, line);
        if (!cells[i])
            return NULL;
        begin = end + 1;
    }
    return cells;
}

static const char *cell(const struct reading_orgs *r, const struct row *row, enum field k)
{
    return r->field[k] == UINT32_MAX ? "" : row->cells[r->field[k]];
}

/* The first or the last day that a cell names; a month is all its days. */
static bool cell_day(struct reading_orgs *r, const struct row *row, enum field k,
                     int32_t *day)
{
    const char *s = cell(r, row, k);
    int32_t month = 0;
    int64_t us = 0;
    if (!*s)
        return true;
    if (month_parse(&month, s)) {
        int year = month / 12, of_year = month % 12 + 1;
        *day = civil_day(year, of_year, k == FROM ? 1 : civil_month_days(year, of_year));
        return true;
    }
    if (dates_parse(&r->dates, &us, s, strlen(s))) {
        *day = civil_day_of(us);
        return true;
    }
    MISTAKE(r, row->line, _("column '%s': \"%.80s\" is neither a day nor a month"),
            field_names[k], s);
    return false;
}

/* Keep the row if it is valid in the window, or was on an earlier date that is asked for.
 */
static void keep_row(struct reading_orgs *r, const char **cells, uint32_t line)
{
    struct row row = { .cells = cells, .line = line };
    int32_t from = INT32_MIN, to = INT32_MAX;
    if (!cell_day(r, &row, FROM, &from) || !cell_day(r, &row, TO, &to))
        return;
    if (from > to) {
        MISTAKE(r, line, _("`from` is after `to`"));
        return;
    }
    row.to = to;
    row.is_closed = from >= r->to || to < r->from;
    if (row.is_closed && (from >= r->known_to || to < r->known_from))
        return;
    static const enum field needed[] = { ID, LEVEL };
    for (size_t i = 0; i < COUNT(needed); i++)
        if (!*cell(r, &row, needed[i])) {
            MISTAKE(r, line, _("column '%s' is empty"), field_names[needed[i]]);
            return;
        }
    if (r->n_rows == ORGS_UNITS_MAX) {
        r->no_memory = true;
        return;
    }
    void *at = r->rows;
    struct row *kept = arena_push(r->a, &at, &r->n_rows, &r->cap, sizeof *kept);
    r->rows = at;
    r->no_memory |= !kept;
    if (kept)
        *kept = row;
}

/* The header line names the columns. */
static bool read_header(struct reading_orgs *r, const struct csv_index *x,
                        const char *bytes, size_t n)
{
    struct orgs *o = r->o;
    if (n > ORGS_COLUMNS_MAX) {
        MISTAKE(r, 1, _("more than %d columns"), ORGS_COLUMNS_MAX);
        return false;
    }
    o->n_columns = (uint32_t)n;
    o->columns = record_cells(r, x, bytes, 0, 0, n, 1);
    if (!o->columns)
        return false;
    for (enum field k = ID; k < N_FIELDS; k++) {
        r->field[k] = UINT32_MAX;
        for (uint32_t i = 0; i < n; i++)
            if (!strcmp(o->columns[i], field_names[k]))
                r->field[k] = i;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (*o->columns[i] && !strcmp(o->columns[i], o->columns[k]))
                MISTAKE(r, 1, _("column '%.80s' stands twice"), o->columns[i]);
    static const enum field needed[] = { ID, LEVEL };
    for (size_t i = 0; i < COUNT(needed); i++)
        if (r->field[needed[i]] == UINT32_MAX)
            MISTAKE(r, 1,
                    _("there is no column '%s'; an organisation file has the columns id, "
                      "name, parent, level, class, from, to, aliases"),
                    field_names[needed[i]]);
    return !r->f->errors;
}

static void read_records(struct reading_orgs *r, const struct csv_index *x,
                         const char *bytes)
{
    size_t begin = 0, first = 0;
    uint32_t line = 1;
    for (bool is_header = true; first < x->len && !r->no_memory;) {
        size_t n = 1, end = 0;
        while (bytes[x->at[first + n - 1]] != '\n')
            n++;
        end = x->at[first + n - 1];
        bool is_blank = end == begin || (end == begin + 1 && bytes[begin] == '\r');
        if (is_header) {
            if (!read_header(r, x, bytes, n))
                return;
            is_header = false;
        } else if (!is_blank) {
            const char **cells = record_cells(r, x, bytes, begin, first, n, line);
            if (cells)
                keep_row(r, cells, line);
        }
        for (size_t i = begin; i <= end; i++)
            line += bytes[i] == '\n';
        begin = end + 1;
        first += n;
    }
}

/* Of rows of one id that of the window comes first, then the one closed last. */
static int by_id(const void *a, const void *b, void *context)
{
    const struct reading_orgs *r = context;
    const struct row *x = a, *y = b;
    int order = strcmp(cell(r, x, ID), cell(r, y, ID));
    if (!order && x->is_closed != y->is_closed)
        order = x->is_closed ? 1 : -1;
    if (!order && x->is_closed && x->to != y->to)
        order = x->to > y->to ? -1 : 1;
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* Equal but for the dates of validity? */
static bool is_same_unit(const struct reading_orgs *r, const struct row *a,
                         const struct row *b)
{
    for (uint32_t i = 0; i < r->o->n_columns; i++)
        if (i != r->field[FROM] && i != r->field[TO] &&
            strcmp(a->cells[i], b->cells[i]) != 0)
            return false;
    return true;
}

/* Rows of one id are one unit; its cells stand in one array. */
static void make_units(struct reading_orgs *r)
{
    struct orgs *o = r->o;
    if (r->n_rows)
        qsort_r(r->rows, r->n_rows, sizeof *r->rows, by_id, r);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n_rows; i++) {
        struct row *row = &r->rows[i];
        if (n && !strcmp(cell(r, row, ID), cell(r, &r->rows[n - 1], ID))) {
            if (!row->is_closed && !is_same_unit(r, row, &r->rows[n - 1]))
                MISTAKE(
                    r, row->line,
                    _("unit '%.80s' stands on line %u too, with other content, and both "
                      "are valid in the window; end one with `to`"),
                    cell(r, row, ID), r->rows[n - 1].line);
            continue;
        }
        r->rows[n++] = *row;
    }
    r->n_rows = o->n_units = n;
    o->units = arena_array(r->a, n + 1, sizeof *o->units);
    o->cells = arena_array(r->a, (size_t)(n + 1) * o->n_columns, sizeof *o->cells);
    if (!o->units || !o->cells) {
        r->no_memory = true;
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct row *row = &r->rows[i];
        const char *name = cell(r, row, NAME);
        o->units[i] = (struct org_unit){ .id = cell(r, row, ID),
                                         .name = *name ? name : cell(r, row, ID),
                                         .level = cell(r, row, LEVEL),
                                         .index = i,
                                         .is_closed = row->is_closed };
        memcpy(&o->cells[(size_t)i * o->n_columns], row->cells,
               o->n_columns * sizeof *o->cells);
    }
}

static struct orgs_level *make_level(struct reading_orgs *r, const char *name,
                                     uint32_t line)
{
    struct orgs *o = r->o;
    for (uint32_t i = 0; i < o->n_levels; i++)
        if (!strcmp(o->levels[i].name, name))
            return &o->levels[i];
    if (o->n_levels == ORGS_LEVELS_MAX) {
        MISTAKE(r, line, _("more than %d levels"), ORGS_LEVELS_MAX);
        return NULL;
    }
    struct orgs_level *l = &o->levels[o->n_levels++];
    l->name = name;
    return l;
}

static void add_name(struct reading_orgs *r, const struct org_unit *u, const char *key)
{
    struct orgs_name *slot = orgs_slot(r->o, u->level, key);
    uint32_t line = r->rows[u->index].line;
    if (slot->key) {
        if (slot->unit != u && !u->is_closed)
            MISTAKE(r, line,
                    _("'%.80s' names unit '%.80s' on line %u too; within a level a name is "
                      "one unit's"),
                    key, slot->unit->id, r->rows[slot->unit->index].line);
        return;
    }
    *slot = (struct orgs_name){ key, u };
    struct orgs_level *l = make_level(r, u->level, line);
    if (!l || l->n_keys > ORGS_NEAREST_MAX || u->is_closed)
        return;
    void *at = l->keys;
    const char **kept = arena_push(r->a, &at, &l->n_keys, &l->cap, sizeof *kept);
    l->keys = at;
    r->no_memory |= !kept;
    if (kept)
        *kept = key;
}

/* One alias after another, between bars. */
static void add_aliases(struct reading_orgs *r, const struct org_unit *u)
{
    const char *s = cell(r, &r->rows[u->index], ALIASES);
    while (*s) {
        size_t n = strcspn(s, "|");
        char *alias = arena_bytes(r->a, s, n);
        if (!alias) {
            r->no_memory = true;
            return;
        }
        alias[text_fold_key(alias, s, n)] = '\0';
        if (*alias)
            add_name(r, u, alias);
        s += n + (s[n] == '|');
    }
}

/* A closed unit whose parent nobody knows any more: no row can be counted for it. */
static bool is_orphan(const struct reading_orgs *r, const struct org_unit *u)
{
    return u->is_closed && !u->parent && *cell(r, &r->rows[u->index], PARENT);
}

static void make_names(struct reading_orgs *r)
{
    struct orgs *o = r->o;
    uint64_t names = o->n_units;
    for (uint32_t i = 0; i < o->n_units; i++)
        for (const char *s = cell(r, &r->rows[i], ALIASES); *s; s++)
            names += s[1] == '\0' || *s == '|';
    uint64_t size = 64;
    while (size < names * 2)
        size *= 2;
    o->names_mask = (uint32_t)(size - 1);
    o->names = size <= UINT32_MAX ? arena_array(r->a, size, sizeof *o->names) : NULL;
    if (!o->names) {
        r->no_memory = true;
        return;
    }
    /* Closed units come last, so that names that were given on are those of the window. */
    for (int closed = 0; closed < 2; closed++) {
        for (uint32_t i = 0; i < o->n_units; i++)
            if (o->units[i].is_closed == closed && !is_orphan(r, &o->units[i]))
                add_name(r, &o->units[i], o->units[i].id);
        for (uint32_t i = 0; i < o->n_units; i++)
            if (o->units[i].is_closed == closed && !is_orphan(r, &o->units[i]))
                add_aliases(r, &o->units[i]);
    }
    for (uint32_t i = 0; i < o->n_levels; i++)
        if (o->levels[i].n_keys > ORGS_NEAREST_MAX)
            o->levels[i].keys = NULL;
}

static int by_unit_id(const void *key, const void *unit)
{
    return strcmp(key, ((const struct org_unit *)unit)->id);
}

static void link_parents(struct reading_orgs *r)
{
    struct orgs *o = r->o;
    for (uint32_t i = 0; i < o->n_units; i++) {
        const char *parent = cell(r, &r->rows[i], PARENT);
        if (!*parent)
            continue;
        struct org_unit *up =
            bsearch(parent, o->units, o->n_units, sizeof *o->units, by_unit_id);
        bool is_known = up && (o->units[i].is_closed || !up->is_closed);
        o->units[i].parent = is_known ? up : NULL;
        if (!is_known && !o->units[i].is_closed)
            MISTAKE(r, r->rows[i].line,
                    _("column 'parent': '%.80s' is the id of no unit that is valid in the "
                      "window"),
                    parent);
    }
    for (uint32_t i = 0; i < o->n_units; i++) {
        const struct org_unit *u = &o->units[i];
        for (int depth = 0; u && depth < ORGS_DEPTH_MAX; depth++)
            u = u->parent;
        if (u)
            MISTAKE(r, r->rows[i].line,
                    _("unit '%.80s' has more than %d units above it, or stands above "
                      "itself"),
                    o->units[i].id, ORGS_DEPTH_MAX);
    }
}

/* The delimiter that the header line has most of. */
static char header_delimiter(const char *s, size_t n)
{
    static const char all[] = ",;\t";
    size_t count[sizeof all] = { 0 };
    for (size_t i = 0; i < n && s[i] != '\n'; i++)
        for (size_t k = 0; k < sizeof all - 1; k++)
            count[k] += s[i] == all[k];
    size_t best = 0;
    for (size_t k = 1; k < sizeof all - 1; k++)
        if (count[k] > count[best])
            best = k;
    return all[best];
}

/* An even number of quotes opens and closes; otherwise the line where the last opened. */
static uint32_t open_quote(const char *bytes, size_t n, char delimiter)
{
    struct csv_state state;
    uint32_t line = 1, opened = 0;
    csv_begin(&state, delimiter, false);
    for (size_t i = 0; i < n; i += CSV_STEP) {
        struct csv_step step;
        csv_step(&state, bytes + i, n - i < CSV_STEP ? (unsigned)(n - i) : CSV_STEP, &step);
        if (step.opens) {
            unsigned bit = 63 - (unsigned)__builtin_clzll(step.opens);
            uint64_t before = step.lines & (((uint64_t)1 << bit) - 1);
            opened = line + (uint32_t)__builtin_popcountll(before);
        }
        line += (uint32_t)__builtin_popcountll(step.lines);
    }
    return state.inside ? opened : 0;
}

static void read_bytes(struct reading_orgs *r, char *bytes, size_t n)
{
    if (n >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) {
        bytes += 3;
        n -= 3;
    }
    struct encoding_count count = { 0 };
    encoding_count_add(&count, bytes, n);
    encoding_count_end(&count);
    r->encoding = encoding_guess(&count);
    char delimiter = header_delimiter(bytes, n);
    uint32_t opened = open_quote(bytes, n, delimiter);
    if (!n)
        MISTAKE(r, 0, _("the file is empty; it must have a header line"));
    else if (r->encoding == ENCODING_UNKNOWN)
        MISTAKE(r, 0, _("neither UTF-8 nor GB18030; save it as UTF-8"));
    else if (opened)
        MISTAKE(r, opened, _("a quote opens here and is never closed"));
    if (r->f->errors)
        return;
    struct csv_index x = { 0 };
    kh_err e = { 0 };
    r->no_memory = csv_index(&x, bytes, n, delimiter, false, &e) != KH_OK;
    if (!r->no_memory)
        read_records(r, &x, bytes);
    csv_index_end(&x);
}

const struct orgs *orgs_read(struct arena *a, const char *path, int32_t from, int32_t to,
                             struct findings *f)
{
    return orgs_read_back(a, path, from, to, from, to, f);
}

const struct orgs *orgs_read_back(struct arena *a, const char *path, int32_t from,
                                  int32_t to, int32_t known_from, int32_t known_to,
                                  struct findings *f)
{
    struct findings own = { 0 };
    struct reading_orgs r = { .a = a,
                              .path = path,
                              .f = &own,
                              .from = from,
                              .to = to,
                              .known_from = known_from,
                              .known_to = known_to,
                              .o = arena_new(a, sizeof *r.o) };
    struct buf bytes;
    kh_err e = { 0 };
    dates_compile(&r.dates, NULL, 0, 0);
    buf_init(&bytes, ORGS_FILE_MAX + CSV_STEP + 1);
    if (path_read(&bytes, path, ORGS_FILE_MAX, &e)) {
        findings_add(&own, FINDING_ERROR, ST_INPUT, NULL, 0, 0, "%s", e.text);
    } else {
        static const char slack[CSV_STEP];
        size_t n = bytes.len;
        buf_add(&bytes, slack, sizeof slack);
        r.no_memory = bytes.failed || !r.o;
        if (!r.no_memory)
            read_bytes(&r, bytes.at, n);
    }
    if (!own.errors && !r.no_memory)
        make_units(&r);
    if (!own.errors && !r.no_memory)
        link_parents(&r);
    if (!own.errors && !r.no_memory)
        make_names(&r);
    if (r.no_memory)
        findings_add(&own, FINDING_ERROR, KH_ENOMEM, path, 0, 0,
                     _("no memory for the units, or more than %d of them"), ORGS_UNITS_MAX);
    bool is_usable = !own.errors;
    converter_end(&r.converter);
    buf_end(&bytes);
    findings_merge(f, &own);
    findings_end(&own);
    return is_usable ? r.o : NULL;
}
