/* SPDX-License-Identifier: Apache-2.0 */
/* contractor_state_test.c - plugins/contractor: no order, grouping or saved state shows in
 * a result; damaged states, refused memory and contradicting parameters are survived. */
#include "batches.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PROJECTS = 12,
    EVENTS = 160,
    TICKETS = 40,
    LINES = PROJECTS + EVENTS + TICKETS,
    ROUTES = 24,
    PARTS = 5,
    LINE = 96
};

/* A fixed sequence: the test is the same each time. */
static uint32_t seed;
static uint32_t next(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(seed >> 8) * below >> 24);
}

struct line {
    const char *dataset;
    char text[LINE];
};
static const struct {
    const char *dataset, *header;
} headers[] = {
    { "projects",
      "subject,project_id,role,class,started,accepted,capitalised,fee_yuan,published\n" },
    { "deductions",
      "subject,project_id,event_id,item,date,count,severity,a,b,cause,appeal\n" },
    { "tickets", "subject,project_id,ticket_id,class,date,offence\n" },
};

/* Draws in a fixed order: that of arguments is the compiler's. */
static const uint32_t *draw(const uint32_t *below, size_t n)
{
    static uint32_t drawn[16];
    for (size_t i = 0; i < n; i++)
        drawn[i] = next(below[i]);
    return drawn;
}
#define DRAW(...)                           \
    draw((const uint32_t[]){ __VA_ARGS__ }, \
         sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static void make_project(struct line *l, uint32_t i)
{
    static const char *const roles[] = { "SG", "SJ", "XX", "" };
    const uint32_t *d = DRAW(4, 5, 12, 4, 5, 90000, 40);
    snprintf(l->text, LINE, "s%u,p%u,%s,%u,2010-%02u-03,%s,%s,%u,%u\n", i, i, roles[d[0]],
             1 + d[1], 1 + d[2], d[3] ? "" : "2011-03-20", d[4] ? "" : "2011-02-01", d[5],
             60 + d[6]);
    l->dataset = headers[0].dataset;
}

static void make_event(struct line *l)
{
    static const char *const items[] = { "Q1", "D3", "V", "B", "X" };
    static const char *const causes[] = { "", "", "", "customer" };
    static const char *const appeals[] = { "", "", "pending", "granted", "rejected" };
    const uint32_t *d = DRAW(PROJECTS + 2, 2, 1000, 5, 4, 4, 28, 3, 2, 40, 4, 5);
    char id[16] = "";
    if (d[1])
        snprintf(id, sizeof id, "E%u", d[2]);
    snprintf(l->text, LINE, "s%u,p%u,%s,%s,201%d-%02u-%02u,%u,%s,%u,100,%s,%s\n", d[0],
             d[0], id, items[d[3]], d[4] > 0, 1 + d[5], 1 + d[6], 1 + d[7],
             d[8] ? "" : "serious", 90 + d[9], causes[d[10]], appeals[d[11]]);
    l->dataset = headers[1].dataset;
}

static void make_ticket(struct line *l)
{
    static const char *const offences[] = { "late", "D3", "", "dirt" };
    const uint32_t *d = DRAW(PROJECTS + 2, 30, 2, 4, 5, 4);
    snprintf(l->text, LINE, "s%u,p%u,T%u,%s,2011-%02u-%02u,%s\n", d[0], d[0], d[1],
             d[2] ? "I" : "II", 1 + d[3], 1 + d[4], offences[d[5]]);
    l->dataset = headers[2].dataset;
}

static void make_lines(struct line *l)
{
    seed = 2011;
    for (uint32_t i = 0; i < PROJECTS; i++)
        make_project(&l[i], i);
    for (uint32_t i = 0; i < EVENTS; i++)
        make_event(&l[PROJECTS + i]);
    for (uint32_t i = 0; i < TICKETS; i++)
        make_ticket(&l[PROJECTS + EVENTS + i]);
}

static struct batches *opened(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_table(
        b, "catalogue",
        "item,role,section,kind,deduct,serious,cap,repeat,ticket,ticket_above\n"
        "Q1,,Q,occurrence,1,2.5,15,2,,\nQ2,,Q,occurrence,1,,15,,,\nD3,,,over,,,,,II,10\n"
        "V,SG,,veto,,,,,,\nB,SG,R,occurrence,0.25,,,3,,\n");
    batches_table(b, "sections", "section,full\nQ,60\nR,40\n");
    batches_table(b, "ticket_classes", "class,yuan\nI,500\nII,2000.55\n");
    return b;
}

/* One run of consecutive lines of one dataset as CSV. */
static kh_status feed_lines(struct batches_state *s, const struct line *l, size_t n)
{
    static char csv[LINES * LINE + 256];
    kh_status rc = KH_OK;
    for (size_t i = 0, end; !rc && i < n; i = end) {
        size_t k = 0, at;
        while (strcmp(headers[k].dataset, l[i].dataset))
            k++;
        at = (size_t)snprintf(csv, sizeof csv, "%s", headers[k].header);
        for (end = i; end < n && l[end].dataset == l[i].dataset; end++)
            at += (size_t)snprintf(csv + at, sizeof csv - at, "%s", l[end].text);
        rc = batches_feed(s, l[i].dataset, csv);
    }
    return rc;
}

/* All that is printed of a scored state. */
static char *printed(struct batches_state *s)
{
    static const char *const tables[] = { "tickets", "not_counted", "reconciliation" };
    const char *part[5] = { batches_results(s), batches_reasons(s) };
    size_t n = 1;
    for (int i = 0; i < 3; i++)
        part[2 + i] = batches_table_rows(s, tables[i]);
    for (int i = 0; i < 5; i++)
        n += strlen(part[i]) + 1;
    char *all = calloc(1, n), *at = all;
    for (int i = 0; all && i < 5; i++)
        at += snprintf(at, n - (size_t)(at - all), "%s;", part[i]);
    return all;
}

static void shuffle(struct line *l, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = next((uint32_t)i);
        struct line held = l[i - 1];
        l[i - 1] = l[k];
        l[k] = held;
    }
}

