/* SPDX-License-Identifier: Apache-2.0 */
/* customer_complaints.c - complaints, and the subscribers they are divided by.
 *
 * The average subscribers of a month are half the sum of the month's two ends, those of a
 * longer window the mean over its months.  So the state keeps, per service, one sum: the
 * ends of the window once, month ends inside of it twice.  Which month ends arrived stands
 * in bits beside it. */
#include "customer.h"

enum { MONTHS_MAX = 60 }; /* of a window; a longer one is taken as open on both sides */
#define DAY_US INT64_C(86400000000)
#define MONTHS_MAX_US (DAY_US * 31 * MONTHS_MAX)

/* Year x 12 + month and the day of the month, from days since 1970-01-01. */
static int64_t month_of(int64_t day, int *dom)
{
    int64_t z = day + 719468; /* days since 0000-03-01 */
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153; /* months since March */
    *dom = (int)(doy - (153 * mp + 2) / 5 + 1);
    return (yoe + era * 400) * 12 + mp + 2;
}

static int64_t day_of(int64_t at)
{
    return at / DAY_US - (at % DAY_US < 0);
}

static int is_open(const struct state *t)
{
    return t->months > MONTHS_MAX ||
           (t->to > t->from &&
            (uint64_t)t->to - (uint64_t)t->from > (uint64_t)MONTHS_MAX_US);
}

int64_t base_month_ends(const struct state *t)
{
    return is_open(t) ? 1 : (INT64_C(1) << (t->months + 1)) - 1;
}

/* Which month end of the window the day is: 0 the one before it; -1 none. */
static int64_t month_end(const struct state *t, int64_t at)
{
    if (is_open(t))
        return 0;
    if (!t->months) /* a day has no average subscribers */
        return -1;
    int first = 0, next = 0; /* a month ends on the day before the window's day of month */
    int64_t k = month_of(day_of(t->from), &first);
    k = month_of(day_of(at) + 1, &next) - k;
    return next == first && k >= 0 && k <= t->months ? k : -1;
}

kh_status base_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = blocks_grow(t, BLOCK_BASE, b->space_len[SPACE_UNIT], e);
    if (!rc)
        rc = blocks_grow(t, BLOCK_MONTHS, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        int64_t end = month_end(t, kh_i64(&c[BASE_DATE], i));
        int64_t n = kh_i64(&c[BASE_SUBSCRIBERS], i);
        if (n < 0)
            t->inst->host->reject(t->inst->host->ctx, b, i, BASE_SUBSCRIBERS,
                                  "subscribers below 0");
        if (n < 0 || end < 0)
            continue;
        uint32_t unit = kh_key(&c[BASE_UNIT], i);
        uint32_t slot =
            kh_has(&c[BASE_SERVICE], i) ? kh_enum(&c[BASE_SERVICE], i) : SERVICE_NONE;
        int outer = !is_open(t) && (end == 0 || end == t->months);
        if (kh_add_mul(&blocks_at(t, BLOCK_BASE, unit)[slot], n, outer ? 1 : 2)) /* R9 */
            return kh_fail(e, KH_ERANGE, "the subscribers of one unit overflow");
        blocks_at(t, BLOCK_MONTHS, unit)[slot] |= INT64_C(1) << end;
    }
    return rc;
}

/* Count one complaint of the window.  Nonzero on overflow. */
static int complaint_add(int64_t *s, const kh_col *c, uint32_t i)
{
    uint32_t slot =
        kh_has(&c[CASE_SERVICE], i) ? kh_enum(&c[CASE_SERVICE], i) : SERVICE_NONE;
    uint32_t level = kh_enum(&c[CASE_LEVEL], i);
    int valid = column_bool(&c[CASE_VALID], i);
    int bad = kh_add(&s[COMPLAINTS_ALL], 1);
    if (valid)
        bad |= kh_add(&s[COMPLAINTS_VALID + slot], 1);
    if (level > LEVEL_CITY)
        bad |= kh_add(&s[COMPLAINTS_ESCALATED + slot], 1); /* R8 */
    if (level == LEVEL_REGULATOR)
        bad |= kh_add(&s[COMPLAINTS_PETITIONS], 1);
    if (level == LEVEL_REGULATOR && valid)
        bad |= kh_add(&s[COMPLAINTS_LIABLE], 1); /* R11 */
    if (valid && column_bool(&c[CASE_ATTITUDE], i))
        bad |= kh_add(&s[COMPLAINTS_ATTITUDE], 1); /* R11 */
    return bad;
}

