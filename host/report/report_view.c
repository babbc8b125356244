/* SPDX-License-Identifier: Apache-2.0 */
/* report_view.c - see report_view.h. */
#include "report/report_view.h"
#include "report/report_rows.h"

static const char nodes_sql[] =
    "SELECT node, " BY_LANG("node_name") ", depth, kind, indicator, unit, state, numerator,"
                                         " denominator, samples, value, score, \"full\","
                                         " weight, weight_used, contribution, flags"
                                         " FROM score WHERE run = ?1 AND domain = ?3"
                                         " AND level = ?4 AND subject = ?5 ORDER BY seq";

static const char reasons_sql[] = "SELECT indicator, ifnull((SELECT " BY_LANG(
    "node_name") " FROM score s WHERE s.run = ?1 AND s.domain = ?3 AND s.level = ?4"
                 " AND s.subject = ?5 AND s.indicator = o.indicator ORDER BY seq LIMIT"
                 " 1), indicator), rule, effect, count FROM reason o WHERE run = ?1"
                 " AND domain = ?3 AND level = ?4 AND subject = ?5"
                 " ORDER BY indicator, rule, seq";

static const char outcomes_sql[] = "SELECT kind, group_concat(value, ', '), " BY_LANG(
    "value_name") ", reason FROM (SELECT"
                  " * FROM outcome WHERE run = ?1 AND domain = ?3 AND level = ?4 AND "
                  "subject = ?5"
                  " ORDER BY seq) GROUP BY kind, reason, CASE kind WHEN 'veto' THEN "
                  "value_name_zh ELSE"
                  " value END ORDER BY min(seq)";

static void fill_node(struct row *w, void *item)
{
    struct view_node *n = item;
    n->node = row_text(w);
    n->name = row_text(w);
    n->depth = row_int(w);
    n->kind = row_text(w);
    n->indicator = row_text(w);
    n->unit = row_text(w);
    n->state = row_text(w);
    n->numerator = row_text(w);
    n->denominator = row_text(w);
    n->samples = row_text(w);
    n->value = row_text(w);
    n->score = row_text(w);
    n->full = row_text(w);
    n->weight = row_text(w);
    n->weight_used = row_text(w);
    n->contribution = row_text(w);
    n->flags = row_text(w);
}

static void fill_reason(struct row *w, void *item)
{
    struct view_reason *o = item;
    o->indicator = row_text(w);
    o->name = row_text(w);
    o->rule = row_text(w);
    o->effect = row_text(w);
    o->count = row_int(w);
}

static void fill_outcome(struct row *w, void *item)
{
    struct view_outcome *o = item;
    o->kind = row_text(w);
    o->value = row_text(w);
    o->value_name = row_text(w);
    o->reason = row_text(w);
}

void view_init(struct view *v)
{
    *v = (struct view){ .nodes = NULL };
    arena_init(&v->arena, 0);
}

kh_status view_load(struct view *v, const struct report *r, const char *domain,
                    const char *level, const char *subject, kh_err *e)
{
    const struct {
        struct rows what;
        void **out;
        uint32_t *n;
    } lists[] = {
        { { nodes_sql, domain, level, subject, sizeof *v->nodes, fill_node },
          (void **)&v->nodes,
          &v->n_nodes },
        { { reasons_sql, domain, level, subject, sizeof *v->reasons, fill_reason },
          (void **)&v->reasons,
          &v->n_reasons },
        { { outcomes_sql, domain, level, subject, sizeof *v->outcomes, fill_outcome },
          (void **)&v->outcomes,
          &v->n_outcomes },
    };
    kh_status rc = KH_OK;
    arena_end(&v->arena);
    for (size_t i = 0; !rc && i < COUNT(lists); i++)
        rc = rows_load(r, &v->arena, &lists[i].what, lists[i].out, lists[i].n, e);
    return rc;
}

void view_end(struct view *v)
{
    arena_end(&v->arena);
}
