/* SPDX-License-Identifier: Apache-2.0 */
/* qc_state_test.c - plugins/qc: no order, grouping or saved state shows in a result; every
 * mark is counted once or listed; damaged states, refused memory and contradicting
 * parameters are survived. */
#include "batches.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 96, PARTS = 5, ROUTES = 16, LINES = 700, TOPICS = 9, RUNS = 60 };

/* A fixed sequence: the test is the same each time. */
static uint32_t seed;
static uint32_t next(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(seed >> 8) * below >> 24);
}

struct line {
    int dataset;
    char text[LINE];
};
enum { GROUPS, TOPIC, MEETINGS, SERIES, MARKS, ITEMS, EXTRA, STAFF, RECOMMENDED, COUNTS };
static const struct {
    const char *name, *header;
    uint32_t weight; /* lines of 100 */
} sets[] = {
    { "groups", "subject,unit,group_id,registered_on,members,struck_off\n", 6 },
    { "topics", "subject,topic_id,title,kind,unit,registered_on,started_on,finished_on\n",
      0 },
    { "meetings", "subject,unit,group_id,date,expected,attended\n", 16 },
    { "series", "subject,topic_id,phase,period,value,target,better\n", 10 },
    { "marks", "subject,topic_id,form,judge,judge_unit,item,points\n", 56 },
    { "items", "subject,topic_id,form,item,min,max,factor\n", 2 },
    { "extra", "subject,topic_id,plus,minus\n", 2 },
    { "staff", "subject,unit,date,employees\n", 3 },
    { "recommended", "subject,group_id,date,awarded\n", 2 },
    { "counts", "subject,date,indicator,numerator,denominator\n", 3 },
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

/* Topic k belongs to subject s(k % 3); half of the judges' units are units of groups. */
static void make_topic(struct line *l, uint32_t k)
{
    static const char *const finished[] = { "2010-08-01", "2010-12-31", "2010-06-30", "" };
    const uint32_t *d = DRAW(3, 4, 4);
    l->dataset = TOPIC;
    snprintf(l->text, LINE, "s%u,t%u,w%u,%s,u%u,2010-0%u-11,2010-02-11,%s\n", k % 3, k, k,
             d[0] ? "problem" : "innovation", k % 2, 1 + d[1],
             finished[d[2] % (1 + k % 4)]);
}

static void make_mark(char *text)
{
    static const char *const forms[] = { "onsite", "onsite", "show", "show", "speech" };
    static const char *const items[] = { "work", "proof", "cause", "idea", "own" };
    const uint32_t *d = DRAW(TOPICS + 1, 5, 24, 12, 4, 30, 106, 2);
    char points[16] = "";
    const char *item = items[d[1] < 2 ? d[7] : d[4] ? 2 + d[7] : 4];
    if (d[5])
        snprintf(points, sizeof points, "%u.%u", d[6], d[7] * 5);
    snprintf(text, LINE, "s%u,t%u,%s,J%u,u%u,%s,%s\n", d[0] % 3, d[0], forms[d[1]], d[2],
             d[3], item, points);
}

static void make_line(struct line *l)
{
    uint32_t at = next(100);
    const uint32_t *d = DRAW(3, TOPICS, 2, 3, 6, 28, 9, 9, 12, 2);
    l->dataset = 0;
    for (; at >= sets[l->dataset].weight; l->dataset++)
        at -= sets[l->dataset].weight;
    uint32_t s = d[0], t = d[1], month = 6 + d[4];
    if (l->dataset == GROUPS)
        snprintf(l->text, LINE, "s%u,u%u,g%u,20%02u-03-04,%u,%s\n", s, d[2], d[3], 9 + d[2],
                 d[6] + d[9], d[7] ? "" : "2010-10-10");
    else if (l->dataset == MEETINGS)
        snprintf(l->text, LINE, "s%u,u%u,g%u,2010-%02u-%02u,%u,%u\n", s, d[2], d[3], month,
                 1 + d[5], 4 + d[6], d[7]);
    else if (l->dataset == SERIES)
        snprintf(l->text, LINE, "s%u,t%u,%s,p%u,%u.5,%s,%s\n", t % 3, t,
                 d[2] ? "before" : "after", d[3], d[6], d[8] ? "7" : "",
                 d[9] ? "higher" : "");
    else if (l->dataset == MARKS)
        make_mark(l->text);
    else if (l->dataset == ITEMS)
        snprintf(l->text, LINE, "s%u,t%u,show,own,,%u,0.%u\n", t % 3, t, 50 + d[8],
                 1 + d[6]);
    else if (l->dataset == EXTRA)
        snprintf(l->text, LINE, "s%u,t%u,%u,-%u\n", t % 3, t, d[6], d[7]);
    else if (l->dataset == STAFF)
        snprintf(l->text, LINE, "s%u,u%u,2010-%02u-%02u,%u\n", s, d[2], month, 1 + d[5],
                 100 + d[8]);
    else if (l->dataset == RECOMMENDED)
        snprintf(l->text, LINE, "s%u,g%u,2010-%02u-11,%s\n", s, d[3], month,
                 d[9] ? "true" : "false");
    else
        snprintf(l->text, LINE, "s%u,2010-%02u-11,%s,%u,%u\n", s, month,
                 d[9] ? "activity" : "award", d[6], d[6] + d[7]);
}

static void make_lines(struct line *l, uint32_t from)
{
    seed = from;
    for (uint32_t i = 0; i < LINES; i++)
        if (i < TOPICS)
            make_topic(&l[i], i);
        else
            make_line(&l[i]);
}

static struct batches *opened(const char *use, const char *trim)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_table(b, "forms",
                  "form,kind,item,min,max,factor\nonsite,,work,5,100,1\n"
                  "onsite,,proof,0,90,0.5\nshow,problem,cause,0,100,1\n"
                  "show,innovation,idea,0,100,1.2\n");
    batches_param(b, "use", use);
    batches_param(b, "trim", trim);
    return b;
}

