/* SPDX-License-Identifier: Apache-2.0 */
/* worker_windows_test.c - windows of leaves in a child: the rows that reach each of them,
 * the window its plugin is shown, the files of their months, who delivered in which. */
#include "worker_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t all[] = { 0, 1, 2, 3, 4, 5 };
#define WANTED .wanted = all, .n_wanted = 6

/* April; the half-year before; the four months with April in them. */
static const struct variant april = { .from = 15065,
                                      .to = 15095 /* 2011-04-01, 2011-05-01 */,
                                      .months = 1,
                                      .month = 2011 * 12 + 3 };
static const struct variant half = { .from = 14791,
                                     .to = 14975 /* 2010-07-01, 2011-01-01 */,
                                     .months = 6,
                                     .month = 2010 * 12 + 11,
                                     WANTED };
static const struct variant four = { .from = 14975,
                                     .to = 15095 /* 2011-01-01, 2011-05-01 */,
                                     .months = 4,
                                     .month = 2011 * 12 + 3,
                                     WANTED };

/* "rows first last" of a variant, as dates. */
static const char *fed(const char *text, uint32_t variant, const char *subject)
{
    static char out[80];
    static const char *const names[] = { "rows", "first", "last", "from", "to", "months" };
    long long value[6] = { 0 };
    char date[4][11] = { "" };
    for (size_t i = 0; i < 6; i++) {
        char part[80];
        snprintf(part, sizeof part, "result %u 0 %s %s - ", variant, subject, names[i]);
        const char *line = strstr(text, part), *at = line ? strchr(line, '/') : NULL;
        at = at ? strchr(at, ' ') : NULL;
        value[i] = at ? strtoll(at, NULL, 10) : 0;
        if (i > 0 && i < 5)
            day_text(date[i - 1], (int32_t)value[i]);
    }
    if (!value[0])
        return "";
    snprintf(out, sizeof out, "%lld %s..%s of %s..%s %lld", value[0], date[0], date[1],
             date[2], date[3], value[5]);
    return out;
}

/* A row a month, on the 15th, each in a file of its own. */
static void write_months(int32_t first, int32_t last, int32_t without)
{
    for (int32_t m = first; m <= last; m++) {
        char name[40], text[80];
        snprintf(name, sizeof name, "v-%04d%02d.csv", m / 12, m % 12 + 1);
        snprintf(text, sizeof text, "who,day\na,%04d-%02d-15\n", m / 12, m % 12 + 1);
        kit_file(name, text);
        if (m == without) {
            char path[300];
            snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
            remove(path);
        }
    }
}

static void test_spans_are_relative_to_each_window(void)
{
    static const struct {
        const char *span, *own, *half, *four;
    } rows[] = {
        { "", "1 2011-04-15..2011-04-15 of 2011-04-01..2011-04-30 1",
          "6 2010-07-15..2010-12-15 of 2010-07-01..2010-12-31 6",
          "4 2011-01-15..2011-04-15 of 2011-01-01..2011-04-30 4" },
        { "span = \"previous\";", "1 2011-03-15..2011-03-15 of 2011-04-01..2011-04-30 1",
          "6 2010-01-15..2010-06-15 of 2010-07-01..2010-12-31 6",
          "4 2010-09-15..2010-12-15 of 2011-01-01..2011-04-30 4" },
        { "span = \"year_ago\";", "1 2010-04-15..2010-04-15 of 2011-04-01..2011-04-30 1",
          "6 2009-07-15..2009-12-15 of 2010-07-01..2010-12-31 6",
          "4 2010-01-15..2010-04-15 of 2011-01-01..2011-04-30 4" },
        { "lookback_days = 31;", "2 2011-03-15..2011-04-15 of 2011-04-01..2011-04-30 1",
          "7 2010-06-15..2010-12-15 of 2010-07-01..2010-12-31 6",
          "5 2010-12-15..2011-04-15 of 2011-01-01..2011-04-30 4" },
        { "own_window = true;", "1 2011-04-15..2011-04-15 of 2011-04-01..2011-04-30 1", "",
          "" },
        { "span = \"to_end\";", "28 2009-01-15..2011-04-15 of 2011-04-01..2011-04-30 1",
          "24 2009-01-15..2010-12-15 of 2010-07-01..2010-12-31 6",
          "28 2009-01-15..2011-04-15 of 2011-01-01..2011-04-30 4" },
    };
    write_months(2009 * 12, 2011 * 12 + 4, -1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char inputs[200];
        snprintf(inputs, sizeof inputs, "visits = { file = \"../v-{YYYY}{MM}.csv\"; %s };",
                 rows[i].span);
        struct kit k = { .plugin = "almanac",
                         .inputs = inputs,
                         .n_variants = 3,
                         .variants = { april, half, four } };
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, i);
        check_text(r.err.text, "", i);
        check_text(r.found, "", i);
        check_text(fed(r.text, 0, "a"), rows[i].own, i);
        check_text(fed(r.text, 1, "a"), rows[i].half, i);
        check_text(fed(r.text, 2, "a"), rows[i].four, i);
        kit_clean();
    }
}

