/* SPDX-License-Identifier: Apache-2.0 */
/* proof.h - what a checked scheme promises: proved, or refuted with a counter-example.
 *
 * Rules are step functions and piecewise linear ones of one exact number, so a value at,
 * beside and between their breakpoints stands for all others: nothing is sampled.  What is
 * refuted is an error at its file and line; what cannot be decided is a note.
 * docs/configuration.md, "What is proved", is the list.
 *
 * Pure; one thread; before anything is read. */
#ifndef KH_SCORE_PROOF_H
#define KH_SCORE_PROOF_H

#include "score/scheme.h"

/* Rules, groups, vetoes, plates, settlement of one domain, and the grades of its boards. */
void proof_domain(const struct scheme_set *s, struct findings *f);
/* Grades of the composite's boards; `sets` are the domains of the run in any order, NULL
 * where one is at fault.  A domain of the composite that is not there may have any score.
 */
void proof_composite(const struct conf *c, const struct scheme_set *const *sets, uint32_t n,
                     struct findings *f);

#endif
