/* SPDX-License-Identifier: Apache-2.0 */
/* declared_lists.c - catalogues of deductions, and tables of counts. */
#include "declared.h"

#include <stdlib.h>

static const kh_value *item_cell(const kh_value *items, uint32_t row, uint32_t k)
{
    return kh_param_cell(items, IT_COUNT, row, k);
}

static const char *item_text(const kh_value *items, uint32_t row, uint32_t k)
{
    const kh_value *v = item_cell(items, row, k);
    return v->set ? v->u.s : "";
}

/* Reasons carry ids, not texts. */
static int is_rule(const char *s)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t n =
        strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    return *s && strchr(letters, *s) && !s[n] && n < NAME_BYTES;
}

static int by_item(const void *a, const void *b)
{
    return strcmp(((const item *)a)->item, ((const item *)b)->item);
}

/* Deductions keep the digits that they need. */
static int32_t digits_of(int64_t value)
{
    int32_t digits = DEDUCT_SCALE;
    for (; digits && value % 10 == 0; value /= 10)
        digits--;
    return digits;
}

static kh_status open_item(catalogue *k, const kh_value *items, uint32_t i, uint32_t row,
                           kh_err *e)
{
    item *it = &k->item[i];
    char place[32];
    snprintf(place, sizeof place, "items[%u]", (unsigned)i);
    it->item = item_text(items, i, IT_ITEM);
    it->rule = item_cell(items, i, IT_RULE)->set ? item_text(items, i, IT_RULE) : it->item;
    it->section = item_text(items, i, IT_SECTION);
    it->deduct = item_cell(items, i, IT_DEDUCT)->u.i;
    it->cap = kh_param_or(item_cell(items, i, IT_CAP), -1);
    if (!*it->item)
        return declared_refuse(e, P_CATALOGUES, row, place, "its item is empty");
    if (!is_rule(it->rule) || !strcmp(it->rule, "cap"))
        return declared_refuse(e, P_CATALOGUES, row, place,
                               "'%.63s' cannot name a reason; give it `rule`, letters, "
                               "digits and _.-",
                               it->rule);
    int32_t digits = digits_of(it->deduct), of_cap = it->cap < 0 ? 0 : digits_of(it->cap);
    digits = digits > of_cap ? digits : of_cap;
    k->scale = digits > k->scale ? digits : k->scale;
    return KH_OK;
}

static kh_status open_catalogue(declared *c, uint32_t row, kh_err *e)
{
    catalogue *k = &c->catalogue[row];
    const kh_value *items = declared_cell(c, P_CATALOGUES, row, CA_ITEMS);
    k->id = declared_text(c, P_CATALOGUES, row, CA_ID);
    k->items = items->count;
    if (!k->items)
        return declared_refuse(e, P_CATALOGUES, row, "items", "it has no item");
    for (uint32_t i = 0; i < row; i++)
        if (!strcmp(c->catalogue[i].id, k->id))
            return declared_refuse(e, P_CATALOGUES, row, "id",
                                   "catalogue '%.63s' is there already", k->id);
    k->item = declared_new(c, k->items, sizeof *k->item, e);
    if (!k->item)
        return KH_ENOMEM;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < k->items; i++)
        rc = open_item(k, items, i, row, e);
    if (rc)
        return rc;
    qsort(k->item, k->items, sizeof *k->item, by_item);
    for (uint32_t i = 1; i < k->items; i++)
        if (!strcmp(k->item[i - 1].item, k->item[i].item))
            return declared_refuse(e, P_CATALOGUES, row, "items",
                                   "item '%.63s' stands there twice", k->item[i].item);
    for (int32_t d = k->scale; d < DEDUCT_SCALE; d++)
        for (uint32_t i = 0; i < k->items; i++) {
            k->item[i].deduct /= 10;
            k->item[i].cap /= k->item[i].cap < 0 ? 1 : 10;
        }
    return KH_OK;
}

kh_status declared_catalogues(declared *c, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < c->param[P_CATALOGUES].count; i++, c->catalogues++)
        rc = open_catalogue(c, i, e);
    return rc;
}

