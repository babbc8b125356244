/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.c - see catalogue.h. */
#include "catalogue.h"

#include <kaohe/sdk.h>

static const char *const uses[] = { "contractor", "assessor", "region", NULL };
static const char *const kinds[] = { "occurrence", "count", "veto", "over",
                                     "deviation",  "share", NULL };

/* Fields of the TABLE parameters. */
enum {
    C_ITEM,
    C_ROLE,
    C_SECTION,
    C_KIND,
    C_DEDUCT,
    C_SERIOUS,
    C_CAP,
    C_REPEAT,
    C_TICKET,
    C_ABOVE,
    C_COUNT
};
static const kh_field catalogue_fields[C_COUNT] = {
    { "item", "Id of the item, as events name it.", KH_TEXT },
    { "role", "Role whose projects it applies to; all if left out.", KH_TEXT, KH_OPTIONAL },
    { "section", "Section that an occurrence deducts from.", KH_TEXT, KH_OPTIONAL },
    { "kind", "What the item measures.", KH_ENUM, .labels = kinds, .dflt = "occurrence" },
    { "deduct", "Points per occurrence.", KH_DEC, KH_OPTIONAL, .scale = 2, .min = "0" },
    { "serious", "Points per serious occurrence; as `deduct` if left out.", KH_DEC,
      KH_OPTIONAL, .scale = 2, .min = "0" },
    { "cap", "Most points the item deducts; open if left out.", KH_DEC, KH_OPTIONAL,
      .scale = 2, .min = "0" },
    { "repeat", "Factor if the item was counted on the project in the cycle before.",
      KH_I64, .dflt = "1", .min = "1", .max = "1000" },
    { "ticket", "Class of the ticket that a rate above `ticket_above` adds.", KH_TEXT,
      KH_OPTIONAL },
    { "ticket_above", "Percentage above which a rate adds the ticket.", KH_DEC, KH_OPTIONAL,
      .scale = 2, .min = "0", .max = "1000000" },
};
enum { S_SECTION, S_FULL, S_COUNT };
static const kh_field section_fields[S_COUNT] = {
    { "section", "Section of the catalogue.", KH_TEXT },
    { "full", "Points it begins with.", KH_DEC, .scale = 2, .min = "0" },
};
enum { T_CLASS, T_YUAN, T_COUNT };
static const kh_field class_fields[T_COUNT] = {
    { "class", "Name of the class, as tickets give it.", KH_TEXT },
    { "yuan", "Money of one ticket.", KH_DEC, .scale = 2, .min = "0" },
};

const kh_field catalogue_params[P_COUNT] = {
    { "use",
      "What is assessed: contractors (or anything with a catalogue), the assessor, or "
      "contractors by the region.",
      KH_ENUM, .labels = uses, .dflt = "contractor" },
    { "catalogue", "The items events refer to.", KH_TABLE, KH_OPTIONAL,
      .fields = KH_LIST(catalogue_fields) },
    { "sections", "Full points per section; needed to reconcile published scores.",
      KH_TABLE, KH_OPTIONAL, .fields = KH_LIST(section_fields) },
    { "ticket_classes", "Classes of penalty tickets.", KH_TABLE, KH_OPTIONAL,
      .fields = KH_LIST(class_fields) },
    { "ticket_repeat", "A repeated offence costs its class times this.", KH_I64,
      .dflt = "2", .min = "1", .max = "1000" },
    { "ticket_cap_percent", "Most tickets charged on a project, in percent of its fee.",
      KH_DEC, .scale = 2, .dflt = "5", .min = "0", .max = "100" },
    { "class_min", "Least project class that is assessed.", KH_I64, .dflt = "1" },
    { "class_max", "Greatest project class that is assessed.", KH_I64, .dflt = "4" },
    { "visits_min", "Visits a project needs before it is accepted.", KH_I64, .dflt = "2",
      .min = "0", .max = "1000" },
    { "filing_day", "Last day of the month on which a city files in time.", KH_I64,
      .dflt = "25", .min = "1", .max = "31" },
    { "city_months", "Months of the city cycles that a region's cycle consists of.", KH_I64,
      .dflt = "2", .min = "1", .max = "12" },
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

/* An id that indicators and reasons can carry: [A-Za-z][A-Za-z0-9_.-]*. */
static int id_is_valid(const char *id)
{
    size_t n = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                          "0123456789_.-");
    char first = (char)(*id | 0x20);
    return n && n <= CATALOGUE_ID_MAX && !id[n] && first >= 'a' && first <= 'z';
}

static const char *cell_text(const kh_value *cell)
{
    return cell->set && cell->u.s ? cell->u.s : "";
}

