/* SPDX-License-Identifier: Apache-2.0 */
/* mem.h - the counted, capped allocator behind kh_host.resize.
 *
 * Any thread may call mem_resize on one `mem`; counters are atomic.  n = 0 frees. */
#ifndef KH_BASE_MEM_H
#define KH_BASE_MEM_H

#include "base/status.h"
#include <stdatomic.h>

struct mem {
    atomic_size_t bytes, peak; /* now, and the most ever */
    atomic_size_t blocks;      /* live allocations: 0 after a clean close */
    atomic_long fail_at; /* torture: the allocation with this number is refused; 0 = none */
    atomic_long count;   /* allocations asked so far */
    size_t cap;          /* bytes; 0 = none */
};

void mem_init(struct mem *m, size_t cap);
void *mem_resize(void *mem, void *p, size_t n); /* shaped for kh_host.resize */

#endif
