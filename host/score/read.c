/* SPDX-License-Identifier: Apache-2.0 */
/* read.c - scalars, lists and `for` of schemes; see read.h. */
#include "score/read.h"

#include "base/text.h"
#include "intake/orgs.h"

#include <stdlib.h>

void read_no_memory(struct parse *r, const struct cfg *at)
{
    findings_add(r->f, FINDING_ERROR, KH_ENOMEM, at ? at->file : NULL, at ? at->line : 0, 0,
                 _("no memory for the scheme of domain '%s'"), r->domain->id);
}

bool read_decimal(struct parse *r, const struct cfg *value, mpq_t out)
{
    bool is_scalar = value->kind == CFG_NUMBER || value->kind == CFG_TEXT;
    if (is_scalar && fixed_parse(r->a, out, value->text))
        return true;
    fixed_small(out, 0);
    cfg_error(r->f, value, _("'%s' is not a decimal number"),
              value->text ? value->text : cfg_path(r->a, value));
    return false;
}

bool read_number(struct parse *r, const struct cfg *group, const char *key,
                 const char *dflt, mpq_t out)
{
    fixed_small(out, 0);
    const struct cfg *value = cfg_get(group, key);
    if (value)
        return read_decimal(r, value, out);
    if (dflt && !fixed_parse(r->a, out, dflt))
        read_no_memory(r, group);
    return false;
}

int32_t read_integer(const struct cfg *group, const char *key, int32_t dflt)
{
    const char *text = cfg_text(group, key, NULL);
    if (!text)
        return dflt;
    int64_t v = 0;
    kh_err e = { 0 };
    /* Wrong ones are found by cfg_check. */
    if (dec_parse(&v, 0, text, strlen(text), &e) || v < INT32_MIN || v > INT32_MAX)
        return dflt;
    return (int32_t)v;
}

uint32_t read_choice(struct parse *r, const struct cfg *group, const char *key,
                     const char *const *names)
{
    const char *text = cfg_text(group, key, NULL);
    size_t n = 0;
    while (names[n])
        n++;
    for (uint32_t i = 0; text && i < n; i++)
        if (!strcmp(names[i], text))
            return i;
    if (text) {
        const char *near = text_nearest(text, names, n);
        if (near)
            cfg_error(r->f, cfg_get(group, key),
                      _("%s '%s' is unknown; did you mean '%s'?"), key, text, near);
        else
            cfg_error(r->f, cfg_get(group, key), _("%s '%s' is unknown; expected '%s' ..."),
                      key, text, names[0]);
    }
    return 0;
}

/* The first ids of a list, for a message. */
static const char *some_ids(struct parse *r, const char *const *ids, uint32_t n)
{
    enum { MOST = 12 };
    const char *text = ids && n ? ids[0] : "-";
    for (uint32_t i = 1; ids && text && i < n && i <= MOST; i++)
        text = arena_printf(r->a, "%s, %s", text, i < MOST ? ids[i] : "...");
    return text ? text : "-";
}

int32_t read_indicator(struct parse *r, const struct cfg *at, const char *id)
{
    const kh_domain *d = &r->schema->domain;
    for (uint32_t i = 0; id && i < d->indicators.count; i++)
        if (!strcmp(schema_indicator(d, i)->id, id))
            return (int32_t)i;
    const char **ids = arena_array(r->a, d->indicators.count + 1, sizeof *ids);
    for (uint32_t i = 0; ids && i < d->indicators.count; i++)
        ids[i] = schema_indicator(d, i)->id;
    const char *near = id && ids ? text_nearest(id, ids, d->indicators.count) : NULL;
    if (near)
        cfg_error(r->f, at, _("plugin '%s' measures no indicator '%s'; did you mean '%s'?"),
                  r->schema->plugin, id, near);
    else
        cfg_error(r->f, at, _("plugin '%s' measures no indicator '%s'; there are: %s"),
                  r->schema->plugin, id ? id : "", some_ids(r, ids, d->indicators.count));
    return -1;
}

