/* SPDX-License-Identifier: Apache-2.0 */
/* declared_score.h - from a state to values: measures of one subject after the other. */
#ifndef KH_DECLARED_DECLARED_SCORE_H
#define KH_DECLARED_DECLARED_SCORE_H

#include "declared_state.h"

typedef struct scorer {
    const state *s;
    const kh_emit *out;
    kh_err *e;
    kh_ledger *ledger; /* settled copies of the state's */
    uint32_t subject;
    ex_fraction *value; /* of measures, for the subject */
    ex_fraction *total; /* of measures, over all subjects */
    int64_t *marks;     /* of one panel; as many as its ledger has rows */
} scorer;

/* The rows of a measure's ledger that are the subject's. */
void rows_of(const scorer *x, int32_t ledger, size_t *lo, size_t *hi);
/* i / 10^scale */
ex_fraction scaled(int64_t i, int32_t scale);
/* The value of one measure; a panel emits its rows too.  KH_ERANGE by the fraction's state
 * but for panels. */
kh_status measure_value(scorer *x, const measure *m, ex_fraction *out);
kh_status panel_value(scorer *x, const measure *m, ex_fraction *out);
/* min(cap, deduct x times) of the items; with `of` >= 0 a reason each for that indicator.
 */
kh_status occ_value(scorer *x, const measure *m, int32_t of, ex_fraction *out);

#endif
