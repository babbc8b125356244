/* SPDX-License-Identifier: Apache-2.0 */
/* worker_levels_test.c - what a child measures above the first level, what it leaves out,
 * who delivered, and what it refuses before it reads. */
#include "worker_kit.h"

#include <stdio.h>
#include <string.h>

#define APRIL civil_day(2011, 4, 1), civil_day(2011, 5, 1), 1, 2011 * 12 + 3

static const char *const visits = "who,item,amount,day,note\n"
                                  "b,x,5,2011-04-01,\n"
                                  "a,y,7,2011-04-30,hello\n"
                                  "b,x,100,2011-04-15,\n"
                                  "c,,1,2011-03-31,\n"
                                  "b,z,2,2011-05-01,\n";

/* ---- Levels ---------------------------------------------------------------------- */

static const char *const orgs = "id,name,parent,level\n"
                                "HN,Henan,,province\n"
                                "ZZ,Zhengzhou,HN,city\n"
                                "LY,Luoyang,HN,city\n"
                                "z1,One,ZZ,district\n"
                                "z2,Two,ZZ,district\n"
                                "l1,Three,LY,district\n";
#define ORG_LEVELS                                             \
    "{ id = \"district\"; of = ( \"district\" ); },"           \
    "{ id = \"city\"; from = \"district\"; by = \"merge\"; }," \
    "{ id = \"province\"; from = \"city\"; by = \"merge\"; }"

static void test_parents_pool_the_counts_of_their_units(void)
{
    kit_file("orgs.csv", orgs);
    kit_file("visits.csv", "district,item,amount,day\n"
                           "z1,x,1,2011-04-02\nz2,y,2,2011-04-02\nz2,x,4,2011-04-03\n");
    kit_file("quota.csv", "city,n\nZZ,10\nLY,20\n");
    const struct kit k = {
        .orgs = true,
        .subject = "\"district\"",
        .levels = ORG_LEVELS,
        .inputs = "visits = { file = \"../visits.csv\"; expect = \"city\"; };"
                  "quota = { file = \"../quota.csv\"; at = \"city\"; };",
    };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    check_text(kit_only(r.text, "subject"),
               "subject 0 l1\nsubject 0 z1\nsubject 0 z2\n"
               "subject 1 LY\nsubject 1 ZZ\nsubject 2 HN\n",
               0);
    check_text(kit_only(r.text, " money "),
               "result 0 0 l1 money - 2 0/0 0 0 0 0\n"
               "result 0 0 z1 money - 1 0/0 1 0 1 0\n"
               "result 0 0 z2 money - 1 0/0 6 0 2 0\n"
               "result 0 1 LY money - 2 0/0 0 0 0 0\n"
               "result 0 1 ZZ money - 1 0/0 7 0 3 0\n"
               "result 0 2 HN money - 1 0/0 7 0 3 0\n"
               "reason 0 0 z1 money plus 1 x1\n"
               "reason 0 0 z2 money plus 6 x1\n"
               "reason 0 1 ZZ money plus 7 x1\n"
               "reason 0 2 HN money plus 7 x1\n",
               0);
    /* Rows that enter at the city are not below it, and go up from there. */
    kit_has(r.text, "result 0 0 z1 rate - 2 1/0 0 0 1 0\n", 0);
    kit_has(r.text, "result 0 1 ZZ rate - 1 3/10 0 0 3 0\n", 0);
    kit_has(r.text, "result 0 1 LY rate - 1 0/20 0 0 0 0\n", 0);
    kit_has(r.text, "result 0 2 HN rate - 1 3/30 0 0 3 0\n", 0);
    /* Lines show what entered, once; items every level. */
    check_text(kit_only(r.text, "row lines"),
               "row lines 0 z1: [z1] [small] [0.01] []\n"
               "row lines 0 z2: [z2] [small] [0.06] [a, b]\n",
               0);
    check_text(kit_only(r.text, "[x]"),
               "row items 0 l1: [x] [2]\nrow items 1 LY: [x] [2]\n"
               "row items 2 HN: [x] [2]\n",
               0);
    check_text(kit_only(r.text, "delivery"), "delivery 0 city LY 0\ndelivery 0 city ZZ 1\n",
               0);
    kit_clean();
}

