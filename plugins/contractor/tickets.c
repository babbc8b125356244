/* SPDX-License-Identifier: Apache-2.0 */
/* tickets.c - penalty tickets of one subject, in order of charging; rules as in
 * contractor.c. */
#include "scoring.h"

#include <kaohe/sdk.h>

enum { HUNDREDTHS = 10000 }; /* of 0.01 % in a whole */

/* R11: a / b x 100 > ticket_above, with both sides times 100 x b. */
kh_status tickets_of_rate(scoring *sc, const catalogue_item *it, const int64_t *event,
                          const int64_t *a, const int64_t *b, const int64_t *day)
{
    int above[MODES] = { 0 };
    kh_status rc = KH_OK;
    for (int m = 0; m < MODES; m++) {
        int64_t top, below, limit;
        rate_of(it->kind, a[m], b[m], &top, &below);
        if (kh_mul(&top, top, HUNDREDTHS) || kh_mul(&limit, below, it->ticket_above))
            return kh_fail(sc->e, KH_ERANGE, "item %s: a rate leaves its type", it->id);
        above[m] = below && top > limit;
    }
    int same = above[AS_COUNTED] && above[IF_UPHELD] && day[AS_COUNTED] == day[IF_UPHELD];
    for (int m = 0; !rc && m < (same ? IF_UPHELD : MODES); m++) {
        const int64_t row[G_COUNT] = { event[E_PROJECT], kh_cycles_time(day[m]),
                                       ID_NONE,          event[E_ITEM],
                                       it->ticket,       same ? 3 : 1 << m };
        if (above[m])
            rc = kh_ledger_add(&sc->charges, row, sc->e);
    }
    return rc;
}

static kh_status gather(scoring *sc)
{
    const kh_ledger *l = &sc->d->l[L_TICKETS];
    const int64_t key = sc->subject;
    size_t at, end;
    kh_status rc = KH_OK;
    kh_ledger_find(l, &key, 1, &at, &end);
    for (; !rc && at < end; at++) {
        const int64_t *t = kh_ledger_row(l, at);
        const int64_t row[G_COUNT] = { t[K_PROJECT], t[K_TIME],  t[K_TICKET],
                                       t[K_OFFENCE], t[K_CLASS], 3 };
        if (row[G_CLASS] >= sc->c->classes)
            rc = kh_fail(sc->e, KH_ESTATE, "a ticket's class is not in `ticket_classes`");
        else
            rc = kh_ledger_add(&sc->charges, row, sc->e);
    }
    return rc ? rc : kh_ledger_settle(&sc->charges, sc->e);
}

int64_t fee_of(const scoring *sc, int64_t project)
{
    const int64_t key[] = { sc->subject, project };
    int64_t fee = FEE_UNKNOWN;
    size_t at, end;
    kh_ledger_find(&sc->d->l[L_REGISTER], key, 2, &at, &end);
    for (; at < end; at++) {
        const int64_t *row = kh_ledger_row(&sc->d->l[L_REGISTER], at);
        fee = row[R_FEE] > fee ? row[R_FEE] : fee;
    }
    return fee;
}

/* R10: the most that is charged on a project, to the fen below. */
static int64_t cap_of(const scoring *sc, int64_t project)
{
    int64_t fee = fee_of(sc, project), share = sc->c->param[P_TICKET_CAP].u.i;
    if (fee < 0)
        return INT64_MAX;
    return fee / HUNDREDTHS * share + fee % HUNDREDTHS * share / HUNDREDTHS;
}

/* What one ticket costs, and how much of it is charged. */
typedef struct charge {
    int repeated, assessed;
    int64_t amount, charged, left; /* left: of the project's cap */
} charge;

static kh_status row_emit(const scoring *sc, const int64_t *g, const charge *one)
{
    const char *name = sc->c->class_name[g[G_CLASS]];
    const kh_value cell[TC_COUNT] = {
        [TC_PROJECT] = { .u.i = g[G_PROJECT], .set = g[G_PROJECT] >= 0 },
        [TC_TICKET] = { .u.i = g[G_TICKET], .set = g[G_TICKET] >= 0 },
        [TC_DATE] = { .u.i = g[G_TIME], .set = 1 },
        [TC_CLASS] = { .u.s = name, .count = (uint32_t)strlen(name), .set = 1 },
        [TC_OFFENCE] = { .u.i = g[G_OFFENCE], .set = g[G_OFFENCE] >= 0 },
        [TC_REPEAT] = { .u.i = one->repeated, .set = 1 },
        [TC_AMOUNT] = { .u.i = one->amount, .set = 1 },
        [TC_CHARGED] = { .u.i = one->charged, .set = 1 },
        [TC_OVERFLOW] = { .u.i = one->amount - one->charged, .set = 1 },
        [TC_REASON] = { .u.i = NOT_ASSESSED, .set = !one->assessed },
    };
    const kh_row row = { sizeof row, TABLE_TICKETS, sc->subject, TC_COUNT, cell };
    return sc->out->row(sc->out->ctx, &row);
}

