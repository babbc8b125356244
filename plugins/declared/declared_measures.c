/* SPDX-License-Identifier: Apache-2.0 */
/* declared_measures.c - measures: what each fold takes, keeps and gives. */
#include "declared.h"

enum { PANEL_TRIM_FROM = 5 };

/* Sums of a subject per fold: how many rows were folded, and what the fold keeps. */
static const uint8_t sums_of[] = {
    [FOLD_COUNT] = 1,   [FOLD_SUM] = 2,        [FOLD_MEAN] = 2,    [FOLD_MIN] = 2,
    [FOLD_MAX] = 2,     [FOLD_PERCENTILE] = 1, [FOLD_TRIMMED] = 1, [FOLD_DISTINCT] = 1,
    [FOLD_FIRST] = 3,   [FOLD_LAST] = 3,       [FOLD_ANY] = 2,     [FOLD_ALL] = 2,
    [FOLD_COVERED] = 1, [FOLD_OCC] = 1,        [FOLD_PANEL] = 1
};

#define ID(s)                       \
    {                               \
        (int32_t)(s), 0, UINT32_MAX \
    }
#define ID_OR_NONE(s)                \
    {                                \
        (int32_t)(s), -1, UINT32_MAX \
    }
#define NUMBER(min, max)           \
    {                              \
        KH_LEDGER_NUMBER, min, max \
    }
#define ANY NUMBER(INT64_MIN, INT64_MAX)
#define ROWS NUMBER(1, INT64_MAX)

static kh_status refuse(const measure *m, kh_err *e, const char *field, const char *why)
{
    return declared_refuse(e, P_MEASURES, m->row, field, "%s", why);
}

static uint32_t space_of(const declared *c, const measure *m, uint32_t column)
{
    return c->dataset[m->dataset].column[column - 1].space;
}

static kh_status key_column(const declared *c, const measure *m, uint32_t field,
                            const char *label, uint32_t *out, kh_err *e)
{
    const dataset *d = &c->dataset[m->dataset];
    if (!*declared_text(c, P_MEASURES, m->row, field))
        return KH_OK;
    *out = declared_column_of(c, d, P_MEASURES, m->row, field, label, e);
    if (!*out)
        return KH_ECONFIG;
    return d->column[*out - 1].type == KH_KEY
               ? KH_OK
               : refuse(m, e, label, "a column of type key is needed");
}

/* What is folded: a number, duration or time, whatever else the fold takes besides. */
static kh_status needs_value(const measure *m, kh_err *e)
{
    ex_type t = m->of.type;
    if (!m->of.len)
        return refuse(m, e, "", "it lacks `of`, what is folded");
    if (t == EX_NUMBER || t == EX_DURATION || (t == EX_CONDITION && m->fold == FOLD_SUM))
        return KH_OK;
    if (t == EX_TIME && m->fold != FOLD_SUM && m->fold != FOLD_MEAN &&
        m->fold != FOLD_TRIMMED)
        return KH_OK;
    return refuse(m, e, "of", "this fold takes numbers or durations");
}

static kh_status open_plain(measure *m, kh_err *e)
{
    kh_status rc = needs_value(m, e);
    m->type = m->of.type == EX_CONDITION ? EX_NUMBER : m->of.type;
    m->scale = m->of.scale;
    m->is_fraction = m->fold == FOLD_MEAN || m->fold == FOLD_TRIMMED;
    return rc;
}

static kh_status open_count(measure *m)
{
    m->type = EX_NUMBER;
    return KH_OK;
}

static kh_status open_truth(measure *m, kh_err *e)
{
    m->type = EX_CONDITION;
    return m->of.type == EX_CONDITION ? KH_OK
                                      : refuse(m, e, m->of.len ? "of" : "",
                                               "any and all take a condition as `of`");
}

static kh_status open_ends(declared *c, measure *m, kh_err *e)
{
    const dataset *d = &c->dataset[m->dataset];
    kh_status rc = open_plain(m, e);
    m->by = d->when;
    if (!rc && *declared_text(c, P_MEASURES, m->row, ME_BY))
        m->by = declared_column_of(c, d, P_MEASURES, m->row, ME_BY, "by", e);
    else if (!rc && !m->by)
        return refuse(m, e, "",
                      "first and last need a time: `by`, or `when` of the dataset");
    if (!rc && !m->by)
        return KH_ECONFIG;
    if (!rc && d->column[m->by - 1].type != KH_TIME)
        rc = refuse(m, e, "by", "a column of type time or date is needed");
    return rc;
}

