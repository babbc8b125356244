/* SPDX-License-Identifier: Apache-2.0 */
/* rejects_test.c - texts made printable, lists joined and sorted, reasons with arguments.
 */
#include "intake/rejects.h"
#include "unit.h"

#include <string.h>

static void test_texts_are_made_printable(void)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        { "plain", "plain" },
        { "郑州", "郑州" },
        { "a\nb\tc\rd", "a\\nb\\tc\\rd" },
        { "a\x01\x7F", "a\\x01\\x7F" },
        { "\xE9\x83", "\\xE9\\x83" },
        { "\xC2\x85", "\\xC2\\x85" },
        { "", "" },
    };
    struct arena a;
    arena_init(&a, 0);
    struct rejects r = { .arena = &a };
    for (uint32_t i = 0; i < COUNT(rows); i++) {
        rejects_add(&r, 0, 0, i, "c", "why", rows[i].text, strlen(rows[i].text));
        check_text(r.at[i].text, rows[i].shown, i);
    }
    char text[4000];
    for (size_t i = 0; i < sizeof text; i += 3)
        memcpy(text + i, "州", i + 3 <= sizeof text ? 3 : 1);
    rejects_add(&r, 0, 0, 0, "c", "why", text, sizeof text);
    const char *cut = r.at[r.len - 1].text;
    check_true(strlen(cut) <= REJECT_TEXT_MAX && strlen(cut) > REJECT_TEXT_MAX - 10, 0);
    check_text(cut + strlen(cut) - 6, "州…", 0);
    arena_end(&a);
}

static void test_lists_are_one_in_order(void)
{
    struct arena a;
    arena_init(&a, 0);
    struct rejects x = { .arena = &a }, y = { .arena = &a };
    rejects_add(&x, 1, 0, 5, "b", "w", "", 0);
    rejects_add(&x, 0, 1, 2, "b", "w", "", 0);
    rejects_add(&y, 0, 1, 2, "a", "w", "", 0);
    rejects_add(&y, 0, 0, 9, "a", "w", "", 0);
    rejects_join(&x, &y);
    rejects_sort(&x);
    check_i64(x.count, 4, 0);
    static const uint64_t lines[] = { 9, 2, 2, 5 };
    for (uint32_t i = 0; i < 4; i++)
        check_i64(x.at[i].line, lines[i], i);
    check_text(x.at[1].column, "a", 0);
    arena_end(&a);
}

static void test_the_count_goes_on_past_those_kept(void)
{
    struct arena a;
    arena_init(&a, 0);
    struct rejects r = { .arena = &a };
    for (uint64_t i = 0; i < REJECTS_KEPT + 10; i++)
        rejects_add(&r, 0, 0, i, "", "w", "", 0);
    check_i64(r.len, REJECTS_KEPT, 0);
    check_i64(r.count, REJECTS_KEPT + 10, 0);
    arena_end(&a);
}

static void test_reasons_take_their_argument(void)
{
    struct arena a;
    arena_init(&a, 0);
    check_text(rejects_reason(&a, LANG_EN, "no value"), "no value", 0);
    check_text(rejects_reason(&a, LANG_EN, "did you mean \"%s\"?\n郑州"),
               "did you mean \"郑州\"?", 1);
    check_text(rejects_reason(&a, LANG_EN, "plain\nargument"), "plain", 2);
    check_text(rejects_reason(&a, LANG_EN, ""), "", 3);
    arena_end(&a);
}

static const struct unit_case cases[] = {
    { "texts are made printable", test_texts_are_made_printable },
    { "lists are one, in order", test_lists_are_one_in_order },
    { "the count goes on past those kept", test_the_count_goes_on_past_those_kept },
    { "reasons take their argument", test_reasons_take_their_argument },
};
UNIT_MAIN("rejects", cases)