int32_t read_level(struct parse *r, const struct cfg *at, const char *id)
{
    int32_t level = scheme_level(r->domain, id);
    if (level >= 0)
        return level;
    const char *ids[CONF_LEVELS_MAX];
    for (uint32_t i = 0; i < r->domain->n_levels; i++)
        ids[i] = r->domain->levels[i].id;
    const char *near = text_nearest(id, ids, r->domain->n_levels);
    if (near)
        cfg_error(r->f, at, _("domain '%s' has no level '%s'; did you mean '%s'?"),
                  r->domain->id, id, near);
    else
        cfg_error(r->f, at, _("domain '%s' has no level '%s'"), r->domain->id, id);
    return -1;
}

bool read_list(struct parse *r, const struct cfg *list, const char *what)
{
    if (list->kind != CFG_LIST) {
        cfg_error(r->f, list, _("%s must be a list: ( ... )"), what);
        return false;
    }
    if (list->len > SCHEME_NODES_MAX) {
        cfg_error(r->f, list, _("%s has %u entries; at most %d are allowed"), what,
                  list->len, SCHEME_NODES_MAX);
        return false;
    }
    return true;
}

void read_levels(struct parse *r, const struct cfg *group, bool *at)
{
    uint32_t n = 0;
    const struct cfg *levels = cfg_get(group, "levels");
    const char **ids = cfg_texts(r->a, levels, &n);
    for (uint32_t i = 0; !levels && i < r->domain->n_levels; i++)
        at[i] = r->domain->levels[i].scored;
    for (uint32_t i = 0; i < n; i++) {
        int32_t level = read_level(r, levels, ids[i]);
        if (level >= 0)
            at[level] = true;
    }
}

static int match_compare(const void *a, const void *b)
{
    return strcmp(((const struct match *)a)->key, ((const struct match *)b)->key);
}

static bool is_column(const struct parse *r, const char *key)
{
    for (uint32_t i = 0; i < r->domain->n_subject; i++)
        if (!strcmp(r->domain->subject[i], key))
            return true;
    if (inputs_register(r->domain, &r->schema->domain, key) >= 0)
        return true;
    return r->orgs && (!orgs_len(r->orgs) || orgs_has_level(r->orgs, key) ||
                       orgs_column(r->orgs, orgs_at(r->orgs, 0), key));
}

void read_column(struct parse *r, const struct cfg *at, const char *key)
{
    if (is_column(r, key))
        return;
    const char *near = text_nearest(key, r->domain->subject, r->domain->n_subject);
    if (near)
        cfg_error(r->f, at,
                  _("'%s' is neither a column of the subject nor of the organisation file "
                    "nor of a register (an input without dates); did you mean '%s'?"),
                  key, near);
    else
        cfg_error(r->f, at,
                  _("'%s' is neither a column of the subject nor of the organisation file "
                    "nor of a register (an input without dates)"),
                  key);
}

void read_matches(struct parse *r, const struct cfg *group, struct matches *out)
{
    read_columns(r, group, "for", out);
}

void read_columns(struct parse *r, const struct cfg *group, const char *key,
                  struct matches *out)
{
    const struct cfg *who = cfg_get(group, key);
    *out = (struct matches){ 0 };
    if (!who)
        return;
    if (!who->len)
        cfg_error(r->f, who, _("%s names no column; name one, or remove it"), key);
    out->at = arena_array(r->a, who->len, sizeof *out->at);
    if (!out->at) {
        read_no_memory(r, who);
        return;
    }
    for (uint32_t i = 0; i < who->len; i++) {
        struct match *m = &out->at[out->n++];
        m->key = who->child[i]->name;
        m->values = cfg_texts(r->a, who->child[i], &m->n);
        if (m->n)
            qsort(m->values, m->n, sizeof *m->values, text_compare);
        read_column(r, who->child[i], m->key);
    }
    qsort(out->at, out->n, sizeof *out->at, match_compare);
}