static kh_status open_sorted(declared *c, measure *m, kh_err *e)
{
    const kh_ledger_col cols[] = { ID(SUBJECT_SPACE), ANY, ROWS };
    kh_status rc = open_plain(m, e);
    if (!rc && m->fold == FOLD_PERCENTILE &&
        !declared_cell(c, P_MEASURES, m->row, ME_P)->set)
        rc = refuse(m, e, "", "it lacks `p`, the percentile per mille");
    if (rc)
        return rc;
    m->ledger = declared_ledger(c, m->name, cols, 2, 1, e);
    return m->ledger < 0 ? KH_ENOMEM : KH_OK;
}

static kh_status open_distinct(declared *c, measure *m, kh_err *e)
{
    kh_ledger_col cols[] = { ID(SUBJECT_SPACE), ANY, ROWS };
    m->type = EX_NUMBER;
    if (!m->of.len)
        return refuse(m, e, "", "it lacks `of`, whose values are counted");
    if (m->of.type == EX_TEXT && !m->of.labels)
        return refuse(m, e, "of", "texts are not kept; make the column a key or a choice");
    if (m->of.type == EX_KEY)
        cols[1] = (kh_ledger_col)ID(m->of.space);
    m->ledger = declared_ledger(c, m->name, cols, 2, 1, e);
    return m->ledger < 0 ? KH_ENOMEM : KH_OK;
}

static kh_status open_covered(declared *c, measure *m, kh_err *e)
{
    kh_ledger_col cols[] = { ID(SUBJECT_SPACE), NUMBER(-1, -1), ANY, ANY, ROWS };
    const dataset *d = &c->dataset[m->dataset];
    kh_status rc = key_column(c, m, ME_BY, "by", &m->by, e);
    if (!rc && m->of.len)
        rc = refuse(m, e, "of", "covered takes the dataset's intervals; remove it");
    if (!rc && !d->until)
        rc = refuse(m, e, "", "covered needs a dataset with `when` and `until`");
    if (rc)
        return rc;
    if (m->by)
        cols[1] = (kh_ledger_col)ID_OR_NONE(space_of(c, m, m->by));
    m->type = EX_DURATION;
    m->ledger = declared_ledger(c, m->name, cols, 4, 1, e);
    return m->ledger < 0 ? KH_ENOMEM : KH_OK;
}

static const char *catalogue_id(const void *ctx, uint32_t i)
{
    return ((const declared *)ctx)->catalogue[i].id;
}

/* The catalogue of a measure, and that its section is one of the catalogue's. */
static kh_status open_catalogue(declared *c, measure *m, kh_err *e)
{
    char near[EX_WHY];
    const char *name = declared_text(c, P_MEASURES, m->row, ME_CATALOGUE);
    uint32_t k = 0;
    while (k < c->catalogues && strcmp(c->catalogue[k].id, name) != 0)
        k++;
    if (!*name)
        return refuse(m, e, "", "it lacks `catalogue`");
    if (k == c->catalogues)
        return declared_refuse(e, P_MEASURES, m->row, "catalogue",
                               "there is no catalogue '%.63s'%s", name,
                               declared_near(near, name, catalogue_id, c, c->catalogues));
    m->catalogue = k;
    const catalogue *of = &c->catalogue[k];
    uint32_t i = 0;
    while (*m->section && i < of->items && strcmp(of->item[i].section, m->section) != 0)
        i++;
    return i < of->items
               ? KH_OK
               : declared_refuse(e, P_MEASURES, m->row, "section",
                                 "catalogue '%.63s' has no item of section '%.63s'; there "
                                 "is '%.63s'",
                                 name, m->section, of->item[0].section);
}

