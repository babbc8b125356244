/* SPDX-License-Identifier: Apache-2.0 */
/* select.h - which rows of a batch a variant takes.
 *
 * A row stands on an interval of time: from `when` to `until` (the same instant if the
 * dataset has none, without end if `until` is null).  Rows of a dataset without `when` are
 * taken by everybody.  Pure functions of the batch; `row` has room for every row. */
#ifndef KH_WORKER_SELECT_H
#define KH_WORKER_SELECT_H

#include "worker/job.h"

/* Fill job.span; needs schema, domain and variants. */
kh_status select_init(struct job *j, kh_err *e);

/* Rows with a null `when`, which belong nowhere. */
uint32_t select_undated(const struct job *j, const kh_batch *b, uint32_t *row);
/* Rows without a date of their own, and those dated in the domain's own window or later. */
uint32_t select_late(const struct job *j, const kh_batch *b, uint32_t *row);
/* How many rows stand outside of the domain's own window, whatever is fed. */
uint32_t select_outside(const struct job *j, const kh_batch *b);
/* The rows of a variant that has one state; returns their number. */
uint32_t select_rows(const struct job *j, uint32_t variant, const kh_batch *b,
                     uint32_t *row);

/* The same of its whole window, whatever its days. */
uint32_t select_window(const struct job *j, uint32_t variant, const kh_batch *b,
                       uint32_t *row);

/* For a variant with a state per day: the days [first, last] that row i goes to; first >
 * last if none.  *dated is false if the row goes to every day. */
void select_days(const struct job *j, uint32_t variant, const kh_batch *b, uint32_t i,
                 int32_t *first, int32_t *last, bool *dated);
/* Is `day` one of the variant's? */
bool select_has_day(const struct variant *v, int32_t day);

#endif
