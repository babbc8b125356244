/* SPDX-License-Identifier: Apache-2.0 */
/* rule_read.h - the parts of rule_read: tables of keys, and breakpoints. */
#ifndef KH_SCORE_RULE_READ_H
#define KH_SCORE_RULE_READ_H

#include "score/read.h"

extern const char *const rule_kinds[],
    *const rule_sides[], *const rule_counts[], *const rule_tie_names[],
                                                   *const rule_directions[];

/* Tables beside those of the kinds themselves, which are numbered by enum rule_kind. */
enum { RULE_STEPS = RULE_KINDS, RULE_FALSIFIED, RULE_INSIDE };
/* cfg_check with such a table. */
bool rule_check(struct parse *r, const struct cfg *group, uint32_t which);

/* ---- breakpoint_read.c: mistakes are findings */
/* A number, or an indicator: then *of is its place among the rule's operands, else -1. */
void breakpoint_operand(struct parse *r, const struct cfg *c, struct rule *out,
                        mpq_t number, int32_t *of);
/* `at` of a pwl, from and to of a ramp, a table under `key`. */
void breakpoint_points(struct parse *r, const struct cfg *points, struct rule *out);
void breakpoint_ramp(struct parse *r, const struct cfg *points, struct rule *out);
void breakpoint_steps(struct parse *r, const struct cfg *points, const char *key,
                      bool has_full, struct rule *out);
/* Checks the order of points as listed at `at`, and stores them ascending. */
void breakpoint_order(struct parse *r, const struct cfg *points,
                      const struct cfg *const *at, struct rule *out);
/* equal and reversed: needed where they can happen, else forbidden. */
void breakpoint_gaps(struct parse *r, const struct cfg *points, struct rule *out);

#endif
