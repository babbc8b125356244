/* SPDX-License-Identifier: Apache-2.0 */
/* settlement_test.c - money that follows from a score: domain.md 10.5 O3. */
#include "score_kit.h"

static struct kit kit;

#define PWL "kind = \"pwl\"; at = ( (60, 0), (70, \"0.8\"), (90, 1) );"
#define TIER                                                       \
    "kind = \"tier\"; steps = ( { below = 60; y = 0; }, { from = " \
    "60; below = 85; y = 0.8; }, { from = 85; y = 1; } );"
#define LINE "kind = \"pwl\"; at = ( (0, 0), (100, 1) );"
static const char measures[] = "f per up\nfee dec2 sum\nn i64\nrest dec2\n";

/* One level; `version` goes into the scheme's version, `more` into the settlement. */
static bool run(const char *coefficient, const char *more, const char *version,
                const char *results)
{
    char domain[2048];
    snprintf(domain, sizeof domain,
             "subject = ( \"p\" ); levels = ( { id = \"p\"; of = ( \"p\" ); } );\n"
             "settlement = { fee = \"fee\"; coefficient = { %s }; %s };\n"
             "vetoes = ( { id = \"V\"; indicator = \"n\"; actions = ( { total = 0; } ); } "
             ");\n"
             "scheme = ( { from = \"2011-01\"; %s nodes = ( { id = \"f\"; weight = 100; "
             "indicator = \"f\"; points = { kind = \"value\"; }; } ); } );",
             coefficient, more, version);
    return kit_run(&kit, domain, measures, results);
}

struct paid_row {
    const char *coefficient, *more, *version, *results, *paid;
};

static void check_paid(const struct paid_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        check_true(run(rows[i].coefficient, rows[i].more, rows[i].version, rows[i].results),
                   i);
        check_text(kit_outcomes(&kit, "x"), rows[i].paid, i);
        check_i64(kit.out.n_notes, 0, i);
    }
}

/* The rule is looked up at the printed score. */
static void test_coefficients(void)
{
    static const struct paid_row rows[] = {
        { PWL, "", "", "x f 175/2\nx fee 60000\n",
          "p:settlement:58500.00:fee 60000.00 coefficient 0.9750 score 87.50" },
        { PWL, "", "", "x f 60\nx fee 60000\n",
          "p:settlement:0.00:fee 60000.00 coefficient 0.0000 score 60.00" },
        { PWL, "", "", "x f 6001/100\nx fee 60000\n",
          "p:settlement:48.00:fee 60000.00 coefficient 0.0008 score 60.01" },
        { PWL, "", "", "x f 90\nx fee 60000\n",
          "p:settlement:60000.00:fee 60000.00 coefficient 1.0000 score 90.00" },
        { PWL, "", "", "x f 100\nx fee 60000\n",
          "p:settlement:60000.00:fee 60000.00 coefficient 1.0000 score 100.00" },
        { TIER, "", "", "x f 16999/200\nx fee 60000\n",
          "p:settlement:60000.00:fee 60000.00 coefficient 1.0000 score 85.00" },
        { TIER, "", "", "x f 42497/500\nx fee 60000\n",
          "p:settlement:48000.00:fee 60000.00 coefficient 0.8000 score 84.99" },
        { TIER, "", "digits = 0; ", "x f 169/2\nx fee 60000\n",
          "p:settlement:60000.00:fee 60000.00 coefficient 1.0000 score 85" },
        { "kind = \"tier\"; precision = 2; steps = ( { upto = 59.99; y = 0; }, { from = "
          "60; "
          "y = 1.2; } );",
          "digits = 1;", "", "x f 11999/200\nx fee 100\n",
          "p:settlement:120.00:fee 100.00 coefficient 1.2 score 60.00" },
        { "kind = \"tier\"; not_monotone = true; steps = ( { upto = 60; y = 1; }, { y = "
          "0.5; } );",
          "", "", "x f 6001/100\nx fee 100\n",
          "p:settlement:50.00:fee 100.00 coefficient 0.5000 score 60.01" },
    };
    check_paid(rows, COUNT(rows));
}

