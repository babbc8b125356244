/* SPDX-License-Identifier: Apache-2.0 */
/* inputs_check.c - the configuration of inputs held against what a plugin declares; no file
 * is looked at.  See inputs.h. */
#include "base/lang.h"
#include "base/text.h"
#include "config/listed.h"
#include "intake/decode.h"
#include "intake/plan.h"

#include <stdlib.h>
#include <string.h>

struct checking {
    const struct conf_domain *d;
    const kh_domain *schema;
    struct findings *f;
    struct arena a;
    const char **names; /* room for all names of one kind */
};

/* ", did you mean 'x'?" and the known names, or nothing. */
static const char *hint(struct checking *c, const char *name, uint32_t n)
{
    const char *nearest = text_nearest(name, c->names, n);
    const char *known = listed_names(&c->a, c->names, n);
    const char *text =
        nearest
            ? arena_printf(&c->a, _("; did you mean '%s'? (there are: %s)"), nearest, known)
            : arena_printf(&c->a, _("; there are: %s"), known);
    return text && n ? text : "";
}

static const kh_dataset *dataset_of(const struct checking *c, const char *name)
{
    for (uint32_t i = 0; i < c->schema->datasets.count; i++)
        if (!strcmp(plan_dataset(c->schema, i)->name, name))
            return plan_dataset(c->schema, i);
    return NULL;
}

static const kh_field *field_of(const kh_dataset *ds, const char *name)
{
    for (uint32_t i = 0; i < ds->columns.count; i++)
        if (!strcmp(plan_field(ds, i)->name, name))
            return plan_field(ds, i);
    return NULL;
}

static bool is_in(const char *const *names, uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

/* A part of the subject, at the first level or another. */
static bool is_subject(const struct checking *c, const char *name)
{
    if (is_in(c->d->subject, c->d->n_subject, name))
        return true;
    for (uint32_t i = 0; i < c->d->n_levels; i++)
        if (is_in(c->d->levels[i].of, c->d->levels[i].n_of, name))
            return true;
    return false;
}

/* Does another input look this one up by or for the column? */
static bool is_looked_up(const struct checking *c, const struct conf_input *in,
                         const char *name)
{
    for (uint32_t i = 0; i < c->d->n_inputs; i++)
        for (uint32_t k = 0; k < c->d->inputs[i].n_columns; k++) {
            const struct conf_column *col = &c->d->inputs[i].columns[k];
            if (col->kind == COLUMN_LOOKUP && !strcmp(col->text, in->dataset) &&
                (!strcmp(col->name, name) || is_in(col->by, col->n_by, name)))
                return true;
        }
    return false;
}

/* Is it a `by` of this input's own look-ups? */
static bool is_by(const struct conf_input *in, const char *name)
{
    for (uint32_t k = 0; k < in->n_columns; k++)
        if (is_in(in->columns[k].by, in->columns[k].n_by, name))
            return true;
    return false;
}

static void check_lookup(struct checking *c, const struct conf_column *col)
{
    const struct conf_input *target = inputs_bound(c->d, col->text);
    if (!target)
        return; /* told by config */
    if (!dataset_of(c, col->text))
        return; /* told by the dataset's own check */
    const struct conf_column *there = plan_conf_column(target, col->name);
    if (there && there->kind == COLUMN_LOOKUP)
        cfg_error(c->f, col->at,
                  _("column '%s': '%s' looks it up itself; name the dataset that has it"),
                  col->name, col->text);
    if (col->n_by > CONF_SUBJECT_MAX)
        cfg_error(c->f, col->at, _("column '%s': at most %d columns find a row"), col->name,
                  CONF_SUBJECT_MAX);
    for (uint32_t i = 0; i < col->n_by; i++) {
        there = plan_conf_column(target, col->by[i]);
        if (!strcmp(col->by[i], col->name) || (there && there->kind == COLUMN_LOOKUP))
            cfg_error(c->f, col->at, _("column '%s': cannot be found by '%s'"), col->name,
                      col->by[i]);
    }
}

/* Text that the configuration itself puts into cells: of a word of the column's list? */
static void check_text(struct checking *c, const struct conf_input *in,
                       const kh_field *field, const struct conf_column *col,
                       const char *text)
{
    uint8_t truth;
    uint16_t label;
    const char *why = NULL;
    const char **missing = col->missing ? col->missing : in->missing;
    uint32_t n_missing = col->missing ? col->n_missing : in->n_missing;
    if (!*text || is_in(missing, n_missing, text))
        return;
    if (field->type == KH_BOOL)
        why = decode_bool(&truth, text, strlen(text));
    else if (field->type == KH_ENUM)
        why = decode_enum(&label, field->labels, text, strlen(text));
    if (why)
        cfg_error(c->f, col->at, _("column '%s': \"%s\" is %s"), col->name, text, _(why));
}

static void check_texts(struct checking *c, const struct conf_input *in,
                        const kh_field *field, const struct conf_column *col)
{
    for (uint32_t i = 0; i < col->n_map; i++)
        check_text(c, in, field, col, col->map[i].to);
    if (col->kind == COLUMN_CONSTANT)
        check_text(c, in, field, col, col->text);
}

static void check_column(struct checking *c, const struct conf_input *in,
                         const kh_dataset *ds, const struct conf_column *col)
{
    const kh_field *field = field_of(ds, col->name);
    bool is_made = field && field->type == KH_KEY && !field->space;
    if (is_made && !is_subject(c, col->name)) {
        cfg_error(c->f, col->at,
                  _("column '%s' is made from the subject; bind the subject's columns: %s"),
                  col->name, listed_names(&c->a, c->d->subject, c->d->n_subject));
        return;
    }
    if (!field && !is_subject(c, col->name) && !is_looked_up(c, in, col->name) &&
        !is_by(in, col->name)) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < ds->columns.count; i++)
            c->names[n++] = plan_field(ds, i)->name;
        cfg_error(c->f, col->at, _("dataset '%s' of plugin '%s' has no column '%s'%s"),
                  ds->name, c->d->plugin, col->name, hint(c, col->name, n));
    }
    if (field)
        check_texts(c, in, field, col);
    if (col->kind == COLUMN_LOOKUP)
        check_lookup(c, col);
}

