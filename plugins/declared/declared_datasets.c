/* SPDX-License-Identifier: Apache-2.0 */
/* declared_datasets.c - datasets and their columns. */
#include "declared.h"

enum { LABELS_MAX = 256, LABEL_BYTES = 255 };

static const char *const type_names[] = { "bool", "int",  "dec",    "time",
                                          "date", "text", "choice", "key" };

uint32_t declared_column(const dataset *d, const char *name)
{
    for (uint32_t i = 0; i < d->columns; i++)
        if (!strcmp(d->column[i].name, name) && (d->is_reference || i))
            return i + 1;
    return 0;
}

/* The subject in front of facts is no column of theirs. */
const char *declared_column_name(const void *ctx, uint32_t i)
{
    const dataset *d = ctx;
    return d->is_reference || i ? d->column[i].name : "";
}

uint32_t declared_column_of(const declared *c, const dataset *d, uint32_t param,
                            uint32_t row, uint32_t field, const char *label, kh_err *e)
{
    char near[EX_WHY];
    const char *name = declared_text(c, param, row, field);
    uint32_t at = declared_column(d, name);
    if (!at)
        declared_refuse(e, param, row, label,
                        "there is no column '%.63s' in dataset '%.63s'%s", name, d->id,
                        declared_near(near, name, declared_column_name, d, d->columns));
    return at;
}

int declared_is_name(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return *s >= 'a' && *s <= 'z' && !s[n] && n < NAME_BYTES;
}

/* The k-th field of column `row` of a dataset's `columns`. */
static const kh_value *cell_of(const kh_value *columns, uint32_t row, uint32_t k)
{
    return kh_param_cell(columns, CO_COUNT, row, k);
}

static const char *text_of(const kh_value *columns, uint32_t row, uint32_t k)
{
    const kh_value *v = cell_of(columns, row, k);
    return v->set ? v->u.s : "";
}

/* "minor, major": the texts between the commas, trimmed. */
static kh_status split_values(declared *c, const char *values, kh_field *f, kh_err *e)
{
    size_t n = strlen(values);
    char *copy = declared_new(c, n + 1, 1, e);
    const char **label = copy ? declared_new(c, LABELS_MAX + 1, sizeof *label, e) : NULL;
    uint32_t len = 0;
    if (!label)
        return KH_ENOMEM;
    memcpy(copy, values, n);
    for (char *at = copy, *end; at; at = end) {
        end = strchr(at, ',');
        if (end)
            *end++ = 0;
        at += strspn(at, " \t\n");
        size_t k = strlen(at);
        while (k && strchr(" \t\n", at[k - 1]))
            at[--k] = 0;
        if (!k || k > LABEL_BYTES || len == LABELS_MAX)
            return kh_fail(e, KH_ECONFIG,
                           "the values are 1 to %d texts of 1 to %d bytes, separated by "
                           "commas",
                           LABELS_MAX, LABEL_BYTES);
        for (uint32_t i = 0; i < len; i++)
            if (!strcmp(label[i], at))
                return kh_fail(e, KH_ECONFIG, "'%.80s' stands there twice", at);
        label[len++] = at;
    }
    f->labels = label;
    return KH_OK;
}

static kh_status open_type(declared *c, const kh_value *columns, uint32_t row, kh_field *f,
                           kh_err *e)
{
    static const uint32_t types[] = { KH_BOOL, KH_I64,  KH_DEC,  KH_TIME,
                                      KH_TIME, KH_TEXT, KH_ENUM, KH_KEY };
    int64_t type = cell_of(columns, row, CO_TYPE)->u.i;
    int64_t scale = cell_of(columns, row, CO_SCALE)->u.i;
    const char *values = text_of(columns, row, CO_VALUES);
    const char *space = text_of(columns, row, CO_SPACE);
    f->type = types[type];
    if (scale && type != TYPE_DEC)
        return kh_fail(e, KH_ECONFIG, "scale belongs to type dec, not %s",
                       type_names[type]);
    if (*values && type != TYPE_CHOICE)
        return kh_fail(e, KH_ECONFIG, "values belong to type choice, not %s",
                       type_names[type]);
    if (!*values && type == TYPE_CHOICE)
        return kh_fail(e, KH_ECONFIG, "a choice has values = \"minor, major\"");
    if (*space && type != TYPE_KEY)
        return kh_fail(e, KH_ECONFIG, "space belongs to type key, not %s",
                       type_names[type]);
    if (*space && !declared_is_name(space))
        return kh_fail(e, KH_ECONFIG, "space '%.63s' is not a name", space);
    f->scale = (int32_t)scale;
    if (type == TYPE_CHOICE)
        return split_values(c, values, f, e);
    if (type != TYPE_KEY)
        return KH_OK;
    int32_t at = declared_space(c, *space ? space : f->name, e);
    f->space = at < 0 ? 0 : (uint32_t)at;
    if (at == SUBJECT_SPACE)
        return kh_fail(e, KH_ECONFIG, "'subject' is the host's own space; name another");
    return at < 0 ? e->code : KH_OK;
}

