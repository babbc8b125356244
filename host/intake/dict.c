/* SPDX-License-Identifier: Apache-2.0 */
/* dict.c - key text to dense ids: open addressing over XXH3.
 *
 *   slots  [ hash, 1 + id ]  power of two, at most half full
 *   entry  [ text, length ]  by id; moves when it grows
 *   text   blocks that never move, so that dict_text stays valid */
#include "intake/dict.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum {
    DICT_FIRST = 64,          /* slots of a new dict */
    DICT_BLOCK_FIRST = 1024,  /* bytes of its first block of text; blocks double */
    DICT_BLOCK_MAX = 1 << 20, /* up to this */
    DICT_LEN_MAX = 1 << 30    /* keys */
};

struct slot {
    uint32_t hash, id1; /* 1 + id; 0 = free */
};
struct entry {
    const char *text;
    uint32_t len;
};
struct text_block {
    struct text_block *before;
    size_t used, size;
    char at[];
};
struct dict {
    struct slot *slots;
    uint32_t mask;
    struct entry *entries;
    uint32_t len, cap;
    struct text_block *texts;
};

struct dict *dict_new(void)
{
    struct dict *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->slots = calloc(DICT_FIRST, sizeof *d->slots);
    if (!d->slots) {
        free(d);
        return NULL;
    }
    d->mask = DICT_FIRST - 1;
    return d;
}

void dict_end(struct dict *d)
{
    if (!d)
        return;
    while (d->texts) {
        struct text_block *before = d->texts->before;
        free(d->texts);
        d->texts = before;
    }
    free(d->slots);
    free(d->entries);
    free(d);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct slot *dict_slot(const struct dict *d, uint64_t hash, const char *key,
                              uint32_t len)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    for (uint32_t i = (uint32_t)hash & d->mask;; i = (i + 1) & d->mask) {
        struct slot *s = &d->slots[i];
        if (!s->id1)
            return s;
        if (s->hash == tag) {
            const struct entry *found = &d->entries[s->id1 - 1];
            if (found->len == len && !memcmp(found->text, key, len))
                return s;
        }
    }
}

static bool dict_grow_slots(struct dict *d)
{
    uint32_t mask = d->mask * 2 + 1;
    struct slot *slots = calloc((size_t)mask + 1, sizeof *slots);
    if (!slots)
        return false;
    /* Only the upper half of a hash is kept, so that it is computed anew. */
    for (uint32_t id = 0; id < d->len; id++) {
        uint64_t hash = hash64(d->entries[id].text, d->entries[id].len);
        uint32_t i = (uint32_t)hash & mask;
        while (slots[i].id1)
            i = (i + 1) & mask;
        slots[i] = (struct slot){ (uint32_t)(hash >> 32), id + 1 };
    }
    free(d->slots);
    d->slots = slots;
    d->mask = mask;
    return true;
}

static bool dict_grow_entries(struct dict *d)
{
    uint32_t cap = d->cap ? d->cap * 2 : DICT_FIRST / 2;
    struct entry *entries = realloc(d->entries, cap * sizeof *entries);
    if (!entries)
        return false;
    d->entries = entries;
    d->cap = cap;
    return true;
}

static char *dict_keep(struct dict *d, const char *key, uint32_t len)
{
    struct text_block *b = d->texts;
    if (!b || b->size - b->used < (size_t)len + 1) {
        size_t size = b ? b->size * 2 : DICT_BLOCK_FIRST;
        if (size > DICT_BLOCK_MAX)
            size = DICT_BLOCK_MAX;
        if (size < (size_t)len + 1)
            size = (size_t)len + 1;
        b = malloc(sizeof *b + size);
        if (!b)
            return NULL;
        *b = (struct text_block){ d->texts, 0, size };
        d->texts = b;
    }
    char *at = b->at + b->used;
    memcpy(at, key, len);
    at[len] = '\0';
    b->used += (size_t)len + 1;
    return at;
}

kh_status dict_id(struct dict *d, const char *key, uint32_t len, uint32_t *id, kh_err *e)
{
    uint64_t hash = hash64(key, len);
    struct slot *s = dict_slot(d, hash, key, len);
    if (s->id1) {
        *id = s->id1 - 1;
        return KH_OK;
    }
    if (len > DICT_KEY_MAX)
        return kh_fail(e, KH_ERANGE, "a key of %u bytes; at most %d are allowed", len,
                       DICT_KEY_MAX);
    if (d->len >= DICT_LEN_MAX)
        return kh_fail(e, KH_ERANGE, "more than %d different keys", DICT_LEN_MAX);
    if (d->len >= d->mask / 2) {
        if (!dict_grow_slots(d))
            return kh_fail(e, KH_ENOMEM, "no memory for %u keys", d->len + 1);
        s = dict_slot(d, hash, key, len);
    }
    char *text = d->len < d->cap || dict_grow_entries(d) ? dict_keep(d, key, len) : NULL;
    if (!text)
        return kh_fail(e, KH_ENOMEM, "no memory for %u keys", d->len + 1);
    d->entries[d->len] = (struct entry){ text, len };
    *id = d->len++;
    *s = (struct slot){ (uint32_t)(hash >> 32), d->len };
    return KH_OK;
}

bool dict_find(const struct dict *d, const char *key, uint32_t len, uint32_t *id)
{
    const struct slot *s = dict_slot(d, hash64(key, len), key, len);
    if (!s->id1)
        return false;
    *id = s->id1 - 1;
    return true;
}

const char *dict_text(const struct dict *d, uint32_t id, uint32_t *len)
{
    if (len)
        *len = d->entries[id].len;
    return d->entries[id].text;
}

uint32_t dict_len(const struct dict *d)
{
    return d->len;
}
