/* SPDX-License-Identifier: Apache-2.0 */
/* cell.c - see cell.h. */
#include "worker/cell.h"
#include "base/lang.h"

#include <stdlib.h>

static kh_status copy_dict(struct dict **out, const struct dict *base, kh_err *e)
{
    *out = dict_new();
    if (!*out)
        return job_no_memory(e);
    kh_status rc = KH_OK;
    uint32_t n = base ? dict_len(base) : 0;
    for (uint32_t i = 0; !rc && i < n; i++) {
        uint32_t len = 0, id = 0;
        const char *key = dict_text(base, i, &len);
        rc = dict_id(*out, key, len, &id, e);
    }
    return rc;
}

static kh_status copy_dicts(struct cell *c, const struct job *j, const struct cell *base,
                            kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t l = 0; !rc && l < j->domain->n_levels; l++)
        if (j->enters[l])
            rc = copy_dict(&c->subject[l], base ? base->subject[l] : NULL, e);
    for (uint32_t s = 1; !rc && s < j->n_spaces; s++)
        rc = copy_dict(&c->space[s], base ? base->space[s] : NULL, e);
    return rc;
}

kh_status cell_new(struct cell **out, const struct job *j, const struct cell *base,
                   kh_err *e)
{
    *out = NULL;
    struct cell *c = calloc(1, sizeof *c);
    if (!c)
        return job_no_memory(e);
    c->days = calloc((size_t)j->domain->n_levels * j->n_variants, sizeof *c->days);
    c->seen = calloc((size_t)j->n_variants * j->n_datasets, sizeof *c->seen);
    c->outside = calloc(j->n_datasets, sizeof *c->outside);
    c->rejected = calloc(j->n_datasets, sizeof *c->rejected);
    kh_status rc = KH_OK;
    if (!c->days || !c->seen || !c->outside || !c->rejected)
        rc = job_no_memory(e);
    if (!rc)
        rc = copy_dicts(c, j, base, e);
    if (rc) {
        cell_end(c, j);
        return rc;
    }
    *out = c;
    return KH_OK;
}

static void end_days(struct cell_days *d, const struct job *j)
{
    for (uint32_t i = 0; i < d->len; i++)
        j->plugin.table.end(d->at[i].state);
    free(d->at);
}

void cell_end(struct cell *c, const struct job *j)
{
    if (!c)
        return;
    for (size_t i = 0; c->days && i < (size_t)j->domain->n_levels * j->n_variants; i++)
        end_days(&c->days[i], j);
    for (size_t i = 0; c->seen && i < (size_t)j->n_variants * j->n_datasets; i++)
        free(c->seen[i].word);
    for (uint32_t l = 0; l < CONF_LEVELS_MAX; l++)
        dict_end(c->subject[l]);
    for (uint32_t s = 0; s < SCHEMA_SPACES_MAX; s++)
        dict_end(c->space[s]);
    free(c->days);
    free(c->seen);
    free(c->outside);
    free(c->rejected);
    free(c);
}

void cell_dicts(const struct cell *c, const struct job *j, uint32_t dataset,
                struct dict **dicts)
{
    dicts[0] = c->subject[j->level[dataset]];
    for (uint32_t s = 1; s < j->n_spaces; s++)
        dicts[s] = c->space[s];
}

void *cell_days_find(const struct cell_days *d, int32_t day, uint32_t *at)
{
    uint32_t lo = 0, hi = d->len;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->at[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    *at = lo;
    return lo < d->len && d->at[lo].day == day ? d->at[lo].state : NULL;
}

kh_status cell_days_put(struct cell_days *d, uint32_t at, int32_t day, void *state,
                        kh_err *e)
{
    if (d->len == d->cap) {
        uint32_t cap = d->cap ? d->cap * 2 : 4;
        struct cell_day *more = realloc(d->at, cap * sizeof *more);
        if (!more)
            return job_no_memory(e);
        d->at = more;
        d->cap = cap;
    }
    memmove(d->at + at + 1, d->at + at, (d->len - at) * sizeof *d->at);
    d->at[at] = (struct cell_day){ day, state };
    d->len++;
    return KH_OK;
}

kh_status cell_begin(const struct job *j, struct slot *slot, const struct variant *v,
                     int32_t day, void **state, kh_err *e)
{
    bool is_day = day != VARIANT_NO_DAY;
    const kh_window w = {
        .size = sizeof w,
        .months = is_day ? 0 : (uint32_t)v->months,
        .from = (is_day ? day : v->from) * CIVIL_DAY_US,
        .to = (is_day ? day + 1 : v->to) * CIVIL_DAY_US,
    };
    *state = NULL;
    slot_enter(slot, AT_BEGIN);
    kh_status rc = j->plugin.table.begin(job_inst_of(j, v)->inst, &w, state, e);
    slot_leave(slot);
    if (rc)
        return job_failed(j, AT_BEGIN, NULL, rc, e);
    return *state ? KH_OK : job_unsound(j, AT_BEGIN, N_("no state"), NULL, e);
}

void cell_end_state(const struct job *j, struct slot *slot, void *state)
{
    if (!state)
        return;
    slot_enter(slot, AT_END);
    j->plugin.table.end(state);
    slot_leave(slot);
}

kh_status cell_state(struct cell *c, const struct job *j, struct slot *slot, uint32_t level,
                     uint32_t variant, int32_t day, void **state, kh_err *e)
{
    struct cell_days *d = &c->days[(size_t)level * j->n_variants + variant];
    uint32_t at = 0;
    *state = cell_days_find(d, day, &at);
    if (*state)
        return KH_OK;
    void *made = NULL;
    kh_status rc = cell_begin(j, slot, &j->variants[variant], day, &made, e);
    if (!rc)
        rc = cell_days_put(d, at, day, made, e);
    if (rc)
        cell_end_state(j, slot, made);
    else
        *state = made;
    return rc;
}

bool cell_bit(const struct cell_bits *b, uint32_t i)
{
    return i / 64 < b->words && b->word[i / 64] >> (i % 64) & 1;
}

kh_status cell_bit_set(struct cell_bits *b, uint32_t i, kh_err *e)
{
    if (i / 64 >= b->words) {
        uint32_t words = i / 64 + 1 + b->words;
        uint64_t *word = realloc(b->word, words * sizeof *word);
        if (!word)
            return job_no_memory(e);
        memset(word + b->words, 0, (words - b->words) * sizeof *word);
        b->word = word;
        b->words = words;
    }
    b->word[i / 64] |= UINT64_C(1) << (i % 64);
    return KH_OK;
}
