/* SPDX-License-Identifier: Apache-2.0 */
/* conf_effective.c - versions by month: of parameters, and what a change inside a window
 * means.
 *
 * Windows count months as the cycle does: with last_day = 25 a version of 2011-02 is in
 * force from January 26th.  A window of all dates has no inside. */
#include "config/reading.h"

enum { PARAMS_VERSIONS_MAX = 64 };

static const struct cfg_key params_keys[] = {
    { .name = "from",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("First month in force, 2011-07; the other members are parameters.") },
};

const struct conf_table *conf_effective_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "domain.params: version", params_keys, COUNT(params_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

/* ---- Questions ----------------------------------------------------------- */

static int32_t first_month(const struct conf_domain *d, int32_t months, int32_t month)
{
    return d->cycle.whole || months < 1 ? month : month - months + 1;
}

int32_t conf_effective_month(const struct conf_domain *d, int32_t months, int32_t month)
{
    return d->change == CHANGE_FIRST ? first_month(d, months, month) : month;
}

bool conf_begins_inside(const struct conf_domain *d, int32_t from, int32_t months,
                        int32_t month)
{
    return from > first_month(d, months, month) && from <= month;
}

const struct conf_params *conf_params_of(const struct conf_domain *d, int32_t months,
                                         int32_t month)
{
    const struct conf_params *best = NULL;
    int32_t at = conf_effective_month(d, months, month);
    for (uint32_t i = 0; i < d->n_params; i++)
        if (d->params[i].from <= at && (!best || d->params[i].from > best->from))
            best = &d->params[i];
    return best;
}

void conf_change_told(const struct conf_domain *d, const struct cfg *at, const char *what,
                      int32_t months, int32_t month, const char *of, struct findings *f)
{
    struct cycle cycle = d->cycle;
    char from[11], to[11], first[8], next[8];
    int32_t begin = 0, end = 0;
    cycle_window(&cycle, months, month, &begin, &end);
    day_text(from, begin);
    day_text(to, end - 1);
    month_text(first, first_month(d, months, month));
    month_text(next, month + 1);
    cfg_error(f, at,
              _("%s '%s' begins inside the window %s to %s of %s; let it begin with %s or "
                "%s, or let the domain say change = \"first\" or \"last\""),
              what, cfg_text(at, "from", ""), from, to, of, first, next);
}

void conf_change_check(const struct conf_domain *d, const struct cfg *at, const char *what,
                       int32_t from, struct findings *f)
{
    const struct cycle *c = &d->cycle;
    if (d->change != CHANGE_REFUSED || c->months < 1 || cycle_ends(c, from - 1))
        return;
    char of[2 * CONF_ID_MAX];
    snprintf(of, sizeof of, _("domain '%s'"), d->id);
    conf_change_told(d, at, what, c->months, cycle_last(c, from - 1) + c->months, of, f);
}

/* ---- Reading ------------------------------------------------------------- */

/* The parameters of a version are its members but `from`; they keep their places. */
static const struct cfg *without_from(struct reading *r, const struct cfg *at)
{
    struct cfg *group = reading_array(r, 1, sizeof *group);
    struct cfg **child = reading_array(r, at->len, sizeof *child);
    if (!group || !child)
        return NULL;
    *group = *at;
    group->child = child;
    group->len = 0;
    for (uint32_t i = 0; i < at->len; i++)
        if (strcmp(at->child[i]->name, "from") != 0)
            child[group->len++] = at->child[i];
    return group;
}

static void read_version(struct reading *r, struct conf_domain *d, const struct cfg *at)
{
    struct conf_params *p = &d->params[d->n_params];
    const struct cfg *from = at->kind == CFG_GROUP ? cfg_get(at, "from") : NULL;
    if (!from || from->kind != CFG_TEXT || !month_parse(&p->from, from->text)) {
        cfg_error(r->f, from ? from : at,
                  _("%s: a version of parameters is a group with its first month: "
                    "{ from = \"2011-07\"; ... }"),
                  reading_label(r, at));
        return;
    }
    p->id = from->text;
    p->at = at;
    p->group = without_from(r, at);
    for (uint32_t i = 0; i < d->n_params; i++)
        if (d->params[i].from == p->from)
            cfg_error(r->f, at, _("two versions of the parameters begin in '%s'"), p->id);
    conf_change_check(d, at, _("the version of parameters"), p->from, r->f);
    d->n_params++;
}

void conf_effective_read(struct reading *r, struct conf_domain *d)
{
    const struct cfg *c = cfg_get(d->tree, "params");
    const char *change = cfg_text(d->tree, "change", "");
    d->change = !strcmp(change, "first")  ? CHANGE_FIRST
                : !strcmp(change, "last") ? CHANGE_LAST
                                          : CHANGE_REFUSED;
    bool is_list = c && c->kind == CFG_LIST;
    uint32_t n = is_list ? c->len : 1;
    if (c && !is_list && c->kind != CFG_GROUP)
        cfg_error(r->f, c, _("%s must be a group, or a list of versions"),
                  reading_label(r, c));
    if (is_list && (!n || n > PARAMS_VERSIONS_MAX)) {
        cfg_error(r->f, c, _("%s must hold 1 to %d versions"), reading_label(r, c),
                  PARAMS_VERSIONS_MAX);
        return;
    }
    d->params = reading_array(r, n, sizeof *d->params);
    if (!d->params)
        return;
    for (uint32_t i = 0; is_list && i < n; i++)
        read_version(r, d, c->child[i]);
    if (!is_list)
        d->params[d->n_params++] = (struct conf_params){
            .from = INT32_MIN, .group = c && c->kind == CFG_GROUP ? c : NULL, .at = c
        };
}
