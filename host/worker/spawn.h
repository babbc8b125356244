/* SPDX-License-Identifier: Apache-2.0 */
/* spawn.h - a child process: started, listened to, waited for, killed.
 *
 * It has a process group of its own, so that what a plugin may have started dies with it.
 * Its standard output and error go line by line to the log. */
#ifndef KH_WORKER_SPAWN_H
#define KH_WORKER_SPAWN_H

#include "worker/frames.h"
#include "worker/slots.h"

#include <sys/types.h>

enum {
    SPAWN_FD = 3,           /* the socket in the child; slots are the next */
    SPAWN_LINE_MAX = 2000,  /* bytes of a line that reach the log */
    SPAWN_LINES_MAX = 1000, /* lines that do */
    SPAWN_GRACE_MS = 10000  /* to end by itself once it said its last */
};

struct spawned {
    const char *name; /* the domain, for the log */
    pid_t pid;        /* 0 = none */
    int wait_status;  /* once reaped */
    struct frames frames;
    struct slots *slots;
    int log; /* the reading end of its output; -1 = closed */
    char line[SPAWN_LINE_MAX + 1];
    size_t line_len;
    uint32_t lines;
};

void spawn_init(struct spawned *s);
kh_status spawn_start(struct spawned *s, const char *program, const char *name, kh_err *e);
/* Take what the child printed; never waits. */
void spawn_listen(struct spawned *s);
/* Has it ended?  Waits at most so long. */
bool spawn_wait(struct spawned *s, int timeout_ms);
/* Kill it if it lives, reap it, close everything; safe after spawn_init. */
void spawn_end(struct spawned *s);

#endif
