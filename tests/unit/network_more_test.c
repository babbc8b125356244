/* SPDX-License-Identifier: Apache-2.0 */
/* network_more_test.c - the rules of plugins/network on faults, cables, radio and counts,
 * R12 to R19, and its tables, R8 and R20. */
#include "network_kit.h"

/* ---- Faults: R12, R13 -------------------------------------------------------- */

static void test_faults(void)
{
#define HOUR(h) "2011-04-02 " h ":00:00"
    static const struct question q[] = {
        { { FAULTS("A,1," HOUR("00") "," HOUR("12") ",\n") }, "fault_in_time", "1/1,1" },
        { { FAULTS("A,1," HOUR("00") ",2011-04-02 12:00:01,\n") },
          "fault_in_time",
          "0/1,1" },
        { { FAULTS("A,1," HOUR("00") "," HOUR("05") ",4.99\n") },
          "fault_in_time",
          "0/1,1" },
        { { FAULTS("A,1," HOUR("00") "," HOUR("05") ",\n") },
          "fault_in_time",
          "0/1,1",
          { { "fault_limit_h", "4" } } },
        { { FAULTS("A,1," HOUR("00") "," HOUR("05") ",\n") }, "mttr", "18000/3600,1" },
        { { FAULTS("A,1,2011-03-31 22:00:00,2011-04-01 02:00:00,\n") },
          "mttr",
          "14400/3600,1" },
        { { FAULTS("A,1,2011-03-30 22:00:00,2011-03-31 02:00:00,\n") }, "faults", "0,0" },
        { { FAULTS("A,1,2011-04-30 22:00:00,2011-05-01 00:00:00,\n") },
          "faults_closed",
          "0,0" },
        { { FAULTS("A,1,2011-04-30 22:00:00,2011-05-01 00:00:00,\nA,2,2011-04-30,,\n") },
          "faults",
          "2,2" },
        { { FAULTS("A,1,2011-04-30 22:00:00,,\n") }, "fault_minutes", "7200/60,1" },
        { { FAULTS("A,1,2011-04-30 22:00:00,,\n") }, "mttr", "no_data,,0" },
        { { FAULTS("A,1,2011-04-30 22:00:00,,\n") }, "repair_p95", "no_data,,0" },
        { { FAULTS("A,1," HOUR("00") "," HOUR("07") ",\n") },
          "repair_p80",
          "25200/3600,1" },
    };
    ASK(q);
}

/* ---- Cables: R17 -------------------------------------------------------------- */

static void test_cables(void)
{
#define DOWN "A,1,k,2011-04-01 00:00:00,2011-04-01 02:00:00,,true\n"
    static const struct question q[] = {
        { { CABLES(DOWN), INVENTORY("A,2011-04-30,,1000\n") },
          "cable_failure_rate",
          "1000/1000000,1" }, /* x 1200 = 1.2 per 100 km and year */
        { { CABLES(DOWN), INVENTORY("A,2011-04-30,,1000\n") },
          "cable_failure_rate",
          "1000/12000000,1",
          .from = "2010-05-01",
          .to = "2011-05-01",
          .months = 12 },
        { { CABLES(DOWN
                   "A,2,k,2011-04-01,2011-04-02,,false\nA,3,k,2011-04-01,2011-04-02,,\n") },
          "cable_failures",
          "1,3" },
        { { { "cable_faults", "unit,started_at\nA,2011-04-01\n" } },
          "cable_failures",
          "1,1" },
        { { CABLES("A,1,k,2011-04-01,2011-04-02,flood,true\n"
                   "A,2,l,2011-04-01,2011-04-02,flood,true\n") },
          "cable_failures",
          "1,2" },
        { { CABLES(DOWN "A,2,k,2011-04-01 01:00:00,2011-04-01 03:00:00,,true\n") },
          "cable_down_minutes",
          "10800/60,2" },
        /* 1 less a twelfth of 0.7; in a year of 1.5: none over */
        { { CABLES(DOWN), INVENTORY("A,2011-04-30,,300\n") },
          "cable_over_allowance",
          "113/120,1" },
        { { CABLES(DOWN), INVENTORY("A,2011-04-30,,1000\n") },
          "cable_over_allowance",
          "0/120,1",
          .from = "2010-05-01",
          .to = "2011-05-01",
          .months = 12 },
        { { CABLES(DOWN) }, "cable_over_allowance", "no_data,,0" },
        { { CABLES(DOWN), INVENTORY("A,2011-04-30,5,\n") },
          "cable_failure_rate",
          "no_data,,1" },
    };
    ASK(q);
}

/* ---- Radio: R14 to R16, R19 ---------------------------------------------------- */

