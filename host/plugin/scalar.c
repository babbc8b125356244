/* SPDX-License-Identifier: Apache-2.0 */
/* scalar.c - see scalar.h.  Doubles are read and written through exact rationals, because
 * the C library's conversions follow the locale. */
#include "plugin/scalar.h"

#include "base/civil.h"
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include <math.h>

enum {
    LABELS_TOLD = 12, /* labels named in a message */
    SHOWN_MAX = 60    /* bytes of the operator's text repeated in a message */
};

static int shown(const char *s)
{
    size_t n = strlen(s);
    if (n <= SHOWN_MAX)
        return (int)n;
    n = SHOWN_MAX;
    while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    return (int)n;
}

/* The double nearest to q: GMP cuts, so its neighbour away from zero may be nearer. */
static double nearest_double(const mpq_t q)
{
    double low = mpq_get_d(q);
    double high = nextafter(low, mpq_sgn(q) < 0 ? -INFINITY : INFINITY);
    mpq_t a, b;
    mpq_inits(a, b, NULL);
    num_from_double(a, low);
    num_from_double(b, high);
    mpq_sub(a, q, a);
    mpq_sub(b, b, q);
    mpq_abs(a, a);
    mpq_abs(b, b);
    int order = mpq_cmp(a, b);
    mpq_clears(a, b, NULL);
    uint64_t bits = 0;
    memcpy(&bits, &low, sizeof bits);
    return order < 0 || (order == 0 && !(bits & 1)) ? low : high;
}

static kh_status parse_f64(double *out, const char *s, kh_err *e)
{
    mpq_t q;
    mpq_init(q);
    bool good = num_parse(q, s, strlen(s));
    if (good)
        *out = mpq_sgn(q) ? nearest_double(q) : 0;
    mpq_clear(q);
    if (good)
        return KH_OK;
    return kh_fail(e, KH_ECONFIG, _("\"%.*s\" is not a decimal number"), shown(s), s);
}

/* Digits of the fraction of a plain decimal, trailing zeros left out. */
static int fraction_digits(const char *s)
{
    const char *point = strchr(s, '.');
    size_t n = point ? strlen(point + 1) : 0;
    while (n && point[n] == '0')
        n--;
    return (int)n;
}

static kh_status parse_dec(int64_t *out, int32_t scale, const char *s, kh_err *e)
{
    kh_err why = { 0 };
    kh_status rc = dec_parse(out, scale, s, strlen(s), &why);
    mpq_t q;
    mpq_init(q);
    bool number = num_parse(q, s, strlen(s));
    mpq_clear(q);
    if (!rc)
        return KH_OK;
    if (!number && !scale)
        return kh_fail(e, KH_ECONFIG, _("\"%.*s\" is not a whole number"), shown(s), s);
    if (!number)
        return kh_fail(e, KH_ECONFIG, _("\"%.*s\" is not a decimal number"), shown(s), s);
    if (rc == KH_ERANGE)
        return kh_fail(e, KH_ECONFIG, _("\"%.*s\" is too large a number"), shown(s), s);
    if (!scale)
        return kh_fail(e, KH_ECONFIG, _("\"%.*s\" is not a whole number"), shown(s), s);
    return kh_fail(e, KH_ECONFIG,
                   _("\"%.*s\" has %d digits after the point, at most %d allowed"),
                   shown(s), s, fraction_digits(s), (int)scale);
}

/* Exactly n digits at *s, which moves behind them. */
static bool take_digits(const char **s, int n, int *v)
{
    *v = 0;
    for (int i = 0; i < n; i++, (*s)++) {
        if (**s < '0' || **s > '9')
            return false;
        *v = *v * 10 + (**s - '0');
    }
    return true;
}

