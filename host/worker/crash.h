/* SPDX-License-Identifier: Apache-2.0 */
/* crash.h - a dying child leaves behind which thread it was.
 *
 * Handlers note the slot of the thread that got the signal and let the signal do what it
 * would have done, so that the coordinator sees the true cause. */
#ifndef KH_WORKER_CRASH_H
#define KH_WORKER_CRASH_H

#include "worker/slots.h"

/* Main thread, once, before the plugin is loaded. */
void crash_watch(struct slots *slots);
/* The calling thread works in this slot from now on.  Gives it a stack of its own for
 * handlers, so that an overflow of the other one is told too. */
struct crash_stack;
struct crash_stack *crash_thread(struct slot *slot); /* NULL if memory is refused */
void crash_thread_end(struct crash_stack *stack);    /* NULL is fine */
/* The child ends as it should: exit is no accident any more. */
void crash_done(void);

#endif
