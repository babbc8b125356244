/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.h - a child's end as a sentence for people. */
#ifndef KH_WORKER_VERDICT_H
#define KH_WORKER_VERDICT_H

#include "worker/collect.h"
#include "worker/slots.h"

struct verdict {
    const char *plugin, *version; /* version NULL: not known yet */
    int wait_status;
    struct slots *slots;
    const struct collect *collect; /* for names of files; NULL before there are any */
    uint32_t cpu_s;                /* the limit it may have met */
};

/* The child has ended, and not as it should.  KH_EBUG. */
kh_status verdict_death(const struct verdict *v, kh_err *e);
/* It was killed for not coming back within `limit_s` seconds. */
kh_status verdict_hang(const struct verdict *v, uint32_t limit_s, kh_err *e);
/* Has some thread been in one callback for longer?  The slot, or NULL. */
const struct slot *verdict_stuck(const struct slots *s, uint32_t limit_s);
/* Cut at the end of a character, so that the sentence stays valid UTF-8. */
void verdict_tail(kh_err *e, const char *tail);

#endif
