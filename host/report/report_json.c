/* SPDX-License-Identifier: Apache-2.0 */
/* report_json.c - run.json: everything of the CSV files with exact fractions, the tables,
 * and what identifies the run.  Keys are in the order of the queries; rows stream, so that
 * memory does not grow with them. */
#include "report/report_inside.h"

#include <jansson.h>
#include <stdlib.h>

static void put_text(FILE *to, const char *s)
{
    json_t *t = json_string(s);
    char *text = t ? json_dumps(t, JSON_ENCODE_ANY) : NULL;
    fputs(text ? text : "\"\"", to);
    free(text);
    json_decref(t);
}

static void put_value(const struct report *r, sqlite3_stmt *st, int i, int translated,
                      FILE *to)
{
    switch (sqlite3_column_type(st, i)) {
    case SQLITE_NULL:
        fputs("null", to);
        break;
    case SQLITE_INTEGER:
        fprintf(to, "%lld", (long long)sqlite3_column_int64(st, i));
        break;
    default:
        put_text(to, report_cell(r, st, i, translated));
    }
}

/* "name": [ rows as objects ], a column named in `raw` holds JSON and goes in as it is. */
static kh_status put_rows(const struct report *r, const char *name, const char *sql,
                          int translated, int raw, const char *indent, FILE *to, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    bool more = false, is_first = true;
    kh_status rc = report_query(r, &st, sql, e);
    fprintf(to, "%s\"%s\": [", indent, name);
    while (!rc && !(rc = report_next(r, st, &more, e)) && more) {
        fprintf(to, "%s\n%s {", is_first ? "" : ",", indent);
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            fprintf(to, "%s\"%s\": ", i ? ", " : "", sqlite3_column_name(st, i));
            if (i == raw)
                fputs(report_cell(r, st, i, -1), to);
            else
                put_value(r, st, i, translated, to);
        }
        fputc('}', to);
        is_first = false;
    }
    sqlite3_finalize(st);
    fprintf(to, "%s%s]", is_first ? "" : "\n", is_first ? "" : indent);
    return rc;
}

static kh_status put_identity(const struct report *r, FILE *to, kh_err *e)
{
    static const struct {
        const char *name, *sql;
    } parts[] = {
        { "configuration", /* by content: what a file is called changes nothing */
          "SELECT sha AS sha256 FROM config_file WHERE run = ?1 ORDER BY sha" },
        { "plugins",
          "SELECT domain, plugin, plugin_version AS version, plugin_sha AS sha256"
          " FROM domain WHERE run = ?1 ORDER BY domain" },
        { "inputs", "SELECT domain, dataset, name AS file, encoding, size, sha AS sha256"
                    " FROM input WHERE run = ?1 ORDER BY domain, dataset, seq" },
    };
    kh_status rc = KH_OK;
    fputs(" \"identity\": {\n  \"version\": ", to);
    put_text(to, r->version);
    fputs(",\n  \"configuration_sha256\": ", to);
    put_text(to, r->config_sha);
    for (size_t i = 0; !rc && i < COUNT(parts); i++) {
        fputs(",\n", to);
        rc = put_rows(r, parts[i].name, parts[i].sql, -1, -1, "  ", to, e);
    }
    fputs("\n }", to);
    return rc;
}

kh_status report_json(const struct report *r, FILE *to, kh_err *e)
{
    fputs("{\n \"period\": ", to);
    put_text(to, r->period);
    fputs(",\n", to);
    kh_status rc = put_identity(r, to, e);
    fputs(",\n", to);
    if (!rc)
        rc = put_rows(
            r, "domains",
            "SELECT domain, CASE ?2 WHEN 'zh' THEN name_zh ELSE name_en END AS name,"
            " plugin, scheme, params, month, from_day AS \"from\", to_day AS \"to\","
            " carried AND EXISTS (SELECT 1 FROM score s WHERE s.run = d.run AND s.domain = "
            "d.domain)"
            " AS carried, carried AND NOT EXISTS (SELECT 1 FROM score s WHERE s.run ="
            " d.run AND s.domain = d.domain) AS missing, fault FROM domain d WHERE run ="
            " ?1 ORDER BY domain",
            -1, -1, " ", to, e);
    fputs(",\n", to);
    if (!rc)
        rc = put_rows(
            r, "datasets",
            "SELECT domain, dataset, missing, rows, outside, revised, skipped, rejected"
            " FROM dataset WHERE run = ?1 ORDER BY domain, dataset",
            -1, -1, " ", to, e);
    fputs(",\n", to);
    if (!rc)
        rc = put_rows(
            r, "deliveries",
            "SELECT domain, dataset, level, unit, delivered FROM delivery WHERE run = ?1"
            " ORDER BY domain, dataset, level, unit",
            -1, -1, " ", to, e);
    for (size_t i = 0; !rc && i < file_specs_len; i++) {
        fputs(",\n", to);
        rc = put_rows(r, file_specs[i].name, file_specs[i].sql, file_specs[i].translated,
                      -1, " ", to, e);
    }
    fputs(",\n", to);
    if (!rc)
        rc = put_rows(r, "plates",
                      "SELECT domain, level, subject, own, plate, cause, access FROM plate"
                      " WHERE run = ?1 ORDER BY domain, level, subject",
                      -1, -1, " ", to, e);
    fputs(",\n", to);
    if (!rc)
        rc = put_rows(
            r, "tables",
            "SELECT domain, name AS \"table\", columns FROM domain_table WHERE run = ?1"
            " ORDER BY domain, name",
            -1, 2, " ", to, e);
    fputs(",\n", to);
    if (!rc)
        rc = put_rows(
            r, "table_rows",
            "SELECT domain, name AS \"table\", level, subject, cells FROM domain_row"
            " WHERE run = ?1 ORDER BY domain, name, seq",
            -1, 4, " ", to, e);
    fputs("\n}\n", to);
    return rc;
}
