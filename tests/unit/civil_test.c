/* SPDX-License-Identifier: Apache-2.0 */
/* civil_test.c - dates, months, cycles and the windows they make. */
#include "base/civil.h"
#include "unit.h"

#include <stdlib.h>
#include <time.h>

static void test_days_and_dates(void)
{
    static const struct {
        int year, month, day;
        int32_t number;
    } rows[] = {
        { 1970, 1, 1, 0 },      { 1969, 12, 31, -1 },   { 2000, 2, 29, 11016 },
        { 2011, 4, 30, 15094 }, { 1, 1, 1, -719162 },   { 9999, 12, 31, 2932896 },
        { 1900, 3, 1, -25508 }, { 2100, 2, 28, 47540 }, { 2100, 3, 1, 47541 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int year = 0, month = 0, dom = 0;
        check_i64(civil_day(rows[i].year, rows[i].month, rows[i].day), rows[i].number, i);
        civil_date(rows[i].number, &year, &month, &dom);
        check_i64(year, rows[i].year, i);
        check_i64(month, rows[i].month, i);
        check_i64(dom, rows[i].day, i);
    }
}

/* All of years 1 to 9999, counted up by the calendar's own rule. */
static void test_every_day_follows_the_one_before(void)
{
    int32_t day = civil_day(1, 1, 1);
    bool holds = true;
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int dom = 1; dom <= civil_month_days(year, month); dom++, day++) {
                int y = 0, m = 0, d = 0;
                civil_date(day, &y, &m, &d);
                holds = holds && civil_day(year, month, dom) == day && y == year &&
                        m == month && d == dom && civil_is_date(year, month, dom);
            }
    check_true(holds, 0);
    check_i64(day, civil_day(9999, 12, 31) + 1, 0);
}

