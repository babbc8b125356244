/* SPDX-License-Identifier: Apache-2.0 */
/* dossier.c - see dossier.h. */
#include "dossier.h"
#include "datasets.h"

#include <kaohe/sdk.h>

#define ID(s)            \
    {                    \
        s, 0, UINT32_MAX \
    }
#define ID_OR_NONE(s)          \
    {                          \
        s, ID_NONE, UINT32_MAX \
    }
#define NUMBER(min, max)           \
    {                              \
        KH_LEDGER_NUMBER, min, max \
    }
#define ANY NUMBER(INT64_MIN, INT64_MAX)
/* Calendar arithmetic on a day of an int64 of microseconds never overflows. */
#define DAY NUMBER(INT64_MIN / KH_DAY - 1, INT64_MAX / KH_DAY)

static const kh_ledger_col register_cols[] = {
    ID(SPACE_SUBJECT),
    ID_OR_NONE(SPACE_PROJECT),
    ID_OR_NONE(SPACE_ROLE),
    ID_OR_NONE(SPACE_UNIT),
    ANY,
    ANY,
    ANY,
    ANY,
    NUMBER(FEE_UNKNOWN, INT64_MAX),
    ANY,
};
static const kh_ledger_col event_cols[] = {
    ID(SPACE_SUBJECT),
    ID_OR_NONE(SPACE_PROJECT),
    ID(SPACE_ITEM),
    DAY,
    NUMBER(SEVERITY_GENERAL, SEVERITY_SERIOUS),
    NUMBER(CAUSE_NONE, CAUSE_LAST),
    NUMBER(APPEAL_NONE, APPEAL_REJECTED),
    NUMBER(0, 1),
    ID_OR_NONE(SPACE_EVENT),
    NUMBER(1, INT64_MAX),
    NUMBER(1, INT64_MAX),
    NUMBER(0, INT64_MAX),
    NUMBER(0, INT64_MAX),
};
static const kh_ledger_col ticket_cols[] = {
    ID(SPACE_SUBJECT),        ID_OR_NONE(SPACE_PROJECT), ANY,
    ID_OR_NONE(SPACE_TICKET), ID_OR_NONE(SPACE_ITEM),    NUMBER(0, CATALOGUE_CLASSES_MAX),
};
static const kh_ledger_col spotcheck_cols[] = {
    ID(SPACE_SUBJECT),
    ID_OR_NONE(SPACE_PROJECT),
    NUMBER(1, INT64_MAX),
    NUMBER(0, INT64_MAX),
    ANY,
};
static const kh_ledger_col visit_cols[] = {
    ID(SPACE_SUBJECT),
    ID_OR_NONE(SPACE_PROJECT),
    DAY,
    NUMBER(1, INT64_MAX),
};
static const kh_ledger_col filing_cols[] = {
    ID(SPACE_SUBJECT),
    ID_OR_NONE(SPACE_UNIT),
    ANY,
    NUMBER(1, INT64_MAX),
};

static const kh_ledger_kind kinds[L_COUNT] = {
    [L_REGISTER] = { "projects", register_cols, 10, 0 },
    [L_EVENTS] = { "deductions", event_cols, 9, 4 },
    [L_TICKETS] = { "tickets", ticket_cols, 6, 0 },
    [L_SPOTCHECKS] = { "spotchecks", spotcheck_cols, 2, 3 },
    [L_VISITS] = { "visits", visit_cols, 3, 1 },
    [L_FILINGS] = { "filings", filing_cols, 3, 1 },
};

static kh_status dossier_new(const catalogue *c, const kh_window *w, dossier **out,
                             kh_err *e)
{
    dossier *d = kh_new(c->host, sizeof *d, e);
    if (!d)
        return KH_ENOMEM;
    d->c = c;
    if (w) {
        d->window[0] = w->from;
        d->window[1] = w->to;
        d->window[2] = w->months;
    }
    kh_cycles_init(&d->cycles, w);
    for (int i = 0; i < L_COUNT; i++)
        kh_ledger_init(&d->l[i], &kinds[i], c->host);
    *out = d;
    return KH_OK;
}

kh_status dossier_begin(const void *inst, const kh_window *w, void **state, kh_err *e)
{
    static const kh_window whole = { sizeof whole, 0, INT64_MIN, INT64_MAX };
    dossier *d = NULL;
    kh_status rc = dossier_new(inst, w ? w : &whole, &d, e);
    *state = d;
    return rc;
}

kh_status dossier_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    dossier *a = into;
    const dossier *b = from;
    kh_status rc = KH_OK;
    for (int i = 0; !rc && i < L_COUNT; i++)
        rc = kh_ledger_merge(&a->l[i], &b->l[i], m, e);
    return rc;
}

kh_status dossier_save(const void *state, const kh_sink *out, kh_err *e)
{
    const dossier *d = state;
    unsigned char bytes[24];
    for (int i = 0; i < 3; i++)
        kh_put64(bytes + 8 * i, d->window[i]);
    kh_status rc = out->write(out->ctx, bytes, sizeof bytes);
    for (int i = 0; !rc && i < L_COUNT; i++)
        rc = kh_ledger_save(&d->l[i], out, e);
    return rc;
}

kh_status dossier_load(const void *inst, uint32_t version, const kh_source *in,
                       void **state, kh_err *e)
{
    unsigned char bytes[24];
    dossier *d = NULL;
    (void)version; /* the plugin's own: KH_LOADS_OLDER_STATE is not offered */
    kh_status rc = in->read(in->ctx, bytes, sizeof bytes);
    int64_t months = rc ? 0 : kh_get64(bytes + 16);
    if (!rc && (months < 0 || months > 1200 || kh_get64(bytes) >= kh_get64(bytes + 8)))
        rc = kh_fail(e, KH_ESTATE, "the saved state covers no window");
    if (rc)
        return rc;
    const kh_window w = { sizeof w, (uint32_t)months, kh_get64(bytes),
                          kh_get64(bytes + 8) };
    rc = dossier_new(inst, &w, &d, e);
    for (int i = 0; !rc && i < L_COUNT; i++)
        rc = kh_ledger_load(&d->l[i], in, e);
    if (rc && d)
        dossier_end(d);
    *state = rc ? NULL : d;
    return rc;
}

void dossier_end(void *state)
{
    dossier *d = state;
    const kh_host *h = d->c->host;
    for (int i = 0; i < L_COUNT; i++)
        kh_ledger_free(&d->l[i]);
    h->resize(h->ctx, d, 0);
}

kh_status dossier_settled(const dossier *d, const kh_emit *out, dossier **copy, kh_err *e)
{
    dossier *made = kh_new(d->c->host, sizeof *made, e);
    if (!made)
        return KH_ENOMEM;
    *made = *d;
    for (int i = 0; i < L_COUNT; i++)
        kh_ledger_init(&made->l[i], &kinds[i], d->c->host);
    kh_status rc = KH_OK;
    for (int i = 0; !rc && i < L_COUNT; i++) {
        rc = kh_ledger_check(&d->l[i], out->space_len, out->spaces, e);
        if (!rc)
            rc = kh_ledger_copy(&made->l[i], &d->l[i], e);
    }
    *copy = made;
    if (rc) {
        dossier_end(made);
        *copy = NULL;
    }
    return rc;
}
