/* SPDX-License-Identifier: Apache-2.0 */
/* report_model.h - a run as people read it: boards, domains, levels, subjects in short.
 *
 * Loaded once with the run; the long part, the nodes and reasons of one subject, is read
 * when its section is written (report_view.h).  Numbers are the store's texts: nothing is
 * computed here but ranks and counts.  Texts are never NULL unless said. */
#ifndef KH_REPORT_REPORT_MODEL_H
#define KH_REPORT_REPORT_MODEL_H

#include "report/report.h"

enum {
    SUBJECTS_MAX = 500, /* of a level; of more, only some get a section */
    SUBJECTS_ENDS = 20, /* then: so many from each end of the ranking ... */
    TROUBLES_MAX = 200, /* ... and so many with trouble */
    REJECTS_SHOWN = 20  /* of a domain */
};

struct model_rank {
    const char *group, *subject, *name, *state, *score, *grade, *grade_name;
    const char *previous_score;
    int64_t rank, previous_rank; /* 0 = none */
};
struct model_board {
    const char *id, *name, *domain, *level;
    const char *full;         /* of the node that is ranked */
    struct model_rank *ranks; /* by group, rank, subject */
    uint32_t n_ranks;
    bool has_groups, has_grades, has_previous;
};

struct model_subject {
    const char *subject, *name, *state, *score, *full;
    const char *plate, *grade, *grade_name; /* "" if none */
    bool trouble;  /* veto, red plate, exit, something missing or under appeal, an order */
    bool is_shown; /* has a section in the files for people */
};
struct model_level {
    const char *id;
    struct model_subject *subjects; /* bytewise */
    uint32_t n_subjects, n_trouble, n_shown;
    uint32_t n_scored, n_na, n_missing, n_pending; /* states of the totals */
    const struct model_subject *best, *worst;      /* NULL: none is scored */
};

struct model_count { /* outcomes of a level: "plate green 5" */
    const char *level, *kind, *value, *value_name;
    int64_t n;
};
struct model_outcome { /* vetoes, tickets, access, awards, shares */
    const char *level, *subject, *name, *kind, *value, *value_name, *reason;
};
struct model_input {
    const char *dataset, *files;
    int64_t missing, rows, outside, revised, skipped, rejected;
};
struct model_owed {                     /* not delivered */
    const char *dataset, *level, *unit; /* unit: its name if it has one */
};
struct model_order {
    const char *level, *subject, *name, *node, *node_name, *score, *full, *threshold;
    const char *owner, *due;
};
struct model_reject {
    const char *dataset, *file, *column, *reason, *text;
    int64_t line;
};

struct model_domain {
    const char *id, *name, *plugin, *plugin_version, *scheme, *month;
    const char *from, *to; /* "" if all dates count */
    const char *fault;     /* NULL unless at fault */
    bool carried;
    struct model_level *levels; /* as configured */
    struct model_count *counts;
    struct model_outcome *outcomes;
    struct model_input *inputs;
    struct model_owed *owed;
    struct model_order *orders;
    struct model_reject *rejects; /* the first ones */
    uint32_t n_levels, n_counts, n_outcomes, n_inputs, n_owed, n_orders, n_rejects;
    int64_t n_rejected; /* all of them */
};

struct model {
    struct model_board *boards;
    struct model_domain *domains;
    uint32_t n_boards, n_domains;
    const char *day; /* the last day of all windows; "" if all dates count */
};

/* Into the report's arena. */
kh_status model_load(struct report *r, struct model *m, kh_err *e);

#endif
