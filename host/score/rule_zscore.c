/* SPDX-License-Identifier: Apache-2.0 */
/* rule_zscore.c - the standard score of a cohort (domain.md 10.2, S6), exactly.
 *
 * z = (v - mean) / sd is in general no fraction; its square is.  z is the sign of v - mean
 * times the root of that square to 12 decimals, half up, and a fraction from there on. */
#include "score/rule.h"

enum { DECIMALS = 12 };

void zscore_moments(mpq_t mean, mpq_t variance, mpq_srcptr const *values, uint32_t n,
                    bool sample)
{
    mpq_t q;
    mpq_init(q);
    mpq_set_ui(mean, 0, 1);
    mpq_set_ui(variance, 0, 1);
    for (uint32_t i = 0; i < n; i++)
        mpq_add(mean, mean, values[i]);
    mpq_set_ui(q, n, 1);
    mpq_div(mean, mean, q);
    for (uint32_t i = 0; i < n; i++) {
        mpq_sub(q, values[i], mean);
        mpq_mul(q, q, q);
        mpq_add(variance, variance, q);
    }
    mpq_set_ui(q, sample ? n - 1 : n, 1);
    mpq_div(variance, variance, q);
    mpq_clear(q);
}

/* The root of q to DECIMALS, half up: twice that many units, rounded down, then halved. */
static void root_of(mpq_t out, const mpq_t q)
{
    mpz_t units, scale;
    mpz_inits(units, scale, NULL);
    mpz_ui_pow_ui(scale, 10, 2 * DECIMALS);
    mpz_mul(units, mpq_numref(q), scale);
    mpz_mul_ui(units, units, 4);
    mpz_fdiv_q(units, units, mpq_denref(q));
    mpz_sqrt(units, units);
    mpz_add_ui(units, units, 1);
    mpz_fdiv_q_ui(units, units, 2);
    mpz_ui_pow_ui(scale, 10, DECIMALS);
    mpz_set(mpq_numref(out), units);
    mpz_set(mpq_denref(out), scale);
    mpq_canonicalize(out);
    mpz_clears(units, scale, NULL);
}

void zscore_of(mpq_t out, const mpq_t v, const mpq_t mean, const mpq_t variance,
               bool higher_is_better)
{
    mpq_t q;
    mpq_init(q);
    mpq_sub(q, v, mean);
    int sign = higher_is_better ? mpq_sgn(q) : -mpq_sgn(q);
    mpq_set_ui(out, 0, 1);
    if (mpq_sgn(variance)) {
        mpq_mul(q, q, q);
        mpq_div(q, q, variance);
        root_of(out, q);
    }
    if (sign < 0)
        mpq_neg(out, out);
    mpq_set_ui(q, 10, 1);
    mpq_mul(out, out, q);
    mpq_set_ui(q, 50, 1);
    mpq_add(out, out, q);
    mpq_clear(q);
}
