/* SPDX-License-Identifier: Apache-2.0 */
/* report_say.h - sentences that text and HTML share.  Made in `a`; "" if memory is refused,
 * which the writers find by their own allocations. */
#ifndef KH_REPORT_REPORT_SAY_H
#define KH_REPORT_REPORT_SAY_H

#include "report/report_model.h"
#include "report/report_words.h"

/* "2011-04-01 to 2011-04-30", "all dates" */
const char *say_window(struct words *w, struct arena *a, const struct model_domain *d);
/* By months where it begins with one: "2011-04", "2010-07–2010-12". */
const char *say_months(struct words *w, struct arena *a, const struct model_domain *d);
/* "scored", "failed", "carried", "no result" */
const char *say_standing(struct words *w, const struct model_domain *d);
/* "carried from 2010-12 (window 2010-07-01 to 2010-12-31)"; "" unless it is */
const char *say_carried(struct words *w, struct arena *a, const struct model_domain *d);
/* What there is to know of a column of the composite; "" if its domain has a result of this
 * run. */
const char *say_column(struct words *w, struct arena *a, const struct model_column *c);
bool say_is_carried(const struct model_column *c);
/* What the composite does about domains without a result; "" if it does not say. */
const char *say_policy(struct words *w, const struct model_composite *c);
/* A cell of the composite: its score, or why there is none. */
const char *say_cell(struct words *w, const struct model_column *column,
                     const struct model_cell *c);
/* The word for the state of a composite without a score: a fault holds it. */
const char *say_state(struct words *w, const struct model_board *b, const char *state);
/* Why a plate is what it is, as words; "" if by the score alone.  Into `out`. */
const char *say_cause(struct words *w, const char *cause, char *out, size_t size);
/* Places won (up) or lost since the cycle before, 0 if there is nothing to compare. */
int64_t say_won(const struct model_rank *k);

#endif
