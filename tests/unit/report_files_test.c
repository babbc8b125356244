/* SPDX-License-Identifier: Apache-2.0 */
/* report_files_test.c - CSV, JSON and XLSX byte by byte; parts, renames, other locales. */
#include "report/report_xlsx.h"
#include "reported.h"
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BOM "\xef\xbb\xbf"
#define ZZ "\"郑州,\"\"<b>&'\""
#define LY "\"洛阳\n\x1b[31m\""

static const char *const all[] = { "scores.csv",
                                   "ranking.csv",
                                   "outcomes.csv",
                                   "reasons.csv",
                                   "orders.csv",
                                   "rejects.csv",
                                   "report.txt",
                                   "report.html",
                                   "report.xlsx",
                                   "run.json",
                                   "tables/care.causes.csv" };

static void test_csv_files_are_as_the_interface_says(void)
{
    static const struct {
        const char *file, *bytes;
    } rows[] = {
        { "ranking.csv",
          BOM "period,board,group,subject,subject_name,score,rank,grade,previous_score,"
              "previous_rank\n"
              "2011-04,cities,一类,zhengzhou," ZZ ",88.00,1,good,85.00,2\n"
              "2011-04,cities,二类,luoyang," LY ",,,,,\n" },
        { "outcomes.csv",
          BOM "period,domain,level,subject,subject_name,kind,value,reason\n"
              "2011-04,care,city,luoyang," LY ",plate,red,\n"
              "2011-04,care,city,luoyang," LY ",ticket,3000.00,overflow 500.00\n"
              "2011-04,care,city,luoyang," LY ",veto,plate red,count.V1\n"
              "2011-04,care,city,zhengzhou," ZZ ",grade,good,\n"
              "2011-04,care,city,zhengzhou," ZZ ",plate,green,\n" },
        { "reasons.csv", BOM "period,domain,level,subject,indicator,rule,count,effect\n"
                             "2011-04,care,city,zhengzhou,answer,"
                             "\"queue, too \"\"long\"\"\",170,-4.25\n" },
        { "orders.csv", BOM
          "order,opened_period,domain,level,subject,node,score,full,threshold,state,stage,"
          "owner,due,checked_period,checked_score,note\n"
          "care:city:luoyang:A:2011-04,2011-04,care,city,luoyang,A,0.00,60.00,48.00,open,1,"
          "李工,2011-05-31,,,\n" },
        { "rejects.csv",
          BOM "domain,dataset,file,line,column,reason,text\n"
              "care,calls,data/calls.csv,7,\"等待,时长\",not a number,\"1\"\"2\"\n"
              "care,calls,data/calls.csv,9,,\"no such unit in the organisation file; did "
              "you mean \"\"郑州\"\"?\",\n" },
        { "tables/care.causes.csv", BOM "period,level,subject,cause,count\n"
                                        "2011-04,city,luoyang,\"排队, \"\"长\"\"\",7\n"
                                        "2011-04,city,zhengzhou,\"line\nbreak\t\\\",\n" },
    };
    struct reported t;
    reported_open(&t, LANG_EN, 0, 0);
    reported_write(&t, "csv");
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(reported_file("csv", rows[i].file, NULL), rows[i].bytes, i);
    reported_close(&t);
}

static void test_scores_have_their_columns_and_the_name_of_the_language(void)
{
    static const struct {
        enum lang lang;
        const char *line;
    } rows[] = {
        { LANG_EN, BOM "period,domain,level,subject,subject_name,node,node_name,kind,"
                       "indicator,state,numerator,denominator,samples,value,score,full,"
                       "weight,weight_used,contribution,flags\n" },
        { LANG_EN, "\n2011-04,care,city,zhengzhou," ZZ
                   ",G/A,Hotline,leaf,answer,ok,1830,2000,2000,91.50,55.00,60.00,60.00,"
                   "60.00,55.00,\n" },
        { LANG_ZH, ",G/A,热线,leaf,answer,ok,1830,2000," },
        { LANG_EN, ",G/~cap,Cap,adjustment,,ok,,,,,,,,,-3.00,capped\n" },
        { LANG_ZH, ",B,满意度,leaf,csat,na,,,,,,40.00,40.00,,,thin\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reported t;
        reported_open(&t, rows[i].lang, 0, 0);
        reported_write(&t, "scores");
        check_true(strstr(reported_file("scores", "scores.csv", NULL), rows[i].line), i);
        reported_close(&t);
    }
}

/* "scores.3.score" of a JSON document as text. */
static const char *at_path(json_t *root, const char *path)
{
    static char text[128];
    json_t *at = root;
    for (const char *p = path; at && *p;) {
        char key[64];
        size_t n = strcspn(p, ".");
        snprintf(key, sizeof key, "%.*s", (int)n, p);
        at = json_is_array(at) ? json_array_get(at, (size_t)strtol(key, NULL, 10))
                               : json_object_get(at, key);
        p += n + (p[n] == '.');
    }
    if (json_is_string(at))
        return json_string_value(at);
    if (json_is_integer(at))
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(at));
    else
        snprintf(text, sizeof text, "%s",
                 !at                ? "(absent)"
                 : json_is_null(at) ? "null"
                                    : "?");
    return text;
}

