/* SPDX-License-Identifier: Apache-2.0 */
/* leaf_read.h - what a leaf says beside what every node says. */
#ifndef KH_SCORE_LEAF_READ_H
#define KH_SCORE_LEAF_READ_H

#include "score/read.h"

extern const char *const leaf_zeros[], *const leaf_eachs[], *const leaf_folds[],
                                                                *const leaf_thins[];

#define LEAF_KEYS                                                                         \
    { .name = "indicator", .want = WANT_TEXT, .doc = N_("What is measured.") },           \
        { .name = "results",                                                              \
          .want = WANT_GROUP,                                                             \
          .doc = N_("Results of another domain instead.") },                              \
        { .name = "points",                                                               \
          .want = WANT_GROUP,                                                             \
          .doc = N_("The rule; results may have none.") },                                \
        { .name = "full",                                                                 \
          .want = WANT_NUMBER,                                                            \
          .doc = N_("Points of a perfect score; without it the weight.") },               \
        { .name = "zero",                                                                 \
          .want = WANT_TEXT,                                                              \
          .choice = leaf_zeros,                                                           \
          .dflt = "na",                                                                   \
          .doc = N_("What no data, or a denominator of 0, is worth.") },                  \
        { .name = "months",                                                               \
          .want = WANT_INTEGER,                                                           \
          .min = "1",                                                                     \
          .max = "12",                                                                    \
          .doc = N_("Months of a window of its own, 1, 2, 3, 4, 6 or 12; without it the " \
                    "domain's.") },                                                       \
        { .name = "days",                                                                 \
          .want = WANT_TEXT,                                                              \
          .doc = N_("A named set of days whose rows count; without it all do.") },        \
        { .name = "each",                                                                 \
          .want = WANT_TEXT,                                                              \
          .choice = leaf_eachs,                                                           \
          .doc = N_("Measure each day by itself.") },                                     \
        { .name = "fold",                                                                 \
          .want = WANT_TEXT,                                                              \
          .choice = leaf_folds,                                                           \
          .doc = N_("Which of the days counts; without it the worst: least where higher " \
                    "is better, else greatest.") },                                       \
        { .name = "min_samples",                                                          \
          .want = WANT_INTEGER,                                                           \
          .min = "1",                                                                     \
          .doc = N_("With fewer samples the leaf is what `thin` says; without it any "    \
                    "number will do.") },                                                 \
        { .name = "thin",                                                                 \
          .want = WANT_TEXT,                                                              \
          .choice = leaf_thins,                                                           \
          .dflt = "flag",                                                                 \
          .doc = N_("What a leaf with fewer samples is: flagged, or na.") },              \
        { .name = "min_denominator",                                                      \
          .want = WANT_NUMBER,                                                            \
          .min = "0",                                                                     \
          .doc = N_("A smaller denominator of a ratio counts as this.") },                \
    {                                                                                     \
        .name = "of", .want = WANT_GROUP,                                                 \
        .doc = N_("A change, a lead or a verified value, before points.")                 \
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