/* Only months that some window reaches into are read; one that has no file is said. */
static void test_files_of_the_months(void)
{
    static const struct {
        const char *options;
        int without; /* month of 2010 */
        const char *found;
        int files;
    } rows[] = {
        { "", 0, "", 7 },
        { "", 9, "demo.visits: no file for 2010-09, which leaves", 6 },
        { "may_be_missing = true;", 9, "", 6 },
        { "own_window = true;", 9, "", 1 },
        { "span = \"to_end\";", 9, "demo.visits: no file for 2010-09, which leaves", 27 },
        { "span = \"to_end\";", 2, "", 27 },
    };
    const char *name = "file 0 v-";
    for (size_t i = 0; i < COUNT(rows); i++) {
        char inputs[200];
        write_months(2009 * 12, 2011 * 12 + 4,
                     rows[i].without ? 2010 * 12 + rows[i].without - 1 : -1);
        snprintf(inputs, sizeof inputs, "visits = { file = \"../v-{YYYY}{MM}.csv\"; %s };",
                 rows[i].options);
        struct kit k = { .plugin = "almanac",
                         .inputs = inputs,
                         .n_variants = 2,
                         .variants = { april, half } };
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, i);
        if (*rows[i].found)
            kit_has(r.found, rows[i].found, i);
        else
            check_text(r.found, "", i);
        int n = 0;
        for (const char *at = r.text; (at = strstr(at, name)); at++)
            n++;
        check_i64(n, rows[i].files, i);
        kit_has(r.text, "input visits 10 rows", i);
        kit_clean();
    }
}

/* Files of other windows do not stand for the own one's. */
static void test_own_window_without_files(void)
{
    write_months(2010 * 12 + 6, 2010 * 12 + 11, -1);
    char path[300];
    snprintf(path, sizeof path, "%s/v-201104.csv", unit_folder());
    remove(path);
    struct kit k = { .plugin = "almanac",
                     .inputs =
                         "visits = { file = \"../v-{YYYY}{MM}.csv\"; may_be_missing = "
                         "true; };",
                     .n_variants = 2,
                     .variants = { april, half } };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    kit_has(r.text, "input visits 11 rows 6", 0);
    kit_clean();
}

/* A district that was closed in February counts for its city in the half-year and in the
 * four months, is no unit of April, and its rows of April are rejects. */
static void test_closed_units(void)
{
    kit_file("orgs.csv", "id,name,parent,level,from,to\n"
                         "c,City,,city,,\n"
                         "d1,One,c,district,,\n"
                         "d2,Two,c,district,,2011-02\n");
    kit_file("visits.csv", "who,day\nd1,2011-04-02\nd2,2011-02-03\nd2,2010-12-31\n"
                           "d2,2011-04-03\nd1,2010-08-01\nd2,2010-06-30\n");
    struct kit k = { .plugin = "almanac",
                     .orgs = true,
                     .subject = "\"district\"",
                     .levels = "{ id = \"district\"; of = ( \"district\" ); }, "
                               "{ id = \"city\"; from = \"district\"; by = \"merge\"; }",
                     .inputs =
                         "visits = { file = \"../visits.csv\"; columns = { district = "
                         "\"who\"; }; expect = \"district\"; };",
                     .n_variants = 3,
                     .variants = { april, half, four } };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    check_text(kit_only(r.text, "subject 0"), "subject 0 d1\n", 0);
    check_text(fed(r.text, 1, "d1"), "1 2010-08-01..2010-08-01 of 2010-07-01..2010-12-31 6",
               0);
    check_text(kit_only(r.text, "1 c rows"),
               "result 0 1 c rows - 1 0/0 1 0 1 0\nresult 1 1 c rows - 1 0/0 2 0 2 0\n"
               "result 2 1 c rows - 1 0/0 2 0 2 0\n",
               0);
    kit_has(r.text, "reject 0 0:5 who: a unit that was closed before the window \"d2\"", 0);
    kit_has(r.text, "rejected 0+1", 0);
    check_text(kit_only(r.text, "delivery"),
               "delivery 0 district d1 1\ndelivery 0 district d1 1 in 1\n"
               "delivery 0 district d1 1 in 2\n",
               0);
    kit_clean();
}

/* A row of April counts as a delivery of April and of the four months, not of the half. */
static void test_deliveries_of_each_window(void)
{
    kit_file("orgs.csv", "id,name,parent,level\nd1,One,,district\nd2,Two,,district\n");
    kit_file("v-d1-201104.csv", "who,day\n");
    kit_file("v-d2-201012.csv", "who,day\n");
    kit_file("v-d2-201009.csv", "who,day\nd1,2010-09-01\n");
    struct kit k = { .plugin = "almanac",
                     .orgs = true,
                     .subject = "\"district\"",
                     .levels = "{ id = \"district\"; of = ( \"district\" ); }",
                     .inputs =
                         "visits = { file = \"../v-{district}-{YYYY}{MM}.csv\"; columns "
                         "= { district = \"who\"; }; expect = \"district\"; "
                         "may_be_missing = true; };",
                     .n_variants = 3,
                     .variants = { april, half, four } };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(kit_only(r.text, "delivery"),
               "delivery 0 district d1 1\ndelivery 0 district d2 0\n"
               "delivery 0 district d1 1 in 1\ndelivery 0 district d2 1 in 1\n"
               "delivery 0 district d1 1 in 2\ndelivery 0 district d2 0 in 2\n",
               0);
    kit_clean();
}

static const struct unit_case cases[] = {
    { "spans are relative to each window", test_spans_are_relative_to_each_window },
    { "files of the months of all windows", test_files_of_the_months },
    { "units that were closed before", test_closed_units },
    { "deliveries of each window", test_deliveries_of_each_window },
    { "the own window without files", test_own_window_without_files },
};

int main(int argc, char **argv)
{
    return kit_main(argc, argv, "worker_windows", cases, COUNT(cases));
}
