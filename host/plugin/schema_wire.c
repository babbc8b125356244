/* SPDX-License-Identifier: Apache-2.0 */
/* schema_wire.c - a schema as bytes, from a child to the coordinator.
 *
 * What is read is built as a plugin would declare it, and then goes through the very checks
 * a plugin's table goes through: a child is no more trusted than a plugin. */
#include "plugin/schema.h"

#include "plugin/walk.h"

enum {
    VERSION_MAX_BYTES = 63,
    FILE_MAX_BYTES = 4096,
    LEAST_FIELD = 44, /* bytes that an element has at least, to bound the counts read */
    LEAST_DATASET = 36,
    LEAST_INDICATOR = 40,
    LEAST_TABLE = 16,
    LEAST_TEXT = 4
};

static void put_fields(struct buf *b, kh_list list);

static void put_field(struct buf *b, const kh_field *f)
{
    uint32_t labels = 0;
    while (f->labels && f->labels[labels])
        labels++;
    wire_put_text(b, f->name);
    wire_put_text(b, f->doc);
    wire_put_u32(b, f->type);
    wire_put_u32(b, f->flags);
    wire_put_u32(b, (uint32_t)f->scale);
    wire_put_u32(b, f->space);
    wire_put_u32(b, labels);
    for (uint32_t i = 0; i < labels; i++)
        wire_put_text(b, f->labels[i]);
    wire_put_text(b, f->dflt);
    wire_put_text(b, f->min);
    wire_put_text(b, f->max);
    put_fields(b, f->fields);
}

static void put_fields(struct buf *b, kh_list list)
{
    wire_put_u32(b, list.count);
    for (uint32_t i = 0; i < list.count; i++)
        put_field(b, schema_field(list, i));
}

static void put_domain(struct buf *b, const kh_domain *d)
{
    wire_put_u32(b, d->order);
    wire_put_u32(b, d->spaces.count);
    for (uint32_t i = 0; i < d->spaces.count; i++)
        wire_put_text(b, ((const char *const *)d->spaces.at)[i]);
    wire_put_u32(b, d->datasets.count);
    for (uint32_t i = 0; i < d->datasets.count; i++) {
        const kh_dataset *x = schema_dataset(d, i);
        const uint32_t part[] = {
            x->role, x->flags, x->when, x->until, x->key, x->revision
        };
        wire_put_text(b, x->name);
        wire_put_text(b, x->doc);
        for (size_t k = 0; k < COUNT(part); k++)
            wire_put_u32(b, part[k]);
        put_fields(b, x->columns);
    }
    wire_put_u32(b, d->indicators.count);
    for (uint32_t i = 0; i < d->indicators.count; i++) {
        const kh_indicator *x = schema_indicator(d, i);
        wire_put_text(b, x->id);
        wire_put_text(b, x->unit);
        wire_put_text(b, x->doc);
        wire_put_u32(b, x->type);
        wire_put_u32(b, x->flags);
        wire_put_u32(b, (uint32_t)x->scale);
        wire_put_i64(b, x->times);
        wire_put_i64(b, (int64_t)x->needs);
    }
    wire_put_u32(b, d->tables.count);
    for (uint32_t i = 0; i < d->tables.count; i++) {
        const kh_table *x = schema_table(d, i);
        wire_put_text(b, x->name);
        wire_put_text(b, x->doc);
        wire_put_u32(b, x->flags);
        put_fields(b, x->columns);
    }
}

void schema_put(struct buf *b, const struct schema *s)
{
    wire_put_text(b, s->plugin);
    wire_put_text(b, s->version);
    wire_put_text(b, s->doc);
    wire_put_text(b, s->file);
    wire_put_bytes(b, s->sha, sizeof s->sha);
    wire_put_u32(b, s->abi_minor);
    wire_put_u32(b, s->state_version);
    put_fields(b, s->params);
    wire_put_u32(b, s->has_domain);
    wire_put_u32(b, s->by_default);
    if (s->has_domain)
        put_domain(b, &s->domain);
}

/* Room for a list whose count comes next; NULL and count 0 if there is none or the frame
 * is damaged. */
static void *get_list(struct wire *w, struct arena *a, kh_list *list, size_t size,
                      size_t least, uint32_t max)
{
    uint32_t n = wire_count(w, least);
    w->failed = w->failed || n > max;
    if (w->failed || !n)
        return NULL;
    void *at = arena_array(a, n, size);
    w->failed = !at;
    *list = (kh_list){ at, at ? n : 0, (uint32_t)size };
    return at;
}

static const char *const *get_labels(struct wire *w, struct arena *a)
{
    uint32_t n = wire_count(w, LEAST_TEXT);
    const char **labels = n ? arena_array(a, n + 1, sizeof *labels) : NULL;
    w->failed = w->failed || (n && !labels);
    for (uint32_t i = 0; !w->failed && i < n; i++) {
        labels[i] = wire_text(w, a, SCHEMA_TEXT_MAX);
        w->failed = w->failed || !labels[i];
    }
    return labels;
}

