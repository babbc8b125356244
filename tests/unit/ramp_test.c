/* SPDX-License-Identifier: Apache-2.0 */
/* ramp_test.c - breakpoints that name indicators of the same subject, ramps with values of
 * their own below, above and inside, and what a leaf does with few samples. */
#include "score_kit.h"

static struct kit kit;

#define HEAD                                                               \
    "subject = ( \"u\" ); levels = ( { id = \"u\"; of = ( \"u\" ); } );\n" \
    "scheme = ( { from = \"2011-01\"; "

static const char measures[] = "p f64 up\nv dec2 up\nlow dec2\nb dec2 up\nt dec2 up\n"
                               "c dec2 up\nr ratio up\nkm per up\nshare ratio up\n";

struct row {
    const char *leaf, *full, *results, *score, *state, *flags;
};

static bool run_leaf(const char *leaf, const char *full, const char *results)
{
    char text[4096];
    snprintf(text, sizeof text,
             HEAD "nodes = ( { id = \"L\"; weight = 100; full = %s; %s } ); } );", full,
             leaf);
    return kit_run(&kit, text, measures, results);
}

static void check_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        check_true(run_leaf(rows[i].leaf, rows[i].full, rows[i].results), i);
        check_text(kit_unsound(&kit), NULL, i);
        check_text(kit_cell(&kit, "u", "x", "L", "=score"), rows[i].score, i);
        check_text(kit_cell(&kit, "u", "x", "L", "state"), rows[i].state, i);
        check_text(kit_cell(&kit, "u", "x", "L", "flags"), rows[i].flags, i);
    }
}

/* The deck vbp, its rules as they are printed: v performance, t threshold, b benchmark, c
 * own baseline. */
#define ACHIEVEMENT(direction)                                                            \
    "kind = \"ramp\"; direction = \"" direction "\"; from = \"t\"; to = \"b\"; low = 0; " \
    "high = 9; below = 0; above = 10; equal = \"to_first\"; reversed = \"to_first\"; "    \
    "inside = { add = 0.5; digits = 0; min = 1; max = 9; };"
#define IMPROVEMENT(direction)                                                            \
    "kind = \"ramp\"; direction = \"" direction "\"; from = \"c\"; to = \"b\"; low = 0; " \
    "high = 10; below = 0; at_from = \"below\"; above = 9; equal = \"from_first\"; "      \
    "reversed = \"from_first\"; inside = { add = -0.5; digits = 0; min = 0; max = 9; };"
#define UP(rule) "indicator = \"v\"; points = { " rule " };"
#define DOWN(rule) "indicator = \"low\"; points = { " rule " };"
static void test_ramps(void)
{
    static const struct row rows[] = {
        { UP(ACHIEVEMENT("rising")), "10", "x v 90\nx t 60\nx b 90\n", "10", "ok", "" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 59.99\nx t 60\nx b 90\n", "0", "ok", "" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 60\nx t 60\nx b 90\n", "1", "ok", "" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 61\nx t 60\nx b 90\n", "1", "ok", "" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 70\nx t 60\nx b 90\n", "4", "ok", "" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 89.99\nx t 60\nx b 90\n", "9", "ok", "" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 80\nx t 80\nx b 80\n", "10", "ok",
          "breakpoints:equal" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 75\nx t 80\nx b 70\n", "10", "ok",
          "breakpoints:reversed" },
        { UP(ACHIEVEMENT("rising")), "10", "x v 75\nx t 80\nx b none\n", "", "na", "" },
        { DOWN(ACHIEVEMENT("falling")), "10", "x low 0.8\nx t 1\nx b 0.85\n", "10", "ok",
          "" },
        { DOWN(ACHIEVEMENT("falling")), "10", "x low 1.01\nx t 1\nx b 0.85\n", "0", "ok",
          "" },
        { DOWN(ACHIEVEMENT("falling")), "10", "x low 0.95\nx t 1\nx b 0.85\n", "4", "ok",
          "" },
        { UP(IMPROVEMENT("rising")), "10", "x v 60\nx c 60\nx b 90\n", "0", "ok", "" },
        { UP(IMPROVEMENT("rising")), "10", "x v 61\nx c 60\nx b 90\n", "0", "ok", "" },
        { UP(IMPROVEMENT("rising")), "10", "x v 63\nx c 60\nx b 90\n", "1", "ok", "" },
        { UP(IMPROVEMENT("rising")), "10", "x v 75\nx c 60\nx b 90\n", "5", "ok", "" },
        { UP(IMPROVEMENT("rising")), "10", "x v 95\nx c 60\nx b 90\n", "9", "ok", "" },
        { UP(IMPROVEMENT("rising")), "10", "x v 96\nx c 95\nx b 90\n", "9", "ok",
          "breakpoints:reversed" },
        { UP(IMPROVEMENT("rising")), "10", "x v 95\nx c 95\nx b 90\n", "0", "ok",
          "breakpoints:reversed" },
        { UP(IMPROVEMENT("rising")), "10", "x v 91\nx c 90\nx b 90\n", "9", "ok",
          "breakpoints:equal" },
        { UP(IMPROVEMENT("rising")), "10", "x v 91\nx c n/a\nx b 90\n", "", "na", "" },
    };
    check_rows(rows, COUNT(rows));
}

