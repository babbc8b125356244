/* SPDX-License-Identifier: Apache-2.0 */
/* scheme.h - a domain's scheme as the rule core uses it: checked, in exact numbers.
 *
 * A version is a tree in an array, parents before children, the root (the total) first.
 * Adjustments (~floor, ~cap, ~rounding, ~veto) are nodes of their own from the start: the
 * evaluation gives them a number where they act, and contributions of leaves and
 * adjustments add up to the total by construction.  Everything lives in the arena given to
 * scheme_read and is read-only. */
#ifndef KH_SCORE_SCHEME_H
#define KH_SCORE_SCHEME_H

#include "score/plates.h"
#include "score/rule.h"
#include "score/score.h"

enum {
    SCHEME_VERSIONS_MAX = 64, /* one bit each in a layout's mask */
    SCHEME_NODES_MAX = 2000,  /* of one version, adjustments included */
    SCHEME_DEPTH_MAX = 16,
    SCHEME_ITEMS_MAX = 256, /* steps, breakpoints, competitors, actions, vetoes */
    SCHEME_ID_MAX = 63,
    SCHEME_DIGITS = 2 /* of scores, unless the scheme says */
};

enum node_kind {
    NODE_LEAF,
    NODE_WSUM, /* to NODE_ALL: groups of nodes with a full (fold.c) */
    NODE_BEST,
    NODE_WORST,
    NODE_SUM,
    NODE_MEAN,
    NODE_ALL,
    NODE_DEDUCTIONS,
    NODE_BONUS,
    NODE_ADJUSTMENT
};
enum adjustment {
    ADJUST_FLOOR,
    ADJUST_CAP,
    ADJUST_ROUNDING,
    ADJUST_VETO,
    ADJUST_ALL, /* of NODE_ALL, before the others */
    ADJUSTMENTS
};

enum measure_kind { MEASURE_PLAIN, MEASURE_DELTA, MEASURE_LEAD, MEASURE_VERIFIED };
enum delta_how { DELTA_ABS, DELTA_REL, DELTA_ATTAINMENT };
struct operand {       /* an indicator of the same subject, or a number */
    int32_t indicator; /* -1: the number */
    mpq_t number;
};
struct measure {
    enum measure_kind kind;
    enum delta_how how;
    struct operand base, target; /* MEASURE_VERIFIED: the factor is base */
    bool zero_base_is_one;
    uint32_t *against; /* MEASURE_LEAD: indicators */
    uint32_t n_against;
    bool mean, lower_is_better;
};

/* `results`: totals of another domain at one of its levels. */
struct source {
    const struct conf_domain *domain;
    uint32_t level;
    /* At which own levels it can be looked at, and where their columns stand in its. */
    bool applies[CONF_LEVELS_MAX];
    uint32_t place[CONF_LEVELS_MAX][CONF_SUBJECT_MAX];
};

enum zero_policy { ZERO_NA, ZERO_FULL, ZERO_ZERO };
struct leaf {
    int32_t indicator;           /* -1: results of another domain */
    const struct source *source; /* NULL: an indicator */
    bool has_rule;               /* false: results, share of their full */
    struct rule rule;
    enum rule_use use;
    struct measure of;
    enum zero_policy zero;
    uint32_t choice; /* of scheme_set.choices */
    bool fold_max;   /* of days */
    int64_t min_samples;
    bool thin_is_na;
    bool has_min_denominator;
    mpq_t min_denominator; /* a smaller one of a ratio counts as this */
};

struct node {
    enum node_kind kind;
    const char *id, *path;
    struct conf_name name;
    uint32_t depth, up; /* the root's `up` is itself */
    bool weighted;      /* it has a score out of a full; else an amount */
    bool has_weight;    /* it stands in a weighted sum */
    int sign;           /* of what it adds: 1, or -1 below a deduction group */
    mpq_t weight;       /* 0 unless has_weight */
    mpq_t full;         /* points; 0 = none (deductions, bonuses without one) */
    int32_t digits;
    bool round, has_rounding, has_floor, has_cap, has_order;
    enum round_mode rounding; /* of `round`, where it is not the version's */
    uint32_t min_children;    /* with fewer the group is na */
    mpq_t pass;               /* NODE_ALL: least share of a child's full */
    mpq_t floor, cap;
    mpq_t order_below;
    int32_t order_days; /* -1: the end of the next cycle */
    const char *owner;
    const struct leaf *leaf;       /* NODE_LEAF */
    enum adjustment adjustment;    /* NODE_ADJUSTMENT */
    uint32_t adjusts[ADJUSTMENTS]; /* node of each adjustment; 0 = none */
    const struct cfg *at;
};