/* The coefficient is rounded before it multiplies; the amount is whole fen. */
static void test_rounding(void)
{
    static const struct paid_row rows[] = {
        { LINE, "", "", "x f 100/3\nx fee 100000\n",
          "p:settlement:33330.00:fee 100000.00 coefficient 0.3333 score 33.33" },
        { LINE, "digits = 2;", "", "x f 100/3\nx fee 100000\n",
          "p:settlement:33000.00:fee 100000.00 coefficient 0.33 score 33.33" },
        { LINE, "digits = 0;", "", "x f 100/3\nx fee 100000\n",
          "p:settlement:0.00:fee 100000.00 coefficient 0 score 33.33" },
        { "kind = \"pwl\"; at = ( (0, 0), (90, 1) );", "digits = 9;", "",
          "x f 30\nx fee 100000\n",
          "p:settlement:33333.33:fee 100000.00 coefficient 0.333333333 score 30.00" },
        { LINE, "", "", "x f 50\nx fee 0.05\n",
          "p:settlement:0.03:fee 0.05 coefficient 0.5000 score 50.00" },
        { LINE, "", "rounding = \"half_even\";", "x f 50\nx fee 0.05\n",
          "p:settlement:0.02:fee 0.05 coefficient 0.5000 score 50.00" },
        { LINE, "", "rounding = \"truncate\";", "x f 50\nx fee 0.05\n",
          "p:settlement:0.02:fee 0.05 coefficient 0.5000 score 50.00" },
        { LINE, "digits = 3;", "", "x f 5005/100\nx fee 1000\n",
          "p:settlement:501.00:fee 1000.00 coefficient 0.501 score 50.05" },
        { LINE, "digits = 3;", "rounding = \"half_even\";", "x f 5005/100\nx fee 1000\n",
          "p:settlement:500.00:fee 1000.00 coefficient 0.500 score 50.05" },
        { LINE, "", "rounding = \"half_even\";", "x f 10001/200\nx fee 1000\n",
          "p:settlement:500.00:fee 1000.00 coefficient 0.5000 score 50.00" },
        { LINE, "", "", "x f 10001/200\nx fee 1000\n",
          "p:settlement:500.10:fee 1000.00 coefficient 0.5001 score 50.01" },
    };
    check_paid(rows, COUNT(rows));
}

static void test_states(void)
{
    static const struct paid_row rows[] = {
        { PWL, "", "", "x f missing\nx fee 60000\n",
          "p:settlement:0.00:fee 60000.00 coefficient 0.0000 score 0.00" },
        { "kind = \"tier\"; steps = ( { below = 60; y = 0.5; }, { y = 1; } );", "", "",
          "x f missing\nx fee 60000\n",
          "p:settlement:30000.00:fee 60000.00 coefficient 0.5000 score 0.00" },
        { PWL, "", "", "x f none\nx fee 60000\n", "" },
        { PWL, "", "", "x f n/a\nx fee 60000\n", "" },
        { PWL, "", "", "x f 90\n", "" },
        { PWL, "", "", "x f 90\nx fee none\n", "" },
        { PWL, "", "", "x f 90\nx fee missing\n", "" },
        { PWL, "", "", "x f 90\nx fee 0\n",
          "p:settlement:0.00:fee 0.00 coefficient 1.0000 score 90.00" },
        { PWL, "", "", "x f 70 upheld 90\nx fee 60000\n",
          "p:settlement:48000.00:fee 60000.00 coefficient 0.8000 score 70.00" },
        { PWL, "", "", "x f 90\nx fee 50000 upheld 60000\n",
          "p:settlement:50000.00:fee 50000.00 coefficient 1.0000 score 90.00" },
        { PWL, "", "", "x f 90\nx n 1\nx fee 60000\n",
          "p:settlement:0.00:fee 60000.00 coefficient 0.0000 score 0.00\np:veto:total 0:"
          "n" },
    };
    check_paid(rows, COUNT(rows));
    check_true(run(PWL, "", "id = \"y\"; for = { p = \"y\"; };", "x f 90\nx fee 1\n"), 0);
    check_text(kit_cell(&kit, NULL, "x", "total", "flags"), "no_scheme", 0);
    check_text(kit_outcomes(&kit, "x"), "", 0);
}

