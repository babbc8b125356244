/* SPDX-License-Identifier: Apache-2.0 */
/* network_state.c - a state: begin, merge, save, load, a settled copy for scoring. */
#include "network.h"

enum { MONTHS_MAX = 60, STATE_MONTHS_MAX = 1200, HEAD = 24 };
#define MONTHS_MAX_US (KH_DAY * 31 * MONTHS_MAX)

/* clang-format off */
#define ID(space) { (space), 0, UINT32_MAX }
#define ID_MAYBE(space) { (space), -1, UINT32_MAX }
#define NUMBER(min, max) { KH_LEDGER_NUMBER, (min), (max) }
/* clang-format on */
#define TIME NUMBER(INT64_MIN, INT64_MAX)
#define TALLY NUMBER(0, INT64_MAX)

static const kh_ledger_col event_cols[E_WIDTH] = {
    [E_UNIT] = ID(SPACE_UNIT),
    [E_KIND] = NUMBER(KIND_OUTAGE, KIND_CABLE),
    [E_LINE] = ID_MAYBE(SPACE_LINE),
    [E_GROUP] = ID_MAYBE(SPACE_GROUP),
    [E_ID] = ID_MAYBE(SPACE_EVENT),
    [E_START] = TIME,
    [E_END] = TIME,
    [E_CAUSE] = ID_MAYBE(SPACE_CAUSE),
    [E_NETWORK] = NUMBER(-1, N_NETWORKS - 1),
    [E_FLAGS] = NUMBER(0, FLAGS),
    [E_SWITCHED] = TIME,
    [E_REPORTED] = TIME,
    [E_CIRCUITS] = TALLY,
    [E_ROWS] = NUMBER(1, INT64_MAX),
};
static const kh_ledger_col inventory_cols[I_WIDTH] = {
    [I_UNIT] = ID(SPACE_UNIT),
    [I_CITY] = ID_MAYBE(SPACE_CITY),
    [I_DATE] = TIME,
    [I_CIRCUITS] = NUMBER(UNKNOWN, INT64_MAX),
    [I_KM] = NUMBER(UNKNOWN, INT64_MAX),
    [I_CELLS] = NUMBER(UNKNOWN, INT64_MAX),
    [I_ROWS] = NUMBER(1, INT64_MAX),
};
static const kh_ledger_col open_cols[O_WIDTH] = {
    [O_UNIT] = ID(SPACE_UNIT),
    [O_ID] = ID_MAYBE(SPACE_EVENT),
    [O_OPENED] = TIME,
    [O_ROWS] = NUMBER(1, INT64_MAX),
};
static const kh_ledger_col sample_cols[S_WIDTH] = {
    [S_UNIT] = ID(SPACE_UNIT),
    [S_OPERATOR] = ID_MAYBE(SPACE_OPERATOR),
    [S_RADIO] = NUMBER(-1, N_RADIO - 1),
    [S_RSRP] = TALLY,
    [S_WEAK] = TALLY,
    [S_BOTH] = TALLY,
    [S_COVERED] = TALLY,
    [S_DOWN] = TALLY,
    [S_DOWN_SUM] = TALLY,
    [S_UP] = TALLY,
    [S_UP_SUM] = TALLY,
    [S_RATED] = TALLY,
    [S_COMPLIANT] = TALLY,
};
static const kh_ledger_col sum_cols[M_WIDTH] = {
    [M_UNIT] = ID(SPACE_UNIT),
    [M_WHAT] = NUMBER(0, N_WHATS - 1),
    [M_A] = TALLY,
    [M_B] = TALLY,
    [M_C] = TALLY,
};

const kh_ledger_kind network_kinds[N_LEDGERS] = {
    [L_EVENTS] = { "outages", event_cols, E_ROWS, 1 },
    [L_INVENTORY] = { "inventory", inventory_cols, I_ROWS, 1 },
    [L_OPEN] = { "faults", open_cols, O_ROWS, 1 },
    [L_SAMPLES] = { "samples", sample_cols, S_RSRP, S_WIDTH - S_RSRP },
    [L_SUMS] = { "sums", sum_cols, M_A, M_WIDTH - M_A },
};
_Static_assert((int)E_WIDTH <= (int)KH_LEDGER_WIDTH_MAX, "an event is too wide");

int state_is_open(const struct state *t)
{
    return !t->months || t->months > MONTHS_MAX || t->to <= t->from ||
           (uint64_t)t->to - (uint64_t)t->from > (uint64_t)MONTHS_MAX_US;
}

/* Without a window all time is inside. */
kh_status network_begin(const void *inst, const kh_window *w, void **out, kh_err *e)
{
    const struct inst *in = inst;
    struct state *t = *out = kh_new(in->host, sizeof *t, e);
    if (!t)
        return KH_ENOMEM;
    t->inst = in;
    t->from = w ? w->from : INT64_MIN;
    t->to = w ? w->to : INT64_MAX;
    t->months = w ? w->months : 0;
    for (int k = 0; k < N_LEDGERS; k++)
        kh_ledger_init(&t->l[k], &network_kinds[k], in->host);
    return KH_OK;
}

