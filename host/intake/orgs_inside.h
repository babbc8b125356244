/* SPDX-License-Identifier: Apache-2.0 */
/* orgs_inside.h - what orgs.c and orgs_read.c share. */
#ifndef KH_INTAKE_ORGS_INSIDE_H
#define KH_INTAKE_ORGS_INSIDE_H

#include "intake/orgs.h"

enum { ORGS_LEVELS_MAX = 64, ORGS_COLUMNS_MAX = 256 };

struct orgs_level {
    const char *name;
    const char **keys; /* ids and aliases; NULL if too many for a nearest one */
    uint32_t n_keys, cap;
};
/* An id or an alias of a unit. */
struct orgs_name {
    const char *key;
    const struct org_unit *unit;
};
struct orgs {
    struct org_unit *units; /* by id */
    uint32_t n_units;
    const char **columns;
    uint32_t n_columns;
    const char **cells; /* n_columns of each unit */
    struct orgs_level levels[ORGS_LEVELS_MAX];
    uint32_t n_levels;
    struct orgs_name *names; /* open addressing over the key; free: key NULL */
    uint32_t names_mask;
};

/* The slot of (level, key), or the free one where it belongs. */
struct orgs_name *orgs_slot(const struct orgs *o, const char *level, const char *key);

#endif
