/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_boards.c - the boards of report.html. */
#include "report/report_html.h"

static void score_cells(struct html *h, const char *full, const struct model_rank *k)
{
    html_raw(h, "<td class=\"n\">");
    if (*k->score)
        html_text(h, k->score);
    else
        html_chip(h, k->state, words_code(h->w, k->state));
    html_raw(h, "</td><td class=\"track\">");
    html_bar(h, k->score, full);
    html_raw(h, "</td>");
}

static void board_row(struct html *h, const struct model_board *b,
                      const struct model_rank *k)
{
    struct html_place at = html_place_of(h, b->domain, b->level, k->subject);
    html_raw(h, "<tr>");
    if (b->has_groups)
        html_cell(h, "", k->group);
    html_rank_cell(h, k);
    html_raw(h, "<td class=\"name\">");
    html_link(h, &at, k->name);
    html_raw(h, "</td>");
    score_cells(h, b->full, k);
    if (b->has_grades) {
        html_raw(h, "<td>");
        if (*k->grade)
            html_chip(h, k->grade, k->grade_name);
        html_raw(h, "</td>");
    }
    if (b->has_previous) {
        html_cell(h, "n s", k->previous_score);
        html_number(h, k->previous_rank);
        html_change_cell(h, k);
    }
    html_raw(h, "</tr>\n");
}

struct heads {
    const char *text[12];
    char align[12];
    size_t n;
};

static void head(struct heads *l, const char *text, char align)
{
    l->text[l->n] = text;
    l->align[l->n++] = align;
}

static void board_head(struct html *h, const struct model_board *b)
{
    struct heads l = { .n = 0 };
    if (b->has_groups)
        head(&l, HTML_SAY(h, N_("group")), '<');
    head(&l, HTML_SAY(h, N_("rank")), '>');
    head(&l, HTML_SAY(h, N_("subject")), '<');
    head(&l, HTML_SAY(h, N_("score")), '>');
    head(&l, "", '<');
    if (b->has_grades)
        head(&l, HTML_SAY(h, N_("grade")), '<');
    if (b->has_previous) {
        head(&l, HTML_SAY(h, N_("score before")), '>');
        head(&l, HTML_SAY(h, N_("rank before")), '>');
        head(&l, HTML_SAY(h, N_("change")), '>');
    }
    html_head(h, l.text, l.align);
}

/* A board longer than this is folded behind its first rows; one of thousands ends there. */
enum { BOARD_OPEN = 60, BOARD_MAX = 2000 };

static void rows(struct html *h, const struct model_board *b, uint32_t from, uint32_t to)
{
    html_raw(h, "<div class=\"scroll\"><table style=\"--f:");
    html_text(h, b->full);
    html_raw(h, "\">");
    board_head(h, b);
    html_raw(h, "<tbody>\n");
    for (uint32_t i = from; i < to; i++)
        board_row(h, b, &b->ranks[i]);
    html_raw(h, "</tbody></table></div>\n");
}

static void one_board(struct html *h, const struct model_board *b)
{
    uint32_t n = b->n_ranks;
    uint32_t open = n <= BOARD_OPEN + 20 ? n : BOARD_OPEN,
             end = n < BOARD_MAX ? n : BOARD_MAX;
    html_raw(h, "<h3>");
    html_text(h, b->name);
    html_raw(h, "<small>");
    html_text(h, words_code(h->w, b->level));
    html_raw(h, "</small></h3>\n");
    rows(h, b, 0, open);
    if (open < end) {
        html_raw(h, "<details class=\"more\"><summary>");
        fprintf(h->to, HTML_SAY(h, N_("%u more")), end - open);
        html_raw(h, "</summary><div>");
        rows(h, b, open, end);
        html_raw(h, "</div></details>\n");
    }
    if (end < n) {
        html_raw(h, "<p class=\"note\">");
        fprintf(h->to, HTML_SAY(h, N_("All %u rows stand in ranking.csv.")), n);
        html_raw(h, "</p>\n");
    }
}

void html_boards(struct html *h)
{
    const struct model *m = h->r->model;
    uint32_t first = 0;
    while (first < m->n_boards && m->boards[first].is_composite)
        first++; /* the page opens with them */
    if (first == m->n_boards)
        return;
    html_raw(h, "<section><h2 id=\"boards\">");
    html_text(h, HTML_SAY(h, N_("Boards")));
    html_raw(h, "</h2>\n");
    for (uint32_t i = first; i < m->n_boards; i++)
        one_board(h, &m->boards[i]);
    html_raw(h, "</section>\n");
}