static struct batches_state *fresh(struct batches *b)
{
    return batches_begin(b, "2011-03-01", "2011-05-01", 2);
}

/* Shuffled lines, cut into parts and batches at random, some saved and loaded, merged as a
 * random tree. */
static struct batches_state *by_a_route(struct batches *b, struct line *l)
{
    struct batches_state *part[PARTS];
    size_t at = 0;
    shuffle(l, LINES);
    batches_rows(b, next(3) ? 1 + next(9) : 0);
    for (size_t i = 0; i < PARTS; i++) {
        size_t n = i + 1 == PARTS ? LINES - at : next((uint32_t)(LINES - at + 1));
        part[i] = fresh(b);
        check_i64(feed_lines(part[i], l + at, n), KH_OK, i);
        at += n;
        if (next(2))
            part[i] = batches_reload(part[i]);
    }
    for (size_t n = PARTS; n > 1; n--) {
        size_t from = next((uint32_t)n);
        size_t into = (from + 1 + next((uint32_t)n - 1)) % n;
        check_i64(batches_merge(part[into], part[from]), KH_OK, n);
        part[from] = part[n - 1];
    }
    return part[0];
}

static const char *same(const char *subject)
{
    return subject;
}

static void test_no_order_or_grouping_shows(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    struct batches *b = opened();
    make_lines(l);
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = fresh(b);
    check_i64(feed_lines(s, l, LINES), KH_OK, 0);
    check_i64(batches_score(s), KH_OK, 0);
    char *expected = printed(s);
    size_t n = 0, m = 0;
    check_true(strlen(expected) > 2000, 0);
    struct batches_state *sorted = batches_rollup(s, same);
    const unsigned char *bytes = batches_save(sorted, &n);
    for (size_t i = 0; i < ROUTES; i++) {
        struct batches_state *r = by_a_route(b, l);
        check_i64(batches_score(r), KH_OK, i);
        char *found = printed(r);
        check_text(found, expected, i);
        free(found);
        const unsigned char *other = batches_save(batches_rollup(r, same), &m);
        check_true(other && m == n && !memcmp(other, bytes, n), i);
    }
    free(expected);
    free(l);
    check_i64(batches_end(b), 0, 0);
}

