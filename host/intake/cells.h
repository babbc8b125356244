/* SPDX-License-Identifier: Apache-2.0 */
/* cells.h - rows of a chunk, and the text of each of their cells.
 *
 * A cell's text is what the value is decoded from: quotes off, UTF-8, trimmed and folded
 * (KH_TEXT keeps its blanks), mapped, units resolved.  One reader, one thread. */
#ifndef KH_INTAKE_CELLS_H
#define KH_INTAKE_CELLS_H

#include "intake/plan.h"

struct cell {
    const char *at; /* NULL: no value */
    uint32_t len;
};

enum row_state { ROW_GOOD, ROW_BAD, ROW_SKIPPED, ROW_HELD };

/* Rows that are decoded together, either fields of a chunk or cells that were held back. */
struct rows {
    const struct plan *plan;
    uint32_t n;
    uint8_t state[INTAKE_BATCH_ROWS];
    uint64_t line[INTAKE_BATCH_ROWS];
    /* fields */
    const struct plan_file *file;
    uint32_t file_index;
    const char *bytes;
    const uint32_t *ends; /* of fields */
    uint32_t begin[INTAKE_BATCH_ROWS], first[INTAKE_BATCH_ROWS];
    bool has_quotes, has_high;
    uint64_t chunk, first_row;
    /* cells: of column c and row r at given[c * INTAKE_BATCH_ROWS + r]; else NULL */
    struct cell *given;
    uint32_t files[INTAKE_BATCH_ROWS];
};

struct cells_memo;
/* What turning fields into cells needs; part of a reader. */
struct cells {
    const struct inputs *in;
    const struct orgs *orgs;
    struct converter converter;
    struct arena scratch;      /* emptied after each batch */
    struct arena keep;         /* texts remembered, until the reader ends */
    struct arena *reasons;     /* where reasons with an argument live */
    struct cells_memo **memos; /* of each dataset's sources and encodings */
    uint32_t n_memos;
    uint32_t fault; /* after a failure: the source at fault, or PLAN_NONE */
    bool no_memory;
};
kh_status cells_init(struct cells *c, const struct inputs *in, struct arena *reasons,
                     kh_err *e);
void cells_end(struct cells *c);

/* The cell of a column, valid until the scratch is emptied.  Returns NULL, or why the row
 * is rejected. */
const char *cells_get(struct cells *c, const struct rows *rows, uint32_t column,
                      uint32_t row, struct cell *out);
/* The field of a column whose source is plain, or PLAN_NONE: see cells_plain. */
uint32_t cells_plain_field(const struct rows *rows, uint32_t column);
/* The cell where it stands, trimmed, as cells_get gives it; false: the field is not ASCII,
 * quoted or too long, and cells_get must be asked. */
static inline bool cells_plain(const struct rows *rows, uint32_t field, uint32_t row,
                               struct cell *out)
{
    const uint32_t *ends = &rows->ends[rows->first[row]];
    const char *s = rows->bytes + (field ? ends[field - 1] + 1 : rows->begin[row]);
    const char *e = rows->bytes + ends[field];
    if (e - s > INTAKE_FIELD_MAX || (rows->has_quotes && s < e && *s == '"'))
        return false;
    unsigned char all = 0;
    for (const char *p = s; rows->has_high && p < e; p++)
        all |= (unsigned char)*p;
    if (all >= 0x80)
        return false;
    while (s < e && (e[-1] == ' ' || (e[-1] >= '\t' && e[-1] <= '\r')))
        e--;
    while (s < e && (*s == ' ' || (*s >= '\t' && *s <= '\r')))
        s++;
    *out = (struct cell){ s < e ? s : NULL, (uint32_t)(e - s) };
    return true;
}
/* The field of a source as it stands in the file, for a reject; at NULL: it is no field. */
void cells_raw(struct cells *c, const struct rows *rows, uint32_t source, uint32_t row,
               struct cell *out);
/* Cells joined as lookup keys are: each behind its length. */
bool cells_join(struct arena *a, const struct cell *parts, uint32_t n, struct cell *out);

#endif
