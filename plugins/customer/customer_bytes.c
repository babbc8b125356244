/* SPDX-License-Identifier: Apache-2.0 */
/* customer_bytes.c - a state as bytes and back.
 *
 * 64-bit little-endian words: window; each block with its width and length; cells and cases
 * in order.  Order makes equal states equal bytes, and lets `load` refuse what `save`
 * cannot have written.  Memory grows only as bytes really arrive. */
#include "customer.h"

enum { CELL_WORDS = 4, CASE_WORDS = 3 };

struct writer {
    const kh_sink *out;
    kh_status rc; /* the sink reports its own failures */
};
static void put(struct writer *w, int64_t v)
{
    unsigned char b[8];
    kh_put64(b, v);
    if (!w->rc)
        w->rc = w->out->write(w->out->ctx, b, sizeof b);
}
static int64_t pair_of(uint32_t high, uint32_t low)
{
    return (int64_t)((uint64_t)high << 32 | low);
}

static void save_blocks(struct writer *w, const struct state *t)
{
    for (uint32_t k = 0; k < N_BLOCKS; k++) {
        const struct block *b = &t->blocks.of[k];
        put(w, pair_of(blocks_width(k), b->len));
        for (size_t i = 0; i < (size_t)b->len * blocks_width(k); i++)
            put(w, b->sum[i]);
    }
}

kh_status customer_save(const void *state, const kh_sink *out, kh_err *e)
{
    const struct state *t = state;
    struct cell *cell = NULL;
    struct repeat_case *one = NULL;
    struct writer w = { out, KH_OK };
    kh_status rc = cells_sorted(t, &cell, e);
    if (!rc)
        rc = cases_sorted(t, &one, e);
    if (!rc) {
        put(&w, t->from);
        put(&w, t->to);
        put(&w, t->months);
        save_blocks(&w, t);
        put(&w, cell ? t->cells.len : 0);
        for (uint32_t i = 0; cell && i < t->cells.len; i++) {
            put(&w, pair_of(cell[i].subject, cell[i].what));
            put(&w, cell[i].group);
            put(&w, cell[i].count);
            put(&w, cell[i].good);
        }
        put(&w, one ? t->cases.len : 0);
        for (uint32_t i = 0; one && i < t->cases.len; i++) {
            put(&w, pair_of(one[i].customer, one[i].cause));
            put(&w, one[i].at);
            put(&w, pair_of(one[i].subject, one[i].counts));
        }
        rc = w.rc;
    }
    memory_free(t, cell);
    memory_free(t, one);
    return rc;
}

struct scanner {
    const kh_source *in;
    kh_err *e;
    kh_status rc;
};
static int64_t get(struct scanner *r)
{
    unsigned char b[8] = { 0 };
    if (!r->rc)
        r->rc = r->in->read(r->in->ctx, b, sizeof b);
    return r->rc ? 0 : kh_get64(b);
}
static uint32_t high_of(int64_t v)
{
    return (uint32_t)((uint64_t)v >> 32);
}
static void damaged(struct scanner *r, const char *what)
{
    if (!r->rc)
        r->rc = kh_fail(r->e, KH_ESTATE, "saved state is damaged: %s", what);
}

/* Only the change of a weak point may be below 0. */
static int may_be_negative(uint32_t block, uint32_t k)
{
    return block == BLOCK_COUNTED && k == 3 * COUNTED_WEAK_POINT;
}

static void load_block(struct scanner *r, struct state *t, uint32_t block)
{
    uint64_t head = (uint64_t)get(r);
    if (head >> 32 != blocks_width(block))
        damaged(r, "a block of another width");
    for (uint32_t u = 0; !r->rc && u < (uint32_t)head; u++) {
        r->rc = blocks_grow(t, block, u + 1, r->e);
        for (uint32_t k = 0; !r->rc && k < blocks_width(block); k++) {
            int64_t v = get(r);
            if (v < 0 && !may_be_negative(block, k))
                damaged(r, "a count below 0");
            blocks_at(t, block, u)[k] = v;
        }
    }
}

static void load_cells(struct scanner *r, struct state *t)
{
    int64_t n = get(r), last = -1, last_group = -1;
    if (n < 0)
        damaged(r, "a number of cells below 0");
    for (int64_t i = 0; !r->rc && i < n; i++) {
        int64_t who = get(r), group = get(r), count = get(r), good = get(r);
        struct cell c = { high_of(who), (uint32_t)who, (uint32_t)group, 0, count, good };
        if (c.what >= CELL_KINDS || group < 0 || group > CELL_OWN || count < 1 ||
            good < 0 || good > count || (c.what == CELL_FALSIFIED && group >= N_INDICATORS))
            damaged(r, "an impossible cell");
        if (i && ((uint64_t)who < (uint64_t)last || (who == last && group <= last_group)))
            damaged(r, "cells out of order");
        last = who;
        last_group = group;
        if (!r->rc)
            r->rc = cells_add(t, &c, r->e);
    }
}

static void load_cases(struct scanner *r, struct state *t)
{
    int64_t n = get(r);
    if (n < 0)
        damaged(r, "a number of complaints below 0");
    for (int64_t i = 0; !r->rc && i < n; i++) {
        int64_t what = get(r), at = get(r), who = get(r);
        struct repeat_case c = { at, high_of(what), (uint32_t)what, high_of(who),
                                 (uint32_t)who };
        if (c.counts > 1)
            damaged(r, "an impossible complaint");
        if (!r->rc)
            r->rc = cases_add(t, &c, r->e);
    }
}

kh_status customer_load(const void *inst, uint32_t version, const kh_source *in, void **out,
                        kh_err *e)
{
    void *state = NULL;
    (void)version; /* the plugin's own: KH_LOADS_OLDER_STATE is not offered */
    kh_status rc = customer_begin(inst, NULL, &state, e);
    if (rc)
        return rc;
    struct state *t = state;
    struct scanner r = { in, e, KH_OK };
    t->from = get(&r);
    t->to = get(&r);
    int64_t months = get(&r);
    if (months < 0 || months > UINT32_MAX)
        damaged(&r, "an impossible window");
    t->months = (uint32_t)months;
    for (uint32_t k = 0; k < N_BLOCKS; k++)
        load_block(&r, t, k);
    load_cells(&r, t);
    load_cases(&r, t);
    if (r.rc) {
        customer_end(t);
        return r.rc;
    }
    *out = t;
    return KH_OK;
}
