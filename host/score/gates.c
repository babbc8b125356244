/* SPDX-License-Identifier: Apache-2.0 */
/* gates.c - which vetoes act, and on whom.
 *
 * A veto is tested at its own level.  There its number acts; at every level above only what
 * it does to plates, grades and eligibility does. */
#include "score/scorer.h"

#include <stdlib.h>

static bool triggers(struct scorer *s, const struct veto *v, const struct unit *u,
                     struct fact *f, mpq_t value)
{
    facts_total(s, v->level, u, v->indicator, (uint32_t)s->variant[v->choice], f, value);
    int order = mpq_cmp(value, v->limit);
    return (f->state == IS_OK || f->state == IS_PENDING) &&
           (v->below ? order < 0 : order > 0);
}

static kh_status add_hit(struct scorer *s, const struct hit *wanted)
{
    for (uint32_t i = 0; i < s->n_hits; i++) {
        const struct hit *h = &s->hits[i];
        if (h->level == wanted->level && h->unit == wanted->unit && h->veto == wanted->veto)
            return KH_OK;
    }
    struct hit *h =
        arena_push(&s->work, (void **)&s->hits, &s->n_hits, &s->cap_hits, sizeof *h);
    if (!h)
        return scorer_no_memory(s);
    *h = *wanted;
    return KH_OK;
}

static kh_status add_levels_above(struct scorer *s, const struct veto *v, uint32_t unit)
{
    kh_status rc = KH_OK;
    for (uint32_t upper = 0; !rc && upper < s->in->domain->n_levels; upper++) {
        if (upper == v->level || !scheme_level_above(s->in->domain, v->level, upper))
            continue;
        int32_t above = units_above(s, v->level, unit, upper);
        if (above >= 0) {
            struct hit hit = { .level = upper, .unit = (uint32_t)above, .veto = v };
            fixed_small(hit.value, 0);
            rc = add_hit(s, &hit);
        }
    }
    return rc;
}

static int hit_compare(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->level != y->level)
        return x->level < y->level ? -1 : 1;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return x->veto == y->veto ? 0 : x->veto < y->veto ? -1 : 1;
}

/* At its own level and at those above. */
static kh_status act(struct scorer *s, const struct veto *v, uint32_t unit,
                     const mpq_t value)
{
    struct hit hit = { .level = v->level, .unit = unit, .veto = v, .direct = true };
    if (!fixed_keep(&s->work, hit.value, value))
        return scorer_no_memory(s);
    kh_status rc = add_hit(s, &hit);
    return rc ? rc : add_levels_above(s, v, unit);
}

kh_status gates_find(struct scorer *s)
{
    kh_status rc = KH_OK;
    mpq_t value;
    mpq_init(value);
    s->n_hits = 0;
    for (uint32_t i = 0; !rc && i < s->set->n_vetoes; i++) {
        const struct veto *v = &s->set->vetoes[i];
        struct unit_level *l = &s->levels[v->level];
        for (uint32_t u = 0; !rc && u < l->n; u++) {
            struct fact f;
            if (!units_match(s, v->level, &l->at[u], &v->who))
                continue;
            bool acts = triggers(s, v, &l->at[u], &f, value);
            if (!s->upheld && f.state == IS_PENDING)
                l->at[u].pending_gate = true;
            if (acts)
                rc = act(s, v, u, value);
        }
    }
    mpq_clear(value);
    /* Vetoes stand in one array, so their addresses are in the order of configuration. */
    if (!rc && s->n_hits)
        qsort(s->hits, s->n_hits, sizeof *s->hits, hit_compare);
    return rc;
}
