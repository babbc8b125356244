/* SPDX-License-Identifier: Apache-2.0 */
/* report_text_test.c - the text report: both languages, alignment, colour, long levels. */
#include "base/text.h"
#include "report/report_grid.h"
#include "reported.h"
#include "unit.h"

#include <stdlib.h>

static char *terminal(const struct reported *t, int width, bool colour)
{
    static struct buf b;
    kh_err e = { 0 };
    buf_end(&b);
    buf_init(&b, (size_t)1 << 26);
    check_i64(report_terminal(t->report, &b, width, colour, &e), KH_OK, 0);
    check_text(e.text, "", 0);
    return b.at;
}

/* Lines that the terminal shows, in this order. */
static void check_lines(const char *text, const char *const *lines, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *found = strstr(text, lines[i]);
        check_true(found, i);
        if (!found)
            check_text(text, lines[i], i);
        text = found ? found : text;
    }
}

static void test_the_terminal_report_in_english(void)
{
    static const char *const lines[] = {
        "河南通信服务质量考核  2011-04\n",
        "\nSummary\n",
        "  domain         window   state   level  best                worst\n"
        "  Customer care  2011-04  scored  city   郑州,\"<b>&'  88.00  洛阳  [31m  0.00\n"
        "  Works          2011-04  failed\n",
        "  domain         green  red  vetoes  tickets  orders  not delivered  rejects\n"
        "  Customer care      1    1       1  3000.00       1              1        2\n",
        "  Cities\n",
        "    group  rank  subject              score  grade  score before  rank before  "
        "change\n"
        "    一类      1  郑州,\"<b>&'          88.00  good          85.00            2  "
        "↑1\n"
        "    二类      -  洛阳  [31m   not delivered\n",
        "Customer care (care)\n",
        "  window           2011-04-01 to 2011-04-30\n"
        "  plugin           customer 1.0\n"
        "  scheme           2011-01\n",
        "    level     subjects  best                worst             not delivered\n"
        "    city             2  郑州,\"<b>&'  88.00  洛阳  [31m  0.00              1\n"
        "    district         1  金水         91.50\n",
        "    city · grade: good 1\n"
        "    city · plate: green 1, red 1\n"
        "    kind    level  subject        effect  reason\n"
        "    veto    city   洛阳  [31m  plate red  count.V1\n"
        "    ticket  city   洛阳  [31m    3000.00  over the cap: 500.00\n",
        "    surveys  city   洛阳  [31m\n",
        "    subject     node     opened in  score  threshold   full  owner  due         "
        "state\n"
        "    洛阳  [31m  Hotline  2011-04     0.00      48.00  60.00  李工   2011-05-31  "
        "open\n",
        "    calls      12                      3         1         2  data/calls.csv\n"
        "    surveys     0                                             not delivered\n",
        "等待,时长  not a number",
        "     9             no such unit in the organisation file; did you mean \"郑州\n",
        "  This domain failed and is not scored:\n"
        "    died by signal 11 <at> row 7\n",
        "Customer care · city\n",
        "  洛阳  [31m  luoyang  0.00 / 100.00  not delivered  plate red\n"
        "    veto: plate red (count.V1)\n",
        "    B Satisfaction          40.00   40.00                not applicable, few "
        "samples\n",
        "      ~cap Cap                                          -3.00  capped\n",
        "      Hotline  queue, too \"long\"    170   -4.25\n",
    };
    struct reported t;
    reported_open(&t, LANG_EN, 0, 0);
    check_lines(terminal(&t, 100, false), lines, COUNT(lines));
    reported_close(&t);
}

static void test_the_terminal_report_in_chinese(void)
{
    static const char *const lines[] = {
        "\n摘要\n",
        "考核周期",
        "  客户服务  2011-04   已评分",
        "\n榜单\n",
        "  地市榜\n",
        "名次  被考核对象",
        "-  洛阳  [31m   未报送\n",
        "客户服务 (care)\n",
        "  考核办法         2011-01\n",
        "    地市 · 等级: 良好 1\n",
        "    地市 · 挂牌: 绿牌 1, 红牌 1\n",
        "    一票否决  地市  洛阳  [31m  挂牌 红牌  count.V1\n",
        "    罚单      地市  洛阳  [31m    3000.00  超出上限： 500.00\n",
        "  整改单\n",
        "客户服务 · 地市\n",
    };
    struct reported t;
    setenv("LC_ALL", "C", 1);
    lang_init(TEST_BINARY);
    reported_open(&t, LANG_ZH, 0, 0);
    check_lines(terminal(&t, 100, false), lines, COUNT(lines));
    reported_close(&t);
}

