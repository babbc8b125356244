/* SPDX-License-Identifier: Apache-2.0 */
/* declared_consume.c - rows into a state.
 *
 * First all expressions of a row are run and what each measure would take is noted; then,
 * if nothing was wrong with the row, all of it is taken.
 *
 *  R2   A row counts in a measure if `where` is true, not if it is missing; one whose `of`
 *       is missing is not folded.
 *  R5   A row for which `reject` is true, or whose key a reference with unknown = "reject"
 *       lacks, is a reject.
 *  R6   An item that the catalogue lacks, or a negative count of it, is a reject. */
#include "declared_state.h"

enum { WHY_BYTES = 200 };

typedef struct taker {
    state *s;
    declared_row row;
    ex_row run;
    uint32_t column;     /* at fault */
    char why[WHY_BYTES]; /* "" = the row is fine */
} taker;

/* 0: does not count, or a reject. */
static int holds(taker *t, const ex_program *p, const char *what, const char *name)
{
    if (!p->len)
        return 1;
    ex_value v = ex_run(p, &t->run);
    if (v.state == EX_OVERFLOW)
        snprintf(t->why, sizeof t->why,
                 "%s '%.63s': at column %lld of its condition the value leaves 64 bits",
                 what, name, (long long)v.i);
    return ex_is_true(&v);
}

static int value_of(taker *t, const ex_program *p, const char *what, const char *name,
                    ex_value *v)
{
    *v = ex_run(p, &t->run);
    if (v->state == EX_OVERFLOW)
        snprintf(t->why, sizeof t->why,
                 "%s '%.63s': at column %lld of its expression the value leaves 64 bits",
                 what, name, (long long)v->i);
    return v->state == EX_KNOWN;
}

/* The value of a column, or `none`. */
static int64_t id_of(const taker *t, uint32_t column, int64_t none)
{
    ex_value v;
    if (!column)
        return none;
    cell_of(&t->row.d->column[column - 1], &t->row.b->col[column - 1], t->row.row, &v);
    return v.state ? none : v.i;
}

static void take_end(const taker *t, const measure *m, pending *p, const ex_value *v)
{
    int64_t time = id_of(t, m->by, INT64_MIN);
    p->is_due = time != INT64_MIN;
    p->v[1] = time;
    p->v[2] = v->i;
}

/* An interval within the window; all of it if the window is all dates. */
static void take_interval(const taker *t, const measure *m, pending *p)
{
    int64_t from = id_of(t, t->row.d->when, INT64_MAX);
    int64_t to = id_of(t, t->row.d->until, INT64_MAX);
    from = from > t->s->from ? from : t->s->from;
    to = to < t->s->to ? to : t->s->to;
    p->is_due = from < to && to != INT64_MAX;
    p->v[1] = id_of(t, m->by, ID_NONE);
    p->v[2] = from;
    p->v[3] = to;
}

