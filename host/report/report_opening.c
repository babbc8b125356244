/* SPDX-License-Identifier: Apache-2.0 */
/* report_opening.c - the first screen of the text report: title, the composite board, and
 * a summary of all domains. */
#include "report/report_page.h"
#include "report/report_parts.h"
#include "report/report_say.h"

#include <string.h>

void page_title(struct page *p)
{
    const char *title =
        p->r->title ? p->r->title : SAY(p, N_("Service quality assessment"));
    char *line = arena_printf(&p->scratch, "%s  %s", title, p->r->period);
    page_line(p, 0, line ? line : title, PAINT_BOLD);
    for (int i = 0; i < p->width; i++)
        buf_text(p->out, "═");
    buf_char(p->out, '\n');
    arena_end(&p->scratch);
}

/* ---- Composite ----------------------------------------------------------- */

enum { COLUMNS_SHOWN = GRID_COLUMNS_MAX - 6 };

/* More domains than a table has columns are told in the units' sections only. */
static uint32_t shown(const struct model_composite *c)
{
    return c->n_columns < COLUMNS_SHOWN ? c->n_columns : COLUMNS_SHOWN;
}

static void column_cells(struct page *p, struct grid *g, const struct model_rank *k)
{
    const struct model_composite *c = &p->r->model->composite;
    int64_t at = model_subject_at(c->level, k->subject);
    for (uint32_t i = 0; i < shown(c); i++) {
        const struct model_cell *cell =
            at < 0 ? NULL : &c->cells[(uint64_t)at * c->n_columns + i];
        const char *text = cell ? say_cell(p->w, &c->columns[i], cell) : "";
        grid_cell(g, text,
                  cell && text != cell->score ? page_paint(cell->state) : PAINT_NONE);
    }
}

static void composite_row(struct page *p, struct grid *g, const struct model_board *b,
                          const struct model_rank *k)
{
    enum paint paint = PAINT_NONE;
    const char *moved = page_change(p, k, &paint);
    if (b->has_groups)
        grid_cell(g, k->group, PAINT_NONE);
    grid_cell(
        g, k->rank ? arena_printf(&p->scratch, "%2lld %s", (long long)k->rank, moved) : "-",
        paint == PAINT_DIM ? PAINT_NONE : paint);
    grid_cell(g, k->name, PAINT_BOLD);
    grid_cell(g, *k->score ? k->score : say_state(p->w, b, k->state),
              *k->score ? PAINT_BOLD : page_paint(k->state));
    column_cells(p, g, k);
    grid_cell(g, k->grade_name, PAINT_NONE);
}

static void composite_board(struct page *p, const struct model_board *b)
{
    const struct model_composite *c = &p->r->model->composite;
    struct grid g;
    grid_init(&g, &p->scratch);
    if (b->has_groups)
        grid_column(&g, SAY(p, N_("group")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("rank")), GRID_LEFT | GRID_WHOLE); /* and places won */
    grid_column(&g, words_code(p->w, b->level), GRID_LEFT);
    grid_column(&g, SAY(p, N_("score")), GRID_RIGHT);
    for (uint32_t i = 0; i < shown(c); i++)
        grid_column(&g,
                    arena_printf(&p->scratch, "%s%s", c->columns[i].name,
                                 say_is_carried(&c->columns[i]) ? "*" : ""),
                    GRID_RIGHT | GRID_LAST);
    grid_column(&g, SAY(p, N_("grade")), GRID_LEFT);
    for (uint32_t i = 0; i < b->n_ranks; i++)
        if (!page_leaves(p, b, i))
            composite_row(p, &g, b, &b->ranks[i]);
    page_grid(p, &g, PAGE_INDENT);
    page_left(p, b);
    uint32_t left = c->n_columns - shown(c);
    for (int i = 0; i < g.n_columns; i++)
        left += (g.column[i].flags & GRID_LAST) && !g.column[i].width;
    if (left)
        page_line(p, PAGE_INDENT,
                  arena_printf(&p->scratch,
                               SAY(p, N_("(%u more domains stand in report.html)")), left),
                  PAINT_DIM);
}

/* Which domains did not take part as usual, and what that does. */
static void composite_notes(struct page *p)
{
    const struct model_composite *c = &p->r->model->composite;
    bool said = false;
    for (uint32_t i = 0; i < c->n_columns; i++) {
        const char *text = say_column(p->w, &p->scratch, &c->columns[i]);
        const char *mark = say_is_carried(&c->columns[i]) ? "* " : "";
        char *line = *text ? arena_printf(&p->scratch, "%s%s", mark, text) : NULL;
        if (line && !said)
            buf_char(p->out, '\n');
        said = said || line;
        if (line)
            page_line(p, PAGE_INDENT, line, *mark ? PAINT_DIM : PAINT_RED);
    }
    if (*say_policy(p->w, c))
        page_line(p, PAGE_INDENT, say_policy(p->w, c), PAINT_DIM);
    if (*c->domain->tally.awards) {
        if (!said)
            buf_char(p->out, '\n');
        page_field(p, SAY(p, N_("awards")), c->domain->tally.awards);
    }
    arena_end(&p->scratch);
}

