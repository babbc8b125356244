/* SPDX-License-Identifier: Apache-2.0 */
/* conf_test.c - the whole configuration: what is read, what is refused, what is digested.
 */
#include "config/conf.h"
#include "findings_text.h"

#include <sys/stat.h>
#include <unistd.h>

static const char kaohe_text[] =    //
    "database = \"db/kaohe.db\";\n" /* 1 */
    "plugins = ( \"plugins\" );\n"
    "orgs = \"orgs.csv\";\n"
    "report = { language = \"en\"; rounding = \"half_even\"; title = \"T\"; };\n"
    "utc_offset = \"-03:30\";\n" /* 5 */
    "day_sets = ( { id = \"billing\"; days = ( 1, 2, -1 ); } );\n"
    "limits = { memory = \"64M\"; wall_s = 10; };\n"
    "composite = { level = \"city\"; domains = (\n"
    "  { domain = \"alpha\"; weight = 60; },\n"
    "  { domain = \"beta\"; weight = \"40.0\"; } ); };\n" /* 10 */
    "boards = (\n"
    "  { id = \"cities\"; name = \"Cities\"; domain = \"alpha\"; level = \"city\";\n"
    "    node = \"B/B1\"; group = \"class\"; ties = \"dense\"; then = ( \"A1\", \"name\" "
    ");\n"
    "    grades = ( { id = \"good\"; from = 90; quota = 0.05; }, { id = \"rest\"; } ); },\n"
    "  { id = \"all\"; level = \"city\"; node = \"beta\"; }\n" /* 15 */
    ");\n";

static const char module_text[] = //
    "domain = {\n"                /* 1 */
    "  id = \"alpha\"; name = { zh = \"甲\"; en = \"Alpha\"; }; plugin = \"customer\";\n"
    "  cycle = { months = 2; last_day = 25; };\n"
    "  subject = ( \"district\", \"kind\" );\n"
    "  levels = (\n" /* 5 */
    "    { id = \"part\"; of = ( \"district\", \"kind\" ); },\n"
    "    { id = \"district\"; of = ( \"district\" ); from = \"part\"; by = \"merge\"; },\n"
    "    { id = \"city\"; from = \"district\"; by = \"mean\"; weight = \"calls\"; } );\n"
    "  inputs = {\n"
    "    calls = { file = ( \"in/calls-{city}-{YYYY}{MM}*.csv\" );\n" /* 10 */
    "      columns = { district = \"区县\"; at = { header = \"T\"; dates = ( \"d-mon-yy\" "
    "); };\n"
    "        ok = { map = { Y = true; N = \"false\"; }; };\n"
    "        kind = { value = 5; }; city = { file_part = \"city\"; private = true; };\n"
    "        boss = { lookup = \"people\"; by = ( \"id\" );\n"
    "          map = ( { from = \"高\"; to = \"H\"; } ); }; };\n" /* 15 */
    "      encoding = \"GB18030\"; delimiter = \"tab\"; decimal = \",\"; thousands = "
    "\".\";\n"
    "      missing = ( \"\", \"-\", 0 ); lookback_days = 31; max_rejects = \"0.1%\";\n"
    "      expect = \"city\"; only_with = \"ok\"; key = false; };\n"
    "    people = { file = \"/data/people.csv\"; span = \"to_end\"; at = \"city\";\n"
    "      may_be_missing = true; max_rejects = 5; };\n" /* 20 */
    "  };\n"
    "  params = { limit_s = 15; };\n"
    "  days = ( { id = \"first\"; days = ( 1 ); } );\n"
    "  tickets = { charged = \"c\"; overflow = \"o\"; };\n"
    "  plates = { green = 85; yellow = 70; levels = ( \"city\" ); for = { kind = \"x\"; }; "
    "};\n"
    "  vetoes = ( { id = \"V-1\"; indicator = \"n\"; above = 0; level = \"part\";\n"
    "    actions = ( { total = 0; }, { node = \"B\"; score = 0; }, { plate = \"red\"; },\n"
    "      { exit = true; } ); } );\n"
    "  scheme = (\n"
    "    { from = \"2011-01\"; full = 100; nodes = (\n" /* 30 */
    "      { id = \"A1\"; weight = 60; indicator = \"x\"; days = \"billing\"; },\n"
    "      { id = \"B\"; weight = 40; nodes = ( { id = \"B1\"; weight = 40; days = "
    "\"first\";\n"
    "        indicator = \"y\"; } ); } ); },\n"
    "    { from = \"2011-01\"; id = \"K\"; for = { kind = ( \"a\", \"b\" ); }; nodes = (); "
    "}\n"
    "  );\n" /* 35 */
    "};\n";

static const char beta_text[] =
    "domain = { id = \"beta\"; plugin = \"other\"; enabled = false; subject = \"city\";\n"
    "  levels = ( { id = \"city\"; of = \"city\"; } );\n"
    "  inputs = { rows = { file = \"rows.csv\"; }; };\n"
    "  scheme = ( { from = \"2011-01\"; full = 100; nodes = ( { id = \"R\"; weight = 100;\n"
    "    results = { domain = \"alpha\"; level = \"city\"; }; } ); } );\n"
    "};\n";

