/* SPDX-License-Identifier: Apache-2.0 */
/* report_text.c - the text report: brief for a terminal, whole as report.txt.
 *
 * Top-down: what the run is, who stands where, how each domain went, then subject by
 * subject down to node and reason. */
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

/* Whether a subject has a section; counts those with trouble that the terminal leaves. */
static bool is_wanted(const struct page *p, const struct model_subject *s, uint32_t *told,
                      uint32_t *left)
{
    if (!p->brief)
        return s->is_shown;
    if (!s->trouble)
        return false;
    bool wanted = *told < BRIEF_SUBJECTS;
    ++*(wanted ? told : left);
    return wanted;
}

static void level_head(struct page *p, const struct model_domain *d,
                       const struct model_level *l)
{
    const char *text =
        arena_printf(&p->scratch, "%s · %s", d->name, words_code(p->w, l->id));
    page_heading(p, text ? text : l->id);
    if (!p->brief && l->n_shown < l->n_subjects)
        page_line(p, PAGE_INDENT,
                  arena_printf(&p->scratch,
                               SAY(p, N_("%u of %u subjects are shown: both ends of the "
                                         "ranking and those with trouble; all stand in "
                                         "scores.csv.")),
                               l->n_shown, l->n_subjects),
                  PAINT_DIM);
    arena_end(&p->scratch);
}

typedef kh_status (*flush_fn)(struct page *p, void *to, kh_err *e);

static kh_status level_subjects(struct page *p, const struct model_domain *d,
                                const struct model_level *l, struct view *v, flush_fn flush,
                                void *to, kh_err *e)
{
    kh_status rc = KH_OK;
    uint32_t told = 0, left = 0;
    if (p->brief ? !l->n_trouble : !l->n_subjects)
        return KH_OK;
    level_head(p, d, l);
    for (uint32_t i = 0; !rc && i < l->n_subjects; i++) {
        const struct model_subject *s = &l->subjects[i];
        if (!is_wanted(p, s, &told, &left))
            continue;
        rc = view_load(v, p->r, d->id, l->id, s->subject, e);
        if (rc)
            break;
        page_subject(p, s, v);
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
    page_overview(p);
    page_boards(p);
    for (uint32_t i = 0; i < m->n_domains; i++)
        page_domain(p, &m->domains[i]);
    view_init(&v);
    for (uint32_t i = 0; !rc && i < m->n_domains; i++)
        for (uint32_t k = m->domains[i].n_levels; !rc && k-- > 0;)
            rc = level_subjects(p, &m->domains[i], &m->domains[i].levels[k], &v, flush, to,
                                e);
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