static void test_lines_fit_and_hold_no_control_characters(void)
{
    static const int widths[] = { 80, 100, 160 };
    for (int lang = LANG_EN; lang <= LANG_ZH; lang++)
        for (size_t i = 0; i < COUNT(widths); i++) {
            struct reported t;
            reported_open(&t, (enum lang)lang, 18, 8);
            char *text = terminal(&t, widths[i], false);
            for (char *line = text, *end; (end = strchr(line, '\n')) != NULL;
                 line = end + 1) {
                *end = 0;
                if (text_width(line) > widths[i] || strchr(line, '\033') ||
                    (end > line && end[-1] == ' '))
                    check_text(line, "a line that fits", i);
            }
            reported_close(&t);
        }
}

static void test_colour_only_when_asked(void)
{
    struct reported t;
    reported_open(&t, LANG_EN, 0, 0);
    check_true(!strchr(terminal(&t, 100, false), '\033'), 0);
    const char *text = terminal(&t, 100, true);
    check_true(strstr(text, "\033[31mplate red\033[0m"), 0);
    check_true(strstr(text, "\033[32mplate green\033[0m"), 0);
    check_true(strstr(text, "洛阳  [31m"), 0); /* the name's own escape is gone */
    reported_close(&t);
}

static void test_a_level_of_thousands_is_cut_and_says_so(void)
{
    struct reported t;
    reported_open(&t, LANG_EN, 18, 100);
    reported_write(&t, "long");
    size_t n = 0;
    const char *text = reported_file("long", "report.txt", &n);
    check_true(strstr(text, "  40 of 1800 subjects are shown: both ends of the ranking and "
                            "those with trouble; all stand in scores.csv.\n"),
               0);
    check_true(n < 200000, 0);
    check_true(strstr(terminal(&t, 100, false), "驻马店"), 0);
    reported_close(&t);
}

static void test_grids(void)
{
    static const struct {
        int width;
        const char *text;
    } rows[] = {
        { 40, "name               n  more\n"
              "郑州金水区花园路   1  x\n"
              "ab                22  y\n" },
        { 23, "name               n\n"
              "郑州金水区花园路   1\n"
              "ab                22\n" },
        { 16, "name           n\n"
              "郑州金水区…    1\n"
              "ab            22\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena a;
        struct buf out;
        struct grid g;
        arena_init(&a, 0);
        buf_init(&out, 1 << 16);
        grid_init(&g, &a);
        grid_column(&g, "name", GRID_LEFT);
        grid_column(&g, "n", GRID_RIGHT);
        grid_column(&g, "void", GRID_LEFT); /* without any text: left out */
        grid_column(&g, "more", GRID_LEFT | GRID_OPTIONAL);
        static const char *const cells[] = {
            "郑州金水区花园路", "1", "", "x", "ab", "22", "", "y"
        };
        for (size_t k = 0; k < COUNT(cells); k++)
            grid_cell(&g, cells[k], PAINT_NONE);
        grid_print(&g, &out, 0, rows[i].width, false);
        check_text(out.at, rows[i].text, i);
        buf_end(&out);
        arena_end(&a);
    }
}

static const struct unit_case cases[] = {
    { "the terminal report in English", test_the_terminal_report_in_english },
    { "the terminal report in Chinese", test_the_terminal_report_in_chinese },
    { "lines fit and hold no control characters",
      test_lines_fit_and_hold_no_control_characters },
    { "colour only when asked", test_colour_only_when_asked },
    { "a level of thousands is cut and says so",
      test_a_level_of_thousands_is_cut_and_says_so },
    { "grids", test_grids },
};
UNIT_MAIN("report_text", cases)
