/* SPDX-License-Identifier: Apache-2.0 */
/* taken_test.c - leaves that take the results of another domain. */
#include "score_kit.h"

static struct kit kit;

/* The source: 1.4.1, per city in cycles of one or two months. */
static void write_source(const char *cycle)
{
    char text[1024];
    mkdir(kit_path("k"), 0755);
    mkdir(kit_path("k/m"), 0755);
    int n =
        snprintf(text, sizeof text,
                 "domain = { id = \"work\"; plugin = \"p\"; enabled = true; %s\n"
                 " subject = ( \"firm\", \"city\" );\n"
                 " levels = ( { id = \"city\"; of = ( \"firm\", \"city\" ); },\n"
                 "  { id = \"hidden\"; of = \"firm\"; from = \"city\"; by = \"mean\"; "
                 "scored = false; } );\n"
                 " inputs = { rows = { file = \"r.csv\"; }; };\n"
                 " scheme = ( { from = \"2011-01\"; nodes = ( { id = \"L\"; weight = "
                 "100; indicator = \"a\"; points = { kind = \"value\"; }; } ); } ); };\n",
                 cycle);
    unit_file("k/m/w.cfg", text, (size_t)n);
}

/* Windows from lines "MONTH [FIRM/CITY STATE SCORE [UPHELD]].." separated by ';'; a month
 * alone, or followed by "none", has no result. */
static void take_windows(struct kit *k, const char *text)
{
    struct scored_window *list = NULL;
    uint32_t n = 0, cap = 0;
    char *copy = arena_text(&k->a, text), *save = NULL;
    for (char *part = strtok_r(copy, ";", &save); part; part = strtok_r(NULL, ";", &save)) {
        char *at = NULL, *word = strtok_r(part, " ", &at);
        uint32_t totals = 0;
        struct scored_window *w = arena_push(&k->a, (void **)&list, &n, &cap, sizeof *w);
        w->domain = "work";
        if (!month_parse(&w->month, word))
            CU_FAIL("a window of the table is no month");
        while ((word = strtok_r(NULL, " ", &at))) {
            w->is_known = true;
            if (!strcmp(word, "empty"))
                continue;
            struct scored_total *t =
                arena_push(&k->a, (void **)&w->totals, &w->n_totals, &totals, sizeof *t);
            t->level = "city";
            t->subject = t->subject_name = word;
            t->state = strtok_r(NULL, " ", &at);
            t->full = "100";
            if (strcmp(t->state, STATE_NA) != 0)
                t->score = strtok_r(NULL, " ", &at);
            if (!strcmp(t->state, STATE_PENDING))
                t->upheld = strtok_r(NULL, " ", &at);
        }
    }
    k->sources = list;
    k->n_sources = n;
}

static bool run(const char *domain, const char *windows, const char *results)
{
    kit_load(&kit, NULL, NULL, domain);
    kit_measures(&kit, "a dec2 up\nspot dec2 up\n");
    if (!kit_scheme(&kit)) {
        fprintf(stderr, "configuration: %s\n", findings_text(&kit.f));
        return false;
    }
    take_windows(&kit, windows);
    kit_results(&kit, results);
    return kit_score(&kit);
}

#define TAKES "results = { domain = \"work\"; level = \"city\"; };"
#define REGION(levels, more)                                                            \
    "cycle = { months = 4; }; subject = ( \"firm\" ); levels = ( " levels " );\n"       \
    "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"C\"; weight = 60; " TAKES more \
    " },\n { id = \"S\"; weight = 40; indicator = \"spot\"; points = { kind = "         \
    "\"share\"; }; } ); } );"
static const char region[] = REGION("{ id = \"firm\"; of = ( \"firm\" ); }", "");
static const char golden[] = "2011-02 f/A ok 93 f/B ok 84;2011-04 f/A ok 185/2 f/B ok 79";

