/* SPDX-License-Identifier: Apache-2.0 */
/* network_radio.c - drive-test samples and sessions: fold and results. */
#include "network.h"

/* What one sample adds; `row` has its unit, operator and network.  Null: it was added, else
 * what is wrong with column *col. */
static const char *sample_read(const struct state *t, const kh_col *c, uint32_t i,
                               int64_t *row, uint32_t *col)
{
    const int64_t none = state_param(t, PARAM_NO_SIGNAL);
    int64_t rsrp = kh_dec_or(&c[SAM_RSRP], i, none),
            sinr = kh_dec_or(&c[SAM_SINR], i, none);
    int64_t down = kh_dec_or(&c[SAM_DOWN], i, UNKNOWN),
            up = kh_dec_or(&c[SAM_UP], i, UNKNOWN);
    int64_t contracted = kh_dec_or(&c[SAM_CONTRACTED], i, UNKNOWN), least, has;
    static const uint32_t rate[] = { SAM_DOWN, SAM_UP, SAM_CONTRACTED };
    for (size_t k = 0; k < sizeof rate / sizeof *rate; k++)
        if (kh_dec_or(&c[ *col = rate[k]], i, 0) < 0)
            return N_("a rate below 0");
    row[S_RSRP] = rsrp > none; /* R14 */
    row[S_WEAK] = rsrp > none && rsrp < state_param(t, PARAM_WEAK);
    row[S_BOTH] = rsrp > none && sinr > none;
    row[S_COVERED] = row[S_BOTH] && rsrp >= state_param(t, PARAM_RSRP) &&
                     sinr >= state_param(t, PARAM_SINR);
    row[S_DOWN] = down >= 0;
    row[S_DOWN_SUM] = down >= 0 ? down : 0;
    row[S_UP] = up >= 0;
    row[S_UP_SUM] = up >= 0 ? up : 0;
    row[S_RATED] = down >= 0 && contracted > 0; /* R16 */
    if (row[S_RATED]) {
        *col = SAM_CONTRACTED;
        if (kh_mul(&least, contracted, state_param(t, PARAM_RATE_PERCENT)) ||
            kh_mul(&has, down, 100))
            return N_("a rate out of range");
        row[S_COMPLIANT] = has >= least;
    }
    return NULL;
}

/* Neighbouring rows of one unit, operator and network go into the ledger as one: files come
 * so, and the ledger sorts once for all of them. */
static kh_status samples_put(struct state *t, int64_t *pending, const int64_t *row,
                             kh_err *e)
{
    if (row && !memcmp(pending, row, S_RSRP * sizeof *row)) {
        for (int k = S_RSRP; k < S_WIDTH; k++)
            if (kh_add(&pending[k], row[k]))
                return kh_fail(e, KH_ERANGE, "the samples of one unit overflow");
        return KH_OK;
    }
    kh_status rc =
        pending[S_UNIT] == ID_NONE ? KH_OK : kh_ledger_add(&t->l[L_SAMPLES], pending, e);
    if (row)
        memcpy(pending, row, S_WIDTH * sizeof *row);
    return rc;
}

kh_status samples_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    int64_t pending[S_WIDTH] = { ID_NONE };
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        uint32_t col = 0;
        if (!state_in_window(t, kh_time(&c[SAM_AT], i)))
            continue;
        int64_t row[S_WIDTH] = {
            kh_key(&c[SAM_UNIT], i),
            kh_has(&c[SAM_OPERATOR], i) ? (int64_t)kh_key(&c[SAM_OPERATOR], i) : ID_NONE,
            kh_has(&c[SAM_NETWORK], i) ? (int64_t)kh_enum(&c[SAM_NETWORK], i) : -1,
        };
        const char *fault = sample_read(t, c, i, row, &col);
        if (fault)
            kh_reject(t->inst->host, b, i, col, fault);
        else
            rc = samples_put(t, pending, row, e);
    }
    return rc ? rc : samples_put(t, pending, NULL, e);
}

/* R19. */
static const char *session_fault(int64_t attempts, int64_t connected, int64_t dropped,
                                 uint32_t *col)
{
    *col = attempts < 0 ? SES_ATTEMPTS : connected < 0 ? SES_CONNECTED : SES_DROPPED;
    if (attempts < 0 || connected < 0 || dropped < 0)
        return N_("a count below 0");
    *col = connected > attempts ? SES_CONNECTED : SES_DROPPED;
    if (connected > attempts)
        return N_("more sessions are connected than attempted");
    return dropped > connected ? N_("more sessions are dropped than connected") : NULL;
}

