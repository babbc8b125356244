/* SPDX-License-Identifier: Apache-2.0 */
/* network_conservation_test.c - random outages, cable faults and faults: each row and each
 * second is counted once or listed in not_counted (R8), and what is counted is what a
 * second reckoning on a grid of ten minutes finds (R1, R2, R4 to R6, R12). */
#include "batches.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A grid of ten minutes from 2011-03-31 20:00; the window begins with its 24th point. */
enum { POINTS = 96, BEGIN = 24, ROUNDS = 150, ROWS_MAX = 40, LINE = 192 };
enum { LINES = 4, GROUPS = 3, NONE = 0, STEP_S = 600, CIRCUITS_MAX = 4 };

static uint32_t seed;
static int dice(int sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 16) % (uint32_t)sides);
}

struct outage {
    int start, end, line, group, circuits, planned,
        switched; /* switched: minutes, 0 = not */
};

static const char *moment(char *text, int point, int minutes)
{
    int all = 20 * 60 + point * 10 + minutes, day = all / 1440;
    snprintf(text, 32, "2011-%s %02d:%02d:00", day ? "04-01" : "03-31", all / 60 % 24,
             all % 60);
    return text;
}

static struct outage outage_roll(void)
{
    struct outage o = { .start = dice(POINTS - 30), .line = dice(LINES) };
    o.end = o.start + dice(30);
    o.group = dice(3) ? NONE : 1 + dice(GROUPS - 1);
    o.circuits = dice(CIRCUITS_MAX);
    o.planned = !dice(5);
    o.switched = dice(4) ? 0 : 1 + dice(20);
    return o;
}

static int is_down(const struct outage *o)
{
    return !o->planned && !(o->switched && o->switched <= 10);
}

/* ---- The second reckoning --------------------------------------------------- */

struct sums {
    int64_t rows, raw_s, counted, lost_s;
};

static int64_t interruptions_of(const struct outage *o, int n)
{
    int64_t found = 0;
    for (int i = 0; i < n; i++) {
        int is_first = o[i].start >= BEGIN && is_down(&o[i]);
        for (int k = 0; k < n && is_first && o[i].group; k++)
            if (k != i && is_down(&o[k]) && o[k].group == o[i].group &&
                (o[k].start < o[i].start || (o[k].start == o[i].start && k < i)))
                is_first = 0;
        found += is_first;
    }
    return found;
}

static int64_t lost_of(const struct outage *o, int n)
{
    int64_t lost = 0;
    for (int at = BEGIN; at < POINTS; at++)
        for (int line = 0; line < LINES; line++) {
            int most = 0, all = 0;
            for (int i = 0; i < n; i++)
                if (!o[i].planned && o[i].line == line && o[i].start <= at &&
                    at < o[i].end) {
                    all += o[i].circuits;
                    most = o[i].circuits > most ? o[i].circuits : most;
                }
            lost += line == NONE ? all : most;
        }
    return lost * STEP_S;
}

static struct sums sums_of(const struct outage *o, int n)
{
    struct sums s = { 0, 0, interruptions_of(o, n), lost_of(o, n) };
    for (int i = 0; i < n; i++) {
        int from = o[i].start > BEGIN ? o[i].start : BEGIN;
        s.rows += o[i].end >= BEGIN;
        s.raw_s +=
            o[i].end > from ? (int64_t)(o[i].end - from) * o[i].circuits * STEP_S : 0;
    }
    return s;
}

/* ---- What the plugin says ---------------------------------------------------- */

static int64_t value(struct batches_state *s, const char *indicator)
{
    return strtoll(batches_value(s, "A", indicator), NULL, 10);
}

/* Rows and seconds of one dataset in not_counted, without its first `skip` lines. */
static void listed(struct batches_state *s, const char *dataset, int skip, int64_t *rows,
                   int64_t *seconds)
{
    char head[32];
    int n = snprintf(head, sizeof head, "A,%s,", dataset);
    *rows = *seconds = 0;
    for (const char *p = batches_table_rows(s, "not_counted"); *p;
         p = strchr(p, '\n') + 1) {
        const char *cell = p;
        if (strncmp(p, head, (size_t)n) != 0 || skip-- > 0)
            continue;
        for (int k = 0; k < 4; k++)
            cell = strchr(cell, ',') + 1;
        *rows += strtoll(cell, NULL, 10);
        cell = strchr(strchr(cell, ',') + 1, ',') + 1;
        *seconds += strtoll(cell, NULL, 10);
    }
}

struct names {
    const char *dataset, *rows, *counted, *minutes, *lost;
};
static const struct names outages = { "outages", "outages", "interruptions",
                                      "outage_minutes", "lost_minutes" };
static const struct names cables = { "cable_faults", "cable_faults", "cable_failures",
                                     "cable_fault_minutes", "cable_down_minutes" };
static const struct names faults = { "faults", "faults", "faults_closed", "fault_minutes",
                                     "repair_minutes" };

/* Nonzero: rows or seconds are neither counted nor listed, or are both. */
static int64_t gap(struct batches_state *s, const struct names *n, int skip)
{
    int64_t rows, seconds;
    listed(s, n->dataset, skip, &rows, &seconds);
    return llabs(value(s, n->rows) - value(s, n->counted) - rows) +
           llabs(value(s, n->minutes) - value(s, n->lost) - seconds);
}

static struct batches_state *fed(struct batches *b, const char *dataset, const char *csv)
{
    struct batches_state *s = batches_begin(b, "2011-04-01", "2011-05-01", 1);
    check_i64(batches_feed(s, dataset, csv), KH_OK, 0);
    batches_subject(s, "A");
    check_i64(batches_score(s), KH_OK, 0);
    return s;
}

