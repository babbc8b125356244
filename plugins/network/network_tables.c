/* SPDX-License-Identifier: Apache-2.0 */
/* network_tables.c - Pareto of causes, interruptions by month, worst circuits. */
#include "network.h"

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))
enum { T_KEY, T_PLACE, T_A, T_B }; /* of a tally: two keys, two sums */

static int is_down(const struct event *v)
{
    return v->why != WHY_OUTSIDE && !(v->row[E_FLAGS] & FLAG_IDLE);
}

/* A tally in order of falling sums: rows of -first, -second, key. */
static void rank(struct outlet *o, kh_ledger *tally, kh_ledger *order, int by)
{
    scratch_settle(o, tally);
    scratch_init(o, order);
    for (size_t i = 0; !o->rc && i < tally->len; i++) {
        const int64_t *r = kh_ledger_row(tally, i);
        scratch_add(o, order, -r[by], -r[T_A + T_B - by], r[T_KEY], 0);
    }
    scratch_settle(o, order);
}

/* R20: an interruption belongs to the cause of the outage it stands for. */
void causes_emit(struct outlet *o, const struct events *s)
{
    kh_ledger tally, order;
    int64_t met = 0;
    tally_init(o, &tally);
    for (size_t i = 0; i < s->len; i++)
        if (is_down(&s->of[i]) && (s->of[i].counted || s->of[i].owned))
            scratch_add(o, &tally, s->of[i].row[E_CAUSE], 0, s->of[i].counted,
                        s->of[i].owned);
    rank(o, &tally, &order, T_A);
    for (size_t i = 0; !o->rc && i < order.len; i++) {
        const int64_t *r = kh_ledger_row(&order, i);
        char text[12];
        met -= r[0];
        const kh_value cell[] = { cell_rank(text, i + 1, order.len),
                                  cell_id(r[2]),
                                  kh_cell_i64(-r[0]),
                                  cell_minutes(-r[1]),
                                  cell_percent(o, -r[0], s->interruptions),
                                  cell_percent(o, met, s->interruptions) };
        outlet_row(o, TABLE_CAUSES, cell, COUNT_OF(cell));
    }
    kh_ledger_free(&order);
    kh_ledger_free(&tally);
}

void circuits_emit(struct outlet *o, const struct events *s)
{
    const size_t most = (size_t)state_param(o->t, PARAM_WORST);
    kh_ledger tally, order;
    tally_init(o, &tally);
    for (size_t i = 0; i < s->len; i++)
        if (is_down(&s->of[i]) && s->of[i].row[E_LINE] != ID_NONE)
            scratch_add(o, &tally, s->of[i].row[E_LINE], 0, s->of[i].row[E_ROWS],
                        s->of[i].owned);
    rank(o, &tally, &order, T_B);
    for (size_t i = 0; !o->rc && i < order.len && i < most; i++) {
        const int64_t *r = kh_ledger_row(&order, i);
        char text[12];
        const kh_value cell[] = { cell_rank(text, i + 1,
                                            order.len < most ? order.len : most),
                                  cell_id(r[2]), kh_cell_i64(-r[1]), cell_minutes(-r[0]) };
        outlet_row(o, TABLE_CIRCUITS, cell, COUNT_OF(cell));
    }
    kh_ledger_free(&order);
    kh_ledger_free(&tally);
}

/* R20: per month, how many interruptions began, and how many rows tell of it. */
static void months_take(struct outlet *o, const struct events *s, int64_t first,
                        kh_ledger *tally)
{
    for (size_t i = 0; i < s->len; i++) {
        const struct event *v = &s->of[i];
        int64_t month = kh_cycles_month(&o->cycles, kh_day_of(v->row[E_START]));
        if (month >= first)
            scratch_add(o, tally, month, 0, v->began, 1);
    }
    for (int64_t m = o->cycles.last - o->cycles.months + 1; m <= o->cycles.last; m++)
        scratch_add(o, tally, m, 0, 0, 1); /* the window's own are known without any */
    scratch_settle(o, tally);
}

static void month_emit(struct outlet *o, int64_t month, int64_t n)
{
    const int64_t end = kh_cycles_time(kh_cycles_month_end(&o->cycles, month));
    int64_t circuits = inventory_before(o, end < o->t->to ? end : o->t->to).circuits;
    int64_t year = kh_cycles_floor_div(month, 12);
    char text[32];
    snprintf(text, sizeof text, "%04lld-%02d", (long long)year,
             (int)(month - year * 12) + 1);
    const kh_value cell[] = { kh_cell_text(text), kh_cell_i64(n),
                              circuits == UNKNOWN ? kh_cell_none() : kh_cell_i64(circuits),
                              circuits == UNKNOWN
                                  ? kh_cell_none()
                                  : cell_percent(o, outlet_times(o, n, 100), circuits) };
    outlet_row(o, TABLE_SERIES, cell, COUNT_OF(cell));
}

void series_emit(struct outlet *o, const struct events *s)
{
    int64_t months = state_param(o->t, PARAM_SERIES);
    kh_ledger tally;
    if (state_is_open(o->t) || !(s->len || inventory_before(o, o->t->to).circuits >= 0))
        return;
    if (months < o->cycles.months)
        months = o->cycles.months;
    tally_init(o, &tally);
    months_take(o, s, o->cycles.last - months + 1, &tally);
    for (size_t i = 0; !o->rc && i < tally.len; i++)
        month_emit(o, kh_ledger_row(&tally, i)[T_KEY], kh_ledger_row(&tally, i)[T_A]);
    kh_ledger_free(&tally);
}
