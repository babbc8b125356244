/* SPDX-License-Identifier: Apache-2.0 */
/* literal.c - see literal.h.
 *
 * Three things that libconfig 1.5 does without a word are refused: an integer wider than 32
 * bits without L wraps, decimal or hex; a float beyond the range of a double becomes inf or
 * 0; digits after the 15th are dropped.  Whoever needs such a number writes it in quotes.
 */
#include "config/literal.h"
#include "base/lang.h"
#include "base/num.h"

enum {
    SIGNIFICANT_MAX = 15, /* decimal digits that every double keeps */
    EXPONENT_MAX = 9999,  /* a larger exponent is refused before it is added up */
    SHOWN_MAX = 60        /* bytes of a literal that a message repeats */
};

/* A literal taken apart; borrowed from the text. */
struct parts {
    bool negative, hex, is_long, is_float;
    const char *whole, *fraction;
    size_t whole_len, fraction_len;
    int exponent;
    const char *text; /* the whole, for messages */
    int shown;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

size_t literal_len(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && (is_digit(s[i]) || is_letter(s[i]) || strchr("_.+-%", s[i])) && s[i])
        i++;
    return i;
}

static size_t digits_at(const char *s, size_t n, bool (*is)(char))
{
    size_t i = 0;
    while (i < n && is(s[i]))
        i++;
    return i;
}

/* [eE][-+]?digits at s; the bytes taken, 0 if it is not one. */
static size_t take_exponent(struct parts *p, const char *s, size_t n)
{
    if (!n || (*s != 'e' && *s != 'E'))
        return 0;
    size_t sign = n > 1 && (s[1] == '-' || s[1] == '+');
    size_t digits = digits_at(s + 1 + sign, n - 1 - sign, is_digit);
    for (size_t i = 0; i < digits && p->exponent <= EXPONENT_MAX; i++)
        p->exponent = p->exponent * 10 + (s[1 + sign + i] - '0');
    if (sign && s[1] == '-')
        p->exponent = -p->exponent;
    p->is_float = true;
    return digits ? 1 + sign + digits : 0;
}

static bool take_hex(struct parts *p, const char *s, size_t n)
{
    p->hex = true;
    p->whole = s + 2;
    p->whole_len = digits_at(s + 2, n - 2, is_hex);
    size_t i = 2 + p->whole_len;
    p->is_long = i < n;
    return p->whole_len && (i == n || (n - i <= 2 && !memcmp(s + i, "LL", n - i)));
}

