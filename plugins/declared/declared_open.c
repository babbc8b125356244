/* SPDX-License-Identifier: Apache-2.0 */
/* declared_open.c - parameters to an instance: the steps and what they share. */
#include "declared.h"

enum { FIRST_MADE = 64 };

void *declared_new(declared *c, size_t n, size_t size, kh_err *e)
{
    if (c->mades == c->mades_cap) {
        uint32_t cap = c->mades_cap ? c->mades_cap * 2 : (uint32_t)FIRST_MADE;
        void **made = kh_grow(c->host, c->made, cap, sizeof *made, e);
        if (!made)
            return NULL;
        c->made = made;
        c->mades_cap = cap;
    }
    void *p = kh_grow(c->host, NULL, n, size, e);
    if (!p)
        return NULL;
    memset(p, 0, (n ? n : 1) * size);
    c->made[c->mades++] = p;
    return p;
}

kh_status declared_refuse(kh_err *e, uint32_t param, uint32_t row, const char *field,
                          const char *fmt, ...)
{
    char why[sizeof e->text];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    e->param = (int32_t)param + 1;
    return kh_fail(e, KH_ECONFIG, "%s[%u]%s%s: %s", declared_params[param].name,
                   (unsigned)row, *field ? "." : "", field, why);
}

static uint32_t width_of(uint32_t param)
{
    return declared_params[param].fields.count;
}

const kh_value *declared_cell(const declared *c, uint32_t param, uint32_t row, uint32_t k)
{
    return kh_param_cell(&c->param[param], width_of(param), row, k);
}

const char *declared_text(const declared *c, uint32_t param, uint32_t row, uint32_t k)
{
    const kh_value *v = declared_cell(c, param, row, k);
    return v->set ? v->u.s : "";
}

int32_t declared_space(declared *c, const char *name, kh_err *e)
{
    for (uint32_t i = 0; i < c->spaces; i++)
        if (!strcmp(c->space[i], name))
            return (int32_t)i;
    if (c->spaces == SPACES_MAX) {
        kh_fail(e, KH_ECONFIG, "more than %d key spaces", SPACES_MAX - 1);
        return -1;
    }
    c->space[c->spaces] = name;
    return (int32_t)c->spaces++;
}

int32_t declared_ledger(declared *c, const char *name, const kh_ledger_col *col,
                        uint32_t keys, uint32_t sums, kh_err *e)
{
    kh_ledger_col *own = declared_new(c, keys + sums, sizeof *own, e);
    if (!own)
        return -1;
    memcpy(own, col, (keys + sums) * sizeof *own);
    c->ledger[c->ledgers] = (kh_ledger_kind){ name, own, keys, sums };
    return (int32_t)c->ledgers++;
}

static kh_status open_calendar(declared *c, kh_err *e)
{
    char near[EX_WHY];
    const kh_value *v = &c->param[P_CALENDAR];
    if (!v->set)
        return KH_OK;
    for (uint32_t i = 0; i < c->datasets; i++) {
        dataset *d = &c->dataset[i];
        if (strcmp(d->id, v->u.s) != 0)
            continue;
        uint32_t date = declared_column(d, "date"), works = declared_column(d, "working");
        e->param = P_CALENDAR + 1;
        if (!d->is_reference || !date || d->column[date - 1].type != KH_TIME || !works ||
            d->column[works - 1].type != KH_BOOL)
            return kh_fail(e, KH_ECONFIG,
                           "calendar: dataset '%.63s' is no reference with the columns "
                           "date (type date) and working (type bool)",
                           d->id);
        return KH_OK;
    }
    e->param = P_CALENDAR + 1;
    return kh_fail(e, KH_ECONFIG, "calendar: there is no dataset '%.63s'%s", v->u.s,
                   declared_near_dataset(c, near, v->u.s));
}

