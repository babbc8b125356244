/* SPDX-License-Identifier: Apache-2.0 */
/* qc_panel.c - judge panels of one topic; rules R3 to R7 as in qc.c.
 *
 * The marks of a topic and form stand together, those of a judge within them.  First each
 * mark gets a verdict, judge by judge; then the panel is formed from what counts; then what
 * does not is listed, so that every row is counted once or listed. */
#include "qc_review.h"

#include <kaohe/panel.h>

/* The marks [lo, hi) of one form, or of one judge of it. */
typedef struct marks {
    const kh_ledger *l;
    size_t first, lo, hi; /* r->verdict[i - first] */
} marks;

static const int64_t *mark(const marks *m, size_t i)
{
    return kh_ledger_row(m->l, i);
}

/* The marks from m->lo on whose column equals that of the first. */
static marks run_of(const marks *m, int column)
{
    marks run = *m;
    for (run.hi = run.lo; run.hi < m->hi; run.hi++)
        if (mark(m, run.hi)[column] != mark(m, run.lo)[column])
            break;
    return run;
}

static panel_item *item_of(const review *r, int64_t id)
{
    for (uint32_t i = 0; i < r->items; i++)
        if (r->item[i].id == id)
            return &r->item[i];
    return NULL;
}

/* R3: the items of the form for this kind of topic, then this topic's own, of which the
 * last row stands. */
static void find_items(review *r, const topic *t, uint32_t form)
{
    const int64_t key[] = { r->subject, t->id, r->form_id[form] };
    const kh_ledger *own = &r->s->l[D_ITEMS];
    size_t lo, hi;
    r->items = 0;
    for (uint32_t i = 0; i < r->c->items; i++) {
        const qc_item *it = &r->c->item[i];
        int applies = !*it->kind || (t->kind >= 0 && r->kind_id[i] == t->kind);
        if (it->form == form && applies)
            r->item[r->items++] =
                (panel_item){ r->item_id[i], it->min, it->max, it->factor };
    }
    kh_ledger_find(own, key, 3, &lo, &hi);
    for (; lo < hi; lo++) {
        const int64_t *row = kh_ledger_row(own, lo);
        panel_item *it = item_of(r, row[F_ITEM_ID]);
        if (!it)
            it = &r->item[r->items++];
        *it = (panel_item){ row[F_ITEM_ID], row[F_LEAST], row[F_MOST], row[F_TIMES] };
    }
}

/* R4, in this order; whether it is the only one is asked later. */
static unsigned char verdict_of(const review *r, const int64_t *row)
{
    const panel_item *it = item_of(r, row[J_ITEM]);
    if (!it)
        return NOT_AN_ITEM;
    if (row[J_POINTS] == NUMBER_NONE)
        return NOT_GIVEN;
    return row[J_POINTS] < it->min || row[J_POINTS] > it->max ? NOT_IN_RANGE : COUNTED;
}

static void judge_verdicts(review *r, const topic *t, const marks *m)
{
    unsigned char *verdict = r->verdict;
    int own = 0;
    for (size_t i = m->lo; i < m->hi; i++)
        own |= t->unit >= 0 && mark(m, i)[J_UNIT] == t->unit;
    for (size_t i = m->lo; i < m->hi; i++)
        verdict[i - m->first] = own ? NOT_OWN_UNIT : verdict_of(r, mark(m, i));
    size_t last = m->hi; /* the latest mark that counts, alone or not */
    for (size_t i = m->lo; i < m->hi; i++) {
        if (verdict[i - m->first] != COUNTED)
            continue;
        int again = last < m->hi && mark(m, last)[J_ITEM] == mark(m, i)[J_ITEM];
        if (again)
            verdict[last - m->first] = NOT_ONCE;
        if (again || mark(m, i)[J_ROWS] > 1)
            verdict[i - m->first] = NOT_ONCE;
        last = i;
    }
}

/* Marks that count so far do not, for this reason. */
static void drop(review *r, const marks *m, unsigned char why)
{
    for (size_t i = m->lo; i < m->hi; i++)
        if (r->verdict[i - m->first] == COUNTED)
            r->verdict[i - m->first] = why;
}

/* A judge's total in points x factor; KH_ERANGE. */
static kh_status total_of(review *r, const marks *m, int64_t *total)
{
    *total = 0;
    for (size_t i = m->lo; i < m->hi; i++) {
        if (r->verdict[i - m->first] != COUNTED)
            continue;
        if (kh_add_mul(total, mark(m, i)[J_POINTS], item_of(r, mark(m, i)[J_ITEM])->factor))
            return kh_fail(r->e, KH_ERANGE, "marks: a judge's total leaves its type");
    }
    return KH_OK;
}

