/* SPDX-License-Identifier: Apache-2.0 */
/* declared.h - a domain as its parameters declare it: made once by `open`, read-only
 * from the first state on.  Texts of parameters live as long as the instance does. */
#ifndef KH_DECLARED_DECLARED_H
#define KH_DECLARED_DECLARED_H

#include "expression.h"
#include "nearest.h"

#include <kaohe/ledger.h>

enum {
    DATASETS_MAX = 64,
    COLUMNS_MAX = 256, /* of a dataset */
    MEASURES_MAX = 512,
    INDICATORS_MAX = 1024,
    TABLES_MAX = 64,
    SPACES_MAX = 64,
    CATALOGUES_MAX = 64,
    BY_MAX = 4, /* columns of a table */
    JOINS_MAX = 4096,
    NAME_BYTES = 64
};

/* Parameters, and the fields of their rows. */
enum { P_DATASETS, P_MEASURES, P_INDICATORS, P_TABLES, P_CATALOGUES, P_CALENDAR, P_COUNT };
enum {
    DS_ID,
    DS_KIND,
    DS_WHEN,
    DS_UNTIL,
    DS_KEY,
    DS_REVISION,
    DS_OPTIONAL,
    DS_REJECT,
    DS_UNKNOWN,
    DS_DOC,
    DS_COLUMNS,
    DS_COUNT
};
enum {
    CO_NAME,
    CO_TYPE,
    CO_SCALE,
    CO_NULLABLE,
    CO_OPTIONAL,
    CO_VALUES,
    CO_SPACE,
    CO_DOC,
    CO_COUNT
};
enum {
    ME_NAME,
    ME_DATASET,
    ME_FOLD,
    ME_OF,
    ME_WHERE,
    ME_BY,
    ME_P,
    ME_TRIM,
    ME_TRIM_FROM,
    ME_CATALOGUE,
    ME_SECTION,
    ME_ONCE,
    ME_JUDGE,
    ME_MODE,
    ME_FACTOR,
    ME_DIGITS,
    ME_JUDGES_MIN,
    ME_DOC,
    ME_COUNT
};
enum {
    IN_ID,
    IN_OF,
    IN_PER,
    IN_TIMES,
    IN_LEAST,
    IN_ZERO,
    IN_BETTER,
    IN_UNIT,
    IN_SCALE,
    IN_SAMPLES,
    IN_APPLIES,
    IN_FALSIFIED,
    IN_SUM,
    IN_DOC,
    IN_COUNT
};
enum { TA_ID, TA_DATASET, TA_BY, TA_WHERE, TA_OF, TA_DOC, TA_COUNT };
enum { CA_ID, CA_ITEMS, CA_COUNT };
enum { IT_ITEM, IT_RULE, IT_DEDUCT, IT_CAP, IT_SECTION, IT_COUNT };
extern const kh_field declared_params[P_COUNT];

enum { KIND_FACTS, KIND_REFERENCE };
enum { UNKNOWN_MISSING, UNKNOWN_REJECT };
enum {
    TYPE_BOOL,
    TYPE_INT,
    TYPE_DEC,
    TYPE_TIME,
    TYPE_DATE,
    TYPE_TEXT,
    TYPE_CHOICE,
    TYPE_KEY
};
enum {
    FOLD_COUNT,
    FOLD_SUM,
    FOLD_MEAN,
    FOLD_MIN,
    FOLD_MAX,
    FOLD_PERCENTILE,
    FOLD_TRIMMED,
    FOLD_DISTINCT,
    FOLD_FIRST,
    FOLD_LAST,
    FOLD_ANY,
    FOLD_ALL,
    FOLD_COVERED,
    FOLD_OCC,
    FOLD_PANEL
};
enum { MODE_ITEM, MODE_TOTAL };
enum { ZERO_NA, ZERO_ONE, ZERO_MISSING };
enum { BETTER_HIGHER, BETTER_LOWER };

enum { SUBJECT_SPACE, SUBJECT_COLUMN = 0 };
enum { ID_NONE = -1 };
#define NUMBER_NONE INT64_MIN

/* A row of a reference dataset by the id of its key; cell[id * columns + k]. */
typedef struct reference {
    ex_value *cell;
    unsigned char *is_there;
    uint32_t len, cap; /* rows */
} reference;

typedef struct dataset {
    const char *id;
    int is_reference, rejects_unknown, is_calendar;
    kh_field *column; /* a fact's first is the subject */
    uint32_t columns;
    uint32_t when, until, key; /* 1 + column; 0 = none */
    ex_program reject;
    reference rows;
} dataset;

/* Column `column` of the reference's row whose key is that of `from` in a fact row. */
typedef struct join {
    uint32_t from, dataset, column;
} join;
enum { JOIN_SLOT = 1 << 16 }; /* slots of joins; below it columns */

typedef struct item {
    const char *item, *rule, *section;
    int64_t deduct, cap; /* cap < 0: open */
} item;
typedef struct catalogue {
    const char *id;
    item *item; /* sorted by the text of the item */
    uint32_t items;
    int32_t scale; /* of deduct and cap */
} catalogue;

