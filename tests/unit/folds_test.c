/* SPDX-License-Identifier: Apache-2.0 */
/* folds_test.c - groups that take the best, the worst, the sum, the mean or all of their
 * nodes (domain.md 10.4), min_children, and rounding at a node. */
#include "score_kit.h"

static struct kit kit;

#define HEAD                                                               \
    "subject = ( \"u\" ); levels = ( { id = \"u\"; of = ( \"u\" ); } );\n" \
    "scheme = ( { from = \"2011-01\"; "

static const char measures[] = "a dec2 up\nb dec2 up\nc dec2 up\nd dec2\n";

#define LEAF(id, more)                                                                     \
    "{ id = \"" id "\"; indicator = \"" id "\"; points = { kind = \"value\"; }; " more " " \
    "}"
#define THREE(full) \
    "nodes = ( " LEAF("a", full) ", " LEAF("b", full) ", " LEAF("c", full) " ); "

struct row {
    const char *root, *results, *total, *a, *b, *c; /* contributions */
};

/* Total, and what each of the three leaves gives to it. */
static void check_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char text[2048];
        snprintf(text, sizeof text, HEAD "%s } );", rows[i].root);
        check_true(kit_run(&kit, text, measures, rows[i].results), i);
        check_text(kit_unsound(&kit), NULL, i);
        check_text(kit_cell(&kit, "u", "x", "total", "=score"), rows[i].total, i);
        const char *parts[] = { rows[i].a, rows[i].b, rows[i].c };
        for (size_t k = 0; k < 3; k++) {
            const char node[] = { (char)('a' + k), 0 };
            check_text(kit_cell(&kit, "u", "x", node, "=contribution"), parts[k], i);
        }
    }
}

#define IN(kind, more) "kind = \"" kind "\"; " more THREE("full = 10;")
#define VALUES(a, b, c) "x a " a "\nx b " b "\nx c " c "\n"

/* Of equal nodes the first counts; `na` is left out, `missing` is 0. */
static void test_best_and_worst(void)
{
    static const struct row rows[] = {
        { IN("best", ""), VALUES("3", "7", "5"), "70", "0", "70", "0" },
        { IN("best", ""), VALUES("3", "7", "7"), "70", "0", "70", "0" },
        { IN("best", ""), VALUES("0", "0", "0"), "0", "0", "0", "0" },
        { IN("best", ""), VALUES("3", "none", "5"), "50", "0", "", "50" },
        { IN("best", ""), VALUES("3", "missing", "2"), "30", "30", "0", "0" },
        { IN("best", ""), VALUES("none", "none", "none"), "", "", "", "" },
        { IN("best", ""), VALUES("missing", "missing", "none"), "0", "0", "0", "" },
        { IN("worst", ""), VALUES("3", "7", "5"), "30", "30", "0", "0" },
        { IN("worst", ""), VALUES("3", "3", "5"), "30", "30", "0", "0" },
        { IN("worst", ""), VALUES("3", "none", "5"), "30", "30", "", "0" },
        { IN("worst", ""), VALUES("3", "missing", "5"), "0", "0", "0", "0" },
    };
    check_rows(rows, COUNT(rows));
    check_true(kit_run(&kit, HEAD IN("best", "") " } );", measures, VALUES("3", "7", "5")),
               0);
    check_text(kit_cell(&kit, "u", "x", "a", "flags"), "not_used", 0);
    check_text(kit_cell(&kit, "u", "x", "b", "flags"), "", 1);
    check_text(kit_cell(&kit, "u", "x", "c", "weight_used"), "0.00", 2);
    check_text(kit_cell(&kit, "u", "x", "b", "weight_used"), "100.00", 3);
    check_text(kit_cell(&kit, "u", "x", "b", "weight"), "", 4);
    check_text(kit_cell(&kit, "u", "x", "b", "full"), "10", 5);
    check_true(kit_run(&kit, HEAD IN("best", "min_children = 3; ") " } );", measures,
                       VALUES("3", "7", "none")),
               1);
    check_text(kit_cell(&kit, "u", "x", "total", "state"), "na", 6);
    check_text(kit_cell(&kit, "u", "x", "a", "flags"), "", 7); /* nothing is used */
}

