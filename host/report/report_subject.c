/* SPDX-License-Identifier: Apache-2.0 */
/* report_subject.c - one subject in the text report: nodes, then reasons. */
#include "report/report_page.h"
#include "report/report_say.h"

#include "base/text.h"

#include <string.h>

enum { BRIEF_REASONS = 6, SCORE_COLUMNS = 8 };

/* "郑州  93.00 / 100  excellent  red": pieces, on further lines where one is full. */
static void piece(struct page *p, int *used, int indent, const char *text, enum paint paint)
{
    int width = text_width(text), gap = *used > indent ? 2 : 0;
    if (!*text)
        return;
    if (gap && *used + gap + width > p->width) {
        buf_char(p->out, '\n');
        *used = gap = 0;
        indent += 2;
    }
    for (; *used < indent; ++*used)
        buf_char(p->out, ' ');
    *used += gap + width;
    while (gap-- > 0)
        buf_char(p->out, ' ');
    paint_text(p->out, text, paint, p->colour);
}

void page_unit(struct page *p, const struct model_unit *u)
{
    int used = 0;
    buf_char(p->out, '\n');
    piece(p, &used, PAGE_INDENT, u->name, PAINT_BOLD);
    if (strcmp(u->name, u->subject) != 0)
        piece(p, &used, PAGE_INDENT, u->subject, PAINT_DIM);
    buf_char(p->out, '\n');
}

static void head(struct page *p, const struct model_subject *s,
                 const struct model_domain *d)
{
    int used = 0, indent = d ? 2 * PAGE_INDENT : PAGE_INDENT;
    struct arena *a = &p->scratch;
    piece(p, &used, indent, d ? d->name : s->name, PAINT_BOLD);
    if (!d && strcmp(s->name, s->subject) != 0)
        piece(p, &used, indent, s->subject, PAINT_DIM);
    if (*s->score)
        piece(p, &used, indent, arena_printf(a, "%s / %s", s->score, s->full), PAINT_BOLD);
    if (strcmp(s->state, "ok") != 0)
        piece(p, &used, indent,
              d && d->is_composite && !strcmp(s->state, "fault")
                  ? SAY(p, N_("held"))
                  : words_code(p->w, s->state),
              page_paint(s->state));
    piece(p, &used, indent, s->grade_name, PAINT_NONE);
    if (*s->plate)
        piece(
            p, &used, indent,
            arena_printf(a, "%s %s", words_code(p->w, "plate"), words_code(p->w, s->plate)),
            page_paint(s->plate));
    if (d)
        piece(p, &used, indent, say_carried(p->w, a, d), PAINT_YELLOW);
    buf_char(p->out, '\n');
    arena_end(a);
}

static void outcome_lines(struct page *p, const struct view *v)
{
    for (uint32_t i = 0; i < v->n_outcomes; i++) {
        const struct view_outcome *o = &v->outcomes[i];
        if (!strcmp(o->kind, "grade") || !strcmp(o->kind, "plate")) /* in the head */
            continue;
        char text[2][WORDS_BYTES];
        const char *why = words_reason(p->w, o->kind, o->value, o->value_name, o->reason,
                                       text[1], sizeof text[1]);
        const char *line = arena_printf(
            &p->scratch, "%s: %s%s%s%s", words_code(p->w, o->kind),
            words_effect(p->w, o->kind, o->value, o->value_name, text[0], sizeof text[0]),
            *why ? " (" : "", why, *why ? ")" : "");
        page_line(p, 2 * PAGE_INDENT, line ? line : "", page_paint(o->kind));
        arena_end(&p->scratch);
    }
}

/* "plates: 2010-08 green, 2010-12 yellow, 2011-04 red (yellow again)" */
static void plate_line(struct page *p, const struct view *v)
{
    char why[WORDS_BYTES];
    struct buf line;
    buf_init(&line, 1 << 16);
    buf_printf(&line, "%s:", words_code(p->w, "plate"));
    for (uint32_t i = 0; i < v->n_plates; i++) {
        const struct view_plate *o = &v->plates[i];
        say_cause(p->w, o->cause, why, sizeof why);
        const char *word = *o->plate ? words_code(p->w, o->plate) : SAY(p, N_("none"));
        buf_printf(&line, "%s %s %s%s%s%s", i ? "," : "", o->month, word, *why ? " (" : "",
                   why, *why ? ")" : "");
        if (*o->access)
            buf_printf(&line, ", %s", words_code(p->w, o->access));
    }
    page_line(p, 2 * PAGE_INDENT, line.at ? line.at : "", PAINT_NONE);
    buf_end(&line);
    arena_end(&p->scratch);
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
    grid_column(&g, SAY(p, N_("node")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("value")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("ratio")), GRID_RIGHT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("score")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("full")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("weight")), GRID_RIGHT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("contribution")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("remarks")), GRID_LEFT | GRID_WRAP);
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
    grid_column(&g, SAY(p, N_("reasons")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("rule")), GRID_LEFT | GRID_WRAP);
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

void page_subject(struct page *p, const struct model_subject *s,
                  const struct model_domain *d, const struct view *v)
{
    buf_char(p->out, '\n');
    head(p, s, d);
    outcome_lines(p, v);
    if (v->n_plates > 1) /* one alone is in the head */
        plate_line(p, v);
    nodes(p, v);
    reasons(p, v);
}
