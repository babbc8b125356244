/* SPDX-License-Identifier: Apache-2.0 */
/* select.c - see select.h. */
#include "worker/select.h"
#include "worker/cell.h"

kh_status select_init(struct job *j, kh_err *e)
{
    j->span =
        arena_array(&j->arena, (size_t)j->n_variants * j->n_datasets, sizeof *j->span);
    if (!j->span)
        return job_no_memory(e);
    for (uint32_t v = 0; v < j->n_variants; v++)
        for (uint32_t d = 0; d < j->n_datasets; d++) {
            const struct conf_input *in =
                inputs_bound(j->domain, schema_dataset(j->schema, d)->name);
            struct job_span *s = &j->span[(size_t)v * j->n_datasets + d];
            bool is_fed = in && (!in->own_window || !measured_lead(j->variants, v));
            if (is_fed)
                inputs_span(in, j->variants[v].from, j->variants[v].to, &s->lo, &s->hi);
            j->is_owed[d] = in && in->expect;
        }
    for (uint32_t v = 0; v < j->n_variants; v++)
        j->is_lead[v] = measured_lead(j->variants, v) == v;
    return KH_OK;
}

/* Where a batch's rows stand. */
struct dates {
    const kh_col *when, *until; /* NULL: the dataset has none, or the file */
};

static struct dates dates_of(const struct job *j, const kh_batch *b)
{
    const kh_dataset *ds = schema_dataset(j->schema, b->dataset);
    const bool dated =
        ds->when && b->col[ds->when - 1].data; /* an absent column dates none */
    return (struct dates){ dated ? &b->col[ds->when - 1] : NULL,
                           ds->until ? &b->col[ds->until - 1] : NULL };
}

/* False: the row has no `when`. */
static bool interval(const struct dates *d, uint32_t i, int64_t *when, int64_t *until)
{
    if (!kh_has(d->when, i))
        return false;
    *when = kh_i64(d->when, i);
    *until = *when;
    if (d->until)
        *until = kh_has(d->until, i) ? kh_i64(d->until, i) : INT64_MAX;
    return true;
}

uint32_t select_undated(const struct job *j, const kh_batch *b, uint32_t *row)
{
    const struct dates d = dates_of(j, b);
    uint32_t n = 0;
    for (uint32_t i = 0; d.when && i < b->rows; i++)
        if (!kh_has(d.when, i))
            row[n++] = i;
    return n;
}

uint32_t select_late(const struct job *j, const kh_batch *b, uint32_t *row)
{
    const struct dates d = dates_of(j, b);
    const int64_t lo = j->variants[0].from * CIVIL_DAY_US;
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->rows; i++)
        if (!d.when || (kh_has(d.when, i) && kh_i64(d.when, i) >= lo))
            row[n++] = i;
    return n;
}

uint32_t select_outside(const struct job *j, const kh_batch *b)
{
    const struct dates d = dates_of(j, b);
    const int64_t lo = j->variants[0].from * CIVIL_DAY_US;
    const int64_t hi = j->variants[0].to * CIVIL_DAY_US;
    uint32_t n = 0;
    int64_t when = 0, until = 0;
    for (uint32_t i = 0; d.when && i < b->rows; i++)
        if (interval(&d, i, &when, &until))
            n += when >= hi || until < lo;
    return n;
}

/* Index of the first of the variant's days that is not before `day`. */
static uint32_t days_from(const struct variant *v, int32_t day)
{
    uint32_t lo = 0, hi = v->n_days;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (v->days[mid] < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool select_has_day(const struct variant *v, int32_t day)
{
    if (day < v->from || day >= v->to)
        return false;
    uint32_t at = v->days ? days_from(v, day) : 0;
    return !v->days || (at < v->n_days && v->days[at] == day);
}

/* A row inside the window must meet one of its named days.  A row that the dataset's span
 * brings in from elsewhere (the window before, a look-back) is not theirs to judge. */
static bool meets_days(const struct variant *v, int64_t when, int64_t until)
{
    if (!v->days)
        return true;
    int32_t first = civil_day_of(when);
    int32_t last = until == INT64_MAX ? v->to : civil_day_of(until);
    if (first >= v->to || last < v->from)
        return true;
    uint32_t at = days_from(v, first);
    return at < v->n_days && v->days[at] <= last;
}

/* Rows of the span of `v`, on its days if it has some. */
static uint32_t rows_of(const struct job *j, uint32_t variant, const struct variant *v,
                        const kh_batch *b, uint32_t *row)
{
    const struct dates d = dates_of(j, b);
    const struct job_span s = j->span[(size_t)variant * j->n_datasets + b->dataset];
    uint32_t n = 0;
    int64_t when = 0, until = 0;
    for (uint32_t i = 0; i < b->rows; i++) {
        bool takes = !d.when;
        if (!takes && interval(&d, i, &when, &until))
            takes =
                when < s.hi && until >= s.lo && s.lo < s.hi && meets_days(v, when, until);
        if (takes)
            row[n++] = i;
    }
    return n;
}

uint32_t select_rows(const struct job *j, uint32_t variant, const kh_batch *b,
                     uint32_t *row)
{
    return rows_of(j, variant, &j->variants[variant], b, row);
}

uint32_t select_window(const struct job *j, uint32_t variant, const kh_batch *b,
                       uint32_t *row)
{
    struct variant whole = j->variants[variant];
    whole.days = NULL;
    return rows_of(j, variant, &whole, b, row);
}

/* Spans of later days begin and end no earlier, so the days that take a row are in one
 * piece: from the first whose span ends behind `when` to the last that begins at or before
 * `until`. */
void select_days(const struct job *j, uint32_t variant, const kh_batch *b, uint32_t i,
                 int32_t *first, int32_t *last, bool *dated)
{
    const struct dates d = dates_of(j, b);
    const struct variant *v = &j->variants[variant];
    const struct conf_input *in =
        inputs_bound(j->domain, schema_dataset(j->schema, b->dataset)->name);
    const struct job_span s = j->span[(size_t)variant * j->n_datasets + b->dataset];
    int64_t when = 0, until = 0, lo = 0, hi = 0;
    *first = v->to;
    *last = v->from - 1;
    *dated = d.when != NULL;
    if (!d.when || !in || s.lo == s.hi || !interval(&d, i, &when, &until))
        return;
    int32_t from = v->from, to = v->to;
    while (from < to) {
        int32_t mid = from + (to - from) / 2;
        inputs_span(in, mid, mid + 1, &lo, &hi);
        if (hi > when)
            to = mid;
        else
            from = mid + 1;
    }
    *first = from;
    to = v->to;
    while (from < to) {
        int32_t mid = from + (to - from) / 2;
        inputs_span(in, mid, mid + 1, &lo, &hi);
        if (lo <= until)
            from = mid + 1;
        else
            to = mid;
    }
    *last = from - 1;
}
