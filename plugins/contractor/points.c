/* SPDX-License-Identifier: Apache-2.0 */
/* points.c - events of one subject into tallies per item; rules as in contractor.c.
 *
 * Settled events stand in order of subject, project, item and day, so that one pass over a
 * group (project, item) knows the cycle before when it meets the window, and sees the
 * cycles of a rate one after another. */
#include "scoring.h"

#include <kaohe/occ.h>

int register_is_assessed(const catalogue *c, const int64_t *row, int64_t from, int64_t to)
{
    int64_t least = c->param[P_CLASS_MIN].u.i, greatest = c->param[P_CLASS_MAX].u.i;
    if (row[R_CLASS] != CLASS_ANY && (row[R_CLASS] < least || row[R_CLASS] > greatest))
        return 0;
    return row[R_STARTED] < to && row[R_ACCEPTED] >= from && row[R_CAPITALISED] >= to;
}

/* One group of events: a project and an item. */
typedef struct group {
    const catalogue_item *it; /* NULL = unknown */
    size_t from, to;          /* rows of the register for the project */
    int repeated[MODES];
    int64_t cycle; /* of the rate at hand; -1 = none yet */
    int64_t a[MODES], b[MODES], day[MODES];
} group;

/* R2: why an event of cycle `k` does not count; COUNTED if it does. */
static int verdict(const scoring *sc, const group *g, const int64_t *event, int64_t k)
{
    int64_t from, to;
    int assessed = 0, of_role = 0;
    scoring_span(sc, event[E_DAY], k, &from, &to);
    for (size_t i = g->from; i < g->to; i++) {
        const int64_t *row = kh_ledger_row(&sc->d->l[L_REGISTER], i);
        int32_t role = row[R_ROLE] < 0 ? -1 : sc->role_of[row[R_ROLE]];
        int is = register_is_assessed(sc->c, row, from, to);
        assessed |= is;
        of_role |= is && g->it && (g->it->role_no < 0 || g->it->role_no == role);
    }
    if (!assessed)
        return NOT_ASSESSED;
    if (!g->it)
        return NOT_KNOWN;
    if (!of_role)
        return NOT_OF_ROLE;
    if (event[E_CAUSE] != CAUSE_NONE)
        return NOT_LIABLE;
    if (event[E_APPEAL] == APPEAL_GRANTED)
        return NOT_UPHELD;
    return item_is_rate(g->it->kind) && !event[E_QUANTIFIED] ? NOT_QUANTIFIED : COUNTED;
}

static kh_status waste_emit(const scoring *sc, int64_t event, int why, int64_t rows)
{
    kh_value cell[NC_COUNT] = { [NC_DATASET] = { .u.i = FROM_DEDUCTIONS, .set = 1 },
                                [NC_ID] = { .u.i = event, .set = event >= 0 },
                                [NC_REASON] = { .u.i = why, .set = 1 },
                                [NC_ROWS] = { .u.i = rows, .set = 1 } };
    const kh_row row = { sizeof row, TABLE_NOT_COUNTED, sc->subject, NC_COUNT, cell };
    return sc->out->row(sc->out->ctx, &row);
}

/* R2: with an id each event is a row of its own, without one a reason is. */
static kh_status waste(scoring *sc, const int64_t *event, int why)
{
    if (event[E_EVENT] >= 0)
        return waste_emit(sc, event[E_EVENT], why, event[E_ROWS]);
    if (kh_add(&sc->wasted[why], event[E_ROWS]))
        return kh_fail(sc->e, KH_ERANGE, "rows that are not counted leave their type");
    return KH_OK;
}

/* R3, R4, R6, R7: one counted event of the window. */
static kh_status count_event(scoring *sc, const group *g, const int64_t *event)
{
    const catalogue_item *it = g->it;
    tally *t = &sc->tally[it - sc->c->item];
    int pending = event[E_APPEAL] == APPEAL_PENDING, lost = 0;
    t->pending |= pending || g->repeated[AS_COUNTED] != g->repeated[IF_UPHELD];
    for (int m = 0; m < (pending ? IF_UPHELD : MODES); m++) {
        lost = lost ||
               kh_occ_count(&t->points[m], event[E_COUNT], it->deduct[event[E_SEVERITY]],
                            g->repeated[m] ? it->repeat : 1) ||
               kh_add(&t->count[m], event[E_COUNT]) || kh_add(&t->a[m], event[E_A]) ||
               kh_add(&t->b[m], event[E_B]) || kh_add(&t->rows[m], event[E_ROWS]);
    }
    return lost ? kh_fail(sc->e, KH_ERANGE, "item %s: a sum leaves its type", it->id)
                : KH_OK;
}

