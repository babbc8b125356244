/* SPDX-License-Identifier: Apache-2.0 */
/* network_list.h - every indicator of the network plugin, once.
 *
 * X(name, id, unit, shape, times, needs, doc), in the order of results.  What is delivered
 * in the dataset `counts` has its label there for its id: Y(name, id, unit, shape, times,
 * how, doc), where `how` says what may be delivered: PART of a whole, a RATIO of any two
 * numbers, or a TALLY, whose denominator does not matter. */
#ifndef KH_NETWORK_LIST_H
#define KH_NETWORK_LIST_H

/* Datasets, in the order of network_schema.c; bit DS_X of an indicator's needs. */
enum {
    DS_OUTAGES,
    DS_INVENTORY,
    DS_CABLE_FAULTS,
    DS_FAULTS,
    DS_SAMPLES,
    DS_SESSIONS,
    DS_COUNTS,
    N_DATASETS
};
#define NEEDS(dataset) (UINT64_C(1) << (dataset))
#define NEEDS_OUTAGES NEEDS(DS_OUTAGES)
#define NEEDS_CIRCUITS (NEEDS(DS_OUTAGES) | NEEDS(DS_INVENTORY))
#define NEEDS_CABLE NEEDS(DS_CABLE_FAULTS)
#define NEEDS_KM (NEEDS(DS_CABLE_FAULTS) | NEEDS(DS_INVENTORY))
#define NEEDS_STOCK NEEDS(DS_INVENTORY)
#define NEEDS_FAULTS NEEDS(DS_FAULTS)
#define NEEDS_SAMPLES NEEDS(DS_SAMPLES)
#define NEEDS_SESSIONS NEEDS(DS_SESSIONS)

/* clang-format off */
#define NETWORK_OUTAGES(X) \
    X(RATE, "interruption_rate", "/10k", LOW, 10000, NEEDS_CIRCUITS, "Interruptions per 10,000 2M circuits and month.") \
    X(INTERRUPTIONS, "interruptions", "events", SUM, 0, NEEDS_OUTAGES, "Unplanned outages not switched to spare in time; an event group counts once.") \
    X(IN_TRANSMISSION, "interruptions.transmission", "events", SUM, 0, NEEDS_OUTAGES, "Interruptions of the transmission network.") \
    X(IN_CORE, "interruptions.core", "events", SUM, 0, NEEDS_OUTAGES, "Interruptions of the core network.") \
    X(IN_RADIO, "interruptions.radio", "events", SUM, 0, NEEDS_OUTAGES, "Interruptions of the radio network.") \
    X(IN_ACCESS, "interruptions.access", "events", SUM, 0, NEEDS_OUTAGES, "Interruptions of the access network.") \
    X(AVAILABILITY, "availability", "%", HIGH, 100, NEEDS_CIRCUITS, "Circuit time not lost per circuit time.") \
    X(LOST, "lost_minutes", "min", LOW, 1, NEEDS_OUTAGES, "Circuit-minutes lost by unplanned outages within the window.") \
    X(OUTAGES, "outages", "rows", SUM, 0, NEEDS_OUTAGES, "Outages that touch the window, counted or not.") \
    X(OUTAGE_MINUTES, "outage_minutes", "min", LOW, 1, NEEDS_OUTAGES, "Their circuit-minutes within the window, counted or not.") \
    X(CONCEALED, "concealed", "events", SUM, 0, NEEDS_OUTAGES, "Concealed interruptions.") \
    X(LATE, "late_reports", "events", SUM, 0, NEEDS_OUTAGES, "Interruptions not reported within the limit.") \
    X(MAJOR, "major_outages", "events", SUM, 0, NEEDS_OUTAGES, "Interruptions above the regulator's reporting line.")
#define NETWORK_CABLES(X) \
    X(CABLE_RATE, "cable_failure_rate", "/100km", LOW, 1200, NEEDS_KM, "Cable total failures per 100 km and year.") \
    X(CABLE_FAILURES, "cable_failures", "events", SUM, 0, NEEDS_CABLE, "Cable total failures; an event group counts once.") \
    X(CABLE_ALLOWANCE, "cable_allowance", "events", TENTHS, 0, NEEDS_STOCK, "Total failures that the cable length allows in a year.") \
    X(CABLE_OVER, "cable_over_allowance", "events", LOW, 1, NEEDS_KM, "Total failures above the window's share of the allowance.") \
    X(CABLE_LOST, "cable_down_minutes", "min", LOW, 1, NEEDS_CABLE, "Minutes of total failure within the window, each cable's once.") \
    X(CABLE_FAULTS, "cable_faults", "rows", SUM, 0, NEEDS_CABLE, "Cable faults that touch the window, counted or not.") \
    X(CABLE_MINUTES, "cable_fault_minutes", "min", LOW, 1, NEEDS_CABLE, "Their minutes within the window, counted or not.")
