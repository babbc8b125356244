/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_subject.c - one subject in one domain: its line, its outcomes and plates, its
 * nodes with bars for their contributions, and the reasons. */
#include "report/report_html.h"
#include "report/report_say.h"

#include "base/num.h"

#include <string.h>

void html_state_chips(struct html *h, const struct model_subject *s, bool with_score)
{
    if (with_score && *s->score) {
        html_raw(h, "<strong class=\"total\">");
        html_text(h, s->score);
        html_raw(h, "</strong> / ");
        html_text(h, s->full);
    }
    if (with_score && !strcmp(s->state, "fault"))
        html_chip(h, s->state, HTML_SAY(h, N_("held")));
    else if (strcmp(s->state, "ok") != 0)
        html_chip(h, s->state, words_code(h->w, s->state));
    else if (s->trouble && !with_score)
        html_chip(h, "pending", HTML_SAY(h, N_("trouble")));
    if (*s->grade)
        html_chip(h, s->grade, s->grade_name);
    if (*s->plate)
        html_chip(h, s->plate, words_code(h->w, s->plate));
}

void html_summary_line(struct html *h, const struct model_subject *s, const char *name,
                       bool carried)
{
    html_raw(h, "<summary><strong><bdi>");
    html_text(h, name);
    html_raw(h, "</bdi></strong><span class=\"n\">");
    html_text(h, s->score);
    html_raw(h, "</span><span>");
    html_bar(h, s->score, s->full);
    html_raw(h, "</span><span class=\"chips\">");
    html_state_chips(h, s, false);
    if (carried)
        html_chip(h, "pending", HTML_SAY(h, N_("carried")));
    html_raw(h, "</span></summary>\n");
}

/* The heaviest leaf's weight: its bar is as long as the column. */
static const char *longest(const struct view *v)
{
    const char *best = "1";
    mpq_t most, q;
    mpq_inits(most, q, NULL);
    for (uint32_t i = 0; i < v->n_nodes; i++) {
        const struct view_node *n = &v->nodes[i];
        const char *weight = *n->weight_used ? n->weight_used : n->weight;
        if (!strcmp(n->kind, "leaf") && num_parse(q, weight, strlen(weight)) &&
            mpq_cmp(q, most) > 0) {
            mpq_set(most, q);
            best = weight;
        }
    }
    mpq_clears(most, q, NULL);
    return best;
}

static void remarks_cell(struct html *h, const struct view_node *n)
{
    char text[WORDS_BYTES];
    html_raw(h, "<td class=\"s\">");
    if (strcmp(n->state, "ok") != 0)
        html_chip(h, n->state, words_code(h->w, n->state));
    html_raw(h, " ");
    html_text(h, words_flags(h->w, n->flags, text, sizeof text));
    html_raw(h, "</td>");
}

/* A leaf of the composite leads to its domain. */
static int64_t part_of(const struct html *h, const struct html_place *at,
                       const struct model_domain *d, const struct view_node *n)
{
    const struct model_composite *c = &h->r->model->composite;
    for (uint32_t i = 0; d->is_composite && i < c->n_columns; i++)
        if (!strcmp(c->columns[i].node, n->node) && c->columns[i].domain)
            return html_part_of(at, c->columns[i].domain);
    return -1;
}

static void name_cell(struct html *h, const struct view_node *n,
                      const struct html_place *at, int64_t part)
{
    const char *last = strrchr(n->node, '/');
    int depth = n->depth > 1 && n->depth < 16 ? (int)n->depth - 1 : 0;
    if (depth)
        fprintf(h->to, "<td style=\"padding-left:%dem\">", 2 * depth);
    else
        html_raw(h, "<td>");
    if (n->depth) {
        html_raw(h, "<code>");
        html_text(h, last ? last + 1 : n->node);
        html_raw(h, "</code>");
    }
    if (part >= 0)
        fprintf(h->to, "<a href=\"#s%u-%u-%u\">", at->chapter, at->number, (unsigned)part);
    html_text(h, n->name);
    html_raw(h, part >= 0 ? "</a></td>" : "</td>");
}

static void value_cells(struct html *h, const struct view_node *n)
{
    html_raw(h, "<td class=\"n\">");
    html_text(h, n->value);
    if (*n->value && *n->unit) {
        html_raw(h, " ");
        html_text(h, words_code(h->w, n->unit));
    }
    html_raw(h, "</td><td class=\"n s\">");
    if (*n->denominator) {
        html_text(h, n->numerator);
        html_raw(h, " / ");
        html_text(h, n->denominator);
    }
    html_raw(h, "</td>");
}

