/* SPDX-License-Identifier: Apache-2.0 */
/* composite_test.c - the composite over domains: weights, states, policies, deductions, and
 * boards of it. */
#include "score_kit.h"

#include <unistd.h>

static struct kit kit;

static const char orgs_text[] = "id,name,parent,level,class,from,to,aliases\n"
                                "hn,Henan,,province,,,,\n"
                                "ay,Anyang,hn,city,A,,,\n"
                                "ly,Luoyang,hn,city,A,,,\n"
                                "xx,Xinxiang,hn,city,B,,,\n"
                                "zz,Zhengzhou,hn,city,B,,,\n"
                                "ay.wf,Wenfeng,ay,district,,,,\n";

/* Three domains of cities; `firms` has its cities on another level, `d` is the kit's. */
static const char module_text[] =
    "domain = { id = \"%s\"; plugin = \"p\"; cycle = { months = %d; }; subject = ( "
    "\"city\", \"firm\" );\n"
    "  levels = ( { id = \"firm\"; of = ( \"city\", \"firm\" ); },\n"
    "    { id = \"%s\"; of = ( \"city\" ); from = \"firm\"; by = \"mean\"; } );\n"
    "  inputs = { rows = { file = \"r.csv\"; }; };\n"
    "  scheme = ( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight = 100; indicator = "
    "\"a\"; } ); } ); };\n";
static const char own_text[] =
    "subject = ( \"city\" ); levels = ( { id = \"city\"; of = ( \"city\" ); } );\n"
    "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight = 100; indicator = "
    "\"a\"; } ); } );";

static void add_module(const char *id, int months, const char *level)
{
    char text[2048], name[64];
    int n = snprintf(text, sizeof text, module_text, id, months, level);
    snprintf(name, sizeof name, "k/m/%s.cfg", id);
    unit_file(name, text, (size_t)n);
}

/* `composite` and `boards` are the inside of both groups. */
static bool load(const char *composite, const char *boards)
{
    static char text[8192];
    mkdir(kit_path("k"), 0755);
    mkdir(kit_path("k/m"), 0755);
    add_module("care", 1, "city");
    add_module("firms", 2, "town");
    snprintf(text, sizeof text, "composite = { level = \"city\"; %s };\nboards = ( %s );",
             composite, boards);
    kit_load(&kit, text, orgs_text, own_text);
    if (!kit.conf || kit.f.errors)
        return false;
    kit.orgs = orgs_read(&kit.a, kit.conf->orgs, 0, 20000, &kit.f);
    score_boards_check(kit.conf, &kit.conf->composite->domain, NULL, kit.orgs, &kit.f);
    return !kit.f.errors;
}

#define THREE                                                             \
    "domains = ( { domain = \"d\"; weight = 50; }, { domain = \"care\"; " \
    "weight = 30; }, { domain = \"firms\"; weight = 20; level = \"town\"; } );"

/* Lines "DOMAIN MONTH LEVEL SUBJECT STATE SCORE [UPHELD]", "-" for none; a line "DOMAIN
 * fault TEXT" or "DOMAIN none" is a window that is not known.  A window's lines stand
 * together. */
static void add_line(struct scored_window *w, char *at, uint32_t *cap)
{
    char *save = NULL;
    const char *month = strtok_r(at, " ", &save);
    if (!strcmp(month, "none") || !strcmp(month, "fault")) {
        w->fault = !strcmp(month, "fault") ? strtok_r(NULL, "", &save) : NULL;
        return;
    }
    w->is_known = true;
    month_parse(&w->month, month);
    struct scored_total *t =
        arena_push(&kit.a, (void **)&w->totals, &w->n_totals, cap, sizeof *t);
    t->level = strtok_r(NULL, " ", &save);
    t->subject = t->subject_name = strtok_r(NULL, " ", &save);
    t->state = strtok_r(NULL, " ", &save);
    t->score = strtok_r(NULL, " ", &save);
    t->upheld = strtok_r(NULL, " ", &save);
    t->full = "100";
    if (!strcmp(t->score, "-"))
        t->score = t->full = NULL;
}