static void test_dates_that_do_not_exist(void)
{
    static const int rows[][3] = {
        { 2011, 2, 29 }, { 1900, 2, 29 }, { 2011, 4, 31 }, { 2011, 0, 1 },
        { 2011, 13, 1 }, { 2011, 1, 0 },  { 2011, 1, 32 }, { 0, 1, 1 },
        { 10000, 1, 1 }, { 2011, -1, 1 }, { 2011, 1, -1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_true(!civil_is_date(rows[i][0], rows[i][1], rows[i][2]), i);
    check_true(civil_is_date(2000, 2, 29), 0);
    check_i64(civil_month_days(2011, 0), 0, 0);
    check_i64(civil_month_days(2011, 13), 0, 0);
}

static void test_a_time_belongs_to_its_day(void)
{
    check_i64(civil_day_of(0), 0, 0);
    check_i64(civil_day_of(CIVIL_DAY_US - 1), 0, 1);
    check_i64(civil_day_of(CIVIL_DAY_US), 1, 2);
    check_i64(civil_day_of(-1), -1, 3);
    check_i64(civil_day_of(-CIVIL_DAY_US), -1, 4);
    check_i64(civil_day_of(-CIVIL_DAY_US - 1), -2, 5);
}

static void test_months_are_read_and_written(void)
{
    static const struct {
        const char *text;
        bool is_month;
        int32_t month;
    } rows[] = {
        { "2011-04", true, 2011 * 12 + 3 },
        { "0001-01", true, 12 },
        { "9999-12", true, 9999 * 12 + 11 },
        { "2011-00", false, 0 },
        { "2011-13", false, 0 },
        { "0000-01", false, 0 },
        { "2011-4", false, 0 },
        { "2011/04", false, 0 },
        { "201-004", false, 0 },
        { "2011-04 ", false, 0 },
        { " 2011-04", false, 0 },
        { "2011-0a", false, 0 },
        { "", false, 0 },
        { "-011-04", false, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t month = 0;
        char out[8];
        check_i64(month_parse(&month, rows[i].text), rows[i].is_month, i);
        check_i64(month, rows[i].month, i);
        if (rows[i].is_month) {
            month_text(out, month);
            check_text(out, rows[i].text, i);
        }
    }
}

static void test_days_and_times_are_written(void)
{
    static const struct {
        int64_t us;
        const char *text;
    } rows[] = {
        { 0, "1970-01-01" },
        { -1, "1969-12-31 23:59:59.999999" },
        { INT64_C(15094) * CIVIL_DAY_US + INT64_C(43200000000), "2011-04-30 12:00:00" },
        { INT64_C(15094) * CIVIL_DAY_US + 500000, "2011-04-30 00:00:00.500000" },
        { INT64_C(15094) * CIVIL_DAY_US, "2011-04-30" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[27];
        time_text(out, rows[i].us);
        check_text(out, rows[i].text, i);
    }
    char out[11];
    day_text(out, INT32_MAX);
    check_text(out, "9999-12-31", 0);
    day_text(out, INT32_MIN);
    check_text(out, "0001-01-01", 1);
    char month[8];
    month_text(month, INT32_MAX);
    check_text(month, "9999-12", 2);
    month_text(month, INT32_MIN);
    check_text(month, "0001-01", 3);
    char longest[27];
    time_text(longest, INT64_MAX);
    check_i64(strlen(longest), 26, 4);
}

static void test_windows(void)
{
    static const struct {
        struct cycle cycle;
        int32_t months;
        const char *month, *from, *to;
    } rows[] = {
        { { 1, 0, false }, 1, "2011-04", "2011-04-01", "2011-05-01" },
        { { 2, 0, false }, 2, "2011-04", "2011-03-01", "2011-05-01" },
        { { 2, 25, false }, 2, "2011-04", "2011-02-26", "2011-04-26" },
        { { 1, 25, false }, 1, "2011-01", "2010-12-26", "2011-01-26" },
        { { 12, 0, false }, 12, "2011-12", "2011-01-01", "2012-01-01" },
        { { 1, 0, false }, 6, "2011-02", "2010-09-01", "2011-03-01" },
        { { 1, 28, false }, 1, "2011-02", "2011-01-29", "2011-03-01" },
        { { 1, 28, false }, 1, "2011-03", "2011-03-01", "2011-03-29" },
        { { 1, 28, false }, 1, "2012-02", "2012-01-29", "2012-02-29" },
        { { 1, 0, false }, 1, "9999-12", "9999-12-01", "9999-12-31" }, /* `to` is clamped */
        { { 1, 0, true }, 1, "2011-04", "0001-01-01", "9999-12-31" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t month = 0, from = 0, to = 0;
        char text[11];
        check_true(month_parse(&month, rows[i].month), i);
        cycle_window(&rows[i].cycle, rows[i].months, month, &from, &to);
        day_text(text, from);
        check_text(text, rows[i].from, i);
        day_text(text, to);
        check_text(text, rows[i].to, i);
    }
}

static void test_the_whole_range_fits_in_times(void)
{
    int32_t from = 0, to = 0;
    cycle_window(&(struct cycle){ .months = 1, .whole = true }, 1, 24135, &from, &to);
    check_i64(civil_day_of(from * CIVIL_DAY_US), civil_day(1, 1, 1), 0);
    check_i64(civil_day_of(to * CIVIL_DAY_US - 1), civil_day(9999, 12, 31), 0);
}

/* For every length and last day: each day of 2000 to 2030 lies in exactly one window. */
static void test_windows_tile_the_calendar(void)
{
    static const int32_t lengths[] = { 1, 2, 3, 4, 6, 12 };
    const int32_t first = civil_day(2000, 1, 1), last = civil_day(2030, 12, 31);
    for (size_t i = 0; i < COUNT(lengths); i++)
        for (int32_t last_day = 0; last_day <= 28; last_day++) {
            const struct cycle c = { .months = lengths[i], .last_day = last_day };
            unsigned char hits[12000] = { 0 };
            int32_t before = 0;
            for (int32_t month = 1999 * 12; month < 2033 * 12; month++) {
                if (!cycle_ends(&c, month))
                    continue;
                int32_t from = 0, to = 0;
                cycle_window(&c, c.months, month, &from, &to);
                if (before)
                    check_i64(from, before, (size_t)last_day);
                before = to;
                for (int32_t day = from; day < to; day++)
                    if (day >= first && day <= last)
                        hits[day - first]++;
            }
            bool once = true;
            for (int32_t day = 0; day <= last - first; day++)
                once = once && hits[day] == 1;
            check_true(once, (size_t)last_day);
        }
}

static void test_cycles_end_with_their_months(void)
{
    static const struct {
        struct cycle cycle;
        const char *month, *last; /* a cycle ends with `month` when both are equal */
    } rows[] = {
        { { 1, 0, false }, "2011-04", "2011-04" },
        { { 2, 25, false }, "2011-04", "2011-04" },
        { { 2, 25, false }, "2011-03", "2011-02" },
        { { 3, 0, false }, "2011-04", "2011-03" },
        { { 4, 0, false }, "2011-04", "2011-04" },
        { { 6, 0, false }, "2011-04", "2010-12" },
        { { 12, 0, false }, "2011-11", "2010-12" },
        { { 12, 0, false }, "2011-12", "2011-12" },
        { { 12, 0, true }, "2011-11", "2011-11" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t month = 0;
        char text[8];
        check_true(month_parse(&month, rows[i].month), i);
        month_text(text, cycle_last(&rows[i].cycle, month));
        check_text(text, rows[i].last, i);
        check_i64(cycle_ends(&rows[i].cycle, month), !strcmp(rows[i].month, rows[i].last),
                  i);
    }
}

static void test_no_zone_plays_a_part(void)
{
    setenv("TZ", "America/New_York", 1);
    tzset();
    check_i64(civil_day(2011, 4, 30), 15094, 0);
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    check_i64(civil_day(2011, 4, 30), 15094, 1);
}

static const struct unit_case cases[] = {
    { "days and dates are the same thing", test_days_and_dates },
    { "every day follows the one before", test_every_day_follows_the_one_before },
    { "dates that do not exist are none", test_dates_that_do_not_exist },
    { "a time belongs to its day", test_a_time_belongs_to_its_day },
    { "months are read and written", test_months_are_read_and_written },
    { "days and times are written", test_days_and_times_are_written },
    { "windows are as configured", test_windows },
    { "the whole range fits in times", test_the_whole_range_fits_in_times },
    { "windows tile the calendar", test_windows_tile_the_calendar },
    { "cycles end with their months", test_cycles_end_with_their_months },
    { "no zone plays a part", test_no_zone_plays_a_part },
};
UNIT_MAIN("civil", cases)