static const char *parity(const char *subject)
{
    return (subject[1] - '0') % 2 ? "odd" : "even";
}

/* Rolled up before or after the shards meet is the same. */
static void test_roll_up_commutes_with_merge(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    struct batches *b = opened();
    make_lines(l);
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *all = fresh(b), *x = fresh(b), *y = fresh(b);
    check_i64(feed_lines(all, l, LINES), KH_OK, 0);
    shuffle(l, LINES);
    check_i64(feed_lines(x, l, 70), KH_OK, 0);
    check_i64(feed_lines(y, l + 70, LINES - 70), KH_OK, 0);
    all = batches_rollup(all, parity);
    x = batches_rollup(x, parity);
    check_i64(batches_merge(x, batches_rollup(y, parity)), KH_OK, 0);
    check_i64(batches_score(all), KH_OK, 0);
    check_i64(batches_score(x), KH_OK, 0);
    char *expected = printed(all), *found = printed(x);
    check_text(found, expected, 0);
    free(expected);
    free(found);
    free(l);
    check_i64(batches_end(b), 0, 0);
}

/* Load it; a state that comes of it can be saved, merged and scored, or says why not. */
static void survive(const struct batches_state *like, const unsigned char *bytes, size_t n,
                    size_t row)
{
    struct batches_state *s = batches_load(like, bytes, n);
    if (!s)
        return;
    kh_status rc = batches_score(s);
    check_true(rc == KH_OK || rc == KH_ESTATE || rc == KH_ERANGE, row);
    check_true(batches_reload(s) != NULL, row);
}

static void test_damaged_states_are_survived(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    struct batches *b = opened();
    size_t n = 0;
    make_lines(l);
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = fresh(b);
    check_i64(feed_lines(s, l, 60), KH_OK, 0);
    const unsigned char *saved = batches_save(s, &n);
    unsigned char *bytes = malloc(n);
    check_true(saved && bytes, 0);
    for (size_t i = 0; i < n; i += 1 + n / 200)
        check_true(batches_load(s, saved, i) == NULL, i);
    for (size_t i = 0; i < 400; i++) {
        memcpy(bytes, saved, n);
        size_t at = next((uint32_t)n);
        bytes[at] ^= (unsigned char)(1u << next(8));
        survive(s, bytes, n, i);
    }
    for (size_t i = 0; i < 100; i++) {
        for (size_t k = 0; k < n; k++)
            bytes[k] = (unsigned char)next(i % 2 ? 256 : 2);
        survive(s, bytes, n, i);
    }
    free(bytes);
    free(l);
    check_i64(batches_end(b), 0, 0);
}

/* Everything once, with the n-th allocation refused; returns the last status. */
static kh_status everything(const struct line *l, uint32_t nth, size_t *held)
{
    struct batches *b = opened();
    batches_refuse(b, nth);
    kh_status rc = batches_open(b);
    struct batches_state *s = NULL;
    if (!rc)
        s = fresh(b);
    if (!rc && s)
        rc = feed_lines(s, l, LINES);
    if (!rc && s)
        s = batches_reload(s);
    if (!rc && s)
        rc = batches_score(s);
    if (!rc && !s)
        rc = KH_ENOMEM;
    *held = batches_end(b);
    return rc;
}

static void test_refused_memory_is_told_and_nothing_is_lost(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    size_t held = 0;
    uint32_t nth = 1;
    make_lines(l);
    for (;; nth++) {
        kh_status rc = everything(l, nth, &held);
        check_i64(held, 0, nth);
        if (!rc || nth > 1000)
            break;
        check_i64(rc, KH_ENOMEM, nth);
    }
    check_true(nth > 30 && nth < 1000, nth);
    free(l);
}

