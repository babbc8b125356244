/* SPDX-License-Identifier: Apache-2.0 */
/* network_state_test.c - what a state of plugins/network promises: no order, no grouping
 * and no way through bytes shows in its results, and nothing hostile does harm. */
#include "batches.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct batches *opened(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_param(b, "own_operator", "CU");
    batches_param(b, "competitor_1", "CM");
    batches_param(b, "major_circuits", "5");
    check_i64(batches_open(b), KH_OK, 0);
    return b;
}

static struct batches_state *april(struct batches *b)
{
    return batches_begin(b, "2011-04-01", "2011-05-01", 1);
}

enum { ROWS = 40, LINE = 200, PILES = 7, PARTS_MAX = 5, TEXT_MAX = 1 << 18 };

/* Rows of each dataset: `{a|b}` is one of a and b.  Few keys, so that rows meet. */
#define UNITS "{A1|B2|A2|B1|C1},"
#define DAYS "2011-{03|04|04|05}-{01|09|15|28},"
#define HOURS " {00|03|09}:{00|20}:00,"
static const struct {
    const char *dataset, *head, *form;
} piles[PILES] = {
    { "outages",
      "unit,circuit_id,event_group,cause,network,started_at,ended_at,planned,circuits,"
      "concealed,switched_at,reported_at\n",
      UNITS "{c1|c2|c3|},{flood|storm||},{dig|power|},{radio|core|},"
            "2011-04-{01|02|30}" HOURS "{2011-04-30 10:00:00|2011-05-02|},"
            "{true|false|false},{1|4|},{true|||},{2011-04-30 09:05:00||},"
            "{2011-04-30 11:00:00|}\n" },
    { "inventory", "unit,city,date,circuits_2m,cable_km,cells\n",
      UNITS "{x|y|z|},2011-{03|04|05}-{01|30},{100|200|},{471.5|900|},{7|}\n" },
    { "cable_faults", "unit,cable_id,event_group,started_at,ended_at,total_failure\n",
      UNITS "{c1|c2|},{flood|},2011-{03-31|04-02|04-02}" HOURS
            "{2011-04-03 01:00:00|},{true|true|false}\n" },
    { "faults", "unit,fault_id,opened_at,closed_at,limit_h\n",
      UNITS "{f1|f2|f3|},2011-{03-31|04-02|04-30}" HOURS
            "{2011-04-30 09:30:00|2011-04-30 10:00:00|2011-05-02|},{8|700|}\n" },
    { "samples",
      "unit,operator,at,network,rsrp_dbm,sinr_db,dl_mbps,ul_mbps,contracted_mbps\n",
      UNITS "{CU|CM|CT|}," DAYS
            "{4g|5g|},{-90|-107|-120|-200|},{5|-9|-200|},{20|19.9|},{3|},"
            "{20|}\n" },
    { "sessions", "unit,date,attempts,connected,dropped\n",
      UNITS DAYS "{100|90},{80|90},{3|0}\n" },
    { "counts", "unit,date,indicator,numerator,denominator\n",
      UNITS DAYS "{telegraph_errors|telegraph_major|mos|alarms_stale|mos_good},{3|7},"
                 "{11|8|7}\n" },
};
static char row[PILES][ROWS][LINE];

static uint32_t seed;
static uint32_t dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % sides;
}

static void row_fill(char *out, const char *form)
{
    while (*form) {
        if (*form != '{') {
            *out++ = *form++;
            continue;
        }
        uint32_t sides = 1, side;
        for (const char *p = form; *p != '}'; p++)
            sides += *p == '|';
        for (form++, side = dice(sides); side; side--)
            form += strcspn(form, "|") + 1;
        while (*form != '|' && *form != '}')
            *out++ = *form++;
        form += strcspn(form, "}") + 1;
    }
    *out = '\0';
}

static void rows_fill(void)
{
    seed = 1;
    for (int k = 0; k < PILES; k++)
        for (int i = 0; i < ROWS; i++)
            row_fill(row[k][i], piles[k].form);
}

