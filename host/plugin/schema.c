/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c - see schema.h.
 *
 * Each check_ function gets one element of the host's copy whose pointers are still the
 * plugin's, replaces them by copies, and refuses what a later reader could trip over. */
#include "plugin/schema.h"

#include "base/lang.h"
#include "plugin/scalar.h"
#include "plugin/walk.h"

enum {
    LABELS_MAX = 4096,
    ID_MAX_BYTES = 127, /* of an indicator: deducted.SG-P, rate.ITEM */
    UNIT_MAX_BYTES = 63,
    FLAGS_LOW = 0xFFFF, /* a host may ignore unknown ones of these, and of these only */
    FIELD_FLAGS = KH_NULLABLE | KH_OPTIONAL | KH_DEPRECATED,
    DIGITS_MAX = 18,
    DOMAIN_SIZE_MAX = 65536
};

/* What an element of minor 0 has; a host that knows more takes the rest as zero. */
#define LEAST(type, last) (offsetof(type, last) + sizeof(((type *)0)->last))
static const struct walk_shape spaces_shape = { "spaces", sizeof(char *), sizeof(char *),
                                                SCHEMA_SPACES_MAX };
static const struct walk_shape params_shape = { "params", sizeof(kh_field),
                                                LEAST(kh_field, fields),
                                                SCHEMA_FIELDS_MAX };
static const struct walk_shape fields_shape = { "fields", sizeof(kh_field),
                                                LEAST(kh_field, fields),
                                                SCHEMA_FIELDS_MAX };
static const struct walk_shape columns_shape = { "columns", sizeof(kh_field),
                                                 LEAST(kh_field, fields),
                                                 SCHEMA_FIELDS_MAX };
static const struct walk_shape datasets_shape = { "datasets", sizeof(kh_dataset),
                                                  LEAST(kh_dataset, columns),
                                                  SCHEMA_DATASETS_MAX };
static const struct walk_shape indicators_shape = { "indicators", sizeof(kh_indicator),
                                                    LEAST(kh_indicator, needs),
                                                    SCHEMA_INDICATORS_MAX };
static const struct walk_shape tables_shape = { "tables", sizeof(kh_table),
                                                LEAST(kh_table, columns),
                                                SCHEMA_TABLES_MAX };

/* A row of a TABLE parameter may hold a table, whose rows hold scalars. */
enum role { IS_PARAM, IS_CELL, IS_INNER_CELL, IS_COLUMN, IS_TABLE_COLUMN };

static kh_status check_flags(struct walk *w, uint32_t flags, uint32_t known)
{
    uint32_t strange = flags & ~known & ~(uint32_t)FLAGS_LOW;
    if (!strange)
        return KH_OK;
    return walk_refuse(w, _("flag 0x%x is not known to this host; update the host"),
                       strange);
}

static kh_status check_type(struct walk *w, const kh_field *f, enum role role,
                            uint32_t n_spaces)
{
    bool column = role == IS_COLUMN || role == IS_TABLE_COLUMN;
    if (f->type < KH_BOOL || f->type > KH_TABLE)
        return walk_refuse(w, _("type %u is not known to this host, which knows 1 to 9"),
                           f->type);
    if (f->type == KH_KEY && !column)
        return walk_refuse(w, _("only a column can be a key; use KH_TEXT"));
    if (f->type == KH_TABLE && role != IS_PARAM && role != IS_CELL)
        return walk_refuse(
            w, _("only a parameter, or a field of its rows, can be a table; use a scalar "
                 "type"));
    if (f->type == KH_KEY && f->space >= n_spaces)
        return walk_refuse(w, _("key space %u does not exist, the domain has %u"), f->space,
                           n_spaces);
    if (f->scale < 0 || f->scale > (f->type == KH_DEC ? DIGITS_MAX : 0))
        return walk_refuse(w,
                           _("scale %d is wrong; a KH_DEC has 0 to 18, other types none"),
                           (int)f->scale);
    if ((f->type == KH_ENUM) != (f->labels != NULL))
        return walk_refuse(w, _("a KH_ENUM has labels, and no other type has them"));
    return KH_OK;
}

/* A default or a bound: does the host's own parser read it? */
static kh_status check_value(struct walk *w, const kh_field *f, const char *text,
                             const char *member, bool bounded)
{
    kh_value v;
    kh_err why = { 0 };
    if (!text)
        return KH_OK;
    kh_status rc = scalar_parse(&v, w->arena, f, text, &why);
    if (!rc && bounded)
        rc = scalar_in_bounds(f, &v, w->arena, &why);
    if (rc == KH_ENOMEM)
        return walk_no_memory(w);
    return rc ? walk_refuse(w, "%s: %s", member, why.text) : KH_OK;
}

