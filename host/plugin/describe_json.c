/* SPDX-License-Identifier: Apache-2.0 */
/* describe_json.c - plugin list and plugin describe as JSON; see describe.h.
 *
 * jansson's functions that take a new value accept NULL and fail, so one check at the end
 * tells whether memory was refused anywhere: `put` remembers it. */
#include "plugin/describe.h"

#include "plugin/scalar.h"
#include <jansson.h>

struct maker {
    bool failed;
};

/* Takes `value` over.  NULL is a failure; json_null() is how "none" is said. */
static void put(struct maker *m, json_t *object, const char *key, json_t *value)
{
    m->failed = json_object_set_new(object, key, value) || m->failed;
}

static void push(struct maker *m, json_t *array, json_t *value)
{
    m->failed = json_array_append_new(array, value) || m->failed;
}

static json_t *text_or_null(const char *s)
{
    return s ? json_string(s) : json_null();
}

static void put_flag(struct maker *m, json_t *object, const char *key, bool holds)
{
    if (holds)
        put(m, object, key, json_true());
}

static json_t *fields_of(struct maker *m, kh_list fields, const kh_domain *d, bool param);

static json_t *field_of(struct maker *m, const kh_field *f, const kh_domain *d, bool param)
{
    json_t *o = json_object();
    put(m, o, "name", json_string(f->name));
    put(m, o, "type", json_string(scalar_type(f->type)));
    put(m, o, "doc", text_or_null(f->doc));
    if (f->type == KH_DEC)
        put(m, o, "scale", json_integer(f->scale));
    if (f->type == KH_KEY && d && f->space < d->spaces.count)
        put(m, o, "space", json_string(((const char *const *)d->spaces.at)[f->space]));
    if (f->type == KH_ENUM) {
        json_t *labels = json_array();
        for (uint32_t i = 0; f->labels[i]; i++)
            push(m, labels, json_string(f->labels[i]));
        put(m, o, "labels", labels);
    }
    if (param) {
        put(m, o, "required", json_boolean(!f->dflt && !(f->flags & KH_OPTIONAL)));
        put(m, o, "default", text_or_null(f->dflt));
        put(m, o, "min", text_or_null(f->min));
        put(m, o, "max", text_or_null(f->max));
    } else {
        put_flag(m, o, "nullable", f->flags & KH_NULLABLE);
        put_flag(m, o, "optional", f->flags & KH_OPTIONAL);
    }
    put_flag(m, o, "deprecated", f->flags & KH_DEPRECATED);
    if (f->type == KH_TABLE)
        put(m, o, "fields", fields_of(m, f->fields, d, true));
    return o;
}

static json_t *fields_of(struct maker *m, kh_list fields, const kh_domain *d, bool param)
{
    json_t *a = json_array();
    for (uint32_t i = 0; i < fields.count; i++)
        push(m, a, field_of(m, schema_field(fields, i), d, param));
    return a;
}

static json_t *column_or_null(const kh_dataset *d, uint32_t at)
{
    return at ? json_string(schema_field(d->columns, at - 1)->name) : json_null();
}

static json_t *dataset_of(struct maker *m, const kh_dataset *x, const kh_domain *d)
{
    json_t *o = json_object();
    put(m, o, "name", json_string(x->name));
    put(m, o, "doc", text_or_null(x->doc));
    put(m, o, "role", json_string(x->role == KH_FACT ? "fact" : "reference"));
    put_flag(m, o, "optional", x->flags & KH_OPTIONAL);
    put(m, o, "when", column_or_null(x, x->when));
    put(m, o, "until", column_or_null(x, x->until));
    put(m, o, "key", column_or_null(x, x->key));
    put(m, o, "revision", column_or_null(x, x->revision));
    put(m, o, "columns", fields_of(m, x->columns, d, false));
    return o;
}