static struct arena arena;
static struct findings found;

static void write_file(const char *name, const char *text)
{
    unit_file(name, text, strlen(text));
}

/* The first `from` in a text becomes `to`; a row that changes nothing is a mistake. */
static void write_changed(const char *name, const char *text, const char *from,
                          const char *to)
{
    char changed[8192];
    const char *at = from ? strstr(text, from) : NULL;
    if (from && !at)
        CU_FAIL("the table names a text that is not there");
    size_t before = at ? (size_t)(at - text) : strlen(text);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)before, text, at ? to : "",
             at ? at + strlen(from) : "");
    write_file(name, changed);
}

static void make_folders(void)
{
    static const char *const names[] = { "", "/modules.d", "/other" };
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/c%s", unit_folder(), names[i]);
        mkdir(path, 0755);
    }
}

static void remove_file(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    unlink(path);
}

static void write_good(void)
{
    make_folders();
    write_file("c/kaohe.cfg", kaohe_text);
    write_file("c/modules.d/a.cfg", module_text);
    write_file("c/modules.d/b.cfg", beta_text);
    remove_file("c/site.cfg");
}

static const struct conf *load_with(const struct conf_override *over, uint32_t n)
{
    char path[256];
    arena_end(&arena);
    findings_end(&found);
    snprintf(path, sizeof path, "%s/c/kaohe.cfg", unit_folder());
    return conf_load(&arena, path, over, n, &found);
}

static const struct conf *load(void)
{
    return load_with(NULL, 0);
}

static void test_run_settings(void)
{
    write_good();
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    check_true(c != NULL, 0);
    if (!c)
        return;
    size_t skip = strlen(unit_folder());
    check_text(c->database + skip, "/c/db/kaohe.db", 1);
    check_text(c->orgs + skip, "/c/orgs.csv", 2);
    check_text(c->plugins[0] + skip, "/c/plugins", 3);
    check_i64(c->language, LANG_EN, 4);
    check_i64(c->rounding, ROUND_HALF_EVEN, 5);
    check_text(c->title, "T", 6);
    check_i64(c->utc_offset_us, -(INT64_C(3) * 60 + 30) * 60000000, 7);
    check_i64(c->limits.memory, 64 << 20, 8);
    check_i64(c->limits.wall_s, 10, 9);
    check_i64(c->limits.batch_wall_s, 60, 10);
    check_i64(c->limits.cpu_s, 7200, 11);
    check_i64(c->n_domains, 2, 12);
    check_text(c->domains[1].id, "beta", 13);
    check_true(!c->domains[1].enabled, 14);
    check_i64(c->n_boards, 2, 15);
    const struct conf_board *b = &c->boards[0];
    check_text(b->node, "B/B1", 16);
    check_true(b->dense, 17);
    check_i64(b->n_then, 2, 18);
    check_text(b->grades[0].quota, "0.05", 19);
    check_true(b->grades[1].from == NULL, 20);
    check_true(c->boards[1].domain == NULL, 21);
    check_i64(c->n_files, 3, 22);
    check_text(c->files[1].path + skip, "/c/modules.d/a.cfg", 23);
    check_true(conf_domain_of(c, "beta") == &c->domains[1], 24);
    check_true(conf_domain_of(c, "gamma") == NULL, 25);
}

static void test_domain_settings(void)
{
    write_good();
    const struct conf *c = load();
    if (!c)
        return;
    const struct conf_domain *d = &c->domains[0];
    check_text(conf_name_in(d->name, LANG_ZH), "甲", 0);
    check_text(conf_name_in(d->name, LANG_EN), "Alpha", 1);
    check_i64(d->cycle.months, 2, 2);
    check_i64(d->cycle.last_day, 25, 3);
    check_i64(d->n_subject, 2, 4);
    check_i64(d->n_levels, 3, 5);
    check_i64(d->levels[0].from, -1, 6);
    check_i64(d->levels[0].by, LEVEL_FIRST, 7);
    check_i64(d->levels[1].by, LEVEL_MERGE, 8);
    check_true(!d->levels[1].org, 9);
    check_true(d->levels[2].org, 10);
    check_text(d->levels[2].of[0], "city", 11);
    check_i64(d->levels[2].from, 1, 12);
    check_text(d->levels[2].weight, "calls", 13);
    check_i64(d->n_days, 2, 14);
    check_i64(d->days[0].days[2], -1, 15);
    const struct conf_name name = conf_name_of(d->tree, "nothing", "dflt");
    check_text(name.zh, "dflt", 16);
    check_true(d->params && d->scheme && d->vetoes && d->plates && d->tickets, 17);
}

