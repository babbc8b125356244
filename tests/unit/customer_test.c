/* SPDX-License-Identifier: Apache-2.0 */
/* customer_test.c - the rules of plugins/customer, R1 to R19, case by case. */
#include "batches.h"
#include "unit.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { FEEDS_MAX = 3, PARAMS_MAX = 2 };
struct feed {
    const char *dataset, *csv;
};
struct param {
    const char *name, *value;
};
struct question {
    struct feed feed[FEEDS_MAX];
    const char *indicator, *expected; /* of unit A: numerator/denominator,samples */
    struct param param[PARAMS_MAX];
    const char *from, *to; /* NULL: April 2011 */
    uint32_t months;
};

static struct batches *opened(const struct param *param)
{
    struct batches *b = batches_new(kh_plugin_v1());
    for (int i = 0; param && i < PARAMS_MAX && param[i].name; i++)
        batches_param(b, param[i].name, param[i].value);
    check_i64(batches_open(b), KH_OK, 0);
    return b;
}

static struct batches_state *april(struct batches *b)
{
    return batches_begin(b, "2011-04-01", "2011-05-01", 1);
}

static void ask(const struct question *q, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct batches *b = opened(q[i].param);
        struct batches_state *s =
            q[i].from ? batches_begin(b, q[i].from, q[i].to, q[i].months) : april(b);
        for (int k = 0; k < FEEDS_MAX && q[i].feed[k].dataset; k++)
            check_i64(batches_feed(s, q[i].feed[k].dataset, q[i].feed[k].csv), KH_OK, i);
        batches_subject(s, "A");
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "A", q[i].indicator), q[i].expected, i);
        check_i64(batches_end(b), 0, i);
    }
}
#define ASK(questions) ask(questions, COUNT(questions))

/* ---- Calls: R1 to R4 ------------------------------------------------------ */

#define CALLS(rows)                                                       \
    {                                                                     \
        {                                                                 \
            "calls", "unit,at,class,wait_s,answered,talk_s,rating\n" rows \
        }                                                                 \
    }

/* R1, R2, R3: rates over offered calls; a wait of exactly the limit is in time. */
static void test_calls_in_time_per_offered(void)
{
    static const struct question q[] = {
        { CALLS("A,2011-04-01,ordinary,15,true,,\n"), "service_level", "1/1,1" },
        { CALLS("A,2011-04-01,ordinary,15.001,true,,\n"), "service_level", "0/1,1" },
        { CALLS("A,2011-04-01,ordinary,,true,,\n"), "service_level", "0/1,1" },
        { CALLS("A,2011-04-01,ordinary,-1,true,,\n"), "service_level", "0/1,1" },
        { CALLS("A,2011-04-01,ordinary,3,false,,\n"), "service_level", "0/1,1" },
        { CALLS("A,2011-04-01,ordinary,3,false,,\n"), "answer_rate", "0/1,1" },
        { CALLS("B,2011-04-01,vip,3,true,,\n"), "service_level", "no_data,,0" },
        { CALLS("B,2011-04-01,vip,3,true,,\n"), "offered", "0,0" },
        { CALLS("A,2011-04-01,vip,3,true,,\nA,2011-04-02,,3,true,,\n"), "service_level.vip",
          "1/1,1" },
        { CALLS("A,2011-04-01,vip,3,true,,\nA,2011-04-02,,3,true,,\n"), "service_level",
          "2/2,2" },
        { CALLS("A,2011-04-01,vip,3,true,,\nA,2011-04-02,,3,true,,\n"),
          "service_level.ordinary", "no_data,,0" },
        { CALLS("A,2011-04-01,vip,18,true,,\nA,2011-04-02,ordinary,18,true,,\n"),
          "service_level",
          "1/2,2",
          { { "answer_limit_vip_s", "20" } } },
        { CALLS("A,2011-04-01,vip,18,true,,\nA,2011-04-02,ordinary,18,true,,\n"),
          "service_level",
          "2/2,2",
          { { "answer_limit_s", "18" } } },
        { CALLS("A,2011-03-31 23:59:59,vip,1,true,,\nA,2011-04-01,vip,1,true,,\n"
                "A,2011-04-30 23:59:59,vip,1,true,,\nA,2011-05-01,vip,1,true,,\n"),
          "answered", "2,2" },
        { CALLS("A,2011-04-01,,1,true,,\nA,2011-04-01,,,false,,\nA,2011-04-01,,,false,,\n"),
          "abandoned", "2,3" },
        { CALLS("A,1999-04-01,,1,true,,\n"), "offered", "1,1", .from = "1900-01-01",
          .to = "2100-01-01" },
    };
    ASK(q);
}

