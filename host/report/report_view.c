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
    "value_name") ", CASE kind WHEN "
                  "'award' THEN "
                  "ifnull(("
                  "SELECT " BY_LANG("board_name") " FR"
                                                  "OM "
                                                  "ran"
                                                  "kin"
                                                  "g "
                                                  "k "
                                                  "WHE"
                                                  "RE "
                                                  "k."
                                                  "run"
                                                  " = "
                                                  "?1 "
                                                  "AND"
                                                  " k."
                                                  "boa"
                                                  "rd "
                                                  "= "
                                                  "rea"
                                                  "son"
                                                  " LI"
                                                  "MIT"
                                                  " 1)"
                                                  ", "
                                                  "rea"
                                                  "son"
                                                  ") "
                                                  "ELS"
                                                  "E "
                                                  "rea"
                                                  "son"
                                                  " EN"
                                                  "D "
                                                  "FRO"
                                                  "M "
                                                  "(SE"
                                                  "LEC"
                                                  "T"
                                                  " * "
                                                  "FRO"
                                                  "M "
                                                  "out"
                                                  "com"
                                                  "e "
                                                  "WHE"
                                                  "RE "
                                                  "run"
                                                  " = "
                                                  "?1 "
                                                  "AND"
                                                  " do"
                                                  "mai"
                                                  "n "
                                                  "= "
                                                  "?3 "
                                                  "AND"
                                                  " le"
                                                  "vel"
                                                  " = "
                                                  "?4 "
                                                  "AND"
                                                  " "
                                                  "sub"
                                                  "jec"
                                                  "t "
                                                  "= "
                                                  "?5"
                                                  " OR"
                                                  "DER"
                                                  " BY"
                                                  " se"
                                                  "q) "
                                                  "GRO"
                                                  "UP "
                                                  "BY "
                                                  "kin"
                                                  "d, "
                                                  "rea"
                                                  "son"
                                                  ", "
                                                  "CAS"
                                                  "E "
                                                  "kin"
                                                  "d "
                                                  "WHE"
                                                  "N "
                                                  "'ve"
                                                  "to'"
                                                  " TH"
                                                  "EN "
                                                  "val"
                                                  "ue_"
                                                  "nam"
                                                  "e_"
                                                  "zh "
                                                  "ELS"
                                                  "E"
                                                  " va"
                                                  "lue"
                                                  " EN"
                                                  "D "
                                                  "ORD"
                                                  "ER "
                                                  "BY "
                                                  "min"
                                                  "(se"
                                                  "q)";

static const char plates_sql[] =
    "SELECT month, plate, cause, access FROM (SELECT d.month, p.plate, p.cause, p.access"
    " FROM domain d CROSS JOIN plate p ON p.run = d.run AND p.domain = d.domain AND p.level"
    " = ?4 AND p.subject = ?5 WHERE d.domain = ?3 AND d.carried = 0 AND d.month <= (SELECT"
    " month FROM domain WHERE run = ?1 AND domain = ?3) AND d.run = (SELECT max(c.run)"
    " FROM domain c WHERE c.domain = ?3 AND c.month = d.month AND c.fault IS NULL AND"
    " c.carried = 0 AND c.run <= ?1) ORDER BY d.month DESC LIMIT 12) ORDER BY month";

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

static void fill_plate(struct row *w, void *item)
{
    struct view_plate *o = item;
    o->month = row_text(w);
    o->plate = row_text(w);
    o->cause = row_text(w);
    o->access = row_text(w);
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
        { { plates_sql, domain, level, subject, sizeof *v->plates, fill_plate },
          (void **)&v->plates,
          &v->n_plates },
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
