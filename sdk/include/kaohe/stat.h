/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/stat.h - the arithmetic of measures, in whole numbers and fractions of them.
 *
 *   rounding   kh_round_half_up
 *   M2         kh_rank, kh_kept: percentiles and trimming of sorted values; kaohe/bag.h
 *              has them for a whole bag
 *   M3, M4     kh_ratio_add, kh_ratio_compare, kh_gcd: changes, leads, means of means
 *   M5         kh_kano
 *
 * A rate (M1), a top-box share or an NPS (M5) is kh_result_ratio of sums; kh_add_mul in
 * kaohe/sdk.h adds with weights.  Nothing here allocates or knows a host; any thread. */
#ifndef KH_STAT_H
#define KH_STAT_H

#include "sdk.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KH_PERMILLE = 1000, KH_KANO_ANSWERS = 5 };

/* ---- Rounding ------------------------------------------------------------- */

/* n / d rounded to a whole number, half away from zero; d > 0. */
static inline int64_t kh_round_half_up(int64_t n, int64_t d)
{
    int64_t whole = n / d, rest = n % d;
    if (rest < 0)
        return -rest >= d + rest ? whole - 1 : whole;
    return rest >= d - rest ? whole + 1 : whole;
}

/* ---- Sorted values -------------------------------------------------------- */

/* Nearest rank: which of n sorted values, counted from 1, is the percentile:
 * ceil(permille x n / 1000), the first for 0.  n at least 0, permille 0 to 1000. */
static inline int64_t kh_rank(int64_t n, int64_t permille)
{
    int64_t whole = n / KH_PERMILLE * permille, rest = n % KH_PERMILLE * permille;
    int64_t rank = whole + (rest + KH_PERMILLE - 1) / KH_PERMILLE;
    return rank ? rank : 1;
}

/* Of n sorted values the `cut` lowest and the `cut` highest are dropped: how many are kept
 * of the `count` that stand behind the first `before`?  cut at most n / 2. */
static inline int64_t kh_kept(int64_t before, int64_t count, int64_t cut, int64_t n)
{
    int64_t from = before > cut ? before : cut;
    int64_t to = before + count < n - cut ? before + count : n - cut;
    return to > from ? to - from : 0;
}

/* ---- Fractions ------------------------------------------------------------ */

/* The greatest common divisor, never negative; 0 of 0 and 0.  2^63 has no room: then 1. */
static inline int64_t kh_gcd(int64_t a, int64_t b)
{
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
    while (y) {
        uint64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x > INT64_MAX ? 1 : (int64_t)x;
}

/* *n / *d += c / e, over the least common denominator and not shortened; denominators above
 * 0.  Nonzero, with both unchanged: a part leaves its type. */
static inline int kh_ratio_add(int64_t *n, int64_t *d, int64_t c, int64_t e)
{
    int64_t g = kh_gcd(*d, e), left, right, below;
    if (kh_mul(&left, *n, e / g) || kh_mul(&right, c, *d / g) ||
        kh_mul(&below, *d / g, e) || kh_add(&left, right))
        return 1;
    *n = left;
    *d = below;
    return 0;
}

/* -1, 0 or 1: is a / b less than, equal to or greater than c / d?  b and d above 0.  As
 * continued fractions, so that nothing is multiplied. */
static inline int kh_ratio_compare(int64_t a, int64_t b, int64_t c, int64_t d)
{
    for (int sign = 1;; sign = -sign) {
        int64_t p = a / b - (a % b < 0), q = c / d - (c % d < 0);
        if (p != q)
            return p < q ? -sign : sign;
        int64_t x = a % b, y = c % d;
        x += x < 0 ? b : 0;
        y += y < 0 ? d : 0;
        if (!x || !y)
            return x == y ? 0 : x ? sign : -sign;
        a = b; /* of b / x and d / y the greater belongs to the smaller */
        b = x;
        c = d;
        d = y;
    }
}

/* ---- Surveys -------------------------------------------------------------- */

/* The KANO class of a pair of answers, to having a feature and to lacking it, each 0 like,
 * 1 must be, 2 neutral, 3 can live with, 4 dislike: 'A' attractive, 'O' one-dimensional,
 * 'M' must-be, 'I' indifferent, 'R' reverse, 'Q' questionable.  0: no such answer. */
static inline char kh_kano(uint32_t having, uint32_t lacking)
{
    static const char pairs[] = "QAAAO"
                                "RIIIM"
                                "RIIIM"
                                "RIIIM"
                                "RRRRQ";
    if (having >= KH_KANO_ANSWERS || lacking >= KH_KANO_ANSWERS)
        return 0;
    return pairs[having * KH_KANO_ANSWERS + lacking];
}

#ifdef __cplusplus
}
#endif
#endif