static void test_inputs(void)
{
    write_good();
    const struct conf *c = load();
    if (!c)
        return;
    const struct conf_input *in = &c->domains[0].inputs[0];
    check_text(in->dataset, "calls", 0);
    check_text(in->files[0] + strlen(unit_folder()),
               "/c/modules.d/in/calls-{city}-{YYYY}{MM}*.csv", 1);
    check_text(in->encoding, "GB18030", 2);
    check_i64(in->delimiter, '\t', 3);
    check_i64(in->decimal, ',', 4);
    check_i64(in->thousands, '.', 5);
    check_i64(in->n_missing, 3, 6);
    check_text(in->missing[2], "0", 7);
    check_i64(in->lookback_days, 31, 8);
    check_true(in->reject_share && !in->keyed, 9);
    check_text(in->max_rejects, "0.1", 10);
    check_text(in->expect, "city", 11);
    check_i64(in->n_columns, 6, 12);
    const struct conf_column *col = in->columns;
    check_text(col[0].text, "区县", 13);
    check_text(col[1].dates[0], "d-mon-yy", 14);
    check_text(col[2].text, "ok", 15);
    check_text(col[2].map[0].to, "true", 16);
    check_i64(col[3].kind, COLUMN_CONSTANT, 17);
    check_text(col[3].text, "5", 18);
    check_i64(col[4].kind, COLUMN_FILE_PART, 19);
    check_true(col[4].is_private, 20);
    check_i64(col[5].kind, COLUMN_LOOKUP, 21);
    check_text(col[5].by[0], "id", 22);
    check_text(col[5].map[0].from, "高", 23);
    in = &c->domains[0].inputs[1];
    check_text(in->files[0], "/data/people.csv", 24);
    check_i64(in->span, SPAN_TO_END, 25);
    check_text(in->at, "city", 26);
    check_true(in->may_be_missing && in->keyed && !in->reject_share, 27);
    check_i64(in->decimal, '.', 28);
    check_i64(in->delimiter, 0, 29);
}

static void test_data_folder(void)
{
    write_good();
    write_changed("c/kaohe.cfg", kaohe_text, "orgs = ", "data = \"d\"; orgs = ");
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    if (!c)
        return;
    const struct conf_input *in = c->domains[0].inputs;
    check_text(in[0].files[0] + strlen(unit_folder()),
               "/c/d/in/calls-{city}-{YYYY}{MM}*.csv", 1);
    check_text(in[1].files[0], "/data/people.csv", 2);
}

/* What is shipped is free of mistakes, and holds the boards and domains it promises. */
static void test_shipped_configuration(void)
{
    arena_end(&arena);
    findings_end(&found);
    const struct conf *c =
        conf_load(&arena, TEST_SOURCE "/conf/kaohe.cfg", NULL, 0, &found);
    check_text(findings_text(&found), "", 0);
    check_true(c && c->n_boards && c->orgs, 1);
    static const char *const domains[] = { "customer", "contractor", "assessor" };
    for (size_t i = 0; c && i < COUNT(domains); i++) {
        const struct conf_domain *d = conf_domain_of(c, domains[i]);
        check_true(d && d->enabled, 2 + i);
    }
}

struct wrong {
    const char *from, *to, *messages;
};

static void check_wrong(const char *name, const char *text, const struct wrong *rows,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        write_good();
        write_changed(name, text, rows[i].from, rows[i].to);
        load();
        check_text(findings_text(&found), rows[i].messages, i);
        for (uint32_t k = 0; k < found.len; k++)
            check_i64(found.at[k].code, KH_ECONFIG, i);
    }
}