typedef struct measure {
    const char *name;
    uint32_t row; /* of the parameter */
    uint32_t dataset, fold;
    ex_program of, where, factor;
    uint32_t by, judge, once; /* 1 + column; 0 = none */
    int64_t p, trim, trim_from, digits, judges_min;
    uint32_t mode, catalogue;
    const char *section;
    uint32_t slot;  /* its first sum: how many rows were folded */
    int32_t ledger; /* or -1 */
    int32_t table;  /* of a panel; else -1 */
    ex_type type;   /* of its value */
    int32_t scale;
    int is_fraction, is_totalled;
} measure;

typedef struct indicator {
    ex_program of, per, applies, falsified;
    int64_t least; /* -1: none; else with `least_scale` digits */
    uint32_t zero;
    int32_t samples; /* a measure; -1: none */
} indicator;
enum { LEAST_SCALE = 4, DEDUCT_SCALE = 4 };

typedef struct table {
    uint32_t dataset, by[BY_MAX], n_by;
    int64_t none[BY_MAX]; /* what stands for an empty cell */
    ex_program where, of;
    uint32_t ledger;
} table;

typedef struct declared {
    const kh_host *host;
    const kh_value *param;
    dataset dataset[DATASETS_MAX];
    measure *measure;
    indicator *indicator;
    table table[TABLES_MAX];
    catalogue catalogue[CATALOGUES_MAX];
    join *join;
    kh_ledger_kind *ledger;
    const char *space[SPACES_MAX];
    uint32_t datasets, measures, indicators, tables, catalogues, joins, ledgers, spaces;
    uint32_t slots; /* sums of a subject */
    workdays calendar;
    void **made; /* allocations of `open`, given back by `close` */
    uint32_t mades, mades_cap;
    /* As the host sees it. */
    kh_dataset *dataset_out;
    kh_indicator *indicator_out;
    kh_table *table_out;
    uint32_t tables_out;
    kh_domain domain;
} declared;

/* ---- Making one (declared_open.c and the files by its sides) --------------- */

/* KH_ECONFIG names the parameter and the place in it: "measures[3].where: column 7: ...".
 * On failure nothing is left allocated. */
kh_status declared_open(const kh_host *h, const kh_value *params, void **inst, kh_err *e);
void declared_close(void *inst);
/* Zeroed memory that lives until `close`; n > 0.  NULL with `e` filled. */
void *declared_new(declared *c, size_t n, size_t size, kh_err *e);
/* KH_ECONFIG at row `row` and field `field` of a parameter. */
KH_PRINTF(5, 6)
kh_status declared_refuse(kh_err *e, uint32_t param, uint32_t row, const char *field,
                          const char *fmt, ...);
/* The cell of a row of a parameter. */
const kh_value *declared_cell(const declared *c, uint32_t param, uint32_t row, uint32_t k);
/* "" if it was left out. */
const char *declared_text(const declared *c, uint32_t param, uint32_t row, uint32_t k);
/* The nearest measure; `out` has NEAREST_SAID bytes at least. */
const char *declared_near_measure(char *out, const char *name, const declared *c);
/* Names of a dataset's columns for it; `ctx` is the dataset. */
const char *declared_column_name(const void *ctx, uint32_t i);
/* The nearest dataset, as declared_near_measure. */
const char *declared_near_dataset(const declared *c, char *near, const char *name);
/* [a-z][a-z0-9_]*, at most NAME_BYTES - 1 bytes? */
int declared_is_name(const char *s);

kh_status declared_datasets(declared *c, kh_err *e);
kh_status declared_rejects(declared *c, kh_err *e); /* their expressions */
kh_status declared_catalogues(declared *c, kh_err *e);
kh_status declared_measures(declared *c, kh_err *e);
kh_status declared_tables(declared *c, kh_err *e);
kh_status declared_indicators(declared *c, kh_err *e);

/* A column of a dataset by name: 1 + index, or 0. */
uint32_t declared_column(const dataset *d, const char *name);
/* The same, named by a field of a parameter; 0 and `e` filled if there is none. */
uint32_t declared_column_of(const declared *c, const dataset *d, uint32_t param,
                            uint32_t row, uint32_t field, const char *label, kh_err *e);
int32_t declared_fact(const declared *c, uint32_t param, uint32_t row, uint32_t field,
                      kh_err *e); /* the fact dataset a field names; -1 */
int32_t declared_measure(const declared *c, const char *name);
/* A space by name, made if it is new; -1 with `e` filled. */
int32_t declared_space(declared *c, const char *name, kh_err *e);
/* Compile the text of a field over the rows of dataset `d`, or over measures (d < 0); an
 * empty text gives an empty program.  `wants_condition` as it says. */
kh_status declared_program(declared *c, uint32_t param, uint32_t row, uint32_t field,
                           int32_t d, int wants_condition, ex_program *out, kh_err *e);
/* What a column is in an expression. */
ex_operand declared_operand(const kh_field *f, uint32_t slot);
int32_t declared_ledger(declared *c, const char *name, const kh_ledger_col *col,
                        uint32_t keys, uint32_t sums, kh_err *e); /* -1: no memory */

/* ---- Running one ----------------------------------------------------------- */

kh_status declared_prepare(void *inst, const kh_batch *b, kh_err *e);
void declared_forget(declared *c); /* what prepare kept */

#endif