static kh_status open_occ(declared *c, measure *m, kh_err *e)
{
    kh_ledger_col cols[] = { ID(SUBJECT_SPACE), NUMBER(0, 0), NUMBER(-1, -1),
                             NUMBER(0, INT64_MAX), ROWS };
    const dataset *d = &c->dataset[m->dataset];
    kh_status rc = open_catalogue(c, m, e);
    if (!rc && !*declared_text(c, P_MEASURES, m->row, ME_BY))
        rc = refuse(m, e, "", "it lacks `by`, the column of the item");
    if (rc)
        return rc;
    m->by = declared_column_of(c, d, P_MEASURES, m->row, ME_BY, "by", e);
    if (!m->by)
        return KH_ECONFIG;
    uint32_t type = d->column[m->by - 1].type;
    if (type != KH_TEXT && type != KH_ENUM)
        return refuse(m, e, "by", "the item is a column of type text or choice");
    if (m->of.len && (m->of.type != EX_NUMBER || m->of.scale > 9))
        return refuse(m, e, "of", "how often it counts: a number with at most 9 digits");
    rc = key_column(c, m, ME_ONCE, "once", &m->once, e);
    if (rc)
        return rc;
    if (m->once)
        cols[2] = (kh_ledger_col)ID_OR_NONE(space_of(c, m, m->once));
    cols[1].max = (int64_t)c->catalogue[m->catalogue].items - 1;
    m->type = EX_NUMBER;
    m->scale = c->catalogue[m->catalogue].scale + m->of.scale;
    m->ledger = declared_ledger(c, m->name, cols, 4, 1, e);
    return m->ledger < 0 ? KH_ENOMEM : KH_OK;
}

static kh_status open_panel(declared *c, measure *m, kh_err *e)
{
    kh_ledger_col cols[] = { ID(SUBJECT_SPACE), NUMBER(-1, -1), ID(0), ANY, ANY, ROWS };
    kh_status rc = key_column(c, m, ME_BY, "by", &m->by, e);
    if (!rc)
        rc = key_column(c, m, ME_JUDGE, "judge", &m->judge, e);
    if (!rc && !m->judge)
        rc = refuse(m, e, "", "it lacks `judge`");
    if (!rc)
        rc = declared_program(c, P_MEASURES, m->row, ME_FACTOR, (int32_t)m->dataset, 0,
                              &m->factor, e);
    if (!rc && m->of.type != EX_NUMBER)
        rc = refuse(m, e, m->of.len ? "of" : "", "a panel needs `of`, the mark: a number");
    if (!rc && m->factor.len && m->factor.type != EX_NUMBER)
        rc = refuse(m, e, "factor", "a number is needed");
    if (!rc && m->of.scale + m->factor.scale > 9)
        rc = refuse(m, e, "of", "mark and factor have more than 9 digits after the point");
    if (rc)
        return rc;
    cols[2].space = (int32_t)space_of(c, m, m->judge);
    if (m->by)
        cols[1] = (kh_ledger_col)ID_OR_NONE(space_of(c, m, m->by));
    m->type = EX_NUMBER;
    m->is_fraction = 1;
    m->ledger = declared_ledger(c, m->name, cols, 5, 1, e);
    return m->ledger < 0 ? KH_ENOMEM : KH_OK;
}

static kh_status open_fold(declared *c, measure *m, kh_err *e)
{
    switch (m->fold) {
    case FOLD_COUNT:
        return open_count(m);
    case FOLD_ANY:
    case FOLD_ALL:
        return open_truth(m, e);
    case FOLD_FIRST:
    case FOLD_LAST:
        return open_ends(c, m, e);
    case FOLD_PERCENTILE:
    case FOLD_TRIMMED:
        return open_sorted(c, m, e);
    case FOLD_DISTINCT:
        return open_distinct(c, m, e);
    case FOLD_COVERED:
        return open_covered(c, m, e);
    case FOLD_OCC:
        return open_occ(c, m, e);
    case FOLD_PANEL:
        return open_panel(c, m, e);
    default:
        return open_plain(m, e);
    }
}

