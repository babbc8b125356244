/* SPDX-License-Identifier: Apache-2.0 */
/* mem.c - see mem.h.  A header of one alignment unit in front of each block keeps its
 * size, so that a plugin need not tell it when it resizes or frees. */
#include "base/mem.h"

#include <stdalign.h>
#include <stdlib.h>

struct mem_head {
    alignas(max_align_t) size_t size;
};

void mem_init(struct mem *m, size_t cap)
{
    atomic_init(&m->bytes, 0);
    atomic_init(&m->peak, 0);
    atomic_init(&m->blocks, 0);
    atomic_init(&m->fail_at, 0);
    atomic_init(&m->count, 0);
    m->cap = cap;
}

/* Count `more` bytes in before they exist, so that threads together stay under the cap. */
static bool reserve(struct mem *m, size_t more)
{
    size_t now = atomic_load(&m->bytes), sum = 0;
    do {
        if (__builtin_add_overflow(now, more, &sum) || (m->cap && sum > m->cap))
            return false;
    } while (!atomic_compare_exchange_weak(&m->bytes, &now, sum));
    size_t peak = atomic_load(&m->peak);
    while (peak < sum && !atomic_compare_exchange_weak(&m->peak, &peak, sum))
        ;
    return true;
}

void *mem_resize(void *mem, void *p, size_t n)
{
    struct mem *m = mem;
    struct mem_head *head = p ? (struct mem_head *)p - 1 : NULL;
    size_t old = head ? head->size : 0;
    if (!n) {
        free(head);
        atomic_fetch_sub(&m->bytes, old);
        atomic_fetch_sub(&m->blocks, head ? 1 : 0);
        return NULL;
    }
    long number = atomic_fetch_add(&m->count, 1) + 1;
    if (number == atomic_load(&m->fail_at) || n > SIZE_MAX - sizeof *head)
        return NULL;
    size_t more = n > old ? n - old : 0;
    if (more && !reserve(m, more))
        return NULL;
    struct mem_head *moved = realloc(head, sizeof *moved + n);
    if (!moved) {
        atomic_fetch_sub(&m->bytes, more);
        return NULL;
    }
    if (n < old)
        atomic_fetch_sub(&m->bytes, old - n);
    if (!head)
        atomic_fetch_add(&m->blocks, 1);
    moved->size = n;
    return moved + 1;
}
