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
        "  group  rank   city    score  Customer care   Works  Network quality*  grade\n",
        "  A       1 ↑1  洛阳    97.16          97.16  failed             71.25 "
        " "
        "good\n",
        "  A       3 ↓2  开封    88.43          88.43  failed               n/a "
        " "
        "good\n",
        "  B       1 ↑1  平顶山",
        "  Works failed and has no result.\n"
        "  * Network quality: carried from 2010-12 (window 2010-07-01 to 2010-12-31)\n"
        "  Policy: a domain without a result counts as 0.\n",
        "\nSummary\n",
        "  Customer care    2011-04          scored   city   洛阳",
        "  Network quality  2010-07–2010-12  carried  city   郑州",
        "  domain         green  yellow  red  newly red  vetoes  tickets  awards  not "
        "delivered  "
        "rejects\n",
        "  Contractors        1       1    1          1       1  3500.50       1\n",
        "  newly red (Contractors): 豫通/施工/开封\n",
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
        "\nContractors · city\n",
        "    plate: 2010-12 yellow, 2011-04 red (yellow again), exit\n",
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
        "-     洛阳    暂不计分     97.16      故障      71.25\n",
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

/* Every link leads to exactly one place of the page; the number of links. */
static size_t check_links(const char *html)
{
    size_t n = 0;
    for (const char *p = html; (p = strstr(p, "href=\"#")) != NULL; n++) {
        char id[64];
        size_t found = 0;
        p += strlen("href=\"#");
        int len = snprintf(id, sizeof id, " id=\"%.*s\"", (int)strcspn(p, "\""), p);
        for (const char *at = html; (at = strstr(at, id)) != NULL; at += len)
            found++;
        if (found != 1)
            check_text(id, found ? "one place" : "a place", n);
    }
    return n;
}

static void test_html_leads_from_the_board_to_the_reason(void)
{
    static const char *const lines[] = {
        "<h2 id=\"composite\">Composite of the cities</h2>",
        "<a href=\"#d2\">Works</a></th>",
        "<sup>*</sup></th>",
        "<a href=\"#s0-2\"><bdi>洛阳</bdi></a>",
        "<a href=\"#s0-2-1\">97.16</a>",
        "<h2 id=\"summary\">",
        "newly red</span> Contractors · 豫通/施工/开封",
        "<h2 id=\"boards\">",
        "<h2 id=\"d1\">Customer care",
        "carried from 2010-12 (window 2010-07-01 to 2010-12-31)",
        "<h2 id=\"s0\">Each unit · city",
        "<h3 id=\"s0-0\"><bdi>郑州</bdi>",
        "group A · rank 2</span>",
        "<a href=\"#s0-0-1\">Customer care</a>",
        "<details open id=\"s0-0-1\">",
        "<details open id=\"s0-0-2\">",
        "dropped</td>",
        "first prize",
        "<span class=\"chip yellow\">yellow</span>",
        "<span class=\"chip red\">red</span> <span class=\"s\">yellow again</span>",
    };
    struct reported t;
    reported_whole(&t, LANG_EN, 6, false);
    reported_write(&t, "links");
    const char *html = reported_file("links", "report.html", NULL);
    check_lines(html, lines, COUNT(lines));
    check_true(check_links(html) > 60, 0);
    reported_close(&t);
}

/* Broken and unusual runs; every page is written, fits, and its links lead somewhere. */
static void break_nothing(struct made *m)
{
    (void)m;
}
static void without_board(struct made *m)
{
    m->run.n_ranks /= 2; /* those of the composite come second */
}
static void composite_at_fault(struct made *m)
{
    m->run.domains[1].fault = "no unit of the level 'city'";
    m->run.domains[1].n_rows = 0;
    without_board(m);
}
static void nothing_to_carry(struct made *m)
{
    m->run.domains[3].n_rows = m->run.domains[3].n_reasons = 0;
    for (uint32_t i = 3; i < m->run.domains[1].n_rows; i += 4) {
        m->run.domains[1].rows[i].state = "missing";
        m->run.domains[1].rows[i].flags = "no_result";
    }
}
static void composite_alone(struct made *m)
{
    m->run.domains++;
    m->run.n_domains = 1;
}
static void many_domains(struct made *m) /* more than a table has columns */
{
    struct scored_domain *d = &m->run.domains[1];
    struct scored_row *rows = arena_array(&m->arena, (size_t)d->n_rows * 11, sizeof *rows);
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n_rows; i++) {
        rows[n++] = d->rows[i];
        for (int k = 0; i % 4 == 3 && k < 20; k++) {
            rows[n] = d->rows[i - 2];
            rows[n++].node = arena_printf(&m->arena, "more%02d", k);
        }
    }
    d->rows = rows;
    d->n_rows = n;
}
static void hostile_names(struct made *m)
{
    struct scored_domain *d = &m->run.domains[1];
    for (uint32_t i = 0; i < d->n_rows; i++) {
        d->rows[i].subject_name = "\n\x1b[31m<b>\"&'\xe2\x80\xae名";
        d->rows[i].node_name = (struct conf_name){ "<i>\n", "<i>\n" };
    }
}