static void csv_add(char *csv, size_t *len, const char *text)
{
    size_t n = strlen(text);
    memcpy(csv + *len, text, n + 1);
    *len += n;
}

/* Feed every row into one of the states, datasets and rows in an order of the seed's. */
static void rows_feed(struct batches_state **s, uint32_t parts)
{
    static char csv[PARTS_MAX][PILES][ROWS * LINE];
    size_t len[PARTS_MAX][PILES] = { { 0 } };
    for (uint32_t p = 0; p < parts; p++)
        for (int k = 0; k < PILES; k++)
            csv_add(csv[p][k], &len[p][k], piles[k].head);
    for (uint32_t k = 0; k < PILES; k++) {
        uint32_t first = dice(ROWS), step = 2 * dice(ROWS / 2) + 1;
        step += step % 5 ? 0 : 2; /* prime to the number of rows */
        for (uint32_t i = 0; i < ROWS; i++) {
            uint32_t p = dice(parts);
            csv_add(csv[p][k], &len[p][k], row[k][(first + i * step) % ROWS]);
        }
    }
    for (uint32_t p = 0; p < parts; p++)
        for (uint32_t k = 0, first = dice(PILES); k < PILES; k++)
            check_i64(batches_feed(s[p], piles[(first + k) % PILES].dataset,
                                   csv[p][(first + k) % PILES]),
                      KH_OK, p);
}

/* Meet the keys of all rows, as a state that is loaded has them; 2012 is never kept. */
static void rows_keys(struct batches_state *s)
{
    static const char *const units[] = { "A1", "B2", "A2", "B1", "C1" };
    for (size_t i = 0; i < COUNT(units); i++)
        batches_subject(s, units[i]);
    batches_feed(s, "outages",
                 "unit,circuit_id,event_group,cause,started_at\n"
                 "A1,c1,flood,dig,2012-01-01\nA1,c2,storm,power,2012-01-01\n"
                 "A1,c3,storm,power,2012-01-01\n");
    batches_feed(s, "inventory",
                 "unit,city,date\nA1,x,2012-01-01\nA1,y,2012-01-01\nA1,z,2012-01-01\n");
    batches_feed(s, "faults",
                 "unit,fault_id,opened_at\nA1,f1,2012-01-01\nA1,f2,2012-01-01\n"
                 "A1,f3,2012-01-01\n");
    batches_feed(s, "samples",
                 "unit,operator,at\nA1,CU,2012-01-01\nA1,CM,2012-01-01\n"
                 "A1,CT,2012-01-01\n");
}

static const char *const tables[] = { "causes", "interruptions", "circuits",
                                      "not_counted" };

/* Results and tables of all rows, spread over `parts` states. */
static char *scored(uint32_t parts, uint32_t batch, int reload,
                    const char *(*up)(const char *))
{
    struct batches *b = opened();
    struct batches_state *s[PARTS_MAX];
    batches_rows(b, batch);
    for (uint32_t p = 0; p < parts; p++)
        s[p] = reload ? batches_reload(april(b)) : april(b); /* its window comes along */
    rows_feed(s, parts);
    for (uint32_t p = 0; up && p < parts; p++)
        s[p] = batches_rollup(s[p], up);
    for (uint32_t p = 0; reload && p < parts; p++)
        s[p] = batches_reload(s[p]);
    while (parts > 1) { /* any two, until one is left */
        uint32_t into = dice(parts), from = (into + 1 + dice(parts - 1)) % parts;
        check_i64(batches_merge(s[into], s[from]), KH_OK, parts);
        s[from] = s[--parts];
    }
    check_i64(batches_score(s[0]), KH_OK, parts);
    char *text = malloc(TEXT_MAX);
    int n = snprintf(text, TEXT_MAX, "%s", batches_results(s[0]));
    for (size_t i = 0; i < COUNT(tables); i++)
        n += snprintf(text + n, TEXT_MAX - (size_t)n, "%s",
                      batches_table_rows(s[0], tables[i]));
    check_i64(batches_end(b), 0, parts);
    return text;
}