static struct scored_window *windows_of(const char *text, uint32_t *n)
{
    struct scored_window *list = NULL;
    uint32_t cap = 0, inner = 0;
    char *copy = arena_text(&kit.a, text), *save = NULL;
    *n = 0;
    for (char *line = strtok_r(copy, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        char *rest = strchr(line, ' ');
        *rest++ = 0;
        if (!*n || strcmp(list[*n - 1].domain, line) != 0) {
            struct scored_window *w =
                arena_push(&kit.a, (void **)&list, n, &cap, sizeof *w);
            w->domain = line;
            w->month = kit.month;
            inner = 0;
        }
        add_line(&list[*n - 1], rest, &inner);
    }
    return list;
}

static bool run(const char *composite, const char *boards, const char *windows)
{
    if (!load(composite, boards)) {
        fprintf(stderr, "configuration: %s\n", findings_text(&kit.f));
        return false;
    }
    uint32_t n = 0;
    const struct scored_window *w = windows_of(windows, &n);
    kh_status rc =
        score_composite(&kit.a, kit.conf, kit.month, w, n, kit.orgs, &kit.out, &kit.e);
    kit.run = (struct scored_run){
        .conf = kit.conf, .period = "2011-04", .domains = &kit.out, .n_domains = 1
    };
    if (!rc)
        rc = score_boards(&kit.a, &kit.run, kit.orgs, NULL, 0, &kit.e);
    if (rc)
        fprintf(stderr, "composite failed: %s\n", kit.e.text);
    return !rc;
}

/* "node=score(contribution)state flags", a part each, of one subject. */
static const char *told(const char *subject)
{
    static char text[4096];
    size_t n = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < kit.out.n_rows; i++) {
        const struct scored_row *r = &kit.out.rows[i];
        if (strcmp(r->subject, subject) != 0)
            continue;
        n += (size_t)snprintf(
            text + n, sizeof text - n, "%s%s=%s(%s)%s%s%s", n ? ", " : "", r->node,
            r->score.p ? r->score.p : "", r->contribution.p ? r->contribution.p : "",
            strcmp(r->state, STATE_OK) ? r->state : "", *r->flags ? " " : "", r->flags);
    }
    return text;
}

static const char full_house[] =
    "d 2011-04 city ay ok 90\nd 2011-04 city ly ok 80\nd 2011-04 city xx ok 1000/11\n"
    "d 2011-04 city zz na -\n"
    "care 2011-04 firm ay/f ok 1\ncare 2011-04 city ay ok 95\ncare 2011-04 city ly ok 70\n"
    "care 2011-04 city xx missing 0\ncare 2011-04 city zz ok 60\n"
    "firms 2011-02 firm ay/f ok 3\nfirms 2011-02 town ay ok 88\nfirms 2011-02 town ly na "
    "-\n"
    "firms 2011-02 town zz pending 50 70\n";

/* What a domain lacks its weight goes to the others; a missing one scores 0. */
static void test_weights(void)
{
    static const struct {
        const char *subject, *told;
    } rows[] = {
        { "ay", "total=91.10(), d=45.00(45.00), care=28.50(28.50), "
                "firms=17.60(17.60) carried:2011-02" },
        { "ly", "total=76.25(), d=40.00(50.00), care=21.00(26.25), "
                "firms=()na carried:2011-02" },
        { "xx",
          "total=56.82(), d=45.45(56.82), care=0.00(0.00)missing, firms=()na absent" },
        { "zz", "total=56.00()pending, total_if_upheld=64.00()pending, d=()na, "
                "care=18.00(36.00), firms=10.00(20.00)pending carried:2011-02" },
    };
    check_true(run(THREE, "", full_house), 0);
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(told(rows[i].subject), rows[i].told, i);
    check_text(kit_unsound(&kit), NULL, 0);
    check_text(kit_cell(&kit, "city", "xx", "total", "=score"), "625/11", 1);
    check_text(kit_cell(&kit, "city", "xx", "d", "=value"), "1000/11", 2);
    check_text(kit_cell(&kit, "city", "xx", "d", "value"), "90.91", 3);
    check_text(kit_cell(&kit, "city", "xx", "d", "full"), "50", 4);
    check_text(kit_cell(&kit, "city", "xx", "d", "weight_used"), "62.50", 5);
    check_text(kit_cell(&kit, "city", "ay", "d", "kind"), "leaf", 6);
    check_text(kit_cell(&kit, "city", "ay", "total", "kind"), "total", 7);
    check_i64(kit.out.n_notes, 0, 8);
    check_text(kit.out.rows[0].subject_name, "Anyang", 9);
    check_i64(kit.out.to - kit.out.from, 30, 10);
}

