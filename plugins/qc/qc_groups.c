/* SPDX-License-Identifier: Apache-2.0 */
/* qc_groups.c - registration and activity of groups; rules R12 to R18 as in qc.c. */
#include "qc_review.h"

/* The greatest and least day whose calendar can be asked. */
#define DAY_LAST (INT64_MAX / KH_DAY)
#define DAY_FIRST (INT64_MIN / KH_DAY)

/* R12: registers are kept over years: of the rows of one group, that registered last by the
 * window's end is in force; later ones are not written yet. */
const int64_t *group_in_force(const qc_state *s, size_t *at, size_t end)
{
    const kh_ledger *l = &s->l[D_GROUPS];
    const int64_t *first = kh_ledger_row(l, *at), *found = NULL;
    for (; *at < end; ++*at) {
        const int64_t *row = kh_ledger_row(l, *at);
        if (row[G_SUBJECT] != first[G_SUBJECT] || row[G_UNIT] != first[G_UNIT] ||
            row[G_GROUP] != first[G_GROUP])
            break;
        if (row[G_REGISTERED] < s->cycles.to || (!found && row[G_REGISTERED] == DAY_NEVER))
            found = row;
    }
    return found;
}

int group_has_left(const qc_state *s, const int64_t *group)
{
    return group[G_STRUCK_OFF] < s->cycles.from;
}

static int64_t year_of(int64_t month)
{
    return month / 12 - (month % 12 < 0);
}

int group_is_registered(const qc_state *s, const int64_t *group)
{
    int of_month;
    int64_t day = group[G_REGISTERED];
    if (day == DAY_ALWAYS || (!s->cycles.months && day != DAY_NEVER))
        return 1;
    if (day < DAY_FIRST || day > DAY_LAST)
        return 0;
    return year_of(kh_cycles_civil_month(day, &of_month)) == year_of(s->cycles.last);
}

/* What the groups of a subject failed in. */
typedef struct failures {
    int64_t groups, unregistered, few, many, struck_off, idle;
} failures;

/* Is the group active on all days [from, to)?  One never registered counts as active. */
static int is_active(const int64_t *group, int64_t from, int64_t to)
{
    return (group[G_REGISTERED] == DAY_NEVER || group[G_REGISTERED] <= from) &&
           group[G_STRUCK_OFF] >= to;
}

int group_has_met(const qc_state *s, const int64_t *group, int64_t from, int64_t to)
{
    const kh_ledger *l = &s->l[D_MEETINGS];
    size_t lo, hi;
    kh_ledger_find(l, group, 3, &lo, &hi);
    for (; lo < hi; lo++) {
        int64_t day = kh_ledger_row(l, lo)[M_DAY];
        if (day >= from && day < to)
            return 1;
    }
    return 0;
}

/* The next group of the subject that is in force and had not left; NULL at the end. */
static const int64_t *next_group(const review *r, size_t *at, size_t end)
{
    while (*at < end) {
        const int64_t *group = group_in_force(r->s, at, end);
        if (group && !group_has_left(r->s, group))
            return group;
    }
    return NULL;
}

/* R18: active and without a meeting through the last `idle_months` months. */
static int is_idle(const review *r, const int64_t *group)
{
    const kh_cycles *cy = &r->s->cycles;
    int64_t months = r->c->param[P_IDLE_MONTHS].u.i, from, to;
    if (!cy->months)
        return 0;
    kh_cycles_month_span(cy, cy->last - months + 1, &from, &to);
    return is_active(group, from, cy->to) && !group_has_met(r->s, group, from, cy->to);
}

static void one_group(const review *r, const int64_t *group, failures *f)
{
    int64_t members = group[G_MEMBERS];
    f->groups++;
    f->unregistered += !group_is_registered(r->s, group); /* R13 */
    if (members != MEMBERS_ANY) {                         /* R14 */
        f->few += members < r->c->param[P_MEMBERS_MIN].u.i;
        f->many += members > r->c->param[P_MEMBERS_MAX].u.i;
    }
    f->struck_off += group[G_STRUCK_OFF] < r->s->cycles.to; /* R17 */
    f->idle += is_idle(r, group);
}

