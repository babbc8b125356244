/* SPDX-License-Identifier: Apache-2.0 */
/* store_history.c - earlier cycles of a domain with their plates, from current results. */
#include "store/store_inside.h"

#include "base/lang.h"

#include <string.h>

enum { CYCLES_MAX = 2400 }; /* two hundred years of months */

struct history {
    struct arena *a;
    const struct conf_domain *d;
    struct scored_cycle *at;
    uint32_t n, cap, cap_plates;
};

static const char *column(struct history *h, sqlite3_stmt *st, int i)
{
    const char *s = (const char *)sqlite3_column_text(st, i);
    return arena_text(h->a, s ? s : "");
}

/* The cycle that ends with `month`, after unknown ones since the last; NULL: memory. */
static struct scored_cycle *cycle_of(struct history *h, int32_t month)
{
    int32_t step = h->d->cycle.months;
    while (!h->n || h->at[h->n - 1].month < month) {
        int32_t next = h->n ? h->at[h->n - 1].month + step : month;
        struct scored_cycle *c =
            arena_push(h->a, (void **)&h->at, &h->n, &h->cap, sizeof *c);
        if (!c)
            return NULL;
        c->month = next;
        h->cap_plates = 0;
    }
    return &h->at[h->n - 1];
}

/* A row is a plate, or the bare fact that the cycle has a result. */
static bool add_row(struct history *h, sqlite3_stmt *st)
{
    const char *text = (const char *)sqlite3_column_text(st, 0);
    int32_t month = 0;
    if (!text || !month_parse(&month, text) || !cycle_ends(&h->d->cycle, month))
        return true; /* of a cycle as it was configured once */
    struct scored_cycle *c = cycle_of(h, month);
    if (!c)
        return false;
    c->is_known = true;
    if (sqlite3_column_type(st, 1) == SQLITE_NULL)
        return true;
    struct scored_plate *p =
        arena_push(h->a, (void **)&c->plates, &c->n_plates, &h->cap_plates, sizeof *p);
    if (!p)
        return false;
    *p = (struct scored_plate){ .level = column(h, st, 1),
                                .subject = column(h, st, 2),
                                .own = column(h, st, 3),
                                .plate = column(h, st, 4),
                                .cause = column(h, st, 5),
                                .access = column(h, st, 6),
                                .exit_veto = column(h, st, 7),
                                .score = "" };
    p->subject_name = p->subject;
    return p->level && p->subject && p->own && p->plate && p->cause && p->access &&
           p->exit_veto;
}

/* Unknown cycles between the last known one and `month`. */
static bool fill_up(struct history *h, int32_t month)
{
    return !h->n || cycle_of(h, month - h->d->cycle.months);
}

static kh_status query(struct store *s, sqlite3_stmt **st, const struct conf_domain *d,
                       int32_t month, kh_err *e)
{
    char first[8], last[8];
    if (sqlite3_prepare_v2(s->db,
                           "SELECT c.month, p.level, p.subject, p.own, p.plate, p.cause,"
                           " p.access, p.exit_veto FROM v_current c"
                           " LEFT JOIN plate p ON p.run = c.run AND p.domain = c.domain"
                           " WHERE c.domain = ?1 AND c.month >= ?2 AND c.month < ?3"
                           " ORDER BY c.month, p.level, p.subject",
                           -1, st, NULL))
        return store_fail(s, "prepare", e);
    int32_t from = month - CYCLES_MAX * d->cycle.months;
    month_text(first, from < 12 ? 12 : from);
    month_text(last, month);
    sqlite3_bind_text(*st, 1, d->id, -1, SQLITE_STATIC);
    sqlite3_bind_text(*st, 2, first, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(*st, 3, last, -1, SQLITE_TRANSIENT);
    return KH_OK;
}

kh_status store_history(struct store *s, struct arena *a, const struct conf_domain *d,
                        int32_t month, struct scored_cycle **out, uint32_t *n, kh_err *e)
{
    struct history h = { .a = a, .d = d };
    sqlite3_stmt *st = NULL;
    *out = NULL;
    *n = 0;
    if (d->cycle.whole)
        return KH_OK;
    kh_status rc = query(s, &st, d, month, e);
    int code = SQLITE_DONE;
    bool fine = true;
    while (!rc && fine && (code = sqlite3_step(st)) == SQLITE_ROW)
        fine = add_row(&h, st);
    if (!rc && (!fine || !fill_up(&h, month)))
        rc = kh_fail(e, KH_ENOMEM, _("no memory for the earlier cycles of domain '%s'"),
                     d->id);
    else if (!rc && code != SQLITE_DONE)
        rc = store_fail(s, "earlier cycles", e);
    sqlite3_finalize(st);
    *out = h.at;
    *n = h.n;
    return rc;
}
