/* SPDX-License-Identifier: Apache-2.0 */
/* network_score.c - results in order of unit and indicator: outages, cables, faults, and
 * the sums and cells that all results are made of. */
#include "network.h"

void outlet_add(struct outlet *o, int64_t *sum, int64_t x)
{
    if (kh_add(sum, x) && !o->rc)
        o->rc = kh_fail(o->e, KH_ERANGE, "a sum of unit %u overflows", o->unit);
}

int64_t outlet_times(struct outlet *o, int64_t a, int64_t b)
{
    int64_t product = 0;
    if (!kh_mul(&product, a, b))
        return product;
    if (!o->rc)
        o->rc = kh_fail(o->e, KH_ERANGE, "a product of unit %u overflows", o->unit);
    return 0;
}

void outlet_count(struct outlet *o, uint32_t indicator, int64_t value, int64_t samples)
{
    if (!o->rc)
        o->rc = kh_result_i64(o->emit, o->unit, indicator, KH_SCORED, value, samples);
}

void outlet_ratio(struct outlet *o, uint32_t indicator, int64_t numerator,
                  int64_t denominator, int64_t samples)
{
    if (!o->rc)
        o->rc =
            kh_result_ratio(o->emit, o->unit, indicator, numerator, denominator, samples);
}

void outlet_time(struct outlet *o, uint32_t indicator, int64_t us, int64_t n,
                 int64_t unit_us, int64_t samples)
{
    int64_t step = us % SECOND_US ? 1 : SECOND_US;
    outlet_ratio(o, indicator, us / step, outlet_times(o, n, unit_us / step), samples);
}

void outlet_row(struct outlet *o, uint32_t table, const kh_value *cell, uint32_t cells)
{
    if (!o->rc)
        o->rc = kh_row_put(o->emit, table, o->unit, cell, cells);
}

void outlet_not_counted(struct outlet *o, uint32_t dataset, int64_t id, enum why why,
                        int64_t rows, int64_t us)
{
    const kh_value cell[] = { kh_cell_i64(dataset), cell_id(id),      kh_cell_i64(why),
                              kh_cell_i64(rows),    cell_minutes(us), kh_cell_i64(us) };
    if (rows || us)
        outlet_row(o, TABLE_NOT_COUNTED, cell, sizeof cell / sizeof *cell);
}

kh_value cell_minutes(int64_t us)
{
    return kh_cell_i64(kh_round_half_up(us, MINUTE_US / 100));
}

kh_value cell_percent(struct outlet *o, int64_t a, int64_t b)
{
    if (b <= 0)
        return kh_cell_none();
    return kh_cell_i64(kh_round_half_up(outlet_times(o, a, 10000), b));
}

kh_value cell_id(int64_t id)
{
    return id == ID_NONE ? kh_cell_none() : kh_cell_i64(id);
}

kh_value cell_rank(char text[12], size_t rank, size_t n)
{
    int width = 1;
    for (; n >= 10 && width < 9; n /= 10)
        width++;
    snprintf(text, 12, "%0*u", width, (unsigned)rank);
    return kh_cell_text(text);
}

void *outlet_room(struct outlet *o, size_t n, size_t size)
{
    void *p = o->rc ? NULL : kh_grow(o->t->inst->host, NULL, n, size, o->e);
    if (!p && !o->rc)
        o->rc = KH_ENOMEM;
    return p;
}

void outlet_free(struct outlet *o, void *p)
{
    kh_free(o->t->inst->host, p);
}

/* ---- Outages ---------------------------------------------------------------- */

/* R7: of the circuits' time in the window, what was not lost; never below 0. */
static void availability_score(struct outlet *o, const struct events *s, int64_t circuits)
{
    int64_t span = o->t->to, step = s->owned % SECOND_US ? 1 : SECOND_US;
    if (circuits <= 0 || state_is_open(o->t) || kh_sub(&span, o->t->from)) {
        outlet_ratio(o, IND_AVAILABILITY, 0, 0, 0);
        return;
    }
    int64_t all = outlet_times(o, circuits, span / step), kept = all;
    outlet_add(o, &kept, -(s->owned / step));
    outlet_ratio(o, IND_AVAILABILITY, kept > 0 ? kept : 0, all, circuits);
}

void outages_score(struct outlet *o)
{
    struct events s;
    int64_t circuits = inventory_before(o, o->t->to).circuits, in[N_NETWORKS] = { 0 };
    events_take(o, KIND_OUTAGE, &s);
    for (size_t i = 0; i < s.len; i++)
        if (s.of[i].row[E_NETWORK] >= 0)
            outlet_add(o, &in[s.of[i].row[E_NETWORK]], s.of[i].counted);
    int64_t months = state_is_open(o->t) ? 0 : o->t->months; /* R3 */
    outlet_ratio(o, IND_RATE, s.interruptions,
                 circuits > 0 ? outlet_times(o, circuits, months) : 0, s.interruptions);
    outlet_count(o, IND_INTERRUPTIONS, s.interruptions, s.rows);
    for (uint32_t k = 0; k < N_NETWORKS; k++)
        outlet_count(o, IND_IN_TRANSMISSION + k, in[k], in[k]);
    availability_score(o, &s, circuits);
    outlet_time(o, IND_LOST, s.owned, 1, MINUTE_US, s.rows);
    outlet_count(o, IND_OUTAGES, s.rows, s.rows);
    outlet_time(o, IND_OUTAGE_MINUTES, s.raw, 1, MINUTE_US, s.rows);
    outlet_count(o, IND_CONCEALED, s.concealed, s.interruptions); /* R9 */
    outlet_count(o, IND_LATE, s.late, s.interruptions);           /* R10 */
    outlet_count(o, IND_MAJOR, s.major, s.interruptions);         /* R11 */
    causes_emit(o, &s);
    series_emit(o, &s);
    circuits_emit(o, &s);
    events_account(o, FROM_OUTAGES, &s);
    events_end(o, &s);
}

