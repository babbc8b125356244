/* SPDX-License-Identifier: Apache-2.0 */
/* unite.h - dictionaries of several states made one, in key order.
 *
 * The union of keys is sorted bytewise; each state gets a remap from its ids to the
 * canonical ones.  A parent level is the same with a mapping of keys in between. */
#ifndef KH_PLUGIN_UNITE_H
#define KH_PLUGIN_UNITE_H

#include "base/arena.h"
#include "intake/dict.h"

struct united {
    const char **key; /* canonical id to key text, sorted */
    uint32_t len;
    uint32_t **remap; /* per dictionary: its id to the canonical one */
    uint32_t n;
};
/* `dicts` may hold NULL (an empty one). */
kh_status unite_dicts(struct united *out, struct arena *a, const struct dict *const *dicts,
                      uint32_t n, kh_err *e);
/* Key lists instead of dictionaries; lists[k] has lens[k] keys, duplicates allowed. */
kh_status unite_keys(struct united *out, struct arena *a, const char *const *const *lists,
                     const uint32_t *lens, uint32_t n, kh_err *e);

#endif
