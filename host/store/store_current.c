/* SPDX-License-Identifier: Apache-2.0 */
/* store_current.c - the current result of a whole domain, to be carried into a run. */
#include "store/store_inside.h"

#include "base/lang.h"

#include <string.h>

struct loading {
    struct store *s;
    struct arena *a;
    const struct conf_domain *d;
    int64_t run;
    struct scored_domain *out;
    kh_err *e;
};

/* ---- Level by level ------------------------------------------------------ */

static void begin(struct loading *l, struct get *g, const char *sql, const char *level)
{
    get_open(g, l->s, l->a, sql, l->e);
    get_with_int(g, l->run);
    get_with_text(g, l->d->id);
    if (level)
        get_with_text(g, level);
}

static void read_row(struct get *g, struct scored_row *r)
{
    r->subject = get_text(g);
    r->subject_name = get_text(g);
    r->node = get_text(g);
    r->node_name = get_name(g);
    r->depth = (uint32_t)get_int(g);
    r->kind = get_text(g);
    r->indicator = get_text(g);
    r->unit = get_text(g);
    r->state = get_text(g);
    r->has_ratio = !get_is_null(g);
    r->numerator = get_int(g);
    r->denominator = get_int(g);
    r->has_samples = !get_is_null(g);
    r->samples = get_int(g);
    r->value = get_exact(g);
    r->score = get_exact(g);
    r->full = get_exact(g);
    r->weight = get_exact(g);
    r->weight_used = get_exact(g);
    r->contribution = get_exact(g);
    r->flags = get_text(g);
}

static kh_status load_rows(struct loading *l, const char *level, uint32_t *cap)
{
    struct scored_domain *out = l->out;
    struct get g;
    begin(l, &g,
          "SELECT subject, subject_name, node, node_name_zh, node_name_en, depth, kind,"
          " indicator, unit, state, numerator, denominator, samples, value, value_x, score,"
          " score_x, \"full\", full_x, weight, weight_x, weight_used, weight_used_x,"
          " contribution, contribution_x, trim(CASE WHEN ' ' || flags || ' ' LIKE '% "
          "carried %' THEN flags"
          " ELSE flags || ' carried' END) FROM score"
          " WHERE run = ? AND domain = ? AND level = ? ORDER BY seq",
          level);
    while (get_row(&g)) {
        struct scored_row *r =
            get_push(&g, (void **)&out->rows, &out->n_rows, cap, sizeof *r);
        if (!r)
            break;
        r->level = level;
        read_row(&g, r);
    }
    return get_close(&g);
}

/* Without grades, awards and shares: boards give those anew. */
static kh_status load_outcomes(struct loading *l, const char *level, uint32_t *cap)
{
    struct scored_domain *out = l->out;
    struct get g;
    begin(l, &g,
          "SELECT subject, subject_name, kind, value, value_name_zh, value_name_en, reason"
          " FROM outcome WHERE run = ? AND domain = ? AND level = ?"
          " AND kind NOT IN ('grade', 'award', 'share') ORDER BY seq",
          level);
    while (get_row(&g)) {
        struct scored_outcome *o =
            get_push(&g, (void **)&out->outcomes, &out->n_outcomes, cap, sizeof *o);
        if (!o)
            break;
        o->level = level;
        o->subject = get_text(&g);
        o->subject_name = get_text(&g);
        o->kind = get_text(&g);
        o->value = get_text(&g);
        o->value_name = get_name(&g);
        o->reason = get_text(&g);
    }
    return get_close(&g);
}

static kh_status load_reasons(struct loading *l, const char *level, uint32_t *cap)
{
    struct scored_domain *out = l->out;
    struct get g;
    begin(l, &g,
          "SELECT subject, indicator, rule, count, effect, effect_x FROM reason"
          " WHERE run = ? AND domain = ? AND level = ? ORDER BY seq",
          level);
    while (get_row(&g)) {
        struct scored_reason *r =
            get_push(&g, (void **)&out->reasons, &out->n_reasons, cap, sizeof *r);
        if (!r)
            break;
        r->level = level;
        r->subject = get_text(&g);
        r->indicator = get_text(&g);
        r->rule = get_text(&g);
        r->count = get_int(&g);
        r->effect = get_exact(&g);
    }
    return get_close(&g);
}

