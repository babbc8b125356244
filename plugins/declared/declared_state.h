/* SPDX-License-Identifier: Apache-2.0 */
/* declared_state.h - what a state keeps: sums per subject, and ledgers of rows for the
 * folds that need values. */
#ifndef KH_DECLARED_DECLARED_STATE_H
#define KH_DECLARED_DECLARED_STATE_H

#include "declared_rows.h"

enum { PENDING_MAX = 6 };

/* What a row adds to a measure, once the whole row is known to be fine. */
typedef struct pending {
    int is_due;
    int64_t v[PENDING_MAX];
} pending;

typedef struct state {
    const declared *c;
    int64_t from, to; /* the window; INT64_MIN, INT64_MAX: all dates */
    int64_t *sum;     /* sum[subject * slots + k] */
    uint32_t len, cap;
    kh_ledger *ledger;
    pending *pending; /* of measures, then tables */
} state;

kh_status declared_begin(const void *inst, const kh_window *w, void **out, kh_err *e);
kh_status declared_consume(void *st, const kh_batch *b, kh_err *e);
kh_status declared_merge(void *into, const void *from, const kh_merge *m, kh_err *e);
kh_status declared_save(const void *st, const kh_sink *out, kh_err *e);
kh_status declared_load_state(const void *inst, uint32_t version, const kh_source *in,
                              void **out, kh_err *e);
kh_status declared_score(const void *st, const kh_emit *out, kh_err *e);
void declared_end(void *st);

/* Sums of subjects below `len`. */
kh_status state_grow(state *s, uint32_t len, kh_err *e);
/* A measure's sums of a subject; zeroes for one that was never seen. */
const int64_t *state_sums(const state *s, const measure *m, uint32_t subject);
/* Add what one row, or n rows of another state, gave: KH_ERANGE. */
kh_status state_fold(const measure *m, int64_t *into, const int64_t *from, kh_err *e);

#endif
