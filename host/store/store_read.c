/* SPDX-License-Identifier: Apache-2.0 */
/* store_read.c - which runs there are, and the rankings of the cycle before. */
#include "store/store_inside.h"

#include "base/lang.h"

#include <stdlib.h>
#include <string.h>

static kh_status prepare(struct store *s, sqlite3_stmt **st, const char *sql, kh_err *e)
{
    return sqlite3_prepare_v2(s->db, sql, -1, st, NULL) ? store_fail(s, "prepare", e)
                                                        : KH_OK;
}

static const char *column(struct arena *a, sqlite3_stmt *st, int i)
{
    const char *s = (const char *)sqlite3_column_text(st, i);
    return arena_text(a, s ? s : "");
}

static bool is_number(const char *s)
{
    return *s && strlen(s) <= 18 && !s[strspn(s, "0123456789")];
}

kh_status store_find_run(struct store *s, const char *which, int64_t *run, kh_err *e)
{
    static const char *const by_what[] = { "SELECT max(run) FROM run",
                                           "SELECT run FROM run WHERE run = ?",
                                           "SELECT max(run) FROM run WHERE period = ?" };
    int what = !strcmp(which, "last") ? 0 : is_number(which) ? 1 : 2;
    sqlite3_stmt *st = NULL;
    kh_status rc = prepare(s, &st, by_what[what], e);
    if (rc)
        return rc;
    if (what == 1)
        sqlite3_bind_int64(st, 1, strtoll(which, NULL, 10));
    if (what == 2)
        sqlite3_bind_text(st, 1, which, -1, SQLITE_STATIC);
    int code = sqlite3_step(st);
    if (code == SQLITE_ROW && sqlite3_column_type(st, 0) != SQLITE_NULL)
        *run = sqlite3_column_int64(st, 0);
    else if (code == SQLITE_ROW || code == SQLITE_DONE)
        rc = kh_fail(e, ST_INPUT, _("%s: there is no run \"%s\"; `kaohe runs` lists them"),
                     s->path, which);
    else
        rc = store_fail(s, "find", e);
    sqlite3_finalize(st);
    return rc;
}

kh_status store_list(struct store *s, struct arena *a, struct store_listed **out,
                     uint32_t *n, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    uint32_t cap = 0;
    *out = NULL;
    *n = 0;
    kh_status rc =
        prepare(s, &st,
                "SELECT run, period, ended_at, domains, faults, exit_status FROM v_runs"
                " ORDER BY run DESC",
                e);
    int code = SQLITE_DONE;
    while (!rc && (code = sqlite3_step(st)) == SQLITE_ROW) {
        struct store_listed *l = arena_push(a, (void **)out, n, &cap, sizeof **out);
        if (!l) {
            rc = kh_fail(e, KH_ENOMEM, _("no memory for the list of runs"));
            break;
        }
        *l = (struct store_listed){ sqlite3_column_int64(st, 0),
                                    column(a, st, 1),
                                    column(a, st, 2),
                                    column(a, st, 3),
                                    column(a, st, 4),
                                    sqlite3_column_int(st, 5) };
    }
    if (!rc && code != SQLITE_DONE)
        rc = store_fail(s, "list", e);
    sqlite3_finalize(st);
    return rc;
}

/* The window of a board's domain before the one that ends at or before `month`. */
static bool window_before(const struct conf_domain *d, int32_t month, char text[8])
{
    if (d->cycle.whole)
        return false;
    month_text(text, cycle_last(&d->cycle, cycle_last(&d->cycle, month) - 1));
    return true;
}

static kh_status board_before(struct store *s, struct arena *a, const struct conf_board *b,
                              const char *month, struct score_previous **out, uint32_t *n,
                              uint32_t *cap, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    kh_status rc = prepare(s, &st,
                           "SELECT k.\"group\", k.subject, k.score, k.rank FROM v_current c"
                           " JOIN ranking k ON k.run = c.run AND k.board = ?1"
                           " WHERE c.domain = ?2 AND c.month = ?3 ORDER BY k.seq",
                           e);
    if (rc)
        return rc;
    sqlite3_bind_text(st, 1, b->id, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 2, b->domain ? b->domain : "composite", -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 3, month, -1, SQLITE_STATIC);
    int code = SQLITE_DONE;
    while (!rc && (code = sqlite3_step(st)) == SQLITE_ROW) {
        struct score_previous *p = arena_push(a, (void **)out, n, cap, sizeof **out);
        if (!p) {
            rc = kh_fail(e, KH_ENOMEM, _("no memory for the rankings before"));
            break;
        }
        *p = (struct score_previous){ b->id, column(a, st, 0), column(a, st, 1),
                                      column(a, st, 2),
                                      (uint32_t)sqlite3_column_int(st, 3) };
    }
    if (!rc && code != SQLITE_DONE)
        rc = store_fail(s, "rankings before", e);
    sqlite3_finalize(st);
    return rc;
}

kh_status store_previous(struct store *s, struct arena *a, const struct conf *c,
                         const char *period, struct score_previous **out, uint32_t *n,
                         kh_err *e)
{
    kh_status rc = KH_OK;
    uint32_t cap = 0;
    int32_t month = 0;
    *out = NULL;
    *n = 0;
    if (!month_parse(&month, period))
        return kh_fail(e, KH_EBUG, _("\"%s\" is no month"), period);
    for (uint32_t i = 0; !rc && i < c->n_boards; i++) {
        const struct conf_board *b = &c->boards[i];
        const struct conf_domain *d = b->domain      ? conf_domain_of(c, b->domain)
                                      : c->composite ? &c->composite->domain
                                                     : NULL;
        char before[8];
        if (d && window_before(d, month, before))
            rc = board_before(s, a, b, before, out, n, &cap, e);
    }
    return rc;
}