/* Keep a case that may repeat or be repeated. */
static kh_status complaint_keep(struct state *t, const kh_col *c, uint32_t i, kh_err *e)
{
    const uint64_t limit = (uint64_t)(t->inst->param[PARAM_REPEAT_DAYS].u.i * DAY_US);
    int64_t at = kh_i64(&c[CASE_AT], i);
    if (!kh_has(&c[CASE_CUSTOMER], i) || !kh_has(&c[CASE_CAUSE], i) || at >= t->to ||
        (at < t->from && (uint64_t)t->from - (uint64_t)at > limit))
        return KH_OK; /* R10 */
    const struct repeat_case kept = { at, kh_key(&c[CASE_CUSTOMER], i),
                                      kh_key(&c[CASE_CAUSE], i), kh_key(&c[CASE_UNIT], i),
                                      at >= t->from };
    return cases_add(t, &kept, e);
}

kh_status complaints_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = blocks_grow(t, BLOCK_COMPLAINTS, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        rc = complaint_keep(t, c, i, e);
        if (rc || !state_in_window(t, kh_i64(&c[CASE_AT], i)))
            continue;
        if (complaint_add(blocks_at(t, BLOCK_COMPLAINTS, kh_key(&c[CASE_UNIT], i)), c, i))
            rc = kh_fail(e, KH_ERANGE, "the complaints of one unit overflow");
    }
    return rc;
}

/* Set beside the month ends that all services have, when there is any row at all. */
#define ANY_ROW (INT64_C(1) << 62)

/* One rate over subscribers: no row at all is no data, a month end without any is missing.
 */
static void rate(struct outlet *o, uint32_t indicator, int64_t n, int64_t base,
                 int64_t bits)
{
    int64_t needed = base_month_ends(o->t);
    if (bits && (bits & needed) != needed)
        outlet_missing(o, indicator); /* R9 */
    else
        outlet_ratio(o, indicator, n, base, base);
}

void complaints_score(struct outlet *o)
{
    const int64_t *s = blocks_of(o->t, BLOCK_COMPLAINTS, o->unit);
    const int64_t *base = blocks_of(o->t, BLOCK_BASE, o->unit);
    const int64_t *bits = blocks_of(o->t, BLOCK_MONTHS, o->unit);
    int64_t n[2] = { 0, 0 }, all = 0, petitions = 0, met = 0, common = ANY_ROW - 1;
    for (uint32_t k = 0; k < SERVICE_SLOTS; k++) {
        outlet_add(o, &n[0], s[COMPLAINTS_VALID + k]);
        outlet_add(o, &n[1], s[COMPLAINTS_ESCALATED + k]);
        outlet_add(o, &all, base[k]);
        if (bits[k]) /* a service that lacks a month end makes the whole lack it */
            met = ANY_ROW | (common &= bits[k]);
    }
    for (uint32_t k = 0; k < 2; k++) { /* R8 */
        uint32_t first = k ? IND_ESCALATED_RATE : IND_COMPLAINT_RATE;
        rate(o, first, n[k], all, met);
        for (uint32_t v = 0; v < N_SERVICES; v++)
            rate(o, first + 1 + v, s[k * SERVICE_SLOTS + v], base[v], bits[v]);
    }
    /* R8: petitions are not per month, so the mean over the window's months divides them.
     */
    if (kh_mul(&petitions, s[COMPLAINTS_PETITIONS], is_open(o->t) ? 1 : o->t->months))
        o->rc =
            o->rc ? o->rc : kh_fail(o->e, KH_ERANGE, "the petitions of one unit overflow");
    rate(o, IND_PETITION_RATE, petitions, all, met);
    outlet_ratio(o, IND_REPEAT_RATE, o->repeats, s[COMPLAINTS_ALL], s[COMPLAINTS_ALL]);
    outlet_count(o, IND_ATTITUDE, s[COMPLAINTS_ATTITUDE], s[COMPLAINTS_ALL]);
    outlet_count(o, IND_PETITIONS, s[COMPLAINTS_LIABLE], s[COMPLAINTS_ALL]);
}
