/* SPDX-License-Identifier: Apache-2.0 */
/* report_inside.h - what the writers of this room share: the run, and its files as queries.
 */
#ifndef KH_REPORT_REPORT_INSIDE_H
#define KH_REPORT_REPORT_INSIDE_H

#include "report/report.h"

#include <sqlite3.h>
#include <stdio.h>

struct report {
    struct arena arena;
    sqlite3 *db; /* lent by the store; only read */
    int64_t run;
    enum lang lang;
    const char *period, *version, *config_sha, *title; /* title: NULL if none */
    struct model *model;                               /* report_model.h */
    struct words *words;                               /* report_words.h */
};

/* One file of --out that is a table.  The query takes the run as ?1 and the language ("zh",
 * "en") as ?2; its first `n_columns` columns are the file's, later ones (exact fractions
 * and other helps) stand in run.json only.  Names of the columns are the query's. */
struct file_spec {
    const char *name; /* "scores" */
    int n_columns;
    int translated; /* index of the column that holds why a row was rejected; -1 */
    const char *sql;
};
extern const struct file_spec file_specs[];
extern const size_t file_specs_len;

/* Prepare a query with ?1 and ?2 bound. */
kh_status report_query(const struct report *r, sqlite3_stmt **st, const char *sql,
                       kh_err *e);
/* Next row: KH_OK and *more.  The statement is the caller's to finalize. */
kh_status report_next(const struct report *r, sqlite3_stmt *st, bool *more, kh_err *e);
/* A column as text; "" for NULL; in the report's language if it is the translated one. */
const char *report_cell(const struct report *r, sqlite3_stmt *st, int column,
                        int translated);

/* The writers.  Files are open and empty; failures of the disk are found by path_finish. */
kh_status report_csv(const struct report *r, const struct file_spec *spec, FILE *to,
                     kh_err *e);
kh_status report_table_csv(const struct report *r, const char *domain, const char *table,
                           FILE *to, kh_err *e);
kh_status report_json(const struct report *r, FILE *to, kh_err *e);
kh_status report_text(const struct report *r, FILE *to, kh_err *e);
kh_status report_html(const struct report *r, FILE *to, kh_err *e);

#endif
