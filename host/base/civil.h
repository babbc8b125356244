/* SPDX-License-Identifier: Apache-2.0 */
/* civil.h - civil dates, months, cycles and windows.  No zone database, no TZ, no libc
 * time.
 *
 * A day is an int32 count from 1970-01-01; a time is KH_TIME microseconds on the same wall
 * clock; a month is year * 12 + (month - 1).  Years 1 to 9999. */
#ifndef KH_BASE_CIVIL_H
#define KH_BASE_CIVIL_H

#include "base/status.h"

#define CIVIL_DAY_US INT64_C(86400000000)

int32_t civil_day(int year, int month, int day); /* proleptic Gregorian */
void civil_date(int32_t day, int *year, int *month, int *dom);
bool civil_is_date(int year, int month, int day);
int civil_month_days(int year, int month);
int32_t civil_day_of(int64_t us); /* floor */

/* "2011-04" to a month and back; out holds 8 bytes. */
bool month_parse(int32_t *month, const char *s);
void month_text(char out[8], int32_t month);
/* "2011-04-30", out holds 11 bytes. */
void day_text(char out[11], int32_t day);
/* "2011-04-30 12:00:00[.ffffff]", without a time when it is midnight; out holds 27 bytes.
 */
void time_text(char out[27], int64_t us);

/* A domain's cycle: `months` of 1, 2, 3, 4, 6, 12 anchored in January; the last day of a
 * month is `last_day` (0 = the calendar's; 25: 26th of the month before to 25th). */
struct cycle {
    int32_t months;
    int32_t last_day; /* 0, or 1 to 28 */
    bool whole;       /* all rows whatever their date */
};

/* Does a cycle end with this month? */
bool cycle_ends(const struct cycle *c, int32_t month);
/* The last month, at or before `month`, with which a cycle ends. */
int32_t cycle_last(const struct cycle *c, int32_t month);
/* [from, to) in days of the window of `months` months that ends with `month`.  Whole: the
 * full range of dates. */
void cycle_window(const struct cycle *c, int32_t months, int32_t month, int32_t *from,
                  int32_t *to);

#endif