static kh_status load_plates(struct loading *l, const char *level, uint32_t *cap)
{
    struct scored_domain *out = l->out;
    struct get g;
    begin(l, &g,
          "SELECT subject, own, plate, cause, access, exit_veto FROM plate"
          " WHERE run = ? AND domain = ? AND level = ? ORDER BY subject",
          level);
    while (get_row(&g)) {
        struct scored_plate *p =
            get_push(&g, (void **)&out->plates, &out->n_plates, cap, sizeof *p);
        if (!p)
            break;
        p->level = level;
        p->subject = p->subject_name = get_text(&g);
        p->own = get_text(&g);
        p->plate = get_text(&g);
        p->cause = get_text(&g);
        p->access = get_text(&g);
        p->exit_veto = get_text(&g);
        p->score = "";
    }
    return get_close(&g);
}

static kh_status load_texts(struct loading *l, const char *level, uint32_t *cap)
{
    struct scored_domain *out = l->out;
    struct get g;
    begin(l, &g,
          "SELECT subject, \"column\", text FROM subject_column"
          " WHERE run = ? AND domain = ? AND level = ? ORDER BY seq",
          level);
    while (get_row(&g)) {
        struct scored_column *c =
            get_push(&g, (void **)&out->columns, &out->n_columns, cap, sizeof *c);
        if (!c)
            break;
        c->level = level;
        c->subject = get_text(&g);
        c->column = get_text(&g);
        c->text = get_text(&g);
    }
    return get_close(&g);
}

/* Level by level as configured now, whatever the order when the result was made. */
static kh_status load_levels(struct loading *l)
{
    uint32_t rows = 0, outcomes = 0, reasons = 0, plates = 0, texts = 0;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < l->d->n_levels; i++) {
        const struct conf_level *level = &l->d->levels[i];
        if (level->scored)
            rc = load_rows(l, level->id, &rows);
        if (!rc && level->scored)
            rc = load_outcomes(l, level->id, &outcomes);
        if (!rc && level->scored)
            rc = load_reasons(l, level->id, &reasons);
        if (!rc && level->scored)
            rc = load_plates(l, level->id, &plates);
        if (!rc && level->scored)
            rc = load_texts(l, level->id, &texts);
    }
    return rc;
}

/* ---- Tables -------------------------------------------------------------- */

static kh_status load_columns(struct loading *l, struct scored_table *t)
{
    struct get g;
    uint32_t cap = 0;
    get_open(
        &g, l->s, l->a,
        "SELECT j.value FROM domain_table t, json_each(t.columns) j WHERE t.run = ? AND"
        " t.domain = ? AND t.name = ? ORDER BY j.key",
        l->e);
    get_with_int(&g, l->run);
    get_with_text(&g, l->d->id);
    get_with_text(&g, t->name);
    while (get_row(&g)) {
        const char **at =
            get_push(&g, (void **)&t->column, &t->n_columns, &cap, sizeof *t->column);
        if (!at)
            break;
        *at = get_text(&g);
    }
    return get_close(&g);
}

static struct scored_table_row *next_row(struct get *g, struct scored_table *t,
                                         uint32_t *cap)
{
    struct scored_table_row *r = get_push(g, (void **)&t->rows, &t->n_rows, cap, sizeof *r);
    if (!r)
        return NULL;
    r->level = get_text(g);
    r->subject = get_text(g);
    r->cell = arena_array(g->arena, (size_t)t->n_columns + 1, sizeof *r->cell);
    if (!r->cell && !g->rc)
        g->rc = kh_fail(g->e, KH_ENOMEM, _("no memory for a table's row"));
    for (uint32_t i = 0; r->cell && i < t->n_columns; i++)
        r->cell[i] = "";
    return r;
}

static bool is_level(const struct conf_domain *d, const char *level)
{
    for (uint32_t i = 0; i < d->n_levels; i++)
        if (!strcmp(d->levels[i].id, level))
            return true;
    return false;
}

/* Levels that the configuration does not know any more are left behind. */
static void keep_levels(const struct conf_domain *d, struct scored_table *t)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].level && is_level(d, t->rows[i].level))
            t->rows[kept++] = t->rows[i];
    t->n_rows = kept;
}