/* R4: ratings 1 to 5 of answered calls; the rating 0 of an unanswered call is missing. */
static void test_ratings_of_answered_calls(void)
{
    static const struct question q[] = {
        { CALLS("A,2011-04-01,,9,true,,5\nA,2011-04-01,,9,true,,2\nA,2011-04-01,,,false,,"
                "0\n"),
          "mean_rating", "7/2,2" },
        { CALLS(
              "A,2011-04-01,,9,true,,0\nA,2011-04-01,,9,true,,6\nA,2011-04-01,,9,true,,\n"),
          "mean_rating", "no_data,,0" },
        { CALLS("A,2011-04-01,,,false,,5\n"), "mean_rating", "no_data,,0" },
        { CALLS("A,2011-04-01,,1.5,true,60,\nA,2011-04-01,,3,true,,\n"), "mean_wait",
          "4500/2000,2" },
        { CALLS("A,2011-04-01,,1.5,true,60,\nA,2011-04-01,,3,true,,\n"), "mean_talk",
          "60000/1000,1" },
    };
    ASK(q);
}

/* ---- Orders: R5 to R7 ----------------------------------------------------- */

#define ORDERS(rows)                                                                      \
    {                                                                                     \
        {                                                                                 \
            "orders", "unit,kind,opened_at,due_at,contacted_at,contact_due_at,closed_at," \
                      "auto_reported,satisfied\n" rows                                    \
        }                                                                                 \
    }

/* R5, R6: the truth table of an order's dates. */
static void test_orders_on_their_own_dates(void)
{
    static const struct question q[] = {
        /* closed on the due moment, one second late, before the window, after it, open */
        { ORDERS("A,install,2011-04-02,2011-04-05 18:00:00,,,2011-04-05 18:00:00,,\n"),
          "install_move_timeliness", "1/1,1" },
        { ORDERS("A,move,2011-04-02,2011-04-05 18:00:00,,,2011-04-05 18:00:01,,\n"),
          "install_move_timeliness", "0/1,1" },
        { ORDERS("A,install,2011-03-02,2011-04-05,,,2011-03-31 23:59:59,,\n"),
          "install_move_timeliness", "no_data,,0" },
        { ORDERS("A,install,2011-03-02,2011-04-05,,,2011-04-01,,\n"),
          "install_move_timeliness", "1/1,1" },
        { ORDERS("A,install,2011-04-02,2011-06-05,,,2011-05-01,,\n"),
          "install_move_timeliness", "no_data,,0" },
        { ORDERS("A,install,2011-04-02,2011-04-05,,,,,\n"), "install_move_timeliness",
          "no_data,,0" },
        { ORDERS("A,repair,2011-04-02,2011-04-05,,,2011-04-04,,\n"),
          "install_move_timeliness", "no_data,,0" },
        { ORDERS("A,repair,2011-04-02,2011-04-05,,,2011-04-04,,\n"), "repair_timeliness",
          "1/1,1" },
        { ORDERS("A,repair,2011-04-02,,,,2011-04-04,,\n"), "repair_timeliness", "0/1,1" },
        { { { "orders",
              "unit,kind,opened_at,closed_at\nA,repair,2011-04-02,2011-04-03\n" } },
          "repair_timeliness",
          "no_data,,0" },
        /* a due day lasts to its end where the office says so */
        { ORDERS("A,repair,2011-04-02,2011-04-05,,,2011-04-05 14:00:00,,\n"),
          "repair_timeliness", "0/1,1" },
        { ORDERS("A,repair,2011-04-02,2011-04-05,,,2011-04-05 14:00:00,,\n"),
          "repair_timeliness",
          "1/1,1",
          { { "due_by_day", "true" } } },
        /* contact counts by the day of opening, whether closed or not */
        { ORDERS("A,move,2011-04-02,,2011-04-03,2011-04-03,,,\n"), "contact_timeliness",
          "1/1,1" },
        { ORDERS("A,move,2011-04-02,,2011-04-03 00:00:01,2011-04-03,,,\n"),
          "contact_timeliness", "0/1,1" },
        { ORDERS("A,move,2011-04-02,,,2011-04-03,,,\n"), "contact_timeliness", "0/1,1" },
        { ORDERS("A,move,2011-04-02,,2011-04-03,,,,\n"), "contact_timeliness", "0/1,1" },
        { ORDERS("A,move,2011-03-31,,2011-04-03,2011-04-03,2011-04-04,,\n"),
          "contact_timeliness", "no_data,,0" },
        { { { "orders", "unit,kind,opened_at\nA,repair,2011-04-02\n" } },
          "contact_timeliness",
          "no_data,,0" },
    };
    ASK(q);
}

