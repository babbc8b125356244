/* SPDX-License-Identifier: Apache-2.0 */
/* inputs_files_test.c - which files are read, for which months and units; gzip; digests. */
#include "inputs_kit.h"

#include <zlib.h>

#define LEVELS "levels = ( { id = \"unit\"; of = ( \"unit\" ); } ); "

static const char one[] = "unit,at,level\nA,2011-04-30,minor\n";

/* "name[=unit] ..." of the files of `events`. */
static const char *names_of(const struct kit *k)
{
    static char out[4096];
    const struct input_file *file = NULL;
    size_t len = 0;
    out[0] = '\0';
    uint32_t n = k->in ? inputs_files(k->in, EVENTS, &file) : 0;
    for (uint32_t i = 0; i < n; i++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%s%s%s", i ? " " : "",
                                file[i].name, file[i].part_unit ? "=" : "",
                                file[i].part_unit ? file[i].part_unit : "");
    return out;
}

static void test_patterns_find_the_files_of_the_months(void)
{
    static const char *const all[] = {
        "m/calls-201103.csv", "m/calls-201104.csv", "m/calls-201104-b.csv",
        "m/calls-201105.csv", "m/calls-201004.csv", "m/2011/04/x.csv",
        "m/c-A-1.csv",        "m/c-B-2.csv",        "m/c-A-10.csv",
        "m/[x]-201104.csv",   "m/y2011.csv",
    };
    static const struct {
        const char *options, *names, *findings;
    } rows[] = {
        { "file = \"calls-{YYYY}{MM}*.csv\";", "calls-201104-b.csv calls-201104.csv", "" },
        { "file = \"calls-{YYYY}{MM}.csv\";", "calls-201104.csv", "" },
        { "file = \"calls-{YYYY}{MM}*.csv\"; lookback_days = 1;",
          "calls-201103.csv calls-201104-b.csv calls-201104.csv", "" },
        { "file = \"calls-{YYYY}{MM}.csv\"; lookback_days = 60;",
          "calls-201103.csv calls-201104.csv", "" },
        { "file = \"calls-{YYYY}{MM}.csv\"; span = \"previous\";", "calls-201103.csv", "" },
        { "file = \"calls-{YYYY}{MM}.csv\"; span = \"year_ago\";", "calls-201004.csv", "" },
        { "file = \"calls-{YYYY}{MM}.csv\"; span = \"to_end\";",
          "calls-201004.csv calls-201103.csv calls-201104.csv", "" },
        { "file = ( \"calls-201104.csv\", \"calls-201103.csv\", \"calls-201104.csv\" );",
          "calls-201103.csv calls-201104.csv", "" },
        { "file = \"{YYYY}/{MM}/*.csv\";", "2011/04/x.csv", "" },
        { "file = \"y{YYYY}.csv\"; lookback_days = 31;", "y2011.csv", "" },
        { "file = \"[x]-{YYYY}{MM}.csv\";", "[x]-201104.csv", "" },
        { "file = \"c-{unit}-*.csv\";", "c-A-1.csv=A c-A-10.csv=A c-B-2.csv=B", "" },
        { "file = \"../m/c-A-1.csv\";", "../m/c-A-1.csv", "" },
        { "file = \"none-*.csv\";", "",
          "no file matches m/none-*.csv; 'events' counts as not delivered\n" },
        { "file = \"none-{YYYY}{MM}-*.csv\"; lookback_days = 40;", "",
          "no file matches m/none-201104-*.csv; 'events' counts as not delivered\n" },
        { "file = \"none-{YYYY}{MM}.csv\"; may_be_missing = true;", "", "" },
        { "file = \"none-{YYYY}{MM}.csv\"; lookback_days = 40;", "",
          "m/none-201104.csv: there is no such file; deliver it, or set may_be_missing = "
          "true for 'events'\n" },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        kit_text(all[i], "unit,at,level\n");
    kit_text("m/2011/x", "");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char domain[512];
        snprintf(domain, sizeof domain, LEVELS "inputs = { events = { %s }; };",
                 rows[i].options);
        kit_configure("", "\"unit\"", domain);
        struct kit k = kit_open(0, 1);
        check_text(kit_findings(&k), rows[i].findings, i);
        check_text(names_of(&k), rows[i].names, i);
        if (k.in)
            check_i64(inputs_is_missing(k.in, EVENTS), !*rows[i].names, i);
        kit_close(&k);
    }
}

