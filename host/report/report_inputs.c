/* SPDX-License-Identifier: Apache-2.0 */
/* report_inputs.c - datasets of a domain and the rows that were refused, as text. */
#include "report/report_page.h"

static const char *number(struct page *p, int64_t n)
{
    return n ? arena_printf(&p->scratch, "%lld", (long long)n) : "";
}

static void datasets(struct page *p, const struct model_domain *d)
{
    struct grid g;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("dataset")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("rows")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("outside of the window")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("revised")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("left out")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("rejected")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("files")), GRID_LEFT | GRID_WRAP);
    for (uint32_t i = 0; i < d->n_inputs; i++) {
        const struct model_input *in = &d->inputs[i];
        grid_cell(&g, in->dataset, PAINT_NONE);
        grid_cell(&g, arena_printf(&p->scratch, "%lld", (long long)in->rows), PAINT_NONE);
        grid_cell(&g, number(p, in->outside), PAINT_DIM);
        grid_cell(&g, number(p, in->revised), PAINT_NONE);
        grid_cell(&g, number(p, in->skipped), PAINT_NONE);
        grid_cell(&g, number(p, in->rejected), PAINT_YELLOW);
        grid_cell(&g, in->missing ? SAY(p, N_("not delivered")) : in->files,
                  in->missing ? PAINT_RED : PAINT_DIM);
    }
    if (grid_is_empty(&g))
        return;
    page_subheading(p, SAY(p, N_("Inputs")));
    page_grid(p, &g, 2 * PAGE_INDENT);
}

void page_inputs(struct page *p, const struct model_domain *d)
{
    enum { BRIEF_MAX = 5 };
    struct grid g;
    uint32_t n = p->brief && d->n_rejects > BRIEF_MAX ? BRIEF_MAX : d->n_rejects;
    datasets(p, d);
    if (!d->n_rejects)
        return;
    page_subheading(p, SAY(p, N_("Rejected rows")));
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("file")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("line")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("column")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("reason")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("text")), GRID_LEFT);
    for (uint32_t i = 0; i < n; i++) {
        const struct model_reject *j = &d->rejects[i];
        grid_cell(&g, j->file, PAINT_NONE);
        grid_cell(&g, arena_printf(&p->scratch, "%lld", (long long)j->line), PAINT_NONE);
        grid_cell(&g, j->column, PAINT_NONE);
        grid_cell(&g, j->reason, PAINT_YELLOW);
        grid_cell(&g, j->text, PAINT_DIM);
    }
    page_grid(p, &g, 2 * PAGE_INDENT);
    if (d->n_rejected > n)
        page_line(p, 2 * PAGE_INDENT,
                  arena_printf(&p->scratch, SAY(p, N_("(all %lld stand in rejects.csv)")),
                               (long long)d->n_rejected),
                  PAINT_DIM);
    arena_end(&p->scratch);
}
