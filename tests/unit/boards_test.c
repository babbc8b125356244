/* SPDX-License-Identifier: Apache-2.0 */
/* boards_test.c - ranks, ties, groups, grades and quotas. */
#include "score_kit.h"

static struct kit kit;

static const char measures[] = "a dec2 up\nb dec2 up\nv i64\ncharged dec2 sum\n";
static const char domain[] = "subject = ( \"kind\", \"u\" ); levels = ( { id = \"u\"; of = "
                             "( \"kind\", \"u\" ); } );\n"
                             "tickets = { charged = \"charged\"; };\n"
                             "vetoes = ( { id = \"V\"; indicator = \"v\"; actions = ( { "
                             "grade = \"pass\"; } ); } );\n"
                             "scheme = ( { from = \"2011-01\"; nodes = (\n"
                             " { id = \"a\"; weight = 50; full = 100; indicator = \"a\"; "
                             "points = { kind = \"value\"; }; },\n"
                             " { id = \"b\"; weight = 50; full = 100; indicator = \"b\"; "
                             "points = { kind = \"value\"; }; } ); "
                             "} );";

#define GRADES                                                                            \
    "grades = ( { id = \"excellent\"; from = 95; quota = 0.05; }, { id = \"good\"; from " \
    "= 90; }, "                                                                           \
    "{ id = \"pass\"; from = 80; }, { id = \"fail\"; } );"

static bool run(const char *board, const char *results)
{
    char kaohe[2048];
    snprintf(kaohe, sizeof kaohe,
             "boards = ( { id = \"t\"; domain = \"d\"; level = \"u\"; %s } );", board);
    kit_load(&kit, kaohe, NULL, domain);
    kit_measures(&kit, measures);
    if (!kit_scheme(&kit)) {
        fprintf(stderr, "%s\n", findings_text(&kit.f));
        return false;
    }
    kit_results(&kit, results);
    return kit_score(&kit);
}

/* "group rank subject score grade", a line each. */
static const char *ranking(void)
{
    static char text[1 << 16];
    size_t n = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < kit.run.n_ranks; i++) {
        const struct scored_rank *r = &kit.run.ranks[i];
        n +=
            (size_t)snprintf(text + n, sizeof text - n, "%s%s%s%u %s %s%s%s", n ? ", " : "",
                             r->group, *r->group ? ":" : "", r->rank, r->subject,
                             r->score.p ? r->score.p : "-", *r->grade ? " " : "", r->grade);
    }
    return text;
}

static const char five[] =
    "k/p a 90\nk/p b 80\nk/q a 80\nk/q b 90\nk/r a 70\nk/r b 70\n"
    "l/s a 99\nl/s b 99\nl/t a none\nl/t b none\nl/x a 70\nl/x b missing\n";

static void test_ties_and_groups(void)
{
    static const struct {
        const char *board, *ranking;
    } rows[] = {
        { "", "1 l/s 99.00, 2 k/p 85.00, 2 k/q 85.00, 4 k/r 70.00, 5 l/x 35.00, 0 l/t -" },
        { "ties = \"dense\";",
          "1 l/s 99.00, 2 k/p 85.00, 2 k/q 85.00, 3 k/r 70.00, 4 l/x 35.00, 0 l/t -" },
        { "then = ( \"b\" );",
          "1 l/s 99.00, 2 k/q 85.00, 3 k/p 85.00, 4 k/r 70.00, 5 l/x 35.00, 0 l/t -" },
        { "then = ( \"name\" );",
          "1 l/s 99.00, 2 k/p 85.00, 3 k/q 85.00, 4 k/r 70.00, 5 l/x 35.00, 0 l/t -" },
        { "group = \"kind\";", "k:1 k/p 85.00, k:1 k/q 85.00, k:3 k/r 70.00, l:1 l/s "
                               "99.00, l:2 l/x 35.00, l:0 l/t -" },
        { "node = \"a\";",
          "1 l/s 99.00, 2 k/p 90.00, 3 k/q 80.00, 4 k/r 70.00, 4 l/x 70.00, 0 l/t -" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(rows[i].board, five), i);
        check_text(ranking(), rows[i].ranking, i);
    }
}