static void test_wrong_runs(void)
{
#define AT "c/kaohe.cfg:"
    static const struct wrong rows[] = {
        { "database", "databse",
          AT "1: unknown key 'databse' in this file; did you mean "
             "'database'?" },
        { "\"db/kaohe.db\"", "\"\"", AT "1: database is empty" },
        { "\"en\"", "\"fr\"", AT "4: report.language: \"fr\" is none of zh, en" },
        { "half_even", "half_eve",
          AT "4: report.rounding: \"half_eve\" is none of half_up, "
             "half_even, truncate; did you mean \"half_even\"?" },
        { "-03:30", "-3:30", AT "5: utc_offset: \"-3:30\" is no offset like \"+08:00\"" },
        { "-03:30", "+14:30", AT "5: utc_offset: \"+14:30\" is no offset like \"+08:00\"" },
        { "billing", "Billing",
          AT "6: day_sets[0].id: \"Billing\" is no name; it takes "
             "a-z, 0-9 and _, begins with a letter and has at most 63 "
             "characters\n"
             "c/modules.d/a.cfg:31: domain.scheme[0].nodes[0].days: "
             "there is no day set \"billing\"; there are first" },
        { "2, -1", "32, -1",
          AT "6: day_sets[0].days[1] must be a day from 1 to 31, or -1 "
             "to -31 from the end" },
        { "2, -1", "0, 1.5",
          AT "6: day_sets[0].days[1] must be a day from 1 to 31, or -1 "
             "to -31 from the end\n" AT
             "6: day_sets[0].days[2] must be a day from 1 to 31, or -1 "
             "to -31 from the end" },
        { "2, -1", "2, 2", AT "6: day_sets[0].days[2]: the day 2 stands twice" },
        { "1, 2, -1", "", AT "6: day_sets[0].days must hold 1 to 62 days" },
        { "-1 ); }", "-1 ); }, { id = \"billing\"; days = ( 1 ); }",
          AT "6: the day set \"billing\" stands twice" },
        { "64M", "64X",
          AT "7: limits.memory: \"64X\" is no size from 1M to 1024G; write "
             "512M or 1G" },
        { "64M", "64K",
          AT "7: limits.memory: \"64K\" is no size from 1M to 1024G; write "
             "512M or 1G" },
        { "wall_s = 10", "wall_s = 0",
          AT "7: limits.wall_s is 0; it must be from 1 to "
             "604800" },
        { "wall_s = 10", "wal_s = 10",
          AT "7: unknown key 'wal_s' in limits; did you mean "
             "'wall_s'?" },
        { "weight = 60", "weight = 59.9",
          AT "8: the weights of the composite add up to 99.9, not to 100" },
        { "\"beta\"; weight", "\"betta\"; weight",
          AT "10: composite.domains[1].domain: there is no domain \"betta\"; did you mean "
             "\"beta\"?\n" AT
             "15: boards[1].node: there is no node \"beta\"; did you mean \"betta\"?" },
        { "\"beta\"; weight", "\"alpha\"; weight",
          AT "10: composite.domains[1]: the domain \"alpha\" stands twice\n" AT
             "15: boards[1].node: there is no node \"beta\"; there are alpha, alpha" },
        { "composite = { level = \"city\"", "composite = { level = \"district\"",
          AT "10: composite.domains[1]: there is no level in that domain named "
             "\"district\"; there are city\n" AT
             "15: boards[1].level: there is no level of the composite \"city\"; there are "
             "district" },
        { "composite = ", "compsite = ",
          AT "8: unknown key 'compsite' in this file; did you mean 'composite'?\n" AT
             "15: boards[1] names no domain and there is no composite; set one of both" },
        { "\"cities\"", "\"all\"", AT "15: the board \"all\" stands twice" },
        { "\"cities\"", "\"a b\"",
          AT "12: boards[0].id: \"a b\" is no id; it takes A-Z, "
             "a-z, 0-9, '.', '_' and '-', at most 63 characters" },
        { "id = \"cities\"; ", "", AT "12: boards[0] lacks the key 'id'" },
        { "domain = \"alpha\"; level", "domain = \"alpa\"; level",
          AT "12: boards[0].domain: there is no domain \"alpa\"; did you mean \"alpha\"?" },
        { "level = \"city\";\n", "level = \"citty\";\n",
          AT "12: boards[0].level: there is no level \"citty\"; did you mean \"city\"?" },
        { "B/B1", "B/B2",
          AT "13: boards[0].node: there is no node \"B/B2\"; did you mean \"B/B1\"?" },
        { "( \"A1\", \"name\" )", "( \"A1\", \"A1\", \"veto\" )",
          AT "13: boards[0].then: \"A1\" stands twice\n" AT
             "13: boards[0].then: there is no node \"veto\"; there are A1, B, B/B1" },
        { "\"dense\"", "\"mean\"",
          AT "13: boards[0].ties: \"mean\" is none of competition, dense" },
        { "from = 90; ", "",
          AT "14: boards[0].grades[0] lacks the key 'from': only the "
             "last grade has none" },
        { "\"rest\"; }", "\"rest\"; from = 80; }",
          AT "14: boards[0].grades[1]: the last grade takes all the rest and has no "
             "`from`" },
        { "{ id = \"rest\"", "{ id = \"x\"; from = 90.0; }, { id = \"rest\"",
          AT "14: boards[0].grades[1] begins at 90.0, which is not below 90: grades stand "
             "best first" },
        { "\"rest\"", "\"good\"",
          AT "14: boards[0].grades[1]: the grade \"good\" stands twice" },
        { "0.05", "5", AT "14: boards[0].grades[0].quota is 5; it must be from 0 to 1" },
        { "orgs = ", "modules = \"nowhere\"; orgs = ",
          AT "3: the module folder c/nowhere cannot be read: No such file or directory" },
        { "orgs = \"orgs.csv\";", "",
          "c/modules.d/a.cfg:8: domain.levels[2]: a level without `of` needs the parents "
          "of "
          "an organisation file; set `orgs` in kaohe.cfg, or say `of`" },
    };
#undef AT
    check_wrong("c/kaohe.cfg", kaohe_text, rows, COUNT(rows));
}

