/* SPDX-License-Identifier: Apache-2.0 */
/* awards_test.c - awards of boards: shares, cuts, ineligible units, the award list. */
#include "score_kit.h"

static struct kit kit;

static const char measures[] = "a dec2 up\nonsite dec2 up\nv i64\n";
static const char domain[] =
    "subject = ( \"kind\", \"u\" ); levels = ( { id = \"u\"; of = ( \"kind\", \"u\" ); } "
    ");\n"
    "vetoes = ( { id = \"V\"; indicator = \"v\"; actions = ( { ineligible = true; } ); } "
    ");\n"
    "scheme = ( { from = \"2011-01\"; nodes = (\n"
    " { id = \"a\"; weight = 50; full = 100; indicator = \"a\"; points = { kind = "
    "\"value\"; "
    "}; },\n"
    " { id = \"onsite\"; weight = 50; full = 100; indicator = \"onsite\"; points = { kind "
    "= "
    "\"value\"; }; } ); } );";

static bool load(const char *board)
{
    char kaohe[4096];
    snprintf(kaohe, sizeof kaohe,
             "boards = ( { id = \"t\"; domain = \"d\"; level = \"u\"; %s } );", board);
    kit_load(&kit, kaohe, NULL, domain);
    kit_measures(&kit, measures);
    return kit_scheme(&kit);
}

static bool run(const char *board, const char *results)
{
    if (!load(board)) {
        fprintf(stderr, "%s\n", findings_text(&kit.f));
        return false;
    }
    kit_results(&kit, results);
    return kit_score(&kit);
}

/* "group rank subject score award recommended", a line each, of the award list. */
static const char *list(void)
{
    static char text[1 << 14];
    size_t n = 0;
    text[0] = 0;
    if (kit.out.n_tables != 1)
        return "(no list)";
    const struct scored_table *t = &kit.out.tables[0];
    for (uint32_t i = 0; i < t->n_rows; i++) {
        const char **c = t->rows[i].cell;
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s%s%s %s %s %s%s%s",
                              n ? ", " : "", c[0], *c[0] ? ":" : "", c[1],
                              t->rows[i].subject, c[2], c[3], *c[3] ? " " : "", c[4]);
    }
    return text;
}

#define STEPS                                                                           \
    "steps = ( { id = \"first\"; share = 0.15; }, { id = \"second\"; share = 0.35; }, " \
    "{ id = \"third\"; share = 0.50; } );"

/* `n` units with the scores of `text`, a blank between them; names k/01, k/02 ... */
static const char *units(const char *text)
{
    static char lines[1 << 14];
    size_t len = 0;
    unsigned i = 0;
    lines[0] = 0;
    while (*text) {
        int n = (int)strcspn(text, " ");
        len += (size_t)snprintf(lines + len, sizeof lines - len, "k/%02u a %.*s\n", ++i, n,
                                text);
        text += n + (text[n] == ' ');
    }
    return lines;
}

/* domain.md 5.3: 15, 35 and 50 % of those at or above 80, floors by number. */
static void test_shares(void)
{
    static const struct {
        const char *units, *list;
    } rows[] = {
        { "99 98 97 96 95 94 93 92 91 90 79.99",
          "1 k/01 99.00 first no, 2 k/02 98.00 second no, 3 k/03 97.00 second no, 4 k/04 "
          "96.00 second no, 5 k/05 95.00 third no, 6 k/06 94.00 third no, 7 k/07 93.00 "
          "third "
          "no, 8 k/08 92.00 third no, 9 k/09 91.00 third no" },
        { "79.99 79 78 80", "" }, /* n = 1: floor(0.5) = 0 */
        { "90 80", "1 k/01 90.00 third no" },
        { "79 78", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run("awards = { from = 80; " STEPS " };", units(rows[i].units)), i);
        check_text(list(), rows[i].list, i);
    }
    check_true(run("awards = { from = 80; " STEPS " };", units(rows[0].units)), 0);
    check_text(kit_outcomes(&kit, "k/01"), "u:award:first:t", 0);
    check_text(kit_outcomes(&kit, "k/10"), "", 0);
    check_text(kit.out.tables[0].name, "t", 0);
}

/* Ties at a cut stay below it, unless a tie-breaker separates them. */
static void test_cuts(void)
{
    static const char tied[] = "k/a a 92\nk/a onsite 88\nk/b a 88\nk/b onsite 92\n"
                               "k/c a 85\nk/c onsite 85\nk/d a 84\nk/d onsite 86\n";
    static const struct {
        const char *board, *list;
    } rows[] = {
        { "awards = { steps = ( { id = \"I\"; share = 0.25; }, { id = \"II\"; share = "
          "0.25; "
          "} ); };",
          "" },
        { "awards = { steps = ( { id = \"I\"; share = 0.25; }, { id = \"II\"; share = 0.5; "
          "} "
          "); };",
          "1 k/a 90.00 II no, 1 k/b 90.00 II no" },
        { "awards = { steps = ( { id = \"I\"; share = 0.75; } ); recommend = 1; };",
          "1 k/a 90.00 I no, 1 k/b 90.00 I no" },
        { "awards = { recommend = 2; };", "1 k/a 90.00 yes, 1 k/b 90.00 yes" },
        { "awards = { recommend = 3; };", "1 k/a 90.00 yes, 1 k/b 90.00 yes" },
        { "awards = { recommend = 9; };",
          "1 k/a 90.00 yes, 1 k/b 90.00 yes, 3 k/c 85.00 yes, 3 k/d 85.00 yes" },
        { "then = ( \"onsite\" ); awards = { steps = ( { id = \"I\"; share = 0.25; }, { id "
          "= "
          "\"II\"; share = 0.5; } ); recommend = 1; };",
          "1 k/b 90.00 I yes, 2 k/a 90.00 II no, 3 k/d 85.00 II no" },
        { "then = ( \"name\" ); awards = { steps = ( { id = \"I\"; share = 0.25; }, { id = "
          "\"II\"; share = 0.5; } ); recommend = 1; };",
          "1 k/a 90.00 I yes, 2 k/b 90.00 II no, 3 k/c 85.00 II no" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(rows[i].board, tied), i);
        check_text(list(), rows[i].list, i);
    }
}

