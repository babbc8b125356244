/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_test.c - report.html: escaped, well formed, without anything from outside. */
#include "reported.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

static void test_everything_is_escaped(void)
{
    static const struct {
        const char *text;
        bool is_there;
    } rows[] = {
        { "郑州,&quot;&lt;b&gt;&amp;&#39;", true },
        { "<b>&", false },
        { "died by signal 11 &lt;at&gt; row 7", true },
        { "\x1b", false },
        { "queue, too &quot;long&quot;", true },
        { "<script", false },
        { "http://", false },
        { "https://", false },
        { "url(", false },
        { "@import", false },
        { "default-src 'none'", true },
        { "content=\"2011-04-30\"", true },
        { "/somewhere", false },
        { "<html lang=\"en\">", true },
        { "style=\"--w:60.00;--c:55.00\"", true }, /* a bar's length, as printed */
        { "class=\"bar minus\" style=\"--w:3.00\"", true },
        { "href=\"#s0-1\"", true },
        { "id=\"s0-1\"", true },
    };
    struct reported t;
    reported_open(&t, LANG_EN, 0, 0);
    reported_write(&t, "escape");
    const char *html = reported_file("escape", "report.html", NULL);
    for (size_t i = 0; i < COUNT(rows); i++)
        check_i64(strstr(html, rows[i].text) != NULL, rows[i].is_there, i);
    reported_close(&t);
}

/* Every element is closed by its own name, in order. */
static void check_tags(const char *html)
{
    static const char *const alone[] = { "!DOCTYPE", "meta", "br" };
    enum { DEPTH = 64 };
    char open[DEPTH][16];
    size_t depth = 0, n = 0;
    for (const char *p = strchr(html, '<'); p; p = strchr(p + 1, '<'), n++) {
        char name[16];
        bool end = p[1] == '/';
        size_t len = strcspn(p + 1 + end, " >\n");
        snprintf(name, sizeof name, "%.*s", (int)len, p + 1 + end);
        bool is_alone = false;
        for (size_t i = 0; i < COUNT(alone); i++)
            is_alone = is_alone || !strcmp(alone[i], name);
        if (is_alone)
            continue;
        if (!end && depth < DEPTH) {
            memcpy(open[depth++], name, sizeof name);
        } else if (!end || !depth || strcmp(open[--depth], name) != 0) {
            check_text(name, depth < DEPTH ? open[depth] : "(too deep)", n);
            return;
        }
    }
    check_i64(depth, 0, n);
    check_true(n > 100, 0);
}

static void test_tags_are_balanced(void)
{
    for (int lang = LANG_EN; lang <= LANG_ZH; lang++)
        for (uint32_t cities = 0; cities <= 18; cities += 18) {
            struct reported t;
            reported_open(&t, (enum lang)lang, cities, 5);
            reported_write(&t, "tags");
            check_tags(reported_file("tags", "report.html", NULL));
            reported_close(&t);
        }
}

static void test_its_size_is_bounded(void)
{
    struct reported t;
    size_t n = 0;
    reported_open(&t, LANG_EN, 18, 100);
    reported_write(&t, "size");
    const char *html = reported_file("size", "report.html", &n);
    check_true(strstr(html, "40 of 1800 subjects are shown"), 0);
    check_true(n < 400000, 0);
    reported_close(&t);
}

static void test_words_are_in_the_language_of_the_report(void)
{
    static const char *const words[] = {
        "<html lang=\"zh-CN\">",
        "考核周期",
        "榜单",
        "被考核对象",
        "名次",
        "等级",
        "挂牌",
        "红牌",
        "未报送",
        "一票否决",
        "整改单",
        "拒收",
    };
    static const char *const english[] = { ">rank<", ">not delivered<", ">Boards<",
                                           ">contribution<" };
    struct reported t;
    setenv("LC_ALL", "C", 1);
    lang_init(TEST_BINARY);
    reported_open(&t, LANG_ZH, 0, 0);
    reported_write(&t, "zh");
    const char *html = reported_file("zh", "report.html", NULL);
    for (size_t i = 0; i < COUNT(words); i++)
        check_true(strstr(html, words[i]), i);
    for (size_t i = 0; i < COUNT(english); i++)
        check_true(!strstr(html, english[i]), i);
    reported_close(&t);
}

static const struct unit_case cases[] = {
    { "everything is escaped", test_everything_is_escaped },
    { "tags are balanced", test_tags_are_balanced },
    { "its size is bounded", test_its_size_is_bounded },
    { "words are in the language of the report",
      test_words_are_in_the_language_of_the_report },
};
UNIT_MAIN("report_html", cases)
