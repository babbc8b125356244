/* SPDX-License-Identifier: Apache-2.0 */
/* emit.c - see emit.h. */
#include "worker/emit.h"
#include "base/lang.h"
#include "worker/emit_inside.h"
#include "worker/sound.h"

#include <stdlib.h>

kh_status emit_unsound(struct emit_call *m, const char *problem, const char *what)
{
    if (!m->rc)
        m->rc = job_unsound(m->job, AT_SCORE, problem, what, &m->err);
    return m->rc;
}

kh_status emit_no_memory(struct emit_call *m)
{
    if (!m->rc)
        m->rc = job_no_memory(&m->err);
    return m->rc;
}

static const char *indicator_id(const struct emit_call *m, uint32_t i)
{
    const kh_domain *d = m->job->schema;
    return i < d->indicators.count ? schema_indicator(d, i)->id : NULL;
}

/* Take what the contract says is read, and nothing else. */
static void take_result(struct measured_result *to, const kh_indicator *in,
                        const kh_result *r)
{
    bool is_scored = r->outcome == KH_SCORED, is_open = r->flags & KH_PROVISIONAL;
    to->flags = r->flags;
    to->samples = r->samples;
    if (in->flags & KH_RATIO) {
        to->numerator = r->numerator;
        to->denominator = r->denominator;
        to->upheld_numerator = is_open ? r->upheld_numerator : 0;
        to->upheld_denominator = is_open ? r->upheld_denominator : 0;
    } else if (is_scored && in->type == KH_F64) {
        to->real = r->value.u.f;
        to->upheld_real = is_open ? r->upheld.u.f : 0;
    } else if (is_scored) {
        to->value = r->value.u.i;
        to->upheld_value = is_open ? r->upheld.u.i : 0;
    }
}

static kh_status on_result(void *ctx, const kh_result *r)
{
    struct emit_call *m = ctx;
    const kh_domain *d = m->job->schema;
    if (m->rc)
        return m->rc;
    if (!r || r->size < sizeof *r)
        return emit_unsound(m, N_("a result of the wrong size"), NULL);
    struct measured_result *to = arena_push(&m->arena, (void **)&m->results, &m->n_results,
                                            &m->cap_results, sizeof *to);
    if (!to)
        return emit_no_memory(m);
    to->variant = m->ask->variant;
    to->level = m->ask->level;
    to->subject = r->subject;
    to->indicator = r->indicator;
    to->day = m->ask->day;
    to->outcome = r->outcome;
    if (r->indicator < d->indicators.count)
        take_result(to, schema_indicator(d, r->indicator), r);
    const char *problem = sound_result(d, m->rung->len, to);
    return problem ? emit_unsound(m, problem, indicator_id(m, r->indicator)) : KH_OK;
}

static kh_status on_reason(void *ctx, const kh_reason *r)
{
    struct emit_call *m = ctx;
    const kh_domain *d = m->job->schema;
    if (m->rc)
        return m->rc;
    if (!r || r->size < sizeof *r || !r->rule)
        return emit_unsound(m, N_("a reason of the wrong size"), NULL);
    struct measured_reason *to = arena_push(&m->arena, (void **)&m->reasons, &m->n_reasons,
                                            &m->cap_reasons, sizeof *to);
    if (!to)
        return emit_no_memory(m);
    bool is_real = r->indicator < d->indicators.count &&
                   schema_indicator(d, r->indicator)->type == KH_F64;
    to->variant = m->ask->variant;
    to->level = m->ask->level;
    to->subject = r->subject;
    to->indicator = r->indicator;
    to->rule = arena_bytes(&m->arena, r->rule, strnlen(r->rule, CONF_ID_MAX + 1));
    to->effect = is_real ? 0 : r->effect.u.i;
    to->effect_real = is_real ? r->effect.u.f : 0;
    to->count = r->count;
    if (!to->rule)
        return emit_no_memory(m);
    const char *problem = sound_reason(d, m->rung->len, to);
    return problem ? emit_unsound(m, problem, indicator_id(m, r->indicator)) : KH_OK;
}

/* Reasons from *at on that belong to the result; *at moves behind them. */
static uint32_t reasons_of(const struct emit_call *m, const struct measured_result *r,
                           uint32_t *at, uint32_t *first)
{
    const struct measured_reason key = { .variant = r->variant,
                                         .level = r->level,
                                         .subject = r->subject,
                                         .indicator = r->indicator,
                                         .rule = "",
                                         .effect = INT64_MIN };
    while (*at < m->n_reasons && measured_reason_order(&m->reasons[*at], &key) < 0)
        ++*at;
    *first = *at;
    while (*at < m->n_reasons && m->reasons[*at].subject == r->subject &&
           m->reasons[*at].indicator == r->indicator)
        ++*at;
    return *at - *first;
}

