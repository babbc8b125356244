/* SPDX-License-Identifier: Apache-2.0 */
/* network_groups.c - event groups: which outages are interruptions, and what they are
 * charged with besides. */
#include "network.h"

/* The outages of one event group, or one outage by itself. */
struct group {
    struct event *leader; /* the first to begin */
    int64_t counts;       /* interruptions that it stands for: rows, where ungrouped */
    int64_t circuits;
    int64_t reported; /* first report of any of them */
    int64_t crossed;  /* when one of them had lasted as long as a network-wide outage */
    int concealed;
};

/* `at` + minutes; TIME_NEVER where no time is that late. */
static int64_t after(int64_t at, int64_t minutes)
{
    return kh_add(&at, minutes * MINUTE_US) ? TIME_NEVER : at;
}

static void group_add(struct outlet *o, struct group *g, struct event *v)
{
    int64_t crossed = after(v->row[E_START], state_param(o->t, PARAM_MAJOR_MINUTES));
    int grouped = v->row[E_GROUP] >= 0;
    if (!g->leader)
        *g =
            (struct group){ v, grouped ? 1 : v->row[E_ROWS], 0, TIME_NEVER, TIME_NEVER, 0 };
    outlet_add(o, &g->circuits,
               outlet_times(o, v->row[E_CIRCUITS], grouped ? v->row[E_ROWS] : 1));
    if (v->row[E_REPORTED] < g->reported)
        g->reported = v->row[E_REPORTED];
    if (v->row[E_END] >= crossed && crossed < g->crossed)
        g->crossed = crossed;
    if (v->row[E_FLAGS] & FLAG_CONCEALED)
        g->concealed = 1;
    if (v->why == WHY_COUNTED && v != g->leader)
        v->why = WHY_SAME_EVENT; /* R2 */
}

/* R2, R9 to R11: the group counts in the window in which it began; a late report in the one
 * in which it was due; a network-wide outage in the one in which it became that. */
static void group_close(struct outlet *o, struct events *s, struct group *g)
{
    struct event *v = g->leader;
    int64_t due = after(v->row[E_START], state_param(o->t, PARAM_REPORT_MINUTES));
    v->began = g->counts;
    if (v->why == WHY_COUNTED) {
        v->counted = g->counts;
        if (v->counted < v->row[E_ROWS])
            v->why = WHY_SAME_EVENT; /* its other rows */
        outlet_add(o, &s->interruptions, v->counted);
        outlet_add(o, &s->concealed, g->concealed ? g->counts : 0);
    }
    if (!g->concealed && due < g->reported && state_in_window(o->t, due))
        outlet_add(o, &s->late, g->counts);
    if (g->circuits >= state_param(o->t, PARAM_MAJOR_CIRCUITS) && g->crossed < TIME_NEVER &&
        state_in_window(o->t, g->crossed))
        outlet_add(o, &s->major, g->counts);
}

void events_group(struct outlet *o, struct events *s)
{
    kh_ledger order;
    struct group g = { .leader = NULL };
    scratch_init(o, &order);
    for (size_t i = 0; i < s->len; i++) {
        const int64_t *row = s->of[i].row;
        int64_t grouped = row[E_GROUP] >= 0;
        if (s->of[i].candidate)
            scratch_add(o, &order, grouped, grouped ? row[E_GROUP] : (int64_t)i,
                        row[E_START], (int64_t)i);
    }
    scratch_settle(o, &order);
    for (size_t i = 0; !o->rc && i < order.len; i++) {
        const int64_t *row = kh_ledger_row(&order, i);
        if (i && kh_ledger_compare(row, kh_ledger_row(&order, i - 1), 2)) {
            group_close(o, s, &g);
            g.leader = NULL;
        }
        group_add(o, &g, &s->of[row[SCRATCH_WIDTH - 1]]);
    }
    if (g.leader && !o->rc)
        group_close(o, s, &g);
    kh_ledger_free(&order);
}
