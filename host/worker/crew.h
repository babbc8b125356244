/* SPDX-License-Identifier: Apache-2.0 */
/* crew.h - threads over the chunks of a domain's inputs.
 *
 * Reference datasets are read first, by the main thread.  Then every thread takes the next
 * chunk of facts until none is left.  KH_EXACT: a cell per thread.  KH_CHUNKED: a cell per
 * chunk, so that merging them in order gives the same however many threads there were. */
#ifndef KH_WORKER_CREW_H
#define KH_WORKER_CREW_H

#include "worker/feed.h"

struct crew_thread;
struct crew {
    struct job *job;
    struct cell **cell; /* in the order in which they are to be merged */
    uint32_t n_cells;
    struct cell *base;          /* dictionaries behind the reference rows */
    struct crew_thread *thread; /* [0] is the main thread's */
    uint32_t n_threads;
    uint64_t first[SCHEMA_DATASETS_MAX + 1]; /* piece with which a fact dataset begins */
    _Atomic uint64_t next;
};

/* Inputs are open.  KH_OK: all rows are in cells. */
kh_status crew_run(struct crew *c, struct job *j, kh_err *e);
/* What was counted, for one dataset. */
void crew_counts(const struct crew *c, uint32_t dataset, struct measured_input *out);
/* All rejects, sorted, in the job's arena. */
kh_status crew_rejects(const struct crew *c, struct rejects *out, kh_err *e);
void crew_end(struct crew *c); /* safe after zeroing */

#endif
