/* SPDX-License-Identifier: Apache-2.0 */
/* conf_wrong_test.c - wrong configurations and the exact sentences that tell so. */
#include "conf_sample.h"

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

#define AT "c/kaohe.cfg:"
static const struct wrong wrong_runs_rows[] = {
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
    { "weight = 60", "deduct = true; cap = 5",
      AT "8: the weights of the composite add up to 40, not to 100" },
    { "weight = 60", "deduct = true; weight = 60",
      AT "9: composite.domains[0].weight: a deduction has no weight" },
    { "weight = 60", "cap = 60",
      AT "9: composite.domains[0] lacks the key 'weight', or deduct = true\n" AT
         "9: composite.domains[0].cap: only a deduction (deduct = true) has a cap\n" AT
         "8: the weights of the composite add up to 40, not to 100" },
    { "\"beta\"; weight = \"40.0\"; }",
      "\"beta\"; weight = 40; }, { domain = \"beta\"; weight = 0; }",
      AT "10: composite.domains[2]: the domain \"beta\" stands twice" },
    { "\"alpha\"; weight = 60", "\"alpha\"; deduct = true; cap = 0",
      AT "9: composite.domains[0].cap is 0: the domain would not count; take it out of the "
         "composite\n" AT "8: the weights of the composite add up to 40, not to 100" },
    { "\"alpha\"; weight = 60; },\n  { domain = \"beta\"; weight = \"40.0\"",
      "\"alpha\"; weight = 0; },\n  { domain = \"beta\"; weight = 100", "" },
    { "\"alpha\"; weight = 60", "\"alpha\"; level = \"part\"; weight = 60",
      AT "9: composite.domains[0]: subjects of level \"part\" of domain \"alpha\" are "
         "made of district, kind, so they are no units of \"city\"; say level = "
         "\"city\"" },
    { "\"alpha\"; weight = 60", "\"alpha\"; level = \"town\"; weight = 60",
      AT "9: composite.domains[0]: domain \"alpha\" has no level \"town\"; say level = "
         "\"city\"" },
    { "composite = { level", "composite = { cap = 5; floor = 5; level",
      AT "8: composite: the floor 5 must lie below the cap 5" },
    { "composite = { level", "composite = { full = 0; level",
      AT "8: composite: `full` must be more than 0\n" AT
         "8: the weights of the composite add up to 100, not to 0" },
    { "composite = { level", "composite = { policy = \"zero\"; level", "" },
    { "composite = { level", "composite = { policy = \"skip\"; level",
      AT "8: composite.policy: \"skip\" is none of hold, redistribute, zero" },
    { "\"beta\"; weight", "\"betta\"; weight",
      AT "10: composite.domains[1].domain: there is no domain \"betta\"; did you mean "
         "\"beta\"?\n" AT
         "15: boards[1].node: there is no node \"beta\"; did you mean \"betta\"?" },
    { "\"beta\"; weight", "\"alpha\"; weight",
      AT "10: composite.domains[1]: the domain \"alpha\" stands twice\n" AT
         "15: boards[1].node: there is no node \"beta\"; there are alpha, alpha" },
    { "composite = { level = \"city\"", "composite = { level = \"district\"",
      AT "10: composite.domains[1]: domain \"beta\" has no level \"district\"; take the "
         "domain out of the composite: its subjects are ranked by boards of their own\n" AT
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
      "an organisation file; set `orgs` in kaohe.cfg, or say `of`"
      "\n" AT
      "8: composite: the units of \"city\" come from an organisation file; set `orgs`" },
};

#undef AT

static void test_wrong_runs(void)
{
    check_wrong("c/kaohe.cfg", kaohe_text, wrong_runs_rows, COUNT(wrong_runs_rows));
}