static void node_row(struct html *h, const struct html_place *at,
                     const struct model_domain *d, const struct view_node *n)
{
    const char *weight = *n->weight_used ? n->weight_used : n->weight;
    bool is_kind = !strcmp(n->kind, "total") || !strcmp(n->kind, "group");
    if (is_kind)
        fprintf(h->to, "<tr class=\"%s\">", n->kind);
    else
        html_raw(h, "<tr>");
    name_cell(h, n, at, part_of(h, at, d, n));
    value_cells(h, n);
    html_cell(h, "n", n->score);
    html_cell(h, "n s", n->full);
    html_cell(h, "n s", weight);
    html_cell(h, *n->contribution == '-' ? "n bad" : "n", n->contribution);
    html_raw(h, "<td class=\"track\">");
    html_bar(h, n->contribution, weight);
    html_raw(h, "</td>");
    remarks_cell(h, n);
    html_raw(h, "</tr>\n");
}

static void nodes(struct html *h, const struct html_place *at, const struct model_domain *d,
                  const struct view *v)
{
    const char *const heads[] = {
        HTML_SAY(h, N_("node")),         HTML_SAY(h, N_("value")),
        HTML_SAY(h, N_("ratio")),        HTML_SAY(h, N_("score")),
        HTML_SAY(h, N_("full")),         HTML_SAY(h, N_("weight")),
        HTML_SAY(h, N_("contribution")), "",
        HTML_SAY(h, N_("remarks")),      NULL
    };
    html_raw(h, "<div class=\"scroll\"><table style=\"--f:");
    html_text(h, longest(v));
    html_raw(h, "\">");
    html_head(h, heads, "<>>>>>><<");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < v->n_nodes; i++)
        node_row(h, at, d, &v->nodes[i]);
    html_raw(h, "</tbody></table></div>\n");
}

enum { REASONS_MAX = 200 };

static void reasons(struct html *h, const struct view *v)
{
    const char *const heads[] = { HTML_SAY(h, N_("reasons")), HTML_SAY(h, N_("rule")),
                                  HTML_SAY(h, N_("count")), HTML_SAY(h, N_("effect")),
                                  NULL };
    if (!v->n_reasons)
        return;
    html_raw(h, "<div class=\"scroll\"><table>");
    html_head(h, heads, "<<>>");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < v->n_reasons && i < REASONS_MAX; i++) {
        const struct view_reason *o = &v->reasons[i];
        html_raw(h, "<tr>");
        html_cell(h, "", o->name);
        html_cell(h, "w", strcmp(o->rule, o->indicator) != 0 ? o->rule : "");
        html_number(h, o->count);
        html_cell(h, "n", o->effect);
        html_raw(h, "</tr>\n");
    }
    html_raw(h, "</tbody></table></div>\n");
    if (v->n_reasons > REASONS_MAX) {
        html_raw(h, "<p class=\"note\">");
        fprintf(h->to, HTML_SAY(h, N_("All %u rows stand in %s.")), v->n_reasons,
                "reasons.csv");
        html_raw(h, "</p>\n");
    }
}

/* Vetoes, tickets and access of the subject as sentences. */
static void outcomes(struct html *h, const struct view *v)
{
    for (uint32_t i = 0; i < v->n_outcomes; i++) {
        const struct view_outcome *o = &v->outcomes[i];
        if (!strcmp(o->kind, "grade") || !strcmp(o->kind, "plate")) /* in the summary */
            continue;
        char text[WORDS_BYTES];
        html_raw(h, "<p class=\"note\">");
        html_chip(h, o->kind, words_code(h->w, o->kind));
        html_raw(h, " ");
        html_text(h,
                  words_effect(h->w, o->kind, o->value, o->value_name, text, sizeof text));
        const char *why = words_reason(h->w, o->kind, o->value, o->value_name, o->reason,
                                       text, sizeof text);
        if (*why) {
            html_raw(h, " (");
            html_text(h, why);
            html_raw(h, ")");
        }
        html_raw(h, "</p>\n");
    }
}

/* A chip per cycle, the newest last; one alone stands in the summary. */
static void plates(struct html *h, const struct view *v)
{
    char text[WORDS_BYTES];
    if (v->n_plates < 2)
        return;
    html_raw(h, "<p class=\"chips\"><span class=\"s\">");
    html_text(h, words_code(h->w, "plate"));
    html_raw(h, "</span>");
    for (uint32_t i = 0; i < v->n_plates; i++) {
        const struct view_plate *o = &v->plates[i];
        html_raw(h, "<span><span class=\"s\">");
        html_text(h, o->month);
        html_raw(h, "</span> ");
        html_chip(h, o->plate,
                  *o->plate ? words_code(h->w, o->plate) : HTML_SAY(h, N_("none")));
        html_raw(h, " <span class=\"s\">");
        html_text(h, say_cause(h->w, o->cause, text, sizeof text));
        html_raw(h, "</span>");
        if (*o->access)
            html_chip(h, o->access, words_code(h->w, o->access));
        html_raw(h, "</span>");
    }
    html_raw(h, "</p>\n");
}

void html_findings(struct html *h, const struct html_place *at,
                   const struct model_domain *d, const struct view *v)
{
    outcomes(h, v);
    plates(h, v);
    nodes(h, at, d, v);
    reasons(h, v);
}
