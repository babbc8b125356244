/* SPDX-License-Identifier: Apache-2.0 */
/* results.c - tallies into indicators, reasons and reconciliations; rules as in
 * contractor.c. */
#include "scoring.h"

#include <kaohe/occ.h>

/* R6: base 1 where something stands on top of nothing; powers of ten that both parts share
 * are taken out, so that quantities without decimals print as they were delivered. */
void rate_of(enum item_kind kind, int64_t a, int64_t b, int64_t *numerator,
             int64_t *denominator)
{
    int64_t top = kind == ITEM_SHARE || a < b ? a : a - b;
    if (kind == ITEM_OVER && a < b)
        top = 0;
    if (kind == ITEM_DEVIATION && a < b)
        top = b - a;
    int64_t below = !b && top ? AB_ONE : b;
    for (int i = 0; i < AB_SCALE && below && top % 10 == 0 && below % 10 == 0; i++) {
        top /= 10;
        below /= 10;
    }
    *numerator = top;
    *denominator = below;
}

static kh_status emit_value(const scoring *sc, uint32_t indicator, const int64_t *value,
                            int64_t samples, int pending)
{
    kh_result r = { .size = sizeof r,
                    .subject = sc->subject,
                    .indicator = indicator,
                    .outcome = KH_SCORED,
                    .samples = samples };
    r.value.u.i = value[AS_COUNTED];
    r.value.set = 1;
    if (pending) {
        r.flags = KH_PROVISIONAL;
        r.upheld.u.i = value[IF_UPHELD];
        r.upheld.set = 1;
    }
    return sc->out->result(sc->out->ctx, &r);
}

static kh_status emit_rate(const scoring *sc, const catalogue_item *it, const tally *t)
{
    kh_result r = { .size = sizeof r,
                    .subject = sc->subject,
                    .indicator = it->indicator,
                    .samples = t->rows[AS_COUNTED] };
    rate_of(it->kind, t->a[AS_COUNTED], t->b[AS_COUNTED], &r.numerator, &r.denominator);
    r.outcome = r.denominator ? KH_SCORED : KH_NO_DATA;
    if (t->pending && r.denominator) {
        r.flags = KH_PROVISIONAL;
        rate_of(it->kind, t->a[IF_UPHELD], t->b[IF_UPHELD], &r.upheld_numerator,
                &r.upheld_denominator);
    }
    return sc->out->result(sc->out->ctx, &r);
}

static kh_status emit_count(const scoring *sc, const catalogue_item *it, const tally *t)
{
    kh_status rc = emit_value(sc, it->indicator, t->count, t->rows[AS_COUNTED], t->pending);
    if (!rc && t->count[AS_COUNTED])
        rc = kh_reason_i64(sc->out, sc->subject, it->indicator, it->id,
                           t->count[AS_COUNTED], t->rows[AS_COUNTED]);
    return rc;
}

static kh_status emit_outside(const scoring *sc, uint32_t indicator)
{
    return kh_result_i64(sc->out, sc->subject, indicator, KH_NOT_APPLICABLE, 0, 0);
}

static int role_applies(const scoring *sc, int32_t role_no)
{
    return role_no < 0 || sc->role_applies[role_no];
}

/* R5: the items of one section, each at most its cap, with a reason each; what the caps
 * take back is a reason of the opposite sign. */
static kh_status emit_section(scoring *sc, uint32_t section)
{
    const catalogue_section *s = &sc->c->section[section];
    kh_occ occ[MODES] = { { 0 } };
    int64_t rows = 0;
    int pending = 0;
    kh_status rc = KH_OK;
    if (!role_applies(sc, s->role_no))
        return emit_outside(sc, s->indicator);
    for (uint32_t i = 0; !rc && i < sc->c->items; i++) {
        const catalogue_item *it = &sc->c->item[i];
        const tally *t = &sc->tally[i];
        if (it->kind != ITEM_OCCURRENCE || it->section != section || !t->rows[AS_COUNTED])
            continue;
        pending |= t->pending;
        rows += t->rows[AS_COUNTED];
        for (int m = 0; m < MODES; m++)
            if (kh_occ_add(&occ[m], t->points[m], it->cap))
                return kh_fail(sc->e, KH_ERANGE, "section %s leaves its type", s->id);
        rc = kh_reason_i64(sc->out, sc->subject, s->indicator, it->id,
                           t->points[AS_COUNTED], t->count[AS_COUNTED]);
    }
    if (!rc)
        rc = kh_occ_give_back(&occ[AS_COUNTED], sc->out, sc->subject, s->indicator);
    const int64_t sum[MODES] = { kh_occ_sum(&occ[AS_COUNTED]),
                                 kh_occ_sum(&occ[IF_UPHELD]) };
    sc->deducted[section] = sum[AS_COUNTED];
    return rc ? rc : emit_value(sc, s->indicator, sum, rows, pending);
}

