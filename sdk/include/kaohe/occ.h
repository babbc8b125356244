/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/occ.h - deductions by occurrence, with a cap per item.  Rule kind S4.
 *
 *   item    = min(cap, sum of count x deduct x factor)    factor: severity x repeat
 *   section = sum of its items; of S points, max(0, S - section) are left
 *
 * Points are whole numbers in the digits of the indicator that gets them.  Which events
 * are one, and which do not count, is the caller's.  Bonuses are the same: the scheme adds
 * them.
 *
 * The reasons of a section add up to it: one per item, of its points before the cap, and
 * one named `cap` for what the caps give back.
 *
 *     kh_occ o = { 0 };
 *     for each item:
 *         int64_t points = 0;
 *         for each event: kh_occ_count(&points, count, deduct, factor)
 *         kh_occ_add(&o, points, cap)
 *         kh_reason_i64(out, subject, indicator, item, points, events)
 *     kh_occ_give_back(&o, out, subject, indicator)
 *     kh_result_i64(out, subject, indicator, KH_SCORED, kh_occ_sum(&o), samples) */
#ifndef KH_OCC_H
#define KH_OCC_H

#include "sdk.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A section.  Zeroed is one without items. */
typedef struct kh_occ {
    int64_t before; /* points of its items before their caps */
    int64_t above;  /* of these, what the caps give back */
    int64_t capped; /* items with more than their cap */
} kh_occ;

/* *points += count x deduct x factor.  Nonzero, with *points unchanged: one of the three is
 * negative, or the points leave their type. */
static inline int kh_occ_count(int64_t *points, int64_t count, int64_t deduct,
                               int64_t factor)
{
    int64_t part;
    return count < 0 || deduct < 0 || factor < 0 || kh_mul(&part, count, deduct) ||
           kh_mul(&part, part, factor) || kh_add(points, part);
}

/* An item with so many points, of which at most `cap` count; a negative cap is none.
 * Nonzero, with the section unchanged: the points are negative, or all of the section's
 * leave their type before the caps, so that no reasons could add up to it. */
static inline int kh_occ_add(kh_occ *o, int64_t points, int64_t cap)
{
    if (points < 0 || kh_add(&o->before, points))
        return 1;
    if (cap >= 0 && points > cap) {
        o->above += points - cap;
        o->capped++;
    }
    return 0;
}

/* What the section deducts. */
static inline int64_t kh_occ_sum(const kh_occ *o)
{
    return o->before - o->above;
}

/* What is left of `full` points after `sum` were deducted; never below 0. */
static inline int64_t kh_occ_left(int64_t full, int64_t sum)
{
    return full > sum ? full - sum : 0;
}

/* The reason `cap` of the indicator `of`, with how many items were capped; none if no cap
 * took anything. */
static inline kh_status kh_occ_give_back(const kh_occ *o, const kh_emit *out,
                                         uint32_t subject, uint32_t of)
{
    if (!o->capped)
        return KH_OK;
    return kh_reason_i64(out, subject, of, "cap", -o->above, o->capped);
}

#ifdef __cplusplus
}
#endif
#endif
