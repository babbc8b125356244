/* SPDX-License-Identifier: Apache-2.0 */
/* customer_list.h - every indicator of the customer plugin, once.
 *
 * X(name, id, unit, shape, times, needs, doc).  The order is the order of results; what is
 * emitted in a loop over services stands in the order of the services.  The factor of rates
 * per average subscribers is half of the printed one, because the denominator is the sum of
 * two month ends: 5000 x n / (a + b) = 10000 x n / ((a + b) / 2). */
#ifndef KH_CUSTOMER_LIST_H
#define KH_CUSTOMER_LIST_H

/* Datasets, in the order of customer_schema.c; bit DS_X of an indicator's needs. */
enum {
    DS_CALLS,
    DS_ORDERS,
    DS_COMPLAINTS,
    DS_SURVEYS,
    DS_SURVEYS_YEAR_AGO,
    DS_CALLBACKS,
    DS_COUNTS,
    DS_SUBSCRIBERS,
    DS_CONTROLS,
    N_DATASETS
};
#define NEEDS(dataset) (UINT64_C(1) << (dataset))
#define NEEDS_CALLS NEEDS(DS_CALLS)
#define NEEDS_ORDERS NEEDS(DS_ORDERS)
#define NEEDS_CASES NEEDS(DS_COMPLAINTS)
#define NEEDS_RATE (NEEDS(DS_COMPLAINTS) | NEEDS(DS_SUBSCRIBERS))
#define NEEDS_SURVEYS NEEDS(DS_SURVEYS)
#define NEEDS_BOTH (NEEDS(DS_SURVEYS) | NEEDS(DS_SURVEYS_YEAR_AGO))
#define NEEDS_TASKS NEEDS(DS_CALLBACKS)
#define NEEDS_COUNTS NEEDS(DS_COUNTS)
#define NEEDS_CONTROLS NEEDS(DS_CONTROLS)

/* clang-format off */
#define CUSTOMER_CALLS(X) \
    X(OFFERED, "offered", "calls", SUM, 0, NEEDS_CALLS, "Calls offered to manual service.") \
    X(ANSWERED, "answered", "calls", SUM, 0, NEEDS_CALLS, "Calls answered.") \
    X(ABANDONED, "abandoned", "calls", SUM, 0, NEEDS_CALLS, "Calls offered and not answered.") \
    X(ANSWER_RATE, "answer_rate", "%", HIGH, 100, NEEDS_CALLS, "Answered calls per calls offered.") \
    X(ANSWER_RATE_ORDINARY, "answer_rate.ordinary", "%", HIGH, 100, NEEDS_CALLS, "Answer rate of ordinary calls.") \
    X(ANSWER_RATE_VIP, "answer_rate.vip", "%", HIGH, 100, NEEDS_CALLS, "Answer rate of VIP calls.") \
    X(SERVICE_LEVEL, "service_level", "%", HIGH, 100, NEEDS_CALLS, "Calls answered within the limit per calls offered.") \
    X(SERVICE_LEVEL_ORDINARY, "service_level.ordinary", "%", HIGH, 100, NEEDS_CALLS, "Service level of ordinary calls.") \
    X(SERVICE_LEVEL_VIP, "service_level.vip", "%", HIGH, 100, NEEDS_CALLS, "Service level of VIP calls.") \
    X(MEAN_RATING, "mean_rating", "points", HIGH, 1, NEEDS_CALLS, "Mean rating 1 to 5 of rated answered calls.") \
    X(MEAN_WAIT, "mean_wait", "s", LOW, 1, NEEDS_CALLS, "Mean wait of answered calls; numerator in ms.") \
    X(MEAN_TALK, "mean_talk", "s", LOW, 1, NEEDS_CALLS, "Mean talk time of answered calls; numerator in ms.")
#define CUSTOMER_ORDERS(X) \
    X(INSTALL_MOVE, "install_move_timeliness", "%", HIGH, 100, NEEDS_ORDERS, "Install and move orders closed on or before due per closed.") \
    X(REPAIR, "repair_timeliness", "%", HIGH, 100, NEEDS_ORDERS, "Repairs closed on or before due per closed.") \
    X(CONTACT, "contact_timeliness", "%", HIGH, 100, NEEDS_ORDERS, "Orders contacted on or before due per orders opened.") \
    X(AUTO, "auto_completion", "%", HIGH, 100, NEEDS_ORDERS, "Orders reported complete automatically per closed.") \
    X(ORDER_SATISFACTION, "install_repair_satisfaction", "%", HIGH, 100, NEEDS_ORDERS, "Satisfied per closed orders with an answer.")
