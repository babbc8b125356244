/* SPDX-License-Identifier: Apache-2.0 */
/* report_subject.c - one subject in the text report: nodes, then reasons. */
#include "report/report_page.h"

#include <string.h>

enum { BRIEF_REASONS = 6, SCORE_COLUMNS = 8 };

/* "郑州  93.00 / 100  excellent  red" */
static void head(struct page *p, const struct model_subject *s)
{
    for (int i = 0; i < PAGE_INDENT; i++)
        buf_char(p->out, ' ');
    paint_text(p->out, s->name, PAINT_BOLD, p->colour);
    if (strcmp(s->name, s->subject) != 0) {
        buf_text(p->out, "  ");
        paint_text(p->out, s->subject, PAINT_DIM, p->colour);
    }
    buf_text(p->out, "  ");
    if (*s->score) {
        paint_text(p->out, s->score, PAINT_BOLD, p->colour);
        buf_text(p->out, " / ");
        buf_text(p->out, s->full);
    }
    if (strcmp(s->state, "ok") != 0) {
        buf_text(p->out, "  ");
        paint_text(p->out, words_code(p->w, s->state), page_paint(s->state), p->colour);
    }
    if (*s->grade) {
        buf_text(p->out, "  ");
        paint_text(p->out, s->grade_name, PAINT_NONE, p->colour);
    }
    if (*s->plate) {
        buf_printf(p->out, "  %s ", words_code(p->w, "plate"));
        paint_text(p->out, words_code(p->w, s->plate), page_paint(s->plate), p->colour);
    }
    buf_char(p->out, '\n');
}

static void outcome_lines(struct page *p, const struct view *v)
{
    for (uint32_t i = 0; i < v->n_outcomes; i++) {
        const struct view_outcome *o = &v->outcomes[i];
        if (!strcmp(o->kind, "grade") || !strcmp(o->kind, "plate")) /* in the head */
            continue;
        char text[2][WORDS_BYTES];
        const char *why =
            words_reason(p->w, o->value, o->value_name, o->reason, text[1], sizeof text[1]);
        const char *line =
            arena_printf(&p->scratch, "%s: %s%s%s%s", words_code(p->w, o->kind),
                         words_codes(p->w, o->value, text[0], sizeof text[0]),
                         *why ? " (" : "", why, *why ? ")" : "");
        page_line(p, 2 * PAGE_INDENT, line ? line : "", page_paint(o->kind));
        arena_end(&p->scratch);
    }
}

/* State unless it is plain, then the flags, as words. */
static const char *remarks(struct page *p, const struct view_node *n)
{
    char text[WORDS_BYTES];
    const char *state = strcmp(n->state, "ok") != 0 ? words_code(p->w, n->state) : "";
    words_flags(p->w, n->flags, text, sizeof text);
    return arena_printf(&p->scratch, "%s%s%s", state, *state && *text ? ", " : "", text);
}

/* In the terminal only what is not in order: the rest is in the files. */
static bool is_plain(const struct view_node *n)
{
    static const char *const flags[] = { "vetoed", "falsified", "partial", "thin" };
    bool is_fine = !strcmp(n->state, "ok") || !strcmp(n->state, "na");
    for (size_t i = 0; i < COUNT(flags); i++)
        is_fine = is_fine && !strstr(n->flags, flags[i]);
    bool moves =
        !strcmp(n->kind, "adjustment") && n->contribution[strspn(n->contribution, "-0.")];
    return is_fine && !moves;
}

static void node_row(struct page *p, struct grid *g, const struct view_node *n)
{
    struct arena *a = &p->scratch;
    int depth = n->depth > 0 && n->depth < 16 ? (int)n->depth : 0;
    const char *last = strrchr(n->node, '/');
    enum paint paint =
        !strcmp(n->kind, "total") || !strcmp(n->kind, "group") ? PAINT_BOLD : PAINT_NONE;
    grid_cell(g,
              arena_printf(a, "%*s%s %s", depth > 1 ? 2 * (depth - 1) : 0, "",
                           last ? last + 1 : n->node, n->name),
              paint);
    grid_cell(g,
              *n->value ? arena_printf(a, "%s%s%s", n->value, *n->unit ? " " : "",
                                       words_code(p->w, n->unit))
                        : "",
              PAINT_NONE);
    grid_cell(g,
              *n->denominator ? arena_printf(a, "%s/%s", n->numerator, n->denominator) : "",
              PAINT_DIM);
    grid_cell(g, n->score, paint);
    grid_cell(g, n->full, PAINT_DIM);
    grid_cell(g, *n->weight_used ? n->weight_used : n->weight, PAINT_DIM);
    grid_cell(g, n->contribution, *n->contribution == '-' ? PAINT_RED : PAINT_NONE);
    grid_cell(g, remarks(p, n), page_paint(n->state));
}

static void nodes(struct page *p, const struct view *v)
{
    struct grid g;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("node")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("value")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("ratio")), GRID_RIGHT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("score")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("full")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("weight")), GRID_RIGHT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("contribution")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("remarks")), GRID_LEFT);
    for (uint32_t i = 0; i < v->n_nodes; i++)
        if (!p->brief || !is_plain(&v->nodes[i]))
            node_row(p, &g, &v->nodes[i]);
    page_grid(p, &g, 2 * PAGE_INDENT);
}

static void reasons(struct page *p, const struct view *v)
{
    struct grid g;
    uint32_t n = p->brief && v->n_reasons > BRIEF_REASONS ? BRIEF_REASONS : v->n_reasons;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("reasons")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("rule")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("count")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("effect")), GRID_RIGHT);
    for (uint32_t i = 0; i < n; i++) {
        const struct view_reason *o = &v->reasons[i];
        grid_cell(&g, o->name, PAINT_NONE);
        grid_cell(&g, strcmp(o->rule, o->indicator) != 0 ? o->rule : "", PAINT_DIM);
        grid_cell(&g, arena_printf(&p->scratch, "%lld", (long long)o->count), PAINT_NONE);
        grid_cell(&g, o->effect, PAINT_NONE);
    }
    page_grid(p, &g, 3 * PAGE_INDENT);
    if (n < v->n_reasons)
        page_line(p, 3 * PAGE_INDENT,
                  arena_printf(&p->scratch, SAY(p, N_("(%u more in report.txt)")),
                               v->n_reasons - n),
                  PAINT_DIM);
    arena_end(&p->scratch);
}

void page_subject(struct page *p, const struct model_subject *s, const struct view *v)
{
    buf_char(p->out, '\n');
    head(p, s);
    outcome_lines(p, v);
    nodes(p, v);
    reasons(p, v);
}
