/* SPDX-License-Identifier: Apache-2.0 */
/* collect_test.c - every frame of a child is hostile: payloads and their validator.
 *
 * A good conversation is recorded once; then it is cut, changed and made up at random.
 * Whatever comes, the validator refuses it or what it lets through is sound. */
#include "unit.h"

#include "worker/collect.h"
#include "worker/sound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_SUBJECTS = 3, MUTATIONS = 20000 };

/* ---- A domain with two levels, a ratio, an additive sum and a table ------- */

static const kh_field event_columns[] = {
    { .name = "who", .type = KH_KEY },
    { .name = "at", .type = KH_TIME },
};
static const kh_dataset datasets[] = {
    { .name = "events", .role = KH_FACT, .when = 2, .columns = KH_LIST(event_columns) },
    { .name = "fees", .role = KH_REFERENCE, .columns = KH_LIST(event_columns) },
};
static const kh_indicator indicators[] = {
    { .id = "rate", .type = KH_I64, .flags = KH_RATIO },
    { .id = "points", .type = KH_I64, .flags = KH_ADDITIVE },
    { .id = "mean", .type = KH_F64 },
};
static const kh_field ticket_columns[] = { { .name = "no", .type = KH_I64 },
                                           { .name = "note", .type = KH_TEXT } };
static const kh_table tables[] = { { .name = "tickets",
                                     .columns = KH_LIST(ticket_columns) } };
static const char *const spaces[] = { "who" };
static const kh_domain schema = { sizeof schema,       KH_EXACT,
                                  KH_LIST(spaces),     KH_LIST(datasets),
                                  KH_LIST(indicators), KH_LIST(tables) };

static struct conf_input inputs[] = { { .dataset = "events", .expect = "city" } };
static const char *asked[] = { "kind" };
static const struct conf_domain domain = {
    .id = "demo",
    .asked = asked,
    .n_asked = 1,
    .plugin = "demo",
    .levels = { { .id = "district", .from = -1, .by = LEVEL_FIRST },
                { .id = "city", .from = 0, .by = LEVEL_MERGE },
                { .id = "group", .from = 1, .by = LEVEL_MEAN } },
    .n_levels = 3,
    .inputs = inputs,
    .n_inputs = 1,
};
static const int32_t named_days[] = { 10, 11 };
static const struct variant variants[] = {
    { .from = 0, .to = 30, .months = 1 },
    { .from = 0, .to = 30, .months = 1, .days = named_days, .n_days = 2, .each_day = true },
};
static const struct worker_order order = { variants, COUNT(variants) };

/* ---- Bodies ------------------------------------------------------------- */

static struct buf body;

static void start(uint32_t count)
{
    buf_end(&body);
    buf_init(&body, FRAMES_MAX);
    wire_put_u32(&body, count);
}

static kh_status give(struct collect *c, enum frame_type type, kh_err *e)
{
    const unsigned char *at = (const unsigned char *)body.at;
    struct frame f = { type, { at, at + body.len, false } };
    return collect_frame(c, &f, e);
}

static const struct measured_result good_result = {
    .level = 1,
    .subject = 2,
    .day = VARIANT_NO_DAY,
    .outcome = KH_SCORED,
    .numerator = 1,
    .denominator = 4,
    .samples = 4,
};
static const struct measured_reason good_reason = {
    .level = 0,
    .subject = 1,
    .indicator = 1,
    .rule = "SG-P1",
    .effect = 5,
    .count = 1,
};

static void put_file(uint32_t dataset)
{
    const struct measured_file f = {
        .dataset = dataset, .name = "a.csv", .path = "/a.csv", .encoding = "UTF-8"
    };
    payload_put_file(&body, &f);
}

static void put_input(uint32_t dataset)
{
    const struct measured_input i = { .dataset = dataset, .bound = true };
    payload_put_input(&body, &i);
}

static void put_row(uint32_t table, uint32_t level, uint32_t subject)
{
    const char *cells[] = { "7", "" };
    const struct measured_row r = { table, level, subject, cells };
    payload_put_row(&body, &r, 2);
}

