/* SPDX-License-Identifier: Apache-2.0 */
/* indicators.c - the indicators that follow from the catalogue, and their ids. */
#include "assessor.h"
#include "catalogue.h"
#include "datasets.h"

#include <kaohe/sdk.h>

enum { NAME_MAX_BYTES = CATALOGUE_ID_MAX + sizeof "deducted." };

#define NEEDS(dataset) (UINT64_C(1) << (dataset))

static const kh_indicator deducted = {
    .unit = "points",
    .doc = "Points deducted in the section, after the caps of its items.",
    .type = KH_DEC,
    .flags = KH_ADDITIVE,
    .scale = 2,
    .needs = NEEDS(D_PROJECTS) | NEEDS(D_DEDUCTIONS)
};
static const kh_indicator counted = { .unit = "times",
                                      .doc = "How often the item was counted.",
                                      .type = KH_I64,
                                      .flags = KH_ADDITIVE,
                                      .needs = NEEDS(D_PROJECTS) | NEEDS(D_DEDUCTIONS) };
static const kh_indicator rate = { .unit = "%",
                                   .doc = "Rate of the item's pooled quantities.",
                                   .type = KH_I64,
                                   .flags = KH_RATIO,
                                   .times = 100,
                                   .needs = NEEDS(D_PROJECTS) | NEEDS(D_DEDUCTIONS) };
static const kh_indicator money[] = {
    { "charged", "CNY", "Tickets of the window that are charged.", KH_DEC, KH_SUM,
      .scale = 2, .needs = NEEDS(D_PROJECTS) | NEEDS(D_TICKETS) },
    { "overflow", "CNY", "Tickets of the window above the cap.", KH_DEC, KH_SUM, .scale = 2,
      .needs = NEEDS(D_PROJECTS) | NEEDS(D_TICKETS) },
    { "fee", "CNY", "Contract fees of the projects that are assessed.", KH_DEC, KH_SUM,
      .scale = 2, .needs = NEEDS(D_PROJECTS) },
    { "spotcheck", "points", "Mean over projects of the region's spot checks.", KH_I64,
      KH_RATIO | KH_HIGHER_IS_BETTER, .needs = NEEDS(D_PROJECTS) | NEEDS(D_SPOTCHECKS) },
};
static const kh_indicator of_region[] = {
    { "projects", "projects", "Projects that are assessed.", KH_I64, KH_SUM,
      .needs = NEEDS(D_PROJECTS) },
    { "spotchecks", "times", "Spot checks with a score.", KH_I64, KH_SUM,
      .needs = NEEDS(D_PROJECTS) | NEEDS(D_SPOTCHECKS) },
    { "projects_checked", "projects", "Projects with such a spot check.", KH_I64, KH_SUM,
      .needs = NEEDS(D_PROJECTS) | NEEDS(D_SPOTCHECKS) },
};
enum { REGION_INDICATORS = sizeof of_region / sizeof *of_region, CATALOGUE_EXTRAS = 4 };
static const kh_indicator of_assessor[ASSESSOR_INDICATORS] = {
    { "visit_rate", "%", "Months of construction with a visit by the city.", KH_I64,
      KH_RATIO | KH_HIGHER_IS_BETTER, .times = 100,
      .needs = NEEDS(DA_PROJECTS) | NEEDS(DA_VISITS) },
    { "closed_few_visits", "projects", "Projects accepted with too few visits.", KH_I64,
      KH_SUM, .needs = NEEDS(DA_PROJECTS) | NEEDS(DA_VISITS) },
    { "filing_in_time", "%", "Results of the cycle filed in time.", KH_I64,
      KH_RATIO | KH_HIGHER_IS_BETTER, .times = 100, .needs = NEEDS(DA_FILINGS) },
    { "spotcheck_rate", "%", "Projects under construction with a spot check.", KH_I64,
      KH_RATIO | KH_HIGHER_IS_BETTER, .times = 100,
      .needs = NEEDS(DA_PROJECTS) | NEEDS(DA_SPOTCHECKS) },
};

/* Append an indicator named PREFIX + id; returns its index. */
static uint32_t append(catalogue *c, const kh_indicator *like, const char *prefix,
                       const char *id)
{
    char *name = c->names + (size_t)c->indicators * NAME_MAX_BYTES;
    size_t n = strlen(prefix);
    memcpy(name, prefix, n);
    memcpy(name + n, id, strlen(id) + 1);
    c->indicator[c->indicators] = *like;
    c->indicator[c->indicators].id = name;
    return c->indicators++;
}

static void append_catalogue(catalogue *c)
{
    for (uint32_t i = 0; i < c->sections; i++)
        c->section[i].indicator = append(c, &deducted, "deducted.", c->section[i].id);
    for (uint32_t i = 0; i < c->items; i++) {
        catalogue_item *it = &c->item[i];
        if (it->kind == ITEM_OCCURRENCE)
            it->indicator = c->section[it->section].indicator;
        else if (item_is_rate(it->kind))
            it->indicator = append(c, &rate, "rate.", it->id);
        else
            it->indicator = append(c, &counted, "count.", it->id);
    }
    c->charged = append(c, &money[0], "", money[0].id);
    c->overflow = append(c, &money[1], "", money[1].id);
    c->fee = append(c, &money[2], "", money[2].id);
    c->spotcheck = append(c, &money[3], "", money[3].id);
    if (c->use != USE_REGION)
        return;
    c->projects = append(c, &of_region[0], "", of_region[0].id);
    c->spotchecks = append(c, &of_region[1], "", of_region[1].id);
    c->projects_checked = append(c, &of_region[2], "", of_region[2].id);
}

kh_status indicators_make(catalogue *c, kh_err *e)
{
    uint32_t n = c->use == USE_ASSESSOR
                     ? ASSESSOR_INDICATORS
                     : c->sections + c->items + CATALOGUE_EXTRAS +
                           (c->use == USE_REGION ? REGION_INDICATORS : 0);
    c->indicator = kh_new(c->host, n * sizeof *c->indicator, e);
    c->names = kh_new(c->host, (size_t)n * NAME_MAX_BYTES, e);
    if (!c->indicator || !c->names)
        return KH_ENOMEM;
    if (c->use != USE_ASSESSOR) {
        append_catalogue(c);
        return KH_OK;
    }
    memcpy(c->indicator, of_assessor, sizeof of_assessor);
    c->indicators = ASSESSOR_INDICATORS;
    return KH_OK;
}
