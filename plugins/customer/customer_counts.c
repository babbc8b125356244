/* SPDX-License-Identifier: Apache-2.0 */
/* customer_counts.c - indicators delivered as numerator and denominator, control events. */
#include "customer.h"

/* Part of a whole: more than all is an input error.  Others may pass their target. */
static int is_proportion(uint32_t indicator)
{
    return indicator != COUNTED_TELESALES && indicator != COUNTED_RETAINED &&
           indicator != COUNTED_NEW && indicator != COUNTED_WEAK_POINT;
}

static const char *count_fault(uint32_t indicator, int64_t n, int64_t d)
{
    if (indicator == COUNTED_WEAK_POINT)
        return n == INT64_MIN || d == INT64_MIN ? N_("a number out of range") : NULL;
    if (n < 0 || d < 0)
        return N_("a count below 0");
    return is_proportion(indicator) && n > d
               ? N_("the numerator is more than the denominator")
               : NULL;
}

kh_status counts_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = blocks_grow(t, BLOCK_COUNTED, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        if (kh_has(&c[COUNT_DATE], i) && !state_in_window(t, kh_i64(&c[COUNT_DATE], i)))
            continue;
        uint32_t k = kh_enum(&c[COUNT_INDICATOR], i);
        int64_t n = kh_i64(&c[COUNT_NUMERATOR], i), d = kh_i64(&c[COUNT_DENOMINATOR], i);
        const char *fault = count_fault(k, n, d);
        if (fault) { /* R16 */
            t->inst->host->reject(t->inst->host->ctx, b, i, COUNT_NUMERATOR, fault);
            continue;
        }
        int flip = d < 0; /* R17: a weak point that has to go down */
        int64_t *s = blocks_at(t, BLOCK_COUNTED, kh_key(&c[COUNT_UNIT], i)) + COUNTED_AT(k);
        if (kh_add(&s[0], flip ? -n : n) || kh_add(&s[1], flip ? -d : d) ||
            kh_add(&s[2], 1))
            rc = kh_fail(e, KH_ERANGE, "the counts of one unit overflow");
    }
    return rc;
}

/* R18: holders per customers, times verified per sampled cards. */
static void card_score(struct outlet *o, const int64_t *held, const int64_t *check)
{
    int64_t n = held[0], d = held[1];
    int checked = check[1] || o->t->inst->param[PARAM_CHECK_REQUIRED].u.i;
    if (checked && d && check[1] && fraction_times(&n, &d, n, d, check[0], check[1]))
        o->rc = o->rc ? o->rc : kh_fail(o->e, KH_ERANGE, "a card holding rate overflows");
    outlet_ratio(o, IND_CARD_HOLDING, n, checked && !check[1] ? 0 : d, held[1]);
}

void counts_score(struct outlet *o)
{
    static const int16_t indicator[N_COUNTED] = {
        [COUNTED_ANSWER] = IND_ANSWER,
        [COUNTED_HOLDING] = -1,
        [COUNTED_CHECK] = -1,
        [COUNTED_CHANNEL] = IND_GREEN_CHANNEL,
        [COUNTED_TELESALES] = IND_TELESALES,
        [COUNTED_RETAINED] = IND_REVENUE_RETAINED,
        [COUNTED_NEW] = IND_REVENUE_NEW,
        [COUNTED_ACTIVITY] = IND_ACTIVITY,
        [COUNTED_WEAK_POINT] = -1,
    };
    const int64_t *s = blocks_of(o->t, BLOCK_COUNTED, o->unit);
    for (size_t k = 0; k < N_COUNTED; k++)
        if (indicator[k] >= 0) /* R16 */
            outlet_ratio(o, (uint32_t)indicator[k], s[COUNTED_AT(k)], s[COUNTED_AT(k) + 1],
                         s[COUNTED_AT(k) + 1]);
    card_score(o, &s[COUNTED_AT(COUNTED_HOLDING)], &s[COUNTED_AT(COUNTED_CHECK)]);
    const int64_t *w = &s[COUNTED_AT(COUNTED_WEAK_POINT)];
    if (w[2] && !w[1]) /* R17: nothing was to change; all of it is attained unless worse */
        outlet_ratio(o, IND_WEAK_POINT, w[0] >= 0, 1, w[2]);
    else
        outlet_ratio(o, IND_WEAK_POINT, w[0], w[1], w[2]);
}

kh_status controls_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = blocks_grow(t, BLOCK_CONTROLS, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        if (!state_in_window(t, kh_i64(&c[CONTROL_AT], i)))
            continue;
        uint32_t item = kh_enum(&c[CONTROL_ITEM], i), unit = kh_key(&c[CONTROL_UNIT], i);
        if (item == ITEM_D4 && !kh_has(&c[CONTROL_INDICATOR], i)) { /* R19 */
            t->inst->host->reject(t->inst->host->ctx, b, i, CONTROL_INDICATOR,
                                  "a D4 event names the falsified indicator");
            continue;
        }
        if (kh_add(&blocks_at(t, BLOCK_CONTROLS, unit)[item], 1))
            rc = kh_fail(e, KH_ERANGE, "the control events of one unit overflow");
        if (!rc && item == ITEM_D4) {
            const struct cell one = { .subject = unit,
                                      .what = CELL_FALSIFIED,
                                      .group = kh_enum(&c[CONTROL_INDICATOR], i),
                                      .count = 1 };
            rc = cells_add(t, &one, e);
        }
    }
    return rc;
}

void controls_score(struct outlet *o)
{
    const int64_t *s = blocks_of(o->t, BLOCK_CONTROLS, o->unit);
    for (uint32_t k = 0; k < N_ITEMS; k++)
        outlet_count(o, IND_CONTROL_D2 + k, s[k], s[k]); /* R19 */
    const kh_indicator *named = customer_domain.indicators.at;
    for (uint32_t i = 0; !o->rc && i < o->n_cells; i++)
        if (o->cell[i].what == CELL_FALSIFIED)
            o->rc =
                kh_reason_i64(o->emit, o->unit, IND_CONTROL_D4, named[o->cell[i].group].id,
                              o->cell[i].count, o->cell[i].count);
}
