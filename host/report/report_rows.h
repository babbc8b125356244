/* SPDX-License-Identifier: Apache-2.0 */
/* report_rows.h - rows of a query as an array in an arena. */
#ifndef KH_REPORT_REPORT_ROWS_H
#define KH_REPORT_REPORT_ROWS_H

#include "report/report_inside.h"

/* Takes the columns of one row: text keeps the next one in the arena ("" for NULL). */
struct row {
    const struct report *r;
    sqlite3_stmt *st;
    struct arena *arena;
    int at;
    bool failed; /* memory was refused */
};
const char *row_text(struct row *w);
const char *row_text_or_null(struct row *w);
int64_t row_int(struct row *w);

typedef void (*row_fn)(struct row *w, void *item);

struct rows {
    const char *sql;             /* ?1 run, ?2 language, ?3 and ?4 the keys below */
    const char *domain, *second; /* NULL: not bound */
    const char *third;           /* ?5 */
    size_t size;                 /* of an item */
    row_fn fill;
};
/* *out is an array of *n items, zeroed and then filled. */
kh_status rows_load(const struct report *r, struct arena *a, const struct rows *what,
                    void **out, uint32_t *n, kh_err *e);

#define BY_LANG(column) "CASE ?2 WHEN 'zh' THEN " column "_zh ELSE " column "_en END"

#endif
