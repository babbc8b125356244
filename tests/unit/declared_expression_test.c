/* SPDX-License-Identifier: Apache-2.0 */
/* declared_expression_test.c - the expression language: values, missing, overflow, and
 * what is refused at which column. */
#include "declared/expression.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000000)
#define MISSING             \
    {                       \
        .state = EX_MISSING \
    }

static const char *const labels[] = { "low", "high", NULL };
/* 2011-04-01 was a Friday; it is day 15065. */
enum { FRIDAY = 15065 };

static const struct column {
    const char *set, *name;
    ex_operand is;
    ex_value value;
    ex_fraction over; /* as a measure */
} columns[] = {
    { NULL, "n", { EX_NUMBER }, { .i = 5 }, { 5, 1, 0 } },
    { NULL, "d", { EX_NUMBER, .scale = 2 }, { .i = 125 }, { 5, 4, 0 } },
    { NULL, "big", { EX_NUMBER }, { .i = INT64_MAX }, { INT64_MAX, 1, 0 } },
    { NULL, "small", { EX_NUMBER }, { .i = INT64_MIN }, { INT64_MIN, 1, 0 } },
    { NULL, "u", { EX_NUMBER }, MISSING, { 0, 1, EX_MISSING } },
    { NULL, "yes", { EX_CONDITION }, { .i = 1 }, { 1, 1, 0 } },
    { NULL, "no", { EX_CONDITION }, { .i = 0 }, { 0, 1, 0 } },
    { NULL, "m", { EX_CONDITION }, MISSING, { 0, 1, EX_MISSING } },
    { NULL, "at", { EX_TIME }, { .i = FRIDAY * DAY + INT64_C(30615000000) }, { 0, 1, 0 } },
    { NULL, "end", { EX_TIME }, MISSING, { 0, 1, EX_MISSING } },
    { NULL, "c", { EX_TEXT, .labels = labels }, { .s = "low", .len = 3 }, { 0, 1, 0 } },
    { NULL, "s", { EX_TEXT }, { .s = "it's", .len = 4 }, { 0, 1, 0 } },
    { NULL, "w", { EX_TEXT }, MISSING, { 0, 1, 0 } },
    { NULL, "k", { EX_KEY, .space = 1 }, { .i = 3 }, { 0, 1, 0 } },
    { NULL, "j", { EX_KEY, .space = 1 }, { .i = 4 }, { 0, 1, 0 } },
    { NULL, "q", { EX_KEY, .space = 2 }, { .i = 3 }, { 0, 1, 0 } },
    { NULL, "mean", { EX_NUMBER, .is_fraction = 1 }, { .i = 0 }, { 1, 3, 0 } },
    { NULL, "lost", { EX_DURATION }, { .i = 5400000000 }, { 5400000000, 1, 0 } },
    { NULL, "calls", { EX_NUMBER, .may_total = 1 }, { .i = 1 }, { 1, 1, 0 } },
    { "ref", "fee", { EX_NUMBER }, { .i = 40 }, { 0, 1, 0 } },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static size_t held; /* bytes the compiler has */

static void *resize(void *ctx, void *p, size_t n)
{
    size_t *block = p ? (size_t *)p - 2 : NULL;
    (void)ctx;
    held -= block ? *block : 0;
    if (!n) {
        free(block);
        return NULL;
    }
    block = realloc(block, n + 2 * sizeof *block);
    if (!block)
        return NULL;
    *block = n;
    held += n;
    return block + 2;
}
static const kh_host host = { .size = sizeof host, .resize = resize };

static int find(const void *ctx, const char *set, const char *name, ex_operand *out,
                char *why)
{
    (void)ctx, (void)why;
    for (uint32_t i = 0; i < COLUMNS; i++)
        if (!strcmp(columns[i].name, name) && !set == !columns[i].set &&
            (!set || !strcmp(set, columns[i].set))) {
            *out = columns[i].is;
            out->slot = i;
            return 1;
        }
    return 0;
}
static const ex_scope of_rows = { NULL, find, 0 }, of_measures = { NULL, find, 1 };

static void load(void *ctx, uint32_t slot, ex_value *out)
{
    (void)ctx;
    *out = columns[slot].value;
}
static void load_exact(void *ctx, uint32_t slot, ex_fraction *out)
{
    (void)ctx;
    *out = columns[slot].over;
}
static void load_total(void *ctx, uint32_t slot, ex_fraction *out)
{
    (void)ctx, (void)slot;
    *out = ex_fraction_of(16055, 1);
}

/* "5", "1.25", "true", "'text'", "missing", "overflow 3"; durations and times in
 * microseconds. */
static const char *shown(const ex_program *p, const ex_value *v)
{
    static char text[96];
    if (v->state == EX_MISSING)
        return "missing";
    if (v->state == EX_OVERFLOW)
        snprintf(text, sizeof text, "overflow %lld", (long long)v->i);
    else if (p->type == EX_CONDITION)
        return v->i ? "true" : "false";
    else if (p->type == EX_TEXT)
        snprintf(text, sizeof text, "'%.*s'", (int)v->len, v->s);
    else if (p->scale)
        snprintf(text, sizeof text, "%lld e-%d", (long long)v->i, (int)p->scale);
    else
        snprintf(text, sizeof text, "%lld", (long long)v->i);
    return text;
}

static const char *run_row(const char *text)
{
    static char out[256];
    ex_program p;
    kh_err e = { 0 };
    workdays calendar = { 0 };
    /* 2011-04-05 was a holiday (Qingming), 2011-04-02 a make-up day. */
    check_i64(workdays_add(&host, &calendar, FRIDAY + 4, 0, &e), KH_OK, 0);
    check_i64(workdays_add(&host, &calendar, FRIDAY + 1, 1, &e), KH_OK, 0);
    check_i64(workdays_add(&host, &calendar, FRIDAY + 1, 1, &e), KH_OK, 0);
    check_i64(workdays_settle(&calendar, &e), KH_OK, 0);
    const ex_row row = { NULL, load, &calendar, FRIDAY * DAY, (FRIDAY + 30) * DAY };
    if (ex_compile(&host, text, &of_rows, &p, &e)) {
        snprintf(out, sizeof out, "%s", e.text);
    } else {
        ex_value v = ex_run(&p, &row);
        snprintf(out, sizeof out, "%s", shown(&p, &v));
    }
    ex_free(&host, &p);
    workdays_free(&host, &calendar);
    check_i64(held, 0, 0);
    return out;
}

static const char *run_measures(const char *text)
{
    static char out[256];
    ex_program p;
    kh_err e = { 0 };
    const ex_subject s = { NULL, load_exact, load_total, 0, 30 * DAY };
    if (ex_compile(&host, text, &of_measures, &p, &e)) {
        snprintf(out, sizeof out, "%s", e.text);
    } else {
        ex_fraction v = ex_run_exact(&p, &s);
        if (v.state)
            snprintf(out, sizeof out, "%s", v.state == EX_MISSING ? "missing" : "overflow");
        else
            snprintf(out, sizeof out, "%lld/%lld", (long long)v.num, (long long)v.den);
    }
    ex_free(&host, &p);
    check_i64(held, 0, 0);
    return out;
}

struct told {
    const char *text, *expected;
};

static void check_all(const struct told *rows, size_t n, const char *(*run)(const char *))
{
    for (size_t i = 0; i < n; i++)
        check_text(run(rows[i].text), rows[i].expected, i);
}
#define CHECK_ALL(rows, run) check_all(rows, sizeof(rows) / sizeof *(rows), run)

static void test_values(void)
{
    static const struct told rows[] = {
        { "1 + 2 * 3", "7" },
        { "(1 + 2) * 3", "9" },
        { "10 - 3 - 2", "5" },
        { "-n + 7", "2" },
        { "--n", "5" },
        { "n + d", "625 e-2" },
        { "d * d", "15625 e-4" },
        { "d + 0.125", "1375 e-3" },
        { "d * 2", "250 e-2" },
        { "n == 5.00", "true" },
        { "d < 1.250001", "true" },
        { "d >= 1.25", "true" },
        { "n != 5", "false" },
        { "n in (1, 3.0, 5)", "true" },
        { "n not in (1, 3)", "true" },
        { "big > d", "true" },
        { "d < big", "true" },
        { "d > small", "true" },
        { "c == 'low'", "true" },
        { "c in ('high')", "false" },
        { "'low' == c", "true" },
        { "s == 'it''s'", "true" },
        { "s == \"it's\"", "true" },
        { "starts(s, 'it')", "true" },
        { "starts(s, 'its longer')", "false" },
        { "k == j", "false" },
        { "k != j", "true" },
        { "yes and not no", "true" },
        { "not not yes", "true" },
        { "no or yes and yes", "true" },
        { "yes == true", "true" },
        { "if(n > 3, d, n)", "125 e-2" },
        { "min(n, d, 3)", "125 e-2" },
        { "max(n, d)", "500 e-2" },
        { "abs(-n)", "5" },
        { "ref.fee + 2", "42" },
    };
    CHECK_ALL(rows, run_row);
}

static void test_times(void)
{
    static const struct told rows[] = {
        { "year(at)", "2011" },
        { "month(at)", "4" },
        { "day(at)", "1" },
        { "weekday(at)", "5" },
        { "hour(at)", "8" },
        { "minute(at)", "30" },
        { "at > '2011-04-01 08:30'", "true" },
        { "'2011-04-01T08:30:15' == at", "true" },
        { "date(at) == '2011-04-01'", "true" },
        { "at - date(at) > 8.5 h", "true" },
        { "at - date(at) >= 510 min", "true" },
        { "30min + 30 min == 1h", "true" },
        { "24 h == 1d and 60s == 1min", "true" },
        { "minutes(date(at), at)", "510" },
        { "minutes(at - date(at) + 44s)", "510" },
        { "minutes(at - date(at) + 45s)", "511" },
        { "hours('2011-04-01', '2011-04-03 01:59')", "49" },
        { "days(date(at) - at)", "-1" },
        { "2 * 15min == 30 min", "true" },
        { "workdays('2011-04-01', '2011-04-08')", "5" }, /* 2, 4, 6, 7, 8; not the 5th */
        { "workdays('2011-04-08', '2011-04-01')", "0" },
        { "workdays('2011-04-04', '2011-04-05')", "0" },
        { "workdays('2010-01-01', '2011-01-01')", "260" },
        { "overlap('2011-03-31', '2011-04-01 06:00') == 6h", "true" },
        { "overlap(at, end) == window_to() - at", "true" },
        { "overlap('2011-01-01', '2011-02-01') == 0h", "true" },
        { "window_from() == '2011-04-01'", "true" },
    };
    CHECK_ALL(rows, run_row);
}

/* R3. */
static void test_missing_values(void)
{
    static const struct told rows[] = {
        { "u + 1", "missing" },
        { "u == u", "missing" },
        { "known(u)", "false" },
        { "known(n)", "true" },
        { "known(u + 1)", "false" },
        { "value(u, 7)", "7" },
        { "value(n, 7)", "5" },
        { "m and yes", "missing" },
        { "m and no", "false" },
        { "no and m", "false" },
        { "m or yes", "true" },
        { "m or no", "missing" },
        { "not m", "missing" },
        { "m and m or yes", "true" },
        { "if(m, 1, 2)", "missing" },
        { "if(yes, 1, u)", "1" },
        { "if(no, 1, u)", "missing" },
        { "min(n, u)", "missing" },
        { "n in (u, 5)", "true" },
        { "n in (u, 6)", "missing" },
        { "u in (5, u)", "missing" },
        { "w == 'x'", "missing" },
        { "year(end)", "missing" },
        { "overlap(end, at)", "missing" },
        { "workdays(at, end)", "missing" },
    };
    CHECK_ALL(rows, run_row);
}

/* R4. */
static void test_overflow_is_carried(void)
{
    static const struct told rows[] = {
        { "big + 1", "overflow 5" },
        { "small - 1", "overflow 7" },
        { "big * 2", "overflow 5" },
        { "-small", "overflow 1" },
        { "abs(small)", "overflow 1" },
        { "big + d", "overflow 1" },
        { "big + 1 > 0", "overflow 5" },
        { "no and big + 1 > 0", "false" },
        { "yes or big + 1 > 0", "true" },
        { "m and big + 1 > 0", "overflow 11" },
        { "u + (big + 1)", "overflow 10" },
        { "if(no, big + 1, 2)", "2" },
        { "value(big + 1, 2)", "overflow 11" },
        { "value(n, big + 1)", "5" },
        { "known(big + 1)", "overflow 11" },
        { "big == big * 1.0", "overflow 12" },
        { "seconds(1d * big)", "overflow 12" },
    };
    CHECK_ALL(rows, run_row);
}

static void test_measures_are_fractions(void)
{
    static const struct told rows[] = {
        { "n / 3", "5/3" },
        { "n / (n - n)", "missing" },
        { "mean + 1 / 6", "1/2" },
        { "(n - mean) * 3", "14/1" },
        { "d", "5/4" },
        { "d * 0.4 + mean * 0.6", "7/10" },
        { "big / big", "1/1" },
        { "big * 2", "overflow" },
        { "big * 2 / 2", "overflow" },
        { "-small", "overflow" },
        { "small / -1", "overflow" },
        { "small / small", "overflow" },
        { "small / 3 < big / 3", "1/1" },
        { "mean > 0.333333333333333333", "1/1" },
        { "mean < 0.333333333333333334", "1/1" },
        { "mean == 1 / 3", "1/1" },
        { "-mean < mean", "1/1" },
        { "hours(lost)", "3/2" },
        { "minutes(lost / 4)", "45/2" },
        { "lost / lost", "1/1" },
        { "hours(lost) / window_hours()", "1/480" },
        { "window_days()", "30/1" },
        { "calls / total(calls)", "1/16055" },
        { "which(n, 7, 7)", "2/1" },
        { "round(125 / 1000, 2)", "13/100" },
        { "round(-125 / 1000, 2)", "-13/100" },
        { "round(1249 / 10000, 2)", "3/25" },
        { "round(5 / 2, 0)", "3/1" },
        { "round(7, 9)", "7/1" },
        { "u", "missing" },
        { "value(u, 2)", "2/1" },
        { "if(n > 4, mean, 0)", "1/3" },
        { "n in (mean, 5)", "1/1" },
        { "abs(n - 7)", "2/1" },
        { "min(n, mean, d)", "1/3" },
    };
    CHECK_ALL(rows, run_measures);
}

static void test_refusals_suggest_what_was_meant(void)
{
    static const struct told rows[] = {
        { "knwon(n)", "column 1: there is no function 'knwon'; did you mean 'known'?" },
        { "n > 1 AND n < 3",
          "column 7: an operator is expected here, not 'AND'; write 'and'" },
        { "n > 1 n < 3", "column 7: an operator is expected here, not 'n'" },
    };
    CHECK_ALL(rows, run_row);
}

static void test_refusals_name_the_column(void)
{
    static const struct told rows[] = {
        { "", "column 1: the expression is empty" },
        { "  ", "column 1: the expression is empty" },
        { "nn", "column 1: this name is not known" },
        { "1 + ref.fex", "column 5: this name is not known" },
        { "n = 5", "column 3: a comparison is written ==" },
        { "n ==", "column 5: a value is expected here" },
        { "n n", "column 3: an operator is expected here, not 'n'" },
        { "n == 5 == yes", "column 8: an operator is expected here" },
        { "(n", "column 3: ) is expected here" },
        { "n )", "column 3: an operator is expected here" },
        { "n & 1", "column 3: '&' has no meaning here; texts stand in quotes" },
        { "n 人", "column 3: this character has no meaning here; texts stand in quotes" },
        { "s == '人' or s == 'low", "column 18: the text is not closed; end it with '" },
        { "c == 'lwo'", "column 6: 'lwo' is none of the values of this column (low, ...)" },
        { "c in ('low', 'x')", "column 14: 'x' is none of the values of this column "
                               "(low, ...)" },
        { "n == 'low'", "column 3: a number cannot be compared with a text" },
        { "n + yes", "column 3: + cannot stand between a number and a condition" },
        { "at + at", "column 4: + cannot stand between a time and a time" },
        { "at * 2", "column 4: * cannot stand between a time and a number" },
        { "n / 2", "column 3: rows are not divided; an indicator has `of` and `per`" },
        { "n and yes", "column 3: 'and' cannot stand between a number and a condition" },
        { "not n", "column 1: 'not' takes a condition, not a number" },
        { "-yes", "column 1: - takes a number or a duration, not a condition" },
        { "k == q", "column 3: keys of different spaces cannot be compared" },
        { "k < j", "column 3: of a key only == and != can be asked" },
        { "at > 'now'", "column 6: 'now' is no time like '2011-04-01' or "
                        "'2011-04-01 08:30'" },
        { "at > '2011-02-29'", "column 6: '2011-02-29' is no time like '2011-04-01' or "
                               "'2011-04-01 08:30'" },
        { "year(n)", "column 1: year takes a time" },
        { "year()", "column 1: year takes 1 value, not 0" },
        { "min()", "column 1: min takes 1 to 255 values, not 0" },
        { "sqrt(n)", "column 1: there is no function 'sqrt'" },
        { "total(n)", "column 1: total is of indicators only" },
        { "if(n, 1, 2)", "column 1: if takes a condition and two values" },
        { "if(yes, 1, s)", "column 1: a number cannot go with a text in if" },
        { "n in ()", "column 3: the list is empty" },
        { "n in 5", "column 6: ( and a list of values is expected here" },
        { "n not 5", "column 7: 'in' is expected here" },
        { "1.", "column 2: a digit must follow the point" },
        { "12345678901234567890", "column 1: the number is too long; at most 18 digits" },
        { "d * d * d * d * d * d * d * d * d * d",
          "column 35: the product has 20 digits "
          "after the point, at most 18 are allowed" },
        { "1.5h * 1.5", "column 6: a duration is multiplied by whole numbers only" },
        { "0.0000001 s", "column 1: the duration is too long, or no whole microseconds" },
        { "and", "column 1: a value is expected here, not 'and'" },
    };
    CHECK_ALL(rows, run_row);
    check_text(run_measures("year(at)"), "column 1: year is of rows only", 0);
    check_text(run_measures("known('x')"), "column 7: measures are not compared with texts",
               3);
    check_text(run_measures("total(n)"),
               "column 1: total takes the name of a count or a sum", 1);
    check_text(run_measures("total(1)"),
               "column 1: total takes the name of a count or a sum", 2);
}

static const char *repeated(char *out, size_t size, const char *head, const char *unit,
                            int n, const char *tail)
{
    size_t at = (size_t)snprintf(out, size, "%s", head);
    for (int i = 0; i < n; i++)
        at += (size_t)snprintf(out + at, size - at, "%s", unit);
    snprintf(out + at, size - at, "%s", tail);
    return out;
}

static void test_programs_are_bounded(void)
{
    char text[4096];
    check_text(run_row(repeated(text, sizeof text, "", "(", 31, "n")) + 11,
               ") is expected here", 0);
    check_text(run_row(repeated(text, sizeof text, "", "(", 32, "n")),
               "column 33: nested deeper than 32; split it", 1);
    check_text(run_row(repeated(text, sizeof text, "1", "+1", 127, "")), "128", 2);
    check_text(run_row(repeated(text, sizeof text, "1", "+1", 128, "")),
               "column 256: more than 256 operators and operands; split it", 3);
    check_text(run_row(repeated(text, sizeof text, "1", " ", 1999, "")), "1", 4);
    check_text(run_row(repeated(text, sizeof text, "1", " ", 2000, "")),
               "column 1: more than 2000 bytes; split it", 5);
    check_text(run_row(repeated(text, sizeof text, "s == '", "x", 255, "'")), "false", 6);
    check_text(run_row(repeated(text, sizeof text, "s == '", "x", 256, "'")),
               "column 6: the text has 256 bytes, at most 255 are allowed", 7);
    check_text(run_row(repeated(text, sizeof text, "", "-", 1001, "n")), "-5", 8);
    check_text(run_row(repeated(text, sizeof text, "", "not ", 401, "no")), "true", 9);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "values", test_values },
        { "times", test_times },
        { "missing values", test_missing_values },
        { "overflow is carried", test_overflow_is_carried },
        { "measures are fractions", test_measures_are_fractions },
        { "refusals name the column", test_refusals_name_the_column },
        { "refusals suggest what was meant", test_refusals_suggest_what_was_meant },
        { "programs are bounded", test_programs_are_bounded },
    };
    return unit_main("declared_expression", cases, sizeof cases / sizeof *cases);
}
