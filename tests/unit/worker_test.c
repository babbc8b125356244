/* SPDX-License-Identifier: Apache-2.0 */
/* worker_test.c - what a child measures: windows, threads, keys. */
#include "worker_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APRIL civil_day(2011, 4, 1), civil_day(2011, 5, 1), 1, 2011 * 12 + 3

static const char *const visits = "who,item,amount,day,note\n"
                                  "b,x,5,2011-04-01,\n"
                                  "a,y,7,2011-04-30,hello\n"
                                  "b,x,100,2011-04-15,\n"
                                  "c,,1,2011-03-31,\n"
                                  "b,z,2,2011-05-01,\n";

static void test_rows_of_the_window_are_measured_in_key_order(void)
{
    kit_file("visits.csv", visits);
    const struct kit k = { 0 };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    /* c has no row in the window: no subject.  rate and leases need what is not bound. */
    check_text(r.text,
               "subject 0 a\nsubject 0 b\n"
               "result 0 0 a visits - 1 0/0 1 0 1 0\n"
               "result 0 0 a money - 1 0/0 7 0 1 0\n"
               "result 0 0 a last - 1 0/0 7 0 1 0\n"
               "result 0 0 b visits - 1 0/0 2 0 2 0\n"
               "result 0 0 b money - 1 0/0 105 0 2 0\n"
               "result 0 0 b last - 1 0/0 100 0 2 0\n"
               "reason 0 0 a money plus 7 x1\n"
               "reason 0 0 b money minus 100 x1\n"
               "reason 0 0 b money plus 5 x1\n"
               "row lines 0 a: [a] [small] [0.07] []\n"
               "row lines 0 b: [b] [small] [1.05] [a, b]\n"
               "row items 0 a: [x] [2]\n"
               "row items 0 a: [y] [1]\n"
               "row items 0 a: [z] [0]\n"
               "input visits 10 rows 5 rejected 0+0 skipped 0 revised 0 outside 2\n"
               "input quota 00 rows 0 rejected 0+0 skipped 0 revised 0 outside 0\n"
               "input leases 00 rows 0 rejected 0+0 skipped 0 revised 0 outside 0\n"
               "input fees 00 rows 0 rejected 0+0 skipped 0 revised 0 outside 0\n"
               "file 0 visits.csv UTF-8 121\n"
               "chunks 1 left 0\n",
               0);
    kit_clean();
}

/* The sample of the contract's text runs as printed there. */
static void test_the_sample_plugin_scores(void)
{
    kit_file("events.csv", "contractor,severity\nA,critical\nA,minor\nB,\nB,major\n");
    const struct kit k = { .plugin = "penalty",
                           .subject = "\"contractor\"",
                           .levels = "{ id = \"contractor\"; of = ( \"contractor\" ); }",
                           .inputs = "events = { file = \"../events.csv\"; };",
                           .params = "cap = 5; rate = \"10.00\";" };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    kit_has(r.text, "result 0 0 A points - 1 0/0 21 0 2 0\n", 0);
    kit_has(r.text, "result 0 0 A penalty - 1 0/0 16000 0 2 0\n", 0);
    kit_has(r.text, "result 0 0 A score - 1 0/0 79 0 2 0\n", 0);
    kit_has(r.text, "result 0 0 B points - 1 0/0 5 0 2 0\n", 0);
    kit_has(r.text, "reason 0 0 A points critical 20 x1\n", 0);
    kit_clean();
}

/* ---- Threads, chunks, order -------------------------------------------------- */

enum { MANY = 9000 };

/* Row i of a file in which every subject has many rows; amounts tell rows apart. */
static void many_rows(struct buf *b, uint32_t i)
{
    buf_printf(b, "k%u,i%u,%u,2011-%02u-%02u,%s\n", i * 7919 % 53, i % 11, i % 97,
               3 + i % 3, 1 + i % 28, i % 5 ? "" : "\"a \"\"quoted\"\"\nword\"");
}