#define AT "c/modules.d/a.cfg:"
static void test_wrong_domains(void)
{
    static const struct wrong rows[] = {
        { "plugin = \"customer\";", "", AT "1: domain lacks the key 'plugin'" },
        { "plugin = ", "plugn = ",
          AT "2: unknown key 'plugn' in domain; did you mean 'plugin'?\n" AT
             "1: domain lacks the key 'plugin'" },
        { "\"customer\"", "\"Kunde\"",
          AT "2: domain.plugin: \"Kunde\" is no name; it takes a-z, 0-9 and _, begins with "
             "a letter and has at most 63 characters" },
        { "domain = {", "extra = 1; domain = {",
          AT "1: unknown key 'extra' in this file; it takes domain" },
        { "domain = {", "domains = {",
          AT "1: unknown key 'domains' in this file; did you mean 'domain'?\n"
             "c/modules.d/a.cfg: this file lacks the key 'domain'" },
        { "months = 2", "months = 5",
          AT "3: domain.cycle.months is 5; a cycle has 1, 2, 3, 4, 6 or 12 months" },
        { "last_day = 25", "last_day = 29",
          AT "3: domain.cycle.last_day is 29; it must be from 1 to 28" },
        { "( \"district\", \"kind\" );\n  levels",
          "( \"district\", \"district\" );\n  levels",
          AT "4: domain.subject: the column \"district\" stands twice\n" AT
             "6: domain.levels[0].of: there is no subject column \"kind\"; there are "
             "district, district" },
        { "( \"district\", \"kind\" );\n  levels", "();\n  levels",
          AT
          "4: domain.subject is an empty list\n" AT
          "6: domain.levels[0].of: there is no subject column \"district\", and no other "
          "either\n" AT
          "6: domain.levels[0].of: there is no subject column \"kind\", and no other "
          "either\n" AT
          "7: domain.levels[1].of: there is no subject column \"district\", and no "
          "other either" },
        { "of = ( \"district\", \"kind\" )", "of = ( \"distrikt\", \"kind\" )",
          AT
          "6: domain.levels[0].of: there is no subject column \"distrikt\"; did you mean "
          "\"district\"?\n" AT
          "7: domain.levels[1].of: the level \"part\" below does not keep \"district\"" },
        { " of = ( \"district\", \"kind\" );", "",
          AT
          "6: domain.levels[0] lacks the key 'of': the first level keeps columns of the "
          "subject\n" AT
          "7: domain.levels[1].of: the level \"part\" below does not keep \"district\"" },
        { "{ id = \"part\";", "{ id = \"part\"; by = \"sum\";",
          AT "6: domain.levels[0].by: the first level comes from no other" },
        { "from = \"part\"", "from = \"parts\"",
          AT "7: domain.levels[1].from: there is no level below named \"parts\"; did you "
             "mean \"part\"?" },
        { "from = \"part\"; by = \"merge\"", "by = \"merge\"",
          AT "7: domain.levels[1] lacks the key 'from': the level below" },
        { " by = \"merge\";", "",
          AT "7: domain.levels[1] lacks the key 'by': merge, mean or sum" },
        { "by = \"merge\"", "by = \"merge\"; weight = \"x\"",
          AT "7: domain.levels[1].weight: only a mean has a weight" },
        { "by = \"merge\"", "by = \"merged\"",
          AT "7: domain.levels[1].by: \"merged\" is none of merge, mean, sum; did you mean "
             "\"merge\"?" },
        { "{ id = \"district\";", "{ id = \"part\";",
          AT "7: the level \"part\" stands twice\n" AT
             "8: domain.levels[2].from: there is no level below named \"district\"; there "
             "are part, part" },
        { "from = \"district\"; by = \"mean\"", "from = \"part\"; by = \"mean\"",
          AT
          "8: domain.levels[2]: the level \"part\" below keeps 2 columns; only a unit of "
          "one column has a parent; say `of`" },
        { "days = \"first\"", "days = \"frist\"",
          AT "32: domain.scheme[0].nodes[1].nodes[0].days: there is no day set \"frist\"; "
             "did you mean \"first\"?" },
        { "charged = ", "charge = ",
          AT "24: unknown key 'charge' in domain.tickets; did you mean 'charged'?\n" AT
             "24: domain.tickets lacks the key 'charged'" },
        { "yellow = 70", "yellow = 85.0",
          AT "25: domain.plates: yellow (85.0) must begin below green (85)" },
        { "levels = ( \"city\" ); for", "levels = ( \"citi\" ); for",
          AT "25: domain.plates.levels: there is no level \"citi\"; did you mean "
             "\"city\"?" },
        { "for = { kind = \"x\"; }", "for = \"x\"",
          AT "25: domain.plates.for must be a group { ... }, not the text \"x\"" },
        { "above = 0;", "above = 0; below = 3;",
          AT "26: domain.vetoes[0].below: a veto acts above a value or below one, not "
             "both" },
        { "level = \"part\";\n", "level = \"prat\";\n",
          AT "26: domain.vetoes[0].level: there is no level \"prat\"; did you mean "
             "\"part\"?" },
        { "node = \"B\"", "node = \"C\"",
          AT "27: domain.vetoes[0].actions[1].node: no version of the scheme has a node "
             "\"C\"" },
        { "node = \"B\"; score = 0", "node = \"B\"",
          AT "27: domain.vetoes[0].actions[1] must be one action: total, node with score, "
             "plate, grade, ineligible or exit" },
        { "plate = \"red\"", "plate = \"rot\"",
          AT "27: domain.vetoes[0].actions[2].plate: \"rot\" is none of green, yellow, "
             "red" },
        { "from = \"2011-01\"; full", "from = \"2011-13\"; full",
          AT "30: domain.scheme[0].from must be a month like \"2011-01\"" },
        { "from = \"2011-01\"; full", "full",
          AT
          "30: domain.scheme[0] lacks the key 'from': the month it begins, \"2011-01\"" },
        { "id = \"K\"; ", "",
          AT "34: domain.scheme[1]: a version with `for` must have an "
             "`id`\n" AT "34: the version \"2011-01\" of the scheme stands twice" },
    };
    check_wrong("c/modules.d/a.cfg", module_text, rows, COUNT(rows));
}

