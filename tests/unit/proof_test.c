/* SPDX-License-Identifier: Apache-2.0 */
/* proof_test.c - fifty-odd wrong configurations, each made from a right one by a single
 * substitution and refused with file, line and a counter-example. */
#include "score/proof.h"
#include "score_kit.h"

static struct kit kit;

/* kaohe.cfg from line 2. */
static const char boards[] =
    "boards = ( { id = \"b\"; domain = \"d\"; level = \"u\"; grades = (\n" /* 2 */
    "  { id = \"good\"; from = 90; },\n"
    "  { id = \"pass\"; from = 60; },\n" /* 4 */
    "  { id = \"fail\"; } ); } );\n";

/* k/m/d.cfg from line 2.  The weights are a trap for binary numbers: they make 100. */
static const char right[] =
    "subject = ( \"role\", \"u\" );\n" /* 2 */
    "levels = ( { id = \"u\"; of = ( \"role\", \"u\" ); } );\n"
    "plates = { green = 85; yellow = 70; };\n" /* 4 */
    "vetoes = ( { id = \"V\"; indicator = \"n\"; actions = ( { total = 0; } ); } );\n"
    "scheme = ( { from = \"2011-01\"; id = \"x\"; for = { role = \"X\"; }; nodes = (\n" /* 6
                                                                                         */
    "  { id = \"A\"; weight = 20.1; full = 20; indicator = \"rate\";\n"
    "    points = { kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) ); }; },\n" /* 8 */
    "  { id = \"B\"; weight = 20.2; full = 40; indicator = \"defects\";\n"
    "    points = { kind = \"tier\"; precision = 1; steps = ( { upto = 1.6; points = 40; "
    "},\n" /* 10 */
    "      { from = 1.7; upto = 3; points = 20; }, { from = 3.1; points = 0; } ); }; },\n"
    "  { id = \"C\"; weight = 59.7; full = 20; indicator = \"rate\";\n" /* 12 */
    "    points = { kind = \"tier\"; steps = ( { below = 60; points = 0; },\n"
    "      { from = 60; below = 80; points = 10; }, { from = 80; points = 20; } ); }; },\n"
    "  { id = \"D\"; kind = \"deductions\"; cap = 10; nodes = (\n" /* 15 */
    "    { id = \"D1\"; indicator = \"n\"; points = { kind = \"each\"; deduct = 1; }; }\n"
    "  ); } ); } );\n";
static const char measures[] =
    "rate dec2 up\ndefects dec2\nn i64\nm i64 up\nfee dec2 sum\n";

static const char *replaced(const char *text, const char *from, const char *to)
{
    static char out[8192];
    const char *at = strstr(text, from);
    if (!at)
        return NULL;
    snprintf(out, sizeof out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return out;
}

/* Found after one substitution; "" = accepted. */
static const char *found(const char *from, const char *to)
{
    const char *text = replaced(right, from, to);
    if (text)
        kit_load(&kit, boards, NULL, text);
    else {
        text = replaced(boards, from, to);
        if (!text)
            return "(the table names a text that is not there)";
        kit_load(&kit, text, NULL, right);
    }
    kit_measures(&kit, measures);
    kit_scheme(&kit);
    if (kit.scheme && !kit.f.errors)
        proof_domain(kit.scheme, &kit.f);
    return findings_text(&kit.f);
}

struct row {
    const char *from, *to, *text;
};

static void check_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_text(found(rows[i].from, rows[i].to), rows[i].text, i);
}

static void test_right(void)
{
    static const struct row rows[] = {
        { "full = 20;", "full = 20;", "" }, /* 20.1 + 20.2 + 59.7 = 100 */
        { "yellow = 70;", "yellow = \"69.995\";", "" },
        { "(85, 0.8)", "(85, 1)", "" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"rank\"; bands = ( { from = 1; upto = 3; points = 20; }, { from = 4; "
          "points = 10; } );",
          "" }, /* ranks are whole */
        { "(90, 1) );", "(90, 0.7), (95, 1) ); not_monotone = true;", "" },
        { "from = \"2011-01\";", "from = \"2011-01\"; not_monotone = true;", "" },
        { "indicator = \"n\"; actions",
          "indicator = \"n\"; below = 1; not_monotone = true; actions", "" },
    };
    check_rows(rows, COUNT(rows));
}

