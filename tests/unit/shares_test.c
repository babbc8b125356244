/* SPDX-License-Identifier: Apache-2.0 */
/* shares_test.c - workload shares of boards: domain.md 1.4 item 5, domain.md 10.5 O3. */
#include "score_kit.h"

static struct kit kit;

static const char domain[] =
    "subject = ( \"role\", \"u\" ); levels = ( { id = \"u\"; of = ( \"role\", \"u\" ); } "
    ");\n"
    "plates = { green = 85; yellow = 70; for = { role = ( \"SG\", \"JL\" ); }; };\n"
    "tickets = { charged = \"charged\"; };\n"
    "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight = 100; indicator = "
    "\"a\"; points = { kind = \"value\"; }; } ); } );";

static bool load(const char *shares)
{
    char kaohe[1024];
    snprintf(kaohe, sizeof kaohe,
             "boards = ( { id = \"t\"; domain = \"d\"; level = \"u\"; group = \"role\"; %s "
             "} );",
             shares);
    kit_load(&kit, kaohe, NULL, domain);
    kit_measures(&kit, "a dec2 up\ncharged dec2 sum\n");
    return kit_scheme(&kit);
}

/* "subject share reason", of all shares in order. */
static const char *shares(void)
{
    static char text[4096];
    size_t n = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < kit.out.n_outcomes; i++) {
        const struct scored_outcome *o = &kit.out.outcomes[i];
        if (!strcmp(o->kind, "share"))
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s %s %s", n ? ", " : "",
                                  o->subject, o->value, o->reason);
    }
    return text;
}

#define USUAL                                                                         \
    "shares = { green = 1; yellow = 0.7; red = 0; first = { bonus = 0.1; from = 95; " \
    "}; };"