#define CUSTOMER_COMPLAINTS(X) \
    X(COMPLAINT_RATE, "complaint_rate", "/10k", LOW, 5000, NEEDS_RATE, "Valid complaints per 10,000 average subscribers and month.") \
    X(COMPLAINT_2G, "complaint_rate.2g", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of 2G.") \
    X(COMPLAINT_3G, "complaint_rate.3g", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of 3G.") \
    X(COMPLAINT_FIXED, "complaint_rate.fixed", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of fixed lines.") \
    X(COMPLAINT_BROADBAND, "complaint_rate.broadband", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of broadband.") \
    X(COMPLAINT_4G, "complaint_rate.4g", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of 4G.") \
    X(COMPLAINT_5G, "complaint_rate.5g", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of 5G.") \
    X(COMPLAINT_IPTV, "complaint_rate.iptv", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of IPTV.") \
    X(COMPLAINT_OTHER, "complaint_rate.other", "/10k", LOW, 5000, NEEDS_RATE, "Complaint rate of other services.") \
    X(ESCALATED_RATE, "escalated_rate", "/million", LOW, 500000, NEEDS_RATE, "Cases above city per million average subscribers and month.") \
    X(ESCALATED_2G, "escalated_rate.2g", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of 2G.") \
    X(ESCALATED_3G, "escalated_rate.3g", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of 3G.") \
    X(ESCALATED_FIXED, "escalated_rate.fixed", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of fixed lines.") \
    X(ESCALATED_BROADBAND, "escalated_rate.broadband", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of broadband.") \
    X(ESCALATED_4G, "escalated_rate.4g", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of 4G.") \
    X(ESCALATED_5G, "escalated_rate.5g", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of 5G.") \
    X(ESCALATED_IPTV, "escalated_rate.iptv", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of IPTV.") \
    X(ESCALATED_OTHER, "escalated_rate.other", "/million", LOW, 500000, NEEDS_RATE, "Escalated complaint rate of other services.") \
    X(PETITION_RATE, "petition_rate", "/million", LOW, 500000, NEEDS_RATE, "Regulator petitions of the window per million average subscribers.") \
    X(REPEAT_RATE, "repeat_rate", "%", LOW, 100, NEEDS_CASES, "Complaints with an earlier one of the same customer and cause.") \
    X(ATTITUDE, "attitude_complaints", "cases", SUM, 0, NEEDS_CASES, "Valid complaints about attitude.") \
    X(PETITIONS, "regulator_petitions", "cases", SUM, 0, NEEDS_CASES, "Valid regulator petitions.")
