/* SPDX-License-Identifier: Apache-2.0 */
/* customer.h - what the files of the customer plugin share: order of columns, places of
 * counts, the state.
 *
 * A state holds exact counts only.  Three containers carry them: `blocks` (dense sums per
 * unit, one block for each kind of input, grown when that input first arrives), `cells`
 * (sparse sums: survey answers per operator, falsified indicators) and `cases` (complaints
 * that may be repeats of one another).  Each merges by addition or by union, so that order
 * and grouping of rows never show. */
#ifndef KH_CUSTOMER_H
#define KH_CUSTOMER_H

#include "customer_list.h"
#include <kaohe/sdk.h>

/* A sentence about a rejected row, collected for translation by tools/po. */
#define N_(sentence) (sentence)

enum { SPACE_UNIT, SPACE_OPERATOR, SPACE_CUSTOMER, SPACE_CAUSE };

/* Columns of each dataset, in the order of customer_schema.c. */
enum {
    CALL_UNIT,
    CALL_ID,
    CALL_AT,
    CALL_CLASS,
    CALL_WAIT,
    CALL_ANSWERED,
    CALL_TALK,
    CALL_RATING
};
enum {
    ORDER_UNIT,
    ORDER_ID,
    ORDER_KIND,
    ORDER_OPENED,
    ORDER_DUE,
    ORDER_CONTACTED,
    ORDER_CONTACT_DUE,
    ORDER_CLOSED,
    ORDER_AUTO,
    ORDER_SATISFIED
};
enum {
    CASE_UNIT,
    CASE_ID,
    CASE_AT,
    CASE_SERVICE,
    CASE_LEVEL,
    CASE_VALID,
    CASE_ATTITUDE,
    CASE_CUSTOMER,
    CASE_CAUSE
};
enum { SURVEY_UNIT, SURVEY_ID, SURVEY_AT, SURVEY_SERVICE, SURVEY_OPERATOR, SURVEY_SCORE };
enum { TASK_UNIT, TASK_ID, TASK_AT, TASK_KIND, TASK_COMPLETED };
enum { COUNT_UNIT, COUNT_DATE, COUNT_INDICATOR, COUNT_NUMERATOR, COUNT_DENOMINATOR };
enum { BASE_UNIT, BASE_SERVICE, BASE_DATE, BASE_SUBSCRIBERS };
enum { CONTROL_UNIT, CONTROL_ID, CONTROL_AT, CONTROL_ITEM, CONTROL_INDICATOR };

enum {
    PARAM_LIMIT,
    PARAM_LIMIT_VIP,
    PARAM_OPERATOR,
    PARAM_SATISFIED_FROM,
    PARAM_REPEAT_DAYS,
    PARAM_DUE_BY_DAY,
    PARAM_CHECK_REQUIRED
};

/* Labels that code looks at; the lists stand in customer_schema.c in this order. */
enum { CLASS_ORDINARY, CLASS_VIP };
enum { KIND_INSTALL, KIND_MOVE, KIND_REPAIR };
enum { LEVEL_CITY, LEVEL_PROVINCE, LEVEL_GROUP, LEVEL_REGULATOR };
enum { N_SERVICES = 8, SERVICE_NONE = N_SERVICES, SERVICE_SLOTS };
enum { N_SURVEYED = 8, N_COMPARED = 5 }; /* compared: with last year, with others */
enum { N_TASKS = 2 };
enum {
    COUNTED_ANSWER,
    COUNTED_HOLDING,
    COUNTED_CHECK,
    COUNTED_CHANNEL,
    COUNTED_TELESALES,
    COUNTED_RETAINED,
    COUNTED_NEW,
    COUNTED_ACTIVITY,
    COUNTED_WEAK_POINT,
    N_COUNTED
};
enum { N_ITEMS = 4, ITEM_D4 = 2 };

/* ---- Dense sums ----------------------------------------------------------- */

enum {
    BLOCK_CALLS,
    BLOCK_ORDERS,
    BLOCK_COMPLAINTS,
    BLOCK_BASE,
    BLOCK_MONTHS,
    BLOCK_TASKS,
    BLOCK_COUNTED,
    BLOCK_CONTROLS,
    N_BLOCKS
};

