/* SPDX-License-Identifier: Apache-2.0 */
/* collect.h - the coordinator's validator: frames of a child to a struct measured.
 *
 * Whatever the bytes are, the result refers only to known levels, subjects, indicators,
 * tables, datasets and files.  A frame that does not fit is KH_EBUG with the reason. */
#ifndef KH_WORKER_COLLECT_H
#define KH_WORKER_COLLECT_H

#include "worker/payload.h"

#define COLLECT_BYTES_MAX \
    (SIZE_MAX / 2 < (UINT64_C(4) << 30) ? SIZE_MAX / 2 : (size_t)(UINT64_C(4) << 30))

struct collect {
    const struct conf_domain *domain;
    const kh_domain *schema;
    const struct worker_order *order;
    bool in_chain[CONF_LEVELS_MAX];
    struct measured *m;
    uint32_t cap_level[CONF_LEVELS_MAX];
    uint32_t cap_results, cap_reasons, cap_rows, cap_deliveries, cap_inputs, cap_files,
        cap_rejects, cap_columns;
    uint32_t files[CONF_INPUTS_MAX]; /* of each dataset */
    bool is_done;                    /* the last frame came, and all fits together */
};

kh_status collect_begin(struct collect *c, const struct conf_domain *d,
                        const kh_domain *schema, const struct worker_order *o, kh_err *e);
/* A frame of type FRAME_FILES to FRAME_END. */
kh_status collect_frame(struct collect *c, struct frame *f, kh_err *e);
/* Name of a file for a message; NULL if it is not known. */
const char *collect_file(const struct collect *c, uint32_t dataset, uint32_t file);
/* The measured, once it is done: the caller's.  NULL before. */
struct measured *collect_take(struct collect *c);
void collect_end(struct collect *c); /* safe after zeroing */

#endif
