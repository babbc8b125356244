/* SPDX-License-Identifier: Apache-2.0 */
/* plan.c - see plan.h. */
#include "intake/plan.h"
#include "base/lang.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static kh_status no_memory(kh_err *e)
{
    return kh_fail(e, KH_ENOMEM, "no memory for the columns of a dataset");
}

const struct conf_column *plan_conf_column(const struct conf_input *in, const char *name)
{
    for (uint32_t i = 0; i < in->n_columns; i++)
        if (!strcmp(in->columns[i].name, name))
            return &in->columns[i];
    return NULL;
}

static bool is_in(const char *const *names, uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

/* Is it a part of a subject at any level? */
static bool is_subject_name(const struct conf_domain *d, const char *name)
{
    if (is_in(d->subject, d->n_subject, name))
        return true;
    for (uint32_t i = 0; i < d->n_levels; i++)
        if (is_in(d->levels[i].of, d->levels[i].n_of, name))
            return true;
    return false;
}

static const char *folded(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    char *out = arena_bytes(a, s, n);
    if (out)
        out[text_fold_key(out, s, n)] = '\0';
    return out;
}

static bool fold_map(struct source *s, struct arena *a)
{
    struct conf_map *map = arena_array(a, s->conf->n_map, sizeof *map);
    for (uint32_t i = 0; map && i < s->conf->n_map; i++) {
        map[i].from = folded(a, s->conf->map[i].from);
        map[i].to = folded(a, s->conf->map[i].to);
        if (!map[i].from || !map[i].to)
            return false;
    }
    s->map = map;
    s->n_map = s->conf->n_map;
    return map;
}

static bool fold_missing(struct source *s, struct arena *a, const char *const *missing,
                         uint32_t n)
{
    const char **out = arena_array(a, n, sizeof *out);
    for (uint32_t i = 0; out && i < n; i++) {
        out[i] = folded(a, missing[i]);
        if (!out[i])
            return false;
    }
    s->missing = out;
    s->n_missing = n;
    return out;
}

/* Maps and spellings of no value, as cells are compared with them. */
static bool bind_texts(struct plan *p, struct source *s, struct arena *a)
{
    const struct conf_column *c = s->conf;
    bool has_own = c && c->n_missing;
    s->suffix = c && c->suffix ? folded(a, c->suffix) : NULL;
    if (c && c->suffix && !s->suffix)
        return false;
    if (c && c->n_map && !fold_map(s, a))
        return false;
    return fold_missing(s, a, has_own ? c->missing : p->conf->missing,
                        has_own ? c->n_missing : p->conf->n_missing);
}

/* The sources that find the row of a look-up; making them may move the sources. */
static bool bind_by(struct plan *p, uint32_t at, struct arena *a,
                    const struct inputs_spec *spec)
{
    const struct conf_column *c = p->sources[at].conf;
    uint32_t *by = arena_array(a, c->n_by, sizeof *by);
    for (uint32_t i = 0; by && i < c->n_by; i++) {
        by[i] = plan_source(p, a, spec, c->by[i]);
        if (by[i] == PLAN_NONE)
            return false;
        p->sources[by[i]].is_required = true;
    }
    p->sources[at].by = by;
    p->sources[at].n_by = c->n_by;
    return by;
}

/* What the configuration says of a source. */
static bool bind(struct plan *p, uint32_t at, struct arena *a,
                 const struct inputs_spec *spec)
{
    struct source *s = &p->sources[at];
    const struct conf_column *c = s->conf;
    const char *text = c && c->text ? c->text : s->name;
    s->kind = c ? c->kind : COLUMN_HEADER;
    s->label = s->kind == COLUMN_HEADER ? text : s->name;
    s->text = s->kind == COLUMN_HEADER ? folded(a, text) : text;
    s->is_bound = c;
    s->is_private = c && c->is_private;
    if (is_subject_name(spec->domain, s->name) && orgs_has_level(spec->orgs, s->name))
        s->level = s->name;
    if (!s->text || !bind_texts(p, s, a))
        return false;
    bool only_empty = !s->n_missing || (s->n_missing == 1 && !*s->missing[0]);
    s->is_plain =
        s->kind == COLUMN_HEADER && !s->n_map && !s->level && !s->suffix && only_empty;
    return s->kind != COLUMN_LOOKUP || bind_by(p, at, a, spec);
}

uint32_t plan_source(struct plan *p, struct arena *a, const struct inputs_spec *spec,
                     const char *name)
{
    for (uint32_t i = 0; i < p->n_sources; i++)
        if (!strcmp(p->sources[i].name, name))
            return i;
    void *at = p->sources;
    uint32_t index = p->n_sources;
    struct source *s = arena_push(a, &at, &p->n_sources, &p->cap_sources, sizeof *s);
    p->sources = at;
    if (!s)
        return PLAN_NONE;
    s->name = name;
    s->conf = plan_conf_column(p->conf, name);
    return bind(p, index, a, spec) ? index : PLAN_NONE;
}

/* The columns of the key at the level where the rows enter. */
static kh_status plan_subject(struct plan *p, struct arena *a,
                              const struct inputs_spec *spec, kh_err *e)
{
    const struct conf_domain *d = spec->domain;
    const struct conf_level *l = d->n_levels ? &d->levels[p->level] : NULL;
    bool is_first = !p->level || !l || !l->n_of;
    const char *const *of = is_first ? d->subject : l->of;
    uint32_t n = is_first ? d->n_subject : l->n_of;
    p->subject = arena_array(a, n, sizeof *p->subject);
    if (!p->subject)
        return no_memory(e);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t s = plan_source(p, a, spec, of[i]);
        if (s == PLAN_NONE)
            return no_memory(e);
        p->sources[s].is_required = true;
        p->subject[i] = s;
    }
    p->n_subject = n;
    return KH_OK;
}

