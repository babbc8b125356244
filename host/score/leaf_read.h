/* SPDX-License-Identifier: Apache-2.0 */
/* leaf_read.h - what a leaf says beside what every node says. */
#ifndef KH_SCORE_LEAF_READ_H
#define KH_SCORE_LEAF_READ_H

#include "score/read.h"

extern const char *const leaf_zeros[], *const leaf_eachs[], *const leaf_folds[],
                                                                *const leaf_thins[];

#define LEAF_KEYS                                                                              \
    { "indicator", WANT_TEXT, false, NULL, NULL, NULL, N_("What is measured.") },              \
        { "results",                                                                           \
          WANT_GROUP,                                                                          \
          false,                                                                               \
          NULL,                                                                                \
          NULL,                                                                                \
          NULL,                                                                                \
          N_("Results of another domain instead.") },                                          \
        { "points", WANT_GROUP, false, NULL, NULL, NULL, N_("The rule.") },                    \
        { "full",                                                                              \
          WANT_NUMBER,                                                                         \
          false,                                                                               \
          NULL,                                                                                \
          NULL,                                                                                \
          NULL,                                                                                \
          N_("Points of a perfect score; default: the weight.") },                             \
        { "zero",                                                                              \
          WANT_TEXT,                                                                           \
          false,                                                                               \
          NULL,                                                                                \
          NULL,                                                                                \
          leaf_zeros,                                                                          \
          N_("What a zero denominator is.") },                                                 \
        { "months",                                                                            \
          WANT_INTEGER,                                                                        \
          false,                                                                               \
          "1",                                                                                 \
          "12",                                                                                \
          NULL,                                                                                \
          N_("Months of a window of its own.") },                                              \
        { "days", WANT_TEXT, false, NULL, NULL, NULL, N_("A named set of days.") },            \
        { "each",                                                                              \
          WANT_TEXT,                                                                           \
          false,                                                                               \
          NULL,                                                                                \
          NULL,                                                                                \
          leaf_eachs,                                                                          \
          N_("Measure each day by itself.") },                                                 \
        { "fold", WANT_TEXT, false, NULL, NULL, leaf_folds, N_("Which of the days counts.") }, \
        { "min_samples",                                                                       \
          WANT_INTEGER,                                                                        \
          false,                                                                               \
          "1",                                                                                 \
          NULL,                                                                                \
          NULL,                                                                                \
          N_("Fewer samples are flagged thin.") },                                             \
        { "thin",                                                                              \
          WANT_TEXT,                                                                           \
          false,                                                                               \
          NULL,                                                                                \
          NULL,                                                                                \
          leaf_thins,                                                                          \
          N_("What a leaf with fewer is: flagged (default), or na.") },                        \
        { "min_denominator",                                                                   \
          WANT_NUMBER,                                                                         \
          false,                                                                               \
          "0",                                                                                 \
          NULL,                                                                                \
          NULL,                                                                                \
          N_("A smaller denominator of a ratio counts as this.") },                            \
    {                                                                                          \
        "of", WANT_GROUP, false, NULL, NULL, NULL,                                             \
            N_("A change, a lead or a verified value, before points.")                         \
    }

/* `months` of a leaf or a veto; 0: none, or those of the domain's cycle. */
int32_t leaf_months(struct parse *r, const struct cfg *c);
/* The number of this choice of dates, new or known. */
uint32_t leaf_choice(struct parse *r, const struct cfg *c, struct choice wanted);
void leaf_check_window(struct parse *r, const struct cfg *c, uint32_t choice,
                       int32_t indicator);
/* NULL if memory is refused; mistakes are findings. */
const struct leaf *leaf_read(struct parse *r, const struct cfg *c, enum rule_use use,
                             bool has_full);

#endif
