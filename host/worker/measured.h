/* SPDX-License-Identifier: Apache-2.0 */
/* measured.h - what a domain's child found: the input of the rule core.
 *
 * Everything lives in one arena and is sorted; nothing in it depends on threads, chunks or
 * the order of rows.  Subjects are indices into their level's list, which is in bytewise
 * order of keys. */
#ifndef KH_WORKER_MEASURED_H
#define KH_WORKER_MEASURED_H

#include "config/conf.h"
#include "intake/inputs.h"
#include "plugin/schema.h"

/* One choice of dates that some leaf asks for: one more state of the same plugin. */
struct variant {
    int32_t from, to;    /* days, half open */
    int32_t months;      /* of the window */
    int32_t month;       /* its last month */
    const int32_t *days; /* sorted days that count; NULL = all of the window */
    uint32_t n_days;
    /* The days come from a file: the coordinator reads them.  Nothing for the child. */
    const struct conf_day_set *set;
    bool days_missing; /* nobody delivered it */
    bool each_day;     /* one state per day: results carry the day */
    /* Indicators wanted, sorted; n_wanted 0 = all (variant 0, the domain's own window). */
    const uint32_t *wanted;
    uint32_t n_wanted;
};
enum { VARIANTS_MAX = 64, VARIANT_NO_DAY = INT32_MIN };

struct measured_result {
    uint32_t variant, level, subject, indicator;
    int32_t day; /* VARIANT_NO_DAY unless each_day */
    uint32_t outcome, flags;
    int64_t numerator, denominator; /* KH_RATIO */
    int64_t value;                  /* KH_I64, KH_DEC (scaled) */
    double real;                    /* KH_F64 */
    int64_t samples;
    int64_t upheld_numerator, upheld_denominator, upheld_value;
    double upheld_real;
};

struct measured_reason {
    uint32_t variant, level, subject, indicator;
    const char *rule;
    int64_t effect; /* KH_I64, KH_DEC (scaled) */
    double effect_real;
    int64_t count;
};

struct measured_row { /* of a plugin's table, printed cell by cell */
    uint32_t table, level, subject;
    const char **cell; /* "" = empty; a NULL stands behind the last */
};

struct measured_level {
    const char **subject; /* keys in order; only levels of the merge chain have them here */
    uint32_t n;
};

/* Delivery of a dataset by a unit that owes it (`expect`), in the window of a variant: the
 * first with that window (measured_lead). */
struct measured_delivery {
    uint32_t dataset;
    const char *level, *unit;
    bool delivered;
    uint32_t variant;
};

/* What a register says of a subject, in a column that the domain asks for. */
struct measured_column {
    uint32_t level, subject;
    const char *column; /* one of conf_domain.asked */
    const char *text;   /* not empty */
};

struct measured_input { /* per dataset */
    uint32_t dataset;
    bool bound, missing; /* missing: in the own window */
    struct counts counts;
    uint64_t outside; /* rows outside of the domain's own window */
    uint64_t plugin_rejects;
};
struct measured_file {
    uint32_t dataset;
    const char *name, *path, *encoding;
    uint64_t size;
    unsigned char sha[SHA_SIZE];
    struct file_months months;
};

struct measured {
    struct arena arena;
    struct measured_level level[CONF_LEVELS_MAX]; /* by conf_domain.levels index */
    struct measured_result *results;
    struct measured_reason *reasons;
    struct measured_row *rows;
    struct measured_delivery *deliveries;
    struct measured_column *columns; /* by level, subject, column */
    struct measured_input *inputs;   /* by dataset */
    struct measured_file *files;
    struct reject *rejects; /* sorted; `file` indexes files of its dataset in order */
    uint32_t n_results, n_reasons, n_rows, n_deliveries, n_inputs, n_files, n_rejects,
        n_columns;
    uint64_t chunks, states; /* what the run reports: chunks read, states they went to */
    uint64_t peak_bytes;     /* of plugin memory */
    uint64_t left_blocks;    /* allocations the plugin had not freed when it closed */
};

/* The first variant with the window of this one, whatever their days. */
uint32_t measured_lead(const struct variant *v, uint32_t variant);
/* The windows of an order, as inputs_open wants them, and their hull. */
void measured_windows(const kh_domain *d, const struct variant *v, uint32_t n,
                      struct span_window *out, struct span_window *hull);
/* Order everything as this page promises. */
void measured_sort(struct measured *m);
/* The result, or NULL; results must be sorted. */
const struct measured_result *measured_find(const struct measured *m, uint32_t variant,
                                            uint32_t level, uint32_t subject,
                                            uint32_t indicator, int32_t day);
void measured_end(struct measured *m); /* NULL is fine */

/* Which levels exist by merging: the first, and what is merged from one of them.  The child
 * measures these; the rule core makes the others. */
void measured_chain(const struct conf_domain *d, bool in_chain[CONF_LEVELS_MAX]);

/* The orders of measured_sort, for qsort. */
int measured_result_order(const void *a, const void *b);
int measured_reason_order(const void *a, const void *b);

#endif