static kh_status plan_column(struct plan *p, struct arena *a,
                             const struct inputs_spec *spec, uint32_t i, kh_err *e)
{
    const kh_field *field = plan_field(p->schema, i);
    struct column *c = &p->columns[i];
    *c = (struct column){ .field = field, .source = PLAN_NONE };
    c->is_nullable = (field->flags & KH_NULLABLE) != 0;
    c->skips = is_in(p->conf->only_with, p->conf->n_only_with, field->name);
    p->has_skips |= c->skips;
    c->number = (struct number_form){ p->conf->decimal ? p->conf->decimal : '.',
                                      p->conf->thousands };
    c->is_subject = field->type == KH_KEY && !field->space;
    if (c->is_subject)
        return plan_subject(p, a, spec, e);
    c->source = plan_source(p, a, spec, field->name);
    if (c->source == PLAN_NONE)
        return no_memory(e);
    struct source *s = &p->sources[c->source];
    s->is_required |= !(field->flags & KH_OPTIONAL);
    if (field->type != KH_TIME)
        return KH_OK;
    bool has_own = s->conf && s->conf->n_dates;
    const char *bad = dates_compile(&c->dates, has_own ? s->conf->dates : p->conf->dates,
                                    has_own ? s->conf->n_dates : p->conf->n_dates,
                                    spec->conf->utc_offset_us);
    if (bad)
        return kh_fail(e, KH_ECONFIG, _("input '%s': \"%.80s\" is no form of dates"),
                       p->conf->dataset, bad);
    return KH_OK;
}

static uint32_t plan_level(const struct conf_domain *d, const struct conf_input *in)
{
    for (uint32_t i = 0; in->at && i < d->n_levels; i++)
        if (!strcmp(d->levels[i].id, in->at))
            return i;
    return 0;
}

kh_status plan_make(struct plan *p, struct arena *a, const struct inputs_spec *spec,
                    uint32_t dataset, kh_err *e)
{
    const kh_dataset *ds = plan_dataset(spec->schema, dataset);
    *p = (struct plan){ .dataset = dataset, .schema = ds, .key = PLAN_NONE };
    p->revision = p->when = PLAN_NONE;
    p->conf = inputs_bound(spec->domain, ds->name);
    if (!p->conf)
        return KH_OK;
    p->level = plan_level(spec->domain, p->conf);
    p->n_columns = p->n_declared = ds->columns.count;
    p->columns = arena_array(a, p->n_columns, sizeof *p->columns);
    if (!p->columns)
        return no_memory(e);
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < p->n_declared && !rc; i++)
        rc = plan_column(p, a, spec, i, e);
    if (ds->when)
        p->when = ds->when - 1;
    if (ds->key && p->conf->keyed)
        p->key = ds->key - 1;
    if (ds->revision)
        p->revision = ds->revision - 1;
    return rc;
}

uint32_t plan_extra(struct plan *p, struct arena *a, const struct inputs_spec *spec,
                    const char *name)
{
    static const kh_field text = { .name = "", .type = KH_TEXT, .flags = KH_NULLABLE };
    uint32_t s = plan_source(p, a, spec, name);
    struct column *columns = arena_array(a, p->n_columns + 1, sizeof *columns);
    if (s == PLAN_NONE || !columns)
        return PLAN_NONE;
    memcpy(columns, p->columns, p->n_columns * sizeof *columns);
    columns[p->n_columns] =
        (struct column){ .field = &text, .source = s, .is_nullable = true };
    p->sources[s].is_required = true;
    p->columns = columns;
    return p->n_columns++;
}
