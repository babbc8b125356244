/* SPDX-License-Identifier: Apache-2.0 */
/* network.h - what the files of the network plugin share: order of columns, the state, the
 * results of one unit.
 *
 * A state holds what is on record, not points: ledgers of rows in which equal keys are one
 * row (kaohe/ledger.h), and a bag of repair times per unit (kaohe/bag.h).  Both are pure
 * functions of what was fed, so that order, chunks and trees of merges never show, and what
 * belongs together (an event group, the outages of one circuit) meets in them whatever
 * state it came from.  `score` applies the rules to one unit after another. */
#ifndef KH_NETWORK_H
#define KH_NETWORK_H

#include "network_list.h"
#include <kaohe/bag.h>
#include <kaohe/cycles.h>
#include <kaohe/ledger.h>

/* A sentence about a rejected row, collected for translation by tools/po. */
#define N_(sentence) (sentence)

enum {
    SPACE_UNIT,
    SPACE_CITY,
    SPACE_LINE,
    SPACE_GROUP,
    SPACE_EVENT,
    SPACE_CAUSE,
    SPACE_OPERATOR,
    N_SPACES
};

/* Columns of each dataset, in the order of network_schema.c. */
enum {
    OUT_UNIT,
    OUT_ID,
    OUT_NETWORK,
    OUT_CIRCUIT,
    OUT_STARTED,
    OUT_ENDED,
    OUT_CAUSE,
    OUT_PLANNED,
    OUT_CIRCUITS,
    OUT_CONCEALED,
    OUT_SWITCHED,
    OUT_GROUP,
    OUT_REPORTED
};
enum { INV_UNIT, INV_CITY, INV_DATE, INV_CIRCUITS, INV_KM, INV_CELLS };
enum { CAB_UNIT, CAB_ID, CAB_CABLE, CAB_STARTED, CAB_ENDED, CAB_GROUP, CAB_TOTAL };
enum { FLT_UNIT, FLT_ID, FLT_OPENED, FLT_CLOSED, FLT_LIMIT };
enum {
    SAM_UNIT,
    SAM_OPERATOR,
    SAM_AT,
    SAM_NETWORK,
    SAM_RSRP,
    SAM_SINR,
    SAM_DOWN,
    SAM_UP,
    SAM_CONTRACTED
};
enum { SES_UNIT, SES_DATE, SES_ATTEMPTS, SES_CONNECTED, SES_DROPPED };
enum { CNT_UNIT, CNT_DATE, CNT_INDICATOR, CNT_NUMERATOR, CNT_DENOMINATOR };

enum {
    PARAM_SPARE_MINUTES,
    PARAM_SPARE_ENDS,
    PARAM_REPORT_MINUTES,
    PARAM_MAJOR_CIRCUITS,
    PARAM_MAJOR_MINUTES,
    PARAM_CABLE_NORM,
    PARAM_CABLE_FLOOR_KM,
    PARAM_CABLE_FLOOR,
    PARAM_FAULT_LIMIT,
    PARAM_RSRP,
    PARAM_SINR,
    PARAM_WEAK,
    PARAM_NO_SIGNAL,
    PARAM_RATE_PERCENT,
    PARAM_OPERATOR,
    PARAM_COMPETITOR_1,
    PARAM_COMPETITOR_2,
    PARAM_COMPETITOR_3,
    PARAM_MAJOR_WEIGHT,
    PARAM_WORST,
    PARAM_SERIES,
    N_PARAMS
};
enum { N_COMPETITORS = 3 };

/* Digits after the point of what is delivered as decimals. */
enum { KM_SCALE = 3, RADIO_SCALE = 4, HOURS_SCALE = 2 };
enum { RADIO_ONE = 10000 }; /* one Mbit/s */

/* Labels that code looks at; the lists stand in network_schema.c in this order. */
enum { N_NETWORKS = 4 };
enum { RADIO_4G, RADIO_5G, N_RADIO };

enum { TABLE_CAUSES, TABLE_SERIES, TABLE_CIRCUITS, TABLE_NOT_COUNTED, N_TABLES };
enum { FROM_OUTAGES, FROM_CABLE_FAULTS, FROM_FAULTS }; /* `dataset` of not_counted */
enum why {
    WHY_COUNTED,
    WHY_OUTSIDE, /* of the window: the host accounts for it */
    WHY_PLANNED,
    WHY_NOT_TOTAL,
    WHY_BEGUN_BEFORE,
    WHY_SWITCHED,
    WHY_SAME_EVENT,
    WHY_OVERLAP,
    WHY_ON_SPARE,
    WHY_OPEN,
    N_WHYS
};

