/* SPDX-License-Identifier: Apache-2.0 */
/* report_xlsx.h - the workbook of a run: a sheet for each CSV file. */
#ifndef KH_REPORT_REPORT_XLSX_H
#define KH_REPORT_REPORT_XLSX_H

#include "report/report_inside.h"

/* Writes the file at `path`.  The bytes depend on the run and the language only. */
kh_status report_xlsx(const struct report *r, const char *path, kh_err *e);

/* A decimal that a spreadsheet keeps exactly (at most 15 digits, no leading zeros): its
 * value and digits after the point.  false: it stays text. */
bool xlsx_number(const char *s, double *value, int *digits);

#endif