static void test_units_in_names_come_from_the_organisation(void)
{
    kit_text("orgs.csv", "id,level,aliases\nZZ,unit,郑州\nKF,unit,开封\n");
    static const struct {
        const char *file, *names, *findings;
    } rows[] = {
        { "m/u-郑州.csv", "u-郑州.csv=ZZ", "" },
        { "m/u-KF.csv", "u-KF.csv=KF", "" },
        { "m/u-开丰.csv", "",
          "m/u-开丰.csv: the organisation file has no unit \"开丰\"; did you mean "
          "\"开封\"; "
          "rename the file or the pattern\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_configure("orgs = \"orgs.csv\";", "\"unit\"",
                      LEVELS "inputs = { events = { file = \"u-{unit}.csv\"; columns = { "
                             "unit = { file_part = \"unit\"; }; }; }; };");
        kit_text(rows[i].file, "at,level\n2011-04-30,minor\n");
        struct kit k = kit_open(0, 1);
        check_text(kit_findings(&k), rows[i].findings, i);
        check_text(names_of(&k), rows[i].names, i);
        if (k.in) {
            struct kit_result r = kit_read(&k, EVENTS, 1);
            char row[64];
            snprintf(row, sizeof row, "0:2 %s|", strchr(rows[i].names, '=') + 1);
            check_true(!strncmp(r.rows, row, strlen(row)), i);
            kit_result_end(&r);
        }
        kit_close(&k);
        kit_remove(rows[i].file);
    }
}

static void test_gzip_reads_as_its_content(void)
{
    char path[512], rows[64];
    kit_configure("", "\"unit\"",
                  LEVELS "inputs = { events = { file = ( \"a.csv\", \"z.csv.gz\" ); }; };");
    kit_text("m/a.csv", one);
    snprintf(path, sizeof path, "%s/m/z.csv.gz", unit_folder());
    gzFile gz = gzopen(path, "wb");
    gzputs(gz, "unit,at,level\n");
    for (int i = 0; i < 1000; i++)
        gzputs(gz, "B,2011-04-30,minor\n");
    gzclose(gz);
    for (size_t chunk = 1; chunk < 5000; chunk = chunk * 7 + 1) {
        struct kit k = kit_open(chunk, 1);
        check_text(kit_findings(&k), "", chunk);
        struct kit_result r = kit_read(&k, EVENTS, 3);
        check_i64(r.counts.rows, 1001, chunk);
        snprintf(rows, sizeof rows, "0:2 A|-|2011-04-30|minor");
        check_true(!strncmp(r.rows, rows, strlen(rows)), chunk);
        check_true(strstr(r.rows, "\n1:1001 B|-|2011-04-30|minor|"), chunk);
        const struct input_file *file = NULL;
        inputs_files(k.in, EVENTS, &file);
        check_true(file[1].size < 1000, chunk);
        kit_result_end(&r);
        kit_close(&k);
    }
    kit_file("m/z.csv.gz", "\x1F\x8B\x08\0\0\0\0\0\0\3", 10);
    struct kit k = kit_open(0, 1);
    check_text(kit_findings(&k), "m/z.csv.gz: the gzip file is cut; deliver it again\n", 0);
    kit_close(&k);
    kit_remove("m/z.csv.gz");
}

static void test_a_file_that_changes_while_it_is_read_is_refused(void)
{
    kit_configure("", "\"unit\"", LEVELS "inputs = { events = { file = \"c.csv\"; }; };");
    kit_text("m/c.csv", one);
    struct kit k = kit_open(0, 1);
    kit_text("m/c.csv", "unit,at,level\nA,2011-04-30,minor\nB,2011-04-30,minor\n");
    struct rejects rejects = { .arena = &k.a };
    struct reader *r = NULL;
    struct dict *dicts[KIT_SPACES] = { dict_new(), dict_new(), dict_new() };
    kh_err e = { 0 };
    check_i64(reader_new(&r, k.in, &rejects, &e), KH_OK, 0);
    check_i64(reader_chunk(r, EVENTS, 0, dicts, NULL, NULL, &e), ST_INPUT, 0);
    check_true(strstr(e.text, "changed while it was read"), 0);
    reader_end(r);
    for (size_t i = 0; i < KIT_SPACES; i++)
        dict_end(dicts[i]);
    kit_close(&k);
}

/* The default, a number, a share; reference datasets allow none. */
static void test_how_many_rejects_are_allowed(void)
{
    static const struct {
        const char *set;
        uint32_t dataset;
        uint64_t rows, most;
    } rows[] = {
        { "", EVENTS, 0, 20 },
        { "", EVENTS, 20000, 20 },
        { "", EVENTS, 21999, 21 },
        { "", LIST, 100000, 0 },
        { "max_rejects = 5;", EVENTS, 100000, 5 },
        { "max_rejects = 0;", EVENTS, 100000, 0 },
        { "max_rejects = \"0.5%\";", EVENTS, 1000, 5 },
        { "max_rejects = \"0.5%\";", EVENTS, 1199, 5 },
        { "max_rejects = \"100%\";", LIST, 7, 7 },
    };
    kit_text("m/e.csv", "unit,at,level\n");
    kit_text("m/l.csv", "item,points\n");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char domain[512];
        snprintf(domain, sizeof domain,
                 LEVELS "inputs = { events = { file = \"e.csv\"; %s }; list = { file = "
                        "\"l.csv\"; %s }; };",
                 rows[i].set, rows[i].set);
        kit_configure("", "\"unit\"", domain);
        struct kit k = kit_open(0, 1);
        check_text(kit_findings(&k), "", i);
        check_i64(inputs_max_rejects(k.in, rows[i].dataset, rows[i].rows), rows[i].most, i);
        kit_close(&k);
    }
}

