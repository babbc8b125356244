/* SPDX-License-Identifier: Apache-2.0 */
/* qc_review.c - the subjects of a review, topic after topic; rules as in qc.c. */
#include "qc_review.h"

void fraction_shorten(fraction *f, int digits)
{
    for (int i = 0; i < digits && f->n % 10 == 0 && f->d % 10 == 0; i++) {
        f->n /= 10;
        f->d /= 10;
    }
}

/* The id of a text in a space whose ids are in key order; ID_NONE. */
static int64_t id_of(const kh_emit *out, uint32_t space, const char *text)
{
    uint32_t lo = 0, hi = out->space_len[space];
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int order = strcmp(out->text(out->ctx, space, mid), text);
        if (!order)
            return mid;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return ID_NONE;
}

/* Everything one call needs: texts of parameters are looked up once. */
static kh_status review_init(review *r)
{
    const kh_host *h = r->c->host;
    size_t own = r->s->l[D_ITEMS].len, marks = r->s->l[D_MARKS].len;
    r->item_id = kh_new(h, (r->c->items + 1) * sizeof *r->item_id, r->e);
    r->kind_id = kh_new(h, (r->c->items + 1) * sizeof *r->kind_id, r->e);
    r->item = kh_grow(h, NULL, r->c->items + own + 1, sizeof *r->item, r->e);
    r->verdict = kh_grow(h, NULL, marks, sizeof *r->verdict, r->e);
    r->value = kh_grow(h, NULL, marks, sizeof *r->value, r->e);
    if (!r->item_id || !r->kind_id || !r->item || !r->verdict || !r->value)
        return KH_ENOMEM;
    for (uint32_t i = 0; i < r->c->forms; i++)
        r->form_id[i] = id_of(r->out, SPACE_FORM, r->c->form[i]);
    for (uint32_t i = 0; i < r->c->items; i++) {
        const qc_item *it = &r->c->item[i];
        r->item_id[i] = id_of(r->out, SPACE_ITEM, it->item);
        r->kind_id[i] = *it->kind ? id_of(r->out, SPACE_KIND, it->kind) : ID_NONE;
    }
    return KH_OK;
}

static void review_reset(review *r)
{
    const kh_host *h = r->c->host;
    kh_free(h, r->item_id);
    kh_free(h, r->kind_id);
    kh_free(h, r->item);
    kh_free(h, r->verdict);
    kh_free(h, r->value);
}

/* R1: reviewed in the window in which it finished; one that no register tells of, or whose
 * register has no column for it, in every window. */
static topic topic_of(const review *r, int64_t id)
{
    const kh_ledger *l = &r->s->l[D_TOPICS];
    const int64_t key[] = { r->subject, id };
    topic t = { id, ID_NONE, ID_NONE, ID_NONE, 1 };
    size_t lo, hi;
    kh_ledger_find(l, key, 2, &lo, &hi);
    if (lo == hi)
        return t;
    const int64_t *row = kh_ledger_row(l, hi - 1);
    t.kind = row[T_KIND];
    t.unit = row[T_UNIT];
    t.title = row[T_TITLE];
    t.is_reviewed =
        row[T_FINISHED] == DAY_ALWAYS ||
        (row[T_FINISHED] >= r->s->cycles.from && row[T_FINISHED] < r->s->cycles.to);
    return t;
}

/* R2: a topic is registered before work on it starts. */
static int is_late(const review *r, int64_t id)
{
    const kh_ledger *l = &r->s->l[D_TOPICS];
    const int64_t key[] = { r->subject, id };
    size_t lo, hi;
    kh_ledger_find(l, key, 2, &lo, &hi);
    if (lo == hi)
        return 0;
    const int64_t *row = kh_ledger_row(l, hi - 1);
    return row[T_STARTED] != DAY_NEVER && row[T_REGISTERED] > row[T_STARTED];
}

/* R8: points beside the panels. */
static kh_status extra_of(review *r, int64_t id)
{
    const kh_ledger *l = &r->s->l[D_EXTRA];
    const int64_t key[] = { r->subject, id };
    size_t lo, hi;
    kh_ledger_find(l, key, 2, &lo, &hi);
    if (lo == hi)
        return KH_OK;
    const int64_t *row = kh_ledger_row(l, lo);
    r->extras++;
    if (kh_add(&r->plus, row[X_PLUS]) || kh_add(&r->minus, row[X_MINUS]))
        return kh_fail(r->e, KH_ERANGE, "extra: a sum leaves its type");
    return KH_OK;
}

enum { SOURCES = 4 };
static const int sources[SOURCES] = { D_TOPICS, D_SERIES, D_MARKS, D_EXTRA };

/* Where the subject's rows stand in the ledgers that topics are known from. */
typedef struct walk {
    size_t at[SOURCES], end[SOURCES];
} walk;

static walk walk_begin(const review *r)
{
    const int64_t key = r->subject;
    walk w;
    for (int i = 0; i < SOURCES; i++)
        kh_ledger_find(&r->s->l[sources[i]], &key, 1, &w.at[i], &w.end[i]);
    return w;
}