kh_status network_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    struct state *a = into;
    const struct state *b = from;
    kh_status rc = KH_OK;
    for (int k = 0; !rc && k < N_LEDGERS; k++)
        rc = kh_ledger_merge(&a->l[k], &b->l[k], m, e);
    return rc ? rc : kh_bags_merge(a->inst->host, &a->repairs, &b->repairs, m, e);
}

/* 64-bit little-endian words: the window, the ledgers, the bags. */
kh_status network_save(const void *state, const kh_sink *out, kh_err *e)
{
    const struct state *t = state;
    unsigned char head[HEAD];
    kh_put64(head, t->from);
    kh_put64(head + 8, t->to);
    kh_put64(head + 16, t->months);
    kh_status rc = out->write(out->ctx, head, HEAD);
    for (int k = 0; !rc && k < N_LEDGERS; k++)
        rc = kh_ledger_save(&t->l[k], out, e);
    return rc ? rc : kh_bags_save(&t->repairs, out, e);
}

/* What no fold can have made, beyond what the columns' limits say. */
static kh_status check_loaded(const struct state *t, kh_err *e)
{
    for (size_t i = 0; i < t->l[L_EVENTS].len; i++) {
        const int64_t *r = kh_ledger_row(&t->l[L_EVENTS], i);
        if (r[E_END] < r[E_START] || r[E_SWITCHED] < r[E_START])
            return kh_fail(e, KH_ESTATE, "saved state is damaged: an outage runs backward");
    }
    for (size_t i = 0; i < t->l[L_SAMPLES].len; i++) {
        const int64_t *r = kh_ledger_row(&t->l[L_SAMPLES], i);
        if (r[S_WEAK] > r[S_RSRP] || r[S_COVERED] > r[S_BOTH] ||
            r[S_COMPLIANT] > r[S_RATED])
            return kh_fail(e, KH_ESTATE, "saved state is damaged: a part above its whole");
    }
    for (uint32_t i = 0; i < t->repairs.len; i++)
        if (t->repairs.of[i].len && t->repairs.of[i].pair[0].value < 0)
            return kh_fail(e, KH_ESTATE, "saved state is damaged: a repair before a fault");
    return KH_OK;
}

kh_status network_load(const void *inst, uint32_t version, const kh_source *in, void **out,
                       kh_err *e)
{
    unsigned char head[HEAD];
    void *state = NULL;
    (void)version; /* the plugin's own: KH_LOADS_OLDER_STATE is not offered */
    kh_status rc = in->read(in->ctx, head, HEAD);
    int64_t months = rc ? 0 : kh_get64(head + 16);
    if (!rc &&
        (months < 0 || months > STATE_MONTHS_MAX || kh_get64(head) >= kh_get64(head + 8)))
        rc = kh_fail(e, KH_ESTATE, "saved state is damaged: it covers no window");
    if (!rc)
        rc = network_begin(inst, NULL, &state, e);
    if (rc)
        return rc;
    struct state *t = state;
    t->from = kh_get64(head);
    t->to = kh_get64(head + 8);
    t->months = (uint32_t)months;
    for (int k = 0; !rc && k < N_LEDGERS; k++)
        rc = kh_ledger_load(&t->l[k], in, e);
    if (!rc)
        rc = kh_bags_load(t->inst->host, &t->repairs, in, e);
    if (!rc)
        rc = check_loaded(t, e);
    if (rc)
        network_end(t);
    else
        *out = t;
    return rc;
}

void network_end(void *state)
{
    struct state *t = state;
    const kh_host *h = t->inst->host;
    for (int k = 0; k < N_LEDGERS; k++)
        kh_ledger_free(&t->l[k]);
    kh_bags_free(h, &t->repairs);
    kh_free(h, t);
}

/* The bags are settled between callbacks, so that an empty copy with theirs will do; the
 * one who scores reads them from the state itself. */
kh_status state_settled(const struct state *t, const kh_emit *out, struct state **copy,
                        kh_err *e)
{
    const kh_window w = { sizeof w, t->months, t->from, t->to };
    void *made = NULL;
    kh_status rc = network_begin(t->inst, &w, &made, e);
    struct state *s = made;
    for (int k = 0; !rc && k < N_LEDGERS; k++) {
        rc = kh_ledger_check(&t->l[k], out->space_len, out->spaces, e);
        if (!rc)
            rc = kh_ledger_copy(&s->l[k], &t->l[k], e);
    }
    if (!rc && t->repairs.len > out->space_len[SPACE_UNIT])
        rc = kh_fail(e, KH_ESTATE, "state holds %u units of %u", t->repairs.len,
                     out->space_len[SPACE_UNIT]);
    if (rc && s)
        network_end(s);
    *copy = rc ? NULL : s;
    return rc;
}