/* domain.md 10.2 S2: steps cover the whole line without overlap. */
static void test_bands(void)
{
    static const struct row rows[] = {
        { "precision = 1; ", "",
          "k/m/d.cfg:11: 'B': at 1.65 no step applies; let this step begin where the one "
          "before it ends, or say the `precision` to which values are rounded "
          "first\nk/m/d.cfg:11: 'B': at 3.05 no step applies; let this step begin where "
          "the one before it ends, or say the `precision` to which values are rounded "
          "first" },
        { "{ from = 80; points", "{ from = 80; below = 100; points",
          "k/m/d.cfg:14: 'C': at 100 no step applies; the last step holds all that lies "
          "above it: remove its upper end" },
        { "{ from = 80; points", "{ from = 80; upto = 100; points",
          "k/m/d.cfg:14: 'C': at 101 no step applies; the last step holds all that lies "
          "above it: remove its upper end" },
        { "from = 60; below", "from = 50; below",
          "k/m/d.cfg:14: 'C': at 55 two steps apply; let this step begin where the one "
          "before it ends" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"rank\"; ties = \"mean\"; bands = ( { upto = 3; points = 20; }, { from "
          "= "
          "4; points = 10; } );",
          "k/m/d.cfg:8: 'A': at 3.5 no step applies; let this step begin where the one "
          "before it ends" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"rank\"; bands = ( { upto = 3; points = 20; }, { from = 5; points = 10; "
          "} );",
          "k/m/d.cfg:8: 'A': at 4 no step applies; let this step begin there" },
        { "from = 60; below", "above = 60; below",
          "k/m/d.cfg:14: 'C': at 60 no step applies; let this step begin where the one "
          "before it ends, or say the `precision` to which values are rounded first" },
        { "from = 3.1;", "from = 3;",
          "k/m/d.cfg:11: 'B': at 3 two steps apply; let this step begin where the one "
          "before it ends" },
        { "from = 1.7;", "from = 1.8;",
          "k/m/d.cfg:11: 'B': at 1.7 no step applies; let this step begin there" },
        { "{ below = 60; p", "{ from = 0; below = 60; p",
          "k/m/d.cfg:13: 'C': at -1 no step applies; the first step holds all that lies "
          "below it: remove its lower end" },
        { "below = 80;", "below = 50;",
          "k/m/d.cfg:14: bounds overlap or are out of order: 50 must lie above the one "
          "before" },
        { "upto = 1.6;", "upto = 1.65;",
          "k/m/d.cfg:10: the bound has more digits than precision = 1" },
        { "from = 60; below = 80;", "from = 60;",
          "k/m/d.cfg:14: a step without below or upto must be the last" },
        { "from = 60; below", "from = 60; above = 60; below",
          "k/m/d.cfg:14: a step begins with from or with above, not both" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_monotone(void)
{
    static const struct row rows[] = {
        { "(90, 1)", "(90, 0.7), (95, 1)",
          "k/m/d.cfg:8: 'A' is not monotone: 85 scores 16 and 90, which is better, scores "
          "14; mend the rule, or say not_monotone = true" },
        { "(75, 0), (85, 0.8), (90, 1)", "(75, 1), (85, 0.8), (90, 0)",
          "k/m/d.cfg:8: 'A' runs the wrong way: 'rate' is the better the higher it is, but "
          "74 scores 20 and 76, which is better, scores 19.6; mend the rule, or say "
          "not_monotone = true" },
        { "(85, 0.8), (90, 1)", "(90, 1), (85, 0.8)",
          "k/m/d.cfg:8: breakpoint x = 85 is out of order: x must rise, or fall, strictly "
          "(a jump needs kind = \"tier\")" },
        { "(85, 0.8), (90, 1)", "(85, 0.8), (85, 1)",
          "k/m/d.cfg:8: breakpoint x = 85 is out of order: x must rise, or fall, strictly "
          "(a jump needs kind = \"tier\")" },
        { "points = 10;", "points = 30;",
          "k/m/d.cfg:13: 'C' is not monotone: 60 scores 30 and 80, which is better, scores "
          "20; mend the rule, or say not_monotone = true" },
        { "indicator = \"defects\"", "indicator = \"rate\"",
          "k/m/d.cfg:10: 'B' runs the wrong way: 'rate' is the better the higher it is, "
          "but 1.5 scores 40 and 3, which is better, scores 20; mend the rule, or say "
          "not_monotone = true" },
        { "indicator = \"rate\"", "indicator = \"defects\"",
          "k/m/d.cfg:8: 'A' runs the wrong way: 'defects' is the better the lower it is, "
          "but 91 scores 20 and 89, which is better, scores 19.2; mend the rule, or say "
          "not_monotone = true" },
        { "points = 40;", "points = 10;",
          "k/m/d.cfg:10: 'B' is not monotone: 3 scores 20 and 1.6, which is better, scores "
          "10; mend the rule, or say not_monotone = true" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_monotone_kinds(void)
{
    static const struct row rows[] = {
        { "kind = \"each\"; deduct = 1;",
          "kind = \"unit\"; beyond = 3; side = \"below\"; unit = 1; each = 2;",
          "k/m/d.cfg:16: 'D/D1' runs the wrong way: 'n' is the better the lower it is, but "
          "5 costs 0 and 2, which is better, costs 2; mend the rule, or say not_monotone = "
          "true" },
        { "indicator = \"n\"; points", "indicator = \"m\"; points",
          "k/m/d.cfg:16: 'D/D1' runs the wrong way: 'm' is the better the higher it is, "
          "but 0 costs 0 and 1, which is better, costs 1; mend the rule, or say "
          "not_monotone = true" },
        { "id = \"D\"; kind = \"deductions\"", "id = \"D\"; kind = \"bonus\"",
          "k/m/d.cfg:16: 'D/D1' runs the wrong way: 'n' is the better the lower it is, but "
          "2 adds 2 and 1, which is better, adds 1; mend the rule, or say not_monotone = "
          "true" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"linear\"; per = -90;",
          "k/m/d.cfg:8: 'A' runs the wrong way: 'rate' is the better the higher it is, but "
          "-90 scores 20 and 0, which is better, scores 0; mend the rule, or say "
          "not_monotone = true" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );", "kind = \"occ\";",
          "k/m/d.cfg:8: 'A' runs the wrong way: 'rate' is the better the higher it is, but "
          "0 scores 20 and 1, which is better, scores 19; mend the rule, or say "
          "not_monotone = true" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"rank\"; bands = ( { upto = 3; points = 10; }, { points = 20; } );",
          "k/m/d.cfg:8: 'A' is not monotone: rank 4 scores 20 and rank 3 scores 10; mend "
          "the rule, or say not_monotone = true" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"ramp\"; from = 75; to = 90; low = 0; high = 20; above = 18;",
          "k/m/d.cfg:8: 'A' is not monotone: 89 scores 56/3 and 90, which is better, "
          "scores 18; mend the rule, or say not_monotone = true" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"ramp\"; direction = \"rising\"; from = \"m\"; to = 90; low = 5; "
          "high = 20; below = 6; equal = 0; reversed = 0;",
          "k/m/d.cfg:8: 'A' is not monotone: less than m scores 6 and m, which is better, "
          "scores 5; mend the rule, or say not_monotone = true" },
        { "indicator = \"rate\";\n    points",
          "indicator = \"rate\"; of = { kind = \"lead\"; against = \"m\"; lower_is_better "
          "= true; };\n    points",
          "k/m/d.cfg:7: 'A': lower_is_better, but 'rate' is the better the higher it is: "
          "against 80, 70 leads by 10 and 90, which is better, by -10" },
        { "indicator = \"n\"; points = { kind = \"each\"; deduct = 1; };",
          "points = { kind = \"audit\"; reported = \"rate\"; audited = \"m\"; steps = ( { "
          "upto = 5; points = 3; }, { points = 2; } ); };",
          "k/m/d.cfg:16: 'D/D1' is not monotone: 6 costs 2 and 5, which is better, costs "
          "3; mend the rule, or say not_monotone = true" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_weights_and_references(void)
{
    static const struct row rows[] = {
        { "indicator = \"rate\";\n    points",
          "indicator = \"rate\"; of = { kind = \"delta\"; base = \"rate\"; };\n    points",
          "k/m/d.cfg:7: 'A' holds indicator 'rate' against itself; name another" },
        { "indicator = \"rate\";\n    points",
          "indicator = \"rate\"; of = { kind = \"lead\"; against = ( \"m\", \"rate\" ); "
          "};\n    points",
          "k/m/d.cfg:7: 'A' holds indicator 'rate' against itself; name another" },
        { "kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) );",
          "kind = \"linear\"; per = \"rate\"; equal = 0; reversed = 0;",
          "k/m/d.cfg:7: 'A' holds indicator 'rate' against itself; name another" },
        { "weight = 59.7;", "weight = 59.8;",
          "k/m/d.cfg:6: the weights of 'total' add up to 100.1; expected 100" },
        { "indicator = \"rate\";\n    points",
          "results = { domain = \"d\"; level = \"u\"; };\n    points",
          "k/m/d.cfg:6: the domain \"d\" takes results that wait for its own; remove one "
          "`results` of the ring" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_reach(void)
{
    static const struct row rows[] = {
        { "from = 90;", "from = 101;",
          "k/kaohe.cfg:3: board 'b': no subject can get grade 'good' (from 101): the best "
          "score is 100" },
        { "from = 60; },\n  { id = \"fail\"", "from = 0; },\n  { id = \"fail\"",
          "k/kaohe.cfg:5: board 'b': no subject can get grade 'fail' (below 0): the least "
          "score is 0" },
        { "from = 90;", "from = 90; quota = 0;",
          "k/kaohe.cfg:3: board 'b': no subject can get grade 'good' (from 90): its quota "
          "is 0" },
        { "{ id = \"pass\"; from = 60; }",
          "{ id = \"more\"; from = \"89.999\"; }, { id = \"pass\"; from = 60; }",
          "k/kaohe.cfg:4: board 'b': no subject can get grade 'more' (from 89.999 to below "
          "90): scores jump from 89.99 to 90" },
        { "from = 90;", "from = 50;",
          "k/kaohe.cfg:4: boards[0].grades[1] begins at 60, which is not below 50: grades "
          "stand best first" },
        { "level = \"u\";", "level = \"u\"; node = \"B\";",
          "k/kaohe.cfg:3: board 'b': no subject can get grade 'good' (from 90): the best "
          "score is 40\nk/kaohe.cfg:4: board 'b': no subject can get grade 'pass' (from 60 "
          "to below 90): the best score is 40" },
        { "green = 85;", "green = \"100.5\";",
          "k/m/d.cfg:4: no subject can get plate green (from 100.5): the best score is "
          "100" },
        { "yellow = 70;", "yellow = 85;",
          "k/m/d.cfg:4: domain.plates: yellow (85) must begin below green (85)" },
        { "yellow = 70;", "yellow = \"84.999\";",
          "k/m/d.cfg:4: no subject can get plate yellow (from 84.999 to below 85): scores "
          "jump from 84.99 to 85" },
        { "yellow = 70; };\nvetoes = ( { id = \"V\"; indicator = \"n\"; actions = ( { "
          "total "
          "= 0; } ); } );\n",
          "yellow = 0; };\n\n",
          "k/m/d.cfg:4: no subject can get plate red (below 0): the least score is 0" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_vetoes(void)
{
    static const struct row rows[] = {
        { "indicator = \"n\"; actions", "indicator = \"n\"; below = 1; actions",
          "k/m/d.cfg:5: veto 'V' hits the better: it acts at 0 and not at 1, and 'n' is "
          "the better the lower it is; turn the limit, or say not_monotone = true" },
        { "indicator = \"n\"; actions", "indicator = \"rate\"; above = 90; actions",
          "k/m/d.cfg:5: veto 'V' hits the better: it acts at 91 and not at 90, and 'rate' "
          "is the better the higher it is; turn the limit, or say not_monotone = true" },
        { "total = 0;", "total = 100;",
          "k/m/d.cfg:5: veto 'V' can never lower 'total' to 100: its best score is 100" },
        { "total = 0;", "node = \"B\"; score = 40;",
          "k/m/d.cfg:5: veto 'V' can never lower 'B' to 40: its best score is 40" },
        { "total = 0;", "grade = \"good\";",
          "k/m/d.cfg:5: veto 'V' can never lower a grade: 'good' is the best of board "
          "'b'" },
        { "total = 0;", "plate = \"green\";",
          "k/m/d.cfg:5: veto 'V' can never lower a plate: green is the best there is" },
        { "indicator = \"n\"; actions",
          "indicator = \"n\"; for = { role = \"Y\"; }; actions",
          "k/m/d.cfg:5: veto 'V' can never act: no version of the scheme is for subjects "
          "with role = \"Y\"" },
    };
    check_rows(rows, COUNT(rows));
}

/* On line 4, behind the plates. */
#define PAID(rule)     \
    "yellow = 70; };", \
        "yellow = 70; }; settlement = { fee = \"fee\"; coefficient = { " rule " }; };"
static void test_settlements(void)
{
    static const struct row rows[] = {
        { PAID("kind = \"pwl\"; at = ( (60, 0), (70, 0.8), (90, 1), (100, 1.1) );"), "" },
        { PAID("kind = \"pwl\"; at = ( (90, 1), (60, 0) );"), "" },
        { PAID("kind = \"tier\"; steps = ( { from = 0; below = 60; y = 0; }, { from = 60; "
               "y = 1; } );"),
          "" },
        { PAID("kind = \"tier\"; precision = 2; steps = ( { upto = 59.99; y = 0; }, { from "
               "= 60; y = 1; } );"),
          "" },
        { PAID("kind = \"pwl\"; not_monotone = true; at = ( (60, 1), (90, 0.8) );"), "" },
        { PAID("kind = \"pwl\"; at = ( (60, 1), (90, 0.8) );"),
          "k/m/d.cfg:4: the coefficient is not monotone: the score 59 has 1 and 61, which "
          "is better, has 149/150; mend the rule, or say not_monotone = true" },
        { PAID("kind = \"pwl\"; at = ( (60, 0), (80, 1), (90, 0.8) );"),
          "k/m/d.cfg:4: the coefficient is not monotone: the score 80 has 1 and 85, which "
          "is better, has 0.9; mend the rule, or say not_monotone = true" },
        { PAID("kind = \"tier\"; steps = ( { below = 60; y = 0; }, { below = 85; y = 1; }, "
               "{ "
               "y = 0.9; } );"),
          "k/m/d.cfg:4: the coefficient is not monotone: the score 60 has 1 and 85, which "
          "is better, has 0.9; mend the rule, or say not_monotone = true" },
        { PAID("kind = \"tier\"; steps = ( { below = 60; y = 0; }, { from = 61; y = 1; } "
               ");"),
          "k/m/d.cfg:4: 'settlement': at 60.5 no step applies; let this step begin where "
          "the one before it ends, or say the `precision` to which values are rounded "
          "first" },
        { PAID("kind = \"tier\"; steps = ( { below = 60; y = 0; }, { from = 59; y = 1; } "
               ");"),
          "k/m/d.cfg:4: 'settlement': at 59.5 two steps apply; let this step begin where "
          "the one before it ends" },
        { PAID("kind = \"tier\"; steps = ( { upto = 59.99; y = 0; }, { from = 60; y = 1; } "
               ");"),
          "k/m/d.cfg:4: 'settlement': at 59.995 no step applies; let this step begin where "
          "the one before it ends, or say the `precision` to which values are rounded "
          "first" },
        { PAID("kind = \"tier\"; steps = ( { from = 10; below = 60; y = 0; }, { y = 1; } "
               ");"),
          "k/m/d.cfg:4: 'settlement': at 9 no step applies; the first step holds all that "
          "lies below it: remove its lower end" },
        { PAID("kind = \"tier\"; steps = ( { below = 60; y = 0; }, { upto = 100; y = 1; } "
               ");"),
          "k/m/d.cfg:4: 'settlement': at 101 no step applies; the last step holds all that "
          "lies above it: remove its upper end" },
        { PAID("kind = \"pwl\"; at = ( (90, 0), (60, 1), (70, 1) );"),
          "k/m/d.cfg:4: breakpoint x = 70 is out of order: x must rise, or fall, strictly "
          "(a jump needs kind = \"tier\")" },
    };
    check_rows(rows, COUNT(rows));
}

/* With a floor below 0 a table may not begin at 0. */
static void test_settlement_of_negative_scores(void)
{
    static char deep[4096];
    snprintf(deep, sizeof deep, "%s",
             replaced(right, "yellow = 70; };",
                      "yellow = 70; }; settlement = { fee = \"fee\"; coefficient = { kind "
                      "= \"tier\"; steps = ( { from = 0; below = 60; y = 0; }, { y = 1; } "
                      "); }; };"));
    kit_load(&kit, boards, NULL,
             replaced(deep, "from = \"2011-01\";", "from = \"2011-01\"; floor = -10;"));
    kit_measures(&kit, measures);
    kit_scheme(&kit);
    if (kit.scheme)
        proof_domain(kit.scheme, &kit.f);
    check_text(findings_text(&kit.f),
               "k/m/d.cfg:4: 'settlement': at -1 no step applies; the first step holds all "
               "that lies below it: remove its lower end",
               0);
}

static void test_dropped(void)
{
    static const struct row rows[] = {
        { "of = ( \"role\", \"u\" ); } );",
          "of = ( \"role\", \"u\" ); }, { id = \"role\"; of = \"role\"; from = \"u\"; by = "
          "\"mean\"; weight = \"defects\"; } );",
          "k/m/d.cfg:3: level 'role' weighs its mean by 'defects', which 'B' scores too: "
          "beside a unit with 1.5 and no other points, one with 1.6 that is best in all "
          "else makes a mean of 1903/31, and with 1.5, which is better, of 60.1; weigh by "
          "another indicator" },
        { "upto = 1.6; points = 40;", "upto = 1.6; points = 30;",
          "k/m/d.cfg:9: 'B' hands its weight to its siblings while it is na, and its best "
          "value is worth less than theirs: of two subjects that are best in all else, the "
          "one with the best 'B' scores 94.95 of 100 in 'total', the one without any "
          "scores 100; let its best value score its full, or say not_monotone = true at "
          "the version" },
        { "indicator = \"defects\";\n    points = { kind = \"tier\"; precision = 1; steps "
          "= "
          "( { upto = 1.6; points = 40;",
          "indicator = \"defects\"; zero = \"full\";\n    points = { kind = \"tier\"; "
          "precision = 1; steps = ( { upto = 1.6; points = 35;",
          "k/m/d.cfg:9: 'B': a subject without data scores 40 and one with the best value, "
          "1.5, scores 35" },
        { "indicator = \"rate\";\n    points = { kind = \"pwl\"; at = ( (75, 0), (85, "
          "0.8), "
          "(90, 1) );",
          "indicator = \"n\"; min_samples = 5; thin = \"na\";\n    points = { kind = "
          "\"each\"; deduct = 1;",
          "k/m/d.cfg:7: 'A' drops out with fewer than 5 cases: of two subjects that are "
          "worst in all else, the one with 5 scores 15.075 of 100 in 'total', the one with "
          "4, which is better, scores 0; say thin = \"flag\", or not_monotone = true at "
          "the version" },
        { "indicator = \"rate\";\n    points = { kind = \"pwl\"; at = ( (75, 0), (85, "
          "0.8), "
          "(90, 1) ); }; }",
          "kind = \"all\"; nodes = ( { id = \"A1\"; full = 20; indicator = \"rate\";\n   "
          " points = { kind = \"pwl\"; at = ( (75, 0), (85, 0.8) ); }; } ); }",
          "k/m/d.cfg:7: 'A/A1' can never pass: its best score is 16 of 20, and 'A' asks "
          "for a share of 1" },
    };
    check_rows(rows, COUNT(rows));
}

/* ---- The composite -------------------------------------------------------- */

static const char orgs_text[] = "id,name,parent,level,from,to,aliases\n"
                                "hn,Henan,,province,,,\n"
                                "ay,Anyang,hn,city,,,\n";
static const char composed[] =
    "composite = { level = \"city\"; policy = \"redistribute\"; domains = (\n" /* 2 */
    "  { domain = \"d\"; weight = 60; },\n"
    "  { domain = \"e\"; weight = 40; } ); };\n" /* 4 */
    "boards = ( { id = \"b\"; level = \"city\"; grades = (\n"
    "  { id = \"good\"; from = 90; },\n" /* 6 */
    "  { id = \"fail\"; } ); } );\n";
static const char city[] =
    "subject = ( \"city\" ); levels = ( { id = \"city\"; of = ( \"city\" ); } );\n"
    "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"A\"; weight = 100; indicator = "
    "\"rate\"; points = { kind = \"pwl\"; at = ( (75, 0), (90, 1) ); }; } ); } );\n";

/* Findings about the composite after one substitution in kaohe.cfg or the domain. */
static const char *found_composed(const char *from, const char *to)
{
    static char kaohe[2048], domain[2048];
    const char *text = replaced(composed, from, to);
    snprintf(kaohe, sizeof kaohe, "%s", text ? text : composed);
    text = replaced(city, from, to);
    snprintf(domain, sizeof domain, "%s", text ? text : city);
    const char *other = "domain = { id = \"e\"; plugin = \"p\"; subject = ( \"city\" ); "
                        "levels = ( { id = \"city\"; of = ( \"city\" ); } );\n"
                        "  inputs = { rows = { file = \"r.csv\"; }; };\n"
                        "  scheme = ( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight "
                        "= 100; indicator = \"a\"; } ); } ); };\n";
    mkdir(kit_path("k"), 0755);
    mkdir(kit_path("k/m"), 0755);
    unit_file("k/m/e.cfg", other, strlen(other));
    kit_load(&kit, kaohe, orgs_text, domain);
    kit_measures(&kit, measures);
    kit_scheme(&kit);
    if (kit.scheme && !kit.f.errors)
        proof_composite(kit.conf, &kit.scheme, 1, &kit.f);
    return findings_text(&kit.f);
}

static void test_composite(void)
{
    static const struct row rows[] = {
        { "weight = 60", "weight = 60", "" },
        { "weight = 60", "weight = 61",
          "k/kaohe.cfg:2: the weights of the composite add up to 101, not to 100" },
        { "(90, 1)", "(90, 0.8)",
          "k/kaohe.cfg:3: the best total of domain 'd' is worth less than that of the "
          "others, which take its weight while it has no result: of two units that are "
          "best in all else, the one with the best 'd' scores 88, the one without any "
          "scores 100\nk/kaohe.cfg:6: board 'b': no subject can get grade 'good' (from "
          "90): the best score is 88" },
        { "from = 90;", "from = 101;",
          "k/kaohe.cfg:6: board 'b': no subject can get grade 'good' (from 101): the best "
          "score is 100" },
        { "level = \"city\"; grades", "level = \"city\"; node = \"d\"; grades",
          "k/kaohe.cfg:6: board 'b': no subject can get grade 'good' (from 90): the best "
          "score is 60" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(found_composed(rows[i].from, rows[i].to), rows[i].text, i);
    kit_end(&kit);
}

static const struct unit_case cases[] = {
    { "right ones are accepted", test_right },
    { "bands are total and disjoint", test_bands },
    { "no better value scores less", test_monotone },
    { "in no kind of rule", test_monotone_kinds },
    { "weights and references", test_weights_and_references },
    { "grades and plates can be reached", test_reach },
    { "vetoes can act", test_vetoes },
    { "a score has one coefficient, a better one no smaller one", test_settlements },
    { "coefficients of negative scores", test_settlement_of_negative_scores },
    { "no better subject gets less by missing data", test_dropped },
    { "the composite", test_composite },
};
UNIT_MAIN("proof", cases)
