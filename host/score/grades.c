/* SPDX-License-Identifier: Apache-2.0 */
/* grades.c - grades of a board (domain.md 10.5, O1).
 *
 * From the best grade down: who reaches its printed score, or fell from the grade above,
 * stands for it, unless a veto caps them lower.  Of those at most floor(quota x n) keep it,
 * in order of rank; units that tie across that line all fall.  n counts graded units.  Of
 * the last grade at least ceil(worst x n) units are: if too few reach it, the last in rank
 * get it too, and who ties with the last of those.  Exempt units have the grade of their
 * score; they take no place of a quota and do not count in n. */
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

/* The last grade for at least its share of the units in order of rank. */
static void give_worst(const struct conf_grade *worst, struct placing *p,
                       const uint32_t *counted, uint32_t n)
{
    uint32_t wanted = placing_share_up(worst->worst, n), have = 0;
    for (uint32_t i = 0; i < n; i++)
        have += p[counted[i]].grade == worst;
    const struct placing *last = NULL;
    for (uint32_t i = n; i-- > 0;) {
        struct placing *one = &p[counted[i]];
        if (have >= wanted && !(last && !placing_order(one, last)))
            return;
        if (one->grade == worst)
            continue;
        one->grade = worst;
        last = one;
        have++;
    }
}

bool grades_give(struct arena *work, const struct conf_board *board,
                 const struct scored_domain *d, struct placing *p, uint32_t n)
{
    uint32_t *caps = arena_array(work, (size_t)n + 1, sizeof *caps);
    uint32_t *candidates = arena_array(work, (size_t)n + 1, sizeof *candidates);
    uint32_t graded = 0, len = 0, n_counted = 0;
    if (!caps || !candidates)
        return false;
    while (graded < n && p[graded].has_score) {
        caps[graded] = best_left(board, d, &p[graded]);
        n_counted += !p[graded++].is_exempt;
    }
    mpq_t q;
    mpq_init(q);
    for (uint32_t g = 0; g < board->n_grades; g++) {
        len = 0;
        for (uint32_t i = 0; i < graded; i++) {
            if (p[i].grade || caps[i] > g || !reaches(&board->grades[g], &p[i], q))
                continue;
            if (p[i].is_exempt)
                p[i].grade = &board->grades[g];
            else
                candidates[len++] = i;
        }
        bool is_last = g + 1 == board->n_grades;
        uint32_t places = is_last ? len : placing_share(board->grades[g].quota, n_counted);
        uint32_t keep = placing_cut(p, candidates, len, places);
        for (uint32_t i = 0; i < keep; i++)
            p[candidates[i]].grade = &board->grades[g];
    }
    mpq_clear(q);
    len = 0;
    for (uint32_t i = 0; i < graded; i++)
        if (!p[i].is_exempt)
            candidates[len++] = i;
    if (board->n_grades)
        give_worst(&board->grades[board->n_grades - 1], p, candidates, len);
    return true;
}

/* ---- Outcomes ------------------------------------------------------------ */

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
    struct scored_outcome *more = calloc((size_t)n + 1, sizeof *more);
    uint32_t len = 0;
    for (uint32_t i = 0; more && i < n; i++)
        if (p[i].grade)
            more[len++] = grade_outcome(board, &p[i]);
    kh_status rc = more ? placing_tell(a, d, more, len, e)
                        : kh_fail(e, KH_ENOMEM, _("no memory for the grades of board '%s'"),
                                  board->id);
    free(more);
    return rc;
}