static bool take_char(const char **s, char c)
{
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

/* HH:MM[:SS[.f to ffffff]] */
static bool parse_clock(int64_t *us, const char *s)
{
    int hour = 0, minute = 0, second = 0;
    int64_t fraction = 0;
    if (!take_digits(&s, 2, &hour) || !take_char(&s, ':') || !take_digits(&s, 2, &minute))
        return false;
    if (take_char(&s, ':') && !take_digits(&s, 2, &second))
        return false;
    if (take_char(&s, '.')) {
        int digits = 0;
        for (; digits < 6 && *s >= '0' && *s <= '9'; digits++)
            fraction = fraction * 10 + (*s++ - '0');
        if (!digits)
            return false;
        for (; digits < 6; digits++)
            fraction *= 10;
    }
    *us = ((int64_t)hour * 3600 + (int64_t)minute * 60 + second) * 1000000 + fraction;
    return !*s && hour < 24 && minute < 60 && second < 60;
}

static kh_status parse_time(int64_t *out, const char *s, kh_err *e)
{
    const char *p = s;
    int year = 0, month = 0, day = 0;
    int64_t clock = 0;
    bool good = take_digits(&p, 4, &year) && take_char(&p, '-') &&
                take_digits(&p, 2, &month) && take_char(&p, '-') &&
                take_digits(&p, 2, &day) && civil_is_date(year, month, day);
    if (good && *p)
        good = (take_char(&p, ' ') || take_char(&p, 'T')) && parse_clock(&clock, p);
    if (!good)
        return kh_fail(e, KH_ECONFIG,
                       _("\"%.*s\" is not a date; write 2011-04-30 or 2011-04-30 12:00:00"),
                       shown(s), s);
    *out = civil_day(year, month, day) * CIVIL_DAY_US + clock;
    return KH_OK;
}

/* "minor, major, critical", or the first LABELS_TOLD of them and "...". */
static const char *label_list(struct arena *a, const kh_field *f)
{
    const char *list = "";
    for (uint32_t i = 0; list && f->labels[i]; i++) {
        if (i == LABELS_TOLD)
            return arena_printf(a, "%s, ...", list);
        list = arena_printf(a, "%s%s%s", list, i ? ", " : "", f->labels[i]);
    }
    return list;
}

static kh_status parse_enum(int64_t *out, struct arena *a, const kh_field *f, const char *s,
                            kh_err *e)
{
    for (uint32_t i = 0; f->labels[i]; i++)
        if (!strcmp(f->labels[i], s)) {
            *out = i;
            return KH_OK;
        }
    const char *list = label_list(a, f);
    if (!list)
        return kh_fail(e, KH_ENOMEM, _("no memory for a message"));
    return kh_fail(e, KH_ECONFIG, _("\"%.*s\" is none of %s"), shown(s), s, list);
}

static kh_status parse_bool(int64_t *out, const char *s, kh_err *e)
{
    *out = !strcmp(s, "true");
    if (*out || !strcmp(s, "false"))
        return KH_OK;
    return kh_fail(e, KH_ECONFIG, _("\"%.*s\" is neither true nor false"), shown(s), s);
}

kh_status scalar_parse(kh_value *out, struct arena *a, const kh_field *f, const char *s,
                       kh_err *e)
{
    *out = (kh_value){ .set = 1 };
    switch (f->type) {
    case KH_BOOL:
        return parse_bool(&out->u.i, s, e);
    case KH_I64:
        return parse_dec(&out->u.i, 0, s, e);
    case KH_F64:
        return parse_f64(&out->u.f, s, e);
    case KH_DEC:
        return parse_dec(&out->u.i, f->scale, s, e);
    case KH_TIME:
        return parse_time(&out->u.i, s, e);
    case KH_ENUM:
        return parse_enum(&out->u.i, a, f, s, e);
    case KH_TEXT:
        out->u.s = arena_text(a, s);
        out->count = (uint32_t)strlen(s);
        return out->u.s ? KH_OK : kh_fail(e, KH_ENOMEM, _("no memory for a text"));
    default:
        return kh_fail(e, KH_EBUG, _("type %u has no text form"), f->type);
    }
}

static bool is_below(const kh_field *f, const kh_value *x, const kh_value *y)
{
    return f->type == KH_F64 ? x->u.f < y->u.f : x->u.i < y->u.i;
}

kh_status scalar_in_bounds(const kh_field *f, const kh_value *v, struct arena *a, kh_err *e)
{
    kh_value bound = { 0 };
    kh_status rc = KH_OK;
    const char *text = scalar_text(a, f, v);
    if (!text)
        return kh_fail(e, KH_ENOMEM, _("no memory for a text"));
    if (f->min)
        rc = scalar_parse(&bound, a, f, f->min, e);
    if (!rc && f->min && is_below(f, v, &bound))
        rc = kh_fail(e, KH_ECONFIG, _("%s is below the least value allowed, %s"), text,
                     f->min);
    if (!rc && f->max)
        rc = scalar_parse(&bound, a, f, f->max, e);
    if (!rc && f->max && is_below(f, &bound, v))
        rc = kh_fail(e, KH_ECONFIG, _("%s is above the greatest value allowed, %s"), text,
                     f->max);
    return rc;
}

/* The shortest decimal that reads back as d; the exact fraction if there is none. */
static const char *f64_text(struct arena *a, double d)
{
    mpq_t q;
    mpq_init(q);
    num_from_double(q, d);
    const char *text = NULL;
    bool same = false, memory = true;
    for (int digits = 0; memory && !same && digits <= NUM_DIGITS_MAX; digits++) {
        text = num_text(a, q, digits, ROUND_HALF_EVEN);
        memory = text != NULL;
        double again = 0;
        kh_err e = { 0 };
        same = memory && !parse_f64(&again, text, &e) && again >= d && again <= d;
    }
    if (memory && !same)
        text = num_fraction(a, q);
    mpq_clear(q);
    return text;
}

/* "" if the plugin gave a number that has no label. */
static const char *label_at(const kh_field *f, int64_t i)
{
    for (int64_t k = 0; f->labels[k]; k++)
        if (k == i)
            return f->labels[k];
    return "";
}

const char *scalar_text(struct arena *a, const kh_field *f, const kh_value *v)
{
    char time[27], dec[24];
    if (!v->set)
        return "";
    switch (f->type) {
    case KH_BOOL:
        return v->u.i ? "true" : "false";
    case KH_I64:
        dec_text(dec, v->u.i, 0);
        return arena_text(a, dec);
    case KH_F64:
        return f64_text(a, v->u.f);
    case KH_DEC:
        dec_text(dec, v->u.i, f->scale);
        return arena_text(a, dec);
    case KH_TIME:
        time_text(time, v->u.i);
        return arena_text(a, time);
    case KH_ENUM:
        return label_at(f, v->u.i);
    case KH_TEXT:
        return v->u.s;
    default:
        return "";
    }
}

const char *scalar_type(uint32_t type)
{
    static const char *const names[] = { "?",    "bool", "i64", "f64",  "dec",
                                         "time", "enum", "key", "text", "table" };
    return type < COUNT(names) ? names[type] : names[0];
}
