/* SPDX-License-Identifier: Apache-2.0 */
/* report_composite.c - the composite as a table: units, and a column for each domain.
 *
 * Its rows in the store are those of a domain whose leaves are named after the domains it
 * is made of. */
#include "report/report_parts.h"
#include "report/report_rows.h"

#include <stdlib.h>
#include <string.h>

/* The part of a path behind its last slash is the domain. */
static const char *last_name(const char *node)
{
    const char *slash = strrchr(node, '/');
    return slash ? slash + 1 : node;
}

static void fill_column(struct row *w, void *item)
{
    struct model_column *c = item;
    c->node = row_text(w);
    c->name = row_text(w);
    c->weight = row_text(w);
}

static const char columns_sql[] =
    "SELECT node, " BY_LANG("node_name") ", ifnull(max(weight), '') FROM score WHERE run ="
                                         " ?1 AND domain = ?3 AND kind IN ('leaf',"
                                         " 'adjustment') AND node NOT LIKE '~%' AND node"
                                         " NOT LIKE '%/~%' GROUP BY node ORDER BY min(seq)";

/* The composite, then its domains as composed, then the others; their ids decide among
 * equals. */
static uint32_t place_of(const struct model_composite *c, const struct model_domain *d)
{
    if (d->is_composite)
        return 0;
    for (uint32_t i = 0; i < c->n_columns; i++)
        if (!strcmp(last_name(c->columns[i].node), d->id))
            return i + 1;
    return c->n_columns + 1;
}

/* Insertion keeps equal ones in their order, which is that of their ids. */
static void order_domains(struct model *m)
{
    for (uint32_t i = 1; i < m->n_domains; i++) {
        struct model_domain d = m->domains[i];
        uint32_t at = i, place = place_of(&m->composite, &d);
        for (; at && place_of(&m->composite, &m->domains[at - 1]) > place; at--)
            m->domains[at] = m->domains[at - 1];
        m->domains[at] = d;
    }
}

kh_status composite_columns(struct report *r, struct model *m, kh_err *e)
{
    struct model_composite *c = &m->composite;
    const struct rows what = { columns_sql, COMPOSITE_ID,       NULL,
                               NULL,        sizeof *c->columns, fill_column };
    kh_status rc = rows_load(r, &r->arena, &what, (void **)&c->columns, &c->n_columns, e);
    for (uint32_t i = 0; i < m->n_domains; i++)
        m->domains[i].is_composite = !strcmp(m->domains[i].id, COMPOSITE_ID);
    order_domains(m);
    for (uint32_t i = 0; i < m->n_domains; i++) {
        const struct model_domain *d = &m->domains[i];
        if (d->is_composite)
            c->domain = d;
        for (uint32_t k = 0; k < c->n_columns; k++)
            if (!strcmp(last_name(c->columns[k].node), d->id))
                c->columns[k].domain = d;
    }
    return rc;
}

/* ---- Cells --------------------------------------------------------------- */

struct cell {
    const char *subject, *node, *value, *score, *state, *flags;
};
static void fill_cell(struct row *w, void *item)
{
    struct cell *c = item;
    c->subject = row_text(w);
    c->node = row_text(w);
    c->value = row_text(w);
    c->score = row_text(w);
    c->state = row_text(w);
    c->flags = row_text(w);
}

static void fill_flags(struct row *w, void *item)
{
    *(const char **)item = row_text(w);
}

static bool has_flag(const char *flags, const char *flag)
{
    size_t n = strlen(flag);
    for (const char *p = flags; (p = strstr(p, flag)) != NULL; p += n)
        if ((p == flags || p[-1] == ' ') && (!p[n] || p[n] == ' ' || p[n] == ':'))
            return true;
    return false;
}

static void put_cell(struct model_composite *c, const struct cell *from)
{
    int64_t at = model_subject_at(c->level, from->subject);
    for (uint32_t i = 0; at >= 0 && i < c->n_columns; i++) {
        struct model_column *column = &c->columns[i];
        if (strcmp(column->node, from->node) != 0)
            continue;
        c->cells[(uint64_t)at * c->n_columns + i] =
            (struct model_cell){ *from->value ? from->value : from->score, from->state,
                                 !has_flag(from->flags, "no_result") };
        column->has_result = column->has_result || !has_flag(from->flags, "no_result");
    }
}