/* domain.md 1.5, and what becomes of the mean where totals lack. */
static void test_means(void)
{
    static const struct {
        const char *windows, *results, *value, *leaf, *total, *state, *flags, *share;
    } rows[] = {
        { golden, "f spot 82\n", "=697/8", "52.28", "=3403/40", "ok", "", "52.28" },
        { golden, "", "=697/8", "52.28", "=697/8", "ok", "", "87.13" },
        { golden, "f spot none\n", "=697/8", "52.28", "=697/8", "ok", "", "87.13" },
        /* a window without a result */
        { "2011-02;2011-04 f/A ok 90", "", "=90", "54.00", "=90", "ok", "windows:1/2",
          "90.00" },
        { "2011-02;2011-04", "f spot 82\n", "", "", "=82", "na", "windows:0/2", "" },
        { "2011-02 empty;2011-04 empty", "f spot 82\n", "", "", "=82", "na", "", "" },
        /* na leaves, missing stays */
        { "2011-02 f/A na f/B ok 80;2011-04 f/A ok 90 f/B ok 70", "", "=165/2", "49.50",
          "=165/2", "ok", "", "82.50" },
        { "2011-02 f/A missing 0 f/B ok 80;2011-04 f/A ok 90 f/B ok 70", "", "=60", "36.00",
          "=60", "ok", "", "60.00" },
        { "2011-02 f/A missing 0;2011-04 f/A missing 0", "f spot 80\n", "", "0.00", "=32",
          "missing", "", "0.00" },
        { "2011-02 f/A na;2011-04 f/A na", "f spot 80\n", "", "", "=80", "na", "", "" },
        /* a city that has only one cycle weighs as much as the other */
        { "2011-02 f/A ok 90;2011-04 f/A ok 80 f/B ok 70", "", "=155/2", "46.50", "=155/2",
          "ok", "", "77.50" },
        { "2011-02 f/A pending 90 100;2011-04 f/A ok 80", "", "=85", "51.00", "=85",
          "pending", "", "85.00" },
    };
    write_source("cycle = { months = 2; };");
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(region, rows[i].windows, rows[i].results), i);
        const char *value = kit_cell(&kit, "firm", "f", "C", "=value");
        check_text(value, rows[i].value + (*rows[i].value == '='), i);
        check_text(kit_cell(&kit, "firm", "f", "C", "score"), rows[i].leaf, i);
        check_text(kit_cell(&kit, "firm", "f", "total", "=score"), rows[i].total + 1, i);
        check_text(kit_cell(&kit, "firm", "f", "C", "state"), rows[i].state, i);
        check_text(kit_cell(&kit, "firm", "f", "C", "flags"), rows[i].flags, i);
        check_text(kit_cell(&kit, "firm", "f", "C", "contribution"), rows[i].share, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
    check_true(run(region, golden, "f spot 82\n"), 0);
    check_text(kit_cell(&kit, "firm", "f", "total", "score"), "85.08", 0);
    check_i64(kit_row(&kit, "firm", "f", "C")->samples, 4, 0);
    /* with the appeal upheld the city has 100 and 80 */
    check_true(run(region, "2011-02 f/A pending 90 100;2011-04 f/A ok 80", ""), 0);
    check_text(kit_cell(&kit, "firm", "f", "total_if_upheld", "score"), "90.00", 0);
}

/* Whom only the source knows is a unit, if his version looks at it; keys in parts. */
static void test_units(void)
{
    static const char two[] =
        "cycle = { months = 4; }; subject = ( \"city\", \"firm\" );\n"
        "levels = ( { id = \"both\"; of = ( \"city\", \"firm\" ); }, { id = \"firm\"; of = "
        "( \"firm\" ); from = \"both\"; by = \"merge\"; } );\n"
        "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"C\"; weight = 100; " TAKES
        " } ); for = { firm = ( \"f\", \"g\", \"h\" ); }; id = \"x\"; },\n"
        " { from = \"2011-01\"; nodes = ( { id = \"S\"; weight = 100; indicator = "
        "\"spot\"; "
        "points = { kind = \"value\"; }; } ); } );";
    static const char windows[] =
        "2011-02 f/A ok 90 g/A ok 70 g/B ok 80 other/A ok 1;2011-04 f/A ok 80 h/A na";
    static const struct {
        const char *level, *subject, *state, *score;
    } rows[] = {
        { "both", "A/f", "ok", "85.00" },
        { "both", "A/g", "ok", "70.00" },
        { "both", "B/g", "ok", "80.00" },
        { "both", "A/h", "na", "" },
        { "both", "A/other", "(no row)", "(no row)" },
        { "firm", "f", "ok", "85.00" },
        { "firm", "g", "ok", "75.00" },
        { "firm", "h", "na", "" },
        { "both", "Z/other", "ok", "7.00" },
    };
    write_source("cycle = { months = 2; };");
    check_true(run(two, windows, "Z/other spot 7\nother spot 7 level 1\n"), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_text(kit_cell(&kit, rows[i].level, rows[i].subject, "total", "state"),
                   rows[i].state, i);
        check_text(kit_cell(&kit, rows[i].level, rows[i].subject, "total", "score"),
                   rows[i].score, i);
    }
    check_i64(kit.out.n_rows, 18, 0);
}