void page_composite(struct page *p)
{
    const struct model *m = p->r->model;
    const struct model_domain *d = m->composite.domain;
    if (!d)
        return;
    if (d->fault) {
        page_heading(p, d->name);
        page_line(p, PAGE_INDENT, SAY(p, N_("This domain failed and is not scored:")),
                  PAINT_RED);
        page_line(p, 2 * PAGE_INDENT, d->fault, PAINT_NONE);
        return;
    }
    for (uint32_t i = 0; i < m->n_boards && m->boards[i].is_composite; i++) {
        page_heading(p, m->boards[i].name);
        composite_board(p, &m->boards[i]);
    }
    composite_notes(p);
}

/* ---- Summary ------------------------------------------------------------- */

static const char *number(struct page *p, int64_t n)
{
    return n ? arena_printf(&p->scratch, "%lld", (long long)n) : "";
}

static void end_cells(struct page *p, struct grid *g, const struct model_subject *s,
                      enum paint paint)
{
    grid_cell(g, s ? s->name : "", PAINT_NONE);
    grid_cell(g, s ? s->score : "", paint);
    (void)p;
}

/* Where each domain stands: when, at which level, who is best and worst. */
static void standings(struct page *p)
{
    const struct model *m = p->r->model;
    struct grid g;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("domain")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("window")), GRID_LEFT | GRID_WHOLE);
    grid_column(&g, SAY(p, N_("state")), GRID_LEFT | GRID_WHOLE);
    grid_column(&g, SAY(p, N_("level")), GRID_LEFT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("best")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, "", GRID_RIGHT);
    grid_column(&g, SAY(p, N_("worst")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, "", GRID_RIGHT);
    for (uint32_t i = 0; i < m->n_domains; i++) {
        const struct model_domain *d = &m->domains[i];
        const struct model_level *l = d->tally.level;
        if (d->is_composite)
            continue;
        grid_cell(&g, d->name, PAINT_BOLD);
        grid_cell(&g, say_months(p->w, &p->scratch, d), PAINT_NONE);
        grid_cell(&g, say_standing(p->w, d),
                  d->fault || d->is_missing ? PAINT_RED
                  : d->carried              ? PAINT_YELLOW
                                            : PAINT_NONE);
        grid_cell(&g, l ? words_code(p->w, l->id) : "", PAINT_NONE);
        end_cells(p, &g, l ? l->best : NULL, PAINT_GREEN);
        end_cells(p, &g, l && l->worst != l->best ? l->worst : NULL, PAINT_RED);
    }
    page_grid(p, &g, PAGE_INDENT);
}

/* What came of it. */
static void tallies(struct page *p)
{
    const struct model *m = p->r->model;
    struct grid g;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("domain")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("green")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("yellow")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("red")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("newly red")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("vetoes")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("tickets")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("awards")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("orders")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("not delivered")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("rejects")), GRID_RIGHT);
    for (uint32_t i = 0; i < m->n_domains; i++) {
        const struct model_domain *d = &m->domains[i];
        const struct model_tally *t = &d->tally;
        if (d->is_composite || !tally_says(d))
            continue;
        grid_cell(&g, d->name, PAINT_BOLD);
        grid_cell(&g, number(p, t->green), PAINT_GREEN);
        grid_cell(&g, number(p, t->yellow), PAINT_YELLOW);
        grid_cell(&g, number(p, t->red), PAINT_RED);
        grid_cell(&g, number(p, t->newly_red), PAINT_RED);
        grid_cell(&g, number(p, t->vetoes), PAINT_RED);
        grid_cell(&g, t->tickets, PAINT_NONE);
        grid_cell(&g, number(p, t->n_awards), PAINT_GREEN);
        grid_cell(&g, number(p, t->orders), PAINT_YELLOW);
        grid_cell(&g, number(p, t->owed), PAINT_RED);
        grid_cell(&g, number(p, d->n_rejected), PAINT_YELLOW);
    }
    if (!grid_is_empty(&g))
        buf_char(p->out, '\n');
    page_grid(p, &g, PAGE_INDENT);
}

/* Who is red now and was not before. */
static void newly_red(struct page *p)
{
    const struct model *m = p->r->model;
    bool said = false;
    for (uint32_t i = 0; i < m->n_domains; i++) {
        const struct model_domain *d = &m->domains[i];
        char *line = *d->tally.newly
                         ? arena_printf(&p->scratch, "%s (%s): %s", SAY(p, N_("newly red")),
                                        d->name, d->tally.newly)
                         : NULL;
        if (line && !said)
            buf_char(p->out, '\n');
        said = said || line;
        if (line)
            page_line(p, PAGE_INDENT, line, PAINT_RED);
    }
    arena_end(&p->scratch);
}

void page_summary(struct page *p)
{
    page_heading(p, SAY(p, N_("Summary")));
    standings(p);
    tallies(p);
    newly_red(p);
}
