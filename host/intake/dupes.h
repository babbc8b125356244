/* SPDX-License-Identifier: Apache-2.0 */
/* dupes.h - which keys stand more than once, found in bounded memory.
 *
 * Hashes of all keys go in, one after the other; past a number they are spread over
 * partitions in an unlinked temporary file, and each partition is looked at by itself.
 * Two keys with one 128-bit hash only make a row wait for settling, where keys are
 * compared: the result does not depend on it. */
#ifndef KH_INTAKE_DUPES_H
#define KH_INTAKE_DUPES_H

#include "base/hash.h"

struct dupe_search;
struct dupes; /* read-only; any thread */

struct dupe_search *dupes_search(void); /* NULL: memory */
kh_status dupes_add(struct dupe_search *s, struct hash128 key, kh_err *e);
/* *out is NULL if no key stands twice; else end it with dupes_end. */
kh_status dupes_found(struct dupe_search *s, struct dupes **out, kh_err *e);
void dupes_search_end(struct dupe_search *s); /* NULL is fine */

bool dupes_has(const struct dupes *d, struct hash128 key);
void dupes_end(struct dupes *d); /* NULL is fine */

#endif
