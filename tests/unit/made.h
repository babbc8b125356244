/* SPDX-License-Identifier: Apache-2.0 */
/* made.h - scored runs made by hand, for the tests of store and report. */
#ifndef KH_TESTS_MADE_H
#define KH_TESTS_MADE_H

#include "score/scored.h"
#include "store/store.h"

struct made {
    struct arena arena;
    struct conf conf;
    struct scored_run run;
    struct store_run record;
};

/* Two domains: `care` with two cities whose names are hostile, a group, leaves of every
 * state, outcomes, reasons, an order, a table, rejects and deliveries; `works` is
 * at fault. */
void made_small(struct made *m, const char *period);
/* A province: `care` with `cities` times `districts`, scores that differ, a plate each, a
 * missing delivery, a veto; sorted as the rule core sorts. */
void made_province(struct made *m, const char *period, uint32_t cities, uint32_t districts);
/* The province with a composite of care (scored), works (at fault) and network (carried
 * from December, some cities), contractors with plates, tickets, awards; boards of care and
 * of the composite in two groups.  held: the composite has no scores. */
void made_whole(struct made *m, const char *period, uint32_t cities, bool held);
/* The cycle before, of the contractors only: their plates. */
void made_before(struct made *m);
void made_end(struct made *m);

/* Writes and commits the run; its number, or -1 with a check that failed. */
int64_t made_store(const struct made *m, struct store *s);

#endif
