/* SPDX-License-Identifier: Apache-2.0 */
/* proof_parts.h - inside of the proofs (proof_*.c). */
#ifndef KH_SCORE_PROOF_PARTS_H
#define KH_SCORE_PROOF_PARTS_H

#include "score/proof.h"

#include "base/lang.h"

struct proof {
    struct arena *work; /* of this proof alone */
    const struct conf *conf;
    const struct scheme_set *s;
    struct findings *f;
    bool failed; /* no memory; told once, at the end */
};

/* A number as it stands in a sentence: the shortest decimal, else the fraction. */
const char *proof_number(struct proof *p, const mpq_t q);
enum round_mode proof_mode(const struct proof *p, const struct version *v);
/* Can one subject match both? */
bool proof_meet(const struct matches *a, const struct matches *b);

/* ---- proof_spans.c: sets of scores as closed spans, ascending and apart */
struct reach_span {
    mpq_t lo, hi;
};
struct spans {
    struct reach_span *at;
    uint32_t n, cap;
    bool loose; /* it holds all scores that exist, and perhaps some that do not */
};
void spans_put(struct proof *p, struct spans *s, const mpq_t lo, const mpq_t hi);
/* Put in order; overlaps become one.  After spans_put, before anything else. */
void spans_settle(struct proof *p, struct spans *s);
void spans_join(struct proof *p, struct spans *s, const struct spans *more);
/* Every sum of one of each. */
void spans_add(struct proof *p, struct spans *s, const struct spans *more);
void spans_scale(struct proof *p, struct spans *s, const mpq_t by);
/* The greater (or the smaller) of one of each. */
void spans_choose(struct proof *p, struct spans *s, const struct spans *more, bool greater);
/* NULL: open. */
void spans_clamp(struct proof *p, struct spans *s, mpq_srcptr lo, mpq_srcptr hi);
void spans_round(struct proof *p, struct spans *s, int32_t digits, enum round_mode mode);
/* All between the first and the last. */
void spans_fill(struct spans *s);

/* ---- proof_trial.c: a rule at the values that tell all about it */
struct tried {
    mpq_t v, points; /* points as the rule gives them */
};
struct trial {
    struct proof *p;
    const struct version *v;
    const struct node *n;
    struct rule rule; /* without names of indicators */
    bool named;       /* its breakpoints are places of those that name indicators */
    bool whole;       /* the value is a whole number */
    struct tried *at; /* in ascending order of v, each once */
    uint32_t len, cap;
};
void trial_of(struct trial *t, struct proof *p, const struct version *v,
              const struct node *n);
/* Is its value a number of cases? */
bool proof_is_count(const struct proof *p, const struct leaf *leaf);
/* One value more; of a whole indicator the two whole numbers next to it. */
void trial_try(struct trial *t, const mpq_t v);
/* All whole numbers between the least and the greatest value tried; false if they are more
 * than `most`. */
bool trial_whole(struct trial *t, uint32_t most);
/* The value in a sentence. */
const char *trial_name(const struct trial *t, const struct tried *one);
/* ---- proof_values.c */
void trial_values(struct trial *t);
/* The unit that tells the bounds of the rule's steps apart as printed. */
void values_unit(mpq_t unit, const struct rule *r);
/* Does the rule fall anywhere on the way to the better value (direction as below)?  Then
 * the pair that tells it with the plainest numbers; `only`: it rises nowhere. */
bool trial_falls(const struct trial *t, int direction, const struct tried **worse,
                 const struct tried **better, bool *only);
/* ---- proof_bands.c */
/* Steps or bands of the rule of `path`; `least`: no value is below it (NULL: none is
 * known). */
void proof_bands(struct proof *p, const char *path, const struct rule *r, mpq_srcptr least);
/* ---- proof_rule.c */
/* 1: a greater value is better, -1: a smaller one. */
int proof_direction(const struct proof *p, const struct leaf *leaf);
/* The least value that the leaf's rule can see; false if there is none. */
bool proof_least(const struct proof *p, const struct leaf *leaf, mpq_t out);
void proof_rule(struct proof *p, const struct version *v, const struct node *n);

/* ---- proof_reach.c: the scores that exist */
/* Of every node of the version when all values are known; `out` holds n_nodes. */
void reach_nodes(struct proof *p, const struct version *v, struct spans *out);
/* Of a node at a level, over the versions in force in `month` that `who` (may be NULL)
 * meets. */
void reach_level(struct proof *p, struct spans *const *nodes, uint32_t level,
                 const char *path, const struct matches *who, int32_t month,
                 struct spans *out, int32_t *digits, enum round_mode *mode);
/* Does one that prints from `from` up to below `below` (NULL: open) exist?  If not, *why
 * says what does. */
bool reach_has(struct proof *p, const struct spans *s, mpq_srcptr from, mpq_srcptr below,
               int32_t digits, enum round_mode mode, const char **why);
/* "from 90 to below 95" */
const char *reach_between(struct proof *p, mpq_srcptr from, mpq_srcptr below);
/* The months in which some version begins, ascending; each once. */
uint32_t reach_months(struct proof *p, int32_t **months);

/* ---- proof_groups.c: what `na` does to siblings */
void proof_groups(struct proof *p, const struct version *v, const struct spans *reach);
/* ---- proof_means.c */
void proof_means(struct proof *p, const struct version *v);
/* ---- proof_gates.c */
void proof_vetoes(struct proof *p, struct spans *const *nodes);
void proof_plates(struct proof *p, struct spans *const *nodes);
/* ---- proof_settlement.c */
void proof_settlement(struct proof *p);
/* ---- proof_grades.c */
void proof_grades(struct proof *p, struct spans *const *nodes);
/* `s`: the scores that exist */
void proof_board(struct proof *p, const struct conf_board *b, const struct spans *s,
                 int32_t digits, enum round_mode mode, bool capped);

#endif