static void check_sums(struct batches_state *s, const struct names *n, struct sums expected,
                       size_t round)
{
    check_i64(value(s, n->rows), expected.rows, round);
    check_i64(value(s, n->minutes), expected.raw_s, round);
    check_i64(value(s, n->counted), expected.counted, round);
    check_i64(value(s, n->lost), expected.lost_s, round);
    check_i64(gap(s, n, 0), 0, round);
    if (strstr(batches_table_rows(s, "not_counted"), n->dataset)) /* a lost line is found */
        check_true(gap(s, n, 1) > 0, round);
}

/* ---- Cases --------------------------------------------------------------------- */

static void test_outages(void)
{
    static char csv[ROWS_MAX * LINE];
    for (size_t round = 0; round < ROUNDS; round++) {
        struct outage o[ROWS_MAX];
        struct batches *b = batches_new(kh_plugin_v1());
        char from[32], to[32], over[32];
        seed = (uint32_t)round;
        int n = 1 + dice(ROWS_MAX), len = 0;
        len += snprintf(csv, sizeof csv,
                        "unit,outage_id,circuit_id,event_group,started_at,"
                        "ended_at,planned,circuits,switched_at\n");
        for (int i = 0; i < n; i++) {
            o[i] = outage_roll();
            moment(from, o[i].start, 0);
            moment(to, o[i].end, 0);
            moment(over, o[i].start, o[i].switched);
            len += snprintf(csv + len, sizeof csv - (size_t)len,
                            "A,%d,%.*s,%.*s,%s,%s,%s,%d,%s\n", i, o[i].line ? 1 : 0,
                            &"abcdef"[o[i].line], o[i].group ? 1 : 0, &"uvwxyz"[o[i].group],
                            from, to, o[i].planned ? "true" : "false", o[i].circuits,
                            o[i].switched ? over : "");
        }
        check_i64(batches_open(b), KH_OK, round);
        batches_rows(b, (uint32_t)dice(5));
        struct batches_state *s = fed(b, "outages", csv);
        check_sums(s, &outages, sums_of(o, n), round);
        o[0].circuits++; /* and the reckoning is not blind */
        o[0].end += o[0].end < POINTS - 1;
        o[0].start = BEGIN;
        check_true(o[0].end < BEGIN || sums_of(o, n).raw_s != value(s, "outage_minutes"),
                   round);
        check_i64(batches_end(b), 0, round);
    }
}

static void test_cables(void)
{
    static char csv[ROWS_MAX * LINE];
    for (size_t round = 0; round < ROUNDS; round++) {
        struct outage o[ROWS_MAX];
        struct batches *b = batches_new(kh_plugin_v1());
        char from[32], to[32];
        seed = (uint32_t)round + 7;
        int n = 1 + dice(ROWS_MAX), len = 0;
        len += snprintf(csv, sizeof csv,
                        "unit,fault_id,cable_id,event_group,started_at,"
                        "ended_at,total_failure\n");
        for (int i = 0; i < n; i++) {
            o[i] = outage_roll();
            o[i].circuits = 1;
            o[i].switched = 0;
            len +=
                snprintf(csv + len, sizeof csv - (size_t)len, "A,%d,%.*s,%.*s,%s,%s,%s\n",
                         i, o[i].line ? 1 : 0, &"abcdef"[o[i].line], o[i].group ? 1 : 0,
                         &"uvwxyz"[o[i].group], moment(from, o[i].start, 0),
                         moment(to, o[i].end, 0), o[i].planned ? "false" : "true");
        }
        check_i64(batches_open(b), KH_OK, round);
        check_sums(fed(b, "cable_faults", csv), &cables, sums_of(o, n), round);
        check_i64(batches_end(b), 0, round);
    }
}

/* Faults of two hours around the window's end: closed in it, before it, or open then. */
static void test_faults(void)
{
    static char csv[ROWS_MAX * LINE];
    for (size_t round = 0; round < ROUNDS; round++) {
        struct batches *b = batches_new(kh_plugin_v1());
        struct sums expected = { 0, 0, 0, 0 };
        seed = (uint32_t)round + 13;
        int n = 1 + dice(ROWS_MAX), len = 0;
        len += snprintf(csv, sizeof csv, "unit,fault_id,opened_at,closed_at\n");
        for (int i = 0; i < n; i++) {
            int opened = dice(120), took = dice(200), is_open = opened + took >= 120;
            char closed[32];
            snprintf(closed, sizeof closed, "2011-05-01 %02d:%02d:00",
                     (opened + took - 120) / 60 % 24, (opened + took) % 60);
            if (!is_open)
                snprintf(closed, sizeof closed, "2011-04-30 %02d:%02d:00",
                         22 + (opened + took) / 60, (opened + took) % 60);
            len += snprintf(csv + len, sizeof csv - (size_t)len,
                            "A,%d,2011-04-30 %02d:%02d:00,%s\n", i, 22 + opened / 60,
                            opened % 60, is_open && dice(2) ? "" : closed);
            expected.rows++;
            expected.raw_s += (is_open ? 120 - opened : took) * 60;
            expected.counted += !is_open;
            expected.lost_s += is_open ? 0 : took * 60;
        }
        check_i64(batches_open(b), KH_OK, round);
        check_sums(fed(b, "faults", csv), &faults, expected, round);
        check_i64(batches_end(b), 0, round);
    }
}

static const struct unit_case cases[] = {
    { "random outages are counted once or listed", test_outages },
    { "random cable faults are counted once or listed", test_cables },
    { "random faults are counted once or listed", test_faults },
};
UNIT_MAIN("network_conservation", cases)