static void test_wrong_inputs(void)
{
    static const struct wrong rows[] = {
        { "{city}-{YYYY}", "{City}-{YYYY}",
          AT
          "10: domain.inputs.calls.file: \"in/calls-{City}-{YYYY}{MM}*.csv\": braces hold "
          "YYYY, MM or the name of a level: {city}\n" AT
          "13: domain.inputs.calls.columns.city: the file "
          "\"c/modules.d/in/calls-{City}-{YYYY}{MM}*.csv\" has no {city} in its name" },
        { "{YYYY}{MM}*", "{MM}*",
          AT "10: domain.inputs.calls.file: \"in/calls-{city}-{MM}*.csv\" has {MM} without "
             "{YYYY}: each year has such a file" },
        { "{MM}*", "{MM*",
          AT
          "10: domain.inputs.calls.file: \"in/calls-{city}-{YYYY}{MM*.csv\": braces hold "
          "YYYY, MM or the name of a level: {city}" },
        { "\"/data/people.csv\"", "( \"x.csv\", \"\" )",
          AT "19: domain.inputs.people.file: \"\" names no file" },
        { "file = \"/data/people.csv\"; ", "",
          AT "19: domain.inputs.people lacks the key 'file'" },
        { "file = \"/data", "files = \"/data",
          AT "19: unknown key 'files' in domain.inputs.people; did you mean 'file'?\n" AT
             "19: domain.inputs.people lacks the key 'file'" },
        { "d-mon-yy", "d-m-m",
          AT "11: domain.inputs.calls.columns.at.dates: \"d-m-m\" is no form of dates like "
             "yyyy-mm-dd, d-mon-yy or excel" },
        { "header = \"T\"", "header = \"T\"; value = 1",
          AT "11: domain.inputs.calls.columns.at.value: a column comes from one place; it "
             "has `header` already" },
        { "district = \"区县\"", "district = 5",
          AT "11: domain.inputs.calls.columns.district must be the text of a header, or a "
             "group { header = ...; }" },
        { "district = \"区县\"", "District = \"区县\"",
          AT "11: domain.inputs.calls.columns.District: \"District\" is no name; it takes "
             "a-z, 0-9 and _, begins with a letter and has at most 63 characters" },
        { "map = { Y = true; N", "map = { Y = (); N",
          AT "12: domain.inputs.calls.columns.ok.map.Y must be a text, a number, true or "
             "false" },
        { "map = { Y = true; N = \"false\"; }", "map = 1",
          AT
          "12: domain.inputs.calls.columns.ok.map must be a group { Y = \"true\"; } or a "
          "list of pairs ( { from = \"High Risk\"; to = \"H\"; } ) of 1 to 10000 "
          "values" },
        { "value = 5", "valeu = 5",
          AT "13: unknown key 'valeu' in domain.inputs.calls.columns.kind; did you mean "
             "'value'?" },
        { "lookup = \"people\"", "lookup = \"peple\"",
          AT "14: domain.inputs.calls.columns.boss: there is no dataset \"peple\"; did you "
             "mean \"people\"?" },
        { "lookup = \"people\"", "lookup = \"calls\"",
          AT "14: domain.inputs.calls.columns.boss looks itself up; name another dataset" },
        { "lookup = \"people\"; by = ( \"id\" );", "lookup = \"people\";",
          AT "14: domain.inputs.calls.columns.boss lacks the key 'by': the columns of the "
             "look-up" },
        { "to = \"H\"; }", "to = \"H\"; }, { from = \"高\"; to = 2; }",
          AT "15: domain.inputs.calls.columns.boss.map[1]: \"高\" stands twice" },
        { "to = \"H\"; }", "too = \"H\"; }",
          AT "15: unknown key 'too' in domain.inputs.calls.columns.boss.map[0]; did you "
             "mean 'to'?\n" AT
             "15: domain.inputs.calls.columns.boss.map[0] lacks the key 'to'" },
        { "GB18030", "GBK",
          AT "16: domain.inputs.calls.encoding: \"GBK\" is none of UTF-8, GB18030, "
             "Latin-1" },
        { "\"tab\"", "\"\\t\"",
          AT "16: domain.inputs.calls.delimiter: \"\t\" is none of ,, "
             ";, tab, |" },
        { "thousands = \".\"", "thousands = \",\"",
          AT "10: domain.inputs.calls: decimal and thousands are both ','" },
        { "lookback_days = 31", "lookback_days = 31; span = \"previous\"",
          AT "17: domain.inputs.calls.lookback_days goes with span = \"window\" only" },
        { "0.1%", "0.1%%",
          AT "17: domain.inputs.calls.max_rejects: \"0.1%%\" is neither a number of rows "
             "nor a share like \"0.1%\"" },
        { "0.1%", "101%",
          AT
          "17: domain.inputs.calls.max_rejects: \"101%\" is neither a number of rows nor "
          "a share like \"0.1%\"" },
        { "max_rejects = 5", "max_rejects = -5",
          AT "20: domain.inputs.people.max_rejects: \"-5\" is neither a number of rows nor "
             "a share like \"0.1%\"" },
        { "expect = \"city\"", "expect = \"cty\"",
          AT "18: domain.inputs.calls.expect: there is no level \"cty\"; did you mean "
             "\"city\"?" },
        { "at = \"city\"", "at = \"kind\"",
          AT "19: domain.inputs.people.at: there is no level \"kind\"; there are part, "
             "district, city" },
        { "span = \"to_end\"", "span = \"to-end\"",
          AT "19: domain.inputs.people.span: \"to-end\" is none of window, previous, "
             "year_ago, to_end; did you mean \"to_end\"?" },
        { "may_be_missing = true", "may_be_missing = 1",
          AT
          "20: domain.inputs.people.may_be_missing must be true or false, not the number "
          "1" },
    };
    check_wrong("c/modules.d/a.cfg", module_text, rows, COUNT(rows));
}
#undef AT

