/* SPDX-License-Identifier: Apache-2.0 */
/* rule.h - rules: from a value to points.  domain.md 10.2 has the formulas.
 *
 * All numbers are fixed (fixed.h).  Pure; any thread. */
#ifndef KH_SCORE_RULE_H
#define KH_SCORE_RULE_H

#include "score/fixed.h"

enum rule_kind {
    RULE_PWL,
    RULE_SHARE,
    RULE_LINEAR,
    RULE_VALUE,
    RULE_TIER,
    RULE_UNIT,
    RULE_OCC,
    RULE_EACH,
    RULE_AUDIT,
    RULE_RANK,
    RULE_RAMP,
    RULE_ZSCORE,
    RULE_KINDS
};
enum rule_steps { STEPS_FLOOR, STEPS_CEIL, STEPS_EXACT };
enum rule_ties { TIES_COMPETITION, TIES_DENSE, TIES_MEAN };

struct match { /* key = value or list; in a group such as `for` */
    const char *key;
    const char **values;
    uint32_t n;
};
struct matches {
    struct match *at; /* in order of key */
    uint32_t n;       /* 0: everybody */
};

/* A breakpoint may be the value of an indicator of the same subject: `of` is then its place
 * in rule.operands, and rule_bind puts the value where the number is; -1: the number. */
struct rule_point {
    mpq_t x, y; /* y: share of the leaf's full; of RULE_RAMP: points */
    int32_t of;
};
struct rule_step {        /* of a table; ascending */
    bool bounded, closed; /* an upper bound; and is it within? */
    mpq_t bound;
    int32_t of;
    bool is_share; /* of the leaf's full, else points */
    mpq_t points;
};

/* What breakpoints give that are equal, or lie the wrong way round, for a subject. */
enum rule_how {
    HOW_NEVER, /* all breakpoints are numbers */
    HOW_POINTS,
    HOW_NA,
    HOW_FROM_FIRST, /* not beyond the first breakpoint: its points; else the last one's */
    HOW_TO_FIRST,   /* at or beyond the last breakpoint: its points; else the first one's */
    HOW_FIRST_STEP  /* RULE_TIER: the first step that holds the value */
};
struct rule_gap {
    enum rule_how how;
    mpq_t points;
};
enum rule_order { ORDER_GOOD, ORDER_EQUAL, ORDER_REVERSED };

struct rule_ramp { /* beside its two points */
    mpq_t below, above;
    bool from_is_below; /* a value at `from`; else inside */
    bool to_is_inside;  /* a value at `to`; else above */
    bool has_min, has_max, has_mode;
    mpq_t min, max, add; /* inside */
    int32_t digits;      /* to which it is rounded inside; -1 = not */
    enum round_mode mode;
};

struct cfg;
struct rule {
    enum rule_kind kind;
    const struct cfg *at; /* the group that says it */
    uint32_t *operands;   /* indicators that breakpoints name */
    uint32_t n_operands;
    enum rule_order order; /* of a bound rule */
    struct rule_gap equal, reversed;
    bool falling;              /* the breakpoints as listed */
    struct rule_point *points; /* RULE_PWL, RULE_RAMP (two), x ascending */
    uint32_t n_points;
    struct rule_step *steps; /* RULE_TIER, RULE_AUDIT, bands of RULE_RANK */
    uint32_t n_steps;
    int32_t precision;        /* digits to which v is rounded first; -1 = not */
    mpq_t per;                /* RULE_LINEAR */
    mpq_t beyond, unit, each; /* RULE_UNIT; RULE_EACH has `each` */
    int32_t per_of, beyond_of;
    struct rule_ramp ramp;
    bool below; /* RULE_UNIT: counts what lacks */
    enum rule_steps count;
    bool has_cap;
    mpq_t cap;
    uint32_t reported, audited; /* RULE_AUDIT: indicators */
    bool in_favour_only;
    mpq_t falsified; /* points taken off for an untrue value; 0 = none */
    mpq_t max, min;  /* RULE_RANK without steps */
    bool has_max;    /* else the leaf's full */
    enum rule_ties ties;
    mpq_t within;          /* RULE_RANK: values so near to the best of a tie are tied */
    const char *group;     /* RULE_RANK, RULE_ZSCORE: cohorts by this column; NULL = one */
    struct matches exempt; /* who is in no cohort; n = 0: nobody */
    bool sample;           /* RULE_ZSCORE: the variance divides by n - 1 */
    bool has_clamp;
    mpq_t least, most; /* of 50 + 10 z */
};

/* What a leaf does with the rule's number. */
enum rule_use {
    USE_SCORE, /* points out of `full` */
    USE_AMOUNT /* points of a deduction or a bonus, never negative */
};

/* The rule of one subject: a copy whose named breakpoints are `values`, in the order of its
 * operands.  The copy lasts as long as arena and values.  false: memory. */
bool rule_bind(struct arena *a, const struct rule *r, mpq_t *values, struct rule *bound);
/* What it does because of its breakpoints; NULL: they are in order. */
const struct rule_gap *rule_gap_of(const struct rule *bound);
/* rule_zscore.c: mean and variance of n >= 2 values; then 50 + 10 z, where z is exact to 12
 * decimals, half up; 50 where the variance is 0. */
void zscore_moments(mpq_t mean, mpq_t variance, mpq_srcptr const *values, uint32_t n,
                    bool sample);
void zscore_of(mpq_t out, const mpq_t v, const mpq_t mean, const mpq_t variance,
               bool higher_is_better);

/* Points for value `v`, unrounded.  A rule with operands is bound, and its gap is not
 * HOW_NA.   RULE_RANK is rule_rank's and RULE_ZSCORE takes v as 50 + 10 z. `mode` rounds v
 * where the rule has a precision. */
void rule_points(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                 const mpq_t full, enum round_mode mode);
/* Points of a rank (1 = best; a fraction for a mean of places) among n. */
void rule_rank(mpq_t out, const struct rule *r, const mpq_t rank, uint32_t n,
               const mpq_t full);
/* The same for RULE_AUDIT, whose falsified values have a number of their own. */
void rule_audit(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                bool falsified, const mpq_t full, enum round_mode mode);

#endif
