/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.c - see ledger.h.
 *
 * New rows are appended behind the settled ones.  When the array is full it is settled
 * first, and doubled only if that left it more than half full: memory follows the number
 * of distinct keys, and each row is sorted a logarithmic number of times.  The sort is a
 * heap sort: in place, no memory, no worst case; equal rows cannot be told apart. */
#include "ledger.h"

#include <kaohe/sdk.h>

enum { LEDGER_FIRST = 16 }; /* rows of a first allocation */

void ledger_init(ledger *l, const ledger_kind *kind, const kh_host *host)
{
    *l = (ledger){ .kind = kind, .host = host };
}

void ledger_free(ledger *l)
{
    if (l->row)
        l->host->resize(l->host->ctx, l->row, 0);
    l->row = NULL;
    l->len = l->cap = l->sorted = 0;
}

static int rows_compare(const int64_t *a, const int64_t *b, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

static void sift_down(int64_t *rows, size_t at, size_t n, uint32_t width, uint32_t keys)
{
    int64_t held[LEDGER_WIDTH_MAX];
    size_t size = width * sizeof *rows, child;
    memcpy(held, rows + at * width, size);
    for (; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n &&
            rows_compare(rows + child * width, rows + (child + 1) * width, keys) < 0)
            child++;
        if (rows_compare(held, rows + child * width, keys) >= 0)
            break;
        memcpy(rows + at * width, rows + child * width, size);
    }
    memcpy(rows + at * width, held, size);
}

static void rows_sort(int64_t *rows, size_t n, uint32_t width, uint32_t keys)
{
    int64_t held[LEDGER_WIDTH_MAX];
    size_t size = width * sizeof *rows;
    for (size_t i = n / 2; i-- > 0;)
        sift_down(rows, i, n, width, keys);
    for (size_t i = n; i-- > 1;) {
        memcpy(held, rows, size);
        memcpy(rows, rows + i * width, size);
        memcpy(rows + i * width, held, size);
        sift_down(rows, 0, i, width, keys);
    }
}

