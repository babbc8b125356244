/* SPDX-License-Identifier: Apache-2.0 */
/* site.c - see site.h.
 *
 * Ids may hold dots, so a path is not split: at each group or list every member whose name
 * begins the rest of the path is followed, and all that the path can mean is counted. */
#include "config/site.h"
#include "base/lang.h"
#include "base/path.h"
#include "base/text.h"
#include "config/listed.h"
#include "config/nodes.h"
#include "config/reading.h"

enum { SETS_MAX = 10000, PATH_MAX_BYTES = 1000 };

static const struct cfg_key site_keys[] = {
    { .name = "set", .want = WANT_LIST, .doc = N_("Settings laid over the others.") },
};
static const struct cfg_key set_keys[] = {
    { .name = "path",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("What is set: customer.scheme.2011-01.B/B1.weight.") },
    { .name = "value", .want = WANT_ANY, .required = true, .doc = N_("Its new value.") },
};

const struct conf_table *site_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "site.cfg", site_keys, COUNT(site_keys) },
        { "site.cfg: set", set_keys, COUNT(set_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

/* One walk along a path. */
struct trail {
    const char *path;
    struct cfg *hit;
    uint32_t hits;
    const struct cfg *last; /* the deepest group or list that was reached */
    const char *rest;       /* what is left of the path there */
};

static void follow(struct trail *t, struct cfg *c, const char *rest);

/* Does `rest` go on with `name`?  Follow what is behind. */
static void step(struct trail *t, struct cfg *c, const char *name, const char *rest)
{
    size_t n = name ? strlen(name) : 0;
    if (!n || strncmp(rest, name, n) != 0)
        return;
    if (!rest[n]) {
        t->hits += t->hit != c;
        t->hit = c;
    } else if (rest[n] == '.') {
        follow(t, c, rest + n + 1);
    }
}

/* Nodes by their path: B, B/B1. */
static void follow_nodes(struct trail *t, const struct cfg *group, const char *rest)
{
    const struct cfg *list = nodes_of(group);
    for (uint32_t i = 0; list && i < list->len; i++) {
        const char *id = cfg_text(list->child[i], "id", "");
        size_t n = strlen(id);
        step(t, list->child[i], id, rest);
        if (n && !strncmp(rest, id, n) && rest[n] == '/')
            follow_nodes(t, list->child[i], rest + n + 1);
    }
}

static void follow(struct trail *t, struct cfg *c, const char *rest)
{
    if (c->kind != CFG_GROUP && c->kind != CFG_LIST)
        return;
    if (!t->last || strlen(rest) < strlen(t->rest)) {
        t->last = c;
        t->rest = rest;
    }
    for (uint32_t i = 0; i < c->len; i++)
        step(t, c->child[i],
             c->kind == CFG_GROUP ? c->child[i]->name : nodes_key(c->child[i]), rest);
    if (c->kind == CFG_GROUP && nodes_is_version(c))
        follow_nodes(t, c, rest);
}

static struct trail walk(const struct site_root *roots, uint32_t n, const char *path)
{
    struct trail t = { .path = path };
    for (uint32_t i = 0; i < n; i++) {
        size_t len = strlen(roots[i].id);
        if (!strncmp(path, roots[i].id, len) && path[len] == '.')
            follow(&t, roots[i].root, path + len + 1);
    }
    return t;
}

/* What the path could have gone on with, for "did you mean". */
static const char **choices(struct arena *a, const struct cfg *c, uint32_t *n)
{
    uint32_t len = 0;
    const char **paths = nodes_is_version(c) ? nodes_paths(a, c, &len) : NULL;
    const char **names = arena_array(a, len + c->len, sizeof *names);
    *n = 0;
    for (uint32_t i = 0; names && paths && i < len; i++)
        names[(*n)++] = paths[i];
    for (uint32_t i = 0; names && i < c->len; i++) {
        const char *name = c->child[i]->name ? c->child[i]->name : nodes_key(c->child[i]);
        if (name)
            names[(*n)++] = name;
    }
    return names;
}

static void no_hit(struct arena *a, const struct trail *t, const struct cfg *at,
                   const struct site_root *roots, uint32_t n_roots, struct findings *f)
{
    uint32_t n = n_roots;
    if (!strchr(t->path, '.')) {
        cfg_error(f, at, _("the path \"%s\" has no dot: it names no setting"), t->path);
        return;
    }
    const char **names = arena_array(a, n_roots, sizeof *names);
    const char *rest = t->path;
    for (uint32_t i = 0; names && i < n_roots; i++)
        names[i] = roots[i].id;
    if (t->last) {
        names = choices(a, t->last, &n);
        rest = t->rest;
    }
    int len = (int)strcspn(rest, ".");
    const char *part = arena_bytes(a, rest, (size_t)len);
    const char *near = part && names ? text_nearest(part, names, n) : NULL;
    const char *others = names && n ? listed_names(a, names, n) : "";
    if (rest == t->path)
        cfg_error(f, at,
                  near ? _("the path \"%s\" hits nothing: there is no domain '%.*s'; did "
                           "you mean '%s'?")
                       : _("the path \"%s\" hits nothing: there is no domain '%.*s'; there "
                           "are %s"),
                  t->path, len, rest, near ? near : others);
    else if (!*others)
        cfg_error(
            f, at,
            _("the path \"%s\" hits nothing: there is no '%.*s' in %.*s: its elements "
              "have no names; set the list as a whole"),
            t->path, len, rest, (int)(rest - t->path) - 1, t->path);
    else
        cfg_error(
            f, at,
            near ? _("the path \"%s\" hits nothing: there is no '%.*s' in %.*s; did "
                     "you mean '%s'?")
                 : _("the path \"%s\" hits nothing: there is no '%.*s' in %.*s; there "
                     "are %s"),
            t->path, len, rest, (int)(rest - t->path) - 1, t->path, near ? near : others);
}

static bool is_key(const char *s)
{
    size_t n =
        strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return n && !s[n] && !strchr("0123456789_-", *s);
}

static struct cfg *add_member(struct arena *a, struct cfg *group, const char *name)
{
    struct cfg **child = arena_array(a, group->len + 1, sizeof *child);
    struct cfg *c = arena_new(a, sizeof *c);
    if (!child || !c)
        return NULL;
    for (uint32_t i = 0; i < group->len; i++)
        child[i] = group->child[i];
    *c = (struct cfg){ .name = arena_text(a, name), .up = group };
    child[group->len++] = c;
    group->child = child;
    return c->name ? c : NULL;
}

/* Groups that hold nothing but defaults and so may stand in no file: report, limits, cycle,
 * params.  They are made when a setting goes into them. */
static struct cfg *made_group(struct arena *a, const struct site_root *root,
                              const char *above, const struct cfg *at)
{
    static const char *const of_run[] = { "report", "limits" };
    static const char *const of_domain[] = { "cycle", "params" };
    const char *const *names = strcmp(root->id, "kaohe") ? of_domain : of_run;
    size_t len = strlen(root->id);
    for (size_t i = 0; i < 2; i++) {
        bool named = !strncmp(above, root->id, len) && above[len] == '.' &&
                     !strcmp(above + len + 1, names[i]);
        struct cfg *c = named ? add_member(a, root->root, names[i]) : NULL;
        if (!c)
            continue;
        c->kind = CFG_GROUP;
        c->file = at->file;
        c->line = at->line;
        return c;
    }
    return NULL;
}

/* The group that is to get a member it does not have yet, and the member's name. */
static struct cfg *parent_of(struct arena *a, const struct site_root *roots, uint32_t n,
                             const struct cfg *at, const char *path, const char **name)
{
    const char *dot = strrchr(path, '.');
    if (!dot || !is_key(dot + 1))
        return NULL;
    *name = dot + 1;
    char *above = arena_bytes(a, path, (size_t)(dot - path));
    if (!above)
        return NULL;
    struct trail t = walk(roots, n, above);
    struct cfg *hit = t.hits == 1 ? t.hit : NULL;
    for (uint32_t i = 0; !t.hits && !hit && i < n; i++)
        hit = !strcmp(roots[i].id, above) ? roots[i].root
                                          : made_group(a, &roots[i], above, at);
    return hit && hit->kind == CFG_GROUP ? hit : NULL;
}

/* A copy of its own: a value that is set twice may not hang in two places. */
static bool copy(struct arena *a, struct cfg *to, const struct cfg *from)
{
    const char *name = to->name;
    const struct cfg *up = to->up;
    *to = *from;
    to->name = name;
    to->up = up;
    if (!from->len)
        return true;
    to->child = arena_array(a, from->len, sizeof *to->child);
    for (uint32_t i = 0; to->child && i < from->len; i++) {
        struct cfg *c = to->child[i] = arena_new(a, sizeof *c);
        if (!c)
            return false;
        *c = (struct cfg){ .name = from->child[i]->name, .up = to };
        if (!copy(a, c, from->child[i]))
            return false;
    }
    return to->child;
}

bool site_set(struct arena *a, const struct site_root *roots, uint32_t n,
              const struct cfg *at, const char *path, const struct cfg *value,
              const char *origin, struct findings *f)
{
    const char *name = NULL;
    struct trail t = walk(roots, n, path);
    struct cfg *hit = t.hit;
    if (t.hits > 1) {
        cfg_error(f, at,
                  _("the path \"%s\" can mean %u settings; make their ids differ, or set "
                    "the list as a whole"),
                  path, t.hits);
        return false;
    }
    if (!hit) {
        struct cfg *group = parent_of(a, roots, n, at, path, &name);
        if (!group) {
            no_hit(a, &t, at, roots, n, f);
            return false;
        }
        hit = add_member(a, group, name);
    }
    if (!hit || !copy(a, hit, value)) {
        findings_add(f, FINDING_ERROR, KH_ENOMEM, NULL, 0, 0, "%s",
                     _("no memory for the configuration"));
        return false;
    }
    hit->origin = origin;
    return true;
}

static void apply(struct arena *a, const struct cfg *site, uint32_t i,
                  const struct site_root *roots, uint32_t n, struct findings *f)
{
    const struct cfg *list = cfg_get(site, "set"), *at = list->child[i];
    const char *path = cfg_text(at, "path", "");
    for (uint32_t k = 0; k < i; k++)
        if (!strcmp(cfg_text(list->child[k], "path", ""), path)) {
            cfg_error(f, at, _("the path \"%s\" is set twice, first in line %u"), path,
                      list->child[k]->line);
            return;
        }
    const char *origin = arena_printf(a, "%s:%u", path_name(at->file), at->line);
    site_set(a, roots, n, at, path, cfg_get(at, "value"), origin, f);
}

void site_apply(struct arena *a, const struct cfg *site, bool kaohe,
                const struct site_root *roots, uint32_t n, struct findings *f)
{
    const struct cfg *list = cfg_get(site, "set");
    if (kaohe) /* the form is told in the first of two passes */
        cfg_check(site, site_keys, COUNT(site_keys), f);
    if (!list || list->kind != CFG_LIST)
        return;
    if (list->len > SETS_MAX) {
        if (kaohe)
            cfg_error(f, list, _("more than %d settings"), SETS_MAX);
        return;
    }
    for (uint32_t i = 0; i < list->len; i++) {
        const struct cfg *at = list->child[i];
        struct findings none = { 0 };
        bool fine = cfg_check(at, set_keys, COUNT(set_keys), kaohe ? f : &none);
        findings_end(&none);
        const char *path = cfg_text(at, "path", "");
        if (fine && !strncmp(path, "kaohe.", 6) == kaohe && strlen(path) <= PATH_MAX_BYTES)
            apply(a, site, i, roots, n, f);
        else if (fine && kaohe && strlen(path) > PATH_MAX_BYTES)
            cfg_error(f, at, _("the path is longer than %d bytes"), PATH_MAX_BYTES);
    }
}
