/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_boards.c - the boards of report.html. */
#include "report/report_html.h"

#include <string.h>

/* Where a board's subjects stand in the model. */
struct place {
    const struct model_level *level; /* NULL: not in this run */
    uint32_t domain, number;
};

static struct place place_of(const struct model *m, const struct model_board *b)
{
    for (uint32_t i = 0; i < m->n_domains; i++)
        for (uint32_t k = 0; k < m->domains[i].n_levels; k++)
            if (!strcmp(m->domains[i].id, b->domain) &&
                !strcmp(m->domains[i].levels[k].id, b->level))
                return (struct place){ &m->domains[i].levels[k], i, k };
    return (struct place){ .level = NULL };
}

/* Subjects are in bytewise order. */
static int64_t subject_of(const struct model_level *l, const char *subject)
{
    uint32_t from = 0, to = l ? l->n_subjects : 0;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = strcmp(l->subjects[middle].subject, subject);
        if (!order)
            return middle;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return -1;
}

static void name_cell(struct html *h, const struct place *at, const struct model_rank *k)
{
    int64_t i = subject_of(at->level, k->subject);
    bool linked = at->level && i >= 0 && at->level->subjects[i].is_shown;
    html_raw(h, "<td class=\"name\">");
    if (linked) {
        html_raw(h, "<a href=\"#");
        html_anchor(h, at->domain, at->number, (uint32_t)i);
        html_raw(h, "\">");
    }
    html_raw(h, "<bdi>");
    html_text(h, k->name);
    html_raw(h, linked ? "</bdi></a></td>" : "</bdi></td>");
}

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

static void change_cell(struct html *h, const struct model_rank *k)
{
    int64_t won = k->rank && k->previous_rank ? k->previous_rank - k->rank : 0;
    if (won)
        fprintf(h->to, "<td class=\"n %s\">%s%lld</td>", won > 0 ? "up" : "down",
                won > 0 ? "▲" : "▼", (long long)(won > 0 ? won : -won));
    else
        html_cell(h, "n s", k->rank && k->previous_rank ? "=" : "");
}

static void board_row(struct html *h, const struct model_board *b, const struct place *at,
                      const struct model_rank *k)
{
    html_raw(h, "<tr>");
    if (b->has_groups)
        html_cell(h, "", k->group);
    if (k->rank)
        html_number(h, k->rank);
    else
        html_cell(h, "n s", "–");
    name_cell(h, at, k);
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
        change_cell(h, k);
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

static void rows(struct html *h, const struct model_board *b, const struct place *at,
                 uint32_t from, uint32_t to)
{
    html_raw(h, "<div class=\"scroll\"><table style=\"--f:");
    html_text(h, b->full);
    html_raw(h, "\">");
    board_head(h, b);
    html_raw(h, "<tbody>\n");
    for (uint32_t i = from; i < to; i++)
        board_row(h, b, at, &b->ranks[i]);
    html_raw(h, "</tbody></table></div>\n");
}

static void one_board(struct html *h, const struct model_board *b)
{
    struct place at = place_of(h->r->model, b);
    uint32_t n = b->n_ranks;
    uint32_t open = n <= BOARD_OPEN + 20 ? n : BOARD_OPEN,
             end = n < BOARD_MAX ? n : BOARD_MAX;
    html_raw(h, "<h3>");
    html_text(h, b->name);
    html_raw(h, "<small>");
    html_text(h, words_code(h->w, b->level));
    html_raw(h, "</small></h3>\n");
    rows(h, b, &at, 0, open);
    if (open < end) {
        html_raw(h, "<details class=\"more\"><summary>");
        fprintf(h->to, HTML_SAY(h, N_("%u more")), end - open);
        html_raw(h, "</summary><div>");
        rows(h, b, &at, open, end);
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
    if (!m->n_boards)
        return;
    html_raw(h, "<section><h2 id=\"boards\">");
    html_text(h, HTML_SAY(h, N_("Boards")));
    html_raw(h, "</h2>\n");
    for (uint32_t i = 0; i < m->n_boards; i++)
        one_board(h, &m->boards[i]);
    html_raw(h, "</section>\n");
}
