/* SPDX-License-Identifier: Apache-2.0 */
/* network_schema.c - what the network plugin declares: datasets, tables, indicators,
 * parameters.
 *
 * Columns stand in the order of the enums in network.h.  Every dataset is optional, because
 * an office delivers what it has; indicators say which datasets they need. */
#include "network.h"

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))
enum { MAY_LACK = KH_NULLABLE | KH_OPTIONAL };

static const char *const networks[] = { "transmission", "core", "radio", "access", NULL };
static const char *const radios[] = { "4g", "5g", NULL };
#define NETWORK_ID(name, id, unit, shape, times, how, doc) id,
static const char *const counted[] = { NETWORK_COUNTS(NETWORK_ID) NULL };

_Static_assert(COUNT_OF(networks) == N_NETWORKS + 1, "a network without a place");
_Static_assert(COUNT_OF(radios) == N_RADIO + 1, "a radio network without a place");
_Static_assert(IND_IN_ACCESS - IND_IN_TRANSMISSION == N_NETWORKS - 1, "order of networks");

#define UNIT                                                            \
    {                                                                   \
        "unit", "Who is assessed.", .type = KH_KEY, .space = SPACE_UNIT \
    }
#define REVISION                                                                \
    {                                                                           \
        "revision", "Of lines with one id the greatest wins.", KH_I64, MAY_LACK \
    }
#define GROUP                                                                         \
    {                                                                                 \
        "event_group", "The one flood or cut behind several rows.", KH_KEY, MAY_LACK, \
            .space = SPACE_GROUP                                                      \
    }

static const kh_field outage_columns[] = {
    UNIT,
    { "outage_id", "Key of the outage.", KH_KEY, MAY_LACK, .space = SPACE_EVENT },
    { "network", "Where it was.", KH_ENUM, MAY_LACK, .labels = networks },
    { "circuit_id", "The circuit; overlapping outages of one are merged.", KH_KEY, MAY_LACK,
      .space = SPACE_LINE },
    { "started_at", "When it began.", .type = KH_TIME },
    { "ended_at", "When it ended; empty: not yet.", KH_TIME, MAY_LACK },
    { "cause", "Why.", KH_KEY, MAY_LACK, .space = SPACE_CAUSE },
    { "planned", "Was it announced work?", KH_BOOL, MAY_LACK },
    { "circuits", "How many 2M circuits it took down; 1 if empty.", KH_I64, MAY_LACK },
    { "concealed", "Did an audit find that it was kept back?", KH_BOOL, MAY_LACK },
    { "switched_at", "When traffic was on spare circuits.", KH_TIME, MAY_LACK },
    GROUP,
    { "reported_at", "When it was reported; empty: it was not.", KH_TIME, MAY_LACK },
    REVISION,
};
static const kh_field inventory_columns[] = {
    UNIT,
    { "city", "Whose stock; needed where levels above it merge.", KH_KEY, MAY_LACK,
      .space = SPACE_CITY },
    { "date", "The day of the stock.", .type = KH_TIME },
    { "circuits_2m", "2M circuits in use.", KH_I64, MAY_LACK },
    { "cable_km", "Length of cable routes.", KH_DEC, MAY_LACK, .scale = KM_SCALE },
    { "cells", "Cells in service.", KH_I64, MAY_LACK },
};
static const kh_field cable_columns[] = {
    UNIT,
    { "fault_id", "Key of the cable fault.", KH_KEY, MAY_LACK, .space = SPACE_EVENT },
    { "cable_id", "The cable; overlapping faults of one are merged.", KH_KEY, MAY_LACK,
      .space = SPACE_LINE },
    { "started_at", "When it began.", .type = KH_TIME },
    { "ended_at", "When it ended; empty: not yet.", KH_TIME, MAY_LACK },
    GROUP,
    { "total_failure", "Were all its fibres down? Without the column: yes.", KH_BOOL,
      MAY_LACK },
    REVISION,
};
static const kh_field fault_columns[] = {
    UNIT,
    { "fault_id", "Key of the fault.", KH_KEY, MAY_LACK, .space = SPACE_EVENT },
    { "opened_at", "When it was opened.", .type = KH_TIME },
    { "closed_at", "When it was repaired; empty: not yet.", KH_TIME, MAY_LACK },
    { "limit_h", "Hours to repair it; empty: as for all.", KH_DEC, MAY_LACK,
      .scale = HOURS_SCALE },
    REVISION,
};
static const kh_field sample_columns[] = {
    UNIT,
    { "operator", "Whose network; empty: the own one.", KH_KEY, MAY_LACK,
      .space = SPACE_OPERATOR },
    { "at", "When it was taken.", .type = KH_TIME },
    { "network", "Which radio network.", KH_ENUM, MAY_LACK, .labels = radios },
    { "rsrp_dbm", "Received power.", KH_DEC, MAY_LACK, .scale = RADIO_SCALE },
    { "sinr_db", "Signal to noise and interference.", KH_DEC, MAY_LACK,
      .scale = RADIO_SCALE },
    { "dl_mbps", "Downlink rate.", KH_DEC, MAY_LACK, .scale = RADIO_SCALE },
    { "ul_mbps", "Uplink rate.", KH_DEC, MAY_LACK, .scale = RADIO_SCALE },
    { "contracted_mbps", "Downlink rate of the contract; empty: no test of it.", KH_DEC,
      MAY_LACK, .scale = RADIO_SCALE },
};
static const kh_field session_columns[] = {
    UNIT,
    { "date", "The day.", .type = KH_TIME },
    { "attempts", "Sessions attempted.", .type = KH_I64 },
    { "connected", "Sessions connected.", .type = KH_I64 },
    { "dropped", "Sessions dropped.", .type = KH_I64 },
};
static const kh_field count_columns[] = {
    UNIT,
    { "date", "The day or month it is of; without it: of every window.", KH_TIME,
      KH_OPTIONAL },
    { "indicator", "What was counted.", .type = KH_ENUM, .labels = counted },
    { "numerator", "Whole number.", .type = KH_I64 },
    { "denominator", "Whole number.", .type = KH_I64 },
};

