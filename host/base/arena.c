/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c - see arena.h.  Blocks come from calloc and double up to ARENA_BLOCK_MAX; a
 * request larger than a block gets one of its own behind the current, which stays open. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>

enum {
    ARENA_BLOCK_MIN = 4096,
    ARENA_BLOCK_MAX = 1 << 20,
    ARENA_ALIGN = alignof(max_align_t),
    ARENA_PRINT_MAX = 1 << 26 /* bytes of one formatted text */
};

struct arena_block {
    struct arena_block *before;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *a, size_t limit)
{
    *a = (struct arena){ .limit = limit };
}

static struct arena_block *add_block(struct arena *a, size_t least)
{
    size_t size = a->last ? a->last->size * 2 : ARENA_BLOCK_MIN;
    if (size > ARENA_BLOCK_MAX)
        size = ARENA_BLOCK_MAX;
    bool is_own = least > size;
    if (is_own)
        size = least;
    struct arena_block *b = calloc(1, sizeof *b + size);
    if (!b)
        return NULL;
    b->size = size;
    if (is_own && a->last) {
        b->before = a->last->before;
        a->last->before = b;
    } else {
        b->before = a->last;
        a->last = b;
    }
    return b;
}

void *arena_new(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = size ? (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN : ARENA_ALIGN;
    if (a->limit && (a->used > a->limit || size > a->limit - a->used))
        return NULL;
    struct arena_block *b = a->last;
    if (!b || size > b->size - b->used)
        b = add_block(a, size);
    if (!b)
        return NULL;
    void *p = b->bytes + b->used;
    b->used += size;
    a->used += size;
    return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes))
        return NULL;
    return arena_new(a, bytes);
}

char *arena_bytes(struct arena *a, const char *s, size_t n)
{
    char *p = n < SIZE_MAX ? arena_new(a, n + 1) : NULL;
    if (p && n)
        memcpy(p, s, n);
    return p;
}

char *arena_text(struct arena *a, const char *s)
{
    return s ? arena_bytes(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *p = n >= 0 && n < ARENA_PRINT_MAX ? arena_new(a, (size_t)n + 1) : NULL;
    if (p)
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return p;
}

void *arena_push(struct arena *a, void **at, uint32_t *len, uint32_t *cap, size_t size)
{
    if (*len == *cap) {
        if (*cap > UINT32_MAX / 2)
            return NULL;
        uint32_t grown = *cap ? *cap * 2 : 8;
        void *p = arena_array(a, grown, size);
        if (!p)
            return NULL;
        if (*len)
            memcpy(p, *at, *len * size);
        *at = p;
        *cap = grown;
    }
    void *element = (unsigned char *)*at + (*len)++ * size;
    memset(element, 0, size); /* the caller may have shortened the array before */
    return element;
}

void arena_end(struct arena *a)
{
    for (struct arena_block *b = a->last; b;) {
        struct arena_block *before = b->before;
        free(b);
        b = before;
    }
    arena_init(a, a->limit);
}
