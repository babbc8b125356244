/* SPDX-License-Identifier: Apache-2.0 */
/* dates_test.c - every form of a date, and what is none. */
#include "intake/dates.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define HOUR INT64_C(3600000000)

static const char *read_as(const struct dates *d, const char *text)
{
    static char out[27];
    int64_t us = 0;
    if (!dates_parse(d, &us, text, strlen(text)))
        return NULL;
    time_text(out, us);
    return out;
}

static void test_default_forms_are_read(void)
{
    static const struct {
        const char *text, *date;
    } rows[] = {
        { "2011-04-30", "2011-04-30" },
        { "2011-4-3", "2011-04-03" },
        { "2011/4/30", "2011-04-30" },
        { "2011/04/03", "2011-04-03" },
        { "20110430", "2011-04-30" },
        { "2011年4月30日", "2011-04-30" },
        { "2011年04月03日", "2011-04-03" },
        { "30-Apr-11", "2011-04-30" },
        { "30-APR-2011", "2011-04-30" },
        { "1-Jan-21", "2021-01-01" },
        { "1-january-2021", "2021-01-01" },
        { "1-May-68", "2068-05-01" },
        { "1-May-69", "1969-05-01" },
        { "2012-02-29", "2012-02-29" },
        { "2011-04-30 12:00:00", "2011-04-30 12:00:00" },
        { "2011-04-30T12:00:00", "2011-04-30 12:00:00" },
        { "2011-04-30 9:12", "2011-04-30 09:12:00" },
        { "2011/4/30 23:59:59.5", "2011-04-30 23:59:59.500000" },
        { "2011-04-30 00:00:00.123456789", "2011-04-30 00:00:00.123456" },
        { "20110430 08:30", "2011-04-30 08:30:00" },
        { "2011年4月30日 8:30", "2011-04-30 08:30:00" },
        { "30-Apr-11 8:30", "2011-04-30 08:30:00" },
        { "2011-04-30 24:00", "2011-05-01" },
        { "2011-04-30T00:00:00Z", "2011-04-30 08:00:00" },
        { "2011-04-30T12:00:00+08:00", "2011-04-30 12:00:00" },
        { "2011-04-30 12:00:00 +0900", "2011-04-30 11:00:00" },
        { "2011-04-30 12:00:00-05", "2011-05-01 01:00:00" },
        { "0001-01-01", "0001-01-01" },
        { "9999-12-31 23:59:59", "9999-12-31 23:59:59" },
    };
    struct dates d;
    check_text(dates_compile(&d, NULL, 0, 8 * HOUR), NULL, 0);
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(read_as(&d, rows[i].text), rows[i].date, i);
}

static void test_what_is_no_day_is_refused(void)
{
    static const char *const rows[] = {
        "2011-02-29",
        "2011-13-01",
        "2011-00-10",
        "2011-04-31",
        "0000-01-01",
        "11-04-30",
        "30/04/2011",
        "2011-04",
        "2011-04-30 ", /* trimmed by the caller */
        "2011-04-30 25:00",
        "2011-04-30 24:01",
        "2011-04-30 12:60",
        "2011-04-30 12:00:60",
        "2011-04-30 12:00:00.",
        "2011-04-30 12",
        "2011-04-30x",
        "2011-04-30 12:00:00 PRC",
        "2011-04-30 12:00:00+19:00",
        "201104301",
        "40663",
        "30-Apx-11",
        "",
    };
    struct dates d;
    dates_compile(&d, NULL, 0, 8 * HOUR);
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(read_as(&d, rows[i]), NULL, i);
}

static void test_set_forms_are_read_in_order(void)
{
    static const struct {
        const char *forms[3], *text, *date;
    } rows[] = {
        { { "d-mon-yy" }, "30-Apr-11", "2011-04-30" },
        { { "d-mon-yy" }, "2011-04-30", NULL },
        { { "dd/mm/yyyy" }, "04/05/2011", "2011-05-04" },
        { { "mm/dd/yyyy" }, "04/05/2011", "2011-04-05" },
        { { "m/d/yyyy" }, "4/30/2011 8:00", "2011-04-30 08:00:00" },
        { { "d.m.yyyy" }, "30.4.2011", "2011-04-30" },
        { { "yyyy-mm" }, "2011-04", "2011-04-01" },
        { { "YYYY.MM.DD" }, "2011.04.30", "2011-04-30" },
        { { "dd/mm/yyyy" }, "4/5/2011", NULL },
        { { "yyyy-mm-dd", "excel" }, "40663", "2011-04-30" },
        { { "yyyymmdd", "excel" }, "20110430", "2011-04-30" },
        { { "mon d, yyyy" }, "Apr 30, 2011", "2011-04-30" },
        { { "excel" }, "40663.5", "2011-04-30 12:00:00" },
        { { "excel" }, "40663.3541666667", "2011-04-30 08:30:00" },
        { { "excel" }, "1", "1900-01-01" },
        { { "excel" }, "59", "1900-02-28" },
        { { "excel" }, "60", NULL }, /* the day that Excel made up */
        { { "excel" }, "61", "1900-03-01" },
        { { "excel" }, "2958465", "9999-12-31" },
        { { "excel" }, "2958466", NULL },
        { { "excel" }, "0", NULL },
        { { "excel" }, "40663.", NULL },
        { { "excel" }, "-1", NULL },
        { { "excel" }, "2011-04-30", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dates d;
        uint32_t n = 0;
        while (rows[i].forms[n])
            n++;
        check_text(dates_compile(&d, rows[i].forms, n, 0), NULL, i);
        check_text(read_as(&d, rows[i].text), rows[i].date, i);
    }
}

static void test_forms_that_name_no_day_are_told(void)
{
    static const char *const forms[] = {
        "yyyy",   "dd-mm",       "hh:mm",         "",   "yyyy-mm-dd-d",
        "excel2", "yyyy-mm-mon", "yyyy-m-d-yyyy", "day"
    };
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct dates d;
        check_text(dates_compile(&d, &forms[i], 1, 0), forms[i], i);
    }
}

/* Each day from 1 to 9999 is read back in three forms. */
static void test_days_round_trip(void)
{
    struct dates d;
    dates_compile(&d, NULL, 0, 0);
    int32_t last = civil_day(9999, 12, 31);
    for (int32_t day = civil_day(1, 1, 1); day <= last; day += 97) {
        char text[11], again[11];
        int64_t us = 0;
        day_text(text, day);
        bool is_read = dates_parse(&d, &us, text, 10) && us == day * CIVIL_DAY_US;
        memcpy(again, text, 4);
        memcpy(again + 4, text + 5, 2);
        memcpy(again + 6, text + 8, 2);
        is_read = is_read && dates_parse(&d, &us, again, 8) && us == day * CIVIL_DAY_US;
        text[4] = text[7] = '/';
        is_read = is_read && dates_parse(&d, &us, text, 10) && us == day * CIVIL_DAY_US;
        if (!is_read) {
            check_text(NULL, text, 0);
            return;
        }
    }
}

static const struct unit_case cases[] = {
    { "default forms are read", test_default_forms_are_read },
    { "what is no day is refused", test_what_is_no_day_is_refused },
    { "set forms are read in order", test_set_forms_are_read_in_order },
    { "forms that name no day are told", test_forms_that_name_no_day_are_told },
    { "days round trip", test_days_round_trip },
};
UNIT_MAIN("dates", cases)