static kh_status check_measure_name(const declared *c, const measure *m, kh_err *e)
{
    size_t n = strspn(m->name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (!(*m->name >= 'a' && *m->name <= 'z') || m->name[n] || n >= NAME_BYTES)
        return declared_refuse(e, P_MEASURES, m->row, "name",
                               "'%.63s' is not a name; use a small letter, then small "
                               "letters, digits and _",
                               m->name);
    if (ex_is_reserved(m->name))
        return refuse(m, e, "name", "this is a word of the expression language");
    return declared_measure(c, m->name) < 0
               ? KH_OK
               : declared_refuse(e, P_MEASURES, m->row, "name",
                                 "measure '%s' is there already", m->name);
}

/* A setting that the fold does not look at would be believed to act. */
static kh_status check_strays(const declared *c, const measure *m, kh_err *e)
{
    enum { P = 1, TRIM = 2, OCC = 4, PANEL = 8, BY = 16 };
    static const struct {
        uint32_t field, takes;
        int64_t usual; /* what it is where it is not set, INT64_MIN: nothing */
    } settings[] = { { ME_P, P, INT64_MIN },
                     { ME_TRIM, TRIM, 1 },
                     { ME_TRIM_FROM, TRIM, INT64_MIN },
                     { ME_CATALOGUE, OCC, INT64_MIN },
                     { ME_SECTION, OCC, INT64_MIN },
                     { ME_ONCE, OCC, INT64_MIN },
                     { ME_JUDGE, PANEL, INT64_MIN },
                     { ME_FACTOR, PANEL, INT64_MIN },
                     { ME_BY, BY, INT64_MIN },
                     { ME_MODE, PANEL, MODE_ITEM },
                     { ME_DIGITS, PANEL, 2 },
                     { ME_JUDGES_MIN, PANEL, 3 } };
    static const uint32_t takes[] = { [FOLD_PERCENTILE] = P,
                                      [FOLD_TRIMMED] = TRIM,
                                      [FOLD_FIRST] = BY,
                                      [FOLD_LAST] = BY,
                                      [FOLD_COVERED] = BY,
                                      [FOLD_OCC] = OCC | BY,
                                      [FOLD_PANEL] = PANEL | BY | TRIM };
    const kh_field *fields = declared_params[P_MEASURES].fields.at;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const kh_value *v = declared_cell(c, P_MEASURES, m->row, settings[i].field);
        if (v->set && !(takes[m->fold] & settings[i].takes) &&
            (settings[i].usual == INT64_MIN || v->u.i != settings[i].usual))
            return refuse(m, e, fields[settings[i].field].name,
                          "this fold does not take it; remove it");
    }
    return KH_OK;
}

static kh_status open_measure(declared *c, measure *m, kh_err *e)
{
    m->name = declared_text(c, P_MEASURES, m->row, ME_NAME);
    kh_status rc = check_measure_name(c, m, e);
    int32_t d = rc ? -1 : declared_fact(c, P_MEASURES, m->row, ME_DATASET, e);
    if (d < 0)
        return KH_ECONFIG;
    m->dataset = (uint32_t)d;
    m->fold = (uint32_t)declared_cell(c, P_MEASURES, m->row, ME_FOLD)->u.i;
    m->p = kh_param_or(declared_cell(c, P_MEASURES, m->row, ME_P), 0);
    m->trim = declared_cell(c, P_MEASURES, m->row, ME_TRIM)->u.i;
    m->trim_from = kh_param_or(declared_cell(c, P_MEASURES, m->row, ME_TRIM_FROM),
                               m->fold == FOLD_PANEL ? PANEL_TRIM_FROM : 2 * m->trim + 1);
    m->digits = declared_cell(c, P_MEASURES, m->row, ME_DIGITS)->u.i;
    m->judges_min = declared_cell(c, P_MEASURES, m->row, ME_JUDGES_MIN)->u.i;
    m->mode = (uint32_t)declared_cell(c, P_MEASURES, m->row, ME_MODE)->u.i;
    m->section = declared_text(c, P_MEASURES, m->row, ME_SECTION);
    if (m->trim_from <= 2 * m->trim)
        return refuse(m, e, "trim_from", "it must be more than twice `trim`");
    rc = check_strays(c, m, e);
    if (!rc)
        rc = declared_program(c, P_MEASURES, m->row, ME_OF, d, 0, &m->of, e);
    if (!rc)
        rc = declared_program(c, P_MEASURES, m->row, ME_WHERE, d, 1, &m->where, e);
    if (!rc)
        rc = open_fold(c, m, e);
    m->slot = c->slots;
    c->slots += sums_of[m->fold];
    return rc;
}

kh_status declared_measures(declared *c, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < c->param[P_MEASURES].count; i++) {
        c->measure[i].row = i;
        c->measure[i].ledger = c->measure[i].table = -1;
        rc = open_measure(c, &c->measure[i], e);
        c->measures++;
    }
    return rc;
}