/* The columns of `by`, between commas. */
static kh_status open_by(declared *c, table *t, uint32_t row, kh_err *e)
{
    const dataset *d = &c->dataset[t->dataset];
    char near[EX_WHY];
    const char *at = declared_text(c, P_TABLES, row, TA_BY);
    for (int more = 1; more;) {
        char name[NAME_BYTES] = "";
        at += strspn(at, " \t\n");
        size_t n = strcspn(at, " \t\n,");
        if (n < sizeof name)
            memcpy(name, at, n);
        at += n;
        at += strspn(at, " \t\n");
        more = *at == ',';
        if (*at && !more)
            return declared_refuse(e, P_TABLES, row, "by",
                                   "columns are separated by commas");
        at += more;
        uint32_t column = declared_column(d, name);
        if (!column)
            return declared_refuse(
                e, P_TABLES, row, "by", "there is no column '%.63s' in dataset '%.63s'%s",
                name, d->id,
                declared_near(near, name, declared_column_name, d, d->columns));
        for (uint32_t i = 0; i < t->n_by; i++)
            if (t->by[i] == column)
                return declared_refuse(e, P_TABLES, row, "by",
                                       "column '%.63s' stands there twice", name);
        uint32_t type = d->column[column - 1].type;
        if (type == KH_TEXT)
            return declared_refuse(e, P_TABLES, row, "by",
                                   "texts are not kept; make column '%s' a key or a choice",
                                   name);
        if (t->n_by == BY_MAX)
            return declared_refuse(e, P_TABLES, row, "by", "more than %d columns", BY_MAX);
        t->by[t->n_by++] = column;
    }
    return KH_OK;
}

/* The host has three columns of its own in front; ours follow the dataset's. */
static kh_status describe_table(declared *c, table *t, uint32_t row, kh_err *e)
{
    const dataset *d = &c->dataset[t->dataset];
    kh_field *f = declared_new(c, t->n_by + 2, sizeof *f, e);
    if (!f)
        return KH_ENOMEM;
    for (uint32_t i = 0; i < t->n_by; i++) {
        f[i] = d->column[t->by[i] - 1];
        f[i].flags = KH_NULLABLE;
    }
    uint32_t n = t->n_by;
    f[n++] = (kh_field){ .name = "rows", .doc = "How many.", .type = KH_I64 };
    if (t->of.len)
        f[n++] = (kh_field){ .name = "total",
                             .doc = "Their sum.",
                             .type = KH_DEC,
                             .flags = KH_NULLABLE,
                             .scale = t->of.scale };
    c->table_out[c->tables_out++] =
        (kh_table){ .name = declared_text(c, P_TABLES, row, TA_ID),
                    .doc = declared_text(c, P_TABLES, row, TA_DOC),
                    .columns = { f, n, sizeof *f } };
    return KH_OK;
}

/* What a column's cells may be in a state, and `none` for an empty one. */
static kh_ledger_col column_of(const kh_field *f, int64_t *none)
{
    int64_t labels = 0;
    *none = f->type == KH_KEY || f->type == KH_ENUM || f->type == KH_BOOL ? ID_NONE
                                                                          : NUMBER_NONE;
    while (f->type == KH_ENUM && f->labels[labels])
        labels++;
    switch (f->type) {
    case KH_KEY:
        return (kh_ledger_col){ (int32_t)f->space, ID_NONE, UINT32_MAX };
    case KH_ENUM:
        return (kh_ledger_col){ KH_LEDGER_NUMBER, ID_NONE, labels - 1 };
    case KH_BOOL:
        return (kh_ledger_col){ KH_LEDGER_NUMBER, ID_NONE, 1 };
    default:
        return (kh_ledger_col){ KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX };
    }
}