/* R6 */
static void take_occurrence(taker *t, const measure *m, pending *p)
{
    const catalogue *k = &t->s->c->catalogue[m->catalogue];
    ex_value text, times = { .i = 1 };
    cell_of(&t->row.d->column[m->by - 1], &t->row.b->col[m->by - 1], t->row.row, &text);
    if (text.state)
        return;
    uint32_t lo = 0, hi = k->items;
    int order = 1;
    while (order && lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        size_t n = strlen(k->item[mid].item);
        size_t least = n < text.len ? n : text.len;
        order = memcmp(text.s, k->item[mid].item, least);
        order = order ? order : (text.len > n) - (text.len < n);
        if (order > 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (order) {
        t->column = m->by - 1;
        snprintf(t->why, sizeof t->why, "\"%.*s\" is no item of catalogue '%.63s'",
                 (int)(text.len < 80 ? text.len : 80), text.len ? text.s : "", k->id);
        kh_cut_text(t->why);
        return;
    }
    if (*m->section && strcmp(k->item[hi].section, m->section) != 0)
        return;
    if (m->of.len && !value_of(t, &m->of, "measure", m->name, &times))
        return;
    if (times.i < 0) {
        t->column = m->by - 1;
        snprintf(t->why, sizeof t->why, "measure '%.63s': an item counts less than 0 times",
                 m->name);
        return;
    }
    p->is_due = 1;
    p->v[1] = hi;
    p->v[2] = id_of(t, m->once, ID_NONE);
    p->v[3] = times.i;
}

static void take_mark(taker *t, const measure *m, pending *p, const ex_value *v)
{
    ex_value factor = { .i = 1 };
    int64_t judge = id_of(t, m->judge, ID_NONE);
    if (judge == ID_NONE ||
        (m->factor.len && !value_of(t, &m->factor, "measure", m->name, &factor)))
        return;
    p->is_due = 1;
    p->v[1] = id_of(t, m->by, ID_NONE);
    p->v[2] = judge;
    p->v[3] = v->i;
    p->v[4] = factor.i;
}

/* The index of a choice's label. */
static int64_t label_of(const char *const *labels, const ex_value *v)
{
    int64_t i = 0;
    while (labels[i] && (strlen(labels[i]) != v->len || memcmp(labels[i], v->s, v->len)))
        i++;
    return i;
}

static void take_measure(taker *t, const measure *m, pending *p)
{
    ex_value v = { 0 };
    p->is_due = 0;
    if (!holds(t, &m->where, "measure", m->name) || *t->why) /* R2 */
        return;
    if (m->fold == FOLD_COVERED) {
        take_interval(t, m, p);
        return;
    }
    if (m->fold == FOLD_OCC) {
        take_occurrence(t, m, p);
        return;
    }
    if (m->of.len && !value_of(t, &m->of, "measure", m->name, &v))
        return;
    p->is_due = 1;
    p->v[1] = v.i;
    if (m->fold == FOLD_FIRST || m->fold == FOLD_LAST)
        take_end(t, m, p, &v);
    else if (m->fold == FOLD_PANEL) {
        p->is_due = 0;
        take_mark(t, m, p, &v);
    } else if (m->fold == FOLD_DISTINCT && m->of.type == EX_TEXT)
        p->v[1] = label_of(m->of.labels, &v);
    else if (m->of.type == EX_CONDITION)
        p->v[1] = v.i != 0;
}

static void take_table(taker *t, const table *x, pending *p)
{
    ex_value v = { 0 };
    const char *name = t->s->c->ledger[x->ledger].name;
    p->is_due = 0;
    if (!holds(t, &x->where, "table", name) || *t->why)
        return;
    if (x->of.len && !value_of(t, &x->of, "table", name, &v) && *t->why)
        return;
    p->is_due = 1;
    for (uint32_t k = 0; k < x->n_by; k++)
        p->v[k + 1] = id_of(t, x->by[k], x->none[k]);
    p->v[x->n_by + 1] = v.i;
}

/* Note what the row gives to everything of its dataset. */
static void note_row(taker *t)
{
    state *s = t->s;
    const declared *c = s->c;
    t->column = UINT32_MAX; /* the row as a whole */
    *t->why = 0;
    t->row.unknown = NULL;
    if (t->row.d->reject.len && holds(t, &t->row.d->reject, "dataset", t->row.d->id))
        snprintf(t->why, sizeof t->why, "dataset '%.63s' rejects such rows by `reject`",
                 t->row.d->id); /* R5 */
    for (uint32_t k = 0; !*t->why && k < c->measures; k++)
        if (c->measure[k].dataset == t->row.b->dataset)
            take_measure(t, &c->measure[k], &s->pending[k]);
    for (uint32_t k = 0; !*t->why && k < c->tables; k++)
        if (c->table[k].dataset == t->row.b->dataset)
            take_table(t, &c->table[k], &s->pending[c->measures + k]);
    if (!*t->why && t->row.unknown) {
        t->column = t->row.unknown_at;
        snprintf(t->why, sizeof t->why, "dataset '%.63s' has no row for its key",
                 t->row.unknown->id);
    }
}

static kh_status add_to_measure(state *s, uint32_t k, uint32_t subject, kh_err *e)
{
    const measure *m = &s->c->measure[k];
    pending *p = &s->pending[k];
    p->v[0] = 1;
    kh_status rc = state_fold(m, s->sum + (size_t)subject * s->c->slots + m->slot, p->v, e);
    if (rc || m->ledger < 0)
        return rc;
    kh_ledger *l = &s->ledger[m->ledger];
    p->v[0] = subject;
    p->v[l->kind->keys] = 1; /* how many such rows */
    return kh_ledger_add(l, p->v, e);
}

static kh_status add_row(state *s, const kh_batch *b, uint32_t subject, kh_err *e)
{
    const declared *c = s->c;
    kh_status rc = KH_OK;
    for (uint32_t k = 0; !rc && k < c->measures; k++)
        if (c->measure[k].dataset == b->dataset && s->pending[k].is_due)
            rc = add_to_measure(s, k, subject, e);
    for (uint32_t k = 0; !rc && k < c->tables; k++) {
        pending *p = &s->pending[c->measures + k];
        const table *x = &c->table[k];
        if (x->dataset != b->dataset || !p->is_due)
            continue;
        int64_t row[BY_MAX + 3] = { subject };
        memcpy(row + 1, p->v + 1, x->n_by * sizeof *row);
        row[x->n_by + 1] = 1;
        row[x->n_by + 2] = p->v[x->n_by + 1];
        rc = kh_ledger_add(&s->ledger[x->ledger], row, e);
    }
    return rc;
}

kh_status declared_consume(void *st, const kh_batch *b, kh_err *e)
{
    state *s = st;
    const declared *c = s->c;
    taker t = { .s = s, .row = { .c = c, .d = &c->dataset[b->dataset], .b = b } };
    t.run = (ex_row){ &t.row, declared_load, &c->calendar, s->from, s->to };
    kh_status rc = kh_stopping(c->host) ? kh_fail(e, KH_ECANCEL, "stopped") : KH_OK;
    if (!rc)
        rc = state_grow(s, b->space_len[SUBJECT_SPACE], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        t.row.row = i;
        note_row(&t);
        if (*t.why)
            kh_reject(c->host, b, i, t.column, t.why);
        else
            rc = add_row(s, b, kh_key(&b->col[SUBJECT_COLUMN], i), e);
    }
    return rc;
}
