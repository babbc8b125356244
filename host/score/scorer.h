/* SPDX-License-Identifier: Apache-2.0 */
/* scorer.h - what score_domain works on, stage after stage.
 *
 *   units.c     who is scored: units of each level, their children, versions, names
 *   coverage.c  what was delivered for each window
 *   column_texts.c  what registers say of units
 *   facts.c     what is known: value and state of an indicator for a unit
 *   leaf_value.c    what a leaf looks at: days folded, operands of measures
 *   taken.c     totals of other domains, for the leaves that name results
 *   gates.c     which vetoes act
 *   evaluate.c  one unit of a measured level: leaves to total, contributions
 *   cohort.c    ranks among the units of a level
 *   rollup.c    levels that are means or sums of the units below
 *   score_rows.c   rows and improvement orders, in the caller's arena like all that follows
 *   plate_rows.c   plates over the cycles before
 *   followup.c  orders of earlier cycles, checked again
 *   outcomes.c  vetoes, plates and access, tickets
 *   settlement.c    what a unit is paid by its total
 *   copies.c    reasons and tables as measured; notes
 *
 * Everything but the last stage lives in `work`, which ends with score_domain. */
#ifndef KH_SCORE_SCORER_H
#define KH_SCORE_SCORER_H

#include "intake/orgs.h"
#include "score/scheme.h"

enum state { IS_ABSENT, IS_OK, IS_NA, IS_MISSING, IS_PENDING, IS_FAULT };

/* Remarks of a leaf, printed as flags. */
enum {
    REMARK_THIN = 1,
    REMARK_PROVISIONAL = 2,
    REMARK_FALSIFIED = 4,
    REMARK_NO_DATA = 8,  /* the zero policy gave the points */
    REMARK_CARRIED = 16, /* a window of its own that ended before the domain's */
    REMARK_EQUAL = 32,   /* its breakpoints are */
    REMARK_REVERSED = 64,
    REMARK_UNVERIFIED = 128, /* nothing was sampled */
    REMARK_EXEMPT = 256,     /* from its cohort */
    REMARK_SMALL_COHORT = 512
};

/* What is known of an indicator or of a leaf before points. */
struct fact {
    enum state state; /* never absent */
    bool no_data;     /* IS_NA because nothing happened: a policy may decide otherwise */
    bool has_ratio;
    uint32_t remarks;
    uint32_t delivered, owing;       /* partial:delivered/owing where fewer */
    uint32_t months_with, months_of; /* months:with/of where fewer have files */
    uint32_t compared, wanted;       /* competitors with a value */
    uint32_t windows, in_cycle;      /* of another domain: with a result, of how many */
    int32_t day;                     /* of a fold; VARIANT_NO_DAY */
    int64_t numerator, denominator, samples;
    const char *note; /* further flags, separated by spaces; NULL = none */
};

/* A node of a unit. */
struct cell {
    enum state state; /* absent: not of this unit, or an adjustment that does not act */
    bool has_contribution, has_weight_used;
    mpq_t score, contribution, weight_used; /* fixed */
    bool has_value;
    mpq_t value;             /* of a leaf */
    const struct fact *fact; /* of a leaf of a measured level; else NULL */
    const struct veto *veto; /* that acts on it */
    mpq_t before;            /* the score before that */
    uint32_t present, of;    /* mean levels: children that did not miss it, of how many */
    bool not_used;           /* `best` and `worst` took another node */
    uint32_t scored, least;  /* a group that is na because scored < least */
};

/* The nodes of a unit: those of its version, or of all versions of its children. */
struct layout {
    uint64_t mask; /* bit i: version i */
    const struct node **nodes;
    uint32_t n;
    uint32_t **place; /* [version][node] = number in `nodes` */
};

struct unit {
    const char *key, *name;
    char **parts; /* by column of the level's `of` */
    uint32_t n_parts;
    int32_t measured;               /* number among the level's subjects; -1 */
    uint32_t *children, n_children; /* units of the level below */
    const struct version *version;  /* measured levels; NULL = none in force */
    const struct layout *layout;    /* NULL: no version */
    struct cell *cells;             /* by number in layout */
    bool pending_gate;              /* a veto is under appeal */
    bool has_upheld;
    mpq_t upheld; /* the total, had all appeals been upheld */
};
struct unit_level {
    struct unit *at; /* in bytewise order of key */
    uint32_t n, cap;
};

/* A veto that acts on a unit. */
struct hit {
    uint32_t level, unit;
    const struct veto *veto;
    bool direct; /* here, not at a unit below */
    mpq_t value; /* of its indicator, where it was measured; fixed */
};

/* Totals of a source as units of one level see them. */
struct taken {
    const struct source *source;
    uint32_t level;
    struct taken_total {
        const char *key; /* of the unit */
        uint32_t window; /* of score_input.sources */
        const struct scored_total *total;
    } * at; /* by key, subject of the source, window */
    uint32_t n;
};

/* Files of a dataset for the window of a variant. */
struct coverage {
    uint32_t with, of; /* months of the window that have one; of 0: not by months */
    bool missing;      /* there is none at all */
};

struct scorer {
    const struct score_input *in;
    const struct scheme_set *set;
    struct arena work;
    struct arena *out; /* the caller's */
    struct unit_level levels[CONF_LEVELS_MAX];
    int32_t variant[VARIANTS_MAX]; /* of each choice */
    struct coverage *cover;        /* [variant * datasets + dataset] */
    uint64_t unbound; /* bit i: dataset i has no input: its results do not count */
    struct taken *taken;
    uint32_t n_taken, cap_taken;
    struct layout **layouts;
    uint32_t n_layouts, cap_layouts;
    struct hit *hits;
    uint32_t n_hits, cap_hits;
    const char **unpaid; /* units with a fee below 0: key and fee */
    uint32_t n_unpaid, cap_unpaid;
    bool upheld; /* the second pass: open appeals count as upheld */
    kh_err *e;
};

