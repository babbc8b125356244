/* SPDX-License-Identifier: Apache-2.0 */
/* network_counts.c - what is delivered as numerator and denominator: fold and results. */
#include "network.h"

enum how { PART, RATIO, TALLY };
#define HOW(name, id, unit, shape, times, how, doc) [COUNTED_##name] = how,
static const enum how hows[N_COUNTED] = { NETWORK_COUNTS(HOW) };

static const char *count_fault(uint32_t indicator, int64_t n, int64_t d)
{
    if (n < 0 || d < 0)
        return N_("a count below 0");
    return hows[indicator] == PART && n > d
               ? N_("the numerator is more than the denominator")
               : NULL;
}

kh_status counts_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        uint32_t k = kh_enum(&c[CNT_INDICATOR], i);
        int64_t n = kh_i64(&c[CNT_NUMERATOR], i), d = kh_i64(&c[CNT_DENOMINATOR], i);
        if (kh_has(&c[CNT_DATE], i) && !state_in_window(t, kh_time(&c[CNT_DATE], i)))
            continue;
        const char *fault = count_fault(k, n, d);
        if (fault) /* R18 */
            kh_reject(t->inst->host, b, i, CNT_NUMERATOR, fault);
        else
            rc = sums_add(t, kh_key(&c[CNT_UNIT], i), WHAT_COUNTED + k, n, d, 1, e);
    }
    return rc;
}

static const int64_t *counted(const struct outlet *o, uint32_t k)
{
    static const int64_t none[M_WIDTH];
    const int64_t key[] = { o->unit, WHAT_COUNTED + k };
    size_t at = 0, end = 0;
    kh_ledger_find(&o->t->l[L_SUMS], key, 2, &at, &end);
    return at < end ? kh_ledger_row(&o->t->l[L_SUMS], at) : none;
}

/* A tally has a value once a row of it came, be it 0. */
static void tally_score(struct outlet *o, uint32_t k, const int64_t *s)
{
    if (s[M_C])
        outlet_count(o, IND_COUNTED + k, s[M_A], s[M_C]);
    else
        outlet_ratio(o, IND_COUNTED + k, 0, 0, 0);
}

void counts_score(struct outlet *o)
{
    for (uint32_t k = 0; k < N_COUNTED; k++) {
        const int64_t *s = counted(o, k);
        int64_t n = s[M_A], d = s[M_B];
        if (k == COUNTED_TELEGRAPH) /* R18 */
            outlet_add(o, &n,
                       outlet_times(o, counted(o, COUNTED_TELEGRAPH_MAJOR)[M_A],
                                    state_param(o->t, PARAM_MAJOR_WEIGHT)));
        if (k == COUNTED_MOS || k == COUNTED_MOS_RIVAL)
            d = outlet_times(o, d, 100);
        if (hows[k] == TALLY)
            tally_score(o, k, s);
        else
            outlet_ratio(o, IND_COUNTED + k, n, d, s[M_B]);
    }
}
