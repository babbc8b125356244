/* SPDX-License-Identifier: Apache-2.0 */
/* store_get.c - prepared queries, see store_inside.h. */
#include "store/store_inside.h"

#include "base/lang.h"

void get_open(struct get *g, struct store *s, struct arena *a, const char *sql, kh_err *e)
{
    *g = (struct get){ .store = s, .arena = a, .e = e };
    if (sqlite3_prepare_v2(s->db, sql, -1, &g->st, NULL))
        g->rc = store_fail(s, "prepare", e);
}

static void bound(struct get *g, int code)
{
    if (code != SQLITE_OK && !g->rc)
        g->rc = store_fail(g->store, "bind", g->e);
}

void get_with_text(struct get *g, const char *s)
{
    if (!g->rc)
        bound(g, sqlite3_bind_text(g->st, ++g->bound, s, -1, SQLITE_STATIC));
}

void get_with_int(struct get *g, int64_t v)
{
    if (!g->rc)
        bound(g, sqlite3_bind_int64(g->st, ++g->bound, v));
}

bool get_row(struct get *g)
{
    if (g->rc)
        return false;
    g->column = 0;
    int code = sqlite3_step(g->st);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        g->rc = store_fail(g->store, "select", g->e);
    return code == SQLITE_ROW;
}

static void no_memory(struct get *g)
{
    if (!g->rc)
        g->rc = kh_fail(g->e, KH_ENOMEM, _("no memory for what the store holds"));
}

bool get_is_null(struct get *g)
{
    return sqlite3_column_type(g->st, g->column) == SQLITE_NULL;
}

const char *get_text(struct get *g)
{
    bool is_null = get_is_null(g);
    const char *s = (const char *)sqlite3_column_text(g->st, g->column++);
    const char *kept = s ? arena_text(g->arena, s) : NULL;
    if (!kept && !is_null)
        no_memory(g);
    return kept;
}

int64_t get_int(struct get *g)
{
    return sqlite3_column_int64(g->st, g->column++);
}

struct exact get_exact(struct get *g)
{
    struct exact x;
    x.p = get_text(g);
    x.x = get_text(g);
    return x;
}

struct conf_name get_name(struct get *g)
{
    struct conf_name n;
    n.zh = get_text(g);
    n.en = get_text(g);
    return n;
}

void *get_push(struct get *g, void **at, uint32_t *len, uint32_t *cap, size_t size)
{
    void *p = arena_push(g->arena, at, len, cap, size);
    if (!p)
        no_memory(g);
    return p;
}

kh_status get_close(struct get *g)
{
    sqlite3_finalize(g->st);
    g->st = NULL;
    return g->rc;
}
