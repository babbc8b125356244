/* SPDX-License-Identifier: Apache-2.0 */
/* outcomes_test.c - vetoes, plates, tickets, orders of one cycle. */
#include "score_kit.h"

static struct kit kit;

#define LEAF(id, w)                                                    \
    "{ id = \"" id "\"; weight = " w "; full = 100; indicator = \"" id \
    "\"; points = { kind = \"value\"; }; }"
static const char measures[] = "a dec2 up\nb dec2 up\nv i64\ny i64\ncharged dec2 sum\n"
                               "overflow dec2 sum\n";

#define PROJECTS                                                                       \
    "subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", \"p\" ); },\n" \
    " { id = \"c\"; of = \"c\"; from = \"p\"; by = \"mean\"; } );\n"
#define SCHEME                                                                       \
    "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"G\"; weight = 60; nodes = " \
    "(" LEAF("a", "60") "); }," LEAF("b", "40") "); } );\n"

/* ---- Vetoes -------------------------------------------------------------------- */

#define VETO(id, indicator, actions) \
    "{ id = \"" id "\"; indicator = \"" indicator "\"; actions = ( " actions " ); }"
#define VETOES(list) "vetoes = ( " list " );\n"

struct veto_row {
    const char *vetoes, *results, *total, *group, *leaf, *adjustment, *flags;
};

