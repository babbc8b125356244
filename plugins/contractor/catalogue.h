/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.h - the checked parameters of an instance: items, sections, ticket classes,
 * and the indicators that follow from them.
 *
 * Made once by catalogue_open; read-only from then on.  Texts of parameters live as long as
 * the instance does. */
#ifndef KH_CONTRACTOR_CATALOGUE_H
#define KH_CONTRACTOR_CATALOGUE_H

#include <kaohe/plugin.h>

enum { CATALOGUE_ITEMS_MAX = 1024, CATALOGUE_ID_MAX = 40, CATALOGUE_CLASSES_MAX = 32 };
enum { USE_CONTRACTOR, USE_ASSESSOR, USE_REGION };

/* Parameters, in the order of catalogue_params. */
enum {
    P_USE,
    P_CATALOGUE,
    P_SECTIONS,
    P_TICKET_CLASSES,
    P_TICKET_REPEAT,
    P_TICKET_CAP,
    P_CLASS_MIN,
    P_CLASS_MAX,
    P_VISITS_MIN,
    P_FILING_DAY,
    P_CITY_MONTHS,
    P_COUNT
};
extern const kh_field catalogue_params[P_COUNT];

/* What an item is; labels of the catalogue's column `kind`, in this order. */
enum item_kind {
    ITEM_OCCURRENCE, /* deducts per occurrence, within its section's `deducted.SECTION` */
    ITEM_COUNT,      /* count.ITEM: tiered items and bonuses */
    ITEM_VETO,       /* count.ITEM, and the scheme acts on it */
    ITEM_OVER,       /* rate.ITEM = max(0, a - b) / b */
    ITEM_DEVIATION,  /* rate.ITEM = |a - b| / b */
    ITEM_SHARE       /* rate.ITEM = a / b */
};
static inline int item_is_rate(enum item_kind kind)
{
    return kind >= ITEM_OVER;
}
static inline int item_is_count(enum item_kind kind)
{
    return kind == ITEM_COUNT || kind == ITEM_VETO;
}

typedef struct catalogue_item {
    const char *id, *role; /* role: "" = all */
    int32_t role_no;       /* first item with this role; -1 = all */
    enum item_kind kind;
    uint32_t section;     /* ITEM_OCCURRENCE: index into sections */
    uint32_t indicator;   /* that it counts towards */
    int64_t deduct[2];    /* 0.01 points: general, serious */
    int64_t cap;          /* 0.01 points; -1 = none */
    int64_t repeat;       /* factor; 1 = none */
    int32_t ticket;       /* class, or -1 */
    int64_t ticket_above; /* 0.01 % */
} catalogue_item;

typedef struct catalogue_section {
    const char *id, *role;
    int32_t role_no;
    uint32_t indicator;
    int64_t full; /* 0.01 points; -1 = not given */
} catalogue_section;

/* The instance of the plugin. */
typedef struct catalogue {
    const kh_host *host;
    const kh_value *param;
    uint32_t use;
    catalogue_item *item;
    uint32_t *by_id; /* items in byte order of their ids */
    catalogue_section *section;
    int64_t *class_fen;      /* money of a ticket class */
    const char **class_name; /* ends with NULL: labels of the column `class` */
    uint32_t items, sections, classes;
    char *names; /* texts of indicator ids */
    kh_indicator *indicator;
    uint32_t indicators, charged, overflow, fee, spotcheck;
    uint32_t projects, spotchecks, projects_checked; /* USE_REGION */
    kh_domain domain;
    kh_dataset *dataset; /* of the domain, where labels depend on parameters */
    kh_field *ticket_column;
} catalogue;

/* KH_ECONFIG names the parameter at fault.  On failure nothing is left allocated. */
kh_status catalogue_open(const kh_host *h, const kh_value *params, catalogue **out,
                         kh_err *e);
void catalogue_close(catalogue *c);
/* The item with this id; NULL. */
const catalogue_item *catalogue_find(const catalogue *c, const char *id);

/* The number of a role; -1 if no item has it, or if it is "". */
int32_t catalogue_role(const catalogue *c, const char *role);

/* Fill `c->indicator` and the indices into it (indicators.c).  KH_ENOMEM. */
kh_status indicators_make(catalogue *c, kh_err *e);
/* Fill `c->domain` (datasets.c).  KH_ENOMEM. */
kh_status datasets_make(catalogue *c, kh_err *e);

#endif
