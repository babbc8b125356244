/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_units.c - a section per subject: units of the composite stand open and lead
 * from it through each domain to nodes and reasons; others are a line each that unfolds. */
#include "report/report_html.h"
#include "report/report_say.h"

#include <string.h>

enum { OPEN_UNITS = 40 /* of more, the domains of a unit are folded */ };

struct html_place html_place_of(const struct html *h, const char *domain, const char *level,
                                const char *subject)
{
    const struct model *m = h->r->model;
    int64_t chapter = model_chapter_of(m, domain, level), unit = -1;
    if (chapter >= 0)
        unit = model_unit_at(&m->chapters[chapter], subject);
    if (unit < 0 || !m->chapters[chapter].units[unit].is_shown)
        return (struct html_place){ .unit = NULL };
    return (struct html_place){ &m->chapters[chapter], &m->chapters[chapter].units[unit],
                                (uint32_t)chapter, (uint32_t)unit };
}

int64_t html_part_of(const struct html_place *at, const struct model_domain *d)
{
    for (uint32_t i = 0; i < at->of->n_parts; i++)
        if (at->of->parts[i].domain == d && at->unit->in[i])
            return i;
    return -1;
}

void html_link(struct html *h, const struct html_place *at, const char *text)
{
    if (at->unit)
        fprintf(h->to, "<a href=\"#s%u-%u\">", at->chapter, at->number);
    html_raw(h, "<bdi>");
    html_text(h, text);
    html_raw(h, at->unit ? "</bdi></a>" : "</bdi>");
}

/* What was found about the unit in one domain. */
static kh_status part(struct html *h, const struct html_place *at, uint32_t i,
                      struct view *v, kh_err *e)
{
    const struct model_part *p = &at->of->parts[i];
    kh_status rc = view_load(v, h->r, p->domain->id, p->level->id, at->unit->subject, e);
    if (!rc)
        html_findings(h, at, p->domain, v);
    return rc;
}

/* "#d2 · 2011-04 · carried from ..." */
static void part_note(struct html *h, const struct model_part *p)
{
    struct arena a;
    arena_init(&a, 0);
    fprintf(h->to, "<p class=\"note\"><a href=\"#d%u\">", p->domain_at);
    html_text(h, p->domain->name);
    html_raw(h, "</a> · ");
    html_text(h, p->domain->carried ? say_carried(h->w, &a, p->domain)
                                    : say_window(h->w, &a, p->domain));
    html_raw(h, "</p>\n");
    arena_end(&a);
}

static kh_status parts(struct html *h, const struct html_place *at, bool open,
                       struct view *v, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < at->of->n_parts; i++) {
        const struct model_part *p = &at->of->parts[i];
        if (!at->unit->in[i] || p->domain->is_composite)
            continue;
        fprintf(h->to, "<details%s id=\"s%u-%u-%u\">", open ? " open" : "", at->chapter,
                at->number, i);
        html_summary_line(h, at->unit->in[i], p->domain->name, p->domain->carried);
        html_raw(h, "<div>\n");
        part_note(h, p);
        rc = part(h, at, i, v, e);
        html_raw(h, "</div></details>\n");
    }
    return rc;
}

/* Its place on the first board of the composite. */
static void unit_rank(struct html *h, const struct model_unit *u)
{
    const struct model *m = h->r->model;
    const struct model_board *b = m->n_boards ? &m->boards[0] : NULL;
    for (uint32_t i = 0; b && b->is_composite && i < b->n_ranks; i++) {
        const struct model_rank *k = &b->ranks[i];
        if (!k->rank || strcmp(k->subject, u->subject) != 0)
            continue;
        html_raw(h, "<span class=\"chip plain\">");
        if (*k->group) {
            html_text(h, HTML_SAY(h, N_("group")));
            html_raw(h, " ");
            html_text(h, k->group);
            html_raw(h, " · ");
        }
        fprintf(h->to, HTML_SAY(h, N_("rank %lld")), (long long)k->rank);
        html_raw(h, "</span>");
        return;
    }
}