static void test_run_json_holds_everything_and_nothing_of_the_machine(void)
{
    static const struct {
        const char *path, *value;
    } rows[] = {
        { "period", "2011-04" },
        { "identity.version", "0.1.0" },
        { "identity.configuration.0.file", "(absent)" },
        { "identity.configuration.0.sha256",
          "0000000000000000000000000000000000000000000000000000000000000000" },
        { "identity.plugins.0.version", "1.0" },
        { "identity.inputs.0.file", "data/calls.csv" },
        { "identity.inputs.0.path", "(absent)" },
        { "identity.inputs.0.encoding", "GB18030" },
        { "domains.0.from", "2011-04-01" },
        { "domains.1.fault", "died by signal 11 <at> row 7" },
        { "datasets.1.missing", "1" },
        { "deliveries.1.unit", "luoyang" },
        { "scores.7.numerator", "1830" },
        { "scores.7.score", "55.00" },
        { "scores.7.score_x", "55.00" },
        { "scores.0.value", "null" },
        { "scores.2.subject_name", "洛阳\n\x1b[31m" },
        { "ranking.0.previous_rank", "2" },
        { "ranking.1.state", "missing" },
        { "outcomes.2.kind", "veto" },
        { "reasons.0.rule", "queue, too \"long\"" },
        { "orders.0.due", "2011-05-31" },
        { "rejects.0.reason", "not a number" },
        { "tables.0.columns.1", "count" },
        { "table_rows.1.cells.0", "line\nbreak\t\\" },
    };
    struct reported t;
    reported_open(&t, LANG_EN, 0, 0);
    reported_write(&t, "json");
    const char *text = reported_file("json", "run.json", NULL);
    check_true(!strstr(text, "somewhere"), 0); /* of the absolute path */
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    check_true(root, 0);
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(at_path(root, rows[i].path), rows[i].value, i);
    json_decref(root);
    reported_close(&t);
}

/* Every file of two folders; equal or not. */
static void compare_folders(const char *one, const char *two, size_t row)
{
    for (size_t i = 0; i < COUNT(all); i++) {
        size_t n = 0, m = 0;
        const char *bytes = reported_file(one, all[i], &n);
        char *copy = malloc(n + 1);
        if (copy)
            memcpy(copy, bytes, n + 1);
        bytes = reported_file(two, all[i], &m);
        if (!copy || n != m || memcmp(copy, bytes, n) != 0)
            check_text(all[i], "the same bytes", row);
        free(copy);
    }
}

static void test_bytes_do_not_depend_on_locale_or_zone(void)
{
    static const char *const locales[] = { "C", "C.UTF-8", "zh_CN.UTF-8", "de_DE.UTF-8" };
    static const char *const zones[] = { "UTC", "Asia/Shanghai", "America/New_York",
                                         "Pacific/Kiritimati" };
    for (int lang = LANG_EN; lang <= LANG_ZH; lang++)
        for (size_t i = 0; i < COUNT(locales); i++) {
            struct reported t;
            char name[32];
            snprintf(name, sizeof name, "locale-%d-%zu", lang, i);
            setenv("LC_ALL", locales[i], 1);
            setenv("TZ", zones[i], 1);
            lang_init(TEST_BINARY);
            reported_open(&t, (enum lang)lang, 0, 0);
            reported_write(&t, name);
            reported_close(&t);
            compare_folders(lang ? "locale-1-0" : "locale-0-0", name, i);
        }
    setenv("LC_ALL", "C", 1);
    lang_init(TEST_BINARY);
}

static void note_stage(void *ctx, const char *stage)
{
    int *n = ctx;
    *n += !strcmp(stage, "rename");
}

