/* SPDX-License-Identifier: Apache-2.0 */
/* results_read.c - `results` of a leaf: whose totals, and at which own levels they can be
 * looked at.  Room config has checked that the domain and its level are there. */
#include "score/read.h"

#include "base/buf.h"

enum { COLUMNS_TEXT_MAX = 4096 };

/* What a measured value has and a total of another domain has not. */
static void check_keys(struct parse *r, const struct cfg *leaf)
{
    static const char *const keys[] = { "months", "days", "each", "fold", "of", "zero" };
    for (size_t i = 0; i < COUNT(keys); i++)
        if (cfg_get(leaf, keys[i]))
            cfg_error(r->f, cfg_get(leaf, keys[i]),
                      _("'%s' is for indicators; a leaf of results has none"), keys[i]);
}

static int32_t place_of(const struct conf_level *l, const char *column)
{
    for (uint32_t i = 0; i < l->n_of; i++)
        if (!strcmp(l->of[i], column))
            return (int32_t)i;
    return -1;
}

/* Are the columns of the own level among the source's? */
static bool find_places(const struct parse *r, struct source *s, uint32_t own)
{
    const struct conf_level *l = &r->domain->levels[own];
    for (uint32_t i = 0; i < l->n_of && i < CONF_SUBJECT_MAX; i++) {
        int32_t at = place_of(&s->domain->levels[s->level], l->of[i]);
        if (at < 0)
            return false;
        s->place[own][i] = (uint32_t)at;
    }
    return l->n_of && l->n_of <= CONF_SUBJECT_MAX;
}

static void tell_none(struct parse *r, const struct cfg *at, const struct source *s)
{
    const struct conf_level *l = &s->domain->levels[s->level];
    struct buf b;
    buf_init(&b, COLUMNS_TEXT_MAX);
    for (uint32_t i = 0; i < l->n_of; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", l->of[i]);
    cfg_error(r->f, at,
              _("domain '%s' has no measured level whose columns are among those of level "
                "'%s' of domain '%s' (%s)"),
              r->domain->id, l->id, s->domain->id, b.at ? b.at : "");
    buf_end(&b);
}

const struct source *results_read(struct parse *r, const struct cfg *leaf)
{
    const struct cfg *results = cfg_get(leaf, "results");
    struct source *s = arena_new(r->a, sizeof *s);
    if (!s) {
        read_no_memory(r, leaf);
        return NULL;
    }
    check_keys(r, leaf);
    s->domain = conf_domain_of(r->conf, cfg_text(results, "domain", ""));
    int32_t level =
        s->domain ? scheme_level(s->domain, cfg_text(results, "level", "")) : -1;
    if (level < 0)
        return NULL;
    s->level = (uint32_t)level;
    if (!s->domain->levels[level].scored)
        cfg_error(r->f, cfg_get(results, "level"),
                  _("level '%s' of domain '%s' is not scored"), s->domain->levels[level].id,
                  s->domain->id);
    bool in_chain[CONF_LEVELS_MAX] = { false }, any = false;
    measured_chain(r->domain, in_chain);
    for (uint32_t i = 0; i < r->domain->n_levels; i++) {
        s->applies[i] = in_chain[i] && find_places(r, s, i);
        any = any || s->applies[i];
    }
    if (!any)
        tell_none(r, results, s);
    return s;
}