/* BLOCK_CALLS: three sums for no class, ordinary, vip; then what concerns answered ones. */
enum { CALLS_OFFERED, CALLS_ANSWERED, CALLS_WITHIN, CALLS_CLASS };
enum {
    CALLS_CLASSES = 3,
    CALLS_RATED = CALLS_CLASSES * CALLS_CLASS,
    CALLS_RATINGS,
    CALLS_WAITED,
    CALLS_WAIT_MS,
    CALLS_TALKED,
    CALLS_TALK_MS,
    CALLS_WIDTH
};
/* BLOCK_ORDERS: pairs of good and all. */
enum {
    ORDERS_INSTALL,
    ORDERS_REPAIR,
    ORDERS_CONTACT,
    ORDERS_AUTO,
    ORDERS_SATISFIED,
    N_ORDER_PAIRS,
    ORDERS_WIDTH = 2 * N_ORDER_PAIRS
};
/* BLOCK_COMPLAINTS: per service valid and escalated; then over all services. */
enum {
    COMPLAINTS_VALID = 0,
    COMPLAINTS_ESCALATED = SERVICE_SLOTS,
    COMPLAINTS_ALL = 2 * SERVICE_SLOTS,
    COMPLAINTS_PETITIONS,
    COMPLAINTS_LIABLE,
    COMPLAINTS_ATTITUDE,
    COMPLAINTS_WIDTH
};
/* BLOCK_COUNTED: numerator, denominator, rows of each indicator. */
enum { COUNTED_WIDTH = 3 * N_COUNTED };
#define COUNTED_AT(indicator) ((size_t)3 * (indicator))

struct block {
    int64_t *sum; /* sum[unit * width + k] */
    uint32_t len, cap;
};
struct blocks {
    struct block of[N_BLOCKS];
};

struct state;

uint32_t blocks_width(uint32_t block);
/* Room for `len` units, the new ones zero.  KH_ENOMEM. */
kh_status blocks_grow(struct state *t, uint32_t block, uint32_t len, kh_err *e);
/* The sums of one unit, to write into; the block must have been grown. */
int64_t *blocks_at(struct state *t, uint32_t block, uint32_t unit);
/* The sums of one unit; all zero for one this state never saw. */
const int64_t *blocks_of(const struct state *t, uint32_t block, uint32_t unit);
kh_status blocks_merge(struct state *into, const struct state *from, const kh_merge *m,
                       kh_err *e);
void blocks_end(struct state *t);

/* ---- Sparse sums ---------------------------------------------------------- */

/* `what` of a cell: a surveyed service now, the same a year ago, or a falsified indicator.
 */
enum {
    CELL_NOW = 0,
    CELL_YEAR_AGO = N_SURVEYED,
    CELL_FALSIFIED = 2 * N_SURVEYED,
    CELL_KINDS
};
#define CELL_OWN UINT32_MAX /* the group of answers that name no operator */

struct cell {
    uint32_t subject, what;
    uint32_t group; /* operator or CELL_OWN; of CELL_FALSIFIED: the indicator */
    uint32_t used;
    int64_t count, good;
};
struct cells {
    struct cell *slot; /* open addressing; cap is 0 or a power of two */
    uint32_t cap, len;
};

/* Add to the cell of (subject, what, group).  KH_ENOMEM, KH_ERANGE. */
kh_status cells_add(struct state *t, const struct cell *c, kh_err *e);
kh_status cells_merge(struct state *into, const struct state *from, const kh_merge *m,
                      kh_err *e);
/* All cells in order of subject, what, group, in memory of the host's: the caller frees it
 * with memory_free.  *out is NULL where there are none. */
kh_status cells_sorted(const struct state *t, struct cell **out, kh_err *e);
void cells_end(struct state *t);

/* ---- Complaints that may repeat ------------------------------------------- */

struct repeat_case {
    int64_t at;
    uint32_t customer, cause, subject;
    uint32_t counts; /* 1 = inside of the window */
};
struct cases {
    struct repeat_case *of;
    uint32_t len, cap;
};