static void test_files_appear_by_renames_and_run_json_last(void)
{
    struct reported t;
    kh_err e = { 0 };
    struct report_files *f = NULL;
    int renames = 0;
    reported_open(&t, LANG_EN, 0, 0);
    check_i64(report_write(&f, t.report, reported_path("parts", ""), &e), KH_OK, 0);
    check_i64(report_files_len(f), COUNT(all), 0);
    for (size_t i = 0; i < COUNT(all); i++)
        check_i64(access(reported_path("parts", all[i]), F_OK), -1, i);
    check_text(report_files_path(f, report_files_len(f) - 1),
               reported_path("parts", "run.json"), 0);
    check_i64(report_commit(f, note_stage, &renames, &e), KH_OK, 0);
    check_i64(renames, COUNT(all), 0);
    for (size_t i = 0; i < COUNT(all); i++)
        check_i64(access(reported_path("parts", all[i]), F_OK), 0, i);
    report_drop(f);
    reported_close(&t);
}

static void test_parts_that_are_not_renamed_go_or_are_written_over(void)
{
    struct reported t;
    kh_err e = { 0 };
    struct report_files *f = NULL;
    reported_open(&t, LANG_EN, 0, 0);
    reported_write(&t, "clean");
    reported_write(&t, "killed"); /* an earlier run's files and, of a kill, a part */
    for (size_t i = 0; i < COUNT(all); i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.part", all[i]);
        FILE *part = fopen(reported_path("killed", name), "wb");
        check_true(part && fputs("left behind, and longer than nothing", part) >= 0 &&
                       !fclose(part),
                   i);
    }
    check_i64(report_write(&f, t.report, reported_path("killed", ""), &e), KH_OK, 0);
    report_drop(f); /* a failure before the commit */
    for (size_t i = 0; i < COUNT(all); i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.part", all[i]);
        check_i64(access(reported_path("killed", name), F_OK), -1, i);
    }
    compare_folders("clean", "killed", 0);
    reported_write(&t, "killed");
    compare_folders("clean", "killed", 1);
    reported_close(&t);
}

static void test_a_folder_that_cannot_be_written_is_told(void)
{
    struct reported t;
    kh_err e = { 0 };
    struct report_files *f = NULL;
    const char *file = unit_file("a-file", "x", 1);
    reported_open(&t, LANG_EN, 0, 0);
    check_true(report_write(&f, t.report, file, &e), 0);
    check_true(!f && strstr(e.text, "a-file"), 0);
    reported_close(&t);
}

static void test_decimals_become_numbers_of_a_spreadsheet(void)
{
    static const struct {
        const char *text;
        double value;
        int digits; /* -1: stays text */
    } rows[] = {
        { "0", 0, 0 },
        { "91.10", 91.1, 2 },
        { "-0.13", -0.13, 2 },
        { "123456789012345", 123456789012345, 0 },
        { "1234567890123456", 0, -1 },
        { "0.000000000000001", 0, -1 },
        { "007", 0, -1 },
        { "0.5", 0.5, 1 },
        { "", 0, -1 },
        { "-", 0, -1 },
        { ".5", 0, -1 },
        { "5.", 0, -1 },
        { "1.2.3", 0, -1 },
        { "1e5", 0, -1 },
        { "12%", 0, -1 },
        { "2011-04", 0, -1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double value = 0;
        int digits = 0;
        bool is_number = xlsx_number(rows[i].text, &value, &digits);
        check_i64(is_number, rows[i].digits >= 0, i);
        if (is_number) {
            check_i64(digits, rows[i].digits, i);
            check_true(!(value < rows[i].value) && !(value > rows[i].value), i);
        }
    }
}

static void test_the_workbook_is_an_archive(void)
{
    struct reported t;
    size_t n = 0;
    reported_open(&t, LANG_ZH, 0, 0);
    reported_write(&t, "book");
    const char *bytes = reported_file("book", "report.xlsx", &n);
    check_true(n > 4000 && !memcmp(bytes, "PK\3\4", 4), 0);
    reported_close(&t);
}

static const struct unit_case cases[] = {
    { "CSV files are as the interface says", test_csv_files_are_as_the_interface_says },
    { "scores have their columns, and names in the language",
      test_scores_have_their_columns_and_the_name_of_the_language },
    { "run.json holds everything, and nothing of the machine",
      test_run_json_holds_everything_and_nothing_of_the_machine },
    { "bytes do not depend on locale or zone", test_bytes_do_not_depend_on_locale_or_zone },
    { "files appear by renames, run.json last",
      test_files_appear_by_renames_and_run_json_last },
    { "parts that are not renamed go or are written over",
      test_parts_that_are_not_renamed_go_or_are_written_over },
    { "a folder that cannot be written is told",
      test_a_folder_that_cannot_be_written_is_told },
    { "decimals become numbers of a spreadsheet",
      test_decimals_become_numbers_of_a_spreadsheet },
    { "the workbook is an archive", test_the_workbook_is_an_archive },
};
UNIT_MAIN("report_files", cases)