static kh_status check_values(struct walk *w, const kh_field *f)
{
    bool ordered =
        f->type == KH_I64 || f->type == KH_F64 || f->type == KH_DEC || f->type == KH_TIME;
    if ((f->min || f->max) && !ordered)
        return walk_refuse(w, _("min and max belong to numbers and times; remove them"));
    if (f->type == KH_TABLE) {
        if (!f->dflt || !*f->dflt)
            return KH_OK;
        return walk_refuse(w, _("the default of a table is \"\" (no rows) or none"));
    }
    kh_status rc = check_value(w, f, f->min, "min", false);
    if (!rc && f->max) /* against min: a maximum below it allows no value at all */
        rc = check_value(w, f, f->max, "max", true);
    if (!rc)
        rc = check_value(w, f, f->dflt, "dflt", true);
    return rc;
}

static kh_status check_fields(struct walk *w, kh_list *list, const struct walk_shape *shape,
                              enum role role, uint32_t n_spaces);

static kh_status check_field(struct walk *w, kh_field *f, enum role role, uint32_t n_spaces)
{
    kh_status rc = walk_text(w, &f->doc, "doc", SCHEMA_TEXT_MAX, false);
    if (!rc)
        rc = check_flags(w, f->flags, FIELD_FLAGS);
    if (!rc)
        rc = check_type(w, f, role, n_spaces);
    if (!rc && f->labels)
        rc = walk_texts(w, &f->labels, "labels", LABELS_MAX);
    if (!rc && f->labels && !f->labels[0])
        rc = walk_refuse(w, _("labels is empty; a KH_ENUM needs one or more"));
    if (!rc)
        rc = walk_text(w, &f->dflt, "dflt", SCHEMA_TEXT_MAX, false);
    if (!rc)
        rc = walk_text(w, &f->min, "min", SCHEMA_TEXT_MAX, false);
    if (!rc)
        rc = walk_text(w, &f->max, "max", SCHEMA_TEXT_MAX, false);
    if (!rc && role <= IS_INNER_CELL)
        rc = check_values(w, f);
    if (!rc && f->type == KH_TABLE && !f->fields.count)
        rc = walk_refuse(w, _("a table needs one field or more"));
    if (!rc && f->type == KH_TABLE)
        rc = check_fields(w, &f->fields, &fields_shape,
                          role == IS_PARAM ? IS_CELL : IS_INNER_CELL, n_spaces);
    else if (!rc)
        f->fields = (kh_list){ .stride = sizeof(kh_field) };
    return rc;
}

static kh_status check_fields(struct walk *w, kh_list *list, const struct walk_shape *shape,
                              enum role role, uint32_t n_spaces)
{
    kh_status rc = walk_list(w, list, shape);
    kh_field *f = (kh_field *)list->at;
    for (uint32_t i = 0; !rc && i < list->count; i++) {
        size_t outer = walk_down(w, "%s[%u]", shape->member, i);
        rc = walk_name(w, &f[i].name, "name");
        walk_up(w, outer);
        size_t mark = walk_down(w, "%s[%u] '%s'", shape->member, i, rc ? "" : f[i].name);
        if (!rc)
            rc = check_field(w, &f[i], role, n_spaces);
        walk_up(w, mark);
    }
    size_t mark = walk_down(w, "%s", shape->member);
    if (!rc)
        rc = walk_unique(w, list);
    walk_up(w, mark);
    return rc;
}

/* `at` is 1 + index of a column; 0 = none. */
static kh_status check_ref(struct walk *w, const kh_dataset *d, uint32_t at,
                           const char *member, bool is_time)
{
    if (!at)
        return KH_OK;
    if (at > d->columns.count)
        return walk_refuse(w,
                           _("%s names column %u of %u; it is 1 + the index of a column"),
                           member, at, d->columns.count);
    const kh_field *f = schema_field(d->columns, at - 1);
    if (is_time && f->type != KH_TIME)
        return walk_refuse(w, _("%s names column '%s', which is no KH_TIME"), member,
                           f->name);
    return KH_OK;
}

/* A fact row belongs to one subject. */
static kh_status check_subject(struct walk *w, const kh_dataset *d)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < d->columns.count; i++) {
        const kh_field *f = schema_field(d->columns, i);
        if (f->type != KH_KEY || f->space)
            continue;
        found++;
        if (d->role == KH_FACT && f->flags & (KH_NULLABLE | KH_OPTIONAL))
            return walk_refuse(w, _("column '%s' is the subject; it cannot be left out"),
                               f->name);
    }
    if (d->role != KH_FACT || found == 1)
        return KH_OK;
    return walk_refuse(w, _("a fact dataset has one column of key space 0, not %u"), found);
}

