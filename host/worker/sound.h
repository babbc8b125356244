/* SPDX-License-Identifier: Apache-2.0 */
/* sound.h - is what a plugin answered sound?
 *
 * The child asks before it sends, so that the plugin is told by name; the coordinator asks
 * again, because the child's memory is the plugin's too.  Each function returns what is
 * wrong as an English sentence part, or NULL.  Pure. */
#ifndef KH_WORKER_SOUND_H
#define KH_WORKER_SOUND_H

#include "worker/measured.h"

/* Ids, outcome, flags, denominators, no NaN; `subjects` is the number of the level's. */
const char *sound_result(const kh_domain *d, uint32_t subjects,
                         const struct measured_result *r);
const char *sound_reason(const kh_domain *d, uint32_t subjects,
                         const struct measured_reason *r);
/* Sorted results: each (variant, level, subject, indicator, day) once.  Index of the first
 * that stands twice, or n. */
uint32_t sound_twice(const struct measured_result *r, uint32_t n);
/* Do the reasons of an additive indicator add up to the result?  `reasons` are its own. */
bool sound_sum(const kh_domain *d, const struct measured_result *r,
               const struct measured_reason *reasons, uint32_t n);

#endif
