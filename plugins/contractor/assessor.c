/* SPDX-License-Identifier: Apache-2.0 */
/* assessor.c - the indicators of the assessing city itself; rules as in contractor.c. */
#include "assessor.h"
#include "datasets.h"

#include <kaohe/sdk.h>

typedef struct city {
    const dossier *d;
    const kh_emit *out;
    uint32_t subject;
    int64_t pairs, visited; /* R14 */
    int64_t closed, few;    /* R15 */
    int64_t units, filed;   /* R16 */
    int64_t under, checked; /* R17 */
} city;

/* R14: under construction in the days [from, to). */
static int is_under(const int64_t *row, int64_t from, int64_t to)
{
    return row[R_STARTED] < to && row[R_ACCEPTED] >= from;
}

/* Visits of a project on the days [from, to). */
static int64_t visits_in(const city *c, int64_t project, int64_t from, int64_t to)
{
    const int64_t key[] = { c->subject, project };
    const kh_ledger *l = &c->d->l[L_VISITS];
    size_t at, end;
    int64_t n = 0;
    kh_ledger_find(l, key, 2, &at, &end);
    for (; at < end; at++) {
        const int64_t *row = kh_ledger_row(l, at);
        if (row[V_DAY] >= from && row[V_DAY] < to && kh_add(&n, row[V_ROWS]))
            return INT64_MAX;
    }
    return n;
}

/* R14: one project, month by month; any of its register rows may say it is under
 * construction. */
static void count_months(city *c, size_t at, size_t end)
{
    const kh_cycles *cy = &c->d->cycles;
    const kh_ledger *l = &c->d->l[L_REGISTER];
    for (uint32_t k = 0; k < cy->months; k++) {
        int64_t from, to;
        int under = 0;
        kh_cycles_month_span(cy, cy->last - k, &from, &to);
        for (size_t i = at; i < end; i++)
            under |= is_under(kh_ledger_row(l, i), from, to);
        c->pairs += under;
        c->visited += under && visits_in(c, kh_ledger_row(l, at)[R_PROJECT], from, to);
    }
}

static kh_status few_emit(const city *c, int64_t project, int64_t accepted, int64_t visits)
{
    const kh_value cell[FV_COUNT] = {
        [FV_PROJECT] = { .u.i = project, .set = project >= 0 },
        [FV_ACCEPTED] = { .u.i = kh_cycles_time(accepted), .set = 1 },
        [FV_VISITS] = { .u.i = visits, .set = 1 },
    };
    const kh_row row = { sizeof row, TABLE_FEW_VISITS, c->subject, FV_COUNT, cell };
    return c->out->row(c->out->ctx, &row);
}

/* R15: a project accepted in the window, with its visits up to that day. */
static kh_status count_closed(city *c, size_t at, size_t end)
{
    const kh_cycles *cy = &c->d->cycles;
    int64_t accepted = DAY_NEVER;
    const int64_t *row = kh_ledger_row(&c->d->l[L_REGISTER], at);
    for (; at < end; at++) {
        int64_t day = kh_ledger_row(&c->d->l[L_REGISTER], at)[R_ACCEPTED];
        if (day >= cy->from && day < cy->to)
            accepted = day;
    }
    if (accepted == DAY_NEVER)
        return KH_OK;
    int64_t visits = visits_in(c, row[R_PROJECT], INT64_MIN, accepted + 1);
    c->closed++;
    if (visits >= c->d->c->param[P_VISITS_MIN].u.i)
        return KH_OK;
    c->few++;
    return few_emit(c, row[R_PROJECT], accepted, visits);
}

