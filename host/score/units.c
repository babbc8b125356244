/* SPDX-License-Identifier: Apache-2.0 */
/* units.c - who is scored at each level.
 *
 * On measured levels a unit is a subject for which the plugin gave any result, and, if the
 * subject is one column of the organisation, every unit of that level of which the plugin
 * was never told.  On the levels above, units are what the units below lead to. */
#include "score/scorer.h"

#include "base/text.h"

#include <stdlib.h>

static int unit_compare(const void *a, const void *b)
{
    return strcmp(((const struct unit *)a)->key, ((const struct unit *)b)->key);
}

static int32_t find_unit(const struct unit_level *l, const char *key)
{
    const struct unit wanted = { .key = key };
    const struct unit *u =
        l->n ? bsearch(&wanted, l->at, l->n, sizeof *l->at, unit_compare) : NULL;
    return u ? (int32_t)(u - l->at) : -1;
}

/* ---- Columns ------------------------------------------------------------- */

/* The unit of the organisation that a part of the key names; NULL. */
static const struct org_unit *part_org(const struct scorer *s, uint32_t level,
                                       const struct unit *u, uint32_t part)
{
    const struct conf_level *l = &s->in->domain->levels[level];
    if (!s->in->orgs || part >= u->n_parts || part >= l->n_of)
        return NULL;
    return orgs_find(s->in->orgs, l->of[part], u->parts[part]);
}

const char *units_column(const struct scorer *s, uint32_t level, const struct unit *u,
                         const char *column)
{
    const struct conf_level *l = &s->in->domain->levels[level];
    for (uint32_t i = 0; i < l->n_of && i < u->n_parts; i++)
        if (!strcmp(l->of[i], column))
            return u->parts[i];
    for (uint32_t i = 0; i < u->n_parts; i++) {
        const struct org_unit *org = part_org(s, level, u, i);
        const struct org_unit *above = org ? orgs_above(org, column) : NULL;
        if (above)
            return above->id;
        const char *text = org ? orgs_column(s->in->orgs, org, column) : NULL;
        if (text && *text)
            return text;
    }
    return column_text(s, level, u, column);
}

bool units_match(const struct scorer *s, uint32_t level, const struct unit *u,
                 const struct matches *who)
{
    for (uint32_t i = 0; i < who->n; i++) {
        const struct match *m = &who->at[i];
        const char *text = units_column(s, level, u, m->key);
        bool found = false;
        for (uint32_t k = 0; text && k < m->n; k++)
            found = found || !strcmp(m->values[k], text);
        if (!found)
            return false;
    }
    return true;
}

/* ---- Units of measured levels -------------------------------------------- */

/* Name of a unit: of its parts in the organisation file, else the parts. */
const char *units_name(struct scorer *s, uint32_t level, const struct unit *u)
{
    const char *name = NULL;
    for (uint32_t i = 0; i < u->n_parts; i++) {
        const struct org_unit *org = part_org(s, level, u, i);
        const char *part = org && org->name && *org->name ? org->name : u->parts[i];
        name = name ? arena_printf(s->out, "%s/%s", name, part) : arena_text(s->out, part);
        if (!name)
            return NULL;
    }
    return name ? name : "";
}

/* The first `for` that matches decides; versions without one are for all others. */
const struct version *units_version(const struct scorer *s, uint32_t level,
                                    const struct unit *u)
{
    const struct version *others = NULL;
    for (uint32_t i = 0; i < s->set->n_versions; i++) {
        const struct version *v = &s->set->versions[i];
        if (!v->who.n)
            others = v;
        else if (units_match(s, level, u, &v->who))
            return scheme_in_force(s->set, v->who_id, s->in->month);
    }
    return others ? scheme_in_force(s->set, others->who_id, s->in->month) : NULL;
}

static struct unit *add_unit(struct scorer *s, uint32_t level, const char *key)
{
    struct unit_level *l = &s->levels[level];
    struct unit *u = arena_push(&s->work, (void **)&l->at, &l->n, &l->cap, sizeof *u);
    size_t n = 0;
    if (!u)
        return NULL;
    u->key = arena_text(s->out, key);
    u->parts = subject_split(&s->work, key, &n);
    u->n_parts = (uint32_t)n;
    u->measured = -1;
    fixed_small(u->upheld, 0);
    return u->key && u->parts ? u : NULL;
}