/* R6, R7: an automatic report left blank is none; an answer left blank is not asked. */
static void test_blank_cells_of_closed_orders(void)
{
#define CLOSED(rest) "A,install,2011-04-02,,,,2011-04-03," rest "\n"
    static const struct question q[] = {
        { ORDERS(CLOSED("true,") CLOSED("false,") CLOSED(",")), "auto_completion",
          "1/3,3" },
        { ORDERS(CLOSED(",true") CLOSED(",false") CLOSED(",")),
          "install_repair_satisfaction", "1/2,2" },
        { ORDERS(CLOSED(",")), "install_repair_satisfaction", "no_data,,0" },
    };
    ASK(q);
}

/* ---- Complaints and subscribers: R8 to R11 -------------------------------- */

#define CASES(rows)                                                 \
    {                                                               \
        "complaints", "unit,at,service,level,valid,attitude\n" rows \
    }
#define BASE(rows)                                            \
    {                                                         \
        "subscribers", "unit,service,date,subscribers\n" rows \
    }
#define ENDS BASE("A,3g,2011-03-31,30000\nA,3g,2011-04-30,50000\n")

/* R8, R9: cases per average subscribers and month; what a missing month end does. */
static void test_cases_per_average_subscribers(void)
{
#define TWO "A,2011-04-03,3g,city,true,\nA,2011-04-04,3g,group,false,\n"
    static const struct question q[] = {
        { { CASES(TWO), ENDS }, "complaint_rate.3g", "1/80000,80000" },
        { { CASES(TWO), ENDS }, "escalated_rate.3g", "1/80000,80000" },
        { { CASES(TWO), ENDS }, "complaint_rate", "1/80000,80000" },
        { { CASES(TWO), ENDS }, "escalated_rate.broadband", "no_data,,0" },
        { { CASES("A,2011-03-31,3g,city,true,\n"), ENDS },
          "complaint_rate.3g",
          "0/80000,80000" },
        { { CASES(TWO), BASE("A,3g,2011-04-30,50000\n") },
          "complaint_rate.3g",
          "missing,,0" },
        { { CASES(TWO), BASE("A,3g,2011-03-31,50000\n") }, "complaint_rate", "missing,,0" },
        { { CASES(TWO), ENDS, BASE("A,2g,2011-03-31,7\n") },
          "complaint_rate",
          "missing,,0" },
        { { CASES(TWO), ENDS, BASE("A,,2011-03-31,8\nA,,2011-04-30,8\n") },
          "complaint_rate",
          "1/80016,80016" },
        /* other days, and month ends that the window does not need */
        { { CASES(TWO), ENDS,
            BASE("A,3g,2011-04-29,9\nA,3g,2011-02-28,9\nA,3g,2011-05-31,9\n") },
          "complaint_rate.3g",
          "1/80000,80000" },
        { { CASES(TWO), ENDS, BASE("A,3g,2011-04-30,7\n") },
          "complaint_rate.3g",
          "1/80007,80007" },
        { { CASES(TWO), ENDS, BASE("A,3g,2011-04-30,-1\n") },
          "complaint_rate.3g",
          "1/80000,80000" },
    };
    ASK(q);
}

