/* SPDX-License-Identifier: Apache-2.0 */
/* num.c - see num.h.  Rounding happens on integers: |q| x 10^digits is divided by the
 * denominator, and the remainder decides. */
#include "base/num.h"

#include <stdlib.h>

enum {
    FRACTION_MAX = 1 << 20, /* bytes of a fraction's text */
    SHOWN_MAX = 40          /* bytes of a bad text that an error repeats */
};

bool round_mode_named(const char *name, enum round_mode *mode)
{
    static const char *const names[] = { "half_up", "half_even", "truncate" };
    for (size_t i = 0; i < COUNT(names); i++)
        if (!strcmp(name, names[i])) {
            *mode = (enum round_mode)i;
            return true;
        }
    return false;
}

/* A checked decimal taken apart; borrowed from the text. */
struct decimal {
    bool negative;
    const char *whole, *fraction;
    size_t whole_len, fraction_len;
};

static size_t digits_at(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && s[i] >= '0' && s[i] <= '9')
        i++;
    return i;
}

static bool take_apart(struct decimal *d, const char *s, size_t n)
{
    *d = (struct decimal){ 0 };
    if (!n || n > NUM_TEXT_MAX)
        return false;
    size_t i = s[0] == '-' || s[0] == '+';
    d->negative = s[0] == '-';
    d->whole = s + i;
    d->whole_len = digits_at(s + i, n - i);
    i += d->whole_len;
    if (!d->whole_len || i == n)
        return d->whole_len > 0;
    if (s[i] != '.')
        return false;
    d->fraction = s + i + 1;
    d->fraction_len = digits_at(d->fraction, n - i - 1);
    return d->fraction_len && d->fraction_len == n - i - 1;
}

bool num_parse(mpq_t q, const char *s, size_t n)
{
    struct decimal d;
    char digits[NUM_TEXT_MAX + 1];
    if (!take_apart(&d, s, n))
        return false;
    memcpy(digits, d.whole, d.whole_len);
    if (d.fraction_len)
        memcpy(digits + d.whole_len, d.fraction, d.fraction_len);
    digits[d.whole_len + d.fraction_len] = 0;
    mpz_set_str(mpq_numref(q), digits, 10);
    if (d.negative)
        mpz_neg(mpq_numref(q), mpq_numref(q));
    mpz_ui_pow_ui(mpq_denref(q), 10, d.fraction_len);
    mpq_canonicalize(q);
    return true;
}

/* *v = *v * 10 - digit; downwards, because the most negative number is the widest. */
static bool push_digit(int64_t *v, int digit)
{
    return !__builtin_mul_overflow(*v, 10, v) && !__builtin_sub_overflow(*v, digit, v);
}

/* How much of a text an error shows, never a torn UTF-8 sequence. */
static int shown(const char *s, size_t n)
{
    if (n <= SHOWN_MAX)
        return (int)n;
    size_t k = SHOWN_MAX;
    while (k && ((unsigned char)s[k] & 0xC0) == 0x80)
        k--;
    return (int)k;
}

kh_status dec_parse(int64_t *out, int32_t scale, const char *s, size_t n, kh_err *e)
{
    struct decimal d;
    if (!take_apart(&d, s, n))
        return kh_fail(e, KH_EDATA, "\"%.*s\" is not a decimal number", shown(s, n), s);
    bool fits = true;
    int64_t v = 0;
    for (size_t i = 0; i < d.whole_len; i++)
        fits = fits && push_digit(&v, d.whole[i] - '0');
    for (size_t i = 0; i < d.fraction_len; i++) {
        if (i < (size_t)scale)
            fits = fits && push_digit(&v, d.fraction[i] - '0');
        else if (d.fraction[i] != '0')
            return kh_fail(e, KH_EDATA, "\"%.*s\" has more than %d digits after the point",
                           shown(s, n), s, (int)scale);
    }
    for (size_t i = d.fraction_len; i < (size_t)scale; i++)
        fits = fits && push_digit(&v, 0);
    if (!fits || (!d.negative && v == INT64_MIN))
        return kh_fail(e, KH_ERANGE, "\"%.*s\" is out of range", shown(s, n), s);
    *out = d.negative ? v : -v;
    return KH_OK;
}

