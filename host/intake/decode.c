/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c - see decode.h. */
#include "intake/decode.h"
#include "base/lang.h"

#include <gmp.h>
#include <string.h>
#include <strings.h>

enum {
    GROUP = 3, /* digits between thousands separators */
    DOUBLE_BITS = 53,
    EXACT_POWER = 22,   /* 10^22 is the last power of ten a double holds exactly */
    EXPONENT_MAX = 400, /* beyond this a double is 0 or infinite anyway */
    HOURS_DIGITS = 6,
    PLAIN_DIGITS = 18 /* always fit into int64 */
};

static const char *const not_bool = N_("not yes or no");
static const char *const not_number = N_("not a number");
static const char *const bad_groups = N_("thousands separators not every three digits");
static const char *const too_large = N_("number out of range");
static const char *const too_fine = N_("more digits after the decimal point than allowed");
static const char *const bad_duration = N_("not a duration h:mm:ss or mm:ss");
static const char *const no_label = N_("not one of the allowed words");

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *decode_bool(uint8_t *out, const char *s, size_t n)
{
    static const struct {
        const char *text;
        uint8_t value;
    } words[] = { { "1", 1 },  { "0", 0 },    { "y", 1 },     { "n", 0 },  { "yes", 1 },
                  { "no", 0 }, { "true", 1 }, { "false", 0 }, { "是", 1 }, { "否", 0 } };
    if (n == 1 && (*s == '0' || *s == '1')) {
        *out = *s == '1';
        return NULL;
    }
    for (size_t i = 0; i < COUNT(words); i++)
        if (strlen(words[i].text) == n && !strncasecmp(s, words[i].text, n)) {
            *out = words[i].value;
            return NULL;
        }
    return not_bool;
}

/* A number as written, taken apart.  Digits are pushed downwards from 0, because the most
 * negative number is the widest. */
struct number {
    bool is_negative, fits;
    int64_t value; /* <= 0 */
};

static void push(struct number *v, int digit)
{
    v->fits = v->fits && !__builtin_mul_overflow(v->value, 10, &v->value) &&
              !__builtin_sub_overflow(v->value, digit, &v->value);
}

static const char *finish(const struct number *v, int64_t *out)
{
    if (!v->fits || (!v->is_negative && v->value == INT64_MIN))
        return too_large;
    *out = v->is_negative ? v->value : -v->value;
    return NULL;
}

/* Digits in front of the decimal point, with thousands separators between them. */
static const char *whole_part(struct number *v, const struct number_form *f, const char **s,
                              const char *end)
{
    int group = 0, groups = 0;
    const char *p = *s;
    for (; p < end; p++) {
        if (is_digit(*p)) {
            push(v, *p - '0');
            group++;
        } else if (f->thousands && *p == f->thousands) {
            if (!group || group > GROUP || (groups && group != GROUP))
                return bad_groups;
            groups++;
            group = 0;
        } else {
            break;
        }
    }
    if (groups && group != GROUP)
        return bad_groups;
    *s = p;
    return NULL;
}

/* Take the sign; drop a percent sign and the blanks before it. */
static bool trim_number(const char **s, const char **end)
{
    const char *p = *s, *e = *end;
    bool is_negative = p < e && *p == '-';
    if (p < e && (*p == '-' || *p == '+'))
        p++;
    if (p < e && e[-1] == '%') {
        e--;
        while (p < e && e[-1] == ' ')
            e--;
    }
    *s = p;
    *end = e;
    return is_negative;
}

/* Two digits below 60 behind a colon. */
static bool sixtieths(const char **s, const char *end, int64_t *out)
{
    const char *p = *s;
    if (end - p < 3 || p[0] != ':' || !is_digit(p[1]) || !is_digit(p[2]) || p[1] > '5')
        return false;
    *out = (p[1] - '0') * 10 + (p[2] - '0');
    *s = p + 3;
    return true;
}

