/* SPDX-License-Identifier: Apache-2.0 */
/* qc_organiser.c - the unit that organises groups, by its rates; rules R19 to R24 as in
 * qc.c.  Numerators and denominators are sums, so that levels above pool them. */
#include "qc_review.h"

typedef struct organiser {
    const qc_state *s;
    const kh_emit *out;
    kh_err *e;
    uint32_t subject;
    fraction kpi[KPIS];
} organiser;

static kh_status overflow(const organiser *o, const char *what)
{
    return kh_fail(o->e, KH_ERANGE, "%s: a sum leaves its type", what);
}

static void rows_of(const organiser *o, int dataset, size_t *lo, size_t *hi)
{
    const int64_t key = o->subject;
    kh_ledger_find(&o->s->l[dataset], &key, 1, lo, hi);
}

/* R19, and the members of R21. */
static kh_status count_groups(organiser *o)
{
    size_t at, end;
    rows_of(o, D_GROUPS, &at, &end);
    while (at < end) {
        const int64_t *group = group_in_force(o->s, &at, end);
        if (!group || group_has_left(o->s, group) || !group_is_registered(o->s, group))
            continue;
        o->kpi[KPI_ACTIVITY].d++;
        o->kpi[KPI_ACTIVITY].n +=
            group_has_met(o->s, group, o->s->cycles.from, o->s->cycles.to);
        if (group[G_MEMBERS] > 0 && kh_add(&o->kpi[KPI_PARTICIPATION].n, group[G_MEMBERS]))
            return overflow(o, "groups");
    }
    return KH_OK;
}

/* R20: a topic that another window's result has closed is not open any more. */
static void count_topics(organiser *o)
{
    const kh_cycles *cy = &o->s->cycles;
    const kh_ledger *l = &o->s->l[D_TOPICS];
    size_t at, end;
    rows_of(o, D_TOPICS, &at, &end);
    for (; at < end; at++) {
        const int64_t *row = kh_ledger_row(l, at);
        int has_result = row[T_FINISHED] >= cy->from && row[T_FINISHED] < cy->to;
        int is_closed = row[T_FINISHED] != DAY_ALWAYS && row[T_FINISHED] < cy->from;
        if (is_closed || row[T_REGISTERED] >= cy->to)
            continue;
        o->kpi[KPI_RESULT].d++;
        o->kpi[KPI_RESULT].n += has_result;
    }
}

/* R21: the latest count of each unit by the window's end. */
static kh_status count_staff(organiser *o)
{
    const kh_ledger *l = &o->s->l[D_STAFF];
    size_t at, end;
    rows_of(o, D_STAFF, &at, &end);
    for (; at < end; at++) {
        const int64_t *row = kh_ledger_row(l, at);
        const int64_t *next = at + 1 < end ? kh_ledger_row(l, at + 1) : NULL;
        if (next && next[E_UNIT] == row[E_UNIT])
            continue;
        if (kh_add(&o->kpi[KPI_PARTICIPATION].d, row[E_EMPLOYEES]))
            return overflow(o, "staff");
    }
    return KH_OK;
}

/* R23. */
static void count_awards(organiser *o)
{
    size_t at, end;
    rows_of(o, D_RECOMMENDED, &at, &end);
    if (at < end) {
        const int64_t *row = kh_ledger_row(&o->s->l[D_RECOMMENDED], at);
        o->kpi[KPI_AWARD] = (fraction){ row[A_AWARDED], row[A_ROWS] };
    }
}

static kh_status emit_kpis(const organiser *o)
{
    fraction counted[KPIS] = { { 0, 0 } };
    size_t at, end;
    kh_status rc = KH_OK;
    rows_of(o, D_COUNTS, &at, &end);
    for (; at < end; at++) { /* R24 */
        const int64_t *row = kh_ledger_row(&o->s->l[D_COUNTS], at);
        counted[row[C_INDICATOR]] = (fraction){ row[C_NUMERATOR], row[C_DENOMINATOR] };
    }
    for (uint32_t k = 0; !rc && k < KPIS; k++)
        rc = kh_result_ratio(o->out, o->subject, O_MEASURED + k, o->kpi[k].n, o->kpi[k].d,
                             o->kpi[k].d);
    for (uint32_t k = 0; !rc && k < KPIS; k++)
        rc = kh_result_ratio(o->out, o->subject, O_COUNTED + k, counted[k].n, counted[k].d,
                             counted[k].d);
    return rc;
}

kh_status organiser_score(const qc_state *settled, const kh_emit *out, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t s = 0; !rc && s < out->space_len[SPACE_SUBJECT]; s++) {
        organiser o = { .s = settled, .out = out, .e = e, .subject = s };
        rc = count_groups(&o);
        if (!rc)
            rc = count_staff(&o);
        if (!rc)
            rc = group_attendance(settled, s, &o.kpi[KPI_ATTENDANCE], e); /* R22 */
        count_topics(&o);
        count_awards(&o);
        if (!rc)
            rc = emit_kpis(&o);
    }
    return rc;
}
