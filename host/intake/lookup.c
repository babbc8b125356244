/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.c - see lookup.h. */
#include "intake/lookup.h"
#include "base/lang.h"
#include "intake/inputs_inside.h"

#include <stdlib.h>
#include <string.h>

static kh_status no_memory(kh_err *e)
{
    return kh_fail(e, KH_ENOMEM, "no memory for a look-up");
}

static bool is_same_by(const struct lookup *l, const struct conf_column *c)
{
    if (l->n_by != c->n_by)
        return false;
    for (uint32_t i = 0; i < c->n_by; i++)
        if (strcmp(l->by[i], c->by[i]) != 0)
            return false;
    return true;
}

/* The look-up of a target and its by columns, made if it is new. */
static struct lookup *lookup_of(struct lookup **all, struct plan *target,
                                const struct conf_column *c, struct arena *a,
                                const struct inputs_spec *spec)
{
    for (struct lookup *l = *all; l; l = l->next)
        if (l->target == target && is_same_by(l, c))
            return l;
    struct lookup *l = arena_new(a, sizeof *l);
    uint32_t *by = arena_array(a, c->n_by, sizeof *by);
    if (!l || !by)
        return NULL;
    for (uint32_t i = 0; i < c->n_by; i++) {
        by[i] = plan_extra(target, a, spec, c->by[i]);
        if (by[i] == PLAN_NONE)
            return NULL;
    }
    *l = (struct lookup){
        .target = target, .by = c->by, .n_by = c->n_by, .by_columns = by, .next = *all
    };
    *all = l;
    return l;
}

/* Which of its values is the column of this name. */
static uint32_t value_of(struct lookup *l, const char *name, struct arena *a,
                         const struct inputs_spec *spec)
{
    for (uint32_t i = 0; i < l->n_values; i++)
        if (!strcmp(l->values[i], name))
            return i;
    if (l->n_values == LOOKUP_VALUES_MAX)
        return PLAN_NONE;
    uint32_t column = plan_extra(l->target, a, spec, name);
    if (column == PLAN_NONE)
        return PLAN_NONE;
    l->values[l->n_values] = name;
    l->value_columns[l->n_values] = column;
    return l->n_values++;
}

static struct plan *plan_of(struct plan *plans, uint32_t n, const char *dataset)
{
    for (uint32_t i = 0; i < n; i++)
        if (plans[i].conf && !strcmp(plans[i].conf->dataset, dataset))
            return &plans[i];
    return NULL;
}

static kh_status plan_sources(struct lookup **all, struct plan *p, struct plan *plans,
                              uint32_t n, struct arena *a, const struct inputs_spec *spec,
                              kh_err *e)
{
    for (uint32_t k = 0; k < p->n_sources; k++) {
        const struct conf_column *c = p->sources[k].conf;
        if (p->sources[k].kind != COLUMN_LOOKUP || p->sources[k].lookup)
            continue;
        struct plan *target = plan_of(plans, n, c->text);
        if (!target)
            return kh_fail(e, KH_ECONFIG, _("'%s' looks up '%s', which is not bound"),
                           p->conf->dataset, c->text);
        struct lookup *l = lookup_of(all, target, c, a, spec);
        uint32_t value = l ? value_of(l, p->sources[k].name, a, spec) : PLAN_NONE;
        if (value == PLAN_NONE)
            return no_memory(e);
        p->sources[k].lookup = l;
        p->sources[k].lookup_value = value;
    }
    return KH_OK;
}

kh_status lookup_plan(struct lookup **all, struct plan *plans, uint32_t n, struct arena *a,
                      const struct inputs_spec *spec, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < n && !rc; i++)
        if (plans[i].conf)
            rc = plan_sources(all, &plans[i], plans, n, a, spec, e);
    return rc;
}

const struct lookup *lookup_add(struct lookup **all, struct plan *target, const char **by,
                                uint32_t n_by, const char *value, struct arena *a,
                                const struct inputs_spec *spec, uint32_t *at)
{
    const struct conf_column c = { .by = by, .n_by = n_by };
    struct lookup *l = lookup_of(all, target, &c, a, spec);
    *at = l ? value_of(l, value, a, spec) : PLAN_NONE;
    return *at == PLAN_NONE ? NULL : l;
}

/* A target's rows on their way into its look-up. */
struct filling {
    struct lookup *l;
    struct findings *f;
    struct arena scratch;
};

static bool reserve(struct lookup *l)
{
    uint32_t n = dict_len(l->keys);
    if (n <= l->cap)
        return true;
    uint32_t cap = l->cap ? l->cap * 2 : 64;
    uint32_t *found = realloc(l->found, (size_t)cap * l->n_values * sizeof *found);
    if (found)
        l->found = found;
    struct lookup_place *place = found ? realloc(l->place, cap * sizeof *place) : NULL;
    if (place)
        l->place = place;
    l->cap = place ? cap : l->cap;
    return place;
}

static const char *shown(const struct lookup *l, uint32_t value, uint32_t text)
{
    const struct plan *t = l->target;
    if (t->sources[t->columns[l->value_columns[value]].source].is_private)
        return "***";
    return text == PLAN_NONE ? "" : dict_text(l->texts, text, NULL);
}

