/* SPDX-License-Identifier: Apache-2.0 */
/* contractor_rest_test.c - the rules of plugins/contractor beyond points, by number:
 * tickets, published scores, spot checks, the assessor, cut-off days, merged subjects. */
#include "contractor_kit.h"

/* R9, R10: example 1.5; 3,500 on 60,000. */
static void test_golden_tickets_charge_3000_and_overflow_500(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = begun(b);
    fed(s, "tickets",
        "subject,ticket_id,class,date,offence\n"
        "P,T3,I,2011-04-02,late\nP,T2,II,2011-03-03,unsafe\n"
        "P,T0,I,2011-02-03,late\nP,T1,I,2011-03-03,late\n");
    /* T0 is charged in an earlier window: 500 of the 3,000 are used up. */
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "P", "charged"), "2500.00,3", 0);
    check_text(batches_value(s, "P", "overflow"), "1500.00,3", 0);
    s = begun(b);
    fed(s, "tickets",
        "subject,ticket_id,class,date,offence\n"
        "P,T9,I,2011-04-02,late\nP,T2,II,2011-03-03,unsafe\n"
        "P,T1,I,2011-03-03,late\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "P", "charged"), "3000.00,3", 0);
    check_text(batches_value(s, "P", "overflow"), "500.00,3", 0);
    check_text(batches_table_rows(s, "tickets"),
               "P,,T1,2011-03-03,I,late,0,500.00,500.00,0.00,\n"
               "P,,T2,2011-03-03,II,unsafe,0,2000.00,2000.00,0.00,\n"
               "P,,T9,2011-04-02,I,late,1,1000.00,500.00,500.00,\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R11: over 10 % excludes 10; per cycle; a repeat costs twice. */
static void test_rates_above_their_limit_add_a_ticket(void)
{
    static const struct {
        const char *events, *rows;
    } rows[] = {
        { RATES "P,SG-D3,2011-03-01,110,100\n", "" },
        { RATES "D,SG-D3,2011-03-01,1110,100\n", "" },
        { RATES "P,SG-D3,2011-03-01,110.0001,100\n",
          "P,,,2011-03-01,IV,SG-D3,0,10000.00,3000.00,7000.00,\n" },
        { RATES "P,SG-D3,2011-03-01,130,100\nP,SG-D3,2011-04-20,95,100\n",
          "P,,,2011-04-20,IV,SG-D3,0,10000.00,3000.00,7000.00,\n" },
        { RATES "P,SG-D3,2011-03-01,130,100\nP,SG-D3,2010-12-20,130,100\n",
          "P,,,2011-03-01,IV,SG-D3,1,20000.00,0.00,20000.00,\n" },
        { RATES "P,SG-D3,2010-12-20,130,100\n", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct batches *b = contractor_open();
        struct batches_state *s = begun(b);
        fed(s, "deductions", rows[i].events);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_table_rows(s, "tickets"), rows[i].rows, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R9, R10; domain.md 10.5 O3, a repeat costs twice: a day's order is that of ids; no fee,
 * no cap; the cap is cut to the fen. */
static void test_tickets_repeat_and_cap_by_project(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = begun(b);
    fed(s, "tickets",
        "subject,ticket_id,class,date,offence\n"
        "D,T2,III,2011-03-03,x\nD,T1,II,2011-03-03,x\nD,T3,I,2011-03-03,\n"
        "D,T4,I,2011-03-04,\nS,T5,II,2011-03-04,x\nS,T6,III,2011-03-05,y\n"
        "Z,T7,I,2011-03-05,y\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_table_rows(s, "tickets"),
               "D,,T1,2011-03-03,II,x,0,2000.00,2000.00,0.00,\n"
               "D,,T2,2011-03-03,III,x,1,10000.00,10000.00,0.00,\n"
               "D,,T3,2011-03-03,I,,0,500.00,500.00,0.00,\n"
               "D,,T4,2011-03-04,I,,0,500.00,500.00,0.00,\n"
               "S,,T5,2011-03-04,II,x,0,2000.00,2000.00,0.00,\n"
               "S,,T6,2011-03-05,III,y,0,5000.00,2000.02,2999.98,\n"
               "Z,,T7,2011-03-05,I,y,0,500.00,500.00,0.00,not_assessed\n",
               0);
    check_text(batches_value(s, "S", "charged"), "4000.02,2", 0);
    check_text(batches_value(s, "Z", "charged"), "", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R12: one row per published value that differs, equal ones too. */
static void test_published_scores_are_reconciled(void)
{
    struct batches *b = contractor_new();
    batches_table(b, "catalogue", "item,section,deduct\nH,all,7\nM,all,4\nL,all,2\n");
    batches_table(b, "sections", "section,full\nall,100\n");
    check_i64(batches_open(b), KH_OK, 0);
    struct batches_state *s = batches_begin(b, NULL, NULL, 0);
    fed(s, "projects", "subject,published\na,93\nb,94\nb,94\nc,96\nc,91\nd,0\ne,\n");
    fed(s, "deductions",
        "subject,item,date,count\na,H,2017-12-11,\nb,M,2017-12-11,3\n"
        "c,H,2017-12-11,\nc,L,2017-12-11,\nd,H,2017-12-11,20\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_table_rows(s, "reconciliation"),
               "b,94.00,88.00,-6.00\nb,94.00,88.00,-6.00\nc,96.00,91.00,-5.00\n", 0);
    check_i64(batches_end(b), 0, 0);
    b = contractor_open();
    s = batches_begin(b, NULL, NULL, 0);
    fed(s, "projects", "subject,role,published\na,SG,93\n");
    check_i64(batches_score(s), KH_ECONFIG, 0);
    check_text(batches_error(b), "published scores are read, and `sections` is empty", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R13. */
static void test_spot_checks_have_a_mean(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = begun(b);
    fed(s, "spotchecks",
        "subject,date,score\nP,2011-03-01,82\nP,2011-04-30,83.5\n"
        "P,2011-04-30,\nP,2011-02-28,10\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "P", "spotcheck"), "331/4,2", 0);
    check_text(batches_value(s, "S", "spotcheck"), "no_data,,0", 0);
    check_i64(batches_end(b), 0, 0);
}

static struct batches *assessor_open(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_param(b, "use", "assessor");
    check_i64(batches_open(b), KH_OK, 0);
    return b;
}

/* R14, R15, R16, R17. */
static void test_assessor_visits_files_and_is_checked(void)
{
    struct batches *b = assessor_open();
    struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
    fed(s, "projects",
        "subject,project_id,class,started,accepted\n"
        "A,1,1,2010-01-01,\nA,2,7,2011-04-02,\nA,3,1,2010-06-01,2011-03-15\n"
        "A,4,1,2010-06-01,2011-04-15\nB,5,1,2011-05-01,\n"
        "B,6,1,2011-01-01,2011-02-28\n");
    fed(s, "visits",
        "subject,project_id,visit_id,date,by\n"
        "A,1,V1,2011-03-31,city\nA,1,V2,2011-04-01,region\n"
        "A,2,V3,2011-04-30,\nA,3,V4,2010-07-01,city\nA,3,V5,2011-03-15,city\n"
        "A,4,V6,2011-03-01,city\nA,4,V7,2011-04-16,city\n");
    fed(s, "filings",
        "subject,cycle,filed_at\nA,2011-04,2011-04-25 23:59:59\n"
        "A,2011-02,2011-04-01\nB,2011-04,2011-04-26\n");
    fed(s, "spotchecks",
        "subject,project_id,date,score\nA,1,2011-03-02,90\n"
        "A,2,2011-02-02,90\nB,5,2011-03-02,90\n");
    batches_subject(s, "C");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_results(s),
               "A,closed_few_visits,scored,1,2\nA,filing_in_time,scored,1/1,1\n"
               "A,spotcheck_rate,scored,1/4,4\nA,visit_rate,scored,5/6,6\n"
               "B,closed_few_visits,scored,0,0\nB,filing_in_time,scored,0/1,1\n"
               "B,spotcheck_rate,no_data,,0\nB,visit_rate,no_data,,0\n"
               "C,closed_few_visits,scored,0,0\nC,filing_in_time,scored,0/1,1\n"
               "C,spotcheck_rate,no_data,,0\nC,visit_rate,no_data,,0\n",
               0);
    check_text(batches_table_rows(s, "few_visits"), "A,4,2011-04-15,1\n", 0);
    check_i64(batches_end(b), 0, 0);
}

static const char *to_province(const char *city)
{
    return (void)city, "Henan";
}

/* R16: merged levels have one unit per city if the column `unit` is bound. */
static void test_filings_roll_up_by_unit(void)
{
    struct batches *b = assessor_open();
    struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
    fed(s, "projects", "subject,unit,started\nA,A,2011-03-01\nB,B,2011-04-01\n");
    fed(s, "filings",
        "subject,unit,cycle,filed_at\nA,A,2011-04,2011-04-20\n"
        "C,C,2011-04,\nD,D,2011-4,2011-04-20\n");
    check_text(batches_rejects(b), "filings,2,cycle,is not a month, YYYY-MM\n", 0);
    struct batches_state *up = batches_rollup(s, to_province);
    check_i64(batches_score(up), KH_OK, 0);
    check_text(batches_value(up, "Henan", "filing_in_time"), "1/3,3", 0);
    check_text(batches_value(up, "Henan", "visit_rate"), "0/2,2", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R4, R6, R10, R14: months that end on the 25th move every border. */
static void test_cut_off_days_move_cycles(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = batches_begin(b, "2011-02-26", "2011-04-26", 2);
    fed(s, "projects", projects);
    fed(s, "deductions",
        EVENTS "P,SG-Q1,2011-02-26,1,\nP,SG-Q1,2010-12-26,1,\n"
               "D,SG-Q1,2011-02-26,1,\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "P", "deducted.SG-Q"), "2.00,1", 0);
    s = batches_begin(b, "2011-02-26", "2011-04-26", 2);
    fed(s, "projects", projects);
    fed(s, "deductions", EVENTS "P,SG-Q1,2011-04-25,1,\nP,SG-Q1,2010-12-25,1,\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "P", "deducted.SG-Q"), "1.00,1", 0);
    check_i64(batches_end(b), 0, 0);
}

/* Projects of one subject keep their own repeats, tickets and assessment. */
static void test_projects_of_a_merged_subject_stay_apart(void)
{
    struct batches *b = contractor_open();
    struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
    fed(s, "projects",
        "subject,project_id,role,class,started,capitalised,fee_yuan\n"
        "a,1,SG,1,2010-01-01,,10000\nb,2,SG,1,2010-01-01,,10000\n"
        "c,3,SG,1,2010-01-01,2011-01-01,10000\n");
    fed(s, "deductions",
        "subject,project_id,event_id,item,date,count\n"
        "a,1,E1,SG-Q1,2011-03-01,1\nb,2,E2,SG-Q1,2011-03-01,1\n"
        "b,2,E3,SG-Q1,2011-02-01,1\nc,3,E4,SG-Q1,2011-03-01,1\n");
    fed(s, "tickets",
        "subject,project_id,ticket_id,class,date,offence\n"
        "a,1,T1,I,2011-03-01,x\nb,2,T2,I,2011-03-02,x\n"
        "b,2,T3,I,2011-03-03,x\n");
    struct batches_state *up = batches_rollup(s, to_province);
    check_i64(batches_score(up), KH_OK, 0);
    check_text(batches_value(up, "Henan", "deducted.SG-Q"), "3.00,2", 0);
    check_text(batches_table_rows(up, "not_counted"),
               "Henan,deductions,E4,not_assessed,1\n", 0);
    check_text(batches_value(up, "Henan", "charged"), "1000.00,3", 0);
    check_text(batches_value(up, "Henan", "overflow"), "1000.00,3", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R19: of assessed projects, each once with its greatest fee as for R10; an empty fee is
 * not 0. */
static void test_fees_of_assessed_projects(void)
{
    static const char head[] =
        "subject,project_id,role,class,started,capitalised,fee_yuan\n";
    static const struct {
        const char *rows, *subject, *fee;
    } rows[] = {
        { "a,1,SG,1,2010-01-01,,60000\n", "a", "60000.00,1" },
        { "a,1,SG,1,2010-01-01,,60000\na,2,JL,1,2010-01-01,,0.55\n", "a", "60000.55,2" },
        { "a,1,SG,1,2010-01-01,,60000\na,1,JL,1,2010-01-01,,70000\n", "a", "70000.00,1" },
        { "a,1,SG,1,2010-01-01,,60000\na,1,JL,9,2010-01-01,,70000\n", "a", "70000.00,1" },
        { "a,1,SG,1,2010-01-01,,60000\na,2,JL,9,2010-01-01,,70000\n", "a", "60000.00,1" },
        { "a,1,SG,1,2010-01-01,,60000\na,2,SG,1,2010-01-01,,\n", "a", "60000.00,1" },
        { "a,1,SG,1,2010-01-01,,0\n", "a", "0.00,1" },
        { "a,1,SG,1,2010-01-01,,\n", "a", "no_data,,0" },
        { "a,1,SG,1,2010-01-01,2011-03-01,60000\n", "a", "" },
        { "a,1,SG,1,2010-01-01,,60000\nb,2,SG,1,2010-01-01,,40000.01\n"
          "c,3,SG,1,2010-01-01,2011-01-01,5\n",
          "Henan", "100000.01,2" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        struct batches *b = contractor_open();
        struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
        snprintf(text, sizeof text, "%s%s", head, rows[i].rows);
        fed(s, "projects", text);
        if (!strcmp(rows[i].subject, "Henan"))
            s = batches_rollup(s, to_province);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, rows[i].subject, "fee"), rows[i].fee, i);
        check_i64(batches_end(b), 0, i);
    }
    struct batches *b = contractor_open();
    struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
    fed(s, "projects",
        "subject,project_id,role,class,started,fee_yuan\n"
        "a,1,SG,1,2010-01-01,60000000000000000\na,2,SG,1,2010-01-01,60000000000000000\n");
    check_i64(batches_score(s), KH_ERANGE, 0);
    check_text(batches_error(b), "the projects' fees leave their type", 0);
    check_i64(batches_end(b), 0, 0);
}

static const struct unit_case cases[] = {
    { "golden: 3,000 charged, 500 overflow",
      test_golden_tickets_charge_3000_and_overflow_500 },
    { "rates above their limit add a ticket", test_rates_above_their_limit_add_a_ticket },
    { "tickets repeat and cap by project", test_tickets_repeat_and_cap_by_project },
    { "published scores are reconciled", test_published_scores_are_reconciled },
    { "spot checks have a mean", test_spot_checks_have_a_mean },
    { "the assessor is assessed", test_assessor_visits_files_and_is_checked },
    { "filings roll up by unit", test_filings_roll_up_by_unit },
    { "cut-off days move cycles", test_cut_off_days_move_cycles },
    { "projects of a merged subject stay apart",
      test_projects_of_a_merged_subject_stay_apart },
    { "fees of assessed projects add up", test_fees_of_assessed_projects },
};
UNIT_MAIN("contractor rest", cases)
