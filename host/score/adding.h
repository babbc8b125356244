/* SPDX-License-Identifier: Apache-2.0 */
/* adding.h - the nodes of one unit while its tree is added up (evaluate.c, fold.c). */
#ifndef KH_SCORE_ADDING_H
#define KH_SCORE_ADDING_H

#include "score/scorer.h"

struct tally {
    enum state state;
    bool alive;       /* it and all groups above are not na */
    mpq_t raw, score; /* before and after its adjustments */
    mpq_t sum, live;  /* of children: what fold.c adds up, and over what */
    mpq_t minus, plus;
    mpq_t scale, factor;
    mpq_t adjust[ADJUSTMENTS];
    uint32_t children, na, missing, pending;
    uint32_t scored;            /* children with a full that are not na */
    uint32_t failed;            /* NODE_ALL: those that do not pass */
    uint32_t chosen;            /* NODE_BEST, NODE_WORST: the child that counts; 0 = none */
    mpq_t taken;                /* by vetoes that take points off */
    const struct action *force; /* of a veto */
    const struct veto *veto;
};

struct adding {
    struct scorer *s;
    const struct version *v;
    struct tally *t;
    mpq_t q; /* scratch */
    enum round_mode mode;
};

/* score becomes `to`; what that changes is the adjustment. */
void tally_adjust(struct tally *t, enum adjustment kind, const mpq_t to);

/* ---- fold.c: groups of nodes with a full */
/* Child `i`, which is not na, into its group; children come last to first. */
void fold_take(struct adding *g, uint32_t i);
/* Scale and score of a group before deductions, floor, bonuses and cap. */
void fold_finish(struct adding *g, const struct node *n, struct tally *t);
/* What one point of child `i` is worth in points of the total. */
void fold_factor(struct adding *g, uint32_t i);
/* A child of `best` or `worst` that has a score, which does not count. */
bool fold_leaves_out(const struct adding *g, uint32_t i);

#endif
