/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/ledger.h - rows of int64 in which equal keys are one row: a mergeable store.
 *
 * For states that keep records, not only sums.  A ledger of a kind with `sums` adds up the
 * sums of rows with equal keys; one without is a bag and keeps every row.  Rows come in any
 * order; sorted and combined they are a pure function of what was added, whatever the
 * order, grouping or number of merges, so the domain may declare KH_EXACT.  Columns that
 * hold ids of a key space follow a merge's remap.  All memory is the host's.
 * Thread contract: one thread at a time per ledger.
 *
 * New rows are appended behind the settled ones.  When the array is full it is settled
 * first, and doubled only if that left it more than half full: memory follows the number
 * of distinct keys, and each row is sorted a logarithmic number of times.  The sort is a
 * heap sort: in place, no memory, no worst case; equal rows cannot be told apart. */
#ifndef KH_LEDGER_H
#define KH_LEDGER_H

#include "sdk.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KH_LEDGER_WIDTH_MAX = 16, KH_LEDGER_NUMBER = -1 };
enum { KH_LEDGER_FIRST = 16 }; /* rows of a first allocation */

/* One column: ids of a key space from `min` (0, or -1 for "none"), or a number. */
typedef struct kh_ledger_col {
    int32_t space; /* KH_LEDGER_NUMBER or an index */
    int64_t min, max;
} kh_ledger_col;

typedef struct kh_ledger_kind {
    const char *name; /* for messages */
    const kh_ledger_col *col;
    uint32_t keys, sums; /* keys first; keys + sums <= KH_LEDGER_WIDTH_MAX */
} kh_ledger_kind;

typedef struct kh_ledger {
    const kh_ledger_kind *kind;
    const kh_host *host;
    int64_t *row; /* row[i * width + k] */
    size_t len, cap;
    size_t sorted; /* rows from the start that are sorted and combined */
} kh_ledger;

static inline uint32_t kh_ledger_width(const kh_ledger_kind *k)
{
    return k->keys + k->sums;
}
static inline const int64_t *kh_ledger_row(const kh_ledger *l, size_t i)
{
    return l->row + i * kh_ledger_width(l->kind);
}

static inline void kh_ledger_init(kh_ledger *l, const kh_ledger_kind *kind,
                                  const kh_host *host)
{
    memset(l, 0, sizeof *l);
    l->kind = kind;
    l->host = host;
}

static inline void kh_ledger_free(kh_ledger *l)
{
    if (l->row)
        l->host->resize(l->host->ctx, l->row, 0);
    l->row = NULL;
    l->len = l->cap = l->sorted = 0;
}

static inline int kh_ledger_compare(const int64_t *a, const int64_t *b, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

static inline void kh_ledger_sift_down(int64_t *rows, size_t at, size_t n, uint32_t width,
                                       uint32_t keys)
{
    int64_t held[KH_LEDGER_WIDTH_MAX];
    size_t size = width * sizeof *rows, child;
    memcpy(held, rows + at * width, size);
    for (; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n &&
            kh_ledger_compare(rows + child * width, rows + (child + 1) * width, keys) < 0)
            child++;
        if (kh_ledger_compare(held, rows + child * width, keys) >= 0)
            break;
        memcpy(rows + at * width, rows + child * width, size);
    }
    memcpy(rows + at * width, held, size);
}

static inline void kh_ledger_sort(int64_t *rows, size_t n, uint32_t width, uint32_t keys)
{
    int64_t held[KH_LEDGER_WIDTH_MAX];
    size_t size = width * sizeof *rows;
    for (size_t i = n / 2; i-- > 0;)
        kh_ledger_sift_down(rows, i, n, width, keys);
    for (size_t i = n; i-- > 1;) {
        memcpy(held, rows, size);
        memcpy(rows, rows + i * width, size);
        memcpy(rows + i * width, held, size);
        kh_ledger_sift_down(rows, 0, i, width, keys);
    }
}