/* R9: windows that are no calendar month. */
static void test_average_subscribers_of_other_windows(void)
{
    static const struct question q[] = {
        /* a quarter: (1+2)/2 + (2+3)/2 + (3+4)/2, petitions by its mean month */
        { { CASES("A,2011-04-03,3g,regulator,false,\n"),
            BASE("A,3g,2011-03-31,100\nA,3g,2011-04-30,200\nA,3g,2011-05-31,300\n"
                 "A,3g,2011-06-30,400\n") },
          "escalated_rate.3g",
          "1/1500,1500",
          .from = "2011-04-01",
          .to = "2011-07-01",
          .months = 3 },
        { { CASES("A,2011-04-03,3g,regulator,false,\n"),
            BASE("A,3g,2011-03-31,100\nA,3g,2011-04-30,200\nA,3g,2011-05-31,300\n"
                 "A,3g,2011-06-30,400\n") },
          "petition_rate",
          "3/1500,1500",
          .from = "2011-04-01",
          .to = "2011-07-01",
          .months = 3 },
        /* a month from the 26th to the 25th; a whole cycle; February */
        { { CASES(TWO), BASE("A,3g,2011-03-25,10\nA,3g,2011-04-25,20\n") },
          "complaint_rate.3g",
          "1/30,30",
          .from = "2011-03-26",
          .to = "2011-04-26",
          .months = 1 },
        { { CASES(TWO), BASE("A,3g,2011-03-31,10\nA,3g,2011-04-30,20\n") },
          "complaint_rate.3g",
          "1/60,60",
          .from = "1900-01-01",
          .to = "2100-01-01",
          .months = 1 },
        { { CASES(TWO), BASE("A,3g,2011-04-02,10\nA,3g,2011-04-03,20\n") },
          "complaint_rate.3g",
          "no_data,,0",
          .from = "2011-04-03",
          .to = "2011-04-04",
          .months = 0 },
        { { CASES("A,2012-02-29,3g,city,true,\n"),
            BASE("A,3g,2012-01-31,10\nA,3g,2012-02-29,20\n") },
          "complaint_rate.3g",
          "1/30,30",
          .from = "2012-02-01",
          .to = "2012-03-01",
          .months = 1 },
        { { CASES("A,2011-01-31,3g,city,true,\n"),
            BASE("A,3g,2010-12-31,10\nA,3g,2011-01-31,20\n") },
          "complaint_rate.3g",
          "1/30,30",
          .from = "2011-01-01",
          .to = "2011-02-01",
          .months = 1 },
    };
    ASK(q);
}

/* R8, R11: levels and validity of a case. */
static void test_levels_and_validity(void)
{
#define ALL_LEVELS                                                                  \
    CASES("A,2011-04-03,3g,city,true,true\nA,2011-04-03,3g,province,true,\n"        \
          "A,2011-04-03,3g,group,false,true\nA,2011-04-03,3g,regulator,true,true\n" \
          "A,2011-04-03,3g,regulator,false,\nA,2011-04-03,,city,false,\n")
    static const struct question q[] = {
        { { ALL_LEVELS, ENDS }, "complaint_rate.3g", "3/80000,80000" },
        { { ALL_LEVELS, ENDS }, "escalated_rate", "4/80000,80000" },
        { { ALL_LEVELS, ENDS }, "petition_rate", "2/80000,80000" },
        { { ALL_LEVELS }, "regulator_petitions", "1,6" },
        { { ALL_LEVELS }, "attitude_complaints", "2,6" },
        { { ENDS }, "attitude_complaints", "0,0" },
    };
    ASK(q);
}

#define REPEATS(rows)                                                    \
    {                                                                    \
        {                                                                \
            "complaints", "unit,at,level,valid,customer_id,cause\n" rows \
        }                                                                \
    }

