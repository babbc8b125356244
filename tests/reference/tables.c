/* SPDX-License-Identifier: Apache-2.0 */
/* tables.c - what docs/reference.md is made of, as JSON: every table of configuration keys,
 * and every domain of a configuration as its plugin describes it under its parameters.
 *
 *   reference_tables KAOHE.CFG PLUGINS
 *
 * Plugins are loaded into this process; it is a tool of the project, not of operators. */
#include "config/nodes.h"
#include "plugin/describe.h"
#include "plugin/loaded.h"
#include "plugin/params.h"
#include "score/score.h"

#include <jansson.h>
#include <stdio.h>

static struct arena arena;
static struct findings found;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "reference_tables: %s: %s\n", what, why);
    exit(1);
}

/* ---- Keys ---------------------------------------------------------------- */

static const char *const wants[] = {
    [WANT_TEXT] = "text",          [WANT_NUMBER] = "number",
    [WANT_INTEGER] = "integer",    [WANT_BOOL] = "bool",
    [WANT_GROUP] = "group",        [WANT_LIST] = "list",
    [WANT_TEXTS] = "text or list", [WANT_NAME] = "text or { zh, en }",
    [WANT_SCALAR] = "value",       [WANT_ANY] = "value, list or group"
};

static json_t *key_of(const struct cfg_key *k)
{
    json_t *o = json_pack("{s:s, s:s, s:b, s:s?, s:s?, s:s?, s:s?}", "name", k->name,
                          "want", wants[k->want], "required", k->required, "min", k->min,
                          "max", k->max, "dflt", k->dflt, "doc", k->doc);
    json_t *choice = json_array();
    for (size_t i = 0; k->choice && k->choice[i]; i++)
        json_array_append_new(choice, json_string(k->choice[i]));
    json_object_set_new(o, "choice", choice);
    return o;
}

static void add_tables(json_t *into, const struct conf_table *(*at)(size_t))
{
    const struct conf_table *t;
    for (size_t i = 0; (t = at(i)); i++) {
        json_t *keys = json_array();
        for (size_t k = 0; k < t->n; k++)
            json_array_append_new(keys, key_of(&t->keys[k]));
        json_array_append_new(into,
                              json_pack("{s:s, s:o}", "where", t->where, "keys", keys));
    }
}

/* ---- Domains ------------------------------------------------------------- */

/* What the plugin declares under the domain's first parameters. */
static json_t *schema_of(const struct conf_domain *d, const char *plugins)
{
    kh_err e = { 0 };
    struct loaded l;
    kh_host host;
    struct mem mem;
    void *inst = NULL;
    char path[4096];
    snprintf(path, sizeof path, "%s/kh_%s.so", plugins, d->plugin);
    mem_init(&mem, 0);
    loaded_host(&host, &mem);
    if (loaded_open(&l, &arena, path, &e))
        die(d->id, e.text);
    const kh_value *values =
        params_read(&arena, &l.schema, d->params[0].group, d->id, &found);
    const kh_domain *domain = l.table.domain;
    if (!values)
        die(d->id, "its parameters cannot be read");
    if (l.table.open(&host, values, &inst, &e))
        die(d->id, e.text);
    if ((l.table.describe && l.table.describe(inst, &domain, &e)) ||
        schema_domain(&l.schema.domain, &arena, domain, &e))
        die(d->id, e.text);
    l.schema.has_domain = true;
    struct buf text;
    buf_init(&text, (size_t)1 << 24);
    if (describe_json(&text, &l.schema))
        die(d->id, "no memory");
    json_t *schema = json_loads(text.at, 0, NULL);
    buf_end(&text);
    l.table.close(inst);
    return schema;
}

/* As it stands in the files; numbers as texts, which may stand for them anywhere. */
static json_t *value_of(const struct cfg *c)
{
    if (c->kind == CFG_BOOL)
        return json_boolean(c->truth);
    if (c->kind != CFG_GROUP && c->kind != CFG_LIST)
        return json_string(c->text);
    json_t *o = c->kind == CFG_GROUP ? json_object() : json_array();
    for (uint32_t i = 0; i < c->len; i++)
        if (c->kind == CFG_GROUP)
            json_object_set_new(o, c->child[i]->name, value_of(c->child[i]));
        else
            json_array_append_new(o, value_of(c->child[i]));
    return o;
}

static json_t *domain_of(const struct conf_domain *d, const char *plugins)
{
    json_t *levels = json_array();
    for (uint32_t i = 0; i < d->n_levels; i++)
        json_array_append_new(levels, json_string(d->levels[i].id));
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:s, s:o, s:o, s:o}", "id", d->id, "file",
                     d->file, "zh", d->name.zh, "en", d->name.en, "enabled", d->enabled,
                     "plugin", d->plugin, "levels", levels, "tree", value_of(d->tree),
                     "schema", schema_of(d, plugins));
}

int main(int argc, char **argv)
{
    if (argc != 3)
        die("usage", "reference_tables KAOHE.CFG PLUGINS");
    arena_init(&arena, 0);
    const struct conf *c = conf_load(&arena, argv[1], NULL, 0, &found);
    if (!c || found.errors)
        die(argv[1], found.len ? found.at[0].text : "it cannot be read");
    json_t *tables = json_array(), *domains = json_array();
    add_tables(tables, conf_table_at);
    add_tables(tables, scheme_table_at);
    for (uint32_t i = 0; i < c->n_domains; i++)
        json_array_append_new(domains, domain_of(&c->domains[i], argv[2]));
    json_t *all = json_pack("{s:o, s:o, s:o}", "tables", tables, "run", value_of(c->tree),
                            "domains", domains);
    if (!all || json_dumpf(all, stdout, JSON_INDENT(1)))
        die("JSON", "no memory");
    json_decref(all);
    findings_end(&found);
    arena_end(&arena);
    return 0;
}