static inline bool scorer_is_measured(const struct scorer *s, uint32_t level)
{
    return scheme_is_measured(s->in->domain, level);
}
kh_status scorer_no_memory(struct scorer *s);
enum round_mode scorer_rounding(const struct scorer *s, const struct layout *l);
/* The total as it is printed, its text in the caller's arena (NULL: memory); what compares
 * it with limits takes this, so that print and limit never disagree.  false: it has no
 * score. */
bool scorer_printed(const struct scorer *s, const struct unit *u, mpq_t total,
                    const char **text);

/* ---- units.c */
kh_status units_find(struct scorer *s);
/* Text of a column for a unit: a part of its key, an ancestor, a column of the organisation
 * file, what a register says; NULL. */
const char *units_column(const struct scorer *s, uint32_t level, const struct unit *u,
                         const char *column);
/* The version that scores a unit, by its key's parts; NULL. */
const struct version *units_version(const struct scorer *s, uint32_t level,
                                    const struct unit *u);
bool units_match(const struct scorer *s, uint32_t level, const struct unit *u,
                 const struct matches *who);
/* Name of a unit with parts, in the caller's arena; NULL: memory. */
const char *units_name(struct scorer *s, uint32_t level, const struct unit *u);
/* The unit of `upper` (above `level`) that this unit belongs to; -1. */
int32_t units_above(const struct scorer *s, uint32_t level, uint32_t unit, uint32_t upper);
/* The layout of a set of versions; NULL: memory. */
const struct layout *units_layout(struct scorer *s, uint64_t mask);

/* ---- coverage.c */
kh_status coverage_find(struct scorer *s);
const struct coverage *coverage_of(const struct scorer *s, uint32_t variant,
                                   uint32_t dataset);
void coverage_join(struct fact *f, uint32_t with, uint32_t of);

/* ---- column_texts.c */
/* What a register says of a unit; above the level of its rows what it says of all units
 * below, if that is one thing.  NULL. */
const char *column_text(const struct scorer *s, uint32_t level, const struct unit *u,
                        const char *column);
/* out->columns: all of that, for boards. */
kh_status column_texts(struct scorer *s, struct scored_domain *out);

/* ---- facts.c: `value` is initialised by the caller */
void facts_measured(struct scorer *s, uint32_t level, const struct unit *u,
                    uint32_t indicator, uint32_t variant, int32_t day, struct fact *f,
                    mpq_t value);
/* In a variant without days, at any level: sums of KH_SUM indicators on mean levels. */
void facts_total(struct scorer *s, uint32_t level, const struct unit *u, uint32_t indicator,
                 uint32_t variant, struct fact *f, mpq_t value);
/* Digits with which an indicator's values are printed. */
int facts_digits(const kh_indicator *i);

/* ---- leaf_value.c */
/* Values of a rule's operands, kept in the work arena; a leaf that lacks one becomes `na`.
 * false: memory. */
bool leaf_operands(struct scorer *s, uint32_t level, const struct unit *u,
                   const struct leaf *leaf, struct fact *f, mpq_t *values);
void leaf_value(struct scorer *s, uint32_t level, const struct unit *u,
                const struct leaf *leaf, struct fact *f, mpq_t value);

/* ---- taken.c */
kh_status taken_find(struct scorer *s);
/* Keys of a level's units that sources know, each once, for units whose version looks. */
kh_status taken_units(struct scorer *s, uint32_t level, const char ***keys, uint32_t *n);
/* The mean of the totals; with `share` of their shares of full. */
void taken_value(struct scorer *s, uint32_t level, const struct unit *u,
                 const struct leaf *leaf, bool share, struct fact *f, mpq_t value);

/* ---- gates.c: fills s->hits; units know whether one is under appeal */
kh_status gates_find(struct scorer *s);

/* ---- evaluate.c: all units of a measured level */
kh_status evaluate_level(struct scorer *s, uint32_t level);

/* The trees of its units (those with a version) from what their leaves saw. */
struct seen;
kh_status evaluate_seen(struct scorer *s, uint32_t level, struct seen **seen);

/* ---- cohort.c: points of the rank and zscore leaves of a level */
struct seen { /* a leaf of a unit before the tree is added up; [unit][node] */
    struct fact fact;
    mpq_t value, points; /* fixed */
};
kh_status cohort_rank(struct scorer *s, uint32_t level, struct seen **seen);

/* ---- rollup.c: a level of means or sums */
kh_status rollup_level(struct scorer *s, uint32_t level);

/* ---- score_rows.c, plate_rows.c, outcomes.c (after the plates), copies.c */
kh_status score_rows(struct scorer *s, struct scored_domain *out);
kh_status plate_rows(struct scorer *s, struct scored_domain *out);
kh_status followup_orders(struct scorer *s, struct scored_domain *out);
kh_status outcomes_all(struct scorer *s, struct scored_domain *out);
/* Its settlement, in the caller's arena; *amount NULL: none.  false: memory. */
bool settlement_of(struct scorer *s, uint32_t level, const struct unit *u,
                   const char **amount, const char **reason);
kh_status copies_reasons(struct scorer *s, struct scored_domain *out);
kh_status copies_tables(struct scorer *s, struct scored_domain *out);
kh_status copies_notes(struct scorer *s, struct scored_domain *out);

#endif