/* R10: at most 720 h after an earlier case of the same customer and cause. */
static void test_repeats_look_back(void)
{
#define LATE "A,2011-04-10 12:00:00,city,true,c1,slow\n"
    static const struct question q[] = {
        { REPEATS(LATE "A,2011-03-11 12:00:00,city,false,c1,slow\n"), "repeat_rate",
          "1/1,1" },
        { REPEATS(LATE "A,2011-03-11 11:59:59,city,true,c1,slow\n"), "repeat_rate",
          "0/1,1" },
        { REPEATS(LATE "A,2011-04-09,city,true,c1,slow\n"), "repeat_rate", "1/2,2" },
        { REPEATS(LATE "A,2011-04-09,city,true,c1,dear\n"), "repeat_rate", "0/2,2" },
        { REPEATS(LATE "A,2011-04-09,city,true,c2,slow\n"), "repeat_rate", "0/2,2" },
        { REPEATS(LATE "A,2011-04-09,city,true,,slow\nA,2011-04-10,city,true,,slow\n"),
          "repeat_rate", "0/3,3" },
        { REPEATS(LATE "B,2011-04-09,city,true,c1,slow\n"), "repeat_rate", "1/1,1" },
        { REPEATS(LATE LATE), "repeat_rate", "0/2,2" },
        { REPEATS(LATE LATE "A,2011-04-09,city,true,c1,slow\n"), "repeat_rate", "2/3,3" },
        { REPEATS(LATE "A,2011-05-01,city,true,c1,slow\n"), "repeat_rate", "0/1,1" },
        { REPEATS(LATE "A,2011-04-01,city,true,c1,slow\n"),
          "repeat_rate",
          "0/2,2",
          { { "repeat_days", "9" } } },
        { REPEATS(LATE "A,2011-04-01 12:00:00,city,true,c1,slow\n"),
          "repeat_rate",
          "1/2,2",
          { { "repeat_days", "9" } } },
        { REPEATS("A,2011-03-11,city,true,c1,slow\n"), "repeat_rate", "no_data,,0" },
    };
    ASK(q);
}

/* ---- Surveys: R12 to R14 -------------------------------------------------- */

#define HEAD "unit,at,service,operator,score\n"
#define NOW(rows)            \
    {                        \
        "surveys", HEAD rows \
    }
#define AGO(rows)                     \
    {                                 \
        "surveys_year_ago", HEAD rows \
    }
#define IN_APRIL(rest) "A,2011-04-09," rest "\n"
#define YEAR_AGO(rest) "A,2010-04-09," rest "\n"
#define OWN                  \
    {                        \
        "own_operator", "CU" \
    }

/* R12, R13: shares of 4 and 5, and their change in a year. */
static void test_satisfaction_and_its_change(void)
{
#define THREE IN_APRIL("2g,CU,5") IN_APRIL("2g,CU,4") IN_APRIL("2g,,3")
    static const struct question q[] = {
        { { NOW(THREE) }, "satisfaction.2g", "2/3,3", { OWN } },
        { { NOW(THREE) }, "satisfaction.2g", "0/1,1" },
        { { NOW(THREE) }, "satisfaction.2g", "1/3,3", { OWN, { "satisfied_from", "5" } } },
        { { NOW(IN_APRIL("2g,CU,") IN_APRIL("2g,CU,0") IN_APRIL("2g,CU,6")) },
          "satisfaction.2g",
          "no_data,,0",
          { OWN } },
        { { NOW("A,2011-05-01,2g,CU,5\n") }, "satisfaction.2g", "no_data,,0", { OWN } },
        { { NOW(IN_APRIL("hall,CU,5")) }, "hall_satisfaction", "1/1,1", { OWN } },
        { { NOW(IN_APRIL("activity,CU,1")) }, "activity_satisfaction", "0/1,1", { OWN } },
        { { NOW(IN_APRIL("install_repair,,4")) }, "satisfaction.install_repair", "1/1,1" },
        /* 2/3 - 1/2, 2/3 - 2/3 over one denominator */
        { { NOW(THREE), AGO(YEAR_AGO("2g,CU,5") YEAR_AGO("2g,CU,1")) },
          "improvement.2g",
          "1/6,3",
          { OWN } },
        { { NOW(THREE), AGO(YEAR_AGO("2g,CU,5") YEAR_AGO("2g,CU,4") YEAR_AGO("2g,CU,1")) },
          "improvement.2g",
          "0/3,3",
          { OWN } },
        { { NOW(THREE) }, "improvement.2g", "no_data,,3", { OWN } },
        { { AGO(YEAR_AGO("2g,CU,5")) }, "improvement.2g", "no_data,,0", { OWN } },
        { { NOW(THREE), AGO(YEAR_AGO("2g,CM,5")) },
          "improvement.2g",
          "no_data,,3",
          { OWN } },
        { { NOW(THREE), AGO(THREE) }, "improvement.2g", "no_data,,3", { OWN } },
    };
    ASK(q);
}