kh_status sessions_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        int64_t attempts = kh_i64(&c[SES_ATTEMPTS], i);
        int64_t connected = kh_i64(&c[SES_CONNECTED], i);
        int64_t dropped = kh_i64(&c[SES_DROPPED], i);
        uint32_t col = 0;
        if (!state_in_window(t, kh_time(&c[SES_DATE], i)))
            continue;
        const char *fault = session_fault(attempts, connected, dropped, &col);
        if (fault)
            kh_reject(t->inst->host, b, i, col, fault);
        else
            rc = sums_add(t, kh_key(&c[SES_UNIT], i), WHAT_SESSIONS, attempts, connected,
                          dropped, e);
    }
    return rc;
}

/* ---- Results --------------------------------------------------------------- */

/* The three families have the own value, its networks, then the competitors. */
enum { OWN, OWN_4G, OWN_5G, RIVAL, N_VALUES = RIVAL + N_COMPETITORS };
_Static_assert(IND_WEAK - IND_COVERAGE == N_VALUES, "order of coverage");
_Static_assert(IND_DOWNLINK - IND_WEAK == N_VALUES, "order of weak shares");
_Static_assert(IND_UPLINK - IND_DOWNLINK == N_VALUES, "order of downlinks");

static void samples_sum(struct outlet *o, int64_t *sum, const int64_t *row)
{
    for (int k = S_RSRP; k < S_WIDTH; k++)
        outlet_add(o, &sum[k], row[k]);
}

static void samples_score(struct outlet *o)
{
    const kh_ledger *l = &o->t->l[L_SAMPLES];
    const int64_t unit = o->unit;
    int64_t sum[N_VALUES][S_WIDTH] = { { 0 } };
    size_t i = 0, end = 0;
    for (kh_ledger_find(l, &unit, 1, &i, &end); i < end; i++) {
        const int64_t *row = kh_ledger_row(l, i);
        if (row[S_OPERATOR] == ID_NONE || row[S_OPERATOR] == o->own) { /* R15 */
            samples_sum(o, sum[OWN], row);
            if (row[S_RADIO] >= 0)
                samples_sum(o, sum[OWN_4G + row[S_RADIO]], row);
            continue;
        }
        for (int k = 0; k < N_COMPETITORS; k++)
            if (row[S_OPERATOR] == o->competitor[k])
                samples_sum(o, sum[RIVAL + k], row);
    }
    for (uint32_t k = 0; k < N_VALUES; k++) { /* R14 */
        const int64_t *s = sum[k];
        outlet_ratio(o, IND_COVERAGE + k, s[S_COVERED], s[S_BOTH], s[S_BOTH]);
        outlet_ratio(o, IND_WEAK + k, s[S_WEAK], s[S_RSRP], s[S_RSRP]);
        outlet_ratio(o, IND_DOWNLINK + k, s[S_DOWN_SUM],
                     outlet_times(o, s[S_DOWN], RADIO_ONE), s[S_DOWN]);
    }
    const int64_t *own = sum[OWN];
    outlet_ratio(o, IND_UPLINK, own[S_UP_SUM], outlet_times(o, own[S_UP], RADIO_ONE),
                 own[S_UP]);
    outlet_ratio(o, IND_COMPLIANCE, own[S_COMPLIANT], own[S_RATED], own[S_RATED]); /* R16 */
}

void radio_score(struct outlet *o)
{
    static const int64_t none[M_WIDTH];
    const int64_t key[] = { o->unit, WHAT_SESSIONS };
    size_t at = 0, end = 0;
    kh_ledger_find(&o->t->l[L_SUMS], key, 2, &at, &end);
    const int64_t *s = at < end ? kh_ledger_row(&o->t->l[L_SUMS], at) : none;
    outlet_ratio(o, IND_CONNECTION, s[M_B], s[M_A], s[M_A]); /* R19 */
    outlet_ratio(o, IND_DROP, s[M_C], s[M_B], s[M_B]);
    samples_score(o);
}
