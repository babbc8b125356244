/* SPDX-License-Identifier: Apache-2.0 */
/* qc_state.c - see qc_state.h. */
#include "qc_state.h"

enum { MONTHS_MAX = 1200 };

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
#define ROWS NUMBER(1, INT64_MAX)
#define COUNT NUMBER(0, INT64_MAX)
/* Calendar arithmetic on a day of an int64 of microseconds never overflows. */
#define DAY NUMBER(INT64_MIN / KH_DAY - 1, INT64_MAX / KH_DAY)
#define SUBJECT ID(SPACE_SUBJECT)
#define TOPIC ID_OR_NONE(SPACE_TOPIC)

static const kh_ledger_col group_cols[] = {
    SUBJECT, ID_OR_NONE(SPACE_UNIT), ID_OR_NONE(SPACE_GROUP), ANY, ANY, ANY
};
static const kh_ledger_col topic_cols[] = { SUBJECT,
                                            TOPIC,
                                            ID_OR_NONE(SPACE_KIND),
                                            ID_OR_NONE(SPACE_UNIT),
                                            ID_OR_NONE(SPACE_TITLE),
                                            ANY,
                                            ANY,
                                            ANY };
static const kh_ledger_col meeting_cols[] = {
    SUBJECT, ID_OR_NONE(SPACE_UNIT), ID_OR_NONE(SPACE_GROUP), DAY, ROWS, COUNT, COUNT
};
static const kh_ledger_col series_cols[] = { SUBJECT,
                                             TOPIC,
                                             NUMBER(PHASE_BEFORE, PHASE_AFTER),
                                             ID(SPACE_PERIOD),
                                             ANY,
                                             NUMBER(BETTER_NONE, BETTER_LOWER),
                                             ROWS,
                                             ANY };
static const kh_ledger_col mark_cols[] = {
    SUBJECT,        TOPIC, ID(SPACE_FORM),         ID(SPACE_JUDGE),
    ID(SPACE_ITEM), ANY,   ID_OR_NONE(SPACE_UNIT), ROWS
};
static const kh_ledger_col item_cols[] = { SUBJECT, TOPIC, ID(SPACE_FORM), ID(SPACE_ITEM),
                                           ANY,     ANY,   COUNT };
static const kh_ledger_col extra_cols[] = { SUBJECT, TOPIC, ROWS, ANY, COUNT };
static const kh_ledger_col staff_cols[] = { SUBJECT, ID_OR_NONE(SPACE_UNIT), DAY, ROWS,
                                            COUNT };
static const kh_ledger_col recommended_cols[] = { SUBJECT, ROWS, COUNT };
static const kh_ledger_col count_cols[] = { SUBJECT, NUMBER(0, KPIS - 1), ROWS, COUNT,
                                            COUNT };

static const kh_ledger_kind kinds[D_COUNT] = {
    [D_GROUPS] = { "groups", group_cols, 6, 0 },
    [D_TOPICS] = { "topics", topic_cols, 8, 0 },
    [D_MEETINGS] = { "meetings", meeting_cols, 4, 3 },
    [D_SERIES] = { "series", series_cols, 6, 2 },
    [D_MARKS] = { "marks", mark_cols, 7, 1 },
    [D_ITEMS] = { "items", item_cols, 7, 0 },
    [D_EXTRA] = { "extra", extra_cols, 2, 3 },
    [D_STAFF] = { "staff", staff_cols, 3, 2 },
    [D_RECOMMENDED] = { "recommended", recommended_cols, 1, 2 },
    [D_COUNTS] = { "counts", count_cols, 2, 3 },
};

static kh_status state_new(const qc *c, const kh_window *w, qc_state **out, kh_err *e)
{
    qc_state *s = kh_new(c->host, sizeof *s, e);
    if (!s)
        return KH_ENOMEM;
    s->c = c;
    s->window[0] = w->from;
    s->window[1] = w->to;
    s->window[2] = w->months;
    kh_cycles_init(&s->cycles, w);
    for (int i = 0; i < D_COUNT; i++)
        kh_ledger_init(&s->l[i], &kinds[i], c->host);
    *out = s;
    return KH_OK;
}

kh_status qc_begin(const void *inst, const kh_window *w, void **state, kh_err *e)
{
    static const kh_window whole = { sizeof whole, 0, INT64_MIN, INT64_MAX };
    qc_state *s = NULL;
    kh_status rc = state_new(inst, w ? w : &whole, &s, e);
    *state = s;
    return rc;
}

kh_status qc_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    qc_state *a = into;
    const qc_state *b = from;
    kh_status rc = KH_OK;
    for (int i = 0; !rc && i < D_COUNT; i++)
        rc = kh_ledger_merge(&a->l[i], &b->l[i], m, e);
    return rc;
}

kh_status qc_save(const void *state, const kh_sink *out, kh_err *e)
{
    const qc_state *s = state;
    unsigned char bytes[24];
    for (int i = 0; i < 3; i++)
        kh_put64(bytes + 8 * i, s->window[i]);
    kh_status rc = out->write(out->ctx, bytes, sizeof bytes);
    for (int i = 0; !rc && i < D_COUNT; i++)
        rc = kh_ledger_save(&s->l[i], out, e);
    return rc;
}

kh_status qc_load(const void *inst, uint32_t version, const kh_source *in, void **state,
                  kh_err *e)
{
    unsigned char bytes[24];
    qc_state *s = NULL;
    (void)version; /* the plugin's own: KH_LOADS_OLDER_STATE is not offered */
    kh_status rc = in->read(in->ctx, bytes, sizeof bytes);
    int64_t months = rc ? 0 : kh_get64(bytes + 16);
    if (!rc &&
        (months < 0 || months > MONTHS_MAX || kh_get64(bytes) >= kh_get64(bytes + 8)))
        rc = kh_fail(e, KH_ESTATE, "the saved state covers no window");
    if (rc)
        return rc;
    const kh_window w = { sizeof w, (uint32_t)months, kh_get64(bytes),
                          kh_get64(bytes + 8) };
    rc = state_new(inst, &w, &s, e);
    for (int i = 0; !rc && i < D_COUNT; i++)
        rc = kh_ledger_load(&s->l[i], in, e);
    if (rc && s)
        qc_end(s);
    *state = rc ? NULL : s;
    return rc;
}

void qc_end(void *state)
{
    qc_state *s = state;
    const kh_host *h = s->c->host;
    for (int i = 0; i < D_COUNT; i++)
        kh_ledger_free(&s->l[i]);
    kh_free(h, s);
}

kh_status qc_settled(const qc_state *s, const kh_emit *out, qc_state **copy, kh_err *e)
{
    qc_state *made = kh_new(s->c->host, sizeof *made, e);
    if (!made)
        return KH_ENOMEM;
    *made = *s;
    for (int i = 0; i < D_COUNT; i++)
        kh_ledger_init(&made->l[i], &kinds[i], s->c->host);
    kh_status rc = KH_OK;
    for (int i = 0; !rc && i < D_COUNT; i++) {
        rc = kh_ledger_check(&s->l[i], out->space_len, out->spaces, e);
        if (!rc)
            rc = kh_ledger_copy(&made->l[i], &s->l[i], e);
    }
    *copy = rc ? NULL : made;
    if (rc)
        qc_end(made);
    return rc;
}