#define KEYED(of, when_, until_)                                                       \
    .role = KH_FACT, .flags = KH_OPTIONAL, .when = 1 + (when_), .until = 1 + (until_), \
    .key = 2, .revision = (uint32_t)COUNT_OF(of), .columns = KH_LIST(of)
#define PLAIN(of, when_) \
    .role = KH_FACT, .flags = KH_OPTIONAL, .when = 1 + (when_), .columns = KH_LIST(of)
static const kh_dataset datasets[N_DATASETS] = {
    [DS_OUTAGES] = { "outages", "Outages of circuits; lookback_days for groups and series.",
                     KEYED(outage_columns, OUT_STARTED, OUT_ENDED) },
    [DS_INVENTORY] = { "inventory", "What stands in the network; span to_end.",
                       PLAIN(inventory_columns, INV_DATE) },
    [DS_CABLE_FAULTS] = { "cable_faults", "Faults of cables; lookback_days for groups.",
                          KEYED(cable_columns, CAB_STARTED, CAB_ENDED) },
    [DS_FAULTS] = { "faults", "Faults with a limit to repair them.",
                    KEYED(fault_columns, FLT_OPENED, FLT_CLOSED) },
    [DS_SAMPLES] = { "samples", "Drive-test samples of all operators.",
                     PLAIN(sample_columns, SAM_AT) },
    [DS_SESSIONS] = { "sessions", "Sessions by day.", PLAIN(session_columns, SES_DATE) },
    [DS_COUNTS] = { "counts", "What is delivered as numerator and denominator.",
                    PLAIN(count_columns, CNT_DATE) },
};

static const char *const sources[] = { "outages", "cable_faults", "faults", NULL };
static const char *const whys[] = { "counted",      "outside",  "planned",    "not_total",
                                    "begun_before", "switched", "same_event", "overlap",
                                    "on_spare",     "open",     NULL };
_Static_assert(COUNT_OF(whys) == N_WHYS + 1, "a reason without a place");

#define MINUTES "minutes", "Circuit-minutes within the window.", KH_DEC, .scale = 2
static const kh_field cause_cells[] = {
    { "rank", "Place in order of interruptions, then minutes.", KH_TEXT },
    { "cause", "The cause; empty: none was given.", KH_KEY, KH_NULLABLE,
      .space = SPACE_CAUSE },
    { "interruptions", "How many it caused.", KH_I64 },
    { MINUTES },
    { "share", "Percent of the interruptions.", KH_DEC, KH_NULLABLE, .scale = 2 },
    { "cumulative", "Percent of this and the causes above.", KH_DEC, KH_NULLABLE,
      .scale = 2 },
};
static const kh_field series_cells[] = {
    { "month", "The month.", KH_TEXT },
    { "interruptions", "How many began in it.", KH_I64 },
    { "circuits", "2M circuits at its end.", KH_I64, KH_NULLABLE },
    { "rate", "Interruptions per 10,000 of them.", KH_DEC, KH_NULLABLE, .scale = 2 },
};
static const kh_field circuit_cells[] = {
    { "rank", "Place in order of minutes, then outages.", KH_TEXT },
    { "circuit", "The circuit.", KH_KEY, .space = SPACE_LINE },
    { "outages", "Its unplanned outages.", KH_I64 },
    { MINUTES },
};
static const kh_field not_counted_cells[] = {
    { "dataset", "Where the rows come from.", KH_ENUM, .labels = sources },
    { "id", "Id of the outage or fault.", KH_KEY, KH_NULLABLE, .space = SPACE_EVENT },
    { "reason", "Why they are not counted.", KH_ENUM, .labels = whys },
    { "rows", "Rows that are not counted.", KH_I64 },
    { "minutes", "Minutes that are not counted.", KH_DEC, .scale = 2 },
    { "seconds", "The same, exactly.", KH_DEC, .scale = 6 },
};
static const kh_table tables[N_TABLES] = {
    [TABLE_CAUSES] = { "causes", "Pareto of causes.", KH_EVERY_LEVEL,
                       .columns = KH_LIST(cause_cells) },
    [TABLE_SERIES] = { "interruptions", "Interruptions by month.", KH_EVERY_LEVEL,
                       .columns = KH_LIST(series_cells) },
    [TABLE_CIRCUITS] = { "circuits", "The worst circuits.", KH_EVERY_LEVEL,
                         .columns = KH_LIST(circuit_cells) },
    [TABLE_NOT_COUNTED] = { "not_counted", "Outages and faults that do not count, and why.",
                            .columns = KH_LIST(not_counted_cells) },
};

