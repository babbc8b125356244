/* SPDX-License-Identifier: Apache-2.0 */
/* fixed.h - exact numbers that live in an arena.
 *
 * GMP's numbers own memory of their own, which an arena cannot free.  A fixed number is an
 * mpq_t whose digits stand in the arena: read it with any mpq function, never write or
 * clear it. Thread contract: as the arena. */
#ifndef KH_SCORE_FIXED_H
#define KH_SCORE_FIXED_H

#include "base/num.h"

/* Keep the value of `q`.  false: memory; `out` is then 0. */
bool fixed_keep(struct arena *a, mpq_t out, const mpq_t q);
void fixed_small(mpq_t out, int v); /* -1, 0 or 1 */
/* Keep a decimal text.  false: it is none, or memory. */
bool fixed_parse(struct arena *a, mpq_t out, const char *s);

#endif