static void test_spans_move_the_window(void)
{
    static const struct {
        enum span span;
        int32_t lookback, months, last_day;
        const char *lo, *hi; /* NULL: open */
    } rows[] = {
        { SPAN_WINDOW, 0, 1, 0, "2011-04-01", "2011-05-01" },
        { SPAN_WINDOW, 31, 1, 0, "2011-03-01", "2011-05-01" },
        { SPAN_PREVIOUS, 0, 1, 0, "2011-03-01", "2011-04-01" },
        { SPAN_PREVIOUS, 0, 2, 0, "2011-01-01", "2011-03-01" },
        { SPAN_YEAR_AGO, 0, 2, 0, "2010-03-01", "2010-05-01" },
        { SPAN_TO_END, 0, 1, 0, NULL, "2011-05-01" },
        { SPAN_WINDOW, 0, 1, 25, "2011-03-26", "2011-04-26" },
        { SPAN_PREVIOUS, 0, 1, 25, "2011-02-26", "2011-03-26" },
        { SPAN_YEAR_AGO, 0, 1, 25, "2010-03-26", "2010-04-26" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct conf_input in = { .span = rows[i].span, .lookback_days = rows[i].lookback };
        struct cycle c = { .months = 1, .last_day = rows[i].last_day };
        int32_t from = 0, to = 0;
        int64_t lo = 0, hi = 0;
        char text[27];
        cycle_window(&c, rows[i].months, 2011 * 12 + 3, &from, &to);
        inputs_span(&in, from, to, &lo, &hi);
        if (lo != INT64_MIN)
            time_text(text, lo);
        check_text(lo == INT64_MIN ? NULL : text, rows[i].lo, i);
        time_text(text, hi);
        check_text(text, rows[i].hi, i);
        c.whole = true;
        cycle_window(&c, 1, 2011 * 12 + 3, &from, &to);
        inputs_span(&in, from, to, &lo, &hi);
        check_true(lo == INT64_MIN && hi == INT64_MAX, i);
    }
}

static void test_mistakes_of_the_configuration_are_told(void)
{
    static const struct {
        const char *domain, *findings;
    } rows[] = {
        { LEVELS "inputs = { event = { file = \"e.csv\"; }; };",
          "m/d.cfg:1: plugin 'p' has no dataset 'event'; did you mean 'events'? (there "
          "are: "
          "events, projects, list)\n"
          "m/d.cfg:1: domain 'd': plugin 'p' needs the dataset 'events'; bind it in "
          "`inputs`\n" },
        { LEVELS "inputs = { events = { file = \"e.csv\"; columns = { levle = \"x\"; }; }; "
                 "};",
          "m/d.cfg:1: dataset 'events' of plugin 'p' has no column 'levle'; did you mean "
          "'level'? (there are: subject, event_id, at, level, wait_s, amount, ratio, ok, "
          "note, person, rev, project_id)\n" },
        { LEVELS
          "inputs = { events = { file = \"e.csv\"; columns = { subject = \"x\"; }; }; "
          "};",
          "m/d.cfg:1: column 'subject' is made from the subject; bind the subject's "
          "columns: unit\n" },
        { LEVELS "inputs = { events = { file = \"e.csv\"; only_with = ( \"score\" ); }; };",
          "m/d.cfg:1: only_with: dataset 'events' has no column 'score'; there are: "
          "subject, "
          "event_id, at, level, wait_s, amount, ratio, ok, note, person, rev, "
          "project_id\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_configure("", "\"unit\"", rows[i].domain);
        struct kit k = kit_open(0, 1);
        check_text(kit_findings(&k), rows[i].findings, i);
        kit_close(&k);
    }
}

static const struct unit_case cases[] = {
    { "patterns find the files of the months", test_patterns_find_the_files_of_the_months },
    { "units in names come from the organisation",
      test_units_in_names_come_from_the_organisation },
    { "gzip reads as its content", test_gzip_reads_as_its_content },
    { "a file that changes while it is read is refused",
      test_a_file_that_changes_while_it_is_read_is_refused },
    { "how many rejects are allowed", test_how_many_rejects_are_allowed },
    { "spans move the window", test_spans_move_the_window },
    { "mistakes of the configuration are told",
      test_mistakes_of_the_configuration_are_told },
};
UNIT_MAIN("inputs_files", cases)