/* Add up the sums of sorted rows with equal keys. */
static inline kh_status kh_ledger_combine(kh_ledger *l, kh_err *e)
{
    uint32_t width = kh_ledger_width(l->kind), keys = l->kind->keys;
    size_t kept = 0;
    for (size_t i = 0; i < l->len; i++) {
        const int64_t *row = kh_ledger_row(l, i);
        int64_t *last = kept ? l->row + (kept - 1) * width : NULL;
        if (!last || kh_ledger_compare(last, row, keys)) {
            memmove(l->row + kept++ * width, row, width * sizeof *row);
            continue;
        }
        for (uint32_t k = keys; k < width; k++)
            if (kh_add(&last[k], row[k]))
                return kh_fail(e, KH_ERANGE, "%s: a sum leaves its type", l->kind->name);
    }
    l->len = kept;
    return KH_OK;
}

/* Sort and combine in place. */
static inline kh_status kh_ledger_settle(kh_ledger *l, kh_err *e)
{
    if (l->sorted == l->len)
        return KH_OK;
    kh_ledger_sort(l->row, l->len, kh_ledger_width(l->kind), l->kind->keys);
    kh_status rc = l->kind->sums ? kh_ledger_combine(l, e) : KH_OK;
    l->sorted = rc ? 0 : l->len;
    return rc;
}

static inline kh_status kh_ledger_reserve(kh_ledger *l, size_t cap, kh_err *e)
{
    size_t size = kh_ledger_width(l->kind) * sizeof *l->row;
    if (cap <= l->cap)
        return KH_OK;
    int64_t *row = cap > SIZE_MAX / size
                       ? NULL
                       : (int64_t *)l->host->resize(l->host->ctx, l->row, cap * size);
    if (!row)
        return kh_fail(e, KH_ENOMEM, "%s: no memory for %zu rows", l->kind->name, cap);
    l->row = row;
    l->cap = cap;
    return KH_OK;
}

/* Append one row of the kind's width.  KH_ENOMEM, KH_ERANGE: a sum left int64. */
static inline kh_status kh_ledger_add(kh_ledger *l, const int64_t *row, kh_err *e)
{
    uint32_t width = kh_ledger_width(l->kind);
    if (l->len == l->cap) {
        kh_status rc = l->kind->sums ? kh_ledger_settle(l, e) : KH_OK;
        if (!rc && l->len >= l->cap / 2)
            rc = kh_ledger_reserve(l, l->cap ? 2 * l->cap : (size_t)KH_LEDGER_FIRST, e);
        if (rc)
            return rc;
    }
    memcpy(l->row + l->len++ * width, row, width * sizeof *row);
    return KH_OK;
}

/* A settled copy; the caller frees it, after a failure too. */
static inline kh_status kh_ledger_copy(kh_ledger *out, const kh_ledger *from, kh_err *e)
{
    kh_ledger_init(out, from->kind, from->host);
    kh_status rc = from->len ? kh_ledger_reserve(out, from->len, e) : KH_OK;
    if (rc)
        return rc;
    if (from->len)
        memcpy(out->row, from->row,
               from->len * kh_ledger_width(from->kind) * sizeof *out->row);
    out->len = from->len;
    out->sorted = from->sorted;
    return kh_ledger_settle(out, e);
}

/* Add all rows of `from` under the ids of `into`.  KH_ESTATE: an id beyond the remap. */
static inline kh_status kh_ledger_merge(kh_ledger *into, const kh_ledger *from,
                                        const kh_merge *m, kh_err *e)
{
    const kh_ledger_kind *kind = from->kind;
    kh_status rc = KH_OK;
    for (size_t i = 0; !rc && i < from->len; i++) {
        int64_t row[KH_LEDGER_WIDTH_MAX];
        memcpy(row, kh_ledger_row(from, i), kh_ledger_width(kind) * sizeof *row);
        for (uint32_t k = 0; !rc && k < kind->keys; k++) {
            int32_t space = kind->col[k].space;
            if (space == KH_LEDGER_NUMBER || row[k] < 0)
                continue;
            if ((uint32_t)space >= m->spaces || row[k] >= m->from_len[space])
                rc = kh_fail(e, KH_ESTATE, "%s: id %lld is not in the state's space %d",
                             kind->name, (long long)row[k], (int)space);
            else
                row[k] = m->remap[space][row[k]];
        }
        if (!rc)
            rc = kh_ledger_add(into, row, e);
    }
    return rc;
}