/* A fee below 0 is no fee, and a sentence names it. */
static void test_fees_below_0(void)
{
    check_true(run(PWL, "", "", "x f 90\nx fee -5\ny f 90\ny fee -0.01\nz f 90\nz fee 1\n"),
               0);
    check_text(kit_outcomes(&kit, "x"), "", 0);
    check_text(kit_outcomes(&kit, "y"), "", 0);
    check_text(kit_outcomes(&kit, "z"),
               "p:settlement:1.00:fee 1.00 coefficient 1.0000 score 90.00", 0);
    check_i64(kit.out.n_notes, 1, 0);
    check_text(kit.out.n_notes ? kit.out.notes[0] : "",
               "domain 'd': a fee below 0 is not settled: x -5.00, y -0.01", 0);
    char many[1024] = "";
    for (int i = 10; i < 31; i++)
        snprintf(many + strlen(many), sizeof many - strlen(many), "%d f 90\n%d fee -1\n", i,
                 i);
    check_true(run(PWL, "", "", many), 1);
    const char *note = kit.out.n_notes ? kit.out.notes[0] : "";
    check_true(strstr(note, "29 -1.00 ...") && !strstr(note, "30 -1.00"), 1);
}

/* ---- Levels ---------------------------------------------------------------------- */

#define LEVELS                                                                            \
    "subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", \"p\" ); },\n"    \
    " { id = \"c\"; of = \"c\"; from = \"p\"; by = \"mean\"; } );\n"                      \
    "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"f\"; weight = 100; indicator = " \
    "\"f\"; points = { kind = \"value\"; }; } ); } );\n"

static void check_levels(size_t row, const char *settlement, const char *x1, const char *x,
                         const char *y)
{
    char domain[2048];
    snprintf(domain, sizeof domain, LEVELS "settlement = { %s };\n", settlement);
    check_true(
        kit_run(&kit, domain, measures,
                "x/1 f 90\nx/1 fee 60000\nx/2 f 70\nx/2 fee 20000.01\nx/3 f none\nx/3 "
                "fee 5\ny/1 f 90\ny/2 f 70\n"),
        row);
    check_text(kit_outcomes(&kit, "x/1"), x1, row);
    check_text(kit_outcomes(&kit, "x"), x, row);
    check_text(kit_outcomes(&kit, "y"), y, row);
}

/* At a mean level the fees of all units below are summed, whether they are settled or not.
 */
static void test_levels(void)
{
    static const char x1[] =
        "p:settlement:60000.00:fee 60000.00 coefficient 1.0000 score 90.00";
    static const char x[] =
        "c:settlement:72004.51:fee 80005.01 coefficient 0.9000 score 80.00";
    check_levels(0, "fee = \"fee\"; coefficient = { " PWL " };", x1, x, "");
    check_levels(1, "fee = \"fee\"; levels = \"c\"; coefficient = { " PWL " };", "", x, "");
    check_levels(2, "fee = \"fee\"; levels = ( \"p\" ); coefficient = { " PWL " };", x1, "",
                 "");
    check_levels(3, "fee = \"fee\"; for = { c = \"x\"; }; coefficient = { " PWL " };", x1,
                 x, "");
    check_levels(4, "fee = \"fee\"; for = { c = \"y\"; }; coefficient = { " PWL " };", "",
                 "", "");
    check_levels(5, "fee = \"fee\"; for = { p = \"1\"; }; coefficient = { " PWL " };", x1,
                 "", "");
    /* a fee that is not summed is one of measured levels only */
    check_levels(6, "fee = \"rest\"; levels = \"p\"; coefficient = { " PWL " };", "", "",
                 "");
}

/* ---- Wrong ones ------------------------------------------------------------------ */

static const char *found(const char *settlement)
{
    char domain[2048];
    snprintf(domain, sizeof domain, LEVELS "settlement = { %s };\n", settlement);
    kit_load(&kit, NULL, NULL, domain);
    kit_measures(&kit, measures);
    kit_scheme(&kit);
    return findings_text(&kit.f);
}

