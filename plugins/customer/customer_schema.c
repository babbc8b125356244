/* SPDX-License-Identifier: Apache-2.0 */
/* customer_schema.c - what the customer plugin declares: datasets, parameters, indicators.
 *
 * Columns stand in the order of the enums in customer.h.  Every dataset is optional,
 * because an office delivers what it has; indicators say which datasets they need.  A
 * column that carries the evidence of a good result may be empty, and then proves nothing.
 */
#include "customer.h"

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))
enum { MAY_LACK = KH_NULLABLE | KH_OPTIONAL };

static const char *const classes[] = { "ordinary", "vip", NULL };
static const char *const kinds[] = { "install", "move", "repair", NULL };
static const char *const services[] = { "2g", "3g",   "fixed", "broadband", "4g",
                                        "5g", "iptv", "other", NULL };
static const char *const levels[] = { "city", "province", "group", "regulator", NULL };
static const char *const surveyed[] = { "2g",  "3g",   "fixed",    "broadband",
                                        "vip", "hall", "activity", "install_repair",
                                        NULL };
static const char *const tasks[] = { "3g_new", "3g_transfer", NULL };
static const char *const counted[] = {
    "answer",           "card_holding", "card_check", "green_channel",   "telesales",
    "revenue_retained", "revenue_new",  "activity",   "hall_weak_point", NULL
};
static const char *const items[] = { "D2", "D3", "D4", "D5", NULL };

#define CUSTOMER_ID(name, id, unit, shape, times, needs, doc) id,
static const char *const indicator_ids[] = { CUSTOMER_INDICATORS(CUSTOMER_ID) NULL };

_Static_assert(COUNT_OF(services) == N_SERVICES + 1, "a service without a place");
_Static_assert(COUNT_OF(surveyed) == N_SURVEYED + 1, "a surveyed service without a place");
_Static_assert(COUNT_OF(counted) == N_COUNTED + 1, "a counted indicator without a place");
_Static_assert(COUNT_OF(items) == N_ITEMS + 1, "a control item without a place");
_Static_assert(IND_ESCALATED_RATE - IND_COMPLAINT_RATE == N_SERVICES + 1, "order of rates");
_Static_assert(IND_PETITION_RATE - IND_ESCALATED_RATE == N_SERVICES + 1, "order of rates");
_Static_assert(IND_IMPROVEMENT_2G - IND_SATISFACTION_2G == N_SURVEYED, "order of surveys");
_Static_assert(IND_LEAD_2G - IND_IMPROVEMENT_2G == N_COMPARED, "order of improvements");

#define UNIT                                                            \
    {                                                                   \
        "unit", "Who is assessed.", .type = KH_KEY, .space = SPACE_UNIT \
    }
#define REVISION                                                                \
    {                                                                           \
        "revision", "Of lines with one id the greatest wins.", KH_I64, MAY_LACK \
    }

static const kh_field call_columns[] = {
    UNIT,
    { "call_id", "Key of the call.", KH_TEXT, MAY_LACK },
    { "at", "When the call was offered.", .type = KH_TIME },
    { "class", "Who called.", KH_ENUM, MAY_LACK, .labels = classes },
    { "wait_s", "Seconds until it was answered.", KH_DEC, MAY_LACK, .scale = 3 },
    { "answered", "Was it answered by a person?", .type = KH_BOOL },
    { "talk_s", "Seconds of talk.", KH_DEC, MAY_LACK, .scale = 3 },
    { "rating", "The caller's rating, 1 to 5.", KH_I64, MAY_LACK },
    REVISION,
};
static const kh_field order_columns[] = {
    UNIT,
    { "order_id", "Key of the order.", KH_TEXT, MAY_LACK },
    { "kind", "What was ordered.", .type = KH_ENUM, .labels = kinds },
    { "opened_at", "When it was opened.", .type = KH_TIME },
    { "due_at", "When it has to be done.", KH_TIME, MAY_LACK },
    { "contacted_at", "When the customer was first contacted.", KH_TIME, MAY_LACK },
    { "contact_due_at", "When the customer has to be contacted.", KH_TIME, MAY_LACK },
    { "closed_at", "When it was done; empty: still open.", KH_TIME, MAY_LACK },
    { "auto_reported", "Was completion reported automatically?", KH_BOOL, MAY_LACK },
    { "satisfied", "The customer's answer; empty: none.", KH_BOOL, MAY_LACK },
    REVISION,
};
static const kh_field case_columns[] = {
    UNIT,
    { "case_id", "Key of the case.", KH_TEXT, MAY_LACK },
    { "at", "When it was received.", .type = KH_TIME },
    { "service", "What it is about.", KH_ENUM, MAY_LACK, .labels = services },
    { "level", "The highest place it went to.", .type = KH_ENUM, .labels = levels },
    { "valid", "Was the operator at fault?", .type = KH_BOOL },
    { "attitude", "Is it about the attitude of staff?", KH_BOOL, MAY_LACK },
    { "customer_id", "Who complained.", KH_KEY, MAY_LACK, .space = SPACE_CUSTOMER },
    { "cause", "Why.", KH_KEY, MAY_LACK, .space = SPACE_CAUSE },
    REVISION,
};
static const kh_field survey_columns[] = {
    UNIT,
    { "survey_id", "Key of the answer.", KH_TEXT, MAY_LACK },
    { "at", "When it was given.", .type = KH_TIME },
    { "service", "What was asked about.", .type = KH_ENUM, .labels = surveyed },
    { "operator", "Whose customer; empty: the own one.", KH_KEY, MAY_LACK,
      .space = SPACE_OPERATOR },
    { "score", "1 to 5; anything else is unreadable.", KH_I64, KH_NULLABLE },
    REVISION,
};
static const kh_field task_columns[] = {
    UNIT,
    { "task_id", "Key of the call-back task.", KH_TEXT, MAY_LACK },
    { "at", "The date of the task.", .type = KH_TIME },
    { "kind", "Whom to call back.", .type = KH_ENUM, .labels = tasks },
    { "completed", "Was it completed?", .type = KH_BOOL },
    REVISION,
};
static const kh_field count_columns[] = {
    UNIT,
    { "date", "The day or month it is of; without it: of every window.", KH_TIME,
      KH_OPTIONAL },
    { "indicator", "What was counted.", .type = KH_ENUM, .labels = counted },
    { "numerator", "Whole number; money in fen.", .type = KH_I64 },
    { "denominator", "Whole number; money in fen.", .type = KH_I64 },
};
static const kh_field base_columns[] = {
    UNIT,
    { "service", "Subscribers of what.", KH_ENUM, MAY_LACK, .labels = services },
    { "date", "A month end; other days do not count.", .type = KH_TIME },
    { "subscribers", "How many.", .type = KH_I64 },
};
static const kh_field control_columns[] = {
    UNIT,
    { "event_id", "Key of the event.", KH_TEXT, MAY_LACK },
    { "at", "When it was established.", .type = KH_TIME },
    { "item", "D2 exposure, D3 late report, D4 falsified data, D5 leak.", .type = KH_ENUM,
      .labels = items },
    { "indicator", "Of D4: the falsified indicator.", KH_ENUM, MAY_LACK,
      .labels = indicator_ids },
    REVISION,
};

