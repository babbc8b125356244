/* SPDX-License-Identifier: Apache-2.0 */
/* taken.c - results of other domains (architecture.md, "Results of other domains").
 *
 * Exact totals of every window that ends inside this one: first the mean over a unit's
 * windows, then over the units that share the own subject's columns (domain.md 1.5: A
 * 92.75, B 81.5, 87.125).  `na` totals leave, `missing` ones count 0, `pending` ones make
 * the leaf pending. */
#include "score/scorer.h"

#include "base/text.h"

#include <stdlib.h>

/* ---- The totals, sorted -------------------------------------------------- */

static int total_compare(const void *a, const void *b)
{
    const struct taken_total *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    if (!order)
        order = strcmp(x->total->subject, y->total->subject);
    return order ? order : (x->window > y->window) - (x->window < y->window);
}

static const struct taken *taken_of(const struct scorer *s, uint32_t level,
                                    const struct source *source)
{
    for (uint32_t i = 0; i < s->n_taken; i++)
        if (s->taken[i].level == level && s->taken[i].source->domain == source->domain &&
            s->taken[i].source->level == source->level)
            return &s->taken[i];
    return NULL;
}

/* The own key in the source's subject; NULL: memory.  *fits is false for a subject that
 * does not have the columns, made when the level had others. */
static const char *own_key(struct scorer *s, const struct taken *t, const char *subject,
                           bool *fits)
{
    const struct conf_level *own = &s->in->domain->levels[t->level];
    const char *parts[CONF_SUBJECT_MAX];
    size_t n = 0;
    char **all = subject_split(&s->work, subject, &n);
    *fits = all && n == t->source->domain->levels[t->source->level].n_of;
    if (!*fits)
        return all ? "" : NULL;
    for (uint32_t i = 0; i < own->n_of; i++)
        parts[i] = all[t->source->place[t->level][i]];
    return subject_join(&s->work, parts, own->n_of);
}

static bool take_window(struct scorer *s, struct taken *t, uint32_t window, uint32_t *cap)
{
    const struct scored_window *w = &s->in->sources[window];
    const char *level = t->source->domain->levels[t->source->level].id;
    bool ok = true, fits = false;
    for (uint32_t i = 0; ok && i < w->n_totals; i++) {
        if (strcmp(w->totals[i].level, level) != 0)
            continue;
        const char *key = own_key(s, t, w->totals[i].subject, &fits);
        struct taken_total *to =
            key && fits ? arena_push(&s->work, (void **)&t->at, &t->n, cap, sizeof *to)
                        : NULL;
        if (to)
            *to = (struct taken_total){ key, window, &w->totals[i] };
        ok = key && (to || !fits);
    }
    return ok;
}

static kh_status take(struct scorer *s, uint32_t level, const struct source *source)
{
    uint32_t cap = 0;
    struct taken *t =
        arena_push(&s->work, (void **)&s->taken, &s->n_taken, &s->cap_taken, sizeof *t);
    if (!t)
        return scorer_no_memory(s);
    *t = (struct taken){ .source = source, .level = level };
    for (uint32_t i = 0; i < s->in->n_sources; i++)
        if (s->in->sources[i].is_known &&
            !strcmp(s->in->sources[i].domain, source->domain->id) &&
            !take_window(s, t, i, &cap))
            return scorer_no_memory(s);
    if (t->n)
        qsort(t->at, t->n, sizeof *t->at, total_compare);
    return KH_OK;
}

kh_status taken_find(struct scorer *s)
{
    kh_status rc = KH_OK;
    for (uint32_t v = 0; v < s->set->n_versions; v++)
        for (uint32_t i = 0; i < s->set->versions[v].n_nodes; i++) {
            const struct leaf *leaf = s->set->versions[v].nodes[i].leaf;
            for (uint32_t l = 0; !rc && leaf && leaf->source && l < CONF_LEVELS_MAX; l++)
                if (leaf->source->applies[l] && !taken_of(s, l, leaf->source))
                    rc = take(s, l, leaf->source);
        }
    return rc;
}

/* ---- Units --------------------------------------------------------------- */

/* Does the version that would score the unit look at these totals? */
static bool looks(struct scorer *s, const struct taken *t, const char *key, bool *failed)
{
    struct unit u = { .key = key };
    size_t n = 0;
    u.parts = subject_split(&s->work, key, &n);
    u.n_parts = (uint32_t)n;
    *failed = !u.parts;
    const struct version *v = u.parts ? units_version(s, t->level, &u) : NULL;
    for (uint32_t i = 0; v && i < v->n_nodes; i++) {
        const struct leaf *leaf = v->nodes[i].leaf;
        if (leaf && leaf->source && taken_of(s, t->level, leaf->source) == t)
            return true;
    }
    return false;
}

/* A total without a scheme is no result. */
static bool is_result(const struct scored_total *t)
{
    return t->full;
}

