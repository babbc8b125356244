/* SPDX-License-Identifier: Apache-2.0 */
/* workdays.h - a calendar of working days: Monday to Friday but for the days of a file. */
#ifndef KH_DECLARED_WORKDAYS_H
#define KH_DECLARED_WORKDAYS_H

#include <kaohe/sdk.h>

/* A day that a row of the calendar names; `more` counts, over the days up to it, those that
 * work against their weekday less those that rest against it. */
typedef struct workdays_day {
    int64_t day;
    int32_t works, more;
} workdays_day;

/* Zeroed is Monday to Friday. */
typedef struct workdays {
    workdays_day *at;
    uint32_t len, cap;
} workdays;

/* Monday is 1; days before 1970 are negative. */
static inline int workdays_weekday(int64_t day)
{
    int64_t rest = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(rest < 0 ? rest + 7 : rest) + 1;
}
/* KH_ENOMEM. */
kh_status workdays_add(const kh_host *h, workdays *w, int64_t day, int works, kh_err *e);
/* Bring what was added into order.  KH_EDATA: two rows contradict each other. */
kh_status workdays_settle(workdays *w, kh_err *e);
/* Working days after `from` up to `to`; 0 if to <= from. */
int64_t workdays_between(const workdays *w, int64_t from, int64_t to);
void workdays_free(const kh_host *h, workdays *w);

#endif
