/* SPDX-License-Identifier: Apache-2.0 */
/* network_test.c - the rules of plugins/network on outages, R1 to R11, case by case. */
#include "network_kit.h"

#include <stdio.h>

/* ---- Goldens ---------------------------------------------------------------- */

/* domain.md 4.1: 20 interruptions on 5,000 circuits are 40 per 10,000. */
static void test_golden_frequency(void)
{
    struct batches *b = opened(NULL);
    struct batches_state *s = batches_begin(b, "2006-01-01", "2006-02-01", 1);
    for (int i = 1; i <= 20; i++) {
        char row[128];
        snprintf(row, sizeof row,
                 "unit,outage_id,started_at,ended_at\nA,%d,2006-01-%02d,"
                 "2006-01-%02d 01:00:00\n",
                 i, i, i);
        check_i64(batches_feed(s, "outages", row), KH_OK, 0);
    }
    batches_feed(s, "inventory", "unit,date,circuits_2m\nA,2006-01-31,5000\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "A", "interruption_rate"), "20/5000,20", 0); /* x 10,000 */
    check_text(batches_table_rows(s, "interruptions"), "A,2006-01,20,5000,40.00\n", 0);
    check_i64(batches_end(b), 0, 0);
}

/* domain.md 10.1 M2: hours 1 to 20: p95 is 19, 60 % within 12; 5.4 circuit-hours lost on 10
 * circuits in 720 h are 99.925 %. */
static void test_golden_times(void)
{
    struct batches *b = opened(NULL);
    struct batches_state *s = batches_begin(b, "2011-04-01", "2011-05-01", 1);
    for (int i = 20; i >= 1; i--) {
        char row[128];
        snprintf(row, sizeof row,
                 "unit,opened_at,closed_at,limit_h\nA,2011-04-02 00:00:00,"
                 "2011-04-02 %02d:00:00,12\n",
                 i);
        check_i64(batches_feed(s, "faults", row), KH_OK, 0);
    }
    batches_feed(s, "outages",
                 "unit,started_at,ended_at,circuits\n"
                 "A,2011-04-03 10:00:00,2011-04-03 11:48:00,3\n");
    batches_feed(s, "inventory", "unit,date,circuits_2m\nA,2011-04-30,10\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_value(s, "A", "repair_p95"), "68400/3600,20", 0); /* 19 h */
    check_text(batches_value(s, "A", "repair_p80"), "57600/3600,20", 1); /* 16 h */
    check_text(batches_value(s, "A", "fault_in_time"), "12/20,20", 2);   /* 60 % */
    check_text(batches_value(s, "A", "mttr"), "756000/72000,20", 3);     /* 10.5 h */
    /* 7200 circuit-hours less 5.4, in seconds: 0.99925 */
    check_text(batches_value(s, "A", "availability"), "25900560/25920000,10", 4);
    check_i64(batches_end(b), 0, 0);
}

/* domain.md 4.3: 300, 470, 500, 833 km allow 0.7, 0.7, 0.8, 1.2. */
static void test_golden_allowance(void)
{
    static const struct question q[] = {
        { { INVENTORY("A,2011-04-30,,300\n") }, "cable_allowance", "0.7,1" },
        { { INVENTORY("A,2011-04-30,,470\n") }, "cable_allowance", "0.7,1" },
        { { INVENTORY("A,2011-04-30,,500\n") }, "cable_allowance", "0.8,1" },
        { { INVENTORY("A,2011-04-30,,833\n") }, "cable_allowance", "1.2,1" },
        { { INVENTORY("A,2011-04-30,,499.999\n") }, "cable_allowance", "0.7,1" },
        { { INVENTORY("A,2011-04-30,,469.999\n") },
          "cable_allowance",
          "0.9,1",
          { { "cable_floor", "0.9" } } },
        { { INVENTORY("A,2011-04-30,,470\n") },
          "cable_allowance",
          "0.8,1",
          { { "cable_norm", "0.18" }, { "cable_floor_km", "100" } } },
        { { INVENTORY("A,2011-04-30,9,\n") }, "cable_allowance", "no_data,,0" },
    };
    ASK(q);
}

/* ---- Interruptions: R1 to R3 ------------------------------------------------ */

static void test_what_is_an_interruption(void)
{
    static const struct question q[] = {
        { { OUTAGES("A,1,c,2011-04-01,2011-04-02,true,,,,,\n") }, "interruptions", "0,1" },
        { { OUTAGES("A,1,c,2011-04-01,2011-04-02,false,,,,,\n") }, "interruptions", "1,1" },
        { { OUTAGES("A,1,c,2011-04-01,2011-04-02,,,,,,\n") }, "interruptions", "1,1" },
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-02,,,2011-04-01 00:10:00,,,\n") },
          "interruptions",
          "0,1" },
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-02,,,2011-04-01 00:10:01,,,\n") },
          "interruptions",
          "1,1" },
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-02,,,2011-04-01 00:10:01,,,\n") },
          "interruptions",
          "0,1",
          { { "spare_minutes", "11" } } },
        { { OUTAGES("A,1,c,2011-04-01,2011-04-02,,,,flood,,\n"
                    "A,2,d,2011-04-03,2011-04-04,,,,flood,,\n"
                    "A,3,d,2011-04-05,2011-04-06,,,,rain,,\n"
                    "A,4,e,2011-04-05,2011-04-06,,,,,,\n"
                    "A,5,e,2011-04-05,2011-04-06,,,,,,\n") },
          "interruptions",
          "4,5" },
        /* the group began in March: it counted there */
        { { OUTAGES("A,1,c,2011-03-31,2011-03-31,,,,flood,,\n"
                    "A,2,d,2011-04-03,2011-04-04,,,,flood,,\n") },
          "interruptions",
          "0,1" },
        /* what was planned does not begin a group */
        { { OUTAGES("A,1,c,2011-03-31,2011-03-31,true,,,flood,,\n"
                    "A,2,d,2011-04-03,2011-04-04,,,,flood,,\n") },
          "interruptions",
          "1,1" },
        /* begun before the window; ended in it, or on its first instant, or before it */
        { { OUTAGES("A,1,c,2011-03-31 23:00:00,2011-04-01 02:00:00,,,,,,\n") },
          "interruptions",
          "0,1" },
        { { OUTAGES("A,1,c,2011-03-31 23:00:00,2011-04-01 00:00:00,,,,,,\n") },
          "outages",
          "1,1" },
        { { OUTAGES("A,1,c,2011-03-31 23:00:00,2011-03-31 23:59:59,,,,,,\n") },
          "outages",
          "0,0" },
        { { OUTAGES("A,1,c,2011-05-01 00:00:00,,,,,,,\n") }, "outages", "0,0" },
        { { OUTAGES("A,1,c,2011-04-30 23:59:59,,,,,,,\n") }, "interruptions", "1,1" },
        { { OUTAGES("A,1,c,2011-04-01,2011-04-02,,,,,radio,\n"
                    "A,2,c,2011-04-03,2011-04-04,,,,,core,\n"
                    "A,3,c,2011-04-03,2011-04-04,,,,,radio,\n") },
          "interruptions.radio",
          "2,2" },
    };
    ASK(q);
}

