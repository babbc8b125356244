/* SPDX-License-Identifier: Apache-2.0 */
/* occ_test.c - kaohe/occ.h: points of occurrences, caps, and reasons that add up. */
#include "unit.h"

#include <kaohe/occ.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
enum { EVENTS = 3, ITEMS = 4, OPEN = -1 };
enum { SUBJECT = 7, INDICATOR = 2 };

/* ---- A host that adds the reasons up ---------------------------------------- */

struct told {
    int64_t sum, given_back, capped;
    uint32_t reasons;
};

static kh_status take_reason(void *ctx, const kh_reason *r)
{
    struct told *t = ctx;
    t->reasons++;
    check_i64(kh_add(&t->sum, r->effect.u.i), 0, t->reasons);
    check_i64(r->subject, SUBJECT, t->reasons);
    check_i64(r->indicator, INDICATOR, t->reasons);
    if (!strcmp(r->rule, "cap")) {
        t->given_back = r->effect.u.i;
        t->capped = r->count;
    }
    return KH_OK;
}

static kh_status refuse_reason(void *ctx, const kh_reason *r)
{
    (void)ctx;
    (void)r;
    return KH_ENOMEM;
}

/* ---- Sections ---------------------------------------------------------------- */

struct event {
    int64_t count, severity, repeat;
};
struct item {
    int64_t deduct, cap;
    struct event event[EVENTS]; /* up to the first that counts 0 times */
};

/* The section as a plugin folds and tells it. */
static void fold(const struct item *item, const kh_emit *out, kh_occ *o, size_t row)
{
    for (size_t i = 0; i < ITEMS && item[i].deduct; i++) {
        int64_t points = 0, count = 0;
        for (size_t k = 0; k < EVENTS && item[i].event[k].count; k++) {
            const struct event *e = &item[i].event[k];
            check_i64(
                kh_occ_count(&points, e->count, item[i].deduct, e->severity * e->repeat), 0,
                row);
            count += e->count;
        }
        check_i64(kh_occ_add(o, points, item[i].cap), 0, row);
        check_i64(kh_reason_i64(out, SUBJECT, INDICATOR, "item", points, count), KH_OK,
                  row);
    }
    check_i64(kh_occ_give_back(o, out, SUBJECT, INDICATOR), KH_OK, row);
}

/* domain.md 10.2 S4. */
static const struct section {
    struct item item[ITEMS];
    int64_t full, sum, left, given_back, capped;
    uint32_t reasons;
} sections[] = {
    /* project P1: 5 + 2 x 1 + 2 */
    { { { 5, 15, { { 1, 1, 1 } } }, { 1, 5, { { 2, 1, 1 } } }, { 2, 6, { { 1, 1, 1 } } } },
      100,
      9,
      91,
      0,
      0,
      3 },
    { { { 0 } }, 100, 0, 100, 0, 0, 0 },
    /* the cap: met, passed by one, of several events together, 0, none */
    { { { 1, 5, { { 5, 1, 1 } } } }, 100, 5, 95, 0, 0, 1 },
    { { { 1, 5, { { 6, 1, 1 } } } }, 100, 5, 95, -1, 1, 2 },
    { { { 2, 5, { { 2, 1, 1 }, { 1, 1, 1 } } } }, 100, 5, 95, -1, 1, 2 },
    { { { 2, 0, { { 2, 1, 1 } } } }, 100, 0, 100, -4, 1, 2 },
    { { { 2, OPEN, { { 500, 1, 1 } } } }, 100, 1000, 0, 0, 0, 1 },
    /* each item has its own: 7 of 5, 9, 18 of 4 */
    { { { 1, 5, { { 7, 1, 1 } } },
        { 3, OPEN, { { 3, 1, 1 } } },
        { 2, 4, { { 9, 1, 1 } } } },
      100,
      18,
      82,
      -16,
      2,
      4 },
    /* severity, repeated, both; the cap comes last */
    { { { 2, OPEN, { { 1, 3, 1 } } } }, 100, 6, 94, 0, 0, 1 },
    { { { 2, OPEN, { { 3, 1, 2 } } } }, 100, 12, 88, 0, 0, 1 },
    { { { 2, 15, { { 1, 1, 1 }, { 1, 3, 2 }, { 1, 1, 2 } } } }, 100, 15, 85, -3, 1, 2 },
    /* 0 exactly, never below */
    { { { 20, OPEN, { { 5, 1, 1 } } } }, 100, 100, 0, 0, 0, 1 },
    { { { 20, 99, { { 5, 1, 1 } } }, { 2, 3, { { 1, 1, 1 } } } }, 100, 101, 0, -1, 1, 3 },
    { { { 1, OPEN, { { 1, 1, 1 } } } }, 0, 1, 0, 0, 0, 1 },
    /* as much as there is room for */
    { { { INT64_MAX, 1, { { 1, 1, 1 } } } },
      INT64_MAX,
      1,
      INT64_MAX - 1,
      1 - INT64_MAX,
      1,
      2 },
};

