/* SPDX-License-Identifier: Apache-2.0 */
/* declared_panel.c - panels of judges; see declared_score.h.
 *
 *  R11  A judge who marks an item more than once does not count for it.
 *  R12  mode = item: the mean of an item's marks after trimming, rounded half up, times its
 *       factor, rounded again; the value is the sum over the items.
 *  R13  mode = total: the mean, after trimming, of the judges' sums of mark x factor; a
 *       judge without a mark for every item of the subject does not count.
 *  R14  Fewer than judges_min judges, for any item: no value. */
#include "declared_score.h"

#include <kaohe/panel.h>
#include <stdlib.h>

enum { F_ITEM = 1, F_JUDGE, F_MARK, F_FACTOR, F_ROWS };

typedef struct panel {
    scorer *x;
    const measure *m;
    const kh_ledger *l;
    size_t lo, hi; /* the subject's rows */
} panel;

static const int64_t *row_at(const panel *p, size_t i)
{
    return kh_ledger_row(p->l, i);
}

/* The row behind those with the same item, or the same item and judge. */
static size_t run_end(const panel *p, size_t i, int column)
{
    size_t end = i + 1;
    while (end < p->hi && row_at(p, end)[F_ITEM] == row_at(p, i)[F_ITEM] &&
           row_at(p, end)[column] == row_at(p, i)[column])
        end++;
    return end;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t power_of_ten(int64_t n)
{
    int64_t ten = 1;
    for (; n > 0; n--)
        ten *= 10;
    return ten;
}

/* What is left of n values after dropping `trim` at each end; they are sorted here. */
static kh_status trim_of(const panel *p, int64_t *value, size_t n, int64_t *sum,
                         int64_t *used)
{
    size_t cut = n >= (uint64_t)p->m->trim_from ? (size_t)p->m->trim : 0;
    kh_panel rest;
    if (n)
        qsort(value, n, sizeof *value, by_value);
    if (kh_panel_sorted(&rest, value, (uint32_t)n, (uint32_t)cut))
        return kh_fail(p->x->e, KH_ERANGE, "measure '%s': a sum of marks leaves 64 bits",
                       p->m->name);
    *sum = rest.sum;
    *used = rest.used;
    return KH_OK;
}

/* A row of the panel's table; `mean` in its digits, or NULL. */
static kh_status emit_row(const panel *p, const int64_t *judged, const int64_t *value,
                          size_t n, const int64_t *mean)
{
    kh_value cell[5];
    uint32_t k = 0;
    int dropped = mean && n >= (uint64_t)p->m->trim_from && p->m->trim;
    if (p->m->by && p->m->mode == MODE_ITEM)
        cell[k++] =
            judged && *judged != ID_NONE ? kh_cell_key((uint32_t)*judged) : kh_cell_none();
    cell[k++] = kh_cell_i64((int64_t)n);
    cell[k++] = dropped ? kh_cell_i64(value[n - 1]) : kh_cell_none();
    cell[k++] = dropped ? kh_cell_i64(value[0]) : kh_cell_none();
    cell[k++] = mean ? kh_cell_i64(*mean) : kh_cell_none();
    return kh_row_put(p->x->out, (uint32_t)p->m->table, p->x->subject, cell, k);
}

/* sum / (used x 10^scale) in `digits`, half up. */
static int rounded(int64_t sum, int64_t used, int32_t scale, int64_t digits, int64_t *out)
{
    int64_t n, d;
    int64_t up = digits > scale ? digits - scale : 0;
    int64_t down = scale > digits ? scale - digits : 0;
    if (kh_mul(&n, sum, power_of_ten(up)) || kh_mul(&d, used, power_of_ten(down)))
        return 1;
    *out = kh_round_half_up(n, d);
    return 0;
}

/* R12: the items [lo, hi) of one item; adds to *total, in `digits`. */
static kh_status item_value(const panel *p, size_t lo, size_t hi, int64_t *total,
                            int *valid)
{
    int64_t *value = p->x->marks, factor = INT64_MIN, sum, used, mean = 0, part;
    size_t n = 0, next;
    for (size_t i = lo; i < hi; i = next) {
        next = run_end(p, i, F_JUDGE);
        int once = next == i + 1 && row_at(p, i)[F_ROWS] == 1; /* R11 */
        for (size_t k = i; k < next; k++)
            factor = factor > row_at(p, k)[F_FACTOR] ? factor : row_at(p, k)[F_FACTOR];
        if (once)
            value[n++] = row_at(p, i)[F_MARK];
    }
    kh_status rc = trim_of(p, value, n, &sum, &used);
    int enough = (int64_t)n >= p->m->judges_min && used > 0; /* R14 */
    *valid = *valid && enough;
    if (!rc && enough &&
        (rounded(sum, used, p->m->of.scale, p->m->digits, &mean) ||
         kh_mul(&part, mean, factor) ||
         kh_add(total, kh_round_half_up(part, power_of_ten(p->m->factor.scale)))))
        rc = kh_fail(p->x->e, KH_ERANGE, "measure '%s': the mean of an item leaves 64 bits",
                     p->m->name);
    return rc ? rc : emit_row(p, &row_at(p, lo)[F_ITEM], value, n, enough ? &mean : NULL);
}

static kh_status by_items(const panel *p, ex_fraction *out)
{
    int64_t total = 0;
    int valid = p->lo < p->hi;
    kh_status rc = KH_OK;
    for (size_t i = p->lo, next; !rc && i < p->hi; i = next) {
        next = run_end(p, i, F_ITEM);
        rc = item_value(p, i, next, &total, &valid);
    }
    if (!rc && valid)
        *out = scaled(total, (int32_t)p->m->digits);
    return rc;
}

/* Judge by judge: the rows are sorted by item, so a judge's are searched in each. */
static kh_status judge_total(const panel *p, int64_t judge, int64_t *total, int *complete)
{
    *total = 0;
    *complete = 1;
    for (size_t i = p->lo, next; i < p->hi; i = next) {
        const int64_t key[] = { p->x->subject, row_at(p, i)[F_ITEM], judge };
        size_t lo, hi;
        next = run_end(p, i, F_ITEM);
        kh_ledger_find(p->l, key, 3, &lo, &hi);
        if (hi != lo + 1 || row_at(p, lo)[F_ROWS] != 1) { /* R11, R13 */
            *complete = 0;
            continue;
        }
        if (kh_add_mul(total, row_at(p, lo)[F_MARK], row_at(p, lo)[F_FACTOR]))
            return kh_fail(p->x->e, KH_ERANGE,
                           "measure '%s': a judge's total leaves 64 bits", p->m->name);
    }
    return KH_OK;
}

/* R13: those who marked the first item are all that can be complete. */
static kh_status by_totals(const panel *p, ex_fraction *out)
{
    int64_t *value = p->x->marks, sum, used, mean = 0;
    int32_t scale = p->m->of.scale + p->m->factor.scale;
    size_t n = 0, first = p->lo < p->hi ? run_end(p, p->lo, F_ITEM) : p->lo;
    kh_status rc = KH_OK;
    for (size_t i = p->lo, next; !rc && i < first; i = next) {
        int complete;
        next = run_end(p, i, F_JUDGE);
        rc = judge_total(p, row_at(p, i)[F_JUDGE], &value[n], &complete);
        n += complete != 0;
    }
    if (!rc)
        rc = trim_of(p, value, n, &sum, &used);
    if (rc)
        return rc;
    int enough = (int64_t)n >= p->m->judges_min && used > 0; /* R14 */
    if (enough && rounded(sum, used, scale, p->m->digits, &mean))
        return kh_fail(p->x->e, KH_ERANGE, "measure '%s': the mean leaves 64 bits",
                       p->m->name);
    if (enough)
        *out = ex_divide(scaled(sum, scale), ex_fraction_of(used, 1));
    return emit_row(p, NULL, value, n, enough ? &mean : NULL);
}

kh_status panel_value(scorer *x, const measure *m, ex_fraction *out)
{
    panel p = { .x = x, .m = m, .l = &x->ledger[m->ledger] };
    rows_of(x, m->ledger, &p.lo, &p.hi);
    return m->mode == MODE_ITEM ? by_items(&p, out) : by_totals(&p, out);
}
