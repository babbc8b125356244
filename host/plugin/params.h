/* SPDX-License-Identifier: Apache-2.0 */
/* params.h - configured parameters against a plugin's schema.
 *
 * One parser for defaults, bounds and the operator's values.  Texts and tables live in the
 * arena, which must live until the instance is closed. */
#ifndef KH_PLUGIN_PARAMS_H
#define KH_PLUGIN_PARAMS_H

#include "config/tree.h"
#include "plugin/schema.h"

/* values[i] belongs to schema.params[i].  Every mistake goes to `f` with file and line:
 * unknown names ("did you mean"), types, bounds, digits, labels, missing required ones.
 * `group` may be NULL (all defaults).  NULL if memory is refused or something was found. */
const kh_value *params_read(struct arena *a, const struct schema *s,
                            const struct cfg *group, const char *domain,
                            struct findings *f);
/* The place of parameter `index` in the configuration, for kh_err.param; NULL if defaulted.
 */
const struct cfg *params_place(const struct schema *s, const struct cfg *group,
                               uint32_t index);
/* The same for a mistake told as "measures[3].where: ...", where `measures` is parameter
 * `index` and a table: the deepest of these places that the configuration has. */
const struct cfg *params_place_in(const struct schema *s, const struct cfg *group,
                                  uint32_t index, const char *text);
/* Canonical text "name = value" line by line; its digest goes into results. */
kh_status params_canonical(struct buf *out, const struct schema *s, const kh_value *values);
/* A value of a scalar type as text (labels, decimals, dates); in the arena. */
const char *params_text(struct arena *a, const kh_field *f, const kh_value *v);

#endif