static void test_all_mistakes_are_told_at_once(void)
{
    write_good();
    write_changed("c/kaohe.cfg", kaohe_text, "\"fr\"" + 4, "");
    write_changed("c/kaohe.cfg", kaohe_text, "wall_s = 10", "wall_s = 0");
    write_changed("c/modules.d/a.cfg", module_text, "months = 2", "months = 5");
    write_changed("c/modules.d/b.cfg", beta_text, "rows.csv", "rows.csv/");
    load();
    check_text(
        findings_text(&found),
        "c/kaohe.cfg:7: limits.wall_s is 0; it must be from 1 to 604800\n"
        "c/modules.d/a.cfg:3: domain.cycle.months is 5; a cycle has 1, 2, 3, 4, 6 or "
        "12 months\n"
        "c/modules.d/b.cfg:3: domain.inputs.rows.file: \"rows.csv/\" names no file",
        0);
}

static void test_domains_against_each_other(void)
{
    write_good();
    write_changed("c/modules.d/b.cfg", beta_text, "\"beta\"", "\"alpha\"");
    load();
    check_text(findings_text(&found),
               "c/modules.d/b.cfg:1: domain.id: \"alpha\" is the domain of "
               "c/modules.d/a.cfg already\n"
               "c/kaohe.cfg:10: composite.domains[1].domain: there is no domain \"beta\"; "
               "there are alpha, alpha",
               0);
    write_good();
    write_changed("c/modules.d/b.cfg", beta_text, "\"beta\"", "\"composite\"");
    load();
    check_text(findings_text(&found),
               "c/modules.d/b.cfg:1: domain.id: \"composite\" is taken by the program\n"
               "c/kaohe.cfg:10: composite.domains[1].domain: there is no domain \"beta\"; "
               "there are alpha, composite",
               1);
    write_good();
    write_changed("c/modules.d/a.cfg", module_text, "indicator = \"x\";",
                  "results = { domain = \"beta\"; level = \"city\"; };");
    load();
    check_text(findings_text(&found),
               "c/modules.d/a.cfg:29: the domain \"alpha\" takes results that wait for its "
               "own; remove one `results` of the ring\n"
               "c/modules.d/b.cfg:4: the domain \"beta\" takes results that wait for its "
               "own; remove one `results` of the ring",
               2);
    write_good();
    write_changed("c/modules.d/b.cfg", beta_text, "domain = \"alpha\"; level = \"city\"",
                  "domain = \"alpah\"; level = \"city\"");
    load();
    check_text(findings_text(&found),
               "c/modules.d/b.cfg:5: domain.scheme[0].nodes[0].results.domain: there is no "
               "domain \"alpah\"; did you mean \"alpha\"?",
               3);
}

static void digest(char out[SHA_TEXT])
{
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    out[0] = 0;
    if (c)
        sha_text(out, c->sha);
}