#define CUSTOMER_SURVEYS(X) \
    X(SATISFACTION_2G, "satisfaction.2g", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied 2G users.") \
    X(SATISFACTION_3G, "satisfaction.3g", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied 3G users.") \
    X(SATISFACTION_FIXED, "satisfaction.fixed", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied fixed-line users.") \
    X(SATISFACTION_BROADBAND, "satisfaction.broadband", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied broadband users.") \
    X(SATISFACTION_VIP, "satisfaction.vip", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied VIP customers.") \
    X(HALL_SATISFACTION, "hall_satisfaction", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied visitors of halls.") \
    X(ACTIVITY_SATISFACTION, "activity_satisfaction", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied participants of activities.") \
    X(SATISFACTION_ORDERS, "satisfaction.install_repair", "%", HIGH, 100, NEEDS_SURVEYS, "Share of satisfied in surveys on install and repair.") \
    X(IMPROVEMENT_2G, "improvement.2g", "points", HIGH, 100, NEEDS_BOTH, "2G satisfaction less that of a year ago.") \
    X(IMPROVEMENT_3G, "improvement.3g", "points", HIGH, 100, NEEDS_BOTH, "3G satisfaction less that of a year ago.") \
    X(IMPROVEMENT_FIXED, "improvement.fixed", "points", HIGH, 100, NEEDS_BOTH, "Fixed-line satisfaction less that of a year ago.") \
    X(IMPROVEMENT_BROADBAND, "improvement.broadband", "points", HIGH, 100, NEEDS_BOTH, "Broadband satisfaction less that of a year ago.") \
    X(IMPROVEMENT_VIP, "improvement.vip", "points", HIGH, 100, NEEDS_BOTH, "VIP satisfaction less that of a year ago.") \
    X(LEAD_2G, "lead.2g", "points", HIGH, 100, NEEDS_SURVEYS, "2G satisfaction less the best competitor's.") \
    X(LEAD_3G, "lead.3g", "points", HIGH, 100, NEEDS_SURVEYS, "3G satisfaction less the best competitor's.") \
    X(LEAD_FIXED, "lead.fixed", "points", HIGH, 100, NEEDS_SURVEYS, "Fixed-line satisfaction less the best competitor's.") \
    X(LEAD_BROADBAND, "lead.broadband", "points", HIGH, 100, NEEDS_SURVEYS, "Broadband satisfaction less the best competitor's.") \
    X(LEAD_VIP, "lead.vip", "points", HIGH, 100, NEEDS_SURVEYS, "VIP satisfaction less the best competitor's.")
#define CUSTOMER_COUNTS(X) \
    X(CALLBACK, "callback", "%", HIGH, 100, NEEDS_TASKS, "Call-backs completed per tasks.") \
    X(CALLBACK_NEW, "callback.3g_new", "%", HIGH, 100, NEEDS_TASKS, "Call-backs to new 3G users completed.") \
    X(CALLBACK_TRANSFER, "callback.3g_transfer", "%", HIGH, 100, NEEDS_TASKS, "Transition services of 3G transfer users completed.") \
    X(ANSWER, "answer", "%", HIGH, 100, NEEDS_COUNTS, "Answered per offered, as delivered in counts.") \
    X(CARD_HOLDING, "card_holding", "%", HIGH, 100, NEEDS_COUNTS, "Card holders per diamond and gold customers, times verified per sampled cards.") \
    X(GREEN_CHANNEL, "green_channel", "%", HIGH, 100, NEEDS_COUNTS, "Aware of the green channel per surveyed.") \
    X(TELESALES, "telesales", "%", HIGH, 100, NEEDS_COUNTS, "Telesales development per target.") \
    X(REVENUE_RETAINED, "revenue_retained", "%", HIGH, 100, NEEDS_COUNTS, "Revenue of retained users per target.") \
    X(REVENUE_NEW, "revenue_new", "%", HIGH, 100, NEEDS_COUNTS, "Revenue of new users per target.") \
    X(ACTIVITY, "activity_participation", "%", HIGH, 100, NEEDS_COUNTS, "Participants per invited members.") \
    X(WEAK_POINT, "hall_weak_point", "%", HIGH, 100, NEEDS_COUNTS, "Attainment of the halls' weak points: change per planned change.") \
    X(CONTROL_D2, "controls.D2", "events", SUM, 0, NEEDS_CONTROLS, "Media exposures and mass complaints.") \
    X(CONTROL_D3, "controls.D3", "events", SUM, 0, NEEDS_CONTROLS, "Late or missing reports.") \
    X(CONTROL_D4, "controls.D4", "events", SUM, 0, NEEDS_CONTROLS, "Data found falsified; the named indicators are flagged.") \
    X(CONTROL_D5, "controls.D5", "events", SUM, 0, NEEDS_CONTROLS, "Leaks of customer data, proven forced subscriptions.")
/* clang-format on */
#define CUSTOMER_INDICATORS(X) \
    CUSTOMER_CALLS(X)          \
    CUSTOMER_ORDERS(X)         \
    CUSTOMER_COMPLAINTS(X)     \
    CUSTOMER_SURVEYS(X)        \
    CUSTOMER_COUNTS(X)

#define CUSTOMER_ENUM(name, id, unit, shape, times, needs, doc) IND_##name,
enum { CUSTOMER_INDICATORS(CUSTOMER_ENUM) N_INDICATORS };

#endif
