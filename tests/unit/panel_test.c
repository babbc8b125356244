/* SPDX-License-Identifier: Apache-2.0 */
/* panel_test.c - judge panels of kaohe/panel.h: domain.md 10.2 S7. */
#include "unit.h"

#include <kaohe/panel.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define MOST INT64_MAX

static void test_panels_drop_one_of_each_end(void)
{
    static const struct {
        int64_t value[7];
        uint32_t n;
        int64_t sum, used;
    } rows[] = {
        { { 88, 92, 85, 90, 95, 87, 91 }, 7, 448, 5 }, /* 10.2 S7: 89.60 */
        { { 90, 90, 90, 90, 90 }, 5, 270, 3 },         /* equal ends: one each */
        { { 80, 95, 95, 80, 85 }, 5, 260, 3 },
        { { 80, 90, 70, 100 }, 4, 340, 4 }, /* too few to trim */
        { { 80, 90, 70 }, 3, 240, 3 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kh_panel p = { 0 };
        check_i64(kh_panel_of(&p, rows[i].value, rows[i].n, 5), 0, i);
        check_i64(p.sum, rows[i].sum, i);
        check_i64(p.used, rows[i].used, i);
    }
    kh_panel p = { 0 };
    check_true(kh_panel_of(&p, (const int64_t[]){ MOST, MOST, MOST }, 3, 5), 0);
}

static void test_sorted_panels_drop_as_many_as_told(void)
{
    static const int64_t marks[] = { 85, 87, 88, 90, 91, 92, 95 }; /* 10.2 S7, sorted */
    static const int64_t great[] = { 1, MOST, MOST, MOST };
    static const int64_t sum[] = { 628, 448, 269, 90 };
    kh_panel p, one;
    for (uint32_t cut = 0; cut < COUNT(sum); cut++) {
        check_i64(kh_panel_sorted(&p, marks, COUNT(marks), cut), 0, cut);
        check_i64(p.sum, sum[cut], cut);
        check_i64(p.used, COUNT(marks) - 2 * cut, cut);
    }
    check_i64(kh_panel_of(&one, marks, COUNT(marks), 5), 0, 4);
    check_i64(kh_panel_sorted(&p, marks, COUNT(marks), 1), 0, 4);
    check_i64(one.sum, p.sum, 4);
    check_i64(one.high, p.high, 4);
    check_i64(one.low, p.low, 4);
    check_i64(kh_panel_sorted(&p, marks, 0, 0), 0, 5);
    check_i64(p.used, 0, 5);
    check_true(kh_panel_sorted(&p, great, COUNT(great), 1), 6); /* broken: no room */
}

static const struct unit_case cases[] = {
    { "panels drop one of each end", test_panels_drop_one_of_each_end },
    { "sorted panels drop as many as told", test_sorted_panels_drop_as_many_as_told },
};
UNIT_MAIN("panel", cases)
