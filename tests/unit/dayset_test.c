/* SPDX-License-Identifier: Apache-2.0 */
/* dayset_test.c - days named by a file of intervals: which count, what is refused, what is
 * only said. */
#include "findings_text.h"
#include "intake/dayset.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static struct findings found;

static const char *path(const char *name)
{
    static char text[512];
    snprintf(text, sizeof text, "%s/%s", unit_folder(), name);
    return text;
}

/* A configuration whose day set is `set`, and the files that are to be there. */
static const struct conf *configure(const char *set)
{
    char text[2048];
    arena_end(&arena);
    findings_end(&found);
    arena_init(&arena, 0);
    mkdir(path("m"), 0755);
    unlink(path("s-2010.csv"));
    unlink(path("s-2011.csv"));
    int n = snprintf(text, sizeof text,
                     "modules = \"m\"; day_sets = ( { id = \"stop\"; %s } );\n", set);
    unit_file("kaohe.cfg", text, (size_t)n);
    n = snprintf(
        text, sizeof text,
        "domain = { id = \"d\"; plugin = \"p\"; subject = \"u\"; levels = ( { id = "
        "\"u\"; of = \"u\"; } ); inputs = { r = { file = \"r.csv\"; }; }; scheme = "
        "( { from = \"2011-01\"; nodes = ( { id = \"a\"; weight = 100; indicator = "
        "\"a\"; points = { kind = \"value\"; }; } ); } ); };\n");
    unit_file("m/d.cfg", text, (size_t)n);
    return conf_load(&arena, path("kaohe.cfg"), NULL, 0, &found);
}

static void has(const char *part, size_t row)
{
    bool holds = strstr(findings_text(&found), part) != NULL;
    if (!holds)
        fprintf(stderr, "expected: %s\nfound: %s\n", part, findings_text(&found));
    check_true(holds, row);
}

static const struct span_window april = { 15065, 15095, 1 };

/* "1 2 15": the days of the month, and how many rows met no window. */
static const char *days_of(const struct dayset *s, struct span_window w)
{
    static char text[400];
    const int32_t *at = NULL;
    uint32_t n = dayset_within(s, w, &at);
    size_t len = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        char day[11];
        day_text(day, at[i]);
        len +=
            (size_t)snprintf(text + len, sizeof text - len, "%s%s", i ? " " : "", day + 8);
    }
    snprintf(text + len, sizeof text - len, " (%llu of %llu outside)",
             (unsigned long long)s->outside, (unsigned long long)s->rows);
    return text;
}

static kh_status read_set(const struct conf *c, struct dayset *s,
                          const struct span_window *w, uint32_t n)
{
    kh_err e = { 0 };
    const struct conf_day_set *set = &c->domains[0].days[0];
    kh_status rc = dayset_read(s, &arena, c, "d", set, w, n, &found, &e);
    if (rc && !found.errors)
        findings_add(&found, FINDING_ERROR, rc, NULL, 0, 0, "%s", e.text);
    return rc;
}

