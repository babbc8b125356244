/* SPDX-License-Identifier: Apache-2.0 */
/* decode_test.c - texts and the values they are, by type. */
#include "intake/decode.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_booleans(void)
{
    static const struct {
        const char *text;
        int value; /* -1: none */
    } rows[] = { { "1", 1 },   { "0", 0 },  { "y", 1 },    { "Y", 1 },     { "n", 0 },
                 { "YES", 1 }, { "No", 0 }, { "true", 1 }, { "False", 0 }, { "是", 1 },
                 { "否", 0 },  { "2", -1 }, { "yep", -1 }, { "t", -1 },    { "真", -1 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint8_t v = 9;
        const char *why = decode_bool(&v, rows[i].text, strlen(rows[i].text));
        check_text(why, rows[i].value < 0 ? "not yes or no" : NULL, i);
        check_i64(why ? -1 : v, rows[i].value, i);
    }
}

static const char nan_[] = "not a number", large[] = "number out of range",
                  fine[] = "more digits after the decimal point than allowed",
                  groups[] = "thousands separators not every three digits",
                  duration[] = "not a duration h:mm:ss or mm:ss";

struct decimal_case {
    const char *text;
    int32_t scale;
    char decimal, thousands;
    int64_t value;
    const char *why;
};

static void check_decimals(const struct decimal_case *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct number_form form = { rows[i].decimal, rows[i].thousands };
        int64_t v = 0;
        const char *why =
            decode_dec(&v, rows[i].scale, &form, rows[i].text, strlen(rows[i].text));
        check_text(why, rows[i].why, i);
        if (!why)
            check_i64(v, rows[i].value, i);
    }
}

static void test_decimals(void)
{
    static const struct decimal_case rows[] = {
        { "0", 0, '.', 0, 0, NULL },
        { "17", 0, '.', 0, 17, NULL },
        { "-17", 0, '.', 0, -17, NULL },
        { "+17", 0, '.', 0, 17, NULL },
        { "007", 0, '.', 0, 7, NULL },
        { "5.00", 0, '.', 0, 5, NULL },
        { "5.01", 0, '.', 0, 0, fine },
        { "94.01%", 2, '.', 0, 9401, NULL },
        { "94.01 %", 2, '.', 0, 9401, NULL },
        { "94,01%", 2, ',', 0, 9401, NULL },
        { ".5", 1, '.', 0, 5, NULL },
        { "5.", 1, '.', 0, 0, nan_ },
        { ".", 1, '.', 0, 0, nan_ },
        { "%", 1, '.', 0, 0, nan_ },
        { "-", 1, '.', 0, 0, nan_ },
        { "--5", 1, '.', 0, 0, nan_ },
        { "5-", 1, '.', 0, 0, nan_ },
        { "1 000", 0, '.', 0, 0, nan_ },
        { "1e3", 0, '.', 0, 0, nan_ },
        { "0x10", 0, '.', 0, 0, nan_ },
        { "abc", 0, '.', 0, 0, nan_ },
        { "1,234", 0, '.', 0, 0, nan_ },
        { "1,234", 0, '.', ',', 1234, NULL },
        { "1,234,567.89", 2, '.', ',', 123456789, NULL },
        { "1.234.567,89", 2, ',', '.', 123456789, NULL },
        { "12,34", 0, '.', ',', 0, groups },
        { "1234,567", 0, '.', ',', 0, groups },
        { ",123", 0, '.', ',', 0, groups },
        { "1,,234", 0, '.', ',', 0, groups },
        { "1,234,", 0, '.', ',', 0, groups },
        { "9223372036854775807", 0, '.', 0, INT64_MAX, NULL },
        { "-9223372036854775808", 0, '.', 0, INT64_MIN, NULL },
        { "9223372036854775808", 0, '.', 0, 0, large },
        { "-9223372036854775809", 0, '.', 0, 0, large },
        { "92233720368547758.07", 2, '.', 0, INT64_MAX, NULL },
        { "92233720368547758.08", 2, '.', 0, 0, large },
        { "99999999999999999999999999", 0, '.', 0, 0, large },
        { "1", 18, '.', 0, INT64_C(1000000000000000000), NULL },
    };
    check_decimals(rows, COUNT(rows));
}

