/* SPDX-License-Identifier: Apache-2.0 */
/* orgs.h - the organisation file: units, their levels, parents, aliases and further
 * columns.
 *
 * Columns id, name, parent, level, class, from, to, aliases ('|' between) and any others. A
 * row counts in the windows it is valid in: from (first day or month) and to (last) are
 * inclusive and may be empty.  Read-only once read; any thread. */
#ifndef KH_INTAKE_ORGS_H
#define KH_INTAKE_ORGS_H

#include "config/conf.h"

enum { ORGS_UNITS_MAX = 1000000, ORGS_DEPTH_MAX = 16 };

struct orgs;
struct org_unit {
    const char *id, *name, *level;
    const struct org_unit *parent; /* NULL at the top */
    uint32_t index;                /* in order of id */
    bool is_closed; /* no unit of the window: known for rows of earlier dates only */
};

/* Units valid on some day of [from, to).  Mistakes (unknown or cyclic parents, an alias of
 * two units, two valid rows of one id with different content in the window) go to `f` with
 * file and line.  NULL if it cannot be used. */
const struct orgs *orgs_read(struct arena *a, const char *path, int32_t from, int32_t to,
                             struct findings *f);
/* The same, and units valid on some day of the earlier dates [known_from, known_to)
 * besides: closed.  They stand under the parents they had; where a unit of the window has
 * one of their names, it is meant. */
const struct orgs *orgs_read_back(struct arena *a, const char *path, int32_t from,
                                  int32_t to, int32_t known_from, int32_t known_to,
                                  struct findings *f);
bool orgs_has_closed(const struct orgs *o);
uint32_t orgs_len(const struct orgs *o);
const struct org_unit *orgs_at(const struct orgs *o, uint32_t index); /* in order of id */
bool orgs_has_level(const struct orgs *o, const char *level);
/* The unit of that level that `key` (already folded, text_fold_key) names by id or alias;
 * NULL if none does. */
const struct org_unit *orgs_find(const struct orgs *o, const char *level, const char *key);
/* The id or alias of that level nearest to `key`; NULL if none is near, or the level has
 * too many units to look. */
const char *orgs_nearest(const struct orgs *o, const char *level, const char *key);
/* The ancestor of `level`, the unit itself included; NULL. */
const struct org_unit *orgs_above(const struct org_unit *u, const char *level);
/* The text of a further column (`class` too); NULL if there is no such column. */
const char *orgs_column(const struct orgs *o, const struct org_unit *u, const char *column);

#endif