/* domain.md 10.4 A1: the third of 30/40/20/10 is na, or missing. */
static void test_golden_a1(void)
{
    static const struct {
        const char *third, *total;
    } rows[] = { { "firms 2011-04 town ay na -\n", "56.75" },
                 { "firms 2011-04 town ay missing 0\n", "45.40" } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[512];
        mkdir(kit_path("k"), 0755);
        mkdir(kit_path("k/m"), 0755);
        add_module("more", 1, "city");
        snprintf(text, sizeof text,
                 "d 2011-04 city ay ok 62\ncare 2011-04 city ay ok 55\n%s"
                 "more 2011-04 city ay ok 48\n",
                 rows[i].third);
        check_true(run("domains = ( { domain = \"d\"; weight = 30; }, { domain = \"care\"; "
                       "weight = 40; }, { domain = \"firms\"; weight = 20; level = "
                       "\"town\"; }, { domain = \"more\"; weight = 10; } );",
                       "", text),
                   i);
        check_text(kit_cell(&kit, "city", "ay", "total", "score"), rows[i].total, i);
    }
    unlink(kit_path("k/m/more.cfg"));
}

/* ---- A domain without a result --------------------------------------------------- */

static void test_policies(void)
{
    static const char known[] = "d 2011-04 city ay ok 90\nd 2011-04 city ly na -\n"
                                "care 2011-04 city ay ok 95\n";
    static const struct {
        const char *policy, *lack, *ay, *ly, *note;
    } rows[] = {
        { "", "firms none\n",
          "total=()fault held:firms, d=45.00(), care=28.50(), firms=()fault no_result",
          "total=()fault held:firms, d=()na, care=()na absent, firms=()fault no_result",
          "composite: domain 'firms' has no result: no unit gets a composite score (policy "
          "hold)" },
        { "policy = \"hold\";", "",
          "total=()fault held:firms, d=45.00(), care=28.50(), firms=()fault no_result",
          "total=()fault held:firms, d=()na, care=()na absent, firms=()fault no_result",
          "composite: domain 'firms' has no result: no unit gets a composite score (policy "
          "hold)" },
        { "policy = \"redistribute\";", "firms fault killed by signal 6\n",
          "total=91.88() redistributed:firms, d=45.00(56.25), care=28.50(35.63), "
          "firms=()na "
          "no_result",
          "total=()na redistributed:firms, d=()na, care=()na absent, firms=()na no_result",
          "composite: domain 'firms' is at fault: killed by signal 6; its weight goes to "
          "the other domains (policy redistribute)" },
        { "policy = \"zero\";", "firms fault x\n",
          "total=73.50() zeroed:firms, d=45.00(45.00), care=28.50(28.50), "
          "firms=0.00(0.00)missing no_result",
          "total=0.00()missing zeroed:firms, d=()na, care=()na absent, "
          "firms=0.00(0.00)missing no_result",
          "composite: domain 'firms' is at fault: x; it counts 0 (policy zero)" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char composite[512], windows[512];
        snprintf(composite, sizeof composite, "%s %s", rows[i].policy, THREE);
        snprintf(windows, sizeof windows, "%s%s", known, rows[i].lack);
        check_true(run(composite, "", windows), i);
        check_text(told("ay"), rows[i].ay, i);
        check_text(told("ly"), rows[i].ly, i);
        check_text(kit_unsound(&kit), NULL, i);
        check_i64(kit.out.n_notes, 1, i);
        check_text(kit.out.n_notes ? kit.out.notes[0] : "", rows[i].note, i);
    }
}

/* ---- Deductions, floor, cap, rounding -------------------------------------------- */

static const struct adjusting {
    const char *composite, *windows, *ay;
} adjusting[] = {
    /* what is lacking, at most the cap */
    { "domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; deduct = "
      "true; cap = 10; } );",
      "d 2011-04 city ay ok 80\ncare 2011-04 city ay ok 97\n",
      "total=77.00(), d=80.00(80.00), care=-3.00(-3.00)" },
    { "domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; deduct = "
      "true; cap = 10; } );",
      "d 2011-04 city ay ok 80\ncare 2011-04 city ay ok 70\n",
      "total=70.00(), d=80.00(80.00), care=-10.00(-10.00)" },
    { "domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; deduct = "
      "true; } );",
      "d 2011-04 city ay ok 20\ncare 2011-04 city ay ok 70\n",
      "total=0.00(), d=20.00(20.00), care=-30.00(-30.00), total/~floor=10.00(10.00)" },
    /* more than full lacks nothing */
    { "domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; deduct = "
      "true; } );",
      "d 2011-04 city ay ok 20\ncare 2011-04 city ay ok 105\n",
      "total=20.00(), d=20.00(20.00), care=0.00(0.00)" },
    /* na takes nothing; a missing one everything */
    { "domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; deduct = "
      "true; cap = 10; } );",
      "d 2011-04 city ay ok 80\ncare 2011-04 city ay na -\n",
      "total=80.00(), d=80.00(80.00), care=()na" },
    { "domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; deduct = "
      "true; cap = 10; } );",
      "d 2011-04 city ay ok 80\ncare 2011-04 city ay missing 0\n",
      "total=70.00(), d=80.00(80.00), care=-10.00(-10.00)missing" },
    { "policy = \"zero\"; domains = ( { domain = \"d\"; weight = 100; }, { domain = "
      "\"care\"; deduct = true; cap = 10; } );",
      "d 2011-04 city ay ok 80\ncare none\n",
      "total=70.00() zeroed:care, d=80.00(80.00), care=-10.00(-10.00)missing "
      "no_result" },
    /* nothing but deductions is nothing */
    { "domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; deduct = "
      "true; } );",
      "d 2011-04 city ay na -\ncare 2011-04 city ay ok 70\n",
      "total=()na, d=()na, care=-30.00()" },
    /* deductions first, then the cap, then rounding */
    { "cap = 90; domains = ( { domain = \"d\"; weight = 100; }, { domain = \"care\"; "
      "deduct = true; } );",
      "d 2011-04 city ay ok 99\ncare 2011-04 city ay ok 95\n",
      "total=90.00(), d=99.00(99.00), care=-5.00(-5.00), total/~cap=-4.00(-4.00)" },
    { "floor = 30; round = true; digits = 0; domains = ( { domain = \"d\"; weight = "
      "100; } );",
      "d 2011-04 city ay ok 81/2\n", "total=41(), d=41(41), total/~rounding=1(0)" },
    { "floor = 50; domains = ( { domain = \"d\"; weight = 100; } );",
      "d 2011-04 city ay ok 20\n",
      "total=50.00(), d=20.00(20.00), total/~floor=30.00(30.00)" },
    { "full = 10; digits = 1; rounding = \"truncate\"; domains = ( { domain = \"d\"; "
      "weight = 10; } );",
      "d 2011-04 city ay ok 88.88\n", "" },
    { "full = 10; digits = 1; rounding = \"truncate\"; domains = ( { domain = \"d\"; "
      "weight = 10; } );",
      "d 2011-04 city ay ok 2222/25\n", "total=8.8(), d=8.8(8.8)" },
};

static void test_adjustments(void)
{
    const struct adjusting *rows = adjusting;
    for (size_t i = 0; i < COUNT(adjusting); i++) {
        if (!*rows[i].ay) { /* a total that is no fraction is a mistake of the caller */
            check_true(!run(rows[i].composite, "", rows[i].windows), i);
            continue;
        }
        check_true(run(rows[i].composite, "", rows[i].windows), i);
        check_text(told("ay"), rows[i].ay, i);
        check_text(kit_unsound(&kit), NULL, i);
    }
}

/* ---- Boards ---------------------------------------------------------------------- */

static const char *ranking(void)
{
    static char text[4096];
    size_t n = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < kit.run.n_ranks; i++) {
        const struct scored_rank *r = &kit.run.ranks[i];
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s:%u %s %s%s%s", n ? ", " : "",
                              r->group, r->rank, r->subject, r->score.p ? r->score.p : "-",
                              *r->grade ? " " : "", r->grade);
    }
    return text;
}