/* ---- Faults ------------------------------------------------------------------ */

/* R12: what is open at the window's end does not count yet.  Adds its rows and time. */
static void open_account(struct outlet *o, int64_t *rows, int64_t *us)
{
    const kh_ledger *l = &o->t->l[L_OPEN];
    const int64_t unit = o->unit;
    size_t at = 0, end = 0;
    for (kh_ledger_find(l, &unit, 1, &at, &end); at < end && !o->rc; at++) {
        const int64_t *r = kh_ledger_row(l, at);
        int64_t age = o->t->to;
        if (kh_sub(&age, r[O_OPENED])) {
            o->rc = kh_fail(o->e, KH_ERANGE, "a fault of unit %u is too old", o->unit);
            return;
        }
        age = outlet_times(o, age, r[O_ROWS]);
        outlet_add(o, rows, r[O_ROWS]);
        outlet_add(o, us, age);
        outlet_not_counted(o, FROM_FAULTS, r[O_ID], WHY_OPEN, r[O_ROWS], age);
    }
}

static void percentile_score(struct outlet *o, uint32_t indicator, const kh_bag *b,
                             uint32_t permille)
{
    int64_t us = 0;
    int none = kh_bag_percentile(b, permille, &us);
    outlet_time(o, indicator, us, !none, MINUTE_US * 60, b->total);
}

void faults_score(struct outlet *o)
{
    static const int64_t nothing[M_WIDTH];
    const kh_bag *b = kh_bags_of(o->repairs, o->unit);
    const int64_t key[] = { o->unit, WHAT_FAULTS };
    int64_t sum = 0, rows = b->total, us;
    size_t at = 0, end = 0;
    kh_ledger_find(&o->t->l[L_SUMS], key, 2, &at, &end);
    const int64_t *s = at < end ? kh_ledger_row(&o->t->l[L_SUMS], at) : nothing;
    if (kh_bag_sum(b, &sum) && !o->rc)
        o->rc = kh_fail(o->e, KH_ERANGE, "the repair time of unit %u overflows", o->unit);
    us = sum;
    open_account(o, &rows, &us);
    outlet_ratio(o, IND_IN_TIME, s[M_A], s[M_B], s[M_B]); /* R13 */
    outlet_time(o, IND_MTTR, sum, b->total, MINUTE_US * 60, b->total);
    percentile_score(o, IND_REPAIR_P80, b, 800);
    percentile_score(o, IND_REPAIR_P95, b, 950);
    outlet_count(o, IND_FAULTS_CLOSED, b->total, b->total);
    outlet_time(o, IND_REPAIR_MINUTES, sum, 1, MINUTE_US, b->total);
    outlet_count(o, IND_FAULTS, rows, rows);
    outlet_time(o, IND_FAULT_MINUTES, us, 1, MINUTE_US, rows);
}

/* ---- All --------------------------------------------------------------------- */

/* The id of the operator with a parameter's name. */
static int64_t operator_id(const struct state *t, const kh_emit *out, uint32_t param)
{
    const kh_value *name = &t->inst->param[param];
    for (uint32_t i = 0; name->count && i < out->space_len[SPACE_OPERATOR]; i++) {
        const char *text = out->text(out->ctx, SPACE_OPERATOR, i);
        if (strlen(text) == name->count && !memcmp(text, name->u.s, name->count))
            return i;
    }
    return INT64_MAX; /* no row names it */
}

kh_status network_score(const void *state, const kh_emit *out, kh_err *e)
{
    const struct state *t = state;
    struct state *settled = NULL;
    kh_status rc = state_settled(t, out, &settled, e);
    if (rc)
        return rc;
    const kh_window w = { sizeof w, t->months, t->from, t->to };
    struct outlet o = { .t = settled, .repairs = &t->repairs, .emit = out, .e = e };
    kh_cycles_init(&o.cycles, &w);
    o.own = operator_id(t, out, PARAM_OPERATOR);
    for (uint32_t k = 0; k < N_COMPETITORS; k++)
        o.competitor[k] = operator_id(t, out, PARAM_COMPETITOR_1 + k);
    for (uint32_t u = 0; !o.rc && u < out->space_len[SPACE_UNIT]; u++) {
        o.unit = u;
        outages_score(&o);
        cables_score(&o);
        faults_score(&o);
        radio_score(&o);
        counts_score(&o);
    }
    network_end(settled);
    return o.rc;
}