static void test_contradicting_parameters_are_refused(void)
{
    static const struct {
        const char *name, *csv, *text;
        int param;
    } rows[] = {
        { "catalogue", "item,section,deduct\nA,S,1\nA,S,2\n", "'A': the item stands twice",
          2 },
        { "catalogue", "item,section,deduct\n9,S,1\n",
          "'9': not an item id ([A-Za-z][A-Za-z0-9_.-]*, not cap)", 2 },
        { "catalogue", "item,section,deduct\ncap,S,1\n",
          "'cap': not an item id ([A-Za-z][A-Za-z0-9_.-]*, not cap)", 2 },
        { "catalogue", "item,section,deduct\nA,,1\n",
          "'A': its section is not [A-Za-z][A-Za-z0-9_.-]*", 2 },
        { "catalogue", "item,section\nA,S\n", "'A': an occurrence needs `deduct`", 2 },
        { "catalogue", "item,section,deduct,serious\nA,S,2,1\n",
          "'A': `serious` is below `deduct`", 2 },
        { "catalogue", "item,kind,deduct\nA,veto,1\n",
          "'A': only an occurrence has deduct, serious, cap or repeat", 2 },
        { "catalogue", "item,role,section,deduct\nA,SG,S,1\nB,JL,S,1\n",
          "'B': its section belongs to another role", 2 },
        { "catalogue", "item,kind,ticket,ticket_above\nA,over,I,5\n",
          "'A': its ticket is no class of `ticket_classes`", 2 },
        { "catalogue", "item,kind,ticket\nA,over,I\n",
          "'A': `ticket` and `ticket_above` go together, on a rate", 2 },
        { "sections", "section,full\nS,1\n",
          "'S': no section of the catalogue, or stands twice", 3 },
        { "ticket_classes", "class,yuan\nI,1\nI,2\n",
          "'I': a class is empty or stands twice", 4 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct batches *b = batches_new(kh_plugin_v1());
        batches_table(b, rows[i].name, rows[i].csv);
        check_i64(batches_open(b), KH_ECONFIG, i);
        check_text(batches_error(b), rows[i].text, i);
        check_i64(batches_error_param(b), rows[i].param, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* With nothing configured an instance opens, and tickets without classes are refused. */
static void test_defaults_open(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = fresh(b);
    check_i64(batches_feed(s, "projects", "subject\nP\n"), KH_OK, 0);
    check_i64(batches_feed(s, "tickets", "subject,class,date\nP,none,2011-03-01\n"),
              KH_ECONFIG, 0);
    check_text(batches_error(b), "tickets are read, and `ticket_classes` is empty", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R5: sums that leave their type are told, not wrapped; a section's before its caps. */
static void test_sums_do_not_wrap(void)
{
    static const struct {
        const char *events, *text;
    } rows[] = {
        { "P,Q1,2011-03-01,9000000000000000000\n", "item Q1: a sum leaves its type" },
        { "P,Q1,2011-03-01,90000000000000000\nP,Q2,2011-03-01,90000000000000000\n",
          "section Q leaves its type" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[128];
        struct batches *b = opened();
        check_i64(batches_open(b), KH_OK, i);
        struct batches_state *s = fresh(b);
        check_i64(batches_feed(s, "projects", "subject,role\nP,SG\n"), KH_OK, i);
        snprintf(csv, sizeof csv, "subject,item,date,count\n%s", rows[i].events);
        check_i64(batches_feed(s, "deductions", csv), KH_OK, i);
        check_i64(batches_score(s), KH_ERANGE, i);
        check_text(batches_error(b), rows[i].text, i);
        check_i64(batches_end(b), 0, i);
    }
}

static const struct unit_case cases[] = {
    { "no order or grouping shows", test_no_order_or_grouping_shows },
    { "roll-up commutes with merge", test_roll_up_commutes_with_merge },
    { "damaged states are survived", test_damaged_states_are_survived },
    { "refused memory is told", test_refused_memory_is_told_and_nothing_is_lost },
    { "contradicting parameters are refused", test_contradicting_parameters_are_refused },
    { "defaults open", test_defaults_open },
    { "sums do not wrap", test_sums_do_not_wrap },
};
UNIT_MAIN("contractor state", cases)