/* R17: a project under construction in the cycle, with a spot check in it. */
static void count_checked(city *c, size_t at, size_t end)
{
    const kh_cycles *cy = &c->d->cycles;
    const int64_t key[] = { c->subject,
                            kh_ledger_row(&c->d->l[L_REGISTER], at)[R_PROJECT] };
    size_t first, after;
    int under = 0;
    for (; at < end; at++)
        under |= is_under(kh_ledger_row(&c->d->l[L_REGISTER], at), cy->from, cy->to);
    kh_ledger_find(&c->d->l[L_SPOTCHECKS], key, 2, &first, &after);
    c->under += under;
    c->checked += under && first < after;
}

/* R16: the last day on which the cycle is filed in time. */
static int64_t filing_day(const city *c)
{
    int64_t month = c->d->cycles.last, day = c->d->c->param[P_FILING_DAY].u.i;
    int64_t days = kh_cycles_month_days(month), year = month / 12 - (month % 12 < 0);
    return kh_cycles_civil_day(year, (int)(month - year * 12) + 1,
                               (int)(day < days ? day : days));
}

/* R16: every unit met under the subject is to file; a city that is in no file is one. */
static void count_filings(city *c, unsigned char *met)
{
    static const int from[] = { L_REGISTER, L_FILINGS };
    static const int column[] = { R_UNIT, F_UNIT };
    const int64_t key = c->subject;
    uint32_t units = c->out->space_len[SPACE_UNIT];
    int64_t last = filing_day(c);
    memset(met, 0, (size_t)units + 1); /* the last one stands for "no unit column" */
    for (int i = 0; i < 2; i++) {
        size_t at, end;
        kh_ledger_find(&c->d->l[from[i]], &key, 1, &at, &end);
        for (; at < end; at++) {
            const int64_t *row = kh_ledger_row(&c->d->l[from[i]], at);
            int64_t unit = row[column[i]] < 0 ? units : row[column[i]];
            met[unit] |= from[i] == L_FILINGS && row[F_DAY] <= last ? 3 : 1;
        }
    }
    for (uint32_t k = 0; k <= units; k++) {
        c->units += met[k] & 1;
        c->filed += met[k] >> 1;
    }
    c->units += !c->units;
}

static kh_status count_projects(city *c)
{
    const kh_ledger *l = &c->d->l[L_REGISTER];
    const int64_t key = c->subject;
    size_t at, end, next;
    kh_status rc = KH_OK;
    kh_ledger_find(l, &key, 1, &at, &end);
    for (; !rc && at < end; at = next) {
        int64_t project = kh_ledger_row(l, at)[R_PROJECT];
        next = at + 1;
        while (next < end && kh_ledger_row(l, next)[R_PROJECT] == project)
            next++;
        count_months(c, at, next);
        count_checked(c, at, next);
        rc = count_closed(c, at, next);
    }
    return rc;
}

static kh_status city_emit(const city *c)
{
    const kh_emit *out = c->out;
    uint32_t s = c->subject;
    kh_status rc = kh_result_ratio(out, s, A_VISIT_RATE, c->visited, c->pairs, c->pairs);
    if (!rc)
        rc = kh_result_i64(out, s, A_CLOSED, KH_SCORED, c->few, c->closed);
    if (!rc)
        rc = kh_result_ratio(out, s, A_FILING, c->filed, c->units, c->units);
    if (!rc)
        rc = kh_result_ratio(out, s, A_SPOTCHECK_RATE, c->checked, c->under, c->under);
    return rc;
}

kh_status assessor_score(const dossier *settled, const kh_emit *out, kh_err *e)
{
    const kh_host *h = settled->c->host;
    unsigned char *met = kh_new(h, (size_t)out->space_len[SPACE_UNIT] + 1, e);
    kh_status rc = met ? KH_OK : KH_ENOMEM;
    for (uint32_t s = 0; !rc && s < out->space_len[SPACE_SUBJECT]; s++) {
        city c = { .d = settled, .out = out, .subject = s };
        rc = count_projects(&c);
        count_filings(&c, met);
        if (!rc)
            rc = city_emit(&c);
    }
    if (met)
        h->resize(h->ctx, met, 0);
    return rc;
}