/* R4: was the item counted on the project in the cycle before? */
static void find_repeats(const scoring *sc, group *g, size_t from, size_t to)
{
    if (!g->it || g->it->repeat == 1)
        return;
    for (size_t i = from; i < to; i++) {
        const int64_t *event = kh_ledger_row(&sc->d->l[L_EVENTS], i);
        if (kh_cycles_of(&sc->d->cycles, event[E_DAY]) != 1 ||
            verdict(sc, g, event, 1) != COUNTED)
            continue;
        g->repeated[AS_COUNTED] = 1;
        g->repeated[IF_UPHELD] |= event[E_APPEAL] != APPEAL_PENDING;
    }
}

/* R11: pool a rate per cycle; `event` opens the cycle `k`, or NULL closes the last one. */
static kh_status pool_rate(scoring *sc, group *g, const int64_t *event, const int64_t *last,
                           int64_t k)
{
    kh_status rc = KH_OK;
    if (g->cycle >= 0 && (!event || g->cycle != k)) {
        rc = tickets_of_rate(sc, g->it, last, g->a, g->b, g->day);
        memset(g->a, 0, sizeof g->a);
        memset(g->b, 0, sizeof g->b);
    }
    g->cycle = k;
    for (int m = 0; !rc && event && m < MODES; m++) {
        if (m == IF_UPHELD && event[E_APPEAL] == APPEAL_PENDING)
            continue;
        g->day[m] = event[E_DAY];
        if (kh_add(&g->a[m], event[E_A]) || kh_add(&g->b[m], event[E_B]))
            rc = kh_fail(sc->e, KH_ERANGE, "item %s: a sum leaves its type", g->it->id);
    }
    return rc;
}

static kh_status fold_group(scoring *sc, size_t from, size_t to)
{
    const int64_t *event = kh_ledger_row(&sc->d->l[L_EVENTS], from);
    group g = { .it = sc->item_of[event[E_ITEM]], .cycle = -1 };
    kh_status rc = KH_OK;
    if (!g.it && sc->c->use == USE_REGION)
        return KH_OK; /* R18: the city's */
    kh_ledger_find(&sc->d->l[L_REGISTER], event, 2, &g.from, &g.to);
    find_repeats(sc, &g, from, to);
    int has_ticket = g.it && g.it->ticket >= 0;
    for (size_t i = from; !rc && i < to; i++) {
        event = kh_ledger_row(&sc->d->l[L_EVENTS], i);
        int64_t k = kh_cycles_of(&sc->d->cycles, event[E_DAY]);
        if (k < 0 || (k && !has_ticket))
            continue;
        int why = verdict(sc, &g, event, k);
        if (!k)
            rc = why == COUNTED ? count_event(sc, &g, event) : waste(sc, event, why);
        if (!rc && why == COUNTED && has_ticket)
            rc = pool_rate(sc, &g, event, event, scoring_cycle(sc, event[E_DAY], k));
    }
    return !rc && g.cycle >= 0 ? pool_rate(sc, &g, NULL, event, -1) : rc;
}

kh_status points_fold(scoring *sc)
{
    const kh_ledger *events = &sc->d->l[L_EVENTS];
    const int64_t key = sc->subject;
    size_t at, end, next;
    kh_status rc = KH_OK;
    kh_ledger_find(events, &key, 1, &at, &end);
    for (; !rc && at < end; at = next) {
        const int64_t *first = kh_ledger_row(events, at);
        for (next = at + 1; next < end; next++) {
            const int64_t *row = kh_ledger_row(events, next);
            if (row[E_PROJECT] != first[E_PROJECT] || row[E_ITEM] != first[E_ITEM])
                break;
        }
        rc = fold_group(sc, at, next);
    }
    for (int why = 0; !rc && why < NOT_COUNT; why++)
        if (sc->wasted[why])
            rc = waste_emit(sc, ID_NONE, why, sc->wasted[why]);
    return rc;
}
