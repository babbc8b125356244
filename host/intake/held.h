/* SPDX-License-Identifier: Apache-2.0 */
/* held.h - rows that wait until all rows of their key are known.
 *
 * A row is kept as bytes: its key, and a rank that orders the revisions of a key bytewise
 * and holds the row's cells.  Memory is bounded: full runs are sorted and written to an
 * unlinked temporary file, and merged in the end.  One thread at a time. */
#ifndef KH_INTAKE_HELD_H
#define KH_INTAKE_HELD_H

#include "intake/spill.h"

enum { HELD_RUN = 4 << 20 }; /* bytes in memory, per store */

struct held_row {
    const unsigned char *key, *rank;
    uint32_t key_len, rank_len;
    uint32_t file;
    uint64_t line;
};
struct held_run {
    uint64_t offset, size;
};
struct held {
    char *at; /* records, one behind the other */
    size_t len, cap;
    uint32_t *offsets; /* of each record */
    uint32_t n, cap_n;
    struct held_run *runs;
    uint32_t n_runs, cap_runs;
    struct spill spill;
};
void held_init(struct held *h);
void held_end(struct held *h);
kh_status held_add(struct held *h, const struct held_row *row, kh_err *e);

/* Called for the winner of each key, in bytewise order of keys: the greatest rank; of equal
 * ones the first place.  `others` is how many rows it beat.  The row is lent. */
typedef kh_status (*held_fn)(void *ctx, const struct held_row *winner, uint64_t others,
                             kh_err *e);
/* Over all stores; they are left as they are and may only be ended. */
kh_status held_settle(struct held *const *all, uint32_t n, held_fn fn, void *ctx,
                      kh_err *e);

#endif