/* 9.4: ratio of sums or mean of ratios is the scheme's to say; here the mean of parts. */
static void test_mean_and_sum(void)
{
    static const struct row rows[] = {
        { IN("mean", ""), VALUES("3", "7", "5"), "50", "10", "70/3", "50/3" },
        { IN("mean", ""), VALUES("3", "none", "5"), "40", "15", "", "25" },
        { IN("mean", ""), VALUES("3", "missing", "5"), "80/3", "10", "0", "50/3" },
        { IN("sum", ""), VALUES("3", "7", "5"), "15", "3", "7", "5" },
        { IN("sum", ""), VALUES("3", "none", "5"), "8", "3", "", "5" },
        { IN("sum", "cap = 12;"), VALUES("3", "7", "5"), "12", "3", "7", "5" },
        { IN("sum", "floor = 20;"), VALUES("3", "7", "5"), "20", "3", "7", "5" },
    };
    check_rows(rows, COUNT(rows));
}

/* domain.md 10.4 A2: pass if every part passes; a part that is `na` is ignored; all `na` is
 * `na`. */
static void test_all(void)
{
    static const struct row rows[] = {
        { IN("all", ""), VALUES("10", "10", "10"), "100", "100/3", "100/3", "100/3" },
        { IN("all", ""), VALUES("10", "9.99", "10"), "0", "100/3", "333/10", "100/3" },
        { IN("all", ""), VALUES("10", "none", "10"), "100", "50", "", "50" },
        { IN("all", ""), VALUES("10", "missing", "10"), "0", "100/3", "0", "100/3" },
        { IN("all", ""), VALUES("none", "none", "none"), "", "", "", "" },
        { IN("all", "pass = 0.6;"), VALUES("6", "7", "10"), "100", "20", "70/3", "100/3" },
        { IN("all", "pass = 0.6;"), VALUES("5.99", "7", "10"), "0", "599/30", "70/3",
          "100/3" },
    };
    check_rows(rows, COUNT(rows));
    check_text(kit_cell(&kit, "u", "x", "total/~all", "=contribution"), "-2299/30", 0);
}

/* domain.md 9.8, W25: install mean 4.6 and max 11.4 working days; "mean <= a and max <= b"
 * is all of two limits. */
#define LIMIT(id, most)                              \
    "{ id = \"" id "\"; full = 1; indicator = \"" id \
    "\"; points = { kind = \"tier\"; steps = "       \
    "( { upto = " most "; y = 1; }, { y = 0; } ); }; }"
#define PAIR(a, b) "kind = \"all\"; nodes = ( " LIMIT("a", a) ", " LIMIT("b", b) " );"
static void test_mean_and_max(void)
{
    static const struct row rows[] = {
        { PAIR("5", "12"), VALUES("4.6", "11.4", "0"), "100", "50", "50", "(no row)" },
        { PAIR("4.6", "11.4"), VALUES("4.6", "11.4", "0"), "100", "50", "50", "(no row)" },
        { PAIR("4.5", "12"), VALUES("4.6", "11.4", "0"), "0", "0", "50", "(no row)" },
        { PAIR("5", "11"), VALUES("4.6", "11.4", "0"), "0", "50", "0", "(no row)" },
    };
    check_rows(rows, COUNT(rows));
}

/* decks/vbp: a domain has a score where at least 2 measures have one. */
static void test_min_children(void)
{
    static const struct row rows[] = {
        { IN("mean", "min_children = 2;"), VALUES("3", "none", "5"), "40", "15", "", "25" },
        { IN("mean", "min_children = 2;"), VALUES("3", "none", "none"), "", "", "", "" },
        { IN("mean", "min_children = 2;"), VALUES("3", "missing", "none"), "15", "15", "0",
          "" },
        { IN("best", "min_children = 3;"), VALUES("3", "none", "5"), "", "", "", "" },
    };
    check_rows(rows, COUNT(rows));
    check_text(kit_cell(&kit, "u", "x", "total", "flags"), "min_children:2/3", 0);
    check_text(kit_cell(&kit, "u", "x", "total", "state"), "na", 1);
}

