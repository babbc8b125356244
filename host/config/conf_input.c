/* SPDX-License-Identifier: Apache-2.0 */
/* conf_input.c - a domain's inputs: files of each dataset and how they are written. */
#include "base/path.h"
#include "base/text.h"
#include "config/reading.h"

#include <stdlib.h>

enum { FILES_MAX = 1000 /* patterns of one input */ };

const char *const conf_encodings[] = { "UTF-8", "GB18030", "Latin-1", NULL };
const char *const conf_delimiters[] = { ",", ";", "tab", "|", NULL };
static const char *const decimals[] = { ".", ",", NULL };
static const char *const thousands[] = { ",", ".", " ", "'", NULL };
static const char *const spans[] = { "window", "previous", "year_ago", "to_end", NULL };

static const struct cfg_key input_keys[] = {
    { .name = "file",
      .want = WANT_TEXTS,
      .required = true,
      .doc = N_("Files, with {YYYY}, {MM}, * and one {level} in their names.") },
    { .name = "columns",
      .want = WANT_GROUP,
      .doc = N_("Where the plugin's and the subject's columns come from.") },
    { .name = "encoding",
      .want = WANT_TEXT,
      .choice = conf_encodings,
      .doc = N_("Encoding of the files; detected if not set.") },
    { .name = "delimiter",
      .want = WANT_TEXT,
      .choice = conf_delimiters,
      .doc = N_("Between fields; detected if not set.") },
    { .name = "decimal",
      .want = WANT_TEXT,
      .choice = decimals,
      .dflt = ".",
      .doc = N_("Decimal point of numbers.") },
    { .name = "thousands",
      .want = WANT_TEXT,
      .choice = thousands,
      .doc = N_("Separator of thousands; accepted only if set.") },
    { .name = "dates",
      .want = WANT_TEXTS,
      .doc = N_("Forms of dates, tried in order; without it yyyy-mm-dd, yyyy/m/d, "
                "yyyymmdd, d-mon-yy and Chinese dates.") },
    { .name = "missing",
      .want = WANT_TEXTS,
      .doc = N_("Spellings of no value; without it the empty cell.") },
    { .name = "span",
      .want = WANT_TEXT,
      .choice = spans,
      .dflt = "window",
      .doc = N_("Which dates feed the domain.") },
    { .name = "lookback_days",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "3660",
      .doc = N_("Days before the window that are read too.") },
    { .name = "own_window",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: not read for leaves with windows of their own.") },
    { .name = "at",
      .want = WANT_TEXT,
      .doc = N_("The level at which the rows enter, if not the first.") },
    { .name = "expect",
      .want = WANT_TEXT,
      .doc = N_("The level whose units owe this dataset.") },
    { .name = "may_be_missing",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: a named file need not exist.") },
    { .name = "max_rejects",
      .want = WANT_SCALAR,
      .doc = N_("Most rejected rows, as a number or in percent, \"0.1%\"; without it the "
                "larger of 20 rows and 0.1 %, of reference rows 0.") },
    { .name = "only_with",
      .want = WANT_TEXTS,
      .doc = N_("Rows without a value in these columns are skipped.") },
    { .name = "key",
      .want = WANT_BOOL,
      .dflt = "true",
      .doc = N_("false: the key column of the dataset is not a key.") },
};
static const struct cfg_key column_keys[] = {
    { .name = "header", .want = WANT_TEXT, .doc = N_("Text of the header line.") },
    { .name = "value", .want = WANT_SCALAR, .doc = N_("The same for every row.") },
    { .name = "file_part", .want = WANT_TEXT, .doc = N_("A {part} of the file's name.") },
    { .name = "lookup", .want = WANT_TEXT, .doc = N_("A dataset of this domain.") },
    { .name = "by", .want = WANT_TEXTS, .doc = N_("Columns that find the row there.") },
    { .name = "map",
      .want = WANT_ANY,
      .doc = N_("Values and what they read as: a group, or pairs { from; to; }.") },
    { .name = "missing",
      .want = WANT_TEXTS,
      .doc = N_("Spellings of no value; without it the input's.") },
    { .name = "dates",
      .want = WANT_TEXTS,
      .doc = N_("Forms of dates, tried in order; without it the input's.") },
    { .name = "suffix",
      .want = WANT_TEXT,
      .doc = N_("Text in which every value ends; what stands before it is read.") },
    { .name = "private",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: never printed.") },
};
static const struct cfg_key pair_keys[] = {
    { .name = "from", .want = WANT_SCALAR, .required = true, .doc = N_("In the file.") },
    { .name = "to", .want = WANT_SCALAR, .required = true, .doc = N_("What it means.") },
};

const struct conf_table *conf_input_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "domain.inputs.DATASET", input_keys, COUNT(input_keys) },
        { "domain.inputs.DATASET.columns.COLUMN", column_keys, COUNT(column_keys) },
        { "domain.inputs.DATASET.columns.COLUMN.map", pair_keys, COUNT(pair_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

const struct cfg_key *conf_column_keys(size_t *n)
{
    *n = COUNT(column_keys);
    return column_keys;
}

const struct cfg_key *conf_pair_keys(size_t *n)
{
    *n = COUNT(pair_keys);
    return pair_keys;
}

/* Braces hold YYYY, MM or a name, and are closed. */
static void check_pattern(struct reading *r, const struct cfg *c, const char *pattern)
{
    bool year = strstr(pattern, "{YYYY}"), month = strstr(pattern, "{MM}");
    if (!*pattern || pattern[strlen(pattern) - 1] == '/')
        cfg_error(r->f, c, _("%s: \"%s\" names no file"), reading_label(r, c), pattern);
    if (month && !year)
        cfg_error(r->f, c,
                  _("%s: \"%s\" has {MM} without {YYYY}: each year has such a file"),
                  reading_label(r, c), pattern);
    for (const char *p = strpbrk(pattern, "{}"); p; p = strpbrk(p + 1, "{}")) {
        char part[CONF_ID_MAX + 1] = "";
        size_t n = *p == '{' ? strcspn(p + 1, "{}") : 0;
        if (n && n <= CONF_ID_MAX && p[1 + n] == '}')
            memcpy(part, p + 1, n);
        if (!*part || (strcmp(part, "YYYY") && strcmp(part, "MM") && !text_is_name(part))) {
            cfg_error(r->f, c,
                      _("%s: \"%s\": braces hold YYYY, MM or the name of a level: {city}"),
                      reading_label(r, c), pattern);
            return;
        }
        p += 1 + n;
    }
}

static void read_files(struct reading *r, struct conf_input *in)
{
    const struct cfg *c = cfg_get(in->tree, "file");
    in->files = reading_texts(r, c, &in->n_files);
    if (in->n_files > FILES_MAX) {
        cfg_error(r->f, c, _("%s holds more than %d files"), reading_label(r, c),
                  FILES_MAX);
        in->n_files = FILES_MAX;
    }
    for (uint32_t i = 0; i < in->n_files; i++) {
        check_pattern(r, c, in->files[i]);
        if (r->c->data && *in->files[i] != '/')
            in->files[i] = path_join(r->a, r->c->data, in->files[i]);
        else
            in->files[i] = path_beside(r->a, c->file, in->files[i]);
        if (!in->files[i])
            r->no_memory = true;
    }
}

static void read_max_rejects(struct reading *r, struct conf_input *in)
{
    const struct cfg *c = cfg_get(in->tree, "max_rejects");
    if (!c || !c->text)
        return;
    size_t n = strlen(c->text);
    kh_err e;
    int64_t v = 0;
    in->reject_share = n && c->text[n - 1] == '%';
    n -= in->reject_share;
    int32_t scale = in->reject_share ? 9 : 0;
    bool fine = c->kind != CFG_BOOL && !dec_parse(&v, scale, c->text, n, &e) && v >= 0;
    if (fine && in->reject_share)
        fine = v <= INT64_C(100000000000);
    if (!fine)
        cfg_error(r->f, c,
                  _("%s: \"%.80s\" is neither a number of rows nor a share like \"0.1%%\""),
                  reading_label(r, c), c->text);
    in->max_rejects = arena_bytes(r->a, c->text, n);
    if (!in->max_rejects)
        r->no_memory = true;
}

static void check_level(struct reading *r, const struct conf_domain *d, const struct cfg *c,
                        bool or_column)
{
    if (!c || c->kind != CFG_TEXT)
        return;
    if (or_column && reading_find(d->subject, d->n_subject, c->text) >= 0)
        return;
    reading_known(r, c, N_("level"), c->text, reading_levels(r, d), d->n_levels);
}

static char first_char(const struct cfg *group, const char *name, char dflt)
{
    const char *text = cfg_text(group, name, NULL);
    return text && !strcmp(text, "tab") ? '\t' : text ? text[0] : dflt;
}

static void read_span(struct reading *r, struct conf_input *in)
{
    const struct cfg *back = cfg_get(in->tree, "lookback_days");
    int32_t span =
        reading_find(spans, COUNT(spans) - 1, cfg_text(in->tree, "span", "window"));
    in->span = span < 0 ? SPAN_WINDOW : (enum span)span;
    in->lookback_days = (int32_t)reading_integer(in->tree, "lookback_days", 0);
    if (back && in->span != SPAN_WINDOW)
        cfg_error(r->f, back, _("%s goes with span = \"window\" only"),
                  reading_label(r, back));
}

/* Bytes of what may stand between the parts of a date: no letter but 年, 月, 日. */
static size_t between_len(const char *s)
{
    static const char *const signs[] = { "年", "月", "日" };
    for (size_t i = 0; i < COUNT(signs); i++)
        if (!strncmp(s, signs[i], strlen(signs[i])))
            return strlen(signs[i]);
    return strchr("-/., ", *s) ? 1 : 0;
}

/* Year, month and day, each once; intake knows what each part takes. */
static bool is_date_form(const char *s)
{
    static const char *const parts[] = { "yyyy", "yy", "mon", "mm", "m", "dd", "d" };
    static const char kinds[] = "yymmmdd";
    char seen[4] = "";
    size_t n = 0;
    if (!strcmp(s, "excel"))
        return true;
    while (*s) {
        size_t i = 0, len = between_len(s);
        while (!len && i < COUNT(parts) && strncmp(s, parts[i], strlen(parts[i])) != 0)
            i++;
        if (!len) {
            if (i == COUNT(parts) || n == 3 || strchr(seen, kinds[i]))
                return false;
            seen[n++] = kinds[i];
            len = strlen(parts[i]);
        }
        s += len;
    }
    return n == 3;
}

const char **conf_dates_read(struct reading *r, const struct cfg *c, uint32_t *n)
{
    const char **dates = reading_texts(r, c, n);
    for (uint32_t i = 0; i < *n; i++)
        if (!is_date_form(dates[i]))
            cfg_error(r->f, c,
                      _("%s: \"%.80s\" is no form of dates like yyyy-mm-dd, d-mon-yy or "
                        "excel"),
                      reading_label(r, c), dates[i]);
    return dates;
}

/* The files and how they are written. */
static void read_form(struct reading *r, struct conf_input *in)
{
    const struct cfg *c = in->tree, *columns = cfg_get(c, "columns");
    read_files(r, in);
    in->encoding = cfg_text(c, "encoding", NULL);
    in->delimiter = first_char(c, "delimiter", 0);
    in->dates = conf_dates_read(r, cfg_get(c, "dates"), &in->n_dates);
    in->missing = reading_texts(r, cfg_get(c, "missing"), &in->n_missing);
    in->may_be_missing = cfg_truth(c, "may_be_missing", false);
    if (columns && columns->kind == CFG_GROUP)
        conf_columns_read(r, in, columns);
}

/* An interval of the last month but one may reach into the window. */
enum { DAY_FILE_LOOKBACK = 31 };

struct conf_input *conf_day_file_read(struct reading *r, const struct cfg *set,
                                      const char *id)
{
    static const char *const columns[] = { "from", "to" };
    struct conf_input *in = reading_array(r, 1, sizeof *in);
    if (!in)
        return NULL;
    in->tree = set;
    in->dataset = reading_printf(r, "days:%s", id);
    in->decimal = '.';
    in->max_rejects = "0";
    in->lookback_days = DAY_FILE_LOOKBACK;
    read_form(r, in);
    for (uint32_t i = 0; i < in->n_columns; i++) {
        const struct conf_column *c = &in->columns[i];
        if (reading_known(r, c->at, N_("column"), c->name, columns, COUNT(columns)) >= 0 &&
            c->kind != COLUMN_HEADER)
            cfg_error(r->f, c->at, _("%s must be the text of a header"),
                      reading_label(r, c->at));
    }
    return in;
}

static void read_input(struct reading *r, struct conf_domain *d, struct conf_input *in)
{
    const struct cfg *c = in->tree;
    cfg_check(c, input_keys, COUNT(input_keys), r->f);
    reading_is_name(r, c, in->dataset);
    read_form(r, in);
    in->decimal = first_char(c, "decimal", '.');
    in->thousands = first_char(c, "thousands", 0);
    if (in->thousands == in->decimal)
        cfg_error(r->f, c, _("%s: decimal and thousands are both '%c'"),
                  reading_label(r, c), in->decimal);
    read_span(r, in);
    in->at = cfg_text(c, "at", NULL);
    in->expect = cfg_text(c, "expect", NULL);
    check_level(r, d, cfg_get(c, "at"), false);
    check_level(r, d, cfg_get(c, "expect"), true);
    in->own_window = cfg_truth(c, "own_window", false);
    in->keyed = cfg_truth(c, "key", true);
    in->only_with = reading_texts(r, cfg_get(c, "only_with"), &in->n_only_with);
    read_max_rejects(r, in);
}

static int by_dataset(const void *a, const void *b)
{
    const struct conf_input *x = a, *y = b;
    return strcmp(x->dataset, y->dataset);
}

void conf_inputs_read(struct reading *r, struct conf_domain *d)
{
    const struct cfg *c = cfg_get(d->tree, "inputs");
    if (!c || c->kind != CFG_GROUP)
        return;
    if (!c->len || c->len > CONF_INPUTS_MAX) {
        cfg_error(r->f, c, _("%s must hold 1 to %d datasets"), reading_label(r, c),
                  CONF_INPUTS_MAX);
        return;
    }
    d->inputs = reading_array(r, c->len, sizeof *d->inputs);
    for (uint32_t i = 0; d->inputs && i < c->len; i++) {
        struct conf_input *in = &d->inputs[d->n_inputs++];
        in->tree = c->child[i];
        in->dataset = in->tree->name; /* libconfig refuses a second one of the name */
        read_input(r, d, in);
    }
    if (d->inputs)
        qsort(d->inputs, d->n_inputs, sizeof *d->inputs, by_dataset);
    conf_columns_check(r, d);
}