size_t dec_text(char out[24], int64_t value, int32_t scale)
{
    char back[24];
    size_t n = 0, len = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    for (; rest || n <= (size_t)scale; rest /= 10)
        back[n++] = (char)('0' + rest % 10);
    if (value < 0)
        out[len++] = '-';
    while (n) {
        if (n == (size_t)scale)
            out[len++] = '.';
        out[len++] = back[--n];
    }
    out[len] = 0;
    return len;
}

void num_from_i64(mpq_t q, int64_t v)
{
    _Static_assert(sizeof(long) == sizeof(int64_t) || sizeof(long) == 4, "known widths");
    uint64_t size = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    mpz_import(mpq_numref(q), 1, 1, sizeof size, 0, 0, &size);
    if (v < 0)
        mpz_neg(mpq_numref(q), mpq_numref(q));
    mpz_set_ui(mpq_denref(q), 1);
}

void num_from_dec(mpq_t q, int64_t value, int32_t scale)
{
    num_from_i64(q, value);
    mpz_ui_pow_ui(mpq_denref(q), 10, (unsigned long)scale);
    mpq_canonicalize(q);
}

void num_from_double(mpq_t q, double d)
{
    mpq_set_d(q, d);
}

/* out = q x 10^digits as an integer, rounded. */
static void round_scaled(mpz_t out, const mpq_t q, int digits, enum round_mode mode)
{
    mpz_t rest, power;
    mpz_inits(rest, power, NULL);
    mpz_ui_pow_ui(power, 10, (unsigned long)digits);
    int sign = mpq_sgn(q);
    mpz_mul(power, power, mpq_numref(q));
    mpz_abs(power, power);
    mpz_tdiv_qr(out, rest, power, mpq_denref(q));
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmp(rest, mpq_denref(q));
    if ((mode == ROUND_HALF_UP && half >= 0) ||
        (mode == ROUND_HALF_EVEN && (half > 0 || (half == 0 && mpz_odd_p(out)))))
        mpz_add_ui(out, out, 1);
    if (sign < 0)
        mpz_neg(out, out);
    mpz_clears(rest, power, NULL);
}

void num_round(mpq_t out, const mpq_t q, int digits, enum round_mode mode)
{
    mpz_t z;
    mpz_init(z);
    round_scaled(z, q, digits, mode);
    mpz_set(mpq_numref(out), z);
    mpz_ui_pow_ui(mpq_denref(out), 10, (unsigned long)digits);
    mpq_canonicalize(out);
    mpz_clear(z);
}

char *num_text(struct arena *a, const mpq_t q, int digits, enum round_mode mode)
{
    mpz_t z;
    mpz_init(z);
    round_scaled(z, q, digits, mode);
    bool negative = mpz_sgn(z) < 0; /* after rounding: never "-0.00" */
    mpz_abs(z, z);
    size_t places = (size_t)digits, room = mpz_sizeinbase(z, 10) + places + 4;
    char *text = arena_new(a, room), *number = arena_new(a, room);
    if (text && number) {
        mpz_get_str(number, 10, z);
        size_t len = strlen(number), lead = len > places ? len - places : 0;
        char *p = text;
        if (negative)
            *p++ = '-';
        if (!lead)
            *p++ = '0';
        memcpy(p, number, lead);
        p += lead;
        if (places)
            *p++ = '.';
        for (size_t i = len - lead; i < places; i++)
            *p++ = '0';
        memcpy(p, number + lead, len - lead + 1);
    }
    mpz_clear(z);
    return text && number ? text : NULL;
}

char *num_fraction(struct arena *a, const mpq_t q)
{
    size_t room = mpz_sizeinbase(mpq_numref(q), 10) + mpz_sizeinbase(mpq_denref(q), 10) + 3;
    char *text = arena_new(a, room);
    return text ? mpq_get_str(text, 10, q) : NULL;
}

bool num_parse_fraction(mpq_t q, const char *s)
{
    size_t n = strlen(s), i = s[0] == '-';
    if (n > FRACTION_MAX)
        return false;
    size_t above = digits_at(s + i, n - i);
    i += above;
    if (!above)
        return false;
    if (i < n) {
        size_t below = s[i] == '/' ? digits_at(s + i + 1, n - i - 1) : 0;
        if (!below || i + 1 + below != n || strspn(s + i + 1, "0") == below)
            return false;
    }
    if (mpq_set_str(q, s, 10))
        return false;
    mpq_canonicalize(q);
    return true;
}

