/* SPDX-License-Identifier: Apache-2.0 */
/* rules_test.c - every kind of rule and measure, from configuration to points. */
#include "score_kit.h"

static struct kit kit;

#define HEAD                                                               \
    "subject = ( \"u\" ); levels = ( { id = \"u\"; of = ( \"u\" ); } );\n" \
    "scheme = ( { from = \"2011-01\"; "

static const char measures[] = "v dec2 up\nlow dec2\nr ratio up\nb dec2 up\nt dec2 up\n"
                               "c1 dec2 up\nc2 dec2 up\nn i64\nf f64 up\n";

/* Score of a leaf of `full` points. */
static const char *score(const char *leaf, const char *full, const char *results)
{
    char text[4096];
    snprintf(text, sizeof text,
             HEAD "nodes = ( { id = \"L\"; weight = 100; full = %s; %s } ); } );", full,
             leaf);
    if (!kit_run(&kit, text, measures, results))
        return "(not scored)";
    const char *bad = kit_unsound(&kit);
    return bad ? "(does not add up)" : kit_cell(&kit, "u", "x", "L", "=score");
}

/* What a leaf of a deduction group takes off. */
static const char *amount(const char *leaf, const char *results)
{
    char text[4096];
    snprintf(text, sizeof text,
             HEAD
             "nodes = ( { id = \"W\"; weight = 100; indicator = \"f\"; zero = \"full\"; "
             "points = { kind = \"value\"; }; }, { id = \"D\"; kind = \"deductions\"; "
             "nodes = ( { id = \"L\"; %s } ); } ); } );",
             leaf);
    if (!kit_run(&kit, text, measures, results))
        return "(not scored)";
    const char *bad = kit_unsound(&kit);
    return bad ? "(does not add up)" : kit_cell(&kit, "u", "x", "D/L", "=score");
}

struct row {
    const char *rule, *full, *value, *score;
};

static void check_rows(const struct row *rows, size_t n, const char *indicator)
{
    for (size_t i = 0; i < n; i++) {
        char leaf[1024], results[256];
        snprintf(leaf, sizeof leaf, "indicator = \"%s\"; points = { %s };", indicator,
                 rows[i].rule);
        snprintf(results, sizeof results, "x %s %s\n", indicator, rows[i].value);
        check_text(score(leaf, rows[i].full, results), rows[i].score, i);
    }
}

/* domain.md 10.2 S1: 8.96 and 2.80; flat outside; a breakpoint has its own y. */
#define S1 "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );"
#define S1_LOW "kind = \"pwl\"; at = ( (12, 0), (8, 0.8), (6, 1) );"
#define S1_OVER "kind = \"pwl\"; at = ( (0, 0), (100, 1), (120, 1.2) );"
static void test_pwl(void)
{
    static const struct row rows[] = {
        { S1, "10", "87.4", "224/25" },    { S1, "10", "75", "0" },
        { S1, "10", "74.99", "0" },        { S1, "10", "-5", "0" },
        { S1, "10", "80", "4" },           { S1, "10", "85", "8" },
        { S1, "10", "85.01", "2001/250" }, { S1, "10", "90", "10" },
        { S1, "10", "200", "10" },         { S1_LOW, "5", "9.2", "14/5" },
        { S1_LOW, "5", "12", "0" },        { S1_LOW, "5", "20", "0" },
        { S1_LOW, "5", "6", "5" },         { S1_LOW, "5", "0", "5" },
        { S1_LOW, "5", "8", "4" },         { S1_OVER, "10", "110", "11" },
        { S1_OVER, "10", "130", "12" },
    };
    check_rows(rows, COUNT(rows), "v");
}

/* domain.md 10.2 S2: [a, b) by default, (a, b] with upto; values in a printed gap are
 * rounded first. */
#define S2                                                                               \
    "kind = \"tier\"; steps = ( { below = 1; points = 40; }, { below = 3; points = 30; " \
    "}, "                                                                                \
    "{ below = 5; points = 20; }, { points = 0; } );"
#define S2_UPTO                                                                         \
    "kind = \"tier\"; steps = ( { upto = 3; points = 10; }, { upto = 5; y = 0.5; }, { " \
    "points = 0; } );"
