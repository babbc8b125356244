/* SPDX-License-Identifier: Apache-2.0 */
/* awards.c - awards of a board (domain.md 5.3).
 *
 * Who reaches the least score and is not made ineligible by a veto counts: n of a group.
 * From the best award down each takes floor(share x n) of those without one, in order of
 * rank; units that tie across that line all stay below it.  Ineligible units keep their
 * rank and grade. */
#include "score/placing.h"

#include <stdlib.h>

enum { COLUMNS = 5 }; /* of the award list */

static bool is_ineligible(const struct scored_domain *d, const struct placing *p)
{
    uint32_t n = 0;
    const struct scored_outcome *o = placing_outcomes(d, p, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!strcmp(o[i].kind, "veto") && !strcmp(o[i].value, "ineligible"))
            return true;
    return false;
}

static bool reaches(const struct conf_awards *w, const struct placing *p, mpq_t from)
{
    return !w->from || !num_parse(from, w->from, strlen(w->from)) ||
           mpq_cmp(p->score, from) >= 0;
}

bool awards_give(struct arena *work, const struct conf_board *board,
                 const struct scored_domain *d, struct placing *p, uint32_t n)
{
    const struct conf_awards *w = board->awards;
    uint32_t *left = w ? arena_array(work, (size_t)n + 1, sizeof *left) : NULL;
    uint32_t count = 0, begin = 0;
    if (!left)
        return !w;
    mpq_t from;
    mpq_init(from);
    for (uint32_t i = 0; i < n && p[i].has_score; i++)
        if (reaches(w, &p[i], from) && !is_ineligible(d, &p[i]))
            left[count++] = i;
    mpq_clear(from);
    for (uint32_t s = 0; s < w->n_steps; s++) {
        uint32_t places = placing_share(w->steps[s].share, count);
        uint32_t keep = placing_cut(p, left + begin, count - begin, places);
        for (uint32_t i = 0; i < keep; i++)
            p[left[begin++]].award = &w->steps[s];
    }
    uint32_t keep = placing_cut(p, left, count, w->recommend);
    for (uint32_t i = 0; i < keep; i++)
        p[left[i]].is_recommended = true;
    return true;
}

/* ---- Outcomes and the list ----------------------------------------------- */

static kh_status tell_outcomes(struct arena *a, struct scored_domain *d,
                               const struct conf_board *board, const struct placing *p,
                               uint32_t n, kh_err *e)
{
    struct scored_outcome *more = calloc((size_t)n + 1, sizeof *more);
    uint32_t len = 0;
    if (!more)
        return kh_fail(e, KH_ENOMEM, _("no memory for the awards of board '%s'"),
                       board->id);
    for (uint32_t i = 0; i < n; i++)
        if (p[i].award)
            more[len++] = (struct scored_outcome){ .level = p[i].row->level,
                                                   .subject = p[i].row->subject,
                                                   .subject_name = p[i].row->subject_name,
                                                   .kind = "award",
                                                   .value = p[i].award->id,
                                                   .reason = board->id,
                                                   .value_name = p[i].award->name };
    kh_status rc = placing_tell(a, d, more, len, e);
    free(more);
    return rc;
}

static bool fill_row(struct arena *a, struct scored_table *t, const struct placing *p)
{
    const char **cell = arena_array(a, COLUMNS + 1, sizeof *cell);
    if (!cell)
        return false;
    cell[0] = p->group;
    cell[1] = arena_printf(a, "%u", p->rank);
    cell[2] = p->row->score.p;
    cell[3] = p->award ? p->award->id : "";
    cell[4] = p->is_recommended ? "yes" : "no";
    t->rows[t->n_rows].level = p->row->level;
    t->rows[t->n_rows].subject = p->row->subject;
    t->rows[t->n_rows++].cell = cell;
    return cell[1];
}

/* A carried domain has the list of its window already: it is made anew. */
static struct scored_table *table_of(struct arena *a, struct scored_domain *d,
                                     const char *name)
{
    for (uint32_t i = 0; i < d->n_tables; i++)
        if (!strcmp(d->tables[i].name, name))
            return &d->tables[i];
    struct scored_table *all = arena_array(a, (size_t)d->n_tables + 1, sizeof *all);
    if (!all)
        return NULL;
    if (d->n_tables)
        memcpy(all, d->tables, d->n_tables * sizeof *all);
    d->tables = all;
    return &all[d->n_tables++];
}

kh_status awards_tell(struct arena *a, struct scored_domain *d,
                      const struct conf_board *board, const struct placing *p, uint32_t n,
                      kh_err *e)
{
    static const char *const names[COLUMNS] = { "group", "rank", "score", "award",
                                                "recommended" };
    kh_status rc = tell_outcomes(a, d, board, p, n, e);
    if (rc)
        return rc;
    struct scored_table *t = table_of(a, d, board->id);
    bool ok = t;
    if (ok) {
        *t = (struct scored_table){ .name = board->id,
                                    .doc = "Award list.",
                                    .n_columns = COLUMNS };
        t->column = arena_array(a, COLUMNS + 1, sizeof *t->column);
        t->rows = arena_array(a, (size_t)n + 1, sizeof *t->rows);
        ok = t->column && t->rows;
    }
    for (uint32_t i = 0; ok && i < COLUMNS; i++)
        t->column[i] = names[i];
    for (uint32_t i = 0; ok && i < n; i++)
        if (p[i].award || p[i].is_recommended)
            ok = fill_row(a, t, &p[i]);
    return ok ? KH_OK
              : kh_fail(e, KH_ENOMEM, _("no memory for the awards of board '%s'"),
                        board->id);
}
