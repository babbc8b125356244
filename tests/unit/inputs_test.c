/* SPDX-License-Identifier: Apache-2.0 */
/* inputs_test.c - files to typed rows: types, columns, look-ups, keys, rejects. */
#include "inputs_kit.h"

#define LEVELS "levels = ( { id = \"unit\"; of = ( \"unit\" ); } ); "
#define PLAIN(options) LEVELS "inputs = { events = { file = \"e.csv\"; " options " }; };"

static const char head[] = "unit,event_id,at,level,wait_s,amount,ratio,ok,note,person,rev,"
                           "project_id\n";

/* The rows of `events`, its rejects, or the refusal, of one file. */
struct reading_case {
    const char *options, *file;
    const char *rows, *rejects, *findings;
};

static void check_case(const struct reading_case *c, size_t i)
{
    static const size_t chunks[] = { 0, 1, 7, 64, 4096 };
    kit_configure("", "\"unit\"", c->options);
    kit_text("m/e.csv", c->file);
    for (size_t n = 0; n < COUNT(chunks); n++) {
        struct kit k = kit_open(chunks[n], 1);
        check_text(kit_findings(&k), c->findings ? c->findings : "", i);
        check_i64(k.rc != KH_OK, c->findings != NULL, i);
        if (!k.rc) {
            struct kit_result r = kit_read(&k, EVENTS, 1 + (uint32_t)n % 3);
            check_text(r.rows, c->rows, i);
            check_text(r.rejects, c->rejects ? c->rejects : "", i);
            kit_result_end(&r);
        }
        kit_close(&k);
    }
}

