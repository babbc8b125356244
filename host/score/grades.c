/* SPDX-License-Identifier: Apache-2.0 */
/* grades.c - grades of a board (domain.md 10.5, O1).
 *
 * From the best grade down: who reaches its printed score, or fell from the grade above,
 * stands for it, unless a veto caps them lower.  Of those at most floor(quota x n) keep it,
 * in order of rank; units that tie across that line all fall.  n counts graded units. */
#include "score/placing.h"

#include <stdlib.h>

/* The best grade that vetoes leave: its place on the board. */
static uint32_t best_left(const struct conf_board *board, const struct scored_domain *d,
                          const struct placing *p)
{
    uint32_t best = 0, n = 0;
    const struct scored_outcome *o = placing_outcomes(d, p, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (strcmp(o[i].kind, "veto") != 0 || strncmp(o[i].value, "grade ", 6) != 0)
            continue;
        for (uint32_t g = best + 1; g < board->n_grades; g++)
            if (!strcmp(board->grades[g].id, o[i].value + 6))
                best = g;
    }
    return best;
}

static bool reaches(const struct conf_grade *g, const struct placing *p, mpq_t from)
{
    if (!g->from)
        return true;
    return num_parse(from, g->from, strlen(g->from)) && mpq_cmp(p->score, from) >= 0;
}

/* floor(quota x n); n without a quota. */
static uint32_t places_of(const struct conf_grade *g, uint32_t n, mpq_t q)
{
    mpq_t of;
    if (!g->quota || !num_parse(q, g->quota, strlen(g->quota)) || mpq_sgn(q) < 0)
        return n;
    mpq_init(of);
    mpq_set_ui(of, n, 1);
    mpq_mul(q, q, of);
    mpz_fdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
    mpq_clear(of);
    return mpz_cmp_ui(mpq_numref(q), n) < 0 ? (uint32_t)mpz_get_ui(mpq_numref(q)) : n;
}

/* Candidates that keep the grade; ties across the line all fall. */
static uint32_t keep_line(const struct placing *p, const uint32_t *candidates, uint32_t n,
                          uint32_t places)
{
    uint32_t keep = n < places ? n : places;
    while (keep && keep < n &&
           !placing_order(&p[candidates[keep - 1]], &p[candidates[keep]]))
        keep--;
    return keep;
}

bool grades_give(struct arena *work, const struct conf_board *board,
                 const struct scored_domain *d, struct placing *p, uint32_t n)
{
    uint32_t *caps = arena_array(work, (size_t)n + 1, sizeof *caps);
    uint32_t *candidates = arena_array(work, (size_t)n + 1, sizeof *candidates);
    uint32_t graded = 0;
    if (!caps || !candidates)
        return false;
    while (graded < n && p[graded].has_score) {
        caps[graded] = best_left(board, d, &p[graded]);
        graded++;
    }
    mpq_t q;
    mpq_init(q);
    for (uint32_t g = 0; g < board->n_grades; g++) {
        uint32_t len = 0;
        for (uint32_t i = 0; i < graded; i++)
            if (!p[i].grade && caps[i] <= g && reaches(&board->grades[g], &p[i], q))
                candidates[len++] = i;
        bool is_last = g + 1 == board->n_grades;
        uint32_t places = is_last ? len : places_of(&board->grades[g], graded, q);
        uint32_t keep = keep_line(p, candidates, len, places);
        for (uint32_t i = 0; i < keep; i++)
            p[candidates[i]].grade = &board->grades[g];
    }
    mpq_clear(q);
    return true;
}

/* ---- Outcomes ------------------------------------------------------------ */

struct told {
    struct scored_outcome o;
    uint32_t level, at;
};

static int told_compare(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    if (x->level != y->level)
        return x->level < y->level ? -1 : 1;
    int order = strcmp(x->o.subject, y->o.subject);
    if (!order)
        order = strcmp(x->o.kind, y->o.kind);
    if (!order)
        order = strcmp(x->o.value, y->o.value);
    if (!order)
        order = strcmp(x->o.reason, y->o.reason);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static struct scored_outcome grade_outcome(const struct conf_board *board,
                                           const struct placing *p)
{
    return (struct scored_outcome){ .level = p->row->level,
                                    .subject = p->row->subject,
                                    .subject_name = p->row->subject_name,
                                    .kind = "grade",
                                    .value = p->grade->id,
                                    .reason = board->id,
                                    .value_name = p->grade->name };
}

kh_status grades_tell(struct arena *a, struct scored_domain *d,
                      const struct conf_board *board, const struct placing *p, uint32_t n,
                      kh_err *e)
{
    uint32_t all = d->n_outcomes + n;
    struct scored_outcome *to = arena_array(a, (size_t)all + 1, sizeof *to);
    struct told *told = calloc((size_t)all + 1, sizeof *told);
    uint32_t len = 0;
    for (uint32_t i = 0; told && i < d->n_outcomes; i++)
        told[len++].o = d->outcomes[i];
    for (uint32_t i = 0; told && i < n; i++)
        if (p[i].grade)
            told[len++].o = grade_outcome(board, &p[i]);
    for (uint32_t i = 0; told && i < len; i++) {
        told[i].level = placing_level(d->conf, told[i].o.level);
        told[i].at = i;
    }
    bool ok = to && told;
    if (ok && len)
        qsort(told, len, sizeof *told, told_compare);
    for (uint32_t i = 0; ok && i < len; i++)
        to[i] = told[i].o;
    free(told);
    if (!ok)
        return kh_fail(e, KH_ENOMEM, _("no memory for the grades of board '%s'"),
                       board->id);
    d->outcomes = to;
    d->n_outcomes = len;
    return KH_OK;
}
