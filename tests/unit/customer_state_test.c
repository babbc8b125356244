/* SPDX-License-Identifier: Apache-2.0 */
/* customer_state_test.c - what a state of plugins/customer promises: no order, no grouping
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
    check_i64(batches_open(b), KH_OK, 0);
    return b;
}

static struct batches_state *april(struct batches *b)
{
    return batches_begin(b, "2011-04-01", "2011-05-01", 1);
}

enum { ROWS = 40, LINE = 128, PILES = 9, PARTS_MAX = 5 };

/* Rows of each dataset: `{a|b}` is one of a and b.  Few keys, so that rows meet. */
#define UNITS "{A1|B2|A2|B1|C1},"
#define DAYS "2011-{03|04|04|05}-{01|09|15 12:00:00|28},"
#define FLAG "{true|false}"
static const struct {
    const char *dataset, *head, *form;
} piles[PILES] = {
    { "calls", "unit,at,class,wait_s,answered,talk_s,rating\n",
      UNITS DAYS "{ordinary|vip|},{3|15|16|},{true|true|false},{60|},{0|3|4|5}\n" },
    { "orders",
      "unit,opened_at,kind,due_at,contacted_at,contact_due_at,closed_at,satisfied\n",
      UNITS DAYS "{install|move|repair},2011-04-{10|20},2011-04-{02|},2011-04-{02|03},"
                 "{2011-04-15|2011-05-02|},{true|false|}\n" },
    { "complaints", "unit,at,service,level,valid,attitude,customer_id,cause\n",
      UNITS DAYS "{2g|3g|broadband|},{city|province|group|regulator}," FLAG "," FLAG
                 ",{c1|c2|c3|},{slow|dear}\n" },
    { "surveys", "unit,at,service,operator,score\n",
      UNITS DAYS "{2g|3g|fixed|vip|hall},{CU|CM|CT|},{0|1|3|4|5|5}\n" },
    { "surveys_year_ago", "unit,at,service,operator,score\n",
      UNITS "2010-04-{02|28},{2g|3g|fixed|vip},{CU|CM|},{1|4|5}\n" },
    { "callbacks", "unit,at,kind,completed\n",
      UNITS DAYS "{3g_new|3g_transfer}," FLAG "\n" },
    { "counts", "unit,date,indicator,numerator,denominator\n",
      UNITS DAYS "{answer|card_holding|card_check|hall_weak_point},{3|7},{11|8|7}\n" },
    { "subscribers", "unit,date,service,subscribers\n",
      UNITS "2011-{03-31|04-30},{2g|3g|broadband},{100|250}\n" },
    { "controls", "unit,at,item,indicator\n",
      UNITS DAYS "{D2|D3|D4|D5},{answer|service_level|offered}\n" },
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

/* Meet the keys of all rows, as a state that is loaded has them. */
static void rows_keys(struct batches_state *s)
{
    static const char *const units[] = { "A1", "B2", "A2", "B1", "C1" };
    for (size_t i = 0; i < COUNT(units); i++)
        batches_subject(s, units[i]);
    batches_feed(s, "surveys",
                 "unit,at,service,operator,score\nA1,2000-01-01,2g,CU,1\n"
                 "A1,2000-01-01,2g,CM,1\nA1,2000-01-01,2g,CT,1\n");
    batches_feed(s, "complaints",
                 "unit,at,level,valid,customer_id,cause\n"
                 "A1,2000-01-01,city,true,c1,slow\n"
                 "A1,2000-01-01,city,true,c2,dear\n"
                 "A1,2000-01-01,city,true,c3,dear\n");
}

/* Results and reasons of all rows, spread over `parts` states. */
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
    size_t n = strlen(batches_results(s[0])) + strlen(batches_reasons(s[0])) + 1;
    char *text = malloc(n);
    snprintf(text, n, "%s%s", batches_results(s[0]), batches_reasons(s[0]));
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

/* R10, R16: numerator and denominator of a parent are the sums of its children's. */
static void test_parents_pool_what_children_count(void)
{
    static const char *const pooled[] = { "repeat_rate", "service_level", "callback",
                                          "install_move_timeliness" };
    struct batches *b = opened();
    struct batches_state *s = april(b), *up = NULL;
    rows_fill();
    rows_feed(&s, 1);
    up = batches_rollup(s, parent);
    check_i64(batches_score(s) | batches_score(up), KH_OK, 0);
    for (size_t i = 0; i < COUNT(pooled); i++) {
        static const char *const units[] = { "A", "A1", "A2" };
        int64_t n[3], d[3];
        for (int k = 0; k < 3; k++) {
            char *rest;
            n[k] = strtoll(batches_value(k ? s : up, units[k], pooled[i]), &rest, 10);
            d[k] = *rest == '/' ? strtoll(rest + 1, NULL, 10) : 0;
            check_true(d[k] > 0, i);
        }
        check_i64(n[0], n[1] + n[2], i);
        check_i64(d[0], d[1] + d[2], i);
    }
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
        const char *dataset, *csv;
    } more[][2] = {
        { { "counts", "unit,indicator,numerator,denominator\nA,revenue_new,1," MOST "\n" },
          { "counts", "unit,indicator,numerator,denominator\nA,revenue_new,1,1\n" } },
        { { "subscribers", "unit,date,subscribers\nA,2011-03-31,9\n" },
          { "subscribers", "unit,date,subscribers\nA,2011-04-30," MOST "\n" } },
        { { "calls", "unit,at,wait_s,answered\nA,2011-04-01,9223372036854775.807,true\n" },
          { "calls", "unit,at,wait_s,answered\nA,2011-04-01,1,true\n" } },
    };
    for (size_t i = 0; i < COUNT(more); i++) {
        struct batches *b = opened();
        struct batches_state *s = april(b), *t = april(b);
        check_i64(batches_feed(s, more[i][0].dataset, more[i][0].csv), KH_OK, i);
        check_i64(batches_feed(t, more[i][1].dataset, more[i][1].csv), KH_OK, i);
        check_i64(batches_merge(s, t), KH_ERANGE, i);
        check_i64(batches_feed(t, more[i][0].dataset, more[i][0].csv), KH_ERANGE, i);
        check_i64(batches_end(b), 0, i);
    }
}

static const struct unit_case cases[] = {
    { "order, chunks and merge trees do not show",
      test_order_chunks_and_trees_do_not_show },
    { "parents do not depend on the tree", test_parents_do_not_depend_on_the_tree },
    { "parents pool what children count", test_parents_pool_what_children_count },
    { "equal states save equal bytes", test_equal_states_save_equal_bytes },
    { "damaged bytes do no harm", test_damaged_bytes_do_no_harm },
    { "refused memory is an error", test_refused_memory_is_an_error },
    { "sums do not wrap", test_sums_do_not_wrap },
};
UNIT_MAIN("customer_state", cases)
