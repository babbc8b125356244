/* SPDX-License-Identifier: Apache-2.0 */
/* stat_test.c - kaohe/stat.h: rounding, ranks, trimming, fractions, KANO classes. */
#include "unit.h"

#include <kaohe/stat.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* domain.md 10: half up is away from zero. */
static void test_halves_go_away_from_zero(void)
{
    static const struct {
        int64_t n, d, expected;
    } row[] = {
        { 0, 7, 0 },
        { 1, 2, 1 },
        { -1, 2, -1 },
        { 25, 10, 3 },
        { -25, 10, -3 },
        { 24, 10, 2 },
        { -24, 10, -2 },
        { 26, 10, 3 },
        { 1, 3, 0 },
        { 2, 3, 1 },
        { -2, 3, -1 },
        { 3125, 10, 313 },
        { INT64_MAX, 1, INT64_MAX },
        { INT64_MIN, 1, INT64_MIN },
        { INT64_MAX, INT64_MAX, 1 },
        { INT64_MAX / 2, INT64_MAX, 0 },
        { INT64_MAX / 2 + 1, INT64_MAX, 1 },
        { INT64_MIN, INT64_MAX, -1 },
    };
    for (size_t i = 0; i < COUNT(row); i++)
        check_i64(kh_round_half_up(row[i].n, row[i].d), row[i].expected, i);
}

/* domain.md 10.1 M2: ceil(p n), also where p n leaves 64 bits. */
static void test_ranks_are_the_nearest(void)
{
    static const struct {
        int64_t n, permille, expected;
    } row[] = {
        { 20, 950, 19 },
        { 20, 951, 20 },
        { 20, 0, 1 },
        { 20, 1, 1 },
        { 20, 50, 1 },
        { 20, 51, 2 },
        { 20, 1000, 20 },
        { 1, 500, 1 },
        { 3, 500, 2 },
        { 4, 500, 2 },
        { 1000, 999, 999 },
        { 1001, 999, 1000 },
        { 2500, 1, 3 },
        { INT64_MAX, 1000, INT64_MAX },
        { INT64_MAX, 1, INT64_MAX / 1000 + 1 },
        { INT64_C(9007199254740993) * 2, 500, INT64_C(9007199254740993) },
    };
    for (size_t i = 0; i < COUNT(row); i++)
        check_i64(kh_rank(row[i].n, row[i].permille), row[i].expected, i);
}

/* Runs of 2, 1, 4 and 3 values: what is kept of each adds up to n - 2 cut. */
static void test_so_many_are_kept_of_each_run(void)
{
    static const int64_t run[] = { 2, 1, 4, 3 };
    static const struct {
        int64_t cut, kept[COUNT(run)];
    } row[] = {
        { 0, { 2, 1, 4, 3 } }, { 1, { 1, 1, 4, 2 } }, { 2, { 0, 1, 4, 1 } },
        { 3, { 0, 0, 4, 0 } }, { 4, { 0, 0, 2, 0 } }, { 5, { 0, 0, 0, 0 } },
    };
    for (size_t i = 0; i < COUNT(row); i++)
        for (size_t k = 0, before = 0; k < COUNT(run); before += (size_t)run[k++])
            check_i64(kh_kept((int64_t)before, run[k], row[i].cut, 10), row[i].kept[k], i);
    check_i64(kh_kept(0, INT64_MAX, INT64_MAX / 2, INT64_MAX), 1, COUNT(row));
}

static void test_divisors_are_never_negative(void)
{
    static const struct {
        int64_t a, b, expected;
    } row[] = {
        { 12, 18, 6 },         { 18, 12, 6 },
        { -12, 18, 6 },        { 12, -18, 6 },
        { 7, 5, 1 },           { 0, 5, 5 },
        { -5, 0, 5 },          { 0, 0, 0 },
        { INT64_MIN, 12, 4 },  { INT64_MIN, INT64_MIN, 1 },
        { INT64_MIN, 0, 1 },   { INT64_MAX, INT64_MAX, INT64_MAX },
        { INT64_MAX, 49, 49 }, { INT64_MIN, INT64_MAX, 1 },
    };
    for (size_t i = 0; i < COUNT(row); i++)
        check_i64(kh_gcd(row[i].a, row[i].b), row[i].expected, i);
}

/* domain.md 10.1 M4: 80.1 - 77.0 is 3.1. */
static void test_ratios_add_over_the_least_denominator(void)
{
    static const struct {
        int64_t n, d, c, e;
        int lost;
        int64_t sum, below;
    } row[] = {
        { 801, 10, -770, 10, 0, 31, 10 },
        { 1, 6, 1, 4, 0, 5, 12 },
        { 1, 6, -1, 4, 0, -1, 12 },
        { 1, 2, 1, 2, 0, 2, 2 }, /* not shortened */
        { 0, 1, -7, 3, 0, -7, 3 },
        { 5, 1, -5, 1, 0, 0, 1 },
        { INT64_MAX - 1, 3, 1, 3, 0, INT64_MAX, 3 },
        { INT64_MAX, 3, 1, 3, 1, 0, 0 },              /* the sum */
        { INT64_MAX, 3, 1, 2, 1, 0, 0 },              /* the left part */
        { 1, 2, INT64_MAX, 3, 1, 0, 0 },              /* the right part */
        { 1, INT64_MAX, -1, INT64_MAX - 1, 1, 0, 0 }, /* the denominator */
        { 1, INT64_MAX, 1, INT64_MAX, 0, 2, INT64_MAX },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t n = row[i].n, d = row[i].d;
        check_i64(kh_ratio_add(&n, &d, row[i].c, row[i].e), row[i].lost, i);
        check_i64(n, row[i].lost ? row[i].n : row[i].sum, i);
        check_i64(d, row[i].lost ? row[i].d : row[i].below, i);
    }
}