/* R14: the lead is over the best of the others, however close. */
static void test_lead_over_the_best(void)
{
    static const struct question q[] = {
        /* the best of CM 1/2 and CT 3/4; CM alone; none; equal */
        { { NOW(THREE IN_APRIL("2g,CM,5") IN_APRIL("2g,CM,1") IN_APRIL("2g,CT,5")
                    IN_APRIL("2g,CT,5") IN_APRIL("2g,CT,4") IN_APRIL("2g,CT,1")) },
          "lead.2g",
          "-1/12,3",
          { OWN } },
        { { NOW(THREE IN_APRIL("2g,CM,5") IN_APRIL("2g,CM,1") IN_APRIL("2g,CT,")) },
          "lead.2g",
          "1/6,3",
          { OWN } },
        { { NOW(THREE IN_APRIL("2g,CM,") IN_APRIL("3g,CM,5")) },
          "lead.2g",
          "no_data,,3",
          { OWN } },
        { { NOW(IN_APRIL("2g,CU,5") IN_APRIL("2g,CM,5")) }, "lead.2g", "0/1,1", { OWN } },
        { { NOW(IN_APRIL("2g,CM,5")) }, "lead.2g", "no_data,,0", { OWN } },
        /* CM 0/1, CT 1/2; CM 2/5, CT 1/2; CM 1/2, CT 2/4 */
        { { NOW(THREE IN_APRIL("2g,CM,1") IN_APRIL("2g,CT,5") IN_APRIL("2g,CT,1")) },
          "lead.2g",
          "1/6,3",
          { OWN } },
        { { NOW(THREE IN_APRIL("2g,CM,5") IN_APRIL("2g,CM,5") IN_APRIL("2g,CM,1") IN_APRIL(
              "2g,CM,1") IN_APRIL("2g,CM,1") IN_APRIL("2g,CT,5") IN_APRIL("2g,CT,1")) },
          "lead.2g",
          "1/6,3",
          { OWN } },
        { { NOW(THREE IN_APRIL("2g,CM,5") IN_APRIL("2g,CM,1") IN_APRIL("2g,CT,5")
                    IN_APRIL("2g,CT,1") IN_APRIL("2g,CT,5") IN_APRIL("2g,CT,1")) },
          "lead.2g",
          "1/6,3",
          { OWN } },
    };
    ASK(q);
}

/* ---- Call-backs, counts, controls: R15 to R19 ----------------------------- */

#define TASKS(rows)                                      \
    {                                                    \
        {                                                \
            "callbacks", "unit,at,kind,completed\n" rows \
        }                                                \
    }
#define COUNTS(rows)                                                     \
    {                                                                    \
        {                                                                \
            "counts", "unit,date,indicator,numerator,denominator\n" rows \
        }                                                                \
    }
#define ON "A,2011-04-09,"

/* R15, R16, R18: shares of tasks, pooled counts, verified cards. */
static void test_tasks_and_counts_pool(void)
{
#define DONE ON "3g_new,true\n" ON "3g_new,false\n" ON "3g_transfer,true\n"
    static const struct question q[] = {
        { TASKS(DONE), "callback", "2/3,3" },
        { TASKS(DONE), "callback.3g_new", "1/2,2" },
        { TASKS(DONE), "callback.3g_transfer", "1/1,1" },
        { TASKS("A,2011-03-31,3g_new,true\n"), "callback.3g_new", "no_data,,0" },
        { COUNTS(ON "answer,9,10\n" ON "answer,80,90\n"), "answer", "89/100,100" },
        { COUNTS(ON "answer,0,0\n"), "answer", "no_data,,0" },
        { COUNTS(ON "answer,11,10\n" ON "answer,1,2\n"), "answer", "1/2,2" },
        { COUNTS(ON "green_channel,-1,10\n"), "green_channel", "no_data,,0" },
        { COUNTS(ON "telesales,12,10\n"), "telesales", "12/10,10" },
        { COUNTS(ON "revenue_retained,100,90\n"), "revenue_retained", "100/90,90" },
        { COUNTS(ON "revenue_new,1,2\n" ON "activity,3,4\n"), "activity_participation",
          "3/4,4" },
        { COUNTS("A,2011-05-01,answer,1,2\n"), "answer", "no_data,,0" },
        { { { "counts", "unit,indicator,numerator,denominator\nA,answer,204,217\n" } },
          "answer",
          "204/217,217" },
        { COUNTS(ON "card_holding,80,100\n" ON "card_check,9,10\n"), "card_holding",
          "720/1000,100" },
        { COUNTS(ON "card_holding,80,100\n"), "card_holding", "no_data,,100" },
        { COUNTS(ON "card_holding,80,100\n"),
          "card_holding",
          "80/100,100",
          { { "card_check_required", "false" } } },
        { COUNTS(ON "card_check,9,10\n"), "card_holding", "no_data,,0" },
        { COUNTS(ON "card_holding,4000000000,8000000000\n" ON
                    "card_check,3000000000,4000000000\n"),
          "card_holding", "3/8,8000000000" },
    };
    ASK(q);
}

