/* SPDX-License-Identifier: Apache-2.0 */
/* dates.c - see dates.h.  A form is compiled to tokens; the commonest form has a path of
 * its own. */
#include "intake/dates.h"

#include <string.h>
#include <strings.h>

enum token_kind { YEAR4, YEAR2, MONTH2, MONTH, DAY2, DAY, MONTH_NAME, EXCEL, LITERAL };
enum {
    YEAR2_PIVOT = 69, /* from 69 on it is 19yy */
    OFFSET_HOURS_MAX = 18,
    FRACTION_DIGITS = 6,      /* kept; more are cut */
    FRACTION_DIGITS_MAX = 9,  /* read */
    EXCEL_DAYS_MAX = 2958465, /* 9999-12-31 */
    EXCEL_GAP = 60,           /* Excel's 1900-02-29, which never was */
    MS_PER_DAY = 86400000
};

static const char *const default_forms[] = { "yyyy-m-d",     "yyyy/m/d",   "yyyymmdd",
                                             "yyyy年m月d日", "d-mon-yyyy", "d-mon-yy" };
static const struct {
    const char *text;
    unsigned char kind;
} words[] = {
    /* longer ones first */
    { "excel", EXCEL }, { "yyyy", YEAR4 }, { "mon", MONTH_NAME }, { "yy", YEAR2 },
    { "mm", MONTH2 },   { "dd", DAY2 },    { "m", MONTH },        { "d", DAY },
};
static const char *const months[] = { "january",   "february", "march",    "april",
                                      "may",       "june",     "july",     "august",
                                      "september", "october",  "november", "december" };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One token of a form; its length, or 0 if there is none. */
static size_t compile_token(struct date_token *t, const char *s)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        size_t len = strlen(words[i].text);
        if (!strncasecmp(s, words[i].text, len)) {
            t->kind = words[i].kind;
            return len;
        }
    }
    size_t len = 0;
    while (s[len] && !is_letter(s[len]) && len < DATES_LITERAL_MAX) {
        t->literal[len] = s[len];
        len++;
    }
    t->kind = LITERAL;
    t->len = (unsigned char)len;
    return len;
}

/* A form names a day by a year, a month and at most one day; nothing twice. */
static bool names_a_day(const struct date_form *f)
{
    unsigned years = 0, month = 0, days = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        unsigned char kind = f->token[i].kind;
        if (kind == EXCEL)
            return f->n == 1;
        years += kind == YEAR4 || kind == YEAR2;
        month += kind == MONTH2 || kind == MONTH || kind == MONTH_NAME;
        days += kind == DAY2 || kind == DAY;
    }
    return years == 1 && month == 1 && days <= 1;
}

static bool compile_form(struct date_form *f, const char *s)
{
    while (*s) {
        if (f->n == DATES_TOKENS_MAX)
            return false;
        size_t len = compile_token(&f->token[f->n], s);
        if (!len)
            return false;
        f->n++;
        s += len;
    }
    return names_a_day(f);
}

static bool begins_iso(const struct date_form *f)
{
    static const unsigned char kinds[] = { YEAR4, LITERAL, MONTH, LITERAL, DAY };
    if (f->n != COUNT(kinds))
        return false;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct date_token *t = &f->token[i];
        bool is_same = t->kind == kinds[i] || t->kind + 1 == kinds[i]; /* mm is m here */
        if (!is_same || (t->kind == LITERAL && (t->len != 1 || t->literal[0] != '-')))
            return false;
    }
    return true;
}

const char *dates_compile(struct dates *d, const char *const *forms, uint32_t n,
                          int64_t utc_offset_us)
{
    *d = (struct dates){ .utc_offset_us = utc_offset_us };
    if (!n) {
        forms = default_forms;
        n = COUNT(default_forms);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i == DATES_FORMS_MAX || !compile_form(&d->form[i], forms[i]))
            return forms[i];
        d->n++;
    }
    d->is_iso = begins_iso(&d->form[0]);
    return NULL;
}

struct cursor {
    const char *at, *end;
};

/* `least` to `most` digits; false if there are fewer. */
static bool take_number(struct cursor *c, int least, int most, int *out)
{
    int v = 0, len = 0;
    while (c->at < c->end && len < most && is_digit(*c->at)) {
        v = v * 10 + (*c->at++ - '0');
        len++;
    }
    *out = v;
    return len >= least;
}