#define SAMPLES(rows)                                                               \
    {                                                                               \
        {                                                                           \
            "samples", "unit,operator,at,network,rsrp_dbm,sinr_db,dl_mbps,ul_mbps," \
                       "contracted_mbps\n" rows                                     \
        }                                                                           \
    }

/* R14 to R16: and R15 says whose a sample is. */
static void test_samples(void)
{
#define OWN                                                 \
    {                                                       \
        { "own_operator", "CU" }, { "competitor_1", "CM" }, \
        {                                                   \
            "competitor_3", "CT"                            \
        }                                                   \
    }
    static const struct question q[] = {
        { SAMPLES("A,,2011-04-01,4g,-110,-3,,,\n"), "coverage", "1/1,1" },
        { SAMPLES("A,,2011-04-01,4g,-110.0001,-3,,,\n"), "coverage", "0/1,1" },
        { SAMPLES("A,,2011-04-01,4g,-110,-3.1,,,\n"), "coverage", "0/1,1" },
        { SAMPLES("A,,2011-04-01,4g,-200,9,,,\nA,,2011-04-01,4g,-90,-200,,,\n"
                  "A,,2011-04-01,4g,-90,,,,\nA,,2011-04-01,4g,-90,1,,,\n"),
          "coverage", "1/1,1" },
        { SAMPLES("A,,2011-04-01,4g,-200,9,,,\nA,,2011-04-01,4g,-105.1,-200,,,\n"
                  "A,,2011-04-01,4g,-105,,,,\n"),
          "weak_share", "1/2,2" },
        { SAMPLES("A,CU,2011-04-01,4g,-90,1,,,\nA,CM,2011-04-01,4g,-120,1,,,\n"
                  "A,CT,2011-04-01,5g,-90,1,,,\nA,XX,2011-04-01,5g,-90,1,,,\n"),
          "weak_share", "0/1,1", OWN },
        { SAMPLES("A,CU,2011-04-01,4g,-90,1,,,\nA,CM,2011-04-01,4g,-120,1,,,\n"),
          "weak_share.competitor_1", "1/1,1", OWN },
        { SAMPLES("A,CU,2011-04-01,4g,-90,1,,,\nA,CT,2011-04-01,4g,-120,1,,,\n"),
          "coverage.competitor_3", "0/1,1", OWN },
        { SAMPLES("A,CU,2011-04-01,4g,-90,1,,,\n"), "weak_share.competitor_1", "no_data,,0",
          OWN },
        { SAMPLES("A,CU,2011-04-01,4g,-90,1,,,\n"), "weak_share.competitor_2", "no_data,,0",
          OWN },
        { SAMPLES("A,,2011-04-01,4g,,,50.5,,\nA,,2011-04-01,5g,,,200,,\n"
                  "A,,2011-04-01,,,,1,,\nA,,2011-04-01,4g,,,,,\n"),
          "downlink.4g", "505000/10000,1" },
        { SAMPLES("A,,2011-04-01,4g,,,50.5,,\nA,,2011-04-01,5g,,,200,,\n"
                  "A,,2011-04-01,,,,1,,\n"),
          "downlink", "2515000/30000,3" },
        { SAMPLES("A,,2011-04-01,4g,,,,12.5,\n"), "uplink", "125000/10000,1" },
        { SAMPLES("A,,2011-04-01,4g,,,90,,100\nA,,2011-04-01,4g,,,89.9999,,100\n"
                  "A,,2011-04-01,4g,,,100,,\nA,,2011-04-01,4g,,,,,100\n"
                  "A,,2011-04-01,4g,,,5,,0\n"),
          "rate_compliance", "1/2,2" },
        { SAMPLES("A,,2011-04-01,4g,,,95,,100\n"),
          "rate_compliance",
          "0/1,1",
          { { "rate_percent", "96" } } },
        { SAMPLES("A,,2011-03-31 23:59:59,4g,-90,1,,,\nA,,2011-05-01,4g,-90,1,,,\n"),
          "coverage", "no_data,,0" },
    };
    ASK(q);
}