#define FEE "fee = \"fee\"; "
static const struct {
    const char *settlement, *text;
} wrong[] = {
    { FEE "coefficient = { " PWL " };", "" },
    { "fee = \"feee\"; coefficient = { " PWL " };",
      "k/m/d.cfg:5: plugin 'p' measures no indicator 'feee'; did you mean 'fee'?" },
    { "fee = \"rest\"; coefficient = { " PWL " };",
      "k/m/d.cfg:5: the fee 'rest' has no value at level 'c', which is made of the "
      "scores below it: take an indicator that is summed at every level, or name other "
      "levels in `levels`" },
    { "coefficient = { " PWL " };", "k/m/d.cfg:5: domain.settlement lacks the key 'fee'" },
    { FEE, "k/m/d.cfg:5: domain.settlement lacks the key 'coefficient'" },
    { FEE "coefficient = 1;",
      "k/m/d.cfg:5: domain.settlement.coefficient must be a group { ... }, not the "
      "number 1" },
    { FEE "coefficient = { at = ( (60, 0), (90, 1) ); };",
      "k/m/d.cfg:5: coefficient has no kind" },
    { FEE "coefficient = { kind = \"share\"; };",
      "k/m/d.cfg:5: a coefficient is a rule of kind 'pwl' or 'tier', not 'share'" },
    { FEE "coefficient = { " PWL " }; digits = 10;",
      "k/m/d.cfg:5: domain.settlement.digits is 10; it must be from 0 to 9" },
    { FEE "coefficient = { " PWL " }; level = \"p\";",
      "k/m/d.cfg:5: unknown key 'level' in domain.settlement; did you mean "
      "'levels'?" },
    { FEE "coefficient = { " PWL " }; levels = \"q\";",
      "k/m/d.cfg:5: domain.settlement.levels: there is no level \"q\"; there are p, "
      "c" },
    { FEE "coefficient = { " PWL " }; for = { role = \"SG\"; };",
      "k/m/d.cfg:5: domain.settlement.for.role: there is no key column \"role\"; there "
      "are c, p" },
    { FEE "coefficient = { kind = \"pwl\"; at = ( (60, 0), (60, 1) ); };",
      "k/m/d.cfg:5: breakpoint x = 60 is out of order: x must rise, or fall, strictly "
      "(a jump needs kind = \"tier\")" },
    { FEE "coefficient = { kind = \"pwl\"; at = ( (60, -1), (90, 1) ); };",
      "k/m/d.cfg:5: y of a breakpoint is a share of the points, 0 or more" },
    { FEE "coefficient = { kind = \"pwl\"; direction = \"rising\"; equal = 0; reversed "
          "= 0; at = ( (\"rest\", 0), (90, 1) ); };",
      "k/m/d.cfg:5: breakpoints of a coefficient are scores, not indicators" },
    { FEE "coefficient = { kind = \"pwl\"; at = ( (60, 0), (90, \"0.99995\") ); };",
      "k/m/d.cfg:5: the coefficient 0.99995 has more digits than it is rounded to "
      "(digits = 4)" },
    { FEE "digits = 1; coefficient = { kind = \"tier\"; steps = ( { below = 60; y = "
          "0.25; }, { y = 1; } ); };",
      "k/m/d.cfg:5: the coefficient 0.25 has more digits than it is rounded to (digits "
      "= 1)" },
    { FEE "coefficient = { kind = \"tier\"; steps = ( { below = 60; points = 0; }, { y "
          "= 1; } ); };",
      "k/m/d.cfg:5: a step of a coefficient gives y, the part of the fee; it has no "
      "points" },
    { FEE "coefficient = { kind = \"tier\"; precision = 1; steps = ( { below = 60; y = "
          "0; }, { y = 1; } ); };",
      "k/m/d.cfg:5: precision = 1 is less than the 2 digits with which version "
      "'2011-01' prints scores: a score would be paid as another one" },
    { FEE "coefficient = { kind = \"tier\"; steps = ( { below = 70; y = 0; }, { below = "
          "60; y = 0.5; }, { y = 1; } ); };",
      "k/m/d.cfg:5: bounds overlap or are out of order: 60 must lie above the one "
      "before" },
};

static void test_wrong(void)
{
    for (size_t i = 0; i < COUNT(wrong); i++) {
        check_text(found(wrong[i].settlement), wrong[i].text, i);
        check_true(!kit.scheme == !!*wrong[i].text, i);
    }
}

static const struct unit_case cases[] = {
    { "a coefficient of the printed score", test_coefficients },
    { "coefficient and amount are rounded", test_rounding },
    { "totals and fees of every state", test_states },
    { "a fee below 0 is told", test_fees_below_0 },
    { "levels and subjects", test_levels },
    { "wrong settlements are refused in their line", test_wrong },
};
UNIT_MAIN("settlement", cases)