static void test_levels_may_project_the_columns_of_a_subject(void)
{
    kit_file("visits.csv", "firm,city,amount,day\n"
                           "f,c1,1,2011-04-02\nf,c2,2,2011-04-02\ng/h,c1,4,2011-04-03\n"
                           "f,c3,8,2011-05-03\n");
    const struct kit k = {
        .subject = "\"firm\", \"city\"",
        .levels = "{ id = \"site\"; of = ( \"firm\", \"city\" ); },"
                  "{ id = \"firm\"; of = ( \"firm\" ); from = \"site\"; by = \"merge\"; },"
                  "{ id = \"mean\"; of = ( \"city\" ); from = \"site\"; by = \"mean\"; }",
    };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    check_text(kit_only(r.text, "subject"),
               "subject 0 f/c1\nsubject 0 f/c2\nsubject 0 g\\/h/c1\n"
               "subject 1 f\nsubject 1 g\\/h\n",
               0);
    check_text(kit_only(r.text, " money -"),
               "result 0 0 f/c1 money - 1 0/0 1 0 1 0\n"
               "result 0 0 f/c2 money - 1 0/0 2 0 1 0\n"
               "result 0 0 g\\/h/c1 money - 1 0/0 4 0 1 0\n"
               "result 0 1 f money - 1 0/0 3 0 2 0\n"
               "result 0 1 g\\/h money - 1 0/0 4 0 1 0\n",
               0);
    kit_clean();
}

static void test_a_unit_without_a_parent_is_told(void)
{
    kit_file("orgs.csv", "id,name,parent,level\nZZ,Zhengzhou,,city\n"
                         "z1,One,ZZ,district\nz2,Two,,district\n");
    kit_file("visits.csv", "district,amount,day\nz1,1,2011-04-02\n");
    const struct kit k = { .orgs = true,
                           .subject = "\"district\"",
                           .levels = "{ id = \"district\"; of = ( \"district\" ); },"
                                     "{ id = \"city\"; from = \"district\"; "
                                     "by = \"merge\"; }" };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, ST_INPUT, 0);
    kit_has(r.found, "'z2' of level 'district' has no unit of level 'city' above it", 0);
    kit_clean();
}

static void test_a_file_named_for_a_unit_is_a_delivery(void)
{
    kit_file("orgs.csv", orgs);
    kit_file("v-ZZ.csv", "district,amount,day\nz1,1,2011-03-02\n");
    kit_file("v-LY.csv", "district,amount,day\n");
    const struct kit k = { .orgs = true,
                           .subject = "\"district\"",
                           .levels = ORG_LEVELS,
                           .inputs = "visits = { file = \"../v-{city}.csv\"; "
                                     "expect = \"city\"; };" };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    check_text(kit_only(r.text, "delivery"), "delivery 0 city LY 1\ndelivery 0 city ZZ 1\n",
               0);
    kit_clean();
}

/* ---- Rejects ----------------------------------------------------------------------- */

static void test_rejects_of_the_plugin_are_placed_and_counted_once(void)
{
    kit_file("visits.csv", "who,amount,day\na,1,2011-04-02\na,-5,2011-04-02\n"
                           "a,1,2011-03-02\n\"a\n\",-1,2011-04-03\na,x,2011-04-02\n");
    const struct kit k = {
        .variants = { { APRIL }, { APRIL }, { APRIL } }, /* three reject the same row */
        .n_variants = 3,
    };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    kit_has(r.text, "input visits 10 rows 5 rejected 1+2 skipped 0 revised 0 outside 1\n",
            0);
    kit_has(r.text,
            "reject 0 0:3 amount: a negative amount \"\"\n"
            "reject 0 0:5 amount: a negative amount \"\"\n"
            "reject 0 0:7 amount:",
            0);
    kit_has(r.text, "result 0 0 a visits - 1 0/0 1 0 1 0\n", 0);
    kit_clean();
}

