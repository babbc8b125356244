/* SPDX-License-Identifier: Apache-2.0 */
/* emit_inside.h - one call of `score` while it lasts; shared by emit.c and emit_row.c. */
#ifndef KH_WORKER_EMIT_INSIDE_H
#define KH_WORKER_EMIT_INSIDE_H

#include "worker/emit.h"

#define EMIT_PRIVATE "***"

struct emit_call {
    const struct ladder *ladder;
    const struct job *job;
    const struct rung *rung;
    const struct emit_ask *ask;
    struct arena arena;
    struct measured_result *results;
    struct measured_reason *reasons;
    struct measured_row *rows;
    uint32_t n_results, n_reasons, n_rows, cap_results, cap_reasons, cap_rows;
    kh_status rc; /* the first thing that was wrong with what the plugin said */
    kh_err err;
};

/* Keep the first complaint, and give the plugin a status that makes it stop. */
kh_status emit_unsound(struct emit_call *m, const char *problem, const char *what);
kh_status emit_no_memory(struct emit_call *m);
/* kh_emit.text and kh_emit.row; ctx is the emission. */
const char *emit_text(void *ctx, uint32_t space, uint32_t id);
kh_status emit_row(void *ctx, const kh_row *r);

#endif
