/* SPDX-License-Identifier: Apache-2.0 */
/* report_boards.c - the boards of the text report. */
#include "report/report_page.h"

#include "report/report_say.h"

const char *page_change(struct page *p, const struct model_rank *k, enum paint *paint)
{
    int64_t won = say_won(k);
    *paint = won > 0 ? PAINT_GREEN : won < 0 ? PAINT_RED : PAINT_DIM;
    if (!won)
        return k->rank && k->previous_rank ? "=" : "";
    return arena_printf(&p->scratch, "%s%lld", won > 0 ? "↑" : "↓",
                        (long long)(won > 0 ? won : -won));
}

/* The terminal shows both ends of a long board. */
enum { BOARD_ENDS = 12 };

bool page_leaves(const struct page *p, const struct model_board *b, uint32_t i)
{
    return p->brief && b->n_ranks > 3 * BOARD_ENDS && i >= BOARD_ENDS &&
           i < b->n_ranks - BOARD_ENDS;
}

void page_left(struct page *p, const struct model_board *b)
{
    if (p->brief && b->n_ranks > 3 * BOARD_ENDS)
        page_line(p, 2 * PAGE_INDENT,
                  arena_printf(&p->scratch, SAY(p, N_("(%u more in report.txt)")),
                               b->n_ranks - 2 * BOARD_ENDS),
                  PAINT_DIM);
    arena_end(&p->scratch);
}

static void board_row(struct page *p, struct grid *g, const struct model_board *b,
                      const struct model_rank *k)
{
    enum paint paint = PAINT_NONE;
    const char *moved = page_change(p, k, &paint);
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
    for (uint32_t i = 0; i < b->n_ranks; i++)
        if (!page_leaves(p, b, i))
            board_row(p, &g, b, &b->ranks[i]);
    page_grid(p, &g, 2 * PAGE_INDENT);
    page_left(p, b);
}

void page_boards(struct page *p)
{
    const struct model *m = p->r->model;
    bool said = false;
    for (uint32_t i = 0; i < m->n_boards; i++) {
        if (m->boards[i].is_composite)
            continue; /* the report opens with it */
        if (!said)
            page_heading(p, SAY(p, N_("Boards")));
        said = true;
        one_board(p, &m->boards[i]);
    }
}
