/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/bag.h - all values of a subject, exactly: for percentiles, shares, extremes.
 *
 * A bag is a sorted list of (value, count) pairs, so that its memory follows the number of
 * distinct values.  Merging is merging of sorted lists: whatever the order, chunks or tree,
 * the same values make the same bag, and the domain may declare KH_EXACT.  `kh_bags` holds
 * one bag for each subject.
 *
 * Added values wait behind the sorted ones until kh_bag_settle; everything that asks, saves
 * or merges wants settled bags.  So call kh_bags_settle once at the end of `consume`, and
 * between callbacks all is in order. */
#ifndef KH_BAG_H
#define KH_BAG_H

#include "stat.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KH_BAG_FIRST = 16 };

typedef struct kh_bag_pair {
    int64_t value, count;
} kh_bag_pair;

/* Zeroed is empty. */
typedef struct kh_bag {
    kh_bag_pair *pair;
    uint32_t len, cap;
    uint32_t sorted; /* pairs from the start that are in order, each value once */
    uint32_t reserved;
    int64_t total; /* values in the bag */
} kh_bag;

/* ---- One bag --------------------------------------------------------------- */

static inline void kh_bag_free(const kh_host *h, kh_bag *b)
{
    kh_free(h, b->pair);
    memset(b, 0, sizeof *b);
}

/* Room for `cap` pairs.  KH_ENOMEM. */
static inline kh_status kh_bag_reserve(const kh_host *h, kh_bag *b, uint32_t cap, kh_err *e)
{
    if (cap <= b->cap)
        return KH_OK;
    kh_bag_pair *p = (kh_bag_pair *)kh_grow(h, b->pair, cap, sizeof *p, e);
    if (!p)
        return KH_ENOMEM;
    b->pair = p;
    b->cap = cap;
    return KH_OK;
}

static inline void kh_bag_sink(kh_bag_pair *p, uint32_t at, uint32_t n)
{
    kh_bag_pair held = p[at];
    for (uint32_t child; at < n / 2; at = child) {
        child = 2 * at + 1;
        if (child + 1 < n && p[child].value < p[child + 1].value)
            child++;
        if (held.value >= p[child].value)
            break;
        p[at] = p[child];
    }
    p[at] = held;
}

/* Heap sort: in place, no worst case; pairs of one value are about to be added up. */
static inline void kh_bag_sort(kh_bag_pair *p, uint32_t n)
{
    for (uint32_t i = n / 2; i-- > 0;)
        kh_bag_sink(p, i, n);
    for (uint32_t i = n; i-- > 1;) {
        kh_bag_pair held = p[0];
        p[0] = p[i];
        p[i] = held;
        kh_bag_sink(p, 0, i);
    }
}

/* Neighbours of one value become one pair; returns how many are left.  Counts cannot
 * overflow, because the bag's total did not. */
static inline uint32_t kh_bag_join(kh_bag_pair *p, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept && p[kept - 1].value == p[i].value)
            p[kept - 1].count += p[i].count;
        else
            p[kept++] = p[i];
    }
    return kept;
}

/* The sorted `a` pairs in place and the sorted `b` of `more` become one list, filled from
 * its end; there is room for both. */
static inline void kh_bag_weave(kh_bag_pair *p, uint32_t a, const kh_bag_pair *more,
                                uint32_t b)
{
    while (b) {
        if (a && p[a - 1].value > more[b - 1].value) {
            p[a + b - 1] = p[a - 1];
            a--;
        } else {
            p[a + b - 1] = more[b - 1];
            b--;
        }
    }
}

/* Bring what was added into order.  KH_ENOMEM: all is as it was. */
static inline kh_status kh_bag_settle(const kh_host *h, kh_bag *b, kh_err *e)
{
    kh_bag_pair *tail = NULL;
    uint32_t n = b->len - b->sorted;
    if (!n)
        return KH_OK;
    kh_bag_sort(b->pair + b->sorted, n);
    if (b->sorted && b->pair[b->sorted - 1].value > b->pair[b->sorted].value) {
        tail = (kh_bag_pair *)kh_grow(h, NULL, n, sizeof *tail, e);
        if (!tail)
            return KH_ENOMEM;
        memcpy(tail, b->pair + b->sorted, n * sizeof *tail);
        kh_bag_weave(b->pair, b->sorted, tail, n);
        kh_free(h, tail);
    }
    b->len = b->sorted = kh_bag_join(b->pair, b->len);
    return KH_OK;
}

