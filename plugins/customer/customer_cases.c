/* SPDX-License-Identifier: Apache-2.0 */
/* customer_cases.c - which complaints repeat an earlier one.
 *
 * A case repeats when another of the same customer and cause came earlier, by no more than
 * repeat_days of 24 hours.  Where it came from does not matter: the case before may belong
 * to another unit or lie before the window.  So the numerator of a parent is the sum of its
 * children's.  The state keeps the bag of cases; who repeats is found when asked. */
#include "customer.h"

enum { CASES_FIRST = 64 };
#define CASES_MAX (UINT32_MAX / 2)
#define HOUR_US INT64_C(3600000000)

kh_status cases_add(struct state *t, const struct repeat_case *c, kh_err *e)
{
    struct cases *s = &t->cases;
    if (s->len == s->cap) {
        uint32_t cap = s->cap ? s->cap * 2 : CASES_FIRST;
        if (cap > CASES_MAX)
            return kh_fail(e, KH_ERANGE, "more than %u complaints", s->len);
        struct repeat_case *p = memory_resize(t, s->of, cap, sizeof *p, e);
        if (!p)
            return KH_ENOMEM;
        s->of = p;
        s->cap = cap;
    }
    s->of[s->len++] = *c;
    return KH_OK;
}

kh_status cases_merge(struct state *into, const struct state *from, const kh_merge *m,
                      kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < from->cases.len; i++) {
        struct repeat_case c = from->cases.of[i];
        if (c.subject >= m->from_len[SPACE_UNIT] ||
            c.customer >= m->from_len[SPACE_CUSTOMER] ||
            c.cause >= m->from_len[SPACE_CAUSE])
            return kh_fail(e, KH_ESTATE, "a complaint belongs to a unit or key not there");
        c.subject = m->remap[SPACE_UNIT][c.subject];
        c.customer = m->remap[SPACE_CUSTOMER][c.customer];
        c.cause = m->remap[SPACE_CAUSE][c.cause];
        rc = cases_add(into, &c, e);
    }
    return rc;
}

static int case_before(const void *a, const void *b)
{
    const struct repeat_case *x = a, *y = b;
    if (x->customer != y->customer)
        return x->customer < y->customer;
    if (x->cause != y->cause)
        return x->cause < y->cause;
    if (x->at != y->at)
        return x->at < y->at;
    return x->subject != y->subject ? x->subject < y->subject : x->counts < y->counts;
}

kh_status cases_sorted(const struct state *t, struct repeat_case **out, kh_err *e)
{
    *out = NULL;
    if (!t->cases.len)
        return KH_OK;
    *out = memory_resize(t, NULL, t->cases.len, sizeof **out, e);
    if (!*out)
        return KH_ENOMEM;
    memcpy(*out, t->cases.of, t->cases.len * sizeof **out);
    memory_sort(*out, t->cases.len, sizeof **out, case_before);
    return KH_OK;
}

kh_status cases_repeats(const struct state *t, int64_t *repeats, uint32_t n, kh_err *e)
{
    const uint64_t limit = (uint64_t)(t->inst->param[PARAM_REPEAT_DAYS].u.i * 24 * HOUR_US);
    struct repeat_case *c = NULL;
    kh_status rc = cases_sorted(t, &c, e);
    uint32_t start = 0; /* first case of this one's instant */
    for (uint32_t i = 0; !rc && c && i < t->cases.len; i++) {
        if (c[i].subject >= n) {
            rc = kh_fail(e, KH_ESTATE, "a complaint belongs to unit %u of %u", c[i].subject,
                         n);
            break;
        }
        if (i && (c[i].customer != c[start].customer || c[i].cause != c[start].cause ||
                  c[i].at != c[start].at))
            start = i;
        const struct repeat_case *earlier = start ? &c[start - 1] : NULL;
        if (c[i].counts && earlier && earlier->customer == c[i].customer &&
            earlier->cause == c[i].cause &&
            (uint64_t)c[i].at - (uint64_t)earlier->at <= limit) /* R10 */
            repeats[c[i].subject]++;
    }
    memory_free(t, c);
    return rc;
}

void cases_end(struct state *t)
{
    memory_free(t, t->cases.of);
}
