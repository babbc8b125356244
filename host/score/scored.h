/* SPDX-License-Identifier: Apache-2.0 */
/* scored.h - what the rule core found: plain rows for store and report.
 *
 * Exact numbers are texts: `x` the fraction ("49/8"), `p` the decimal as printed; both NULL
 * where the cell is empty.  Texts live in the arena given to score_domain, or are the
 * configuration's, the schema's or the measured domain's own.  Rows are in the order of the
 * files of --out: level as configured, subject bytewise, node in scheme order with the
 * total first (then total_if_upheld), each node before its children, adjustments behind
 * them. */
#ifndef KH_SCORE_SCORED_H
#define KH_SCORE_SCORED_H

#include "intake/dayset.h"
#include "worker/measured.h"

struct exact {
    const char *x, *p;
};

/* states, as printed */
#define STATE_OK "ok"
#define STATE_NA "na"
#define STATE_MISSING "missing"
#define STATE_PENDING "pending"
#define STATE_FAULT "fault"

struct scored_row { /* scores.csv */
    const char *level, *subject, *subject_name;
    const char *node; /* path; "total", "total_if_upheld" */
    struct conf_name node_name;
    uint32_t depth; /* 0 for totals, 1 for the children of the root ... */
    bool has_ratio, has_samples;
    const char *kind;      /* leaf, adjustment, group, total */
    const char *indicator; /* "" */
    const char *unit;      /* of the indicator; "" */
    const char *state;
    int64_t numerator, denominator, samples;
    struct exact value, score, full, weight, weight_used, contribution;
    const char *flags; /* separated by spaces; "" */
};

struct scored_outcome { /* outcomes.csv */
    const char *level, *subject, *subject_name;
    const char *kind, *value, *reason;
    struct conf_name value_name; /* of a grade or veto; else both are `value` */
};

struct scored_reason { /* reasons.csv */
    const char *level, *subject, *indicator, *rule;
    int64_t count;
    struct exact effect;
};

/* orders.csv: raised by this run, or of an earlier cycle and checked again by it.  Domain,
 * level, subject, node and `opened` are its identity; score, full and threshold are those
 * of the cycle that opened it. */
#define ORDER_OPEN "open"
#define ORDER_CLOSED "closed"
#define ORDER_ESCALATED "escalated" /* still open, one stage up */
#define ORDER_VOID "void"           /* its node is gone */
struct scored_order {
    const char *level, *subject, *subject_name, *node;
    struct conf_name node_name;
    struct exact score, full, threshold;
    const char *owner;
    int32_t due;                         /* day */
    int32_t opened;                      /* month; 0 = the domain's own */
    const char *state;                   /* NULL = open */
    uint32_t stage;                      /* 0 = 1 */
    const char *checked, *checked_score; /* period and printed score; NULL = not yet */
    const char *note;                    /* NULL = none */
};

struct scored_rank { /* ranking.csv */
    const char *board;
    struct conf_name board_name;
    const char *domain, *level, *group, *subject, *subject_name, *state;
    struct exact score;
    uint32_t rank;     /* 0 = without rank */
    const char *grade; /* id; "" */
    struct conf_name grade_name;
    const char *previous_score; /* printed; "" */
    uint32_t previous_rank;     /* 0 = none */
};

struct scored_table { /* tables/DOMAIN.NAME.csv */
    const char *name, *doc;
    const char **column;
    uint32_t n_columns;
    struct scored_table_row {
        const char *level, *subject;
        const char **cell;
    } * rows;
    uint32_t n_rows;
};

/* What a register says of a subject, where boards or conditions ask for it. */
struct scored_column {
    const char *level, *subject, *column, *text;
};

/* What a cycle did to the plate of a subject (domain.md 10.5, O2). */
struct scored_plate {
    const char *level, *subject;
    const char *own;    /* by its score or a veto: green, yellow, red; "" = without score */
    const char *plate;  /* after the rules over cycles */
    const char *cause;  /* "", run, probation, veto ID, kept, exit, readmitted */
    const char *access; /* "", exit, admitted */
    const char *exit_veto;    /* id of the veto that ends its access; "" */
    const char *score;        /* as printed; "" = without; not kept in the store */
    const char *subject_name; /* not kept in the store */
};

/* One window of a domain: what `results` leaves and the composite look at. */
struct scored_total {
    const char *level, *subject, *subject_name, *state;
    const char *score, *full; /* exact; score NULL = without */
    const char *upheld;       /* exact score of total_if_upheld; NULL = none */
};
struct scored_window {
    const char *domain;
    int32_t month, from, to;
    bool is_known;               /* false: there is no current result of it */
    struct scored_total *totals; /* of node total; level as configured, subject bytewise */
    uint32_t n_totals;
    const char *fault; /* if not known: the verdict on its domain; NULL = no result */
};

/* An earlier cycle of a domain with its plates. */
struct scored_cycle {
    int32_t month;
    bool is_known;               /* false: no current result, hence no score of anybody */
    struct scored_plate *plates; /* by level, subject */
    uint32_t n_plates;
};

struct scored_domain {
    const struct conf_domain *conf;
    const struct schema *schema;  /* NULL if its plugin was never reached */
    const struct measured *found; /* NULL if at fault */
    const struct dayset *daysets; /* from files; inputs of the run like the others */
    uint32_t n_daysets;
    const char *fault;       /* NULL, or the verdict */
    const char *scheme;      /* versions used: "SG-2011-01 JL-2011-01" or "2011-01" */
    const char *params;      /* versions of the parameters used; "": they have none */
    int32_t month, from, to; /* the window */
    bool carried;            /* an earlier result, of the window said by month */
    bool missing; /* carried, but there is no such result: nothing below is filled */
    struct scored_row *rows;
    struct scored_outcome *outcomes;
    struct scored_reason *reasons;
    struct scored_order *orders;
    struct scored_table *tables;
    struct scored_column *columns; /* by level as configured, subject, column bytewise */
    uint32_t n_columns;
    struct scored_plate *plates; /* by level as configured, subject bytewise */
    uint32_t n_rows, n_outcomes, n_reasons, n_orders, n_tables, n_plates;
    const char *
        *notes; /* sentences for stderr, in the messages' language: missing deliveries */
    uint32_t n_notes;
};

struct scored_run {
    const struct conf *conf;
    const char *period;            /* "2011-04" */
    struct scored_domain *domains; /* in order of id; only those of the run */
    uint32_t n_domains;
    struct scored_rank
        *ranks; /* by board as configured, group, rank (none last), subject */
    uint32_t n_ranks;
    const char **notes; /* of the boards: sentences for stderr */
    uint32_t n_notes;
};

#endif