#define KEYED(of, when_)                                                  \
    .role = KH_FACT, .flags = KH_OPTIONAL, .when = 1 + (when_), .key = 2, \
    .revision = (uint32_t)COUNT_OF(of), .columns = KH_LIST(of)
static const kh_dataset datasets[N_DATASETS] = {
    [DS_CALLS] = { "calls", "Calls to manual service.", KEYED(call_columns, CALL_AT) },
    [DS_ORDERS] = { "orders", "Install, move and repair orders.",
                    KEYED(order_columns, ORDER_OPENED), .until = 1 + ORDER_CLOSED },
    [DS_COMPLAINTS] = { "complaints", "Complaints; lookback_days 30 for repeats.",
                        KEYED(case_columns, CASE_AT) },
    [DS_SURVEYS] = { "surveys", "Answers to satisfaction surveys.",
                     KEYED(survey_columns, SURVEY_AT) },
    [DS_SURVEYS_YEAR_AGO] = { "surveys_year_ago", "The same with span year_ago.",
                              KEYED(survey_columns, SURVEY_AT) },
    [DS_CALLBACKS] = { "callbacks", "Call-back tasks.", KEYED(task_columns, TASK_AT) },
    [DS_COUNTS] = { "counts", "What is delivered as numerator and denominator.", KH_FACT,
                    KH_OPTIONAL, .when = 1 + COUNT_DATE,
                    .columns = KH_LIST(count_columns) },
    [DS_SUBSCRIBERS] = { "subscribers", "Subscribers at month ends; lookback_days 31.",
                         KH_FACT, KH_OPTIONAL, .when = 1 + BASE_DATE,
                         .columns = KH_LIST(base_columns) },
    [DS_CONTROLS] = { "controls", "Events of the control indicators.",
                      KEYED(control_columns, CONTROL_AT) },
};

#define SHAPE_SUM KH_I64, KH_SUM, 0
#define SHAPE_HIGH KH_DEC, KH_RATIO | KH_HIGHER_IS_BETTER, 2
#define SHAPE_LOW KH_DEC, KH_RATIO, 2
#define CUSTOMER_INDICATOR(name, id, unit, shape, times, needs, doc) \
    { id, unit, doc, SHAPE_##shape, 0, times, needs },
static const kh_indicator indicators[N_INDICATORS] = { CUSTOMER_INDICATORS(
    CUSTOMER_INDICATOR) };

static const char *const spaces[] = { "unit", "operator", "customer", "cause" };

const kh_domain customer_domain = { sizeof customer_domain, KH_EXACT, KH_LIST(spaces),
                                    KH_LIST(datasets), KH_LIST(indicators) };

const kh_field customer_params[] = {
    { "answer_limit_s", "Seconds within which a call is answered in time.", KH_DEC,
      .scale = 3, .dflt = "15", .min = "0" },
    { "answer_limit_vip_s", "The same for VIP calls; without it: as for all.", KH_DEC,
      KH_OPTIONAL, .scale = 3, .min = "0" },
    { "own_operator", "Name of the own operator in surveys.", .type = KH_TEXT, .dflt = "" },
    { "satisfied_from", "The least score of a satisfied answer.", KH_I64, .dflt = "4",
      .min = "1", .max = "5" },
    { "repeat_days", "Days (of 24 h) within which a complaint is a repeat.", KH_I64,
      .dflt = "30", .min = "1", .max = "366" },
    { "due_by_day", "Does a due time last to the end of its day?", KH_BOOL,
      .dflt = "false" },
    { "card_check_required", "Is a card holding rate without a spot check no data?",
      KH_BOOL, .dflt = "true" },
};
_Static_assert(COUNT_OF(customer_params) == N_PARAMS, "a parameter without a place");
