/* SPDX-License-Identifier: Apache-2.0 */
/* feed.h - from a batch of the reader to the states that take its rows.
 *
 * One feed belongs to one thread.  It also answers the plugin's rejects, which name a row
 * of the batch the plugin was shown: the feed knows which line of which file that was.  A
 * row that several states reject counts once. */
#ifndef KH_WORKER_FEED_H
#define KH_WORKER_FEED_H

#include "worker/cell.h"
#include "worker/compact.h"

struct feed {
    struct job *job;
    struct cell *cell;
    struct slot *slot;
    uint64_t piece; /* the work at hand, for job.failed_at */
    struct arena arena;
    struct rejects rejects; /* of reader and plugin */
    bool failed_in_plugin;

    struct compact compact;
    const struct batch *batch; /* being fed */
    const kh_batch *shown;     /* to the plugin, now; NULL = it is not being called */
    const uint32_t *chosen;    /* rows shown; NULL = all */
    uint32_t *row;             /* room for a choice, */
    int32_t *first, *last;     /* for the days of each row, */
    uint64_t *refused;         /* and for a bit per row */
    uint64_t *closed;          /* the same, of rows no state is shown; */
    uint32_t n_closed;         /* how many there are in the batch */
    uint32_t room;
    const char *misuse; /* what the plugin did wrong, a msgid */
    char why[REJECT_TEXT_MAX + 1];
};

void feed_init(struct feed *f, struct job *j, struct slot *slot);
void feed_end(struct feed *f);
/* The calling thread works with this feed from now on. */
void feed_here(struct feed *f);
/* A batch_fn; ctx is the feed.  Facts go to states. */
kh_status feed_facts(void *ctx, const struct batch *b, kh_err *e);
/* The same for reference rows, which go to `prepare`. */
kh_status feed_reference(void *ctx, const struct batch *b, kh_err *e);

/* What kh_host.reject and kh_host.stopping do. */
void feed_reject(void *host_ctx, const kh_batch *b, uint32_t row, uint32_t col,
                 const char *why);
int feed_stopping(void *host_ctx);

#endif
