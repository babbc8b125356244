/* SPDX-License-Identifier: Apache-2.0 */
/* score_test.c - goldens of the rule core: domain.md 1.5, 2.4 and 10. */
#include "score_kit.h"

static struct kit kit;

#define LEVEL_U "subject = ( \"u\" ); levels = ( { id = \"u\"; of = ( \"u\" ); } );\n"

/* ---- The customer sheet --------------------------------------------------- */

#define PWL(id, w, at)                                     \
    "{ id = \"" id "\"; weight = " w "; indicator = \"" id \
    "\"; points = { kind = \"pwl\"; at = ( " at " ); }; }"

static const char
    customer[] = LEVEL_U "scheme = ( { from = \"2011-01\"; nodes = (\n"
                         " { id = \"A\"; weight = 30; nodes = (\n" PWL(
                             "A1",
                             "4", "(-1, 0), (0, 0.6), (1, 1)") ",\n" PWL("A2",
                                                                         "4", "(-1, 0), (0, 0.6), (1, 1)") ",\n" PWL("A3", "8", "(-2, 0), (0, 0.8), (2, 1)") ",\n" PWL("A4", "8", "(-2, 0), (0, 0.8), (2, 1)") ",\n" PWL("A5", "6", "(75, 0), (80, 0.8), (85, 1)") " ); },\n"
                                                                                                                                                                                                                                                                   " { id = \"B\"; weight = 30; nodes = (\n" PWL("B1", "8", "(75, 0), (85, 0.8), (90, 1)") ",\n" PWL("B2", "6", "(80, 0), (90, 0.8), (95, 1)") ",\n" PWL("B3", "4", "(70, 0), (80, 0.8), (85, 1)") ",\n" PWL("B4", "4", "(12, 0), (8, 0.8), (6, 1)") ",\n" PWL("B5",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "4",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "(20, 0), (10, 0.8), (5, 1)") ",\n" PWL("B6", "4", "(40, 0), (20, 0.8), (10, 1)") " ); },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 " { id = \"C\"; weight = 40; indicator = \"C\"; points = { kind = \"value\"; }; } ); } );\n";
static const char customer_measures[] =
    "A1 dec2 up\nA2 dec2 up\nA3 dec2 up\nA4 dec2 up\nA5 dec2 up\nB1 dec2 up\nB2 dec2 up\n"
    "B3 dec2 up\nB4 dec2\nB5 dec2\nB6 dec2\nC dec2 up\n";
static const char customer_results[] =
    "x A1 0.3\nx A2 -0.2\nx A3 1.1\nx A4 -0.5\nx A5 82.5\nx B1 87.4\nx B2 93.0\nx B3 78.0\n"
    "x B4 9.2\nx B5 7.5\nx B6 26.0\nx C 0\n";

static void test_customer_sheet(void)
{
    static const struct {
        const char *node, *exact, *printed;
    } rows[] = {
        { "A/A1", "72/25", "2.88" },  { "A/A2", "48/25", "1.92" },
        { "A/A3", "182/25", "7.28" }, { "A/A4", "24/5", "4.80" },
        { "A/A5", "27/5", "5.40" },   { "B/B1", "896/125", "7.17" },
        { "B/B2", "138/25", "5.52" }, { "B/B3", "64/25", "2.56" },
        { "B/B4", "56/25", "2.24" },  { "B/B5", "18/5", "3.60" },
        { "B/B6", "56/25", "2.24" },  { "A", "557/25", "22.28" },
        { "B", "2916/125", "23.33" }, { "total", "5701/125", "45.61" },
    };
    if (!kit_run(&kit, customer, customer_measures, customer_results)) {
        CU_FAIL("the sheet is not scored");
        return;
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_text(kit_cell(&kit, "u", "x", rows[i].node, "=score"), rows[i].exact, i);
        check_text(kit_cell(&kit, "u", "x", rows[i].node, "score"), rows[i].printed, i);
    }
    check_text(kit_unsound(&kit), NULL, 0);
}

/* domain.md 10.4, A1: A's own weight is shared within A only, 75.71 and not 75.76. */
static void test_na_stays_in_its_group(void)
{
    static const struct {
        const char *node, *column, *text;
    } rows[] = {
        { "total", "score", "75.71" },     { "A", "=score", "291/13" },
        { "A/A1", "state", "na" },         { "A/A1", "score", "" },
        { "A/A1", "weight_used", "0.00" }, { "A/A1", "contribution", "" },
        { "A/A3", "weight_used", "9.23" }, { "A/A3", "weight", "8" },
        { "B", "weight_used", "30.00" },   { "B/B1", "weight_used", "8.00" },
    };
    check_true(kit_run(&kit, customer, customer_measures,
                       "x A1 none\nx A2 -0.2\nx A3 1.1\nx A4 -0.5\nx A5 82.5\nx B1 87.4\n"
                       "x B2 93.0\nx B3 78.0\nx B4 9.2\nx B5 7.5\nx B6 26.0\nx C 30\n"),
               0);
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(kit_cell(&kit, "u", "x", rows[i].node, rows[i].column), rows[i].text, i);
    check_text(kit_unsound(&kit), NULL, 0);
}

/* Leaves whose value is their score out of 100. */
#define OF_100(id, w)                                                  \
    "{ id = \"" id "\"; weight = " w "; full = 100; indicator = \"" id \
    "\"; points = { kind = \"value\"; }; }"
static const char four_measures[] =
    "a dec2 up\nb dec2 up\nc dec2 up\nd dec2 up\ne dec2\nk i64\n";

/* domain.md 10.4 A1: 56.75 and 45.40.  domain.md 10 states: what is pending is counted,
 * with a second total without it. */
static void test_na_against_missing(void)
{
    static const char four[] =
        LEVEL_U "scheme = ( { from = \"2011-01\"; nodes = (" OF_100("a", "30") "," OF_100(
            "b", "40") "," OF_100("c", "20") "," OF_100("d", "10") "); } );";
    static const struct {
        const char *results, *total, *state;
    } rows[] = {
        { "x a 62\nx b 55\nx c none\nx d 48\n", "56.75", "ok" },
        { "x a 62\nx b 55\nx c missing\nx d 48\n", "45.40", "ok" },
        { "x a 62\nx b 55\nx d 48\n", "56.75", "ok" },
        { "x a none\nx b none\nx c none\nx d none\n", "", "na" },
        { "x a missing\nx b none\nx c missing\nx d none\n", "0.00", "missing" },
        { "x a missing\nx b missing\nx c missing\nx d 50\n", "5.00", "ok" },
        { "x a 50 upheld 60\nx b 50\nx c 50\nx d 50\n", "50.00", "pending" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(kit_run(&kit, four, four_measures, rows[i].results), i);
        check_text(kit_cell(&kit, "u", "x", "total", "score"), rows[i].total, i);
        check_text(kit_cell(&kit, "u", "x", "total", "state"), rows[i].state, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
    check_text(kit_cell(&kit, "u", "x", "total_if_upheld", "score"), "53.00", 0);
    check_text(kit_cell(&kit, "u", "x", "total_if_upheld", "contribution"), "", 0);
    check_text(kit_cell(&kit, "u", "x", "a", "state"), "pending", 0);
    check_text(kit_cell(&kit, "u", "x", "a", "flags"), "provisional", 0);
}

/* A group whose children are all na is na and gives its weight to its siblings. */
static void test_empty_group_gives_its_weight(void)
{
    check_true(
        kit_run(&kit,
                LEVEL_U
                "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"G\"; "
                "weight = 60; nodes = (" OF_100("a", "20") "," OF_100(
                    "b", "40") "); }," OF_100("c", "30") "," OF_100("d", "10") "); } );",
                four_measures, "x a none\nx b none\nx c 50\nx d 90\n"),
        0);
    check_text(kit_cell(&kit, "u", "x", "G", "state"), "na", 0);
    check_text(kit_cell(&kit, "u", "x", "G/a", "weight_used"), "", 0);
    check_text(kit_cell(&kit, "u", "x", "total", "=score"), "60", 0);
    check_text(kit_cell(&kit, "u", "x", "c", "weight_used"), "75.00", 0);
    check_text(kit_unsound(&kit), NULL, 0);
}

/* ---- Deductions, bonuses and bounds --------------------------------------- */

/* A section of 40 with deductions and a bonus inside, and another of 60. */
#define SECTION(more)                                                                      \
    LEVEL_U "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"S\"; weight = 40; " more  \
            " nodes = (" OF_100("a", "40") ", { id = \"D\"; kind = \"deductions\"; cap = " \
                                           "30; nodes = ( { id = \"e\"; indicator = "      \
                                           "\"e\"; points = { kind = \"value\"; "          \
                                           "}; }, { id = \"k\"; indicator = \"k\"; "       \
                                           "points = { kind = \"each\"; deduct = "         \
                                           "2; cap = 20; }; } ); }, { id = \"P\"; kind = " \
                                           "\"bonus\"; cap = 5; nodes = ( "                \
                                           "{ id = \"c\"; indicator = \"c\"; points = { "  \
                                           "kind = \"value\"; }; } ); } ); "               \
                                           "}," OF_100("b", "60") "); } );"

/* domain.md 10.8 trap 9. */
static void test_cap_then_floor_then_bonus(void)
{
    static const struct {
        const char *scheme, *results, *section, *total, *adjustments;
    } rows[] = {
        /* 40 - 4 - 2 + 3 */
        { SECTION("floor = 0;"), "x a 100\nx b 50\nx c 3\nx e 4\nx k 1\n", "37", "67", "" },
        /* 20 - min(30, 25 + 20) = -10, floor 0, + 3 */
        { SECTION("floor = 0;"), "x a 50\nx b 50\nx c 3\nx e 25\nx k 99\n", "3", "33",
          "S/D/~cap 15 S/~floor 10" },
        { SECTION(""), "x a 50\nx b 50\nx c 3\nx e 25\nx k 99\n", "-7", "23",
          "S/D/~cap 15" },
        /* bonus: cap 5, section cap 42 */
        { SECTION("floor = 0; cap = 42;"), "x a 100\nx b 50\nx c 9\nx e 0\nx k 0\n", "42",
          "72", "S/P/~cap -4 S/~cap -3" },
        /* the total stays within 0 and full */
        { SECTION(""), "x a 100\nx b 100\nx c 9\nx e 0\nx k 0\n", "45", "100",
          "S/P/~cap -4 total/~cap -5" },
        { SECTION(""), "x a 0\nx b 0\nx c 0\nx e 50\nx k 0\n", "-30", "0",
          "S/D/~cap 20 total/~floor 30" },
        /* within a group whose weight is shared, all is shared alike */
        { SECTION("floor = 0;"), "x a 100\nx b none\nx c 3\nx e 4\nx k 1\n", "37", "185/2",
          "" },
        { SECTION("floor = 0;"), "x a none\nx b 50\nx c 3\nx e 4\nx k 1\n", "", "50", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char found[512] = "";
        check_true(kit_run(&kit, rows[i].scheme, four_measures, rows[i].results), i);
        check_text(kit_cell(&kit, "u", "x", "S", "=score"), rows[i].section, i);
        check_text(kit_cell(&kit, "u", "x", "total", "=score"), rows[i].total, i);
        for (uint32_t k = 0; k < kit.out.n_rows; k++)
            if (strchr(kit.out.rows[k].node, '~'))
                snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s %s",
                         *found ? " " : "", kit.out.rows[k].node,
                         kit.out.rows[k].contribution.x);
        check_text(found, rows[i].adjustments, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
    check_text(kit_cell(&kit, "u", "x", "S/D/e", "kind"), "adjustment", 0);
    check_text(kit_cell(&kit, "u", "x", "S/D", "kind"), "group", 0);
}

/* The bonus of a root group may lie above the full where the version says so. */
static void test_cap_of_the_total(void)
{
    check_true(
        kit_run(
            &kit,
            LEVEL_U "scheme = ( { from = \"2011-01\"; cap = 110; nodes = (" OF_100(
                "a",
                "100") ", { id = \"P\"; kind = \"bonus\"; nodes = ( { id = \"b\"; "
                       "indicator = \"b\"; points = { kind = \"value\"; }; } ); } ); } );",
            four_measures, "x a 95\nx b 8\ny a 95\ny b 80\n"),
        0);
    check_text(kit_cell(&kit, "u", "x", "total", "score"), "103.00", 0);
    check_text(kit_cell(&kit, "u", "y", "total", "score"), "110.00", 0);
    check_text(kit_cell(&kit, "u", "y", "total/~cap", "contribution"), "-65.00", 0);
    check_text(kit_unsound(&kit), NULL, 0);
}

/* ---- Rounding -------------------------------------------------------------- */

static void test_rounding_stages(void)
{
    static const struct {
        const char *version, *leaf, *value, *score, *total;
    } rows[] = {
        { "", "", "2.75", "2.75", "2.75" },
        { "digits = 1;", "", "2.75", "2.8", "2.8" },
        { "digits = 1; rounding = \"half_even\";", "", "2.65", "2.6", "2.6" },
        { "digits = 1; rounding = \"half_even\";", "", "2.75", "2.8", "2.8" },
        { "digits = 1; rounding = \"truncate\";", "", "2.79", "2.7", "2.7" },
        { "", "round = true; digits = 0;", "2.5", "3", "3.00" },
        { "", "round = true; digits = 1;", "2.25", "2.3", "2.30" },
        { "rounding = \"truncate\";", "round = true; digits = 0;", "2.99", "2", "2.00" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[2048], results[64];
        snprintf(text, sizeof text,
                 LEVEL_U
                 "scheme = ( { from = \"2011-01\"; %s nodes = ( { id = \"a\"; weight "
                 "= 100; %s indicator = \"a\"; points = { kind = \"value\"; }; } ); } );",
                 rows[i].version, rows[i].leaf);
        snprintf(results, sizeof results, "x a %s\n", rows[i].value);
        check_true(kit_run(&kit, text, four_measures, results), i);
        check_text(kit_cell(&kit, "u", "x", "a", "score"), rows[i].score, i);
        check_text(kit_cell(&kit, "u", "x", "total", "score"), rows[i].total, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
}

/* Thirds: as printed they add up too. */
static void test_printed_contributions_add_up(void)
{
    check_true(
        kit_run(&kit,
                LEVEL_U
                "scheme = ( { from = \"2011-01\"; nodes = (" OF_100("a", "40") "," OF_100(
                    "b", "30") "," OF_100("c", "20") "," OF_100("d", "10") "); } );",
                four_measures, "x a none\nx b 33.33\nx c 66.67\nx d 11.11\n"),
        0);
    check_text(kit_cell(&kit, "u", "x", "total", "=score"), "2037/50", 0);
    check_text(kit_cell(&kit, "u", "x", "total", "score"), "40.74", 0);
    check_text(kit_unsound(&kit), NULL, 0);
    /* A check that cannot fail is none: change one cell, exactly or as printed. */
    for (size_t i = 0; i < 2; i++) {
        struct scored_row *r = &kit.out.rows[3];
        struct exact kept = r->contribution;
        if (i)
            r->contribution.p = "1.00";
        else
            r->contribution.x = "1/7";
        check_text(kit_unsound(&kit), "x", i);
        r->contribution = kept;
    }
}

/* ---- Versions --------------------------------------------------------------- */

static void test_versions(void)
{
    static const char two[] =
        "subject = ( \"role\", \"u\" ); levels = ( { id = \"u\"; of = ( \"role\", \"u\" ); "
        "} );\n"
        "scheme = (\n"
        " { from = \"2011-05\"; nodes = (" OF_100(
            "d", "100") "); },\n"
                        " { from = \"2010-01\"; id = \"old\"; for = { role = ( \"SG\", "
                        "\"JL\" ); }; nodes = "
                        "(" OF_100(
                            "a",
                            "100") "); },\n"
                                   " { from = \"2011-04\"; id = \"new\"; for = { role = ( "
                                   "\"JL\", \"SG\" ); }; nodes = "
                                   "(" OF_100(
                                       "b",
                                       "100") "); },\n"
                                              " { from = \"2011-04\"; id = \"later\"; for "
                                              "= { role = \"SJ\"; }; nodes = (" OF_100(
                                                  "c", "100") "); } );";
    static const struct {
        int32_t month;
        const char *subject, *score, *flags, *scheme;
    } rows[] = {
        { 2011 * 12 + 2, "SG/x", "1.00", "", "old" },
        { 2011 * 12 + 3, "SG/x", "2.00", "", "new later" },
        { 2011 * 12 + 3, "SJ/x", "3.00", "", "new later" },
        { 2011 * 12 + 3, "DD/x", "", "no_scheme", "new later" },
        { 2011 * 12 + 2, "SJ/x", "", "no_scheme", "old" },
        { 2009 * 12, "SG/x", "", "no_scheme", "" },
        { 2011 * 12 + 4, "SG/x", "2.00", "", "2011-05 new later" },
        { 2011 * 12 + 4, "DD/x", "4.00", "", "2011-05 new later" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_load(&kit, NULL, NULL, two);
        kit.month = rows[i].month;
        kit_measures(&kit, four_measures);
        check_true(kit_scheme(&kit), i);
        kit_results(&kit, "SG/x a 1\nSG/x b 2\nSG/x d 4\nSJ/x c 3\nSJ/x d 4\nDD/x d 4\n");
        check_true(kit_score(&kit), i);
        check_text(kit_cell(&kit, "u", rows[i].subject, "total", "score"), rows[i].score,
                   i);
        check_text(kit_cell(&kit, "u", rows[i].subject, "total", "flags"), rows[i].flags,
                   i);
        check_text(kit.out.scheme, rows[i].scheme, i);
    }
}

/* ---- Leaves with dates of their own ----------------------------------------- */

static void test_variants(void)
{
    static const char days[] = LEVEL_U
        "days = ( { id = \"edges\"; days = ( 1, 2, -1 ); } );\n"
        "scheme = ( { from = \"2011-01\"; nodes = (\n"
        " { id = \"a\"; weight = 20; full = 100; indicator = \"a\"; points = { kind = "
        "\"value\"; }; },\n"
        " { id = \"b\"; weight = 20; full = 100; indicator = \"a\"; days = \"edges\"; "
        "points = { kind = \"value\"; }; },\n"
        " { id = \"c\"; weight = 20; full = 100; indicator = \"a\"; each = \"day\"; "
        "points = { kind = \"value\"; }; },\n"
        " { id = \"d\"; weight = 20; full = 100; indicator = \"a\"; each = \"day\"; "
        "fold = \"max\"; days = \"edges\"; points = { kind = \"value\"; }; },\n"
        " { id = \"e\"; weight = 20; full = 100; indicator = \"b\"; months = 6; points "
        "= { kind = \"value\"; }; } ); } );";
    static const struct {
        const char *node, *score, *state, *flags;
    } rows[] = {
        { "a", "10.00", "ok", "" },
        { "b", "20.00", "ok", "" },
        { "c", "7.00", "ok", "day:2011-04-02" },
        { "d", "9.00", "ok", "day:2011-04-01" },
        { "e", "12.00", "ok", "carried" },
        { "total", "11.60", "ok", "" },
    };
    char results[1024];
    int32_t first = civil_day(2011, 4, 1);
    snprintf(
        results, sizeof results,
        "x a 10\nx b 99\nx a 20 variant 1\nx a 8 variant 2 day %d\nx a 7 variant 2 day %d\n"
        "x a none variant 2 day %d\nx a 7 variant 2 day %d\nx a 9 variant 3 day %d\n"
        "x a 3 variant 3 day %d\nx b 12 variant 4\n",
        first, first + 1, first + 2, first + 3, first, first + 1);
    check_true(kit_run(&kit, days, four_measures, results), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_text(kit_cell(&kit, "u", "x", rows[i].node, "score"), rows[i].score, i);
        check_text(kit_cell(&kit, "u", "x", rows[i].node, "state"), rows[i].state, i);
        check_text(kit_cell(&kit, "u", "x", rows[i].node, "flags"), rows[i].flags, i);
    }
    const struct variant *v = kit.order.variants;
    check_i64(kit.order.n_variants, 5, 0);
    check_i64(v[0].n_wanted, 0, 0);
    check_i64(v[0].from, first, 0);
    check_i64(v[0].to, first + 30, 0);
    check_i64(v[1].n_days, 3, 1);
    check_i64(v[1].days[0], first, 1);
    check_i64(v[1].days[2], first + 29, 1);
    check_i64(v[1].n_wanted, 1, 1);
    check_true(v[2].each_day && !v[2].days, 2);
    check_true(v[3].each_day && v[3].n_days == 3, 3);
    check_i64(v[4].months, 6, 4);
    check_i64(v[4].month, 2010 * 12 + 11, 4);
    check_i64(v[4].from, civil_day(2010, 7, 1), 4);
    check_i64(v[4].to, civil_day(2011, 1, 1), 4);
    check_i64(v[4].n_wanted, 1, 4);
}

/* A leaf's window is the last of its length that ended with the domain's month or before,
 * anchored in January, cut on the domain's day. */
static void test_windows_of_leaves(void)
{
    static const struct {
        const char *cycle, *months;
        int month; /* of 2011; the domain's */
        const char *from, *to, *flags;
    } rows[] = {
        { "months = 1;", "6", 5, "2010-07-01", "2010-12-31", "carried" },
        { "months = 1;", "6", 6, "2011-01-01", "2011-06-30", "" },
        { "months = 1;", "6", 11, "2011-01-01", "2011-06-30", "carried" },
        { "months = 1;", "6", 12, "2011-07-01", "2011-12-31", "" },
        { "months = 2;", "4", 4, "2011-01-01", "2011-04-30", "" },
        { "months = 2;", "4", 2, "2010-09-01", "2010-12-31", "carried" },
        { "months = 2;", "4", 6, "2011-01-01", "2011-04-30", "carried" },
        { "months = 6;", "1", 6, "2011-06-01", "2011-06-30", "" },
        { "months = 4;", "3", 4, "2011-01-01", "2011-03-31", "carried" },
        { "months = 1; last_day = 25;", "6", 6, "2010-12-26", "2011-06-25", "" },
        { "months = 1; last_day = 25;", "12", 11, "2009-12-26", "2010-12-25", "carried" },
        { "months = 2;", "2", 4, "2011-03-01", "2011-04-30", "" }, /* the domain's own */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[1024], from[11], to[11];
        snprintf(text, sizeof text,
                 LEVEL_U "cycle = { %s }; scheme = ( { from = \"2001-01\"; nodes = (\n"
                         " { id = \"a\"; weight = 100; indicator = \"a\"; months = %s; "
                         "points = { kind = \"value\"; }; } ); } );",
                 rows[i].cycle, rows[i].months);
        kit_load(&kit, NULL, NULL, text);
        kit_measures(&kit, four_measures);
        kit.month = 2011 * 12 + rows[i].month - 1;
        check_true(kit_scheme(&kit), i);
        const struct variant *v = &kit.order.variants[kit.order.n_variants - 1];
        day_text(from, v->from);
        day_text(to, v->to - 1);
        check_text(from, rows[i].from, i);
        check_text(to, rows[i].to, i);
        check_text(v->month < kit.month ? "carried" : "", rows[i].flags, i);
    }
    check_i64(kit.order.n_variants, 1, 0);
}

/* A veto looks at a window of its own, and the leaves beside it at the domain's. */
static void test_veto_window(void)
{
    static const char sheet[] = LEVEL_U
        "vetoes = ( { id = \"Y\"; indicator = \"b\"; months = 12; actions = ( { total = 0; "
        "} ); } );\n"
        "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight = 100; indicator "
        "= "
        "\"a\"; points = { kind = \"value\"; }; } ); } );";
    static const struct {
        const char *results, *score;
    } rows[] = {
        { "x a 80\nx b 1\n", "80.00" },           /* in the own window only */
        { "x a 80\nx b 1 variant 1\n", "0.00" },  /* in the year */
        { "x a 80\nx b 0 variant 1\n", "80.00" }, /* not above 0 */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(kit_run(&kit, sheet, four_measures, rows[i].results), i);
        check_text(kit_cell(&kit, "u", "x", "total", "score"), rows[i].score, i);
        check_i64(kit.order.n_variants, 2, i);
        check_i64(kit.order.variants[1].from, civil_day(2010, 1, 1), i);
        check_i64(kit.order.variants[1].n_wanted, 1, i);
    }
}

/* A falsified value scores 0, and few samples are flagged. */
static void test_flags(void)
{
    check_true(
        kit_run(
            &kit,
            LEVEL_U "scheme = ( { from = \"2011-01\"; nodes = (" OF_100(
                "a",
                "50") ", { id = \"b\"; weight = 50; full = 100; indicator = "
                      "\"b\"; min_samples = 30; points = { kind = \"value\"; }; } ); } );",
            four_measures,
            "x a 80 flags 2\nx b 60 samples 29\ny a 80\ny b 60 samples 30\n"),
        0);
    check_text(kit_cell(&kit, "u", "x", "a", "score"), "0.00", 0);
    check_text(kit_cell(&kit, "u", "x", "a", "value"), "80.00", 0);
    check_text(kit_cell(&kit, "u", "x", "a", "flags"), "falsified", 0);
    check_text(kit_cell(&kit, "u", "x", "b", "flags"), "thin", 0);
    check_text(kit_cell(&kit, "u", "y", "b", "flags"), "", 0);
}

static const struct unit_case cases[] = {
    { "the customer sheet gives 22.28 + 23.328 = 45.608", test_customer_sheet },
    { "a leaf that is na gives its weight to its group: 75.71",
      test_na_stays_in_its_group },
    { "na and missing: 56.75 and 45.40", test_na_against_missing },
    { "an empty group gives its weight to its siblings",
      test_empty_group_gives_its_weight },
    { "caps come first, then the floor, then the bonus", test_cap_then_floor_then_bonus },
    { "a version may let the total pass its full", test_cap_of_the_total },
    { "rounding happens where the scheme says so", test_rounding_stages },
    { "printed contributions add up", test_printed_contributions_add_up },
    { "versions follow the month and the key", test_versions },
    { "days of their own are variants", test_variants },
    { "leaves have windows of their own", test_windows_of_leaves },
    { "vetoes have windows of their own", test_veto_window },
    { "falsified and thin values are flagged", test_flags },
};
UNIT_MAIN("score", cases)
