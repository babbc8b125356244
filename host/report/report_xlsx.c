/* SPDX-License-Identifier: Apache-2.0 */
/* report_xlsx.c - see report_xlsx.h.
 *
 * Rows stream: the library keeps one at a time (constant_memory).  Dates and times of the
 * archive are fixed, and the document's date is the window's end.  A spreadsheet has binary
 * numbers only; a decimal of up to 15 digits comes out of one as it went in. */
#include "report/report_xlsx.h"

#include "base/civil.h"
#include "report/report_model.h"
#include "report/report_words.h"
#include "report/report_xlsx_put.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHEET_ROWS_MAX = 1000000, /* the format ends at 1,048,576 */
    CELL_BYTES_MAX = 32000,   /* the format ends at 32,767 characters */
    SHEET_NAME_MAX = 31,
    TABLES_MAX = 200
};

/* Columns of the CSV files, as words. */
static const struct {
    const char *name, *msgid;
} columns[] = {
    { "period", N_("period") },
    { "domain", N_("domain") },
    { "level", N_("level") },
    { "subject", N_("subject") },
    { "subject_name", N_("subject's name") },
    { "node", N_("node") },
    { "node_name", N_("node's name") },
    { "kind", N_("kind") },
    { "indicator", N_("indicator") },
    { "state", N_("state") },
    { "numerator", N_("numerator") },
    { "denominator", N_("denominator") },
    { "samples", N_("samples") },
    { "value", N_("value") },
    { "score", N_("score") },
    { "full", N_("full") },
    { "weight", N_("weight") },
    { "weight_used", N_("weight used") },
    { "contribution", N_("contribution") },
    { "flags", N_("remarks") },
    { "board", N_("board") },
    { "group", N_("group") },
    { "rank", N_("rank") },
    { "grade", N_("grade") },
    { "previous_score", N_("score before") },
    { "previous_rank", N_("rank before") },
    { "reason", N_("reason") },
    { "rule", N_("rule") },
    { "count", N_("count") },
    { "effect", N_("effect") },
    { "order", N_("order") },
    { "opened_period", N_("opened in") },
    { "threshold", N_("threshold") },
    { "stage", N_("stage") },
    { "owner", N_("owner") },
    { "due", N_("due") },
    { "checked_period", N_("re-checked in") },
    { "checked_score", N_("score at the re-check") },
    { "note", N_("note") },
    { "dataset", N_("dataset") },
    { "file", N_("file") },
    { "line", N_("line") },
    { "column", N_("column") },
    { "text", N_("text") },
};

static const struct {
    const char *file, *msgid;
} sheets[] = {
    { "ranking", N_("Boards") }, { "outcomes", N_("Outcomes") },
    { "scores", N_("Scores") },  { "reasons", N_("Reasons") },
    { "orders", N_("Orders") },  { "rejects", N_("Rejected rows") },
};

static const char *column_word(const struct book *b, const char *name)
{
    for (size_t i = 0; i < COUNT(columns); i++)
        if (!strcmp(columns[i].name, name))
            return words_say(b->r->words, columns[i].msgid);
    return name;
}

/* Codes as words; all other cells hold data and stay as they are. */
static const char *cell_words(const struct book *b, const struct file_spec *spec,
                              const char *column, const char *text, char *out, size_t size)
{
    struct words *w = b->r->words;
    bool is_code =
        !strcmp(column, "level") || !strcmp(column, "kind") || !strcmp(column, "state");
    bool is_outcome = !strcmp(column, "value") || !strcmp(column, "reason");
    if (is_code || (is_outcome && !strcmp(spec->name, "outcomes")))
        return words_codes(w, text, out, size);
    return strcmp(column, "flags") ? text : words_flags(w, text, out, size);
}

/* Keys look like numbers at times and are none. */
static bool holds_numbers(const char *name)
{
    static const char *const texts[] = { "period",  "domain",       "level",
                                         "subject", "subject_name", "node",
                                         "group",   "file",         "text" };
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!strcmp(texts[i], name))
            return false;
    return true;
}

bool xlsx_number(const char *s, double *value, int *digits)
{
    int64_t n = 0, divisor = 1;
    int len = 0;
    bool minus = *s == '-', point = false;
    *digits = 0;
    s += minus;
    if (*s == '0' && s[1] >= '0' && s[1] <= '9')
        return false;
    for (; *s; s++) {
        if (*s == '.' && !point && len && s[1]) {
            point = true;
            continue;
        }
        if (*s < '0' || *s > '9' || ++len > DIGITS_MAX)
            return false;
        n = n * 10 + (*s - '0');
        divisor *= point ? 10 : 1;
        *digits += point;
    }
    *value = (double)(minus ? -n : n) / (double)divisor; /* both exact: rounded once */
    return len > 0;
}

