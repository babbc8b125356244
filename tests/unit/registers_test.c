/* SPDX-License-Identifier: Apache-2.0 */
/* registers_test.c - columns of registers as groups of boards and ranks and in conditions.
 */
#include "score_kit.h"

static struct kit kit;

static const kh_field columns[] = {
    { .name = "u", .type = KH_KEY },
    { .name = "type", .type = KH_KEY, .space = 1 },
    { .name = "size", .type = KH_I64 },
};
static const kh_field dated_columns[] = {
    { .name = "u", .type = KH_KEY },
    { .name = "form", .type = KH_KEY, .space = 1 },
    { .name = "at", .type = KH_TIME },
};
static const kh_dataset sets[] = {
    { .name = "rows", .role = KH_FACT, .columns = KH_LIST(columns) },
    { .name = "dated", .role = KH_FACT, .when = 3, .columns = KH_LIST(dated_columns) },
};

#define LEVELS                                                                           \
    "subject = ( \"city\", \"u\" ); levels = ( { id = \"u\"; of = ( \"city\", \"u\" ); " \
    "}, "                                                                                \
    "{ id = \"city\"; of = ( \"city\" ); from = \"u\"; by = \"mean\"; } );\n"
#define NODE(weight)                             \
    "nodes = ( { id = \"a\"; weight = " weight   \
    "; full = 100; indicator = \"a\"; points = " \
    "{ kind = \"value\"; }; } );"
static const char plain[] = LEVELS "scheme = ( { from = \"2011-01\"; " NODE("100") " } );";

static bool load(const char *kaohe, const char *domain)
{
    kit_load(&kit, kaohe, "id,name,parent,level\nhn,H,,province\n", domain);
    kit_measures(&kit, "a dec2 up\nv i64\n");
    kit.schema.domain.datasets = (kh_list){ sets, COUNT(sets), sizeof *sets };
    return kit_scheme(&kit);
}

/* Lines "SUBJECT TYPE", in order of subjects, as the child tells them. */
static void set_types(const char *text)
{
    char *copy = arena_text(&kit.a, text), *save = NULL;
    uint32_t cap = 0;
    for (char *line = strtok_r(copy, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        char *type = strchr(line, ' ');
        *type++ = 0;
        struct measured_column *c =
            arena_push(&kit.a, (void **)&kit.m.columns, &kit.m.n_columns, &cap, sizeof *c);
        c->subject = kit_subject(&kit, 0, line);
        c->column = "type";
        c->text = type;
    }
}

static bool run(const char *kaohe, const char *domain, const char *results,
                const char *types)
{
    if (!load(kaohe, domain)) {
        fprintf(stderr, "%s\n", findings_text(&kit.f));
        return false;
    }
    kit_results(&kit, results);
    set_types(types);
    return kit_score(&kit);
}

static const char *ranking(void)
{
    static char text[4096];
    size_t n = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < kit.run.n_ranks; i++) {
        const struct scored_rank *r = &kit.run.ranks[i];
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s:%u %s", n ? ", " : "",
                              r->group, r->rank, r->subject);
    }
    return text;
}

static const char four[] = "A/p a 90\nA/q a 80\nB/r a 70\nB/s a 60\n";