struct version {
    const char *id; /* its id, else its `from` */
    int32_t from;   /* month */
    struct matches who;
    uint32_t who_id; /* versions with the same `for` share it; in order of appearance */
    int32_t digits;
    bool has_rounding;
    enum round_mode rounding;
    struct node *nodes;
    uint32_t n_nodes;
    const struct cfg *at;
};

struct choice { /* of dates; [0] is the domain's own window */
    const struct conf_day_set *days;
    bool each_day;
    int32_t months; /* of a window of its own; 0: the domain's cycle */
};

enum action_kind {
    ACTION_TOTAL,
    ACTION_NODE,
    ACTION_MINUS, /* takes points off a node */
    ACTION_PLATE,
    ACTION_GRADE,
    ACTION_INELIGIBLE,
    ACTION_EXIT
};
struct action {
    enum action_kind kind;
    const char *text; /* as outcomes.csv shows it: "total 0", "B 0", "plate red" */
    const char *node;
    const char *value; /* of plate or grade */
    mpq_t number;
    bool each; /* ACTION_MINUS: times the indicator's value */
};
struct veto {
    const char *id;
    struct conf_name name;
    uint32_t indicator;
    bool below;
    mpq_t limit;
    uint32_t level;
    uint32_t choice; /* of scheme_set.choices: a window, never days */
    struct matches who;
    struct action *actions;
    uint32_t n_actions;
    const struct cfg *at;
};

struct plates {
    mpq_t green, yellow;
    struct matches who;
    struct plate_rules rules; /* over cycles */
};
struct tickets {
    uint32_t charged;
    int32_t overflow; /* -1 = none */
    struct matches who;
};
struct settlement { /* fee x coefficient(total as printed) */
    uint32_t fee;
    struct rule coefficient; /* RULE_PWL or RULE_TIER, out of a full of 1 */
    int32_t digits;          /* of the coefficient, before it multiplies */
    struct matches who;
    const struct cfg *at;
};

struct scheme_set {
    const struct conf *conf;
    const struct conf_domain *domain;
    const struct schema *schema;
    struct version *versions; /* as written */
    uint32_t n_versions, n_whos;
    struct choice *choices;
    uint32_t n_choices;
    struct veto *vetoes;
    uint32_t n_vetoes;
    struct plates *plates;         /* NULL = none */
    struct tickets *tickets;       /* NULL = none */
    struct settlement *settlement; /* NULL = none */
    bool plate_at[CONF_LEVELS_MAX], ticket_at[CONF_LEVELS_MAX];
    bool settlement_at[CONF_LEVELS_MAX];
};

/* A group that makes a score of nodes with a full; the others add up amounts. */
static inline bool scheme_is_scored(enum node_kind kind)
{
    return kind >= NODE_WSUM && kind <= NODE_ALL;
}
/* The version of `who` for the cycle that ends with `month`; NULL. */
const struct version *scheme_in_force(const struct scheme_set *s, uint32_t who,
                                      int32_t month);
/* Number of the node with this path ("total" is 0); -1. */
int32_t scheme_node(const struct version *v, const char *path);
/* Index of the level with this id; -1. */
int32_t scheme_level(const struct conf_domain *d, const char *id);
/* Do its units have values of indicators?  Else they are made of the scores below. */
static inline bool scheme_is_measured(const struct conf_domain *d, uint32_t level)
{
    return d->levels[level].by == LEVEL_FIRST || d->levels[level].by == LEVEL_MERGE;
}
/* Is `upper` the level itself, or does it come from it over any number of steps? */
bool scheme_level_above(const struct conf_domain *d, uint32_t level, uint32_t upper);
/* Window of a choice in the cycle that ends with `month`: the domain's own, or the last of
 * the choice's length that ended with it or before.  Fills months, month, from and to. */
void scheme_window(const struct scheme_set *s, uint32_t choice, int32_t month,
                   struct variant *v);
/* Variant of each choice for the cycle that ends with `month`; -1 = nobody asks.  Choice 0
 * is variant 0.  Returns the number of variants. */
uint32_t scheme_choices(const struct scheme_set *s, int32_t month, int32_t *variant);

#endif