static kh_status check_dataset(struct walk *w, kh_dataset *d, uint32_t n_spaces)
{
    kh_status rc = walk_text(w, &d->doc, "doc", SCHEMA_TEXT_MAX, false);
    if (!rc && d->role != KH_FACT && d->role != KH_REFERENCE)
        rc = walk_refuse(w, _("role %u is neither KH_FACT nor KH_REFERENCE"), d->role);
    if (!rc)
        rc = check_flags(w, d->flags, KH_OPTIONAL | KH_DEPRECATED);
    if (!rc)
        rc = check_fields(w, &d->columns, &columns_shape, IS_COLUMN, n_spaces);
    if (!rc && !d->columns.count)
        rc = walk_refuse(w, _("a dataset needs one column or more"));
    if (!rc)
        rc = check_ref(w, d, d->when, "when", true);
    if (!rc)
        rc = check_ref(w, d, d->until, "until", true);
    if (!rc && d->until && !d->when)
        rc = walk_refuse(w, _("until needs a column when"));
    if (!rc)
        rc = check_ref(w, d, d->key, "key", false);
    if (!rc)
        rc = check_ref(w, d, d->revision, "revision", false);
    if (!rc && d->revision && !d->key)
        rc = walk_refuse(w, _("revision needs a column key"));
    return rc ? rc : check_subject(w, d);
}

static bool is_id(const char *s)
{
    for (size_t i = 0; s[i]; i++) {
        bool letter = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z');
        bool later =
            (s[i] >= '0' && s[i] <= '9') || s[i] == '_' || s[i] == '.' || s[i] == '-';
        if (!letter && !(i && later))
            return false;
    }
    return *s;
}

static kh_status check_indicator(struct walk *w, kh_indicator *x, uint32_t n_datasets)
{
    uint32_t known = KH_HIGHER_IS_BETTER | KH_RATIO | KH_ADDITIVE | KH_SUM | KH_DEPRECATED;
    kh_status rc = walk_text(w, &x->doc, "doc", SCHEMA_TEXT_MAX, false);
    if (!rc)
        rc = walk_text(w, &x->unit, "unit", UNIT_MAX_BYTES, false);
    if (!rc)
        rc = check_flags(w, x->flags, known);
    if (!rc && x->type != KH_I64 && x->type != KH_F64 && x->type != KH_DEC)
        rc = walk_refuse(w, _("type %u is none of KH_I64, KH_F64, KH_DEC"), x->type);
    if (!rc && (x->scale < 0 || x->scale > (x->type == KH_DEC ? DIGITS_MAX : 0)))
        rc = walk_refuse(w, _("scale %d is wrong; a KH_DEC has 0 to 18, other types none"),
                         (int)x->scale);
    if (!rc && x->times < 0)
        rc = walk_refuse(w, _("times is negative; use 100 for a percentage"));
    if (!rc && x->reserved)
        rc = walk_refuse(w, _("reserved is not 0; leave it out"));
    if (!rc && n_datasets < 64 && x->needs >> n_datasets)
        rc = walk_refuse(w,
                         _("needs names a dataset that does not exist; bit i is for "
                           "dataset i of %u"),
                         n_datasets);
    return rc;
}

static kh_status check_indicators(struct walk *w, kh_domain *d)
{
    kh_status rc = walk_list(w, &d->indicators, &indicators_shape);
    if (!rc && !d->indicators.count)
        rc = walk_refuse(w, _("indicators is empty; a domain measures one or more"));
    kh_indicator *x = (kh_indicator *)d->indicators.at;
    for (uint32_t i = 0; !rc && i < d->indicators.count; i++) {
        size_t outer = walk_down(w, "indicators[%u]", i);
        rc = walk_text(w, &x[i].id, "id", ID_MAX_BYTES, true);
        if (!rc && !is_id(x[i].id))
            rc = walk_refuse(w, _("id \"%s\" is not an id; use letters, digits and _.-"),
                             x[i].id);
        walk_up(w, outer);
        size_t mark = walk_down(w, "indicators[%u] '%s'", i, rc ? "" : x[i].id);
        if (!rc)
            rc = check_indicator(w, &x[i], d->datasets.count);
        walk_up(w, mark);
    }
    size_t mark = walk_down(w, "indicators");
    if (!rc)
        rc = walk_unique(w, &d->indicators);
    walk_up(w, mark);
    return rc;
}

static kh_status check_datasets(struct walk *w, kh_domain *d)
{
    kh_status rc = walk_list(w, &d->datasets, &datasets_shape);
    kh_dataset *x = (kh_dataset *)d->datasets.at;
    bool facts = false;
    for (uint32_t i = 0; !rc && i < d->datasets.count; i++) {
        size_t outer = walk_down(w, "datasets[%u]", i);
        rc = walk_name(w, &x[i].name, "name");
        walk_up(w, outer);
        size_t mark = walk_down(w, "datasets[%u] '%s'", i, rc ? "" : x[i].name);
        if (!rc)
            rc = check_dataset(w, &x[i], d->spaces.count);
        walk_up(w, mark);
        facts = facts || x[i].role == KH_FACT;
    }
    if (!rc && !facts)
        rc = walk_refuse(w, _("datasets holds no KH_FACT; a domain needs one or more"));
    size_t mark = walk_down(w, "datasets");
    if (!rc)
        rc = walk_unique(w, &d->datasets);
    walk_up(w, mark);
    return rc;
}