/* One line per cell, the row's number and the cell's first. */
static kh_status load_table_rows(struct loading *l, struct scored_table *t)
{
    struct get g;
    uint32_t cap = 0;
    int64_t last = -1;
    struct scored_table_row *r = NULL;
    begin(l, &g,
          "SELECT r.seq, r.level, r.subject, j.key, j.value FROM domain_row r,"
          " json_each(r.cells) j WHERE r.run = ? AND r.domain = ? AND r.name = ?"
          " ORDER BY r.seq, j.key",
          t->name);
    while (get_row(&g)) {
        int64_t seq = get_int(&g);
        if (seq != last)
            r = next_row(&g, t, &cap);
        if (!r || !r->cell)
            break;
        last = seq;
        g.column = 3;
        int64_t at = get_int(&g);
        if (at >= 0 && at < t->n_columns)
            r->cell[at] = get_text(&g);
    }
    keep_levels(l->d, t);
    return get_close(&g);
}

static kh_status load_tables(struct loading *l)
{
    struct scored_domain *out = l->out;
    struct get g;
    uint32_t cap = 0;
    begin(l, &g,
          "SELECT name, doc FROM domain_table WHERE run = ? AND domain = ? ORDER BY rowid",
          NULL);
    while (get_row(&g)) {
        struct scored_table *t =
            get_push(&g, (void **)&out->tables, &out->n_tables, &cap, sizeof *t);
        if (!t)
            break;
        t->name = get_text(&g);
        t->doc = get_text(&g);
    }
    kh_status rc = get_close(&g);
    for (uint32_t i = 0; !rc && i < out->n_tables; i++) {
        rc = load_columns(l, &out->tables[i]);
        if (!rc)
            rc = load_table_rows(l, &out->tables[i]);
    }
    return rc;
}

/* ---- The whole ----------------------------------------------------------- */

static bool is_scored(const struct conf_domain *d, const char *level)
{
    for (uint32_t i = 0; i < d->n_levels; i++)
        if (!strcmp(d->levels[i].id, level))
            return d->levels[i].scored;
    return false;
}

/* Levels that the configuration does not score any more are left behind. */
static kh_status note_dropped(struct loading *l)
{
    struct scored_domain *out = l->out;
    struct get g;
    uint32_t cap = 0;
    begin(l, &g,
          "SELECT DISTINCT level FROM score WHERE run = ? AND domain = ? ORDER BY level",
          NULL);
    while (get_row(&g)) {
        const char *level = get_text(&g);
        if (!level || is_scored(l->d, level))
            continue;
        const char **note =
            get_push(&g, (void **)&out->notes, &out->n_notes, &cap, sizeof *out->notes);
        if (!note)
            break;
        *note =
            arena_printf(l->a,
                         _("domain '%s': the result carried from run %lld has scores at "
                           "level '%s', which is not scored any more; they are left out"),
                         l->d->id, (long long)l->run, level);
        if (!*note && !g.rc)
            g.rc = kh_fail(g.e, KH_ENOMEM, _("no memory for what the store holds"));
    }
    return get_close(&g);
}

static kh_status load_scheme(struct loading *l)
{
    struct get g;
    begin(l, &g, "SELECT scheme, params FROM domain WHERE run = ? AND domain = ?", NULL);
    if (get_row(&g)) {
        l->out->scheme = get_text(&g);
        l->out->params = get_text(&g);
    }
    return get_close(&g);
}

kh_status store_domain(struct store *s, struct arena *a, const struct conf_domain *d,
                       int32_t month, struct scored_domain *out, bool *found, kh_err *e)
{
    struct loading l = { .s = s, .a = a, .d = d, .out = out, .e = e };
    *out = (struct scored_domain){ .conf = d, .month = month, .carried = true };
    cycle_window(&d->cycle, d->cycle.months, month, &out->from, &out->to);
    kh_status rc = store_current_run(s, a, d->id, month, &l.run, e);
    *found = !rc && l.run;
    if (rc || !l.run)
        return rc;
    rc = load_scheme(&l);
    if (!rc)
        rc = load_levels(&l);
    if (!rc)
        rc = load_tables(&l);
    return rc ? rc : note_dropped(&l);
}
