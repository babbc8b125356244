/* SPDX-License-Identifier: Apache-2.0 */
/* cycles.c - see cycles.h.  Civil dates by the era method of 400 years of 146,097 days. */
#include "cycles.h"

enum { ERA_DAYS = 146097, EPOCH_SHIFT = 719468, CALENDAR = 31 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t cycles_day(int64_t us)
{
    return floor_div(us, CYCLES_DAY_US);
}

int64_t cycles_time(int64_t day)
{
    if (day < INT64_MIN / CYCLES_DAY_US)
        return INT64_MIN;
    return day > INT64_MAX / CYCLES_DAY_US ? INT64_MAX : day * CYCLES_DAY_US;
}

int64_t cycles_civil_day(int64_t year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = floor_div(y, 400), of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           EPOCH_SHIFT;
}

static int64_t month_first(int64_t month)
{
    int64_t year = floor_div(month, 12);
    return cycles_civil_day(year, (int)(month - year * 12) + 1, 1);
}

int cycles_month_days(int64_t month)
{
    return (int)(month_first(month + 1) - month_first(month));
}

/* Calendar month of a day, and the day within it. */
static int64_t civil_month(int64_t day, int *of_month)
{
    int64_t z = day + EPOCH_SHIFT, era = floor_div(z, ERA_DAYS), doe = z - era * ERA_DAYS;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *of_month = (int)(doy - (153 * mp + 2) / 5) + 1;
    return (yoe + era * 400) * 12 + mp + 2; /* years begin in March here */
}

void cycles_init(cycles *c, const kh_window *w)
{
    int first, after;
    *c = (cycles){ .from = INT64_MIN, .to = INT64_MAX, .last_day = CALENDAR };
    if (!w)
        return;
    c->from = cycles_day(w->from);
    c->to = cycles_day(w->to);
    c->months = w->months;
    (void)civil_month(c->from, &first);
    (void)civil_month(c->to, &after);
    if (first != 1 || after != 1)
        (void)civil_month(c->to - 1, &c->last_day);
    c->last = cycles_month(c, c->to - 1);
}

int64_t cycles_month(const cycles *c, int64_t day)
{
    int of_month;
    int64_t month = civil_month(day, &of_month);
    return month + (of_month > c->last_day);
}

/* The first day after a month of the cycle. */
static int64_t month_end(const cycles *c, int64_t month)
{
    int days = cycles_month_days(month);
    return month_first(month) + (c->last_day < days ? c->last_day : days);
}

void cycles_month_span(const cycles *c, int64_t month, int64_t *from, int64_t *to)
{
    *from = month_end(c, month - 1);
    *to = month_end(c, month);
}

int64_t cycles_of(const cycles *c, int64_t day)
{
    if (day >= c->to || (day < c->from && !c->months))
        return -1;
    return day >= c->from ? 0 : (c->last - cycles_month(c, day)) / c->months;
}

void cycles_span(const cycles *c, int64_t k, int64_t *from, int64_t *to)
{
    *from = c->from;
    *to = c->to;
    if (k > 0 && c->months) {
        *from = month_end(c, c->last - (k + 1) * c->months);
        *to = month_end(c, c->last - k * c->months);
    }
}
