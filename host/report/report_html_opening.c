/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_opening.c - the first screen of report.html: the composite board, whose cells
 * lead to the units' sections, and a summary of all domains. */
#include "report/report_html.h"
#include "report/report_parts.h"
#include "report/report_say.h"

#include <string.h>

/* ---- Composite ----------------------------------------------------------- */

static void composite_head(struct html *h, const struct model_board *b)
{
    const struct model_composite *c = &h->r->model->composite;
    html_raw(h, "<thead><tr>");
    if (b->has_groups)
        html_head_cell(h, "", HTML_SAY(h, N_("group")));
    html_head_cell(h, "n", HTML_SAY(h, N_("rank")));
    html_head_cell(h, "n", HTML_SAY(h, N_("change")));
    html_head_cell(h, "", words_code(h->w, b->level));
    html_head_cell(h, "n", HTML_SAY(h, N_("composite")));
    html_head_cell(h, "track", "");
    for (uint32_t i = 0; i < c->n_columns; i++) {
        const struct model_column *column = &c->columns[i];
        html_raw(h, "<th class=\"n\">");
        if (column->domain)
            fprintf(h->to, "<a href=\"#d%u\">",
                    (unsigned)(column->domain - h->r->model->domains));
        html_text(h, column->name);
        html_raw(h, column->domain ? "</a>" : "");
        html_raw(h, say_is_carried(column) ? "<sup>*</sup></th>" : "</th>");
    }
    if (b->has_grades)
        html_head_cell(h, "", HTML_SAY(h, N_("grade")));
    html_raw(h, "</tr></thead>\n");
}

/* A domain's score, leading to that domain in the unit's section. */
static void composite_cell(struct html *h, const struct model_column *column,
                           const struct model_cell *cell, const struct html_place *at)
{
    const char *text = say_cell(h->w, column, cell);
    int64_t part = at->unit ? html_part_of(at, column->domain) : -1;
    html_raw(h, "<td class=\"n\">");
    if (text != cell->score) {
        html_chip(h, cell->has_result ? cell->state : "fault", text);
    } else {
        if (part >= 0)
            fprintf(h->to, "<a href=\"#s%u-%u-%u\">", at->chapter, at->number,
                    (unsigned)part);
        html_text(h, text);
        html_raw(h, part >= 0 ? "</a>" : "");
    }
    html_raw(h, "</td>");
}

static void composite_row(struct html *h, const struct model_board *b,
                          const struct model_rank *k)
{
    const struct model_composite *c = &h->r->model->composite;
    int64_t row = model_subject_at(c->level, k->subject);
    struct html_place at = html_place_of(h, b->domain, b->level, k->subject);
    html_raw(h, "<tr>");
    if (b->has_groups)
        html_cell(h, "s", k->group);
    html_rank_cell(h, k);
    html_change_cell(h, k);
    html_raw(h, "<td class=\"name\">");
    html_link(h, &at, k->name);
    html_raw(h, "</td><td class=\"n\"><strong>");
    if (*k->score)
        html_text(h, k->score);
    else
        html_chip(h, k->state, say_state(h->w, b, k->state));
    html_raw(h, "</strong></td><td class=\"track\">");
    html_bar(h, k->score, b->full);
    html_raw(h, "</td>");
    for (uint32_t i = 0; i < c->n_columns; i++)
        if (row >= 0)
            composite_cell(h, &c->columns[i], &c->cells[(uint64_t)row * c->n_columns + i],
                           &at);
        else
            html_cell(h, "", "");
    if (b->has_grades) {
        html_raw(h, "<td>");
        if (*k->grade)
            html_chip(h, k->grade, k->grade_name);
        html_raw(h, "</td>");
    }
    html_raw(h, "</tr>\n");
}

enum { BOARD_MAX = 2000 };

static void composite_board(struct html *h, const struct model_board *b, bool first)
{
    html_raw(h, first ? "<h2 id=\"composite\">" : "<h2>");
    html_text(h, b->name);
    html_raw(h, "</h2>\n<div class=\"scroll\"><table class=\"composite\" style=\"--f:");
    html_text(h, b->full);
    html_raw(h, "\">");
    composite_head(h, b);
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < b->n_ranks && i < BOARD_MAX; i++)
        composite_row(h, b, &b->ranks[i]);
    html_raw(h, "</tbody></table></div>\n");
    if (b->n_ranks > BOARD_MAX) {
        html_raw(h, "<p class=\"note\">");
        fprintf(h->to, HTML_SAY(h, N_("All %u rows stand in ranking.csv.")), b->n_ranks);
        html_raw(h, "</p>\n");
    }
}

static void note(struct html *h, const char *mark, const char *text)
{
    if (!*text)
        return;
    html_raw(h, "<p class=\"note\">");
    html_raw(h, mark);
    html_text(h, text);
    html_raw(h, "</p>\n");
}