void xlsx_text(struct sheet *s, const char *text)
{
    char cut[CELL_BYTES_MAX + 1];
    size_t n = strnlen(text, CELL_BYTES_MAX + 1);
    if (n > CELL_BYTES_MAX) {
        n = CELL_BYTES_MAX;
        while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
            n--;
        memcpy(cut, text, n);
        cut[n] = 0;
        text = cut;
    }
    if (*text)
        worksheet_write_string(s->at, s->row, s->column, text, NULL);
    s->column++;
}

void xlsx_cell(const struct book *b, struct sheet *s, const char *text, bool numeric)
{
    double value = 0;
    int digits = 0;
    if (numeric && xlsx_number(text, &value, &digits))
        worksheet_write_number(s->at, s->row, s->column++, value, b->decimal[digits]);
    else
        xlsx_text(s, text);
}

void xlsx_next(struct sheet *s)
{
    s->row++;
    s->column = 0;
}

/* Characters that the format does not allow in the name of a sheet. */
static void plain_name(char *name)
{
    for (char *at = name; (at = strpbrk(at, "[]:*?/\\")) != NULL; at++)
        *at = '-';
    size_t n = strlen(name);
    if (*name == '\'')
        *name = '-';
    if (n && name[n - 1] == '\'')
        name[n - 1] = '-';
}

/* The name cut to what the format allows; a number behind it where two would be equal. */
kh_status xlsx_sheet(const struct book *b, struct sheet *s, const char *name, kh_err *e)
{
    char text[64];
    int n = 0, width = SHEET_NAME_MAX;
    *s = (struct sheet){ .at = NULL };
    for (int i = 1; i < TABLES_MAX && !s->at; i++) {
        char tail[16] = "";
        if (i > 1)
            snprintf(tail, sizeof tail, "~%d", i);
        n = (int)strnlen(name, (size_t)(width - (int)strlen(tail)));
        while (n && ((unsigned char)name[n] & 0xc0) == 0x80)
            n--;
        snprintf(text, sizeof text, "%.*s%s", n, name, tail);
        plain_name(text);
        if (!workbook_get_worksheet_by_name(b->book, text))
            s->at = workbook_add_worksheet(b->book, text);
    }
    if (!s->at)
        return kh_fail(e, KH_ENOMEM, _("no memory for the workbook"));
    worksheet_freeze_panes(s->at, 1, 0);
    return KH_OK;
}

void xlsx_head(const struct book *b, struct sheet *s, const char *word)
{
    bool wide = strstr(word, "name") || strlen(word) > 12;
    worksheet_set_column(s->at, s->column, s->column, wide ? 18 : 12, NULL);
    worksheet_write_string(s->at, s->row, s->column++, word, b->head);
}

static kh_status too_long(const struct book *b, struct sheet *s, const char *file)
{
    char text[128];
    snprintf(text, sizeof text, words_say(b->r->words, N_("The other rows stand in %s.")),
             file);
    xlsx_text(s, text);
    return KH_OK;
}

static kh_status write_file(const struct book *b, const struct file_spec *spec,
                            const char *name, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    struct sheet s;
    char words[WORDS_BYTES];
    bool more = false;
    kh_status rc = xlsx_sheet(b, &s, name, e);
    if (!rc)
        rc = report_query(b->r, &st, spec->sql, e);
    for (int i = 0; !rc && i < spec->n_columns; i++)
        xlsx_head(b, &s, column_word(b, sqlite3_column_name(st, i)));
    while (!rc && !(rc = report_next(b->r, st, &more, e)) && more) {
        xlsx_next(&s);
        if (s.row > SHEET_ROWS_MAX) {
            char file[64];
            snprintf(file, sizeof file, "%s.csv", spec->name);
            rc = too_long(b, &s, file);
            break;
        }
        for (int i = 0; i < spec->n_columns; i++) {
            const char *column = sqlite3_column_name(st, i);
            const char *text = report_cell(b->r, st, i, spec->translated);
            xlsx_cell(b, &s, cell_words(b, spec, column, text, words, sizeof words),
                      holds_numbers(column));
        }
    }
    if (!rc && s.row)
        worksheet_autofilter(s.at, 0, 0, s.row, (lxw_col_t)(spec->n_columns - 1));
    sqlite3_finalize(st);
    return rc;
}

static kh_status json_row(const struct book *b, struct sheet *s, const char *text,
                          bool head, kh_err *e)
{
    json_t *cells = json_loads(text, 0, NULL);
    bool fine = json_is_array(cells);
    for (size_t i = 0; fine && i < json_array_size(cells); i++) {
        const char *cell = json_string_value(json_array_get(cells, i));
        if (head)
            xlsx_head(b, s, cell ? cell : "");
        else
            xlsx_cell(b, s, cell ? cell : "", true);
    }
    json_decref(cells);
    return fine ? KH_OK : kh_fail(e, ST_IO, _("the store holds a damaged table row"));
}

