/* SPDX-License-Identifier: Apache-2.0 */
/* levels_test.c - scores above the first level, and what was not delivered. */
#include "score_kit.h"

static struct kit kit;

#define LEAF(id, w)                                                    \
    "{ id = \"" id "\"; weight = " w "; full = 100; indicator = \"" id \
    "\"; points = { kind = \"value\"; }; }"
static const char measures[] =
    "a dec2 up\nb dec2 up\nr ratio up needs0\nw i64 sum\ng i64\nz ratio up needs0 needs2\n";

/* ---- Means ------------------------------------------------------------------ */

/* domain.md 1.5: the projects of a city, cycle 1: 91 and 95, cycle 2: 88 and 97. */
static const char contractor[] =
    "cycle = { months = 2; }; subject = ( \"contractor\", \"role\", \"city\", \"project\" "
    ");\n"
    "levels = ( { id = \"project\"; of = ( \"contractor\", \"role\", \"city\", \"project\" "
    "); },\n"
    " { id = \"city\"; of = ( \"contractor\", \"role\", \"city\" ); from = \"project\"; by "
    "= "
    "\"mean\"; },\n"
    " { id = \"firm\"; of = ( \"contractor\", \"role\" ); from = \"city\"; by = \"mean\"; "
    "} );\n"
    "scheme = ( { from = \"2011-01\"; nodes = (\n"
    " { id = \"P\"; weight = 20; indicator = \"a\"; points = { kind = \"occ\"; }; },\n"
    " { id = \"Q\"; weight = 80; indicator = \"b\"; points = { kind = \"occ\"; }; } ); } "
    ");";