/* The composite without a board of its own is shown all the same, without ranks. */
static kh_status add_board(struct report *r, struct model *m, kh_err *e)
{
    const struct model_level *l = m->composite.level;
    struct model_board *boards =
        arena_array(&r->arena, (size_t)m->n_boards + 1, sizeof *boards);
    struct model_rank *ranks =
        arena_array(&r->arena, (size_t)l->n_subjects + 1, sizeof *ranks);
    if (!boards || !ranks)
        return kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    if (m->n_boards)
        memcpy(boards + 1, m->boards, m->n_boards * sizeof *boards);
    boards[0] = (struct model_board){ .id = COMPOSITE_ID,
                                      .name = m->composite.domain->name,
                                      .domain = COMPOSITE_ID,
                                      .level = l->id,
                                      .full = l->n_subjects ? l->subjects[0].full : "100",
                                      .ranks = ranks,
                                      .n_ranks = l->n_subjects,
                                      .is_composite = true };
    for (uint32_t i = 0; i < l->n_subjects; i++) {
        const struct model_subject *s = &l->subjects[i];
        ranks[i] = (struct model_rank){ .group = "",
                                        .subject = s->subject,
                                        .name = s->name,
                                        .state = s->state,
                                        .score = s->score,
                                        .grade = s->grade,
                                        .grade_name = s->grade_name,
                                        .previous_score = "" };
        boards[0].has_grades |= *s->grade;
    }
    m->boards = boards;
    m->n_boards++;
    return KH_OK;
}

/* Boards of the composite go before the others, each kind as configured. */
static void order_boards(struct model *m)
{
    for (uint32_t i = 0; i < m->n_boards; i++) {
        struct model_board b = m->boards[i];
        uint32_t at = i;
        b.is_composite = !strcmp(b.domain, COMPOSITE_ID);
        for (; b.is_composite && at && !m->boards[at - 1].is_composite; at--)
            m->boards[at] = m->boards[at - 1];
        m->boards[at] = b;
    }
}

static kh_status load_cells(struct report *r, struct model_composite *c, kh_err *e)
{
    static const char sql[] = "SELECT subject, node, value, score, state, flags FROM score"
                              " WHERE run = ?1 AND domain = ?3 AND level = ?4"
                              " AND kind IN ('leaf', 'adjustment') ORDER BY seq";
    const struct rows what = { sql,  COMPOSITE_ID,        c->level->id,
                               NULL, sizeof(struct cell), fill_cell };
    struct cell *cells = NULL;
    uint32_t n = 0;
    size_t all = (size_t)c->level->n_subjects * c->n_columns;
    kh_status rc = rows_load(r, &r->arena, &what, (void **)&cells, &n, e);
    c->cells = arena_array(&r->arena, all + 1, sizeof *c->cells);
    if (!rc && !c->cells)
        rc = kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    for (size_t i = 0; !rc && i < all; i++)
        c->cells[i] = (struct model_cell){ "", "", true };
    for (uint32_t i = 0; !rc && i < n; i++)
        put_cell(c, &cells[i]);
    return rc;
}

/* The flags of a total name each domain without a result, and what that does. */
static kh_status load_policy(struct report *r, struct model_composite *c, kh_err *e)
{
    static const char sql[] = "SELECT flags FROM score WHERE run = ?1 AND domain = ?3"
                              " AND node = 'total' ORDER BY seq LIMIT 1";
    static const struct {
        const char *flag, *policy;
    } rows[] = { { "held", "hold" },
                 { "redistributed", "redistribute" },
                 { "zeroed", "zero" } };
    const struct rows what = { sql, COMPOSITE_ID, NULL, NULL, sizeof(char *), fill_flags };
    const char **flags = NULL;
    uint32_t n = 0;
    kh_status rc = rows_load(r, &r->arena, &what, (void **)&flags, &n, e);
    for (size_t i = 0; n && i < COUNT(rows); i++)
        if (has_flag(*flags, rows[i].flag))
            c->policy = rows[i].policy;
    return rc;
}

kh_status composite_cells(struct report *r, struct model *m, kh_err *e)
{
    struct model_composite *c = &m->composite;
    kh_status rc = KH_OK;
    order_boards(m);
    if (!c->domain || !c->domain->n_levels) {
        c->domain = NULL;
        return KH_OK;
    }
    c->level = &c->domain->levels[0];
    rc = load_policy(r, c, e);
    if (!rc)
        rc = load_cells(r, c, e);
    bool is_ranked = m->n_boards && m->boards[0].is_composite;
    if (!rc && !is_ranked && !c->domain->fault)
        rc = add_board(r, m, e);
    return rc;
}