static void put_delivery(uint32_t dataset, const char *level)
{
    const struct measured_delivery d = { dataset, level, "ZZ", true, 0 };
    payload_put_delivery(&body, &d);
}

static void put_reject(uint32_t dataset, uint32_t file)
{
    const struct reject r = { dataset, file, 12, "who", "unknown", "x" };
    payload_put_reject(&body, &r);
}

static void put_column(uint32_t level, uint32_t subject, const char *column,
                       const char *text)
{
    const struct measured_column c = { level, subject, column, text };
    payload_put_column(&body, &c);
}

static void put_subjects(uint32_t level)
{
    static const char *const keys[N_SUBJECTS] = { "a", "b", "c" };
    for (size_t i = 0; i < N_SUBJECTS; i++)
        payload_put_sentence(&body, level, keys[i]);
}

static void put_end(void)
{
    buf_end(&body);
    buf_init(&body, FRAMES_MAX);
    for (int i = 0; i < 4; i++)
        wire_put_i64(&body, 1);
}

/* Files and subjects of both levels: what the others refer to. */
static kh_status ground(struct collect *c, kh_err *e)
{
    kh_status rc = collect_begin(c, &domain, &schema, &order, e);
    start(1);
    put_file(0);
    rc = rc ? rc : give(c, FRAME_FILES, e);
    for (uint32_t level = 0; level < 2; level++) {
        start(N_SUBJECTS);
        put_subjects(level);
        rc = rc ? rc : give(c, FRAME_SUBJECTS, e);
    }
    return rc;
}

/* ---- The validator -------------------------------------------------------- */

static void test_a_whole_conversation_is_taken_and_sorted(void)
{
    struct collect c;
    kh_err e = { 0 };
    check_i64(ground(&c, &e), KH_OK, 0);
    start(2);
    payload_put_result(&body, &good_result);
    struct measured_result first = good_result;
    first.subject = 0;
    payload_put_result(&body, &first);
    check_i64(give(&c, FRAME_RESULTS, &e), KH_OK, 1);
    start(1);
    payload_put_reason(&body, &good_reason);
    check_i64(give(&c, FRAME_REASONS, &e), KH_OK, 2);
    start(2);
    put_row(0, 1, 2);
    put_row(0, 0, 2);
    check_i64(give(&c, FRAME_ROWS, &e), KH_OK, 3);
    start(1);
    put_delivery(0, "city");
    check_i64(give(&c, FRAME_DELIVERIES, &e), KH_OK, 4);
    start(1);
    put_reject(0, 0);
    check_i64(give(&c, FRAME_REJECTS, &e), KH_OK, 5);
    start(2);
    put_input(0);
    put_input(1);
    check_i64(give(&c, FRAME_INPUTS, &e), KH_OK, 6);
    check_true(!collect_take(&c), 6);
    put_end();
    check_i64(give(&c, FRAME_END, &e), KH_OK, 7);
    check_i64(give(&c, FRAME_END, &e), KH_EBUG, 8);
    check_text(collect_file(&c, 0, 0), "a.csv", 9);
    check_true(!collect_file(&c, 0, 1) && !collect_file(&c, 1, 0), 9);
    struct measured *m = collect_take(&c);
    check_true(m && m->n_results == 2 && m->results[0].subject == 0, 10);
    check_true(m && m->rows[0].level == 0, 10);
    check_true(m && measured_find(m, 0, 1, 2, 0, VARIANT_NO_DAY), 10);
    check_true(m && !measured_find(m, 0, 1, 1, 0, VARIANT_NO_DAY), 10);
    measured_end(m);
    collect_end(&c);
}