static void test_digest(void)
{
    char first[SHA_TEXT], next[SHA_TEXT];
    write_good();
    digest(first);
    static const struct {
        const char *name, *text, *from, *to;
        int same;
    } rows[] = {
        { "c/kaohe.cfg", kaohe_text, "database", "# remark\n\n  database", 1 },
        { "c/kaohe.cfg", kaohe_text, "language = \"en\"; rounding = \"half_even\"",
          "rounding = \"half_even\";\nlanguage = \"en\"", 1 },
        { "c/kaohe.cfg", kaohe_text, "db/kaohe.db", "other.db", 1 },
        { "c/kaohe.cfg", kaohe_text, "orgs = ", "data = \"/data\"; orgs = ", 1 },
        { "c/kaohe.cfg", kaohe_text, "half_even", "half_up", 0 },
        { "c/kaohe.cfg", kaohe_text, "0.05", "0.06", 0 },
        { "c/modules.d/a.cfg", module_text, "limit_s = 15", "limit_s = 16", 0 },
        { "c/modules.d/a.cfg", module_text, "limit_s = 15", "limit_s=15", 1 },
        { "c/modules.d/a.cfg", module_text, "{ kind = \"x\"; }", "{ kind = \"y\"; }", 0 },
        { "c/modules.d/b.cfg", beta_text, "enabled = false", "enabled = true", 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        write_good();
        write_changed(rows[i].name, rows[i].text, rows[i].from, rows[i].to);
        digest(next);
        check_i64(!strcmp(first, next), rows[i].same, i);
    }
    /* Module files by other names are read in another order. */
    write_good();
    write_file("c/modules.d/z.cfg", module_text);
    remove_file("c/modules.d/a.cfg");
    digest(next);
    check_text(next, first, COUNT(rows));
    remove_file("c/modules.d/z.cfg");
}

static void test_input_override(void)
{
    static const struct conf_override over[] = { { "alpha", "people", "mine.csv" } };
    static const struct conf_override wrong[] = { { "alpa", "people", "x" },
                                                  { "alpha", "persons", "x" } };
    char first[SHA_TEXT], next[SHA_TEXT];
    write_good();
    digest(first);
    const struct conf *c = load_with(over, 1);
    check_text(c->domains[0].inputs[1].files[0], "mine.csv", 0);
    check_i64(c->domains[0].inputs[1].n_files, 1, 1);
    sha_text(next, c->sha);
    check_text(next, first, 2);
    load_with(wrong, 2);
    check_text(findings_text(&found),
               "--input alpa.people: there is no domain \"alpa\"\n"
               "--input alpha.persons: the domain has no input \"persons\"",
               3);
    check_i64(found.at[0].code, ST_USAGE, 4);
}

static void test_unusable(void)
{
    write_good();
    write_file("c/kaohe.cfg", "@include \"kaohe.cfg\"\n");
    check_true(load() == NULL, 0);
    check_text(findings_text(&found),
               "c/kaohe.cfg:1: the configuration includes itself: kaohe.cfg <- kaohe.cfg",
               1);
    check_i64(status_exit(found.at[0].code), EXIT_CONFIG, 2);
    remove_file("c/kaohe.cfg");
    check_true(load() == NULL, 3);
    check_text(findings_text(&found), "c/kaohe.cfg: No such file or directory", 4);
    write_good();
    write_file("c/modules.d/c.cfg", "domain = {");
    load();
    check_text(findings_text(&found),
               "c/modules.d/c.cfg:1: the '{' that opens here is never closed", 5);
    remove_file("c/modules.d/c.cfg");
    /* Names that are no modules: editors' copies and hidden files. */
    write_file("c/modules.d/c.cfg~", "x");
    write_file("c/modules.d/.c.cfg", "x");
    check_true(load() && !found.errors, 6);
    remove_file("c/modules.d/c.cfg~");
    remove_file("c/modules.d/.c.cfg");
}

static void test_minimal(void)
{
    write_good();
    write_file("c/kaohe.cfg", "modules = \"other\";");
    write_changed("c/other/b.cfg", beta_text,
                  "results = { domain = \"alpha\"; level = "
                  "\"city\"; };",
                  "indicator = \"x\";");
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    if (!c)
        return;
    check_text(c->database + strlen(unit_folder()), "/c/kaohe.db", 1);
    check_true(!c->orgs && !c->title && !c->n_boards && !c->composite, 2);
    check_i64(c->language, LANG_ZH, 3);
    check_i64(c->utc_offset_us, INT64_C(8) * 3600000000, 4);
    check_i64(c->limits.memory, INT64_C(1) << 30, 5);
    check_text(c->domains[0].name.zh, "beta", 6);
    remove_file("c/other/b.cfg");
}

/* Every allocation of the arena may be refused: no crash, and never a silent success. */
static void test_memory_is_refused(void)
{
    write_good();
    char path[256];
    snprintf(path, sizeof path, "%s/c/kaohe.cfg", unit_folder());
    bool complete = false;
    for (size_t limit = 64; !complete && limit < (4u << 20); limit += limit / 16 + 64) {
        struct arena a;
        arena_init(&a, limit);
        findings_end(&found);
        const struct conf *c = conf_load(&a, path, NULL, 0, &found);
        complete = c && !found.errors;
        check_true(complete || found.errors, limit);
        arena_end(&a);
    }
    check_true(complete, 0);
}

static void test_tables_are_documented(void)
{
    size_t i = 0;
    for (const struct conf_table *t = conf_table_at(0); t; t = conf_table_at(++i)) {
        check_true(t->where && t->n, i);
        for (size_t k = 0; k < t->n; k++) {
            check_true(t->keys[k].doc != NULL, i * 100 + k);
            size_t n = t->keys[k].doc ? strlen(t->keys[k].doc) : 0;
            check_true(n && t->keys[k].doc[n - 1] == '.', i * 100 + k);
        }
    }
    check_true(i > 15, i);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "settings of the run are read", test_run_settings },
        { "settings of a domain are read", test_domain_settings },
        { "inputs and columns are read", test_inputs },
        { "inputs may stand in a folder of their own", test_data_folder },
        { "the shipped configuration is right", test_shipped_configuration },
        { "wrong kaohe.cfg files are told", test_wrong_runs },
        { "wrong domains are told", test_wrong_domains },
        { "wrong inputs are told", test_wrong_inputs },
        { "all mistakes are told at once", test_all_mistakes_are_told_at_once },
        { "domains are held against each other", test_domains_against_each_other },
        { "the digest is of what the settings say", test_digest },
        { "--input replaces files", test_input_override },
        { "unusable files are told", test_unusable },
        { "little is enough", test_minimal },
        { "refused memory is told", test_memory_is_refused },
        { "every setting has a sentence", test_tables_are_documented },
    };
    int rc = unit_main("conf", cases, COUNT(cases));
    arena_end(&arena);
    findings_end(&found);
    return rc;
}