static const char *parent(const char *unit)
{
    static char text[2];
    text[0] = *unit;
    return text;
}

static void compare_all(const char *(*up)(const char *))
{
    rows_fill();
    char *expected = scored(1, 0, 0, up);
    check_true(strlen(expected) > 5000, 0);
    for (uint32_t i = 1; i < 24; i++) {
        seed = i;
        char *found = scored(1 + i % PARTS_MAX, i % 4, i % 2 != 0, up);
        check_text(found, expected, i);
        free(found);
    }
    memcpy(row[0][0], "C1,c3,flood,dig,core,2011-04-15", 31); /* another row shows */
    char *other = scored(3, 0, 0, up);
    check_true(strcmp(other, expected) != 0, 0);
    free(other);
    free(expected);
}

static void test_order_chunks_and_trees_do_not_show(void)
{
    compare_all(NULL);
}

static void test_parents_do_not_depend_on_the_tree(void)
{
    compare_all(parent);
}

/* Groups and circuits meet in the parent: R2, R3, R6.  A flood of two cities is one event
 * there, an hour of one circuit told by both is lost once, and stocks add up. */
static void test_parents_merge_what_children_tell(void)
{
    struct batches *b = opened();
    struct batches_state *s = april(b), *up = NULL;
    batches_feed(s, "outages",
                 "unit,circuit_id,event_group,started_at,ended_at\n"
                 "A1,c,flood,2011-04-01 00:00:00,2011-04-01 02:00:00\n"
                 "A2,c,flood,2011-04-01 01:00:00,2011-04-01 03:00:00\n");
    batches_feed(s, "inventory",
                 "unit,city,date,circuits_2m\nA1,x,2011-03-31,10\nA2,y,2011-04-30,20\n"
                 "A2,y,2011-03-31,500\n");
    up = batches_rollup(s, parent);
    check_i64(batches_score(s) | batches_score(up), KH_OK, 0);
    check_text(batches_value(s, "A1", "interruption_rate"), "1/10,1", 0);
    check_text(batches_value(s, "A2", "lost_minutes"), "7200/60,1", 1);
    check_text(batches_value(up, "A", "interruption_rate"), "1/30,1", 2);
    check_text(batches_value(up, "A", "lost_minutes"), "10800/60,2", 3);
    check_i64(batches_end(b), 0, 0);
}

static void test_equal_states_save_equal_bytes(void)
{
    struct batches *b = opened();
    struct batches_state *s = april(b), *t = NULL;
    size_t n = 0, m = 0;
    rows_fill();
    rows_feed(&s, 1);
    t = batches_reload(s);
    const unsigned char *bytes = batches_save(s, &n), *again = batches_save(t, &m);
    check_true(n == m && n > 1000 && !memcmp(bytes, again, n), 0);
    check_i64(batches_end(b), 0, 0);
}

/* A state of damaged bytes is refused, or can be merged, scored and saved like any. */
static void survive(const unsigned char *bytes, size_t n)
{
    struct batches *b = opened();
    struct batches_state *like = april(b), *t = NULL;
    size_t len = 0;
    rows_keys(like);
    t = batches_load(like, bytes, n);
    if (t) {
        batches_score(t);
        check_true(batches_save(t, &len), n);
    }
    check_i64(batches_end(b), 0, n);
}

