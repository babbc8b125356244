/* SPDX-License-Identifier: Apache-2.0 */
/* text_test.c - UTF-8, widths, keys, names, nearest names, subjects. */
#include "base/text.h"
#include "unit.h"

#include <stdlib.h>

static struct arena arena;

static void test_only_strict_utf8_is_utf8(void)
{
    static const struct {
        const char *bytes;
        size_t n;
        bool is_utf8;
    } rows[] = {
        { "", 0, true },
        { "abc", 3, true },
        { "郑州", 6, true },
        { "\xF0\x9F\x98\x80", 4, true },
        { "\xF4\x8F\xBF\xBF", 4, true },
        { "a\0b", 3, false },             /* NUL */
        { "\xC0\x80", 2, false },         /* overlong NUL */
        { "\xC1\xBF", 2, false },         /* overlong */
        { "\xE0\x9F\xBF", 3, false },     /* overlong */
        { "\xF0\x8F\xBF\xBF", 4, false }, /* overlong */
        { "\xED\xA0\x80", 3, false },     /* surrogate */
        { "\xF4\x90\x80\x80", 4, false }, /* above U+10FFFF */
        { "\xF5\x80\x80\x80", 4, false },
        { "\x80", 1, false },     /* stray continuation */
        { "\xE9\x83", 2, false }, /* cut short */
        { "\xE9\x83z", 3, false },
        { "\xFF", 1, false },
        { "\xD6\xA3\xD6\xDD", 4, false }, /* GB18030 */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_i64(text_is_utf8(rows[i].bytes, rows[i].n), rows[i].is_utf8, i);
}

/* Every code point, encoded by the plain rule, is UTF-8 unless it is NUL or a surrogate. */
static void test_every_code_point(void)
{
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char s[4];
        size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const unsigned char leads[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
        uint32_t rest = c;
        for (size_t i = n - 1; i > 0; i--, rest >>= 6)
            s[i] = (char)(0x80 | (rest & 0x3F));
        s[0] = (char)(leads[n] | rest);
        bool expected = c && (c < 0xD800 || c > 0xDFFF);
        if (text_is_utf8(s, n) != expected)
            check_i64(c, -1, c);
    }
}

static void test_widths(void)
{
    static const struct {
        const char *text;
        int width;
    } rows[] = {
        { "", 0 },          { "abc", 3 },          { "考核", 4 },
        { "郑州 A1", 7 },   { "ＡＢ", 4 }, /* full width */
        { "ｱ", 1 },                        /* half-width kana */
        { "e\xCC\x81", 1 },                /* combining accent */
        { "—…±×", 4 },                     /* ambiguous: one column */
        { "，。", 4 },      { "\xE3\x80\x80", 2 }, { "█▏", 2 },
        { "\xFFz", 2 }, /* a stray byte takes a column as U+FFFD does */
        { "\xE9\x83", 2 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_i64(text_width(rows[i].text), rows[i].width, i);
}

static void test_keys_are_folded(void)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        { "郑州", "郑州" },
        { "  郑州\t\r\n", "郑州" },
        { "　郑州　 ", "郑州" },
        { " 　 　", "" },
        { "", "" },
        { "ＡＢＣ－１２３", "ABC-123" },
        { "！～＿｀", "!~_`" },
        { "ａ　ｂ", "a　b" }, /* inside a key U+3000 stays */
        { "a b", "a b" },
        { "（省）", "(省)" },
        { "｟｠", "｟｠" }, /* just behind the folded range */
        { "\xEF\xBC", "\xEF\xBC" },
        { "\x80\x80", "\x80\x80" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[64];
        size_t n = text_fold_key(out, rows[i].in, strlen(rows[i].in));
        out[n] = 0;
        check_text(out, rows[i].out, i);
        char same[64];
        memcpy(same, rows[i].in, strlen(rows[i].in));
        n = text_fold_key(same, same, strlen(rows[i].in));
        same[n] = 0;
        check_text(same, rows[i].out, i);
        check_i64(text_fold_key(same, same, n), n, i); /* folding twice changes nothing */
    }
}

static void test_names(void)
{
    static const char long63[] =
        "a23456789012345678901234567890123456789012345678901234567890123";
    static const char long64[] =
        "a234567890123456789012345678901234567890123456789012345678901234";
    static const struct {
        const char *name;
        bool is_name;
    } rows[] = {
        { "a", true },    { "call_back2", true }, { long63, true }, { long64, false },
        { "", false },    { "_a", false },        { "2a", false },  { "A", false },
        { "a-b", false }, { "a b", false },       { "区", false },  { "a.", false },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_i64(text_is_name(rows[i].name), rows[i].is_name, i);
}

static void test_the_nearest_name(void)
{
    static const char *const names[] = { "weight", "weights",  "window",  "id",  "of",
                                         "郑州",   "驻马店市", "enabled", "from" };
    static const struct {
        const char *wrong, *nearest;
    } rows[] = {
        { "wieght", "weight" },
        { "weigth", "weight" },
        { "weights", "weights" },
        { "weight_", "weight" },
        { "enable", "enabled" },
        { "郑洲", "郑州" },
        { "驻马店", "驻马店市" },
        { "form", "from" },
        { "xyz", NULL },
        { "x", NULL },
        { "", NULL },
        { "completely_else", NULL },
        { "fi", NULL },
        { "widnow", "window" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(text_nearest(rows[i].wrong, names, COUNT(names)), rows[i].nearest, i);
    check_text(text_nearest("a", NULL, 0), NULL, 0);
    char text[400];
    memset(text, 'w', sizeof text - 1);
    text[sizeof text - 1] = 0;
    check_text(text_nearest(text, names, COUNT(names)), NULL, 0);
    const char *const far[] = { text };
    check_text(text_nearest("weight", far, 1), NULL, 0);
}

static void test_of_two_as_near_the_order_does_not_choose(void)
{
    static const char *const one[] = { "cityb", "citya" }, *const two[] = { "citya",
                                                                            "cityb" };
    check_text(text_nearest("cityx", one, 2), "citya", 0);
    check_text(text_nearest("cityx", two, 2), "citya", 1);
}

static void test_subjects_are_joined_and_split(void)
{
    static const struct {
        size_t n;
        const char *parts[4];
        const char *subject;
    } rows[] = {
        { 1, { "郑州" }, "郑州" },
        { 2, { "SJ-B", "监理" }, "SJ-B/监理" },
        { 3, { "a/b", "c\\d", "" }, "a\\/b/c\\\\d/" },
        { 2, { "", "" }, "/" },
        { 1, { "" }, "" },
        { 2, { "\\", "/" }, "\\\\/\\/" },
        { 4, { "a\\/", "b", "//", "\\\\" }, "a\\\\\\//b/\\/\\//\\\\\\\\" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *subject = subject_join(&arena, rows[i].parts, rows[i].n);
        check_text(subject, rows[i].subject, i);
        size_t n = 0;
        char **parts = subject_split(&arena, subject, &n);
        check_i64(n, rows[i].n, i);
        for (size_t k = 0; k < n && k < rows[i].n; k++)
            check_text(parts[k], rows[i].parts[k], i);
    }
    size_t n = 0;
    char **parts = subject_split(&arena, "a\\", &n); /* a lone backslash is itself */
    check_i64(n, 1, 0);
    check_text(parts[0], "a\\", 0);
    check_text(subject_join(&arena, NULL, 0), "", 0);
    arena_end(&arena);
}

static void test_texts_are_sorted_bytewise(void)
{
    const char *texts[] = { "b", "郑", "a", "Z", "", "安" };
    static const char *const sorted[] = { "", "Z", "a", "b", "安", "郑" };
    qsort(texts, COUNT(texts), sizeof *texts, text_compare);
    for (size_t i = 0; i < COUNT(texts); i++)
        check_text(texts[i], sorted[i], i);
}

static void test_a_cut_parts_no_character(void)
{
    static const struct {
        const char *text;
        size_t max, fits;
    } rows[] = {
        { "", 0, 0 },     { "abc", 3, 3 },  { "abc", 2, 2 },  { "考核", 6, 6 },
        { "考核", 5, 3 }, { "考核", 3, 3 }, { "考核", 2, 0 }, { "a考", 3, 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_i64(text_fit(rows[i].text, rows[i].max), rows[i].fits, i);
}

static const struct unit_case cases[] = {
    { "a cut parts no character", test_a_cut_parts_no_character },
    { "only strict UTF-8 is UTF-8", test_only_strict_utf8_is_utf8 },
    { "every code point but NUL and surrogates", test_every_code_point },
    { "widths are columns of a terminal", test_widths },
    { "keys are folded", test_keys_are_folded },
    { "names", test_names },
    { "the nearest name is found", test_the_nearest_name },
    { "of two as near the order does not choose",
      test_of_two_as_near_the_order_does_not_choose },
    { "subjects are joined and split", test_subjects_are_joined_and_split },
    { "texts are sorted bytewise", test_texts_are_sorted_bytewise },
};
UNIT_MAIN("text", cases)
