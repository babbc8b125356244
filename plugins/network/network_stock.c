/* SPDX-License-Identifier: Apache-2.0 */
/* network_stock.c - the inventory at an instant, and the cables that it measures. */
#include "network.h"

/* R3: of each city the latest known of each quantity, added up.  Rows stand in order of
 * city and date, so that the last one of a city decides; of rows of one date the greatest.
 */
struct stock inventory_before(struct outlet *o, int64_t instant)
{
    const kh_ledger *l = &o->t->l[L_INVENTORY];
    const int64_t unit = o->unit;
    int64_t sum[3] = { UNKNOWN, UNKNOWN, UNKNOWN }, latest[3], date[3];
    size_t at = 0, end = 0;
    kh_ledger_find(l, &unit, 1, &at, &end);
    while (at < end) {
        const int64_t city = kh_ledger_row(l, at)[I_CITY];
        for (int k = 0; k < 3; k++)
            latest[k] = UNKNOWN, date[k] = INT64_MIN;
        for (; at < end && kh_ledger_row(l, at)[I_CITY] == city; at++) {
            const int64_t *r = kh_ledger_row(l, at);
            for (int k = 0; k < 3 && r[I_DATE] < instant; k++) {
                int64_t v = r[I_CIRCUITS + k];
                if (v != UNKNOWN && (r[I_DATE] > date[k] || v > latest[k])) {
                    latest[k] = v;
                    date[k] = r[I_DATE];
                }
            }
        }
        for (int k = 0; k < 3; k++) {
            if (latest[k] == UNKNOWN)
                continue;
            if (sum[k] == UNKNOWN)
                sum[k] = 0;
            outlet_add(o, &sum[k], latest[k]);
        }
    }
    return (struct stock){ sum[0], sum[1], sum[2] };
}

/* R17: km x norm / 100 with one decimal, half up; short networks have a fixed one.  km has
 * KM_SCALE digits, the norm four, the result one. */
static int64_t allowance(struct outlet *o, int64_t km)
{
    const int64_t below = INT64_C(100000000); /* 10^(3 + 4 - 1) x 100 km */
    if (km < state_param(o->t, PARAM_CABLE_FLOOR_KM))
        return state_param(o->t, PARAM_CABLE_FLOOR);
    return kh_round_half_up(outlet_times(o, km, state_param(o->t, PARAM_CABLE_NORM)),
                            below);
}

void cables_score(struct outlet *o)
{
    struct events s;
    int64_t km = inventory_before(o, o->t->to).km;
    int64_t months = state_is_open(o->t) ? 0 : o->t->months, norm = 0;
    events_take(o, KIND_CABLE, &s);
    outlet_ratio(o, IND_CABLE_RATE, outlet_times(o, s.interruptions, 1000),
                 km > 0 ? outlet_times(o, km, months) : 0, s.interruptions);
    outlet_count(o, IND_CABLE_FAILURES, s.interruptions, s.rows);
    if (km == UNKNOWN) {
        outlet_ratio(o, IND_CABLE_ALLOWANCE, 0, 0, 0);
        outlet_ratio(o, IND_CABLE_OVER, 0, 0, 0);
    } else {
        norm = allowance(o, km);
        if (!o->rc)
            o->rc =
                kh_result_i64(o->emit, o->unit, IND_CABLE_ALLOWANCE, KH_SCORED, norm, 1);
        /* n - norm / 10 x months / 12 */
        int64_t over = outlet_times(o, s.interruptions, 120);
        outlet_add(o, &over, -outlet_times(o, norm, months));
        outlet_ratio(o, IND_CABLE_OVER, over > 0 ? over : 0, months ? 120 : 0,
                     s.interruptions);
    }
    outlet_time(o, IND_CABLE_LOST, s.owned, 1, MINUTE_US, s.rows);
    outlet_count(o, IND_CABLE_FAULTS, s.rows, s.rows);
    outlet_time(o, IND_CABLE_MINUTES, s.raw, 1, MINUTE_US, s.rows);
    events_account(o, FROM_CABLE_FAULTS, &s);
    events_end(o, &s);
}
