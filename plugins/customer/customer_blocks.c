/* SPDX-License-Identifier: Apache-2.0 */
/* customer_blocks.c - dense sums per unit, and the host's memory.
 *
 * A block holds `width` sums of each unit it has seen; it stays empty until its kind of
 * input arrives, so that a call centre pays for calls only.  All blocks merge by checked
 * addition but BLOCK_MONTHS, whose numbers are sets of bits and merge by union. */
#include "customer.h"

static const uint32_t widths[N_BLOCKS] = {
    [BLOCK_CALLS] = CALLS_WIDTH,           [BLOCK_ORDERS] = ORDERS_WIDTH,
    [BLOCK_COMPLAINTS] = COMPLAINTS_WIDTH, [BLOCK_BASE] = SERVICE_SLOTS,
    [BLOCK_MONTHS] = SERVICE_SLOTS,        [BLOCK_TASKS] = 2 * N_TASKS,
    [BLOCK_COUNTED] = COUNTED_WIDTH,       [BLOCK_CONTROLS] = N_ITEMS,
};
enum { WIDEST = 32, SORT_SIZE_MAX = 64 };

void *memory_resize(const struct state *t, void *p, size_t n, size_t size, kh_err *e)
{
    const kh_host *h = t->inst->host;
    void *q = n > SIZE_MAX / size ? NULL : h->resize(h->ctx, p, n * size);
    if (!q)
        kh_fail(e, KH_ENOMEM, "no memory for %zu records of %zu bytes", n, size);
    return q;
}

void memory_free(const struct state *t, void *p)
{
    const kh_host *h = t->inst->host;
    if (p)
        h->resize(h->ctx, p, 0);
}

static void swap_records(unsigned char *a, unsigned char *b, size_t size)
{
    unsigned char keep[SORT_SIZE_MAX];
    memcpy(keep, a, size);
    memcpy(a, b, size);
    memcpy(b, keep, size);
}

/* Let the record at `root` sink to its place in the heap of n records. */
static void sink_record(unsigned char *p, uint32_t root, uint32_t n, size_t size,
                        int (*before)(const void *a, const void *b))
{
    while (root < n / 2) {
        uint32_t child = 2 * root + 1;
        if (child + 1 < n && before(p + child * size, p + (child + 1) * size))
            child++;
        if (!before(p + root * size, p + child * size))
            return;
        swap_records(p + root * size, p + child * size, size);
        root = child;
    }
}

/* Heap sort: in place, no memory of its own; a total order needs no stability. */
void memory_sort(void *base, uint32_t n, size_t size,
                 int (*before)(const void *a, const void *b))
{
    unsigned char *p = base;
    for (uint32_t i = n / 2; i-- > 0;)
        sink_record(p, i, n, size, before);
    for (uint32_t i = n; i-- > 1;) {
        swap_records(p, p + i * size, size);
        sink_record(p, 0, i, size, before);
    }
}

uint32_t blocks_width(uint32_t block)
{
    return widths[block];
}

kh_status blocks_grow(struct state *t, uint32_t block, uint32_t len, kh_err *e)
{
    struct block *b = &t->blocks.of[block];
    size_t w = widths[block];
    if (len > b->cap) {
        uint32_t cap = len > UINT32_MAX / 2 ? len : len * 2;
        int64_t *p = memory_resize(t, b->sum, cap, w * sizeof *p, e);
        if (!p)
            return KH_ENOMEM;
        b->sum = p;
        b->cap = cap;
    }
    if (len > b->len) {
        memset(b->sum + b->len * w, 0, (len - b->len) * w * sizeof *b->sum);
        b->len = len;
    }
    return KH_OK;
}

int64_t *blocks_at(struct state *t, uint32_t block, uint32_t unit)
{
    return t->blocks.of[block].sum + (size_t)unit * widths[block];
}

const int64_t *blocks_of(const struct state *t, uint32_t block, uint32_t unit)
{
    static const int64_t none[WIDEST];
    _Static_assert((int)CALLS_WIDTH <= WIDEST && (int)COMPLAINTS_WIDTH <= WIDEST &&
                       (int)COUNTED_WIDTH <= WIDEST && (int)ORDERS_WIDTH <= WIDEST,
                   "a block wider than the row of zeros");
    const struct block *b = &t->blocks.of[block];
    return unit < b->len ? b->sum + (size_t)unit * widths[block] : none;
}

static kh_status block_merge(struct state *into, const struct state *from, uint32_t block,
                             const kh_merge *m, kh_err *e)
{
    const struct block *b = &from->blocks.of[block];
    if (b->len > m->from_len[SPACE_UNIT])
        return kh_fail(e, KH_ESTATE, "state holds %u units of %u", b->len,
                       m->from_len[SPACE_UNIT]);
    kh_status rc = b->len ? blocks_grow(into, block, m->into_len[SPACE_UNIT], e) : KH_OK;
    for (uint32_t u = 0; !rc && u < b->len; u++) {
        int64_t *sum = blocks_at(into, block, m->remap[SPACE_UNIT][u]);
        const int64_t *more = blocks_of(from, block, u);
        for (uint32_t k = 0; k < widths[block]; k++) {
            if (block == BLOCK_MONTHS)
                sum[k] |= more[k];
            else if (kh_add(&sum[k], more[k]))
                return kh_fail(e, KH_ERANGE, "sum %u of block %u overflows", k, block);
        }
    }
    return rc;
}

kh_status blocks_merge(struct state *into, const struct state *from, const kh_merge *m,
                       kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t k = 0; !rc && k < N_BLOCKS; k++)
        rc = block_merge(into, from, k, m, e);
    return rc;
}

void blocks_end(struct state *t)
{
    for (uint32_t k = 0; k < N_BLOCKS; k++)
        memory_free(t, t->blocks.of[k].sum);
}
