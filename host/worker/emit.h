/* SPDX-License-Identifier: Apache-2.0 */
/* emit.h - asking a state for its results, reasons and rows, and sending what is sound.
 *
 * Nothing is sent before `score` returned KH_OK and everything it said was checked. */
#ifndef KH_WORKER_EMIT_H
#define KH_WORKER_EMIT_H

#include "worker/ladder.h"

struct emit_ask {
    uint32_t level, variant;
    int32_t day;
    bool results; /* results and reasons */
    bool entered; /* rows of tables that show what entered at this level */
    bool merged;  /* rows of tables with KH_EVERY_LEVEL */
};
kh_status emit_state(const struct ladder *l, const void *state, const struct emit_ask *ask,
                     kh_err *e);
/* The subjects of a level, in order. */
kh_status emit_subjects(const struct ladder *l, uint32_t level, kh_err *e);

#endif