#define S2_GAP                                                                             \
    "kind = \"tier\"; precision = 0; steps = ( { below = 11; y = 0; }, { below = 21; y = " \
    "0.5; }, { y = 1; } );"
#define S2_POINT                                                                           \
    "kind = \"tier\"; steps = ( { below = 95; y = 0.5; }, { upto = 95; y = 0.7; }, { y = " \
    "1; } );"
static void test_tier(void)
{
    static const struct row rows[] = {
        { S2, "40", "0", "40" },        { S2, "40", "1", "30" },
        { S2, "40", "2.99", "30" },     { S2, "40", "3", "20" },
        { S2, "40", "4", "20" },        { S2, "40", "5", "0" },
        { S2, "40", "-1", "40" },       { S2_UPTO, "10", "3", "10" },
        { S2_UPTO, "10", "3.01", "5" }, { S2_UPTO, "10", "5", "5" },
        { S2_UPTO, "10", "5.01", "0" }, { S2_GAP, "10", "20.4", "5" },
        { S2_GAP, "10", "20.5", "10" }, { S2_GAP, "10", "10.49", "0" },
        { S2_GAP, "10", "10.5", "5" },  { S2_POINT, "10", "94.9", "5" },
        { S2_POINT, "10", "95", "7" },  { S2_POINT, "10", "95.01", "10" },
    };
    check_rows(rows, COUNT(rows), "v");
}

/* domain.md 10.2 S3: change rate 13.4 %, threshold 10: floor 3, ceil 4, exact 3.4. */
#define S3(steps) \
    "kind = \"unit\"; beyond = 10; side = \"above\"; unit = 1; each = 1; " steps
#define S3_LOW \
    "kind = \"unit\"; beyond = 95; side = \"below\"; unit = 0.5; each = 2; cap = 7;"
static void test_unit(void)
{
    static const struct row rows[] = {
        { S3(""), "10", "13.4", "7" },
        { S3("steps = \"floor\";"), "10", "13.4", "7" },
        { S3("steps = \"ceil\";"), "10", "13.4", "6" },
        { S3("steps = \"exact\";"), "10", "13.4", "33/5" },
        { S3(""), "10", "10", "10" },
        { S3("steps = \"ceil\";"), "10", "10", "10" },
        { S3(""), "10", "9", "10" },
        { S3(""), "10", "10.99", "10" },
        { S3(""), "10", "99", "0" },
        { S3("cap = 4;"), "10", "99", "6" },
        { S3_LOW, "10", "94.4", "8" },
        { S3_LOW, "10", "96", "10" },
        { S3_LOW, "10", "80", "3" },
    };
    check_rows(rows, COUNT(rows), "v");
}

static void test_shares(void)
{
    static const struct row rows[] = {
        { "kind = \"share\";", "40", "87.5", "35" },
        { "kind = \"share\";", "40", "120", "40" },
        { "kind = \"share\";", "40", "-3", "0" },
        { "kind = \"linear\"; per = 80;", "10", "60", "15/2" },
        { "kind = \"linear\"; per = 80;", "10", "81", "10" },
        { "kind = \"value\";", "10", "7.25", "29/4" },
        { "kind = \"value\";", "10", "11", "10" },
        { "kind = \"value\";", "10", "-1", "0" },
        { "kind = \"occ\";", "20", "9", "11" },
        { "kind = \"occ\";", "20", "20.5", "0" },
        { "kind = \"occ\";", "20", "-2", "20" },
        { "kind = \"each\"; deduct = 0.5;", "1", "1", "1/2" },
        { "kind = \"each\"; deduct = 0.5;", "1", "3", "0" },
        { "kind = \"each\"; deduct = 2; cap = 5;", "10", "9", "5" },
    };
    check_rows(rows, COUNT(rows), "v");
}