/* Numbers may be breakpoints too; then nothing can be equal or reversed. */
#define PLAIN(more) UP("kind = \"ramp\"; from = 10; to = 20; low = 2; high = 7; " more)
static void test_plain_ramps(void)
{
    static const struct row rows[] = {
        { PLAIN(""), "10", "x v 9\n", "2", "ok", "" },
        { PLAIN(""), "10", "x v 10\n", "2", "ok", "" },
        { PLAIN(""), "10", "x v 15\n", "9/2", "ok", "" },
        { PLAIN(""), "10", "x v 20\n", "7", "ok", "" },
        { PLAIN("below = 0; above = 10;"), "10", "x v 9.99\n", "0", "ok", "" },
        { PLAIN("below = 0; above = 10;"), "10", "x v 10\n", "2", "ok", "" },
        { PLAIN("below = 0; at_from = \"below\";"), "10", "x v 10\n", "0", "ok", "" },
        { PLAIN("above = 10; at_to = \"inside\";"), "10", "x v 20\n", "7", "ok", "" },
        { PLAIN("above = 10; at_to = \"inside\";"), "10", "x v 20.01\n", "10", "ok", "" },
        { PLAIN("inside = { digits = 0; };"), "10", "x v 15\n", "5", "ok", "" },
        { PLAIN("inside = { digits = 0; mode = \"half_even\"; };"), "10", "x v 15\n", "4",
          "ok", "" },
        { PLAIN("inside = { add = -5; };"), "10", "x v 15\n", "0", "ok", "" },
        { DOWN("kind = \"ramp\"; from = 20; to = 10; low = 0; high = 10;"), "10",
          "x low 12\n", "8", "ok", "" },
    };
    check_rows(rows, COUNT(rows));
}

/* domain.md 9.8, W36: 0.15 per 100 km of trunk cable, at least what 470 km give, to one
 * digit: 300 km 0.7, 470 km (0.705) 0.7, 500 km 0.8, 833 km (1.2495) 1.2. */
#define ALLOWANCE                                                                        \
    UP("kind = \"ramp\"; from = 0; to = 10000; low = 0; high = 15; inside = { digits = " \
       "1; "                                                                             \
       "min = 0.7; };")
static void test_cable_allowance(void)
{
    static const struct row rows[] = {
        { ALLOWANCE, "15", "x v 300\n", "7/10", "ok", "" },
        { ALLOWANCE, "15", "x v 470\n", "7/10", "ok", "" },
        { ALLOWANCE, "15", "x v 500\n", "4/5", "ok", "" },
        { ALLOWANCE, "15", "x v 833\n", "6/5", "ok", "" },
    };
    check_rows(rows, COUNT(rows));
}

/* pwl, linear, tier and unit with the subject's own numbers; M3's rule for a target that is
 * the baseline is to_first. */
#define PWL(equal, reversed)                                                               \
    UP("kind = \"pwl\"; direction = \"rising\"; at = ( (\"b\", 0), (\"t\", 0.8), (\"c\", " \
       "1) "                                                                               \
       "); equal = " equal "; reversed = " reversed ";")
#define PER(equal, reversed) \
    UP("kind = \"linear\"; per = \"t\"; equal = " equal "; reversed = " reversed ";")
#define TIER(equal, reversed)                                                         \
    UP("kind = \"tier\"; steps = ( { below = \"b\"; points = 0; }, { below = \"t\"; " \
       "points "                                                                      \
       "= 6; }, { points = 10; } ); equal = " equal "; reversed = " reversed ";")
#define UNIT \
    UP("kind = \"unit\"; beyond = \"t\"; side = \"below\"; unit = 1; each = 2; cap = 8;")
