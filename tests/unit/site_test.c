/* SPDX-License-Identifier: Apache-2.0 */
/* site_test.c - site.cfg over the shipped files, and the printed configuration. */
#include "base/buf.h"
#include "config/conf.h"
#include "config/nodes.h"
#include "config/site.h"
#include "findings_text.h"

#include <sys/stat.h>
#include <unistd.h>

static const char kaohe_text[] =
    "orgs = \"orgs.csv\";\n"
    "boards = ( { id = \"b\"; domain = \"alpha\"; level = \"city\"; "
    "grades = ( { id = \"good\"; from = 90; }, { id = \"rest\"; } ); } "
    ");\n"
    "composite = { level = \"city\";\n"
    "  domains = ( { domain = \"alpha\"; weight = 100; } ); };\n";
static const char module_text[] =
    "domain = {\n"
    "  id = \"alpha\"; plugin = \"customer\"; subject = \"city\";\n"
    "  levels = ( { id = \"city\"; of = \"city\"; } );\n"
    "  inputs = { calls = { file = \"calls.csv\"; columns = { at = \"T\"; }; }; };\n"
    "  params = { limit_s = 15; items = ( { item = \"SG-P1\"; deduct = 5; },\n"
    "    { item = \"SG-P1.2\"; deduct = 7; } ); };\n"
    "  scheme = (\n"
    "    { from = \"2011-01\"; full = 100; nodes = (\n"
    "      { id = \"A\"; weight = 60; indicator = \"x\";\n"
    "        points = { kind = \"pwl\"; at = ( ( 1, 2 ), ( 3, 4.50 ) ); }; },\n"
    "      { id = \"B\"; weight = 40; nodes = (\n"
    "        { id = \"B1\"; weight = 30; }, { id = \"B.2\"; weight = 10; } ); } ); },\n"
    "    { from = \"2011-01\"; id = \"SG\"; for = { city = \"x\"; }; full = 50; nodes = (\n"
    "      { id = \"A\"; weight = 50; name = \"a \\\"b\\\"\\n\\\\\"; } ); }\n"
    "  );\n"
    "};\n";

static struct arena arena;
static struct findings found;

static void write_file(const char *name, const char *text)
{
    unit_file(name, text, strlen(text));
}

static const struct conf *load(const char *site)
{
    static const char *const names[] = { "s", "s/modules.d", "t" };
    char path[256];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", unit_folder(), names[i]);
        mkdir(path, 0755);
    }
    write_file("s/kaohe.cfg", kaohe_text);
    write_file("s/modules.d/a.cfg", module_text);
    snprintf(path, sizeof path, "%s/s/site.cfg", unit_folder());
    unlink(path);
    if (site)
        write_file("s/site.cfg", site);
    arena_end(&arena);
    findings_end(&found);
    snprintf(path, sizeof path, "%s/s/kaohe.cfg", unit_folder());
    return conf_load(&arena, path, NULL, 0, &found);
}

/* The line of the printed configuration that begins with `path =`, without folder. */
static const char *printed(const struct conf *c, const char *path)
{
    static char line[1024];
    struct buf out;
    char begin[256];
    buf_init(&out, 1 << 20);
    snprintf(begin, sizeof begin, "%s = ", path);
    check_i64(conf_print(c, &out), KH_OK, 0);
    snprintf(line, sizeof line, "no line %s", path);
    for (const char *p = out.at; p && *p; p = strchr(p, '\n') + 1)
        if (!strncmp(p, begin, strlen(begin)))
            snprintf(line, sizeof line, "%.*s", (int)strcspn(p, "\n"), p);
    buf_end(&out);
    char *at = strstr(line, unit_folder());
    if (at)
        memmove(at, at + strlen(unit_folder()) + 1,
                strlen(at + strlen(unit_folder()) + 1) + 1);
    return line;
}