/* The texts of a key as a sentence shows them: "a/b". */
static const char *shown_key(struct filling *x, uint32_t id)
{
    const struct lookup *l = x->l;
    uint32_t len = 0, part = 0;
    const char *at = dict_text(l->keys, id, &len), *end = at + len, *text = NULL;
    for (uint32_t i = 0; i < l->n_by && at + sizeof part <= end; i++) {
        memcpy(&part, at, sizeof part);
        at += sizeof part;
        bool hidden =
            l->target->sources[l->target->columns[l->by_columns[i]].source].is_private;
        text = arena_printf(&x->scratch, "%s%s%.*s", text ? text : "", text ? "/" : "",
                            hidden ? 3 : (int)part, hidden ? "***" : at);
        at += part;
    }
    return text ? text : "";
}

static void refuse(struct filling *x, uint32_t id, uint32_t value, uint32_t text,
                   struct lookup_place at)
{
    const struct lookup *l = x->l;
    const struct input_file *files = l->target->files;
    const struct lookup_place *first = &l->place[id];
    findings_add(x->f, FINDING_ERROR, ST_INPUT, files[at.file].path, (uint32_t)at.line, 0,
                 _("'%s' is \"%.80s\" here and \"%.80s\" on %s:%llu for the same %s "
                   "\"%.80s\"; look-ups and groups need one; correct one of the rows"),
                 l->values[value], shown(l, value, text),
                 shown(l, value, l->found[(size_t)id * l->n_values + value]),
                 files[first->file].path, (unsigned long long)first->line, l->by[0],
                 shown_key(x, id));
}

static kh_status fill_row(struct filling *x, const struct values *values, uint32_t row,
                          struct lookup_place at, kh_err *e)
{
    struct lookup *l = x->l;
    struct cell parts[CONF_SUBJECT_MAX], key;
    uint32_t n = l->n_by < CONF_SUBJECT_MAX ? l->n_by : CONF_SUBJECT_MAX, id = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct values *v = &values[l->by_columns[i]];
        if (v->null[row])
            return KH_OK; /* nothing can find this row */
        parts[i] = v->cells[row];
    }
    uint32_t known = dict_len(l->keys);
    kh_status rc = cells_join(&x->scratch, parts, n, &key) ? KH_OK : no_memory(e);
    if (!rc)
        rc = dict_id(l->keys, key.at, key.len, &id, e);
    if (!rc && !reserve(l))
        rc = no_memory(e);
    for (uint32_t k = 0; k < l->n_values && !rc; k++) {
        const struct values *v = &values[l->value_columns[k]];
        uint32_t text = PLAN_NONE, *found = &l->found[(size_t)id * l->n_values + k];
        if (!v->null[row])
            rc = dict_id(l->texts, v->cells[row].at, v->cells[row].len, &text, e);
        if (!rc && id == known)
            *found = text;
        else if (!rc && *found != text)
            refuse(x, id, k, text, at);
    }
    if (!rc && id == known)
        l->place[id] = at;
    return rc;
}

static kh_status fill_rows(void *ctx, const struct rows *rows, const struct values *values,
                           const uint32_t *keep, uint32_t n, kh_err *e)
{
    struct filling *x = ctx;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < n && !rc; i++) {
        uint32_t row = keep[i];
        struct lookup_place at = { rows->given ? rows->files[row] : rows->file_index,
                                   rows->line[row] };
        rc = fill_row(x, values, row, at, e);
    }
    arena_end(&x->scratch);
    return rc;
}

/* Does the target itself wait for no other look-up? */
static bool is_ready(const struct lookup *l)
{
    for (uint32_t i = 0; i < l->target->n_sources; i++) {
        const struct source *s = &l->target->sources[i];
        if (s->kind == COLUMN_LOOKUP && !s->lookup->is_filled)
            return false;
    }
    return true;
}

static kh_status fill(struct lookup *l, const struct inputs *in, struct findings *f,
                      kh_err *e)
{
    struct filling x = { .l = l, .f = f };
    struct reader *r = NULL;
    arena_init(&x.scratch, 0);
    l->keys = dict_new();
    l->texts = dict_new();
    kh_status rc = l->keys && l->texts ? reader_quiet(&r, in, e) : no_memory(e);
    if (!rc)
        rc = reader_all(r, l->target->dataset, fill_rows, &x, e);
    l->is_filled = !rc;
    reader_end(r);
    arena_end(&x.scratch);
    return rc;
}

kh_status lookup_fill(struct lookup *all, const struct inputs *in, struct findings *f,
                      kh_err *e)
{
    kh_status rc = KH_OK;
    for (bool goes_on = true, is_left = true; is_left && !rc;) {
        if (!goes_on)
            return kh_fail(e, KH_ECONFIG, _("look-ups go in a circle"));
        goes_on = is_left = false;
        for (struct lookup *l = all; l && !rc; l = l->next) {
            if (l->is_filled)
                continue;
            is_left = true;
            if (!is_ready(l))
                continue;
            goes_on = true;
            rc = fill(l, in, f, e);
        }
    }
    return rc;
}

void lookup_end(struct lookup *all)
{
    for (struct lookup *l = all; l; l = l->next) {
        dict_end(l->keys);
        dict_end(l->texts);
        free(l->found);
        free(l->place);
    }
}

bool lookup_find(const struct lookup *l, const char *key, uint32_t len, uint32_t value,
                 struct cell *out)
{
    uint32_t id = 0;
    *out = (struct cell){ 0 };
    if (!dict_find(l->keys, key, len, &id))
        return false;
    uint32_t text = l->found[(size_t)id * l->n_values + value];
    if (text != PLAN_NONE)
        out->at = dict_text(l->texts, text, &out->len);
    return true;
}