/* ---- Ledgers --------------------------------------------------------------- */

enum { L_EVENTS, L_INVENTORY, L_OPEN, L_SAMPLES, L_SUMS, N_LEDGERS };

/* Rows of L_EVENTS: outages and cable faults; the last column is a sum. */
enum {
    E_UNIT,
    E_KIND,
    E_LINE,
    E_GROUP,
    E_ID,
    E_START,
    E_END,
    E_CAUSE,
    E_NETWORK,
    E_FLAGS,
    E_SWITCHED,
    E_REPORTED,
    E_CIRCUITS,
    E_ROWS,
    E_WIDTH
};
enum { KIND_OUTAGE, KIND_CABLE };
enum { FLAG_IDLE = 1, FLAG_CONCEALED = 2, FLAGS = 3 }; /* idle: planned, or not total */

enum { I_UNIT, I_CITY, I_DATE, I_CIRCUITS, I_KM, I_CELLS, I_ROWS, I_WIDTH };
enum { O_UNIT, O_ID, O_OPENED, O_ROWS, O_WIDTH };
enum {
    S_UNIT,
    S_OPERATOR,
    S_RADIO,
    S_RSRP,
    S_WEAK,
    S_BOTH,
    S_COVERED,
    S_DOWN,
    S_DOWN_SUM,
    S_UP,
    S_UP_SUM,
    S_RATED,
    S_COMPLIANT,
    S_WIDTH
};
/* Rows of L_SUMS: what, and three sums of it. */
enum { M_UNIT, M_WHAT, M_A, M_B, M_C, M_WIDTH };
enum { WHAT_FAULTS, WHAT_SESSIONS, WHAT_COUNTED, N_WHATS = WHAT_COUNTED + N_COUNTED };

/* Values that stand for an absent column or an empty cell. */
#define ID_NONE INT64_C(-1)
#define TIME_NEVER INT64_MAX
#define TIME_ALWAYS INT64_MIN /* no column: reported in time, for all that is known */
#define UNKNOWN INT64_C(-1)

#define MINUTE_US INT64_C(60000000)
#define SECOND_US INT64_C(1000000)

struct inst {
    const kh_host *host;
    const kh_value *param;
};

struct state {
    const struct inst *inst;
    int64_t from, to; /* the window; all time where none was given */
    uint32_t months;
    kh_ledger l[N_LEDGERS];
    kh_bags repairs; /* microseconds */
};

static inline int64_t state_param(const struct state *t, uint32_t param)
{
    return t->inst->param[param].u.i;
}
static inline int state_in_window(const struct state *t, int64_t at)
{
    return at >= t->from && at < t->to;
}
/* Is the window too long, or endless, to have rates per month? */
int state_is_open(const struct state *t);

kh_status network_begin(const void *inst, const kh_window *w, void **out, kh_err *e);
kh_status network_merge(void *into, const void *from, const kh_merge *m, kh_err *e);
kh_status network_save(const void *state, const kh_sink *out, kh_err *e);
kh_status network_load(const void *inst, uint32_t version, const kh_source *in, void **out,
                       kh_err *e);
void network_end(void *state);
/* A copy with settled ledgers, whose ids are below `out`'s lengths; network_end ends it. */
kh_status state_settled(const struct state *t, const kh_emit *out, struct state **copy,
                        kh_err *e);

/* ---- Folding --------------------------------------------------------------- */

kh_status events_consume(struct state *t, const kh_batch *b, kh_err *e); /* both kinds */
kh_status inventory_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status faults_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status samples_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status sessions_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status counts_consume(struct state *t, const kh_batch *b, kh_err *e);
/* One row of L_SUMS. */
kh_status sums_add(struct state *t, uint32_t unit, uint32_t what, int64_t a, int64_t b,
                   int64_t c, kh_err *e);

/* ---- Results --------------------------------------------------------------- */

/* Results of one unit; `rc` stays at the first failure and later calls do nothing. */
struct outlet {
    const struct state *t; /* settled, without bags */
    const kh_bags *repairs;
    const kh_emit *emit;
    kh_err *e;
    kh_status rc;
    uint32_t unit;
    kh_cycles cycles;
    int64_t own, competitor[N_COMPETITORS]; /* ids of operators; ID_NONE: not met */
};