static void test_settings_are_laid_over(void)
{
    static const struct {
        const char *path, *value, *shown, *line;
    } rows[] = {
        { "alpha.scheme.2011-01.B/B1.weight", "25", NULL, "25" },
        { "alpha.scheme.2011-01.B/B.2.weight", "25.50", NULL, "25.50" },
        { "alpha.scheme.2011-01.B.weight", "\"39\"", NULL, "\"39\"" },
        { "alpha.scheme.SG.A.weight", "49", NULL, "49" },
        { "alpha.scheme.SG.full", "49", NULL, "49" },
        { "alpha.scheme.2011-01.nodes.B.nodes.B1.weight", "25",
          "alpha.scheme.2011-01.B/B1.weight", "25" },
        { "alpha.scheme.2011-01.A.points.at", "( ( 5, 6 ) )", NULL, "( ( 5, 6 ) )" },
        { "alpha.params.limit_s", "20", NULL, "20" },
        { "alpha.params.items.SG-P1.deduct", "6", NULL, "6" },
        { "alpha.params.items.SG-P1.2.deduct", "8", NULL, "8" },
        { "alpha.enabled", "true", NULL, "true" },
        { "alpha.cycle", "{ months = 2; }", "alpha.cycle.months", "2" },
        { "alpha.inputs.calls.columns.at", "\"Zeit\"", NULL, "\"Zeit\"" },
        { "alpha.inputs.calls.encoding", "\"GB18030\"", NULL, "\"GB18030\"" },
        { "alpha.levels.city.scored", "true", NULL, "true" },
        { "kaohe.report", "{ language = \"en\"; }", "kaohe.report.language", "\"en\"" },
        { "kaohe.utc_offset", "\"+00:00\"", NULL, "\"+00:00\"" },
        { "kaohe.boards.b.grades.good.from", "95", NULL, "95" },
        { "kaohe.composite.domains.alpha.weight", "100.0", NULL, "100.0" },
        { "kaohe.limits.wall_s", "5", NULL, "5" },
        { "kaohe.report.title", "\"x\"", NULL, "\"x\"" },
        { "alpha.cycle.months", "3", NULL, "3" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char site[512], line[512];
        snprintf(site, sizeof site, "set = (\n { path = \"%s\";\n   value = %s; } );",
                 rows[i].path, rows[i].value);
        const struct conf *c = load(site);
        check_text(findings_text(&found), "", i);
        const char *shown = rows[i].shown ? rows[i].shown : rows[i].path;
        snprintf(line, sizeof line, "%s = %s  # site.cfg:2", shown, rows[i].line);
        check_text(c ? printed(c, shown) : NULL, line, i);
    }
}

static void test_typed_values_follow(void)
{
    const struct conf *c =
        load("set = ( { path = \"alpha.cycle.whole\"; value = true; },\n"
             "{ path = \"kaohe.report\"; value = { language = \"en\"; }; "
             "},\n{ path = \"kaohe.modules\"; value = \"../s/modules.d\"; } );");
    check_text(findings_text(&found), "", 0);
    check_true(c && c->domains[0].cycle.whole, 1);
    check_true(c && c->language == LANG_EN, 2);
    check_i64(c ? c->n_files : 0, 3, 3);
}

/* A path in site.cfg is relative to site.cfg. */
static void test_files_are_beside_their_setting(void)
{
    const struct conf *c = load("set = ( { path = \"alpha.inputs.calls.file\"; value = "
                                "( \"in/x.csv\", \"/y.csv\" ); } );");
    check_text(findings_text(&found), "", 0);
    if (!c)
        return;
    const struct conf_input *in = &c->domains[0].inputs[0];
    check_text(in->files[0] + strlen(unit_folder()), "/s/in/x.csv", 1);
    check_text(in->files[1], "/y.csv", 2);
    c = load(NULL);
    check_text(c ? c->domains[0].inputs[0].files[0] + strlen(unit_folder()) : NULL,
               "/s/modules.d/calls.csv", 3);
}

#define SET(path, value) "set = ( { path = \"" path "\"; value = " value "; } );"
#define HITS(path) "s/site.cfg:1: the path \"" path "\" hits nothing: "
static const struct {
    const char *site, *messages;
} wrong_settings_rows[] = {
    { SET("alpha.scheme.2011-01.B/B3.weight", "1"),
      HITS("alpha.scheme.2011-01.B/B3.weight") "there is no 'B/B3' in "
                                               "alpha.scheme.2011-01; did you mean "
                                               "'B/B1'?" },
    { SET("alpha.scheme.2011-02.B/B1.weight", "1"),
      HITS("alpha.scheme.2011-02.B/B1.weight") "there is no '2011-02' in alpha.scheme; "
                                               "did you mean '2011-01'?" },
    { SET("alpa.enabled", "true"),
      HITS("alpa.enabled") "there is no domain 'alpa'; did you mean 'alpha'?" },
    { SET("alpha.inputs.cals.file", "\"x\""),
      HITS("alpha.inputs.cals.file") "there is no 'cals' in alpha.inputs; did you mean "
                                     "'calls'?" },
    { SET("alpha.params.items.XX.deduct", "1"),
      HITS("alpha.params.items.XX.deduct") "there is no 'XX' in alpha.params.items; "
                                           "there are SG-P1, SG-P1.2" },
    { SET("alpha.levels.town", "1"),
      HITS("alpha.levels.town") "there is no 'town' in alpha.levels; there are city" },
    { SET("alpha", "1"),
      "s/site.cfg:1: the path \"alpha\" has no dot: it names no setting" },
    { SET("", "1"), "s/site.cfg:1: the path \"\" has no dot: it names no setting" },
    { SET("kaohe.board.b.level", "\"city\""),
      HITS("kaohe.board.b.level") "there is no 'board' in kaohe; did you mean "
                                  "'boards'?" },
    { SET("alpha.plugn", "\"x\""),
      "s/site.cfg:1: unknown key 'plugn' in domain; did you mean 'plugin'?" },
    { SET("kaohe.databse", "\"x\""),
      "s/site.cfg:1: unknown key 'databse' in this file; did you mean 'database'?" },
    { SET("alpha.enabled", "1"),
      "s/site.cfg:1: domain.enabled must be true or false, not the number 1" },
    { SET("alpha.enabled", "false"),
      "s/kaohe.cfg:4: composite.domains[0].domain: the domain \"alpha\" is disabled; set "
      "enabled = true in s/modules.d/a.cfg, or weight = 0 here" },
    { SET("alpha.id", "\"kaohe\""),
      "s/site.cfg:1: domain.id: \"kaohe\" is taken by the program\n"
      "s/kaohe.cfg:4: composite.domains[0].domain: there is no domain \"alpha\"; there "
      "are kaohe\n"
      "s/kaohe.cfg:2: boards[0].domain: there is no domain \"alpha\"; there are "
      "kaohe" },
    { "set = (\n{ path = \"alpha.enabled\"; value = true; },\n{ path = "
      "\"alpha.enabled\"; value = false; } );",
      "s/site.cfg:3: the path \"alpha.enabled\" is set twice, first in line 2" },
    { "set = (\n{ path = \"alpha.enabled\"; } );",
      "s/site.cfg:2: set[0] lacks the key 'value'" },
    { "set = ( { paht = \"alpha.enabled\"; value = 1; } );",
      "s/site.cfg:1: unknown key 'paht' in set[0]; did you mean 'path'?\n"
      "s/site.cfg:1: set[0] lacks the key 'path'" },
    { "set = ( 1 );", "s/site.cfg:1: set[0] must be a group { ... }, not the number 1" },
    { "sets = ();", "s/site.cfg:1: unknown key 'sets' in this file; did you mean "
                    "'set'?" },
    { "set = { };", "s/site.cfg:1: set must be a list ( ... ), not a group" },
    { "set = (", "s/site.cfg:1: the '(' that opens here is never closed" },
    { "set = ();", "" },
    { "", "" },
};

static void test_wrong_settings(void)
{
    for (size_t i = 0; i < COUNT(wrong_settings_rows); i++) {
        load(wrong_settings_rows[i].site);
        check_text(findings_text(&found), wrong_settings_rows[i].messages, i);
    }
}

static void test_two_meanings_are_refused(void)
{
    load(NULL);
    write_file("s/x.cfg",
               "a = ( { id = \"x\"; b = { c = 1; }; }, { id = \"x.b\"; c = 2; } );"
               "v = 3;");
    char path[256];
    snprintf(path, sizeof path, "%s/s/x.cfg", unit_folder());
    struct cfg *root = tree_read(&arena, path, &found);
    const struct site_root roots[] = { { "r", root } };
    const struct cfg *v = cfg_get(root, "v");
    check_true(!site_set(&arena, roots, 1, v, "r.a.x.b.c", v, "here", &found), 0);
    check_text(findings_text(&found),
               "s/x.cfg:1: the path \"r.a.x.b.c\" can mean 2 settings; make their ids "
               "differ, or set the list as a whole",
               1);
    check_true(site_set(&arena, roots, 1, v, "r.a.x.b.d", v, "here", &found) == false, 2);
    check_true(site_set(&arena, roots, 1, v, "r.w", v, "here", &found), 3);
    check_text(cfg_text(root, "w", NULL), "3", 4);
    check_text(cfg_get(root, "w")->origin, "here", 5);
}

static const char printed_configuration_text[] =
    "kaohe.orgs = \"orgs.csv\"  # s/kaohe.cfg:1\n"
    "kaohe.boards.b.id = \"b\"  # s/kaohe.cfg:2\n"
    "kaohe.boards.b.domain = \"alpha\"  # s/kaohe.cfg:2\n"
    "kaohe.boards.b.level = \"city\"  # s/kaohe.cfg:2\n"
    "kaohe.boards.b.grades.good.id = \"good\"  # s/kaohe.cfg:2\n"
    "kaohe.boards.b.grades.good.from = 90  # s/kaohe.cfg:2\n"
    "kaohe.boards.b.grades.rest.id = \"rest\"  # s/kaohe.cfg:2\n"
    "kaohe.composite.level = \"city\"  # s/kaohe.cfg:3\n"
    "kaohe.composite.domains.alpha.domain = \"alpha\"  # s/kaohe.cfg:4\n"
    "kaohe.composite.domains.alpha.weight = 100  # s/kaohe.cfg:4\n"
    "kaohe.database = \"kaohe.db\"  # default\n"
    "kaohe.modules = \"modules.d\"  # default\n"
    "kaohe.utc_offset = \"+08:00\"  # default\n"
    "kaohe.report.language = \"zh\"  # default\n"
    "kaohe.report.rounding = \"half_up\"  # default\n"
    "kaohe.limits.memory = \"1G\"  # default\n"
    "kaohe.limits.wall_s = 3600  # default\n"
    "kaohe.limits.batch_wall_s = 60  # default\n"
    "kaohe.limits.cpu_s = 7200  # default\n"
    "alpha.id = \"alpha\"  # s/modules.d/a.cfg:2\n"
    "alpha.plugin = \"customer\"  # s/modules.d/a.cfg:2\n"
    "alpha.subject = \"city\"  # s/modules.d/a.cfg:2\n"
    "alpha.levels.city.id = \"city\"  # s/modules.d/a.cfg:3\n"
    "alpha.levels.city.of = \"city\"  # s/modules.d/a.cfg:3\n"
    "alpha.inputs.calls.file = \"calls.csv\"  # s/modules.d/a.cfg:4\n"
    "alpha.inputs.calls.columns.at = \"T\"  # s/modules.d/a.cfg:4\n"
    "alpha.params.limit_s = 15  # s/modules.d/a.cfg:5\n"
    "alpha.params.items.SG-P1.item = \"SG-P1\"  # s/modules.d/a.cfg:5\n"
    "alpha.params.items.SG-P1.deduct = 5  # s/modules.d/a.cfg:5\n"
    "alpha.params.items.SG-P1.2.item = \"SG-P1.2\"  # s/modules.d/a.cfg:6\n"
    "alpha.params.items.SG-P1.2.deduct = 7  # s/modules.d/a.cfg:6\n"
    "alpha.scheme.2011-01.from = \"2011-01\"  # s/modules.d/a.cfg:8\n"
    "alpha.scheme.2011-01.full = 100  # s/modules.d/a.cfg:8\n"
    "alpha.scheme.2011-01.A.id = \"A\"  # s/modules.d/a.cfg:9\n"
    "alpha.scheme.2011-01.A.weight = 60  # s/modules.d/a.cfg:9\n"
    "alpha.scheme.2011-01.A.indicator = \"x\"  # s/modules.d/a.cfg:9\n"
    "alpha.scheme.2011-01.A.points.kind = \"pwl\"  # s/modules.d/a.cfg:10\n"
    "alpha.scheme.2011-01.A.points.at = ( ( 1, 2 ), ( 3, 4.50 ) )  # "
    "s/modules.d/a.cfg:10\n"
    "alpha.scheme.2011-01.B.id = \"B\"  # s/modules.d/a.cfg:11\n"
    "alpha.scheme.2011-01.B.weight = 40  # s/modules.d/a.cfg:11\n"
    "alpha.scheme.2011-01.B/B1.id = \"B1\"  # s/modules.d/a.cfg:12\n"
    "alpha.scheme.2011-01.B/B1.weight = 30  # s/modules.d/a.cfg:12\n"
    "alpha.scheme.2011-01.B/B.2.id = \"B.2\"  # s/modules.d/a.cfg:12\n"
    "alpha.scheme.2011-01.B/B.2.weight = 10  # s/modules.d/a.cfg:12\n"
    "alpha.scheme.SG.from = \"2011-01\"  # s/modules.d/a.cfg:13\n"
    "alpha.scheme.SG.id = \"SG\"  # s/modules.d/a.cfg:13\n"
    "alpha.scheme.SG.for.city = \"x\"  # s/modules.d/a.cfg:13\n"
    "alpha.scheme.SG.full = 50  # s/modules.d/a.cfg:13\n"
    "alpha.scheme.SG.A.id = \"A\"  # s/modules.d/a.cfg:14\n"
    "alpha.scheme.SG.A.weight = 50  # s/modules.d/a.cfg:14\n"
    "alpha.scheme.SG.A.name = \"a \\\"b\\\"\\n\\\\\"  # s/modules.d/a.cfg:14\n"
    "alpha.enabled = true  # default\n"
    "alpha.cycle.months = 1  # default\n"
    "alpha.cycle.whole = false  # default\n";

static void test_printed_configuration(void)
{
    const struct conf *c = load(NULL);
    struct buf out;
    buf_init(&out, 1 << 20);
    check_text(findings_text(&found), "", 0);
    if (c)
        check_i64(conf_print(c, &out), KH_OK, 1);
    size_t skip = strlen(unit_folder()) + 1;
    for (char *at = out.at ? strstr(out.at, unit_folder()) : NULL; at;
         at = strstr(at, unit_folder()))
        memmove(at, at + skip, strlen(at + skip) + 1);
    check_text(out.at, printed_configuration_text, 2);
    buf_end(&out);
}

/* Each printed path can be set again: the grammar of both is one. */
static void test_printed_paths_can_be_set(void)
{
    const struct conf *c = load(NULL);
    struct buf out;
    buf_init(&out, 1 << 20);
    if (!c || conf_print(c, &out))
        return;
    size_t row = 0;
    for (const char *p = out.at; *p; p = strchr(p, '\n') + 1, row++) {
        char site[512];
        int path = (int)(strstr(p, " = ") - p), value = (int)(strstr(p, "  # ") - p);
        snprintf(site, sizeof site, "set = ( { path = \"%.*s\"; value =%.*s; } );", path, p,
                 value - path - 2, p + path + 2);
        load(site);
        if (strstr(findings_text(&found), "hits nothing"))
            check_text(findings_text(&found), "", row);
    }
    check_true(row > 40, row);
    buf_end(&out);
}

static void test_digest_covers_the_site(void)
{
    char first[SHA_TEXT], next[SHA_TEXT];
    const struct conf *c = load(NULL);
    if (!c)
        return;
    sha_text(first, c->sha);
    c = load("set = ();");
    sha_text(next, c->sha);
    check_text(next, first, 0);
    c = load("set = ( { path = \"alpha.params.limit_s\"; value = 15; } );");
    sha_text(next, c->sha);
    check_text(next, first, 1);
    c = load("set = ( { path = \"alpha.params.limit_s\"; value = 16; } );");
    sha_text(next, c->sha);
    check_true(strcmp(next, first) != 0, 2);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "settings are laid over", test_settings_are_laid_over },
        { "typed values follow", test_typed_values_follow },
        { "files are beside their setting", test_files_are_beside_their_setting },
        { "wrong settings are told", test_wrong_settings },
        { "two meanings are refused", test_two_meanings_are_refused },
        { "the printed configuration has every origin", test_printed_configuration },
        { "printed paths can be set", test_printed_paths_can_be_set },
        { "the digest covers the site", test_digest_covers_the_site },
    };
    int rc = unit_main("site", cases, COUNT(cases));
    arena_end(&arena);
    findings_end(&found);
    return rc;
}