/* One field of a good result changed to what no plugin may say. */
static void test_results_that_cannot_be_are_refused(void)
{
    struct measured_result rows[18];
    size_t n = 0;
    for (size_t i = 0; i < COUNT(rows); i++)
        rows[i] = good_result;
    rows[n++].variant = 2;
    rows[n++].level = 2; /* by mean: the rule core's */
    rows[n++].level = 3;
    rows[n++].level = UINT32_MAX;
    rows[n++].subject = N_SUBJECTS;
    rows[n++].indicator = COUNT(indicators);
    rows[n++].day = 10; /* of a variant without days */
    rows[n++].outcome = 0;
    rows[n++].outcome = 5;
    rows[n++].flags = 4;
    rows[n++].denominator = 0;
    rows[n++].denominator = -1;
    rows[n++].samples = -1;
    rows[n++].real = (double)NAN;
    rows[n++].real = (double)INFINITY;
    rows[n++].upheld_real = (double)NAN;
    rows[n].variant = 1;
    rows[n++].day = 30; /* behind the window */
    rows[n++].variant = 1;
    for (size_t i = 0; i < n; i++) {
        struct collect c;
        kh_err e = { 0 };
        check_i64(ground(&c, &e), KH_OK, i);
        start(1);
        payload_put_result(&body, &rows[i]);
        check_i64(give(&c, FRAME_RESULTS, &e), KH_EBUG, i);
        check_true(*e.text, i);
        collect_end(&c);
    }
}

static void test_two_results_for_one_subject_are_refused(void)
{
    struct collect c;
    kh_err e = { 0 };
    check_i64(ground(&c, &e), KH_OK, 0);
    start(2);
    payload_put_result(&body, &good_result);
    payload_put_result(&body, &good_result);
    check_i64(give(&c, FRAME_RESULTS, &e), KH_OK, 0);
    start(2);
    put_input(0);
    put_input(1);
    check_i64(give(&c, FRAME_INPUTS, &e), KH_OK, 0);
    put_end();
    check_i64(give(&c, FRAME_END, &e), KH_EBUG, 0);
    check_true(!collect_take(&c), 0);
    collect_end(&c);
}

static void test_reasons_need_a_rule_and_a_subject(void)
{
    char longest[66] = "";
    memset(longest, 'a', 64); /* one more than a name may have */
    const char *const rules[] = { "", "1x", "a b", "a/b", "\xc3\xa4", "-a", longest };
    for (size_t i = 0; i < COUNT(rules) + 3; i++) {
        struct collect c;
        kh_err e = { 0 };
        struct measured_reason r = good_reason;
        if (i < COUNT(rules))
            r.rule = rules[i];
        else if (i == COUNT(rules))
            r.subject = N_SUBJECTS;
        else if (i == COUNT(rules) + 1)
            r.count = -1;
        else
            r.effect_real = (double)NAN;
        check_i64(ground(&c, &e), KH_OK, i);
        start(1);
        payload_put_reason(&body, &r);
        check_i64(give(&c, FRAME_REASONS, &e), KH_EBUG, i);
        collect_end(&c);
    }
}

static void list_of(size_t row)
{
    start(1);
    switch (row) {
    case 0:
        put_row(1, 0, 0);
        break;
    case 1:
        put_row(0, 2, 0);
        break;
    case 2:
        put_row(0, 0, N_SUBJECTS);
        break;
    case 3:
        put_delivery(0, "district");
        break;
    case 4:
        put_delivery(1, "city");
        break;
    case 5:
        put_delivery(2, "city");
        break;
    case 6:
        put_reject(0, 1);
        break;
    case 7:
        put_reject(1, 0);
        break;
    case 8:
        put_reject(2, 0);
        break;
    case 9:
        put_input(1);
        break;
    case 10:
        put_file(2);
        break;
    case 11:
        payload_put_sentence(&body, 0, "a");
        break;
    case 12:
        payload_put_sentence(&body, 2, "z");
        break;
    case 13:
        payload_put_sentence(&body, 0, "\xff");
        break;
    default:
        payload_put_sentence(&body, 0, NULL);
    }
}

static void test_lists_that_name_what_is_not_there_are_refused(void)
{
    static const enum frame_type types[] = {
        FRAME_ROWS,       FRAME_ROWS,       FRAME_ROWS,     FRAME_DELIVERIES,
        FRAME_DELIVERIES, FRAME_DELIVERIES, FRAME_REJECTS,  FRAME_REJECTS,
        FRAME_REJECTS,    FRAME_INPUTS,     FRAME_FILES,    FRAME_SUBJECTS,
        FRAME_SUBJECTS,   FRAME_SUBJECTS,   FRAME_SUBJECTS,
    };
    for (size_t i = 0; i < COUNT(types); i++) {
        struct collect c;
        kh_err e = { 0 };
        check_i64(ground(&c, &e), KH_OK, i);
        list_of(i);
        check_i64(give(&c, types[i], &e), KH_EBUG, i);
        check_true(*e.text, i);
        collect_end(&c);
    }
}

