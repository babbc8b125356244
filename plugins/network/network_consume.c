/* SPDX-License-Identifier: Apache-2.0 */
/* network_consume.c - rows of a batch into the ledgers; rules as in network.c. */
#include "network.h"

static int64_t id_or_none(const kh_col *c, uint32_t row)
{
    return kh_has(c, row) ? (int64_t)kh_key(c, row) : ID_NONE;
}

static void reject(const struct state *t, const kh_batch *b, uint32_t row, uint32_t col,
                   const char *why)
{
    kh_reject(t->inst->host, b, row, col, why);
}

/* Null: the row can be told.  Else the column at fault. */
static const char *outage_fault(const kh_col *c, uint32_t i, uint32_t *col)
{
    int64_t start = kh_time(&c[OUT_STARTED], i);
    *col = OUT_ENDED;
    if (kh_time_or(&c[OUT_ENDED], i, TIME_NEVER) < start)
        return N_("it ended before it began");
    *col = OUT_SWITCHED;
    if (kh_time_or(&c[OUT_SWITCHED], i, TIME_NEVER) < start)
        return N_("it was switched before it began");
    *col = OUT_CIRCUITS;
    return kh_i64_or(&c[OUT_CIRCUITS], i, 1) < 0 ? N_("circuits below 0") : NULL;
}

static kh_status outage_add(struct state *t, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    uint32_t col = 0;
    const char *fault = outage_fault(c, i, &col);
    if (fault) {
        reject(t, b, i, col, fault);
        return KH_OK;
    }
    const int64_t reported = c[OUT_REPORTED].data ? TIME_NEVER : TIME_ALWAYS;
    const int64_t row[E_WIDTH] = {
        [E_UNIT] = kh_key(&c[OUT_UNIT], i),
        [E_KIND] = KIND_OUTAGE,
        [E_LINE] = id_or_none(&c[OUT_CIRCUIT], i),
        [E_GROUP] = id_or_none(&c[OUT_GROUP], i),
        [E_ID] = id_or_none(&c[OUT_ID], i),
        [E_START] = kh_time(&c[OUT_STARTED], i),
        [E_END] = kh_time_or(&c[OUT_ENDED], i, TIME_NEVER),
        [E_CAUSE] = id_or_none(&c[OUT_CAUSE], i),
        [E_NETWORK] = kh_has(&c[OUT_NETWORK], i) ? kh_enum(&c[OUT_NETWORK], i) : -1,
        [E_FLAGS] = (kh_bool_or(&c[OUT_PLANNED], i, 0) ? FLAG_IDLE : 0) |
                    (kh_bool_or(&c[OUT_CONCEALED], i, 0) ? FLAG_CONCEALED : 0),
        [E_SWITCHED] = kh_time_or(&c[OUT_SWITCHED], i, TIME_NEVER),
        [E_REPORTED] = kh_time_or(&c[OUT_REPORTED], i, reported),
        [E_CIRCUITS] = kh_i64_or(&c[OUT_CIRCUITS], i, 1),
        [E_ROWS] = 1,
    };
    return row[E_START] < t->to ? kh_ledger_add(&t->l[L_EVENTS], row, e) : KH_OK;
}

/* A file without the column has total failures only; an empty cell proves none. */
static kh_status cable_add(struct state *t, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    int is_total = kh_bool_or(&c[CAB_TOTAL], i, !c[CAB_TOTAL].data);
    const int64_t row[E_WIDTH] = {
        [E_UNIT] = kh_key(&c[CAB_UNIT], i),
        [E_KIND] = KIND_CABLE,
        [E_LINE] = id_or_none(&c[CAB_CABLE], i),
        [E_GROUP] = id_or_none(&c[CAB_GROUP], i),
        [E_ID] = id_or_none(&c[CAB_ID], i),
        [E_START] = kh_time(&c[CAB_STARTED], i),
        [E_END] = kh_time_or(&c[CAB_ENDED], i, TIME_NEVER),
        [E_CAUSE] = ID_NONE,
        [E_NETWORK] = -1,
        [E_FLAGS] = is_total ? 0 : FLAG_IDLE,
        [E_SWITCHED] = TIME_NEVER,
        [E_REPORTED] = TIME_ALWAYS,
        [E_CIRCUITS] = 1,
        [E_ROWS] = 1,
    };
    if (row[E_END] < row[E_START]) {
        reject(t, b, i, CAB_ENDED, N_("it ended before it began"));
        return KH_OK;
    }
    return row[E_START] < t->to ? kh_ledger_add(&t->l[L_EVENTS], row, e) : KH_OK;
}

