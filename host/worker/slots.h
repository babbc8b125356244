/* SPDX-License-Identifier: Apache-2.0 */
/* slots.h - where each thread of a child is, in memory shared with the coordinator.
 *
 * A thread writes its slot before it calls into the plugin, so that after a death or a
 * hang the coordinator still knows the callback and the rows.  The child's memory is the
 * plugin's too: a reader bounds everything it finds here. */
#ifndef KH_WORKER_SLOTS_H
#define KH_WORKER_SLOTS_H

#include "base/status.h"
#include <stdatomic.h>

enum { SLOTS_MAX = 257 }; /* PAYLOAD_THREADS_MAX and the main thread, which has slot 0 */

enum slot_place {
    AT_HOST, /* not in the plugin */
    AT_LOAD,
    AT_OPEN,
    AT_DESCRIBE,
    AT_PREPARE,
    AT_BEGIN,
    AT_CONSUME,
    AT_MERGE,
    AT_SCORE,
    AT_END,
    AT_CLOSE,
    AT_READ, /* the host reads or decodes rows */
    AT_PLACES
};

struct slot {
    _Atomic uint32_t place;
    _Atomic uint32_t dataset, file; /* of AT_PREPARE, AT_CONSUME, AT_READ */
    _Atomic uint64_t first, last;   /* lines; 0 = not known */
    _Atomic int64_t since_ms;       /* when it got there, on the monotonic clock */
};
struct slots {
    _Atomic uint32_t culprit; /* 1 + index of the slot whose thread got the signal */
    struct slot slot[SLOTS_MAX];
};

/* "consume", as the contract names it. */
const char *slots_place(uint32_t place);

/* Memory both sides see.  The descriptor is close-on-exec.  NULL: *e is filled. */
struct slots *slots_new(int *fd, kh_err *e);
/* The child's view of a descriptor; NULL if it is none. */
struct slots *slots_map(int fd);
void slots_end(struct slots *s); /* NULL is fine */

int64_t slots_now_ms(void);
void slot_enter(struct slot *s, enum slot_place place);
void slot_rows(struct slot *s, enum slot_place place, uint32_t dataset, uint32_t file,
               uint64_t first, uint64_t last);
void slot_leave(struct slot *s);

#endif
