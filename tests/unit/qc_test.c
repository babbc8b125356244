/* SPDX-License-Identifier: Apache-2.0 */
/* qc_test.c - plugins/qc: forms, judges and panels, by rule number. */
#include "qc_kit.h"

#include <stdio.h>
#include <string.h>

#define MARKS "subject,form,judge,item,points\n"

/* Marks of one-item panels: judge by judge. */
static const char *cause(const char *const *points, size_t n)
{
    static char csv[4096];
    size_t at = (size_t)snprintf(csv, sizeof csv, "%s", MARKS);
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(csv + at, sizeof csv - at, "T,show,J%zu,cause,%s\n", i,
                               points[i]);
    return csv;
}

static const char topics[] = "subject,kind,unit,registered_on,started_on,finished_on\n"
                             "T,problem,U1,2010-06-01,2010-06-10,2010-12-31\n"
                             "I,innovation,U2,2010-06-01,2010-06-10,2010-07-01\n"
                             "L,problem,U1,2010-06-11,2010-06-10,2010-08-01\n"
                             "O,problem,U1,2010-01-01,2010-01-10,2010-06-30\n"
                             "N,problem,U1,2011-01-01,2011-01-10,2011-01-01\n"
                             "W,problem,U1,2010-09-01,2010-09-10,\n";

struct panel_row {
    const char *points[10];
    size_t n;
    const char *value, *table;
};

static void check_panel(const struct panel_row *row, size_t i)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "topics", topics);
    fed(s, "marks", cause(row->points, row->n));
    check_i64(batches_score(s), KH_OK, i);
    check_text(batches_value(s, "T", "panel.show"), row->value, i);
    check_text(batches_table_rows(s, "panels"), row->table, i);
    check_i64(batches_end(b), 0, i);
}

