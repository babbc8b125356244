/* SPDX-License-Identifier: Apache-2.0 */
/* scheme_test.c - wrong schemes are refused with file and line, all mistakes at once. */
#include "score_kit.h"

static struct kit kit;

/* Lines are counted from the head of k/m/d.cfg, whose first line holds the inputs. */
static const char good[] =
    "subject = ( \"role\", \"u\" );\n" /* 2 */
    "levels = ( { id = \"u\"; of = ( \"role\", \"u\" ); }, { id = \"role\"; of = "
    "\"role\"; from = \"u\"; by = \"mean\"; } );\n"
    "days = ( { id = \"edges\"; days = ( 1 ); } );\n" /* 4 */
    "plates = { green = 85; yellow = 70; };\n"
    "tickets = { charged = \"c\"; };\n" /* 6 */
    "vetoes = ( { id = \"V\"; indicator = \"n\"; actions = ( { node = \"B\"; score = "
    "0; } ); } );\n"
    "scheme = ( { from = \"2011-01\"; full = 100; nodes = (\n" /* 8 */
    "  { id = \"A\"; weight = 60; indicator = \"v\";\n"
    "    points = { kind = \"pwl\"; at = ( (75, 0), (85, 0.8), (90, 1) ); }; },\n" /* 10
                                                                                    */
    "  { id = \"B\"; weight = 40; floor = 0; nodes = (\n"
    "    { id = \"B1\"; weight = 40; indicator = \"v\";\n" /* 12 */
    "      points = { kind = \"tier\"; steps = ( { below = 3; points = 40; },\n"
    "        { upto = 5; y = 0.5; }, { points = 0; } ); }; },\n" /* 14 */
    "    { id = \"D\"; kind = \"deductions\"; cap = 10; nodes = (\n"
    "      { id = \"D1\"; indicator = \"n\"; points = { kind = \"each\"; deduct = 1; "
    "}; }\n" /* 16 */
    "    ); } ); }\n"
    "); } );\n";
static const char measures[] = "v dec2 up\nn i64\nc dec2 sum\nx dec2 needs1\n";

/* Found after replacing the first `from` by `to`; without the folder. */
static const char *found(const char *from, const char *to)
{
    static char text[8192];
    const char *at = strstr(good, from);
    if (!at)
        return "(the table names a text that is not there)";
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    kit_load(&kit, NULL, NULL, text);
    kit_measures(&kit, measures);
    kit_scheme(&kit);
    return findings_text(&kit.f);
}

struct row {
    const char *from, *to, *text;
};

static void check_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        check_text(found(rows[i].from, rows[i].to), rows[i].text, i);
        check_true(!kit.scheme == !!*rows[i].text, i);
    }
}

static void test_good(void)
{
    check_text(found("full = 100;", "full = 100;"), "", 0);
    check_true(kit.scheme, 0);
}