/* R15: the groups of the subject that were active in a month and did not meet. */
static int64_t missed_in(const review *r, size_t at, size_t end, int64_t month)
{
    int64_t from, to, n = 0;
    const int64_t *group;
    kh_cycles_month_span(&r->s->cycles, month, &from, &to);
    while ((group = next_group(r, &at, end)))
        n += is_active(group, from, to) && !group_has_met(r->s, group, from, to);
    return n;
}

/* R15: one reason per month, named M2010-09. */
static kh_status emit_missed(const review *r, size_t at, size_t end, int64_t groups)
{
    const kh_cycles *cy = &r->s->cycles;
    int64_t all = 0;
    kh_status rc = KH_OK;
    for (uint32_t k = 0; !rc && k < cy->months; k++) {
        char why[48];
        int64_t month = cy->last - k, n = missed_in(r, at, end, month);
        snprintf(why, sizeof why, "M%04lld-%02lld", (long long)year_of(month),
                 (long long)(month - year_of(month) * 12 + 1));
        all += n;
        if (n)
            rc = kh_reason_i64(r->out, r->subject, I_MONTHS, why, n, n);
    }
    return rc ? rc
              : kh_result_i64(r->out, r->subject, I_MONTHS, KH_SCORED, all,
                              groups * cy->months);
}

kh_status group_attendance(const qc_state *s, uint32_t subject, fraction *f, kh_err *e)
{
    const kh_ledger *l = &s->l[D_MEETINGS];
    const int64_t key = subject;
    size_t lo, hi;
    *f = (fraction){ 0, 0 };
    kh_ledger_find(l, &key, 1, &lo, &hi);
    for (; lo < hi; lo++) {
        const int64_t *row = kh_ledger_row(l, lo);
        if (row[M_DAY] >= s->cycles.from && row[M_DAY] < s->cycles.to &&
            (kh_add(&f->d, row[M_EXPECTED]) || kh_add(&f->n, row[M_ATTENDED])))
            return kh_fail(e, KH_ERANGE, "meetings: a sum leaves its type");
    }
    return KH_OK;
}

/* A count with one reason, or none. */
static kh_status emit_one(const review *r, uint32_t indicator, const char *why, int64_t n,
                          int64_t groups)
{
    kh_status rc = kh_result_i64(r->out, r->subject, indicator, KH_SCORED, n, groups);
    return rc || !n ? rc : kh_reason_i64(r->out, r->subject, indicator, why, n, n);
}

static kh_status emit_members(const review *r, const failures *f)
{
    kh_status rc = kh_result_i64(r->out, r->subject, I_MEMBERS, KH_SCORED, f->few + f->many,
                                 f->groups);
    if (!rc && f->few)
        rc = kh_reason_i64(r->out, r->subject, I_MEMBERS, "too_few", f->few, f->few);
    if (!rc && f->many)
        rc = kh_reason_i64(r->out, r->subject, I_MEMBERS, "too_many", f->many, f->many);
    return rc;
}

kh_status groups_of(review *r)
{
    const int64_t key = r->subject;
    const int64_t *group;
    failures f = { 0 };
    fraction came;
    size_t lo, at, end;
    kh_ledger_find(&r->s->l[D_GROUPS], &key, 1, &lo, &end);
    for (at = lo; (group = next_group(r, &at, end));)
        one_group(r, group, &f);
    kh_status rc = group_attendance(r->s, r->subject, &came, r->e);
    if (!rc && (f.groups || came.d)) /* R16 */
        rc = kh_result_ratio(r->out, r->subject, I_ATTENDANCE, came.n, came.d, came.d);
    if (rc || !f.groups)
        return rc;
    rc = emit_one(r, I_UNREGISTERED, "unregistered", f.unregistered, f.groups);
    if (!rc)
        rc = emit_members(r, &f);
    if (!rc)
        rc = emit_missed(r, lo, end, f.groups);
    if (!rc)
        rc = emit_one(r, I_STRUCK_OFF, "struck_off", f.struck_off, f.groups);
    if (!rc)
        rc = emit_one(r, I_IDLE, "idle", f.idle, f.groups);
    return rc;
}
