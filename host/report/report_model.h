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
    bool is_composite;
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
struct model_outcome { /* vetoes, access, awards, shares, tickets, settlement */
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
    const char *owner, *due, *opened, *state, *checked_score;
    bool is_open;
};
struct model_reject {
    const char *dataset, *file, *column, *reason, *text;
    int64_t line;
};

/* What the summary says of a domain.  A veto or a ticket is told at every level above the
 * one it came up at, and counted there once. */
struct model_tally {
    const struct model_level *level; /* whose ends are told: the composite's if it has it */
    int64_t vetoes, orders, owed, n_awards;
    int64_t green, yellow, red; /* of the first level that has plates */
    int64_t newly_red;          /* not red in the cycle before; 0 if that is not known */
    const char *newly;          /* who: names; "" */
    const char *tickets;        /* charged, in all; "" if there are none */
    const char *awards;         /* "first prize 2, second prize 4"; "" */
};

struct model_domain {
    const char *id, *name, *plugin, *plugin_version, *scheme, *params, *month;
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
    bool is_composite;
    bool is_missing; /* its cycle ended before, and there is no result to carry */
    struct model_tally tally;
};

/* What the composite is made of: a domain as a column, its score per unit as cells. */
struct model_column {
    const char *node, *name, *weight;
    const struct model_domain *domain; /* NULL: not in the run */
    bool has_result;
};
struct model_cell {
    const char *score, *state; /* score: of the domain's full; "" if there is none */
    bool has_result;           /* else its domain has none */
};
struct model_composite {
    const struct model_domain *domain; /* NULL: there is no composite */
    const struct model_level *level;
    struct model_column *columns;
    struct model_cell *cells; /* subjects of the level x columns */
    uint32_t n_columns;
    const char *policy; /* hold, redistribute, zero; "" where every domain has a result */
};

/* Subjects that several domains assess are one section: a chapter holds the levels of
 * several domains that share subjects. */
struct model_part {
    const struct model_domain *domain;
    const struct model_level *level;
    uint32_t domain_at, level_at;
};
struct model_unit {
    const char *subject, *name;
    const struct model_subject **in; /* one per part; NULL: not assessed there */
    bool is_shown, trouble;
};
struct model_chapter {
    const char *level;
    struct model_part *parts; /* the composite's first, then as domains are */
    struct model_unit *units; /* bytewise */
    uint32_t n_parts, n_units, n_shown, n_trouble;
    bool is_composite;
};

struct model {
    struct model_board *boards;   /* those of the composite first */
    struct model_domain *domains; /* the composite, its domains as composed, others by id */
    struct model_composite composite;
    struct model_chapter *chapters; /* the composite's first */
    uint32_t n_boards, n_domains, n_chapters;
    const char *day; /* the last day of all windows; "" if all dates count */
};

/* Into the report's arena. */
kh_status model_load(struct report *r, struct model *m, kh_err *e);

/* Where a subject stands in a level or chapter; -1 if it does not. */
int64_t model_subject_at(const struct model_level *l, const char *subject);
int64_t model_unit_at(const struct model_chapter *c, const char *subject);
/* The chapter of a level of a domain; -1 if there is none. */
int64_t model_chapter_of(const struct model *m, const char *domain, const char *level);

#endif