static bool take_char(struct cursor *c, char wanted)
{
    if (c->at >= c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

static bool take_blanks(struct cursor *c)
{
    const char *from = c->at;
    while (c->at < c->end && *c->at == ' ')
        c->at++;
    return c->at > from;
}

/* Three letters or the whole word. */
static bool take_month_name(struct cursor *c, int *month)
{
    size_t len = 0, left = (size_t)(c->end - c->at);
    while (len < left && is_letter(c->at[len]))
        len++;
    for (int i = 0; i < 12; i++)
        if ((len == 3 || len == strlen(months[i])) && !strncasecmp(c->at, months[i], len)) {
            *month = i + 1;
            c->at += len;
            return true;
        }
    return false;
}

static bool take_token(struct cursor *c, const struct date_token *t, int date[3])
{
    switch (t->kind) {
    case YEAR4:
        return take_number(c, 4, 4, &date[0]);
    case YEAR2:
        if (!take_number(c, 2, 2, &date[0]))
            return false;
        date[0] += date[0] >= YEAR2_PIVOT ? 1900 : 2000;
        return true;
    case MONTH2:
        return take_number(c, 2, 2, &date[1]);
    case MONTH:
        return take_number(c, 1, 2, &date[1]);
    case DAY2:
        return take_number(c, 2, 2, &date[2]);
    case DAY:
        return take_number(c, 1, 2, &date[2]);
    case MONTH_NAME:
        return take_month_name(c, &date[1]);
    default:
        if ((size_t)(c->end - c->at) < t->len || memcmp(c->at, t->literal, t->len))
            return false;
        c->at += t->len;
        return true;
    }
}

/* ".ffffff" behind the seconds, if it is there. */
static bool take_fraction(struct cursor *c, int64_t *us)
{
    if (!take_char(c, '.'))
        return true;
    int64_t fraction = 0;
    int len = 0;
    for (; c->at < c->end && is_digit(*c->at) && len < FRACTION_DIGITS_MAX; c->at++)
        if (len++ < FRACTION_DIGITS)
            fraction = fraction * 10 + (*c->at - '0');
    for (int i = len; i < FRACTION_DIGITS; i++)
        fraction *= 10;
    *us += fraction;
    return len > 0;
}

/* "Z", "+08:00", "+0800", "+08"; microseconds east. */
static bool take_offset(struct cursor *c, int64_t *east)
{
    *east = 0;
    if (take_char(c, 'Z') || take_char(c, 'z'))
        return true;
    bool is_west = take_char(c, '-');
    int hours = 0, minutes = 0;
    if ((!is_west && !take_char(c, '+')) || !take_number(c, 2, 2, &hours))
        return false;
    bool has_minutes = take_char(c, ':') || c->at < c->end;
    if (has_minutes && !take_number(c, 2, 2, &minutes))
        return false;
    if (hours > OFFSET_HOURS_MAX || minutes > 59)
        return false;
    *east = (int64_t)(hours * 60 + minutes) * 60 * 1000000;
    if (is_west)
        *east = -*east;
    return true;
}

/* What stands behind a date: nothing, or a time, which is added to *us. */
static bool take_time(const struct dates *d, struct cursor *c, int64_t *us)
{
    if (c->at == c->end)
        return true;
    if (!take_blanks(c) && !take_char(c, 'T') && !take_char(c, 't'))
        return false;
    int hour = 0, minute = 0, second = 0;
    int64_t part = 0;
    if (!take_number(c, 1, 2, &hour) || !take_char(c, ':') ||
        !take_number(c, 2, 2, &minute))
        return false;
    if (take_char(c, ':') && (!take_number(c, 2, 2, &second) || !take_fraction(c, &part)))
        return false;
    bool is_midnight = hour == 24 && !minute && !second && !part;
    if ((hour > 23 && !is_midnight) || minute > 59 || second > 59)
        return false;
    *us += ((int64_t)(hour * 60 + minute) * 60 + second) * 1000000 + part;
    take_blanks(c);
    if (c->at < c->end) {
        int64_t east = 0;
        if (!take_offset(c, &east))
            return false;
        *us += d->utc_offset_us - east;
    }
    return c->at == c->end;
}

/* Days since 1899-12-30 with a fraction, to the millisecond: a sheet prints 15 digits, so
 * that finer digits are noise. */
static bool parse_excel(int64_t *us, const char *s, size_t n)
{
    struct cursor c = { s, s + n };
    int days = 0;
    if (!take_number(&c, 1, 7, &days) || days < 1 || days > EXCEL_DAYS_MAX ||
        days == EXCEL_GAP)
        return false;
    int64_t scale = 1, fraction = 0;
    if (take_char(&c, '.')) {
        if (c.at == c.end)
            return false;
        for (; c.at < c.end && is_digit(*c.at); c.at++)
            if (scale < INT64_C(10000000000)) {
                fraction = fraction * 10 + (*c.at - '0');
                scale *= 10;
            }
    }
    if (c.at != c.end)
        return false;
    /* fraction x 86,400,000 is below 10^18. */
    int64_t ms = (fraction * MS_PER_DAY + scale / 2) / scale;
    int32_t first = civil_day(1899, 12, days < EXCEL_GAP ? 31 : 30);
    *us = (int64_t)(first + days) * CIVIL_DAY_US + ms * 1000;
    return true;
}

static bool parse_form(const struct dates *d, const struct date_form *f, int64_t *us,
                       const char *s, size_t n)
{
    if (f->token[0].kind == EXCEL)
        return parse_excel(us, s, n);
    struct cursor c = { s, s + n };
    int date[3] = { 0, 0, 1 };
    for (uint32_t i = 0; i < f->n; i++)
        if (!take_token(&c, &f->token[i], date))
            return false;
    if (!civil_is_date(date[0], date[1], date[2]))
        return false;
    int64_t at = (int64_t)civil_day(date[0], date[1], date[2]) * CIVIL_DAY_US;
    if (!take_time(d, &c, &at))
        return false;
    *us = at;
    return true;
}

static inline uint64_t load8(const char *s)
{
    uint64_t v;
    memcpy(&v, s, sizeof v);
    return v;
}

/* Eight bytes less a pattern: 0 to 9 where it has '0', 0 where it has a separator; bits in
 * 0x80 or from 10 on where it does not fit. */
struct iso_part {
    unsigned char at[8];
};
static inline struct iso_part iso_part(const char *s, const char pattern[8], bool *fits)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t v = load8(s) ^ load8(pattern), separators = 0;
    for (int i = 0; i < 8; i++)
        if (pattern[i] != '0')
            ((unsigned char *)&separators)[i] = 0xFF;
    *fits =
        *fits && !(((v + UINT64_C(0x7676767676767676)) | v) & high) && !(v & separators);
    struct iso_part part;
    memcpy(part.at, &v, sizeof v);
    return part;
}

static inline int two(const unsigned char *digits)
{
    return digits[0] * 10 + digits[1];
}

/* "2011-04-30" and "2011-04-30 12:00:00", the commonest by far, eight bytes at a time. */
static bool parse_iso(int64_t *us, const char *s, size_t n)
{
    if (n != 10 && n != 19)
        return false;
    bool fits = true;
    struct iso_part date = iso_part(s, "0000-00-", &fits);
    struct iso_part day = iso_part(s + 2, "00-00-00", &fits);
    struct iso_part time = { { 0 } };
    int hour = 0;
    if (n == 19) {
        hour = two(iso_part(s + 8, "00 00:00", &fits).at + 3);
        time = iso_part(s + 11, "00:00:00", &fits);
    }
    if (!fits)
        return false;
    int year = two(date.at) * 100 + two(date.at + 2), month = two(date.at + 5);
    int minute = two(time.at + 3), second = two(time.at + 6);
    if (hour > 23 || minute > 59 || second > 59 ||
        !civil_is_date(year, month, two(day.at + 6)))
        return false;
    int64_t seconds = (int64_t)civil_day(year, month, two(day.at + 6)) * 86400;
    *us = (seconds + hour * 3600 + minute * 60 + second) * 1000000;
    return true;
}

bool dates_parse(const struct dates *d, int64_t *us, const char *s, size_t n)
{
    if (d->is_iso && parse_iso(us, s, n))
        return true;
    for (uint32_t i = 0; i < d->n; i++)
        if (parse_form(d, &d->form[i], us, s, n))
            return true;
    return false;
}
