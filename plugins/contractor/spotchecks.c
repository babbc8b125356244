/* SPDX-License-Identifier: Apache-2.0 */
/* spotchecks.c - the region's spot checks of one subject: R13; rules as in
 * contractor.c. */
#include "scoring.h"

#include <kaohe/stat.h>

/* Is a register row of the project assessed in the window?  R1. */
static int is_assessed(const scoring *sc, const int64_t *check)
{
    const int64_t key[] = { sc->subject, check[X_PROJECT] };
    size_t at, end;
    kh_ledger_find(&sc->d->l[L_REGISTER], key, 2, &at, &end);
    for (; at < end; at++)
        if (register_in_window(sc, kh_ledger_row(&sc->d->l[L_REGISTER], at)))
            return 1;
    return 0;
}

static kh_status waste_emit(const scoring *sc, int why, int64_t rows)
{
    const kh_value cell[NC_COUNT] = { [NC_DATASET] = { .u.i = FROM_SPOTCHECKS, .set = 1 },
                                      [NC_REASON] = { .u.i = why, .set = 1 },
                                      [NC_ROWS] = { .u.i = rows, .set = 1 } };
    const kh_row row = { sizeof row, TABLE_NOT_COUNTED, sc->subject, NC_COUNT, cell };
    return rows ? sc->out->row(sc->out->ctx, &row) : KH_OK;
}

/* R13: one row of the ledger is a project; sum / below adds up the projects' means. */
static int fold_project(const scoring *sc, const int64_t *check, checks *to)
{
    int64_t unscored = check[X_ROWS] - check[X_SCORED];
    if (!is_assessed(sc, check))
        return kh_add(&to->wasted[NOT_ASSESSED], check[X_ROWS]);
    if (kh_add(&to->wasted[NOT_QUANTIFIED], unscored))
        return 1;
    if (!check[X_SCORED])
        return 0;
    to->projects++;
    return kh_add(&to->rows, check[X_SCORED]) || /* R13: the sum of projects' means */
           kh_ratio_add(&to->sum, &to->below, check[X_SCORE], check[X_SCORED]);
}

kh_status spotchecks_fold(const scoring *sc, checks *to)
{
    const kh_ledger *l = &sc->d->l[L_SPOTCHECKS];
    const int64_t key = sc->subject;
    size_t at, end;
    int lost = 0;
    memset(to, 0, sizeof *to);
    to->below = 1;
    kh_ledger_find(l, &key, 1, &at, &end);
    for (; !lost && at < end; at++)
        lost = fold_project(sc, kh_ledger_row(l, at), to);
    if (lost)
        return kh_fail(sc->e, KH_ERANGE,
                       "spot checks: the mean over projects leaves its type; are so many "
                       "checks of one contractor right?");
    kh_status rc = waste_emit(sc, NOT_ASSESSED, to->wasted[NOT_ASSESSED]);
    return rc ? rc : waste_emit(sc, NOT_QUANTIFIED, to->wasted[NOT_QUANTIFIED]);
}

kh_status spotchecks_emit(const scoring *sc, const checks *c)
{
    int64_t below = 0;
    if (c->projects &&
        (kh_mul(&below, c->below, c->projects) || kh_mul(&below, below, SPOTCHECK_ONE)))
        return kh_fail(sc->e, KH_ERANGE, "spot checks: the mean leaves its type");
    int64_t d = c->projects ? kh_gcd(below, c->sum) : 1;
    kh_status rc = kh_result_ratio(sc->out, sc->subject, sc->c->spotcheck, c->sum / d,
                                   below / d, c->rows);
    if (!rc && sc->c->use == USE_REGION)
        rc = kh_result_i64(sc->out, sc->subject, sc->c->spotchecks, KH_SCORED, c->rows,
                           c->rows);
    if (!rc && sc->c->use == USE_REGION)
        rc = kh_result_i64(sc->out, sc->subject, sc->c->projects_checked, KH_SCORED,
                           c->projects, c->rows);
    return rc;
}
