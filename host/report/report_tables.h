/* SPDX-License-Identifier: Apache-2.0 */
/* report_tables.h - the tables a domain's plugin or a board makes: first rows of each. */
#ifndef KH_REPORT_REPORT_TABLES_H
#define KH_REPORT_REPORT_TABLES_H

#include "report/report_inside.h"
#include "report/report_words.h"

struct table_row {
    const char *level, *subject, *name; /* name: the subject's, if it has one */
    const char **cells;
    uint32_t n_cells;
};
struct table {
    const char *name, *doc, *json;
    const char **columns;
    struct table_row *rows; /* at most 30; all stand in tables/DOMAIN.NAME.csv */
    uint32_t n_columns, n_rows;
    int64_t n_all;
};
struct tables {
    struct arena arena; /* reset for each domain */
    struct table *at;
    uint32_t n;
};

void tables_init(struct tables *l);
kh_status tables_load(struct tables *l, const struct report *r, const char *domain,
                      kh_err *e);
/* A cell; who is recommended for an award in words. */
const char *tables_cell(struct words *w, const struct table *t, const struct table_row *r,
                        uint32_t column);
void tables_end(struct tables *l);

#endif
