/* SPDX-License-Identifier: Apache-2.0 */
/* declared_state.c - states: begun, merged, saved and loaded; see declared_state.h.
 *
 *  R1   A fold depends on the rows it was given, not on their order or grouping: sums,
 *       least and greatest, sorted values with their counts.
 *  R9   Of rows of equal time the smaller value is the first, and the last. */
#include "declared_state.h"

static kh_status state_new(const declared *c, int64_t from, int64_t to, state **out,
                           kh_err *e)
{
    state *s = kh_new(c->host, sizeof *s, e);
    if (!s)
        return KH_ENOMEM;
    s->c = c;
    s->from = from;
    s->to = to;
    size_t n = c->measures + c->tables;
    s->pending = kh_new(c->host, (n ? n : 1) * sizeof *s->pending, e);
    s->ledger =
        s->pending ? kh_new(c->host, (c->ledgers + 1) * sizeof *s->ledger, e) : NULL;
    if (!s->ledger) {
        kh_free(c->host, s->pending);
        kh_free(c->host, s);
        return KH_ENOMEM;
    }
    for (uint32_t i = 0; i < c->ledgers; i++)
        kh_ledger_init(&s->ledger[i], &c->ledger[i], c->host);
    *out = s;
    return KH_OK;
}

kh_status declared_begin(const void *inst, const kh_window *w, void **out, kh_err *e)
{
    state *s = NULL;
    kh_status rc = state_new(inst, w ? w->from : INT64_MIN, w ? w->to : INT64_MAX, &s, e);
    *out = s;
    return rc;
}

void declared_end(void *st)
{
    state *s = st;
    const kh_host *h = s->c->host;
    for (uint32_t i = 0; i < s->c->ledgers; i++)
        kh_ledger_free(&s->ledger[i]);
    kh_free(h, s->ledger);
    kh_free(h, s->pending);
    kh_free(h, s->sum);
    kh_free(h, s);
}

kh_status state_grow(state *s, uint32_t len, kh_err *e)
{
    size_t w = s->c->slots;
    if (len > s->cap) {
        uint32_t cap = len > UINT32_MAX / 2 ? len : len * 2;
        int64_t *p = w && cap > SIZE_MAX / w
                         ? NULL
                         : kh_grow(s->c->host, s->sum, cap * w, sizeof *p, e);
        if (!p)
            return kh_fail(e, KH_ENOMEM, "no memory for %u subjects", (unsigned)len);
        s->sum = p;
        s->cap = cap;
    }
    if (len > s->len) {
        memset(s->sum + s->len * w, 0, (len - s->len) * w * sizeof *s->sum);
        s->len = len;
    }
    return KH_OK;
}

const int64_t *state_sums(const state *s, const measure *m, uint32_t subject)
{
    static const int64_t none[3];
    return subject < s->len ? s->sum + (size_t)subject * s->c->slots + m->slot : none;
}

/* R1, R9: whether (time, value) of b comes before that of a in the fold. */
static int is_nearer(uint32_t fold, const int64_t *a, const int64_t *b)
{
    if (a[1] == b[1])
        return b[2] < a[2];
    return fold == FOLD_FIRST ? b[1] < a[1] : b[1] > a[1];
}

kh_status state_fold(const measure *m, int64_t *into, const int64_t *from, kh_err *e)
{
    int64_t before = into[0];
    int left = 0;
    if (!from[0])
        return KH_OK;
    if (kh_add(&into[0], from[0]))
        return kh_fail(e, KH_ERANGE, "measure '%s': the number of rows leaves its type",
                       m->name);
    switch (m->fold) {
    case FOLD_SUM:
    case FOLD_MEAN:
        left = kh_add(&into[1], from[1]);
        break;
    case FOLD_MIN:
    case FOLD_ALL:
        into[1] = before && into[1] < from[1] ? into[1] : from[1];
        break;
    case FOLD_MAX:
    case FOLD_ANY:
        into[1] = before && into[1] > from[1] ? into[1] : from[1];
        break;
    case FOLD_FIRST:
    case FOLD_LAST:
        if (!before || is_nearer(m->fold, into, from)) {
            into[1] = from[1];
            into[2] = from[2];
        }
        break;
    default:
        break;
    }
    return left ? kh_fail(e, KH_ERANGE, "measure '%s': the sum leaves 64 bits", m->name)
                : KH_OK;
}

