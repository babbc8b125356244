/* SPDX-License-Identifier: Apache-2.0 */
/* report_summary.c - the upper part of the text report: title, domains, boards. */
#include "report/report_page.h"

#include "base/text.h"

#include <string.h>

void page_title(struct page *p)
{
    const char *title =
        p->r->title ? p->r->title : SAY(p, N_("Service quality assessment"));
    paint_text(p->out, title, PAINT_BOLD, p->colour);
    buf_text(p->out, "  ");
    paint_text(p->out, p->r->period, PAINT_BOLD, p->colour);
    buf_char(p->out, '\n');
    for (int i = 0; i < p->width; i++)
        buf_text(p->out, "═");
    buf_char(p->out, '\n');
}

/* "2011-04-01 to 2011-04-30" */
static const char *window(struct page *p, const struct model_domain *d)
{
    if (!*d->from)
        return SAY(p, N_("all dates"));
    return arena_printf(&p->scratch, SAY(p, N_("%s to %s")), d->from, d->to);
}

static const char *standing(struct page *p, const struct model_domain *d)
{
    return d->fault     ? SAY(p, N_("failed"))
           : d->carried ? SAY(p, N_("carried over"))
                        : SAY(p, N_("scored"));
}

/* How many subjects each level has, the widest first. */
static const char *units(struct page *p, const struct model_domain *d)
{
    const char *text = "";
    for (uint32_t k = d->n_levels; text && !d->fault && k-- > 0;)
        text = arena_printf(&p->scratch, "%s%s%u %s", text, *text ? ", " : "",
                            d->levels[k].n_subjects, words_code(p->w, d->levels[k].id));
    return text;
}

void page_overview(struct page *p)
{
    struct grid g;
    const struct model *m = p->r->model;
    page_heading(p, SAY(p, N_("Domains")));
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("domain")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("window")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("subjects")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("state")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("trouble")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("rejects")), GRID_RIGHT);
    for (uint32_t i = 0; i < m->n_domains; i++) {
        const struct model_domain *d = &m->domains[i];
        uint32_t trouble = 0;
        for (uint32_t k = 0; k < d->n_levels; k++)
            trouble += d->levels[k].n_trouble;
        grid_cell(&g, d->name, PAINT_BOLD);
        grid_cell(&g, window(p, d), PAINT_NONE);
        grid_cell(&g, units(p, d), PAINT_NONE);
        grid_cell(&g, standing(p, d), d->fault ? PAINT_RED : PAINT_NONE);
        grid_cell(&g, arena_printf(&p->scratch, "%u", trouble),
                  trouble ? PAINT_YELLOW : PAINT_DIM);
        grid_cell(&g, arena_printf(&p->scratch, "%lld", (long long)d->n_rejected),
                  d->n_rejected ? PAINT_YELLOW : PAINT_DIM);
    }
    page_grid(p, &g, PAGE_INDENT);
}

/* Places won or lost since the cycle before. */
static const char *change(struct page *p, const struct model_rank *k, enum paint *paint)
{
    *paint = PAINT_DIM;
    if (!k->rank || !k->previous_rank)
        return "";
    int64_t won = k->previous_rank - k->rank;
    if (!won)
        return "=";
    *paint = won > 0 ? PAINT_GREEN : PAINT_RED;
    return arena_printf(&p->scratch, "%s%lld", won > 0 ? "↑" : "↓",
                        (long long)(won > 0 ? won : -won));
}

/* The terminal shows both ends of a long board. */
static bool left_out(const struct page *p, const struct model_board *b, uint32_t i)
{
    enum { ENDS = 12 };
    return p->brief && b->n_ranks > 3 * ENDS && i >= ENDS && i < b->n_ranks - ENDS;
}

static void board_row(struct page *p, struct grid *g, const struct model_board *b,
                      const struct model_rank *k)
{
    enum paint paint = PAINT_NONE;
    const char *moved = change(p, k, &paint);
    bool ranked = k->rank > 0;
    if (b->has_groups)
        grid_cell(g, k->group, PAINT_NONE);
    grid_cell(g, ranked ? arena_printf(&p->scratch, "%lld", (long long)k->rank) : "-",
              PAINT_NONE);
    grid_cell(g, k->name, ranked ? PAINT_BOLD : PAINT_DIM);
    grid_cell(g, *k->score ? k->score : words_code(p->w, k->state), page_paint(k->state));
    grid_cell(g, k->grade_name, PAINT_NONE);
    grid_cell(g, k->previous_score, PAINT_DIM);
    grid_cell(g,
              k->previous_rank
                  ? arena_printf(&p->scratch, "%lld", (long long)k->previous_rank)
                  : "",
              PAINT_DIM);
    grid_cell(g, moved, paint);
}

static void one_board(struct page *p, const struct model_board *b)
{
    struct grid g;
    uint32_t hidden = 0;
    page_subheading(p, b->name);
    grid_init(&g, &p->scratch);
    if (b->has_groups)
        grid_column(&g, SAY(p, N_("group")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("rank")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("subject")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("score")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("grade")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("score before")), GRID_RIGHT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("rank before")), GRID_RIGHT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("change")), GRID_LEFT);
    for (uint32_t i = 0; i < b->n_ranks; i++) {
        if (left_out(p, b, i))
            hidden++;
        else
            board_row(p, &g, b, &b->ranks[i]);
    }
    page_grid(p, &g, 2 * PAGE_INDENT);
    if (hidden)
        page_line(p, 2 * PAGE_INDENT,
                  arena_printf(&p->scratch, SAY(p, N_("(%u more in report.txt)")), hidden),
                  PAINT_DIM);
}

void page_boards(struct page *p)
{
    const struct model *m = p->r->model;
    if (!m->n_boards)
        return;
    page_heading(p, SAY(p, N_("Boards")));
    for (uint32_t i = 0; i < m->n_boards; i++)
        one_board(p, &m->boards[i]);
}