char *num_exact_text(struct arena *a, const mpq_t q)
{
    mpz_t rest, five;
    mpz_init(rest);
    mpz_init_set_ui(five, 5);
    size_t twos = mpz_scan1(mpq_denref(q), 0);
    mpz_tdiv_q_2exp(rest, mpq_denref(q), twos);
    size_t fives = mpz_remove(rest, rest, five);
    size_t digits = twos > fives ? twos : fives;
    bool is_decimal = !mpz_cmp_ui(rest, 1) && digits <= NUM_DIGITS_MAX;
    mpz_clears(rest, five, NULL);
    return is_decimal ? num_text(a, q, (int)digits, ROUND_TRUNCATE) : num_fraction(a, q);
}

/* What flooring took from a part, to be sorted: the largest first, then the earliest. */
struct part {
    mpq_t rest;
    size_t k;
};

static int part_compare(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int order = mpq_cmp(y->rest, x->rest);
    return order ? order : (x->k > y->k) - (x->k < y->k);
}

/* Whole units into out[k], the rests into parts; `missing` = units that still lack. */
static void floor_parts(mpq_t *out, struct part *parts, mpq_t *in, size_t n,
                        const mpq_t unit, mpz_t missing)
{
    for (size_t k = 0; k < n; k++) {
        mpq_mul(parts[k].rest, in[k], unit);
        parts[k].k = k;
        mpz_fdiv_q(mpq_numref(out[k]), mpq_numref(parts[k].rest),
                   mpq_denref(parts[k].rest));
        mpz_set_ui(mpq_denref(out[k]), 1);
        mpq_sub(parts[k].rest, parts[k].rest, out[k]);
        mpz_sub(missing, missing, mpq_numref(out[k]));
    }
}

/* The printed total may differ from the parts by rounding only: by less than a unit. */
static bool is_rounding_of(const mpq_t sum, mpq_t *in, size_t n, const mpq_t unit)
{
    mpq_t gap;
    mpq_init(gap);
    mpq_set(gap, sum);
    for (size_t k = 0; k < n; k++)
        mpq_sub(gap, gap, in[k]);
    mpq_mul(gap, gap, unit);
    mpq_abs(gap, gap);
    bool holds = mpq_cmp_ui(gap, 1, 1) < 0;
    mpq_clear(gap);
    return holds;
}

kh_status num_share(mpq_t *out, mpq_t *in, size_t n, const mpq_t sum, int digits, kh_err *e)
{
    struct part *parts = calloc(n ? n : 1, sizeof *parts);
    if (!parts)
        return kh_fail(e, KH_ENOMEM, "no memory for %zu shares", n);
    mpq_t unit, total;
    mpq_inits(unit, total, NULL);
    for (size_t k = 0; k < n; k++)
        mpq_init(parts[k].rest);
    mpz_ui_pow_ui(mpq_numref(unit), 10, (unsigned long)digits);
    mpq_mul(total, sum, unit);

    kh_status rc = KH_OK;
    if (mpz_cmp_ui(mpq_denref(total), 1))
        rc = kh_fail(e, KH_EBUG, "a total has more than %d digits", digits);
    else if (!is_rounding_of(sum, in, n, unit))
        rc = kh_fail(e, KH_EBUG, "the parts do not add up to their total");
    else {
        floor_parts(out, parts, in, n, unit, mpq_numref(total));
        qsort(parts, n, sizeof *parts, part_compare);
        /* is_rounding_of keeps what is missing within 0 and n. */
        size_t missing = mpz_get_ui(mpq_numref(total));
        for (size_t i = 0; i < n; i++) {
            mpq_t *share = &out[parts[i].k];
            if (i < missing)
                mpz_add_ui(mpq_numref(*share), mpq_numref(*share), 1);
            mpq_div(*share, *share, unit);
        }
    }
    for (size_t k = 0; k < n; k++)
        mpq_clear(parts[k].rest);
    mpq_clears(unit, total, NULL);
    free(parts);
    return rc;
}
