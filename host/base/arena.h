/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory that is freed all at once: configuration trees, results, report models.
 *
 * One arena belongs to one thread.  A refused allocation returns NULL and leaves the
 * arena usable.  Memory is zeroed. */
#ifndef KH_BASE_ARENA_H
#define KH_BASE_ARENA_H

#include "base/status.h"

struct arena {
    struct arena_block *last;
    size_t used, limit; /* bytes handed out; limit 0 = none */
};

void arena_init(struct arena *a, size_t limit);
void *arena_new(struct arena *a, size_t size); /* aligned for any type */
/* An array; NULL as well when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);
char *arena_text(struct arena *a, const char *s);            /* NULL in, NULL out */
char *arena_bytes(struct arena *a, const char *s, size_t n); /* n bytes and a NUL */
KH_PRINTF(2, 3) char *arena_printf(struct arena *a, const char *fmt, ...);
void arena_end(struct arena *a); /* frees all; usable again */

/* A growing array in an arena: vec_push(&a, vec, len, cap) with doubling.  Returns the
 * new element zeroed, or NULL.  `at` is the address of the pointer. */
void *arena_push(struct arena *a, void **at, uint32_t *len, uint32_t *cap, size_t size);

#endif