/* *sum += x, and *product = a x b; what leaves its type ends the scoring with KH_ERANGE. */
void outlet_add(struct outlet *o, int64_t *sum, int64_t x);
int64_t outlet_times(struct outlet *o, int64_t a, int64_t b);
void outlet_count(struct outlet *o, uint32_t indicator, int64_t value, int64_t samples);
/* Without a denominator there is no data. */
void outlet_ratio(struct outlet *o, uint32_t indicator, int64_t numerator,
                  int64_t denominator, int64_t samples);
/* Microseconds in units of `unit_us` each; the mean of n of them.  In whole seconds where
 * that is exact. */
void outlet_time(struct outlet *o, uint32_t indicator, int64_t us, int64_t n,
                 int64_t unit_us, int64_t samples);
void outlet_row(struct outlet *o, uint32_t table, const kh_value *cell, uint32_t cells);
/* One row of not_counted, unless it says nothing. */
void outlet_not_counted(struct outlet *o, uint32_t dataset, int64_t id, enum why why,
                        int64_t rows, int64_t us);
/* A cell of minutes with two digits. */
kh_value cell_minutes(int64_t us);
/* 100 x a / b with two digits, half up; empty for b = 0. */
kh_value cell_percent(struct outlet *o, int64_t a, int64_t b);
/* An id, or empty for ID_NONE. */
kh_value cell_id(int64_t id);
/* "01", "002": ranks of n rows that sort as they count; `text` lives with the caller. */
kh_value cell_rank(char text[12], size_t rank, size_t n);

/* Room for n records of `size` bytes; NULL with the outlet failed.  outlet_free frees. */
void *outlet_room(struct outlet *o, size_t n, size_t size);
void outlet_free(struct outlet *o, void *p);

/* The unit's stock at an instant (the latest known before it); UNKNOWN where none is. */
struct stock {
    int64_t circuits, km, cells; /* km with KM_SCALE digits */
};
struct stock inventory_before(struct outlet *o, int64_t instant);

/* ---- Events of one unit and kind ------------------------------------------- */

struct event {
    const int64_t *row;
    int64_t from, to; /* within the window, and until switched where that ends a loss */
    int64_t raw;      /* circuit-microseconds of all its rows within the window */
    int64_t spared;   /* of them those after the switch */
    int64_t owned;    /* of them those that count */
    int64_t began;    /* interruptions that it stands for, whenever they began */
    int64_t counted;  /* of them those that began in the window */
    int candidate;    /* neither planned (not total) nor switched in time */
    enum why why;     /* why its other rows do not count */
};
struct events {
    struct event *of;
    size_t len;
    int64_t rows, raw; /* that touch the window, counted or not */
    int64_t owned, interruptions, concealed, late, major;
};

/* Numbers that come back in order: four columns, the last often an index. */
enum { SCRATCH_WIDTH = 4 };
void scratch_init(struct outlet *o, kh_ledger *l);
void scratch_add(struct outlet *o, kh_ledger *l, int64_t a, int64_t b, int64_t c,
                 int64_t d);
void scratch_settle(struct outlet *o, kh_ledger *l);
/* The same with two keys, and two sums over equal ones. */
void tally_init(struct outlet *o, kh_ledger *l);

/* Take the unit's events of a kind, classify and measure them.  End with events_end. */
void events_take(struct outlet *o, uint32_t kind, struct events *s);
/* network_groups.c: which events count, and what they are charged with. */
void events_group(struct outlet *o, struct events *s);
/* network_lines.c: the time lost, each line's instant once. */
void events_sweep(struct outlet *o, struct events *s);
void events_end(struct outlet *o, struct events *s);
/* Rows of not_counted. */
void events_account(struct outlet *o, uint32_t dataset, const struct events *s);

/* network_tables.c */
void causes_emit(struct outlet *o, const struct events *s);
void series_emit(struct outlet *o, const struct events *s);
void circuits_emit(struct outlet *o, const struct events *s);

void outages_score(struct outlet *o);
void cables_score(struct outlet *o);
void faults_score(struct outlet *o);
void radio_score(struct outlet *o);
void counts_score(struct outlet *o);
kh_status network_score(const void *state, const kh_emit *out, kh_err *e);

/* What the plugin declares. */
extern const kh_domain network_domain;
extern const kh_field network_params[];
extern const kh_ledger_kind network_kinds[N_LEDGERS];

#endif
