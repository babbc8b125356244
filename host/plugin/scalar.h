/* SPDX-License-Identifier: Apache-2.0 */
/* scalar.h - one value of a field, from text and back.
 *
 * The same parser reads a plugin's defaults and bounds and the operator's settings, so that
 * what a plugin declares can be typed as it is printed.  Thread contract: pure. */
#ifndef KH_PLUGIN_SCALAR_H
#define KH_PLUGIN_SCALAR_H

#include "base/arena.h"

/* Read `s` as a value of f's type: every type but KH_KEY and KH_TABLE.  KH_ECONFIG and a
 * sentence without a place, or KH_ENOMEM.  Text is copied into the arena.  Bounds are not
 * looked at. */
kh_status scalar_parse(kh_value *out, struct arena *a, const kh_field *f, const char *s,
                       kh_err *e);
/* Is v within f->min and f->max?  KH_ECONFIG and a sentence if not. */
kh_status scalar_in_bounds(const kh_field *f, const kh_value *v, struct arena *a,
                           kh_err *e);
/* As scalar_parse reads it: a label, "12.50", "2011-04-30 12:00:00", "true"; "" if not set.
 * NULL if memory is refused. */
const char *scalar_text(struct arena *a, const kh_field *f, const kh_value *v);
/* "bool", "i64", "dec" ...; "?" for an unknown one. */
const char *scalar_type(uint32_t type);

#endif