static void test_means(void)
{
    static const struct {
        const char *results, *city, *firm, *leaf;
    } rows[] = {
        { "c/SG/A/p1 a 5\nc/SG/A/p1 b 4\nc/SG/A/p2 a 2\nc/SG/A/p2 b 3\n", "93.00", "93.00",
          "16.50" },
        { "c/SG/A/p1 a 0\nc/SG/A/p1 b 12\nc/SG/A/p2 a 3\nc/SG/A/p2 b 0\n", "92.50", "92.50",
          "18.50" },
        { "c/SG/A/p1 a 5\nc/SG/A/p1 b 4\nc/SG/A/p2 a 2\nc/SG/A/p2 b 3\nc/SG/B/q a "
          "16\nc/SG/B/q b "
          "0\n",
          "93.00", "88.50", "16.50" },
        /* na leaves the mean, missing stays */
        { "c/SG/A/p1 a 5\nc/SG/A/p1 b 4\nc/SG/A/p2 a none\nc/SG/A/p2 b none\n", "91.00",
          "91.00", "15.00" },
        { "c/SG/A/p1 a 5\nc/SG/A/p1 b 4\nc/SG/A/p2 a missing\nc/SG/A/p2 b missing\n",
          "45.50", "45.50", "7.50" },
        { "c/SG/A/p1 a none\nc/SG/A/p1 b 8\nc/SG/A/p2 a 2\nc/SG/A/p2 b 0\n", "94.00",
          "94.00", "18.00" },
        { "c/SG/A/p1 a none\nc/SG/A/p1 b none\n", "", "", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(kit_run(&kit, contractor, measures, rows[i].results), i);
        check_text(kit_cell(&kit, "city", "c/SG/A", "total", "score"), rows[i].city, i);
        check_text(kit_cell(&kit, "firm", "c/SG", "total", "score"), rows[i].firm, i);
        check_text(kit_cell(&kit, "city", "c/SG/A", "P", "score"), rows[i].leaf, i);
        check_text(kit_cell(&kit, "city", "c/SG/A", "P", "value"), "", i);
        check_text(kit_cell(&kit, "city", "c/SG/A", "P", "weight_used"), "", i);
        check_text(kit_unsound(&kit), NULL, i);
    }
}

/* A weight indicator: 1 x 90 + 3 x 50 over 4; without any weight all weigh the same. */
static const char weighted[] =
    "subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", \"p\" ); },\n"
    " { id = \"c\"; of = \"c\"; from = \"p\"; by = \"mean\"; weight = \"w\"; } );\n"
    "scheme = ( { from = \"2011-01\"; nodes = (" LEAF("a", "60") "," LEAF("b",
                                                                          "40") "); } );";

static void test_weighted_means(void)
{
    static const struct {
        const char *results, *total, *a;
    } rows[] = {
        { "c/1 a 90\nc/1 b 90\nc/1 w 1\nc/2 a 50\nc/2 b 50\nc/2 w 3\n", "60", "36" },
        { "c/1 a 90\nc/1 b 90\nc/2 a 50\nc/2 b 50\n", "70", "42" },
        { "c/1 a 90\nc/1 b 90\nc/1 w 1\nc/2 a 50\nc/2 b 50\nc/2 w 0\n", "90", "54" },
        { "c/1 a 90\nc/1 b 90\nc/1 w 1\nc/2 a 50\nc/2 b 50\nc/2 w -4\n", "90", "54" },
        /* a leaf that is na in one child */
        { "c/1 a none\nc/1 b 90\nc/1 w 1\nc/2 a 50\nc/2 b 50\nc/2 w 1\n", "70", "15" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(kit_run(&kit, weighted, measures, rows[i].results), i);
        check_text(kit_cell(&kit, "c", "c", "total", "=score"), rows[i].total, i);
        check_text(kit_cell(&kit, "c", "c", "a", "=contribution"), rows[i].a, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
}

/* Totals, contributions and KH_SUM values of a level of sums; open appeals go up. */
static void test_sums_and_pending(void)
{
    static const char sums[] =
        "subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", \"p\" ); },\n"
        " { id = \"c\"; of = \"c\"; from = \"p\"; by = \"%s\"; } );\n"
        "scheme = ( { from = \"2011-01\"; nodes = (" LEAF(
            "a", "60") ", { id = \"w\"; weight = 40; indicator = \"w\"; points = { kind = "
                       "\"occ\"; }; } ); } );";
    static const struct {
        const char *by, *total, *upheld;
    } rows[] = { { "sum", "175.00", "187.00" }, { "mean", "87.50", "93.50" } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[1024];
        snprintf(text, sizeof text, sums, rows[i].by);
        check_true(kit_run(&kit, text, measures,
                           "c/1 a 80 upheld 100\nc/1 w 2\nc/2 a 90\nc/2 w 5\n"),
                   i);
        check_text(kit_cell(&kit, "c", "c", "total", "score"), rows[i].total, i);
        check_text(kit_cell(&kit, "c", "c", "total", "state"), "pending", i);
        check_text(kit_cell(&kit, "c", "c", "total_if_upheld", "score"), rows[i].upheld, i);
        check_text(kit_cell(&kit, "p", "c/1", "total_if_upheld", "score"), "98.00", i);
        check_text(kit_cell(&kit, "p", "c/2", "total_if_upheld", "score"), "(no row)", i);
        check_text(kit_cell(&kit, "c", "c", "w", "value"), "7", i);
        check_text(kit_unsound(&kit), NULL, i);
    }
}

/* An appeal that leaves nothing to measure takes the child out of the second mean. */
static void test_upheld_to_nothing(void)
{
    check_true(kit_run(&kit, weighted, measures,
                       "c/1 r 1/2\nc/1 a 40 upheld 40\nc/2 a 90\nc/2 b 90\n"),
               0);
    check_text(kit_cell(&kit, "c", "c", "total_if_upheld", "score"), "65.00", 0);
    check_true(kit_run(&kit,
                       "subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", "
                       "\"p\" ); }, "
                       "{ id = \"c\"; of = \"c\"; from = \"p\"; by = \"mean\"; } );\n"
                       "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"r\"; weight = "
                       "100; indicator = "
                       "\"r\"; points = { kind = \"share\"; }; } ); } );",
                       measures, "c/1 r 1/2 upheld 0/0\nc/2 r 9/10\n"),
               1);
    check_text(kit_cell(&kit, "c", "c", "total", "score"), "70.00", 1);
    check_text(kit_cell(&kit, "c", "c", "total_if_upheld", "score"), "90.00", 1);
    check_text(kit_cell(&kit, "p", "c/1", "total_if_upheld", "score"), "(no row)", 1);
}

/* Children of different versions: nodes of all, each contributing what it has. */
static void test_mixed_versions(void)
{
    check_true(
        kit_run(
            &kit,
            "subject = ( \"c\", \"role\" ); levels = ( { id = \"r\"; of = ( \"c\", "
            "\"role\" "
            "); }, { id = \"c\"; of = \"c\"; from = \"r\"; by = \"mean\"; } );\n"
            "scheme = ( { from = \"2011-01\"; id = \"S\"; for = { role = \"S\"; }; nodes = "
            "(" LEAF("a", "100") "); }, { from = \"2011-01\"; id = \"J\"; for = { role = "
                                 "\"J\"; }; nodes = (" LEAF("a", "50") "," LEAF(
                                     "b", "50") "); } );",
            measures, "x/S a 80\nx/J a 40\nx/J b 60\n"),
        0);
    check_text(kit_cell(&kit, "c", "x", "total", "score"), "65.00", 0);
    check_text(kit_cell(&kit, "c", "x", "a", "contribution"), "50.00", 0);
    check_text(kit_cell(&kit, "c", "x", "b", "contribution"), "15.00", 0);
    check_text(kit_unsound(&kit), NULL, 0);
}

/* ---- Merged levels of the organisation ---------------------------------------- */

static const char orgs[] =
    "id,name,parent,level,class,from,to,aliases\n"
    "P,Province,,province,,,,\n"
    "c1,City one,P,city,big,,,\nc2,City two,P,city,small,,,\n"
    "d1,District one,c1,district,,,,\nd2,District two,c1,district,,,,\n"
    "d3,District three,c2,district,,,,\n";

#define MERGED(more)                                                                     \
    "subject = \"district\"; levels = ( { id = \"district\"; of = \"district\"; },\n"    \
    " { id = \"city\"; from = \"district\"; by = \"merge\"; },\n"                        \
    " { id = \"province\"; from = \"city\"; by = \"merge\"; } );\n" more                 \
    "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"r\"; weight = 70; indicator = " \
    "\"r\"; "                                                                            \
    "points = { kind = \"share\"; }; }," LEAF("a", "30") "); } );"

static bool run_merged(const char *domain, const char *results, const char *deliveries)
{
    static struct measured_delivery list[16];
    char *copy, *save = NULL;
    kit_load(&kit, NULL, orgs, domain);
    kit_measures(&kit, measures);
    if (!kit_scheme(&kit)) {
        fprintf(stderr, "%s\n", findings_text(&kit.f));
        return false;
    }
    kit_results(&kit, results);
    kit.m.deliveries = list;
    copy = arena_text(&kit.a, deliveries);
    for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
        list[kit.m.n_deliveries++] = (struct measured_delivery){
            .level = "city", .unit = word + 1, .delivered = *word == '+'
        };
    return kit_score(&kit);
}

static const char pooled[] =
    "d1 r 1/2\nd1 a 100\nd2 r 3/4\nd2 a 0\nd3 r 5/10\nd3 a 50\n"
    "c1 r 4/6 level 1\nc1 a 40 level 1\nc2 r 5/10 level 1\nc2 a 50 level 1\n"
    "P r 9/16 level 2\nP a 45 level 2\n";

static void test_merged_levels(void)
{
    check_true(run_merged(MERGED(""), pooled, ""), 0);
    check_text(kit_cell(&kit, "district", "d2", "total", "score"), "52.50", 0);
    check_text(kit_cell(&kit, "city", "c1", "r", "=score"), "140/3", 0);
    check_text(kit_cell(&kit, "province", "P", "total", "score"), "52.88", 0);
    check_text(kit_row(&kit, "city", "c1", "total")->subject_name, "City one", 0);
    check_i64(kit_row(&kit, "province", "P", "r")->denominator, 16, 0);
    check_text(kit_unsound(&kit), NULL, 0);
}

/* What a city owes and did not deliver: missing there and below, partial above. */
static void test_deliveries(void)
{
    static const struct {
        const char *deliveries, *level, *subject, *node, *state, *flags;
    } rows[] = {
        { "+c1 -c2", "district", "d1", "r", "ok", "" },
        { "+c1 -c2", "district", "d3", "r", "missing", "" },
        { "+c1 -c2", "city", "c1", "r", "ok", "" },
        { "+c1 -c2", "city", "c2", "r", "missing", "" },
        { "+c1 -c2", "city", "c2", "a", "ok", "" },
        { "+c1 -c2", "city", "c2", "total", "ok", "" },
        { "+c1 -c2", "province", "P", "r", "ok", "partial:1/2" },
        { "+c1 -c2", "province", "P", "total", "ok", "partial:1/2" },
        { "-c1 -c2", "province", "P", "r", "missing", "" },
        { "+c1 +c2", "province", "P", "r", "ok", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run_merged(MERGED(""), pooled, rows[i].deliveries), i);
        const char *state =
            kit_cell(&kit, rows[i].level, rows[i].subject, rows[i].node, "state");
        check_text(state, rows[i].state, i);
        check_text(kit_cell(&kit, rows[i].level, rows[i].subject, rows[i].node, "flags"),
                   rows[i].flags, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
    check_true(run_merged(MERGED(""), pooled, "+c1 -c2"), 0);
    check_i64(kit.out.n_notes, 1, 0);
    if (kit.out.n_notes)
        check_text(kit.out.notes[0],
                   "domain 'd': dataset 'rows' was not delivered by 1 of 2 units: c2", 0);
}

/* Below the level at which a dataset enters its leaves are na, delivered or not. */
static void test_entry_level(void)
{
    kit_load(&kit, NULL, orgs, MERGED(""));
    struct conf_domain *d = (struct conf_domain *)kit.domain;
    if (d)
        d->inputs[0].at = "city";
    kit_measures(&kit, measures);
    check_true(kit_scheme(&kit), 0);
    kit_results(&kit, pooled);
    check_true(kit_score(&kit), 0);
    check_text(kit_cell(&kit, "district", "d1", "r", "state"), "na", 0);
    check_text(kit_cell(&kit, "district", "d1", "total", "score"), "100.00", 0);
    check_text(kit_cell(&kit, "city", "c1", "r", "state"), "ok", 0);
}

/* Every unit of the organisation that the plugin was never told of is a unit; a subject
 * without any result is none. */
static void test_silent_units(void)
{
    check_true(run_merged(MERGED(""),
                          "d1 r 1/2\nd1 a 50\nc1 r 1/2 level 1\nc1 a 50 level 1\n"
                          "P r 1/2 level 2\nP a 50 level 2\n",
                          "+c1 -c2"),
               0);
    check_text(kit_cell(&kit, "district", "d2", "total", "state"), "na", 0);
    check_text(kit_cell(&kit, "district", "d3", "r", "state"), "missing", 0);
    check_text(kit_cell(&kit, "district", "d3", "total", "state"), "missing", 0);
    check_text(kit_cell(&kit, "city", "c2", "total", "state"), "missing", 0);
    kit.m.level[0].n = 0;
    kit.m.level[0].subject = (const char *[]){ "d1", "d2", "d3" };
    kit.m.level[0].n = 3;
    check_true(kit_score(&kit), 1);
    check_text(kit_cell(&kit, "district", "d1", "total", "state"), "ok", 1);
    check_text(kit_cell(&kit, "district", "d2", "total", "state"), "(no row)", 1);
}

/* A level that is not scored is measured and not reported. */
static void test_unscored_level(void)
{
    check_true(
        kit_run(&kit,
                "subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", \"p\" "
                "); scored "
                "= false; }, { id = \"c\"; of = \"c\"; from = \"p\"; by = \"mean\"; } );\n"
                "scheme = ( { from = \"2011-01\"; nodes = (" LEAF("a", "100") "); } );",
                measures, "x/1 a 80\nx/2 a 40\n"),
        0);
    check_text(kit_cell(&kit, "c", "x", "total", "score"), "60.00", 0);
    check_i64(kit.out.n_rows, 2, 0);
}

static const struct unit_case cases[] = {
    { "a city is the mean of its projects: 93.00 and 92.50", test_means },
    { "means may be weighted by an indicator", test_weighted_means },
    { "sums and open appeals go up", test_sums_and_pending },
    { "an appeal may leave nothing to measure", test_upheld_to_nothing },
    { "children of different versions meet", test_mixed_versions },
    { "merged levels apply the scheme to pooled counts", test_merged_levels },
    { "what was not delivered is missing below and partial above", test_deliveries },
    { "below its entry a dataset's leaves are na", test_entry_level },
    { "silent units are units, subjects without results are not", test_silent_units },
    { "an unscored level has no rows", test_unscored_level },
};
UNIT_MAIN("levels", cases)