static kh_status open_column(declared *c, dataset *d, const kh_value *columns, uint32_t row,
                             kh_err *e)
{
    const char *name = text_of(columns, row, CO_NAME);
    kh_field *f = &d->column[d->columns];
    f->name = name;
    f->doc = text_of(columns, row, CO_DOC);
    if (!declared_is_name(name))
        return kh_fail(e, KH_ECONFIG,
                       "'%.63s' is not a name; use a small letter, then "
                       "small letters, digits and _",
                       name);
    if (ex_is_reserved(name))
        return kh_fail(e, KH_ECONFIG, "'%s' is a word of the expression language", name);
    if (declared_column(d, name) || !strcmp(name, "subject"))
        return kh_fail(e, KH_ECONFIG, "column '%s' is there already", name);
    if (cell_of(columns, row, CO_NULLABLE)->u.i)
        f->flags |= KH_NULLABLE;
    if (cell_of(columns, row, CO_OPTIONAL)->u.i)
        f->flags |= KH_NULLABLE | KH_OPTIONAL;
    kh_status rc = open_type(c, columns, row, f, e);
    d->columns++;
    return rc;
}

static kh_status open_columns(declared *c, dataset *d, uint32_t row, kh_err *e)
{
    const kh_value *columns = declared_cell(c, P_DATASETS, row, DS_COLUMNS);
    uint32_t n = columns->count;
    if (n > COLUMNS_MAX || (!n && d->is_reference))
        return declared_refuse(e, P_DATASETS, row, "columns",
                               "%u columns; 1 to %d are allowed", (unsigned)n, COLUMNS_MAX);
    d->column = declared_new(c, n + 1, sizeof *d->column, e);
    if (!d->column)
        return KH_ENOMEM;
    if (!d->is_reference)
        d->column[d->columns++] =
            (kh_field){ .name = "subject", .doc = "Who is assessed.", .type = KH_KEY };
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < n; i++) {
        kh_err why = { 0 };
        char place[32];
        rc = open_column(c, d, columns, i, &why);
        snprintf(place, sizeof place, "columns[%u]", (unsigned)i);
        if (rc == KH_ECONFIG)
            declared_refuse(e, P_DATASETS, row, place, "%s", why.text);
        else if (rc)
            *e = why;
    }
    return rc;
}

/* The column that a field names, of the type it must have (0: any). */
static kh_status open_role(const declared *c, const dataset *d, uint32_t row,
                           uint32_t field, const char *label, uint32_t type, uint32_t *out,
                           kh_err *e)
{
    if (!declared_cell(c, P_DATASETS, row, field)->set)
        return KH_OK;
    *out = declared_column_of(c, d, P_DATASETS, row, field, label, e);
    if (!*out)
        return KH_ECONFIG;
    if (type && d->column[*out - 1].type != type)
        return declared_refuse(e, P_DATASETS, row, label, "column '%s' is no %s",
                               d->column[*out - 1].name, type == KH_TIME ? "time" : "key");
    return KH_OK;
}

/* What one role needs of another. */
static kh_status check_roles(const dataset *d, const kh_dataset *out, uint32_t row,
                             kh_err *e)
{
    if (out->until && !out->when)
        return declared_refuse(e, P_DATASETS, row, "until", "it needs `when`");
    if (out->until && out->until == out->when)
        return declared_refuse(e, P_DATASETS, row, "until", "it is the column of `when`");
    if (out->revision && !out->key)
        return declared_refuse(e, P_DATASETS, row, "revision", "it needs `key`");
    if (out->revision && out->revision == out->key)
        return declared_refuse(e, P_DATASETS, row, "revision", "it is the column of `key`");
    if (!d->is_reference && d->rejects_unknown)
        return declared_refuse(e, P_DATASETS, row, "unknown", "it belongs to a reference");
    if (d->is_reference && !d->is_calendar && !out->key)
        return declared_refuse(e, P_DATASETS, row, "",
                               "a reference has a `key` by which rows are found");
    if (d->is_reference && out->key && d->column[out->key - 1].flags)
        return declared_refuse(e, P_DATASETS, row, "key", "a key cannot be empty");
    return KH_OK;
}