/* In a deduction group the rule's number is what is taken off. */
static void test_amounts(void)
{
    static const struct {
        const char *rule, *value, *amount;
    } rows[] = {
        { "kind = \"each\"; deduct = 0.5; cap = 3;", "4", "-2" },
        { "kind = \"each\"; deduct = 0.5; cap = 3;", "7", "-3" },
        { "kind = \"each\"; deduct = 0.5;", "0", "0" },
        { S3("cap = 10;"), "13.4", "-3" },
        { "kind = \"tier\"; steps = ( { upto = 3; points = 0; }, { points = 2; } );", "3",
          "0" },
        { "kind = \"tier\"; steps = ( { upto = 3; points = 0; }, { points = 2; } );", "3.1",
          "-2" },
        { "kind = \"value\"; cap = 5;", "7.5", "-5" },
        { "kind = \"value\";", "7.5", "-15/2" },
        { "kind = \"occ\";", "9", "-9" },
        { "kind = \"occ\";", "none", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char leaf[1024], results[256];
        snprintf(leaf, sizeof leaf, "indicator = \"v\"; points = { %s };", rows[i].rule);
        snprintf(results, sizeof results, "x v %s\n", rows[i].value);
        check_text(amount(leaf, results), rows[i].amount, i);
    }
    check_text(
        amount("full = 5; indicator = \"v\"; points = { kind = \"value\"; };", "x v 7.5\n"),
        "-5", 0);
}

/* domain.md 10.1 M3 and M4: 40 to 16 with target 20 is attainment 120 % and rel -60 %. */
#define VALUE "points = { kind = \"pwl\"; at = ( (-1000, 0), (1000, 1) ); };"
#define OF(text) "indicator = \"v\"; of = { " text " }; " VALUE
static void test_measures(void)
{
    static const struct {
        const char *leaf, *results, *value, *state;
    } rows[] = {
        { OF("kind = \"delta\"; base = \"b\";"), "x v 16\nx b 40\n", "-24", "ok" },
        { OF("kind = \"delta\"; base = 40; how = \"rel\";"), "x v 16\n", "-60", "ok" },
        { OF("kind = \"delta\"; base = \"b\"; how = \"attainment\"; target = 20;"),
          "x v 16\nx b 40\n", "120", "ok" },
        { OF("kind = \"delta\"; base = \"b\"; how = \"attainment\"; target = \"t\";"),
          "x v 16\nx b 20\nx t 20\n", "0", "ok" },
        { OF("kind = \"delta\"; base = \"b\"; how = \"attainment\"; target = \"t\";"),
          "x v 20\nx b 20\nx t 20\n", "100", "ok" },
        { OF("kind = \"delta\"; base = \"b\"; how = \"attainment\"; target = \"t\";"),
          "x v 20\nx b 20\n", "", "na" },
        { OF("kind = \"delta\"; base = \"b\";"), "x v 16\nx b none\n", "", "na" },
        { OF("kind = \"delta\"; base = \"b\"; how = \"rel\";"), "x v 16\nx b 0\n", "",
          "na" },
        { OF("kind = \"delta\"; base = \"b\"; how = \"rel\";"), "x v 1\nx b -2\n", "150",
          "ok" },
        { OF("kind = \"delta\"; base = \"b\"; how = \"rel\"; zero_base = \"base1\";"),
          "x v 3\nx b 0\n", "300", "ok" },
        { OF("kind = \"delta\"; base = \"b\";"), "x v missing\nx b 0\n", "", "missing" },
        { OF("kind = \"lead\"; against = ( \"c1\", \"c2\" );"),
          "x v 80.1\nx c1 77\nx c2 70\n", "31/10", "ok" },
        { OF("kind = \"lead\"; against = ( \"c1\", \"c2\" ); ref = \"mean\";"),
          "x v 80.1\nx c1 77\nx c2 70\n", "33/5", "ok" },
        { OF("kind = \"lead\"; against = ( \"c1\", \"c2\" ); lower_is_better = true;"),
          "x v 4.17\nx c1 5.76\nx c2 6\n", "159/100", "ok" },
        { OF("kind = \"lead\"; against = \"c1\";"), "x v 5\nx c1 5\n", "0", "ok" },
        { OF("kind = \"lead\"; against = ( \"c1\", \"c2\" );"), "x v 5\nx c2 none\n", "",
          "na" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        score(rows[i].leaf, "100", rows[i].results);
        check_text(kit_cell(&kit, "u", "x", "L", "=value"), rows[i].value, i);
        check_text(kit_cell(&kit, "u", "x", "L", "state"), rows[i].state, i);
    }
    score(OF("kind = \"lead\"; against = ( \"c1\", \"c2\" );"), "100", "x v 5\nx c1 4\n");
    check_text(kit_cell(&kit, "u", "x", "L", "flags"), "competitors:1/2", 0);
}

/* domain.md 10.1 M1: ratios divide once, with their factor; a zero denominator is the
 * leaf's policy. */
static void test_zero_policy(void)
{
    static const struct {
        const char *zero, *result, *state, *score, *flags;
    } rows[] = {
        { "", "3/4", "ok", "75", "" },
        { "", "0/4", "ok", "0", "" },
        { "", "0/0", "na", "", "" },
        { "", "none", "na", "", "" },
        { "zero = \"na\";", "0/0", "na", "", "" },
        { "zero = \"full\";", "0/0", "ok", "100", "no_data" },
        { "zero = \"zero\";", "0/0", "ok", "0", "no_data" },
        { "zero = \"full\";", "none", "ok", "100", "no_data" },
        { "zero = \"full\";", "n/a", "na", "", "" },
        { "zero = \"full\";", "missing", "missing", "0", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char leaf[512], results[64];
        snprintf(leaf, sizeof leaf, "indicator = \"r\"; points = { kind = \"share\"; }; %s",
                 rows[i].zero);
        snprintf(results, sizeof results, "x r %s\n", rows[i].result);
        check_text(score(leaf, "100", results), rows[i].score, i);
        check_text(kit_cell(&kit, "u", "x", "L", "state"), rows[i].state, i);
        check_text(kit_cell(&kit, "u", "x", "L", "flags"), rows[i].flags, i);
    }
}

/* domain.md 10.3 G2: 0.40 % reported, 0.55 % audited: 37.5 %, minus 3. */
static void test_audit(void)
{
#define AUDIT(more)                                                                       \
    "points = { kind = \"audit\"; reported = \"low\"; audited = \"b\"; steps = ( { upto " \
    "= 5; "                                                                               \
    "points = 0; }, { upto = 30; points = 1; }, { points = 3; } ); " more " };"
    static const struct {
        const char *leaf, *results, *value, *amount;
    } rows[] = {
        { AUDIT(""), "x low 0.40\nx b 0.55\n", "75/2", "-3" },
        { AUDIT(""), "x low 0.55\nx b 0.40\n", "300/11", "-1" },
        { AUDIT(""), "x low 0.40\nx b 0.40\n", "0", "0" },
        { AUDIT("in_favour_only = true;"), "x low 0.40\nx b 0.55\n", "75/2", "-3" },
        { AUDIT("in_favour_only = true;"), "x low 0.55\nx b 0.40\n", "0", "0" },
        { AUDIT(""), "x low 0\nx b 0\n", "0", "0" },
        { AUDIT(""), "x low 0\nx b 0.5\n", "50", "-3" },
        { AUDIT("falsified = { minus = 5; };"), "x low 0.40 flags 2\nx b 0.40\n", "0",
          "-5" },
        { AUDIT("falsified = { minus = 2; };"), "x low 0.40 flags 2\nx b 0.55\n", "75/2",
          "-3" },
        { AUDIT(""), "x low 0.40\n", "", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_text(amount(rows[i].leaf, rows[i].results), rows[i].amount, i);
        check_text(kit_cell(&kit, "u", "x", "D/L", "=value"), rows[i].value, i);
    }
}

/* domain.md 10.2 S5: six units, 10 to 5: the second has 9; ties by place, densely, by the
 * mean of places.
 */
static void test_rank(void)
{
    static const struct {
        const char *rule, *results, *scores[6];
    } rows[] = {
        { "max = 10; min = 5;",
          "a v 9\nb v 8\nc v 7\nd v 6\ne v 5\nf v 4\n",
          { "10", "9", "8", "7", "6", "5" } },
        { "max = 10; min = 5;",
          "a v 9\nb v 8\nc v 8\nd v 6\ne v 5\nf v 4\n",
          { "10", "9", "9", "7", "6", "5" } },
        { "max = 10; min = 5; ties = \"dense\";",
          "a v 9\nb v 8\nc v 8\nd v 6\ne v 5\nf v 4\n",
          { "10", "9", "9", "8", "7", "6" } },
        { "max = 10; min = 5; ties = \"mean\";",
          "a v 9\nb v 8\nc v 8\nd v 6\ne v 5\nf v 4\n",
          { "10", "17/2", "17/2", "7", "6", "5" } },
        { "max = 10; min = 5;",
          "a v 9\nb v none\nc v 8\nd v 7\ne v missing\nf v 1\n",
          { "10", "", "25/3", "20/3", "0", "5" } },
        { "max = 10;", "a v 3\n", { "10" } },
        { "bands = ( { upto = 1; points = 10; }, { upto = 3; points = 9.5; }, { points = "
          "9; } );",
          "a v 9\nb v 8\nc v 7\nd v 6\n",
          { "10", "19/2", "19/2", "9" } },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[2048];
        snprintf(text, sizeof text,
                 HEAD "nodes = ( { id = \"L\"; weight = 100; full = 10; indicator = \"v\"; "
                      "points = { kind = \"rank\"; %s }; } ); } );",
                 rows[i].rule);
        check_true(kit_run(&kit, text, measures, rows[i].results), i);
        for (size_t u = 0; u < 6 && rows[i].scores[u]; u++) {
            const char subject[] = { (char)('a' + u), 0 };
            check_text(kit_cell(&kit, "u", subject, "L", "=score"), rows[i].scores[u], i);
        }
    }
}

/* Low values are best where the indicator says so. */
static void test_rank_direction(void)
{
    check_true(kit_run(&kit,
                       HEAD "nodes = ( { id = \"L\"; weight = 100; indicator = \"low\"; "
                            "points = { kind = \"rank\"; }; } ); } );",
                       measures, "a low 1\nb low 2\nc low 3\n"),
               0);
    check_text(kit_cell(&kit, "u", "a", "L", "=score"), "100", 0);
    check_text(kit_cell(&kit, "u", "b", "L", "=score"), "50", 1);
    check_text(kit_cell(&kit, "u", "c", "L", "=score"), "0", 2);
}

/* The greater part of the way is best, whichever way it goes. */
static void test_rank_of_a_way(void)
{
    check_true(kit_run(&kit,
                       HEAD
                       "nodes = ( { id = \"L\"; weight = 100; indicator = \"low\"; of = "
                       "{ kind = \"delta\"; base = 40; how = \"attainment\"; target = "
                       "20; }; points = { kind = \"rank\"; }; } ); } );",
                       measures, "a low 16\nb low 20\nc low 30\n"),
               0);
    check_text(kit_cell(&kit, "u", "a", "L", "=value"), "120", 0);
    check_text(kit_cell(&kit, "u", "a", "L", "=score"), "100", 1);
    check_text(kit_cell(&kit, "u", "c", "L", "=score"), "0", 2);
}

/* Doubles enter exactly: no double is a tenth (this is the next one below). */
static void test_doubles_are_exact(void)
{
    check_text(
        score("indicator = \"f\"; points = { kind = \"value\"; };", "10", "x f 0.1\n"),
        "7205759403792793/72057594037927936", 0);
    check_text(
        score("indicator = \"f\"; points = { kind = \"value\"; };", "10", "x f 3.125\n"),
        "25/8", 1);
    check_text(kit_cell(&kit, "u", "x", "L", "score"), "3.13", 2);
}

static const struct unit_case cases[] = {
    { "pwl runs through its breakpoints and is flat outside", test_pwl },
    { "a tier says which end it closes", test_tier },
    { "unit counts full, begun or exact steps", test_unit },
    { "shares, values and deductions stay within the full", test_shares },
    { "in a deduction group the points are taken off", test_amounts },
    { "changes and leads come before points", test_measures },
    { "a zero denominator is the leaf's policy", test_zero_policy },
    { "an audit compares the audited with the reported", test_audit },
    { "ranks give points with declared ties", test_rank },
    { "rank follows the indicator's direction", test_rank_direction },
    { "rank of a way made follows the way", test_rank_of_a_way },
    { "doubles enter exactly", test_doubles_are_exact },
};
UNIT_MAIN("rules", cases)