/* A panel makes a table of its name. */
static kh_status check_table_id(const declared *c, uint32_t row, kh_err *e)
{
    const char *id = declared_text(c, P_TABLES, row, TA_ID);
    if (!declared_is_name(id))
        return declared_refuse(e, P_TABLES, row, "id",
                               "'%.63s' is not a name; use a small letter, then small "
                               "letters, digits and _",
                               id);
    int taken = 0;
    for (uint32_t i = 0; i < row; i++)
        taken |= !strcmp(declared_text(c, P_TABLES, i, TA_ID), id);
    for (uint32_t i = 0; i < c->measures; i++)
        taken |= c->measure[i].fold == FOLD_PANEL && !strcmp(c->measure[i].name, id);
    return taken ? declared_refuse(e, P_TABLES, row, "id", "table '%.63s' is there already",
                                   id)
                 : KH_OK;
}

static kh_status open_table(declared *c, table *t, uint32_t row, kh_err *e)
{
    kh_ledger_col col[BY_MAX + 3] = { { SUBJECT_SPACE, 0, UINT32_MAX } };
    kh_status rc = check_table_id(c, row, e);
    int32_t set = rc ? -1 : declared_fact(c, P_TABLES, row, TA_DATASET, e);
    if (set < 0)
        return KH_ECONFIG;
    t->dataset = (uint32_t)set;
    rc = open_by(c, t, row, e);
    if (!rc)
        rc = declared_program(c, P_TABLES, row, TA_WHERE, set, 1, &t->where, e);
    if (!rc)
        rc = declared_program(c, P_TABLES, row, TA_OF, set, 0, &t->of, e);
    if (!rc && t->of.len && t->of.type != EX_NUMBER)
        rc = declared_refuse(e, P_TABLES, row, "of", "a number is added up");
    if (rc)
        return rc;
    for (uint32_t i = 0; i < t->n_by; i++)
        col[i + 1] = column_of(&c->dataset[set].column[t->by[i] - 1], &t->none[i]);
    const kh_ledger_col rows = { KH_LEDGER_NUMBER, 1, INT64_MAX };
    const kh_ledger_col any = { KH_LEDGER_NUMBER, INT64_MIN, INT64_MAX };
    col[t->n_by + 1] = rows;
    col[t->n_by + 2] = any;
    int32_t l =
        declared_ledger(c, declared_text(c, P_TABLES, row, TA_ID), col, t->n_by + 1, 2, e);
    t->ledger = (uint32_t)l;
    return l < 0 ? KH_ENOMEM : describe_table(c, t, row, e);
}

/* The table of a panel: one row per subject and item. */
static kh_status describe_panel(declared *c, measure *m, kh_err *e)
{
    const dataset *d = &c->dataset[m->dataset];
    uint32_t n = 0, by_item_too = m->by && m->mode == MODE_ITEM;
    kh_field *f = declared_new(c, 5, sizeof *f, e);
    int32_t scale = m->of.scale + (m->mode == MODE_TOTAL ? m->factor.scale : 0);
    if (!f)
        return KH_ENOMEM;
    if (by_item_too)
        f[n++] = (kh_field){ .name = "item",
                             .doc = "What is judged.",
                             .type = KH_KEY,
                             .flags = KH_NULLABLE,
                             .space = d->column[m->by - 1].space };
    f[n++] = (kh_field){ .name = "judges", .doc = "Who count.", .type = KH_I64 };
    const char *const names[] = { "dropped_high", "dropped_low", "mean" };
    for (int i = 0; i < 3; i++)
        f[n++] = (kh_field){ .name = names[i],
                             .doc = i < 2 ? "Not in the mean." : "Of the others.",
                             .type = KH_DEC,
                             .flags = KH_NULLABLE,
                             .scale = i < 2 ? scale : (int32_t)m->digits };
    m->table = (int32_t)c->tables_out;
    c->table_out[c->tables_out++] = (kh_table){ .name = m->name,
                                                .doc = "Judges and mean of each panel.",
                                                .columns = { f, n, sizeof *f } };
    return KH_OK;
}

kh_status declared_tables(declared *c, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < c->param[P_TABLES].count; i++, c->tables++)
        rc = open_table(c, &c->table[i], i, e);
    for (uint32_t i = 0; !rc && i < c->measures; i++)
        if (c->measure[i].fold == FOLD_PANEL)
            rc = describe_panel(c, &c->measure[i], e);
    return rc;
}
