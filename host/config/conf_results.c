/* SPDX-License-Identifier: Apache-2.0 */
/* conf_results.c - leaves that take the results of another domain: who takes from whom.
 * Sources are scored first, so they may not wait for one another in a ring. */
#include "config/nodes.h"
#include "config/reading.h"

struct sources {
    struct reading *r;
    uint32_t from, n;
    bool *takes; /* takes[from * n + source] */
};

static void check_leaf(void *ctx, const struct cfg *node)
{
    struct sources *s = ctx;
    struct reading *r = s->r;
    const struct cfg *results = cfg_get(node, "results");
    const struct cfg *domain = cfg_get(results, "domain"), *level = NULL;
    if (!domain || domain->kind != CFG_TEXT)
        return; /* its form is told by the rule core */
    int32_t at = reading_domain(r, domain);
    if (at < 0)
        return;
    s->takes[s->from * s->n + (uint32_t)at] = true;
    const struct conf_domain *d = &r->c->domains[at];
    if (r->c->domains[s->from].enabled && !d->enabled)
        cfg_error(r->f, domain,
                  _("%s: the domain \"%s\" is not enabled, so it never has results"),
                  reading_label(r, domain), d->id);
    level = cfg_get(results, "level");
    if (level && level->kind == CFG_TEXT)
        reading_known(r, level, N_("level"), level->text, reading_levels(r, d),
                      d->n_levels);
}

/* takes[a][c] = a takes from c, over any number of domains in between. */
static void close_over(struct sources *s)
{
    for (uint32_t k = 0; k < s->n; k++)
        for (uint32_t i = 0; i < s->n; i++)
            for (uint32_t j = 0; j < s->n; j++)
                if (s->takes[i * s->n + k] && s->takes[k * s->n + j])
                    s->takes[i * s->n + j] = true;
}

void conf_results_check(struct reading *r)
{
    struct sources s = { .r = r, .n = r->c->n_domains };
    s.takes = reading_array(r, (size_t)s.n * s.n, sizeof *s.takes);
    if (!s.takes)
        return;
    for (s.from = 0; s.from < s.n; s.from++)
        nodes_each(r->c->domains[s.from].scheme, check_leaf, &s);
    close_over(&s);
    for (uint32_t i = 0; i < s.n; i++)
        if (s.takes[i * s.n + i])
            cfg_error(r->f, r->c->domains[i].scheme,
                      _("the domain \"%s\" takes results that wait for its own; remove one "
                        "`results` of the ring"),
                      r->c->domains[i].id);
}