static void test_damaged_bytes_do_no_harm(void)
{
    struct batches *b = opened();
    struct batches_state *s = april(b);
    size_t n = 0;
    rows_fill();
    rows_feed(&s, 1);
    const unsigned char *bytes = batches_save(s, &n);
    unsigned char *copy = malloc(n);
    for (size_t i = 0; i < n; i += 1 + i / 200)
        check_true(!batches_load(s, bytes, i), i);
    for (size_t i = 0; i < n; i += 3) { /* every word has bytes and bits of it hit */
        memcpy(copy, bytes, n);
        copy[i] ^= (unsigned char)(1u << dice(8));
        survive(copy, n);
        copy[i] = (unsigned char)(i % 2 ? 0xff : 0x80);
        survive(copy, n);
    }
    memset(copy, 0xff, n);
    survive(copy, n);
    free(copy);
    check_i64(batches_end(b), 0, 0);
}

static void test_refused_memory_is_an_error(void)
{
    int done = 0;
    rows_fill();
    for (uint32_t nth = 1; nth < 300 && !done; nth++) {
        struct batches *b = opened();
        batches_refuse(b, nth);
        struct batches_state *s = april(b);
        kh_status rc = s ? KH_OK : KH_ENOMEM;
        for (uint32_t k = 0; !rc && k < PILES; k++) {
            char csv[3 * LINE];
            size_t len = 0;
            csv_add(csv, &len, piles[k].head);
            csv_add(csv, &len, row[k][0]);
            rc = batches_feed(s, piles[k].dataset, csv);
        }
        struct batches_state *t = rc ? NULL : batches_reload(s);
        rc = rc ? rc : t ? batches_merge(t, s) : KH_ENOMEM;
        rc = rc ? rc : batches_score(t);
        check_true(rc == KH_OK || rc == KH_ENOMEM, nth);
        done = !rc;
        check_i64(batches_end(b), 0, nth);
    }
    check_true(done, 0);
}

/* A sum that leaves its type is an error, never another number. */
static void test_sums_do_not_wrap(void)
{
#define MOST "9223372036854775807"
    static const struct {
        const char *dataset, *one, *other;
    } much[] = {
        { "counts", "unit,indicator,numerator,denominator\nA,reported,1," MOST "\n",
          "unit,indicator,numerator,denominator\nA,reported,1,1\n" },
        { "outages",
          "unit,started_at,ended_at,circuits\nA,2011-04-01,2011-04-02," MOST "\n",
          "unit,started_at\nA,2011-04-01\n" },
        { "outages",
          "unit,circuit_id,started_at,ended_at,circuits\nA,c,2011-04-01,2011-04-02,"
          "90000000\n",
          "unit,circuit_id,started_at,ended_at,circuits\nA,d,2011-04-01,2011-04-03,"
          "90000000\n" },
        { "inventory", "unit,city,date,circuits_2m\nA,x,2011-04-01," MOST "\n",
          "unit,city,date,circuits_2m\nA,y,2011-04-01,1\n" },
        { "inventory", "unit,date,cable_km\nA,2011-04-01,9223372036854775.807\n",
          "unit,date,cable_km\nA,2011-04-02,9223372036854775.807\n" },
    };
    for (size_t i = 0; i < COUNT(much); i++) {
        struct batches *b = opened();
        struct batches_state *s = april(b), *t = april(b);
        kh_status rc = batches_feed(s, much[i].dataset, much[i].one);
        rc = rc ? rc : batches_feed(t, much[i].dataset, much[i].other);
        rc = rc ? rc : batches_merge(s, t);
        rc = rc ? rc : batches_score(s);
        check_i64(rc, KH_ERANGE, i);
        check_i64(batches_end(b), 0, i);
    }
}

static const struct unit_case cases[] = {
    { "order, chunks and merge trees do not show",
      test_order_chunks_and_trees_do_not_show },
    { "parents do not depend on the tree", test_parents_do_not_depend_on_the_tree },
    { "parents merge what children tell", test_parents_merge_what_children_tell },
    { "equal states save equal bytes", test_equal_states_save_equal_bytes },
    { "damaged bytes do no harm", test_damaged_bytes_do_no_harm },
    { "refused memory is an error", test_refused_memory_is_an_error },
    { "sums do not wrap", test_sums_do_not_wrap },
};
UNIT_MAIN("network_state", cases)
