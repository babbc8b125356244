/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.h - columns of one dataset found by columns of another. */
#ifndef KH_INTAKE_LOOKUP_H
#define KH_INTAKE_LOOKUP_H

#include "intake/plan.h"

enum { LOOKUP_VALUES_MAX = 64 };

struct lookup_place {
    uint32_t file;
    uint64_t line;
};
/* One target and one set of `by` columns; read-only once filled. */
struct lookup {
    struct plan *target;
    const char *const *by; /* names */
    uint32_t n_by;
    uint32_t *by_columns;                  /* columns of the target (plan_extra) */
    const char *values[LOOKUP_VALUES_MAX]; /* names */
    uint32_t value_columns[LOOKUP_VALUES_MAX];
    uint32_t n_values;
    struct dict *keys, *texts;
    uint32_t *found;            /* n_values of each key: id in texts, or PLAN_NONE */
    struct lookup_place *place; /* of each key */
    uint32_t cap;
    bool is_filled;
    struct lookup *next;
};

/* Connect every look-up source of the plans with a lookup, and have the targets read what
 * it needs.  Before files are opened. */
kh_status lookup_plan(struct lookup **all, struct plan *plans, uint32_t n, struct arena *a,
                      const struct inputs_spec *spec, kh_err *e);
/* A further look-up: what stands in column `value` of the target for the columns `by`.  Its
 * number among the values is *at.  NULL: memory, or too many values. */
const struct lookup *lookup_add(struct lookup **all, struct plan *target, const char **by,
                                uint32_t n_by, const char *value, struct arena *a,
                                const struct inputs_spec *spec, uint32_t *at);
/* Read all targets.  Two rows with one key and different values: ST_INPUT, told in `f`. */
kh_status lookup_fill(struct lookup *all, const struct inputs *in, struct findings *f,
                      kh_err *e);
void lookup_end(struct lookup *all);

/* What stands for a key made of the by columns (see lookup_key); false: no row.  at NULL:
 * the row has no value. */
struct cell;
bool lookup_find(const struct lookup *l, const char *key, uint32_t len, uint32_t value,
                 struct cell *out);

#endif