/* What can only be seen when all is there: nothing twice, and sums that add up. */
static kh_status check_whole(struct emit_call *m)
{
    const kh_domain *d = m->job->schema;
    if (m->n_results > 1)
        qsort(m->results, m->n_results, sizeof *m->results, measured_result_order);
    if (m->n_reasons > 1)
        qsort(m->reasons, m->n_reasons, sizeof *m->reasons, measured_reason_order);
    uint32_t twice = sound_twice(m->results, m->n_results), at = 0;
    if (twice < m->n_results)
        return emit_unsound(m, N_("two results for one subject"),
                            indicator_id(m, m->results[twice].indicator));
    for (uint32_t i = 0; i < m->n_results; i++) {
        const struct measured_result *r = &m->results[i];
        uint32_t first = 0, n = reasons_of(m, r, &at, &first);
        if (!sound_sum(d, r, m->n_reasons ? m->reasons + first : NULL, n))
            return emit_unsound(m, N_("reasons that do not add up to the result"),
                                indicator_id(m, r->indicator));
    }
    return KH_OK;
}

/* Does the order ask for this indicator, and is it measurable with what is bound? */
static bool is_wanted(const struct emit_call *m, uint32_t subject, uint32_t indicator)
{
    const struct variant *v = &m->job->variants[m->ask->variant];
    const kh_indicator *in = schema_indicator(m->job->schema, indicator);
    if (!m->rung->keep[subject] || in->needs & m->job->unbound)
        return false;
    for (uint32_t i = 0; i < v->n_wanted; i++)
        if (v->wanted[i] == indicator)
            return true;
    return !v->n_wanted;
}

static kh_status send_results(struct emit_call *m, kh_err *e)
{
    struct pack p;
    kh_status rc = KH_OK;
    pack_begin(&p, m->job->out, FRAME_RESULTS);
    for (uint32_t i = 0; !rc && i < m->n_results; i++) {
        struct measured_result r = m->results[i];
        if (!is_wanted(m, r.subject, r.indicator))
            continue;
        r.subject = m->rung->place[r.subject];
        payload_put_result(&p.body, &r);
        rc = pack_next(&p, e);
    }
    return pack_end(&p, rc, e);
}

/* A reason says nothing about a single day, so days send none. */
static kh_status send_reasons(struct emit_call *m, kh_err *e)
{
    struct pack p;
    kh_status rc = KH_OK;
    if (m->ask->day != VARIANT_NO_DAY)
        return KH_OK;
    pack_begin(&p, m->job->out, FRAME_REASONS);
    for (uint32_t i = 0; !rc && i < m->n_reasons; i++) {
        struct measured_reason r = m->reasons[i];
        if (!is_wanted(m, r.subject, r.indicator))
            continue;
        r.subject = m->rung->place[r.subject];
        payload_put_reason(&p.body, &r);
        rc = pack_next(&p, e);
    }
    return pack_end(&p, rc, e);
}

static kh_status send_rows(struct emit_call *m, kh_err *e)
{
    struct pack p;
    kh_status rc = KH_OK;
    pack_begin(&p, m->job->out, FRAME_ROWS);
    for (uint32_t i = 0; !rc && i < m->n_rows; i++) {
        struct measured_row r = m->rows[i];
        r.subject = m->rung->place[r.subject];
        payload_put_row(&p.body, &r, schema_table(m->job->schema, r.table)->columns.count);
        rc = pack_next(&p, e);
    }
    return pack_end(&p, rc, e);
}

static kh_status ask_plugin(struct emit_call *m, const void *state, kh_err *e)
{
    const struct job *j = m->job;
    uint32_t space_len[SCHEMA_SPACES_MAX];
    space_len[0] = m->rung->len;
    for (uint32_t s = 1; s < j->n_spaces; s++)
        space_len[s] = m->ladder->space[s].len;
    const kh_emit out = { .size = sizeof out,
                          .spaces = j->n_spaces,
                          .ctx = m,
                          .space_len = space_len,
                          .text = emit_text,
                          .result = on_result,
                          .reason = on_reason,
                          .row = emit_row };
    slot_enter(j->slots->slot, AT_SCORE);
    kh_status rc = j->plugin.table.score(state, &out, e);
    slot_leave(j->slots->slot);
    if (m->rc) { /* what it said is worse than what it returned */
        *e = m->err;
        return m->rc;
    }
    return rc ? job_failed(j, AT_SCORE, NULL, rc, e) : KH_OK;
}

kh_status emit_state(const struct ladder *l, const void *state, const struct emit_ask *ask,
                     kh_err *e)
{
    struct emit_call m = {
        .ladder = l, .job = l->job, .rung = &l->rung[ask->level], .ask = ask
    };
    arena_init(&m.arena, 0);
    kh_status rc = ask_plugin(&m, state, e);
    if (!rc) {
        rc = check_whole(&m);
        if (rc)
            *e = m.err;
    }
    if (!rc && ask->results)
        rc = send_results(&m, e);
    if (!rc && ask->results)
        rc = send_reasons(&m, e);
    if (!rc)
        rc = send_rows(&m, e);
    arena_end(&m.arena);
    return rc;
}

kh_status emit_subjects(const struct ladder *l, uint32_t level, kh_err *e)
{
    const struct rung *r = &l->rung[level];
    struct pack p;
    kh_status rc = KH_OK;
    pack_begin(&p, l->job->out, FRAME_SUBJECTS);
    for (uint32_t i = 0; !rc && i < r->len; i++)
        if (r->keep[i]) {
            payload_put_sentence(&p.body, level, r->key[i]);
            rc = pack_next(&p, e);
        }
    return pack_end(&p, rc, e);
}
