/* SPDX-License-Identifier: Apache-2.0 */
/* compact.h - the chosen rows of a batch as a batch of their own.
 *
 * Buffers are kept from batch to batch.  One thread. */
#ifndef KH_WORKER_COMPACT_H
#define KH_WORKER_COMPACT_H

#include "base/status.h"

struct compact_col {
    void *data, *valid, *offsets;
    size_t data_size, valid_size, offsets_size;
};
struct compact {
    struct compact_col *own;
    kh_col *col;
    uint32_t cols; /* room */
};

/* *out shows rows row[0..n) of `from`, valid until the next call; columns typed as `ds`
 * says. */
kh_status compact_rows(struct compact *c, const kh_dataset *ds, const kh_batch *from,
                       const uint32_t *row, uint32_t n, kh_batch *out, kh_err *e);
void compact_end(struct compact *c);

#endif