/* domain.md 10.4 A1: weights that do not sum to the full are errors. */
static void test_nodes(void)
{
    static const struct row rows[] = {
        { "weight = 60", "weight = 59",
          "k/m/d.cfg:8: the weights of 'total' add up to 99; expected 100" },
        { "full = 100", "full = \"99.5\"",
          "k/m/d.cfg:8: the weights of 'total' add up to 100; expected 99.5" },
        { "{ id = \"B1\"; weight = 40", "{ id = \"B1\"; weight = 39.5",
          "k/m/d.cfg:11: the weights of 'B' add up to 39.5; expected 40" },
        { "id = \"A\"; weight = 60;", "id = \"A\";",
          "k/m/d.cfg:9: node 'A' has no weight (deductions stand in a group of kind "
          "deductions "
          "or bonus)\n"
          "k/m/d.cfg:9: the full of 'A' must be more than 0\n"
          "k/m/d.cfg:8: the weights of 'total' add up to 40; expected 100" },
        { "{ id = \"D1\";", "{ id = \"D1\"; weight = 3;",
          "k/m/d.cfg:16: deduction 'D1' must have no weight" },
        { "{ id = \"D1\";", "{ id = \"D1\"; order_below = 3;",
          "k/m/d.cfg:16: deduction 'D1' has no score that an order could be raised for" },
        { "id = \"B1\"", "id = \"B/1\"",
          "k/m/d.cfg:12: node id 'B/1' must be letters, digits, '.', '_' or '-'" },
        { "{ id = \"D\";", "{ id = \"B1\";",
          "k/m/d.cfg:15: node id 'B1' is used twice in 'B'" },
        { "id = \"A\"", "id = \"total\"",
          "k/m/d.cfg:9: node id 'total' is taken by the total" },
        { "cap = 10;", "cap = 0;", "k/m/d.cfg:15: cap must be more than 0" },
        { "id = \"A\"; weight = 60;", "id = \"A\"; weight = 60; rounding = \"half_even\";",
          "k/m/d.cfg:9: rounding belongs to round = true" },
        { "weight = 40; floor = 0;", "weight = 40; kind = \"best\"; floor = 0;",
          "k/m/d.cfg:12: 'B1' stands in a group of kind 'best', whose nodes have a full "
          "and "
          "no weight\nk/m/d.cfg:12: node 'B1' needs a full: its group adds up no weights" },
        { "weight = 40; floor = 0;", "weight = 40; pass = 0.5; floor = 0;",
          "k/m/d.cfg:11: pass belongs to kind = \"all\"" },
        { "weight = 40; floor = 0;", "weight = 40; min_children = 2; floor = 0;",
          "k/m/d.cfg:11: 'B' has 1 nodes with a score; min_children is 2" },
        { "weight = 40; floor = 0;", "weight = 40; full = 50; floor = 0;",
          "k/m/d.cfg:11: the weights of 'B' add up to 40; expected 50" },
        { "cap = 10;", "full = 10;", "k/m/d.cfg:15: a group of deductions has no full" },
        { "cap = 10;", "min_children = 1;",
          "k/m/d.cfg:15: min_children belongs to a group with a score" },
        { "full = 100;", "full = 100; kind = \"deductions\";",
          "k/m/d.cfg:8: domain.scheme[0].kind: \"deductions\" is none of wsum, best, "
          "worst, "
          "sum, mean, all\n"
          "k/m/d.cfg:7: veto 'V': no version has a weighted node 'B'" },
        { "cap = 10;", "floor = 1;",
          "k/m/d.cfg:15: only a group with a score has a floor" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_bounds(void)
{
    static const struct row rows[] = {
        { "full = 100;", "full = 100; floor = 100;",
          "k/m/d.cfg:8: 'total': the floor 100 must lie below the cap 100" },
        { "weight = 40; floor = 0;", "weight = 40; floor = 40;",
          "k/m/d.cfg:11: 'B': the floor 40 must lie below the cap 40" },
        { "weight = 40; floor = 0;", "weight = 40; cap = 20; floor = 30;",
          "k/m/d.cfg:11: 'B': the floor 30 must lie below the cap 20" },
        { "    points = {", "    min_samples = 0; points = {",
          "k/m/d.cfg:10: domain.scheme[0].nodes[0].min_samples is 0; it must be at least "
          "1" },
        { "weight = 60;", "weight = 60; order_below = 61;",
          "k/m/d.cfg:9: 'A': order_below is 61 and no score is more than 60: every unit "
          "would get an order" },
        { "scheme = ( { from = \"2011-01\";",
          "scheme = ( { from = \"2011-01\"; id = \"x\"; for = { role = (); };",
          "k/m/d.cfg:8: domain.scheme[0].for.role is an empty list" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_leaves_and_gates(void)
{
    static const struct row rows[] = {
        { "indicator = \"v\"", "indicator = \"vv\"",
          "k/m/d.cfg:9: plugin 'p' measures no indicator 'vv'; did you mean 'v'?" },
        { "indicator = \"v\"", "indicator = \"elsewhere\"",
          "k/m/d.cfg:9: plugin 'p' measures no indicator 'elsewhere'; there are: v, "
          "n, c, x" },
        { "indicator = \"v\";", "", "k/m/d.cfg:9: leaf 'A' names no indicator" },
        { "indicator = \"v\"", "indicator = \"x\"",
          "k/m/d.cfg:9: indicator 'x' needs dataset 'extra', which has no input in domain "
          "'d'" },
        { "    points = {", "    full = 0; points = {",
          "k/m/d.cfg:9: the full of 'A' must be more than 0" },
        { "    points = {", "    fold = \"min\"; points = {",
          "k/m/d.cfg:10: fold belongs to each = \"day\"" },
        { "    points = {",
          "    each = \"day\"; of = { kind = \"delta\"; base = 1; }; points = {",
          "k/m/d.cfg:10: each = \"day\" folds one indicator; a change, lead, audit or "
          "named "
          "breakpoint has several" },
        { "    points = {", "    thin = \"na\"; points = {",
          "k/m/d.cfg:10: thin needs min_samples" },
        { "    points = {", "    min_denominator = 5; points = {",
          "k/m/d.cfg:10: min_denominator needs an indicator that is a ratio" },
        { "    points = {", "    of = { kind = \"verified\"; by = \"n\"; }; points = {",
          "k/m/d.cfg:10: by must be a ratio: verified cases of those sampled" },

        { "    points = {", "    months = 5; points = {",
          "k/m/d.cfg:10: months must be 1, 2, 3, 4, 6 or 12" },
        { "node = \"B\"", "node = \"B/D\"",
          "k/m/d.cfg:7: veto 'V': no version has a weighted node 'B/D'" },
        { "indicator = \"n\"; actions", "indicator = \"N\"; actions",
          "k/m/d.cfg:7: plugin 'p' measures no indicator 'N'; there are: v, n, c, "
          "x" },
        { "indicator = \"n\"; actions", "indicator = \"n\"; level = \"role\"; actions",
          "k/m/d.cfg:7: veto 'V': indicator 'n' has no value at level 'role', which is "
          "made of "
          "the scores below it\n"
          "k/m/d.cfg:7: veto 'V': at level 'role' only the total can be set" },
        { "charged = \"c\"", "charged = \"cc\"",
          "k/m/d.cfg:6: plugin 'p' measures no indicator 'cc'; did you mean 'c'?" },
    };
    check_rows(rows, COUNT(rows));
}

/* domain.md 10.2 S1: x rises or falls strictly. */
#define PWL "at = ( (75, 0), (85, 0.8), (90, 1) )"
static void test_rules(void)
{
    static const struct row rows[] = {
        { "(85, 0.8), (90, 1)", "(85, 0.8), (85, 1)",
          "k/m/d.cfg:10: breakpoint x = 85 is out of order: x must rise, or fall, strictly "
          "(a "
          "jump needs kind = \"tier\")" },
        { "(85, 0.8), (90, 1)", "(85, 0.8), (80, 1)",
          "k/m/d.cfg:10: breakpoint x = 80 is out of order: x must rise, or fall, strictly "
          "(a "
          "jump needs kind = \"tier\")" },
        { PWL, "at = ( (75, 0) )",
          "k/m/d.cfg:10: at must list 2 to 256 breakpoints (x, y)" },
        { PWL, "at = ( (75, 0), (85, 0.8, 1) )",
          "k/m/d.cfg:10: a breakpoint must be a pair: (x, y)" },
        { PWL, "at = ( (75, 0), (85, \"eight\") )",
          "k/m/d.cfg:10: 'eight' is not a decimal number" },
        { PWL, "at = ( (75, -1), (85, 1) )",
          "k/m/d.cfg:10: y of a breakpoint is a share of the points, 0 or more" },
        { "kind = \"pwl\";", "kind = \"pw\";",
          "k/m/d.cfg:10: kind 'pw' is unknown; did you mean 'pwl'?" },
        { "kind = \"pwl\";", "", "k/m/d.cfg:10: points has no kind" },
        { "below = 3;", "below = 6;",
          "k/m/d.cfg:14: bounds overlap or are out of order: 5 must lie above the one "
          "before" },
        { "below = 3;", "upto = 5;",
          "k/m/d.cfg:14: bounds overlap or are out of order: 5 must lie above the one "
          "before" },
        { "below = 3;", "", "k/m/d.cfg:13: a step without below or upto must be the last" },
        { "below = 3; points = 40;", "below = 3; upto = 4; points = 40;",
          "k/m/d.cfg:13: a step ends with below or with upto, not both" },
        { "below = 3; points = 40;", "below = 3;",
          "k/m/d.cfg:13: a step gives points or y" },
        { "kind = \"tier\";", "kind = \"tier\"; precision = 1;", "" },
        { "below = 3; points = 40; }", "below = 3.25; points = 40; }", "" },
        { "kind = \"tier\"; steps = ( { below = 3;",
          "kind = \"tier\"; precision = 1; steps = ( { below = 3.25;",
          "k/m/d.cfg:13: the bound has more digits than precision = 1" },
    };
    check_rows(rows, COUNT(rows));
}

/* Breakpoints that name indicators; ramps; cohorts. */
#define KIND_OF_A "kind = \"pwl\"; " PWL ";"
#define RAMP "kind = \"ramp\"; from = \"c\"; to = 9; low = 0; high = 5; "
#define SAYS "equal = 0; reversed = \"na\"; "
static void test_named(void)
{
    static const struct row rows[] = {
        { KIND_OF_A, RAMP "direction = \"rising\"; " SAYS, "" },
        { KIND_OF_A, RAMP SAYS,
          "k/m/d.cfg:10: breakpoints that name an indicator need direction = \"rising\" or "
          "\"falling\"" },
        { KIND_OF_A, RAMP "direction = \"rising\"; equal = 0;",
          "k/m/d.cfg:10: breakpoints that name an indicator can be equal or reversed for a "
          "subject: say what that gives (equal = ...; reversed = ...)" },
        { KIND_OF_A, RAMP "direction = \"rising\"; equal = 0; reversed = \"first\";",
          "k/m/d.cfg:10: reversed 'first' is unknown; expected 'na' ..." },
        { KIND_OF_A, RAMP "direction = \"rising\"; equal = -1; reversed = 0;",
          "k/m/d.cfg:10: points of equal or reversed breakpoints must not be negative" },
        { KIND_OF_A, "kind = \"ramp\"; from = 1; to = 9; low = 0; high = 5; " SAYS,
          "k/m/d.cfg:10: equal and reversed are for breakpoints that name indicators; "
          "these "
          "cannot be out of order" },
        { KIND_OF_A, "kind = \"ramp\"; from = 9; to = 9; low = 0; high = 5;",
          "k/m/d.cfg:10: breakpoint x = 9 is out of order: x must rise, or fall, strictly "
          "(a "
          "jump needs kind = \"tier\")" },
        { KIND_OF_A, "kind = \"ramp\"; from = 1; to = \"cc\"; low = 0; high = 5;",
          "k/m/d.cfg:10: plugin 'p' measures no indicator 'cc'; did you mean 'c'?" },
        { KIND_OF_A,
          "kind = \"ramp\"; from = 1; to = 9; low = 0; high = 5; inside = { mode = "
          "\"half_even\"; };",
          "k/m/d.cfg:10: mode belongs to digits" },
        { KIND_OF_A,
          "kind = \"ramp\"; from = 1; to = 9; low = 0; high = 5; inside = { min = 3; "
          "max = 2; };",
          "k/m/d.cfg:10: min must not be more than max" },
        { KIND_OF_A, "kind = \"ramp\"; from = 1; to = 9; low = -2; high = 5;",
          "k/m/d.cfg:10: points of a ramp must not be negative" },
        { PWL ";", "at = ( (9, 0), (\"c\", 0.5), (5, 1) ); direction = \"rising\"; " SAYS,
          "k/m/d.cfg:10: breakpoint x = 5 is out of order: x must rise, or fall, strictly "
          "(a "
          "jump needs kind = \"tier\")" },
        { PWL ";", "at = ( (9, 0), (\"c\", 0.5), (5, 1) ); direction = \"falling\"; " SAYS,
          "" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_named_by_kind(void)
{
    static const struct row rows[] = {
        { KIND_OF_A, "kind = \"linear\"; per = \"c\";",
          "k/m/d.cfg:10: breakpoints that name an indicator can be equal or reversed for a "
          "subject: say what that gives (equal = ...; reversed = ...)" },
        { KIND_OF_A, "kind = \"linear\"; per = \"x\"; " SAYS,
          "k/m/d.cfg:9: indicator 'x' needs dataset 'extra', which has no input in domain "
          "'d'" },
        { KIND_OF_A,
          "kind = \"unit\"; beyond = \"c\"; side = \"above\"; unit = 1; each = 1;", "" },
        { KIND_OF_A,
          "kind = \"tier\"; steps = ( { below = \"c\"; points = 1; }, { points = 0; "
          "} );",
          "" },
        { KIND_OF_A,
          "kind = \"rank\"; bands = ( { upto = \"c\"; points = 1; }, { points = 0; } "
          ");",
          "k/m/d.cfg:10: only a tier has bounds that name an indicator" },
        { KIND_OF_A, "kind = \"zscore\"; clamp = ( 80, 20 );",
          "k/m/d.cfg:10: clamp must rise: (20, 80)" },
        { KIND_OF_A, "kind = \"zscore\"; clamp = ( 80 );",
          "k/m/d.cfg:10: clamp must be a pair: (20, 80)" },
        { KIND_OF_A, "kind = \"zscore\"; exempt = { rule = \"a\"; };",
          "k/m/d.cfg:10: 'rule' is neither a column of the subject nor of the organisation "
          "file nor of a register (an input without dates); did you mean 'role'?" },
        { KIND_OF_A, "kind = \"zscore\"; exempt = { role = \"a\"; };", "" },
    };
    check_rows(rows, COUNT(rows));
}

static void test_rules_in_context(void)
{
    static const struct row rows[] = {
        { "kind = \"each\"; deduct = 1;", "kind = \"share\";",
          "k/m/d.cfg:16: kind 'share' in a group of deductions needs a full" },
        { "kind = \"each\"; deduct = 1;",
          "kind = \"unit\"; beyond = 1; side = \"above\"; unit = 0; each = 1;",
          "k/m/d.cfg:16: unit must be more than 0" },
        { "kind = \"each\"; deduct = 1;",
          "kind = \"audit\"; reported = \"v\"; audited = \"w\"; steps = ( { points = 1; } "
          ");",
          "k/m/d.cfg:16: plugin 'p' measures no indicator 'w'; there are: v, n, c, "
          "x" },
        { "kind = \"each\"; deduct = 1;", "kind = \"rank\";",
          "k/m/d.cfg:16: a rank without a full needs max or bands" },
        { "points = { kind = \"each\"",
          "of = { kind = \"delta\"; base = 1; target = 2; }; points = { kind = \"each\"",
          "k/m/d.cfg:16: target belongs to how = \"attainment\"" },
        { "points = { kind = \"each\"",
          "of = { kind = \"lead\"; against = ( \"v\", \"vc\" ); }; points = { kind = "
          "\"each\"",
          "k/m/d.cfg:16: plugin 'p' measures no indicator 'vc'; did you mean 'c'?" },
    };
    check_rows(rows, COUNT(rows));
}

/* Unknown keys, at every depth, through the tables. */
static void test_unknown_keys(void)
{
    static const struct {
        const char *from, *to, *line, *near;
    } rows[] = {
        { "full = 100;", "full = 100; digit = 2;", "k/m/d.cfg:8:", "digits" },
        { "{ id = \"A\";", "{ id = \"A\"; ordre_below = 3;",
          "k/m/d.cfg:9:", "order_below" },
        { "kind = \"pwl\";", "kind = \"pwl\"; cap = 1;", "k/m/d.cfg:10:", "cap" },
        { "floor = 0;", "flor = 0;", "k/m/d.cfg:11:", "floor" },
        { "{ below = 3;", "{ bellow = 3; below = 3;", "k/m/d.cfg:13:", "below" },
        { "deduct = 1;", "deduct = 1; deducts = 1;", "k/m/d.cfg:16:", "deduct" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *text = found(rows[i].from, rows[i].to);
        check_true(strstr(text, rows[i].line) && strstr(text, rows[i].near), i);
        check_true(!kit.scheme, i);
    }
}

/* All mistakes are told at once. */
static void test_all_at_once(void)
{
    static const char many[] =
        "subject = \"u\"; levels = ( { id = \"u\"; of = \"u\"; } );\n"
        "scheme = ( { from = \"2011-01\"; nodes = (\n"
        "  { id = \"A\"; weight = 60; indicator = \"w\"; points = { kind = \"value\"; }; "
        "},\n"
        "  { id = \"B\"; weight = 30; indicator = \"v\"; points = { kind = \"linear\"; per "
        "= 0; "
        "}; } ); },\n"
        "  { from = \"2011-01\"; id = \"again\"; nodes = ( { id = \"A\"; weight = 100; "
        "indicator = "
        "\"v\"; points = { kind = \"value\"; }; } ); } );";
    kit_load(&kit, NULL, NULL, many);
    kit_measures(&kit, measures);
    kit_scheme(&kit);
    check_text(findings_text(&kit.f),
               "k/m/d.cfg:4: plugin 'p' measures no indicator 'w'; there are: v, n, c, x\n"
               "k/m/d.cfg:5: per must not be 0\n"
               "k/m/d.cfg:3: the weights of 'total' add up to 90; expected 100\n"
               "k/m/d.cfg:6: two versions for the same subjects begin in '2011-01'",
               0);
}

static void test_tables_are_documented(void)
{
    size_t i = 0;
    for (const struct conf_table *t = scheme_table_at(0); t; t = scheme_table_at(++i))
        for (size_t k = 0; k < t->n; k++) {
            const char *doc = t->keys[k].doc;
            check_true(t->where && doc && *doc && doc[strlen(doc) - 1] == '.', i * 100 + k);
        }
    check_i64(i, 22, 0);
}

static const struct unit_case cases[] = {
    { "a good scheme has no findings", test_good },
    { "wrong nodes are refused in their line", test_nodes },
    { "bounds that contradict are refused in their line", test_bounds },
    { "wrong leaves and gates are refused in their line", test_leaves_and_gates },
    { "wrong rules are refused in their line", test_rules },
    { "breakpoints that name indicators are refused where unsaid", test_named },
    { "which kinds take named breakpoints and cohorts", test_named_by_kind },
    { "rules that do not fit their leaf are refused", test_rules_in_context },
    { "unknown keys are refused at every depth", test_unknown_keys },
    { "every key is documented", test_tables_are_documented },
    { "all mistakes are told at once", test_all_at_once },
};
UNIT_MAIN("scheme", cases)
