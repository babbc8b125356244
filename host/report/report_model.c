/* SPDX-License-Identifier: Apache-2.0 */
/* report_model.c - boards and domains; their levels are read by report_levels.c. */
#include "report/report_model.h"

#include "report/report_levels.h"
#include "report/report_parts.h"
#include "report/report_rows.h"
#include "report/report_words.h"

#include <string.h>

static void fill_domain(struct row *w, void *item)
{
    struct model_domain *d = item;
    d->id = row_text(w);
    d->name = row_text(w);
    d->plugin = row_text(w);
    d->plugin_version = row_text(w);
    d->scheme = row_text(w);
    d->params = row_text(w);
    d->month = row_text(w);
    d->from = row_text(w);
    d->to = row_text(w);
    d->carried = row_int(w);
    d->fault = row_text_or_null(w);
    d->n_rejected = row_int(w);
}

static const struct rows domain_rows = {
    "SELECT domain, " BY_LANG(
        "name") ", plugin, plugin_version, scheme, params, month, from_day,"
                " to_day, carried, fault, (SELECT count(*) FROM reject j WHERE j.run = "
                "d.run AND"
                " j.domain = d.domain) FROM domain d WHERE run = ?1 ORDER BY domain",
    NULL,
    NULL,
    NULL,
    sizeof(struct model_domain),
    fill_domain
};

static void fill_count(struct row *w, void *item)
{
    struct model_count *c = item;
    c->level = row_text(w);
    c->kind = row_text(w);
    c->value = row_text(w);
    c->value_name = row_text(w);
    c->n = row_int(w);
}

static void fill_outcome(struct row *w, void *item)
{
    struct model_outcome *o = item;
    o->level = row_text(w);
    o->subject = row_text(w);
    o->name = row_text(w);
    o->kind = row_text(w);
    o->value = row_text(w);
    o->value_name = row_text(w);
    o->reason = row_text(w);
}

static void fill_input(struct row *w, void *item)
{
    struct model_input *i = item;
    i->dataset = row_text(w);
    i->files = row_text(w);
    i->missing = row_int(w);
    i->rows = row_int(w);
    i->outside = row_int(w);
    i->revised = row_int(w);
    i->skipped = row_int(w);
    i->rejected = row_int(w);
}

static void fill_owed(struct row *w, void *item)
{
    struct model_owed *o = item;
    o->dataset = row_text(w);
    o->level = row_text(w);
    o->unit = row_text(w);
}

static void fill_order(struct row *w, void *item)
{
    struct model_order *o = item;
    o->level = row_text(w);
    o->subject = row_text(w);
    o->name = row_text(w);
    o->node = row_text(w);
    o->node_name = row_text(w);
    o->score = row_text(w);
    o->full = row_text(w);
    o->threshold = row_text(w);
    o->owner = row_text(w);
    o->due = row_text(w);
    o->opened = row_text(w);
    o->state = row_text(w);
    o->checked_score = row_text(w);
    o->is_open = !strcmp(o->state, "open") || !strcmp(o->state, "escalated");
}

static void fill_reject(struct row *w, void *item)
{
    struct model_reject *j = item;
    j->dataset = row_text(w);
    j->file = row_text(w);
    j->line = row_int(w);
    j->column = row_text(w);
    j->reason = arena_text(w->arena, words_reject(w->r->words, row_text(w)));
    w->failed = w->failed || !j->reason;
    j->text = row_text(w);
}

/* Several actions of one veto on one subject are one line. */
static const char outcomes_sql[] =
    "SELECT level, subject, subject_name, kind, group_concat(value, ', '),"
    " " BY_LANG("value_name") ", CASE kind WHEN 'award' THEN ifnull((SELECT " BY_LANG(
        "board_name") " FROM ranking k WHERE k.run = ?1 AND k.board = reason LIMIT 1), "
                      "reason) ELSE reason END FROM (SELECT * FROM outcome WHERE run = ?1 "
                      "AND"
                      " domain = ?3 AND kind NOT IN ('grade', 'plate') ORDER BY seq) o"
                      " GROUP BY level, subject, kind, reason, CASE kind WHEN 'veto' THEN "
                      "value_name_zh ELSE"
                      " value END ORDER BY CASE kind WHEN 'veto' THEN 0 WHEN 'access' THEN "
                      "1 WHEN 'ticket'"
                      " THEN 3 WHEN 'settlement' THEN 4 ELSE 2 END, kind, (SELECT -v.seq "
                      "FROM level v WHERE v.run = "
                      "?1 AND v.domain ="
                      " ?3 AND v.level = o.level), min(seq)";

