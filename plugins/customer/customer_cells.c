/* SPDX-License-Identifier: Apache-2.0 */
/* customer_cells.c - sparse sums: survey answers by operator, falsified indicators.
 *
 * A hash table of open addressing.  Its order depends on ids and history and is never
 * shown: who needs an order asks for a sorted copy. */
#include "customer.h"

enum { CELLS_FIRST = 64, CELLS_MAX = 1 << 30 };

static uint32_t cell_hash(const struct cell *c)
{
    uint64_t x =
        ((uint64_t)c->subject << 32 | c->group) + c->what * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(x ^ x >> 31);
}

static struct cell *cell_find(const struct cells *s, const struct cell *c)
{
    uint32_t i = cell_hash(c) & (s->cap - 1);
    while (s->slot[i].used && (s->slot[i].subject != c->subject ||
                               s->slot[i].what != c->what || s->slot[i].group != c->group))
        i = (i + 1) & (s->cap - 1);
    return &s->slot[i];
}

static kh_status cells_grow(struct state *t, kh_err *e)
{
    struct cells old = t->cells;
    if (old.cap >= CELLS_MAX)
        return kh_fail(e, KH_ERANGE, "more than %u cells", old.len);
    struct cells new = { NULL, old.cap ? old.cap * 2 : CELLS_FIRST, old.len };
    new.slot = memory_resize(t, NULL, new.cap, sizeof *new.slot, e);
    if (!new.slot)
        return KH_ENOMEM;
    memset(new.slot, 0, new.cap * sizeof *new.slot);
    for (uint32_t i = 0; i < old.cap; i++)
        if (old.slot[i].used)
            *cell_find(&new, &old.slot[i]) = old.slot[i];
    memory_free(t, old.slot);
    t->cells = new;
    return KH_OK;
}

kh_status cells_add(struct state *t, const struct cell *c, kh_err *e)
{
    kh_status rc = t->cells.len < t->cells.cap / 2 ? KH_OK : cells_grow(t, e);
    if (rc)
        return rc;
    struct cell *at = cell_find(&t->cells, c);
    if (!at->used) {
        *at = *c;
        at->used = 1;
        t->cells.len++;
        return KH_OK;
    }
    if (kh_add(&at->count, c->count) || kh_add(&at->good, c->good))
        return kh_fail(e, KH_ERANGE, "answers of one unit and operator overflow");
    return KH_OK;
}

kh_status cells_merge(struct state *into, const struct state *from, const kh_merge *m,
                      kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < from->cells.cap; i++) {
        struct cell c = from->cells.slot[i];
        if (!c.used)
            continue;
        int named = c.what < CELL_FALSIFIED && c.group != CELL_OWN;
        if (c.subject >= m->from_len[SPACE_UNIT] ||
            (named && c.group >= m->from_len[SPACE_OPERATOR]))
            return kh_fail(e, KH_ESTATE, "a cell belongs to a unit or operator not there");
        c.subject = m->remap[SPACE_UNIT][c.subject];
        if (named)
            c.group = m->remap[SPACE_OPERATOR][c.group];
        rc = cells_add(into, &c, e);
    }
    return rc;
}

static int cell_before(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    if (x->subject != y->subject)
        return x->subject < y->subject;
    return x->what != y->what ? x->what < y->what : x->group < y->group;
}

kh_status cells_sorted(const struct state *t, struct cell **out, kh_err *e)
{
    *out = NULL;
    if (!t->cells.len)
        return KH_OK;
    *out = memory_resize(t, NULL, t->cells.len, sizeof **out, e);
    if (!*out)
        return KH_ENOMEM;
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->cells.cap; i++)
        if (t->cells.slot[i].used)
            (*out)[n++] = t->cells.slot[i];
    memory_sort(*out, n, sizeof **out, cell_before);
    return KH_OK;
}

void cells_end(struct state *t)
{
    memory_free(t, t->cells.slot);
}