/* R18: projects that are assessed in the region's cycle. */
static kh_status emit_projects(const scoring *sc)
{
    int64_t n = 0;
    for (size_t i = sc->from; i < sc->to; i++) {
        const int64_t *row = kh_ledger_row(&sc->d->l[L_REGISTER], i), *before = row;
        if (i > sc->from)
            before = kh_ledger_row(&sc->d->l[L_REGISTER], i - 1);
        if (i > sc->from && row[R_PROJECT] >= 0 && before[R_PROJECT] == row[R_PROJECT] &&
            register_in_window(sc, before))
            continue; /* registered in two ways; the project counts once */
        n += register_in_window(sc, row);
    }
    return kh_result_i64(sc->out, sc->subject, sc->c->projects, KH_SCORED, n, n);
}

/* R19: the register stands in order of project. */
static kh_status emit_fee(const scoring *sc)
{
    kh_result r = { .size = sizeof r, .subject = sc->subject, .indicator = sc->c->fee };
    size_t next;
    for (size_t at = sc->from; at < sc->to; at = next) {
        int64_t project = kh_ledger_row(&sc->d->l[L_REGISTER], at)[R_PROJECT], fee;
        int assessed = 0;
        for (next = at; next < sc->to; next++) {
            const int64_t *row = kh_ledger_row(&sc->d->l[L_REGISTER], next);
            if (row[R_PROJECT] != project)
                break;
            assessed |= register_in_window(sc, row);
        }
        fee = assessed ? fee_of(sc, project) : FEE_UNKNOWN;
        if (fee < 0)
            continue;
        r.samples++;
        if (kh_add(&r.value.u.i, fee))
            return kh_fail(sc->e, KH_ERANGE, "the projects' fees leave their type");
    }
    r.outcome = r.samples ? KH_SCORED : KH_NO_DATA;
    r.value.set = r.samples > 0;
    return sc->out->result(sc->out->ctx, &r);
}

/* R12: the score by the catalogue, over the sections that apply. */
static kh_status computed_score(const scoring *sc, int64_t *score)
{
    *score = 0;
    for (uint32_t i = 0; i < sc->c->sections; i++) {
        const catalogue_section *s = &sc->c->section[i];
        if (!role_applies(sc, s->role_no))
            continue;
        if (s->full < 0) {
            sc->e->param = P_SECTIONS + 1;
            return kh_fail(sc->e, KH_ECONFIG,
                           "published scores are read, and `sections` is empty");
        }
        if (kh_add(score, kh_occ_left(s->full, sc->deducted[i])))
            return kh_fail(sc->e, KH_ERANGE, "full points leave their type");
    }
    return KH_OK;
}

/* R12: every published score that differs is a row. */
static kh_status reconcile(const scoring *sc)
{
    int64_t score = -1;
    kh_status rc = KH_OK;
    for (size_t i = sc->from; !rc && i < sc->to; i++) {
        const int64_t *row = kh_ledger_row(&sc->d->l[L_REGISTER], i);
        if (row[R_PUBLISHED] == PUBLISHED_NONE || !register_in_window(sc, row))
            continue;
        if (score < 0)
            rc = computed_score(sc, &score);
        int64_t difference = score;
        if (rc || row[R_PUBLISHED] == score)
            continue;
        if (row[R_PUBLISHED] == INT64_MIN || kh_add(&difference, -row[R_PUBLISHED]))
            return kh_fail(sc->e, KH_ERANGE, "a published score leaves its type");
        const kh_value cell[RC_COUNT] = { { .u.i = row[R_PUBLISHED], .set = 1 },
                                          { .u.i = score, .set = 1 },
                                          { .u.i = difference, .set = 1 } };
        const kh_row out = { sizeof out, TABLE_RECONCILIATION, sc->subject, RC_COUNT,
                             cell };
        rc = sc->out->row(sc->out->ctx, &out);
    }
    return rc;
}

kh_status results_emit(scoring *sc, const checks *c)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < sc->c->sections; i++)
        rc = emit_section(sc, i);
    for (uint32_t i = 0; !rc && i < sc->c->items; i++) {
        const catalogue_item *it = &sc->c->item[i];
        if (it->kind == ITEM_OCCURRENCE)
            continue;
        if (!role_applies(sc, it->role_no))
            rc = emit_outside(sc, it->indicator);
        else if (item_is_rate(it->kind))
            rc = emit_rate(sc, it, &sc->tally[i]);
        else
            rc = emit_count(sc, it, &sc->tally[i]);
    }
    if (!rc)
        rc = emit_fee(sc);
    if (!rc)
        rc = spotchecks_emit(sc, c);
    if (!rc && sc->c->use == USE_REGION)
        rc = emit_projects(sc);
    return rc ? rc : reconcile(sc);
}
