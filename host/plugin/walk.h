/* SPDX-License-Identifier: Apache-2.0 */
/* walk.h - copying what a plugin declares while checking it, with the place of the fault.
 *
 * A place reads "datasets[0] 'events'.columns[2] 'level'".  Every walk_ function that can
 * fail returns a status and leaves the sentence in the walk's kh_err. */
#ifndef KH_PLUGIN_WALK_H
#define KH_PLUGIN_WALK_H

#include "base/arena.h"

enum { WALK_PLACE_MAX = 200, WALK_STRIDE_MAX = 4096 /* bytes of one element */ };

struct walk {
    struct arena *arena;
    kh_err *err;
    char place[WALK_PLACE_MAX];
};

/* Go down to a member, and back up to what walk_down returned. */
KH_PRINTF(2, 3) size_t walk_down(struct walk *w, const char *fmt, ...);
void walk_up(struct walk *w, size_t mark);

/* KH_EBUG: "PLACE: sentence".  KH_ENOMEM stays what it is. */
KH_PRINTF(2, 3) kh_status walk_refuse(struct walk *w, const char *fmt, ...);
kh_status walk_no_memory(struct walk *w);

/* Replace *text by a copy in the arena; NULL stays NULL unless `required`.  Refuses more
 * than `max` bytes, broken UTF-8 and control characters. */
kh_status walk_text(struct walk *w, const char **text, const char *member, size_t max,
                    bool required);
/* The same for a name, which is required: [a-z][a-z0-9_]*, at most 63 bytes. */
kh_status walk_name(struct walk *w, const char **text, const char *member);
/* An array NULL-ended of texts, at most `max`, each different. */
kh_status walk_texts(struct walk *w, const char *const **texts, const char *member,
                     uint32_t max);

struct walk_shape {
    const char *member;
    size_t size;  /* of the host's element */
    size_t least; /* of an element of minor 0 */
    uint32_t max; /* elements */
};
/* Replace *list by one with elements of the host's size, zero where the plugin's header
 * had none. What the elements point to is still the plugin's. */
kh_status walk_list(struct walk *w, kh_list *list, const struct walk_shape *shape);
/* The elements begin with a name each: are they all different? */
kh_status walk_unique(struct walk *w, const kh_list *list);

#endif
