/* SPDX-License-Identifier: Apache-2.0 */
/* report_grid.h - tables of plain text, aligned by the columns of a terminal.
 *
 * A grid that is wider than the page first breaks its heads into lines, then gives up its
 * optional columns from the right, then shortens its widest left-aligned column.  Control
 * characters in cells are replaced, so that no name can move the cursor or break a line. */
#ifndef KH_REPORT_REPORT_GRID_H
#define KH_REPORT_REPORT_GRID_H

#include "base/arena.h"
#include "base/buf.h"

enum paint { PAINT_NONE, PAINT_BOLD, PAINT_DIM, PAINT_GREEN, PAINT_YELLOW, PAINT_RED };

/* A text with its colour, if `colour`; control characters replaced. */
void paint_text(struct buf *out, const char *s, enum paint paint, bool colour);

/* Bytes of `s` that fit into `width` columns: up to a blank or behind a wide character if
 * it does not fit whole; at least one character. */
size_t grid_fitting(const char *s, int width);

/* WHOLE: never shortened.  WRAP: a shortened cell goes on in further lines, not cut.
 * LAST: given up, from the right, if nothing else helps. */
enum {
    GRID_LEFT = 0,
    GRID_RIGHT = 1,
    GRID_OPTIONAL = 2,
    GRID_WHOLE = 4,
    GRID_WRAP = 8,
    GRID_LAST = 16
};
enum { GRID_COLUMNS_MAX = 16 };

struct grid {
    struct arena *arena; /* of the caller; cells are copied into it */
    int n_columns;
    struct {
        const char *head;
        unsigned flags;
        int cells; /* width of the widest cell */
        int width; /* of the column; 0 = left out */
    } column[GRID_COLUMNS_MAX];
    struct grid_cell {
        const char *text;
        enum paint paint;
    } * cells;
    uint32_t n_cells, cap;
    bool failed; /* memory was refused */
};

void grid_init(struct grid *g, struct arena *a);
void grid_column(struct grid *g, const char *head, unsigned flags);
/* Cells come row by row; NULL is an empty one. */
void grid_cell(struct grid *g, const char *text, enum paint paint);
bool grid_is_empty(const struct grid *g);
/* Heads, then rows, each behind `indent` blanks; nothing at all without rows. */
void grid_print(struct grid *g, struct buf *out, int indent, int width, bool colour);

#endif
