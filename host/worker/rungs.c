/* SPDX-License-Identifier: Apache-2.0 */
/* rungs.c - see ladder.h: the keys of levels and the maps between them.
 *
 * The subjects of a level are the keys of rows that enter there, the parents of the keys
 * below, and, where subjects are units of the organisation, all its units.  Keys that only
 * rows outside of the domain's own window have are merged like the others, since leaves
 * with longer windows and parents count them, but are not kept as subjects. */
#include "base/lang.h"
#include "base/text.h"
#include "worker/ladder.h"

enum { RUNGS_TOLD = 20 }; /* units without a parent that are named */

/* The part of a key that stands for column `column`; NULL if the level has none. */
static const char *part_of(struct arena *a, const struct conf_level *level, const char *key,
                           const char *column)
{
    for (uint32_t i = 0; i < level->n_of; i++) {
        if (strcmp(level->of[i], column) != 0)
            continue;
        size_t n = 0;
        char **parts = subject_split(a, key, &n);
        return parts && n == level->n_of ? parts[i] : NULL;
    }
    return NULL;
}

const struct org_unit *ladder_unit(const struct job *j, uint32_t level, const char *key,
                                   const char *org_level)
{
    const struct conf_level *l = &j->domain->levels[level];
    const struct org_unit *unit = NULL;
    struct arena scratch;
    arena_init(&scratch, 0);
    for (uint32_t i = 0; !unit && j->orgs && i < l->n_of; i++) {
        const char *part =
            orgs_has_level(j->orgs, l->of[i]) ? part_of(&scratch, l, key, l->of[i]) : NULL;
        unit = part ? orgs_find(j->orgs, l->of[i], part) : NULL;
        unit = unit ? orgs_above(unit, org_level) : NULL;
    }
    arena_end(&scratch);
    return unit;
}

bool ladder_is_closed(const struct job *j, uint32_t level, const char *key)
{
    const struct conf_level *l = &j->domain->levels[level];
    bool closed = false;
    struct arena scratch;
    arena_init(&scratch, 0);
    for (uint32_t i = 0; !closed && i < l->n_of; i++) {
        const char *part =
            orgs_has_level(j->orgs, l->of[i]) ? part_of(&scratch, l, key, l->of[i]) : NULL;
        const struct org_unit *u = part ? orgs_find(j->orgs, l->of[i], part) : NULL;
        closed = u && u->is_closed;
    }
    arena_end(&scratch);
    return closed;
}

/* The key above `key`; NULL: there is none (`f` is told) or memory is refused. */
static const char *parent_key(struct ladder *l, uint32_t level, const char *key,
                              struct findings *f)
{
    struct job *j = l->job;
    const struct conf_level *to = &j->domain->levels[level];
    const struct conf_level *from = &j->domain->levels[to->from];
    if (to->org) {
        const struct org_unit *u = ladder_unit(j, (uint32_t)to->from, key, to->id);
        if (!u && f->errors < RUNGS_TOLD)
            findings_add(f, FINDING_ERROR, ST_INPUT, j->conf->orgs, 0, 0,
                         _("'%s' of level '%s' has no unit of level '%s' above it; give it "
                           "a parent"),
                         key, from->id, to->id);
        const char *parts[] = { u ? u->id : NULL };
        return u ? subject_join(&j->arena, parts, 1) : NULL;
    }
    const char *parts[CONF_SUBJECT_MAX];
    for (uint32_t i = 0; i < to->n_of; i++) {
        parts[i] = part_of(&j->arena, from, key, to->of[i]);
        if (!parts[i])
            return NULL;
    }
    return subject_join(&j->arena, parts, to->n_of);
}

struct lists { /* what a level's keys are united from */
    const char *const **at;
    uint32_t *len, n;
};

static kh_status add_cells(struct ladder *l, uint32_t level, struct lists *lists, kh_err *e)
{
    for (uint32_t c = 0; c < l->crew->n_cells; c++, lists->n++) {
        const struct cell *cell = l->crew->cell[c];
        const struct dict *d = cell ? cell->subject[level] : NULL;
        uint32_t n = d ? dict_len(d) : 0;
        const char **keys = arena_array(&l->job->arena, n, sizeof *keys);
        if (!keys)
            return job_no_memory(e);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t len = 0;
            keys[i] = dict_text(d, i, &len);
        }
        lists->at[lists->n] = keys;
        lists->len[lists->n] = n;
    }
    return KH_OK;
}

static kh_status add_parents(struct ladder *l, uint32_t level, struct lists *lists,
                             struct findings *f, kh_err *e)
{
    const struct rung *below = &l->rung[l->rung[level].below];
    const char **keys = arena_array(&l->job->arena, below->len, sizeof *keys);
    if (!keys)
        return job_no_memory(e);
    uint32_t errors = f->errors;
    bool is_whole = true;
    for (uint32_t i = 0; i < below->len; i++) {
        keys[i] = parent_key(l, level, below->key[i], f);
        is_whole = is_whole && keys[i];
    }
    if (f->errors > errors)
        return kh_fail(e, ST_INPUT, _("units without a parent"));
    if (!is_whole)
        return job_no_memory(e);
    lists->at[lists->n] = keys;
    lists->len[lists->n++] = below->len;
    return KH_OK;
}

/* Are the subjects of this level the units of an organisation's level? */
static const char *unit_level(const struct job *j, uint32_t level)
{
    const struct conf_domain *d = j->domain;
    const struct conf_level *l = &d->levels[level];
    bool is_org = j->orgs && d->n_subject == 1 && l->n_of == 1 &&
                  orgs_has_level(j->orgs, d->subject[0]) &&
                  orgs_has_level(j->orgs, l->of[0]);
    return is_org ? l->of[0] : NULL;
}