/* R5, R7: domain.md 5.3 and 10.2 S7: equal extremes, and how many judges it takes. */
static void test_panels_are_trimmed_from_five_judges(void)
{
    static const struct panel_row rows[] = {
        { { "88", "92", "85", "90", "95", "87", "91" },
          7,
          "448/5,7",
          "T,,show,,7,95.00,85.00,89.60\n" },
        { { "90", "90", "90", "80", "80" },
          5,
          "260/3,5",
          "T,,show,,5,90.00,80.00,86.67\n" },
        { { "90", "90", "90", "90", "90" },
          5,
          "270/3,5",
          "T,,show,,5,90.00,90.00,90.00\n" },
        { { "100", "80", "80", "0" }, 4, "260/4,4", "T,,show,,4,,,65.00\n" },
        { { "100", "80.5", "0" }, 3, "1805/30,3", "T,,show,,3,,,60.17\n" },
        { { "100", "80" }, 2, "na,,0", "T,,show,,2,,,\n" },
        { { "100" }, 1, "na,,0", "T,,show,,1,,,\n" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_panel(&rows[i], i);
}

/* R7. */
static void test_too_few_judges_say_so(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "topics", topics);
    fed(s, "marks", MARKS "T,show,A,cause,90\nT,show,B,cause,91\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "T", "panel.onsite"), "no_data,,0", 0);
    check_text(batches_reasons(s),
               "I,thin_series,both,1,1\nL,late_topics,late_topics,1,1\n"
               "L,thin_series,both,1,1\nT,panel.show,too_few_judges,0,2\n"
               "T,thin_series,both,1,1\n",
               0);
    check_text(batches_table_rows(s, "excluded_marks"),
               "T,,show,A,too_few_judges,1\nT,,show,B,too_few_judges,1\n", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R1. */
static void test_topics_are_reviewed_when_they_finish(void)
{
    static const struct {
        const char *subject, *value;
    } rows[] = {
        { "T", "270/3,3" }, { "I", "270/3,3" }, { "O", "" },
        { "N", "" },        { "W", "" },        { "X", "270/3,3" }, /* in no register */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[512];
        const char *u = rows[i].subject;
        struct batches *b = qc_new();
        struct batches_state *s = qc_begun(b);
        fed(s, "topics", topics);
        snprintf(csv, sizeof csv,
                 MARKS "%s,onsite,A,work,60\n%s,onsite,A,proof,30\n%s,onsite,B,work,60\n"
                       "%s,onsite,B,proof,30\n%s,onsite,C,work,60\n%s,onsite,C,proof,30\n",
                 u, u, u, u, u, u);
        fed(s, "marks", csv);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, u, "panel.onsite"), rows[i].value, i);
        snprintf(csv, sizeof csv, "%s,,onsite,,other_window,6\n", u);
        check_text(batches_table_rows(s, "excluded_marks"), *rows[i].value ? "" : csv, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R1: registers without the column hold back no topic. */
static void test_without_a_finish_column_all_are_reviewed(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "topics", "subject,kind\nT,problem\n");
    fed(s, "marks", MARKS "T,show,A,cause,90\nT,show,B,cause,91\nT,show,C,cause,92\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "T", "panel.show"), "273/3,3", 0);
    check_text(batches_value(s, "T", "late_topics"), "0,1", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R2: on the day itself is not before; unknown dates of work are never late. */
static void test_late_registrations_are_counted(void)
{
    static const struct {
        const char *cells, *value;
    } rows[] = {
        { "2010-06-09,2010-06-10", "0,1" }, { "2010-06-10,2010-06-10", "0,1" },
        { "2010-06-11,2010-06-10", "1,1" }, { ",2010-06-10", "1,1" },
        { "2010-06-11,", "0,1" },           { ",", "0,1" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[128];
        struct batches *b = qc_new();
        struct batches_state *s = qc_begun(b);
        snprintf(csv, sizeof csv, "subject,registered_on,started_on\nT,%s\n",
                 rows[i].cells);
        fed(s, "topics", csv);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "T", "late_topics"), rows[i].value, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R3: the kind chooses the form's items. */
static void test_forms_follow_the_kind(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "topics", topics);
    fed(s, "marks",
        MARKS "I,show,A,idea,40\nI,show,A,plan,45\nI,show,B,idea,40\nI,show,B,plan,44\n"
              "I,show,C,idea,41\nI,show,C,plan,45\nI,show,C,cause,99\n"
              "L,show,A,cause,70\nL,show,B,cause,70\nL,show,C,cause,71\nL,show,C,idea,1\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "I", "panel.show"), "255/3,3", 0);
    check_text(batches_value(s, "L", "panel.show"), "211/3,3", 0);
    check_text(batches_table_rows(s, "excluded_marks"),
               "I,,show,C,unknown_item,1\nL,,show,C,unknown_item,1\n", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R3, R4, R6: items of the topic's own, with factors; an absent judge is left out first. */
static void test_items_may_come_with_the_topic(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_table(b, "forms", "form\ncomponents\n");
    batches_param(b, "trim", "item");
    struct batches_state *s = qc_begun(b);
    fed(s, "items",
        "subject,form,item,factor\nP,components,a1,1.2\nP,components,a2,0.8\n"
        "Q,components,a3,\n");
    fed(s, "marks",
        MARKS "P,components,A,a1,7.25\nP,components,B,a1,7.5\nP,components,C,a1,7.5\n"
              "P,components,D,a1,8\nP,components,E,a1,9\nP,components,A,a2,5.05\n"
              "P,components,B,a2,5.06\nP,components,C,a2,5.06\nP,elements,A,e1,2\n"
              "Q,components,A,a3,1\nQ,components,B,a3,1\nP,components,F,a1,\n");
    check_i64(batches_score(s), KH_OK, 0);
    /* a1: 23.00 / 3 = 7.67, x 1.2 = 9.204 = 9.20; a2: 15.17 / 3 = 5.06, x 0.8 = 4.05 */
    check_text(batches_value(s, "P", "panel.components"), "1325/100,3", 0);
    check_text(batches_value(s, "Q", "panel.components"), "na,,0", 0);
    check_text(batches_table_rows(s, "panels"),
               "P,,components,a1,5,9.00,7.25,7.67\nP,,components,a2,3,,,5.06\n"
               "Q,,components,a3,2,,,\n",
               0);
    check_text(batches_table_rows(s, "excluded_marks"),
               "P,,components,F,no_points,1\nP,,elements,A,unknown_form,1\n"
               "Q,,components,A,too_few_judges,1\n"
               "Q,,components,B,too_few_judges,1\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R3: a row of the topic's own stands for the form's item; of several the greatest. */
static void test_own_items_take_the_place_of_the_forms(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "items",
        "subject,form,item,max,factor\nT,onsite,work,100,0.5\nT,onsite,work,90,2\n"
        "T,onsite,work,100,0.5\n");
    fed(s, "marks",
        MARKS "T,onsite,A,work,95\nT,onsite,A,proof,30\nT,onsite,B,work,91\n"
              "T,onsite,B,proof,30\nT,onsite,C,work,90\nT,onsite,C,proof,30\n");
    check_i64(batches_score(s), KH_OK, 0);
    /* (95 + 91 + 90) / 2 + 90 over 3 judges */
    check_text(batches_value(s, "T", "panel.onsite"), "228/3,3", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R6: halves are rounded away from zero, at the mean and after the factor. */
static void test_item_means_are_rounded_half_up(void)
{
    static const struct {
        const char *digits, *marks, *value;
    } rows[] = {
        { "2", "1.00|1.01|1.01|1.00", "101/100,4" }, /* 1.005 */
        { "2", "-1.00|-1.01|-1.01|-1.00", "-101/100,4" },
        { "1", "7.2|7.3|7.2|7.3", "73/10,4" }, /* 7.25 */
        { "0", "7|8|7|8", "8/1,4" },           /* 7.5 */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[512] = MARKS;
        size_t at = strlen(csv);
        struct batches *b = batches_new(kh_plugin_v1());
        batches_table(b, "forms", "form,item,min,max,factor\nf,x,-10,10,1\n");
        batches_param(b, "trim", "item");
        batches_param(b, "digits", rows[i].digits);
        struct batches_state *s = qc_begun(b);
        const char *p = rows[i].marks;
        for (int k = 0; *p; k++, p += *p == '|') {
            size_t n = strcspn(p, "|");
            at += (size_t)snprintf(csv + at, sizeof csv - at, "P,f,J%d,x,%.*s\n", k, (int)n,
                                   p);
            p += n;
        }
        fed(s, "marks", csv);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "P", "panel.f"), rows[i].value, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R4, R5; domain.md 10.2 S7: each reason once, and the judge who lacks an item. */
static void test_marks_that_do_not_count_are_listed(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "topics", topics);
    fed(s, "marks",
        "subject,form,judge,judge_unit,item,points\n"
        "T,onsite,A,U2,work,50\nT,onsite,A,U2,proof,30\n" /* counts */
        "T,onsite,B,U3,work,40\nT,onsite,B,U3,proof,30\n"
        "T,onsite,C,,work,30\nT,onsite,C,,proof,30\n"
        "T,onsite,D,U2,work,60.01\nT,onsite,D,U2,proof,30\n"
        "T,onsite,E,U2,work,50\nT,onsite,E,U2,proof,9.99\n"
        "T,onsite,F,U2,work,\nT,onsite,F,U2,proof,30\n"
        "T,onsite,G,U2,work,50\n"
        "T,onsite,H,U2,work,50\nT,onsite,H,U2,work,51\nT,onsite,H,U2,proof,30\n"
        "T,onsite,I,U2,work,50\nT,onsite,I,U2,work,50\nT,onsite,I,U2,proof,30\n"
        "T,onsite,K,U1,work,50\nT,onsite,K,U1,proof,99\nT,onsite,K,U1,style,1\n"
        "T,onsite,L,U2,work,50\nT,onsite,L,U2,proof,30\nT,onsite,L,U2,style,1\n"
        "T,speech,A,U2,work,50\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "T", "panel.onsite"), "290/4,4", 0);
    check_text(batches_table_rows(s, "excluded_marks"),
               "T,,onsite,D,incomplete,1\nT,,onsite,D,out_of_range,1\n"
               "T,,onsite,E,incomplete,1\nT,,onsite,E,out_of_range,1\n"
               "T,,onsite,F,incomplete,1\nT,,onsite,F,no_points,1\n"
               "T,,onsite,G,incomplete,1\n"
               "T,,onsite,H,incomplete,1\nT,,onsite,H,twice,2\n"
               "T,,onsite,I,incomplete,1\nT,,onsite,I,twice,2\n"
               "T,,onsite,K,own_unit,3\nT,,onsite,L,unknown_item,1\n"
               "T,,speech,A,unknown_form,1\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R5: the own-unit judge is left out before the panel is trimmed; factors weigh items. */
static void test_own_judges_leave_before_trimming(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_table(b, "forms", "form,item,max,factor\nf,x,100,1\nf,y,10,0.5\n");
    struct batches_state *s = qc_begun(b);
    fed(s, "topics", "subject,unit\nT,U1\n");
    fed(s, "marks",
        "subject,form,judge,judge_unit,item,points\n"
        "T,f,A,U1,x,100\nT,f,A,U1,y,10\nT,f,B,U2,x,80\nT,f,B,U2,y,5\n"
        "T,f,C,U2,x,81\nT,f,C,U2,y,5\nT,f,D,U2,x,82\nT,f,D,U2,y,5\n"
        "T,f,E,U2,x,83\nT,f,E,U2,y,6\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "T", "panel.f"), "3365/40,4", 0);
    check_text(batches_table_rows(s, "panels"), "T,,f,,4,,,84.13\n", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R7: over several topics, of the valid ones. */
static void test_groups_mean_over_their_topics(void)
{
    struct batches *b = qc_new();
    struct batches_state *s = qc_begun(b);
    fed(s, "topics",
        "subject,topic_id,kind\nG,t1,problem\nG,t2,problem\nG,t3,problem\nG,t4,problem\n");
    fed(s, "marks",
        "subject,topic_id,form,judge,item,points\n"
        "G,t1,show,A,cause,80\nG,t1,show,B,cause,81\nG,t1,show,C,cause,82\n"
        "G,t2,show,A,cause,90\nG,t2,show,B,cause,90\nG,t2,show,C,cause,91\n"
        "G,t2,show,D,cause,93\nG,t3,show,A,cause,10\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "G", "panel.show"), "2064/24,7", 0); /* 81 and 91 */
    check_text(batches_value(s, "G", "attainment"), "na,,0", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R8: the sign of what is taken off does not matter. */
static void test_points_beside_the_panels(void)
{
    static const struct value_row rows[] = {
        { "extra", "subject,plus,minus\nT,46.1,1\n", "T", "extra.minus", "1.00,1" },
        { "extra", "subject,plus,minus\nT,46.1,-1\n", "T", "extra.minus", "1.00,1" },
        { "extra", "subject,plus,minus\nT,46.1,\nT,1,-1\n", "T", "extra.plus", "47.10,1" },
        { "extra", "subject,plus\nT,-3\n", "T", "extra.plus", "-3.00,1" },
        { "marks", MARKS "T,show,A,cause,1\n", "T", "extra.plus", "" },
    };
    CHECK_VALUES(rows);
}

static const struct unit_case cases[] = {
    { "panels are trimmed from five judges", test_panels_are_trimmed_from_five_judges },
    { "too few judges say so", test_too_few_judges_say_so },
    { "topics are reviewed when they finish", test_topics_are_reviewed_when_they_finish },
    { "without a finish column all are reviewed",
      test_without_a_finish_column_all_are_reviewed },
    { "late registrations are counted", test_late_registrations_are_counted },
    { "forms follow the kind", test_forms_follow_the_kind },
    { "items may come with the topic", test_items_may_come_with_the_topic },
    { "own items take the place of the form's",
      test_own_items_take_the_place_of_the_forms },
    { "item means are rounded half up", test_item_means_are_rounded_half_up },
    { "marks that do not count are listed", test_marks_that_do_not_count_are_listed },
    { "own judges leave before trimming", test_own_judges_leave_before_trimming },
    { "groups mean over their topics", test_groups_mean_over_their_topics },
    { "points beside the panels", test_points_beside_the_panels },
};
UNIT_MAIN("qc", cases)