/* Add up the sums of sorted rows with equal keys. */
static kh_status rows_combine(ledger *l, kh_err *e)
{
    uint32_t width = ledger_width(l->kind), keys = l->kind->keys;
    size_t kept = 0;
    for (size_t i = 0; i < l->len; i++) {
        const int64_t *row = ledger_row(l, i);
        int64_t *last = kept ? l->row + (kept - 1) * width : NULL;
        if (!last || rows_compare(last, row, keys)) {
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

kh_status ledger_settle(ledger *l, kh_err *e)
{
    if (l->sorted == l->len)
        return KH_OK;
    rows_sort(l->row, l->len, ledger_width(l->kind), l->kind->keys);
    kh_status rc = l->kind->sums ? rows_combine(l, e) : KH_OK;
    l->sorted = rc ? 0 : l->len;
    return rc;
}

static kh_status reserve(ledger *l, size_t cap, kh_err *e)
{
    size_t size = ledger_width(l->kind) * sizeof *l->row;
    if (cap <= l->cap)
        return KH_OK;
    int64_t *row =
        cap > SIZE_MAX / size ? NULL : l->host->resize(l->host->ctx, l->row, cap * size);
    if (!row)
        return kh_fail(e, KH_ENOMEM, "%s: no memory for %zu rows", l->kind->name, cap);
    l->row = row;
    l->cap = cap;
    return KH_OK;
}

kh_status ledger_add(ledger *l, const int64_t *row, kh_err *e)
{
    uint32_t width = ledger_width(l->kind);
    if (l->len == l->cap) {
        kh_status rc = l->kind->sums ? ledger_settle(l, e) : KH_OK;
        if (!rc && l->len >= l->cap / 2)
            rc = reserve(l, l->cap ? 2 * l->cap : LEDGER_FIRST, e);
        if (rc)
            return rc;
    }
    memcpy(l->row + l->len++ * width, row, width * sizeof *row);
    return KH_OK;
}

kh_status ledger_copy(ledger *out, const ledger *from, kh_err *e)
{
    ledger_init(out, from->kind, from->host);
    kh_status rc = from->len ? reserve(out, from->len, e) : KH_OK;
    if (rc)
        return rc;
    if (from->len)
        memcpy(out->row, from->row,
               from->len * ledger_width(from->kind) * sizeof *out->row);
    out->len = from->len;
    out->sorted = from->sorted;
    return ledger_settle(out, e);
}

kh_status ledger_merge(ledger *into, const ledger *from, const kh_merge *m, kh_err *e)
{
    const ledger_kind *kind = from->kind;
    kh_status rc = KH_OK;
    for (size_t i = 0; !rc && i < from->len; i++) {
        int64_t row[LEDGER_WIDTH_MAX];
        memcpy(row, ledger_row(from, i), ledger_width(kind) * sizeof *row);
        for (uint32_t k = 0; !rc && k < kind->keys; k++) {
            int32_t space = kind->col[k].space;
            if (space == LEDGER_NUMBER || row[k] < 0)
                continue;
            if ((uint32_t)space >= m->spaces || row[k] >= m->from_len[space])
                rc = kh_fail(e, KH_ESTATE, "%s: id %lld is not in the state's space %d",
                             kind->name, (long long)row[k], (int)space);
            else
                row[k] = m->remap[space][row[k]];
        }
        if (!rc)
            rc = ledger_add(into, row, e);
    }
    return rc;
}

kh_status ledger_save(const ledger *l, const kh_sink *out, kh_err *e)
{
    ledger copy;
    unsigned char bytes[8 * LEDGER_WIDTH_MAX];
    uint32_t width = ledger_width(l->kind);
    kh_status rc = ledger_copy(&copy, l, e);
    if (!rc) {
        kh_put64(bytes, (int64_t)copy.len);
        rc = out->write(out->ctx, bytes, 8);
    }
    for (size_t i = 0; !rc && i < copy.len; i++) {
        for (uint32_t k = 0; k < width; k++)
            kh_put64(bytes + 8 * k, ledger_row(&copy, i)[k]);
        rc = out->write(out->ctx, bytes, 8 * (size_t)width);
    }
    ledger_free(&copy);
    return rc;
}

static int row_is_valid(const ledger_kind *kind, const int64_t *row)
{
    for (uint32_t k = 0; k < ledger_width(kind); k++)
        if (row[k] < kind->col[k].min || row[k] > kind->col[k].max)
            return 0;
    return 1;
}

kh_status ledger_load(ledger *l, const kh_source *in, kh_err *e)
{
    unsigned char bytes[8 * LEDGER_WIDTH_MAX];
    uint32_t width = ledger_width(l->kind);
    kh_status rc = in->read(in->ctx, bytes, 8);
    uint64_t n = rc ? 0 : (uint64_t)kh_get64(bytes);
    for (uint64_t i = 0; !rc && i < n; i++) { /* grows as bytes really arrive */
        int64_t row[LEDGER_WIDTH_MAX];
        rc = in->read(in->ctx, bytes, 8 * (size_t)width);
        for (uint32_t k = 0; !rc && k < width; k++)
            row[k] = kh_get64(bytes + 8 * k);
        int order = !rc && i ? rows_compare(ledger_row(l, i - 1), row, l->kind->keys) : -1;
        if (!rc && (!row_is_valid(l->kind, row) || order > 0 || (!order && l->kind->sums)))
            rc = kh_fail(e, KH_ESTATE, "%s: row %llu of the saved state is damaged",
                         l->kind->name, (unsigned long long)i);
        if (!rc)
            rc = ledger_add(l, row, e);
        l->sorted = rc ? 0 : l->len;
    }
    return rc;
}

kh_status ledger_check(const ledger *l, const uint32_t *space_len, uint32_t spaces,
                       kh_err *e)
{
    for (size_t i = 0; i < l->len; i++)
        for (uint32_t k = 0; k < l->kind->keys; k++) {
            int32_t space = l->kind->col[k].space;
            int64_t id = ledger_row(l, i)[k];
            if (space != LEDGER_NUMBER && id >= 0 &&
                ((uint32_t)space >= spaces || id >= space_len[space]))
                return kh_fail(e, KH_ESTATE, "%s: id %lld is not in space %d",
                               l->kind->name, (long long)id, (int)space);
        }
    return KH_OK;
}

/* The first row that is not before `key` (after = 0) or that is after it (after = 1). */
static size_t bound(const ledger *l, const int64_t *key, uint32_t n, int after)
{
    size_t lo = 0, hi = l->len;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (rows_compare(ledger_row(l, mid), key, n) < after)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

void ledger_find(const ledger *l, const int64_t *key, uint32_t n, size_t *lo, size_t *hi)
{
    *lo = bound(l, key, n, 0);
    *hi = bound(l, key, n, 1);
}
