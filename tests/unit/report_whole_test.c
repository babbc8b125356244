/* SPDX-License-Identifier: Apache-2.0 */
/* report_whole_test.c - the unified report: composite first, a section per unit, carried
 * and faulty domains beside scored ones. */
#include "base/text.h"
#include "reported.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

static char *terminal(const struct reported *t, int width)
{
    static struct buf b;
    kh_err e = { 0 };
    buf_end(&b);
    buf_init(&b, (size_t)1 << 26);
    check_i64(report_terminal(t->report, &b, width, false, &e), KH_OK, 0);
    return b.at;
}

/* Lines that stand in this order. */
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

static void test_it_opens_with_the_composite(void)
{
    static const char *const lines[] = {
        "河南通信服务质量考核  2011-04\n",
        "\nComposite of the cities\n",
        "  group  rank  change  city    composite  Customer care   Works  Network quality* "
        " "
        "grade\n",
        "  A         1  ↑1      洛阳        97.16          97.16  failed             71.25 "
        " "
        "good\n",
        "  A         3  ↓2      开封        88.43          88.43  failed               n/a "
        " "
        "good\n",
        "  B         1  ↑1      平顶山",
        "  Works failed and has no result.\n"
        "  * Network quality: carried from 2010-12 (window 2010-07-01 to 2010-12-31)\n"
        "  Policy: a domain without a result counts as 0.\n",
        "\nSummary\n",
        "  Customer care    2011-04             scored   city   洛阳",
        "  Network quality  2010-07 to 2010-12  carried  city   郑州",
        "  domain           green  yellow  red  vetoes  tickets  awards  not delivered  "
        "rejects\n",
        "  Contractors          1       1    1       1  3500.50       1\n",
        "\nBoards\n",
        "  Cities\n",
        "\nNetwork quality (network) · carried from 2010-12 (window 2010-07-01 to "
        "2010-12-31)\n",
        "    award   firm   华讯/施工       first prize",
        "\nEach unit · city\n",
        "  郑州  c000\n",
        "    Composite  89.84 / 100.00",
        "    care Customer care       89.84",
        "    Customer care  89.84 / 100.00  good  plate green\n",
        "    Network quality  71.25 / 100.00  carried from 2010-12 (window 2010-07-01 to "
        "2010-12-31)\n",
        "      Dropped calls  dropped      9  -28.75\n",
        "  开封  c001\n",
        "\nContractors · firm\n",
        "  豫通/施工  豫通/SG  70.25 / 100.00\n",
    };
    struct reported t;
    reported_whole(&t, LANG_EN, 6, false);
    reported_write(&t, "whole");
    check_lines(reported_file("whole", "report.txt", NULL), lines, COUNT(lines));
    reported_close(&t);
}

static void test_a_held_composite_has_no_scores_and_says_so(void)
{
    static const char *const lines[] = {
        "\n全省综合考核榜\n",
        "  A        -  洛阳    暂不计分     97.16      故障      71.25\n",
        "  工程服务发生故障，无结果。\n",
        "  * 网络质量：沿用 2010-12 期结果（考核周期 2010-07-01 至 2010-12-31）\n",
        "考核口径：",
        "\n摘要\n",
    };
    struct reported t;
    setenv("LC_ALL", "C", 1);
    lang_init(TEST_BINARY);
    reported_whole(&t, LANG_ZH, 6, true);
    check_lines(terminal(&t, 100), lines, COUNT(lines));
    reported_close(&t);
}

static void check_fits(char *text, int width)
{
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = 0;
        if (text_width(line) > width || (end > line && end[-1] == ' '))
            check_text(line, "a line that fits", (size_t)width);
    }
}

static void test_lines_fit(void)
{
    static const int widths[] = { 80, 100, 120 };
    for (int lang = LANG_EN; lang <= LANG_ZH; lang++)
        for (size_t i = 0; i < COUNT(widths); i++)
            for (int held = 0; held < 2; held++) {
                struct reported t;
                setenv("LC_ALL", "C", 1);
                lang_init(TEST_BINARY);
                reported_whole(&t, (enum lang)lang, 18, held);
                check_fits(terminal(&t, widths[i]), widths[i]);
                reported_close(&t);
            }
}

static const struct unit_case cases[] = {
    { "it opens with the composite", test_it_opens_with_the_composite },
    { "a held composite has no scores and says so",
      test_a_held_composite_has_no_scores_and_says_so },
    { "lines fit", test_lines_fit },
};
UNIT_MAIN("report_whole", cases)