static void write_many(bool backwards)
{
    struct buf b;
    buf_init(&b, 1 << 22);
    buf_text(&b, "who,item,amount,day,note\n");
    for (uint32_t i = 0; i < MANY; i++)
        many_rows(&b, backwards ? MANY - 1 - i : i);
    unit_file("visits.csv", b.at, b.len);
    buf_end(&b);
}

/* Cut what `last` says, of which R5 of census promises nothing. */
static void hide_last(char *text)
{
    for (char *at = text; (at = strstr(at, " last ")) != NULL;) {
        const char *end = strchr(at, '\n');
        memmove(at, end, strlen(end) + 1);
    }
}

/* Equal; a failure prints the first lines that differ, not all of them. */
static void check_same(const char *found, const char *expected, size_t row)
{
    char x[200] = "", y[200] = "";
    while (*found && *found == *expected)
        found++, expected++;
    snprintf(x, sizeof x, "%s", found);
    snprintf(y, sizeof y, "%s", expected);
    check_text(x, y, row);
}

static struct kit many_kit(uint32_t threads, const char *params)
{
    return (struct kit){
        .threads = threads,
        .chunk = 4096,
        .params = params,
        .variants = { { APRIL },
                      { .from = civil_day(2011, 3, 1),
                        .to = civil_day(2011, 5, 1),
                        .months = 2,
                        .month = 2011 * 12 + 3 },
                      { .from = civil_day(2011, 4, 1),
                        .to = civil_day(2011, 5, 1),
                        .months = 1,
                        .month = 2011 * 12 + 3,
                        .each_day = true } },
        .n_variants = 3,
    };
}

static void test_threads_do_not_show(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    char *first = NULL;
    write_many(false);
    for (size_t i = 0; i < COUNT(threads); i++) {
        const struct kit k = many_kit(threads[i], NULL);
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, i);
        check_text(r.err.text, "", i);
        check_true(r.chunks >= 50, i);
        check_i64(r.states, threads[i], i);
        if (!r.text)
            continue;
        hide_last(r.text);
        if (!first)
            first = r.text;
        check_same(r.text, first, i);
    }
    kit_clean();
}

/* A domain that says KH_CHUNKED may depend on the order of rows, but not on threads. */
static void test_chunked_domains_merge_in_input_order(void)
{
    static const uint32_t threads[] = { 1, 2, 7 };
    static char first[1 << 18] = "";
    write_many(false);
    for (size_t i = 0; i < COUNT(threads); i++) {
        const struct kit k = many_kit(threads[i], "order = \"chunked\";");
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, i);
        check_i64(r.states, (int64_t)r.chunks, i);
        const char *last = kit_only(r.text, " last ");
        check_true(strlen(last) > 1000 && strlen(last) < sizeof first, i);
        if (!i)
            snprintf(first, sizeof first, "%s", last);
        check_true(!strcmp(first, last), i);
        kit_clean();
    }
}

/* Shuffled rows change nothing but places, and show what keeps the last row seen. */
static void test_the_order_of_rows_does_not_show_but_for_a_mutant(void)
{
    static char last[2][1 << 18];
    char *sums[2] = { NULL, NULL };
    for (int i = 0; i < 2; i++) {
        write_many(i == 1);
        const struct kit k = many_kit(2, NULL);
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, (size_t)i);
        snprintf(last[i], sizeof last[i], "%s", kit_only(r.text, " last "));
        sums[i] = strdup(kit_only(r.text, " money "));
    }
    check_true(sums[0] && sums[1] && strlen(sums[0]) > 1000, 0);
    check_true(sums[0] && sums[1] && !strcmp(sums[0], sums[1]), 0);
    check_true(strcmp(last[0], last[1]) != 0, 0);
    free(sums[0]);
    free(sums[1]);
    kit_clean();
}

/* ---- Windows ------------------------------------------------------------------ */