static void test_ratios_compare_without_products(void)
{
    static const struct {
        int64_t a, b, c, d;
        int expected;
    } row[] = {
        { 1, 2, 2, 4, 0 },
        { 1, 3, 1, 2, -1 },
        { 2, 3, 3, 5, 1 },
        { -1, 2, 1, 2, -1 },
        { -1, 2, -1, 3, -1 },
        { -7, 2, -10, 3, -1 },
        { -4, 2, -2, 1, 0 },
        { 0, 5, 0, 7, 0 },
        { 0, 1, 1, INT64_MAX, -1 },
        { 355, 113, 22, 7, -1 },
        { INT64_MAX - 1, INT64_MAX, INT64_MAX - 2, INT64_MAX - 1, 1 },
        { INT64_MIN, INT64_MAX, -1, 1, -1 },
        { INT64_MIN, 1, INT64_MIN, 2, -1 },
        { INT64_MIN, 3, INT64_MIN, 3, 0 },
        /* neighbours among the Fibonacci numbers take the longest */
        { INT64_C(7540113804746346429), INT64_C(4660046610375530309),
          INT64_C(4660046610375530309), INT64_C(2880067194370816120), -1 },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        check_i64(kh_ratio_compare(row[i].a, row[i].b, row[i].c, row[i].d), row[i].expected,
                  i);
        check_i64(kh_ratio_compare(row[i].c, row[i].d, row[i].a, row[i].b),
                  -row[i].expected, i);
    }
}

/* domain.md 10.1 M1: (12 + 5 x 2) of 8800. */
static void test_weighted_counts_add_up_or_tell(void)
{
    static const struct {
        int64_t sum, a, b;
        int lost;
        int64_t expected;
    } row[] = {
        { 12, 5, 2, 0, 22 },
        { 12, -5, 2, 0, 2 },
        { 12, 0, INT64_MIN, 0, 12 },
        { 1, INT64_MAX, 1, 1, 1 },
        { -1, INT64_MAX, 1, 0, INT64_MAX - 1 },
        { -1, INT64_MAX, 2, 1, -1 },
        { 0, INT64_MIN, -1, 1, 0 },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t sum = row[i].sum;
        check_i64(kh_add_mul(&sum, row[i].a, row[i].b), row[i].lost, i);
        check_i64(sum, row[i].expected, i);
    }
}

/* domain.md 6: the pair table, answer by answer. */
static void test_pairs_of_answers_have_a_class(void)
{
    enum { LIKE, MUST_BE, NEUTRAL, LIVE_WITH, DISLIKE };
    static const struct {
        uint32_t having, lacking;
        char expected;
    } row[] = {
        { LIKE, LIKE, 'Q' },         { LIKE, MUST_BE, 'A' },      { LIKE, NEUTRAL, 'A' },
        { LIKE, LIVE_WITH, 'A' },    { LIKE, DISLIKE, 'O' },      { MUST_BE, LIKE, 'R' },
        { MUST_BE, MUST_BE, 'I' },   { MUST_BE, DISLIKE, 'M' },   { NEUTRAL, LIKE, 'R' },
        { NEUTRAL, NEUTRAL, 'I' },   { NEUTRAL, DISLIKE, 'M' },   { LIVE_WITH, LIKE, 'R' },
        { LIVE_WITH, MUST_BE, 'I' }, { LIVE_WITH, DISLIKE, 'M' }, { DISLIKE, LIKE, 'R' },
        { DISLIKE, MUST_BE, 'R' },   { DISLIKE, LIVE_WITH, 'R' }, { DISLIKE, DISLIKE, 'Q' },
        { DISLIKE + 1, LIKE, 0 },    { LIKE, DISLIKE + 1, 0 },    { UINT32_MAX, LIKE, 0 },
    };
    static const char classes[] = "AOMIRQ";
    static const int64_t pairs[] = { 3, 1, 3, 9, 7, 2 };
    for (size_t i = 0; i < COUNT(row); i++)
        check_i64(kh_kano(row[i].having, row[i].lacking), row[i].expected, i);
    for (size_t k = 0; k < COUNT(pairs); k++) {
        int64_t n = 0;
        for (uint32_t i = 0; i < KH_KANO_ANSWERS * KH_KANO_ANSWERS; i++)
            n += kh_kano(i / KH_KANO_ANSWERS, i % KH_KANO_ANSWERS) == classes[k];
        check_i64(n, pairs[k], k);
    }
}

static const struct unit_case cases[] = {
    { "halves go away from zero", test_halves_go_away_from_zero },
    { "ranks are the nearest", test_ranks_are_the_nearest },
    { "so many are kept of each run", test_so_many_are_kept_of_each_run },
    { "divisors are never negative", test_divisors_are_never_negative },
    { "ratios add over the least denominator", test_ratios_add_over_the_least_denominator },
    { "ratios compare without products", test_ratios_compare_without_products },
    { "weighted counts add up or tell", test_weighted_counts_add_up_or_tell },
    { "pairs of answers have a class", test_pairs_of_answers_have_a_class },
};
UNIT_MAIN("stat", cases)