/* R17: a weak point that has to fall pools with one that has to rise. */
static void test_weak_points_attain(void)
{
    static const struct question q[] = {
        { COUNTS(ON "hall_weak_point,-24,-20\n"), "hall_weak_point", "24/20,1" },
        { COUNTS(ON "hall_weak_point,-24,-20\n" ON "hall_weak_point,-1,10\n"),
          "hall_weak_point", "23/30,2" },
        { COUNTS(ON "hall_weak_point,0,0\n"), "hall_weak_point", "1/1,1" },
        { COUNTS(ON "hall_weak_point,-1,0\n"), "hall_weak_point", "0/1,1" },
        { COUNTS(""), "hall_weak_point", "no_data,,0" },
    };
    ASK(q);
}

#define CONTROLS(rows)                                  \
    {                                                   \
        {                                               \
            "controls", "unit,at,item,indicator\n" rows \
        }                                               \
    }

/* R19: events count by item; D4 flags the indicator it names. */
static void test_controls_count_and_flag(void)
{
    static const struct question q[] = {
        { CONTROLS(ON "D2,\n" ON "D2,\n" ON "D3,\n"), "controls.D2", "2,2" },
        { CONTROLS(ON "D5,\nA,2011-05-01,D5,\n"), "controls.D5", "1,1" },
        { CONTROLS(ON "D2,\n"), "controls.D4", "0,0" },
        { CONTROLS(ON "D4,answer\n" ON "D4,\n"), "controls.D4", "1,1" },
        { CONTROLS(ON "D4,answer\n"), "answer", "no_data,,0,falsified" },
        { CONTROLS(ON "D4,answer\n"), "answer_rate", "no_data,,0" },
        { CONTROLS(ON "D2,answer\n"), "answer", "no_data,,0" },
    };
    ASK(q);
    struct batches *b = opened(NULL);
    struct batches_state *s = april(b);
    batches_feed(s, "controls",
                 "unit,at,item,indicator\n" ON "D4,answer\n" ON "D4,answer\n" ON "D4,\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_reasons(s), "A,controls.D4,answer,2,2\n", 0);
    check_text(batches_rejects(b),
               "controls,2,indicator,a D4 event names the falsified indicator\n", 0);
    check_i64(batches_end(b), 0, 0);
}

static const struct unit_case cases[] = {
    { "calls count per offered, in time up to the limit", test_calls_in_time_per_offered },
    { "ratings count for answered calls only", test_ratings_of_answered_calls },
    { "orders count on their own dates", test_orders_on_their_own_dates },
    { "blank cells of closed orders", test_blank_cells_of_closed_orders },
    { "cases count per average subscribers", test_cases_per_average_subscribers },
    { "average subscribers of other windows", test_average_subscribers_of_other_windows },
    { "levels and validity of cases", test_levels_and_validity },
    { "repeats look back 720 hours", test_repeats_look_back },
    { "satisfaction and its change", test_satisfaction_and_its_change },
    { "lead over the best competitor", test_lead_over_the_best },
    { "tasks and delivered counts pool", test_tasks_and_counts_pool },
    { "weak points attain", test_weak_points_attain },
    { "control events count and flag", test_controls_count_and_flag },
};
UNIT_MAIN("customer", cases)