/* A row of the table `panels`; `mean` NULL: invalid.  Values in units of 1 / one. */
static kh_status panel_row(const review *r, const topic *t, const marks *m, int64_t item,
                           const kh_panel *p, int64_t one, const int64_t *mean)
{
    int dropped = mean && p->used < p->judges;
    int64_t high = kh_round_half_up(p->high, one / POINTS_ONE);
    int64_t low = kh_round_half_up(p->low, one / POINTS_ONE);
    const kh_value cell[TP_COUNT] = {
        [TP_TOPIC] = { .u.i = t->id, .set = t->id >= 0 },
        [TP_FORM] = kh_cell_key((uint32_t)mark(m, m->lo)[J_FORM]),
        [TP_ITEM] = { .u.i = item, .set = item >= 0 },
        [TP_JUDGES] = kh_cell_i64(p->judges),
        [TP_HIGH] = { .u.i = high, .set = dropped != 0 },
        [TP_LOW] = { .u.i = low, .set = dropped != 0 },
        [TP_MEAN] = { .u.i = mean ? *mean : 0, .set = mean != NULL },
    };
    return kh_row_put(r->out, TABLE_PANELS, r->subject, cell, TP_COUNT);
}

/* Add a topic's mean to what the subject has. */
static kh_status panel_take(review *r, uint32_t form, fraction mean, uint32_t judges)
{
    form_sum *f = &r->form[form];
    int left = f->valid ? kh_ratio_add(&f->mean.n, &f->mean.d, mean.n, mean.d) : 0;
    if (!f->valid)
        f->mean = mean;
    f->valid++;
    f->judges += judges;
    return left ? kh_fail(r->e, KH_ERANGE, "panel.%s: the mean over topics leaves its type",
                          r->c->form[form])
                : KH_OK;
}

/* R5: judges by their totals.  A judge with a missing item is left out. */
static kh_status by_total(review *r, const topic *t, const marks *m, uint32_t form)
{
    const int64_t one = POINTS_ONE * FACTOR_ONE;
    kh_status rc = KH_OK;
    uint32_t n = 0;
    marks judge = *m;
    for (; !rc && judge.lo < m->hi; judge.lo = judge.hi) {
        uint32_t counted = 0;
        judge.hi = m->hi;
        judge = run_of(&judge, J_JUDGE);
        for (size_t i = judge.lo; i < judge.hi; i++)
            counted += r->verdict[i - m->first] == COUNTED;
        if (!counted || counted != r->items)
            drop(r, &judge, NOT_COMPLETE);
        else
            rc = total_of(r, &judge, &r->value[n++]);
    }
    kh_panel p;
    if (rc)
        return rc;
    if (kh_panel_of(&p, r->value, n, (uint32_t)r->c->param[P_TRIM_FROM].u.i))
        return kh_fail(r->e, KH_ERANGE, "marks: a sum of totals leaves its type");
    if (n < r->c->param[P_JUDGES_MIN].u.i) { /* R7 */
        drop(r, m, NOT_ENOUGH);
        r->form[form].too_few += n;
        return panel_row(r, t, m, ID_NONE, &p, one, NULL);
    }
    fraction mean = { p.sum, p.used * one };
    int64_t shown = kh_round_half_up(p.sum, p.used * (one / POINTS_ONE));
    fraction_shorten(&mean, POINTS_SCALE + FACTOR_SCALE);
    rc = panel_take(r, form, mean, p.judges);
    return rc ? rc : panel_row(r, t, m, ID_NONE, &p, one, &shown);
}

/* The marks of one item that count. */
static uint32_t gather(review *r, const marks *m, int64_t item)
{
    uint32_t n = 0;
    for (size_t i = m->lo; i < m->hi; i++)
        if (mark(m, i)[J_ITEM] == item && r->verdict[i - m->first] == COUNTED)
            r->value[n++] = mark(m, i)[J_POINTS];
    return n;
}

/* R6: the mean of an item, rounded, and what it adds to the total, rounded again. */
static kh_status item_mean(review *r, const kh_panel *p, const panel_item *it,
                           int64_t *mean, int64_t *total)
{
    static const int64_t tens[] = { 1, 10, POINTS_ONE };
    int64_t ten = tens[r->c->param[P_DIGITS].u.i], n, d, part;
    if (kh_mul(&n, p->sum, ten) || kh_mul(&d, p->used, POINTS_ONE))
        return kh_fail(r->e, KH_ERANGE, "marks: the mean of an item leaves its type");
    n = kh_round_half_up(n, d);
    if (kh_mul(mean, n, POINTS_ONE / ten) || kh_mul(&part, n, it->factor) ||
        kh_add(total, kh_round_half_up(part, FACTOR_ONE)))
        return kh_fail(r->e, KH_ERANGE, "marks: a total of items leaves its type");
    return KH_OK;
}