static void test_counts_and_lengths_that_lie_are_refused(void)
{
    static const uint32_t counts[] = { 2, 1000000, UINT32_MAX };
    for (size_t i = 0; i < COUNT(counts); i++)
        for (int type = FRAME_FILES; type < FRAME_END; type++) {
            struct collect c;
            kh_err e = { 0 };
            check_i64(ground(&c, &e), KH_OK, i);
            start(counts[i]);
            payload_put_result(&body, &good_result);
            check_i64(give(&c, (enum frame_type)type, &e), KH_EBUG, i);
            check_true(c.m->arena.used < (1 << 20), i);
            collect_end(&c);
        }
}

static void test_columns_that_nobody_asked_for_are_refused(void)
{
    static const struct {
        uint32_t level, subject;
        const char *column, *text;
        kh_status rc;
    } rows[] = {
        { 0, 2, "kind", "x", KH_OK },        { 1, 0, "kind", "x", KH_OK },
        { 0, 2, "size", "x", KH_EBUG },      { 0, N_SUBJECTS, "kind", "x", KH_EBUG },
        { 2, 0, "kind", "x", KH_EBUG },      { 9, 0, "kind", "x", KH_EBUG },
        { 0, 2, "kind", "", KH_EBUG },       { 0, 2, "kind", "\xff", KH_EBUG },
        { 0, 0, "kind", "before", KH_EBUG }, /* out of order */
        { 0, 1, "kind", "twice", KH_EBUG },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct collect c;
        kh_err e = { 0 };
        check_i64(ground(&c, &e), KH_OK, i);
        start(2);
        put_column(0, 1, "kind", "first");
        put_column(rows[i].level, rows[i].subject, rows[i].column, rows[i].text);
        check_i64(give(&c, FRAME_COLUMNS, &e), rows[i].rc, i);
        check_true(!rows[i].rc == !*e.text, i);
        collect_end(&c);
    }
}

/* ---- Mutations ------------------------------------------------------------- */