static void check_vetoes(const struct veto_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char domain[2048], results[256], found[256] = "";
        snprintf(domain, sizeof domain, PROJECTS VETOES("%s") SCHEME, rows[i].vetoes);
        snprintf(results, sizeof results, "x/1 a 80\nx/1 b 50\n%s", rows[i].results);
        check_true(kit_run(&kit, domain, measures, results), i);
        check_text(kit_cell(&kit, "p", "x/1", "total", "score"), rows[i].total, i);
        check_text(kit_cell(&kit, "c", "x", "total", "score"), rows[i].total, i);
        check_text(kit_cell(&kit, "p", "x/1", "G", "score"), rows[i].group, i);
        check_text(kit_cell(&kit, "p", "x/1", "G/a", "score"), rows[i].leaf, i);
        check_text(kit_cell(&kit, "p", "x/1", "total", "flags"), rows[i].flags, i);
        for (uint32_t k = 0; k < kit.out.n_rows; k++)
            if (strchr(kit.out.rows[k].node, '~') && !strcmp(kit.out.rows[k].level, "p"))
                snprintf(found, sizeof found, "%s %s", kit.out.rows[k].node,
                         kit.out.rows[k].contribution.p);
        check_text(found, rows[i].adjustment, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
}

/* domain.md 10.3 G1. */
static void test_strongest_veto_acts(void)
{
    static const struct veto_row rows[] = {
        { VETO("V", "v", "{ total = 0; }"), "x/1 v 1\n", "0.00", "48.00", "80.00",
          "total/~veto -68.00", "vetoed:V before:68.00" },
        { VETO("V", "v", "{ total = 0; }"), "x/1 v 0\n", "68.00", "48.00", "80.00", "",
          "" },
        { VETO("V", "v", "{ total = 0; }"), "", "68.00", "48.00", "80.00", "", "" },
        { VETO("V", "v", "{ node = \"G\"; score = 0; }"), "x/1 v 1\n", "20.00", "0.00",
          "80.00", "G/~veto -48.00", "" },
        { VETO("V", "v", "{ node = \"G/a\"; score = 10; }"), "x/1 v 2\n", "26.00", "6.00",
          "10.00", "G/a/~veto -42.00", "" },
        /* total over group over leaf, whoever says it */
        { VETO("V", "v", "{ node = \"G/a\"; score = 0; }") "," VETO(
              "Y", "y", "{ node = \"G\"; score = 6; }"),
          "x/1 v 1\nx/1 y 1\n", "26.00", "6.00", "80.00", "G/~veto -42.00", "" },
        { VETO("V", "v", "{ node = \"G\"; score = 0; }") "," VETO("Y", "y",
                                                                  "{ total = 50; }"),
          "x/1 v 1\nx/1 y 1\n", "50.00", "48.00", "80.00", "total/~veto -18.00",
          "vetoed:Y before:68.00" },
        { VETO("V", "v", "{ total = 40; }") "," VETO("Y", "y", "{ total = 50; }"),
          "x/1 v 1\nx/1 y 1\n", "40.00", "48.00", "80.00", "total/~veto -28.00",
          "vetoed:V before:68.00" },
        { VETO("V", "v", "{ total = 50; }") "," VETO("Y", "y", "{ total = 40; }"),
          "x/1 v 1\nx/1 y 1\n", "40.00", "48.00", "80.00", "total/~veto -28.00",
          "vetoed:Y before:68.00" },
        /* a veto never raises */
        { VETO("V", "v", "{ total = 90; }"), "x/1 v 1\n", "68.00", "48.00", "80.00", "",
          "vetoed:V before:68.00" },
    };
    check_vetoes(rows, COUNT(rows));
}

/* domain.md 10.6: a missed call-back costs 2 points elsewhere; never below 0 */
static void test_minus(void)
{
    static const struct veto_row rows[] = {
        { VETO("V", "v", "{ node = \"G/a\"; minus = 2; }"), "x/1 v 1\n", "66.80", "46.80",
          "78.00", "G/a/~veto -1.20", "" },
        { VETO("V", "v", "{ node = \"G\"; minus = 2; each = true; }"), "x/1 v 3\n", "62.00",
          "42.00", "80.00", "G/~veto -6.00", "" },
        { VETO("V", "v", "{ node = \"G\"; minus = 20; each = true; }"), "x/1 v 3\n",
          "20.00", "0.00", "80.00", "G/~veto -48.00", "" },
        { VETO("V", "v", "{ node = \"G\"; minus = 2; }"), "x/1 v 0\n", "68.00", "48.00",
          "80.00", "", "" },
        { VETO("V", "v", "{ node = \"G\"; minus = 2; }") "," VETO(
              "Y", "y", "{ node = \"G\"; minus = 3; }"),
          "x/1 v 1\nx/1 y 1\n", "63.00", "43.00", "80.00", "G/~veto -5.00", "" },
        { VETO("V", "v", "{ node = \"G\"; minus = 2; }") "," VETO(
              "Y", "y", "{ node = \"G\"; score = 30; }"),
          "x/1 v 1\nx/1 y 1\n", "50.00", "30.00", "80.00", "G/~veto -18.00", "" },
    };
    check_vetoes(rows, COUNT(rows));
}

/* The number acts where the veto does; plate, grade and eligibility go to all above. */
static void test_veto_actions_go_up(void)
{
    check_true(
        kit_run(
            &kit,
            PROJECTS "plates = { green = 85; yellow = 70; };\n" VETOES(
                VETO("V", "v",
                     "{ total = 0; }, { plate = \"red\"; }, { grade = \"pass\"; }, { "
                     "ineligible = true; }, { exit = true; }")) SCHEME,
            measures,
            "x/1 a 100\nx/1 b 100\nx/1 v 1\nx/2 a 100\nx/2 b 100\ny/1 a 90\ny/1 b 75\n"),
        0);
    check_text(
        kit_outcomes(&kit, "x/1"),
        "p:access:exit:V\np:plate:red:V\n"
        "p:veto:exit:v\np:veto:grade pass:v\np:veto:ineligible:v\np:veto:plate red:v\n"
        "p:veto:total 0:v",
        0);
    check_text(kit_outcomes(&kit, "x/2"), "p:plate:green:100.00", 0);
    check_text(
        kit_outcomes(&kit, "x"),
        "c:access:exit:V\nc:plate:red:V\n"
        "c:veto:exit:v\nc:veto:grade pass:v\nc:veto:ineligible:v\nc:veto:plate red:v",
        0);
    check_text(kit_outcomes(&kit, "y/1"), "p:plate:yellow:84.00", 0);
}

/* An open appeal against a veto: the second total is without it. */
static void test_pending_veto(void)
{
    check_true(kit_run(&kit, PROJECTS VETOES(VETO("V", "v", "{ total = 0; }")) SCHEME,
                       measures,
                       "x/1 a 80\nx/1 b 50\nx/1 v 1 upheld 0\nx/2 a 100\nx/2 b 100\n"),
               0);
    check_text(kit_cell(&kit, "p", "x/1", "total", "score"), "0.00", 0);
    check_text(kit_cell(&kit, "p", "x/1", "total", "state"), "pending", 0);
    check_text(kit_cell(&kit, "p", "x/1", "total_if_upheld", "score"), "68.00", 0);
    check_text(kit_cell(&kit, "c", "x", "total", "score"), "50.00", 0);
    check_text(kit_cell(&kit, "c", "x", "total_if_upheld", "score"), "84.00", 0);
}

/* A total that only a veto makes, and a veto of a level of means. */
static void test_rare_vetoes(void)
{
    check_true(kit_run(&kit, PROJECTS VETOES(VETO("V", "v", "{ total = 0; }")) SCHEME,
                       measures, "x/1 a none\nx/1 b none\nx/1 v 1\n"),
               0);
    check_text(kit_cell(&kit, "p", "x/1", "total", "score"), "0.00", 0);
    check_text(kit_cell(&kit, "p", "x/1", "total", "state"), "ok", 0);
    check_text(kit_unsound(&kit), NULL, 0);
    check_true(
        kit_run(
            &kit,
            PROJECTS VETOES("{ id = \"V\"; indicator = \"charged\"; above = 100; level = "
                            "\"c\"; actions = ( { total = 60; } ); }") SCHEME,
            measures,
            "x/1 a 80\nx/1 b 50\nx/1 charged 60\nx/2 a 100\nx/2 b 50\nx/2 charged 50\n"
            "y/1 a 80\ny/1 b 50\ny/1 charged 100\n"),
        1);
    check_text(kit_cell(&kit, "c", "x", "total", "score"), "60.00", 1);
    check_text(kit_cell(&kit, "c", "x", "total/~veto", "contribution"), "-14.00", 1);
    check_text(kit_cell(&kit, "c", "x", "total", "flags"), "vetoed:V before:74.00", 1);
    check_text(kit_cell(&kit, "c", "y", "total", "score"), "68.00", 1);
    check_text(kit_unsound(&kit), NULL, 1);
}

/* ---- Plates and tickets ----------------------------------------------------------- */

/* Compared as printed: 84.995 prints 85.00 and is green. */
static void test_plates(void)
{
    static const struct {
        const char *value, *plate;
    } rows[] = {
        { "85", "p:plate:green:85.00" },
        { "16999/200", "p:plate:green:85.00" },
        { "42497/500", "p:plate:yellow:84.99" },
        { "70", "p:plate:yellow:70.00" },
        { "6999/100", "p:plate:red:69.99" },
        { "missing", "p:plate:red:0.00" },
        { "none", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char results[64];
        snprintf(results, sizeof results, "x f %s\n", rows[i].value);
        check_true(
            kit_run(&kit,
                    "subject = \"p\"; levels = ( { id = \"p\"; of = \"p\"; } ); plates = { "
                    "green = 85; yellow = 70; };\n"
                    "scheme = ( { from = \"2011-01\"; nodes = (" LEAF("f", "100") "); } );",
                    "f per up\n", results),
            i);
        check_text(kit_outcomes(&kit, "x"), rows[i].plate, i);
    }
}

/* domain.md 1.5 and 10.5 O3: 3,500 on 60,000 at 5 %: charged 3,000, overflow 500, summed
 * upwards. */
static void test_tickets(void)
{
    check_true(
        kit_run(&kit,
                PROJECTS "tickets = { charged = \"charged\"; overflow = \"overflow\"; };\n"
                         "plates = { green = 85; yellow = 70; levels = \"c\"; for = { c = "
                         "\"y\"; }; };\n" SCHEME,
                measures,
                "x/1 a 80\nx/1 b 50\nx/1 charged 3000\nx/1 overflow 500\n"
                "x/2 a 80\nx/2 charged 0\nx/2 overflow 0\nx/3 a 80\nx/3 charged 500\n"
                "y/1 a 100\n"),
        0);
    check_text(kit_outcomes(&kit, "x/1"), "p:ticket:3000.00:overflow 500.00", 0);
    check_text(kit_outcomes(&kit, "x/2"), "", 0);
    check_text(kit_outcomes(&kit, "x/3"), "p:ticket:500.00:", 0);
    check_text(kit_outcomes(&kit, "x"), "c:ticket:3500.00:overflow 500.00", 0);
    check_text(kit_outcomes(&kit, "y"), "c:plate:green:100.00", 0);
}

/* ---- Orders ------------------------------------------------------------------------- */

static void test_orders(void)
{
    static const char ordered[] =
        "subject = \"p\"; levels = ( { id = \"p\"; of = \"p\"; } ); %s\n"
        "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"G\"; weight = 60; owner = "
        "\"chief\"; "
        "order_below = 36; order_days = 10; nodes = ( { id = \"a\"; weight = 60; full = "
        "100; "
        "indicator = \"a\"; order_below = 60; points = { kind = \"value\"; }; } ); }," LEAF(
            "b", "40") "); } );";
    static const struct {
        const char *cycle, *results, *orders;
    } rows[] = {
        { "", "x a 59.99\n",
          "G 35.99 < 36 by chief 2011-05-10, G/a 59.99 < 60 by chief 2011-05-31" },
        { "", "x a 60\n", "" },
        { "", "x a none\nx b 1\n", "" },
        { "", "x a missing\n",
          "G 0.00 < 36 by chief 2011-05-10, G/a 0.00 < 60 by chief 2011-05-31" },
        { "cycle = { months = 2; };", "x a 59\n",
          "G 35.40 < 36 by chief 2011-05-10, G/a 59.00 < 60 by chief 2011-06-30" },
        { "cycle = { months = 1; last_day = 25; };", "x a 59\n",
          "G 35.40 < 36 by chief 2011-05-05, G/a 59.00 < 60 by chief 2011-05-25" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char domain[2048], found[512] = "";
        snprintf(domain, sizeof domain, ordered, rows[i].cycle);
        check_true(kit_run(&kit, domain, measures, rows[i].results), i);
        for (uint32_t k = 0; k < kit.out.n_orders; k++) {
            const struct scored_order *o = &kit.out.orders[k];
            char day[11];
            day_text(day, o->due);
            snprintf(found + strlen(found), sizeof found - strlen(found),
                     "%s%s %s < %s by %s %s", k ? ", " : "", o->node, o->score.p,
                     o->threshold.p, o->owner, day);
        }
        check_text(found, rows[i].orders, i);
    }
}

/* ---- Reasons and tables ----------------------------------------------------------------
 */

static void test_reasons(void)
{
    static struct measured_reason reasons[] = {
        { .subject = 0, .indicator = 1, .rule = "P2", .effect = 250, .count = 2 },
        { .subject = 0, .indicator = 0, .rule = "P1", .effect = -125, .count = 1 },
        { .variant = 1,
          .subject = 0,
          .indicator = 0,
          .rule = "P1",
          .effect = 1,
          .count = 1 },
    };
    kit_load(&kit, NULL, NULL, PROJECTS SCHEME);
    kit_measures(&kit, measures);
    check_true(kit_scheme(&kit), 0);
    kit_results(&kit, "x/1 a 1\nx/1 b 1\n");
    kit.m.reasons = reasons;
    kit.m.n_reasons = COUNT(reasons);
    check_true(kit_score(&kit), 0);
    check_i64(kit.out.n_reasons, 2, 0);
    check_text(kit.out.reasons[0].indicator, "a", 0);
    check_text(kit.out.reasons[0].effect.p, "-1.25", 0);
    check_text(kit.out.reasons[1].effect.x, "5/2", 0);
    check_text(kit.out.reasons[1].subject, "x/1", 0);
}

static const struct unit_case cases[] = {
    { "of the number effects of vetoes the strongest acts", test_strongest_veto_acts },
    { "a veto takes points off another node", test_minus },
    { "plate, grade, eligibility and exit go to every level above",
      test_veto_actions_go_up },
    { "a veto under appeal leaves the second total", test_pending_veto },
    { "a veto makes a total of nothing, and acts on means", test_rare_vetoes },
    { "plates compare the printed total", test_plates },
    { "tickets are charged up to the cap and add up", test_tickets },
    { "a printed score below its threshold raises an order", test_orders },
    { "reasons come with their effect", test_reasons },
};
UNIT_MAIN("outcomes", cases)
