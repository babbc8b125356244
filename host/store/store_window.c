/* SPDX-License-Identifier: Apache-2.0 */
/* store_window.c - which run holds the current result of a window, and its totals.
 *
 * The current result of (domain, window) is that of its newest run in which the domain is
 * not at fault; what was carried into a run is no result of it (view v_current). */
#include "store/store_inside.h"

kh_status store_current_run(struct store *s, struct arena *a, const char *domain,
                            int32_t month, int64_t *run, kh_err *e)
{
    struct get g;
    char text[8];
    month_text(text, month);
    get_open(&g, s, a, "SELECT run FROM v_current WHERE domain = ? AND month = ?", e);
    get_with_text(&g, domain);
    get_with_text(&g, text);
    *run = get_row(&g) ? get_int(&g) : 0;
    return get_close(&g);
}

/* Its first and last day; a domain that takes all dates has none. */
static kh_status window_days(struct store *s, struct arena *a, int64_t run,
                             struct scored_window *out, kh_err *e)
{
    struct get g;
    get_open(&g, s, a,
             "SELECT CAST(julianday(from_day) - 2440587.5 AS INTEGER),"
             " CAST(julianday(to_day) - 2440587.5 AS INTEGER) + 1"
             " FROM domain WHERE run = ? AND domain = ? AND from_day IS NOT NULL",
             e);
    get_with_int(&g, run);
    get_with_text(&g, out->domain);
    if (get_row(&g)) {
        out->from = (int32_t)get_int(&g);
        out->to = (int32_t)get_int(&g);
    }
    return get_close(&g);
}

kh_status store_window(struct store *s, struct arena *a, struct scored_window *out,
                       kh_err *e)
{
    struct get g;
    int64_t run = 0;
    uint32_t cap = 0;
    out->is_known = false;
    out->totals = NULL;
    out->n_totals = 0;
    kh_status rc = store_current_run(s, a, out->domain, out->month, &run, e);
    if (!rc && run)
        rc = window_days(s, a, run, out, e);
    if (rc || !run)
        return rc;
    get_open(&g, s, a,
             "SELECT level, subject, subject_name, state, score_x, full_x,"
             " (SELECT score_x FROM score u WHERE u.run = t.run AND u.domain = t.domain AND"
             " u.level = t.level AND u.subject = t.subject AND u.node = 'total_if_upheld')"
             " FROM score t WHERE run = ? AND domain = ? AND node = 'total' ORDER BY seq",
             e);
    get_with_int(&g, run);
    get_with_text(&g, out->domain);
    while (get_row(&g)) {
        struct scored_total *t =
            get_push(&g, (void **)&out->totals, &out->n_totals, &cap, sizeof *t);
        if (!t)
            break;
        t->level = get_text(&g);
        t->subject = get_text(&g);
        t->subject_name = get_text(&g);
        t->state = get_text(&g);
        t->score = get_text(&g);
        t->full = get_text(&g);
        t->upheld = get_text(&g);
    }
    out->is_known = true;
    return get_close(&g);
}
