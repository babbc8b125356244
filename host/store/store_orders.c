/* SPDX-License-Identifier: Apache-2.0 */
/* store_orders.c - improvement orders that earlier cycles of a domain left open. */
#include "store/store_inside.h"

/* The newest current result before the month; 0 if there is none. */
static kh_status run_before(struct store *s, struct arena *a, const struct conf_domain *d,
                            int32_t month, int64_t *run, kh_err *e)
{
    struct get g;
    char text[8];
    month_text(text, month);
    get_open(&g, s, a,
             "SELECT run FROM v_current WHERE domain = ? AND month < ?"
             " ORDER BY month DESC LIMIT 1",
             e);
    get_with_text(&g, d->id);
    get_with_text(&g, text);
    *run = get_row(&g) ? get_int(&g) : 0;
    return get_close(&g);
}

static void read_order(struct get *g, struct scored_order *o)
{
    o->level = get_text(g);
    o->subject = get_text(g);
    o->subject_name = get_text(g);
    o->node = get_text(g);
    o->node_name = get_name(g);
    o->score = get_exact(g);
    o->full = get_exact(g);
    o->threshold = get_exact(g);
    o->state = get_text(g);
    o->stage = (uint32_t)get_int(g);
    o->owner = get_text(g);
    o->due = (int32_t)get_int(g);
    o->checked = get_text(g);
    o->checked_score = get_text(g);
    o->note = get_text(g);
    const char *opened = get_text(g);
    if (opened && !month_parse(&o->opened, opened))
        o->opened = 0;
}

kh_status store_orders(struct store *s, struct arena *a, const struct conf_domain *d,
                       int32_t month, struct scored_order **out, uint32_t *n, kh_err *e)
{
    struct get g;
    int64_t run = 0;
    uint32_t cap = 0;
    *out = NULL;
    *n = 0;
    kh_status rc = run_before(s, a, d, month, &run, e);
    if (rc || !run)
        return rc;
    get_open(&g, s, a,
             "SELECT level, subject, subject_name, node, node_name_zh, node_name_en, score,"
             " score_x, \"full\", full_x, threshold, threshold_x, state, stage, owner,"
             " CAST(julianday(due) - 2440587.5 AS INTEGER), checked_period, checked_score,"
             " note, opened FROM improvement WHERE run = ? AND domain = ?"
             " AND state IN ('open', 'escalated') ORDER BY seq",
             e);
    get_with_int(&g, run);
    get_with_text(&g, d->id);
    while (get_row(&g)) {
        struct scored_order *o = get_push(&g, (void **)out, n, &cap, sizeof *o);
        if (!o)
            break;
        read_order(&g, o);
    }
    return get_close(&g);
}
