/* SPDX-License-Identifier: Apache-2.0 */
/* conf_sample.h - a whole configuration that is right, to be changed by a test's rows. */
#ifndef KH_TESTS_CONF_SAMPLE_H
#define KH_TESTS_CONF_SAMPLE_H

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

static const char module_text[] =
    "domain = {\n" /* 1 */
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
    "domain = { id = \"beta\"; plugin = \"other\"; enabled = true; subject = \"city\";\n"
    "  levels = ( { id = \"city\"; of = \"city\"; } );\n"
    "  inputs = { rows = { file = \"rows.csv\"; }; };\n"
    "  scheme = ( { from = \"2011-01\"; full = 100; nodes = ( { id = \"R\"; weight = 100;\n"
    "    results = { domain = \"alpha\"; level = \"city\"; }; } ); } );\n"
    "};\n";

static struct arena arena;
static struct findings found;

static inline void write_file(const char *name, const char *text)
{
    unit_file(name, text, strlen(text));
}

/* The first `from` in a text becomes `to`; a row that changes nothing is a mistake. */
static inline void write_changed(const char *name, const char *text, const char *from,
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

static inline void make_folders(void)
{
    static const char *const names[] = { "", "/modules.d", "/other" };
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/c%s", unit_folder(), names[i]);
        mkdir(path, 0755);
    }
}

static inline void remove_file(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    unlink(path);
}

static inline void write_good(void)
{
    make_folders();
    write_file("c/kaohe.cfg", kaohe_text);
    write_file("c/modules.d/a.cfg", module_text);
    write_file("c/modules.d/b.cfg", beta_text);
    remove_file("c/site.cfg");
}

static inline const struct conf *load_with(const struct conf_override *over, uint32_t n)
{
    char path[256];
    arena_end(&arena);
    findings_end(&found);
    snprintf(path, sizeof path, "%s/c/kaohe.cfg", unit_folder());
    return conf_load(&arena, path, over, n, &found);
}

static inline const struct conf *load(void)
{
    return load_with(NULL, 0);
}

#endif