static void test_sessions_and_counts(void)
{
#define COUNTS(rows)                                                     \
    {                                                                    \
        {                                                                \
            "counts", "unit,date,indicator,numerator,denominator\n" rows \
        }                                                                \
    }
    static const struct question q[] = {
        { { { "sessions", "unit,date,attempts,connected,dropped\nA,2011-04-01,100,98,1\n"
                          "A,2011-04-30,100,90,3\nA,2011-05-01,100,0,0\n" } },
          "connection_rate",
          "188/200,200" },
        { { { "sessions", "unit,date,attempts,connected,dropped\nA,2011-04-01,100,98,1\n"
                          "A,2011-04-30,100,90,3\nA,2011-05-01,100,0,0\n" } },
          "drop_rate",
          "4/188,188" },
        { COUNTS("A,2011-04-01,satellite_availability,99,100\n"
                 "A,2011-04-02,satellite_availability,95,100\n"),
          "satellite_availability", "194/200,200" },
        /* domain.md 4.3: (12 + 5 x 2) / 8800 = 0.25 % */
        { COUNTS(
              "A,2011-04-01,telegraph_errors,12,8800\nA,2011-04-01,telegraph_major,2,0\n"),
          "telegraph_errors", "22/8800,8800" },
        { COUNTS(
              "A,2011-04-01,telegraph_errors,12,8800\nA,2011-04-01,telegraph_major,2,0\n"),
          "telegraph_errors",
          "18/8800,8800",
          { { "major_weight", "3" } } },
        { COUNTS("A,2011-04-01,alarms_stale,0,0\n"), "alarms_stale", "0,1" },
        { COUNTS("A,2011-05-01,alarms_stale,3,0\n"), "alarms_stale", "no_data,,0" },
        { COUNTS("A,2011-04-01,mos,3520,10\n"), "mos", "3520/1000,10" },
        { { { "counts", "unit,indicator,numerator,denominator\nA,nms_faults,2,0\n" } },
          "nms_faults",
          "2,1" },
    };
    ASK(q);
}

static void test_rejects(void)
{
    static const struct {
        const char *dataset, *csv, *expected;
    } row[] = {
        { "outages", "unit,started_at,ended_at\nA,2011-04-02,2011-04-01\n",
          "outages,0,ended_at,it ended before it began\n" },
        { "outages", "unit,started_at,switched_at\nA,2011-04-02,2011-04-01\n",
          "outages,0,switched_at,it was switched before it began\n" },
        { "outages", "unit,started_at,circuits\nA,2011-04-02,-1\n",
          "outages,0,circuits,circuits below 0\n" },
        { "inventory", "unit,date,circuits_2m,cable_km,cells\nA,2011-04-02,1,-0.001,\n",
          "inventory,0,cable_km,a stock below 0\n" },
        { "cable_faults", "unit,started_at,ended_at\nA,2011-04-02,2011-04-01\n",
          "cable_faults,0,ended_at,it ended before it began\n" },
        { "faults", "unit,opened_at,closed_at\nA,2011-04-02,2011-04-01\n",
          "faults,0,closed_at,it was closed before it was opened\n" },
        { "faults", "unit,opened_at,closed_at,limit_h\nA,2011-04-02,2011-04-03,-1\n",
          "faults,0,limit_h,a limit below 0\n" },
        { "samples", "unit,at,ul_mbps\nA,2011-04-02,-1\n",
          "samples,0,ul_mbps,a rate below 0\n" },
        { "sessions", "unit,date,attempts,connected,dropped\nA,2011-04-02,5,6,0\n",
          "sessions,0,connected,more sessions are connected than attempted\n" },
        { "sessions", "unit,date,attempts,connected,dropped\nA,2011-04-02,5,3,4\n",
          "sessions,0,dropped,more sessions are dropped than connected\n" },
        { "sessions", "unit,date,attempts,connected,dropped\nA,2011-04-02,5,3,-4\n",
          "sessions,0,dropped,a count below 0\n" },
        { "counts",
          "unit,date,indicator,numerator,denominator\nA,2011-04-02,mos_good,5,4\n",
          "counts,0,numerator,the numerator is more than the denominator\n" },
        { "counts",
          "unit,date,indicator,numerator,denominator\nA,2011-04-02,reported,5,4\n", "" },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct batches *b = opened(NULL);
        struct batches_state *s = batches_begin(b, "2011-04-01", "2011-05-01", 1);
        check_i64(batches_feed(s, row[i].dataset, row[i].csv), KH_OK, i);
        check_text(batches_rejects(b), row[i].expected, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* ---- Tables: R8, R20 ------------------------------------------------------------ */

struct asked_table {
    struct question q;
    const char *table, *expected;
};

static void ask_tables(const struct asked_table *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct batches *b = opened(row[i].q.param);
        struct batches_state *s = answered(b, &row[i].q, i);
        check_text(batches_table_rows(s, row[i].table), row[i].expected, i);
        check_i64(batches_end(b), 0, i);
    }
}

/* R20. */
static void test_tables(void)
{
    static const struct asked_table row[] = {
        { { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,dig\n"
                      "A,2,d,2011-04-02 00:00:00,2011-04-02 00:30:00,,,,,,dig\n"
                      "A,3,c,2011-04-03 00:00:00,2011-04-03 02:00:00,,,,,,power\n"
                      "A,4,e,2011-04-04 00:00:00,2011-04-04 02:00:00,,,,,,\n"
                      "A,5,e,2011-04-05 00:00:00,2011-04-05 02:00:00,true,,,,,work\n"
                      "A,6,e,2011-03-05 00:00:00,2011-04-01 00:00:30,,,,,,old\n") } },
          "causes",
          "A,1,dig,2,90.00,50.00,50.00\nA,2,,1,120.00,25.00,75.00\n"
          "A,3,power,1,120.00,25.00,100.00\nA,4,old,0,0.50,0.00,100.00\n" },
        { { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,dig\n"
                      "A,2,d,2011-04-02 00:00:00,2011-04-02 00:30:00,,,,,,dig\n"
                      "A,3,c,2011-04-03 00:00:00,2011-04-03 02:00:00,,,,,,power\n") } },
          "circuits",
          "A,1,c,2,180.00\nA,2,d,1,30.00\n" },
        { { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,,,,,dig\n"
                      "A,2,d,2011-04-02 00:00:00,2011-04-02 00:30:00,,,,,,dig\n") },
            .param = { { "worst_circuits", "1" } } },
          "circuits",
          "A,1,c,1,60.00\n" },
        /* months before the window where something is known of them, none after */
        { { { OUTAGES(
                  "A,1,c,2011-02-01,2011-02-02,,,,,,\nA,2,c,2010-09-01,2010-09-02,,,,,,\n"
                  "A,3,c,2010-11-01,2010-11-02,true,,,,,\n"
                  "A,4,c,2011-02-09,2011-02-09,,,,g,,\nA,5,c,2011-03-09,2011-04-09,,,,g,,"
                  "\n"),
              INVENTORY("A,2011-02-28,300,\nA,2011-04-30,400,\n") } },
          "interruptions",
          "A,2010-11,0,,\nA,2011-02,2,300,66.67\nA,2011-03,0,300,0.00\nA,2011-04,0,400,"
          "0.00\n" },
        { { { OUTAGES(
                "A,1,c,2011-03-26,2011-03-27,,,,,,\nA,2,c,2011-03-25,2011-03-25,,,,,,\n") },
            .from = "2011-03-26",
            .to = "2011-04-26",
            .months = 1 },
          "interruptions",
          "A,2011-03,1,,\nA,2011-04,1,,\n" },
    };
    ask_tables(row, COUNT(row));
}