#define AT "c/modules.d/a.cfg:"
static const struct wrong wrong_domains_rows[] = {
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
    { "( \"district\", \"kind\" );\n  levels", "( \"district\", \"district\" );\n  levels",
      AT "4: domain.subject: the column \"district\" stands twice\n" AT
         "6: domain.levels[0].of: there is no subject column \"kind\"; there are "
         "district, district" },
    { "( \"district\", \"kind\" );\n  levels", "();\n  levels",
      AT "4: domain.subject is an empty list\n" AT
         "6: domain.levels[0].of: there is no subject column \"district\", and no other "
         "either\n" AT
         "6: domain.levels[0].of: there is no subject column \"kind\", and no other "
         "either\n" AT
         "7: domain.levels[1].of: there is no subject column \"district\", and no "
         "other either" },
    { "of = ( \"district\", \"kind\" )", "of = ( \"distrikt\", \"kind\" )",
      AT "6: domain.levels[0].of: there is no subject column \"distrikt\"; did you mean "
         "\"district\"?\n" AT
         "7: domain.levels[1].of: the level \"part\" below does not keep \"district\"" },
    { " of = ( \"district\", \"kind\" );", "",
      AT "6: domain.levels[0] lacks the key 'of': the first level keeps columns of the "
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
      AT "8: domain.levels[2]: the level \"part\" below keeps 2 columns; only a unit of "
         "one column has a parent; say `of`" },
    { "days = \"first\"", "days = \"frist\"",
      AT "32: domain.scheme[0].nodes[1].nodes[0].days: there is no day set \"frist\"; "
         "did you mean \"first\"?" },
    { "charged = ", "charge = ",
      AT "24: unknown key 'charge' in domain.tickets; did you mean 'charged'?\n" AT
         "24: domain.tickets lacks the key 'charged'" },
    { "charged = \"c\"; overflow = \"o\"; };",
      "charged = \"c\"; }; settlement = { fees = \"c\"; levels = \"citi\"; };",
      AT "24: unknown key 'fees' in domain.settlement; did you mean 'fee'?\n" AT
         "24: domain.settlement lacks the key 'fee'\n" AT
         "24: domain.settlement lacks the key 'coefficient'" },
    { "charged = \"c\"; overflow = \"o\"; };",
      "charged = \"c\"; }; settlement = { fee = \"c\"; coefficient = { }; levels = "
      "\"citi\"; };",
      AT "24: domain.settlement.levels: there is no level \"citi\"; did you mean "
         "\"city\"?" },
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
      AT "27: domain.vetoes[0].actions[1] must be one action: total, node with score or "
         "minus, "
         "plate, grade, ineligible or exit" },
    { "plate = \"red\"", "plate = \"rot\"",
      AT "27: domain.vetoes[0].actions[2].plate: \"rot\" is none of green, yellow, "
         "red" },
    { "from = \"2011-01\"; full", "from = \"2011-13\"; full",
      AT "30: domain.scheme[0].from must be a month like \"2011-01\"" },
    { "from = \"2011-01\"; full", "full",
      AT "30: domain.scheme[0] lacks the key 'from': the month it begins, \"2011-01\"" },
    { "id = \"K\"; ", "",
      AT "34: domain.scheme[1]: a version with `for` must have an "
         "`id`\n" AT "34: the version \"2011-01\" of the scheme stands twice" },
};

static void test_wrong_domains(void)
{
    check_wrong("c/modules.d/a.cfg", module_text, wrong_domains_rows,
                COUNT(wrong_domains_rows));
}

static const struct wrong wrong_inputs_rows[] = {
    { "{city}-{YYYY}", "{City}-{YYYY}",
      AT "10: domain.inputs.calls.file: \"in/calls-{City}-{YYYY}{MM}*.csv\": braces hold "
         "YYYY, MM or the name of a level: {city}\n" AT
         "13: domain.inputs.calls.columns.city: the file "
         "\"c/modules.d/in/calls-{City}-{YYYY}{MM}*.csv\" has no {city} in its name" },
    { "{YYYY}{MM}*", "{MM}*",
      AT "10: domain.inputs.calls.file: \"in/calls-{city}-{MM}*.csv\" has {MM} without "
         "{YYYY}: each year has such a file" },
    { "{MM}*", "{MM*",
      AT "10: domain.inputs.calls.file: \"in/calls-{city}-{YYYY}{MM*.csv\": braces hold "
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
    { "d-mon-yy", "D.M.Y",
      AT "11: domain.inputs.calls.columns.at.dates: \"D.M.Y\" is no form of dates like "
         "yyyy-mm-dd, d-mon-yy or excel" },
    { "d-mon-yy", "yyyy年m月d日", "" },
    { "d-mon-yy", "mm/dd/yyyy\", \"yyyymmdd\", \"excel", "" },
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
      AT "12: domain.inputs.calls.columns.ok.map must be a group { Y = \"true\"; } or a "
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
    { "header = \"T\"", "header = \"T\"; suffix = \"\"",
      AT "11: domain.inputs.calls.columns.at.suffix must not be empty" },
    { "thousands = \".\"", "thousands = \",\"",
      AT "10: domain.inputs.calls: decimal and thousands are both ','" },
    { "lookback_days = 31", "lookback_days = 31; span = \"previous\"",
      AT "17: domain.inputs.calls.lookback_days goes with span = \"window\" only" },
    { "0.1%", "0.1%%",
      AT "17: domain.inputs.calls.max_rejects: \"0.1%%\" is neither a number of rows "
         "nor a share like \"0.1%\"" },
    { "0.1%", "101%",
      AT "17: domain.inputs.calls.max_rejects: \"101%\" is neither a number of rows nor "
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
      AT "20: domain.inputs.people.may_be_missing must be true or false, not the number "
         "1" },
};

static void test_wrong_inputs(void)
{
    check_wrong("c/modules.d/a.cfg", module_text, wrong_inputs_rows,
                COUNT(wrong_inputs_rows));
}
#undef AT

static void test_all_mistakes_are_told_at_once(void)
{
    write_good();
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
    write_good();
    write_changed("c/modules.d/a.cfg", module_text, "indicator = \"x\";",
                  "results = { domain = \"beta\"; level = \"city\"; };");
    write_changed("c/modules.d/b.cfg", beta_text, "enabled = true", "enabled = false");
    load();
    check_true(strstr(findings_text(&found),
                      "c/modules.d/a.cfg:31: domain.scheme[0].nodes[0].results.domain: the "
                      "domain \"beta\" is not enabled, so it never has results"),
               4);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "wrong kaohe.cfg files are told", test_wrong_runs },
        { "wrong domains are told", test_wrong_domains },
        { "wrong inputs are told", test_wrong_inputs },
        { "all mistakes are told at once", test_all_mistakes_are_told_at_once },
        { "domains are held against each other", test_domains_against_each_other },
    };
    int rc = unit_main("conf_wrong", cases, COUNT(cases));
    arena_end(&arena);
    findings_end(&found);
    return rc;
}
