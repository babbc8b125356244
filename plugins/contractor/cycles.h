/* SPDX-License-Identifier: Apache-2.0 */
/* cycles.h - which cycle a day belongs to, seen from a window.
 *
 * Days count from 1970-01-01; a month is year * 12 + (month - 1).  A window that does not
 * begin with a calendar month (26th to 25th) has months that end with the same day of the
 * month.  Cycle 0 is the window itself, 1 the one before it, and so on.  Pure. */
#ifndef KH_CONTRACTOR_CYCLES_H
#define KH_CONTRACTOR_CYCLES_H

#include <kaohe/plugin.h>

#define CYCLES_DAY_US INT64_C(86400000000)

typedef struct cycles {
    int64_t from, to; /* days, half open */
    uint32_t months;  /* 0: one cycle that holds everything */
    int32_t last_day; /* last day of the cycle's months; 31: calendar months */
    int64_t last;     /* the window's last month */
} cycles;

/* A NULL window, or one without months, is a whole cycle. */
void cycles_init(cycles *c, const kh_window *w);
int64_t cycles_day(int64_t us);   /* floor */
int64_t cycles_time(int64_t day); /* midnight; kept within int64 */
int64_t cycles_civil_day(int64_t year, int month, int day);
int cycles_month_days(int64_t month);
/* The month of a day under the window's last day of the month. */
int64_t cycles_month(const cycles *c, int64_t day);
/* The days [*from, *to) of a month under the same. */
void cycles_month_span(const cycles *c, int64_t month, int64_t *from, int64_t *to);
/* 0 in the window, 1 in the cycle before ...; -1 after the window, or outside of a whole
 * cycle. */
int64_t cycles_of(const cycles *c, int64_t day);
/* The days [*from, *to) of cycle k. */
void cycles_span(const cycles *c, int64_t k, int64_t *from, int64_t *to);

#endif