static kh_status table_rows(const struct book *b, struct sheet *s, const char *domain,
                            const char *table, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    bool more = false;
    kh_status rc = report_query(b->r, &st,
                                "SELECT level, subject, cells FROM domain_row WHERE run ="
                                " ?1 AND domain = ?3 AND name = ?4 AND ?2 ORDER BY seq",
                                e);
    if (rc)
        return rc;
    sqlite3_bind_int(st, 2, 1);
    sqlite3_bind_text(st, 3, domain, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 4, table, -1, SQLITE_STATIC);
    while (!rc && !(rc = report_next(b->r, st, &more, e)) && more) {
        xlsx_next(s);
        if (s->row > SHEET_ROWS_MAX) {
            rc = too_long(b, s, "tables/*.csv");
            break;
        }
        xlsx_text(s, b->r->period);
        xlsx_text(s, words_code(b->r->words, report_cell(b->r, st, 0, -1)));
        xlsx_text(s, report_cell(b->r, st, 1, -1));
        rc = json_row(b, s, report_cell(b->r, st, 2, -1), false, e);
    }
    sqlite3_finalize(st);
    return rc;
}

static kh_status write_tables(const struct book *b, kh_err *e)
{
    static const char *const first[] = { "period", "level", "subject" };
    sqlite3_stmt *st = NULL;
    bool more = false;
    int n = 0;
    kh_status rc = report_query(
        b->r, &st,
        "SELECT domain, name, columns FROM domain_table WHERE run = ?1 ORDER BY domain,"
        " name",
        e);
    while (!rc && n++ < TABLES_MAX && !(rc = report_next(b->r, st, &more, e)) && more) {
        struct sheet s;
        char name[256];
        snprintf(name, sizeof name, "%s.%s", report_cell(b->r, st, 0, -1),
                 report_cell(b->r, st, 1, -1));
        rc = xlsx_sheet(b, &s, name, e);
        for (size_t i = 0; !rc && i < COUNT(first); i++)
            xlsx_head(b, &s, column_word(b, first[i]));
        if (!rc)
            rc = json_row(b, &s, report_cell(b->r, st, 2, -1), true, e);
        if (!rc)
            rc = table_rows(b, &s, report_cell(b->r, st, 0, -1),
                            report_cell(b->r, st, 1, -1), e);
    }
    sqlite3_finalize(st);
    return rc;
}

static void make_formats(struct book *b)
{
    char text[DIGITS_MAX + 3] = "0.000000000000000";
    b->head = workbook_add_format(b->book);
    format_set_bold(b->head);
    format_set_bg_color(b->head, 0xE8EDF3);
    format_set_bottom(b->head, LXW_BORDER_THIN);
    for (int i = 0; i <= DIGITS_MAX; i++) {
        char one[sizeof text];
        snprintf(one, sizeof one, "%.*s", i ? i + 2 : 1, text);
        b->decimal[i] = workbook_add_format(b->book);
        format_set_num_format(b->decimal[i], one);
    }
}

/* The window's end, or the month's. */
static void set_properties(const struct book *b)
{
    const char *end = *b->r->model->day ? b->r->model->day : b->r->period;
    char first[8];
    int32_t month = 0;
    snprintf(first, sizeof first, "%.7s", end);
    int32_t day = 0;
    if (month_parse(&month, first)) {
        int year = month / 12, in_year = month % 12 + 1;
        bool has_day = strlen(end) == 10;
        day = civil_day(year, in_year,
                        has_day ? (end[8] - '0') * 10 + end[9] - '0'
                                : civil_month_days(year, in_year));
    }
    char title[256];
    snprintf(title, sizeof title, "%s %s",
             b->r->title ? b->r->title
                         : words_say(b->r->words, N_("Service quality assessment")),
             b->r->period);
    lxw_doc_properties p = { .title = title };
    p.created = (time_t)day * 86400;
    workbook_set_properties(b->book, &p);
}

static kh_status failed(lxw_error error, kh_err *e)
{
    if (errno == ENOSPC)
        return kh_fail(e, ST_AGAIN, _("report.xlsx: the disk is full; nothing was kept"));
    return kh_fail(e, ST_IO, _("report.xlsx: %s"), lxw_strerror(error));
}

kh_status report_xlsx(const struct report *r, const char *path, kh_err *e)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path)) : strdup(".");
    /* Its scratch files stand where the disk has to hold the report anyway. */
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };
    struct book b = { .r = r, .book = folder ? workbook_new_opt(path, &options) : NULL };
    free(folder); /* the library keeps a copy */
    if (!b.book)
        return kh_fail(e, KH_ENOMEM, _("no memory for the workbook"));
    make_formats(&b);
    set_properties(&b);
    kh_status rc = KH_OK;
    rc = xlsx_composite(&b, e);
    for (size_t i = 0; !rc && i < COUNT(sheets); i++)
        for (size_t k = 0; !rc && k < file_specs_len; k++)
            if (!strcmp(file_specs[k].name, sheets[i].file))
                rc =
                    write_file(&b, &file_specs[k], words_say(r->words, sheets[i].msgid), e);
    if (!rc)
        rc = write_tables(&b, e);
    if (rc) {
        lxw_workbook_free(b.book);
        return rc;
    }
    errno = 0;
    lxw_error error = workbook_close(b.book);
    return error ? failed(error, e) : KH_OK;
}