static json_t *indicator_of(struct maker *m, const kh_indicator *x, const kh_domain *d)
{
    json_t *o = json_object(), *needs = json_array();
    put(m, o, "id", json_string(x->id));
    put(m, o, "unit", text_or_null(x->unit));
    put(m, o, "doc", text_or_null(x->doc));
    put(m, o, "type", json_string(scalar_type(x->type)));
    if (x->type == KH_DEC)
        put(m, o, "scale", json_integer(x->scale));
    put(m, o, "higher_is_better", json_boolean(x->flags & KH_HIGHER_IS_BETTER));
    if (x->flags & KH_RATIO)
        put(m, o, "ratio_times", json_integer(x->times ? x->times : 1));
    put_flag(m, o, "additive", x->flags & KH_ADDITIVE);
    put_flag(m, o, "summed", x->flags & KH_SUM);
    for (uint32_t i = 0; i < d->datasets.count; i++)
        if (x->needs >> i & 1)
            push(m, needs, json_string(schema_dataset(d, i)->name));
    put(m, o, "needs", needs);
    return o;
}

static void put_domain(struct maker *m, json_t *o, const kh_domain *d)
{
    static const char *const orders[] = { "", "exact", "chunked", "by_subject" };
    json_t *spaces = json_array(), *datasets = json_array(), *indicators = json_array(),
           *tables = json_array();
    for (uint32_t i = 0; i < d->spaces.count; i++)
        push(m, spaces, json_string(((const char *const *)d->spaces.at)[i]));
    for (uint32_t i = 0; i < d->datasets.count; i++)
        push(m, datasets, dataset_of(m, schema_dataset(d, i), d));
    for (uint32_t i = 0; i < d->indicators.count; i++)
        push(m, indicators, indicator_of(m, schema_indicator(d, i), d));
    for (uint32_t i = 0; i < d->tables.count; i++) {
        const kh_table *t = schema_table(d, i);
        json_t *table = json_object();
        put(m, table, "name", json_string(t->name));
        put(m, table, "doc", text_or_null(t->doc));
        put_flag(m, table, "every_level", t->flags & KH_EVERY_LEVEL);
        put(m, table, "columns", fields_of(m, t->columns, d, false));
        push(m, tables, table);
    }
    put(m, o, "order", json_string(orders[d->order]));
    put(m, o, "spaces", spaces);
    put(m, o, "datasets", datasets);
    put(m, o, "indicators", indicators);
    put(m, o, "tables", tables);
}

static json_t *schema_of(struct maker *m, const struct schema *s)
{
    char sha[SHA_TEXT];
    json_t *o = json_object();
    sha_text(sha, s->sha);
    put(m, o, "plugin", json_string(s->plugin));
    put(m, o, "version", json_string(s->version));
    put(m, o, "doc", text_or_null(s->doc));
    put(m, o, "sha256", json_string(sha));
    put(m, o, "abi", json_pack("[i,i]", KH_ABI_MAJOR, (int)s->abi_minor));
    put(m, o, "state_version", json_integer(s->state_version));
    put(m, o, "params", fields_of(m, s->params, NULL, true));
    put(m, o, "depends_on_params", json_boolean(!s->has_domain || s->by_default));
    if (s->has_domain)
        put_domain(m, o, &s->domain);
    return o;
}

/* Takes `o` over. */
static kh_status print(struct buf *out, struct maker *m, json_t *o)
{
    char *text = m->failed ? NULL : json_dumps(o, JSON_INDENT(2));
    json_decref(o);
    if (!text)
        return KH_ENOMEM;
    buf_text(out, text);
    buf_char(out, '\n');
    free(text);
    return out->failed ? KH_ENOMEM : KH_OK;
}

kh_status describe_json(struct buf *out, const struct schema *s)
{
    struct maker m = { 0 };
    json_t *o = schema_of(&m, s);
    return print(out, &m, o);
}

kh_status describe_list_json(struct buf *out, const struct scanned *files, uint32_t n)
{
    struct maker m = { 0 };
    json_t *o = json_object(), *list = json_array();
    for (uint32_t i = 0; i < n; i++) {
        json_t *x = json_object();
        put(&m, x, "file", json_string(files[i].path));
        put(&m, x, "failure", text_or_null(files[i].failure));
        if (!files[i].failure) {
            put(&m, x, "plugin", json_string(files[i].schema.plugin));
            put(&m, x, "version", json_string(files[i].schema.version));
            put(&m, x, "doc", text_or_null(files[i].schema.doc));
        }
        push(&m, list, x);
    }
    put(&m, o, "plugins", list);
    return print(out, &m, o);
}
