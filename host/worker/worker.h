/* SPDX-License-Identifier: Apache-2.0 */
/* worker.h - the coordinator's side of a domain's child process.
 *
 * Life: worker_start (spawn, hello, describe) - worker_run (go, collect) - worker_end.  The
 * child is the same program started again; it reads the configuration itself and must find
 * the same digest.  Every frame from it is treated as hostile.  A death becomes a verdict,
 * a sentence for people.  A child that dies is tried once more by worker_run. One thread
 * (the main one: PR_SET_PDEATHSIG follows the spawning thread) owns a worker. */
#ifndef KH_WORKER_WORKER_H
#define KH_WORKER_WORKER_H

#include "worker/measured.h"

struct worker_spec {
    const char *program; /* path of this executable */
    const struct conf *conf;
    const struct conf_domain *domain;
    const struct conf_override *over;
    uint32_t n_over;
    const char *const *folders; /* where plugins are looked for, in order */
    uint32_t n_folders;
    uint32_t threads;
    size_t chunk_size; /* 0 = the default */
    void (*progress)(void *ctx, const char *domain, uint64_t bytes, uint64_t of,
                     uint64_t rows);
    void *ctx;
    const volatile int *stop; /* nonzero: end the child, ST_AGAIN */
};

struct worker;

/* Spawn and describe.  Mistakes of parameters and bindings come back in `f` as findings
 * with file and line (exit 2).  A plugin that is missing or refused, or a child that dies,
 * is the status KH_EBUG with the verdict in *e: the domain is at fault, the run goes on.
 * *schema is in `a`. */
kh_status worker_start(struct worker **out, struct arena *a, const struct worker_spec *spec,
                       const struct schema **schema, struct findings *f, kh_err *e);

/* What the child cannot know by itself. */
struct worker_order {
    const struct variant *variants; /* [0]: the domain's own window, all indicators */
    uint32_t n_variants;
};
/* KH_OK: *out is complete and the caller's (measured_end).  ST_INPUT: an input is refused,
 * findings in `f`.  ST_AGAIN: stopped.  Anything else: the domain is at fault and *e is the
 * verdict ("plugin 'x' 1.2 was killed by signal 6 (Aborted) in consume, calls.csv lines
 * 2-514, after 1 retry"). */
kh_status worker_run(struct worker *w, const struct worker_order *order,
                     struct measured **out, struct findings *f, kh_err *e);
void worker_end(struct worker *w); /* kills what is still alive, reaps it; NULL is fine */

/* The child's side: `kaohe --worker FD`, with FD + 1 the shared slots.  Returns the status
 * to exit with; never prints. */
int worker_child(int fd);

#endif