static void test_rate_and_stock(void)
{
#define ONE OUTAGES("A,1,c,2011-04-01,2011-04-02,,,,,,\n")
    static const struct question q[] = {
        { { ONE, INVENTORY("A,2011-04-30,500,\n") }, "interruption_rate", "1/500,1" },
        { { ONE, INVENTORY("A,2011-03-31,400,\nA,2011-05-01,999,\n") },
          "interruption_rate",
          "1/400,1" },
        { { ONE, INVENTORY("A,2011-03-31,400,\nA,2011-04-30,500,\nA,2010-01-31,900,\n") },
          "interruption_rate",
          "1/500,1" },
        /* each quantity has its own latest day; of one day the greater holds */
        { { ONE, INVENTORY("A,2011-03-31,400,7\nA,2011-04-30,,9\n") },
          "interruption_rate",
          "1/400,1" },
        { { ONE, INVENTORY("A,2011-04-30,400,\nA,2011-04-30,410,\nA,2011-04-30,90,\n") },
          "interruption_rate",
          "1/410,1" },
        { { ONE }, "interruption_rate", "no_data,,1" },
        { { ONE, INVENTORY("A,2011-04-30,0,\n") }, "interruption_rate", "no_data,,1" },
        /* two months: half per month */
        { { ONE, INVENTORY("A,2011-04-30,500,\n") },
          "interruption_rate",
          "1/1000,1",
          .from = "2011-03-01",
          .to = "2011-05-01",
          .months = 2 },
        /* a day has no rate per month */
        { { ONE, INVENTORY("A,2011-04-01,500,\n") },
          "interruption_rate",
          "no_data,,1",
          .from = "2011-04-01",
          .to = "2011-04-02",
          .months = 0 },
    };
    ASK(q);
}

