/* SPDX-License-Identifier: Apache-2.0 */
/* params.c - see params.h. */
#include "plugin/params.h"

#include "base/lang.h"
#include "base/text.h"
#include "plugin/scalar.h"

enum {
    ROWS_MAX = 65536, /* of one TABLE parameter */
    KNOWN_TOLD = 24   /* names told beside an unknown one */
};

struct reader {
    struct arena *arena;
    const struct schema *schema;
    const char *domain;
    struct findings *found;
    bool failed; /* memory was refused */
};

static void no_memory(struct reader *r)
{
    r->failed = true;
    findings_add(r->found, FINDING_ERROR, KH_ENOMEM, NULL, 0, 0,
                 _("domain '%s': no memory for its parameters"), r->domain);
}

/* "params.bands[2].points" of the configuration, for messages. */
static const char *place(struct reader *r, const struct cfg *c)
{
    const char *path = c ? cfg_path(r->arena, c) : NULL;
    return path ? path : "params";
}

/* "cap, rate, minor" */
static const char *known_names(struct reader *r, kh_list fields)
{
    const char *list = "";
    for (uint32_t i = 0; list && i < fields.count; i++) {
        if (i == KNOWN_TOLD)
            return arena_printf(r->arena, "%s, ...", list);
        list = arena_printf(r->arena, "%s%s%s", list, i ? ", " : "",
                            schema_field(fields, i)->name);
    }
    return list ? list : "";
}

static bool is_known(kh_list fields, const char *name)
{
    for (uint32_t i = 0; name && i < fields.count; i++)
        if (!strcmp(schema_field(fields, i)->name, name))
            return true;
    return false;
}

static void unknown(struct reader *r, const struct cfg *c, kh_list fields)
{
    const char **names = arena_array(r->arena, fields.count, sizeof *names);
    if (!names) {
        no_memory(r);
        return;
    }
    for (uint32_t i = 0; i < fields.count; i++)
        names[i] = schema_field(fields, i)->name;
    const char *near = c->name ? text_nearest(c->name, names, fields.count) : NULL;
    const char *plugin = r->schema->plugin;
    if (!fields.count)
        cfg_error(r->found, c, _("%s: plugin '%s' has no parameters; remove it"),
                  place(r, c), plugin);
    else if (near)
        cfg_error(r->found, c,
                  _("%s: unknown parameter of plugin '%s'; did you mean '%s'? known: %s"),
                  place(r, c), plugin, near, known_names(r, fields));
    else
        cfg_error(r->found, c, _("%s: unknown parameter of plugin '%s'; known: %s"),
                  place(r, c), plugin, known_names(r, fields));
}

/* What stands in a group against the fields it may hold. */
static void check_names(struct reader *r, const struct cfg *group, kh_list fields)
{
    for (uint32_t i = 0; i < group->len; i++)
        if (!is_known(fields, group->child[i]->name))
            unknown(r, group->child[i], fields);
}

static const char *wanted(const kh_field *f)
{
    switch (f->type) {
    case KH_BOOL:
        return _("true or false");
    case KH_I64:
        return _("a whole number");
    case KH_F64:
    case KH_DEC:
        return _("a number");
    case KH_TIME:
        return _("a date in quotes");
    case KH_TABLE:
        return _("a list of groups");
    default:
        return _("a text in quotes");
    }
}

/* A quoted number is a number: libconfig 1.5 cannot write every decimal unquoted. */
static bool is_kind(const kh_field *f, enum cfg_kind kind)
{
    switch (f->type) {
    case KH_BOOL:
        return kind == CFG_BOOL || kind == CFG_TEXT;
    case KH_I64:
    case KH_F64:
    case KH_DEC:
        return kind == CFG_NUMBER || kind == CFG_TEXT;
    case KH_TABLE:
        return kind == CFG_LIST;
    default:
        return kind == CFG_TEXT;
    }
}

