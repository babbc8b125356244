/* SPDX-License-Identifier: Apache-2.0 */
/* qc_consume.c - rows of a batch into the ledgers of a state; rules as in qc.c. */
#include "qc_state.h"

static int64_t key_or_none(const kh_col *c, uint32_t row)
{
    return kh_has(c, row) ? (int64_t)kh_key(c, row) : ID_NONE;
}

/* A day; `absent` without the column, DAY_NEVER without a value. */
static int64_t day_or(const kh_col *c, uint32_t row, int64_t absent)
{
    if (!c->data)
        return absent;
    return kh_has(c, row) ? kh_day_of(kh_time(c, row)) : DAY_NEVER;
}

/* Reject the row if the cell is below 0. */
static int is_below_zero(const qc_state *s, const kh_batch *b, uint32_t row, uint32_t col)
{
    if (kh_i64_or(&b->col[col], row, 0) >= 0)
        return 0;
    kh_reject(s->c->host, b, row, col, "is below 0");
    return 1;
}

static kh_status add(qc_state *s, const kh_batch *b, const int64_t *row, kh_err *e)
{
    return kh_ledger_add(&s->l[b->dataset], row, e);
}

static kh_status consume_group(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),
        key_or_none(&c[GR_UNIT], i),
        key_or_none(&c[GR_GROUP], i),
        day_or(&c[GR_REGISTERED], i, DAY_ALWAYS),
        c[GR_MEMBERS].data ? kh_i64_or(&c[GR_MEMBERS], i, MEMBERS_NONE) : MEMBERS_ANY,
        day_or(&c[GR_STRUCK_OFF], i, DAY_NEVER),
    };
    return is_below_zero(s, b, i, GR_MEMBERS) ? KH_OK : add(s, b, row, e);
}

static kh_status consume_topic(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),           key_or_none(&c[TO_TOPIC], i),
        key_or_none(&c[TO_KIND], i),          key_or_none(&c[TO_UNIT], i),
        key_or_none(&c[TO_TITLE], i),         day_or(&c[TO_REGISTERED], i, DAY_ALWAYS),
        day_or(&c[TO_STARTED], i, DAY_NEVER), day_or(&c[TO_FINISHED], i, DAY_ALWAYS),
    };
    return add(s, b, row, e);
}

/* Meetings after the window say nothing about it; those before tell how long a group has
 * been idle. */
static kh_status consume_meeting(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i),
                            key_or_none(&c[ME_UNIT], i),
                            key_or_none(&c[ME_GROUP], i),
                            kh_day_of(kh_time(&c[ME_DATE], i)),
                            1,
                            kh_i64_or(&c[ME_EXPECTED], i, 0),
                            kh_i64_or(&c[ME_ATTENDED], i, 0) };
    if (row[M_DAY] >= s->cycles.to || is_below_zero(s, b, i, ME_EXPECTED) ||
        is_below_zero(s, b, i, ME_ATTENDED))
        return KH_OK;
    if (row[M_ATTENDED] > row[M_EXPECTED]) {
        kh_reject(s->c->host, b, i, ME_ATTENDED, "is above `expected`");
        return KH_OK;
    }
    return add(s, b, row, e);
}

static kh_status consume_series(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),
        key_or_none(&c[SE_TOPIC], i),
        kh_enum(&c[SE_PHASE], i),
        kh_key(&c[SE_PERIOD], i),
        kh_dec_or(&c[SE_TARGET], i, NUMBER_NONE),
        kh_has(&c[SE_BETTER], i) ? kh_enum(&c[SE_BETTER], i) : BETTER_NONE,
        1,
        kh_dec(&c[SE_VALUE], i),
    };
    return add(s, b, row, e);
}

static kh_status consume_mark(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),
        key_or_none(&c[MA_TOPIC], i),
        kh_key(&c[MA_FORM], i),
        kh_key(&c[MA_JUDGE], i),
        kh_key(&c[MA_ITEM], i),
        kh_dec_or(&c[MA_POINTS], i, NUMBER_NONE),
        key_or_none(&c[MA_JUDGE_UNIT], i),
        1,
    };
    return add(s, b, row, e);
}

