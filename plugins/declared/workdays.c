/* SPDX-License-Identifier: Apache-2.0 */
/* workdays.c - see workdays.h. */
#include "workdays.h"

#include <kaohe/cycles.h>
#include <stdlib.h>

enum { FIRST = 64, LAST_WEEKDAY = 5 };

kh_status workdays_add(const kh_host *h, workdays *w, int64_t day, int works, kh_err *e)
{
    if (w->len == w->cap) {
        uint32_t cap = w->cap ? w->cap * 2 : (uint32_t)FIRST;
        workdays_day *p = cap > w->cap ? kh_grow(h, w->at, cap, sizeof *p, e) : NULL;
        if (!p)
            return kh_fail(e, KH_ENOMEM, "no memory for %u days of the calendar", w->len);
        w->at = p;
        w->cap = cap;
    }
    w->at[w->len++] = (workdays_day){ day, works, 0 };
    return KH_OK;
}

static int by_day(const void *a, const void *b)
{
    const workdays_day *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->works - y->works;
}

kh_status workdays_settle(workdays *w, kh_err *e)
{
    uint32_t kept = 0;
    int32_t more = 0;
    if (w->len)
        qsort(w->at, w->len, sizeof *w->at, by_day);
    for (uint32_t i = 0; i < w->len; i++) {
        workdays_day d = w->at[i];
        if (kept && w->at[kept - 1].day == d.day) {
            if (w->at[kept - 1].works != d.works) {
                int of_month;
                int64_t month = kh_cycles_civil_month(d.day, &of_month);
                return kh_fail(e, KH_EDATA,
                               "the calendar says of %04d-%02d-%02d both that it is a "
                               "working day and that it is not; keep one of the rows",
                               (int)(month / 12), (int)(month % 12) + 1, of_month);
            }
            continue;
        }
        more += d.works - (workdays_weekday(d.day) <= LAST_WEEKDAY);
        d.more = more;
        w->at[kept++] = d;
    }
    w->len = kept;
    return KH_OK;
}

/* Days from Monday to Friday up to a day, counted from an arbitrary Monday; days are
 * those of an int64 of microseconds, so that nothing here overflows. */
static int64_t weekdays_up_to(int64_t day)
{
    int64_t monday = day - (workdays_weekday(day) - 1);
    int64_t weeks = (monday + 3) / 7; /* 1969-12-29 was a Monday */
    int of_week = workdays_weekday(day);
    return weeks * LAST_WEEKDAY + (of_week < LAST_WEEKDAY ? of_week : LAST_WEEKDAY);
}

/* What the rows of the calendar add up to a day. */
static int64_t more_up_to(const workdays *w, int64_t day)
{
    uint32_t lo = 0, hi = w->len;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->at[mid].day <= day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo ? w->at[lo - 1].more : 0;
}

int64_t workdays_between(const workdays *w, int64_t from, int64_t to)
{
    if (to <= from)
        return 0;
    int64_t days = weekdays_up_to(to) - weekdays_up_to(from);
    return w ? days + more_up_to(w, to) - more_up_to(w, from) : days;
}

void workdays_free(const kh_host *h, workdays *w)
{
    kh_free(h, w->at);
    *w = (workdays){ 0 };
}
