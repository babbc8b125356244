/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h - `kaohe check --calendar PERIOD`: which domain scores which dates in a period
 * and what is due when.  Nothing is scored and no input is read; day sets are, because
 * their days are shown. */
#ifndef KH_CLI_CALENDAR_H
#define KH_CLI_CALENDAR_H

#include "cli/coordinate.h"
#include "report/report_page.h"
#include "store/store.h"

enum { CALENDAR_ORDERS_MAX = 20 }; /* open orders that are listed of a domain */

struct calendar {
    struct coordinator *c;
    struct store *store; /* NULL: there is none yet */
    struct page page;
    struct words words;
    struct buf out;
    kh_err e;
};

/* Prints the calendar; c is open and has no findings.  Returns an exit status. */
int calendar_print(struct coordinator *c);

/* ---- calendar_due.c: parts of a domain that is scored */
/* Datasets with the months whose files are looked for, and who owes them. */
void calendar_inputs(struct calendar *k, const struct coordinated *it);
/* Filing dates, when orders of this window are due, and the open ones. */
kh_status calendar_due(struct calendar *k, const struct coordinated *it);

/* "2010-07-01 to 2010-12-31", or "all dates"; in the page's scratch. */
const char *calendar_dates(struct calendar *k, int32_t from, int32_t to);

#endif
