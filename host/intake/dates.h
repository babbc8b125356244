/* SPDX-License-Identifier: Apache-2.0 */
/* dates.h - forms of dates, as configuration names them, and texts that have them.
 *
 * A form is made of yyyy, yy, mm, m, dd, d, mon (English, any case) and text in between;
 * "excel" is a serial number.  mm and dd have two digits, m and d one or two, yy is 1969 to
 * 2068.  Behind a date (not a serial) may stand a time, H:MM[:SS[.ffffff]], after blanks or
 * a T, and behind that Z or an offset.  Read-only once compiled; any thread. */
#ifndef KH_INTAKE_DATES_H
#define KH_INTAKE_DATES_H

#include "base/civil.h"

enum { DATES_FORMS_MAX = 16, DATES_TOKENS_MAX = 16, DATES_LITERAL_MAX = 8 };

struct date_token {
    unsigned char kind, len; /* len: of a literal */
    char literal[DATES_LITERAL_MAX];
};
struct date_form {
    struct date_token token[DATES_TOKENS_MAX];
    uint32_t n;
};
struct dates {
    struct date_form form[DATES_FORMS_MAX];
    uint32_t n;
    bool is_iso;           /* the first form reads 2011-04-30 */
    int64_t utc_offset_us; /* to which times with an offset are brought */
};

/* NULL and 0 forms: the defaults (2011-04-30, 2011/4/30, 20110430, 2011年4月30日,
 * 30-Apr-2011, 30-Apr-11).  Returns NULL, or the form that is none. */
const char *dates_compile(struct dates *d, const char *const *forms, uint32_t n,
                          int64_t utc_offset_us);
/* Microseconds on the configuration's wall clock; false if the text has none of the forms
 * or names no day. */
bool dates_parse(const struct dates *d, int64_t *us, const char *s, size_t n);

#endif
