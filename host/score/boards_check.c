/* SPDX-License-Identifier: Apache-2.0 */
/* boards_check.c - boards against what only the organisation file and the read scheme
 * know.  Room config has checked domains, levels, nodes and tie-breakers. */
#include "score/scheme.h"

#include "base/text.h"
#include "intake/orgs.h"

static bool is_group(const struct conf_level *l, const struct orgs *orgs,
                     const char *column)
{
    for (uint32_t i = 0; i < l->n_of; i++)
        if (!strcmp(l->of[i], column))
            return true;
    return orgs && orgs_len(orgs) &&
           (orgs_has_level(orgs, column) || orgs_column(orgs, orgs_at(orgs, 0), column));
}

static void check_board(const struct conf_board *b, const struct conf_domain *d,
                        const struct schema *schema, const struct orgs *orgs,
                        struct findings *f)
{
    int32_t level = scheme_level(d, b->level);
    if (level < 0)
        return;
    if (!d->levels[level].scored)
        cfg_error(f, b->at, _("board '%s' ranks level '%s', which is not scored"), b->id,
                  b->level);
    if (b->group && !is_group(&d->levels[level], orgs, b->group) &&
        (!schema || inputs_register(d, &schema->domain, b->group) < 0))
        cfg_error(f, cfg_get(b->at, "group"),
                  _("board '%s': '%s' is neither a column of level '%s' nor of the "
                    "organisation file nor of a register (an input without dates)"),
                  b->id, b->group, b->level);
    for (uint32_t i = 0; i < b->n_exempt; i++)
        if (!is_group(&d->levels[level], orgs, b->exempt[i].column) &&
            (!schema || inputs_register(d, &schema->domain, b->exempt[i].column) < 0))
            cfg_error(f, cfg_get(b->at, "exempt"),
                      _("board '%s': '%s' is neither a column of level '%s' nor of the "
                        "organisation file nor of a register (an input without dates)"),
                      b->id, b->exempt[i].column, b->level);
}

/* The award list is a table of the domain, named as the board. */
static void check_table(const struct conf_board *b, const struct conf_domain *d,
                        const struct schema *schema, struct findings *f)
{
    for (uint32_t i = 0; b->awards && schema && i < schema->domain.tables.count; i++)
        if (!strcmp(schema_table(&schema->domain, i)->name, b->id))
            cfg_error(f, b->awards->at,
                      _("board '%s': its award list would have the name of a table of "
                        "plugin '%s'; give the board another id"),
                      b->id, d->plugin);
}

/* Shares go by plate. */
static void check_shares(const struct conf_board *b, const struct conf_domain *d,
                         const struct scheme_set *s, struct findings *f)
{
    int32_t level = scheme_level(d, b->level);
    if (b->shares && s && level >= 0 && !(s->plates && s->plate_at[level]))
        cfg_error(f, cfg_get(b->at, "shares"),
                  _("board '%s' gives shares by plate, and domain '%s' has no plates at "
                    "level '%s'"),
                  b->id, d->id, b->level);
}

/* A grade that a veto caps to must be on some board of the domain. */
static void check_grade(const struct conf *c, const struct conf_domain *d,
                        const struct veto *v, const char *grade, struct findings *f)
{
    const char *near = NULL;
    bool graded = false;
    for (uint32_t i = 0; i < c->n_boards; i++) {
        const struct conf_board *b = &c->boards[i];
        if (!b->domain || strcmp(b->domain, d->id) != 0)
            continue;
        for (uint32_t g = 0; g < b->n_grades; g++) {
            graded = true;
            if (!strcmp(b->grades[g].id, grade))
                return;
            const char *const one[] = { b->grades[g].id };
            near = near ? near : text_nearest(grade, one, 1);
        }
    }
    if (!graded)
        return;
    if (near)
        cfg_error(f, v->at, _("veto '%s': no board has a grade '%s'; did you mean '%s'?"),
                  v->id, grade, near);
    else
        cfg_error(f, v->at, _("veto '%s': no board has a grade '%s'"), v->id, grade);
}

void score_boards_check(const struct conf *c, const struct conf_domain *d,
                        const struct scheme_set *s, const struct orgs *orgs,
                        struct findings *f)
{
    bool composed = c->composite && d == &c->composite->domain;
    if (composed && orgs && !orgs_has_level(orgs, d->levels[0].id))
        cfg_error(f, cfg_get(d->tree, "level"),
                  _("composite: the organisation file has no unit of level '%s'"),
                  d->levels[0].id);
    for (uint32_t i = 0; i < c->n_boards; i++) {
        const char *id = c->boards[i].domain;
        if (id ? !strcmp(id, d->id) : composed) {
            check_board(&c->boards[i], d, s ? s->schema : NULL, orgs, f);
            check_table(&c->boards[i], d, s ? s->schema : NULL, f);
            check_shares(&c->boards[i], d, s, f);
        }
    }
    for (uint32_t i = 0; s && i < s->n_vetoes; i++)
        for (uint32_t k = 0; k < s->vetoes[i].n_actions; k++)
            if (s->vetoes[i].actions[k].kind == ACTION_GRADE)
                check_grade(c, d, &s->vetoes[i], s->vetoes[i].actions[k].value, f);
}
