/* SPDX-License-Identifier: Apache-2.0 */
/* customer_orders.c - install, move and repair orders.
 *
 * An order comes with every window it touches; each indicator tests its own date.  What was
 * not recorded was not in time; but a column that is not delivered at all says nothing
 * about anybody, and its indicator has no data. */
#include "customer.h"

#define DAY_US INT64_C(86400000000)

static int64_t day_of(int64_t at)
{
    return at / DAY_US - (at % DAY_US < 0);
}

/* Was it done on or before due? */
static int in_time(const struct state *t, const kh_col *done, const kh_col *due, uint32_t i)
{
    if (!kh_has(done, i) || !kh_has(due, i))
        return 0; /* R6 */
    int64_t at = kh_i64(done, i), by = kh_i64(due, i);
    return t->inst->param[PARAM_DUE_BY_DAY].u.i ? day_of(at) <= day_of(by)
                                                : at <= by; /* R5 */
}

/* Count a case and, if so, its success.  Nonzero on overflow. */
static int pair_add(int64_t *s, size_t pair, int good)
{
    return kh_add(&s[2 * pair], good) | kh_add(&s[2 * pair + 1], 1);
}

static int closed_add(const struct state *t, int64_t *s, const kh_col *c, uint32_t i)
{
    int bad = 0;
    uint32_t pair =
        kh_enum(&c[ORDER_KIND], i) == KIND_REPAIR ? ORDERS_REPAIR : ORDERS_INSTALL;
    if (c[ORDER_DUE].data)
        bad |= pair_add(s, pair, in_time(t, &c[ORDER_CLOSED], &c[ORDER_DUE], i));
    if (c[ORDER_AUTO].data)
        bad |= pair_add(s, ORDERS_AUTO, column_bool(&c[ORDER_AUTO], i));
    if (kh_has(&c[ORDER_SATISFIED], i)) /* R7 */
        bad |= pair_add(s, ORDERS_SATISFIED, column_bool(&c[ORDER_SATISFIED], i));
    return bad;
}

kh_status orders_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = blocks_grow(t, BLOCK_ORDERS, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        int64_t *s = blocks_at(t, BLOCK_ORDERS, kh_key(&c[ORDER_UNIT], i));
        int opened = state_in_window(t, kh_i64(&c[ORDER_OPENED], i));
        int closed =
            kh_has(&c[ORDER_CLOSED], i) && state_in_window(t, kh_i64(&c[ORDER_CLOSED], i));
        int bad = 0;
        if (opened && c[ORDER_CONTACTED].data && c[ORDER_CONTACT_DUE].data) /* R5 */
            bad |= pair_add(s, ORDERS_CONTACT,
                            in_time(t, &c[ORDER_CONTACTED], &c[ORDER_CONTACT_DUE], i));
        if (closed)
            bad |= closed_add(t, s, c, i);
        if (bad)
            rc = kh_fail(e, KH_ERANGE, "the orders of one unit overflow");
    }
    return rc;
}

void orders_score(struct outlet *o)
{
    const int64_t *s = blocks_of(o->t, BLOCK_ORDERS, o->unit);
    for (size_t k = 0; k < N_ORDER_PAIRS; k++)
        outlet_ratio(o, IND_INSTALL_MOVE + (uint32_t)k, s[2 * k], s[2 * k + 1],
                     s[2 * k + 1]);
}
