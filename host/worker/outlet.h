/* SPDX-License-Identifier: Apache-2.0 */
/* outlet.h - the child's mouth: frames from any of its threads, whole, one at a time. */
#ifndef KH_WORKER_OUTLET_H
#define KH_WORKER_OUTLET_H

#include "worker/payload.h"
#include <pthread.h>

enum {
    OUTLET_LOGS_MAX = 1000, /* lines of a plugin that reach the log; the rest are counted */
    OUTLET_PROGRESS_MS = 200
};

struct outlet {
    int fd;
    pthread_mutex_t lock;
    uint64_t logged;
    int64_t progress_ms; /* when it was last told */
};

void outlet_init(struct outlet *o, int fd);
void outlet_end(struct outlet *o);
/* Any thread. */
kh_status outlet_send(struct outlet *o, enum frame_type type, const struct buf *body,
                      kh_err *e);
void outlet_log(struct outlet *o, uint32_t level, const char *text);
/* Tells at most every OUTLET_PROGRESS_MS. */
void outlet_progress(struct outlet *o, uint64_t bytes, uint64_t of, uint64_t rows);

/* A list of elements on its way: frames of one type, each with a count in front.
 *   pack_begin - { put the element into pack.body; pack_next } - pack_end */
struct pack {
    struct outlet *out;
    enum frame_type type;
    struct buf body;
    uint32_t count;
    uint64_t total;
};
void pack_begin(struct pack *p, struct outlet *o, enum frame_type type);
kh_status pack_next(struct pack *p, kh_err *e);
/* Sends what is left unless `rc` is a failure; frees.  Returns the first failure. */
kh_status pack_end(struct pack *p, kh_status rc, kh_err *e);

#endif
