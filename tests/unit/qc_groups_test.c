/* SPDX-License-Identifier: Apache-2.0 */
/* qc_groups_test.c - plugins/qc: improvement, eligibility, and the rates of organisers, by
 * rule number. */
#include "qc_kit.h"

#include <stdio.h>

#define SERIES "subject,phase,period,value,target,better\n"
#define THREE_BEFORE \
    "T,before,1,40,20,lower\nT,before,2,40,20,lower\nT,before,3,40,20,lower\n"

/* R9, R10: domain.md 5.3 and 10.1 M3, and what a way of nothing is. */
static void test_attainment_and_progress(void)
{
    static const struct {
        const char *csv, *attainment, *progress, *remark;
    } rows[] = {
        { SERIES "T,before,1,40,20,lower\nT,after,2,16,20,lower\n", "24/20,1", "-24/40,1",
          "T,,,40.00,20.00,16.00,120.00,-60.00,\n" },
        { SERIES "T,before,1,30,20,lower\nT,before,2,50,20,lower\nT,after,3,16,20,lower\n",
          "48/40,1", "-48/80,1", "T,,,40.00,20.00,16.00,120.00,-60.00,\n" },
        { SERIES "T,before,1,72.5,85,higher\nT,after,2,80,85,\n", "75/125,1", "75/725,1",
          "T,,,72.50,85.00,80.00,60.00,10.34,\n" },
        { SERIES "T,before,1,40,20,higher\nT,after,2,16,,\n", "24/20,1", "-24/40,1",
          "T,,,40.00,20.00,16.00,120.00,-60.00,against_direction\n" },
        { SERIES "T,before,1,20,20,lower\nT,after,2,20,20,lower\n", "1/1,1", "0/20,1",
          "T,,,20.00,20.00,20.00,100.00,0.00,\n" },
        { SERIES "T,before,1,20,20,lower\nT,after,2,20.0001,20,lower\n", "0/1,1",
          "1/200000,1", "T,,,20.00,20.00,20.00,0.00,0.00,\n" },
        { SERIES "T,before,1,20,20,higher\nT,after,2,21,20,\n", "1/1,1", "1/20,1",
          "T,,,20.00,20.00,21.00,100.00,5.00,\n" },
        { SERIES "T,before,1,20,20,\nT,after,2,21,20,\n", "no_data,,1", "1/20,1",
          "T,,,20.00,20.00,21.00,,5.00,no_direction\n" },
        { SERIES "T,before,1,20,20,higher\nT,after,2,21,20,lower\n", "no_data,,1", "1/20,1",
          "T,,,20.00,20.00,21.00,,5.00,no_direction\n" },
        { SERIES "T,before,1,40,20,\nT,after,2,16,10,\n", "no_data,,1", "-24/40,1",
          "T,,,40.00,,16.00,,-60.00,targets_differ\n" },
        { SERIES "T,before,1,40,,\nT,after,2,16,,\n", "no_data,,1", "-24/40,1",
          "T,,,40.00,,16.00,,-60.00,no_target\n" },
        { SERIES "T,before,1,40,20,\n", "no_data,,0", "no_data,,0",
          "T,,,40.00,20.00,,,,no_after\n" },
        { SERIES "T,after,1,40,20,\n", "no_data,,1", "no_data,,1",
          "T,,,,20.00,40.00,,,no_before\n" },
        { SERIES "T,before,1,0,5,\nT,after,2,4,5,\n", "4/5,1", "no_data,,1",
          "T,,,0.00,5.00,4.00,80.00,,\n" },
        { SERIES "T,before,1,-10,5,\nT,after,2,-5,5,\n", "5/15,1", "5/10,1",
          "T,,,-10.00,5.00,-5.00,33.33,50.00,\n" },
        { SERIES "T,before,1,900000000000000,1,\nT,before,2,1,1,\nT,before,3,1,1,\n"
                 "T,after,2,1,1,\nT,after,3,1,1,\n",
          "no_data,,2", "no_data,,2", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct batches *b = qc_new();
        struct batches_state *s = qc_begun(b);
        fed(s, "series", rows[i].csv);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "T", "attainment"), rows[i].attainment, i);
        check_text(batches_value(s, "T", "progress"), rows[i].progress, i);
        if (rows[i].remark)
            check_text(batches_table_rows(s, "improvement"), rows[i].remark, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R10: progress from nothing, in multiples of 1. */
static void test_progress_from_nothing_by_policy(void)
{
    struct batches *b = qc_new();
    batches_param(b, "zero_base", "base1");
    struct batches_state *s = qc_begun(b);
    fed(s, "series", SERIES "T,before,1,0,5,\nT,after,2,4,5,\nT,after,3,5,5,\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "T", "progress"), "9/2,2", 0);
    check_text(batches_value(s, "T", "before"), "0/1,1", 0);
    check_text(batches_value(s, "T", "after"), "9/2,2", 0);
    check_text(batches_value(s, "T", "target"), "5.0000,1", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R10: 100 % is reached; a topic without an attainment does not count. */
static void test_attained_topics_of_a_group(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "series",
        "subject,topic_id,phase,period,value,target\nG,a,before,1,40,20\nG,a,after,2,20,"
        "20\n"
        "G,b,before,1,40,20\nG,b,after,2,21,20\nG,c,before,1,40,20\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "G", "attained_rate"), "1/2,2", 0);
    check_text(batches_value(s, "G", "progress"), "na,,0", 0);
    check_text(batches_value(s, "G", "thin_series"), "3,3", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R11: distinct periods count, not rows. */
static void test_series_need_their_periods(void)
{
    static const struct value_row rows[] = {
        { "series", SERIES THREE_BEFORE "T,after,1,1,,\nT,after,2,1,,\nT,after,3,1,,\n",
          "T", "thin_series", "0,1" },
        { "series", SERIES THREE_BEFORE "T,after,1,1,,\nT,after,2,1,,\nT,after,2,3,,\n",
          "T", "thin_series", "1,1" },
        { "series", SERIES "T,after,1,1,,\nT,after,2,1,,\nT,after,3,3,,\n", "T",
          "thin_series", "1,1" },
        { "marks", "subject,form,judge,item,points\nT,show,A,cause,1\n", "T", "thin_series",
          "1,1" },
    };
    CHECK_VALUES(rows);
}

#define GROUPS "subject,registered_on,members,struck_off\n"

/* R12, R13, R14, R17. */
static void test_groups_are_registered_anew_each_year(void)
{
    static const struct value_row rows[] = {
        { "groups", GROUPS "G,2010-01-05,5,\n", "G", "unregistered", "0,1" },
        { "groups", GROUPS "G,2010-12-31,5,\n", "G", "unregistered", "0,1" },
        { "groups", GROUPS "G,2009-12-31,5,\n", "G", "unregistered", "1,1" },
        { "groups", GROUPS "G,,5,\n", "G", "unregistered", "1,1" },
        { "groups", GROUPS "G,2011-01-01,5,\n", "G", "unregistered", "" },
        { "groups", GROUPS "G,2009-01-01,2,\nG,2010-01-01,5,\nG,2011-01-01,2,\n", "G",
          "members_wrong", "0,1" },
        { "groups", GROUPS "G,2009-01-01,5,\nG,2010-01-01,2,\nG,,5,\n", "G",
          "members_wrong", "1,1" },
        { "groups", GROUPS "G,2010-01-05,3,\n", "G", "members_wrong", "0,1" },
        { "groups", GROUPS "G,2010-01-05,10,\n", "G", "members_wrong", "0,1" },
        { "groups", GROUPS "G,2010-01-05,11,\n", "G", "members_wrong", "1,1" },
        { "groups", GROUPS "G,2010-01-05,,\n", "G", "members_wrong", "1,1" },
        { "groups", "subject\nG\n", "G", "members_wrong", "0,1" },
        { "groups", "subject\nG\n", "G", "unregistered", "0,1" },
        { "groups", GROUPS "G,2010-01-05,5,2010-12-31\n", "G", "struck_off", "1,1" },
        { "groups", GROUPS "G,2010-01-05,5,2011-01-01\n", "G", "struck_off", "0,1" },
        { "groups", GROUPS "G,2010-01-05,5,2010-06-30\n", "G", "struck_off", "" },
    };
    CHECK_VALUES(rows);
}

#define MEETINGS "subject,date,expected,attended\n"

/* R15, R16, R18: active through whole months only. */
static void test_groups_meet_every_month(void)
{
    static const struct {
        const char *group, *meetings, *months, *idle, *attendance;
    } rows[] = {
        { "G,2010-01-05,5,\n",
          MEETINGS
          "G,2010-07-31,5,5\nG,2010-08-01,5,4\nG,2010-09-30,5,4\nG,2010-10-01,5,4\n"
          "G,2010-11-11,5,4\nG,2010-12-31,5,4\n",
          "0,6", "0,1", "25/30,30" },
        { "G,2010-01-05,5,\n", MEETINGS "G,2010-06-30,5,5\nG,2011-01-01,5,4\n", "6,6",
          "1,1", "no_data,,0" },
        { "G,2010-07-02,5,\n", MEETINGS, "5,6", "0,1", "no_data,,0" },
        { "G,2010-07-01,5,\n", MEETINGS, "6,6", "1,1", "no_data,,0" },
        { "G,2010-01-05,5,2010-10-31\n", MEETINGS "G,2010-07-05,5,5\n", "2,6", "0,1",
          "5/5,5" },
        { "G,,5,\n", MEETINGS "G,2010-12-05,5,5\nG,2010-12-06,,\n", "5,6", "0,1", "5/5,5" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[128];
        struct batches *b = qc_new();
        struct batches_state *s = qc_begun(b);
        snprintf(csv, sizeof csv, GROUPS "%s", rows[i].group);
        fed(s, "groups", csv);
        fed(s, "meetings", rows[i].meetings);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "G", "months_without_meeting"), rows[i].months, i);
        check_text(batches_value(s, "G", "idle"), rows[i].idle, i);
        check_text(batches_value(s, "G", "attendance"), rows[i].attendance, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R14, R15: a reason per month and per way to be wrong. */
static void test_failures_give_reasons(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "groups", "subject,group_id,registered_on,members\nG,a,2009-01-01,2\nG,b,,11\n");
    fed(s, "meetings",
        "subject,group_id,date\nG,a,2010-07-01\nG,a,2010-08-01\nG,a,2010-09-01\n"
        "G,a,2010-10-01\nG,a,2010-11-01\nG,b,2010-07-01\nG,b,2010-08-01\nG,b,2010-09-01\n"
        "G,b,2010-11-01\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_reasons(s),
               "G,members_wrong,too_few,1,1\nG,members_wrong,too_many,1,1\n"
               "G,months_without_meeting,M2010-10,1,1\n"
               "G,months_without_meeting,M2010-12,2,2\nG,unregistered,unregistered,2,2\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R16, R24: what cannot be is a reject. */
static void test_impossible_counts_are_rejects(void)
{
    struct batches *b = qc_new();
    batches_param(b, "use", "organiser");
    struct batches_state *s = qc_begun(b);
    fed(s, "groups", "subject,members\nC,-1\n");
    fed(s, "meetings", MEETINGS "C,2010-07-01,5,6\nC,2010-07-01,-1,\nC,2010-07-01,5,-1\n");
    fed(s, "staff", "subject,date,employees\nC,2010-07-01,-1\n");
    fed(s, "counts",
        "subject,indicator,numerator,denominator\nC,activity,2,1\nC,activity,-1,1\n"
        "C,activity,0,-1\nC,activity,1,1\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_rejects(b),
               "groups,0,members,is below 0\nmeetings,0,attended,is above `expected`\n"
               "meetings,1,expected,is below 0\nmeetings,2,attended,is below 0\n"
               "staff,0,employees,is below 0\ncounts,0,numerator,is above `denominator`\n"
               "counts,1,numerator,is below 0\ncounts,2,denominator,is below 0\n",
               0);
    check_text(batches_value(s, "C", "counts.activity"), "1/1,1", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R19, R20, R21, R22, R23. */
static void test_organisers_have_rates(void)
{
    struct batches *b = qc_new();
    batches_param(b, "use", "organiser");
    struct batches_state *s = qc_begun(b);
    fed(s, "groups",
        "subject,unit,group_id,registered_on,members,struck_off\n"
        "C,u,1,2010-01-01,5,\nC,u,2,2010-02-01,6,2010-11-01\nC,v,1,2010-03-01,7,\n"
        "C,v,2,2009-03-01,9,\nC,v,3,2010-01-01,9,2010-06-30\nC,v,4,2011-01-01,9,\n");
    fed(s, "meetings",
        "subject,unit,group_id,date,expected,attended\nC,u,1,2010-07-01,5,4\n"
        "C,u,2,2010-06-30,6,1\nC,v,1,2010-12-31,7,7\nC,v,2,2010-12-31,9,9\n"
        "C,v,4,2010-12-31,9,9\n");
    fed(s, "topics",
        "subject,topic_id,registered_on,finished_on\nC,a,2010-01-01,2010-06-30\n"
        "C,b,2010-01-01,2010-07-01\nC,c,2010-01-01,2010-12-31\nC,d,2010-12-31,\n"
        "C,e,2011-01-01,\nC,f,2010-01-01,2011-01-01\n");
    fed(s, "staff",
        "subject,unit,date,employees\nC,u,2009-12-31,99\nC,u,2010-12-31,20\n"
        "C,v,2010-06-30,30\nC,v,2011-01-01,99\n");
    fed(s, "recommended",
        "subject,date,awarded\nC,2010-12-31,true\nC,2010-12-31,false\nC,2010-12-30,\n"
        "C,2011-01-01,true\nC,2010-06-30,true\n");
    batches_subject(s, "D");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_results(s),
               "C,activity_rate,scored,2/3,3\nC,attendance,scored,29/30,30\n"
               "C,award_rate,scored,1/3,3\nC,counts.activity,no_data,,0\n"
               "C,counts.attendance,no_data,,0\nC,counts.award,no_data,,0\n"
               "C,counts.participation,no_data,,0\nC,counts.result,no_data,,0\n"
               "C,participation,scored,18/50,50\nC,result_rate,scored,2/4,4\n"
               "D,activity_rate,no_data,,0\nD,attendance,no_data,,0\n"
               "D,award_rate,no_data,,0\nD,counts.activity,no_data,,0\n"
               "D,counts.attendance,no_data,,0\nD,counts.award,no_data,,0\n"
               "D,counts.participation,no_data,,0\nD,counts.result,no_data,,0\n"
               "D,participation,no_data,,0\nD,result_rate,no_data,,0\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

static const char *sector(const char *subject)
{
    (void)subject;
    return "all";
}

/* R24: domain.md 9.4: a ratio of sums, not the mean of ratios. */
static void test_counts_are_pooled(void)
{
    struct batches *b = qc_new();
    batches_param(b, "use", "organiser");
    struct batches_state *s = qc_begun(b);
    fed(s, "counts",
        "subject,date,indicator,numerator,denominator\nA,2010-12-31,activity,2135,2317\n"
        "B,2010-12-31,activity,16290,18725\nC,2010-12-31,activity,2949,3230\n"
        "C,2011-01-01,activity,1,1\nC,2010-06-30,activity,1,1\nC,,activity,0,0\n");
    struct batches_state *all = batches_rollup(s, sector);
    check_i64(batches_score(all), KH_OK, 0);
    check_text(batches_value(all, "all", "counts.activity"), "21374/24272,24272", 0);
    check_i64(batches_end(b), 0, 0);
}

static const struct unit_case cases[] = {
    { "attainment and progress", test_attainment_and_progress },
    { "progress from nothing by policy", test_progress_from_nothing_by_policy },
    { "attained topics of a group", test_attained_topics_of_a_group },
    { "series need their periods", test_series_need_their_periods },
    { "groups are registered anew each year", test_groups_are_registered_anew_each_year },
    { "groups meet every month", test_groups_meet_every_month },
    { "failures give reasons", test_failures_give_reasons },
    { "impossible counts are rejects", test_impossible_counts_are_rejects },
    { "organisers have rates", test_organisers_have_rates },
    { "counts are pooled", test_counts_are_pooled },
};
UNIT_MAIN("qc groups", cases)
