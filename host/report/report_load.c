/* SPDX-License-Identifier: Apache-2.0 */
/* report_load.c - a run of the store, opened for its writers. */
#include "report/report_inside.h"
#include "report/report_model.h"
#include "report/report_words.h"

#include <stdlib.h>

kh_status report_query(const struct report *r, sqlite3_stmt **st, const char *sql,
                       kh_err *e)
{
    if (sqlite3_prepare_v2(r->db, sql, -1, st, NULL))
        return kh_fail(e, ST_IO, _("the store cannot be read: %s"), sqlite3_errmsg(r->db));
    sqlite3_bind_int64(*st, 1, r->run);
    if (sqlite3_bind_parameter_count(*st) > 1)
        sqlite3_bind_text(*st, 2, lang_name(r->lang), -1, SQLITE_STATIC);
    return KH_OK;
}

kh_status report_next(const struct report *r, sqlite3_stmt *st, bool *more, kh_err *e)
{
    int code = sqlite3_step(st);
    *more = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return KH_OK;
    return kh_fail(e, ST_IO, _("the store cannot be read: %s"), sqlite3_errmsg(r->db));
}

const char *report_cell(const struct report *r, sqlite3_stmt *st, int column,
                        int translated)
{
    const char *s = (const char *)sqlite3_column_text(st, column);
    if (!s)
        return "";
    return column == translated ? words_reject(r->words, s) : s;
}

static kh_status load_run(struct report *r, kh_err *e)
{
    static const char sql[] = "SELECT period, version, config_sha, CASE ?2 WHEN 'zh' THEN "
                              "title_zh ELSE title_en END"
                              " FROM run WHERE run = ?1";
    sqlite3_stmt *st = NULL;
    bool more = false;
    kh_status rc = report_query(r, &st, sql, e);
    if (!rc)
        rc = report_next(r, st, &more, e);
    if (!rc && !more)
        rc = kh_fail(e, ST_INPUT, _("the store has no run %lld"), (long long)r->run);
    if (!rc) {
        r->period = arena_text(&r->arena, report_cell(r, st, 0, -1));
        r->version = arena_text(&r->arena, report_cell(r, st, 1, -1));
        r->config_sha = arena_text(&r->arena, report_cell(r, st, 2, -1));
        r->title = arena_text(&r->arena, (const char *)sqlite3_column_text(st, 3));
        if (!r->period || !r->version || !r->config_sha)
            rc = kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    }
    sqlite3_finalize(st);
    return rc;
}

kh_status report_load(struct report **out, struct store *s, int64_t run, enum lang lang,
                      kh_err *e)
{
    *out = NULL;
    struct report *r = calloc(1, sizeof *r);
    if (!r)
        return kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    arena_init(&r->arena, 0);
    r->db = store_handle(s);
    r->run = run;
    r->lang = lang;
    r->model = arena_new(&r->arena, sizeof *r->model);
    r->words = arena_new(&r->arena, sizeof *r->words);
    kh_status rc = KH_OK;
    if (r->words) {
        arena_init(&r->words->sentence, 0);
        r->words->lang = lang;
    }
    if (!r->model || !r->words)
        rc = kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    if (!rc)
        rc = load_run(r, e);
    if (!rc)
        rc = model_load(r, r->model, e);
    if (rc) {
        report_end(r);
        return rc;
    }
    *out = r;
    return KH_OK;
}

void report_end(struct report *r)
{
    if (!r)
        return;
    if (r->words)
        arena_end(&r->words->sentence);
    arena_end(&r->arena);
    free(r);
}