/* R9: the same offence on the same project, earlier in this order, costs more. */
static kh_status charge_one(scoring *sc, const int64_t *g, charge *one)
{
    int64_t offence = g[G_OFFENCE], factor = sc->c->param[P_TICKET_REPEAT].u.i;
    one->repeated = offence >= 0 && sc->seen[offence] == sc->stamp;
    if (offence >= 0)
        sc->seen[offence] = sc->stamp;
    one->amount = sc->c->class_fen[g[G_CLASS]];
    if (one->repeated && kh_mul(&one->amount, one->amount, factor))
        return kh_fail(sc->e, KH_ERANGE, "a ticket's money leaves its type");
    one->charged = one->amount < one->left ? one->amount : one->left;
    one->left -= one->charged;
    return KH_OK;
}

/* R18: is the ticket's project assessed in the city cycle of the ticket's day? */
static int project_is_assessed(const scoring *sc, const int64_t *g)
{
    int64_t key[] = { sc->subject, g[G_PROJECT] }, from, to;
    size_t at, end;
    scoring_span(sc, kh_day_of(g[G_TIME]), 0, &from, &to);
    kh_ledger_find(&sc->d->l[L_REGISTER], key, 2, &at, &end);
    for (; at < end; at++)
        if (register_is_assessed(sc->c, kh_ledger_row(&sc->d->l[L_REGISTER], at), from, to))
            return 1;
    return 0;
}

/* R10: all tickets up to the window's end in order, project by project; the window's own
 * are added up, and are rows as they count; those of a subject that is not assessed are in
 * no outcome, and their rows say so. */
static kh_status charge_all(scoring *sc, int mode, int assessed, int64_t *charged,
                            int64_t *overflow, int64_t *tickets)
{
    charge one = { .assessed = assessed };
    int64_t project = ID_NONE - 1;
    kh_status rc = KH_OK;
    *charged = *overflow = *tickets = 0;
    for (size_t i = 0; !rc && i < sc->charges.len; i++) {
        const int64_t *g = kh_ledger_row(&sc->charges, i);
        if (!(g[G_MODES] >> mode & 1))
            continue;
        if (g[G_PROJECT] != project) {
            project = g[G_PROJECT];
            one.left = cap_of(sc, project);
            sc->stamp++;
        }
        rc = charge_one(sc, g, &one);
        if (rc || kh_cycles_of(&sc->d->cycles, kh_day_of(g[G_TIME])))
            continue;
        if (sc->c->use == USE_REGION)
            one.assessed = project_is_assessed(sc, g);
        if (sc->c->use == USE_REGION && !one.assessed) {
            rc = mode == AS_COUNTED ? row_emit(sc, g, &one) : KH_OK;
            continue;
        }
        ++*tickets;
        if (kh_add(charged, one.charged) || kh_add(overflow, one.amount - one.charged))
            rc = kh_fail(sc->e, KH_ERANGE, "the tickets' money leaves its type");
        else if (mode == AS_COUNTED)
            rc = row_emit(sc, g, &one);
    }
    return rc;
}

static kh_status money_emit(const scoring *sc, uint32_t indicator, const int64_t *value,
                            int64_t tickets)
{
    kh_result r = { .size = sizeof r,
                    .subject = sc->subject,
                    .indicator = indicator,
                    .outcome = KH_SCORED,
                    .samples = tickets };
    r.value.u.i = value[AS_COUNTED];
    r.value.set = 1;
    if (value[AS_COUNTED] != value[IF_UPHELD]) {
        r.flags = KH_PROVISIONAL;
        r.upheld.u.i = value[IF_UPHELD];
        r.upheld.set = 1;
    }
    return sc->out->result(sc->out->ctx, &r);
}

kh_status tickets_emit(scoring *sc, int assessed)
{
    int64_t charged[MODES], overflow[MODES], tickets[MODES];
    kh_status rc = gather(sc);
    for (int m = 0; !rc && m < MODES; m++)
        rc = charge_all(sc, m, assessed, &charged[m], &overflow[m], &tickets[m]);
    if (!rc && assessed)
        rc = money_emit(sc, sc->c->charged, charged, tickets[AS_COUNTED]);
    if (!rc && assessed)
        rc = money_emit(sc, sc->c->overflow, overflow, tickets[AS_COUNTED]);
    return rc;
}