static void read_scalar(struct reader *r, const kh_field *f, const struct cfg *c,
                        kh_value *out)
{
    kh_err why = { 0 };
    kh_status rc = scalar_parse(out, r->arena, f, c->text, &why);
    if (!rc)
        rc = scalar_in_bounds(f, out, r->arena, &why);
    if (rc == KH_ENOMEM)
        no_memory(r);
    else if (rc)
        cfg_error(r->found, c, "%s: %s", place(r, c), why.text);
}

/* The schema was checked: its defaults parse. */
static void take_default(struct reader *r, const kh_field *f, const struct cfg *group,
                         kh_value *out)
{
    kh_err why = { 0 };
    *out = (kh_value){ 0 };
    if (!f->dflt && f->flags & KH_OPTIONAL)
        return;
    if (f->dflt && f->type == KH_TABLE)
        out->set = 1;
    else if (f->dflt && scalar_parse(out, r->arena, f, f->dflt, &why))
        no_memory(r);
    else if (!f->dflt && group)
        cfg_error(r->found, group, _("%s: '%s' is missing; plugin '%s' requires it"),
                  place(r, group), f->name, r->schema->plugin);
    else if (!f->dflt)
        findings_add(r->found, FINDING_ERROR, KH_ECONFIG, NULL, 0, 0,
                     _("domain '%s': 'params' lacks '%s'; plugin '%s' requires it"),
                     r->domain, f->name, r->schema->plugin);
}

static void read_field(struct reader *r, const kh_field *f, const struct cfg *group,
                       kh_value *out);

static void read_table(struct reader *r, const kh_field *f, const struct cfg *list,
                       kh_value *out)
{
    uint32_t width = f->fields.count;
    if (list->len > ROWS_MAX) {
        cfg_error(r->found, list, _("%s: %u rows, at most %d are allowed"), place(r, list),
                  list->len, ROWS_MAX);
        return;
    }
    kh_value *cells = arena_array(r->arena, (size_t)list->len * width, sizeof *cells);
    if (!cells) {
        no_memory(r);
        return;
    }
    for (uint32_t row = 0; row < list->len; row++) {
        const struct cfg *group = list->child[row];
        if (group->kind != CFG_GROUP) {
            cfg_error(r->found, group, _("%s: expected a group { ... } with %s"),
                      place(r, group), known_names(r, f->fields));
            continue;
        }
        check_names(r, group, f->fields);
        for (uint32_t k = 0; k < width; k++)
            read_field(r, schema_field(f->fields, k), group,
                       &cells[(size_t)row * width + k]);
    }
    *out = (kh_value){ .u.cells = cells, .count = list->len, .set = 1 };
}

static void read_field(struct reader *r, const kh_field *f, const struct cfg *group,
                       kh_value *out)
{
    const struct cfg *c = group ? cfg_get(group, f->name) : NULL;
    if (!c) {
        take_default(r, f, group, out);
        return;
    }
    if (f->flags & KH_DEPRECATED)
        cfg_warning(r->found, c, _("%s: this parameter of plugin '%s' will go away; %s"),
                    place(r, c), r->schema->plugin, f->doc ? f->doc : "");
    if (!is_kind(f, c->kind))
        cfg_error(r->found, c, _("%s: expected %s"), place(r, c), wanted(f));
    else if (f->type == KH_TABLE)
        read_table(r, f, c, out);
    else
        read_scalar(r, f, c, out);
}

const kh_value *params_read(struct arena *a, const struct schema *s,
                            const struct cfg *group, const char *domain, struct findings *f)
{
    struct reader r = { .arena = a, .schema = s, .domain = domain, .found = f };
    uint32_t before = f->errors;
    kh_value *values = arena_array(a, s->params.count, sizeof *values);
    if (!values) {
        no_memory(&r);
        return NULL;
    }
    if (group && group->kind != CFG_GROUP) {
        cfg_error(f, group, _("%s: expected a group { ... }"), place(&r, group));
        return NULL;
    }
    if (group)
        check_names(&r, group, s->params);
    for (uint32_t i = 0; i < s->params.count; i++)
        read_field(&r, schema_field(s->params, i), group, &values[i]);
    return r.failed || f->errors != before ? NULL : values;
}

