/* SPDX-License-Identifier: Apache-2.0 */
/* scheme.c - versions of a scheme: reading the list, and which of them is in force. */
#include "score/scheme.h"

#include "score/read.h"

#include "base/text.h"

#include <stdlib.h>

static const struct cfg_key version_keys[] = {
    { .name = "from",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("First month in force, 2011-01.") },
    { .name = "id",
      .want = WANT_TEXT,
      .doc = N_("Name of the version; without it `from`. Required with `for`.") },
    { .name = "for",
      .want = WANT_GROUP,
      .doc =
          N_("Only for subjects whose columns have these texts; without it all others.") },
    { .name = "full",
      .want = WANT_NUMBER,
      .min = "0",
      .dflt = "100",
      .doc = N_("Points of a perfect total.") },
    { .name = "floor", .want = WANT_NUMBER, .dflt = "0", .doc = N_("Least total.") },
    { .name = "cap", .want = WANT_NUMBER, .doc = N_("Most total; without it `full`.") },
    { .name = "digits",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "9",
      .dflt = "2",
      .doc = N_("Digits of scores.") },
    { .name = "rounding",
      .want = WANT_TEXT,
      .choice = node_roundings,
      .doc = N_("How scores are rounded; without it as the report.") },
    { .name = "round",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("Keep the total rounded.") },
    { .name = "kind",
      .want = WANT_TEXT,
      .choice = node_folds,
      .dflt = "wsum",
      .doc = N_("How the total is made of its nodes.") },
    NODE_FOLD_KEYS,
    { .name = "not_monotone",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc =
          N_("true: a subject may get less by a value it lacked; else that is refused.") },
    { .name = "nodes",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("The nodes of the scheme.") },
};

static const struct conf_table *version_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "domain.scheme", version_keys, COUNT(version_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

const struct conf_table *scheme_table_at(size_t index)
{
    const struct conf_table *(*const all[])(size_t *) = { version_tables, node_tables,
                                                          leaf_tables, rule_tables,
                                                          measure_tables };
    for (size_t i = 0; i < COUNT(all); i++) {
        size_t n = 0;
        const struct conf_table *tables = all[i](&n);
        if (index < n)
            return &tables[index];
        index -= n;
    }
    return NULL;
}

/* ---- Questions ----------------------------------------------------------- */

const struct version *scheme_in_force(const struct scheme_set *s, uint32_t who,
                                      int32_t month)
{
    const struct version *best = NULL;
    month = conf_effective_month(s->domain, s->domain->cycle.months, month);
    for (uint32_t i = 0; i < s->n_versions; i++) {
        const struct version *v = &s->versions[i];
        if (v->who_id == who && v->from <= month && (!best || v->from > best->from))
            best = v;
    }
    return best;
}

int32_t scheme_node(const struct version *v, const char *path)
{
    for (uint32_t i = 0; i < v->n_nodes; i++)
        if (!strcmp(v->nodes[i].path, path))
            return (int32_t)i;
    return -1;
}

int32_t scheme_level(const struct conf_domain *d, const char *id)
{
    for (uint32_t i = 0; i < d->n_levels; i++)
        if (!strcmp(d->levels[i].id, id))
            return (int32_t)i;
    return -1;
}

bool scheme_level_above(const struct conf_domain *d, uint32_t level, uint32_t upper)
{
    int32_t at = (int32_t)upper;
    /* `from` points to an earlier level, so this ends. */
    for (uint32_t i = 0; at >= 0 && i <= CONF_LEVELS_MAX; i++) {
        if (at == (int32_t)level)
            return true;
        at = d->levels[at].from;
    }
    return false;
}

void scheme_window(const struct scheme_set *s, uint32_t choice, int32_t month,
                   struct variant *v)
{
    struct cycle cycle = s->domain->cycle;
    if (s->choices[choice].months) {
        cycle.months = s->choices[choice].months;
        month = cycle_last(&cycle, month);
    }
    v->months = cycle.months;
    v->month = month;
    cycle_window(&cycle, cycle.months, month, &v->from, &v->to);
}

uint32_t scheme_choices(const struct scheme_set *s, int32_t month, int32_t *variant)
{
    uint32_t n = 1;
    variant[0] = 0;
    for (uint32_t i = 1; i < s->n_choices; i++)
        variant[i] = -1;
    for (uint32_t who = 0; who < s->n_whos; who++) {
        const struct version *v = scheme_in_force(s, who, month);
        for (uint32_t i = 0; v && i < v->n_nodes; i++) {
            const struct leaf *leaf = v->nodes[i].leaf;
            if (leaf && variant[leaf->choice] < 0)
                variant[leaf->choice] = (int32_t)n++;
        }
    }
    for (uint32_t i = 0; i < s->n_vetoes; i++)
        if (variant[s->vetoes[i].choice] < 0)
            variant[s->vetoes[i].choice] = (int32_t)n++;
    return n;
}

bool scheme_has_history(const struct scheme_set *s)
{
    return s->plates && plates_over_cycles(&s->plates->rules);
}

/* ---- Reading ------------------------------------------------------------- */

static bool same_matches(const struct matches *a, const struct matches *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const struct match *x = &a->at[i], *y = &b->at[i];
        if (strcmp(x->key, y->key) != 0 || x->n != y->n)
            return false;
        for (uint32_t k = 0; k < x->n; k++)
            if (strcmp(x->values[k], y->values[k]) != 0)
                return false;
    }
    return true;
}

