/* SPDX-License-Identifier: Apache-2.0 */
/* store_inside.h - what the files of this room share. */
#ifndef KH_STORE_STORE_INSIDE_H
#define KH_STORE_STORE_INSIDE_H

#include "store/store.h"

#include <sqlite3.h>

struct store {
    sqlite3 *db;
    char *path;
};

/* The last failure of the connection as a status and a sentence. */
kh_status store_fail(struct store *s, const char *what, kh_err *e);
kh_status store_exec(struct store *s, const char *sql, kh_err *e);

/* A prepared INSERT that is filled value by value and then run.  The first failure stays in
 * `rc` and makes every later call do nothing. */
struct put {
    struct store *store;
    sqlite3_stmt *st;
    int at;
    kh_status rc;
    kh_err *e;
};
void put_open(struct put *p, struct store *s, const char *sql, kh_err *e);
void put_text(struct put *p, const char *s); /* NULL is NULL */
void put_int(struct put *p, int64_t v);
void put_null(struct put *p);
void put_row(struct put *p); /* run the statement, begin anew */
kh_status put_close(struct put *p);

#endif