/* What a domain has beside its levels. */
static kh_status load_parts(struct report *r, struct model_domain *d, kh_err *e)
{
    const struct {
        const char *sql;
        size_t size;
        row_fn fill;
        void **out;
        uint32_t *n;
    } parts[] = {
        { "SELECT level, kind, value, " BY_LANG(
              "value_name") ", count(*) FROM outcome o"
                            " WHERE run = ?1 AND domain = ?3 AND kind IN ('grade', "
                            "'plate', 'access', 'award')"
                            " GROUP BY level, kind, value ORDER BY (SELECT -v.seq FROM "
                            "level v WHERE v.run = ?1"
                            " AND v.domain = ?3 AND v.level = o.level), kind, CASE value "
                            "WHEN 'green' THEN 0"
                            " WHEN 'yellow' THEN 1 WHEN 'red' THEN 2 ELSE 3 END, (SELECT "
                            "min(k.seq) FROM"
                            " ranking k WHERE k.run = ?1 AND k.grade = o.value), value",
          sizeof *d->counts, fill_count, (void **)&d->counts, &d->n_counts },
        { outcomes_sql, sizeof *d->outcomes, fill_outcome, (void **)&d->outcomes,
          &d->n_outcomes },
        { "SELECT dataset, (SELECT group_concat(name, ', ') FROM (SELECT name FROM input i"
          " WHERE i.run = t.run AND i.domain = t.domain AND i.dataset = t.dataset"
          " ORDER BY seq)), missing, rows, outside, revised, skipped, rejected"
          " FROM dataset t WHERE run = ?1 AND domain = ?3 ORDER BY dataset",
          sizeof *d->inputs, fill_input, (void **)&d->inputs, &d->n_inputs },
        { "SELECT dataset, level, ifnull((SELECT s.subject_name FROM score s WHERE s.run ="
          " ?1 AND s.domain = ?3 AND s.level = o.level AND s.subject = o.unit LIMIT 1),"
          " unit) FROM delivery o WHERE run = ?1 AND domain = ?3 AND NOT delivered"
          " ORDER BY dataset, level, unit",
          sizeof *d->owed, fill_owed, (void **)&d->owed, &d->n_owed },
        { "SELECT level, subject, subject_name, node, " BY_LANG(
              "node_name") ", score,"
                           " \"full\", threshold, owner, due, opened, state, checked_score "
                           "FROM improvement WHERE run = "
                           "?1"
                           " AND domain = ?3 ORDER BY seq",
          sizeof *d->orders, fill_order, (void **)&d->orders, &d->n_orders },
        { "SELECT dataset, file, line, \"column\", reason, text FROM reject WHERE run = ?1"
          " AND domain = ?3 ORDER BY dataset, file, line, \"column\", reason, text LIMIT "
          "20",
          sizeof *d->rejects, fill_reject, (void **)&d->rejects, &d->n_rejects },
    };
    kh_status rc = KH_OK;
    for (size_t i = 0; !rc && i < COUNT(parts); i++) {
        const struct rows what = { parts[i].sql, d->id,         NULL,
                                   NULL,         parts[i].size, parts[i].fill };
        rc = rows_load(r, &r->arena, &what, parts[i].out, parts[i].n, e);
    }
    return rc;
}

static void fill_board(struct row *w, void *item)
{
    struct model_board *b = item;
    b->id = row_text(w);
    b->name = row_text(w);
    b->domain = row_text(w);
    b->level = row_text(w);
    b->full = row_text(w);
}

static const struct rows board_rows = {
    "SELECT board, " BY_LANG(
        "board_name") ", domain, level, ifnull((SELECT s.\"full\""
                      " FROM score s WHERE s.run = ?1 AND s.domain = k.domain AND s.level "
                      "= k.level"
                      " AND s.node = k.node AND s.\"full\" IS NOT NULL LIMIT 1), '100')"
                      " FROM ranking k WHERE run = ?1 GROUP BY board ORDER BY min(seq)",
    NULL,
    NULL,
    NULL,
    sizeof(struct model_board),
    fill_board
};

static void fill_rank(struct row *w, void *item)
{
    struct model_rank *k = item;
    k->group = row_text(w);
    k->subject = row_text(w);
    k->name = row_text(w);
    k->state = row_text(w);
    k->score = row_text(w);
    k->rank = row_int(w);
    k->grade = row_text(w);
    k->grade_name = row_text(w);
    k->previous_score = row_text(w);
    k->previous_rank = row_int(w);
}

static kh_status load_ranks(struct report *r, struct model_board *b, kh_err *e)
{
    const struct rows what = {
        "SELECT \"group\", subject, subject_name, state, score, rank, grade, " BY_LANG(
            "grade_name") ", previous_score, previous_rank FROM ranking WHERE run = ?1"
                          " AND board = ?3 ORDER BY seq",
        b->id,
        NULL,
        NULL,
        sizeof *b->ranks,
        fill_rank
    };
    kh_status rc = rows_load(r, &r->arena, &what, (void **)&b->ranks, &b->n_ranks, e);
    for (uint32_t i = 0; i < b->n_ranks; i++) {
        b->has_groups |= *b->ranks[i].group;
        b->has_grades |= *b->ranks[i].grade;
        b->has_previous |= b->ranks[i].previous_rank || *b->ranks[i].previous_score;
    }
    return rc;
}

kh_status model_load(struct report *r, struct model *m, kh_err *e)
{
    *m = (struct model){ .day = "", .composite = { .policy = "" } };
    kh_status rc =
        rows_load(r, &r->arena, &board_rows, (void **)&m->boards, &m->n_boards, e);
    for (uint32_t i = 0; !rc && i < m->n_boards; i++)
        rc = load_ranks(r, &m->boards[i], e);
    if (!rc)
        rc = rows_load(r, &r->arena, &domain_rows, (void **)&m->domains, &m->n_domains, e);
    if (!rc)
        rc = composite_columns(r, m, e);
    for (uint32_t i = 0; !rc && i < m->n_domains; i++) {
        struct model_domain *d = &m->domains[i];
        rc = load_parts(r, d, e);
        if (!rc)
            rc = levels_load(r, d, e);
        d->is_missing = d->carried;
        for (uint32_t k = 0; k < d->n_levels; k++)
            d->is_missing = d->is_missing && !d->levels[k].n_subjects;
        d->carried = d->carried && !d->is_missing;
        if (!d->carried && !d->is_missing && strcmp(d->to, m->day) > 0)
            m->day = d->to;
    }
    if (!rc)
        rc = composite_cells(r, m, e);
    if (!rc)
        rc = chapters_load(r, m, e);
    return rc ? rc : tally_load(r, m, e);
}