/* Groups of every kind within each other, with a full of their own, deductions, rounding.
 */
static void test_nested(void)
{
    static const struct row rows[] = {
        { "nodes = ( " LEAF(
              "a",
              "weight = 60; full = 10;") ", { id = \"G\"; weight = 40; "
                                         "kind = \"best\"; nodes = ( " LEAF(
                                             "b",
                                             "full = 10;") ", { id = \"H\"; full = 50; "
                                                           "kind = \"mean\"; nodes = "
                                                           "( " LEAF(
                                                               "c", "full = 20;") " ); } "
                                                                                  "); } );",
          VALUES("5", "5", "18"), "66", "30", "(no row)", "(no row)" },
        { "nodes = ( " LEAF(
              "a", "weight = 60; full = 10;") ", { id = \"G\"; weight = 40; "
                                              "full = 8; nodes = ( " LEAF(
                                                  "b", "weight = 8; full = 4;") " ); } );",
          VALUES("5", "1", "1"), "40", "30", "(no row)", "(no row)" },
        { "nodes = ( " LEAF(
              "a",
              "weight = 60; full = 10;") ", { id = \"G\"; weight = 40; "
                                         "kind = \"worst\"; nodes = ( " LEAF(
                                             "b",
                                             "full = 10;") ", { id = \"D\"; kind = "
                                                           "\"deductions\"; nodes = "
                                                           "( " LEAF("c",
                                                                     "") " ); } ); } );",
          VALUES("5", "5", "3"), "47", "30", "(no row)", "(no row)" },
    };
    check_rows(rows, COUNT(rows));
    check_true(
        kit_run(&kit,
                HEAD
                "nodes = ( { id = \"G\"; weight = 100; kind = \"best\"; nodes = ( "
                "{ id = \"H\"; full = 10; nodes = ( " LEAF(
                    "a", "weight = 10;") " ); }, " LEAF("b", "full = 10;") " ); } ); } );",
                measures, VALUES("4", "6", "0")),
        0);
    check_text(kit_unsound(&kit), NULL, 0);
    check_text(kit_cell(&kit, "u", "x", "G/H", "flags"), "not_used", 1);
    check_text(kit_cell(&kit, "u", "x", "G/H/a", "=contribution"), "0", 2);
    check_text(kit_cell(&kit, "u", "x", "G/b", "=contribution"), "60", 3);
}

/* domain.md 10 conventions: three modes; the node's own, else the version's. */
static void test_rounding(void)
{
    static const struct {
        const char *node, *value, *score;
    } rows[] = {
        { "", "6.25", "25/4" },
        { "round = true; digits = 1;", "6.25", "63/10" },
        { "round = true; digits = 1; rounding = \"half_even\";", "6.25", "31/5" },
        { "round = true; digits = 1; rounding = \"half_even\";", "6.35", "32/5" },
        { "round = true; digits = 1; rounding = \"truncate\";", "6.29", "31/5" },
        { "round = true; digits = 0; rounding = \"half_up\";", "6.5", "7" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[1024], results[64];
        snprintf(text, sizeof text,
                 HEAD "nodes = ( " LEAF("a", "weight = 100; full = 10; %s") " ); } );",
                 rows[i].node);
        snprintf(results, sizeof results, "x a %s\n", rows[i].value);
        check_true(kit_run(&kit, text, measures, results), i);
        check_text(kit_unsound(&kit), NULL, i);
        check_text(kit_cell(&kit, "u", "x", "a", "=score"), rows[i].score, i);
    }
}

static const struct unit_case cases[] = {
    { "best and worst take one node, the others are not used", test_best_and_worst },
    { "mean and sum", test_mean_and_sum },
    { "all passes if every part passes", test_all },
    { "a limit of the mean and one of the greatest", test_mean_and_max },
    { "a group needs its least number of scored children", test_min_children },
    { "kinds nest, with a full of their own", test_nested },
    { "a node rounds in its own mode", test_rounding },
};
UNIT_MAIN("folds", cases)