static void test_durations(void)
{
    static const struct decimal_case rows[] = {
        { "0:00:17", 0, '.', 0, 17, NULL },       { "0:02:14", 0, '.', 0, 134, NULL },
        { "02:14", 0, '.', 0, 134, NULL },        { "75:30", 0, '.', 0, 4530, NULL },
        { "100:00:00", 0, '.', 0, 360000, NULL }, { "0:02:14.5", 1, '.', 0, 1345, NULL },
        { "0:02:14", 2, '.', 0, 13400, NULL },    { "-0:00:05", 0, '.', 0, -5, NULL },
        { "0:60:00", 0, '.', 0, 0, duration },    { "0:2:14", 0, '.', 0, 0, duration },
        { "0:02:14:00", 0, '.', 0, 0, duration }, { "9:", 0, '.', 0, 0, duration },
        { "0:02:14.5", 0, '.', 0, 0, fine },
    };
    check_decimals(rows, COUNT(rows));
}

static void test_doubles(void)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        { "0", 0 },
        { "-0", 0 },
        { "0.1", 0.1 },
        { "1e-5", 1e-5 },
        { "1.5E+05", 150000 },
        { "123456789012345678", 123456789012345678.0 },
        { "9007199254740993", 9007199254740992.0 }, /* a tie goes to even */
        { "9007199254740995", 9007199254740996.0 },
        { "2.2250738585072014e-308", 2.2250738585072014e-308 },
        { "4.9406564584124654e-324", 4.9406564584124654e-324 },
        { "2.4703282292062327e-324", 0 }, /* just below half of the least */
        { "1.7976931348623157e308", 1.7976931348623157e308 },
        { "12.6915259", 12.6915259 },
        { "1e-999999999", 0 },
        { "50%", 50 },
    };
    struct number_form form = { '.', 0 };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double v = -1;
        bool is_null = false;
        const char *why =
            decode_f64(&v, &is_null, &form, rows[i].text, strlen(rows[i].text));
        check_text(why, NULL, i);
        check_true(v == rows[i].value && !signbit(v), i);
    }
    static const char *const bad[] = { "1e",   "e5", "1e5x", "", "1.7976931348623159e308",
                                       "1e400" };
    for (size_t i = 0; i < COUNT(bad); i++) {
        double v = 0;
        bool is_null = false;
        check_true(decode_f64(&v, &is_null, &form, bad[i], strlen(bad[i])), i);
    }
    static const char *const none[] = { "NaN", "inf", "-Infinity" };
    for (size_t i = 0; i < COUNT(none); i++) {
        double v = 0;
        bool is_null = false;
        check_text(decode_f64(&v, &is_null, &form, none[i], strlen(none[i])), NULL, i);
        check_true(is_null, i);
    }
}

/* The C locale's strtod is right on glibc: it is the witness here. */
static void test_doubles_are_the_nearest(void)
{
    uint64_t seed = 7;
    struct number_form form = { '.', 0 };
    for (size_t i = 0; i < 20000; i++) {
        char text[64];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint64_t a = seed >> 11;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int exponent = (int)(seed >> 33) % (i % 3 ? 40 : 340);
        int n = snprintf(text, sizeof text, "%llu.%llue%s%d", (unsigned long long)(a >> 20),
                         (unsigned long long)(seed >> 40), i % 2 ? "-" : "", exponent);
        double v = 0, witness = strtod(text, NULL);
        bool is_null = false;
        const char *why = decode_f64(&v, &is_null, &form, text, (size_t)n);
        if (isinf(witness) ? !why : why || v != witness) {
            check_text(why, text, i);
            return;
        }
    }
}

static void test_labels(void)
{
    static const char *const labels[] = { "ordinary", "vip", "v", NULL };
    static const struct {
        const char *text;
        int index;
    } rows[] = { { "ordinary", 0 }, { "vip", 1 },  { "v", 2 },
                 { "vi", -1 },      { "VIP", -1 }, { "vipp", -1 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint16_t v = 0;
        const char *why = decode_enum(&v, labels, rows[i].text, strlen(rows[i].text));
        check_i64(why ? -1 : v, rows[i].index, i);
    }
}

static const struct unit_case cases[] = {
    { "booleans", test_booleans },
    { "decimals, percents and groups", test_decimals },
    { "durations", test_durations },
    { "doubles", test_doubles },
    { "doubles are the nearest", test_doubles_are_the_nearest },
    { "labels", test_labels },
};
UNIT_MAIN("decode", cases)
