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
    RULE_RANK
};
enum rule_steps { STEPS_FLOOR, STEPS_CEIL, STEPS_EXACT };
enum rule_ties { TIES_COMPETITION, TIES_DENSE, TIES_MEAN };

struct rule_point {
    mpq_t x, y; /* y: share of the leaf's full */
};
struct rule_step {        /* of a table; ascending */
    bool bounded, closed; /* an upper bound; and is it within? */
    mpq_t bound;
    bool is_share; /* of the leaf's full, else points */
    mpq_t points;
};

struct rule {
    enum rule_kind kind;
    struct rule_point *points; /* RULE_PWL, x ascending */
    uint32_t n_points;
    struct rule_step *steps; /* RULE_TIER, RULE_AUDIT, bands of RULE_RANK */
    uint32_t n_steps;
    int32_t precision;        /* digits to which v is rounded first; -1 = not */
    mpq_t per;                /* RULE_LINEAR */
    mpq_t beyond, unit, each; /* RULE_UNIT; RULE_EACH has `each` */
    bool below;               /* RULE_UNIT: counts what lacks */
    enum rule_steps count;
    bool has_cap;
    mpq_t cap;
    uint32_t reported, audited; /* RULE_AUDIT: indicators */
    bool in_favour_only;
    mpq_t falsified; /* points taken off for an untrue value; 0 = none */
    mpq_t max, min;  /* RULE_RANK without steps */
    bool has_max;    /* else the leaf's full */
    enum rule_ties ties;
    const char *group; /* RULE_RANK: cohorts by this column; NULL = one */
};

/* What a leaf does with the rule's number. */
enum rule_use {
    USE_SCORE, /* points out of `full` */
    USE_AMOUNT /* points of a deduction or a bonus, never negative */
};

/* Points for value `v`, unrounded.  RULE_RANK is rule_rank's. `mode` rounds v where the
 * rule has a precision. */
void rule_points(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                 const mpq_t full, enum round_mode mode);
/* Points of a rank (1 = best; a fraction for a mean of places) among n. */
void rule_rank(mpq_t out, const struct rule *r, const mpq_t rank, uint32_t n,
               const mpq_t full);
/* The same for RULE_AUDIT, whose falsified values have a number of their own. */
void rule_audit(mpq_t out, const struct rule *r, enum rule_use use, const mpq_t v,
                bool falsified, const mpq_t full, enum round_mode mode);

#endif