static void test_broken_and_unusual_runs(void)
{
    static const struct {
        void (*change)(struct made *m);
        const char *opening, *line;
    } rows[] = {
        { break_nothing, "\nComposite of the cities\n",
          "  Works failed and has no result.\n" },
        { without_board, "\nComposite\n", "  -     安阳    89.46 " },
        { composite_at_fault, "\nComposite\n", "    no unit of the level 'city'\n" },
        { nothing_to_carry, "\nComposite of the cities\n",
          "  Network quality has no result for its last window.\n" },
        { composite_alone, "\nComposite of the cities\n",
          "  Works has no result for its last window.\n" },
        { many_domains, "\nComposite of the cities\n",
          " more domains stand in report.html)\n" },
        { hostile_names, "\nComposite of the cities\n", "97.16" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reported t = { .store = NULL };
        made_whole(&t.made, "2011-04", 6, false);
        rows[i].change(&t.made);
        reported_load(&t, LANG_EN);
        char *text = terminal(&t, 100);
        const char *heading = strstr(text, "\n\n");
        check_true(
            heading && !strncmp(heading + 1, rows[i].opening, strlen(rows[i].opening)), i);
        check_true(strstr(text, rows[i].line), i);
        check_true(i != 3 || (!strstr(text, "carried from") &&
                              strstr(text, "2010-07–2010-12  no result\n")),
                   i);
        check_fits(text, 100);
        reported_write(&t, "broken");
        const char *html = reported_file("broken", "report.html", NULL);
        check_links(html);
        check_true(!strstr(html, "<i>") && !strstr(html, "<b>\"") && !strchr(html, 27), i);
        reported_close(&t);
    }
}

/* Members of run.json, as they stand in it. */
static void test_json_and_csv_tell_what_is_carried(void)
{
    static const struct {
        const char *file, *text;
    } rows[] = {
        { "run.json", "\"from\": \"2010-07-01\", \"to\": \"2010-12-31\", \"carried\": 1, "
                      "\"missing\": 0, " },
        { "run.json", "{\"domain\": \"composite\", \"name\": \"Composite\"" },
        { "run.json", "\"subject\": \"豫通/SG/c001\", \"own\": \"yellow\", \"plate\": "
                      "\"red\", \"cause\": \"run\", \"access\": \"exit\"}" },
        { "scores.csv", "\n2011-04,network,city,c000,郑州,total,Total,total,,ok,,,,,71.25,"
                        "100.00,,,,carried:2010-12\n" },
        { "scores.csv", "\n2011-04,composite,city,c000,郑州,works,Works,leaf,,missing," },
        { "ranking.csv", "\n2011-04,whole,A,c002,洛阳,97.16,1,good,81.20,2\n" },
    };
    struct reported t;
    reported_whole(&t, LANG_EN, 6, false);
    reported_write(&t, "files");
    for (size_t i = 0; i < COUNT(rows); i++)
        if (!strstr(reported_file("files", rows[i].file, NULL), rows[i].text))
            check_text(rows[i].file, rows[i].text, i);
    reported_close(&t);
}

/* The first sheet of the workbook is the composite's board; its bytes are stable. */
static void test_the_workbook_opens_with_the_composite(void)
{
    static char copy[1 << 20];
    size_t n = 0, again = 0;
    struct reported t;
    reported_whole(&t, LANG_EN, 6, false);
    reported_write(&t, "book");
    const char *bytes = reported_file("book", "report.xlsx", &n);
    check_true(n < sizeof copy, 0);
    memcpy(copy, bytes, n < sizeof copy ? n : 0);
    setenv("TZ", "Asia/Shanghai", 1);
    reported_write(&t, "again");
    bytes = reported_file("again", "report.xlsx", &again);
    check_true(n == again && !memcmp(copy, bytes, n), 0);
    unsetenv("TZ");
    reported_close(&t);
}

static const struct unit_case cases[] = {
    { "it opens with the composite", test_it_opens_with_the_composite },
    { "a held composite has no scores and says so",
      test_a_held_composite_has_no_scores_and_says_so },
    { "lines fit", test_lines_fit },
    { "broken and unusual runs", test_broken_and_unusual_runs },
    { "JSON and CSV tell what is carried", test_json_and_csv_tell_what_is_carried },
    { "the workbook opens with the composite", test_the_workbook_opens_with_the_composite },
    { "HTML leads from the board to the reason",
      test_html_leads_from_the_board_to_the_reason },
};
UNIT_MAIN("report_whole", cases)