static void test_named_breakpoints(void)
{
    static const struct row rows[] = {
        { PWL("3", "4"), "10", "x v 70\nx b 60\nx t 80\nx c 90\n", "4", "ok", "" },
        { PWL("3", "4"), "10", "x v 95\nx b 60\nx t 80\nx c 90\n", "10", "ok", "" },
        { PWL("3", "4"), "10", "x v 70\nx b 80\nx t 80\nx c 90\n", "3", "ok",
          "breakpoints:equal" },
        { PWL("3", "4"), "10", "x v 70\nx b 85\nx t 80\nx c 90\n", "4", "ok",
          "breakpoints:reversed" },
        { PWL("3", "4"), "10", "x v 70\nx b 90\nx t 80\nx c 80\n", "4", "ok",
          "breakpoints:reversed" },
        { PWL("\"na\"", "4"), "10", "x v 70\nx b 80\nx t 80\nx c 90\n", "", "na",
          "breakpoints:equal" },
        { PWL("\"to_first\"", "4"), "10", "x v 90\nx b 80\nx t 80\nx c 90\n", "10", "ok",
          "breakpoints:equal" },
        { PWL("\"to_first\"", "4"), "10", "x v 89\nx b 80\nx t 80\nx c 90\n", "0", "ok",
          "breakpoints:equal" },
        { PWL("\"from_first\"", "4"), "10", "x v 80\nx b 80\nx t 80\nx c 90\n", "0", "ok",
          "breakpoints:equal" },
        { PWL("\"from_first\"", "4"), "10", "x v 81\nx b 80\nx t 80\nx c 90\n", "10", "ok",
          "breakpoints:equal" },
        { PER("0", "0"), "10", "x v 60\nx t 80\n", "15/2", "ok", "" },
        { PER("7", "0"), "10", "x v 60\nx t 0\n", "7", "ok", "breakpoints:equal" },
        { PER("\"to_first\"", "0"), "10", "x v 0\nx t 0\n", "10", "ok",
          "breakpoints:equal" },
        { PER("\"from_first\"", "0"), "10", "x v 0\nx t 0\n", "0", "ok",
          "breakpoints:equal" },
        { PER("0", "\"na\""), "10", "x v 1\nx t -1\n", "", "na", "breakpoints:reversed" },
        { TIER("0", "0"), "10", "x v 70\nx b 60\nx t 80\n", "6", "ok", "" },
        { TIER("0", "0"), "10", "x v 80\nx b 60\nx t 80\n", "10", "ok", "" },
        { TIER("1", "2"), "10", "x v 70\nx b 80\nx t 80\n", "1", "ok",
          "breakpoints:equal" },
        { TIER("1", "2"), "10", "x v 70\nx b 80\nx t 60\n", "2", "ok",
          "breakpoints:reversed" },
        { TIER("1", "\"first\""), "10", "x v 85\nx b 80\nx t 60\n", "10", "ok",
          "breakpoints:reversed" },
        { UNIT, "10", "x v 78.5\nx t 80\n", "8", "ok", "" },
        { UNIT, "10", "x v 78.5\nx t none\n", "", "na", "" },
    };
    check_rows(rows, COUNT(rows));
}

/* A baseline under appeal makes the score pending. */
static void test_pending_breakpoint(void)
{
    check_true(
        run_leaf(UP(IMPROVEMENT("rising")), "10", "x v 75\nx c 60 upheld 74\nx b 90\n"), 0);
    check_text(kit_cell(&kit, "u", "x", "L", "state"), "pending", 0);
    check_text(kit_cell(&kit, "u", "x", "total", "score"), "50.00", 1);
    check_text(kit_cell(&kit, "u", "x", "total_if_upheld", "score"), "0.00", 2);
}

/* Fewer samples than asked; a least denominator (M1: a plan of less than 470 km counts as
 * 470); verified of sampled (G2). */
#define SHARE(more) "indicator = \"r\"; points = { kind = \"share\"; }; " more
static void test_samples(void)
{
    static const struct row rows[] = {
        { SHARE("min_samples = 30;"), "100", "x r 3/4 samples 29\n", "75", "ok", "thin" },
        { SHARE("min_samples = 30;"), "100", "x r 3/4 samples 30\n", "75", "ok", "" },
        { SHARE("min_samples = 30; thin = \"flag\";"), "100", "x r 3/4 samples 29\n", "75",
          "ok", "thin" },
        { SHARE("min_samples = 30; thin = \"na\";"), "100", "x r 3/4 samples 29\n", "",
          "na", "thin" },
        { SHARE("min_samples = 30; thin = \"na\"; zero = \"full\";"), "100",
          "x r 3/4 samples 29\n", "", "na", "thin" },
        { SHARE("min_samples = 30; thin = \"na\";"), "100", "x r missing samples 2\n", "0",
          "missing", "" },
        { SHARE("min_denominator = 8;"), "100", "x r 3/4\n", "75/2", "ok", "" },
        { SHARE("min_denominator = 8;"), "100", "x r 3/8\n", "75/2", "ok", "" },
        { SHARE("min_denominator = 8;"), "100", "x r 3/10\n", "30", "ok", "" },
        { SHARE("min_denominator = 8;"), "100", "x r 0/0\n", "", "na", "" },
        { SHARE("min_denominator = 8; zero = \"full\";"), "100", "x r 0/0\n", "100", "ok",
          "no_data" },
        { UP("kind = \"value\";") " of = { kind = \"verified\"; by = \"share\"; };", "100",
          "x v 80\nx share 7/8\n", "70", "ok", "" },
        { UP("kind = \"value\";") " of = { kind = \"verified\"; by = \"share\"; };", "100",
          "x v 80\nx share 0/0\n", "80", "ok", "unverified" },
        { UP("kind = \"value\";") " of = { kind = \"verified\"; by = \"share\"; };", "100",
          "x v 80\nx share 0/9\n", "0", "ok", "" },
    };
    check_rows(rows, COUNT(rows));
}

static const struct unit_case cases[] = {
    { "achievement and improvement of the deck vbp", test_ramps },
    { "ramps between numbers", test_plain_ramps },
    { "a norm with floor and rounding", test_cable_allowance },
    { "breakpoints that name indicators", test_named_breakpoints },
    { "a breakpoint under appeal", test_pending_breakpoint },
    { "samples, denominators, verification", test_samples },
};
UNIT_MAIN("ramp", cases)
