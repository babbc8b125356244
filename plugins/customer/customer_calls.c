/* SPDX-License-Identifier: Apache-2.0 */
/* customer_calls.c - hotline calls and call-back tasks. */
#include "customer.h"

/* Ratings outside of this scale are unreadable. */
enum { RATING_MIN = 1, RATING_MAX = 5 };
enum { MS = 1000 };

/* What is asked of answered calls only.  Nonzero on overflow. */
static int answered_add(int64_t *s, const kh_col *c, uint32_t i, int64_t *class_sums,
                        int64_t limit_ms)
{
    int bad = kh_add(&class_sums[CALLS_ANSWERED], 1);
    int64_t wait = kh_has(&c[CALL_WAIT], i) ? kh_i64(&c[CALL_WAIT], i) : -1;
    int64_t talk = kh_has(&c[CALL_TALK], i) ? kh_i64(&c[CALL_TALK], i) : -1;
    int64_t rating = kh_has(&c[CALL_RATING], i) ? kh_i64(&c[CALL_RATING], i) : 0;
    if (wait >= 0 && wait <= limit_ms) /* R2 */
        bad |= kh_add(&class_sums[CALLS_WITHIN], 1);
    if (wait >= 0)
        bad |= kh_add(&s[CALLS_WAITED], 1) | kh_add(&s[CALLS_WAIT_MS], wait);
    if (talk >= 0)
        bad |= kh_add(&s[CALLS_TALKED], 1) | kh_add(&s[CALLS_TALK_MS], talk);
    if (rating >= RATING_MIN && rating <= RATING_MAX) /* R4 */
        bad |= kh_add(&s[CALLS_RATED], 1) | kh_add(&s[CALLS_RATINGS], rating);
    return bad;
}

kh_status calls_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = blocks_grow(t, BLOCK_CALLS, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        if (!state_in_window(t, kh_i64(&c[CALL_AT], i)))
            continue;
        int64_t *s = blocks_at(t, BLOCK_CALLS, kh_key(&c[CALL_UNIT], i));
        size_t class =
            kh_has(&c[CALL_CLASS], i) ? (size_t)kh_enum(&c[CALL_CLASS], i) + 1 : 0;
        int64_t *of_class = s + class * CALLS_CLASS;
        int bad = kh_add(&of_class[CALLS_OFFERED], 1); /* R1 */
        if (column_bool(&c[CALL_ANSWERED], i))
            bad |= answered_add(s, c, i, of_class, t->inst->limit_ms[class]);
        if (bad)
            rc = kh_fail(e, KH_ERANGE, "the calls of one unit overflow");
    }
    return rc;
}

void calls_score(struct outlet *o)
{
    const int64_t *s = blocks_of(o->t, BLOCK_CALLS, o->unit);
    int64_t all[CALLS_CLASS] = { 0 };
    for (uint32_t k = 0; k < CALLS_CLASSES * CALLS_CLASS; k++)
        outlet_add(o, &all[k % CALLS_CLASS], s[k]);
    int64_t offered = all[CALLS_OFFERED], answered = all[CALLS_ANSWERED];
    int64_t abandoned = offered, waits = 0, talks = 0;
    outlet_add(o, &abandoned, -answered);
    outlet_count(o, IND_OFFERED, offered, offered);
    outlet_count(o, IND_ANSWERED, answered, offered);
    outlet_count(o, IND_ABANDONED, abandoned, offered);
    const int64_t *of[CALLS_CLASSES] = { all, s + CALLS_CLASS,
                                         s + (size_t)2 * CALLS_CLASS };
    for (uint32_t k = 0; k < CALLS_CLASSES; k++) { /* R1, R3 */
        int64_t n = of[k][CALLS_OFFERED];
        outlet_ratio(o, IND_ANSWER_RATE + k, of[k][CALLS_ANSWERED], n, n);
    }
    for (uint32_t k = 0; k < CALLS_CLASSES; k++) { /* R2, R3 */
        int64_t n = of[k][CALLS_OFFERED];
        outlet_ratio(o, IND_SERVICE_LEVEL + k, of[k][CALLS_WITHIN], n, n);
    }
    outlet_ratio(o, IND_MEAN_RATING, s[CALLS_RATINGS], s[CALLS_RATED], s[CALLS_RATED]);
    if (kh_mul(&waits, s[CALLS_WAITED], MS) || kh_mul(&talks, s[CALLS_TALKED], MS))
        o->rc = o->rc ? o->rc : kh_fail(o->e, KH_ERANGE, "the calls of one unit overflow");
    outlet_ratio(o, IND_MEAN_WAIT, s[CALLS_WAIT_MS], waits, s[CALLS_WAITED]);
    outlet_ratio(o, IND_MEAN_TALK, s[CALLS_TALK_MS], talks, s[CALLS_TALKED]);
}

kh_status tasks_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    kh_status rc = blocks_grow(t, BLOCK_TASKS, b->space_len[SPACE_UNIT], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        if (!state_in_window(t, kh_i64(&c[TASK_AT], i)))
            continue;
        int64_t *s = blocks_at(t, BLOCK_TASKS, kh_key(&c[TASK_UNIT], i)) +
                     (size_t)2 * kh_enum(&c[TASK_KIND], i);
        if (kh_add(&s[0], column_bool(&c[TASK_COMPLETED], i)) || kh_add(&s[1], 1)) /* R15 */
            rc = kh_fail(e, KH_ERANGE, "the call-backs of one unit overflow");
    }
    return rc;
}

void tasks_score(struct outlet *o)
{
    const int64_t *s = blocks_of(o->t, BLOCK_TASKS, o->unit);
    int64_t done = 0, all = 0;
    for (size_t k = 0; k < N_TASKS; k++) {
        outlet_add(o, &done, s[2 * k]);
        outlet_add(o, &all, s[2 * k + 1]);
    }
    outlet_ratio(o, IND_CALLBACK, done, all, all); /* R15 */
    for (size_t k = 0; k < N_TASKS; k++)
        outlet_ratio(o, IND_CALLBACK_NEW + (uint32_t)k, s[2 * k], s[2 * k + 1],
                     s[2 * k + 1]);
}