kh_status taken_units(struct scorer *s, uint32_t level, const char ***keys, uint32_t *n)
{
    uint32_t cap = 0;
    bool failed = false;
    for (uint32_t i = 0; i < s->n_taken; i++) {
        const struct taken *t = &s->taken[i];
        for (uint32_t k = 0; t->level == level && !failed && k < t->n; k++) {
            const char *key = t->at[k].key;
            if (!is_result(t->at[k].total) || (*n && !strcmp((*keys)[*n - 1], key)) ||
                !looks(s, t, key, &failed))
                continue;
            const char **to = arena_push(&s->work, (void **)keys, n, &cap, sizeof *to);
            failed = !to;
            if (to)
                *to = key;
        }
    }
    return failed ? scorer_no_memory(s) : KH_OK;
}

/* ---- Means --------------------------------------------------------------- */

struct averaging {
    uint32_t live, missing, pending;
    mpq_t sum;
};

static void averaging_reset(struct averaging *m)
{
    m->live = m->missing = m->pending = 0;
    mpq_set_ui(m->sum, 0, 1);
}

static enum state averaging_state(const struct averaging *m)
{
    if (!m->live)
        return IS_NA;
    if (m->missing == m->live)
        return IS_MISSING;
    return m->pending ? IS_PENDING : IS_OK;
}

static void averaging_add(struct averaging *m, enum state state, const mpq_t q)
{
    if (state == IS_NA)
        return;
    m->live++;
    m->missing += state == IS_MISSING;
    m->pending += state == IS_PENDING;
    mpq_add(m->sum, m->sum, q);
}

/* The mean replaces the sum. */
static void averaging_end(struct averaging *m)
{
    mpq_t n;
    mpq_init(n);
    mpq_set_ui(n, m->live ? m->live : 1, 1);
    mpq_div(m->sum, m->sum, n);
    mpq_clear(n);
}

static enum state total_state(const struct scored_total *t)
{
    return !strcmp(t->state, STATE_MISSING)   ? IS_MISSING
           : !t->score                        ? IS_NA
           : !strcmp(t->state, STATE_PENDING) ? IS_PENDING
                                              : IS_OK;
}

/* Score of a total, or its share of full; while appeals count as upheld without them. */
static enum state read_total(const struct scorer *s, const struct scored_total *t,
                             bool share, mpq_t q)
{
    enum state state = total_state(t);
    const char *score = t->score;
    mpq_t full;
    mpq_init(full);
    mpq_set_ui(q, 0, 1);
    if (s->upheld && state == IS_PENDING) {
        score = t->upheld;
        state = score ? IS_OK : IS_NA;
    }
    if (score && !num_parse_fraction(q, score))
        state = IS_NA;
    if (share && t->full && num_parse_fraction(full, t->full) && mpq_sgn(full))
        mpq_div(q, q, full);
    mpq_clear(full);
    return state;
}

static uint32_t first_of(const struct taken *t, const char *key)
{
    uint32_t low = 0, high = t->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (strcmp(t->at[mid].key, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* One unit of the source from entry `i` on: the mean over its windows.  Returns the entry
 * behind it. */
static uint32_t average_unit(const struct scorer *s, const struct taken *t, uint32_t i,
                             bool share, struct averaging *windows)
{
    const struct taken_total *first = &t->at[i];
    mpq_t q;
    mpq_init(q);
    averaging_reset(windows);
    for (; i < t->n && !strcmp(t->at[i].key, first->key) &&
           !strcmp(t->at[i].total->subject, first->total->subject);
         i++) {
        enum state state = read_total(s, t->at[i].total, share, q);
        averaging_add(windows, state, q);
    }
    averaging_end(windows);
    mpq_clear(q);
    return i;
}

static void count_windows(const struct scorer *s, const struct source *source,
                          struct fact *f)
{
    for (uint32_t i = 0; i < s->in->n_sources; i++) {
        if (strcmp(s->in->sources[i].domain, source->domain->id) != 0)
            continue;
        f->in_cycle++;
        f->windows += s->in->sources[i].is_known;
    }
}

void taken_value(struct scorer *s, uint32_t level, const struct unit *u,
                 const struct leaf *leaf, bool share, struct fact *f, mpq_t value)
{
    const struct taken *t = taken_of(s, level, leaf->source);
    *f = (struct fact){ .state = IS_NA, .day = VARIANT_NO_DAY };
    mpq_set_ui(value, 0, 1);
    if (!t)
        return;
    struct averaging windows, units;
    mpq_inits(windows.sum, units.sum, NULL);
    averaging_reset(&units);
    count_windows(s, leaf->source, f);
    for (uint32_t i = first_of(t, u->key); i < t->n && !strcmp(t->at[i].key, u->key);) {
        i = average_unit(s, t, i, share, &windows);
        averaging_add(&units, averaging_state(&windows), windows.sum);
        f->samples += windows.live;
    }
    averaging_end(&units);
    f->state = averaging_state(&units);
    mpq_set(value, units.sum);
    mpq_clears(windows.sum, units.sum, NULL);
}
