/* SPDX-License-Identifier: Apache-2.0 */
/* scoring.c - the subjects of a contractor instance, one after another. */
#include "scoring.h"

#include <kaohe/sdk.h>

static const kh_ledger_col charge_cols[G_COUNT] = {
    { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX }, { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX },
    { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX }, { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX },
    { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX }, { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX },
};
static const kh_ledger_kind charge_kind = { "charges", charge_cols, G_COUNT, 0 };

/* Everything scoring needs for one call: texts of keys are looked up once. */
static kh_status scoring_init(scoring *sc)
{
    const kh_host *h = sc->c->host;
    const kh_emit *out = sc->out;
    uint32_t items = out->space_len[SPACE_ITEM], roles = out->space_len[SPACE_ROLE];
    kh_ledger_init(&sc->charges, &charge_kind, h);
    sc->item_of = kh_new(h, ((size_t)items + 1) * sizeof *sc->item_of, sc->e);
    sc->seen = kh_new(h, ((size_t)items + 1) * sizeof *sc->seen, sc->e);
    sc->role_of = kh_new(h, ((size_t)roles + 1) * sizeof *sc->role_of, sc->e);
    sc->tally = kh_new(h, (sc->c->items + 1) * sizeof *sc->tally, sc->e);
    sc->role_applies = kh_new(h, sc->c->items + 1, sc->e);
    sc->deducted = kh_new(h, (sc->c->sections + 1) * sizeof *sc->deducted, sc->e);
    if (!sc->item_of || !sc->seen || !sc->role_of || !sc->tally || !sc->role_applies ||
        !sc->deducted)
        return KH_ENOMEM;
    for (uint32_t i = 0; i < items; i++)
        sc->item_of[i] = catalogue_find(sc->c, out->text(out->ctx, SPACE_ITEM, i));
    for (uint32_t i = 0; i < roles; i++)
        sc->role_of[i] = catalogue_role(sc->c, out->text(out->ctx, SPACE_ROLE, i));
    return KH_OK;
}

static void scoring_reset(scoring *sc)
{
    const kh_host *h = sc->c->host;
    void *const owned[] = { (void *)sc->item_of, sc->seen,         sc->role_of,
                            sc->tally,           sc->role_applies, sc->deducted };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        if (owned[i])
            h->resize(h->ctx, owned[i], 0);
    kh_ledger_free(&sc->charges);
}

int64_t scoring_cycle(const scoring *sc, int64_t day, int64_t k)
{
    const kh_cycles *cy = &sc->d->cycles;
    if (sc->c->use != USE_REGION || !cy->months)
        return k;
    return (cy->last - kh_cycles_month(cy, day)) / sc->c->param[P_CITY_MONTHS].u.i;
}

void scoring_span(const scoring *sc, int64_t day, int64_t k, int64_t *from, int64_t *to)
{
    const kh_cycles *cy = &sc->d->cycles;
    int64_t months = sc->c->param[P_CITY_MONTHS].u.i;
    if (sc->c->use != USE_REGION || !cy->months) {
        kh_cycles_span(cy, k, from, to);
        return;
    }
    k = scoring_cycle(sc, day, k);
    *from = kh_cycles_month_end(cy, cy->last - (k + 1) * months);
    *to = kh_cycles_month_end(cy, cy->last - k * months);
}

int register_in_window(const scoring *sc, const int64_t *row)
{
    const kh_cycles *cy = &sc->d->cycles;
    int64_t from = cy->from, to = cy->to, day = cy->to;
    if (sc->c->use != USE_REGION || !cy->months)
        return register_is_assessed(sc->c, row, from, to);
    for (; day > cy->from; day = from) {
        scoring_span(sc, day - 1, 0, &from, &to);
        if (register_is_assessed(sc->c, row, from, to))
            return 1;
    }
    return 0;
}

/* Begin a subject; returns whether one of its projects is assessed in the window. R1. */
static int subject_begin(scoring *sc, uint32_t subject)
{
    const int64_t key = subject;
    int assessed = 0;
    sc->subject = subject;
    sc->charges.len = sc->charges.sorted = 0;
    memset(sc->tally, 0, sc->c->items * sizeof *sc->tally);
    memset(sc->role_applies, 0, sc->c->items + 1);
    memset(sc->wasted, 0, sizeof sc->wasted);
    kh_ledger_find(&sc->d->l[L_REGISTER], &key, 1, &sc->from, &sc->to);
    for (size_t i = sc->from; i < sc->to; i++) {
        const int64_t *row = kh_ledger_row(&sc->d->l[L_REGISTER], i);
        if (!register_in_window(sc, row))
            continue;
        assessed = 1;
        int32_t role = row[R_ROLE] < 0 ? -1 : sc->role_of[row[R_ROLE]];
        if (role >= 0)
            sc->role_applies[role] = 1;
    }
    return assessed;
}

kh_status contractor_score(const dossier *settled, const kh_emit *out, kh_err *e)
{
    scoring sc = { .d = settled, .c = settled->c, .out = out, .e = e };
    kh_status rc = scoring_init(&sc);
    for (uint32_t s = 0; !rc && s < out->space_len[SPACE_SUBJECT]; s++) {
        int assessed = subject_begin(&sc, s);
        checks c;
        rc = points_fold(&sc);
        if (!rc)
            rc = spotchecks_fold(&sc, &c);
        if (!rc && assessed)
            rc = results_emit(&sc, &c);
        if (!rc)
            rc = tickets_emit(&sc, assessed);
    }
    scoring_reset(&sc);
    return rc;
}
