/* SPDX-License-Identifier: Apache-2.0 */
/* report_text.c - the text report: brief for a terminal, whole as report.txt.
 *
 * Top-down: the composite, what became of it in short, who stands where, how each domain
 * went, then unit by unit from the composite through each domain to node and reason. */
#include "report/report_page.h"

enum {
    FILE_WIDTH = 110,
    SECTION_MAX = 1 << 26, /* bytes of one part of the file before it goes out */
    BRIEF_SUBJECTS = 10    /* of a level, with trouble, in the terminal */
};

static kh_status page_failed(const struct page *p, kh_err *e)
{
    return p->out->failed ? kh_fail(e, KH_ENOMEM, _("no memory for the report")) : KH_OK;
}

/* Whether a unit has a section; counts those with trouble that the terminal leaves. */
static bool is_wanted(const struct page *p, const struct model_unit *u, uint32_t *told,
                      uint32_t *left)
{
    if (!p->brief)
        return u->is_shown;
    if (!u->trouble)
        return false;
    bool wanted = *told < BRIEF_SUBJECTS;
    ++*(wanted ? told : left);
    return wanted;
}

static void chapter_head(struct page *p, const struct model_chapter *c)
{
    const char *domain =
        c->n_parts > 1 ? SAY(p, N_("Each unit")) : c->parts[0].domain->name;
    const char *text =
        arena_printf(&p->scratch, "%s · %s", domain, words_code(p->w, c->level));
    page_heading(p, text ? text : c->level);
    if (!p->brief && c->n_shown < c->n_units)
        page_line(p, PAGE_INDENT,
                  arena_printf(&p->scratch,
                               SAY(p, N_("%u of %u subjects are shown: both ends of the "
                                         "ranking and those with trouble; all stand in "
                                         "scores.csv.")),
                               c->n_shown, c->n_units),
                  PAINT_DIM);
    arena_end(&p->scratch);
}

typedef kh_status (*flush_fn)(struct page *p, void *to, kh_err *e);

/* From the composite through each domain down to nodes and reasons. */
static kh_status unit(struct page *p, const struct model_chapter *c,
                      const struct model_unit *u, struct view *v, kh_err *e)
{
    kh_status rc = KH_OK;
    bool several = c->n_parts > 1;
    if (several)
        page_unit(p, u);
    for (uint32_t i = 0; !rc && i < c->n_parts; i++) {
        const struct model_part *part = &c->parts[i];
        if (!u->in[i] || (p->brief && several && !u->in[i]->trouble))
            continue;
        rc = view_load(v, p->r, part->domain->id, part->level->id, u->subject, e);
        if (!rc)
            page_subject(p, u->in[i], several ? part->domain : NULL, v);
    }
    return rc;
}

static kh_status chapter(struct page *p, const struct model_chapter *c, struct view *v,
                         flush_fn flush, void *to, kh_err *e)
{
    kh_status rc = KH_OK;
    uint32_t told = 0, left = 0;
    if (p->brief && !c->n_trouble)
        return KH_OK;
    chapter_head(p, c);
    for (uint32_t i = 0; !rc && i < c->n_units; i++) {
        if (!is_wanted(p, &c->units[i], &told, &left))
            continue;
        rc = unit(p, c, &c->units[i], v, e);
        if (!rc)
            rc = flush ? flush(p, to, e) : page_failed(p, e);
    }
    if (left)
        page_line(p, PAGE_INDENT,
                  arena_printf(&p->scratch, SAY(p, N_("(%u more in report.txt)")), left),
                  PAINT_DIM);
    arena_end(&p->scratch);
    return rc;
}

static kh_status whole(struct page *p, flush_fn flush, void *to, kh_err *e)
{
    const struct model *m = p->r->model;
    struct view v;
    kh_status rc = KH_OK;
    page_title(p);
    page_composite(p);
    page_summary(p);
    page_boards(p);
    for (uint32_t i = 0; !rc && i < m->n_domains; i++)
        rc = page_domain(p, &m->domains[i], e);
    view_init(&v);
    for (uint32_t i = 0; !rc && i < m->n_chapters; i++)
        rc = chapter(p, &m->chapters[i], &v, flush, to, e);
    view_end(&v);
    arena_end(&p->scratch);
    return rc ? rc : page_failed(p, e);
}

kh_status report_terminal(const struct report *r, struct buf *out, int width, bool colour,
                          kh_err *e)
{
    struct page p = {
        .r = r, .w = r->words, .out = out, .width = width, .colour = colour, .brief = true
    };
    arena_init(&p.scratch, 0);
    return whole(&p, NULL, NULL, e);
}

static kh_status to_file(struct page *p, void *to, kh_err *e)
{
    kh_status rc = page_failed(p, e);
    if (!rc && p->out->len)
        fwrite(p->out->at, 1, p->out->len, to); /* the disk is asked by path_finish */
    buf_clear(p->out);
    return rc;
}

kh_status report_text(const struct report *r, FILE *to, kh_err *e)
{
    struct buf b;
    struct page p = { .r = r, .w = r->words, .out = &b, .width = FILE_WIDTH };
    buf_init(&b, SECTION_MAX);
    arena_init(&p.scratch, 0);
    kh_status rc = whole(&p, to_file, to, e);
    if (!rc)
        rc = to_file(&p, to, e);
    buf_end(&b);
    return rc;
}
