/* SPDX-License-Identifier: Apache-2.0 */
/* contractor_region_test.c - contractors in the region's cycle: R11, R13, R18. */
#include "contractor_kit.h"

#include <stdio.h>
#include <string.h>

static struct batches *region_open(void)
{
    struct batches *b = contractor_new();
    batches_param(b, "use", "region");
    check_text(batches_open(b) ? batches_error(b) : "", "", 0);
    return b;
}

/* January to April 2011: two city cycles. */
static struct batches_state *region_begun(struct batches *b, const char *register_rows)
{
    char text[4096];
    struct batches_state *s = batches_begin(b, "2011-01-01", "2011-05-01", 4);
    snprintf(text, sizeof text,
             "subject,project_id,role,class,started,accepted,capitalised\n%s",
             register_rows);
    fed(s, "projects", text);
    return s;
}

/* R13: over the checks of a project, then over projects, as an exact fraction. */
static void test_mean_over_projects(void)
{
    static const struct {
        const char *checks, *mean, *projects;
    } rows[] = {
        { "X,1,2011-01-01,82\n", "82/1,1", "1,1" },
        { "X,1,2011-01-01,80\nX,1,2011-04-30,90\nX,2,2011-03-01,70\n", "155/2,3", "2,3" },
        { "X,1,2011-01-01,80\nX,2,2011-01-01,81\nX,2,2011-01-01,82\n"
          "X,3,2011-01-01,70\nX,3,2011-01-02,70\nX,3,2011-01-03,71\n",
          "1391/18,6", "3,6" },
        { "X,1,2011-01-01,0\nX,2,2011-01-01,0\n", "0/1,2", "2,2" },
        { "X,1,2011-01-01,99.99\n", "9999/100,1", "1,1" },
        { "X,1,2011-01-01,\nX,2,2011-01-01,75\n", "75/1,1", "1,1" },
        { "X,1,2010-12-31,50\nX,1,2011-05-01,50\n", "no_data,,0", "0,0" },
        { "X,1,2011-01-01,\n", "no_data,,0", "0,0" },
        { "", "no_data,,0", "0,0" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char checks[512];
        struct batches *b = region_open();
        struct batches_state *s = region_begun(
            b, "X,1,SG,1,2010-01-01,,\nX,2,SG,2,2010-01-01,,\nX,3,SG,3,2010-01-01,,\n");
        snprintf(checks, sizeof checks, "subject,project_id,date,score\n%s",
                 rows[i].checks);
        fed(s, "spotchecks", checks);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "X", "spotcheck"), rows[i].mean, i);
        check_text(batches_value(s, "X", "projects_checked"), rows[i].projects, i);
        check_text(batches_value(s, "X", "projects"), "3,3", i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R18: one assessed project in one of the city cycles makes a subject. */
static void test_assessed_in_a_city_cycle(void)
{
    static const struct {
        const char *row, *projects;
    } rows[] = {
        { "X,1,SG,4,2011-04-30,,\n", "1,1" },
        { "X,1,SG,4,2011-05-01,,\n", "" },
        { "X,1,SG,5,2010-01-01,,\n", "" },
        { "X,1,SG,1,,,\n", "" },
        { "X,1,SG,1,2010-01-01,2011-01-01,\n", "1,1" },
        { "X,1,SG,1,2010-01-01,2010-12-31,\n", "" },
        { "X,1,SG,1,2010-01-01,2011-01-15,2011-03-01\n", "1,1" },
        { "X,1,SG,1,2010-01-01,2011-01-15,2011-02-28\n", "" },
        /* started after the first cycle, capitalised before the second one's end */
        { "X,1,SG,1,2011-03-01,2011-04-01,2011-04-30\n", "" },
        { "X,1,SG,1,2011-03-01,2011-04-01,2011-05-01\n", "1,1" },
        { "X,1,SG,1,2010-01-01,,\nX,2,SG,5,2010-01-01,,\nX,3,SG,2,2010-01-01,,\n", "2,2" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct batches *b = region_open();
        struct batches_state *s = region_begun(b, rows[i].row);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "X", "projects"), rows[i].projects, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R2, R18: vetoes count in the city cycle of their date; what does not count is listed, but
 * not the items that are the city's. */
static void test_vetoes_of_the_region(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_param(b, "use", "region");
    batches_table(b, "catalogue", "item,role,kind\nSG-S5,SG,veto\nJL-V1,JL,veto\n");
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = region_begun(
        b, "X,1,SG,1,2010-01-01,2011-01-15,2011-03-01\nX,2,JL,1,2010-01-01,,\n");
    fed(s, "deductions",
        "subject,project_id,event_id,item,date,cause,appeal\n"
        "X,1,E1,SG-S5,2011-02-28,,\nX,1,E2,SG-S5,2011-03-01,,\n"
        "X,1,E3,SG-Q1,2011-02-01,,\nX,1,E4,SG-S5,2011-02-01,force_majeure,\n"
        "X,1,E5,SG-S5,2011-02-02,,granted\nX,2,E6,SG-S5,2011-02-02,,\n"
        "X,2,E7,JL-V1,2011-04-30,,pending\nX,2,E8,JL-V1,2010-12-31,,\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "X", "count.SG-S5"), "1,1", 0);
    check_text(batches_value(s, "X", "count.JL-V1"), "1,1,upheld 0", 0);
    check_text(batches_table_rows(s, "not_counted"),
               "X,deductions,E2,not_assessed,1\nX,deductions,E4,cause,1\n"
               "X,deductions,E5,appeal_granted,1\nX,deductions,E6,other_role,1\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R13: checks that have no part in the mean are listed, wrong scores rejected. */
static void test_checks_that_do_not_count(void)
{
    struct batches *b = region_open();
    struct batches_state *s =
        region_begun(b, "X,1,SG,1,2010-01-01,,\nX,2,SG,5,2010-01-01,,\n"
                        "Y,3,SG,1,2010-01-01,2010-06-01,\n");
    fed(s, "spotchecks",
        "subject,project_id,date,score\nX,1,2011-02-01,90\nX,1,2011-02-02,\n"
        "X,2,2011-02-01,50\nX,2,2011-02-01,50\nX,9,2011-02-01,50\nY,3,2011-02-01,60\n"
        "X,1,2011-02-03,100.01\nX,1,2011-02-03,-0.01\nX,1,2011-02-03,100\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "X", "spotcheck"), "95/1,2", 0);
    check_text(batches_value(s, "Y", "spotcheck"), "", 0);
    check_text(batches_table_rows(s, "not_counted"),
               "X,spotchecks,,no_quantity,1\nX,spotchecks,,not_assessed,3\n"
               "Y,spotchecks,,not_assessed,1\n",
               0);
    check_text(batches_rejects(b),
               "spotchecks,6,score,is not from 0 to 100\n"
               "spotchecks,7,score,is not from 0 to 100\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R13: a mean whose fraction leaves int64 is an error with a sentence, not a wrong value.
 */
static void test_a_mean_too_fine(void)
{
    static const int primes[] = { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47 };
    struct batches *b = region_open();
    char rows[2048] = "", checks[16384] = "subject,project_id,date,score\n";
    for (size_t i = 0; i < sizeof primes / sizeof *primes; i++) {
        size_t n = strlen(rows);
        snprintf(rows + n, sizeof rows - n, "X,%d,SG,1,2010-01-01,,\n", primes[i]);
        for (int k = 0; k < primes[i]; k++) {
            n = strlen(checks);
            snprintf(checks + n, sizeof checks - n, "X,%d,2011-02-01,%d\n", primes[i],
                     k ? 50 : 51);
        }
    }
    struct batches_state *s = region_begun(b, rows);
    fed(s, "spotchecks", checks);
    check_i64(batches_score(s), KH_ERANGE, 0);
    check_i64(strstr(batches_error(b), "mean over projects leaves its type") != NULL, 1, 0);
    check_i64(batches_end(b), 0, 0);
}

/* R11, R18: tickets of the region are those of its city cycles, also where a rate adds them
 * and where a project leaves the assessment in between. */
static void test_tickets_of_city_cycles(void)
{
    static const char rows[] =
        "subject,project_id,role,class,started,accepted,capitalised,fee_yuan\n"
        "X,1,SG,1,2010-01-01,,,1000000\nX,2,SG,1,2010-01-01,2011-01-15,2011-03-01,"
        "1000000\n";
    struct batches *b = region_open();
    struct batches_state *s = batches_begin(b, "2011-01-01", "2011-05-01", 4);
    fed(s, "projects", rows);
    fed(s, "deductions",
        "subject,project_id,item,date,a,b\nX,1,SG-D3,2011-01-31,115,100\n"
        "X,1,SG-D3,2011-04-30,115,100\nX,1,SG-D3,2010-12-31,105,100\n");
    fed(s, "tickets",
        "subject,project_id,ticket_id,class,date,offence\nX,2,T1,I,2011-02-28,a\n"
        "X,2,T2,II,2011-03-01,b\nX,1,T3,I,2010-12-31,c\nX,1,T4,I,2011-01-01,c\n");
    check_i64(batches_score(s), KH_OK, 0);
    /* I 500, repeated I 1,000, IV 10,000, repeated IV 20,000 */
    check_text(batches_value(s, "X", "charged"), "31500.00,4", 0);
    check_text(batches_value(s, "X", "fee"), "2000000.00,2", 0); /* R19 */
    check_text(batches_table_rows(s, "tickets"),
               "X,1,,2011-01-31,IV,SG-D3,0,10000.00,10000.00,0.00,\n"
               "X,1,,2011-04-30,IV,SG-D3,1,20000.00,20000.00,0.00,\n"
               "X,1,T4,2011-01-01,I,c,1,1000.00,1000.00,0.00,\n"
               "X,2,T1,2011-02-28,I,a,0,500.00,500.00,0.00,\n"
               "X,2,T2,2011-03-01,II,b,0,2000.00,2000.00,0.00,not_assessed\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

static const char *firm_of(const char *subject)
{
    static char key[2];
    key[0] = subject[0];
    return key;
}

/* R13: merged, reloaded and in any order the mean is the same. */
static void test_states_merge(void)
{
    static const char *const parts[] = {
        "subject,project_id,date,score\nXa,1,2011-01-01,80\nXb,2,2011-01-01,70\n",
        "subject,project_id,date,score\nXb,2,2011-04-01,71\nXa,1,2011-01-01,90\n",
    };
    static const char rows[] = "Xa,1,SG,1,2010-01-01,,\nXb,2,SG,2,2010-01-01,,\n";
    for (size_t first = 0; first < 2; first++) {
        struct batches *b = region_open();
        struct batches_state *s = region_begun(b, rows);
        struct batches_state *t = batches_begin(b, "2011-01-01", "2011-05-01", 4);
        fed(s, "spotchecks", parts[first]);
        fed(t, "spotchecks", parts[1 - first]);
        check_i64(batches_merge(s, t), KH_OK, first);
        struct batches_state *up = batches_reload(batches_rollup(s, firm_of));
        check_i64(batches_score(up), KH_OK, first);
        check_text(batches_value(up, "X", "spotcheck"), "311/4,4", first);
        check_text(batches_value(up, "X", "projects"), "2,2", first);
        check_i64(batches_end(b), 0, first);
    }
}

static const struct unit_case cases[] = {
    { "spot checks: a mean over projects", test_mean_over_projects },
    { "a project of one city cycle is enough", test_assessed_in_a_city_cycle },
    { "vetoes reach the region", test_vetoes_of_the_region },
    { "spot checks that do not count are listed", test_checks_that_do_not_count },
    { "a mean too fine to be exact is an error", test_a_mean_too_fine },
    { "tickets are those of the city cycles", test_tickets_of_city_cycles },
    { "states merge to the same mean", test_states_merge },
};
UNIT_MAIN("contractor region", cases)