static void test_too_many_rejects_refuse_the_input(void)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_text(&b, "who,amount,day\n");
    for (int i = 0; i < 30; i++)
        buf_printf(&b, "a,%d,2011-04-02\n", i < 3 ? -1 : 1);
    unit_file("visits.csv", b.at, b.len);
    buf_end(&b);
    const struct kit strict = { .inputs = "visits = { file = \"../visits.csv\"; "
                                          "max_rejects = 2; };" };
    const struct kit lax = { .inputs = "visits = { file = \"../visits.csv\"; "
                                       "max_rejects = 3; };" };
    struct kit_ran r = kit_run(&strict);
    check_i64(r.rc, ST_INPUT, 0);
    kit_has(r.found,
            "domain 'demo': input 'visits': 3 of 30 rows are rejected, at most 2 "
            "may be",
            0);
    kit_has(r.found, "visits.csv:2: column 'amount': a negative amount\n", 0);
    check_true(!r.text, 0);
    r = kit_run(&lax);
    check_i64(r.rc, KH_OK, 1);
    kit_clean();
}

static void test_private_columns_are_not_printed(void)
{
    kit_file("visits.csv", visits);
    const struct kit k = { .inputs =
                               "visits = { file = \"../visits.csv\"; columns = { "
                               "item = { header = \"item\"; private = true; }; }; };" };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(kit_only(r.text, "row items"),
               "row items 0 a: [***] [0]\nrow items 0 a: [***] [1]\n"
               "row items 0 a: [***] [2]\n",
               0);
    kit_clean();
}

/* ---- Configuration --------------------------------------------------------------- */

static void test_mistakes_are_findings_with_their_place(void)
{
    static const struct {
        struct kit k;
        const char *found;
    } rows[] = {
        { { .params = "oder = \"exact\";" }, "unknown parameter" },
        { { .inputs = "visit = { file = \"../visits.csv\"; };" }, "visit" },
        { { .plugin = "moody",
            .params = "mood = \"fail\"; where = \"open\";",
            .inputs = "rows = { file = \"../visits.csv\"; };" },
          "mood and where quarrel" },
    };
    kit_file("visits.csv", visits);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kit_ran r = kit_run(&rows[i].k);
        check_i64(r.rc, KH_ECONFIG, i);
        kit_has(r.found, "demo.cfg:", i);
        kit_has(r.found, rows[i].found, i);
        check_true(!r.text, i);
        kit_clean();
    }
}

static void test_plugins_that_cannot_serve_are_faults(void)
{
    kit_file("visits.csv", visits);
    const struct kit none = { .plugin = "nobody" };
    struct kit_ran r = kit_run(&none);
    check_i64(r.rc, KH_EBUG, 0);
    kit_has(r.err.text, "nobody", 0);
    const struct kit sorted = { .params = "order = \"by_subject\";" };
    r = kit_run(&sorted);
    check_i64(r.rc, KH_EBUG, 1);
    kit_has(r.err.text, "KH_BY_SUBJECT", 1);
    kit_clean();
}

static const struct unit_case cases[] = {
    { "parents pool the counts of their units",
      test_parents_pool_the_counts_of_their_units },
    { "levels may project the columns of a subject",
      test_levels_may_project_the_columns_of_a_subject },
    { "a unit without a parent is told", test_a_unit_without_a_parent_is_told },
    { "a file named for a unit is a delivery", test_a_file_named_for_a_unit_is_a_delivery },
    { "rejects of the plugin are placed and counted once",
      test_rejects_of_the_plugin_are_placed_and_counted_once },
    { "too many rejects refuse the input", test_too_many_rejects_refuse_the_input },
    { "private columns are not printed", test_private_columns_are_not_printed },
    { "mistakes are findings with their place",
      test_mistakes_are_findings_with_their_place },
    { "plugins that cannot serve are faults", test_plugins_that_cannot_serve_are_faults },
};

int main(int argc, char **argv)
{
    return kit_main(argc, argv, "worker_levels", cases, COUNT(cases));
}
