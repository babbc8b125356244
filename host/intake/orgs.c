/* SPDX-License-Identifier: Apache-2.0 */
/* orgs.c - questions to the organisation: see orgs.h. */
#include "intake/orgs.h"
#include "base/hash.h"
#include "base/text.h"
#include "intake/orgs_inside.h"

bool orgs_has_closed(const struct orgs *o)
{
    for (uint32_t i = 0; o && i < o->n_units; i++)
        if (o->units[i].is_closed)
            return true;
    return false;
}

uint32_t orgs_len(const struct orgs *o)
{
    return o->n_units;
}

const struct org_unit *orgs_at(const struct orgs *o, uint32_t index)
{
    return &o->units[index];
}

static const struct orgs_level *level_of(const struct orgs *o, const char *name)
{
    for (uint32_t i = 0; i < o->n_levels; i++)
        if (!strcmp(o->levels[i].name, name))
            return &o->levels[i];
    return NULL;
}

bool orgs_has_level(const struct orgs *o, const char *level)
{
    return o && level_of(o, level);
}

struct orgs_name *orgs_slot(const struct orgs *o, const char *level, const char *key)
{
    uint32_t i = (uint32_t)hash64(key, strlen(key)) & o->names_mask;
    for (;; i = (i + 1) & o->names_mask) {
        struct orgs_name *n = &o->names[i];
        if (!n->key || (!strcmp(n->key, key) && !strcmp(n->unit->level, level)))
            return n;
    }
}

const struct org_unit *orgs_find(const struct orgs *o, const char *level, const char *key)
{
    return orgs_slot(o, level, key)->unit;
}

const char *orgs_nearest(const struct orgs *o, const char *level, const char *key)
{
    const struct orgs_level *l = level_of(o, level);
    return l && l->keys ? text_nearest(key, l->keys, l->n_keys) : NULL;
}

const struct org_unit *orgs_above(const struct org_unit *u, const char *level)
{
    while (u && strcmp(u->level, level) != 0)
        u = u->parent;
    return u;
}

const char *orgs_column(const struct orgs *o, const struct org_unit *u, const char *column)
{
    for (uint32_t i = 0; i < o->n_columns; i++)
        if (!strcmp(o->columns[i], column))
            return o->cells[(size_t)u->index * o->n_columns + i];
    return NULL;
}