static void test_shares(void)
{
    static const struct {
        const char *board, *results, *shares, *note;
    } rows[] = {
        { "", "SG/x a 90\n", "", "" },
        { USUAL, "SG/x a 90\nSG/y a 89\nSG/z a 88\n",
          "SG/x 33.34 green, SG/y 33.33 green, SG/z 33.33 green", "" },
        /* 1.1, 1, 0.7 and 0 of 2.8 */
        { USUAL, "SG/w a 60\nSG/x a 70\nSG/y a 94\nSG/z a 95\n",
          "SG/w 0.00 red, SG/x 25.00 yellow, SG/y 35.71 green, SG/z 39.29 first", "" },
        /* a ticket costs the bonus, too few points as well */
        { USUAL, "SG/y a 94\nSG/z a 95\nSG/z charged 500\n",
          "SG/y 50.00 green, SG/z 50.00 green", "" },
        { USUAL, "SG/y a 94\nSG/z a 94.99\n", "SG/y 50.00 green, SG/z 50.00 green", "" },
        { USUAL, "SG/y a 95\nSG/z a 95\n", "SG/y 50.00 first, SG/z 50.00 first", "" },
        { USUAL, "SG/y a 95\nSG/z a 95\nSG/zz a 90\n",
          "SG/y 34.38 first, SG/z 34.37 first, SG/zz 31.25 green", "" },
        /* what is left goes to the first that is eligible */
        { "shares = { yellow = 0.7; green = 0; };",
          "SG/a a 90\nSG/b a 80\nSG/c a 79\nSG/d a 78\n",
          "SG/a 0.00 green, SG/b 33.34 yellow, SG/c 33.33 yellow, SG/d 33.33 yellow", "" },
        { "shares = { yellow = 0.5; digits = 0; };", "SG/b a 90\nSG/c a 80\nSG/d a 79\n",
          "SG/b 50 green, SG/c 25 yellow, SG/d 25 yellow", "" },
        { USUAL, "SG/b a 75\n", "SG/b 100.00 yellow", "" },
        /* groups by themselves; no plate, no share */
        { USUAL, "SG/b a 75\nJL/b a 90\nJL/c a 90\nDD/x a 99\n",
          "JL/b 50.00 green, JL/c 50.00 green, SG/b 100.00 yellow", "" },
        { USUAL, "SG/b a 60\nSG/c a 50\nJL/b a 90\n", "JL/b 100.00 green",
          "board 't', group 'SG': nobody is eligible, the workload has no shares; assign "
          "it "
          "by hand or admit a contractor" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(load(rows[i].board), i);
        kit_results(&kit, rows[i].results);
        check_true(kit_score(&kit), i);
        check_text(shares(), rows[i].shares, i);
        check_text(kit.run.n_notes ? kit.run.notes[0] : "", rows[i].note, i);
        check_i64(kit.run.n_notes, *rows[i].note != 0, i);
    }
}

/* Random factors and scores: shares of a group always add up to 100. */
static void test_they_add_up(void)
{
    uint32_t seed = 7;
    for (size_t i = 0; i < 300; i++) {
        char board[256], results[1024] = "";
        uint32_t draw[16];
        for (size_t k = 0; k < COUNT(draw); k++)
            draw[k] = (seed = seed * 1664525u + 1013904223u) >> 8;
        uint32_t digits = draw[0] % 5, units = 1 + draw[1] % 12;
        snprintf(board, sizeof board,
                 "shares = { green = %u.%u; yellow = 0.%u; red = 0.%u; digits = %u; first "
                 "= { bonus = 0.%u; }; };",
                 draw[2] % 3, draw[3] % 10, 1 + draw[3] % 9, draw[2] % 2, digits,
                 draw[0] % 100);
        for (uint32_t k = 0; k < units; k++) {
            size_t n = strlen(results);
            snprintf(results + n, sizeof results - n, "SG/%02u a %u\n", k,
                     60 + draw[3 + k] % 40);
        }
        check_true(load(board), i);
        kit_results(&kit, results);
        check_true(kit_score(&kit), i);
        mpq_t sum, one;
        uint32_t n = 0;
        mpq_inits(sum, one, NULL);
        for (uint32_t k = 0; k < kit.out.n_outcomes; k++)
            if (!strcmp(kit.out.outcomes[k].kind, "share")) {
                const char *text = kit.out.outcomes[k].value;
                check_true(num_parse(one, text, strlen(text)), i);
                mpq_add(sum, sum, one);
                n++;
            }
        check_i64(n, kit.run.n_notes ? 0 : units, i);
        check_true(!n || !mpq_cmp_ui(sum, 100, 1), i);
        mpq_clears(sum, one, NULL);
    }
}

static void test_wrong(void)
{
    static const struct {
        const char *board, *found;
    } rows[] = {
        { "shares = { green = 1; };", "yellow" },
        { "shares = { yellow = -1; };", "yellow" },
        { "shares = { yellow = 1; first = { from = 95; }; };", "bonus" },
        { "shares = { yellow = 1; blue = 1; };", "blue" },
        { "shares = { yellow = 1; digits = 10; };", "digits" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(!load(rows[i].board), i);
        if (!strstr(findings_text(&kit.f), rows[i].found))
            check_text(findings_text(&kit.f), rows[i].found, i);
    }
    kit_load(&kit, "boards = ( { id = \"t\"; domain = \"d\"; level = \"u\"; " USUAL " } );",
             NULL,
             "subject = \"u\"; levels = ( { id = \"u\"; of = \"u\"; } );\n"
             "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight = 100; "
             "indicator = \"a\"; points = { kind = \"value\"; }; } ); } );");
    kit_measures(&kit, "a dec2 up\n");
    check_true(!kit_scheme(&kit), 9);
    check_true(strstr(findings_text(&kit.f), "no plates at level 'u'") != NULL, 9);
}

static const struct unit_case cases[] = {
    { "shares by plate, the first, cuts and groups", test_shares },
    { "shares of a group add up to 100", test_they_add_up },
    { "settings that make no sense are refused", test_wrong },
};
UNIT_MAIN("shares", cases)