static void test_variants_take_their_own_rows(void)
{
    static const int32_t days[] = { 15065, 15079 }; /* 2011-04-01, 2011-04-15 */
    static const uint32_t wanted[] = { 0 };
    kit_file("visits.csv", visits);
    const struct kit k = {
        .variants = { { APRIL },
                      { .from = 15034,
                        .to = 15095,
                        .months = 2,
                        .wanted = wanted,
                        .n_wanted = 1 },
                      { .from = 15065,
                        .to = 15095,
                        .months = 1,
                        .days = days,
                        .n_days = 2,
                        .wanted = wanted,
                        .n_wanted = 1 },
                      { .from = 15065,
                        .to = 15095,
                        .months = 1,
                        .each_day = true,
                        .wanted = wanted,
                        .n_wanted = 1 } },
        .n_variants = 4,
    };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, KH_OK, 0);
    check_text(kit_only(r.text, " visits - "),
               "result 0 0 a visits - 1 0/0 1 0 1 0\n"
               "result 0 0 b visits - 1 0/0 2 0 2 0\n"
               "result 1 0 a visits - 1 0/0 1 0 1 0\n"
               "result 1 0 b visits - 1 0/0 2 0 2 0\n"
               "result 2 0 a visits - 2 0/0 0 0 0 0\n"
               "result 2 0 b visits - 1 0/0 2 0 2 0\n",
               0);
    check_text(kit_only(r.text, "result 3"),
               "result 3 0 a visits 2011-04-01 2 0/0 0 0 0 0\n"
               "result 3 0 a visits 2011-04-15 2 0/0 0 0 0 0\n"
               "result 3 0 a visits 2011-04-30 1 0/0 1 0 1 0\n"
               "result 3 0 b visits 2011-04-01 1 0/0 1 0 1 0\n"
               "result 3 0 b visits 2011-04-15 1 0/0 1 0 1 0\n"
               "result 3 0 b visits 2011-04-30 2 0/0 0 0 0 0\n",
               0);
    check_text(kit_only(r.text, "result 1 0 b money"), "", 0);
    kit_clean();
}

static void test_intervals_belong_to_every_window_they_touch(void)
{
    static const struct {
        const char *begins, *ends;
        int counts;
    } rows[] = {
        { "2011-03-01", "2011-03-31", 0 }, { "2011-03-01", "2011-04-01", 1 },
        { "2011-03-01", "", 1 },           { "2011-03-01", "2011-06-01", 1 },
        { "2011-04-30", "2011-05-02", 1 }, { "2011-05-01", "2011-05-02", 0 },
        { "2011-04-10", "2011-04-10", 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[200], expected[80];
        snprintf(text, sizeof text, "who,begins,ends\na,%s,%s\n", rows[i].begins,
                 rows[i].ends);
        kit_file("leases.csv", text);
        kit_file("visits.csv", "who,amount,day\na,1,2011-04-02\n");
        const struct kit k = { .inputs = "visits = { file = \"../visits.csv\"; };"
                                         "leases = { file = \"../leases.csv\"; };" };
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, i);
        snprintf(expected, sizeof expected, "result 0 0 a leases - 1 0/0 %d 0 %d 0\n",
                 rows[i].counts, rows[i].counts);
        kit_has(r.text, expected, i);
        snprintf(expected, sizeof expected,
                 "input leases 10 rows 1 rejected 0+0 skipped 0 "
                 "revised 0 outside %d\n",
                 !rows[i].counts);
        kit_has(r.text, expected, i);
        kit_clean();
    }
}

/* The row counts as outside, and is shown to the plugin all the same. */
static void test_spans_feed_other_dates(void)
{
    static const struct {
        const char *span;
        int visits, outside;
    } rows[] = {
        { "", 2, 5 },
        { "lookback_days = 10;", 3, 5 },
        { "span = \"previous\";", 2, 5 },
        { "span = \"year_ago\";", 1, 5 },
        { "span = \"to_end\";", 6, 5 },
    };
    kit_file("visits.csv", "who,amount,day\na,1,2010-04-30\na,1,2011-02-28\n"
                           "a,1,2011-03-01\na,1,2011-03-31\na,1,2011-04-01\n"
                           "a,1,2011-04-30\na,1,2011-05-01\n");
    for (size_t i = 0; i < COUNT(rows); i++) {
        char inputs[200], expected[100];
        snprintf(inputs, sizeof inputs, "visits = { file = \"../visits.csv\"; %s };",
                 rows[i].span);
        const struct kit k = { .inputs = inputs };
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, i);
        check_text(r.err.text, "", i);
        snprintf(expected, sizeof expected, "result 0 0 a visits - 1 0/0 %d 0 %d 0\n",
                 rows[i].visits, rows[i].visits);
        kit_has(r.text, expected, i);
        snprintf(expected, sizeof expected,
                 "rows 7 rejected 0+0 skipped 0 revised 0 "
                 "outside %d\n",
                 rows[i].outside);
        kit_has(r.text, expected, i);
        kit_clean();
    }
}