/* One run of consecutive lines of one dataset as CSV. */
static kh_status feed_lines(struct batches_state *s, const struct line *l, size_t n)
{
    static char csv[LINES * LINE + 256];
    kh_status rc = KH_OK;
    for (size_t i = 0, end; !rc && i < n; i = end) {
        size_t at = (size_t)snprintf(csv, sizeof csv, "%s", sets[l[i].dataset].header);
        for (end = i; end < n && l[end].dataset == l[i].dataset; end++)
            at += (size_t)snprintf(csv + at, sizeof csv - at, "%s", l[end].text);
        rc = batches_feed(s, sets[l[i].dataset].name, csv);
    }
    return rc;
}

static const char *const uses[] = { "review", "organiser" };
static const char *const trims[] = { "total", "item" };

/* All that is printed of a scored state. */
static char *printed(struct batches_state *s, int has_tables)
{
    static const char *const tables[] = { "improvement", "panels", "excluded_marks" };
    const char *part[5] = { batches_results(s), batches_reasons(s), "", "", "" };
    size_t n = 1;
    for (int i = 0; has_tables && i < 3; i++)
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
    return batches_begin(b, "2010-07-01", "2011-01-01", 6);
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

static void check_routes(struct line *l, const char *use, const char *trim)
{
    struct batches *b = opened(use, trim);
    int has_tables = !strcmp(use, "review");
    size_t n = 0, m = 0;
    make_lines(l, 2010);
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = fresh(b);
    check_i64(feed_lines(s, l, LINES), KH_OK, 0);
    check_i64(batches_score(s), KH_OK, 0);
    char *expected = printed(s, has_tables);
    check_true(strlen(expected) > 500, 0);
    const unsigned char *bytes = batches_save(batches_rollup(s, same), &n);
    for (size_t i = 0; i < ROUTES; i++) {
        struct batches_state *r = by_a_route(b, l);
        check_i64(batches_score(r), KH_OK, i);
        char *found = printed(r, has_tables);
        check_text(found, expected, i);
        free(found);
        const unsigned char *other = batches_save(batches_rollup(r, same), &m);
        check_true(other && m == n && !memcmp(other, bytes, n), i);
    }
    free(expected);
    check_i64(batches_end(b), 0, 0);
}

static void test_no_order_or_grouping_shows(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    check_routes(l, uses[0], trims[0]);
    check_routes(l, uses[0], trims[1]);
    check_routes(l, uses[1], trims[0]);
    free(l);
}

static const char *all_of(const char *subject)
{
    (void)subject;
    return "all";
}

/* Rolled up before or after the shards meet is the same. */
static void test_roll_up_commutes_with_merge(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    for (int use = 0; use < 2; use++) {
        struct batches *b = opened(uses[use], trims[0]);
        make_lines(l, 7);
        check_i64(batches_open(b), KH_OK, 0);
        struct batches_state *all = fresh(b), *x = fresh(b), *y = fresh(b);
        check_i64(feed_lines(all, l, LINES), KH_OK, 0);
        shuffle(l, LINES);
        check_i64(feed_lines(x, l, 300), KH_OK, 0);
        check_i64(feed_lines(y, l + 300, LINES - 300), KH_OK, 0);
        all = batches_rollup(all, all_of);
        x = batches_rollup(x, all_of);
        check_i64(batches_merge(x, batches_rollup(y, all_of)), KH_OK, 0);
        check_i64(batches_score(all), KH_OK, 0);
        check_i64(batches_score(x), KH_OK, 0);
        char *expected = printed(all, !use), *found = printed(x, !use);
        check_text(found, expected, (size_t)use);
        free(expected);
        free(found);
        check_i64(batches_end(b), 0, 0);
    }
    free(l);
}

/* The number in cell `cell` of all lines whose cell `filled` is empty or not. */
static long sum_cells(const char *lines, int cell, int filled, int wanted)
{
    long sum = 0;
    for (const char *line = lines; *line; line = strchr(line, '\n') + 1) {
        const char *at = line, *value = line, *asked = line;
        for (int k = 0; *at != '\n'; at++)
            if (*at == ',') {
                k++;
                value = k == cell ? at + 1 : value;
                asked = k == filled ? at + 1 : asked;
            }
        if ((*asked != ',' && *asked != '\n') == wanted)
            sum += strtol(value, NULL, 10);
    }
    return sum;
}

/* Rows of panels and of excluded_marks: subject, topic, form, item, judges, high, low,
 * mean; subject, topic, form, judge, reason, rows. */
static long accounted(const struct batches_state *s, const char *trim)
{
    const char *panels = batches_table_rows(s, "panels");
    const char *excluded = batches_table_rows(s, "excluded_marks");
    /* on site there are two items, in the other form one, or two with one's own */
    long counted = sum_cells(panels, 4, 7, 1);
    long listed = sum_cells(excluded, 5, 5, 1);
    return !strcmp(trim, "item") ? counted + listed : listed;
}

/* R4: every mark is in a panel or listed, whatever the marks are. */
static void test_marks_are_counted_once_or_listed(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    long panels = 0, listed = 0;
    for (uint32_t run = 1; run <= RUNS; run++) {
        struct batches *b = opened("review", "item");
        long marks = 0;
        make_lines(l, run);
        for (size_t i = 0; i < LINES; i++)
            marks += l[i].dataset == MARKS;
        check_i64(batches_open(b), KH_OK, run);
        struct batches_state *s = fresh(b);
        check_i64(feed_lines(s, l, LINES), KH_OK, run);
        check_i64(batches_score(s), KH_OK, run);
        check_i64(accounted(s, "item"), marks, run);
        panels += accounted(s, "item") - accounted(s, "total");
        listed += accounted(s, "total");
        /* One mark more that the count does not know of is found. */
        check_i64(batches_feed(s, "marks",
                               "subject,topic_id,form,judge,item,points\n"
                               "s0,t0,onsite,J9,work,50\n"),
                  KH_OK, run);
        check_i64(batches_score(s), KH_OK, run);
        check_i64(accounted(s, "item"), marks + 1, run);
        check_i64(batches_end(b), 0, run);
    }
    printf(" (%ld marks in panels, %ld listed) ", panels, listed);
    check_true(panels > 100L * RUNS / 4 && listed > 100L * RUNS, 0);
    free(l);
}

/* R5: a panel of totals holds judges x items marks. */
static void test_totals_hold_all_items(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    long counted = 0;
    for (uint32_t run = 1; run <= RUNS; run++) {
        struct batches *b = opened("review", "total");
        long marks = 0, onsite = 0;
        make_lines(l, run);
        check_i64(batches_open(b), KH_OK, run);
        struct batches_state *s = fresh(b);
        for (size_t i = 0; i < LINES; i++)
            if (l[i].dataset == TOPIC)
                check_i64(feed_lines(s, &l[i], 1), KH_OK, run);
            else if (l[i].dataset == MARKS && strstr(l[i].text, ",onsite,")) {
                check_i64(feed_lines(s, &l[i], 1), KH_OK, run);
                marks++;
            }
        check_i64(batches_score(s), KH_OK, run);
        onsite = 2 * sum_cells(batches_table_rows(s, "panels"), 4, 7, 1);
        check_i64(onsite + accounted(s, "total"), marks, run);
        counted += onsite;
        check_i64(batches_end(b), 0, run);
    }
    check_true(counted > 0, 0);
    free(l);
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

static void check_damaged(struct line *l, const char *use, const char *trim)
{
    struct batches *b = opened(use, trim);
    size_t n = 0;
    make_lines(l, 3);
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = fresh(b);
    check_i64(feed_lines(s, l, 160), KH_OK, 0);
    const unsigned char *saved = batches_save(s, &n);
    unsigned char *bytes = malloc(n);
    check_true(saved && bytes, 0);
    for (size_t i = 0; i < n; i += 1 + n / 200)
        check_true(batches_load(s, saved, i) == NULL, i);
    for (size_t i = 0; i < 500; i++) {
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
    check_i64(batches_end(b), 0, 0);
}

static void test_damaged_states_are_survived(void)
{
    struct line *l = malloc(LINES * sizeof *l);
    check_damaged(l, uses[0], trims[0]);
    check_damaged(l, uses[0], trims[1]);
    check_damaged(l, uses[1], trims[0]);
    free(l);
}

/* Everything once, with the n-th allocation refused; returns the last status. */
static kh_status everything(const struct line *l, uint32_t nth, size_t *held)
{
    struct batches *b = opened("review", "total");
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
    make_lines(l, 5);
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
        const char *csv, *text;
    } rows[] = {
        { "form,item\nf,x\nf,x\n", "'x': the item stands twice in its form" },
        { "form,kind,item\nf,a,x\nf,,x\n", "'x': the item stands twice in its form" },
        { "form,item\n9,x\n", "'9': not the name of a form ([A-Za-z][A-Za-z0-9_.-]*)" },
        { "form,item\n,x\n", "'': not the name of a form ([A-Za-z][A-Za-z0-9_.-]*)" },
        { "form,item,min,max\nf,x,2,1\n", "'x': `min` is above `max`" },
        { "form,kind\nf,a\n", "'f': a row without an item has no kind and no max" },
        { "form\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np\nq\n",
          "'q': too many forms" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct batches *b = batches_new(kh_plugin_v1());
        batches_table(b, "forms", rows[i].csv);
        check_i64(batches_open(b), KH_ECONFIG, i);
        check_text(batches_error(b), rows[i].text, i);
        check_i64(batches_error_param(b), 2, i);
        check_i64(batches_end(b), 0, i);
    }
    struct batches *b = batches_new(kh_plugin_v1());
    batches_param(b, "members_min", "11");
    check_i64(batches_open(b), KH_ECONFIG, 0);
    check_text(batches_error(b), "'members_min': is above members_max", 0);
    check_i64(batches_end(b), 0, 0);
}

/* The same item for two kinds is no contradiction; with nothing configured it opens. */
static void test_defaults_open(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = batches_begin(b, NULL, NULL, 0);
    check_i64(batches_feed(s, "groups", "subject,registered_on\nG,1999-01-01\n"), KH_OK, 0);
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "G", "unregistered"), "0,1", 0);
    check_i64(batches_end(b), 0, 0);
    b = batches_new(kh_plugin_v1());
    batches_table(b, "forms", "form,kind,item\nf,a,x\nf,b,x\n");
    check_i64(batches_open(b), KH_OK, 0);
    check_i64(batches_end(b), 0, 0);
}

/* Sums that leave their type are told, not wrapped. */
static void test_sums_do_not_wrap(void)
{
    static const struct {
        const char *dataset, *csv, *text;
    } rows[] = {
        { "marks",
          "subject,form,judge,item,points\nT,onsite,A,work,5\n"
          "T,onsite,A,proof,-9000000000000000\n",
          "" }, /* out of range */
        { "extra", "subject,plus\nT,90000000000000000\nT,90000000000000000\n",
          "extra: a sum leaves its type" },
        { "series",
          "subject,phase,period,value\nT,before,1,900000000000000\n"
          "T,before,2,900000000000000\n",
          "series: a sum leaves its type" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct batches *b = opened("review", "total");
        check_i64(batches_open(b), KH_OK, i);
        struct batches_state *s = fresh(b);
        check_i64(batches_feed(s, rows[i].dataset, rows[i].csv), KH_OK, i);
        check_i64(batches_score(s), *rows[i].text ? KH_ERANGE : KH_OK, i);
        check_text(*rows[i].text ? batches_error(b) : "", rows[i].text, i);
        check_i64(batches_end(b), 0, i);
    }
}

static const struct unit_case cases[] = {
    { "no order or grouping shows", test_no_order_or_grouping_shows },
    { "roll-up commutes with merge", test_roll_up_commutes_with_merge },
    { "marks are counted once or listed", test_marks_are_counted_once_or_listed },
    { "totals hold all items", test_totals_hold_all_items },
    { "damaged states are survived", test_damaged_states_are_survived },
    { "refused memory is told", test_refused_memory_is_told_and_nothing_is_lost },
    { "contradicting parameters are refused", test_contradicting_parameters_are_refused },
    { "defaults open", test_defaults_open },
    { "sums do not wrap", test_sums_do_not_wrap },
};
UNIT_MAIN("qc state", cases)