static bool take_apart(struct parts *p, const char *s, size_t n)
{
    *p = (struct parts){ 0 };
    if (n > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X'))
        return take_hex(p, s, n);
    size_t i = n && (s[0] == '-' || s[0] == '+');
    p->negative = i && s[0] == '-';
    p->whole = s + i;
    p->whole_len = digits_at(s + i, n - i, is_digit);
    i += p->whole_len;
    if (i < n && s[i] == '.') {
        p->is_float = true;
        p->fraction = s + i + 1;
        p->fraction_len = digits_at(s + i + 1, n - i - 1, is_digit);
        i += 1 + p->fraction_len;
    }
    if (!p->whole_len && !p->fraction_len)
        return false;
    i += take_exponent(p, s + i, n - i);
    if (!p->is_float && i < n) {
        p->is_long = true;
        return n - i <= 2 && !memcmp(s + i, "LL", n - i);
    }
    return i == n;
}

/* Does the integer fit, and what is it?  Downwards: the most negative is the widest. */
static bool integer_value(const struct parts *p, int64_t *out)
{
    int64_t v = 0;
    for (size_t i = 0; i < p->whole_len; i++) {
        char c = p->whole[i];
        int digit = is_digit(c) ? c - '0' : (c | 32) - 'a' + 10;
        if (__builtin_mul_overflow(v, p->hex ? 16 : 10, &v) ||
            __builtin_sub_overflow(v, digit, &v))
            return false;
    }
    if (!p->negative && v == INT64_MIN)
        return false;
    *out = p->negative ? v : -v;
    return true;
}

static const char *integer_text(struct arena *a, const struct parts *p, kh_err *e)
{
    int64_t v = 0;
    bool fits = integer_value(p, &v);
    if (!p->is_long && (!fits || v > INT32_MAX || v < INT32_MIN)) {
        kh_fail(e, KH_ECONFIG,
                _("the integer %.*s does not fit 32 bits; write an L behind it, or quotes "
                  "around it"),
                p->shown, p->text);
        return NULL;
    }
    if (!fits) {
        kh_fail(e, KH_ECONFIG,
                _("the integer %.*s does not fit 64 bits; write it in quotes"), p->shown,
                p->text);
        return NULL;
    }
    if (p->hex)
        return arena_printf(a, "%lld", (long long)v);
    /* As written: 007 may be somebody's item number. */
    return arena_printf(a, "%s%.*s", p->negative ? "-" : "", (int)p->whole_len, p->whole);
}

/* Digits between the first and the last that are not zero. */
static size_t significant(const struct parts *p)
{
    size_t all = p->whole_len + p->fraction_len, first = all, last = 0;
    for (size_t i = 0; i < all; i++) {
        char c = i < p->whole_len ? p->whole[i] : p->fraction[i - p->whole_len];
        if (c != '0') {
            first = first < i ? first : i;
            last = i + 1;
        }
    }
    return last > first ? last - first : 0;
}

/* The digits with the point moved by the exponent; no fraction of zeros made by it. */
static const char *moved_text(struct arena *a, const struct parts *p)
{
    char digits[2 * NUM_TEXT_MAX + 1];
    size_t len = p->whole_len + p->fraction_len;
    memcpy(digits, p->whole, p->whole_len);
    if (p->fraction_len)
        memcpy(digits + p->whole_len, p->fraction, p->fraction_len);
    char out[4 * NUM_TEXT_MAX];
    long point = (long)p->whole_len + p->exponent; /* digits before the point */
    size_t n = 0;
    if (p->negative)
        out[n++] = '-';
    for (long i = point < 1 ? point - 1 : 0; i < point || i < (long)len; i++) {
        if (i == point)
            out[n++] = '.';
        out[n++] = i >= 0 && i < (long)len ? digits[i] : '0';
    }
    return arena_bytes(a, out, n);
}

/* A plain decimal keeps its zeros; with an exponent the shortest form is taken. */
static void drop_zeros(struct parts *p)
{
    while (p->fraction_len && p->fraction[p->fraction_len - 1] == '0')
        p->fraction_len--;
    while (p->whole_len > 1 && p->whole[0] == '0') {
        p->whole++;
        p->whole_len--;
    }
}

static const char *float_text(struct arena *a, struct parts *p, kh_err *e)
{
    if (p->exponent)
        drop_zeros(p);
    size_t digits = significant(p);
    if (!digits && p->exponent)
        return arena_text(a, "0");
    long whole = (long)p->whole_len + p->exponent;
    long fine = (long)p->fraction_len - p->exponent;
    if (digits > SIGNIFICANT_MAX)
        kh_fail(e, KH_ECONFIG,
                _("the number %.*s has more than 15 significant digits and would lose "
                  "some; write it in quotes"),
                p->shown, p->text);
    else if (whole > NUM_TEXT_MAX - 2 - (fine > 0 ? fine : 0))
        kh_fail(e, KH_ECONFIG,
                _("the number %.*s is too large: written out it has more than 64 digits"),
                p->shown, p->text);
    else if (fine > NUM_DIGITS_MAX)
        kh_fail(e, KH_ECONFIG,
                _("the number %.*s is too fine: at most 18 digits may follow the point"),
                p->shown, p->text);
    else
        return moved_text(a, p);
    return NULL;
}

const char *literal_decimal(struct arena *a, const char *s, size_t n, kh_err *e)
{
    struct parts p;
    const char *text = NULL;
    *e = (kh_err){ .code = KH_OK };
    bool is_number = take_apart(&p, s, n);
    p.text = s;
    p.shown = n < SHOWN_MAX ? (int)n : SHOWN_MAX;
    if (!is_number)
        kh_fail(e, KH_ECONFIG, _("%.*s is not a number; a text stands in quotes: \"...\""),
                p.shown, s);
    else
        text = p.is_float ? float_text(a, &p, e) : integer_text(a, &p, e);
    if (!text && !e->code)
        kh_fail(e, KH_ENOMEM, "%s", _("no memory for the configuration"));
    return text;
}