static void test_days_that_an_interval_touches(void)
{
    static const struct {
        const char *options, *text, *days;
    } rows[] = {
        { "", "from,to\n2011-04-03,2011-04-05\n", "03 04 05 (0 of 1 outside)" },
        { "", "from,to\n2011-03-30,2011-04-02\n2011-04-29,2011-05-04\n",
          "01 02 29 30 (0 of 2 outside)" },
        { "", "from,to\n2011-04-10 23:59,2011-04-11 00:00\n", "10 11 (0 of 1 outside)" },
        { "", "from,to\n2011-04-10 08:00,2011-04-10 09:00\n2011-04-10,2011-04-10\n",
          "10 (0 of 2 outside)" },
        { "", "from,to\n2011-04-28,\n", "28 29 30 (0 of 1 outside)" }, /* not ended */
        { "", "from,to\n2011-03-01,2011-03-31\n2011-05-01,\n", " (2 of 2 outside)" },
        { "", "from,to\n", " (0 of 0 outside)" },
        { "", "from,to\n0001-01-01,9999-12-31\n",
          "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 "
          "27 "
          "28 29 30 (0 of 1 outside)" },
        { "columns = { from = \"停机开始\"; to = \"停机结束\"; };",
          "网元,停机开始,停机结束,原因\nA,2011年4月7日,2011/4/8,欠费\n",
          "07 08 (0 of 1 outside)" },
        { "delimiter = \";\"; dates = \"d-mon-yy\";", "to;from\n8-Apr-11;7-Apr-11\n",
          "07 08 (0 of 1 outside)" },
        { "missing = \"-\";", "from,to\n2011-04-30,-\n", "30 (0 of 1 outside)" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char set[300];
        struct dayset s;
        snprintf(set, sizeof set, "file = \"s-{YYYY}.csv\"; %s", rows[i].options);
        const struct conf *c = configure(set);
        unit_file("s-2011.csv", rows[i].text, strlen(rows[i].text));
        check_text(findings_text(&found), "", i);
        check_i64(read_set(c, &s, &april, 1), KH_OK, i);
        check_text(days_of(&s, april), rows[i].days, i);
        check_i64(s.n_files, 1, i);
        check_true(!s.missing, i);
    }
}

/* An interval of December in the file of its own year reaches into January; windows of two
 * lengths are served by one reading. */
static void test_windows_and_years(void)
{
    static const struct span_window both[] = {
        { 14975, 15006, 1 } /* 2011-01 */, { 14883, 14975, 1 } /* 2010-10 to 2010-12 */
    };
    static const char old[] = "from,to\n2010-12-30,2011-01-02\n2010-10-01,2010-10-01\n";
    static const char new[] = "from,to\n2011-01-31,2011-02-02\n";
    struct dayset s;
    const struct conf *c = configure("file = \"s-{YYYY}.csv\";");
    unit_file("s-2010.csv", old, sizeof old - 1);
    unit_file("s-2011.csv", new, sizeof new - 1);
    check_i64(read_set(c, &s, both, 1), KH_OK, 0);
    check_text(days_of(&s, both[0]), "01 02 31 (1 of 3 outside)", 0);
    check_i64(read_set(c, &s, both, 2), KH_OK, 1);
    check_text(days_of(&s, both[0]), "01 02 31 (0 of 3 outside)", 1);
    check_text(days_of(&s, both[1]), "01 30 31 (0 of 3 outside)", 2);
    check_text(findings_text(&found), "", 0);
}

static void test_what_is_not_delivered_is_said(void)
{
    static const struct {
        const char *set, *text, *found;
        bool missing;
    } rows[] = {
        { "file = \"s-{YYYY}.csv\";", NULL, "d.days:stop: no file", true },
        { "file = \"s-{YYYY}*.csv\";", NULL, "for 2011-04-01 to 2011-04-30", true },
        { "file = \"s-{YYYY}.csv\"; may_be_missing = true;", NULL,
          "d.days:stop: no day from 2011-04-01 to 2011-04-30", false },
        { "file = \"s-{YYYY}.csv\";", "from,to\n", "no day from 2011-04-01", false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dayset s;
        const struct conf *c = configure(rows[i].set);
        if (rows[i].text)
            unit_file("s-2011.csv", rows[i].text, strlen(rows[i].text));
        check_i64(read_set(c, &s, &april, 1), KH_OK, i);
        has(rows[i].found, i);
        check_i64(found.errors, 0, i);
        check_i64(s.missing, rows[i].missing, i);
        check_i64(s.n, 0, i);
    }
}

static void test_bad_files_are_refused(void)
{
    static const struct {
        const char *text, *found;
    } rows[] = {
        { "", "s-2011.csv: the file is empty" },
        { "from\n2011-04-01\n", "'to'" },
        { "from,to\n2011-04-31,2011-05-01\n",
          "s-2011.csv:2: column 'from': \"2011-04-31\"" },
        { "from,to\n2011-04-01,soon\n", "s-2011.csv:2: column 'to': \"soon\"" },
        { "from,to\n,2011-04-02\n", "s-2011.csv:2: column 'from'" },
        { "from,to\n2011-04-03,2011-04-03\n2011-04-03,2011-04-02\n",
          "s-2011.csv:3: column 'to': \"2011-04-02\": ends before it begins" },
        { "from,to\n2011-04-03\n", "s-2011.csv:2: fewer fields than the header" },
        { "from,to\n\"2011-04-03,2011-04-04\n", "s-2011.csv:2: a quote opens here" },
        { "from,to\n2011-04-0\xff,2011-04-04\n", "s-2011.csv" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dayset s;
        const struct conf *c = configure("file = \"s-{YYYY}.csv\";");
        unit_file("s-2011.csv", rows[i].text, strlen(rows[i].text));
        check_i64(read_set(c, &s, &april, 1), ST_INPUT, i);
        has(rows[i].found, i);
    }
}

static void test_mistakes_of_the_configuration(void)
{
    static const struct {
        const char *set, *found;
    } rows[] = {
        { "days = ( 1 ); file = \"s.csv\";", "has `days` or a `file`, not both" },
        { "", "lacks `days` or a `file`" },
        { "days = ( 1 ); encoding = \"UTF-8\";", "encoding goes with `file` only" },
        { "file = \"s.csv\"; encoding = \"UTF-7\";", "encoding" },
        { "file = \"s.csv\"; columns = { begin = \"x\"; };", "begin" },
        { "file = \"s.csv\"; columns = { from = { value = 1; }; };",
          "must be the text of a header" },
        { "file = \"s.csv\"; dates = \"whenever\";", "is no form of dates" },
        { "file = \"s-{MM}.csv\";", "has {MM} without {YYYY}" },
        { "file = \"s.csv\"; span = \"previous\";", "unknown key 'span'" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        configure(rows[i].set);
        has(rows[i].found, i);
    }
    arena_end(&arena);
    findings_end(&found);
}

static const struct unit_case cases[] = {
    { "every day that an interval touches counts", test_days_that_an_interval_touches },
    { "windows of two lengths, files of two years", test_windows_and_years },
    { "what is not delivered is said", test_what_is_not_delivered_is_said },
    { "bad files are refused", test_bad_files_are_refused },
    { "mistakes of the configuration", test_mistakes_of_the_configuration },
};
UNIT_MAIN("dayset", cases)