/* R6: item by item. */
static kh_status by_item(review *r, const topic *t, const marks *m, uint32_t form)
{
    static const int64_t tens[] = { 1, 10, POINTS_ONE };
    uint32_t fewest = UINT32_MAX;
    for (uint32_t k = 0; k < r->items; k++) {
        uint32_t n = gather(r, m, r->item[k].id);
        fewest = n < fewest ? n : fewest;
    }
    fewest = r->items ? fewest : 0;
    int is_valid = fewest >= r->c->param[P_JUDGES_MIN].u.i; /* R7 */
    int64_t total = 0, mean = 0;
    kh_status rc = KH_OK;
    for (uint32_t k = 0; !rc && k < r->items; k++) {
        kh_panel p;
        uint32_t n = gather(r, m, r->item[k].id);
        if (kh_panel_of(&p, r->value, n, (uint32_t)r->c->param[P_TRIM_FROM].u.i))
            rc = kh_fail(r->e, KH_ERANGE, "marks: a sum of an item leaves its type");
        if (!rc && is_valid)
            rc = item_mean(r, &p, &r->item[k], &mean, &total);
        if (!rc)
            rc = panel_row(r, t, m, r->item[k].id, &p, POINTS_ONE, is_valid ? &mean : NULL);
    }
    const fraction all = { total, tens[r->c->param[P_DIGITS].u.i] };
    if (!rc && is_valid)
        return panel_take(r, form, all, fewest);
    r->form[form].too_few += fewest;
    drop(r, m, NOT_ENOUGH);
    return rc;
}

/* One row per judge and reason; judge ID_NONE: all of them. */
static kh_status excluded_row(const review *r, const topic *t, const marks *m,
                              int64_t judge, int reason, int64_t rows)
{
    const kh_value cell[TE_COUNT] = {
        [TE_TOPIC] = { .u.i = t->id, .set = t->id >= 0 },
        [TE_FORM] = kh_cell_key((uint32_t)mark(m, m->lo)[J_FORM]),
        [TE_JUDGE] = { .u.i = judge, .set = judge >= 0 },
        [TE_REASON] = kh_cell_i64(reason),
        [TE_ROWS] = kh_cell_i64(rows),
    };
    return kh_row_put(r->out, TABLE_EXCLUDED, r->subject, cell, TE_COUNT);
}

static kh_status list_excluded(const review *r, const topic *t, const marks *m)
{
    kh_status rc = KH_OK;
    marks judge = *m;
    for (; !rc && judge.lo < m->hi; judge.lo = judge.hi) {
        int64_t rows[NOT_COUNT + 1] = { 0 };
        judge.hi = m->hi;
        judge = run_of(&judge, J_JUDGE);
        for (size_t i = judge.lo; !rc && i < judge.hi; i++)
            if (kh_add(&rows[r->verdict[i - m->first]], mark(m, i)[J_ROWS]))
                rc = kh_fail(r->e, KH_ERANGE, "marks: a count leaves its type");
        for (int k = 0; !rc && k < NOT_COUNT; k++)
            if (rows[k])
                rc =
                    excluded_row(r, t, &judge, mark(&judge, judge.lo)[J_JUDGE], k, rows[k]);
    }
    return rc;
}

/* The marks of a topic that is not reviewed in this window: a row per form. */
static kh_status list_other_window(const review *r, const topic *t, const marks *m)
{
    int64_t rows = 0;
    for (size_t i = m->lo; i < m->hi; i++)
        if (kh_add(&rows, mark(m, i)[J_ROWS]))
            return kh_fail(r->e, KH_ERANGE, "marks: a count leaves its type");
    return excluded_row(r, t, m, ID_NONE, NOT_THIS_WINDOW, rows);
}

static uint32_t form_of(const review *r, int64_t id)
{
    uint32_t i = 0;
    while (i < r->c->forms && r->form_id[i] != id)
        i++;
    return i;
}

static kh_status one_form(review *r, const topic *t, const marks *m)
{
    uint32_t form = form_of(r, mark(m, m->lo)[J_FORM]);
    kh_status rc = KH_OK;
    if (!t->is_reviewed)
        return list_other_window(r, t, m);
    if (form == r->c->forms) {
        memset(r->verdict, NOT_A_FORM, m->hi - m->lo);
        return list_excluded(r, t, m);
    }
    r->form[form].is_seen = 1;
    find_items(r, t, form);
    marks judge = *m;
    for (; judge.lo < m->hi; judge.lo = judge.hi) {
        judge.hi = m->hi;
        judge = run_of(&judge, J_JUDGE);
        judge_verdicts(r, t, &judge);
    }
    rc = r->c->param[P_TRIM].u.i == TRIM_TOTAL ? by_total(r, t, m, form)
                                               : by_item(r, t, m, form);
    return rc ? rc : list_excluded(r, t, m);
}

kh_status panels_of(review *r, const topic *t)
{
    const int64_t key[] = { r->subject, t->id };
    marks all = { .l = &r->s->l[D_MARKS] };
    kh_status rc = KH_OK;
    kh_ledger_find(all.l, key, 2, &all.lo, &all.hi);
    while (!rc && all.lo < all.hi) {
        marks form = run_of(&all, J_FORM);
        form.first = form.lo;
        rc = one_form(r, t, &form);
        all.lo = form.hi;
    }
    return rc;
}