/* Rules of its own, a full of its own, few totals. */
static void test_points(void)
{
    static const struct {
        const char *more, *score, *flags;
    } rows[] = {
        { "", "52.28", "" },
        { "full = 100;", "87.13", "" },
        { "points = { kind = \"value\"; };", "60.00", "" },
        { "full = 100; points = { kind = \"value\"; };", "87.13", "" },
        { "points = { kind = \"tier\"; steps = ( { below = 80; points = 10; }, { points = "
          "20; } ); };",
          "20.00", "" },
        { "min_samples = 5;", "52.28", "thin" },
        { "min_samples = 4;", "52.28", "" },
    };
    write_source("cycle = { months = 2; };");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[1024];
        snprintf(text, sizeof text, REGION("{ id = \"firm\"; of = ( \"firm\" ); }", "%s"),
                 rows[i].more);
        check_true(run(text, golden, ""), i);
        check_text(kit_cell(&kit, "firm", "f", "C", "score"), rows[i].score, i);
        check_text(kit_cell(&kit, "firm", "f", "C", "flags"), rows[i].flags, i);
    }
}

/* Which windows lie inside: by their last day. */
static void test_windows(void)
{
    static const struct {
        const char *own, *source, *windows;
    } rows[] = {
        { "cycle = { months = 4; };", "cycle = { months = 2; };", "2011-02 2011-04" },
        { "cycle = { months = 4; };", "", "2011-01 2011-02 2011-03 2011-04" },
        { "cycle = { months = 1; };", "cycle = { months = 2; };", "2011-04" },
        { "cycle = { months = 1; };", "cycle = { months = 3; };", "" },
        { "cycle = { months = 2; };", "cycle = { months = 3; };", "2011-03" },
        { "cycle = { months = 2; };", "cycle = { months = 1; last_day = 25; };",
          "2011-03 2011-04" },
        { "cycle = { months = 2; last_day = 25; };", "", "2011-02 2011-03" },
        { "cycle = { months = 2; last_day = 25; };",
          "cycle = { months = 2; last_day = 25; };", "2011-04" },
        { "cycle = { months = 4; last_day = 10; };",
          "cycle = { months = 1; last_day = 20; };", "2010-12 2011-01 2011-02 2011-03" },
        { "cycle = { whole = true; };", "cycle = { months = 3; };", "2011-03" },
        { "cycle = { months = 2; };", "cycle = { whole = true; };", "2011-04" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[1024], found[256] = "", month[8];
        struct scored_window *w = NULL;
        uint32_t n = 0;
        write_source(rows[i].source);
        snprintf(
            text, sizeof text,
            "%s subject = \"firm\"; levels = ( { id = \"firm\"; of = \"firm\"; } );\n"
            "scheme = ( { from = \"2010-01\"; nodes = ( { id = \"C\"; weight = 60; " TAKES
            " }, { id = \"D\"; weight = 40; " TAKES " } ); } );",
            rows[i].own);
        kit_load(&kit, NULL, NULL, text);
        kit_measures(&kit, "a dec2 up\n");
        if (!kit_scheme(&kit))
            CU_FAIL("the scheme is refused");
        check_i64(scheme_sources(&kit.a, kit.scheme, kit.month, &w, &n, &kit.e), KH_OK, i);
        for (uint32_t k = 0; k < n; k++) {
            month_text(month, w[k].month);
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s",
                     k ? " " : "", month);
            check_text(w[k].domain, "work", i);
            check_true(!w[k].is_known && !w[k].n_totals && w[k].from < w[k].to, i);
        }
        check_text(found, rows[i].windows, i);
        check_true(scheme_takes(kit.scheme, "work") && !scheme_takes(kit.scheme, "d"), i);
    }
}

