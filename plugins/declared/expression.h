/* SPDX-License-Identifier: Apache-2.0 */
/* expression.h - the expression language of declared domains: text to a bounded program.
 *
 * A text is compiled once against a scope of named operands; each operator and function is
 * typed then, so that running a program cannot fail: it ends after as many steps as it has
 * operators, and gives a value, "missing" (three-valued logic) or "overflow".  Over the
 * row of a dataset numbers are int64 with a fixed number of digits; over measures, in
 * indicators, they are exact fractions.  README.md is the grammar. */
#ifndef KH_DECLARED_EXPRESSION_H
#define KH_DECLARED_EXPRESSION_H

#include "workdays.h"

enum {
    EX_TEXT_MAX = 2000,   /* bytes of an expression */
    EX_DEPTH_MAX = 32,    /* nested operands */
    EX_NODES_MAX = 256,   /* operators and operands */
    EX_LITERAL_MAX = 255, /* bytes of a text in it */
    EX_SCALE_MAX = 18     /* digits after the point */
};

typedef enum ex_type {
    EX_NUMBER = 1, /* value x 10^scale */
    EX_CONDITION,
    EX_TIME,     /* microseconds, as KH_TIME */
    EX_DURATION, /* microseconds */
    EX_TEXT,     /* a KH_ENUM too: its label */
    EX_KEY
} ex_type;

enum { EX_KNOWN, EX_MISSING, EX_OVERFLOW };

/* Of a row.  EX_OVERFLOW: `i` is the column of the operator that left its type. */
typedef struct ex_value {
    int64_t i;
    const char *s; /* EX_TEXT: `len` bytes */
    uint32_t len, state;
} ex_value;

/* Over measures; lowest terms, den > 0.  EX_OVERFLOW: num is the column. */
typedef struct ex_fraction {
    int64_t num, den;
    uint32_t state;
} ex_fraction;

/* What a name stands for. */
typedef struct ex_operand {
    ex_type type;
    int32_t scale;             /* EX_NUMBER */
    uint32_t slot;             /* handed to the loader */
    uint32_t space;            /* EX_KEY */
    const char *const *labels; /* EX_TEXT of a choice: its values, ends with NULL */
    int is_fraction;           /* a mean: no number of digits holds it */
    int may_total;             /* total(m) is allowed */
} ex_operand;

typedef struct ex_scope {
    const void *ctx;
    /* Nonzero: found.  `set` is the dataset before a point, or NULL.  `why` (EX_WHY bytes)
     * may be filled if it is not. */
    int (*find)(const void *ctx, const char *set, const char *name, ex_operand *out,
                char *why);
    int over_measures;
} ex_scope;
enum { EX_WHY = 160 };

typedef struct ex_op {
    uint8_t code;
    uint16_t column, args;
    int32_t k; /* digits, unit or scale */
    int64_t i;
    const char *s;
} ex_op;

/* Zeroed is none. */
typedef struct ex_program {
    ex_op *op;
    uint32_t len;
    char *texts;
    ex_type type;
    int32_t scale;
    uint32_t space;
    const char *const *labels;
    int is_fraction;
    int32_t lone;   /* the slot, if the program is nothing but one operand; else -1 */
    uint32_t first; /* slot of the first operand named; UINT32_MAX: none */
} ex_program;

/* KH_ECONFIG: "column 7: ..." in `e`; KH_ENOMEM.  `out` is zeroed on failure. */
kh_status ex_compile(const kh_host *h, const char *text, const ex_scope *scope,
                     ex_program *out, kh_err *e);
void ex_free(const kh_host *h, ex_program *p);
/* Is a name a word of the language, which no column or measure may have?  Names of
 * functions are none: a function is told by its parenthesis. */
int ex_is_reserved(const char *name);
/* Is it the number 0, written out? */
int ex_is_zero(const ex_program *p);
/* Does it name this slot? */
int ex_names(const ex_program *p, uint32_t slot);

/* What a program asks of its row. */
typedef struct ex_row {
    void *ctx;
    void (*load)(void *ctx, uint32_t slot, ex_value *out);
    const workdays *calendar;
    int64_t from, to; /* the window; INT64_MIN, INT64_MAX: all dates */
} ex_row;
ex_value ex_run(const ex_program *p, const ex_row *row);
/* A condition that holds; overflow and missing are told by `v`. */
static inline int ex_is_true(const ex_value *v)
{
    return v->state == EX_KNOWN && v->i;
}

typedef struct ex_subject {
    void *ctx;
    void (*load)(void *ctx, uint32_t slot, ex_fraction *out);
    void (*total)(void *ctx, uint32_t slot, ex_fraction *out);
    int64_t from, to;
} ex_subject;
ex_fraction ex_run_exact(const ex_program *p, const ex_subject *s);

/* Fractions; all keep EX_MISSING and EX_OVERFLOW of their operands (num = column). */
ex_fraction ex_fraction_of(int64_t num, int64_t den); /* den 0: missing */
ex_fraction ex_add(ex_fraction a, ex_fraction b);
ex_fraction ex_multiply(ex_fraction a, ex_fraction b);
ex_fraction ex_divide(ex_fraction a, ex_fraction b); /* by 0: missing */
int ex_compare(ex_fraction a, ex_fraction b);        /* both known: -1, 0, 1 */

#endif
