/* SPDX-License-Identifier: Apache-2.0 */
/* contractor_test.c - the rules of plugins/contractor, by number, on the default
 * catalogue: what is assessed and what is deducted. */
#include "contractor_kit.h"

#include <stdio.h>
#include <string.h>

/* Sum of deducted.* of one subject, in 0.01 points. */
static int deducted_sum(struct batches_state *s, const char *subject)
{
    static const char *const sections[] = { "SG-P", "SG-Q", "SG-S", "SG-D", "SG-C" };
    int sum = 0;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        char id[32];
        int whole = 0, cents = 0, n = 0;
        snprintf(id, sizeof id, "deducted.%s", sections[i]);
        const char *p = batches_value(s, subject, id);
        for (; *p >= '0' && *p <= '9'; p++)
            whole = whole * 10 + (*p - '0');
        for (p += *p == '.'; n < 2 && *p >= '0' && *p <= '9'; p++, n++)
            cents = cents * 10 + (*p - '0');
        sum += whole * 100 + cents;
    }
    return sum;
}

/* R3, R5: example 1.5. */
static void test_golden_projects_have_91_and_95_points_left(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
    fed(s, "projects",
        "subject,role,class,started\nP1,SG,1,2011-01-01\nP2,SG,1,2011-01-01\n");
    fed(s, "deductions",
        "subject,item,date,count\n"
        "P1,SG-S4,2011-03-02,1\nP1,SG-Q1,2011-03-09,2\n"
        "P1,SG-C3,2011-04-30,1\n"
        "P2,SG-P2,2011-03-31,4\nP2,SG-D2,2011-04-01,3\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_i64(10000 - deducted_sum(s, "P1"), 9100, 0);
    check_i64(10000 - deducted_sum(s, "P2"), 9500, 0);
    check_text(batches_reasons(s),
               "P1,deducted.SG-C,SG-C3,2.00,1\nP1,deducted.SG-Q,SG-Q1,2.00,2\n"
               "P1,deducted.SG-S,SG-S4,5.00,1\n"
               "P2,deducted.SG-D,SG-D2,3.00,3\nP2,deducted.SG-P,SG-P2,2.00,4\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R1. */
static void test_assessed_follows_class_and_dates(void)
{
    static const struct {
        const char *cells;
        int assessed;
    } rows[] = {
        { "SG,1,2011-03-01,,", 1 },
        { "SG,4,2010-01-01,,", 1 },
        { "SG,5,2010-01-01,,", 0 },
        { "SG,0,2010-01-01,,", 0 },
        { "SG,,2010-01-01,,", 0 },
        { "SG,1,2011-04-30,,", 1 },
        { "SG,1,2011-05-01,,", 0 },
        { "SG,1,,,", 0 },
        { "SG,1,2010-01-01,2011-03-01,", 1 },
        { "SG,1,2010-01-01,2011-02-28,", 0 },
        { "SG,1,2010-01-01,,2011-04-30", 0 },
        { "SG,1,2010-01-01,,2011-05-01", 1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[256];
        struct batches *b = contractor_open();
        struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
        snprintf(csv, sizeof csv, "subject,role,class,started,accepted,capitalised\nP,%s\n",
                 rows[i].cells);
        fed(s, "projects", csv);
        fed(s, "deductions", "subject,event_id,item,date\nP,E1,SG-P1,2011-03-01\n");
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "P", "deducted.SG-P"), rows[i].assessed ? "1.00,1" : "",
                   i);
        check_text(batches_table_rows(s, "not_counted"),
                   rows[i].assessed ? "" : "P,deductions,E1,not_assessed,1\n", i);
        if (!rows[i].assessed)
            check_text(batches_results(s), "", i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R1: without the columns every project is assessed. */
static void test_absent_columns_exclude_nothing(void)
{
    struct batches *b = contractor_new();
    batches_table(b, "catalogue", "item,section,deduct\nH,all,7\n");
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = batches_begin(b, NULL, NULL, 0);
    fed(s, "projects", "subject\nx/1\n");
    fed(s, "deductions",
        "subject,item,date\nx/1,H,2011-03-01\nx/2,H,1999-03-01\n"
        "x/2,H,1999-03-02\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "x/1", "deducted.all"), "7.00,1", 0);
    check_text(batches_table_rows(s, "not_counted"), "x/2,deductions,,not_assessed,2\n", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R2. */
static void test_what_does_not_count_is_listed_with_its_reason(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = begun(b);
    fed(s, "deductions",
        "subject,event_id,item,date,count,severity,a,b,cause,appeal\n"
        "P,E1,SG-X9,2011-03-01,1,,,,,\nP,E2,SJ-C1,2011-03-01,1,,,,,\n"
        "P,E3,SG-P1,2011-03-01,1,,,,force_majeure,\nP,E4,SG-P1,2011-03-01,1,,,,customer,\n"
        "P,E5,SG-P1,2011-03-01,1,,,,,granted\nP,E6,SG-D3,2011-03-01,1,,7,,,\n"
        "N,E7,SG-P1,2011-03-01,1,,,,,granted\nP,E8,SG-P1,2011-02-28,1,,,,,granted\n"
        "P,E9,SG-P1,2011-03-01,1,,,,,rejected\nP,EA,SG-P1,2011-05-01,1,,,,,\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_table_rows(s, "not_counted"),
               "N,deductions,E7,not_assessed,1\nP,deductions,E1,unknown_item,1\n"
               "P,deductions,E2,other_role,1\nP,deductions,E3,cause,1\n"
               "P,deductions,E4,cause,1\nP,deductions,E5,appeal_granted,1\n"
               "P,deductions,E6,no_quantity,1\n",
               0);
    check_text(batches_value(s, "P", "deducted.SG-P"), "1.00,1", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R2. */
static void test_counts_below_1_and_quantities_below_0_are_rejects(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = begun(b);
    fed(s, "deductions",
        "subject,item,date,count,a,b\nP,SG-P1,2011-03-01,0,,\n"
        "P,SG-P1,2011-03-01,-1,,\nP,SG-D3,2011-03-01,,-1,5\n"
        "P,SG-D3,2011-03-01,,1,-5\nP,SG-P1,2011-03-01,,,\n");
    fed(s, "projects", "subject,fee_yuan\nQ,-1\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_rejects(b),
               "deductions,0,count,is below 1\ndeductions,1,count,is below 1\n"
               "deductions,2,a,is below 0\ndeductions,3,b,is below 0\n"
               "projects,0,fee_yuan,is below 0\n",
               0);
    check_text(batches_value(s, "P", "deducted.SG-P"), "1.00,1", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R3. */
static void test_items_stop_at_their_cap(void)
{
    static const struct value_row rows[] = {
        { EVENTS "P,SG-P1,2011-03-01,5,\n", "P", "deducted.SG-P", "5.00,1" },
        { EVENTS "P,SG-P1,2011-03-01,6,\n", "P", "deducted.SG-P", "5.00,1" },
        { EVENTS "P,SG-P2,2011-03-01,19,\nP,SG-P1,2011-03-02,9,\n", "P", "deducted.SG-P",
          "14.50,2" },
        { EVENTS "P,SG-P2,2011-03-01,99,\nP,SG-P1,2011-03-02,9,\n", "P", "deducted.SG-P",
          "15.00,2" },
        { EVENTS "P,SG-S4,2011-03-01,1,general\nP,SG-S4,2011-03-01,1,serious\n", "P",
          "deducted.SG-S", "15.00,2" },
        { EVENTS "P,SG-S4,2011-03-01,1,\nP,SG-S4,2011-03-01,2,serious\n", "P",
          "deducted.SG-S", "20.00,2" },
        { EVENTS "D,DD-R1,2011-03-01,3,\nD,DD-R2,2011-03-01,6,\n", "D", "deducted.DD-R",
          "13.00,2" },
        { EVENTS, "P", "deducted.SG-P", "0.00,0" },
        { EVENTS, "P", "deducted.DD-R", "na,,0" },
        { EVENTS, "D", "deducted.SG-P", "na,,0" },
    };
    CHECK_VALUES(rows);
}

/* R5. */
static void test_reasons_add_up_through_the_cap(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = begun(b);
    fed(s, "deductions", EVENTS "P,SG-P1,2011-03-01,7,\nP,SG-P2,2011-03-01,30,\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "P", "deducted.SG-P"), "15.00,2", 0);
    check_text(batches_reasons(s),
               "P,deducted.SG-P,SG-P1,7.00,7\nP,deducted.SG-P,SG-P2,15.00,30\n"
               "P,deducted.SG-P,cap,-7.00,2\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R4: only the item marked so, on the same project, counted in the cycle before. */
static void test_repeats_double(void)
{
    static const struct value_row rows[] = {
        { EVENTS "P,SG-Q1,2011-03-01,3,\n", "P", "deducted.SG-Q", "3.00,1" },
        { EVENTS "P,SG-Q1,2011-03-01,3,\nP,SG-Q1,2011-02-28,1,\n", "P", "deducted.SG-Q",
          "6.00,1" },
        { EVENTS "P,SG-Q1,2011-03-01,3,\nP,SG-Q1,2011-01-01,1,\n", "P", "deducted.SG-Q",
          "6.00,1" },
        { EVENTS "P,SG-Q1,2011-03-01,3,\nP,SG-Q1,2010-12-31,1,\n", "P", "deducted.SG-Q",
          "3.00,1" },
        { EVENTS "P,SG-Q2,2011-03-01,3,\nP,SG-Q2,2011-02-28,1,\n", "P", "deducted.SG-Q",
          "9.00,1" },
        { EVENTS "P,SG-Q1,2011-03-01,3,\nP,SG-Q2,2011-02-28,1,\n", "P", "deducted.SG-Q",
          "3.00,1" },
        { EVENTS "P,SG-Q1,2011-03-01,3,\nD,SG-Q1,2011-02-28,1,\n", "P", "deducted.SG-Q",
          "3.00,1" },
        { "subject,item,date,count,appeal\nP,SG-Q1,2011-03-01,3,\nP,SG-Q1,2011-02-28,1,"
          "granted\n",
          "P", "deducted.SG-Q", "3.00,1" },
        { "subject,item,date,count,appeal\nP,SG-Q1,2011-03-01,3,\nP,SG-Q1,2011-02-28,1,"
          "pending\n",
          "P", "deducted.SG-Q", "6.00,1,upheld 3.00" },
        { "subject,item,date,count,cause\nP,SG-Q1,2011-03-01,3,\nP,SG-Q1,2011-02-28,1,"
          "customer\n",
          "P", "deducted.SG-Q", "3.00,1" },
    };
    CHECK_VALUES(rows);
}

/* R6: closed upper ends are the scheme's; the rate itself is exact. */
static void test_rates_pool_their_quantities(void)
{
    static const struct value_row rows[] = {
        { RATES "P,SG-D3,2011-03-01,103,100\n", "P", "rate.SG-D3", "3/100,1" },
        { RATES "P,SG-D3,2011-03-01,97,100\n", "P", "rate.SG-D3", "0/100,1" },
        { RATES "P,SG-D3,2011-03-01,110.5,100\nP,SG-D3,2011-03-01,99.5,100\n", "P",
          "rate.SG-D3", "10/200,2" },
        { RATES "P,SG-D3,2011-03-01,3,0\n", "P", "rate.SG-D3", "3/1,1" },
        { RATES "P,SG-D3,2011-03-01,0,0\n", "P", "rate.SG-D3", "no_data,,1" },
        { RATES, "P", "rate.SG-D3", "no_data,,0" },
        { RATES, "S", "rate.SG-D3", "na,,0" },
        { RATES "S,SJ-D1,2011-03-01,95,100\n", "S", "rate.SJ-D1", "5/100,1" },
        { RATES "S,SJ-D1,2011-03-01,105,100\n", "S", "rate.SJ-D1", "5/100,1" },
        { RATES "S,SJ-B2,2011-03-06,2,15\nS,SJ-B2,2011-04-06,0,14\n", "S", "rate.SJ-B2",
          "2/29,2" },
    };
    CHECK_VALUES(rows);
}

/* R7; domain.md 10.3 G1: what vetoes is not deducted besides. */
static void test_vetoes_and_tiered_items_are_counted(void)
{
    static const struct value_row rows[] = {
        { EVENTS "P,SG-S5,2011-03-01,,\n", "P", "count.SG-S5", "1,1" },
        { EVENTS, "P", "count.SG-S5", "0,0" },
        { EVENTS "S,SJ-B1,2011-03-01,2,\nS,SJ-B1,2011-04-01,1,serious\n", "S",
          "count.SJ-B1", "3,2" },
        { EVENTS "P,SG-S5,2011-03-01,,\n", "S", "count.SG-S5", "na,,0" },
        { EVENTS "P,SG-S5,2011-03-01,,\n", "P", "deducted.SG-S", "0.00,0" },
    };
    CHECK_VALUES(rows);
}

#define APPEALS "subject,item,date,count,appeal,a,b\n"

/* R8. */
static void test_pending_appeals_count_and_show_the_other_value(void)
{
    static const struct value_row rows[] = {
        { APPEALS "P,SG-P1,2011-03-01,2,pending,,\nP,SG-P1,2011-03-01,1,,,\n", "P",
          "deducted.SG-P", "3.00,2,upheld 1.00" },
        { APPEALS "P,SG-P1,2011-03-01,9,pending,,\nP,SG-P1,2011-03-01,9,,,\n", "P",
          "deducted.SG-P", "5.00,2,upheld 5.00" },
        { APPEALS "P,SG-P1,2011-03-01,2,rejected,,\n", "P", "deducted.SG-P", "2.00,1" },
        { APPEALS "P,SG-S5,2011-03-01,1,pending,,\n", "P", "count.SG-S5", "1,1,upheld 0" },
        { APPEALS "P,SG-D3,2011-03-01,1,pending,120,100\nP,SG-D3,2011-03-01,1,,100,100\n",
          "P", "rate.SG-D3", "20/200,2,upheld 0/100" },
        { APPEALS "P,SG-D3,2011-03-01,1,pending,120,100\n", "P", "rate.SG-D3",
          "20/100,1,upheld 0/0" },
        { APPEALS "P,SG-D3,2011-03-01,1,pending,120,100\n", "P", "charged",
          "3000.00,1,upheld 0.00" },
        { APPEALS "P,SG-D3,2011-03-01,1,pending,120,100\n", "P", "overflow",
          "7000.00,1,upheld 0.00" },
    };
    CHECK_VALUES(rows);
}

static const struct unit_case cases[] = {
    { "golden: 91 and 95 points are left",
      test_golden_projects_have_91_and_95_points_left },
    { "assessed follows class and dates", test_assessed_follows_class_and_dates },
    { "absent columns exclude nothing", test_absent_columns_exclude_nothing },
    { "what does not count is listed", test_what_does_not_count_is_listed_with_its_reason },
    { "counts below 1 are rejects",
      test_counts_below_1_and_quantities_below_0_are_rejects },
    { "items stop at their cap", test_items_stop_at_their_cap },
    { "reasons add up through the cap", test_reasons_add_up_through_the_cap },
    { "repeats double", test_repeats_double },
    { "rates pool their quantities", test_rates_pool_their_quantities },
    { "vetoes and tiered items are counted", test_vetoes_and_tiered_items_are_counted },
    { "pending appeals count", test_pending_appeals_count_and_show_the_other_value },
};
UNIT_MAIN("contractor", cases)
