/* SPDX-License-Identifier: Apache-2.0 */
/* lang_test.c - two languages at once, under any locale of the user, without a zh_CN one.
 */
#include "base/buf.h"
#include "base/lang.h"
#include "base/log.h"
#include "base/path.h"
#include "base/wire.h"
#include "unit.h"

#include <stdlib.h>

/* A catalogue in the format of msgfmt: a head, two tables of length and offset, texts. */
static void write_catalogue(const char *folder)
{
    static const char *const pairs[][2] = {
        { "", "Content-Type: text/plain; charset=UTF-8\n" },
        { "grade", "等级" },
        { "rank", "名次" },
    };
    enum { N = COUNT(pairs), HEAD = 28 };
    struct buf mo, texts;
    buf_init(&mo, 4096);
    buf_init(&texts, 4096);
    const uint32_t head[] = { 0x950412de, 0, N, HEAD, HEAD + 8 * N, 0, 0 };
    for (size_t i = 0; i < COUNT(head); i++)
        wire_put_u32(&mo, head[i]);
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < N; i++) {
            wire_put_u32(&mo, (uint32_t)strlen(pairs[i][side]));
            wire_put_u32(&mo, (uint32_t)(HEAD + 16 * N + texts.len));
            buf_add(&texts, pairs[i][side], strlen(pairs[i][side]) + 1);
        }
    buf_add(&mo, texts.at, texts.len);
    struct arena a;
    arena_init(&a, 0);
    char *dir = path_join(&a, folder, "locale/zh_CN/LC_MESSAGES");
    kh_err e = { 0 };
    check_i64(path_make_folder(dir, &e), KH_OK, 0);
    FILE *f = fopen(path_join(&a, dir, "kaohe.mo"), "wb");
    check_true(f && fwrite(mo.at, 1, mo.len, f) == mo.len && !fclose(f), 0);
    arena_end(&a);
    buf_end(&mo);
    buf_end(&texts);
}

static void test_the_locale_chooses_the_language(void)
{
    static const struct {
        const char *all, *category, *lang;
        enum lang messages;
    } rows[] = {
        { NULL, NULL, NULL, LANG_EN },        { "C", NULL, "zh_CN.UTF-8", LANG_EN },
        { "", "", "zh_CN.UTF-8", LANG_ZH },   { NULL, "zh_CN.GB18030", "C", LANG_ZH },
        { "zh_CN.UTF-8", "C", "C", LANG_ZH }, { "zh", NULL, NULL, LANG_ZH },
        { "POSIX", NULL, NULL, LANG_EN },     { "de_DE.UTF-8", NULL, NULL, LANG_EN },
        { "C.UTF-8", NULL, NULL, LANG_EN },
    };
    write_catalogue(unit_folder());
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *const values[] = { rows[i].all, rows[i].category, rows[i].lang };
        static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
        for (size_t k = 0; k < COUNT(names); k++)
            if (values[k])
                setenv(names[k], values[k], 1);
            else
                unsetenv(names[k]);
        setenv("LANGUAGE", "de", 1); /* plays no part */
        lang_init(unit_folder());
        bool zh = rows[i].messages == LANG_ZH;
        check_i64(lang_messages(), rows[i].messages, i);
        check_text(_("grade"), zh ? "等级" : "grade", i);
        check_text(lang_text(LANG_ZH, "grade"), "等级", i);
        check_text(lang_text(LANG_EN, "grade"), "grade", i);
        check_text(lang_text(LANG_ZH, "not in the catalogue"), "not in the catalogue", i);
        check_text(lang_text(LANG_ZH, ""), "", i);
        check_text(_("rank"), zh ? "名次" : "rank", i); /* and back again */
        check_text(lang_text(LANG_ZH, "rank"), "名次", i);
    }
}

static void test_without_a_catalogue_texts_are_english(void)
{
    setenv("LC_ALL", "zh_CN.UTF-8", 1);
    lang_init("/nonexistent");
    check_text(_("no such msgid"), "no such msgid", 0);
    lang_init(NULL);
    check_text(_("no such msgid"), "no such msgid", 1);
}

static void test_numbers_stay_as_in_c(void)
{
    setenv("LC_ALL", "de_DE.UTF-8", 1);
    lang_init(unit_folder());
    char text[16];
    snprintf(text, sizeof text, "%.1f", 1.5);
    check_text(text, "1.5", 0);
}

static void test_languages_have_names(void)
{
    enum lang lang = LANG_EN;
    check_true(lang_named("zh", &lang) && lang == LANG_ZH, 0);
    check_true(lang_named("en", &lang) && lang == LANG_EN, 1);
    check_true(!lang_named("zh_CN", &lang) && !lang_named("", &lang), 2);
    check_text(lang_name(LANG_ZH), "zh", 3);
    check_text(lang_name(LANG_EN), "en", 4);
}

static const struct unit_case cases[] = {
    { "the locale chooses the language", test_the_locale_chooses_the_language },
    { "without a catalogue texts are English", test_without_a_catalogue_texts_are_english },
    { "numbers stay as in C", test_numbers_stay_as_in_c },
    { "languages have names", test_languages_have_names },
};
UNIT_MAIN("lang", cases)
