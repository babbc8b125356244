/* SPDX-License-Identifier: Apache-2.0 */
/* consume.c - rows of a batch into the ledgers of a dossier; rules as in contractor.c. */
#include "datasets.h"
#include "dossier.h"

#include <kaohe/sdk.h>

static int64_t key_or_none(const kh_col *c, uint32_t row)
{
    return kh_has(c, row) ? (int64_t)kh_key(c, row) : ID_NONE;
}

static int64_t i64_or(const kh_col *c, uint32_t row, int64_t other)
{
    return kh_has(c, row) ? kh_i64(c, row) : other;
}

/* A day; `absent` without the column, `empty` without a value. */
static int64_t day_or(const kh_col *c, uint32_t row, int64_t absent, int64_t empty)
{
    if (!c->data)
        return absent;
    return kh_has(c, row) ? kh_day_of(kh_i64(c, row)) : empty;
}

static void reject(const dossier *d, const kh_batch *b, uint32_t row, uint32_t col,
                   const char *why)
{
    d->c->host->reject(d->c->host->ctx, b, row, col, why);
}

static kh_status consume_project(dossier *d, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),
        key_or_none(&c[COL_PROJECT], i),
        key_or_none(&c[PR_ROLE], i),
        key_or_none(&c[PR_UNIT], i),
        c[PR_CLASS].data ? i64_or(&c[PR_CLASS], i, CLASS_ANY + 1) : CLASS_ANY,
        day_or(&c[PR_STARTED], i, DAY_ALWAYS, DAY_NEVER),
        day_or(&c[PR_ACCEPTED], i, DAY_NEVER, DAY_NEVER),
        day_or(&c[PR_CAPITALISED], i, DAY_NEVER, DAY_NEVER),
        i64_or(&c[PR_FEE], i, FEE_UNKNOWN),
        i64_or(&c[PR_PUBLISHED], i, PUBLISHED_NONE),
    };
    if (kh_has(&c[PR_FEE], i) && row[R_FEE] < 0) {
        reject(d, b, i, PR_FEE, "is below 0");
        return KH_OK;
    }
    return kh_ledger_add(&d->l[L_REGISTER], row, e);
}

/* R2: a count below 1 and a quantity below 0 are rejects. */
static int deduction_is_sane(const dossier *d, const kh_batch *b, uint32_t i)
{
    const kh_col *c = b->col;
    if (i64_or(&c[DE_COUNT], i, 1) < 1)
        reject(d, b, i, DE_COUNT, "is below 1");
    else if (i64_or(&c[DE_A], i, 0) < 0)
        reject(d, b, i, DE_A, "is below 0");
    else if (i64_or(&c[DE_B], i, 0) < 0)
        reject(d, b, i, DE_B, "is below 0");
    else
        return 1;
    return 0;
}

static kh_status consume_deduction(dossier *d, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    if (!deduction_is_sane(d, b, i))
        return KH_OK;
    int quantified = kh_has(&c[DE_A], i) && kh_has(&c[DE_B], i);
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),
        key_or_none(&c[COL_PROJECT], i),
        kh_key(&c[DE_ITEM], i),
        kh_day_of(kh_i64(&c[DE_DATE], i)),
        kh_has(&c[DE_SEVERITY], i) ? kh_enum(&c[DE_SEVERITY], i) : SEVERITY_GENERAL,
        kh_has(&c[DE_CAUSE], i) ? kh_enum(&c[DE_CAUSE], i) + CAUSE_FORCE_MAJEURE
                                : CAUSE_NONE,
        kh_has(&c[DE_APPEAL], i) ? kh_enum(&c[DE_APPEAL], i) + APPEAL_PENDING : APPEAL_NONE,
        quantified,
        key_or_none(&c[DE_EVENT], i),
        1,
        i64_or(&c[DE_COUNT], i, 1),
        quantified ? kh_i64(&c[DE_A], i) : 0,
        quantified ? kh_i64(&c[DE_B], i) : 0,
    };
    return kh_cycles_of(&d->cycles, row[E_DAY]) < 0
               ? KH_OK
               : kh_ledger_add(&d->l[L_EVENTS], row, e);
}

