/* SPDX-License-Identifier: Apache-2.0 */
/* civil.c - see civil.h.  Days are counted in eras of 400 years that begin on March 1st,
 * so that the leap day stands last (the method of H. Hinnant's days_from_civil). */
#include "base/civil.h"

enum { ERA_DAYS = 146097, ERA_TO_1970 = 719468, YEAR_MAX = 9999 };

static int32_t floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

int32_t civil_day(int year, int month, int day)
{
    int32_t y = year - (month <= 2);
    int32_t era = floor_div(y, 400);
    int32_t year_of_era = y - era * 400;
    int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - ERA_TO_1970;
}

void civil_date(int32_t day, int *year, int *month, int *dom)
{
    int64_t shifted = (int64_t)day + ERA_TO_1970;
    int64_t era = shifted / ERA_DAYS - (shifted % ERA_DAYS < 0);
    int32_t doe = (int32_t)(shifted - era * ERA_DAYS);
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / (ERA_DAYS - 1)) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t march = (5 * doy + 2) / 153; /* months since March */
    *dom = doy - (153 * march + 2) / 5 + 1;
    *month = march + (march < 10 ? 3 : -9);
    *year = (int)(yoe + era * 400) + (*month <= 2);
}

int civil_month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12)
        return 0;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool civil_is_date(int year, int month, int day)
{
    return year >= 1 && year <= YEAR_MAX && day >= 1 &&
           day <= civil_month_days(year, month);
}

int32_t civil_day_of(int64_t us)
{
    return (int32_t)(us / CIVIL_DAY_US - (us % CIVIL_DAY_US < 0));
}

static bool two_digits(const char *s, int *v)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return false;
    *v = (s[0] - '0') * 10 + (s[1] - '0');
    return true;
}

bool month_parse(int32_t *month, const char *s)
{
    int century = 0, year = 0, m = 0;
    if (strlen(s) != 7 || s[4] != '-' || !two_digits(s, &century) ||
        !two_digits(s + 2, &year) || !two_digits(s + 5, &m))
        return false;
    year += century * 100;
    if (year < 1 || m < 1 || m > 12)
        return false;
    *month = year * 12 + m - 1;
    return true;
}

/* `v` as `width` digits with zeros in front. */
static char *put_digits(char *out, int v, int width)
{
    for (int i = width - 1; i >= 0; i--, v /= 10)
        out[i] = (char)('0' + v % 10);
    return out + width;
}

void month_text(char out[8], int32_t month)
{
    int32_t m = month < 12 ? 12 : month > YEAR_MAX * 12 + 11 ? YEAR_MAX * 12 + 11 : month;
    char *p = put_digits(out, m / 12, 4);
    *p++ = '-';
    p = put_digits(p, m % 12 + 1, 2);
    *p = 0;
}

void day_text(char out[11], int32_t day)
{
    int year = 0, month = 0, dom = 0;
    int32_t first = civil_day(1, 1, 1), last = civil_day(YEAR_MAX, 12, 31);
    civil_date(day < first ? first : day > last ? last : day, &year, &month, &dom);
    char *p = put_digits(out, year, 4);
    *p++ = '-';
    p = put_digits(p, month, 2);
    *p++ = '-';
    p = put_digits(p, dom, 2);
    *p = 0;
}

void time_text(char out[27], int64_t us)
{
    int64_t day = us / CIVIL_DAY_US - (us % CIVIL_DAY_US < 0);
    int64_t rest = us - day * CIVIL_DAY_US;
    day_text(out, (int32_t)day);
    if (!rest)
        return;
    int seconds = (int)(rest / 1000000), fraction = (int)(rest % 1000000);
    char *p = out + 10;
    *p++ = ' ';
    p = put_digits(p, seconds / 3600, 2);
    *p++ = ':';
    p = put_digits(p, seconds / 60 % 60, 2);
    *p++ = ':';
    p = put_digits(p, seconds % 60, 2);
    if (fraction) {
        *p++ = '.';
        p = put_digits(p, fraction, 6);
    }
    *p = 0;
}

bool cycle_ends(const struct cycle *c, int32_t month)
{
    return c->whole || (month + 1) % c->months == 0;
}

int32_t cycle_last(const struct cycle *c, int32_t month)
{
    return c->whole ? month : month - (month + 1) % c->months;
}

/* The day behind the last day of a month as the cycle counts months. */
static int32_t month_end(const struct cycle *c, int32_t month)
{
    int32_t shown = c->last_day ? month : month + 1;
    int32_t year = floor_div(shown, 12);
    return civil_day(year, shown - year * 12 + 1, 1) + c->last_day;
}

void cycle_window(const struct cycle *c, int32_t months, int32_t month, int32_t *from,
                  int32_t *to)
{
    if (c->whole) {
        *from = civil_day(1, 1, 1);
        *to = civil_day(YEAR_MAX, 12, 31) + 1;
        return;
    }
    *from = month_end(c, month - months);
    *to = month_end(c, month);
}