/* Equal ledgers write equal bytes. */
static inline kh_status kh_ledger_save(const kh_ledger *l, const kh_sink *out, kh_err *e)
{
    kh_ledger copy;
    unsigned char bytes[8 * KH_LEDGER_WIDTH_MAX];
    uint32_t width = kh_ledger_width(l->kind);
    kh_status rc = kh_ledger_copy(&copy, l, e);
    if (!rc) {
        kh_put64(bytes, (int64_t)copy.len);
        rc = out->write(out->ctx, bytes, 8);
    }
    for (size_t i = 0; !rc && i < copy.len; i++) {
        for (uint32_t k = 0; k < width; k++)
            kh_put64(bytes + 8 * k, kh_ledger_row(&copy, i)[k]);
        rc = out->write(out->ctx, bytes, 8 * (size_t)width);
    }
    kh_ledger_free(&copy);
    return rc;
}

static inline int kh_ledger_row_is_valid(const kh_ledger_kind *kind, const int64_t *row)
{
    for (uint32_t k = 0; k < kh_ledger_width(kind); k++)
        if (row[k] < kind->col[k].min || row[k] > kind->col[k].max)
            return 0;
    return 1;
}

/* Survives any bytes: KH_ESTATE for what kh_ledger_save cannot have written. */
static inline kh_status kh_ledger_load(kh_ledger *l, const kh_source *in, kh_err *e)
{
    unsigned char bytes[8 * KH_LEDGER_WIDTH_MAX];
    uint32_t width = kh_ledger_width(l->kind);
    kh_status rc = in->read(in->ctx, bytes, 8);
    uint64_t n = rc ? 0 : (uint64_t)kh_get64(bytes);
    for (uint64_t i = 0; !rc && i < n; i++) { /* grows as bytes really arrive */
        int64_t row[KH_LEDGER_WIDTH_MAX];
        rc = in->read(in->ctx, bytes, 8 * (size_t)width);
        for (uint32_t k = 0; !rc && k < width; k++)
            row[k] = kh_get64(bytes + 8 * k);
        int order =
            !rc && i ? kh_ledger_compare(kh_ledger_row(l, i - 1), row, l->kind->keys) : -1;
        if (!rc && (!kh_ledger_row_is_valid(l->kind, row) || order > 0 ||
                    (!order && l->kind->sums)))
            rc = kh_fail(e, KH_ESTATE, "%s: row %llu of the saved state is damaged",
                         l->kind->name, (unsigned long long)i);
        if (!rc)
            rc = kh_ledger_add(l, row, e);
        l->sorted = rc ? 0 : l->len;
    }
    return rc;
}

/* KH_ESTATE unless every id is below its space's length. */
static inline kh_status kh_ledger_check(const kh_ledger *l, const uint32_t *space_len,
                                        uint32_t spaces, kh_err *e)
{
    for (size_t i = 0; i < l->len; i++)
        for (uint32_t k = 0; k < l->kind->keys; k++) {
            int32_t space = l->kind->col[k].space;
            int64_t id = kh_ledger_row(l, i)[k];
            if (space != KH_LEDGER_NUMBER && id >= 0 &&
                ((uint32_t)space >= spaces || id >= space_len[space]))
                return kh_fail(e, KH_ESTATE, "%s: id %lld is not in space %d",
                               l->kind->name, (long long)id, (int)space);
        }
    return KH_OK;
}

/* The first row that is not before `key` (after = 0) or that is after it (after = 1). */
static inline size_t kh_ledger_bound(const kh_ledger *l, const int64_t *key, uint32_t n,
                                     int after)
{
    size_t lo = 0, hi = l->len;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (kh_ledger_compare(kh_ledger_row(l, mid), key, n) < after)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The rows [*lo, *hi) of a settled ledger whose first `n` keys equal `key`. */
static inline void kh_ledger_find(const kh_ledger *l, const int64_t *key, uint32_t n,
                                  size_t *lo, size_t *hi)
{
    *lo = kh_ledger_bound(l, key, n, 0);
    *hi = kh_ledger_bound(l, key, n, 1);
}

#ifdef __cplusplus
}
#endif
#endif