#define NETWORK_FAULTS(X) \
    X(IN_TIME, "fault_in_time", "%", HIGH, 100, NEEDS_FAULTS, "Faults closed within their limit per faults closed.") \
    X(MTTR, "mttr", "h", LOW, 1, NEEDS_FAULTS, "Mean time to repair of the faults closed.") \
    X(REPAIR_P80, "repair_p80", "h", LOW, 1, NEEDS_FAULTS, "Time in which the fastest 80 % were repaired.") \
    X(REPAIR_P95, "repair_p95", "h", LOW, 1, NEEDS_FAULTS, "Time in which the fastest 95 % were repaired.") \
    X(FAULTS_CLOSED, "faults_closed", "rows", SUM, 0, NEEDS_FAULTS, "Faults closed in the window.") \
    X(REPAIR_MINUTES, "repair_minutes", "min", LOW, 1, NEEDS_FAULTS, "Their repair time.") \
    X(FAULTS, "faults", "rows", SUM, 0, NEEDS_FAULTS, "Faults closed in the window or open at its end.") \
    X(FAULT_MINUTES, "fault_minutes", "min", LOW, 1, NEEDS_FAULTS, "Their time until closed, or until the window's end.")
#define NETWORK_RADIO(X) \
    X(CONNECTION, "connection_rate", "%", HIGH, 100, NEEDS_SESSIONS, "Sessions connected per attempts.") \
    X(DROP, "drop_rate", "%", LOW, 100, NEEDS_SESSIONS, "Sessions dropped per connected.") \
    X(COVERAGE, "coverage", "%", HIGH, 100, NEEDS_SAMPLES, "Own samples with enough RSRP and SINR per samples where both are known.") \
    X(COVERAGE_4G, "coverage.4g", "%", HIGH, 100, NEEDS_SAMPLES, "Combined coverage of 4G.") \
    X(COVERAGE_5G, "coverage.5g", "%", HIGH, 100, NEEDS_SAMPLES, "Combined coverage of 5G.") \
    X(COVERAGE_1, "coverage.competitor_1", "%", HIGH, 100, NEEDS_SAMPLES, "Combined coverage of competitor 1.") \
    X(COVERAGE_2, "coverage.competitor_2", "%", HIGH, 100, NEEDS_SAMPLES, "Combined coverage of competitor 2.") \
    X(COVERAGE_3, "coverage.competitor_3", "%", HIGH, 100, NEEDS_SAMPLES, "Combined coverage of competitor 3.") \
    X(WEAK, "weak_share", "%", LOW, 100, NEEDS_SAMPLES, "Own samples with weak RSRP per samples with RSRP.") \
    X(WEAK_4G, "weak_share.4g", "%", LOW, 100, NEEDS_SAMPLES, "Weak-sample share of 4G.") \
    X(WEAK_5G, "weak_share.5g", "%", LOW, 100, NEEDS_SAMPLES, "Weak-sample share of 5G.") \
    X(WEAK_1, "weak_share.competitor_1", "%", LOW, 100, NEEDS_SAMPLES, "Weak-sample share of competitor 1.") \
    X(WEAK_2, "weak_share.competitor_2", "%", LOW, 100, NEEDS_SAMPLES, "Weak-sample share of competitor 2.") \
    X(WEAK_3, "weak_share.competitor_3", "%", LOW, 100, NEEDS_SAMPLES, "Weak-sample share of competitor 3.") \
    X(DOWNLINK, "downlink", "Mbit/s", HIGH, 1, NEEDS_SAMPLES, "Mean downlink of the own samples.") \
    X(DOWNLINK_4G, "downlink.4g", "Mbit/s", HIGH, 1, NEEDS_SAMPLES, "Mean downlink of 4G.") \
    X(DOWNLINK_5G, "downlink.5g", "Mbit/s", HIGH, 1, NEEDS_SAMPLES, "Mean downlink of 5G.") \
    X(DOWNLINK_1, "downlink.competitor_1", "Mbit/s", HIGH, 1, NEEDS_SAMPLES, "Mean downlink of competitor 1.") \
    X(DOWNLINK_2, "downlink.competitor_2", "Mbit/s", HIGH, 1, NEEDS_SAMPLES, "Mean downlink of competitor 2.") \
    X(DOWNLINK_3, "downlink.competitor_3", "Mbit/s", HIGH, 1, NEEDS_SAMPLES, "Mean downlink of competitor 3.") \
    X(UPLINK, "uplink", "Mbit/s", HIGH, 1, NEEDS_SAMPLES, "Mean uplink of the own samples.") \
    X(COMPLIANCE, "rate_compliance", "%", HIGH, 100, NEEDS_SAMPLES, "Own tests with enough of the contracted rate per tests.")