static void test_cells_become_values(void)
{
    static const struct reading_case rows[] = {
        { PLAIN(""), "unit,at,level\nA,2011-04-30,minor\n\"B,1\",2011/4/1 8:00,critical\n",
          "0:2 A|-|2011-04-30|minor|-|-|-|-|-|-|-|-\n"
          "0:3 B,1|-|2011-04-01 08:00:00|critical|-|-|-|-|-|-|-|-\n" },
        { PLAIN("key = false;"),
          "\xEF\xBB\xBFunit;event_id;at;level;wait_s;amount;ratio;ok;note;person;rev;"
          "project_id\r\n"
          "A;e1;20110430;minor;0:02:14;94.01%;0.5;Y; x ;Ｌｉ ;1;P1\r\n\r\n"
          "Ａ;;30-Apr-11;major;;;;;;;;P2\r\n",
          "0:2 A|e1|2011-04-30|minor|134|94.01|0.5|true| x |Li|1|P1\n"
          "0:4 A|-|2011-04-30|major|-|-|-|-|-|-|-|P2\n" },
        { PLAIN("decimal = \",\"; thousands = \".\"; delimiter = \"tab\"; missing = ( "
                "\"-\", \"N/A\" ); dates = ( \"dd.mm.yyyy\", \"excel\" );"),
          "unit\tat\tlevel\twait_s\tamount\nA\t30.04.2011\tminor\t1.234\t1.234,5\n"
          "B\t40663\tminor\tN/A\t-\n",
          "0:2 A|-|2011-04-30|minor|1234|1234.50|-|-|-|-|-|-\n"
          "0:3 B|-|2011-04-30|minor|-|-|-|-|-|-|-|-\n" },
        { PLAIN(
              "columns = { unit = \"区县\"; at = \"时间\"; level = { header = \"级别\"; "
              "map = ( { from = \"高\"; to = \"critical\"; }, { from = \"低\"; to = "
              "\"minor\"; } ); }; ok = { header = \"接通 (Y/N)\"; map = { Y = \"true\"; N "
              "= \"false\"; }; }; wait_s = { header = \"评分\"; missing = ( \"0\" ); }; "
              "note = { value = \"x\"; }; };"),
          "时间,其他,区县,级别,接通 (Y/N),评分\n2011年4月30日,\"a\nb\",金水区,高,Y,0\n"
          "2011年4月1日,,二七区,低,N,5\n",
          "0:2 金水区|-|2011-04-30|critical|-|-|-|true|x|-|-|-\n"
          "0:4 二七区|-|2011-04-01|minor|5|-|-|false|x|-|-|-\n" },
        { PLAIN("only_with = ( \"wait_s\" );"),
          "unit,at,level,wait_s\nA,2011-04-30,minor,\nA,bad,minor,\nA,2011-04-30,minor,1\n",
          "0:4 A|-|2011-04-30|minor|1|-|-|-|-|-|-|-\n" },
        { PLAIN("missing = ( \"\", \"Not Available\" ); columns = { wait_s = { header = "
                "\"wait_s\"; suffix = \" out of 10\"; map = { none = \"0\"; }; }; };"),
          "unit,at,level,wait_s\nA,2011-04-30,minor,9 out of 10\nB,2011-04-30,minor,\" 10 "
          "out "
          "of 10 \"\nC,2011-04-30,minor,Not Available\nD,2011-04-30,minor,none\n"
          "E,2011-04-30,minor,out of 10\nF,2011-04-30,minor,９ out of 10\n",
          "0:2 A|-|2011-04-30|minor|9|-|-|-|-|-|-|-\n"
          "0:3 B|-|2011-04-30|minor|10|-|-|-|-|-|-|-\n"
          "0:4 C|-|2011-04-30|minor|-|-|-|-|-|-|-|-\n"
          "0:5 D|-|2011-04-30|minor|0|-|-|-|-|-|-|-\n"
          "0:6 E|-|2011-04-30|minor|-|-|-|-|-|-|-|-\n"
          "0:7 F|-|2011-04-30|minor|9|-|-|-|-|-|-|-\n" },
        { PLAIN("columns = { unit = { header = \"unit\"; suffix = \"局\"; }; "
                "wait_s = { header = \"wait_s\"; suffix = \"out of 10\"; }; };"),
          "unit,at,level,wait_s\n安阳局,2011-04-30,minor,9 out of "
          "9\n安阳局,2011-04-30,minor,9\n"
          "安阳,2011-04-30,minor,\n安阳局,2011-04-30,minor,8out of 10\n",
          "0:5 安阳|-|2011-04-30|minor|8|-|-|-|-|-|-|-\n",
          "0:2 wait_s: does not end in \"out of 10\": 9 out of 9\n"
          "0:3 wait_s: does not end in \"out of 10\": 9\n"
          "0:4 unit: does not end in \"局\": 安阳\n" },
        { PLAIN(""), "unit,at,level", "" },
        { PLAIN(""), "unit,at,level\r\n", "" },
        { PLAIN(""), "\n\nunit,at,level\n\nA,2011-04-30T12:00:00Z,minor\n\n\n",
          "0:5 A|-|2011-04-30 20:00:00|minor|-|-|-|-|-|-|-|-\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_case(&rows[i], i);
}

static void test_bad_rows_are_rejects(void)
{
    static const struct {
        const char *rows, *rejects;
    } rows[] = {
        { "A,1,2011-04-31,minor,,,,,,,,P\n",
          "0:2 at: not a date in one of the forms allowed: 2011-04-31\n" },
        { "A,1,2011-04-30,grave,,,,,,,,P\n",
          "0:2 level: not one of the allowed words: grave\n" },
        { "A,1,,minor,,,,,,,,P\n", "0:2 at: no value\n" },
        { ",1,2011-04-30,minor,,,,,,,,P\n",
          "0:2 unit: no value in a column of the subject\n" },
        { "A,1,2011-04-30,minor,,,,,,,,\n", "0:2 project_id: no value\n" },
        { "A,1,2011-04-30,minor,x,,,,,,,P\n", "0:2 wait_s: not a number: x\n" },
        { "A,1,2011-04-30,minor,\"1,000\",,,,,,,P\n", "0:2 wait_s: not a number: 1,000\n" },
        { "A,1,2011-04-30,minor,9223372036854775808,,,,,,,P\n",
          "0:2 wait_s: number out of range: 9223372036854775808\n" },
        { "A,1,2011-04-30,minor,,1.005,,,,,,P\n",
          "0:2 amount: more digits after the decimal point than allowed: 1.005\n" },
        { "A,1,2011-04-30,minor,,,,maybe,,,,P\n", "0:2 ok: not yes or no: maybe\n" },
        { "A,1,2011-04-30,minor,,,,,5\" pipe,,,P\n",
          "0:2 : a quote inside a field, or text behind one\n" },
        { "A,1,2011-04-30,minor,,,,,\"a\"b,,,P\n",
          "0:2 : a quote inside a field, or text behind one\n" },
        { "A,1,2011-04-30,minor,,,,,,,,P,x\n", "0:2 : more fields than the header\n" },
        { "A,1,2011-04-30\n", "0:2 : fewer fields than the header\n" },
        { "A,1,2011-04-30,minor,,,,,\xE9\x83,,,P\n",
          "0:2 : not valid in the file's encoding\n" },
    };
    char file[1024], expected[256];
    for (size_t i = 0; i < COUNT(rows); i++) {
        snprintf(file, sizeof file,
                 "%s%s郑州州州州州州州州,2,2011-04-30,minor,,,,,\"郑\n州\",,,P\n", head,
                 rows[i].rows);
        snprintf(expected, sizeof expected,
                 "0:3 郑州州州州州州州州|2|2011-04-30|minor|-|-|-|-|郑\n州|-|-|P\n");
        const struct reading_case c = { PLAIN(""), file, expected, rows[i].rejects, NULL };
        check_case(&c, i);
    }
}

static void test_private_cells_are_not_shown(void)
{
    static const struct reading_case c = {
        PLAIN("columns = { wait_s = { header = \"wait_s\"; private = true; }; };"),
        "unit,at,level,wait_s\nA,2011-04-30,minor,secret\n", "",
        "0:2 wait_s: not a number: ***\n", NULL
    };
    check_case(&c, 0);
}

static void test_nul_bytes_and_long_fields_cost_their_row(void)
{
    static char file[200000];
    size_t n = (size_t)snprintf(file, sizeof file, "unit,at,level,note\n");
    static const char nul[] = "A,2011-04-30,minor,a\0b\n";
    memcpy(file + n, nul, sizeof nul - 1);
    n += sizeof nul - 1;
    n += (size_t)snprintf(file + n, sizeof file - n, "B,2011-04-30,minor,");
    memset(file + n, 'x', INTAKE_FIELD_MAX + 1);
    n += INTAKE_FIELD_MAX + 1;
    n += (size_t)snprintf(file + n, sizeof file - n, "\nC,2011-04-30,minor,c\n");
    kit_configure("", "\"unit\"", PLAIN(""));
    kit_file("m/e.csv", file, n);
    struct kit k = kit_open(64, 1);
    check_text(kit_findings(&k), "", 0);
    struct kit_result r = kit_read(&k, EVENTS, 2);
    check_text(r.rows, "0:4 C|-|2011-04-30|minor|-|-|-|-|c|-|-|-\n", 0);
    char *cut = strstr(r.rejects, ": xxx");
    check_true(cut, 0);
    if (cut)
        *cut = '\0';
    check_text(r.rejects, "0:2 : a NUL byte\n0:3 note: field longer than 64 KiB", 0);
    check_i64(r.counts.rows, 3, 0);
    check_i64(r.counts.rejected, 2, 0);
    kit_result_end(&r);
    kit_close(&k);
}

static void test_files_that_cannot_be_read_are_refused(void)
{
    static const struct reading_case rows[] = {
        { PLAIN(""), "", NULL, NULL,
          "m/e.csv: the file is empty; even without rows it must have a header line\n" },
        { PLAIN(""), "\xEF\xBB\xBF\n\n", NULL, NULL,
          "m/e.csv: the file is empty; even without rows it must have a header line\n" },
        { PLAIN(""), "unit,at,levle\nA,2011-04-30,minor\n", NULL, NULL,
          "m/e.csv:1: there is no column \"level\" for 'level'; did you mean \"levle\"; "
          "the "
          "header has: unit, at, levle\n" },
        { PLAIN("columns = { note = \"Note\"; };"), "unit,at,level\n", NULL, NULL,
          "m/e.csv:1: there is no column \"Note\" for 'note'; the header has: unit, at, "
          "level\n" },
        { PLAIN(""), "unit,at,level,at\n", NULL, NULL,
          "m/e.csv:1: the column \"at\" for 'at' stands twice, as fields 2 and 4; rename "
          "one\n" },
        { PLAIN(""),
          "unit,at,level,x,x\n\"A\",2011-04-30,\"minor\n,,\nB,2011-04-30,minor\n", NULL,
          NULL,
          "m/e.csv:2: a quote opens here and is never closed; close it, or double it if it "
          "is text\n" },
        { PLAIN(""), "unit,at,\"level\nA,2011-04-30,minor\n", NULL, NULL,
          "m/e.csv:1: a quote opens here and is never closed\n" },
        { PLAIN(""), "\xFF\xFEu\0", NULL, NULL,
          "m/e.csv: is UTF-16; save it as CSV in UTF-8\n" },
        { PLAIN(""), "unit,at,level\ncaf\xE9,2011-04-30,caf\xE9\n", NULL, NULL,
          "m/e.csv: neither UTF-8 nor GB18030: 2 of 2 sequences are broken; set "
          "`encoding`\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_case(&rows[i], i);
}

static void test_what_is_no_file_is_refused(void)
{
    char path[256];
    snprintf(path, sizeof path, "%s/m/dir.csv", unit_folder());
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/m/fifo.csv", unit_folder());
    mkfifo(path, 0666);
    snprintf(path, sizeof path, "%s/m/closed.csv", unit_folder());
    kit_text("m/closed.csv", "unit,at,level\n");
    chmod(path, 0);
    static const struct {
        const char *file, *findings;
    } rows[] = {
        { "dir.csv", "m/dir.csv: is a folder; name a file, or a pattern like "
                     "m/dir.csv/*.csv\n" },
        { "fifo.csv", "m/fifo.csv: is not a regular file\n" },
        { "closed.csv", "m/closed.csv: Permission denied\n" },
        { "none.csv", "m/none.csv: there is no such file; deliver it, or set "
                      "may_be_missing = true for 'events'\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (i == 2 && !geteuid())
            continue; /* root may read it */
        char domain[256];
        snprintf(domain, sizeof domain, LEVELS "inputs = { events = { file = \"%s\"; }; };",
                 rows[i].file);
        kit_configure("", "\"unit\"", domain);
        struct kit k = kit_open(0, 1);
        check_text(kit_findings(&k), rows[i].findings, i);
        check_i64(k.rc, ST_INPUT, i);
        kit_close(&k);
    }
}

static void test_encodings_are_found(void)
{
#define GB_HEAD "\xC7\xF8\xCF\xD8,at,level\n"        /* 区县 */
#define GB_ROW "\xBD\xF0\xCB\xAE,2011-04-30,minor\n" /* 金水 */
    static const char bound[] = PLAIN("columns = { unit = \"区县\"; };");
    static const struct {
        const char *options, *file, *encoding, *rows;
    } rows[] = {
        { bound, GB_HEAD GB_ROW, "GB18030", "0:2 金水|-|2011-04-30|minor" },
        { bound, "区县,at,level\n金水,2011-04-30,minor\n", "UTF-8",
          "0:2 金水|-|2011-04-30|minor" },
        { PLAIN(""), "unit,at,level\n" GB_ROW, "GB18030", "0:2 金水|-|2011-04-30|minor" },
        { PLAIN("encoding = \"Latin-1\";"), "unit,at,level\ncaf\xE9,2011-04-30,minor\n",
          "Latin-1", "0:2 café|-|2011-04-30|minor" },
        { PLAIN("columns = { unit = \"Caf\xC3\xA9\"; };"),
          "Caf\xE9,at,level\n\xE9,2011-04-30,minor\n", "Latin-1",
          "0:2 é|-|2011-04-30|minor" },
        { PLAIN("delimiter = \"|\";"), "unit|at|level\n\xC4|x|2011-04-30|minor\n",
          "GB18030", "0:2 膢x|-|2011-04-30|minor" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_configure("", "\"unit\"", rows[i].options);
        kit_text("m/e.csv", rows[i].file);
        struct kit k = kit_open(0, 1);
        check_text(kit_findings(&k), "", i);
        if (k.rc)
            continue;
        const struct input_file *file = NULL;
        check_i64(inputs_files(k.in, EVENTS, &file), 1, i);
        check_text(file->encoding, rows[i].encoding, i);
        check_text(file->name, "e.csv", i);
        struct kit_result r = kit_read(&k, EVENTS, 1);
        char *cut = strstr(r.rows, "|minor");
        if (cut)
            cut[6] = '\0';
        check_text(r.rows, rows[i].rows, i);
        kit_result_end(&r);
        kit_close(&k);
    }
}

static const struct unit_case cases[] = {
    { "cells become values", test_cells_become_values },
    { "bad rows are rejects", test_bad_rows_are_rejects },
    { "private cells are not shown", test_private_cells_are_not_shown },
    { "NUL bytes and long fields cost their row",
      test_nul_bytes_and_long_fields_cost_their_row },
    { "files that cannot be read are refused", test_files_that_cannot_be_read_are_refused },
    { "what is no file is refused", test_what_is_no_file_is_refused },
    { "encodings are found", test_encodings_are_found },
};
UNIT_MAIN("inputs", cases)