static uint64_t next_random(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

/* A frame of some type, good before it is spoilt. */
static enum frame_type any_frame(uint64_t *s)
{
    enum frame_type type = FRAME_FILES + (enum frame_type)(next_random(s) % 10);
    start(1);
    if (type == FRAME_FILES)
        put_file((uint32_t)(next_random(s) % 2));
    else if (type == FRAME_SUBJECTS)
        payload_put_sentence(&body, 0, "d");
    else if (type == FRAME_RESULTS)
        payload_put_result(&body, &good_result);
    else if (type == FRAME_REASONS)
        payload_put_reason(&body, &good_reason);
    else if (type == FRAME_ROWS)
        put_row(0, 0, 0);
    else if (type == FRAME_DELIVERIES)
        put_delivery(0, "city");
    else if (type == FRAME_INPUTS)
        put_input(0);
    else if (type == FRAME_REJECTS)
        put_reject(0, 0);
    else if (type == FRAME_COLUMNS)
        put_column(0, 0, "kind", "x");
    else
        put_end();
    return type;
}

static void spoil(uint64_t *s)
{
    uint64_t how = next_random(s);
    for (uint64_t k = how % 4; k; k--)
        body.at[next_random(s) % body.len] = (char)next_random(s);
    if (how % 7 == 0)
        body.len = next_random(s) % body.len;
    if (how % 11 == 0)
        wire_put_i64(&body, (int64_t)next_random(s));
}

/* What was let through refers only to what there is. */
static bool is_sound(const struct measured *m)
{
    bool ok = true;
    for (uint32_t i = 0; i < m->n_results; i++)
        ok = ok && m->results[i].level < 2 && m->results[i].variant < 2 &&
             !sound_result(&schema, m->level[m->results[i].level].n, &m->results[i]);
    for (uint32_t i = 0; i < m->n_reasons; i++)
        ok = ok && m->reasons[i].level < 2 &&
             !sound_reason(&schema, m->level[m->reasons[i].level].n, &m->reasons[i]);
    for (uint32_t i = 0; i < m->n_rows; i++)
        ok = ok && m->rows[i].table < 1 && m->rows[i].cell[1] && !m->rows[i].cell[2];
    for (uint32_t i = 0; i < m->n_rejects; i++)
        ok = ok && m->rejects[i].dataset < 2;
    for (uint32_t i = 0; i < m->n_columns; i++)
        ok = ok && m->columns[i].level < 2 && *m->columns[i].text &&
             m->columns[i].subject < m->level[m->columns[i].level].n;
    return ok;
}

static void test_spoilt_frames_never_leave_anything_unsound(void)
{
    uint64_t seed = 0x9E3779B97F4A7C15u;
    uint32_t taken = 0, refused = 0;
    for (size_t i = 0; i < MUTATIONS; i++) {
        struct collect c;
        kh_err e = { 0 };
        kh_status rc = ground(&c, &e);
        for (int k = 0; k < 4 && !rc; k++) {
            enum frame_type type = any_frame(&seed);
            spoil(&seed);
            rc = give(&c, type, &e);
            taken += !rc;
        }
        refused += rc != KH_OK;
        if (rc && *e.text == 0)
            check_true(!"a refusal has a sentence", i);
        /* A list that was refused may hold a half-read element; it is thrown away whole. */
        if (!rc && !is_sound(c.m))
            check_true(!"what was taken is sound", i);
        collect_end(&c);
    }
    check_true(taken > 1000 && refused > 1000, 0);
}

/* Reasons of an additive indicator must add up, in integers exactly. */
static void test_sums_are_checked(void)
{
    static const struct {
        uint32_t indicator, outcome;
        int64_t value, effect[2];
        double real, reals[2];
        bool holds;
    } rows[] = {
        { 1, KH_SCORED, 5, { 3, 2 }, 0, { 0 }, true },
        { 1, KH_SCORED, 5, { 3, 3 }, 0, { 0 }, false },
        { 1, KH_SCORED, -2, { -4, 2 }, 0, { 0 }, true },
        { 1, KH_SCORED, INT64_MIN, { INT64_MAX, INT64_MAX }, 0, { 0 }, false },
        { 1, KH_NO_DATA, 5, { 0, 0 }, 0, { 0 }, true },
        { 0, KH_SCORED, 5, { 9, 9 }, 0, { 0 }, true }, /* not additive */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct measured_result r = { .indicator = rows[i].indicator,
                                           .outcome = rows[i].outcome,
                                           .value = rows[i].value };
        const struct measured_reason reasons[] = { { .effect = rows[i].effect[0] },
                                                   { .effect = rows[i].effect[1] } };
        check_i64(sound_sum(&schema, &r, reasons, 2), rows[i].holds, i);
    }
}

static void test_memory_is_given_back(void)
{
    buf_end(&body);
}

static const struct unit_case cases[] = {
    { "a whole conversation is taken and sorted",
      test_a_whole_conversation_is_taken_and_sorted },
    { "results that cannot be are refused", test_results_that_cannot_be_are_refused },
    { "two results for one subject are refused",
      test_two_results_for_one_subject_are_refused },
    { "reasons need a rule and a subject", test_reasons_need_a_rule_and_a_subject },
    { "lists that name what is not there are refused",
      test_lists_that_name_what_is_not_there_are_refused },
    { "columns that nobody asked for are refused",
      test_columns_that_nobody_asked_for_are_refused },
    { "counts and lengths that lie are refused",
      test_counts_and_lengths_that_lie_are_refused },
    { "spoilt frames never leave anything unsound",
      test_spoilt_frames_never_leave_anything_unsound },
    { "sums are checked", test_sums_are_checked },
    { "memory is given back", test_memory_is_given_back },
};
UNIT_MAIN("collect", cases)