kh_status cases_add(struct state *t, const struct repeat_case *c, kh_err *e);
kh_status cases_merge(struct state *into, const struct state *from, const kh_merge *m,
                      kh_err *e);
/* In order of customer, cause, time, subject; the caller frees it with memory_free. */
kh_status cases_sorted(const struct state *t, struct repeat_case **out, kh_err *e);
/* repeats[unit] = repeats among its complaints; n units. */
kh_status cases_repeats(const struct state *t, int64_t *repeats, uint32_t n, kh_err *e);
void cases_end(struct state *t);

/* ---- Instance and state --------------------------------------------------- */

struct inst {
    const kh_host *host;
    const kh_value *param;
    int64_t limit_ms[CALLS_CLASSES]; /* by class: none, ordinary, vip */
};

struct state {
    const struct inst *inst;
    int64_t from, to; /* the window */
    uint32_t months;
    struct blocks blocks;
    struct cells cells;
    struct cases cases;
};

/* realloc and free by the host's one function. */
void *memory_resize(const struct state *t, void *p, size_t n, size_t size, kh_err *e);
void memory_free(const struct state *t, void *p);
/* Sort n records of `size` bytes (at most 64) in place.  `before` is a total order. */
void memory_sort(void *base, uint32_t n, size_t size,
                 int (*before)(const void *a, const void *b));

static inline int state_in_window(const struct state *t, int64_t at)
{
    return at >= t->from && at < t->to;
}
static inline int column_bool(const kh_col *c, uint32_t row)
{
    return kh_has(c, row) && ((const uint8_t *)c->data)[row];
}

/* ---- One function for each dataset: fold a batch into the state ----------- */

kh_status calls_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status tasks_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status orders_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status complaints_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status base_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status surveys_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status counts_consume(struct state *t, const kh_batch *b, kh_err *e);
kh_status controls_consume(struct state *t, const kh_batch *b, kh_err *e);

/* The bits of the month ends that the window needs, as base_consume sets them. */
int64_t base_month_ends(const struct state *t);

/* ---- Results -------------------------------------------------------------- */

/* Results of one unit; `rc` stays at the first failure and later calls do nothing. */
struct outlet {
    const struct state *t;
    const kh_emit *emit;
    kh_err *e;
    kh_status rc;
    uint32_t unit;
    const struct cell *cell; /* of this unit, in order */
    uint32_t n_cells;
    uint32_t own; /* id of the own operator, or CELL_OWN */
    int64_t repeats;
};

/* *sum += x; a sum that leaves its type ends the scoring with KH_ERANGE. */
void outlet_add(struct outlet *o, int64_t *sum, int64_t x);
void outlet_count(struct outlet *o, uint32_t indicator, int64_t value, int64_t samples);
/* Without a denominator there is no data. */
void outlet_ratio(struct outlet *o, uint32_t indicator, int64_t numerator,
                  int64_t denominator, int64_t samples);
void outlet_missing(struct outlet *o, uint32_t indicator);

void calls_score(struct outlet *o);
void tasks_score(struct outlet *o);
void orders_score(struct outlet *o);
void complaints_score(struct outlet *o);
void surveys_score(struct outlet *o);
void counts_score(struct outlet *o);
void controls_score(struct outlet *o);
kh_status customer_score(const void *state, const kh_emit *out, kh_err *e);

/* (a/b) x (c/d), reduced crosswise only where it would not fit otherwise. */
int fraction_times(int64_t *numerator, int64_t *denominator, int64_t a, int64_t b,
                   int64_t c, int64_t d);

/* ---- Bytes ---------------------------------------------------------------- */

kh_status customer_save(const void *state, const kh_sink *out, kh_err *e);
kh_status customer_load(const void *inst, uint32_t version, const kh_source *in, void **out,
                        kh_err *e);
kh_status customer_begin(const void *inst, const kh_window *w, void **out, kh_err *e);
void customer_end(void *state);

/* What the plugin declares. */
extern const kh_domain customer_domain;
extern const kh_field customer_params[];
enum { N_PARAMS = 7 };

#endif