/* What is refused, with its place. */
static void test_refused(void)
{
    static const struct {
        const char *levels, *leaf, *text;
    } rows[] = {
        { "{ id = \"x\"; of = ( \"firm\" ); }", TAKES " months = 2;",
          "'months' is for indicators; a leaf of results has none" },
        { "{ id = \"x\"; of = ( \"firm\" ); }", TAKES " zero = \"full\";",
          "'zero' is for indicators" },
        { "{ id = \"x\"; of = ( \"firm\" ); }", TAKES " indicator = \"a\";",
          "a leaf names an indicator or results, not both" },
        { "{ id = \"x\"; of = ( \"firm\" ); }",
          "results = { domain = \"work\"; level = \"hidden\"; };",
          "level 'hidden' of domain 'work' is not scored" },
        { "{ id = \"x\"; of = ( \"firm\" ); }",
          "results = { domain = \"wrok\"; level = \"city\"; };",
          "there is no domain \"wrok\"; did you mean \"work\"?" },
        { "{ id = \"x\"; of = ( \"firm\" ); }",
          "results = { domain = \"work\"; level = \"citi\"; };",
          "there is no level \"citi\"; did you mean \"city\"?" },
        { "{ id = \"x\"; of = ( \"firm\" ); }", "results = { domain = \"work\"; };",
          "level" },
        { "{ id = \"x\"; of = ( \"firm\" ); }",
          "results = { domain = \"d\"; level = \"x\"; };", "ring" },
        { "{ id = \"x\"; of = ( \"firm\", \"role\" ); }, { id = \"y\"; of = ( \"firm\" ); "
          "from = \"x\"; by = \"mean\"; }",
          TAKES,
          "domain 'd' has no measured level whose columns are among those of level 'city' "
          "of domain 'work' (firm, city)" },
    };
    write_source("cycle = { months = 2; };");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "subject = ( \"firm\", \"role\" ); levels = ( %s );\nscheme = ( { from = "
                 "\"2011-01\"; nodes = ( { id = \"C\"; weight = 100; %s } ); } );",
                 rows[i].levels, rows[i].leaf);
        kit_load(&kit, NULL, NULL, text);
        kit_measures(&kit, "a dec2 up\n");
        check_true(!kit_scheme(&kit), i);
        const char *found = findings_text(&kit.f);
        if (!strstr(found, rows[i].text) || !strstr(found, "k/m/d.cfg:"))
            check_text(found, rows[i].text, i);
    }
}

/* A run's own result as a window. */
static void test_own_window(void)
{
    struct scored_window w;
    write_source("cycle = { months = 2; };");
    check_true(run(region, "2011-02 f/A pending 90 100;2011-04 f/A ok 80 g/B na", ""), 0);
    check_i64(score_window(&kit.a, &kit.out, &w, &kit.e), KH_OK, 0);
    check_true(w.is_known && w.n_totals == 2, 0);
    check_text(w.totals[0].subject, "f", 0);
    check_text(w.totals[0].score, "85", 0);
    check_text(w.totals[0].upheld, "90", 0);
    check_text(w.totals[0].state, "pending", 0);
    check_text(w.totals[0].full, "100", 0);
    check_text(w.totals[1].state, "na", 0);
    check_text(w.totals[1].score, NULL, 0);
    kit.out.missing = true;
    check_i64(score_window(&kit.a, &kit.out, &w, &kit.e), KH_OK, 0);
    check_true(!w.is_known && !w.n_totals, 0);
    kit_end(&kit);
}

static const struct unit_case cases[] = {
    { "results are means over windows, then units", test_means },
    { "whom only the source knows is a unit", test_units },
    { "rules of leaves of results", test_points },
    { "windows lie inside by their last day", test_windows },
    { "wrong results are refused", test_refused },
    { "a result is a window of sources", test_own_window },
};
UNIT_MAIN("taken", cases)
