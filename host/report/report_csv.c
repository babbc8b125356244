/* SPDX-License-Identifier: Apache-2.0 */
/* report_csv.c - RFC 4180 with LF, UTF-8 with a BOM so that spreadsheets open it. */
#include "report/report_inside.h"

#include <jansson.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"

static void put_cell(FILE *to, const char *s, bool is_first)
{
    if (!is_first)
        fputc(',', to);
    if (!s[strcspn(s, ",\"\n\r")]) {
        fputs(s, to);
        return;
    }
    fputc('"', to);
    for (; *s; s++) {
        if (*s == '"')
            fputc('"', to);
        fputc(*s, to);
    }
    fputc('"', to);
}

kh_status report_csv(const struct report *r, const struct file_spec *spec, FILE *to,
                     kh_err *e)
{
    sqlite3_stmt *st = NULL;
    bool more = false;
    kh_status rc = report_query(r, &st, spec->sql, e);
    fputs(BOM, to);
    for (int i = 0; !rc && i < spec->n_columns; i++)
        put_cell(to, sqlite3_column_name(st, i), !i);
    fputc('\n', to);
    while (!rc && !(rc = report_next(r, st, &more, e)) && more) {
        for (int i = 0; i < spec->n_columns; i++)
            put_cell(to, report_cell(r, st, i, spec->translated), !i);
        fputc('\n', to);
    }
    sqlite3_finalize(st);
    return rc;
}

/* The texts of a JSON array that the store wrote, as further cells. */
static kh_status put_json_cells(FILE *to, const char *text, kh_err *e)
{
    json_t *cells = json_loads(text, 0, NULL);
    if (!json_is_array(cells)) {
        json_decref(cells);
        return kh_fail(e, ST_IO, _("the store holds a damaged table row"));
    }
    for (size_t i = 0; i < json_array_size(cells); i++) {
        const char *s = json_string_value(json_array_get(cells, i));
        put_cell(to, s ? s : "", false);
    }
    json_decref(cells);
    fputc('\n', to);
    return KH_OK;
}

static kh_status bind_table(const struct report *r, sqlite3_stmt **st, const char *sql,
                            const char *domain, const char *table, kh_err *e)
{
    if (sqlite3_prepare_v2(r->db, sql, -1, st, NULL))
        return kh_fail(e, ST_IO, _("the store cannot be read: %s"), sqlite3_errmsg(r->db));
    sqlite3_bind_int64(*st, 1, r->run);
    sqlite3_bind_text(*st, 2, domain, -1, SQLITE_STATIC);
    sqlite3_bind_text(*st, 3, table, -1, SQLITE_STATIC);
    return KH_OK;
}

kh_status report_table_csv(const struct report *r, const char *domain, const char *table,
                           FILE *to, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    bool more = false;
    kh_status rc = bind_table(
        r, &st,
        "SELECT columns FROM domain_table WHERE run = ?1 AND domain = ?2 AND name = ?3",
        domain, table, e);
    fputs(BOM "period,level,subject", to);
    if (!rc)
        rc = report_next(r, st, &more, e);
    if (!rc && more)
        rc = put_json_cells(to, report_cell(r, st, 0, -1), e);
    sqlite3_finalize(st);
    st = NULL;
    if (!rc)
        rc = bind_table(r, &st,
                        "SELECT level, subject, cells FROM domain_row WHERE run = ?1"
                        " AND domain = ?2 AND name = ?3 ORDER BY seq",
                        domain, table, e);
    while (!rc && !(rc = report_next(r, st, &more, e)) && more) {
        put_cell(to, r->period, true);
        put_cell(to, report_cell(r, st, 0, -1), false);
        put_cell(to, report_cell(r, st, 1, -1), false);
        rc = put_json_cells(to, report_cell(r, st, 2, -1), e);
    }
    sqlite3_finalize(st);
    return rc;
}