kh_status events_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        rc = b->dataset == DS_OUTAGES ? outage_add(t, b, i, e) : cable_add(t, b, i, e);
    return rc;
}

static kh_status stock_add(struct state *t, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[I_WIDTH] = {
        [I_UNIT] = kh_key(&c[INV_UNIT], i),
        [I_CITY] = id_or_none(&c[INV_CITY], i),
        [I_DATE] = kh_time(&c[INV_DATE], i),
        [I_CIRCUITS] = kh_i64_or(&c[INV_CIRCUITS], i, UNKNOWN),
        [I_KM] = kh_dec_or(&c[INV_KM], i, UNKNOWN),
        [I_CELLS] = kh_i64_or(&c[INV_CELLS], i, UNKNOWN),
        [I_ROWS] = 1,
    };
    for (uint32_t k = 0; k < 3; k++)
        if (kh_has(&c[INV_CIRCUITS + k], i) && row[I_CIRCUITS + k] < 0) {
            reject(t, b, i, INV_CIRCUITS + k, N_("a stock below 0"));
            return KH_OK;
        }
    return row[I_DATE] < t->to ? kh_ledger_add(&t->l[L_INVENTORY], row, e) : KH_OK;
}

kh_status inventory_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        rc = stock_add(t, b, i, e);
    return rc;
}

kh_status sums_add(struct state *t, uint32_t unit, uint32_t what, int64_t a, int64_t b,
                   int64_t c, kh_err *e)
{
    const int64_t row[M_WIDTH] = { unit, what, a, b, c };
    return kh_ledger_add(&t->l[L_SUMS], row, e);
}

/* R12, R13: a fault belongs to the window in which it was closed. */
static kh_status fault_add(struct state *t, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t hour = MINUTE_US * 60 / 100; /* a hundredth */
    int64_t opened = kh_time(&c[FLT_OPENED], i), limit = 0;
    int64_t closed = kh_time_or(&c[FLT_CLOSED], i, TIME_NEVER), took = closed;
    int64_t hours = kh_dec_or(&c[FLT_LIMIT], i, state_param(t, PARAM_FAULT_LIMIT));
    uint32_t unit = kh_key(&c[FLT_UNIT], i);
    if (closed < opened)
        reject(t, b, i, FLT_CLOSED, N_("it was closed before it was opened"));
    else if (hours < 0)
        reject(t, b, i, FLT_LIMIT, N_("a limit below 0"));
    if (closed < opened || hours < 0 || opened >= t->to || closed < t->from)
        return KH_OK;
    if (closed >= t->to) {
        const int64_t row[O_WIDTH] = { unit, id_or_none(&c[FLT_ID], i), opened, 1 };
        return kh_ledger_add(&t->l[L_OPEN], row, e);
    }
    if (kh_sub(&took, opened))
        return kh_fail(e, KH_ERANGE, "a repair time overflows");
    if (kh_mul(&limit, hours, hour))
        limit = INT64_MAX;
    kh_status rc = sums_add(t, unit, WHAT_FAULTS, took <= limit, 1, 0, e);
    return rc ? rc : kh_bag_add(t->inst->host, &t->repairs.of[unit], took, 1, e);
}

kh_status faults_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_host *h = t->inst->host;
    kh_status rc = kh_bags_grow(h, &t->repairs, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        rc = fault_add(t, b, i, e);
    return rc ? rc : kh_bags_settle(h, &t->repairs, e);
}