/* Of the published sheets (domain.md 4.3) and definitions (4.2), delivered as counts. */
#define NETWORK_COUNTS(Y) \
    Y(EQUIPMENT, "equipment_availability", "%", HIGH, 100, PART, "Usable time of equipment per statistical time.") \
    Y(ALARMS_STALE, "alarms_stale", "alarms", SUM, 0, TALLY, "Alarms not cleared in time.") \
    Y(ALARMS_UNCONFIRMED, "alarms_unconfirmed", "alarms", SUM, 0, TALLY, "Alarms not confirmed in time.") \
    Y(NMS_FAULTS, "nms_faults", "faults", SUM, 0, TALLY, "Own faults of the network management system not repaired in time.") \
    Y(MICROWAVE, "microwave_blocking", "min/100km", LOW, 100, RATIO, "Minutes of blocked microwave per 100 km and month; denominator in km.") \
    Y(SATELLITE, "satellite_availability", "%", HIGH, 100, PART, "Usable satellite time per statistical time.") \
    Y(PASS_FIRST, "circuit_pass_first", "%", HIGH, 100, PART, "Sampled first-class circuits that passed.") \
    Y(PASS_SECOND, "circuit_pass_second", "%", HIGH, 100, PART, "Sampled second-class circuits that passed.") \
    Y(PASS_THIRD, "circuit_pass_third", "%", HIGH, 100, PART, "Sampled third-class circuits that passed.") \
    Y(TELEGRAPH, "telegraph_errors", "%", LOW, 100, RATIO, "Errors and weighted major errors per telegrams.") \
    Y(TELEGRAPH_MAJOR, "telegraph_major", "errors", SUM, 0, TALLY, "Major telegraph errors.") \
    Y(REPORTED, "reported", "%", HIGH, 100, RATIO, "What the unit reported, to be audited.") \
    Y(AUDITED, "audited", "%", HIGH, 100, RATIO, "What the audit found instead.") \
    Y(TRUNK, "trunk_availability", "%", HIGH, 100, PART, "Usable trunks per opened trunks.") \
    Y(CONNECT_VOICE, "connection_voice", "%", HIGH, 100, PART, "Successful allocations per attempts.") \
    Y(CONNECT_ADSL, "connection_adsl", "%", HIGH, 100, PART, "Trainings that succeeded per attempted.") \
    Y(CONNECT_PACKET, "connection_packet", "%", HIGH, 100, PART, "Packets received per sent.") \
    Y(TEST_CONNECTION, "test_connection", "%", HIGH, 100, PART, "Calls connected per attempts of drive and dial tests.") \
    Y(TEST_CONNECTION_RIVAL, "test_connection_rival", "%", HIGH, 100, PART, "The same of the best competitor in the same run.") \
    Y(TEST_DROP, "test_drop", "%", LOW, 100, PART, "Calls dropped per connected of drive and dial tests.") \
    Y(TEST_DROP_RIVAL, "test_drop_rival", "%", LOW, 100, PART, "The same of the best competitor in the same run.") \
    Y(MOS, "mos", "points", HIGH, 1, RATIO, "Mean opinion score of test calls; numerator in hundredths.") \
    Y(MOS_RIVAL, "mos_rival", "points", HIGH, 1, RATIO, "The same of the best competitor in the same run.") \
    Y(MOS_GOOD, "mos_good", "%", HIGH, 100, PART, "Test calls with a mean opinion score of 3.0 or more.") \
    Y(CDMA, "cdma_coverage", "%", HIGH, 100, PART, "CDMA samples with enough Ec/Io and Rx.") \
    Y(BAD_QUALITY, "bad_quality_calls", "%", LOW, 100, PART, "Connected calls that were one-way, broken, noisy or echoing.") \
    Y(INTERFERENCE, "high_interference_cells", "%", LOW, 100, PART, "Cells with high interference in the busy hour.") \
    Y(UPLINK_QUALITY, "uplink_quality", "%", HIGH, 100, PART, "Uplink samples of quality 0 to 5.") \
    Y(DOWNLINK_QUALITY, "downlink_quality", "%", HIGH, 100, PART, "Downlink samples of quality 0 to 5.") \
    Y(WORST_A, "worst_cells_a", "%", LOW, 100, PART, "Worst cells of class A.") \
    Y(WORST_B, "worst_cells_b", "%", LOW, 100, PART, "Worst cells of class B.") \
    Y(WORST_BC, "worst_cells_bc", "%", LOW, 100, PART, "Worst cells of classes B and C.")
/* clang-format on */

#define NETWORK_ENUM(name, id, unit, shape, times, needs, doc) IND_##name,
#define NETWORK_COUNTED(name, id, unit, shape, times, how, doc) COUNTED_##name,
enum {
    NETWORK_OUTAGES(NETWORK_ENUM) NETWORK_CABLES(NETWORK_ENUM) NETWORK_FAULTS(NETWORK_ENUM)
        NETWORK_RADIO(NETWORK_ENUM) NETWORK_COUNTS(NETWORK_ENUM) N_INDICATORS
};
enum { NETWORK_COUNTS(NETWORK_COUNTED) N_COUNTED };
enum { IND_COUNTED = IND_EQUIPMENT };

#endif