static void test_sections_are_sums_of_capped_items(void)
{
    for (size_t i = 0; i < COUNT(sections); i++) {
        const struct section *r = &sections[i];
        struct told t = { 0 };
        const kh_emit out = { .size = sizeof out, .ctx = &t, .reason = take_reason };
        kh_occ o = { 0 };
        fold(r->item, &out, &o, i);
        check_i64(kh_occ_sum(&o), r->sum, i);
        check_i64(kh_occ_left(r->full, kh_occ_sum(&o)), r->left, i);
        check_i64(t.given_back, r->given_back, i);
        check_i64(t.capped, r->capped, i);
        check_i64(t.reasons, r->reasons, i);
        check_i64(t.sum, r->sum, i); /* the reasons add up */
    }
}

/* What is wrong or too much is told, and changes nothing. */
static void test_wrong_counts_and_overflow_are_told(void)
{
    static const struct {
        int64_t points, count, deduct, factor;
        int wrong;
    } rows[] = {
        { 1, 1, 1, 1, 0 },
        { 1, 0, 0, 0, 0 },
        { 1, -1, 1, 1, 1 },
        { 1, 1, -1, 1, 1 },
        { 1, 1, 1, -1, 1 },
        { 1, -1, -1, 1, 1 },
        { 0, INT64_MAX, 1, 1, 0 },
        { 1, INT64_MAX, 1, 1, 1 },
        { 1, INT64_MAX / 2, 1, 2, 0 },
        { 2, INT64_MAX / 2, 1, 2, 1 },
        { 0, INT64_MAX / 2 + 1, 2, 1, 1 },
        { 0, INT64_MAX / 2 + 1, 2, 0, 1 }, /* before the factor, too */
        { 0, INT64_C(1) << 32, INT64_C(1) << 31, 1, 1 },
        { 0, INT64_C(1) << 31, INT64_C(1) << 31, 1, 0 },
        { 0, INT64_C(1) << 31, INT64_C(1) << 31, 2, 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t points = rows[i].points;
        check_i64(kh_occ_count(&points, rows[i].count, rows[i].deduct, rows[i].factor),
                  rows[i].wrong, i);
        if (rows[i].wrong)
            check_i64(points, rows[i].points, i);
    }
}

/* The points before the caps must have room, or no reasons could add up. */
static void test_a_section_that_has_no_room_is_told(void)
{
    static const struct {
        int64_t first, second, cap;
        int wrong;
    } rows[] = {
        { INT64_MAX - 3, 3, OPEN, 0 },
        { INT64_MAX - 3, 4, OPEN, 1 },
        { INT64_MAX - 3, 3, 2, 0 },
        { INT64_MAX - 3, 4, 2, 1 },
        { 5, -1, OPEN, 1 },
        { 5, -1, 0, 1 },
        { 5, INT64_MIN, 2, 1 },
        { 0, INT64_MAX, INT64_MAX, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kh_occ o = { 0 }, before;
        check_i64(kh_occ_add(&o, rows[i].first, rows[i].cap), 0, i);
        before = o;
        check_i64(kh_occ_add(&o, rows[i].second, rows[i].cap), rows[i].wrong, i);
        if (rows[i].wrong)
            check_i64(memcmp(&o, &before, sizeof o), 0, i);
    }
}

static void test_a_refusing_host_is_heard(void)
{
    const kh_emit out = { .size = sizeof out, .reason = refuse_reason };
    kh_occ o = { 0 };
    check_i64(kh_occ_give_back(&o, &out, SUBJECT, INDICATOR), KH_OK, 0); /* not asked */
    check_i64(kh_occ_add(&o, 2, 1), 0, 1);
    check_i64(kh_occ_give_back(&o, &out, SUBJECT, INDICATOR), KH_ENOMEM, 1);
}

static const struct unit_case cases[] = {
    { "sections are sums of capped items", test_sections_are_sums_of_capped_items },
    { "wrong counts and overflow are told", test_wrong_counts_and_overflow_are_told },
    { "a section that has no room is told", test_a_section_that_has_no_room_is_told },
    { "a refusing host is heard", test_a_refusing_host_is_heard },
};
UNIT_MAIN("occ", cases)