/* Whom a veto makes ineligible keeps the rank and does not count. */
static void test_ineligible(void)
{
    static const char results[] = "k/a a 99\nk/a v 1\nk/b a 98\nk/c a 97\nk/d a 96\n"
                                  "k/e a none\nl/f a 95\nl/g a 94\n";
    static const struct {
        const char *board, *list;
    } rows[] = {
        { "awards = { steps = ( { id = \"I\"; share = 0.34; } ); recommend = 2; };",
          "2 k/b 98.00 I yes, 3 k/c 97.00 yes" },
        /* groups apart: floor(0.34 x 3) = 1 of k, floor(0.34 x 2) = 0 of l */
        { "group = \"kind\"; awards = { steps = ( { id = \"I\"; share = 0.34; } ); "
          "recommend "
          "= 1; };",
          "k:2 k/b 98.00 I yes, l:1 l/f 95.00 yes" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(rows[i].board, results), i);
        check_text(list(), rows[i].list, i);
        check_text(kit.run.ranks[0].subject, "k/a", i);
        check_i64(kit.run.ranks[0].rank, 1, i);
    }
    check_text(kit_outcomes(&kit, "k/a"), "u:veto:ineligible:v", 0);
}

/* A second pass over the same domain, as over one that is carried, replaces the list. */
static void test_again(void)
{
    check_true(run("awards = { recommend = 1; };", "k/a a 99\nk/b a 98\n"), 0);
    check_true(!score_boards(&kit.a, &kit.run, NULL, NULL, 0, &kit.e), 0);
    check_text(list(), "1 k/a 99.00 yes", 0);
    check_i64(kit.out.n_tables, 1, 0);
}

static void test_wrong(void)
{
    static const struct {
        const char *board, *told;
    } rows[] = {
        { "awards = { from = 80; };", "k/kaohe.cfg:2: boards[0].awards names neither "
                                      "`steps` nor `recommend`; set one of "
                                      "both" },
        { "awards = { steps = (); };",
          "k/kaohe.cfg:2: boards[0].awards.steps must hold 1 to 50 awards" },
        { "awards = { steps = ( { id = \"a\"; share = 0.6; }, { id = \"a\"; share = 0.5; } "
          "); "
          "};",
          "k/kaohe.cfg:2: boards[0].awards.steps[1]: the award \"a\" stands twice\n"
          "k/kaohe.cfg:2: boards[0].awards.steps: the shares add up to 1.1, more than all "
          "(1)" },
        { "awards = { steps = ( { id = \"a\"; share = 2; } ); };",
          "k/kaohe.cfg:2: boards[0].awards.steps[0].share is 2; it must be from 0 to 1" },
        { "awards = { recommend = 0; };",
          "k/kaohe.cfg:2: boards[0].awards.recommend is 0; it must be from 1 to 1000000" },
        { "awards = { stops = 1; };",
          "k/kaohe.cfg:2: unknown key 'stops' in boards[0].awards; did you mean 'steps'?" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(!load(rows[i].board), i);
        const char *told = findings_text(&kit.f), *at = strstr(told, "k/kaohe.cfg");
        check_text(at ? at : told, rows[i].told, i);
    }
}

/* The award list is a file beside the plugin's own tables. */
static void test_name_of_the_list(void)
{
    static const kh_table tables[] = { { .name = "t" } };
    kit_load(
        &kit,
        "boards = ( { id = \"t\"; domain = \"d\"; level = \"u\"; awards = { recommend = "
        "1; }; } );",
        NULL, domain);
    kit_measures(&kit, measures);
    kit.schema.domain.tables = (kh_list){ tables, COUNT(tables), sizeof *tables };
    check_true(!kit_scheme(&kit), 0);
    check_true(strstr(findings_text(&kit.f),
                      "board 't': its award list would have the name of a table of plugin "
                      "'p'; give the board another id"),
               0);
}

static const struct unit_case cases[] = {
    { "15, 35 and 50 % of those at 80 or more, floors by number", test_shares },
    { "ties at a cut stay below it unless a tie-breaker separates them", test_cuts },
    { "ineligible units keep their rank and do not count", test_ineligible },
    { "a list that is there is replaced", test_again },
    { "wrong awards are told", test_wrong },
    { "the list has no name of a table of the plugin", test_name_of_the_list },
};
UNIT_MAIN("awards", cases)
