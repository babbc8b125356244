/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/cycles.h - which cycle a day belongs to, seen from a window.
 *
 * Days count from 1970-01-01 (kh_day_of); a month is year * 12 + (month - 1).  A window
 * that does not begin with a calendar month (26th to 25th) has months that end with the
 * same day of the month.  Cycle 0 is the window itself, 1 the one before it, and so on.
 * Pure. Civil dates by the era method of 400 years of 146,097 days. */
#ifndef KH_CYCLES_H
#define KH_CYCLES_H

#include "sdk.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kh_cycles {
    int64_t from, to; /* days, half open */
    uint32_t months;  /* 0: one cycle that holds everything */
    int32_t last_day; /* last day of the cycle's months; 31: calendar months */
    int64_t last;     /* the window's last month */
} kh_cycles;

enum { KH_CYCLES_ERA = 146097, KH_CYCLES_SHIFT = 719468, KH_CYCLES_CALENDAR = 31 };

static inline int64_t kh_cycles_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Midnight of a day; kept within int64. */
static inline int64_t kh_cycles_time(int64_t day)
{
    if (day < INT64_MIN / KH_DAY)
        return INT64_MIN;
    return day > INT64_MAX / KH_DAY ? INT64_MAX : day * KH_DAY;
}

/* The day of a date; months count from 1. */
static inline int64_t kh_cycles_civil_day(int64_t year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = kh_cycles_floor_div(y, 400), of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * KH_CYCLES_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           KH_CYCLES_SHIFT;
}

static inline int64_t kh_cycles_month_first(int64_t month)
{
    int64_t year = kh_cycles_floor_div(month, 12);
    return kh_cycles_civil_day(year, (int)(month - year * 12) + 1, 1);
}

static inline int kh_cycles_month_days(int64_t month)
{
    return (int)(kh_cycles_month_first(month + 1) - kh_cycles_month_first(month));
}

/* Calendar month of a day, and the day within it. */
static inline int64_t kh_cycles_civil_month(int64_t day, int *of_month)
{
    int64_t z = day + KH_CYCLES_SHIFT, era = kh_cycles_floor_div(z, KH_CYCLES_ERA),
            doe = z - era * KH_CYCLES_ERA;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *of_month = (int)(doy - (153 * mp + 2) / 5) + 1;
    return (yoe + era * 400) * 12 + mp + 2; /* years begin in March here */
}

/* The month of a day under the window's last day of the month. */
static inline int64_t kh_cycles_month(const kh_cycles *c, int64_t day)
{
    int of_month;
    int64_t month = kh_cycles_civil_month(day, &of_month);
    return month + (of_month > c->last_day);
}

/* A NULL window, or one without months, is a whole cycle. */
static inline void kh_cycles_init(kh_cycles *c, const kh_window *w)
{
    int first, after;
    memset(c, 0, sizeof *c);
    c->from = INT64_MIN;
    c->to = INT64_MAX;
    c->last_day = KH_CYCLES_CALENDAR;
    if (!w)
        return;
    c->from = kh_day_of(w->from);
    c->to = kh_day_of(w->to);
    c->months = w->months;
    (void)kh_cycles_civil_month(c->from, &first);
    (void)kh_cycles_civil_month(c->to, &after);
    if (first != 1 || after != 1)
        (void)kh_cycles_civil_month(c->to - 1, &c->last_day);
    c->last = kh_cycles_month(c, c->to - 1);
}

/* The first day after a month of the cycle. */
static inline int64_t kh_cycles_month_end(const kh_cycles *c, int64_t month)
{
    int days = kh_cycles_month_days(month);
    return kh_cycles_month_first(month) + (c->last_day < days ? c->last_day : days);
}

/* The days [*from, *to) of a month under the same. */
static inline void kh_cycles_month_span(const kh_cycles *c, int64_t month, int64_t *from,
                                        int64_t *to)
{
    *from = kh_cycles_month_end(c, month - 1);
    *to = kh_cycles_month_end(c, month);
}

/* 0 in the window, 1 in the cycle before ...; -1 after the window, or outside of a whole
 * cycle. */
static inline int64_t kh_cycles_of(const kh_cycles *c, int64_t day)
{
    if (day >= c->to || (day < c->from && !c->months))
        return -1;
    return day >= c->from ? 0 : (c->last - kh_cycles_month(c, day)) / c->months;
}

/* The days [*from, *to) of cycle k. */
static inline void kh_cycles_span(const kh_cycles *c, int64_t k, int64_t *from, int64_t *to)
{
    *from = c->from;
    *to = c->to;
    if (k > 0 && c->months) {
        *from = kh_cycles_month_end(c, c->last - (k + 1) * c->months);
        *to = kh_cycles_month_end(c, c->last - k * c->months);
    }
}

#ifdef __cplusplus
}
#endif
#endif