static void test_boards(void)
{
    static const struct {
        const char *composite, *board, *windows, *ranking;
    } rows[] = {
        { THREE, "group = \"class\";", full_house,
          "A:1 ay 91.10, A:2 ly 76.25, B:1 xx 56.82, B:2 zz 56.00" },
        { THREE, "node = \"care\";", full_house,
          ":1 ay 28.50, :2 ly 21.00, :3 zz 18.00, :4 xx 0.00" },
        { THREE,
          "grades = ( { id = \"good\"; from = 76; quota = 0.5; }, { id = \"rest\"; } "
          ");",
          full_house,
          ":1 ay 91.10 good, :2 ly 76.25 good, :3 xx 56.82 rest, :4 zz 56.00 "
          "rest" },
        /* held units are listed without rank or grade */
        { THREE, "grades = ( { id = \"good\"; from = 76; }, { id = \"rest\"; } );",
          "d 2011-04 city ay ok 90\n", ":0 ay -, :0 ly -, :0 xx -, :0 zz -" },
        /* ties: by the printed score, then by a domain, then by name */
        { "domains = ( { domain = \"d\"; weight = 50; }, { domain = \"care\"; weight = 50; "
          "} );",
          "ties = \"dense\"; then = ( \"care\" );",
          "d 2011-04 city ay ok 90\nd 2011-04 city ly ok 80\nd 2011-04 city xx ok 80\n"
          "d 2011-04 city zz ok 10\n"
          "care 2011-04 city ay ok 80\ncare 2011-04 city ly ok 90\n"
          "care 2011-04 city xx ok 90\ncare 2011-04 city zz ok 10\n",
          ":1 ly 85.00, :1 xx 85.00, :2 ay 85.00, :3 zz 10.00" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char board[512];
        snprintf(board, sizeof board, "{ id = \"b\"; level = \"city\"; %s }",
                 rows[i].board);
        check_true(run(rows[i].composite, board, rows[i].windows), i);
        check_text(ranking(), rows[i].ranking, i);
    }
    check_text(kit.run.ranks[0].domain, "composite", 0);
}

/* What only the organisation file can tell. */
static void test_wrong_boards(void)
{
    static const struct {
        const char *composite, *board, *told;
    } rows[] = {
        { THREE, "{ id = \"b\"; level = \"city\"; group = \"klass\"; }",
          "k/kaohe.cfg:3: board 'b': 'klass' is neither a column of level 'city' nor of "
          "the organisation file nor of a register (an input without dates)" },
        { THREE, "{ id = \"b\"; level = \"town\"; }",
          "k/kaohe.cfg:3: boards[0].level: there is no level of the composite \"town\"; "
          "there are city" },
        { "domains = ( { domain = \"firms\"; weight = 100; } );", "",
          "k/kaohe.cfg:2: composite.domains[0]: domain \"firms\" has no level \"city\"; "
          "say "
          "level = \"town\"" },
        { "domains = ( { domain = \"firms\"; level = \"firm\"; weight = 100; } );", "",
          "k/kaohe.cfg:2: composite.domains[0]: subjects of level \"firm\" of domain "
          "\"firms\" are made of city, firm, so they are no units of \"city\"; say level = "
          "\"town\"" },
        { "policy = \"zero\"; domains = ( { domain = \"d\"; weight = 100; }, { domain = "
          "\"care\"; deduct = true; } );",
          "",
          "k/kaohe.cfg:2: composite.domains[1]: with policy zero a deduction needs a cap: "
          "it "
          "is what a domain without a result takes off" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(!load(rows[i].composite, rows[i].board), i);
        const char *told = findings_text(&kit.f), *at = strstr(told, "k/kaohe.cfg");
        check_text(at ? at : told, rows[i].told, i);
    }
}

static const struct unit_case cases[] = {
    { "weights, na, missing, pending, carried, absent", test_weights },
    { "A1: 56.75 with the third na, 45.40 with it missing", test_golden_a1 },
    { "a domain without a result: hold, redistribute, zero", test_policies },
    { "deductions, floor, cap, rounding", test_adjustments },
    { "boards of the composite: groups, nodes, grades, ties, held", test_boards },
    { "wrong composites and boards are told", test_wrong_boards },
};
UNIT_MAIN("composite", cases)