/* ---- Time lost: R4 to R7 ---------------------------------------------------- */

/* R4, R5. */
static void test_time_lost(void)
{
    static const struct question q[] = {
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,\n") },
          "lost_minutes",
          "3600/60,1" },
        /* clipped at both ends; without an end until the window's */
        { { OUTAGES("A,1,c,2011-03-31 12:00:00,2011-04-01 01:00:00,,,,,,\n") },
          "lost_minutes",
          "3600/60,1" },
        { { OUTAGES("A,1,c,2011-04-30 23:00:00,2011-05-09 01:00:00,,2,,,,\n") },
          "lost_minutes",
          "7200/60,1" },
        { { OUTAGES("A,1,c,2011-04-30 23:00:00,,,,,,,\n") }, "lost_minutes", "3600/60,1" },
        { { OUTAGES("A,1,c,2011-02-01,,,,,,,\n") }, "lost_minutes", "2592000/60,1" },
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,true,,,,,\n") },
          "lost_minutes",
          "0/60,1" },
        /* switched or not, unless traffic on spare ends the loss */
        { { OUTAGES(
              "A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,2011-04-01 00:05:00,,,\n") },
          "lost_minutes",
          "3600/60,1" },
        { { OUTAGES(
              "A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,2011-04-01 00:05:00,,,\n") },
          "lost_minutes",
          "300/60,1",
          { { "spare_ends_loss", "true" } } },
        { { OUTAGES(
              "A,1,c,2011-03-31 23:00:00,2011-04-01 01:00:00,,,2011-03-31 23:50:00,,,\n") },
          "lost_minutes",
          "0/60,1",
          { { "spare_ends_loss", "true" } } },
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 00:00:00,,,,,,\n") },
          "lost_minutes",
          "0/60,1" },
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,0,,,,\n") },
          "lost_minutes",
          "0/60,1" },
    };
    ASK(q);
}

/* R6. */
static void test_overlaps(void)
{
    static const struct question q[] = {
        /* overlapping ones of one circuit are merged, not those of two or of none */
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 02:00:00,,,,,,\n"
                    "A,2,c,2011-04-01 01:00:00,2011-04-01 03:00:00,,,,,,\n"
                    "A,3,c,2011-04-01 01:30:00,2011-04-01 01:40:00,,,,,,\n") },
          "lost_minutes",
          "10800/60,3" },
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 02:00:00,,,,,,\n"
                    "A,2,d,2011-04-01 01:00:00,2011-04-01 03:00:00,,,,,,\n") },
          "lost_minutes",
          "14400/60,2" },
        { { OUTAGES("A,1,,2011-04-01 00:00:00,2011-04-01 02:00:00,,,,,,\n"
                    "A,2,,2011-04-01 01:00:00,2011-04-01 03:00:00,,,,,,\n") },
          "lost_minutes",
          "14400/60,2" },
        /* two rows without ids and alike: two interruptions, one hour of one circuit */
        { { OUTAGES("A,,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,\n"
                    "A,,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,\n") },
          "lost_minutes",
          "3600/60,2" },
        { { OUTAGES("A,,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,\n"
                    "A,,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,\n") },
          "interruptions",
          "2,2" },
        /* the greatest number of circuits holds at each instant: 1h x 2 + 1h x 5 + 1h x 2
         */
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 03:00:00,,2,,,,\n"
                    "A,2,c,2011-04-01 01:00:00,2011-04-01 02:00:00,,5,,,,\n") },
          "lost_minutes",
          "32400/60,2" },
        /* a planned outage covers nothing */
        { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 03:00:00,true,9,,,,\n"
                    "A,2,c,2011-04-01 01:00:00,2011-04-01 02:00:00,,,,,,\n") },
          "lost_minutes",
          "3600/60,2" },
    };
    ASK(q);
}

