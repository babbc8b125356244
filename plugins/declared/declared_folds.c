/* SPDX-License-Identifier: Apache-2.0 */
/* declared_folds.c - what the folds give for a subject; see declared_score.h.
 *
 *  R7   Without a row count, sum, distinct, covered and occ are 0, the others missing.
 *  R8   A percentile is value number ceil(p n / 1000) of the sorted values.
 *  R10  Intervals of one key that overlap or touch are covered once. */
#include "declared_score.h"

#include <kaohe/occ.h>
#include <kaohe/stat.h>

enum { F_VALUE = 1, F_COUNT }; /* of sorted values, behind the subject */
enum { F_BY = 1, F_FROM, F_TO };
enum { F_ITEM = 1, F_ONCE, F_TIMES, F_ROWS };

void rows_of(const scorer *x, int32_t ledger, size_t *lo, size_t *hi)
{
    const int64_t key = x->subject;
    kh_ledger_find(&x->ledger[ledger], &key, 1, lo, hi);
}

ex_fraction scaled(int64_t i, int32_t scale)
{
    int64_t ten = 1;
    for (; scale > 0; scale--)
        if (kh_mul(&ten, ten, 10))
            return (ex_fraction){ 0, 1, EX_OVERFLOW };
    return ex_fraction_of(i, ten);
}

static ex_fraction missing(void)
{
    return (ex_fraction){ 0, 1, EX_MISSING };
}

static ex_fraction overflow(void)
{
    return (ex_fraction){ 0, 1, EX_OVERFLOW };
}

/* sum / (n x 10^scale) */
static ex_fraction mean_of(int64_t sum, int64_t n, int32_t scale)
{
    return ex_divide(scaled(sum, scale), ex_fraction_of(n, 1));
}

/* R8 */
static ex_fraction percentile(const scorer *x, const measure *m, int64_t n)
{
    const kh_ledger *l = &x->ledger[m->ledger];
    size_t lo, hi;
    int64_t rank = kh_rank(n, m->p);
    rows_of(x, m->ledger, &lo, &hi);
    for (; lo < hi; lo++) {
        const int64_t *row = kh_ledger_row(l, lo);
        if (row[F_COUNT] >= rank)
            return scaled(row[F_VALUE], m->scale);
        rank -= row[F_COUNT];
    }
    return missing();
}

/* The mean but for `trim` values at each end. */
static ex_fraction trimmed(const scorer *x, const measure *m, int64_t n)
{
    const kh_ledger *l = &x->ledger[m->ledger];
    int64_t cut = n >= m->trim_from ? m->trim : 0, sum = 0, before = 0;
    size_t lo, hi;
    rows_of(x, m->ledger, &lo, &hi);
    for (; lo < hi; lo++) {
        const int64_t *row = kh_ledger_row(l, lo);
        if (kh_add_mul(&sum, row[F_VALUE], kh_kept(before, row[F_COUNT], cut, n)))
            return overflow();
        before += row[F_COUNT];
    }
    return mean_of(sum, n - 2 * cut, m->scale);
}

/* R10 */
static ex_fraction covered(const scorer *x, const measure *m)
{
    const kh_ledger *l = &x->ledger[m->ledger];
    int64_t sum = 0, end = 0, by = 0;
    size_t lo, hi;
    rows_of(x, m->ledger, &lo, &hi);
    for (size_t i = lo; i < hi; i++) {
        const int64_t *row = kh_ledger_row(l, i);
        int64_t from = row[F_FROM], part = row[F_TO];
        if (i > lo && row[F_BY] == by && end > from)
            from = end;
        if (i == lo || row[F_BY] != by || row[F_TO] > end)
            end = row[F_TO];
        by = row[F_BY];
        if (part > from && (kh_sub(&part, from) || kh_add(&sum, part)))
            return overflow();
    }
    return ex_fraction_of(sum, 1);
}