/* A city has the type of its units if they all have it. */
static void test_groups_of_boards(void)
{
    static const struct {
        const char *level, *types, *ranking;
    } rows[] = {
        { "u", "A/p x\nA/q y\nB/r x\nB/s x\n", "x:1 A/p, x:2 B/r, x:3 B/s, y:1 A/q" },
        { "city", "A/p x\nA/q y\nB/r x\nB/s x\n", ":1 A, x:1 B" },
        { "city", "A/p y\nA/q y\nB/r x\nB/s x\n", "x:1 B, y:1 A" },
        { "city", "A/p x\nB/r x\nB/s x\n", ":1 A, x:1 B" },
        { "u", "A/q y\n", ":1 A/p, :2 B/r, :3 B/s, y:1 A/q" },
        { "u", "", ":1 A/p, :2 A/q, :3 B/r, :4 B/s" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char kaohe[256];
        snprintf(kaohe, sizeof kaohe,
                 "boards = ( { id = \"t\"; domain = \"d\"; level = \"%s\"; group = "
                 "\"type\"; } );",
                 rows[i].level);
        check_true(run(kaohe, plain, four, rows[i].types), i);
        check_text(ranking(), rows[i].ranking, i);
    }
}

/* Versions of a scheme and vetoes by the type; units without one take what is for all. */
static void test_conditions(void)
{
    static const char domain[] = LEVELS
        "vetoes = ( { id = \"V\"; indicator = \"v\"; for = { type = \"x\"; }; actions "
        "= ( { total = 0; } ); } );\n"
        "plates = { green = 85; yellow = 70; for = { type = \"x\"; }; levels = ( "
        "\"u\" ); };\n"
        "scheme = ( { from = \"2011-01\"; id = \"X\"; for = { type = \"x\"; }; full = "
        "50; " NODE("50") " }, { from = \"2011-01\"; " NODE("100") " } );";
    static const char results[] = "A/p a 90\nA/p v 1\nA/q a 80\nA/q v 1\nB/r a 70\n"
                                  "B/s a 60\n";
    check_true(run(NULL, domain, results, "A/p x\nA/q y\nB/r x\n"), 0);
    check_text(kit_cell(&kit, "u", "A/p", "total", "score"), "0.00", 0);
    check_text(kit_cell(&kit, "u", "A/q", "total", "score"), "80.00", 1);
    check_text(kit_cell(&kit, "u", "B/r", "total", "score"), "35.00", 2);
    check_text(kit_cell(&kit, "u", "B/s", "total", "score"), "60.00", 3);
    check_text(kit_outcomes(&kit, "B/r"), "u:plate:red:35.00", 4);
    check_text(kit_outcomes(&kit, "B/s"), "", 5);
    check_text(kit.out.scheme, "X 2011-01", 6);
}

/* Ranks as points are given among the units of a type. */
static void test_ranks_by_points(void)
{
    static const char domain[] = LEVELS
        "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight = 100; "
        "indicator = \"a\"; points = { kind = \"rank\"; group = \"type\"; }; } ); } );";
    check_true(run(NULL, domain, four, "A/p x\nA/q y\nB/r x\nB/s y\n"), 0);
    check_text(kit_cell(&kit, "u", "A/q", "total", "score"), "100.00", 0);
    check_text(kit_cell(&kit, "u", "B/r", "total", "score"), "0.00", 0);
}

static void test_wrong(void)
{
    static const struct {
        const char *group, *told;
    } rows[] = {
        { "form", "board 't': 'form' is neither" }, /* its dataset has dates */
        { "size", "board 't': 'size' is neither" }, /* a number */
        { "typo", "board 't': 'typo' is neither" },
        { "type", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char kaohe[256];
        snprintf(
            kaohe, sizeof kaohe,
            "boards = ( { id = \"t\"; domain = \"d\"; level = \"u\"; group = \"%s\"; } "
            ");",
            rows[i].group);
        check_i64(load(kaohe, plain), !rows[i].told, i);
        check_true(!rows[i].told || strstr(findings_text(&kit.f), rows[i].told), i);
    }
}

/* What a carried domain was stored with groups its boards. */
static void test_carried(void)
{
    static struct scored_column stored[] = { { "u", "A/p", "type", "x" },
                                             { "u", "B/r", "type", "x" } };
    check_true(
        run("boards = ( { id = \"t\"; domain = \"d\"; level = \"u\"; group = \"type\"; "
            "} );",
            plain, four, ""),
        0);
    kit.out.columns = stored;
    kit.out.n_columns = COUNT(stored);
    check_true(!score_boards(&kit.a, &kit.run, NULL, NULL, 0, &kit.e), 0);
    check_text(ranking(), ":1 A/q, :2 B/s, x:1 A/p, x:2 B/r", 0);
}

static const struct unit_case cases[] = {
    { "boards group by a register; above by what all below have", test_groups_of_boards },
    { "conditions ask registers", test_conditions },
    { "ranks are given within a group of a register", test_ranks_by_points },
    { "columns of dated inputs and numbers are no groups", test_wrong },
    { "a carried domain keeps its groups", test_carried },
};
UNIT_MAIN("registers", cases)
