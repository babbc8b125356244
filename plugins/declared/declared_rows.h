/* SPDX-License-Identifier: Apache-2.0 */
/* declared_rows.h - the cells of a row, and of the reference rows that its keys find. */
#ifndef KH_DECLARED_DECLARED_ROWS_H
#define KH_DECLARED_DECLARED_ROWS_H

#include "declared.h"

/* One row of a fact batch, for expressions. */
typedef struct declared_row {
    const declared *c;
    const dataset *d;
    const kh_batch *b;
    uint32_t row;
    const dataset *unknown; /* a reference that lacked a row and says `reject` */
    uint32_t unknown_at;    /* the column with that key */
} declared_row;

/* The cell as a value; a key is its id, a choice its label. */
void cell_of(const kh_field *f, const kh_col *col, uint32_t row, ex_value *out);
/* ex_row.load over a declared_row: slots are columns, from JOIN_SLOT on joins. */
void declared_load(void *ctx, uint32_t slot, ex_value *out);

#endif
