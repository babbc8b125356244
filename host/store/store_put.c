/* SPDX-License-Identifier: Apache-2.0 */
/* store_put.c - prepared inserts, see store_inside.h. */
#include "store/store_inside.h"

void put_open(struct put *p, struct store *s, const char *sql, kh_err *e)
{
    *p = (struct put){ .store = s, .e = e };
    if (sqlite3_prepare_v2(s->db, sql, -1, &p->st, NULL))
        p->rc = store_fail(s, "prepare", e);
}

static void bound(struct put *p, int code)
{
    if (code != SQLITE_OK && !p->rc)
        p->rc = store_fail(p->store, "bind", p->e);
}

void put_text(struct put *p, const char *s)
{
    if (!p->rc)
        bound(p, s ? sqlite3_bind_text(p->st, ++p->at, s, -1, SQLITE_STATIC)
                   : sqlite3_bind_null(p->st, ++p->at));
}

void put_int(struct put *p, int64_t v)
{
    if (!p->rc)
        bound(p, sqlite3_bind_int64(p->st, ++p->at, v));
}

void put_null(struct put *p)
{
    if (!p->rc)
        bound(p, sqlite3_bind_null(p->st, ++p->at));
}

void put_row(struct put *p)
{
    if (p->rc)
        return;
    if (sqlite3_step(p->st) != SQLITE_DONE)
        p->rc = store_fail(p->store, "insert", p->e);
    sqlite3_reset(p->st);
    p->at = 0;
}

kh_status put_close(struct put *p)
{
    sqlite3_finalize(p->st);
    p->st = NULL;
    return p->rc;
}