/* Did the plugin give it any result?  Results are sorted by level and subject. */
static kh_status add_measured(struct scorer *s, uint32_t level)
{
    const struct measured *m = s->in->measured;
    const struct measured_level *l = &m->level[level];
    bool *has_result = arena_array(&s->work, l->n + 1, sizeof *has_result);
    if (!has_result)
        return scorer_no_memory(s);
    for (uint32_t i = 0; i < m->n_results; i++)
        if (m->results[i].level == level && m->results[i].subject < l->n &&
            !(schema_indicator(&s->in->schema->domain, m->results[i].indicator)->needs &
              s->unbound))
            has_result[m->results[i].subject] = true;
    for (uint32_t i = 0; i < l->n; i++) {
        if (!has_result[i])
            continue;
        struct unit *u = add_unit(s, level, l->subject[i]);
        if (!u)
            return scorer_no_memory(s);
        u->measured = (int32_t)i;
    }
    return KH_OK;
}

static bool is_subject(const struct measured_level *l, const char *key)
{
    uint32_t low = 0, high = l->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (strcmp(l->subject[mid], key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < l->n && !strcmp(l->subject[low], key);
}

/* Units of the organisation that no input ever named. */
static kh_status add_silent(struct scorer *s, uint32_t level)
{
    const struct conf_level *l = &s->in->domain->levels[level];
    const struct orgs *o = s->in->orgs;
    if (!o || l->n_of != 1 || !orgs_has_level(o, l->of[0]))
        return KH_OK;
    for (uint32_t i = 0; i < orgs_len(o); i++) {
        const struct org_unit *u = orgs_at(o, i);
        if (strcmp(u->level, l->of[0]) != 0)
            continue;
        const char *key = subject_join(&s->work, &u->id, 1);
        if (!key ||
            (!is_subject(&s->in->measured->level[level], key) && !add_unit(s, level, key)))
            return scorer_no_memory(s);
    }
    return KH_OK;
}

/* ---- From level to level ------------------------------------------------- */

/* Key of the unit above, in the work arena; NULL: there is none, or memory (`failed`). */
static const char *key_above(struct scorer *s, uint32_t level, const struct unit *u,
                             uint32_t upper, bool *failed)
{
    const struct conf_level *l = &s->in->domain->levels[upper];
    const char *parts[CONF_SUBJECT_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n_of && i < CONF_SUBJECT_MAX; i++) {
        parts[n] = units_column(s, level, u, l->of[i]);
        if (!parts[n++])
            return NULL;
    }
    const char *key = subject_join(&s->work, parts, n);
    *failed = *failed || !key;
    return key;
}

static kh_status add_children(struct scorer *s, uint32_t upper)
{
    uint32_t level = (uint32_t)s->in->domain->levels[upper].from;
    struct unit_level *below = &s->levels[level], *above = &s->levels[upper];
    int32_t *up = arena_array(&s->work, below->n + 1, sizeof *up);
    bool failed = !up;
    for (uint32_t i = 0; i < below->n && !failed; i++) {
        const char *key = key_above(s, level, &below->at[i], upper, &failed);
        up[i] = key ? find_unit(above, key) : -1;
        if (up[i] >= 0)
            above->at[up[i]].n_children++;
    }
    for (uint32_t i = 0; i < above->n && !failed; i++) {
        struct unit *u = &above->at[i];
        u->children = arena_array(&s->work, u->n_children + 1, sizeof *u->children);
        failed = !u->children;
        u->n_children = 0;
    }
    for (uint32_t i = 0; i < below->n && !failed; i++)
        if (up[i] >= 0) {
            struct unit *u = &above->at[up[i]];
            u->children[u->n_children++] = i;
        }
    return failed ? scorer_no_memory(s) : KH_OK;
}

/* Sort, and keep one of each. */
static void sort_units(struct unit_level *l)
{
    uint32_t kept = 0;
    if (l->n)
        qsort(l->at, l->n, sizeof *l->at, unit_compare);
    for (uint32_t i = 0; i < l->n; i++)
        if (!kept || strcmp(l->at[kept - 1].key, l->at[i].key) != 0)
            l->at[kept++] = l->at[i];
    l->n = kept;
}

/* Who has results in another domain is a unit too. */
static kh_status add_taken(struct scorer *s, uint32_t level)
{
    const char **keys = NULL;
    uint32_t n = 0, known = s->levels[level].n;
    kh_status rc = taken_units(s, level, &keys, &n);
    for (uint32_t i = 0; !rc && i < n; i++) {
        struct unit_level old = s->levels[level];
        old.n = known;
        if (find_unit(&old, keys[i]) < 0 && !add_unit(s, level, keys[i]))
            rc = scorer_no_memory(s);
    }
    if (!rc)
        sort_units(&s->levels[level]);
    return rc;
}

/* Units above those below; on a merged level only above units without any measurement,
 * which have none above either. */
static kh_status add_above(struct scorer *s, uint32_t upper)
{
    const struct conf_level *l = &s->in->domain->levels[upper];
    struct unit_level *below = &s->levels[l->from], *above = &s->levels[upper];
    bool failed = false;
    for (uint32_t i = 0; i < below->n && !failed; i++) {
        if (l->by == LEVEL_MERGE && below->at[i].measured >= 0)
            continue;
        const char *key = key_above(s, (uint32_t)l->from, &below->at[i], upper, &failed);
        bool known = !key || (l->by == LEVEL_MERGE &&
                              is_subject(&s->in->measured->level[upper], key));
        if (!known)
            failed = !add_unit(s, upper, key);
    }
    if (failed)
        return scorer_no_memory(s);
    sort_units(above);
    return KH_OK;
}

int32_t units_above(const struct scorer *s, uint32_t level, uint32_t unit, uint32_t upper)
{
    if (level == upper)
        return (int32_t)unit;
    int32_t from = s->in->domain->levels[upper].from;
    if (from < 0)
        return -1;
    int32_t below = units_above(s, level, unit, (uint32_t)from);
    const struct unit_level *l = &s->levels[upper];
    for (uint32_t i = 0; below >= 0 && i < l->n; i++)
        for (uint32_t k = 0; k < l->at[i].n_children; k++)
            if (l->at[i].children[k] == (uint32_t)below)
                return (int32_t)i;
    return -1;
}

/* ---- Layouts ------------------------------------------------------------- */

static bool same_path(const struct layout *l, const char *path, uint32_t *place)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (!strcmp(l->nodes[i]->path, path)) {
            *place = i;
            return true;
        }
    return false;
}

static struct layout *make_layout(struct scorer *s, uint64_t mask)
{
    struct layout *l = arena_new(&s->work, sizeof *l);
    uint32_t n = 0;
    for (uint32_t v = 0; v < s->set->n_versions; v++)
        n += mask >> v & 1 ? s->set->versions[v].n_nodes : 0;
    if (l) {
        l->mask = mask;
        l->nodes = arena_array(&s->work, n + 1, sizeof(struct node *));
        l->place = arena_array(&s->work, s->set->n_versions + 1, sizeof *l->place);
    }
    bool ok = l && l->nodes && l->place, alone = !(mask & (mask - 1));
    for (uint32_t v = 0; ok && v < s->set->n_versions; v++) {
        const struct version *version = &s->set->versions[v];
        if (!(mask >> v & 1))
            continue;
        l->place[v] = arena_array(&s->work, version->n_nodes, sizeof **l->place);
        ok = l->place[v];
        for (uint32_t i = 0; ok && i < version->n_nodes; i++)
            if (alone || !same_path(l, version->nodes[i].path, &l->place[v][i])) {
                l->place[v][i] = l->n;
                l->nodes[l->n++] = &version->nodes[i];
            }
    }
    return ok ? l : NULL;
}

const struct layout *units_layout(struct scorer *s, uint64_t mask)
{
    for (uint32_t i = 0; i < s->n_layouts; i++)
        if (s->layouts[i]->mask == mask)
            return s->layouts[i];
    struct layout *l = make_layout(s, mask);
    struct layout **at = l ? arena_push(&s->work, (void **)&s->layouts, &s->n_layouts,
                                        &s->cap_layouts, sizeof(struct layout *))
                           : NULL;
    if (at)
        *at = l;
    return at ? l : NULL;
}

/* ---- All ----------------------------------------------------------------- */

static kh_status finish_level(struct scorer *s, uint32_t level)
{
    struct unit_level *l = &s->levels[level];
    for (uint32_t i = 0; i < l->n; i++) {
        struct unit *u = &l->at[i];
        u->name = units_name(s, level, u);
        if (!u->name)
            return scorer_no_memory(s);
        if (!scorer_is_measured(s, level))
            continue;
        u->version = units_version(s, level, u);
        if (u->version) {
            u->layout = units_layout(s, UINT64_C(1) << (u->version - s->set->versions));
            if (!u->layout)
                return scorer_no_memory(s);
        }
    }
    return KH_OK;
}

kh_status units_find(struct scorer *s)
{
    const struct conf_domain *d = s->in->domain;
    kh_status rc = taken_find(s);
    for (uint32_t i = 0; !rc && i < d->n_levels; i++) {
        if (scorer_is_measured(s, i))
            rc = add_measured(s, i);
        if (!rc && d->levels[i].from < 0)
            rc = add_silent(s, i);
        if (!rc && d->levels[i].from < 0 && s->levels[i].n)
            qsort(s->levels[i].at, s->levels[i].n, sizeof *s->levels[i].at, unit_compare);
        if (!rc && d->levels[i].from >= 0)
            rc = add_above(s, i);
        if (!rc && scorer_is_measured(s, i))
            rc = add_taken(s, i);
        if (!rc && d->levels[i].from >= 0)
            rc = add_children(s, i);
        if (!rc)
            rc = finish_level(s, i);
    }
    return rc;
}
