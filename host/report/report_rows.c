/* SPDX-License-Identifier: Apache-2.0 */
/* report_rows.c - see report_rows.h. */
#include "report/report_rows.h"

const char *row_text_or_null(struct row *w)
{
    const char *s = (const char *)sqlite3_column_text(w->st, w->at++);
    const char *copy = arena_text(w->arena, s);
    if (s && !copy)
        w->failed = true;
    return copy;
}

const char *row_text(struct row *w)
{
    const char *s = row_text_or_null(w);
    return s ? s : "";
}

int64_t row_int(struct row *w)
{
    return sqlite3_column_int64(w->st, w->at++);
}

kh_status rows_load(const struct report *r, struct arena *a, const struct rows *what,
                    void **out, uint32_t *n, kh_err *e)
{
    struct row w = { .r = r, .arena = a };
    const char *const keys[] = { what->domain, what->second, what->third };
    uint32_t cap = 0;
    bool more = false;
    *out = NULL;
    *n = 0;
    kh_status rc = report_query(r, &w.st, what->sql, e);
    for (int i = 0; !rc && i < (int)COUNT(keys); i++)
        if (keys[i])
            sqlite3_bind_text(w.st, i + 3, keys[i], -1, SQLITE_STATIC);
    while (!rc && !(rc = report_next(r, w.st, &more, e)) && more) {
        void *item = arena_push(a, out, n, &cap, what->size);
        w.at = 0;
        if (item)
            what->fill(&w, item);
        if (!item || w.failed)
            rc = kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    }
    sqlite3_finalize(w.st);
    return rc;
}