/* domain.md 10.5 O4: fewer vetoes, then less money, then the heavier leaf. */
static void test_tie_breakers(void)
{
    static const struct {
        const char *then, *results, *ranking;
    } rows[] = {
        { "\"vetoes\", \"tickets\", \"a\"", "k/p v 1\nk/q charged 5\n",
          "1 k/r 85.00, 2 k/q 85.00, 3 k/p 85.00" },
        { "\"tickets\", \"vetoes\"", "k/p v 1\nk/q charged 5\n",
          "1 k/r 85.00, 2 k/p 85.00, 3 k/q 85.00" },
        { "\"tickets\"", "k/p charged 100\nk/q charged 20\n",
          "1 k/r 85.00, 2 k/q 85.00, 3 k/p 85.00" },
        { "\"vetoes\"", "k/p v 1\n", "1 k/q 85.00, 1 k/r 85.00, 3 k/p 85.00" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char board[256], results[512];
        snprintf(board, sizeof board, "then = ( %s );", rows[i].then);
        snprintf(results, sizeof results,
                 "k/p a 85\nk/p b 85\nk/q a 85\nk/q b 85\nk/r a 85\nk/r b 85\n%s",
                 rows[i].results);
        check_true(run(board, results), i);
        check_text(ranking(), rows[i].ranking, i);
    }
}

/* ---- Grades ---------------------------------------------------------------------- */

static uint32_t graded(const char *grade)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < kit.run.n_ranks; i++)
        n += !strcmp(kit.run.ranks[i].grade, grade);
    return n;
}

/* `n` units: the first `top` have distinct scores from 95 up, the next `tied` have 95
 * exactly, the rest 80 or, for every tenth, nothing. */
static const char *halls(uint32_t n, uint32_t top, uint32_t tied)
{
    static char text[1 << 16];
    size_t len = 0;
    for (uint32_t i = 0; i < n; i++) {
        char score[16];
        snprintf(score, sizeof score, "%s%u",
                 i < top          ? "96."
                 : i < top + tied ? "95."
                                  : "80.",
                 i < top ? 10 + i : 0);
        len += (size_t)snprintf(text + len, sizeof text - len,
                                "k/h%03u a %s\nk/h%03u b %s\n", i, score, i, score);
    }
    return text;
}

