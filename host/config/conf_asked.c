/* SPDX-License-Identifier: Apache-2.0 */
/* conf_asked.c - columns that are asked of a domain's subjects beside those of their keys:
 * groups of boards and cohorts, the conditions of every `for`, and who is exempt. */
#include "base/text.h"
#include "config/nodes.h"
#include "config/reading.h"

#include <stdlib.h>

struct asking {
    struct reading *r;
    struct conf_domain *d;
    uint32_t cap;
};

static bool is_key(const struct conf_domain *d, const char *name)
{
    for (uint32_t i = 0; i < d->n_levels; i++)
        if (reading_find(d->levels[i].of, d->levels[i].n_of, name) >= 0)
            return true;
    return reading_find(d->subject, d->n_subject, name) >= 0;
}

static void ask(struct asking *g, const struct cfg *at, const char *name)
{
    struct conf_domain *d = g->d;
    if (!name || !*name || is_key(d, name) || reading_find(d->asked, d->n_asked, name) >= 0)
        return;
    if (d->n_asked == CONF_ASKED_MAX) {
        cfg_error(g->r->f, at,
                  _("%s: the domain \"%s\" names more than %d further columns"),
                  reading_label(g->r, at), d->id, CONF_ASKED_MAX);
        return;
    }
    const char **to =
        arena_push(g->r->a, (void **)&d->asked, &d->n_asked, &g->cap, sizeof *d->asked);
    if (to)
        *to = name;
    else
        g->r->no_memory = true;
}

static void ask_columns(struct asking *g, const struct cfg *who)
{
    for (uint32_t i = 0; who && who->kind == CFG_GROUP && i < who->len; i++)
        ask(g, who->child[i], who->child[i]->name);
}

static void ask_for(struct asking *g, const struct cfg *group)
{
    ask_columns(g, cfg_get(group, "for"));
}

static void ask_fors(struct asking *g, const struct cfg *list)
{
    for (uint32_t i = 0; list && i < list->len; i++)
        if (list->child[i]->kind == CFG_GROUP)
            ask_for(g, list->child[i]);
}

/* The group among which a rank is given, and who is in none. */
static void ask_node(void *ctx, const struct cfg *node)
{
    const struct cfg *points = cfg_get(node, "points");
    ask(ctx, points, cfg_text(points, "group", NULL));
    ask_columns(ctx, cfg_get(points, "exempt"));
}

void conf_asked_read(struct reading *r)
{
    for (uint32_t i = 0; i < r->c->n_domains; i++) {
        struct conf_domain *d = &r->c->domains[i];
        struct asking g = { .r = r, .d = d };
        for (uint32_t k = 0; k < r->c->n_boards; k++) {
            const struct conf_board *b = &r->c->boards[k];
            if (b->domain && !strcmp(b->domain, d->id)) {
                ask(&g, b->at, b->group);
                ask_columns(&g, cfg_get(b->at, "exempt"));
            }
        }
        ask_fors(&g, d->scheme);
        ask_fors(&g, d->vetoes);
        ask_for(&g, d->plates);
        ask_for(&g, d->tickets);
        ask_for(&g, d->settlement);
        nodes_each(d->scheme, ask_node, &g);
        if (d->n_asked)
            qsort(d->asked, d->n_asked, sizeof *d->asked, text_compare);
    }
}
