/* SPDX-License-Identifier: Apache-2.0 */
/* qc_forms.c - parameters of an instance: review forms as data, and limits. */
#include "qc.h"

#include <kaohe/sdk.h>

static const char *const uses[] = { "review", "organiser", NULL };
static const char *const trims[] = { "total", "item", NULL };
static const char *const zero_bases[] = { "na", "base1", NULL };

enum { F_FORM, F_KIND, F_ITEM, F_MIN, F_MAX, F_FACTOR, F_COUNT };
static const kh_field form_fields[F_COUNT] = {
    { "form", "Name of the form, as marks give it.", KH_TEXT },
    { "kind", "Kind of topics it is for; all if left out.", KH_TEXT, KH_OPTIONAL },
    { "item", "An item; left out: the items are in the dataset `items`.", KH_TEXT,
      KH_OPTIONAL },
    { "min", "Least points of the item.", KH_DEC, .scale = POINTS_SCALE, .dflt = "0" },
    { "max", "Most points of the item; open if left out.", KH_DEC, KH_OPTIONAL,
      .scale = POINTS_SCALE },
    { "factor", "By which its points are multiplied.", KH_DEC, .scale = FACTOR_SCALE,
      .dflt = "1", .min = "0", .max = "1000" },
};

const kh_field qc_params[P_COUNT] = {
    { "use", "What is assessed: groups by their topics, or the unit that organises them.",
      KH_ENUM, .labels = uses, .dflt = "review" },
    { "forms", "The review forms, item by item.", KH_TABLE, KH_OPTIONAL,
      .fields = KH_LIST(form_fields) },
    { "trim", "What is dropped: a judge's total, or single marks of each item.", KH_ENUM,
      .labels = trims, .dflt = "total" },
    { "trim_from", "From so many judges on one highest and one lowest are dropped.", KH_I64,
      .dflt = "5", .min = "3", .max = "1000" },
    { "judges_min", "A panel with fewer judges is invalid.", KH_I64, .dflt = "3",
      .min = "1", .max = "1000" },
    { "digits", "Digits to which the means of items are rounded (trim = item).", KH_I64,
      .dflt = "2", .min = "0", .max = "2" },
    { "members_min", "Least members of a group.", KH_I64, .dflt = "3", .min = "0" },
    { "members_max", "Most members of a group.", KH_I64, .dflt = "10", .min = "0" },
    { "periods_min", "Periods that a series needs before and after.", KH_I64, .dflt = "3",
      .min = "0", .max = "1000" },
    { "idle_months", "A group without a meeting for so many months is idle.", KH_I64,
      .dflt = "6", .min = "1", .max = "120" },
    { "zero_base", "Progress from 0: no value, or in multiples of 1.", KH_ENUM,
      .labels = zero_bases, .dflt = "na" },
};

static kh_status fail_at(kh_err *e, int32_t param, const char *what, const char *name)
{
    int n = 0; /* no more than 60 bytes of the name, and no broken character */
    while (n < 60 && name[n])
        n++;
    while (n > 0 && ((unsigned char)name[n] & 0xc0) == 0x80)
        n--;
    kh_fail(e, KH_ECONFIG, "'%.*s': %s", n, name, what);
    e->param = param + 1;
    return KH_ECONFIG;
}

/* An id that an indicator can carry: [A-Za-z][A-Za-z0-9_.-]*. */
static int is_id(const char *id)
{
    size_t n = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                          "0123456789_.-");
    char first = (char)(*id | 0x20);
    return n && n <= QC_ID_MAX && !id[n] && first >= 'a' && first <= 'z';
}

static const char *cell_text(const kh_value *cell)
{
    return cell->set && cell->u.s ? cell->u.s : "";
}

/* The number of a form, made if it is new. */
static kh_status form_of(qc *c, const char *name, uint32_t *form, kh_err *e)
{
    uint32_t i = 0;
    if (!is_id(name))
        return fail_at(e, P_FORMS, "not the name of a form ([A-Za-z][A-Za-z0-9_.-]*)",
                       name);
    while (i < c->forms && strcmp(c->form[i], name))
        i++;
    if (i == QC_FORMS_MAX)
        return fail_at(e, P_FORMS, "too many forms", name);
    if (i == c->forms)
        c->form[c->forms++] = name;
    *form = i;
    return KH_OK;
}

/* An item stands once for each kind; one for all kinds stands alone. */
static int is_twice(const qc *c, const qc_item *it)
{
    for (uint32_t i = 0; i < c->items; i++) {
        const qc_item *o = &c->item[i];
        if (o->form == it->form && !strcmp(o->item, it->item) &&
            (!*o->kind || !*it->kind || !strcmp(o->kind, it->kind)))
            return 1;
    }
    return 0;
}

static kh_status row_read(qc *c, const kh_value *row, kh_err *e)
{
    const char *item = cell_text(&row[F_ITEM]);
    qc_item it = { .kind = cell_text(&row[F_KIND]),
                   .item = item,
                   .min = row[F_MIN].u.i,
                   .max = kh_param_or(&row[F_MAX], INT64_MAX),
                   .factor = row[F_FACTOR].u.i };
    kh_status rc = form_of(c, cell_text(&row[F_FORM]), &it.form, e);
    if (rc)
        return rc;
    if (!*item)
        return *it.kind || row[F_MAX].set
                   ? fail_at(e, P_FORMS, "a row without an item has no kind and no max",
                             c->form[it.form])
                   : KH_OK;
    if (it.min > it.max)
        return fail_at(e, P_FORMS, "`min` is above `max`", item);
    if (is_twice(c, &it))
        return fail_at(e, P_FORMS, "the item stands twice in its form", item);
    c->item[c->items++] = it;
    return KH_OK;
}

static kh_status forms_read(qc *c, kh_err *e)
{
    const kh_value *p = &c->param[P_FORMS];
    uint32_t n = p->set ? p->count : 0;
    kh_status rc = KH_OK;
    if (n > QC_ITEMS_MAX)
        return fail_at(e, P_FORMS, "too many items", "forms");
    c->item = kh_new(c->host, (n + 1) * sizeof *c->item, e);
    if (!c->item)
        return KH_ENOMEM;
    for (uint32_t i = 0; !rc && i < n; i++)
        rc = row_read(c, kh_param_cell(p, F_COUNT, i, 0), e);
    return rc;
}

kh_status qc_open(const kh_host *h, const kh_value *params, void **inst, kh_err *e)
{
    qc *c = kh_new(h, sizeof *c, e);
    *inst = NULL;
    if (!c)
        return KH_ENOMEM;
    c->host = h;
    c->param = params;
    c->use = (uint32_t)params[P_USE].u.i;
    kh_status rc = KH_OK;
    if (params[P_MEMBERS_MIN].u.i > params[P_MEMBERS_MAX].u.i)
        rc = fail_at(e, P_MEMBERS_MIN, "is above members_max", "members_min");
    if (!rc)
        rc = forms_read(c, e);
    if (!rc)
        rc = qc_declare(c, e);
    if (rc)
        qc_close(c);
    else
        *inst = c;
    return rc;
}

void qc_close(void *inst)
{
    qc *c = inst;
    kh_free(c->host, c->item);
    kh_free(c->host, c->names);
    kh_free(c->host, c->indicator);
    kh_free(c->host, c);
}