/* h:mm:ss or mm:ss, with a fraction of at most `scale` digits. */
static const char *duration(int64_t *out, int32_t scale, const char *s, const char *end,
                            bool is_negative)
{
    int64_t first = 0, second = 0, third = 0;
    int len = 0;
    for (; s < end && is_digit(*s) && len < HOURS_DIGITS; s++, len++)
        first = first * 10 + (*s - '0');
    if (!len || !sixtieths(&s, end, &second))
        return bad_duration;
    int64_t seconds = first * 60 + second;
    if (sixtieths(&s, end, &third))
        seconds = seconds * 60 + third;
    struct number v = { is_negative, true, -seconds };
    int32_t digits = 0;
    if (s < end && *s == '.' && end - s > 1)
        for (s++; s < end && is_digit(*s); s++) {
            if (digits < scale)
                push(&v, *s - '0');
            else if (*s != '0')
                return too_fine;
            digits++;
        }
    for (; digits < scale; digits++)
        push(&v, 0);
    return s < end ? bad_duration : finish(&v, out);
}

/* Digits and nothing else, the commonest number. */
static bool plain_digits(int64_t *out, const char *s, size_t n)
{
    int64_t v = 0;
    if (!n || n > PLAIN_DIGITS)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(s[i]))
            return false;
        v = v * 10 + (s[i] - '0');
    }
    *out = v;
    return true;
}

const char *decode_dec(int64_t *out, int32_t scale, const struct number_form *f,
                       const char *s, size_t n)
{
    const char *end = s + n;
    if (!scale && plain_digits(out, s, n))
        return NULL;
    if (n > DECODE_DIGITS_MAX)
        return not_number;
    struct number v = { .fits = true };
    v.is_negative = trim_number(&s, &end);
    const char *from = s;
    const char *why = whole_part(&v, f, &s, end);
    if (s < end && *s == ':' && !why)
        return duration(out, scale, from, end, v.is_negative);
    if (why)
        return why;
    int32_t digits = 0;
    bool has_digits = s > from, is_too_fine = false;
    if (s < end && *s == f->decimal) {
        for (s++; s < end && is_digit(*s); s++, digits++) {
            if (digits < scale)
                push(&v, *s - '0');
            else
                is_too_fine |= *s != '0';
        }
        has_digits = digits > 0;
    }
    if (s < end || !has_digits)
        return not_number;
    for (; digits < scale; digits++)
        push(&v, 0);
    return is_too_fine ? too_fine : finish(&v, out);
}

/* z = the digits of a number, *exponent its power of ten. */
static const char *take_digits(char *digits, size_t *n_digits, int *exponent,
                               const struct number_form *f, const char **s, const char *end)
{
    struct number ignored = { .fits = true };
    const char *p = *s, *from = p;
    const char *why = whole_part(&ignored, f, &p, end);
    if (why)
        return why;
    size_t len = 0;
    for (; from < p; from++)
        if (is_digit(*from))
            digits[len++] = *from;
    int power = 0;
    if (p < end && *p == f->decimal)
        for (p++; p < end && is_digit(*p); p++, power--)
            digits[len++] = *p;
    if (!len)
        return not_number;
    if (p < end && (*p == 'e' || *p == 'E')) {
        bool is_negative = ++p < end && *p == '-';
        p += p < end && (*p == '-' || *p == '+');
        int given = 0, given_len = 0;
        for (; p < end && is_digit(*p); p++, given_len++)
            given = given > EXPONENT_MAX * 2 ? given : given * 10 + (*p - '0');
        if (!given_len)
            return not_number;
        power += is_negative ? -given : given;
    }
    digits[len] = '\0';
    *n_digits = len;
    *exponent = power;
    *s = p;
    return NULL;
}

/* The double nearest to digits x 10^power, by integers: the quotient is made 53 bits wide
 * (fewer for subnormals), and the remainder decides. */