static void get_fields(struct wire *w, struct arena *a, kh_list *list, int depth)
{
    kh_field *f =
        get_list(w, a, list, sizeof *f, LEAST_FIELD, depth ? SCHEMA_FIELDS_MAX : 0);
    for (uint32_t i = 0; f && !w->failed && i < list->count; i++) {
        f[i].name = wire_text(w, a, SCHEMA_TEXT_MAX);
        f[i].doc = wire_text(w, a, SCHEMA_TEXT_MAX);
        f[i].type = wire_u32(w);
        f[i].flags = wire_u32(w);
        f[i].scale = (int32_t)wire_u32(w);
        f[i].space = wire_u32(w);
        f[i].labels = get_labels(w, a);
        f[i].dflt = wire_text(w, a, SCHEMA_TEXT_MAX);
        f[i].min = wire_text(w, a, SCHEMA_TEXT_MAX);
        f[i].max = wire_text(w, a, SCHEMA_TEXT_MAX);
        get_fields(w, a, &f[i].fields, depth ? depth - 1 : 0);
    }
}

static void get_spaces(struct wire *w, struct arena *a, kh_domain *d)
{
    const char **space =
        get_list(w, a, &d->spaces, sizeof *space, LEAST_TEXT, SCHEMA_SPACES_MAX);
    for (uint32_t i = 0; space && !w->failed && i < d->spaces.count; i++)
        space[i] = wire_text(w, a, SCHEMA_TEXT_MAX);
}

static void get_datasets(struct wire *w, struct arena *a, kh_domain *d)
{
    kh_dataset *x =
        get_list(w, a, &d->datasets, sizeof *x, LEAST_DATASET, SCHEMA_DATASETS_MAX);
    for (uint32_t i = 0; x && !w->failed && i < d->datasets.count; i++) {
        uint32_t *const part[] = { &x[i].role,  &x[i].flags, &x[i].when,
                                   &x[i].until, &x[i].key,   &x[i].revision };
        x[i].name = wire_text(w, a, SCHEMA_TEXT_MAX);
        x[i].doc = wire_text(w, a, SCHEMA_TEXT_MAX);
        for (size_t k = 0; k < COUNT(part); k++)
            *part[k] = wire_u32(w);
        get_fields(w, a, &x[i].columns, 1);
    }
}

static void get_indicators(struct wire *w, struct arena *a, kh_domain *d)
{
    kh_indicator *x =
        get_list(w, a, &d->indicators, sizeof *x, LEAST_INDICATOR, SCHEMA_INDICATORS_MAX);
    for (uint32_t i = 0; x && !w->failed && i < d->indicators.count; i++) {
        x[i].id = wire_text(w, a, SCHEMA_TEXT_MAX);
        x[i].unit = wire_text(w, a, SCHEMA_TEXT_MAX);
        x[i].doc = wire_text(w, a, SCHEMA_TEXT_MAX);
        x[i].type = wire_u32(w);
        x[i].flags = wire_u32(w);
        x[i].scale = (int32_t)wire_u32(w);
        x[i].times = wire_i64(w);
        x[i].needs = (uint64_t)wire_i64(w);
    }
}

static void get_tables(struct wire *w, struct arena *a, kh_domain *d)
{
    kh_table *x = get_list(w, a, &d->tables, sizeof *x, LEAST_TABLE, SCHEMA_TABLES_MAX);
    for (uint32_t i = 0; x && !w->failed && i < d->tables.count; i++) {
        x[i].name = wire_text(w, a, SCHEMA_TEXT_MAX);
        x[i].doc = wire_text(w, a, SCHEMA_TEXT_MAX);
        x[i].flags = wire_u32(w);
        get_fields(w, a, &x[i].columns, 1);
    }
}

static void get_domain(struct wire *w, struct arena *a, kh_domain *d)
{
    *d = (kh_domain){ .size = sizeof *d, .order = wire_u32(w) };
    get_spaces(w, a, d);
    get_datasets(w, a, d);
    get_indicators(w, a, d);
    get_tables(w, a, d);
}

/* The texts of the schema itself, checked as a plugin's are. */
static bool check_head(struct arena *a, struct schema *s)
{
    kh_err why = { 0 };
    struct walk walk = { .arena = a, .err = &why };
    return !walk_name(&walk, &s->plugin, "id") &&
           !walk_text(&walk, &s->version, "version", VERSION_MAX_BYTES, true) &&
           !walk_text(&walk, &s->doc, "doc", SCHEMA_TEXT_MAX, false) &&
           !walk_text(&walk, &s->file, "file", FILE_MAX_BYTES, false);
}

bool schema_get(struct wire *w, struct arena *a, struct schema *s)
{
    kh_err why = { 0 };
    size_t sha_size = 0;
    kh_list params = { 0 };
    kh_domain domain = { 0 };
    *s = (struct schema){ 0 };
    s->plugin = wire_text(w, a, SCHEMA_TEXT_MAX);
    s->version = wire_text(w, a, SCHEMA_TEXT_MAX);
    s->doc = wire_text(w, a, SCHEMA_TEXT_MAX);
    s->file = wire_text(w, a, FILE_MAX_BYTES);
    const void *sha = wire_bytes(w, &sha_size, sizeof s->sha);
    s->abi_minor = wire_u32(w);
    s->state_version = wire_u32(w);
    get_fields(w, a, &params, 3);
    s->has_domain = wire_u32(w) == 1;
    s->by_default = wire_u32(w) == 1;
    if (s->has_domain)
        get_domain(w, a, &domain);
    if (!w->failed && sha_size == sizeof s->sha)
        memcpy(s->sha, sha, sizeof s->sha);
    else
        w->failed = true;
    w->failed = w->failed || !check_head(a, s) ||
                schema_params(&s->params, a, &params, &why) ||
                (s->has_domain && schema_domain(&s->domain, a, &domain, &why));
    return !w->failed;
}