/* Is everybody of whom b is true one of whom a is true? */
static bool takes_all(const struct matches *a, const struct matches *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const struct match *x = &a->at[i], *y = NULL;
        for (uint32_t k = 0; k < b->n; k++)
            y = strcmp(x->key, b->at[k].key) ? y : &b->at[k];
        for (uint32_t k = 0; k < (y ? y->n : 1); k++)
            if (!y ||
                !bsearch(&y->values[k], x->values, x->n, sizeof *x->values, text_compare))
                return false;
    }
    return true;
}

/* Versions with the same `for` are versions of one scheme; two of one month clash. */
static void find_who(struct parse *r, struct version *v)
{
    struct scheme_set *s = r->set;
    v->who_id = s->n_whos;
    for (struct version *old = s->versions; old < v; old++) {
        if (same_matches(&old->who, &v->who)) {
            v->who_id = old->who_id;
            if (old->from == v->from)
                cfg_error(r->f, v->at,
                          _("two versions for the same subjects begin in '%s'"),
                          cfg_text(v->at, "from", ""));
        }
        if (!strcmp(old->id, v->id))
            cfg_error(r->f, v->at, _("version id '%s' is used twice"), v->id);
    }
    for (struct version *old = s->versions; old < v && v->who_id == s->n_whos; old++)
        if (v->who.n && old->who.n && takes_all(&old->who, &v->who)) {
            cfg_error(r->f, v->at,
                      _("version '%s' is for nobody: '%s' stands before it and takes all "
                        "of its subjects; put the narrower `for` first"),
                      v->id, old->id);
            break;
        }
    if (v->who_id == s->n_whos)
        s->n_whos++;
    if (v->who.n && !cfg_get(v->at, "id"))
        cfg_error(r->f, v->at, _("a version with for needs an id"));
}

static void read_version(struct parse *r, const struct cfg *c, struct version *v)
{
    v->at = c;
    v->id = "";
    if (!cfg_check(c, version_keys, COUNT(version_keys), r->f))
        return;
    const char *from = cfg_text(c, "from", "");
    v->id = cfg_text(c, "id", from);
    if (!month_parse(&v->from, from))
        cfg_error(r->f, cfg_get(c, "from"), _("from '%s' is not a month like 2011-01"),
                  from);
    else
        conf_change_check(r->domain, c, _("the version"), v->from, r->f);
    v->digits = read_integer(c, "digits", SCHEME_DIGITS);
    v->has_rounding = cfg_get(c, "rounding");
    v->rounding = (enum round_mode)read_choice(r, c, "rounding", node_roundings);
    read_matches(r, c, &v->who);
    find_who(r, v);
    node_read(r, v);
}

static void read_versions(struct parse *r)
{
    const struct cfg *list = r->domain->scheme;
    if (!list || !list->len) {
        cfg_error(r->f, list ? list : r->domain->tree, _("domain '%s' has no scheme"),
                  r->domain->id);
        return;
    }
    if (!read_list(r, list, "scheme"))
        return;
    if (list->len > SCHEME_VERSIONS_MAX) {
        cfg_error(r->f, list, _("a scheme has at most %d versions"), SCHEME_VERSIONS_MAX);
        return;
    }
    r->set->versions = arena_array(r->a, list->len, sizeof *r->set->versions);
    if (!r->set->versions) {
        read_no_memory(r, list);
        return;
    }
    for (uint32_t i = 0; i < list->len; i++) {
        if (list->child[i]->kind == CFG_GROUP)
            read_version(r, list->child[i], &r->set->versions[r->set->n_versions++]);
        else
            cfg_error(r->f, list->child[i],
                      _("a version must be a group: { from = ...; }"));
    }
}

/* Merged states exist along the chain of merges only; weights of means need a value. */
static void check_levels(struct parse *r)
{
    for (uint32_t i = 0; i < r->domain->n_levels; i++) {
        const struct conf_level *l = &r->domain->levels[i];
        if (l->by == LEVEL_MERGE && l->from >= 0 &&
            !scheme_is_measured(r->domain, (uint32_t)l->from))
            cfg_error(r->f, l->at,
                      _("level '%s' cannot merge level '%s', which is made of scores"),
                      l->id, r->domain->levels[l->from].id);
        if (l->weight)
            read_indicator(r, l->at, l->weight);
    }
}

const struct scheme_set *scheme_read(struct arena *a, const struct conf *c,
                                     const struct conf_domain *d,
                                     const struct schema *schema, const struct orgs *orgs,
                                     struct findings *f)
{
    struct scheme_set *s = arena_new(a, sizeof *s);
    struct parse r = { a, c, d, schema, orgs, f, s };
    uint32_t before = f->errors;
    if (s)
        s->choices = arena_array(a, VARIANTS_MAX, sizeof *s->choices);
    if (!s || !s->choices) {
        read_no_memory(&r, d->tree);
        return NULL;
    }
    s->conf = c;
    s->domain = d;
    s->schema = schema;
    s->n_choices = 1; /* the domain's own window */
    check_levels(&r);
    gate_read(&r);
    read_versions(&r);
    gate_check(&r);
    settlement_read(&r);
    return f->errors == before ? s : NULL;
}
