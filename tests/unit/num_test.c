/* SPDX-License-Identifier: Apache-2.0 */
/* num_test.c - exact numbers: reading, rounding, printing, sharing out a total. */
#include "base/num.h"
#include "unit.h"

#include <stdlib.h>

static struct arena arena;

/* `text` is a fraction. */
static char *rounded(const char *text, int digits, enum round_mode mode)
{
    mpq_t q;
    mpq_init(q);
    check_true(num_parse_fraction(q, text), 0);
    char *out = num_text(&arena, q, digits, mode);
    num_round(q, q, digits, mode);
    char *again = num_text(&arena, q, digits, mode);
    check_text(again, out, 0); /* rounding twice changes nothing */
    mpq_clear(q);
    return out;
}

static void test_rounding_modes(void)
{
    static const struct {
        const char *q;
        int digits;
        const char *half_up, *half_even, *truncate;
    } rows[] = {
        { "1/8", 2, "0.13", "0.12", "0.12" },
        { "-1/8", 2, "-0.13", "-0.12", "-0.12" },
        { "3/8", 2, "0.38", "0.38", "0.37" },
        { "1/200", 2, "0.01", "0.00", "0.00" },
        { "-1/200", 2, "-0.01", "0.00", "0.00" },
        { "-1/201", 2, "0.00", "0.00", "0.00" },
        { "-1/1000", 2, "0.00", "0.00", "0.00" },
        { "5/2", 0, "3", "2", "2" },
        { "7/2", 0, "4", "4", "3" },
        { "-5/2", 0, "-3", "-2", "-2" },
        { "1999/20", 1, "100.0", "100.0", "99.9" },
        { "1701/20", 2, "85.05", "85.05", "85.05" },
        { "0", 0, "0", "0", "0" },
        { "0", 2, "0.00", "0.00", "0.00" },
        { "51/666", 4, "0.0766", "0.0766", "0.0765" },
        { "1/3", 18, "0.333333333333333333", "0.333333333333333333",
          "0.333333333333333333" },
        { "123456789012345678901234567890/7", 2, "17636684144620811271604938270.00",
          "17636684144620811271604938270.00", "17636684144620811271604938270.00" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_text(rounded(rows[i].q, rows[i].digits, ROUND_HALF_UP), rows[i].half_up, i);
        check_text(rounded(rows[i].q, rows[i].digits, ROUND_HALF_EVEN), rows[i].half_even,
                   i);
        check_text(rounded(rows[i].q, rows[i].digits, ROUND_TRUNCATE), rows[i].truncate, i);
    }
}

/* Every n/d against integer arithmetic done another way. */
static void test_half_up_agrees_with_integers(void)
{
    for (int64_t d = 1; d <= 40; d++)
        for (int64_t n = -200; n <= 200; n++) {
            mpq_t q;
            mpq_init(q);
            mpq_set_si(q, n, (unsigned long)d);
            mpq_canonicalize(q);
            int64_t size = n < 0 ? -n : n, cents = (200 * size + d) / (2 * d);
            char expected[24];
            dec_text(expected, n < 0 ? -cents : cents, 2);
            check_text(num_text(&arena, q, 2, ROUND_HALF_UP), expected, (size_t)d);
            mpq_clear(q);
            arena_end(&arena);
        }
}

static void test_modes_have_names(void)
{
    enum round_mode mode = ROUND_HALF_UP;
    check_true(round_mode_named("half_up", &mode) && mode == ROUND_HALF_UP, 0);
    check_true(round_mode_named("half_even", &mode) && mode == ROUND_HALF_EVEN, 1);
    check_true(round_mode_named("truncate", &mode) && mode == ROUND_TRUNCATE, 2);
    check_true(!round_mode_named("half", &mode) && mode == ROUND_TRUNCATE, 3);
}

static void test_decimals_are_read_exactly(void)
{
    static const struct {
        const char *text;
        const char *fraction; /* NULL: refused */
    } rows[] = {
        { "0", "0" },
        { "-0", "0" },
        { "+1.50", "3/2" },
        { "0.1", "1/10" },
        { "-12.50", "-25/2" },
        { "007", "7" },
        { "99999999999999999999.01", "9999999999999999999901/100" },
        { "", NULL },
        { "-", NULL },
        { "+", NULL },
        { ".", NULL },
        { ".5", NULL },
        { "5.", NULL },
        { "1e3", NULL },
        { "0x10", NULL },
        { " 1", NULL },
        { "1 ", NULL },
        { "1,000", NULL },
        { "1.2.3", NULL },
        { "--1", NULL },
        { "nan", NULL },
        { "\xEF\xBC\x91", NULL },
        /* 64 bytes are read, 65 are not */
        { "1234567890123456789012345678901234567890123456789012345678901234",
          "1234567890123456789012345678901234567890123456789012345678901234" },
        { "12345678901234567890123456789012345678901234567890123456789012345", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        mpq_t q;
        mpq_init(q);
        bool read = num_parse(q, rows[i].text, strlen(rows[i].text));
        check_text(read ? num_fraction(&arena, q) : NULL, rows[i].fraction, i);
        mpq_clear(q);
    }
    mpq_t q;
    mpq_init(q);
    check_true(!num_parse(q, "1\0002", 3), 0); /* a NUL inside is no digit */
    mpq_clear(q);
}

static void test_scaled_decimals(void)
{
    static const struct {
        const char *text;
        int32_t scale;
        kh_status rc;
        int64_t value;
        const char *error;
    } rows[] = {
        { "12.5", 2, KH_OK, 1250, NULL },
        { "-12.50", 2, KH_OK, -1250, NULL },
        { "12.500", 2, KH_OK, 1250, NULL },
        { "7", 0, KH_OK, 7, NULL },
        { "7.000", 0, KH_OK, 7, NULL },
        { "9223372036854775807", 0, KH_OK, INT64_MAX, NULL },
        { "-9223372036854775808", 0, KH_OK, INT64_MIN, NULL },
        { "92233720368547758.07", 2, KH_OK, INT64_MAX, NULL },
        { "12.505", 2, KH_EDATA, 0, "\"12.505\" has more than 2 digits after the point" },
        { "abc", 2, KH_EDATA, 0, "\"abc\" is not a decimal number" },
        { "", 2, KH_EDATA, 0, "\"\" is not a decimal number" },
        { "1e2", 2, KH_EDATA, 0, "\"1e2\" is not a decimal number" },
        { "9223372036854775808", 0, KH_ERANGE, 0,
          "\"9223372036854775808\" is out of range" },
        { "-9223372036854775809", 0, KH_ERANGE, 0,
          "\"-9223372036854775809\" is out of range" },
        { "92233720368547758.08", 2, KH_ERANGE, 0,
          "\"92233720368547758.08\" is out of range" },
        { "100", 18, KH_ERANGE, 0, "\"100\" is out of range" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t v = 0;
        kh_err e = { 0 };
        check_i64(dec_parse(&v, rows[i].scale, rows[i].text, strlen(rows[i].text), &e),
                  rows[i].rc, i);
        check_i64(v, rows[i].value, i);
        check_text(e.text, rows[i].error ? rows[i].error : "", i);
    }
}

static void test_a_long_bad_text_is_cut_between_characters(void)
{
    char text[100];
    for (size_t i = 0; i < 99; i += 3)
        memcpy(text + i, "\xE5\x88\x86", 3);
    int64_t v = 0;
    kh_err e = { 0 };
    check_i64(dec_parse(&v, 2, text, 99, &e), KH_EDATA, 0);
    check_i64(strlen(e.text), strlen("\"\" is not a decimal number") + 39, 0);
}

static void test_scaled_decimals_are_written(void)
{
    static const struct {
        int64_t value;
        int32_t scale;
        const char *text;
    } rows[] = {
        { -1250, 2, "-12.50" },
        { 0, 0, "0" },
        { 0, 2, "0.00" },
        { 5, 2, "0.05" },
        { -5, 2, "-0.05" },
        { 12, 0, "12" },
        { INT64_MIN, 0, "-9223372036854775808" },
        { INT64_MIN, 18, "-9.223372036854775808" },
        { -1, 18, "-0.000000000000000001" },
        { INT64_MAX, 2, "92233720368547758.07" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[24];
        check_i64(dec_text(out, rows[i].value, rows[i].scale), strlen(rows[i].text), i);
        check_text(out, rows[i].text, i);
        int64_t back = 0;
        kh_err e = { 0 };
        check_i64(dec_parse(&back, rows[i].scale, out, strlen(out), &e), KH_OK, i);
        check_i64(back, rows[i].value, i);
        mpq_t q, p;
        mpq_inits(q, p, NULL);
        num_from_dec(q, rows[i].value, rows[i].scale);
        check_true(num_parse(p, out, strlen(out)) && mpq_equal(p, q), i);
        mpq_clears(q, p, NULL);
    }
}

static void test_machine_numbers_become_exact(void)
{
    mpq_t q;
    mpq_init(q);
    num_from_i64(q, INT64_MIN);
    check_text(num_fraction(&arena, q), "-9223372036854775808", 0);
    num_from_i64(q, INT64_MAX);
    check_text(num_fraction(&arena, q), "9223372036854775807", 1);
    num_from_i64(q, 0);
    check_text(num_fraction(&arena, q), "0", 2);
    num_from_double(q, 0.5);
    check_text(num_fraction(&arena, q), "1/2", 3);
    num_from_double(q, -0.1);
    check_text(num_fraction(&arena, q), "-3602879701896397/36028797018963968", 4);
    num_from_double(q, -0.0);
    check_text(num_fraction(&arena, q), "0", 5);
    mpq_clear(q);
}

static void test_fractions_are_read_back(void)
{
    static const struct {
        const char *text;
        const char *canonical; /* NULL: refused */
        const char *exact;
    } rows[] = {
        { "49/8", "49/8", "6.125" },
        { "7", "7", "7" },
        { "14/4", "7/2", "3.5" },
        { "-1/3", "-1/3", "-1/3" },
        { "-6/3", "-2", "-2" },
        { "0/5", "0", "0" },
        { "1/1000000000000000000", "1/1000000000000000000", "0.000000000000000001" },
        { "1/10000000000000000000", "1/10000000000000000000", "1/10000000000000000000" },
        { "-57/1250", "-57/1250", "-0.0456" },
        { "1/0", NULL, NULL },
        { "1/00", NULL, NULL },
        { "1/-2", NULL, NULL },
        { "1/", NULL, NULL },
        { "/2", NULL, NULL },
        { "+1", NULL, NULL },
        { "", NULL, NULL },
        { "-", NULL, NULL },
        { "1.5", NULL, NULL },
        { "1 /2", NULL, NULL },
        { " 1", NULL, NULL },
        { "0x1", NULL, NULL },
        { "1/2/3", NULL, NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        mpq_t q;
        mpq_init(q);
        bool read = num_parse_fraction(q, rows[i].text);
        check_text(read ? num_fraction(&arena, q) : NULL, rows[i].canonical, i);
        check_text(read ? num_exact_text(&arena, q) : NULL, rows[i].exact, i);
        mpq_clear(q);
    }
}

enum { SHARES = 12 };

static void set_all(mpq_t *q, size_t n, const char *const *texts)
{
    for (size_t i = 0; i < n; i++) {
        mpq_init(q[i]);
        if (texts)
            check_true(num_parse_fraction(q[i], texts[i]), i);
    }
}

static void clear_all(mpq_t *q, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mpq_clear(q[i]);
}

static void test_shares_add_up_to_the_printed_total(void)
{
    static const struct {
        size_t n;
        const char *in[4];
        const char *sum;
        int digits;
        const char *out; /* NULL: refused */
    } rows[] = {
        { 3, { "1/3", "1/3", "1/3" }, "1", 2, "0.34 0.33 0.33" },
        { 3, { "1/3", "1/3", "1/3" }, "1", 0, "1 0 0" },
        { 2, { "1/3", "2/3" }, "1", 1, "0.3 0.7" },
        { 3, { "1/8", "1/8", "1/8" }, "19/50", 2, "0.13 0.13 0.12" },
        { 3, { "100", "-1/3", "-1/3" }, "9933/100", 2, "100.00 -0.33 -0.34" },
        { 3, { "100", "-1/3", "-1/3" }, "9934/100", 2, "100.00 -0.33 -0.33" },
        { 2, { "-1/3", "-2/3" }, "-1", 1, "-0.3 -0.7" },
        { 2, { "0", "5/2" }, "3", 0, "0 3" },
        { 2, { "5/2", "0" }, "2", 0, "2 0" },
        { 2, { "1/2", "1/2" }, "1", 0, "1 0" },
        { 2, { "-1/1000", "1/1000" }, "0", 2, "0.00 0.00" },
        { 0, { NULL }, "0", 2, "" },
        { 0, { NULL }, "1", 2, NULL },
        { 1, { "1" }, "2", 0, NULL },
        { 1, { "1/3" }, "1/3", 2, NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        mpq_t in[4], sum;
        set_all(in, rows[i].n, rows[i].in);
        mpq_init(sum);
        check_true(num_parse_fraction(sum, rows[i].sum), i);
        kh_err e = { 0 };
        kh_status rc = num_share(in, in, rows[i].n, sum, rows[i].digits, &e);
        check_i64(rc, rows[i].out ? KH_OK : KH_EBUG, i);
        char *text = arena_text(&arena, "");
        for (size_t k = 0; !rc && k < rows[i].n; k++)
            text = arena_printf(&arena, "%s%s%s", text, k ? " " : "",
                                num_text(&arena, in[k], rows[i].digits, ROUND_TRUNCATE));
        if (rows[i].out)
            check_text(text, rows[i].out, i);
        mpq_clear(sum);
        clear_all(in, rows[i].n);
    }
}

/* A small generator with a fixed seed: the same cases everywhere. */
static uint32_t next_number(void)
{
    static uint64_t state = 20110430;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

static void test_shares_stay_within_a_unit_of_the_part(void)
{
    for (size_t row = 0; row < 3000; row++) {
        size_t n = 1 + next_number() % SHARES;
        mpq_t in[SHARES], out[SHARES], sum, left, gap;
        set_all(in, n, NULL);
        set_all(out, n, NULL);
        mpq_inits(sum, left, gap, NULL);
        for (size_t k = 0; k < n; k++) {
            mpq_set_si(in[k], (long)(next_number() % 20001) - 10000,
                       1 + next_number() % 97);
            mpq_canonicalize(in[k]);
            mpq_add(sum, sum, in[k]);
        }
        num_round(sum, sum, 2, (enum round_mode)(row % 3));
        kh_err e = { 0 };
        check_i64(num_share(out, in, n, sum, 2, &e), KH_OK, row);
        for (size_t k = 0; k < n; k++) {
            mpq_add(left, left, out[k]);
            mpq_sub(gap, out[k], in[k]);
            mpq_abs(gap, gap);
            check_true(mpq_cmp_ui(gap, 1, 100) <= 0, row);
        }
        check_true(mpq_equal(left, sum), row);
        mpq_clears(sum, left, gap, NULL);
        clear_all(in, n);
        clear_all(out, n);
    }
}

static void test_a_full_arena_gives_null(void)
{
    struct arena tiny;
    arena_init(&tiny, 1);
    mpq_t q;
    mpq_init(q);
    check_true(!num_text(&tiny, q, 2, ROUND_HALF_UP), 0);
    check_true(!num_fraction(&tiny, q), 1);
    check_true(!num_exact_text(&tiny, q), 2);
    mpq_clear(q);
    arena_end(&tiny);
    arena_end(&arena);
}

static const struct unit_case cases[] = {
    { "the three modes round as they say", test_rounding_modes },
    { "half up agrees with integers", test_half_up_agrees_with_integers },
    { "modes have names", test_modes_have_names },
    { "decimals are read exactly", test_decimals_are_read_exactly },
    { "scaled decimals are read", test_scaled_decimals },
    { "a long bad text is cut between characters",
      test_a_long_bad_text_is_cut_between_characters },
    { "scaled decimals are written", test_scaled_decimals_are_written },
    { "machine numbers become exact", test_machine_numbers_become_exact },
    { "fractions are read back", test_fractions_are_read_back },
    { "shares add up to the printed total", test_shares_add_up_to_the_printed_total },
    { "shares stay within a unit of the part", test_shares_stay_within_a_unit_of_the_part },
    { "a full arena gives NULL", test_a_full_arena_gives_null },
};
UNIT_MAIN("num", cases)