/* `count` more of one value; `count` is at least 1.  KH_ENOMEM, KH_ERANGE. */
static inline kh_status kh_bag_add(const kh_host *h, kh_bag *b, int64_t value,
                                   int64_t count, kh_err *e)
{
    kh_status rc = KH_OK;
    if (count < 1)
        return kh_fail(e, KH_EBUG, "a bag takes at least one of a value");
    if (b->len == b->cap) {
        rc = kh_bag_settle(h, b, e);
        if (!rc && b->len >= b->cap / 2) {
            uint32_t cap = b->cap ? b->cap * 2 : (uint32_t)KH_BAG_FIRST;
            if (cap <= b->cap)
                return kh_fail(e, KH_ERANGE, "more than %u distinct values", b->len);
            rc = kh_bag_reserve(h, b, cap, e);
        }
    }
    if (rc)
        return rc;
    if (kh_add(&b->total, count))
        return kh_fail(e, KH_ERANGE, "the number of values overflows");
    b->pair[b->len].value = value;
    b->pair[b->len++].count = count;
    return KH_OK;
}

static inline int kh_bag_is_settled(const kh_bag *b)
{
    return b->sorted == b->len;
}

/* All of `from` into `into`, both settled.  After a failure `into` is as it was. */
static inline kh_status kh_bag_merge(const kh_host *h, kh_bag *into, const kh_bag *from,
                                     kh_err *e)
{
    int64_t total = into->total;
    if (!kh_bag_is_settled(into) || !kh_bag_is_settled(from))
        return kh_fail(e, KH_EBUG, "a bag is merged before it is settled");
    if (kh_add(&total, from->total))
        return kh_fail(e, KH_ERANGE, "the number of values overflows");
    if (!from->len)
        return KH_OK;
    if (from->len > UINT32_MAX - into->len)
        return kh_fail(e, KH_ERANGE, "more than %u distinct values", into->len);
    kh_status rc = kh_bag_reserve(h, into, into->len + from->len, e);
    if (rc)
        return rc;
    kh_bag_weave(into->pair, into->len, from->pair, from->len);
    into->len = into->sorted = kh_bag_join(into->pair, into->len + from->len);
    into->total = total;
    return KH_OK;
}

/* ---- Questions to a settled bag ------------------------------------------- */

/* *value = the n-th of the sorted values, counted from 1.  Nonzero: there is none. */
static inline int kh_bag_nth(const kh_bag *b, int64_t n, int64_t *value)
{
    if (n < 1 || n > b->total || !kh_bag_is_settled(b))
        return 1;
    uint32_t i = 0;
    for (; b->pair[i].count < n; i++)
        n -= b->pair[i].count;
    *value = b->pair[i].value;
    return 0;
}

/* Nearest rank: value number ceil(permille x n / 1000) of the sorted values, the first for
 * 0.  Nonzero: the bag is empty, or permille is above 1000. */
static inline int kh_bag_percentile(const kh_bag *b, uint32_t permille, int64_t *value)
{
    return permille > KH_PERMILLE || kh_bag_nth(b, kh_rank(b->total, permille), value);
}

/* How many values are at most `limit`. */
static inline int64_t kh_bag_within(const kh_bag *b, int64_t limit)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < b->len && b->pair[i].value <= limit; i++)
        n += b->pair[i].count;
    return n;
}

/* The sum of all but the `cut` lowest and the `cut` highest values: a trimmed mean is it by
 * total - 2 cut.  Nonzero: there are fewer than 2 cut, or the sum leaves its type. */
static inline int kh_bag_trimmed(const kh_bag *b, int64_t cut, int64_t *sum)
{
    int64_t all = 0, low = 0, high = b->total;
    if (cut < 0 || cut > b->total / 2)
        return 1;
    for (uint32_t i = 0, k = b->len; i < k;) { /* both ends in turn: signs cancel early */
        int lowest = all > 0;
        const kh_bag_pair *p = lowest ? &b->pair[i++] : &b->pair[--k];
        high -= lowest ? 0 : p->count;
        if (kh_add_mul(&all, p->value,
                       kh_kept(lowest ? low : high, p->count, cut, b->total)))
            return 1;
        low += lowest ? p->count : 0;
    }
    *sum = all;
    return 0;
}

/* Nonzero: the sum leaves its type. */
static inline int kh_bag_sum(const kh_bag *b, int64_t *sum)
{
    return kh_bag_trimmed(b, 0, sum);
}

/* Nonzero: the bag is empty. */
static inline int kh_bag_min(const kh_bag *b, int64_t *value)
{
    return kh_bag_nth(b, 1, value);
}
static inline int kh_bag_max(const kh_bag *b, int64_t *value)
{
    return kh_bag_nth(b, b->total, value);
}

/* ---- Bytes ----------------------------------------------------------------- */

/* Equal bags write equal bytes: the number of pairs, then value and count of each. */
static inline kh_status kh_bag_save(const kh_bag *b, const kh_sink *out, kh_err *e)
{
    unsigned char bytes[16];
    if (!kh_bag_is_settled(b))
        return kh_fail(e, KH_EBUG, "a bag is saved before it is settled");
    kh_put64(bytes, b->len);
    kh_status rc = out->write(out->ctx, bytes, 8);
    for (uint32_t i = 0; !rc && i < b->len; i++) {
        kh_put64(bytes, b->pair[i].value);
        kh_put64(bytes + 8, b->pair[i].count);
        rc = out->write(out->ctx, bytes, 16);
    }
    return rc;
}

