/* SPDX-License-Identifier: Apache-2.0 */
/* declared_names.c - what names in expressions stand for: columns of a row, columns of
 * reference rows joined by key, measures. */
#include "declared.h"

typedef struct row_scope {
    declared *c;
    const dataset *d;
} row_scope;

ex_operand declared_operand(const kh_field *f, uint32_t slot)
{
    static const ex_type types[] = {
        [KH_BOOL] = EX_CONDITION, [KH_I64] = EX_NUMBER, [KH_DEC] = EX_NUMBER,
        [KH_TIME] = EX_TIME,      [KH_ENUM] = EX_TEXT,  [KH_KEY] = EX_KEY,
        [KH_TEXT] = EX_TEXT
    };
    return (ex_operand){ .type = types[f->type],
                         .scale = f->scale,
                         .slot = slot,
                         .space = f->space,
                         .labels = f->labels };
}

static int32_t reference_named(const declared *c, const char *name)
{
    for (uint32_t i = 0; i < c->datasets; i++)
        if (c->dataset[i].is_reference && !strcmp(c->dataset[i].id, name))
            return (int32_t)i;
    return -1;
}

/* The only column of the row with keys of this space: 1 + index. */
static uint32_t key_of(const dataset *d, uint32_t space, uint32_t *found)
{
    uint32_t at = 0;
    *found = 0;
    for (uint32_t i = 1; i < d->columns; i++)
        if (d->column[i].type == KH_KEY && d->column[i].space == space) {
            at = i + 1;
            ++*found;
        }
    return at;
}

static int find_joined(const row_scope *s, const char *set, const char *name,
                       ex_operand *out, char *why)
{
    char near[EX_WHY];
    declared *c = s->c;
    int32_t r = reference_named(c, set);
    if (r < 0 || c->dataset[r].is_calendar) {
        snprintf(why, EX_WHY, "there is no reference dataset '%.40s'%s", set,
                 declared_near_dataset(c, near, set));
        return 0;
    }
    const dataset *d = &c->dataset[r];
    const kh_field *key = &d->column[d->key - 1];
    uint32_t column = declared_column(d, name), found;
    uint32_t from = key_of(s->d, key->space, &found);
    if (!column) {
        snprintf(why, EX_WHY, "there is no column '%.40s' in dataset '%.40s'%s", name,
                 d->id, declared_near(near, name, declared_column_name, d, d->columns));
        return 0;
    }
    if (found != 1) {
        snprintf(why, EX_WHY,
                 "%u columns of dataset '%.40s' are keys of space '%.40s'; one "
                 "is needed",
                 (unsigned)found, s->d->id, c->space[key->space]);
        return 0;
    }
    uint32_t k = 0;
    while (k < c->joins &&
           (c->join[k].from != from - 1 || c->join[k].dataset != (uint32_t)r ||
            c->join[k].column != column - 1))
        k++;
    if (k == JOINS_MAX) {
        snprintf(why, EX_WHY, "more than %d columns of reference datasets", JOINS_MAX);
        return 0;
    }
    if (k == c->joins)
        c->join[c->joins++] = (join){ from - 1, (uint32_t)r, column - 1 };
    *out = declared_operand(&d->column[column - 1], JOIN_SLOT + k);
    return 1;
}

static int find_in_row(const void *ctx, const char *set, const char *name, ex_operand *out,
                       char *why)
{
    const row_scope *s = ctx;
    char near[EX_WHY];
    if (set)
        return find_joined(s, set, name, out, why);
    uint32_t column = declared_column(s->d, name);
    if (!column) {
        snprintf(why, EX_WHY, "there is no column '%.40s' in dataset '%.40s'%s", name,
                 s->d->id,
                 declared_near(near, name, declared_column_name, s->d, s->d->columns));
        return 0;
    }
    *out = declared_operand(&s->d->column[column - 1], column - 1);
    return 1;
}

static const char *measure_name(const void *ctx, uint32_t i)
{
    return ((const declared *)ctx)->measure[i].name;
}

const char *declared_near_measure(char *out, const char *name, const declared *c)
{
    return declared_near(out, name, measure_name, c, c->measures);
}

int32_t declared_measure(const declared *c, const char *name)
{
    for (uint32_t i = 0; i < c->measures; i++)
        if (!strcmp(c->measure[i].name, name))
            return (int32_t)i;
    return -1;
}

static int find_measure(const void *ctx, const char *set, const char *name, ex_operand *out,
                        char *why)
{
    const declared *c = ctx;
    char near[EX_WHY];
    int32_t i = set ? -1 : declared_measure(c, name);
    if (i < 0) {
        snprintf(why, EX_WHY, "there is no measure '%.40s'%s", set ? set : name,
                 declared_near_measure(near, set ? set : name, c));
        return 0;
    }
    const measure *m = &c->measure[i];
    *out = (ex_operand){ .type = m->type,
                         .scale = m->scale,
                         .slot = (uint32_t)i,
                         .is_fraction = m->is_fraction,
                         .may_total = m->fold == FOLD_COUNT || m->fold == FOLD_SUM };
    return 1;
}

kh_status declared_program(declared *c, uint32_t param, uint32_t row, uint32_t field,
                           int32_t d, int wants_condition, ex_program *out, kh_err *e)
{
    const row_scope of_row = { c, d < 0 ? NULL : &c->dataset[d] };
    const ex_scope rows = { &of_row, find_in_row, 0 }, measures = { c, find_measure, 1 };
    const char *text = declared_text(c, param, row, field);
    const char *label = ((const kh_field *)declared_params[param].fields.at)[field].name;
    kh_err why = { 0 };
    if (!*text && !declared_cell(c, param, row, field)->set)
        return KH_OK;
    kh_status rc = ex_compile(c->host, text, d < 0 ? &measures : &rows, out, &why);
    if (rc == KH_ECONFIG)
        return declared_refuse(e, param, row, label, "%s", why.text);
    if (rc) {
        *e = why;
        return rc;
    }
    if (wants_condition && out->type != EX_CONDITION)
        return declared_refuse(e, param, row, label,
                               "column 1: a condition is expected here");
    return KH_OK;
}
