/* SPDX-License-Identifier: Apache-2.0 */
/* values.h - decoded columns of the rows in hand. */
#ifndef KH_INTAKE_VALUES_H
#define KH_INTAKE_VALUES_H

#include "intake/cells.h"

/* One column; buffers hold INTAKE_BATCH_ROWS and are 64-byte aligned. */
struct values {
    void *data;         /* as kh_col.data, but of KEY and TEXT: unused until sent */
    uint8_t *null;      /* 1: no value */
    struct cell *cells; /* KEY and TEXT */
    bool has_null;
};
/* Have the buffers for a column of a type.  Zeroed at first. */
kh_status values_ready(struct values *v, uint32_t type, kh_err *e);
void values_end(struct values *v);

/* Bytes of one value in `data`; 0 for TEXT. */
size_t values_width(uint32_t type);
/* Decode one cell (not NULL) into row `row`.  Returns NULL, or why the row is rejected. */
const char *values_set(struct values *v, const struct column *c, const struct cell *cell,
                       uint32_t row);
/* The value of a row as bytes in its order: its text, or 8 bytes in `out`. */
struct cell values_bytes(const struct values *v, const struct column *c, uint32_t row,
                         unsigned char out[8]);

#endif