void html_composite(struct html *h)
{
    const struct model *m = h->r->model;
    const struct model_composite *c = &m->composite;
    struct arena a;
    if (!c->domain)
        return;
    arena_init(&a, 0);
    html_raw(h, "<section>");
    if (c->domain->fault) {
        html_raw(h, "<h2 id=\"composite\">");
        html_text(h, c->domain->name);
        html_raw(h, "</h2>\n");
        html_failure(h, c->domain);
    }
    for (uint32_t i = 0; !c->domain->fault && i < m->n_boards && m->boards[i].is_composite;
         i++)
        composite_board(h, &m->boards[i], !i);
    for (uint32_t i = 0; i < c->n_columns; i++)
        note(h, say_is_carried(&c->columns[i]) ? "* " : "",
             say_column(h->w, &a, &c->columns[i]));
    note(h, "", say_policy(h->w, c));
    if (*c->domain->tally.awards) {
        html_raw(h, "<p class=\"note\">");
        html_chip(h, "good", HTML_SAY(h, N_("awards")));
        html_raw(h, " ");
        html_text(h, c->domain->tally.awards);
        html_raw(h, "</p>\n");
    }
    html_raw(h, "</section>\n");
    arena_end(&a);
}

/* ---- Summary ------------------------------------------------------------- */

static void end_cells(struct html *h, const struct model_domain *d,
                      const struct model_subject *s)
{
    html_raw(h, "<td class=\"keep\">");
    if (s) {
        struct html_place at = html_place_of(h, d->id, d->tally.level->id, s->subject);
        html_link(h, &at, s->name);
    }
    html_raw(h, "</td>");
    html_cell(h, "n", s ? s->score : "");
}

static void domain_cell(struct html *h, uint32_t number)
{
    fprintf(h->to, "<tr><td class=\"name\"><a href=\"#d%u\">", number);
    html_text(h, h->r->model->domains[number].name);
    html_raw(h, "</a></td>");
}

static void standing_row(struct html *h, uint32_t number, struct arena *a)
{
    const struct model_domain *d = &h->r->model->domains[number];
    const struct model_level *l = d->tally.level;
    domain_cell(h, number);
    html_cell(h, "keep", say_months(h->w, a, d));
    html_raw(h, "<td>");
    if (d->fault || d->carried || d->is_missing)
        html_chip(h, d->carried ? "pending" : "fault", say_standing(h->w, d));
    else
        html_text(h, say_standing(h->w, d));
    html_raw(h, "</td>");
    html_cell(h, "s", l ? words_code(h->w, l->id) : "");
    end_cells(h, d, l ? l->best : NULL);
    end_cells(h, d, l && l->worst != l->best ? l->worst : NULL);
    html_raw(h, "</tr>\n");
}

static void standings(struct html *h)
{
    const struct model *m = h->r->model;
    const char *const heads[] = { HTML_SAY(h, N_("domain")),
                                  HTML_SAY(h, N_("window")),
                                  HTML_SAY(h, N_("state")),
                                  HTML_SAY(h, N_("level")),
                                  HTML_SAY(h, N_("best")),
                                  "",
                                  HTML_SAY(h, N_("worst")),
                                  "",
                                  NULL };
    struct arena a;
    arena_init(&a, 0);
    html_raw(h, "<div class=\"scroll\"><table>");
    html_head(h, heads, "<<<<<><>");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < m->n_domains; i++)
        if (!m->domains[i].is_composite)
            standing_row(h, i, &a);
    html_raw(h, "</tbody></table></div>\n");
    arena_end(&a);
}

static void tally_row(struct html *h, uint32_t number)
{
    const struct model_domain *d = &h->r->model->domains[number];
    const struct model_tally *t = &d->tally;
    domain_cell(h, number);
    html_number(h, t->green);
    html_number(h, t->yellow);
    html_number(h, t->red);
    html_number(h, t->newly_red);
    html_number(h, t->vetoes);
    html_cell(h, "n", t->tickets);
    html_number(h, t->n_awards);
    html_number(h, t->orders);
    html_number(h, t->owed);
    html_number(h, d->n_rejected);
    html_raw(h, "</tr>\n");
}

static void tallies(struct html *h)
{
    const struct model *m = h->r->model;
    const char *const heads[] = {
        HTML_SAY(h, N_("domain")),    HTML_SAY(h, N_("green")),
        HTML_SAY(h, N_("yellow")),    HTML_SAY(h, N_("red")),
        HTML_SAY(h, N_("newly red")), HTML_SAY(h, N_("vetoes")),
        HTML_SAY(h, N_("tickets")),   HTML_SAY(h, N_("awards")),
        HTML_SAY(h, N_("orders")),    HTML_SAY(h, N_("not delivered")),
        HTML_SAY(h, N_("rejects")),   NULL
    };
    html_raw(h, "<div class=\"scroll\"><table>");
    html_head(h, heads, "<>>>>>>>>>>");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < m->n_domains; i++)
        if (!m->domains[i].is_composite && tally_says(&m->domains[i]))
            tally_row(h, i);
    html_raw(h, "</tbody></table></div>\n");
}

void html_summary(struct html *h)
{
    const struct model *m = h->r->model;
    html_raw(h, "<section><h2 id=\"summary\">");
    html_text(h, HTML_SAY(h, N_("Summary")));
    html_raw(h, "</h2>\n");
    standings(h);
    tallies(h);
    for (uint32_t i = 0; i < m->n_domains; i++)
        if (*m->domains[i].tally.newly) {
            html_raw(h, "<p class=\"note\">");
            html_chip(h, "red", HTML_SAY(h, N_("newly red")));
            html_raw(h, " ");
            html_text(h, m->domains[i].name);
            html_raw(h, " · ");
            html_text(h, m->domains[i].tally.newly);
            html_raw(h, "</p>\n");
        }
    html_raw(h, "</section>\n");
}