#define SHAPE_SUM KH_I64, KH_SUM, 0
#define SHAPE_HIGH KH_DEC, KH_RATIO | KH_HIGHER_IS_BETTER, 2
#define SHAPE_LOW KH_DEC, KH_RATIO, 2
#define SHAPE_TENTHS KH_DEC, 0, 1
#define INDICATOR(name, id, unit, shape, times, needs, doc) \
    { id, unit, doc, SHAPE_##shape, 0, times, needs },
#define INDICATOR_COUNTED(name, id, unit, shape, times, how, doc) \
    { id, unit, doc, SHAPE_##shape, 0, times, NEEDS(DS_COUNTS) },
static const kh_indicator indicators[N_INDICATORS] = {
    NETWORK_OUTAGES(INDICATOR) NETWORK_CABLES(INDICATOR) NETWORK_FAULTS(INDICATOR)
        NETWORK_RADIO(INDICATOR) NETWORK_COUNTS(INDICATOR_COUNTED)
};

static const char *const spaces[N_SPACES] = { "unit",  "city",  "line",    "group",
                                              "event", "cause", "operator" };

const kh_domain network_domain = { sizeof network_domain, KH_EXACT,
                                   KH_LIST(spaces),       KH_LIST(datasets),
                                   KH_LIST(indicators),   KH_LIST(tables) };

#define COMPETITOR "Name of a competing operator in samples.", .type = KH_TEXT, .dflt = ""
const kh_field network_params[] = {
    { "spare_minutes", "An outage switched to spare so soon is no interruption.", KH_I64,
      .dflt = "10", .min = "0", .max = "1440" },
    { "spare_ends_loss", "Is no time lost once traffic is on spare circuits?", KH_BOOL,
      .dflt = "false" },
    { "report_minutes", "Minutes within which an interruption is reported.", KH_I64,
      .dflt = "120", .min = "0", .max = "525600" },
    { "major_circuits", "Circuits of a network-wide outage.", KH_I64, .dflt = "1000",
      .min = "1" },
    { "major_minutes", "Minutes of a network-wide outage.", KH_I64, .dflt = "60",
      .min = "0", .max = "525600" },
    { "cable_norm", "Total failures that 100 km of cable allow in a year.", KH_DEC,
      .scale = 4, .dflt = "0.15", .min = "0", .max = "1000" },
    { "cable_floor_km", "Shorter networks have a fixed allowance.", KH_DEC,
      .scale = KM_SCALE, .dflt = "470", .min = "0" },
    { "cable_floor", "That allowance.", KH_DEC, .scale = 1, .dflt = "0.7", .min = "0",
      .max = "1000000" },
    { "fault_limit_h", "Hours to repair a fault that has no limit of its own.", KH_DEC,
      .scale = HOURS_SCALE, .dflt = "12", .min = "0", .max = "1000000" },
    { "coverage_rsrp_dbm", "Least RSRP of a covered sample.", KH_DEC, .scale = RADIO_SCALE,
      .dflt = "-110" },
    { "coverage_sinr_db", "Least SINR of a covered sample.", KH_DEC, .scale = RADIO_SCALE,
      .dflt = "-3" },
    { "weak_rsrp_dbm", "A sample below is weak.", KH_DEC, .scale = RADIO_SCALE,
      .dflt = "-105" },
    { "no_signal", "RSRP and SINR at or below are unknown.", KH_DEC, .scale = RADIO_SCALE,
      .dflt = "-200" },
    { "rate_percent", "Percent of the contracted rate that comply.", KH_I64, .dflt = "90",
      .min = "1", .max = "100" },
    { "own_operator", "Name of the own operator in samples.", .type = KH_TEXT, .dflt = "" },
    { "competitor_1", COMPETITOR },
    { "competitor_2", COMPETITOR },
    { "competitor_3", COMPETITOR },
    { "major_weight", "Errors that a major telegraph error counts for.", KH_I64,
      .dflt = "5", .min = "1", .max = "1000" },
    { "worst_circuits", "Rows of the table `circuits`.", KH_I64, .dflt = "10", .min = "0",
      .max = "1000" },
    { "series_months", "Months of the table `interruptions`, the window's always.", KH_I64,
      .dflt = "6", .min = "1", .max = "60" },
};
_Static_assert(COUNT_OF(network_params) == N_PARAMS, "a parameter without a place");