const struct cfg *params_place(const struct schema *s, const struct cfg *group,
                               uint32_t index)
{
    if (!group || index >= s->params.count)
        return NULL;
    return cfg_get(group, schema_field(s->params, index)->name);
}

/* The member or element of `c` that `*path` names first ("[3]", ".where"), with *path
 * behind it; NULL: none. */
static const struct cfg *step_down(const struct cfg *c, const char **path)
{
    const char *p = *path;
    uint32_t index = 0;
    if (*p == '[' && c->kind == CFG_LIST) {
        for (p++; *p >= '0' && *p <= '9' && index < c->len; p++)
            index = index * 10 + (uint32_t)(*p - '0');
        *path = p + 1;
        return *p == ']' && index < c->len ? c->child[index] : NULL;
    }
    size_t n = *p == '.' ? strcspn(++p, ".[:") : 0;
    *path = p + n;
    for (uint32_t i = 0; n && c->kind == CFG_GROUP && i < c->len; i++)
        if (!strncmp(c->child[i]->name, p, n) && !c->child[i]->name[n])
            return c->child[i];
    return NULL;
}

const struct cfg *params_place_in(const struct schema *s, const struct cfg *group,
                                  uint32_t index, const char *text)
{
    const struct cfg *at = params_place(s, group, index), *down = at;
    size_t n = at ? strlen(at->name) : 0;
    if (!at || strncmp(text, at->name, n) != 0)
        return at;
    for (const char *p = text + n; down && (*p == '.' || *p == '[');) {
        down = step_down(down, &p);
        at = down ? down : at;
    }
    return at;
}

const char *params_text(struct arena *a, const kh_field *f, const kh_value *v)
{
    return scalar_text(a, f, v);
}

/* Quoted, so that no text can pass for another line. */
static void put_quoted(struct buf *out, const char *s)
{
    buf_char(out, '"');
    for (; *s; s++)
        if (*s == '"' || *s == '\\')
            buf_printf(out, "\\%c", *s);
        else if ((unsigned char)*s < 0x20)
            buf_printf(out, "\\x%02x", (unsigned)*s);
        else
            buf_char(out, *s);
    buf_char(out, '"');
}

static void put_value(struct buf *out, struct arena *a, const kh_field *f,
                      const kh_value *v)
{
    const char *text = v->set ? scalar_text(a, f, v) : "unset";
    if (!text)
        out->failed = true;
    else if (v->set && f->type == KH_TEXT)
        put_quoted(out, text);
    else
        buf_text(out, text);
    buf_char(out, '\n');
}

static void put_field(struct buf *out, struct arena *a, const char *lead, const kh_field *f,
                      const kh_value *v);

/* The rows of a table, each field after `lead`: "bands[0].below = 5". */
static void put_table(struct buf *out, struct arena *a, const char *lead, const kh_field *f,
                      const kh_value *v)
{
    if (!v->set) {
        buf_printf(out, "%s%s = unset\n", lead, f->name);
        return;
    }
    buf_printf(out, "%s%s = %u\n", lead, f->name, v->count);
    for (uint32_t row = 0; row < v->count; row++) {
        const char *inner = arena_printf(a, "%s%s[%u].", lead, f->name, row);
        out->failed = out->failed || !inner;
        for (uint32_t k = 0; inner && k < f->fields.count; k++)
            put_field(out, a, inner, schema_field(f->fields, k),
                      &v->u.cells[(size_t)row * f->fields.count + k]);
    }
}

static void put_field(struct buf *out, struct arena *a, const char *lead, const kh_field *f,
                      const kh_value *v)
{
    if (f->type == KH_TABLE) {
        put_table(out, a, lead, f, v);
        return;
    }
    buf_printf(out, "%s%s = ", lead, f->name);
    put_value(out, a, f, v);
}

kh_status params_canonical(struct buf *out, const struct schema *s, const kh_value *values)
{
    struct arena scratch;
    arena_init(&scratch, 0);
    for (uint32_t i = 0; i < s->params.count; i++)
        put_field(out, &scratch, "", schema_field(s->params, i), &values[i]);
    arena_end(&scratch);
    return out->failed ? KH_ENOMEM : KH_OK;
}