static void check_keys(struct checking *c, const struct conf_input *in,
                       const kh_dataset *ds)
{
    const char *key = ds->key && in->keyed ? plan_field(ds, ds->key - 1)->name : NULL;
    const struct conf_column *col = key ? plan_conf_column(in, key) : NULL;
    if (col && col->kind == COLUMN_LOOKUP)
        cfg_error(c->f, col->at,
                  _("column '%s' is the key of '%s' and cannot be looked up; set key = "
                    "false"),
                  key, ds->name);
    for (uint32_t i = 0; i < in->n_only_with; i++)
        if (!field_of(ds, in->only_with[i])) {
            uint32_t n = 0;
            for (uint32_t k = 0; k < ds->columns.count; k++)
                c->names[n++] = plan_field(ds, k)->name;
            cfg_error(c->f, in->tree, _("only_with: dataset '%s' has no column '%s'%s"),
                      ds->name, in->only_with[i], hint(c, in->only_with[i], n));
        }
}

static void check_level(struct checking *c, const struct conf_input *in, const char *key,
                        const char *level)
{
    uint32_t n = 0;
    if (!level)
        return;
    for (uint32_t i = 0; i < c->d->n_levels; i++) {
        c->names[n++] = c->d->levels[i].id;
        if (!strcmp(c->d->levels[i].id, level))
            return;
    }
    bool is_owed = !strcmp(key, "expect");
    if (is_owed && is_in(c->d->subject, c->d->n_subject, level))
        return;
    const struct cfg *at = in->tree ? cfg_get(in->tree, key) : NULL;
    cfg_error(c->f, at ? at : in->tree, _("%s: domain '%s' has no level '%s'%s"), key,
              c->d->id, level, hint(c, level, n));
}

static void check_input(struct checking *c, const struct conf_input *in)
{
    const kh_dataset *ds = dataset_of(c, in->dataset);
    if (!ds) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < c->schema->datasets.count; i++)
            c->names[n++] = plan_dataset(c->schema, i)->name;
        cfg_error(c->f, in->tree, _("plugin '%s' has no dataset '%s'%s"), c->d->plugin,
                  in->dataset, hint(c, in->dataset, n));
        return;
    }
    for (uint32_t i = 0; i < in->n_columns; i++)
        check_column(c, in, ds, &in->columns[i]);
    check_keys(c, in, ds);
    check_level(c, in, "at", in->at);
    check_level(c, in, "expect", in->expect);
}

/* What boards group by is shown by them. */
static void check_asked(struct checking *c)
{
    for (uint32_t i = 0; i < c->d->n_asked; i++) {
        int32_t set = inputs_register(c->d, c->schema, c->d->asked[i]);
        const struct conf_input *in =
            set < 0 ? NULL
                    : inputs_bound(c->d, plan_dataset(c->schema, (uint32_t)set)->name);
        const struct conf_column *column = in ? plan_conf_column(in, c->d->asked[i]) : NULL;
        if (column && column->is_private)
            cfg_error(c->f, column->at,
                      _("the column '%s' is private, but a group or a `for` of domain '%s' "
                        "shows it; let it be seen, or take that away"),
                      column->name, c->d->id);
    }
}

void inputs_check(const struct conf_domain *d, const kh_domain *schema, struct findings *f)
{
    struct checking c = { .d = d, .schema = schema, .f = f };
    size_t room = CONF_LEVELS_MAX + schema->datasets.count;
    arena_init(&c.a, 0);
    for (uint32_t i = 0; i < schema->datasets.count; i++)
        room += plan_dataset(schema, i)->columns.count;
    c.names = arena_array(&c.a, room, sizeof *c.names);
    if (!c.names) {
        findings_add(f, FINDING_ERROR, KH_ENOMEM, d->file, 0, 0, _("no memory"));
        return;
    }
    for (uint32_t i = 0; i < d->n_inputs; i++)
        check_input(&c, &d->inputs[i]);
    const struct cfg *bindings = cfg_get(d->tree, "inputs");
    for (uint32_t i = 0; i < schema->datasets.count; i++) {
        const kh_dataset *ds = plan_dataset(schema, i);
        if (!(ds->flags & KH_OPTIONAL) && !inputs_bound(d, ds->name))
            cfg_error(f, bindings ? bindings : d->tree,
                      _("domain '%s': plugin '%s' needs the dataset '%s'; bind it in "
                        "`inputs`"),
                      d->id, d->plugin, ds->name);
    }
    check_asked(&c);
    arena_end(&c.a);
}