static double nearest_double(const char *digits, int power)
{
    mpz_t num, den, rest;
    mpz_inits(num, den, rest, NULL);
    mpz_set_str(num, digits, 10);
    mpz_ui_pow_ui(den, 10, (unsigned long)(power < 0 ? -power : power));
    if (power > 0)
        mpz_mul(num, num, den);
    if (power >= 0)
        mpz_set_ui(den, 1);
    double out = 0;
    if (mpz_sgn(num)) {
        long shift =
            DOUBLE_BITS - (long)mpz_sizeinbase(num, 2) + (long)mpz_sizeinbase(den, 2);
        for (;;) { /* at most twice: the width may be one too many */
            long down = shift > 1074 ? 1074 : shift;
            mpz_t n2, d2;
            mpz_init_set(n2, num);
            mpz_init_set(d2, den);
            mpz_mul_2exp(down > 0 ? n2 : d2, down > 0 ? n2 : d2,
                         (mp_bitcnt_t)(down > 0 ? down : -down));
            mpz_tdiv_qr(n2, rest, n2, d2);
            bool is_wide = mpz_sizeinbase(n2, 2) > DOUBLE_BITS;
            if (!is_wide) {
                mpz_mul_2exp(rest, rest, 1);
                int half = mpz_cmp(rest, d2);
                if (half > 0 || (!half && mpz_odd_p(n2)))
                    mpz_add_ui(n2, n2, 1);
                out = __builtin_ldexp(mpz_get_d(n2), (int)-down);
            }
            mpz_clears(n2, d2, NULL);
            if (!is_wide)
                break;
            shift--;
        }
    }
    mpz_clears(num, den, rest, NULL);
    return out;
}

static double to_double(const char *digits, size_t n, int power)
{
    static const double powers[EXACT_POWER + 1] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,
                                                    1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
                                                    1e18, 1e19, 1e20, 1e21, 1e22 };
    /* Both parts exact: one operation rounds once. */
    if (n <= 15 && power >= -EXACT_POWER && power <= EXACT_POWER) {
        int64_t v = 0;
        for (size_t i = 0; i < n; i++)
            v = v * 10 + (digits[i] - '0');
        return power < 0 ? (double)v / powers[-power] : (double)v * powers[power];
    }
    /* Leading zeros and far exponents first, so that the integers stay small. */
    size_t zeros = strspn(digits, "0");
    long magnitude = (long)(n - zeros) + power;
    if (zeros == n || magnitude < -EXPONENT_MAX)
        return 0;
    if (magnitude > EXPONENT_MAX)
        return __builtin_inf();
    return nearest_double(digits + zeros, power);
}

const char *decode_f64(double *out, bool *is_null, const struct number_form *f,
                       const char *s, size_t n)
{
    char digits[DECODE_DIGITS_MAX + 1];
    const char *end = s + n;
    if (n > DECODE_DIGITS_MAX)
        return not_number;
    bool is_negative = trim_number(&s, &end);
    static const char *const none[] = { "nan", "inf", "infinity" };
    for (size_t i = 0; i < COUNT(none); i++)
        if ((size_t)(end - s) == strlen(none[i]) &&
            !strncasecmp(s, none[i], strlen(none[i]))) {
            *is_null = true;
            return NULL;
        }
    size_t n_digits = 0;
    int power = 0;
    const char *why = take_digits(digits, &n_digits, &power, f, &s, end);
    if (!why && s < end)
        why = not_number;
    if (why)
        return why;
    double v = to_double(digits, n_digits, power);
    if (v > 1.7976931348623157e308)
        return too_large;
    *out = is_negative && v > 0 ? -v : v;
    return NULL;
}

const char *decode_enum(uint16_t *out, const char *const *labels, const char *s, size_t n)
{
    for (uint16_t i = 0; labels[i]; i++)
        if (!strncmp(labels[i], s, n) && !labels[i][n]) {
            *out = i;
            return NULL;
        }
    return no_label;
}
