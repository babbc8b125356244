/* SPDX-License-Identifier: Apache-2.0 */
/* dupes.c - see dupes.h.
 *
 *   first    an array of hashes, up to DUPES_IN_MEMORY
 *   then     PARTS blocks in memory, by the hash's lowest byte; a full block is appended to
 *            the temporary file and names the one before it of its partition */
#include "intake/dupes.h"
#include "intake/spill.h"

#include <stdlib.h>
#include <string.h>

enum {
    DUPES_IN_MEMORY = 1 << 18, /* hashes: 4 MiB */
    PARTS = 256,
    BLOCK_HASHES = 255
};

struct block {
    uint64_t before; /* 1 + offset of the partition's block before; 0 = none */
    uint64_t n;
    struct hash128 at[BLOCK_HASHES];
};
struct dupe_search {
    struct hash128 *at;
    size_t n, cap;
    struct block *part; /* NULL while all is in memory */
    struct spill spill;
};
struct dupes {
    struct hash128 *at; /* open addressing; { 0, 0 } is free */
    size_t n, mask;
};

/* { 0, 0 } marks a free slot. */
static struct hash128 solid(struct hash128 key)
{
    key.hi |= !key.lo && !key.hi;
    return key;
}

static bool is_same(struct hash128 a, struct hash128 b)
{
    return a.lo == b.lo && a.hi == b.hi;
}

struct dupe_search *dupes_search(void)
{
    struct dupe_search *s = calloc(1, sizeof *s);
    if (s)
        spill_init(&s->spill);
    return s;
}

void dupes_search_end(struct dupe_search *s)
{
    if (!s)
        return;
    spill_close(&s->spill);
    free(s->part);
    free(s->at);
    free(s);
}

static kh_status add_to_part(struct dupe_search *s, struct hash128 key, kh_err *e)
{
    struct block *b = &s->part[key.lo % PARTS];
    b->at[b->n++] = key;
    if (b->n < BLOCK_HASHES)
        return KH_OK;
    uint64_t offset = s->spill.size;
    kh_status rc = spill_add(&s->spill, b, sizeof *b, e);
    b->before = offset + 1;
    b->n = 0;
    return rc;
}

static kh_status spread(struct dupe_search *s, kh_err *e)
{
    s->part = calloc(PARTS, sizeof *s->part);
    if (!s->part)
        return kh_fail(e, KH_ENOMEM, "no memory for the keys of a dataset");
    kh_status rc = KH_OK;
    for (size_t i = 0; i < s->n && !rc; i++)
        rc = add_to_part(s, s->at[i], e);
    free(s->at);
    s->at = NULL;
    s->n = s->cap = 0;
    return rc;
}

static kh_status reserve(struct dupe_search *s, size_t n, kh_err *e)
{
    if (n <= s->cap)
        return KH_OK;
    size_t cap = s->cap ? s->cap : 1024;
    while (cap < n)
        cap *= 2;
    struct hash128 *at = realloc(s->at, cap * sizeof *at);
    if (!at)
        return kh_fail(e, KH_ENOMEM, "no memory for the keys of a dataset");
    s->at = at;
    s->cap = cap;
    return KH_OK;
}

kh_status dupes_add(struct dupe_search *s, struct hash128 key, kh_err *e)
{
    kh_status rc = KH_OK;
    if (!s->part && s->n == DUPES_IN_MEMORY)
        rc = spread(s, e);
    if (!rc && s->part)
        return add_to_part(s, solid(key), e);
    if (!rc)
        rc = reserve(s, s->n + 1, e);
    if (!rc)
        s->at[s->n++] = solid(key);
    return rc;
}

static size_t slot_of(const struct hash128 *at, size_t mask, struct hash128 key)
{
    size_t i = (size_t)key.hi & mask;
    while ((at[i].lo || at[i].hi) && !is_same(at[i], key))
        i = (i + 1) & mask;
    return i;
}

static kh_status put(struct dupes *d, struct hash128 key, kh_err *e)
{
    if (d->n * 2 >= d->mask) {
        size_t mask = d->mask ? d->mask * 2 + 1 : 63;
        struct hash128 *at = calloc(mask + 1, sizeof *at);
        if (!at)
            return kh_fail(e, KH_ENOMEM, "no memory for %zu repeated keys", d->n);
        for (size_t i = 0; d->at && i <= d->mask; i++)
            if (d->at[i].lo || d->at[i].hi)
                at[slot_of(at, mask, d->at[i])] = d->at[i];
        free(d->at);
        d->at = at;
        d->mask = mask;
    }
    size_t i = slot_of(d->at, d->mask, key);
    d->n += !d->at[i].lo && !d->at[i].hi;
    d->at[i] = key;
    return KH_OK;
}

/* Put those of s->at that stand twice into `d`. */
static kh_status find_twice(const struct dupe_search *s, struct dupes *d, kh_err *e)
{
    size_t mask = 63;
    while (mask < s->n * 2)
        mask = mask * 2 + 1;
    struct hash128 *seen = calloc(mask + 1, sizeof *seen);
    if (!seen)
        return kh_fail(e, KH_ENOMEM, "no memory for the keys of a dataset");
    kh_status rc = KH_OK;
    for (size_t i = 0; i < s->n && !rc; i++) {
        size_t k = slot_of(seen, mask, s->at[i]);
        if (is_same(seen[k], s->at[i]))
            rc = put(d, s->at[i], e);
        seen[k] = s->at[i];
    }
    free(seen);
    return rc;
}

/* Bring one partition into s->at. */
static kh_status load_part(struct dupe_search *s, struct block *b, kh_err *e)
{
    kh_status rc = KH_OK;
    s->n = 0;
    for (;;) {
        rc = reserve(s, s->n + b->n, e);
        if (rc)
            return rc;
        memcpy(s->at + s->n, b->at, b->n * sizeof *b->at);
        s->n += b->n;
        if (!b->before)
            return KH_OK;
        rc = spill_read(&s->spill, b, sizeof *b, b->before - 1, e);
        if (rc)
            return rc;
    }
}

kh_status dupes_found(struct dupe_search *s, struct dupes **out, kh_err *e)
{
    *out = NULL;
    struct dupes *d = calloc(1, sizeof *d);
    if (!d)
        return kh_fail(e, KH_ENOMEM, "no memory for the keys of a dataset");
    kh_status rc = KH_OK;
    if (!s->part)
        rc = find_twice(s, d, e);
    for (size_t i = 0; i < PARTS && s->part && !rc; i++) {
        rc = load_part(s, &s->part[i], e);
        if (!rc)
            rc = find_twice(s, d, e);
    }
    if (rc || !d->n) {
        dupes_end(d);
        d = NULL;
    }
    *out = d;
    return rc;
}

bool dupes_has(const struct dupes *d, struct hash128 key)
{
    key = solid(key);
    return is_same(d->at[slot_of(d->at, d->mask, key)], key);
}

void dupes_end(struct dupes *d)
{
    if (!d)
        return;
    free(d->at);
    free(d);
}
