/* SPDX-License-Identifier: Apache-2.0 */
/* unite.c - see unite.h.
 *
 * One dictionary takes the keys of all lists, which gives each entry a provisional id; its
 * distinct keys are sorted once, which gives each provisional id its rank; the remaps are
 * the ranks of the entries.  So equal keys are compared by hash, and only different ones
 * are sorted: a total order, the same in every libc. */
#include "plugin/unite.h"

#include "base/lang.h"
#include <stdlib.h>

/* One of the two forms in which the keys come. */
struct keys {
    const struct dict *const *dicts;
    const char *const *const *lists;
};

static const char *key_of(const struct keys *keys, uint32_t k, uint32_t i, uint32_t *len)
{
    if (!keys->lists)
        return dict_text(keys->dicts[k], i, len);
    *len = (uint32_t)strlen(keys->lists[k][i]);
    return keys->lists[k][i];
}

static kh_status no_memory(kh_err *e, uint32_t n)
{
    return kh_fail(e, KH_ENOMEM, _("no memory for the keys of %u states"), n);
}

/* remap[k][i] = provisional id */
static kh_status collect(struct united *out, struct arena *a, const struct keys *keys,
                         const uint32_t *lens, struct dict *all, kh_err *e)
{
    kh_status rc = KH_OK;
    out->remap = arena_array(a, out->n, sizeof(void *));
    if (!out->remap)
        return no_memory(e, out->n);
    for (uint32_t k = 0; !rc && k < out->n; k++) {
        out->remap[k] = arena_array(a, lens[k], sizeof(uint32_t));
        if (!out->remap[k])
            return no_memory(e, out->n);
        for (uint32_t i = 0; !rc && i < lens[k]; i++) {
            uint32_t len = 0;
            const char *key = key_of(keys, k, i, &len);
            rc = dict_id(all, key, len, &out->remap[k][i], e);
        }
    }
    return rc;
}

struct ranked {
    const char *key;
    uint32_t id;
};

static int by_key(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    return strcmp(a->key, b->key); /* keys of a dictionary are different */
}

/* Provisional ids become canonical ones; keys are copied, so that the result outlives the
 * dictionaries. */
static kh_status rank(struct united *out, struct arena *a, const uint32_t *lens,
                      const struct dict *all, struct ranked *ranked, uint32_t *rank_of)
{
    uint32_t n = dict_len(all);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t len = 0;
        ranked[i] = (struct ranked){ dict_text(all, i, &len), i };
    }
    if (n)
        qsort(ranked, n, sizeof *ranked, by_key);
    out->key = arena_array(a, n, sizeof(char *));
    if (!out->key)
        return KH_ENOMEM;
    for (out->len = 0; out->len < n; out->len++) {
        out->key[out->len] = arena_text(a, ranked[out->len].key);
        if (!out->key[out->len])
            return KH_ENOMEM;
        rank_of[ranked[out->len].id] = out->len;
    }
    for (uint32_t k = 0; k < out->n; k++)
        for (uint32_t i = 0; i < lens[k]; i++)
            out->remap[k][i] = rank_of[out->remap[k][i]];
    return KH_OK;
}

static kh_status unite(struct united *out, struct arena *a, const struct keys *keys,
                       const uint32_t *lens, uint32_t n, kh_err *e)
{
    *out = (struct united){ .n = n };
    struct dict *all = dict_new();
    if (!all)
        return no_memory(e, n);
    kh_status rc = collect(out, a, keys, lens, all, e);
    size_t room = (size_t)dict_len(all) + 1;
    struct ranked *ranked = calloc(room, sizeof *ranked);
    uint32_t *rank_of = calloc(room, sizeof *rank_of);
    if (!rc && (!ranked || !rank_of || rank(out, a, lens, all, ranked, rank_of)))
        rc = no_memory(e, n);
    free(rank_of);
    free(ranked);
    dict_end(all);
    return rc;
}

kh_status unite_keys(struct united *out, struct arena *a, const char *const *const *lists,
                     const uint32_t *lens, uint32_t n, kh_err *e)
{
    const struct keys keys = { .lists = lists };
    return unite(out, a, &keys, lens, n, e);
}

kh_status unite_dicts(struct united *out, struct arena *a, const struct dict *const *dicts,
                      uint32_t n, kh_err *e)
{
    const struct keys keys = { .dicts = dicts };
    uint32_t *lens = arena_array(a, n, sizeof *lens);
    if (!lens)
        return no_memory(e, n);
    for (uint32_t k = 0; k < n; k++)
        lens[k] = dicts[k] ? dict_len(dicts[k]) : 0;
    return unite(out, a, &keys, lens, n, e);
}