/* The host puts three columns of its own in front of a table's. */
static kh_status check_table(struct walk *w, kh_table *t, uint32_t n_spaces)
{
    static const char *const own[] = { "period", "level", "subject" };
    kh_status rc = walk_text(w, &t->doc, "doc", SCHEMA_TEXT_MAX, false);
    if (!rc)
        rc = check_flags(w, t->flags, KH_EVERY_LEVEL);
    if (!rc && t->reserved)
        rc = walk_refuse(w, _("reserved is not 0; leave it out"));
    if (!rc)
        rc = check_fields(w, &t->columns, &columns_shape, IS_TABLE_COLUMN, n_spaces);
    if (!rc && !t->columns.count)
        rc = walk_refuse(w, _("a table needs one column or more"));
    for (uint32_t i = 0; !rc && i < t->columns.count; i++)
        for (size_t k = 0; !rc && k < COUNT(own); k++)
            if (!strcmp(schema_field(t->columns, i)->name, own[k]))
                rc = walk_refuse(w, _("column '%s' is the host's own; rename it"), own[k]);
    return rc;
}

static kh_status check_tables(struct walk *w, kh_domain *d)
{
    kh_status rc = walk_list(w, &d->tables, &tables_shape);
    kh_table *t = (kh_table *)d->tables.at;
    for (uint32_t i = 0; !rc && i < d->tables.count; i++) {
        size_t outer = walk_down(w, "tables[%u]", i);
        rc = walk_name(w, &t[i].name, "name");
        walk_up(w, outer);
        size_t mark = walk_down(w, "tables[%u] '%s'", i, rc ? "" : t[i].name);
        if (!rc)
            rc = check_table(w, &t[i], d->spaces.count);
        walk_up(w, mark);
    }
    size_t mark = walk_down(w, "tables");
    if (!rc)
        rc = walk_unique(w, &d->tables);
    walk_up(w, mark);
    return rc;
}

static kh_status check_spaces(struct walk *w, kh_domain *d)
{
    kh_status rc = walk_list(w, &d->spaces, &spaces_shape);
    if (!rc && !d->spaces.count)
        rc = walk_refuse(w, _("spaces is empty; the first is the subject assessed"));
    const char **x = (const char **)d->spaces.at;
    for (uint32_t i = 0; !rc && i < d->spaces.count; i++) {
        size_t mark = walk_down(w, "spaces[%u]", i);
        rc = walk_name(w, &x[i], "name");
        walk_up(w, mark);
    }
    return rc ? rc : walk_unique(w, &d->spaces);
}

kh_status schema_params(kh_list *out, struct arena *a, const kh_list *from, kh_err *e)
{
    struct walk w = { .arena = a, .err = e };
    *out = *from;
    return check_fields(&w, out, &params_shape, IS_PARAM, 0);
}

kh_status schema_domain(kh_domain *out, struct arena *a, const kh_domain *from, kh_err *e)
{
    struct walk w = { .arena = a, .err = e };
    if (from->size < LEAST(kh_domain, tables) || from->size > DOMAIN_SIZE_MAX)
        return walk_refuse(&w, _("domain: size %u is wrong; set it to sizeof(kh_domain)"),
                           from->size);
    *out = (kh_domain){ 0 };
    memcpy(out, from, from->size < sizeof *out ? from->size : sizeof *out);
    out->size = sizeof *out;
    if (out->order < KH_EXACT || out->order > KH_BY_SUBJECT)
        return walk_refuse(&w,
                           _("domain: order %u is none of KH_EXACT, KH_CHUNKED, "
                             "KH_BY_SUBJECT"),
                           out->order);
    kh_status rc = check_spaces(&w, out);
    if (!rc)
        rc = check_datasets(&w, out);
    if (!rc)
        rc = check_indicators(&w, out);
    if (!rc)
        rc = check_tables(&w, out);
    return rc;
}

int32_t schema_indicator_of(const kh_domain *d, const char *id)
{
    for (uint32_t i = 0; i < d->indicators.count; i++)
        if (!strcmp(schema_indicator(d, i)->id, id))
            return (int32_t)i;
    return -1;
}

int32_t schema_dataset_of(const kh_domain *d, const char *name)
{
    for (uint32_t i = 0; i < d->datasets.count; i++)
        if (!strcmp(schema_dataset(d, i)->name, name))
            return (int32_t)i;
    return -1;
}
