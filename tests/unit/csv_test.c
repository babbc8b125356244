/* SPDX-License-Identifier: Apache-2.0 */
/* csv_test.c - separators are found as a plain reader of the rule finds them. */
#include "intake/csv.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 4096 };

/* The index as text: "3 7n 9" (n: ends a record), "!" in front if irregular. */
static const char *indexed(const char *text, size_t n, char delimiter, bool trails)
{
    static char out[1 << 16];
    struct csv_index x = { 0 };
    kh_err e = { 0 };
    char *p = malloc(n + CSV_STEP);
    memcpy(p, text, n);
    memset(p + n, '"', CSV_STEP); /* what stands behind must not matter */
    size_t len = 0;
    out[0] = '\0';
    if (csv_index(&x, p, n, delimiter, trails, &e))
        return "failed";
    if (x.is_irregular)
        len += (size_t)snprintf(out + len, sizeof out - len, "!");
    for (size_t i = 0; i < x.len; i++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%u%s", i ? " " : "",
                                x.at[i], p[x.at[i]] == '\n' ? "n" : "");
    csv_index_end(&x);
    free(p);
    return out;
}

static void test_separators_outside_quotes_are_found(void)
{
    static const struct {
        const char *text;
        char delimiter;
        const char *found;
    } rows[] = {
        { "a,b\n", ',', "1 3n" },
        { "a,b", ',', "1 3n" },
        { "a;b\r\n", ';', "1 4n" },
        { "a\tb\n", '\t', "1 3n" },
        { "", ',', "" },
        { "\n", ',', "0n" },
        { "\"a,b\",c\n", ',', "5 7n" },
        { "\"a\nb\",c\n", ',', "5 7n" },
        { "\"a\"\"b,\",c\n", ',', "7 9n" },
        { "\"\",\"\"\n", ',', "2 5n" },
        { "\"\"\"\",x\n", ',', "4 6n" },
        { "\"a\"\r\nb\n", ',', "4n 6n" },
        { "a\"b,c\n", ',', "!3 5n" }, /* a stray quote opens nothing */
        { "5\" pipe,x\ny,z\n", ',', "!7 9n 11 13n" },
        { "a\"\"b,c\n", ',', "!4 6n" },
        { "\"a\"b,c\n", ',', "!4 6n" }, /* text behind a closing quote */
        { "\"a\"b\"c,d\n", ',', "!6 8n" },
        { "\"a\" ,c\n", ',', "!4 6n" },
        { " \"a,b\",c\n", ',', "!3 6 8n" }, /* a blank before a quote: it opens nothing */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(indexed(rows[i].text, strlen(rows[i].text), rows[i].delimiter, false),
                   rows[i].found, i);
}

static void test_trail_bytes_are_no_delimiters(void)
{
    static const struct {
        const char *text;
        bool trails;
        const char *found;
    } rows[] = {
        { "\xC4|x|y\n", true, "3 5n" }, /* C4 7C is one character */
        { "\xC4|x|y\n", false, "1 3 5n" },     { "\xC4\xE3|y\n", true, "2 4n" },
        { "\xC4\xE3\xBA||y\n", true, "4 6n" }, { "\x81\x30\x81\x30|y\n", true, "4 6n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(indexed(rows[i].text, strlen(rows[i].text), '|', rows[i].trails),
                   rows[i].found, i);
}

/* The rule of csv.h, written down as plainly as possible. */
static size_t plain_index(uint32_t *at, const char *s, size_t n, bool *irregular)
{
    enum { FRESH, BARE, INSIDE, CLOSED } state = FRESH;
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        bool separator = (s[i] == ',' || s[i] == '\n') && state != INSIDE;
        if (separator)
            at[len++] = (uint32_t)i;
        if (state == INSIDE)
            state = s[i] == '"' ? CLOSED : INSIDE;
        else if (separator)
            state = FRESH;
        else if (s[i] == '"' && state != BARE)
            state = INSIDE;
        else {
            *irregular |= s[i] == '"' || (state == CLOSED && s[i] != '\r');
            state = BARE;
        }
    }
    return len;
}

static uint64_t seed = 42;
static unsigned next_random(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static void test_random_texts_match_the_plain_rule(void)
{
    static const char letters[] = "ab,\"\n\r\"x,";
    for (size_t round = 0; round < 20000; round++) {
        char text[TEXT_MAX + CSV_STEP];
        uint32_t plain[TEXT_MAX + 1];
        unsigned kinds = 3 + next_random((unsigned)sizeof letters - 3);
        size_t n = next_random(round % 50 ? 200 : TEXT_MAX - 1);
        for (size_t i = 0; i < n; i++)
            text[i] = letters[next_random(kinds)];
        text[n++] = '\n';
        bool irregular = false;
        size_t len = plain_index(plain, text, n, &irregular);
        if (!len || plain[len - 1] != n - 1)
            continue; /* an open quote: the survey refuses such files */
        struct csv_index x = { 0 };
        kh_err e = { 0 };
        csv_index(&x, text, n, ',', false, &e);
        bool same = x.len == len && x.is_irregular == irregular &&
                    !memcmp(x.at, plain, len * sizeof *plain);
        csv_index_end(&x);
        if (!same) {
            check_true(same, round);
            return;
        }
    }
}

static void test_fields_lose_their_quotes(void)
{
    static const struct {
        const char *field, *text; /* NULL: malformed */
    } rows[] = {
        { "\"a\"", "a" },
        { "\"\"", "" },
        { "\"a\"\"b\"", "a\"b" },
        { "\"\"\"\"", "\"" },
        { "\"\"\"\"\"\"", "\"\"" },
        { "\"", NULL },
        { "\"a", NULL },
        { "\"a\"b\"", NULL },
        { "\"a\"b", NULL },
        { "\"a\"\"", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[32], text[32] = "";
        const char *s = rows[i].field;
        size_t n = strlen(s);
        bool sound = csv_is_sound(s, n);
        bool is_well = csv_unquote(&s, &n, out);
        if (is_well)
            memcpy(text, s, n), text[n] = '\0';
        check_text(is_well ? text : NULL, rows[i].text, i);
        check_i64(sound, rows[i].text != NULL, i);
    }
    check_true(csv_is_sound("", 0), 0);
    check_true(csv_is_sound("ab", 2), 0);
    check_true(!csv_is_sound("a\"b", 3), 0);
}

static const struct unit_case cases[] = {
    { "separators outside quotes are found", test_separators_outside_quotes_are_found },
    { "trail bytes of GB18030 are no delimiters", test_trail_bytes_are_no_delimiters },
    { "random texts match the plain rule", test_random_texts_match_the_plain_rule },
    { "fields lose their quotes", test_fields_lose_their_quotes },
};
UNIT_MAIN("csv", cases)