/* R8. */
static void test_not_counted(void)
{
    static const struct asked_table row[] = {
        { { { OUTAGES(
              "A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,true,3,,,,\n"
              "A,2,c,2011-04-02 00:00:00,2011-04-02 01:00:00,,,2011-04-02 00:01:00,,,\n"
              "A,3,d,2011-03-31 00:00:00,2011-04-01 00:30:00,,,,,,\n"
              "A,4,e,2011-04-05 00:00:00,2011-04-05 01:00:00,,,,g,,\n"
              "A,5,e,2011-04-05 00:20:00,2011-04-05 00:30:01,,,,g,,\n") } },
          "not_counted",
          "A,outages,1,planned,1,180.00,10800.000000\nA,outages,2,switched,1,0.00,0."
          "000000\n"
          "A,outages,3,begun_before,1,0.00,0.000000\nA,outages,5,overlap,0,10.02,601."
          "000000\n"
          "A,outages,5,same_event,1,0.00,0.000000\n" },
        { { { OUTAGES("A,1,c,2011-04-01 00:00:00,2011-04-01 01:00:00,,3,2011-04-01 "
                      "00:20:00,,,\n") },
            .param = { { "spare_ends_loss", "true" } } },
          "not_counted",
          "A,outages,1,on_spare,0,120.00,7200.000000\n" },
        { { { CABLES("A,1,k,2011-04-01 00:00:00,2011-04-01 01:00:00,,false\n"),
              FAULTS("A,2,2011-04-30 23:00:00,,\n") } },
          "not_counted",
          "A,cable_faults,1,not_total,1,60.00,3600.000000\n"
          "A,faults,2,open,1,60.00,3600.000000\n" },
    };
    ask_tables(row, COUNT(row));
}

static const struct unit_case cases[] = {
    { "faults (R12, R13)", test_faults },
    { "cables (R17)", test_cables },
    { "drive tests (R14 to R16)", test_samples },
    { "sessions and counts (R18, R19)", test_sessions_and_counts },
    { "what is rejected", test_rejects },
    { "tables (R20)", test_tables },
    { "what is not counted (R8)", test_not_counted },
};
UNIT_MAIN("network_more", cases)