/* domain.md 10.5 O1: 200 halls, 14 at 95+, a quota of 5 % keeps 10, 4 become good. */
static void test_quota(void)
{
    static const struct {
        uint32_t n, top, tied, excellent, good;
        const char *then;
    } rows[] = {
        { 200, 14, 0, 10, 4, "" },
        { 200, 10, 0, 10, 0, "" },
        { 199, 10, 0, 9, 1, "" }, /* floor(0.05 x 199) = 9 */
        { 200, 9, 2, 9, 2, "" },  /* tied across the line: both fall */
        { 200, 8, 2, 10, 0, "" }, /* tied within it: both stay */
        { 200, 9, 2, 10, 1, "then = \"name\";" },
        { 200, 0, 14, 0, 14, "" },
        { 19, 5, 0, 0, 5, "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char board[512];
        snprintf(board, sizeof board, "%s " GRADES, rows[i].then);
        check_true(run(board, halls(rows[i].n, rows[i].top, rows[i].tied)), i);
        check_i64(graded("excellent"), rows[i].excellent, i);
        check_i64(graded("good"), rows[i].good, i);
        check_i64(graded("pass"), rows[i].n - rows[i].excellent - rows[i].good, i);
    }
}

/* 200 halls: 14 different scores of 95 or more, 30 below 95 and at least 90, quotas 5 % and
 * 20 %: 10 excellent, 34 good; with places 10 and 11 tied 9 excellent. */
static void test_golden_quotas(void)
{
    static const char board[] = "grades = ( { id = \"excellent\"; from = 95; quota = 0.05; "
                                "}, { id = \"good\"; from "
                                "= 90; quota = 0.2; }, { id = \"pass\"; } );";
    static char text[1 << 16];
    for (size_t tied = 0; tied < 2; tied++) {
        size_t len = 0;
        for (uint32_t i = 0; i < 200; i++) {
            uint32_t score = i < 14   ? 9800 - i * 10
                             : i < 44 ? 9499 - (i - 14) * 10
                                      : 8999 - i;
            if (tied && i == 10)
                score += 10; /* as the tenth */
            len += (size_t)snprintf(text + len, sizeof text - len,
                                    "k/h%03u a %u.%02u\nk/h%03u b %u.%02u\n", i,
                                    score / 100, score % 100, i, score / 100, score % 100);
        }
        check_true(run(board, text), tied);
        check_i64(graded("excellent"), tied ? 9 : 10, tied);
        check_i64(graded("good"), tied ? 35 : 34, tied);
        check_i64(kit.run.ranks[10].rank, tied ? 10 : 11, tied);
        check_i64(graded("pass"), 156, tied);
    }
}

/* domain.md 10.8 trap 8: 84.995 prints 85.00 and reaches what begins at 85; 84.994
 * prints 84.99 and does not. */
static void test_golden_as_printed(void)
{
    static const char board[] =
        "grades = ( { id = \"good\"; from = 85; }, { id = \"pass\"; } );";
    check_true(run(board, "k/p a 84.99\nk/p b 85\nk/q a 84.99\nk/q b 84.99\n"), 0);
    check_text(ranking(), "1 k/p 85.00 good, 2 k/q 84.99 pass", 0);
    check_text(kit_cell(&kit, "u", "k/p", "total", "=score"), "16999/200", 0);
    check_true(
        run("ties = \"dense\"; grades = ( { id = \"good\"; from = \"85.00\"; }, { id = "
            "\"pass\"; } );",
            "k/p a 85.00\nk/p b 84.99\nk/q a 85\nk/q b 85\n"),
        1);
    check_text(ranking(), "1 k/p 85.00 good, 1 k/q 85.00 good", 1);
}

/* n counts graded units only: with 20 more that are na, still 10 of 200. */
static void test_quota_of_graded_units(void)
{
    static char text[1 << 16];
    size_t len = (size_t)snprintf(text, sizeof text, "%s", halls(200, 14, 0));
    for (uint32_t i = 0; i < 20; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "k/z%02u a none\n", i);
    check_true(run(GRADES, text), 0);
    check_i64(kit.run.n_ranks, 220, 0);
    check_i64(graded("excellent"), 10, 0);
    check_i64(graded(""), 20, 0);
}

/* Who falls meets the quota of the next grade; a veto caps; na is not graded. */
static void test_grades(void)
{
    static const struct {
        const char *board, *results, *ranking;
    } rows[] = {
        { "grades = ( { id = \"A\"; from = 90; quota = 0.3; }, { id = \"B\"; from = 80; "
          "quota = "
          "0.3; }, { id = \"pass\"; } );",
          "k/p a 99\nk/p b 99\nk/q a 98\nk/q b 98\nk/r a 97\nk/r b 97\nk/s a 85\nk/s b "
          "85\n",
          "1 k/p 99.00 A, 2 k/q 98.00 B, 3 k/r 97.00 pass, 4 k/s 85.00 pass" },
        { GRADES,
          "k/p a 99\nk/p b 99\nk/p v 1\nk/q a 93\nk/q b 93\nk/r a none\nk/r b none\n",
          "1 k/p 99.00 pass, 2 k/q 93.00 good, 0 k/r -" },
        { GRADES, "k/p a 50\nk/p b 50\nk/p v 1\n", "1 k/p 50.00 fail" },
        /* as printed: 89.995 is 90.00 */
        { GRADES, "k/p a 89.99\nk/p b 90\nk/q a 89.99\nk/q b 89.99\n",
          "1 k/p 90.00 good, 2 k/q 89.99 pass" },
        { "group = \"kind\"; grades = ( { id = \"A\"; from = 90; quota = 0.5; }, { id = "
          "\"pass\"; } );",
          "k/p a 99\nk/p b 99\nk/q a 98\nk/q b 98\nl/r a 97\nl/r b 97\n",
          "k:1 k/p 99.00 A, k:2 k/q 98.00 pass, l:1 l/r 97.00 pass" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(rows[i].board, rows[i].results), i);
        check_text(ranking(), rows[i].ranking, i);
    }
    check_text(kit_outcomes(&kit, "k/p"), "u:grade:A:t", 0);
}

/* O1: worst share, ties at its line, and who is exempt from both. */
#define FOUR \
    "k/p a 99\nk/p b 99\nk/q a 98\nk/q b 98\nk/r a 97\nk/r b 97\nl/s a 96\nl/s b 96\n"
#define TIED \
    "k/p a 99\nk/p b 99\nk/q a 97\nk/q b 97\nk/r a 97\nk/r b 97\nl/s a 96\nl/s b 96\n"
#define WORST(share)                                                                      \
    "grades = ( { id = \"A\"; from = 90; quota = 0.5; }, { id = \"pass\"; from = 50; }, " \
    "{ "                                                                                  \
    "id = "                                                                               \
    "\"C\"; worst = " share "; } );"
static void test_worst_and_exempt(void)
{
    static const struct {
        const char *board, *results, *ranking;
    } rows[] = {
        { WORST("0.25"), FOUR,
          "1 k/p 99.00 A, 2 k/q 98.00 A, 3 k/r 97.00 pass, 4 l/s 96.00 C" },
        { WORST("0.26"), FOUR,
          "1 k/p 99.00 A, 2 k/q 98.00 A, 3 k/r 97.00 C, 4 l/s 96.00 C" },
        { WORST("0.26"), TIED,
          "1 k/p 99.00 A, 2 k/q 97.00 C, 2 k/r 97.00 C, 4 l/s 96.00 C" },
        { WORST("0"), FOUR,
          "1 k/p 99.00 A, 2 k/q 98.00 A, 3 k/r 97.00 pass, 4 l/s 96.00 pass" },
        /* who has it by a veto or its score counts */
        { WORST("0.25"), FOUR "l/z a 10\nl/z b 10\n",
          "1 k/p 99.00 A, 2 k/q 98.00 A, 3 k/r 97.00 pass, 4 l/s 96.00 C, 5 l/z 10.00 C" },
        { WORST("0.2"), FOUR "l/z a 10\nl/z b 10\n",
          "1 k/p 99.00 A, 2 k/q 98.00 A, 3 k/r 97.00 pass, 4 l/s 96.00 pass, 5 l/z 10.00 "
          "C" },
        /* of three that count floor(1.5) keep A, ceil(0.75) get C; the exempt has its own
         */
        { "exempt = { kind = \"l\"; };" WORST("0.25"), FOUR,
          "1 k/p 99.00 A, 2 k/q 98.00 pass, 3 k/r 97.00 C, 4 l/s 96.00 A" },
        { "exempt = { kind = ( \"l\", \"x\" ); u = \"q\"; };" WORST("0"), FOUR,
          "1 k/p 99.00 A, 2 k/q 98.00 A, 3 k/r 97.00 pass, 4 l/s 96.00 pass" },
        { "exempt = { kind = ( \"k\", \"l\" ); };" WORST("1"), FOUR,
          "1 k/p 99.00 A, 2 k/q 98.00 A, 3 k/r 97.00 A, 4 l/s 96.00 A" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(rows[i].board, rows[i].results), i);
        check_text(ranking(), rows[i].ranking, i);
    }
    check_true(!run("exempt = { knd = \"l\"; };" WORST("0.1"), FOUR), 0);
    check_true(
        !run("grades = ( { id = \"A\"; from = 9; worst = 0.1; }, { id = \"B\"; } );", FOUR),
        1);
}

/* Places of the window before, and a domain at fault. */
static void test_previous_and_fault(void)
{
    static const struct score_previous before[] = { { "t", "", "k/p", "77.00", 3 },
                                                    { "t", "k", "k/q", "11.00", 1 },
                                                    { "s", "", "k/q", "9", 9 } };
    check_true(run("", five), 0);
    check_true(!score_boards(&kit.a, &kit.run, NULL, before, COUNT(before), &kit.e), 0);
    check_text(kit.run.ranks[1].previous_score, "77.00", 0);
    check_i64(kit.run.ranks[1].previous_rank, 3, 0);
    check_text(kit.run.ranks[2].previous_score, "", 0);
    kit.out.fault = "crashed";
    check_true(!score_boards(&kit.a, &kit.run, NULL, before, COUNT(before), &kit.e), 1);
    check_i64(kit.run.n_ranks, 0, 1);
}

static const struct unit_case cases[] = {
    { "ties are 1-2-2-4 or dense, groups have rankings of their own",
      test_ties_and_groups },
    { "tie-breakers act in their order", test_tie_breakers },
    { "200 halls with 14 at 95 and a quota of 5 %: 10 excellent, 4 good", test_quota },
    { "golden: 5 % and 20 % of 200: 10 excellent, 34 good; tied at the line 9 excellent",
      test_golden_quotas },
    { "golden: 84.995 prints 85.00 and is graded by it, 84.994 is not",
      test_golden_as_printed },
    { "a quota is of the graded units", test_quota_of_graded_units },
    { "who falls meets the next quota, a veto caps, na is not graded", test_grades },
    { "worst shares and who is exempt", test_worst_and_exempt },
    { "earlier places are shown, a fault has no board", test_previous_and_fault },
};
UNIT_MAIN("boards", cases)