static kh_status open_roles(declared *c, dataset *d, kh_dataset *out, uint32_t row,
                            kh_err *e)
{
    uint32_t key_type = d->is_reference ? KH_KEY : 0;
    kh_status rc = open_role(c, d, row, DS_WHEN, "when", KH_TIME, &out->when, e);
    if (!rc)
        rc = open_role(c, d, row, DS_UNTIL, "until", KH_TIME, &out->until, e);
    if (!rc)
        rc = open_role(c, d, row, DS_KEY, "key", key_type, &out->key, e);
    if (!rc)
        rc = open_role(c, d, row, DS_REVISION, "revision", 0, &out->revision, e);
    if (rc)
        return rc;
    rc = check_roles(d, out, row, e);
    if (rc)
        return rc;
    d->when = out->when;
    d->until = out->until;
    d->key = out->key;
    return KH_OK;
}

static kh_status open_dataset(declared *c, uint32_t row, kh_err *e)
{
    dataset *d = &c->dataset[row];
    const kh_value *calendar = &c->param[P_CALENDAR];
    d->id = declared_text(c, P_DATASETS, row, DS_ID);
    if (!declared_is_name(d->id))
        return declared_refuse(e, P_DATASETS, row, "id", "'%.63s' is not a name", d->id);
    for (uint32_t i = 0; i < row; i++)
        if (!strcmp(c->dataset[i].id, d->id))
            return declared_refuse(e, P_DATASETS, row, "id",
                                   "dataset '%s' is there already", d->id);
    d->is_reference = declared_cell(c, P_DATASETS, row, DS_KIND)->u.i == KIND_REFERENCE;
    d->rejects_unknown =
        declared_cell(c, P_DATASETS, row, DS_UNKNOWN)->u.i == UNKNOWN_REJECT;
    d->is_calendar = calendar->set && !strcmp(calendar->u.s, d->id);
    kh_dataset *out = &c->dataset_out[row];
    kh_status rc = open_columns(c, d, row, e);
    if (!rc)
        rc = open_roles(c, d, out, row, e);
    if (rc)
        return rc;
    out->name = d->id;
    out->doc = declared_text(c, P_DATASETS, row, DS_DOC);
    out->role = d->is_reference ? KH_REFERENCE : KH_FACT;
    out->flags = declared_cell(c, P_DATASETS, row, DS_OPTIONAL)->u.i ? KH_OPTIONAL : 0;
    out->columns = (kh_list){ d->column, d->columns, sizeof *d->column };
    return KH_OK;
}

kh_status declared_datasets(declared *c, kh_err *e)
{
    kh_status rc = KH_OK;
    int facts = 0;
    c->space[c->spaces++] = "subject";
    c->dataset_out = declared_new(c, c->param[P_DATASETS].count, sizeof *c->dataset_out, e);
    if (!c->dataset_out)
        return KH_ENOMEM;
    for (uint32_t i = 0; !rc && i < c->param[P_DATASETS].count; i++) {
        rc = open_dataset(c, i, e);
        facts |= !c->dataset[i].is_reference;
        c->datasets++;
    }
    e->param = rc ? e->param : P_DATASETS + 1;
    if (!rc && !facts)
        rc = kh_fail(e, KH_ECONFIG, "datasets: none of kind facts; a domain needs one");
    return rc;
}

kh_status declared_rejects(declared *c, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < c->datasets; i++) {
        dataset *d = &c->dataset[i];
        if (d->is_reference && *declared_text(c, P_DATASETS, i, DS_REJECT))
            rc = declared_refuse(e, P_DATASETS, i, "reject", "it belongs to facts");
        else
            rc =
                declared_program(c, P_DATASETS, i, DS_REJECT, (int32_t)i, 1, &d->reject, e);
    }
    return rc;
}

static const char *dataset_id(const void *ctx, uint32_t i)
{
    return ((const declared *)ctx)->dataset[i].id;
}

const char *declared_near_dataset(const declared *c, char *near, const char *name)
{
    return declared_near(near, name, dataset_id, c, c->datasets);
}

/* "" stands for a reference: nothing is near to it. */
static const char *fact_name(const void *ctx, uint32_t i)
{
    const dataset *d = &((const declared *)ctx)->dataset[i];
    return d->is_reference ? "" : d->id;
}

int32_t declared_fact(const declared *c, uint32_t param, uint32_t row, uint32_t field,
                      kh_err *e)
{
    char near[EX_WHY];
    const char *name = declared_text(c, param, row, field);
    int32_t only = -1, facts = 0;
    for (uint32_t i = 0; i < c->datasets; i++) {
        if (c->dataset[i].is_reference)
            continue;
        if (!strcmp(c->dataset[i].id, name))
            return (int32_t)i;
        only = (int32_t)i;
        facts++;
    }
    if (!*name && facts == 1)
        return only;
    if (*name)
        declared_refuse(e, param, row, "dataset", "there is no fact dataset '%.63s'%s",
                        name, declared_near(near, name, fact_name, c, c->datasets));
    else
        declared_refuse(e, param, row, "", "it lacks `dataset`; there are %d", (int)facts);
    return -1;
}
