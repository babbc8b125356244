/* SPDX-License-Identifier: Apache-2.0 */
/* report_xlsx_composite.c - the first sheet: boards of the composite with a column for each
 * domain, and what is to be known of them below. */
#include "report/report_model.h"
#include "report/report_say.h"
#include "report/report_xlsx_put.h"

static const char *number(char *out, size_t size, int64_t n)
{
    snprintf(out, size, "%lld", (long long)n);
    return n ? out : "";
}

static void heads(const struct book *b, struct sheet *s, const struct model_board *of)
{
    const struct model_composite *c = &b->r->model->composite;
    struct words *w = b->r->words;
    if (of->has_groups)
        xlsx_head(b, s, words_say(w, N_("group")));
    xlsx_head(b, s, words_say(w, N_("rank")));
    xlsx_head(b, s, words_say(w, N_("rank before")));
    xlsx_head(b, s, words_code(w, of->level));
    xlsx_head(b, s, words_say(w, N_("composite")));
    for (uint32_t i = 0; i < c->n_columns; i++)
        xlsx_head(b, s, c->columns[i].name);
    xlsx_head(b, s, words_say(w, N_("grade")));
}

static void row(const struct book *b, struct sheet *s, const struct model_board *of,
                const struct model_rank *k)
{
    const struct model_composite *c = &b->r->model->composite;
    int64_t at = model_subject_at(c->level, k->subject);
    char text[24];
    if (of->has_groups)
        xlsx_text(s, k->group);
    xlsx_cell(b, s, number(text, sizeof text, k->rank), true);
    xlsx_cell(b, s, number(text, sizeof text, k->previous_rank), true);
    xlsx_text(s, k->name);
    xlsx_cell(b, s, *k->score ? k->score : say_state(b->r->words, of, k->state), true);
    for (uint32_t i = 0; i < c->n_columns; i++)
        xlsx_cell(b, s,
                  at < 0 ? ""
                         : say_cell(b->r->words, &c->columns[i],
                                    &c->cells[(uint64_t)at * c->n_columns + i]),
                  true);
    xlsx_text(s, k->grade_name);
}

static void notes(const struct book *b, struct sheet *s)
{
    const struct model_composite *c = &b->r->model->composite;
    struct arena a;
    arena_init(&a, 0);
    for (uint32_t i = 0; i < c->n_columns; i++) {
        const char *text = say_column(b->r->words, &a, &c->columns[i]);
        if (*text) {
            xlsx_next(s);
            xlsx_text(s, text);
        }
    }
    if (*say_policy(b->r->words, c)) {
        xlsx_next(s);
        xlsx_text(s, say_policy(b->r->words, c));
    }
    arena_end(&a);
}

kh_status xlsx_composite(const struct book *b, kh_err *e)
{
    const struct model *m = b->r->model;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < m->n_boards && m->boards[i].is_composite; i++) {
        const struct model_board *of = &m->boards[i];
        struct sheet s;
        rc = xlsx_sheet(b, &s, of->name, e);
        if (rc)
            break;
        heads(b, &s, of);
        for (uint32_t k = 0; k < of->n_ranks; k++) {
            xlsx_next(&s);
            row(b, &s, of, &of->ranks[k]);
        }
        xlsx_next(&s);
        notes(b, &s);
    }
    return rc;
}