static kh_status consume_item(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),
        key_or_none(&c[IT_TOPIC], i),
        kh_key(&c[IT_FORM], i),
        kh_key(&c[IT_ITEM], i),
        kh_dec_or(&c[IT_MIN], i, 0),
        kh_dec_or(&c[IT_MAX], i, INT64_MAX),
        kh_dec_or(&c[IT_FACTOR], i, FACTOR_ONE),
    };
    return is_below_zero(s, b, i, IT_FACTOR) ? KH_OK : add(s, b, row, e);
}

/* Points taken off are printed with either sign. */
static kh_status consume_extra(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    int64_t minus = kh_dec_or(&c[EX_MINUS], i, 0);
    if (minus == INT64_MIN) {
        kh_reject(s->c->host, b, i, EX_MINUS, "is out of range");
        return KH_OK;
    }
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i), key_or_none(&c[EX_TOPIC], i), 1,
                            kh_dec_or(&c[EX_PLUS], i, 0), minus < 0 ? -minus : minus };
    return add(s, b, row, e);
}

static kh_status consume_staff(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i), key_or_none(&c[ST_UNIT], i),
                            kh_day_of(kh_time(&c[ST_DATE], i)), 1,
                            kh_i64(&c[ST_EMPLOYEES], i) };
    if (row[E_DAY] >= s->cycles.to || is_below_zero(s, b, i, ST_EMPLOYEES))
        return KH_OK;
    return add(s, b, row, e);
}

/* Does the day belong to the window itself? */
static int is_inside(const qc_state *s, const kh_col *c, uint32_t row)
{
    int64_t day = kh_has(c, row) ? kh_day_of(kh_time(c, row)) : s->cycles.from;
    return day >= s->cycles.from && day < s->cycles.to;
}

static kh_status consume_recommended(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i), 1,
                            kh_bool_or(&c[RE_AWARDED], i, 0) };
    return is_inside(s, &c[RE_DATE], i) ? add(s, b, row, e) : KH_OK;
}

/* R24: a part is not more than its whole. */
static kh_status consume_count(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i), kh_enum(&c[CO_INDICATOR], i), 1,
                            kh_i64(&c[CO_NUMERATOR], i), kh_i64(&c[CO_DENOMINATOR], i) };
    if (is_below_zero(s, b, i, CO_NUMERATOR) || is_below_zero(s, b, i, CO_DENOMINATOR))
        return KH_OK;
    if (row[C_NUMERATOR] > row[C_DENOMINATOR]) {
        kh_reject(s->c->host, b, i, CO_NUMERATOR, "is above `denominator`");
        return KH_OK;
    }
    return is_inside(s, &c[CO_DATE], i) ? add(s, b, row, e) : KH_OK;
}

typedef kh_status row_fn(qc_state *s, const kh_batch *b, uint32_t i, kh_err *e);

/* What a use has no rule for is not kept. */
kh_status qc_consume(void *state, const kh_batch *b, kh_err *e)
{
    static row_fn *const by_use[][D_COUNT] = {
        { consume_group, consume_topic, consume_meeting, consume_series, consume_mark,
          consume_item, consume_extra, NULL, NULL, NULL },
        { consume_group, consume_topic, consume_meeting, NULL, NULL, NULL, NULL,
          consume_staff, consume_recommended, consume_count },
    };
    qc_state *s = state;
    if (b->dataset >= D_COUNT)
        return kh_fail(e, KH_EBUG, "there is no dataset %u", (unsigned)b->dataset);
    if (kh_stopping(s->c->host))
        return kh_fail(e, KH_ECANCEL, "stopped by the host");
    row_fn *one = by_use[s->c->use][b->dataset];
    kh_status rc = KH_OK;
    for (uint32_t i = 0; one && !rc && i < b->rows; i++)
        rc = one(s, b, i, e);
    return rc;
}
