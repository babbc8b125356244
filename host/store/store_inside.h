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

/* A prepared SELECT that is bound value by value and then read row by row, column by
 * column.  Texts are copied into `arena`.  The first failure stays in `rc` and ends the
 * rows. */
struct get {
    struct store *store;
    struct arena *arena;
    sqlite3_stmt *st;
    int bound, column;
    kh_status rc;
    kh_err *e;
};
void get_open(struct get *g, struct store *s, struct arena *a, const char *sql, kh_err *e);
void get_with_text(struct get *g, const char *s); /* must outlive the reading */
void get_with_int(struct get *g, int64_t v);
bool get_row(struct get *g);
const char *get_text(struct get *g); /* NULL is NULL, also when memory is refused */
int64_t get_int(struct get *g);
bool get_is_null(struct get *g); /* of the next column, which stays the next */
struct exact get_exact(struct get *g);
struct conf_name get_name(struct get *g);
/* Room for one more element, in `arena`; NULL: told by get_close. */
void *get_push(struct get *g, void **at, uint32_t *len, uint32_t *cap, size_t size);
kh_status get_close(struct get *g);

/* The run with the current result of the domain's window that ends with `month`; *run is 0
 * if there is none. */
kh_status store_current_run(struct store *s, struct arena *a, const char *domain,
                            int32_t month, int64_t *run, kh_err *e);

#endif
