/* SPDX-License-Identifier: Apache-2.0 */
/* fixed.c - see fixed.h.  mpz_roinit_n makes a number of limbs that somebody else owns. */
#include "score/fixed.h"

static const mp_limb_t one = 1;

static bool keep_integer(struct arena *a, mpz_t out, const mpz_t z)
{
    size_t n = mpz_size(z);
    mp_limb_t *limbs = arena_array(a, n ? n : 1, sizeof *limbs);
    if (!limbs)
        return false;
    if (n)
        memcpy(limbs, mpz_limbs_read(z), n * sizeof *limbs);
    mpz_roinit_n(out, limbs, (mp_size_t)n * mpz_sgn(z));
    return true;
}

void fixed_small(mpq_t out, int v)
{
    mpz_roinit_n(mpq_numref(out), &one, v);
    mpz_roinit_n(mpq_denref(out), &one, 1);
}

bool fixed_keep(struct arena *a, mpq_t out, const mpq_t q)
{
    mpq_t kept;
    if (keep_integer(a, mpq_numref(kept), mpq_numref(q)) &&
        keep_integer(a, mpq_denref(kept), mpq_denref(q))) {
        *out = *kept;
        return true;
    }
    fixed_small(out, 0);
    return false;
}

bool fixed_parse(struct arena *a, mpq_t out, const char *s)
{
    mpq_t q;
    mpq_init(q);
    bool is_number = s && num_parse(q, s, strlen(s));
    bool kept = fixed_keep(a, out, q);
    mpq_clear(q);
    return is_number && kept;
}