static void test_availability(void)
{
    static const struct question q[] = {
        { { INVENTORY("A,2011-04-30,10,\n") }, "availability", "25920000/25920000,10" },
        { { OUTAGES("A,1,c,2011-04-01,,,20,,,,\n"), INVENTORY("A,2011-04-30,10,\n") },
          "availability",
          "0/25920000,10" },
        { { OUTAGES("A,1,c,2011-04-01,2011-04-02,,,,,,\n") },
          "availability",
          "no_data,,0" },
        { { INVENTORY("A,2011-04-01,10,\n") },
          "availability",
          "no_data,,0",
          .from = "1900-01-01",
          .to = "2100-01-01",
          .months = 2400 },
    };
    ASK(q);
}

/* ---- Charges: R9 to R11 ------------------------------------------------------ */

#define REPORTS(rows)                                                                   \
    {                                                                                   \
        "outages", "unit,outage_id,started_at,ended_at,circuits,concealed,event_group," \
                   "reported_at\n" rows                                                 \
    }

/* R9, R10, R11. */
static void test_charges(void)
{
    static const struct question q[] = {
        { { REPORTS("A,1,2011-04-01,2011-04-02,,true,,\n") }, "concealed", "1,1" },
        { { REPORTS("A,1,2011-04-01,2011-04-02,,true,,\n") }, "late_reports", "0,1" },
        { { REPORTS(
              "A,1,2011-04-01,2011-04-02,,,g,\nA,2,2011-04-01,2011-04-02,,true,g,\n") },
          "concealed",
          "1,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-02,,,,2011-04-01 02:00:00\n") },
          "late_reports",
          "0,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-02,,,,2011-04-01 02:00:01\n") },
          "late_reports",
          "1,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-02,,,,\n") }, "late_reports", "1,1" },
        /* one report is enough for a group */
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-02,,,g,\n"
                    "A,2,2011-04-01 01:00:00,2011-04-02,,,g,2011-04-01 02:00:00\n") },
          "late_reports",
          "0,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-02,,,g,\n"
                    "A,2,2011-04-01 01:00:00,2011-04-02,,,g,2011-04-01 03:00:00\n") },
          "late_reports",
          "1,1" },
        /* in the window in which the report was due */
        { { REPORTS("A,1,2011-04-30 23:00:00,2011-05-02,,,,\n") }, "late_reports", "0,1" },
        { { REPORTS("A,1,2011-03-31 23:00:00,2011-04-02,,,,\n") }, "late_reports", "1,0" },
        { { OUTAGES("A,1,c,2011-04-01,2011-04-02,,,,,,\n") }, "late_reports", "0,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-02,,,,2011-04-01 02:00:01\n") },
          "late_reports",
          "0,1",
          { { "report_minutes", "121" } } },
        /* a thousand circuits for an hour */
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-01 01:00:00,1000,,,\n") },
          "major_outages",
          "1,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-01 00:59:59,1000,,,\n") },
          "major_outages",
          "0,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-01 01:00:00,999,,,\n") },
          "major_outages",
          "0,1" },
        { { REPORTS("A,1,2011-04-01 00:00:00,2011-04-01 01:00:00,600,,g,\n"
                    "A,2,2011-04-01 00:00:00,2011-04-01 00:10:00,400,,g,\n") },
          "major_outages",
          "1,1" },
        { { REPORTS("A,1,2011-03-31 23:30:00,,5000,,,\n") }, "major_outages", "1,0" },
        { { REPORTS("A,1,2011-04-30 23:30:00,,5000,,,\n") }, "major_outages", "0,1" },
    };
    ASK(q);
}

static const struct unit_case cases[] = {
    { "20 interruptions on 5,000 circuits are 40", test_golden_frequency },
    { "repair hours 1 to 20; 5.4 circuit-hours in 720 h", test_golden_times },
    { "the allowance of 300, 470, 500, 833 km", test_golden_allowance },
    { "what an interruption is (R1, R2)", test_what_is_an_interruption },
    { "rates and stock (R3)", test_rate_and_stock },
    { "time lost (R4, R5)", test_time_lost },
    { "overlapping outages (R6)", test_overlaps },
    { "availability (R7)", test_availability },
    { "concealed, late, network-wide (R9 to R11)", test_charges },
};
UNIT_MAIN("network", cases)
