/* SPDX-License-Identifier: Apache-2.0 */
/* network_events.c - the outages or cable faults of one unit: taken from the ledger,
 * clipped to the window, accounted for; and the lists of numbers that put them in order. */
#include "network.h"

static const kh_ledger_col any[SCRATCH_WIDTH] = {
    { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX },
    { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX },
    { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX },
    { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX },
};

void scratch_init(struct outlet *o, kh_ledger *l)
{
    static const kh_ledger_kind kind = { "order", any, SCRATCH_WIDTH, 0 };
    kh_ledger_init(l, &kind, o->t->inst->host);
}

void tally_init(struct outlet *o, kh_ledger *l)
{
    static const kh_ledger_kind kind = { "tally", any, 2, SCRATCH_WIDTH - 2 };
    kh_ledger_init(l, &kind, o->t->inst->host);
}

void scratch_add(struct outlet *o, kh_ledger *l, int64_t a, int64_t b, int64_t c, int64_t d)
{
    const int64_t row[SCRATCH_WIDTH] = { a, b, c, d };
    if (!o->rc)
        o->rc = kh_ledger_add(l, row, o->e);
}

void scratch_settle(struct outlet *o, kh_ledger *l)
{
    if (!o->rc)
        o->rc = kh_ledger_settle(l, o->e);
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}
static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Circuit-microseconds of a stretch, times `rows`. */
static int64_t volume(struct outlet *o, int64_t from, int64_t to, int64_t circuits,
                      int64_t rows)
{
    int64_t length = to;
    if (to <= from || !circuits)
        return 0;
    if (kh_sub(&length, from) && !o->rc)
        o->rc = kh_fail(o->e, KH_ERANGE, "an outage of unit %u lasts too long", o->unit);
    return outlet_times(o, outlet_times(o, length, circuits), rows);
}

/* R1, R4, R5: the part within the window, and what it is if nothing else says so. */
static void event_take(struct outlet *o, struct event *v, const int64_t *row)
{
    const struct state *t = o->t;
    int64_t soon = state_param(t, PARAM_SPARE_MINUTES) * MINUTE_US, took = row[E_SWITCHED];
    int idle = (row[E_FLAGS] & FLAG_IDLE) != 0;
    int switched =
        row[E_SWITCHED] < TIME_NEVER && !kh_sub(&took, row[E_START]) && took <= soon;
    memset(v, 0, sizeof *v);
    v->row = row;
    v->candidate = !idle && !switched && row[E_START] < t->to;
    v->from = later(row[E_START], t->from);
    v->to = earlier(row[E_END], t->to);
    v->raw = volume(o, v->from, v->to, row[E_CIRCUITS], row[E_ROWS]);
    if (!idle && state_param(t, PARAM_SPARE_ENDS) && row[E_SWITCHED] < v->to) {
        v->spared =
            volume(o, later(v->from, row[E_SWITCHED]), v->to, row[E_CIRCUITS], row[E_ROWS]);
        v->to = row[E_SWITCHED];
    }
    if (row[E_START] >= t->to || row[E_END] < t->from)
        v->why = WHY_OUTSIDE;
    else if (idle)
        v->why = row[E_KIND] == KIND_CABLE ? WHY_NOT_TOTAL : WHY_PLANNED;
    else if (row[E_START] < t->from)
        v->why = WHY_BEGUN_BEFORE;
    else
        v->why = switched ? WHY_SWITCHED : WHY_COUNTED;
}

void events_take(struct outlet *o, uint32_t kind, struct events *s)
{
    const int64_t key[] = { o->unit, kind };
    size_t at = 0, end = 0;
    memset(s, 0, sizeof *s);
    kh_ledger_find(&o->t->l[L_EVENTS], key, 2, &at, &end);
    s->of = at < end ? outlet_room(o, end - at, sizeof *s->of) : NULL;
    for (; s->of && !o->rc && at < end; at++) {
        struct event *v = &s->of[s->len++];
        event_take(o, v, kh_ledger_row(&o->t->l[L_EVENTS], at));
        if (v->why == WHY_OUTSIDE)
            continue;
        outlet_add(o, &s->rows, v->row[E_ROWS]);
        outlet_add(o, &s->raw, v->raw);
    }
    events_group(o, s);
    events_sweep(o, s);
}

void events_end(struct outlet *o, struct events *s)
{
    outlet_free(o, s->of);
    s->of = NULL;
}

/* R8: each row is an interruption or stands here once; each minute was lost or stands here
 * once.  What does not count at all takes its minutes along. */
void events_account(struct outlet *o, uint32_t dataset, const struct events *s)
{
    for (size_t i = 0; i < s->len && !o->rc; i++) {
        const struct event *v = &s->of[i];
        int idle = v->why == WHY_PLANNED || v->why == WHY_NOT_TOTAL;
        if (v->why == WHY_OUTSIDE)
            continue;
        outlet_not_counted(o, dataset, v->row[E_ID], v->why, v->row[E_ROWS] - v->counted,
                           idle ? v->raw : 0);
        if (idle)
            continue;
        outlet_not_counted(o, dataset, v->row[E_ID], WHY_ON_SPARE, 0, v->spared);
        outlet_not_counted(o, dataset, v->row[E_ID], WHY_OVERLAP, 0,
                           v->raw - v->spared - v->owned);
    }
}
