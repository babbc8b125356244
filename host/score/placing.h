/* SPDX-License-Identifier: Apache-2.0 */
/* placing.h - units of one board while they are ranked and graded. */
#ifndef KH_SCORE_PLACING_H
#define KH_SCORE_PLACING_H

#include "score/fixed.h"
#include "score/score.h"

struct placing {
    const struct scored_row *row;
    const char *group;
    bool has_score, by_name, is_exempt;
    mpq_t score; /* as printed */
    mpq_t *keys; /* of the tie-breakers, the greater the better */
    uint32_t n_keys;
    uint32_t rank; /* 0 = none */
    const struct conf_grade *grade;
    const struct conf_award *award;
    bool is_recommended;
    const char *share, *share_for; /* percent of the workload, and why; NULL = none */
};

/* Better first; 0: a tie.  Both have a score. */
int placing_order(const struct placing *a, const struct placing *b);

/* Place of a level in the configuration. */
uint32_t placing_level(const struct conf_domain *d, const char *id);
/* The outcomes of a subject, which stand together; *n is their number. */
const struct scored_outcome *placing_outcomes(const struct scored_domain *d,
                                              const struct placing *p, uint32_t *n);

/* floor(share x n) of a decimal text; n for NULL. */
uint32_t placing_share(const char *share, uint32_t n);
/* ceil(share x n); 0 for NULL. */
uint32_t placing_share_up(const char *share, uint32_t n);
/* How many of the first `places` of n candidates (numbers of placings, in order of rank)
 * stay above the cut: units that tie across it all stay below. */
uint32_t placing_cut(const struct placing *p, const uint32_t *candidates, uint32_t n,
                     uint32_t places);
/* Put outcomes of a board among those of the domain, in their order. */
kh_status placing_tell(struct arena *a, struct scored_domain *d,
                       const struct scored_outcome *more, uint32_t n, kh_err *e);

/* Grades of one group, whose placings stand in order of rank.  false: memory. */
bool grades_give(struct arena *work, const struct conf_board *board,
                 const struct scored_domain *d, struct placing *p, uint32_t n);
/* Add them to the outcomes of the domain. */
kh_status grades_tell(struct arena *a, struct scored_domain *d,
                      const struct conf_board *board, const struct placing *p, uint32_t n,
                      kh_err *e);

/* Awards of one group (domain.md 5.3), whose placings stand in order of rank.  false:
 * memory. */
bool awards_give(struct arena *work, const struct conf_board *board,
                 const struct scored_domain *d, struct placing *p, uint32_t n);
/* Outcomes, and the table named as the board. */
kh_status awards_tell(struct arena *a, struct scored_domain *d,
                      const struct conf_board *board, const struct placing *p, uint32_t n,
                      kh_err *e);

/* Shares of the workload of one group, whose placings stand in order of rank; *nobody if
 * none of its units with a plate is eligible.  false: memory. */
bool shares_give(struct arena *a, const struct conf_board *board,
                 const struct scored_domain *d, struct placing *p, uint32_t n,
                 bool *nobody);
/* Add them to the outcomes of the domain. */
kh_status shares_tell(struct arena *a, struct scored_domain *d,
                      const struct conf_board *board, const struct placing *p, uint32_t n,
                      kh_err *e);

#endif