kh_status declared_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    state *a = into;
    const state *b = from;
    const declared *c = a->c;
    if (b->len > m->from_len[0])
        return kh_fail(e, KH_ESTATE, "state holds %u subjects of %u", (unsigned)b->len,
                       (unsigned)m->from_len[0]);
    kh_status rc = state_grow(a, m->into_len[0], e);
    for (uint32_t s = 0; !rc && s < b->len; s++)
        for (uint32_t k = 0; !rc && k < c->measures; k++) {
            const measure *x = &c->measure[k];
            int64_t *own = a->sum + (size_t)m->remap[0][s] * c->slots + x->slot;
            rc = state_fold(x, own, state_sums(b, x, s), e);
        }
    for (uint32_t i = 0; !rc && i < c->ledgers; i++)
        rc = kh_ledger_merge(&a->ledger[i], &b->ledger[i], m, e);
    return rc;
}

static int is_zero(const int64_t *v, uint32_t n)
{
    while (n && !v[n - 1])
        n--;
    return !n;
}

/* Trailing subjects without a row are not written: equal contents, equal bytes. */
kh_status declared_save(const void *st, const kh_sink *out, kh_err *e)
{
    const state *s = st;
    const declared *c = s->c;
    unsigned char bytes[32];
    uint32_t len = s->len;
    while (len && is_zero(s->sum + (size_t)(len - 1) * c->slots, c->slots))
        len--;
    kh_put64(bytes, s->from);
    kh_put64(bytes + 8, s->to);
    kh_put64(bytes + 16, (int64_t)((uint64_t)c->slots << 32 | c->ledgers));
    kh_put64(bytes + 24, len);
    kh_status rc = out->write(out->ctx, bytes, sizeof bytes);
    for (size_t i = 0; !rc && i < (size_t)len * c->slots; i++) {
        kh_put64(bytes, s->sum[i]);
        rc = out->write(out->ctx, bytes, 8);
    }
    for (uint32_t i = 0; !rc && i < c->ledgers; i++)
        rc = kh_ledger_save(&s->ledger[i], out, e);
    return rc;
}

/* Could a fold have left these sums? */
static int are_valid(const measure *m, const int64_t *v)
{
    if (v[0] < 0)
        return 0;
    switch (m->fold) {
    case FOLD_SUM:
    case FOLD_MEAN:
    case FOLD_MIN:
    case FOLD_MAX:
        return v[0] || !v[1];
    case FOLD_ANY:
    case FOLD_ALL:
        return v[1] == 0 || (v[1] == 1 && v[0]);
    case FOLD_FIRST:
    case FOLD_LAST:
        return v[0] || (!v[1] && !v[2]);
    default:
        return 1;
    }
}

/* As bytes really arrive; the last subject has a row. */
static kh_status load_sums(state *s, uint32_t len, const kh_source *in, kh_err *e)
{
    const declared *c = s->c;
    unsigned char bytes[8];
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < len; i++) {
        rc = state_grow(s, i + 1, e);
        int64_t *own = rc ? NULL : s->sum + (size_t)i * c->slots;
        for (uint32_t k = 0; !rc && k < c->slots; k++) {
            rc = in->read(in->ctx, bytes, 8);
            own[k] = rc ? 0 : kh_get64(bytes);
        }
        for (uint32_t k = 0; !rc && k < c->measures; k++)
            if (!are_valid(&c->measure[k], own + c->measure[k].slot))
                rc = kh_fail(e, KH_ESTATE,
                             "saved state is damaged: measure '%s' of subject %u",
                             c->measure[k].name, (unsigned)i);
        if (!rc && i + 1 == len && is_zero(own, c->slots))
            rc = kh_fail(e, KH_ESTATE,
                         "saved state is damaged: an empty subject at its end");
    }
    return rc;
}

kh_status declared_load_state(const void *inst, uint32_t version, const kh_source *in,
                              void **out, kh_err *e)
{
    const declared *c = inst;
    unsigned char bytes[32];
    state *s = NULL;
    (void)version; /* the plugin's own: KH_LOADS_OLDER_STATE is not offered */
    *out = NULL;
    kh_status rc = in->read(in->ctx, bytes, sizeof bytes);
    if (rc)
        return rc;
    int64_t from = kh_get64(bytes), to = kh_get64(bytes + 8), len = kh_get64(bytes + 24);
    if ((uint64_t)kh_get64(bytes + 16) != ((uint64_t)c->slots << 32 | c->ledgers))
        return kh_fail(e, KH_ESTATE, "the saved state is of other measures");
    if (from >= to || len < 0 || len > UINT32_MAX || (len && !c->slots))
        return kh_fail(e, KH_ESTATE, "saved state is damaged: its head");
    rc = state_new(c, from, to, &s, e);
    if (!rc)
        rc = load_sums(s, (uint32_t)len, in, e);
    for (uint32_t i = 0; !rc && i < c->ledgers; i++)
        rc = kh_ledger_load(&s->ledger[i], in, e);
    if (rc && s)
        declared_end(s);
    *out = rc ? NULL : s;
    return rc;
}
