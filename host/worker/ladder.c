/* SPDX-License-Identifier: Apache-2.0 */
/* ladder.c - see ladder.h: the merging of states. */
#include "worker/ladder.h"

#include <stdlib.h>

/* The maps of one merge.  Space 0 has its own; the others are `of` a cell's or, between
 * levels, the identity. */
static kh_status merge(struct ladder *l, uint32_t level, void *into, const void *from,
                       const uint32_t *subjects, uint32_t n_subjects, int64_t cell,
                       kh_err *e)
{
    const struct job *j = l->job;
    const uint32_t *remap[SCHEMA_SPACES_MAX];
    uint32_t from_len[SCHEMA_SPACES_MAX], into_len[SCHEMA_SPACES_MAX];
    remap[0] = subjects;
    from_len[0] = n_subjects;
    into_len[0] = l->rung[level].len;
    for (uint32_t s = 1; s < j->n_spaces; s++) {
        remap[s] = cell < 0 ? l->same : l->space[s].remap[cell];
        from_len[s] = cell < 0 ? l->space[s].len : dict_len(l->crew->cell[cell]->space[s]);
        into_len[s] = l->space[s].len;
    }
    const kh_merge m = { .size = sizeof m,
                         .spaces = j->n_spaces,
                         .remap = remap,
                         .from_len = from_len,
                         .into_len = into_len };
    slot_enter(l->slot, AT_MERGE);
    kh_status rc = j->plugin.table.merge(into, from, &m, e);
    slot_leave(l->slot);
    return rc ? job_failed(j, AT_MERGE, NULL, rc, e) : KH_OK;
}

/* An empty state of a level: one merge with another empty one tells it the lengths. */
static kh_status empty_state(struct ladder *l, uint32_t level, uint32_t variant,
                             int32_t day, void **out, kh_err *e)
{
    const struct job *j = l->job;
    const struct variant *v = &j->variants[variant];
    void *other = NULL;
    kh_status rc = cell_begin(j, l->slot, v, day, out, e);
    if (!rc)
        rc = cell_begin(j, l->slot, v, day, &other, e);
    if (!rc)
        rc = merge(l, level, *out, other, l->same, 0, -1, e);
    cell_end_state(j, l->slot, other);
    if (rc) {
        cell_end_state(j, l->slot, *out);
        *out = NULL;
    }
    return rc;
}

/* The level's state for a day, made if it is not there. */
static kh_status state_of(struct ladder *l, uint32_t level, uint32_t variant, int32_t day,
                          void **out, kh_err *e)
{
    struct cell_days *d = &l->rung[level].days[variant];
    uint32_t at = 0;
    *out = cell_days_find(d, day, &at);
    if (*out)
        return KH_OK;
    void *made = NULL;
    kh_status rc = empty_state(l, level, variant, day, &made, e);
    if (!rc)
        rc = cell_days_put(d, at, day, made, e);
    if (rc)
        cell_end_state(l->job, l->slot, made);
    else
        *out = made;
    return rc;
}

/* A cell's states of one variant go up and are ended. */
static kh_status enter_cell(struct ladder *l, uint32_t level, uint32_t variant, uint32_t c,
                            kh_err *e)
{
    const struct job *j = l->job;
    const struct cell *cell = l->crew->cell[c];
    struct cell_days *d = &cell->days[(size_t)level * j->n_variants + variant];
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < d->len; i++) {
        void *into = NULL;
        rc = state_of(l, level, variant, d->at[i].day, &into, e);
        if (!rc)
            rc = merge(l, level, into, d->at[i].state, l->rung[level].cell[c],
                       dict_len(cell->subject[level]), c, e);
    }
    for (uint32_t i = 0; i < d->len; i++)
        cell_end_state(j, l->slot, d->at[i].state);
    d->len = 0;
    return rc;
}

kh_status ladder_enter(struct ladder *l, uint32_t level, kh_err *e)
{
    const struct job *j = l->job;
    struct rung *r = &l->rung[level];
    kh_status rc = KH_OK;
    r->days = calloc(j->n_variants, sizeof *r->days);
    if (!r->days)
        return job_no_memory(e);
    for (uint32_t v = 0; !rc && v < j->n_variants; v++) {
        void *state = NULL;
        if (!j->variants[v].each_day)
            rc = state_of(l, level, v, VARIANT_NO_DAY, &state, e);
        for (uint32_t c = 0; !rc && j->enters[level] && c < l->crew->n_cells; c++)
            if (l->crew->cell[c])
                rc = enter_cell(l, level, v, c, e);
    }
    return rc;
}

kh_status ladder_climb(struct ladder *l, uint32_t level, kh_err *e)
{
    const struct job *j = l->job;
    const struct rung *r = &l->rung[level];
    kh_status rc = KH_OK;
    if (r->below < 0)
        return KH_OK;
    const struct rung *below = &l->rung[r->below];
    for (uint32_t v = 0; !rc && v < j->n_variants; v++)
        for (uint32_t i = 0; !rc && i < below->days[v].len; i++) {
            void *into = NULL;
            rc = state_of(l, level, v, below->days[v].at[i].day, &into, e);
            if (!rc)
                rc = merge(l, level, into, below->days[v].at[i].state, r->up, below->len,
                           -1, e);
        }
    return rc;
}

kh_status ladder_day(struct ladder *l, uint32_t level, uint32_t variant, uint32_t at,
                     void **state, bool *made, kh_err *e)
{
    const struct job *j = l->job;
    const struct rung *r = &l->rung[level];
    const struct cell_days *d = &r->days[variant];
    *state = d->at[at].state;
    *made = false;
    if (d->at[at].day == VARIANT_NO_DAY || d->at[0].day != VARIANT_NO_DAY)
        return KH_OK;
    kh_status rc = cell_begin(j, l->slot, &j->variants[variant], d->at[at].day, state, e);
    *made = !rc;
    if (!rc)
        rc = merge(l, level, *state, d->at[at].state, l->same, r->len, -1, e);
    if (!rc)
        rc = merge(l, level, *state, d->at[0].state, l->same, r->len, -1, e);
    return rc;
}

void ladder_end(struct ladder *l)
{
    for (uint32_t k = 0; k < CONF_LEVELS_MAX; k++) {
        struct cell_days *days = l->rung[k].days;
        for (uint32_t v = 0; days && v < l->job->n_variants; v++) {
            for (uint32_t i = 0; i < days[v].len; i++)
                cell_end_state(l->job, l->slot, days[v].at[i].state);
            free(days[v].at);
        }
        free(days);
        l->rung[k].days = NULL;
    }
}
