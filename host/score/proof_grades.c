/* SPDX-License-Identifier: Apache-2.0 */
/* proof_grades.c - every grade of every board is given to somebody. */
#include "score/proof_parts.h"

/* Does the grade above hand units on: by its quota, or because a veto caps them? */
static bool falls_in(const struct conf_board *b, uint32_t grade, bool above_given,
                     bool capped)
{
    return grade && above_given && (b->grades[grade - 1].quota || capped);
}

static bool is_none(const char *quota)
{
    mpq_t q;
    mpq_init(q);
    bool none = quota && num_parse(q, quota, strlen(quota)) && !mpq_sgn(q);
    mpq_clear(q);
    return none;
}

static void tell(struct proof *p, const struct conf_board *b, uint32_t grade,
                 const char *range, const char *why)
{
    const struct cfg *at = cfg_get(b->at, "grades")->child[grade];
    const struct cfg *from = cfg_get(at, "from");
    if (from && strcmp(from->file, at->file) != 0)
        at = from; /* laid over it by site.cfg */
    if (!range || !why)
        p->failed = true;
    else
        cfg_error(p->f, at, _("board '%s': no subject can get grade '%s' (%s): %s"), b->id,
                  b->grades[grade].id, range, why);
}

/* The threshold of awards. */
static void prove_awards(struct proof *p, const struct conf_board *b, const struct spans *s,
                         int32_t digits, enum round_mode mode)
{
    const char *text = b->awards ? b->awards->from : NULL, *why = NULL;
    mpq_t from;
    mpq_init(from);
    if (text && s->n && num_parse(from, text, strlen(text)) &&
        !reach_has(p, s, from, NULL, digits, mode, &why)) {
        const char *range = reach_between(p, from, NULL);
        if (range && why)
            cfg_error(p->f, b->awards->at,
                      _("board '%s': no subject can get an award (%s): %s"), b->id, range,
                      why);
        else
            p->failed = true;
    }
    mpq_clear(from);
}

void proof_board(struct proof *p, const struct conf_board *b, const struct spans *s,
                 int32_t digits, enum round_mode mode, bool capped)
{
    prove_awards(p, b, s, digits, mode);
    mpq_t from, below;
    bool above_given = false;
    mpq_inits(from, below, NULL);
    for (uint32_t g = 0; s->n && b->n_grades > 1 && g < b->n_grades && !p->failed; g++) {
        const char *why = NULL, *text = b->grades[g].from;
        bool has_from = text && num_parse(from, text, strlen(text));
        bool given = reach_has(p, s, has_from ? (mpq_srcptr)from : NULL,
                               g ? (mpq_srcptr)below : NULL, digits, mode, &why) ||
                     falls_in(b, g, above_given, capped);
        const char *range = reach_between(p, has_from ? (mpq_srcptr)from : NULL,
                                          g ? (mpq_srcptr)below : NULL);
        if (given && is_none(b->grades[g].quota))
            tell(p, b, g, range, _("its quota is 0"));
        else if (!given)
            tell(p, b, g, range, why);
        above_given = above_given || given;
        mpq_set(below, from);
    }
    mpq_clears(from, below, NULL);
}

static bool has_grade_veto(const struct proof *p)
{
    for (uint32_t i = 0; i < p->s->n_vetoes; i++)
        for (uint32_t k = 0; k < p->s->vetoes[i].n_actions; k++)
            if (p->s->vetoes[i].actions[k].kind == ACTION_GRADE)
                return true;
    return false;
}

void proof_grades(struct proof *p, struct spans *const *nodes)
{
    int32_t *months = NULL;
    uint32_t n = reach_months(p, &months);
    for (uint32_t i = 0; i < p->conf->n_boards && !p->failed; i++) {
        const struct conf_board *b = &p->conf->boards[i];
        if (!b->domain || strcmp(b->domain, p->s->domain->id) != 0)
            continue;
        int32_t level = scheme_level(p->s->domain, b->level);
        uint32_t before = p->f->errors;
        for (uint32_t m = 0; level >= 0 && m < n && p->f->errors == before; m++) {
            struct spans s = { 0 };
            int32_t digits = SCHEME_DIGITS;
            enum round_mode mode = p->conf->rounding;
            reach_level(p, nodes, (uint32_t)level, b->node ? b->node : "total", NULL,
                        months[m], &s, &digits, &mode);
            proof_board(p, b, &s, digits, mode, has_grade_veto(p));
        }
    }
}