/* The next topic in order of ids; 0: there is none. */
static int walk_next(const review *r, walk *w, int64_t *id)
{
    int found = 0;
    for (int i = 0; i < SOURCES; i++) {
        if (w->at[i] == w->end[i])
            continue;
        int64_t here = kh_ledger_row(&r->s->l[sources[i]], w->at[i])[K_TOPIC];
        *id = found && *id < here ? *id : here;
        found = 1;
    }
    for (int i = 0; found && i < SOURCES; i++)
        while (w->at[i] < w->end[i] &&
               kh_ledger_row(&r->s->l[sources[i]], w->at[i])[K_TOPIC] == *id)
            w->at[i]++;
    return found;
}

static kh_status topics_of(review *r)
{
    walk w = walk_begin(r);
    int64_t id;
    while (walk_next(r, &w, &id))
        r->topics += topic_of(r, id).is_reviewed;
    kh_status rc = KH_OK;
    w = walk_begin(r);
    while (!rc && walk_next(r, &w, &id)) {
        topic t = topic_of(r, id);
        rc = panels_of(r, &t);
        if (rc || !t.is_reviewed)
            continue;
        r->late += is_late(r, id);
        rc = series_of(r, &t, r->topics == 1);
        if (!rc)
            rc = extra_of(r, id);
    }
    return rc;
}

/* R7: too few judges is no value, and no marks at all is no data. */
static kh_status emit_form(const review *r, uint32_t form)
{
    const form_sum *f = &r->form[form];
    const kh_emit *out = r->out;
    uint32_t indicator = I_PANELS + form;
    int64_t below;
    if (f->valid && kh_mul(&below, f->mean.d, f->valid))
        return kh_fail(r->e, KH_ERANGE, "%s: the mean over topics leaves its type",
                       r->c->indicator[indicator].id);
    if (f->valid)
        return kh_result_ratio(out, r->subject, indicator, f->mean.n, below, f->judges);
    kh_status rc = kh_result_none(out, r->subject, indicator,
                                  f->is_seen ? KH_NOT_APPLICABLE : KH_NO_DATA);
    if (!rc && f->is_seen)
        rc = kh_reason_i64(out, r->subject, indicator, "too_few_judges", 0, f->too_few);
    return rc;
}

/* A count whose only reason is itself. */
static kh_status emit_failures(const review *r, uint32_t indicator, int64_t n,
                               int64_t samples)
{
    kh_status rc = kh_result_i64(r->out, r->subject, indicator, KH_SCORED, n, samples);
    if (!rc && n)
        rc = kh_reason_i64(r->out, r->subject, indicator, r->c->indicator[indicator].id, n,
                           n);
    return rc;
}

/* R11: which phase is too short. */
static kh_status emit_thin(const review *r)
{
    static const char *const why[] = { "before", "after", "both" };
    int64_t n = r->thin[0] + r->thin[1] + r->thin[2];
    kh_status rc =
        kh_result_i64(r->out, r->subject, I_THIN_SERIES, KH_SCORED, n, r->topics);
    for (int i = 0; !rc && i < 3; i++)
        if (r->thin[i])
            rc = kh_reason_i64(r->out, r->subject, I_THIN_SERIES, why[i], r->thin[i],
                               r->thin[i]);
    return rc;
}

/* Results over the reviewed topics of the subject. */
static kh_status emit_topics(const review *r)
{
    kh_status rc = kh_result_ratio(r->out, r->subject, I_ATTAINED_RATE, r->attained,
                                   r->with_attainment, r->with_attainment);
    if (!rc)
        rc = emit_thin(r);
    if (!rc)
        rc = emit_failures(r, I_LATE_TOPICS, r->late, r->topics);
    if (!rc && r->extras) {
        rc = kh_result_i64(r->out, r->subject, I_PLUS, KH_SCORED, r->plus, r->extras);
        if (!rc)
            rc = kh_result_i64(r->out, r->subject, I_MINUS, KH_SCORED, r->minus, r->extras);
    }
    for (uint32_t i = 0; !rc && i < r->c->forms; i++)
        rc = emit_form(r, i);
    for (uint32_t k = I_BEFORE; !rc && k <= I_PROGRESS && r->topics > 1; k++)
        rc = kh_result_none(r->out, r->subject, k, KH_NOT_APPLICABLE);
    return rc;
}

static void subject_begin(review *r, uint32_t subject)
{
    r->subject = subject;
    memset(r->form, 0, sizeof r->form);
    memset(r->thin, 0, sizeof r->thin);
    r->topics = r->with_attainment = r->attained = r->late = 0;
    r->extras = r->plus = r->minus = 0;
}

kh_status review_score(const qc_state *settled, const kh_emit *out, kh_err *e)
{
    review r = { .s = settled, .c = settled->c, .out = out, .e = e };
    kh_status rc = review_init(&r);
    for (uint32_t s = 0; !rc && s < out->space_len[SPACE_SUBJECT]; s++) {
        subject_begin(&r, s);
        rc = topics_of(&r);
        if (!rc && r.topics)
            rc = emit_topics(&r);
        if (!rc)
            rc = groups_of(&r);
    }
    review_reset(&r);
    return rc;
}
