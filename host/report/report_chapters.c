/* SPDX-License-Identifier: Apache-2.0 */
/* report_chapters.c - which levels of several domains are one chapter of the report, so
 * that a subject has one section for everything that was found about it. */
#include "report/report_inside.h"
#include "report/report_parts.h"

#include <string.h>

static int64_t search(const void *at, size_t size, uint32_t n, const char *subject)
{
    uint32_t from = 0, to = n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        /* the subject is the first member of both structures */
        const char *const *key = (const void *)((const char *)at + middle * size);
        int order = strcmp(*key, subject);
        if (!order)
            return middle;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return -1;
}

int64_t model_subject_at(const struct model_level *l, const char *subject)
{
    return l ? search(l->subjects, sizeof *l->subjects, l->n_subjects, subject) : -1;
}

int64_t model_unit_at(const struct model_chapter *c, const char *subject)
{
    return search(c->units, sizeof *c->units, c->n_units, subject);
}

int64_t model_chapter_of(const struct model *m, const char *domain, const char *level)
{
    for (uint32_t i = 0; i < m->n_chapters; i++)
        for (uint32_t k = 0; k < m->chapters[i].n_parts; k++) {
            const struct model_part *p = &m->chapters[i].parts[k];
            if (!strcmp(p->domain->id, domain) && !strcmp(p->level->id, level))
                return i;
        }
    return -1;
}

static bool share_subjects(const struct model_level *a, const struct model_level *b)
{
    for (uint32_t i = 0; i < a->n_subjects; i++)
        if (model_subject_at(b, a->subjects[i].subject) >= 0)
            return true;
    return false;
}

static bool holds_domain(const struct model_chapter *c, const struct model_domain *d)
{
    for (uint32_t i = 0; i < c->n_parts; i++)
        if (c->parts[i].domain == d)
            return true;
    return false;
}

/* A domain may call the composite's units by another level's name. */
static bool fits(const struct model *m, const struct model_chapter *c,
                 const struct model_domain *d, const struct model_level *l)
{
    bool same = !strcmp(c->level, l->id), composed = false;
    for (uint32_t i = 0; i < m->composite.n_columns; i++)
        composed = composed || m->composite.columns[i].domain == d;
    return (same || (c->is_composite && composed)) && !holds_domain(c, d) &&
           share_subjects(c->parts[0].level, l);
}

static kh_status add_level(struct report *r, struct model *m, uint32_t domain,
                           uint32_t level, kh_err *e)
{
    const struct model_domain *d = &m->domains[domain];
    const struct model_level *l = &d->levels[level];
    struct model_chapter *c = NULL;
    for (uint32_t i = 0; i < m->n_chapters && !c; i++)
        if (fits(m, &m->chapters[i], d, l))
            c = &m->chapters[i];
    if (!c) {
        c = &m->chapters[m->n_chapters++];
        *c = (struct model_chapter){ .level = l->id, .is_composite = d->is_composite };
        c->parts = arena_array(&r->arena, m->n_domains, sizeof *c->parts);
    }
    if (!c->parts)
        return kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    c->parts[c->n_parts++] = (struct model_part){ d, l, domain, level };
    return KH_OK;
}

/* The next subject of all parts, which are in bytewise order; NULL at the end. */
static const char *next_subject(const struct model_chapter *c, const uint32_t *at)
{
    const char *least = NULL;
    for (uint32_t i = 0; i < c->n_parts; i++) {
        const struct model_level *l = c->parts[i].level;
        if (at[i] < l->n_subjects &&
            (!least || strcmp(l->subjects[at[i]].subject, least) < 0))
            least = l->subjects[at[i]].subject;
    }
    return least;
}

static void fill_unit(struct model_chapter *c, struct model_unit *u, const char *subject,
                      uint32_t *at)
{
    u->subject = subject;
    for (uint32_t i = 0; i < c->n_parts; i++) {
        const struct model_level *l = c->parts[i].level;
        if (at[i] == l->n_subjects || strcmp(l->subjects[at[i]].subject, subject) != 0)
            continue;
        u->in[i] = &l->subjects[at[i]++];
        u->is_shown = u->is_shown || u->in[i]->is_shown;
        u->trouble = u->trouble || u->in[i]->trouble;
        if (!u->name)
            u->name = u->in[i]->name;
    }
    c->n_shown += u->is_shown;
    c->n_trouble += u->trouble;
}

static kh_status merge(struct report *r, struct model_chapter *c, kh_err *e)
{
    uint32_t cap = 0, *at = arena_array(&r->arena, c->n_parts, sizeof *at);
    const char *subject = NULL;
    if (!at)
        return kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    while ((subject = next_subject(c, at)) != NULL) {
        struct model_unit *u =
            arena_push(&r->arena, (void **)&c->units, &c->n_units, &cap, sizeof *c->units);
        if (u)
            u->in = arena_array(&r->arena, c->n_parts, sizeof *u->in);
        if (!u || !u->in)
            return kh_fail(e, KH_ENOMEM, _("no memory for the report"));
        fill_unit(c, u, subject, at);
    }
    return KH_OK;
}

kh_status chapters_load(struct report *r, struct model *m, kh_err *e)
{
    kh_status rc = KH_OK;
    size_t most = 1;
    for (uint32_t i = 0; i < m->n_domains; i++)
        most += m->domains[i].n_levels;
    m->chapters = arena_array(&r->arena, most, sizeof *m->chapters);
    if (!m->chapters)
        return kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    for (uint32_t i = 0; !rc && i < m->n_domains; i++)
        for (uint32_t k = m->domains[i].n_levels; !rc && k-- > 0;) /* the widest first */
            if (m->domains[i].levels[k].n_subjects)
                rc = add_level(r, m, i, k, e);
    for (uint32_t i = 0; !rc && i < m->n_chapters; i++)
        rc = merge(r, &m->chapters[i], e);
    return rc;
}
