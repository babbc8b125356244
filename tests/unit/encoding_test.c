/* SPDX-License-Identifier: Apache-2.0 */
/* encoding_test.c - guesses by content, validity, conversion. */
#include "intake/encoding.h"
#include "unit.h"

#include <string.h>

static void test_names(void)
{
    static const struct {
        const char *name, *is;
    } rows[] = {
        { "UTF-8", "UTF-8" },        { "utf8", "UTF-8" },     { "GB18030", "GB18030" },
        { "gbk", "GB18030" },        { "gb2312", "GB18030" }, { "Latin-1", "Latin-1" },
        { "iso-8859-1", "Latin-1" }, { "Big5", NULL },        { "", NULL }
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum encoding e = ENCODING_UNKNOWN;
        check_text(encoding_named(rows[i].name, &e) ? encoding_name(e) : NULL, rows[i].is,
                   i);
    }
}

static const char *guess(const char *s, size_t n, size_t block)
{
    struct encoding_count c = { 0 };
    for (size_t i = 0; i < n; i += block)
        encoding_count_add(&c, s + i, n - i < block ? n - i : block);
    encoding_count_end(&c);
    return encoding_name(encoding_guess(&c));
}

static void test_content_is_guessed_whatever_the_blocks(void)
{
    static const struct {
        const char *text, *is;
    } rows[] = {
        { "plain", "UTF-8" },
        { "", "UTF-8" },
        { "郑州,开封", "UTF-8" },
        { "\xD6\xA3\xD6\xDD,\xBF\xAA\xB7\xE2", "GB18030" },
        { "\x81\x30\x81\x30", "GB18030" },
        { "a\xFF", "UTF-8" },
        { "a\xFF,\xFF", "" },
        { "\xD6\xA3\xD6\xDD\xD6", "" }, /* cut */
        /* one broken in ten is UTF-8 still, two in ten is not */
        { "郑郑郑郑郑郑郑郑郑\xFF", "UTF-8" },
        { "郑郑郑郑郑郑郑郑\xFF\xFF", "" },
        { "caf\xE9, caf\xE9", "" },
        { "\xED\xA0\x80\xF0\x9D\x84\x9E", "" }, /* a surrogate */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t block = 1; block < 9; block++)
            check_text(guess(rows[i].text, strlen(rows[i].text), block), rows[i].is, i);
}

static void test_texts_become_utf8(void)
{
    static const struct {
        enum encoding encoding;
        const char *text, *utf8; /* NULL: not valid */
    } rows[] = {
        { ENCODING_UTF8, "郑州", "郑州" },
        { ENCODING_UTF8, "\xD6\xA3\xD6\xDD", NULL },
        { ENCODING_UTF8, "\xC0\x80", NULL },
        { ENCODING_GB18030, "\xD6\xA3\xD6\xDD", "郑州" },
        { ENCODING_GB18030, "a\xC4|b", "a膢b" },
        { ENCODING_GB18030, "\x81\x39\xEE\x39", "㐀" },
        { ENCODING_GB18030, "\x95\x32\x82\x36", "𠀀" },
        { ENCODING_GB18030, "\xD6", NULL },
        { ENCODING_GB18030, "\xFF\xFF", NULL },
        { ENCODING_LATIN1, "caf\xE9", "café" },
        { ENCODING_LATIN1, "\xA3\x31", "£1" },
    };
    struct converter c = { 0 };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[64] = "";
        size_t n = strlen(rows[i].text);
        bool is_valid = encoding_is_valid(rows[i].encoding, rows[i].text, n);
        size_t len = is_valid ? converter_utf8(&c, rows[i].encoding, out, rows[i].text, n)
                              : SIZE_MAX;
        if (len != SIZE_MAX)
            out[len] = '\0';
        check_text(len != SIZE_MAX ? out : NULL, rows[i].utf8, i);
    }
    converter_end(&c);
    static const enum encoding all[] = { ENCODING_UTF8, ENCODING_GB18030, ENCODING_LATIN1 };
    for (size_t i = 0; i < COUNT(all); i++)
        check_true(!encoding_is_valid(all[i], "a\0b", 3), i);
}

static const struct unit_case cases[] = {
    { "names", test_names },
    { "content is guessed whatever the blocks",
      test_content_is_guessed_whatever_the_blocks },
    { "texts become UTF-8", test_texts_become_utf8 },
};
UNIT_MAIN("encoding", cases)
