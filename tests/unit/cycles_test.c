/* SPDX-License-Identifier: Apache-2.0 */
/* cycles_test.c - kaohe/cycles.h: days, months and the cycles of a window. */
#include "unit.h"

#include <kaohe/cycles.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DAY(y, m, d) kh_cycles_civil_day(y, m, d)
#define MONTH(y, m) ((int64_t)(y)*12 + (m)-1)

static void test_dates_have_their_days(void)
{
    static const struct {
        int64_t year, day;
        int month, of_month;
    } rows[] = {
        { 1970, 0, 1, 1 },      { 1969, -1, 12, 31 },  { 2000, 11016, 2, 29 },
        { 2000, 11017, 3, 1 },  { 2026, 20454, 1, 1 }, { 1900, -25509, 2, 28 },
        { 1900, -25508, 3, 1 }, { 0, -719528, 1, 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int of_month = 0;
        check_i64(DAY(rows[i].year, rows[i].month, rows[i].of_month), rows[i].day, i);
        check_i64(kh_cycles_civil_month(rows[i].day, &of_month),
                  MONTH(rows[i].year, rows[i].month), i);
        check_i64(of_month, rows[i].of_month, i);
    }
}

static void test_every_day_of_800_years_comes_back(void)
{
    int64_t day = DAY(1600, 1, 1);
    for (int64_t month = MONTH(1600, 1); month < MONTH(2400, 1); month++)
        for (int d = 1; d <= kh_cycles_month_days(month); d++, day++) {
            int of_month = 0;
            check_i64(kh_cycles_civil_month(day, &of_month), month, (size_t)d);
            check_i64(of_month, d, (size_t)month);
        }
    check_i64(day, DAY(2400, 1, 1), 0);
}

/* The day, and the days around the ends, under windows of calendar and of other months. */
static void test_days_fall_into_cycles(void)
{
    static const struct {
        int from[3], to[3];
        uint32_t months;
        int day[3];
        int64_t cycle;
    } rows[] = {
        { { 2026, 4, 1 }, { 2026, 7, 1 }, 3, { 2026, 6, 30 }, 0 },
        { { 2026, 4, 1 }, { 2026, 7, 1 }, 3, { 2026, 7, 1 }, -1 }, /* half open */
        { { 2026, 4, 1 }, { 2026, 7, 1 }, 3, { 2026, 3, 31 }, 1 },
        { { 2026, 4, 1 }, { 2026, 7, 1 }, 3, { 2025, 12, 31 }, 2 },
        { { 2026, 2, 26 }, { 2026, 3, 26 }, 1, { 2026, 2, 26 }, 0 },
        { { 2026, 2, 26 }, { 2026, 3, 26 }, 1, { 2026, 2, 25 }, 1 },
        { { 2026, 2, 26 }, { 2026, 3, 26 }, 1, { 2026, 1, 25 }, 2 },
        { { 2026, 2, 26 }, { 2026, 3, 26 }, 0, { 2026, 2, 25 }, -1 }, /* whole */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int *f = rows[i].from, *t = rows[i].to, *d = rows[i].day;
        kh_window w = { .from = kh_cycles_time(DAY(f[0], f[1], f[2])),
                        .to = kh_cycles_time(DAY(t[0], t[1], t[2])),
                        .months = rows[i].months };
        kh_cycles c;
        int64_t from, to, day = DAY(d[0], d[1], d[2]);
        kh_cycles_init(&c, &w);
        check_i64(kh_cycles_of(&c, day), rows[i].cycle, i);
        if (rows[i].cycle < 0)
            continue;
        kh_cycles_span(&c, rows[i].cycle, &from, &to);
        check_true(from <= day && day < to, i);
        check_i64(kh_cycles_of(&c, from), rows[i].cycle, i);
        check_i64(kh_cycles_of(&c, to), rows[i].cycle - 1, i);
    }
}

static void test_no_window_is_one_whole_cycle(void)
{
    kh_cycles c;
    kh_cycles_init(&c, NULL);
    check_i64(kh_cycles_of(&c, DAY(1, 1, 1)), 0, 0);
    check_i64(kh_cycles_of(&c, DAY(9999, 12, 31)), 0, 1);
    check_i64(kh_cycles_time(INT64_MAX), INT64_MAX, 2);
    check_i64(kh_cycles_time(INT64_MIN), INT64_MIN, 3);
}

static const struct unit_case cases[] = {
    { "dates have their days", test_dates_have_their_days },
    { "every day of 800 years comes back", test_every_day_of_800_years_comes_back },
    { "days fall into cycles", test_days_fall_into_cycles },
    { "no window is one whole cycle", test_no_window_is_one_whole_cycle },
};
UNIT_MAIN("cycles", cases)