/* Of lines with one key one wins, in whatever chunk and thread they are met. */
static void test_revised_lines_count_once(void)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_text(&b, "who,n,no\n");
    for (int i = 0; i < 3000; i++) /* each of 100 keys with n from 10 to 39 */
        buf_printf(&b, "a,%d,%d\n", 10 + i / 100, i % 100);
    unit_file("quota.csv", b.at, b.len);
    buf_end(&b);
    kit_file("visits.csv", "who,amount,day\na,1,2011-04-02\n");
    for (uint32_t threads = 1; threads < 4; threads++) {
        const struct kit k = { .threads = threads,
                               .chunk = 4096,
                               .inputs = "visits = { file = \"../visits.csv\"; };"
                                         "quota = { file = \"../quota.csv\"; };" };
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, threads);
        check_text(r.err.text, "", threads);
        kit_has(r.text,
                "input quota 10 rows 3000 rejected 0+0 skipped 0 revised 2900 "
                "outside 0\n",
                threads);
        kit_has(r.text, "result 0 0 a rate - 1 1/3900 0 0 1 0\n", threads);
        kit_clean();
    }
}

/* ---- Reference rows ------------------------------------------------------------- */

static void test_reference_keys_have_the_same_ids_in_every_state(void)
{
    struct buf b;
    char expected[80];
    int64_t fees = 0;
    buf_init(&b, 1 << 20);
    buf_text(&b, "who,item,amount,day\n");
    for (int i = 0; i < 2000; i++) {
        buf_printf(&b, "a,i%d,0,2011-04-%02d\n", i * 31 % 101, 1 + i % 30);
        fees += i * 31 % 101 < 50 ? i * 31 % 101 : 0;
    }
    unit_file("visits.csv", b.at, b.len);
    buf_clear(&b);
    buf_text(&b, "item,fee\n");
    for (int i = 49; i >= 0; i--)
        buf_printf(&b, "i%d,%d\n", i, i);
    unit_file("fees.csv", b.at, b.len);
    buf_end(&b);
    for (uint32_t threads = 1; threads < 4; threads++) {
        const struct kit k = { .threads = threads,
                               .chunk = 4096,
                               .inputs = "visits = { file = \"../visits.csv\"; };"
                                         "fees = { file = \"../fees.csv\"; };" };
        struct kit_ran r = kit_run(&k);
        check_i64(r.rc, KH_OK, threads);
        snprintf(expected, sizeof expected, "reason 0 0 a money fee %lld x1\n",
                 (long long)fees);
        kit_has(r.text, expected, threads);
        kit_clean();
    }
}

static const struct unit_case cases[] = {
    { "rows of the window are measured in key order",
      test_rows_of_the_window_are_measured_in_key_order },
    { "the sample plugin scores", test_the_sample_plugin_scores },
    { "threads do not show", test_threads_do_not_show },
    { "chunked domains merge in input order", test_chunked_domains_merge_in_input_order },
    { "the order of rows does not show but for a mutant",
      test_the_order_of_rows_does_not_show_but_for_a_mutant },
    { "variants take their own rows", test_variants_take_their_own_rows },
    { "intervals belong to every window they touch",
      test_intervals_belong_to_every_window_they_touch },
    { "spans feed other dates", test_spans_feed_other_dates },
    { "revised lines count once", test_revised_lines_count_once },
    { "reference keys have the same ids in every state",
      test_reference_keys_have_the_same_ids_in_every_state },
};

int main(int argc, char **argv)
{
    return kit_main(argc, argv, "worker", cases, COUNT(cases));
}