/* What one item counts: the sum, or with `once` the greatest of each key. */
static int times_of(const kh_ledger *l, const measure *m, size_t lo, size_t hi,
                    int64_t *times, int64_t *rows)
{
    *times = *rows = 0;
    for (size_t i = lo; i < hi; i++) {
        const int64_t *row = kh_ledger_row(l, i);
        int64_t n = row[F_ROWS];
        int alone = !m->once || row[F_ONCE] == ID_NONE;
        if (!alone) { /* sorted: the last of the key is the greatest */
            int more = i + 1 < hi && kh_ledger_row(l, i + 1)[F_ONCE] == row[F_ONCE];
            n = more ? 0 : 1;
        }
        if (kh_add_mul(times, row[F_TIMES], n) || kh_add(rows, n))
            return 1;
    }
    return 0;
}

/* value x 10^digits; nonzero on overflow. */
static int raise(int64_t *value, int32_t digits)
{
    int left = 0;
    for (; !left && digits > 0; digits--)
        left = kh_mul(value, *value, 10);
    return left;
}

/* In the digits of the indicator that gets the reasons, so that they add up to it. */
kh_status occ_value(scorer *x, const measure *m, int32_t of, ex_fraction *out)
{
    const kh_ledger *l = &x->ledger[m->ledger];
    const catalogue *k = &x->s->c->catalogue[m->catalogue];
    kh_occ occ = { 0 };
    size_t lo, hi, next;
    int32_t scale = of < 0 ? m->scale : x->s->c->indicator_out[of].scale;
    int64_t ten = 1;
    kh_status rc = KH_OK;
    int left = raise(&ten, scale - m->scale);
    rows_of(x, m->ledger, &lo, &hi);
    for (; !rc && lo < hi; lo = next) {
        const item *it = &k->item[kh_ledger_row(l, lo)[F_ITEM]];
        int64_t times, rows, points = 0, cap = it->cap;
        for (next = lo + 1; next < hi; next++)
            if (kh_ledger_row(l, next)[F_ITEM] != kh_ledger_row(l, lo)[F_ITEM])
                break;
        left = left || times_of(l, m, lo, next, &times, &rows) ||
               kh_occ_count(&points, times, it->deduct, ten) ||
               (cap >= 0 && raise(&cap, m->of.scale + scale - m->scale));
        if (left || kh_occ_add(&occ, points, cap))
            return kh_fail(x->e, KH_ERANGE, "measure '%s': the deductions leave 64 bits",
                           m->name);
        if (of >= 0 && points)
            rc = kh_reason_i64(x->out, x->subject, (uint32_t)of, it->rule, points, rows);
    }
    if (!rc && of >= 0)
        rc = kh_occ_give_back(&occ, x->out, x->subject, (uint32_t)of);
    *out = scaled(kh_occ_sum(&occ), scale);
    return rc;
}

kh_status measure_value(scorer *x, const measure *m, ex_fraction *out)
{
    const int64_t *v = state_sums(x->s, m, x->subject);
    size_t lo, hi;
    *out = missing();
    switch (m->fold) {
    case FOLD_COUNT:
        *out = ex_fraction_of(v[0], 1);
        return KH_OK;
    case FOLD_SUM:
        *out = scaled(v[1], m->scale);
        return KH_OK;
    case FOLD_DISTINCT:
        rows_of(x, m->ledger, &lo, &hi);
        *out = ex_fraction_of((int64_t)(hi - lo), 1);
        return KH_OK;
    case FOLD_COVERED:
        *out = covered(x, m);
        return KH_OK;
    case FOLD_OCC:
        return occ_value(x, m, -1, out);
    default:
        break;
    }
    if (!v[0]) /* R7 */
        return KH_OK;
    switch (m->fold) {
    case FOLD_MEAN:
        *out = mean_of(v[1], v[0], m->scale);
        return KH_OK;
    case FOLD_PERCENTILE:
        *out = percentile(x, m, v[0]);
        return KH_OK;
    case FOLD_TRIMMED:
        *out = trimmed(x, m, v[0]);
        return KH_OK;
    case FOLD_PANEL:
        return panel_value(x, m, out);
    case FOLD_FIRST:
    case FOLD_LAST:
        *out = scaled(v[2], m->scale);
        return KH_OK;
    default: /* min, max, any, all */
        *out = scaled(v[1], m->scale);
        return KH_OK;
    }
}
