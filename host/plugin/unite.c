/* SPDX-License-Identifier: Apache-2.0 */
/* unite.c - see unite.h.
 *
 * All keys of all lists are sorted once together; equal neighbours get one canonical id,
 * which is written to the place the entry came from.  Sorting entries, not keys, saves a
 * hash table and gives key order and remaps in one walk. */
#include "plugin/unite.h"

#include "base/lang.h"
#include <stdlib.h>

struct entry {
    const char *key;
    uint32_t list, id;
};

/* A total order: no two entries are equal, so the result is the same in every libc. */
static int compare(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    int order = strcmp(a->key, b->key);
    if (order)
        return order;
    if (a->list != b->list)
        return a->list < b->list ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static kh_status make_room(struct united *out, struct arena *a, const uint32_t *lens,
                           uint32_t n, size_t *total)
{
    *out = (struct united){ .n = n };
    *total = 0;
    out->remap = arena_array(a, n, sizeof *out->remap);
    for (uint32_t k = 0; out->remap && k < n; k++) {
        out->remap[k] = arena_array(a, lens[k], sizeof *out->remap[k]);
        if (!out->remap[k])
            return KH_ENOMEM;
        *total += lens[k];
    }
    return out->remap ? KH_OK : KH_ENOMEM;
}

/* Number the sorted entries; equal keys share a number. */
static kh_status number(struct united *out, struct arena *a, const struct entry *entries,
                        size_t total, kh_err *e)
{
    size_t distinct = 0;
    for (size_t i = 0; i < total; i++)
        distinct += !i || strcmp(entries[i - 1].key, entries[i].key) != 0;
    if (distinct >= UINT32_MAX)
        return kh_fail(e, KH_ERANGE, _("%zu keys are more than one run can hold"),
                       distinct);
    out->key = arena_array(a, distinct, sizeof *out->key);
    if (!out->key)
        return kh_fail(e, KH_ENOMEM, _("no memory for %zu keys"), distinct);
    for (size_t i = 0; i < total; i++) {
        if (!i || strcmp(entries[i - 1].key, entries[i].key) != 0)
            out->key[out->len++] = entries[i].key;
        out->remap[entries[i].list][entries[i].id] = out->len - 1;
    }
    return KH_OK;
}

/* Keys are copied, so that the result outlives the dictionaries. */
static kh_status own_keys(struct united *out, struct arena *a, kh_err *e)
{
    for (uint32_t i = 0; i < out->len; i++) {
        out->key[i] = arena_text(a, out->key[i]);
        if (!out->key[i])
            return kh_fail(e, KH_ENOMEM, _("no memory for %u keys"), out->len);
    }
    return KH_OK;
}

static kh_status sort_and_number(struct united *out, struct arena *a, struct entry *entries,
                                 size_t total, kh_err *e)
{
    if (total)
        qsort(entries, total, sizeof *entries, compare);
    kh_status rc = number(out, a, entries, total, e);
    return rc ? rc : own_keys(out, a, e);
}

kh_status unite_keys(struct united *out, struct arena *a, const char *const *const *lists,
                     const uint32_t *lens, uint32_t n, kh_err *e)
{
    size_t total = 0, at = 0;
    if (make_room(out, a, lens, n, &total))
        return kh_fail(e, KH_ENOMEM, _("no memory for the keys of %u lists"), n);
    struct entry *entries = calloc(total ? total : 1, sizeof *entries);
    if (!entries)
        return kh_fail(e, KH_ENOMEM, _("no memory for %zu keys"), total);
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < lens[k]; i++)
            entries[at++] = (struct entry){ lists[k][i], k, i };
    kh_status rc = sort_and_number(out, a, entries, total, e);
    free(entries);
    return rc;
}

kh_status unite_dicts(struct united *out, struct arena *a, const struct dict *const *dicts,
                      uint32_t n, kh_err *e)
{
    size_t total = 0, at = 0;
    uint32_t *lens = arena_array(a, n, sizeof *lens);
    if (!lens)
        return kh_fail(e, KH_ENOMEM, _("no memory for the keys of %u states"), n);
    for (uint32_t k = 0; k < n; k++)
        lens[k] = dicts[k] ? dict_len(dicts[k]) : 0;
    if (make_room(out, a, lens, n, &total))
        return kh_fail(e, KH_ENOMEM, _("no memory for the keys of %u states"), n);
    struct entry *entries = calloc(total ? total : 1, sizeof *entries);
    if (!entries)
        return kh_fail(e, KH_ENOMEM, _("no memory for %zu keys"), total);
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < lens[k]; i++) {
            uint32_t len = 0;
            entries[at++] = (struct entry){ dict_text(dicts[k], i, &len), k, i };
        }
    kh_status rc = sort_and_number(out, a, entries, total, e);
    free(entries);
    return rc;
}
