/* SPDX-License-Identifier: Apache-2.0 */
/* num.h - exact numbers: decimals in, rationals inside, rounded text out.
 *
 * Rationals are GMP's mpq_t, always canonical.  Nothing here uses floating point but
 * num_from_double, which is exact.  Thread contract: pure. */
#ifndef KH_BASE_NUM_H
#define KH_BASE_NUM_H

#include "base/arena.h"
#include <gmp.h>

enum round_mode {
    ROUND_HALF_UP, /* 四舍五入: half away from zero */
    ROUND_HALF_EVEN,
    ROUND_TRUNCATE /* toward zero */
};
enum {
    NUM_TEXT_MAX = 64,
    NUM_DIGITS_MAX = 18
}; /* bytes of a decimal read; digits after the point */

/* "half_up", "half_even", "truncate"; false if it is none of them. */
bool round_mode_named(const char *name, enum round_mode *mode);

/* A plain decimal: [+-]digits[.digits], at most NUM_TEXT_MAX bytes; false if it is not one.
 * No exponent, no spaces, no separators.  `q` is initialised by the caller. */
bool num_parse(mpq_t q, const char *s, size_t n);
/* The same into a scaled integer: value x 10^scale.  KH_EDATA: not a decimal or more than
 * `scale` digits after the point that are not zero; KH_ERANGE: out of int64. */
kh_status dec_parse(int64_t *out, int32_t scale, const char *s, size_t n, kh_err *e);
/* "-12.50" for (-1250, 2); `out` holds at least 24 bytes; returns the length. */
size_t dec_text(char out[24], int64_t value, int32_t scale);

void num_from_dec(mpq_t q, int64_t value, int32_t scale);
void num_from_double(mpq_t q, double d); /* exact; d is finite */
void num_from_i64(mpq_t q, int64_t v);

/* q rounded to `digits` after the point; in and out may be the same. */
void num_round(mpq_t out, const mpq_t q, int digits, enum round_mode mode);
/* Rounded text with exactly `digits` digits ("85.08", "-0.13", never "-0.00").  NULL:
 * memory. */
char *num_text(struct arena *a, const mpq_t q, int digits, enum round_mode mode);
/* "49/8" or "7"; read back by num_parse_fraction. */
char *num_fraction(struct arena *a, const mpq_t q);
bool num_parse_fraction(mpq_t q, const char *s);
/* The shortest plain decimal if q is one with at most 18 digits, else the fraction. */
char *num_exact_text(struct arena *a, const mpq_t q);
/* Largest remainder: out[k] = in[k] rounded to `digits` so that the sum equals `sum`, the
 * printed total; ties go to the earlier k.  `n` may be 0; `out` may be `in`, which is not
 * changed otherwise.  KH_EBUG, with `out` as it was: `sum` is no rounding of the parts' sum
 * to `digits`. */
kh_status num_share(mpq_t *out, mpq_t *in, size_t n, const mpq_t sum, int digits,
                    kh_err *e);

#endif
