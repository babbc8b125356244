/* SPDX-License-Identifier: Apache-2.0 */
/* proof_spans.c - sets of scores: closed spans, ascending and apart.
 *
 * A set that would need more than SPANS_MAX of them joins neighbours and is `loose` from
 * then on: it still holds every score that exists, so that what lies outside of it is
 * proved not to. */
#include "score/proof_parts.h"

#include <stdlib.h>

enum { SPANS_MAX = 500 };

static void put(struct proof *p, struct arena *a, struct spans *s, const mpq_t lo,
                const mpq_t hi)
{
    struct reach_span *to = arena_push(a, (void **)&s->at, &s->n, &s->cap, sizeof *to);
    if (!to || !fixed_keep(a, to->lo, lo) || !fixed_keep(a, to->hi, hi))
        p->failed = true;
}

void spans_put(struct proof *p, struct spans *s, const mpq_t lo, const mpq_t hi)
{
    put(p, p->work, s, lo, hi);
}

static int span_compare(const void *a, const void *b)
{
    const struct reach_span *x = a, *y = b;
    int order = mpq_cmp(x->lo, y->lo);
    return order ? order : mpq_cmp(x->hi, y->hi);
}

/* Neighbours become one, in pairs. */
static void halve(struct spans *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i += 2, n++) {
        s->at[n].lo[0] = s->at[i].lo[0];
        s->at[n].hi[0] = s->at[i + 1 < s->n ? i + 1 : i].hi[0];
    }
    s->n = n;
    s->loose = true;
}

static void order(struct spans *s)
{
    uint32_t n = 0;
    if (!s->n)
        return;
    qsort(s->at, s->n, sizeof *s->at, span_compare);
    for (uint32_t i = 1; i < s->n; i++) {
        if (mpq_cmp(s->at[i].lo, s->at[n].hi) > 0)
            s->at[++n] = s->at[i];
        else if (mpq_cmp(s->at[i].hi, s->at[n].hi) > 0)
            s->at[n].hi[0] = s->at[i].hi[0];
    }
    s->n = n + 1;
    while (s->n > SPANS_MAX)
        halve(s);
}

void spans_settle(struct proof *p, struct spans *s)
{
    if (!p->failed)
        order(s);
}

void spans_join(struct proof *p, struct spans *s, const struct spans *more)
{
    for (uint32_t i = 0; i < more->n; i++)
        spans_put(p, s, more->at[i].lo, more->at[i].hi);
    s->loose = s->loose || more->loose;
    spans_settle(p, s);
}

/* The sums are many and live in an arena of their own until they are in order. */
void spans_add(struct proof *p, struct spans *s, const struct spans *more)
{
    struct arena a;
    struct spans sums = { .loose = s->loose || more->loose };
    mpq_t lo, hi;
    arena_init(&a, 0);
    mpq_inits(lo, hi, NULL);
    for (uint32_t i = 0; i < s->n && !p->failed; i++)
        for (uint32_t k = 0; k < more->n; k++) {
            mpq_add(lo, s->at[i].lo, more->at[k].lo);
            mpq_add(hi, s->at[i].hi, more->at[k].hi);
            put(p, &a, &sums, lo, hi);
        }
    if (!p->failed)
        order(&sums);
    *s = (struct spans){ .loose = sums.loose };
    for (uint32_t i = 0; i < sums.n && !p->failed; i++)
        spans_put(p, s, sums.at[i].lo, sums.at[i].hi);
    mpq_clears(lo, hi, NULL);
    arena_end(&a);
}

void spans_scale(struct proof *p, struct spans *s, const mpq_t by)
{
    struct spans out = { .loose = s->loose };
    mpq_t lo, hi;
    mpq_inits(lo, hi, NULL);
    for (uint32_t i = 0; i < s->n; i++) {
        mpq_mul(lo, s->at[i].lo, by);
        mpq_mul(hi, s->at[i].hi, by);
        if (mpq_cmp(lo, hi) > 0)
            mpq_swap(lo, hi);
        spans_put(p, &out, lo, hi);
    }
    spans_settle(p, &out);
    *s = out;
    mpq_clears(lo, hi, NULL);
}

void spans_clamp(struct proof *p, struct spans *s, mpq_srcptr lo, mpq_srcptr hi)
{
    for (uint32_t i = 0; i < s->n; i++) {
        struct reach_span *at = &s->at[i];
        if (lo && mpq_cmp(at->lo, lo) < 0)
            at->lo[0] = *lo;
        if (lo && mpq_cmp(at->hi, lo) < 0)
            at->hi[0] = *lo;
        if (hi && mpq_cmp(at->lo, hi) > 0)
            at->lo[0] = *hi;
        if (hi && mpq_cmp(at->hi, hi) > 0)
            at->hi[0] = *hi;
    }
    spans_settle(p, s);
}

void spans_choose(struct proof *p, struct spans *s, const struct spans *more, bool greater)
{
    if (!s->n || !more->n) {
        spans_join(p, s, more);
        return;
    }
    struct reach_span a = { 0 };
    a.lo[0] = s->at[0].lo[0];
    a.hi[0] = s->at[s->n - 1].hi[0];
    spans_join(p, s, more);
    if (greater)
        spans_clamp(p, s, mpq_cmp(a.lo, more->at[0].lo) > 0 ? a.lo : more->at[0].lo, NULL);
    else
        spans_clamp(p, s, NULL,
                    mpq_cmp(a.hi, more->at[more->n - 1].hi) < 0 ? a.hi
                                                                : more->at[more->n - 1].hi);
}

void spans_round(struct proof *p, struct spans *s, int32_t digits, enum round_mode mode)
{
    struct spans out = { .loose = s->loose };
    mpq_t lo, hi;
    mpq_inits(lo, hi, NULL);
    for (uint32_t i = 0; i < s->n; i++) {
        num_round(lo, s->at[i].lo, digits, mode);
        num_round(hi, s->at[i].hi, digits, mode);
        spans_put(p, &out, lo, hi);
    }
    spans_settle(p, &out);
    *s = out;
    mpq_clears(lo, hi, NULL);
}

void spans_fill(struct spans *s)
{
    if (s->n < 2)
        return;
    s->at[0].hi[0] = s->at[s->n - 1].hi[0];
    s->n = 1;
}