/* Into an empty bag.  Survives any bytes: KH_ESTATE for what kh_bag_save cannot have
 * written; grows only as bytes really arrive.  The caller frees the bag in any case. */
static inline kh_status kh_bag_load(const kh_host *h, kh_bag *b, const kh_source *in,
                                    kh_err *e)
{
    unsigned char bytes[16];
    kh_status rc = in->read(in->ctx, bytes, 8);
    uint64_t n = rc ? 0 : (uint64_t)kh_get64(bytes);
    if (n > UINT32_MAX)
        return kh_fail(e, KH_ESTATE, "saved state is damaged: a bag of too many values");
    for (uint64_t i = 0; !rc && i < n; i++) {
        rc = in->read(in->ctx, bytes, 16);
        if (rc)
            break;
        int64_t value = kh_get64(bytes), count = kh_get64(bytes + 8), total = b->total;
        if (count < 1 || kh_add(&total, count) ||
            (b->len && value <= b->pair[b->len - 1].value))
            return kh_fail(e, KH_ESTATE, "saved state is damaged: value %u of a bag",
                           b->len);
        rc = kh_bag_add(h, b, value, count, e);
        b->sorted = b->len;
    }
    return rc;
}

/* ---- A bag for each subject ------------------------------------------------ */

typedef struct kh_bags {
    kh_bag *of; /* of[subject] */
    uint32_t len, cap;
} kh_bags;

/* The bag of one subject; empty for one that was never seen. */
static inline const kh_bag *kh_bags_of(const kh_bags *s, uint32_t subject)
{
    static const kh_bag none = { NULL, 0, 0, 0, 0, 0 };
    return subject < s->len ? &s->of[subject] : &none;
}

/* Bags for subjects below `len`, the new ones empty.  KH_ENOMEM. */
static inline kh_status kh_bags_grow(const kh_host *h, kh_bags *s, uint32_t len, kh_err *e)
{
    if (len > s->cap) {
        uint32_t cap = len > UINT32_MAX / 2 ? len : len * 2;
        kh_bag *p = (kh_bag *)kh_grow(h, s->of, cap, sizeof *p, e);
        if (!p)
            return KH_ENOMEM;
        s->of = p;
        s->cap = cap;
    }
    if (len > s->len) {
        memset(s->of + s->len, 0, (len - s->len) * sizeof *s->of);
        s->len = len;
    }
    return KH_OK;
}

static inline kh_status kh_bags_settle(const kh_host *h, kh_bags *s, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < s->len; i++)
        rc = kh_bag_settle(h, &s->of[i], e);
    return rc;
}

static inline kh_status kh_bags_merge(const kh_host *h, kh_bags *into, const kh_bags *from,
                                      const kh_merge *m, kh_err *e)
{
    if (from->len > m->from_len[0])
        return kh_fail(e, KH_ESTATE, "state holds %u subjects of %u", from->len,
                       m->from_len[0]);
    kh_status rc = from->len ? kh_bags_grow(h, into, m->into_len[0], e) : KH_OK;
    for (uint32_t i = 0; !rc && i < from->len; i++)
        rc = kh_bag_merge(h, &into->of[m->remap[0][i]], &from->of[i], e);
    return rc;
}

/* Trailing empty bags are not written: equal contents, equal bytes. */
static inline kh_status kh_bags_save(const kh_bags *s, const kh_sink *out, kh_err *e)
{
    unsigned char bytes[8];
    uint32_t len = s->len;
    while (len && !s->of[len - 1].len)
        len--;
    kh_put64(bytes, len);
    kh_status rc = out->write(out->ctx, bytes, 8);
    for (uint32_t i = 0; !rc && i < len; i++)
        rc = kh_bag_save(&s->of[i], out, e);
    return rc;
}

/* Into empty bags; as kh_bag_load. */
static inline kh_status kh_bags_load(const kh_host *h, kh_bags *s, const kh_source *in,
                                     kh_err *e)
{
    unsigned char bytes[8];
    kh_status rc = in->read(in->ctx, bytes, 8);
    uint64_t n = rc ? 0 : (uint64_t)kh_get64(bytes);
    if (n > UINT32_MAX)
        return kh_fail(e, KH_ESTATE, "saved state is damaged: too many bags");
    for (uint32_t i = 0; !rc && i < n; i++) {
        rc = kh_bags_grow(h, s, i + 1, e);
        if (!rc)
            rc = kh_bag_load(h, &s->of[i], in, e);
    }
    if (!rc && s->len && !s->of[s->len - 1].len)
        rc = kh_fail(e, KH_ESTATE, "saved state is damaged: an empty bag at the end");
    return rc;
}

static inline void kh_bags_free(const kh_host *h, kh_bags *s)
{
    for (uint32_t i = 0; i < s->len; i++)
        kh_bag_free(h, &s->of[i]);
    kh_free(h, s->of);
    memset(s, 0, sizeof *s);
}

#ifdef __cplusplus
}
#endif
#endif
