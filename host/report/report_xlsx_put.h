/* SPDX-License-Identifier: Apache-2.0 */
/* report_xlsx_put.h - inside of the workbook's writers: sheets, rows, cells. */
#ifndef KH_REPORT_REPORT_XLSX_PUT_H
#define KH_REPORT_REPORT_XLSX_PUT_H

#include "report/report_xlsx.h"

#include <xlsxwriter.h>

enum { DIGITS_MAX = 15 /* that a spreadsheet keeps exactly */ };

struct book {
    const struct report *r;
    lxw_workbook *book;
    lxw_format *head, *decimal[DIGITS_MAX + 1]; /* by digits after the point */
};

struct sheet {
    lxw_worksheet *at;
    lxw_row_t row;
    lxw_col_t column;
};

/* A new sheet; its name is cut to what the format allows, with a number where two would be
 * equal. */
kh_status xlsx_sheet(const struct book *b, struct sheet *s, const char *name, kh_err *e);
/* The next cell of the row: a column's head; a text; a number if it is one and may be. */
void xlsx_head(const struct book *b, struct sheet *s, const char *word);
void xlsx_text(struct sheet *s, const char *text);
void xlsx_cell(const struct book *b, struct sheet *s, const char *text, bool numeric);
void xlsx_next(struct sheet *s); /* row */

/* The composite board, before the sheets of the files; nothing without a composite. */
kh_status xlsx_composite(const struct book *b, kh_err *e);

#endif
