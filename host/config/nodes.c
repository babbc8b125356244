/* SPDX-License-Identifier: Apache-2.0 */
/* nodes.c - see nodes.h.  Depth is bounded by the reader of files. */
#include "config/nodes.h"

const struct cfg *nodes_of(const struct cfg *group)
{
    const struct cfg *c = cfg_get(group, "nodes");
    return c && c->kind == CFG_LIST ? c : NULL;
}

bool nodes_is_version(const struct cfg *c)
{
    return c->up && c->up->name && !strcmp(c->up->name, "scheme");
}

bool nodes_is_list(const struct cfg *c)
{
    if (c->kind != CFG_LIST || !c->name || strcmp(c->name, "nodes") != 0 || !c->up)
        return false;
    return nodes_is_version(c->up) || (c->up->up && nodes_is_list(c->up->up));
}

const struct cfg *nodes_find(const struct cfg *version, const char *path)
{
    const struct cfg *list = nodes_of(version);
    for (uint32_t i = 0; list && i < list->len; i++) {
        const char *id = cfg_text(list->child[i], "id", NULL);
        size_t n = id ? strlen(id) : 0;
        if (!n || strncmp(path, id, n) != 0)
            continue;
        if (!path[n])
            return list->child[i];
        if (path[n] == '/')
            return nodes_find(list->child[i], path + n + 1);
    }
    return NULL;
}

static uint32_t count(const struct cfg *group)
{
    const struct cfg *list = nodes_of(group);
    uint32_t n = 0;
    for (uint32_t i = 0; list && i < list->len; i++)
        n += 1 + count(list->child[i]);
    return n;
}

static bool fill(struct arena *a, const struct cfg *group, const char *above,
                 const char **paths, uint32_t *n)
{
    const struct cfg *list = nodes_of(group);
    for (uint32_t i = 0; list && i < list->len; i++) {
        const char *id = cfg_text(list->child[i], "id", "?");
        const char *path = arena_printf(a, "%s%s%s", above, *above ? "/" : "", id);
        if (!path)
            return false;
        paths[(*n)++] = path;
        if (!fill(a, list->child[i], path, paths, n))
            return false;
    }
    return true;
}

const char **nodes_paths(struct arena *a, const struct cfg *version, uint32_t *n)
{
    *n = 0;
    const char **paths = arena_array(a, count(version), sizeof *paths);
    return paths && fill(a, version, "", paths, n) ? paths : NULL;
}

static void each(const struct cfg *group, void (*fn)(void *ctx, const struct cfg *node),
                 void *ctx)
{
    const struct cfg *list = nodes_of(group);
    for (uint32_t i = 0; list && i < list->len; i++) {
        fn(ctx, list->child[i]);
        each(list->child[i], fn, ctx);
    }
}

void nodes_each(const struct cfg *scheme, void (*fn)(void *ctx, const struct cfg *node),
                void *ctx)
{
    for (uint32_t i = 0; scheme && scheme->kind == CFG_LIST && i < scheme->len; i++)
        each(scheme->child[i], fn, ctx);
}

const char *nodes_key(const struct cfg *element)
{
    if (element->kind != CFG_GROUP || !element->len)
        return NULL;
    const char *first = element->child[0]->text; /* NULL for groups and lists */
    const char *from = cfg_text(element, "from", first);
    return cfg_text(element, "id", from);
}