static kh_status add_units(struct ladder *l, uint32_t level, struct lists *lists, kh_err *e)
{
    const struct job *j = l->job;
    const char *name = unit_level(j, level);
    uint32_t n = name ? orgs_len(j->orgs) : 0, len = 0;
    const char **keys = arena_array(&l->job->arena, n, sizeof *keys);
    if (!keys)
        return job_no_memory(e);
    for (uint32_t i = 0; i < n; i++) {
        const struct org_unit *u = orgs_at(j->orgs, i);
        if (strcmp(u->level, name) != 0 || u->is_closed)
            continue;
        keys[len] = subject_join(&l->job->arena, &u->id, 1);
        if (!keys[len++])
            return job_no_memory(e);
    }
    lists->at[lists->n] = keys;
    lists->len[lists->n++] = len;
    return KH_OK;
}

/* Units of the organisation are subjects even without a row; closed ones never are. */
static void keep_units(const struct job *j, uint32_t level, struct rung *r)
{
    const char *name = unit_level(j, level);
    for (uint32_t i = 0; name && i < r->len; i++)
        r->keep[i] = r->keep[i] || ladder_unit(j, level, r->key[i], name);
    for (uint32_t i = 0; j->has_closed && i < r->len; i++)
        r->keep[i] = r->keep[i] && !ladder_is_closed(j, level, r->key[i]);
}

/* Which canonical keys are subjects: seen in the own window, or above one that is, or a
 * unit of the organisation. */
static kh_status keep_keys(struct ladder *l, uint32_t level, const struct united *u,
                           kh_err *e)
{
    struct job *j = l->job;
    struct rung *r = &l->rung[level];
    uint32_t cells = l->crew->n_cells;
    r->keep = arena_array(&j->arena, r->len, sizeof *r->keep);
    r->place = arena_array(&j->arena, r->len, sizeof *r->place);
    if (!r->keep || !r->place)
        return job_no_memory(e);
    for (uint32_t d = 0; d < j->n_datasets; d++)
        for (uint32_t c = 0; c < cells && job_is_fact(j, d) && j->level[d] == level; c++) {
            const struct cell *cell = l->crew->cell[c];
            uint32_t n = cell && cell->subject[level] ? dict_len(cell->subject[level]) : 0;
            for (uint32_t i = 0; i < n; i++)
                if (cell_bit(&cell->seen[d], i))
                    r->keep[u->remap[c][i]] = true;
        }
    uint32_t list = cells;
    if (r->below >= 0) {
        const struct rung *below = &l->rung[r->below];
        r->up = u->remap[list++];
        for (uint32_t i = 0; i < below->len; i++)
            if (below->keep[i])
                r->keep[r->up[i]] = true;
    }
    keep_units(j, level, r);
    for (uint32_t i = 0; i < r->len; i++)
        r->place[i] = r->keep[i] ? r->kept++ : UINT32_MAX;
    return KH_OK;
}

static kh_status unite_level(struct ladder *l, uint32_t level, struct findings *f,
                             kh_err *e)
{
    struct job *j = l->job;
    struct rung *r = &l->rung[level];
    uint32_t room = l->crew->n_cells + 2;
    struct lists lists = { arena_array(&j->arena, room, sizeof *lists.at),
                           arena_array(&j->arena, room, sizeof *lists.len), 0 };
    struct united u = { 0 };
    r->below =
        j->domain->levels[level].by == LEVEL_MERGE ? j->domain->levels[level].from : -1;
    if (!lists.at || !lists.len)
        return job_no_memory(e);
    kh_status rc = add_cells(l, level, &lists, e);
    if (!rc && r->below >= 0)
        rc = add_parents(l, level, &lists, f, e);
    if (!rc)
        rc = add_units(l, level, &lists, e);
    if (!rc)
        rc = unite_keys(&u, &j->arena, lists.at, lists.len, lists.n, e);
    if (rc)
        return rc;
    r->key = u.key;
    r->len = u.len;
    r->cell = u.remap;
    return keep_keys(l, level, &u, e);
}

static kh_status unite_spaces(struct ladder *l, kh_err *e)
{
    struct job *j = l->job;
    uint32_t cells = l->crew->n_cells;
    const struct dict **dicts = arena_array(&j->arena, cells, sizeof(const struct dict *));
    l->space = arena_array(&j->arena, j->n_spaces, sizeof *l->space);
    kh_status rc = dicts && l->space ? KH_OK : job_no_memory(e);
    for (uint32_t s = 1; !rc && s < j->n_spaces; s++) {
        for (uint32_t c = 0; c < cells; c++)
            dicts[c] = l->crew->cell[c] ? l->crew->cell[c]->space[s] : NULL;
        rc = unite_dicts(&l->space[s], &j->arena, dicts, cells, e);
    }
    return rc;
}

kh_status ladder_keys(struct ladder *l, struct job *j, const struct crew *c,
                      struct findings *f, kh_err *e)
{
    *l = (struct ladder){ .job = j, .crew = c, .slot = j->slots->slot };
    kh_status rc = unite_spaces(l, e);
    uint32_t longest = 0;
    for (uint32_t s = 1; !rc && s < j->n_spaces; s++)
        longest = l->space[s].len > longest ? l->space[s].len : longest;
    for (uint32_t k = 0; !rc && k < j->domain->n_levels; k++)
        if (j->in_chain[k]) {
            rc = unite_level(l, k, f, e);
            longest = l->rung[k].len > longest ? l->rung[k].len : longest;
        }
    l->same = rc ? NULL : arena_array(&j->arena, longest, sizeof *l->same);
    if (!rc && !l->same)
        rc = job_no_memory(e);
    for (uint32_t i = 0; !rc && i < longest; i++)
        l->same[i] = i;
    return rc;
}