static int64_t cell_or(const kh_value *cell, int64_t other)
{
    return cell->set ? cell->u.i : other;
}

static uint32_t table_rows(const kh_value *param)
{
    return param->set ? param->count : 0;
}

/* The class named so; -1. */
static int32_t class_named(const catalogue *c, const char *name)
{
    for (uint32_t i = 0; i < c->classes; i++)
        if (!strcmp(c->class_name[i], name))
            return (int32_t)i;
    return -1;
}

static kh_status classes_read(catalogue *c, kh_err *e)
{
    const kh_value *p = &c->param[P_TICKET_CLASSES];
    uint32_t n = table_rows(p);
    if (n > CATALOGUE_CLASSES_MAX)
        return fail_at(e, P_TICKET_CLASSES, "too many classes", "ticket_classes");
    c->class_name = kh_new(c->host, (n + 2) * sizeof *c->class_name, e);
    c->class_fen = kh_new(c->host, (n + 1) * sizeof *c->class_fen, e);
    if (!c->class_name || !c->class_fen)
        return KH_ENOMEM;
    c->class_name[0] = "none"; /* labels of a column are never empty */
    for (uint32_t i = 0; i < n; i++) {
        const kh_value *row = p->u.cells + (size_t)i * T_COUNT;
        const char *name = cell_text(&row[T_CLASS]);
        if (!*name || class_named(c, name) >= 0)
            return fail_at(e, P_TICKET_CLASSES, "a class is empty or stands twice", name);
        c->class_name[i] = name;
        c->class_fen[i] = row[T_YUAN].u.i;
        c->classes++;
    }
    return KH_OK;
}

/* The section of an item, made if it is new; a section has one role. */
static kh_status section_of(catalogue *c, catalogue_item *it, const char *id, kh_err *e)
{
    uint32_t i = 0;
    if (!id_is_valid(id))
        return fail_at(e, P_CATALOGUE, "its section is not [A-Za-z][A-Za-z0-9_.-]*",
                       it->id);
    while (i < c->sections && strcmp(c->section[i].id, id))
        i++;
    if (i == c->sections)
        c->section[c->sections++] = (catalogue_section){
            .id = id, .role = it->role, .role_no = it->role_no, .full = -1
        };
    if (strcmp(c->section[i].role, it->role))
        return fail_at(e, P_CATALOGUE, "its section belongs to another role", it->id);
    it->section = i;
    return KH_OK;
}

int32_t catalogue_role(const catalogue *c, const char *role)
{
    for (uint32_t i = 0; *role && i < c->items; i++)
        if (!strcmp(c->item[i].role, role))
            return (int32_t)i;
    return -1;
}

static kh_status ticket_read(const catalogue *c, catalogue_item *it, const kh_value *row,
                             kh_err *e)
{
    const char *ticket = cell_text(&row[C_TICKET]);
    it->ticket = -1;
    if (!*ticket && !row[C_ABOVE].set)
        return KH_OK;
    if (!item_is_rate(it->kind) || !*ticket || !row[C_ABOVE].set)
        return fail_at(e, P_CATALOGUE, "`ticket` and `ticket_above` go together, on a rate",
                       it->id);
    it->ticket = class_named(c, ticket);
    it->ticket_above = row[C_ABOVE].u.i;
    return it->ticket < 0 ? fail_at(e, P_CATALOGUE,
                                    "its ticket is no class of `ticket_classes`", it->id)
                          : KH_OK;
}

static kh_status item_read(catalogue *c, catalogue_item *it, const kh_value *row, kh_err *e)
{
    it->id = cell_text(&row[C_ITEM]);
    it->role = cell_text(&row[C_ROLE]);
    it->role_no = *it->role ? catalogue_role(c, it->role) : -1;
    if (*it->role && it->role_no < 0)
        it->role_no = (int32_t)c->items;
    it->kind = (enum item_kind)row[C_KIND].u.i;
    it->deduct[0] = cell_or(&row[C_DEDUCT], 0);
    it->deduct[1] = cell_or(&row[C_SERIOUS], it->deduct[0]);
    it->cap = cell_or(&row[C_CAP], -1);
    it->repeat = cell_or(&row[C_REPEAT], 1);
    if (!id_is_valid(it->id) || !strcmp(it->id, "cap"))
        return fail_at(e, P_CATALOGUE, "not an item id ([A-Za-z][A-Za-z0-9_.-]*, not cap)",
                       it->id);
    int deducts =
        row[C_DEDUCT].set || row[C_SERIOUS].set || row[C_CAP].set || it->repeat != 1;
    if (it->kind == ITEM_OCCURRENCE ? !row[C_DEDUCT].set : deducts)
        return fail_at(e, P_CATALOGUE,
                       it->kind == ITEM_OCCURRENCE
                           ? "an occurrence needs `deduct`"
                           : "only an occurrence has deduct, serious, cap or repeat",
                       it->id);
    if (it->deduct[1] < it->deduct[0])
        return fail_at(e, P_CATALOGUE, "`serious` is below `deduct`", it->id);
    kh_status rc = ticket_read(c, it, row, e);
    if (!rc && it->kind == ITEM_OCCURRENCE)
        rc = section_of(c, it, cell_text(&row[C_SECTION]), e);
    return rc;
}

