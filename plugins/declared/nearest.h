/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.h - the name that a misspelt one may have meant.  Pure; any thread. */
#ifndef KH_DECLARED_NEAREST_H
#define KH_DECLARED_NEAREST_H

#include <stddef.h>
#include <stdint.h>

enum { NEAREST_SAID = 80 }; /* bytes of `out` */

/* The nearest of n names, at most two edits away, as "; did you mean 'x'?", or "".  `at`
 * gives the name number i of `ctx`. */
const char *declared_near(char *out, const char *name,
                          const char *(*at)(const void *, uint32_t), const void *ctx,
                          uint32_t n);

#endif