static kh_status open_unit(struct html *h, const struct html_place *at, bool open,
                           struct view *v, kh_err *e)
{
    const struct model_unit *u = at->unit;
    kh_status rc = KH_OK;
    fprintf(h->to, "<section class=\"unit\"><h3 id=\"s%u-%u\"><bdi>", at->chapter,
            at->number);
    html_text(h, u->name);
    html_raw(h, "</bdi><small>");
    html_text(h, strcmp(u->name, u->subject) != 0 ? u->subject : "");
    html_raw(h, "</small></h3>\n");
    if (u->in[0]) {
        html_raw(h, "<p class=\"chips\">");
        html_state_chips(h, u->in[0], true);
        unit_rank(h, u);
        html_raw(h, "</p>\n");
        rc = part(h, at, 0, v, e);
    }
    if (!rc)
        rc = parts(h, at, open, v, e);
    html_raw(h, "<p class=\"note back\"><a href=\"#composite\">");
    html_text(h, HTML_SAY(h, N_("back to the board")));
    html_raw(h, "</a></p></section>\n");
    return rc;
}

static kh_status folded_unit(struct html *h, const struct html_place *at, struct view *v,
                             kh_err *e)
{
    const struct model_unit *u = at->unit;
    const struct model_chapter *c = at->of;
    kh_status rc = KH_OK;
    uint32_t first = 0;
    while (!u->in[first])
        first++;
    fprintf(h->to, "<details id=\"s%u-%u\">", at->chapter, at->number);
    html_summary_line(h, u->in[first], u->name, false);
    html_raw(h, "<div>\n");
    if (c->n_parts > 1)
        rc = parts(h, at, true, v, e);
    else
        rc = part(h, at, 0, v, e);
    html_raw(h, "</div></details>\n");
    return rc;
}

static void chapter_head(struct html *h, const struct model_chapter *c, uint32_t number)
{
    fprintf(h->to, "<h2 id=\"s%u\">", number);
    html_chapter_name(h, c);
    fprintf(h->to, "<small>%u</small></h2>\n", c->n_units);
    if (c->n_shown < c->n_units) {
        html_raw(h, "<p class=\"note\">");
        fprintf(h->to,
                HTML_SAY(h, N_("%u of %u subjects are shown: both ends of the ranking and "
                               "those with trouble; all stand in scores.csv.")),
                c->n_shown, c->n_units);
        html_raw(h, "</p>\n");
    }
}

void html_chapter_name(struct html *h, const struct model_chapter *c)
{
    html_text(h, c->n_parts > 1 ? HTML_SAY(h, N_("Each unit")) : c->parts[0].domain->name);
    html_raw(h, " · ");
    html_text(h, words_code(h->w, c->level));
}

static const char *full_of(const struct model_chapter *c)
{
    const struct model_level *l = c->parts[0].level;
    return l->n_subjects && *l->subjects[0].full ? l->subjects[0].full : "100";
}

kh_status html_units(struct html *h, uint32_t number, kh_err *e)
{
    const struct model_chapter *c = &h->r->model->chapters[number];
    kh_status rc = KH_OK;
    struct view v;
    view_init(&v);
    html_raw(h, "<section>");
    chapter_head(h, c, number);
    html_raw(h, "<div style=\"--f:");
    html_text(h, full_of(c));
    html_raw(h, "\">\n");
    for (uint32_t i = 0; !rc && i < c->n_units; i++) {
        struct html_place at = { c, &c->units[i], number, i };
        if (!c->units[i].is_shown)
            continue;
        rc = c->is_composite ? open_unit(h, &at, c->n_shown <= OPEN_UNITS, &v, e)
                             : folded_unit(h, &at, &v, e);
    }
    html_raw(h, "</div></section>\n");
    view_end(&v);
    return rc;
}