/* Where `id` stands, or would stand, in by_id. */
static uint32_t place_of(const catalogue *c, uint32_t len, const char *id)
{
    uint32_t lo = 0, hi = len;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (strcmp(c->item[c->by_id[mid]].id, id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const catalogue_item *catalogue_find(const catalogue *c, const char *id)
{
    uint32_t at = place_of(c, c->items, id);
    if (at == c->items || strcmp(c->item[c->by_id[at]].id, id))
        return NULL;
    return &c->item[c->by_id[at]];
}

static kh_status items_read(catalogue *c, kh_err *e)
{
    const kh_value *p = &c->param[P_CATALOGUE];
    uint32_t n = table_rows(p);
    if (n > CATALOGUE_ITEMS_MAX)
        return fail_at(e, P_CATALOGUE, "too many items", "catalogue");
    c->item = kh_new(c->host, (n + 1) * sizeof *c->item, e);
    c->by_id = kh_new(c->host, (n + 1) * sizeof *c->by_id, e);
    c->section = kh_new(c->host, (n + 1) * sizeof *c->section, e);
    if (!c->item || !c->by_id || !c->section)
        return KH_ENOMEM;
    for (uint32_t i = 0; i < n; i++) {
        kh_status rc = item_read(c, &c->item[i], p->u.cells + (size_t)i * C_COUNT, e);
        if (rc)
            return rc;
        if (catalogue_find(c, c->item[i].id))
            return fail_at(e, P_CATALOGUE, "the item stands twice", c->item[i].id);
        uint32_t at = place_of(c, i, c->item[i].id);
        memmove(c->by_id + at + 1, c->by_id + at, (i - at) * sizeof *c->by_id);
        c->by_id[at] = i;
        c->items++;
    }
    return KH_OK;
}

static kh_status sections_read(catalogue *c, kh_err *e)
{
    const kh_value *p = &c->param[P_SECTIONS];
    for (uint32_t i = 0; i < table_rows(p); i++) {
        const kh_value *row = p->u.cells + (size_t)i * S_COUNT;
        const char *id = cell_text(&row[S_SECTION]);
        uint32_t at = 0;
        while (at < c->sections && strcmp(c->section[at].id, id))
            at++;
        if (at == c->sections || c->section[at].full >= 0)
            return fail_at(e, P_SECTIONS, "no section of the catalogue, or stands twice",
                           id);
        c->section[at].full = row[S_FULL].u.i;
    }
    for (uint32_t i = 0; table_rows(p) && i < c->sections; i++)
        if (c->section[i].full < 0)
            return fail_at(e, P_SECTIONS, "the section has no full points",
                           c->section[i].id);
    return KH_OK;
}

kh_status catalogue_open(const kh_host *h, const kh_value *params, catalogue **out,
                         kh_err *e)
{
    catalogue *c = kh_new(h, sizeof *c, e);
    if (!c)
        return KH_ENOMEM;
    c->host = h;
    c->param = params;
    c->use = (uint32_t)params[P_USE].u.i;
    kh_status rc = KH_OK;
    if (params[P_CLASS_MIN].u.i > params[P_CLASS_MAX].u.i)
        rc = fail_at(e, P_CLASS_MIN, "is above class_max", "class_min");
    if (!rc)
        rc = classes_read(c, e);
    if (!rc)
        rc = items_read(c, e);
    if (!rc)
        rc = sections_read(c, e);
    if (!rc)
        rc = indicators_make(c, e);
    if (!rc)
        rc = datasets_make(c, e);
    if (rc)
        catalogue_close(c);
    else
        *out = c;
    return rc;
}

void catalogue_close(catalogue *c)
{
    const kh_host *h = c->host;
    void *const owned[] = {
        c->item,  c->by_id,     c->section, c->class_fen,    (void *)c->class_name,
        c->names, c->indicator, c->dataset, c->ticket_column
    };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        if (owned[i])
            h->resize(h->ctx, owned[i], 0);
    h->resize(h->ctx, c, 0);
}