static kh_status consume_ticket(dossier *d, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = {
        kh_key(&c[COL_SUBJECT], i),     key_or_none(&c[COL_PROJECT], i),
        kh_i64(&c[TI_DATE], i),         key_or_none(&c[TI_TICKET], i),
        key_or_none(&c[TI_OFFENCE], i), kh_enum(&c[TI_CLASS], i),
    };
    if (row[K_CLASS] >= d->c->classes) {
        e->param = P_TICKET_CLASSES + 1;
        return kh_fail(e, KH_ECONFIG, "tickets are read, and `ticket_classes` is empty");
    }
    return kh_cycles_of(&d->cycles, kh_day_of(row[K_TIME])) < 0
               ? KH_OK
               : kh_ledger_add(&d->l[L_TICKETS], row, e);
}

static kh_status consume_spotcheck(dossier *d, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    int64_t score = i64_or(&c[SP_SCORE], i, 0);
    if (score < 0 || score > SPOTCHECK_MOST) {
        reject(d, b, i, SP_SCORE, "is not from 0 to 100");
        return KH_OK;
    }
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i), key_or_none(&c[COL_PROJECT], i), 1,
                            kh_has(&c[SP_SCORE], i), i64_or(&c[SP_SCORE], i, 0) };
    return kh_cycles_of(&d->cycles, kh_day_of(kh_i64(&c[SP_DATE], i)))
               ? KH_OK
               : kh_ledger_add(&d->l[L_SPOTCHECKS], row, e);
}

/* R14: the region's visits are not the city's. */
static kh_status consume_visit(dossier *d, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i), key_or_none(&c[COL_PROJECT], i),
                            kh_day_of(kh_i64(&c[VI_DATE], i)), 1 };
    if ((kh_has(&c[VI_BY], i) && kh_enum(&c[VI_BY], i) == BY_REGION) ||
        kh_cycles_of(&d->cycles, row[V_DAY]) < 0)
        return KH_OK;
    return kh_ledger_add(&d->l[L_VISITS], row, e);
}

/* "2011-04" to a month; 0 if it is not one. */
static int month_read(const kh_col *c, uint32_t row, int64_t *month)
{
    const char *s = (const char *)c->data + c->offsets[row];
    int64_t digits = 0;
    if (c->offsets[row + 1] - c->offsets[row] != 7 || s[4] != '-')
        return 0;
    for (int k = 0; k < 7; k++) {
        if (k != 4 && (s[k] < '0' || s[k] > '9'))
            return 0;
        digits = k == 4 ? digits : digits * 10 + (s[k] - '0');
    }
    *month = digits / 100 * 12 + digits % 100 - 1;
    return digits % 100 >= 1 && digits % 100 <= 12;
}

static kh_status consume_filing(dossier *d, const kh_batch *b, uint32_t i, kh_err *e)
{
    const kh_col *c = b->col;
    int64_t month;
    const int64_t row[] = { kh_key(&c[COL_SUBJECT], i), key_or_none(&c[FI_UNIT], i),
                            day_or(&c[FI_FILED], i, DAY_NEVER, DAY_NEVER), 1 };
    if (!kh_has(&c[FI_CYCLE], i) || !month_read(&c[FI_CYCLE], i, &month)) {
        reject(d, b, i, FI_CYCLE, "is not a month, YYYY-MM");
        return KH_OK;
    }
    return month != d->cycles.last ? KH_OK : kh_ledger_add(&d->l[L_FILINGS], row, e);
}

typedef kh_status row_fn(dossier *d, const kh_batch *b, uint32_t i, kh_err *e);

kh_status dossier_consume(void *state, const kh_batch *b, kh_err *e)
{
    static row_fn *const contractor[D_COUNT] = { consume_project, consume_deduction,
                                                 consume_ticket, consume_spotcheck };
    static row_fn *const assessor[DA_COUNT] = { consume_project, consume_visit,
                                                consume_filing, consume_spotcheck };
    dossier *d = state;
    const kh_host *h = d->c->host;
    if (b->dataset >= D_COUNT)
        return kh_fail(e, KH_EBUG, "there is no dataset %u", (unsigned)b->dataset);
    if (h->stopping(h->ctx))
        return kh_fail(e, KH_ECANCEL, "stopped by the host");
    row_fn *one = (d->c->use == USE_ASSESSOR ? assessor : contractor)[b->dataset];
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        rc = one(d, b, i, e);
    return rc;
}