static kh_status make_lists(declared *c, kh_err *e)
{
    uint32_t n = c->param[P_MEASURES].count, k = c->param[P_TABLES].count;
    uint32_t in = c->param[P_INDICATORS].count;
    const struct {
        uint32_t param, most;
    } limits[] = { { P_DATASETS, DATASETS_MAX },
                   { P_MEASURES, MEASURES_MAX },
                   { P_INDICATORS, INDICATORS_MAX },
                   { P_TABLES, TABLES_MAX },
                   { P_CATALOGUES, CATALOGUES_MAX } };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        uint32_t rows = c->param[limits[i].param].count;
        if (rows <= limits[i].most)
            continue;
        e->param = (int32_t)limits[i].param + 1;
        return kh_fail(e, KH_ECONFIG, "%s: %u rows, at most %u are allowed",
                       declared_params[limits[i].param].name, (unsigned)rows,
                       (unsigned)limits[i].most);
    }
    c->measure = declared_new(c, n, sizeof *c->measure, e);
    c->indicator = c->measure ? declared_new(c, in, sizeof *c->indicator, e) : NULL;
    c->ledger = c->indicator ? declared_new(c, n + k, sizeof *c->ledger, e) : NULL;
    c->table_out = c->ledger ? declared_new(c, n + k, sizeof *c->table_out, e) : NULL;
    c->join = c->table_out ? declared_new(c, JOINS_MAX, sizeof *c->join, e) : NULL;
    return c->join ? KH_OK : KH_ENOMEM;
}

static kh_status describe(declared *c, kh_err *e)
{
    c->domain.size = sizeof c->domain;
    c->domain.order = KH_EXACT;
    c->domain.spaces = (kh_list){ c->space, c->spaces, sizeof *c->space };
    c->domain.datasets = (kh_list){ c->dataset_out, c->datasets, sizeof *c->dataset_out };
    c->domain.indicators =
        (kh_list){ c->indicator_out, c->indicators, sizeof *c->indicator_out };
    c->domain.tables = (kh_list){ c->table_out, c->tables_out, sizeof *c->table_out };
    if (c->tables_out > 256)
        return kh_fail(e, KH_ECONFIG, "tables: more than 256 tables and panels");
    return KH_OK;
}

kh_status declared_open(const kh_host *h, const kh_value *params, void **inst, kh_err *e)
{
    static kh_status (*const steps[])(
        declared *, kh_err *) = { make_lists,       declared_datasets,   open_calendar,
                                  declared_rejects, declared_catalogues, declared_measures,
                                  declared_tables,  declared_indicators, describe };
    kh_status rc = KH_OK;
    declared *c = kh_new(h, sizeof *c, e);
    if (!c)
        return KH_ENOMEM;
    c->host = h;
    c->param = params;
    for (size_t i = 0; !rc && i < sizeof steps / sizeof *steps; i++)
        rc = steps[i](c, e);
    if (rc)
        declared_close(c);
    *inst = rc ? NULL : c;
    return rc;
}

void declared_close(void *inst)
{
    declared *c = inst;
    const kh_host *h = c->host;
    for (uint32_t i = 0; i < c->datasets; i++)
        ex_free(h, &c->dataset[i].reject);
    for (uint32_t i = 0; i < c->measures; i++) {
        ex_free(h, &c->measure[i].of);
        ex_free(h, &c->measure[i].where);
        ex_free(h, &c->measure[i].factor);
    }
    for (uint32_t i = 0; i < c->tables; i++) {
        ex_free(h, &c->table[i].where);
        ex_free(h, &c->table[i].of);
    }
    for (uint32_t i = 0; i < c->indicators; i++) {
        ex_free(h, &c->indicator[i].of);
        ex_free(h, &c->indicator[i].per);
        ex_free(h, &c->indicator[i].applies);
        ex_free(h, &c->indicator[i].falsified);
    }
    declared_forget(c);
    for (uint32_t i = 0; i < c->mades; i++)
        kh_free(h, c->made[i]);
    kh_free(h, c->made);
    kh_free(h, c);
}
