/* SPDX-License-Identifier: Apache-2.0 */
/* qc.h - the checked parameters of an instance, what it declares, by number.
 *
 * Made once by qc_open; read-only from then on.  Texts of parameters live as long as the
 * instance does.  The enums are the order of the declarations in qc_declare.c. */
#ifndef KH_QC_QC_H
#define KH_QC_QC_H

#include <kaohe/plugin.h>

enum { QC_FORMS_MAX = 16, QC_ITEMS_MAX = 512, QC_ID_MAX = 40 };
enum { USE_REVIEW, USE_ORGANISER };
enum { TRIM_TOTAL, TRIM_ITEM };
enum { ZERO_BASE_NA, ZERO_BASE_ONE };

/* Points of a mark have 2 digits, factors 2, values of a series 4. */
enum { POINTS_SCALE = 2, POINTS_ONE = 100, FACTOR_SCALE = 2, FACTOR_ONE = 100 };
enum { VALUE_SCALE = 4, VALUE_ONE = 10000 };

/* Parameters, in the order of qc_params. */
enum {
    P_USE,
    P_FORMS,
    P_TRIM,
    P_TRIM_FROM,
    P_JUDGES_MIN,
    P_DIGITS,
    P_MEMBERS_MIN,
    P_MEMBERS_MAX,
    P_PERIODS_MIN,
    P_IDLE_MONTHS,
    P_ZERO_BASE,
    P_COUNT
};
extern const kh_field qc_params[P_COUNT];

/* Key spaces.  A judge's unit and a group's share one, so that they can be compared. */
enum {
    SPACE_SUBJECT,
    SPACE_UNIT,
    SPACE_GROUP,
    SPACE_TOPIC,
    SPACE_TYPE,
    SPACE_KIND,
    SPACE_TITLE,
    SPACE_PERIOD,
    SPACE_FORM,
    SPACE_ITEM,
    SPACE_JUDGE,
    SPACE_COUNT
};

/* Datasets, of both uses. */
enum {
    D_GROUPS,
    D_TOPICS,
    D_MEETINGS,
    D_SERIES,
    D_MARKS,
    D_ITEMS,
    D_EXTRA,
    D_STAFF,
    D_RECOMMENDED,
    D_COUNTS,
    D_COUNT
};

/* Columns; the first of each is the subject. */
enum { COL_SUBJECT };
enum { GR_UNIT = 1, GR_GROUP, GR_TYPE, GR_REGISTERED, GR_MEMBERS, GR_STRUCK_OFF, GR_COUNT };
enum {
    TO_TOPIC = 1,
    TO_TITLE,
    TO_KIND,
    TO_UNIT,
    TO_REGISTERED,
    TO_STARTED,
    TO_FINISHED,
    TO_COUNT
};
enum { ME_UNIT = 1, ME_GROUP, ME_DATE, ME_EXPECTED, ME_ATTENDED, ME_COUNT };
enum { SE_TOPIC = 1, SE_PHASE, SE_PERIOD, SE_VALUE, SE_TARGET, SE_BETTER, SE_COUNT };
enum { MA_TOPIC = 1, MA_FORM, MA_JUDGE, MA_JUDGE_UNIT, MA_ITEM, MA_POINTS, MA_COUNT };
enum { IT_TOPIC = 1, IT_FORM, IT_ITEM, IT_MIN, IT_MAX, IT_FACTOR, IT_COUNT };
enum { EX_TOPIC = 1, EX_PLUS, EX_MINUS, EX_COUNT };
enum { ST_UNIT = 1, ST_DATE, ST_EMPLOYEES, ST_COUNT };
enum { RE_GROUP = 1, RE_DATE, RE_AWARDED, RE_COUNT };
enum { CO_DATE = 1, CO_INDICATOR, CO_NUMERATOR, CO_DENOMINATOR, CO_COUNT };

/* Labels. */
enum { PHASE_BEFORE, PHASE_AFTER, PHASES };
enum { BETTER_HIGHER, BETTER_LOWER };

/* Indicators of a review, before the panels; and of an organiser. */
enum {
    I_BEFORE,
    I_TARGET,
    I_AFTER,
    I_ATTAINMENT,
    I_PROGRESS,
    I_ATTAINED_RATE,
    I_THIN_SERIES,
    I_LATE_TOPICS,
    I_PLUS,
    I_MINUS,
    I_UNREGISTERED,
    I_MEMBERS,
    I_MONTHS,
    I_ATTENDANCE,
    I_STRUCK_OFF,
    I_IDLE,
    I_PANELS /* and on: one per form */
};
enum { KPI_ACTIVITY, KPI_RESULT, KPI_PARTICIPATION, KPI_ATTENDANCE, KPI_AWARD, KPIS };
enum { O_MEASURED, O_COUNTED = O_MEASURED + KPIS, O_INDICATORS = O_COUNTED + KPIS };

/* Tables of a review. */
enum { TABLE_IMPROVEMENT, TABLE_PANELS, TABLE_EXCLUDED, TABLE_COUNT };
enum {
    TI_TOPIC,
    TI_TITLE,
    TI_BEFORE,
    TI_TARGET,
    TI_AFTER,
    TI_ATTAINMENT,
    TI_PROGRESS,
    TI_REMARK,
    TI_COUNT
};
enum { TP_TOPIC, TP_FORM, TP_ITEM, TP_JUDGES, TP_HIGH, TP_LOW, TP_MEAN, TP_COUNT };
enum { TE_TOPIC, TE_FORM, TE_JUDGE, TE_REASON, TE_ROWS, TE_COUNT };

/* Why a topic has no attainment, or what is odd about it; labels of improvement.remark. */
enum {
    REMARK_NO_BEFORE,
    REMARK_NO_AFTER,
    REMARK_NO_TARGET,
    REMARK_TARGETS_DIFFER,
    REMARK_NO_DIRECTION,
    REMARK_AGAINST_DIRECTION,
    REMARK_OUT_OF_RANGE,
    REMARK_NONE = -1
};
/* Why a mark does not count, in the order of asking; labels of excluded_marks.reason. */
enum {
    NOT_THIS_WINDOW,
    NOT_A_FORM,
    NOT_OWN_UNIT,
    NOT_AN_ITEM,
    NOT_GIVEN,
    NOT_IN_RANGE,
    NOT_ONCE,
    NOT_COMPLETE,
    NOT_ENOUGH,
    NOT_COUNT,
    COUNTED = NOT_COUNT
};

/* A row of the parameter `forms`: an item of a review form. */
typedef struct qc_item {
    const char *kind, *item; /* kind "": all kinds of topics */
    uint32_t form;
    int64_t min, max; /* points */
    int64_t factor;
} qc_item;

/* The instance of the plugin. */
typedef struct qc {
    const kh_host *host;
    const kh_value *param;
    uint32_t use;
    const char *form[QC_FORMS_MAX];
    qc_item *item; /* those with an item */
    uint32_t forms, items;
    char *names; /* texts of indicator ids */
    kh_indicator *indicator;
    uint32_t indicators;
    kh_domain domain;
} qc;

/* KH_ECONFIG names the parameter at fault.  On failure nothing is left allocated. */
kh_status qc_open(const kh_host *h, const kh_value *params, void **inst, kh_err *e);
void qc_close(void *inst);
/* Fill `c->indicator` and `c->domain` (qc_declare.c).  KH_ENOMEM. */
kh_status qc_declare(qc *c, kh_err *e);

#endif
