/* SPDX-License-Identifier: Apache-2.0 */
/* measure.h - what a value becomes before points: rates with a least denominator (M1),
 * changes (M3), leads (M4), deviations and verified values (G2); domain.md 10.1 and 10.3.
 *
 * Exact and unrounded.  Pure; any thread. */
#ifndef KH_SCORE_MEASURE_H
#define KH_SCORE_MEASURE_H

#include "score/scheme.h"

/* M1: times x numerator / least, for a denominator below `least`. */
void measure_rate(mpq_t v, int64_t numerator, const mpq_t least, int64_t times);

/* M3: v becomes its change from `base`; `target` counts for DELTA_ATTAINMENT.  false: the
 * base is 0 and the measure does not say what a change from nothing is. */
bool measure_change(mpq_t v, const struct measure *of, const mpq_t base, const mpq_t target,
                    bool higher_is_better);

/* M4: one competitor more; *n of them have made `ref`. */
void measure_compare(mpq_t ref, uint32_t *n, const struct measure *of, const mpq_t one);
/* v becomes its lead over the n competitors of `ref`, n > 0. */
void measure_lead(mpq_t v, const struct measure *of, mpq_t ref, uint32_t n);

/* G2: v, as reported, becomes |audited - v| in percent of v, of 1 where v is 0; 0 if only
 * what is in the unit's favour counts and the deviation is not. */
void measure_deviation(mpq_t v, const mpq_t audited, bool in_favour_only,
                       bool higher_is_better);

#endif
