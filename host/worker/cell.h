/* SPDX-License-Identifier: Apache-2.0 */
/* cell.h - the dictionaries and states of one thread, or of one chunk.
 *
 * One cell belongs to one thread at a time.  Every variant, and every day of one that asks
 * for each day, has a state of its own; they share the cell's dictionaries. */
#ifndef KH_WORKER_CELL_H
#define KH_WORKER_CELL_H

#include "worker/job.h"

struct cell_day {
    int32_t day;
    void *state;
};
struct cell_days { /* in order of day; VARIANT_NO_DAY stands first */
    struct cell_day *at;
    uint32_t len, cap;
};
struct cell_bits {
    uint64_t *word;
    uint32_t words;
};
struct cell {
    struct dict *subject[CONF_LEVELS_MAX]; /* where rows enter */
    struct dict *space[SCHEMA_SPACES_MAX]; /* [0] is not used */
    struct cell_days *days;                /* [level * n_variants + variant] */
    struct cell_bits *seen;       /* [variant * n_datasets + dataset]: subjects with rows
                      in the window; of leads only */
    uint64_t *outside, *rejected; /* per dataset */
};

/* With a copy of the dictionaries of `base` (NULL: empty ones). */
kh_status cell_new(struct cell **out, const struct job *j, const struct cell *base,
                   kh_err *e);
/* Ends the states too; NULL is fine. */
void cell_end(struct cell *c, const struct job *j);
/* The dictionaries as a reader of this dataset wants them; dicts has n_spaces elements. */
void cell_dicts(const struct cell *c, const struct job *j, uint32_t dataset,
                struct dict **dicts);
/* The state, begun if it is not there. */
kh_status cell_state(struct cell *c, const struct job *j, struct slot *slot, uint32_t level,
                     uint32_t variant, int32_t day, void **state, kh_err *e);

/* A new state of the instance for a variant's window, or a day's. */
kh_status cell_begin(const struct job *j, struct slot *slot, const struct variant *v,
                     int32_t day, void **state, kh_err *e);
void cell_end_state(const struct job *j, struct slot *slot, void *state);
/* The state of a day, or NULL; *at is where it stands or belongs. */
void *cell_days_find(const struct cell_days *d, int32_t day, uint32_t *at);
kh_status cell_days_put(struct cell_days *d, uint32_t at, int32_t day, void *state,
                        kh_err *e);

bool cell_bit(const struct cell_bits *b, uint32_t i);
kh_status cell_bit_set(struct cell_bits *b, uint32_t i, kh_err *e);

#endif
