/* SPDX-License-Identifier: Apache-2.0 */
/* column_texts.c - columns of registers, per unit: groups of boards, conditions of `for`.
 */
#include "score/scorer.h"

/* The register's own row of a measured subject; columns are sorted. */
static const char *own_text(const struct measured *m, uint32_t level, uint32_t subject,
                            const char *column)
{
    uint32_t low = 0, high = m->n_columns;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const struct measured_column *c = &m->columns[mid];
        bool before = c->level != level       ? c->level < level
                      : c->subject != subject ? c->subject < subject
                                              : strcmp(c->column, column) < 0;
        if (before)
            low = mid + 1;
        else
            high = mid;
    }
    const struct measured_column *c = low < m->n_columns ? &m->columns[low] : NULL;
    bool found =
        c && c->level == level && c->subject == subject && !strcmp(c->column, column);
    return found ? c->text : NULL;
}

const char *column_text(const struct scorer *s, uint32_t level, const struct unit *u,
                        const char *column)
{
    const struct measured *m = s->in->measured;
    if (!m || !m->n_columns)
        return NULL;
    const char *text =
        u->measured >= 0 ? own_text(m, level, (uint32_t)u->measured, column) : NULL;
    int32_t below = s->in->domain->levels[level].from;
    if (text || below < 0)
        return text;
    for (uint32_t i = 0; i < u->n_children; i++) {
        const struct unit *child = &s->levels[below].at[u->children[i]];
        const char *one = column_text(s, (uint32_t)below, child, column);
        if (!one || (text && strcmp(text, one) != 0))
            return NULL;
        text = one;
    }
    return text;
}

static bool tell_unit(struct scorer *s, uint32_t level, const struct unit *u,
                      struct scored_domain *out, uint32_t *cap)
{
    const struct conf_domain *d = s->in->domain;
    for (uint32_t i = 0; i < d->n_asked; i++) {
        const char *text = column_text(s, level, u, d->asked[i]);
        if (!text)
            continue;
        struct scored_column *to =
            arena_push(s->out, (void **)&out->columns, &out->n_columns, cap, sizeof *to);
        if (!to)
            return false;
        *to = (struct scored_column){ d->levels[level].id, u->key, d->asked[i],
                                      arena_text(s->out, text) };
        if (!to->text)
            return false;
    }
    return true;
}

kh_status column_texts(struct scorer *s, struct scored_domain *out)
{
    const struct conf_domain *d = s->in->domain;
    uint32_t cap = 0;
    bool ok = true;
    for (uint32_t l = 0; l < d->n_levels; l++)
        for (uint32_t i = 0; ok && d->levels[l].scored && i < s->levels[l].n; i++)
            ok = tell_unit(s, l, &s->levels[l].at[i], out, &cap);
    return ok ? KH_OK : scorer_no_memory(s);
}
