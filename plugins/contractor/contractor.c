/* SPDX-License-Identifier: Apache-2.0 */
/* contractor.c - engineering contractors by a catalogue of deductions, and their assessor.
 *
 * Four uses, by the parameter `use` and the catalogue: contractors per project (subject
 * contractor, role, city, project), contractors in the region's cycle (use = "region",
 * subject contractor, role), the assessing city itself (use = "assessor"), and any other
 * occurrences against any other catalogue.  README.md is the manual.
 *
 *  R1   A project is assessed in a cycle if its class is one of class_min to class_max, it
 *       started by the cycle's last day, was not accepted before its first and not
 *       capitalised by its last.  A subject without an assessed project has no results.
 *  R2   An event belongs to the cycle of its date.  It counts unless, in this order, its
 *       project is not assessed then, its item is unknown or another role's, its cause is
 *       not the contractor's, its appeal was granted, or a rate lacks a or b; such rows go
 *       to `not_counted`.  A count below 1 or a quantity below 0 is a reject.
 *  R3   An occurrence deducts count x deduct, or x serious; an item at most its cap.
 *  R4   An item with `repeat` deducts that many times as much if it was counted on the same
 *       project in the cycle before.
 *  R5   deducted.SECTION is the sum of its items after their caps; one reason per item, and
 *       `cap` with the opposite sign.
 *  R6   rate.ITEM pools a and b of the counted events: over max(0, a - b) / b, deviation
 *       |a - b| / b, share a / b.  Nothing below and something on top has base 1; no event
 *       is no data.
 *  R7   count.ITEM is how often a veto, tiered or bonus item was counted.
 *  R8   A pending appeal counts; what it touches is provisional, with the value without it.
 *  R9   A ticket for an offence that the project was ticketed for before, by date, then id,
 *       costs ticket_repeat times its class.
 *  R10  All tickets up to the window's end are charged in that order up to
 *       ticket_cap_percent of the project's fee; the rest overflows.  The window's own are
 *       reported.  Without a fee there is no cap.
 *  R11  A rate above an item's ticket_above adds a ticket on its last counted day, in every
 *       cycle, for the item as the offence.
 *  R12  Each published score that differs from the sum over sections of
 *       max(0, full - deducted) is a row of `reconciliation`.
 *  R13  spotcheck is the mean of the region's spot checks in the window: of each assessed
 *       project, then over the projects.  A check of a project that is not assessed, or
 *       without score, goes to `not_counted`; a score outside of 0 to 100 is a reject.
 *  R14  visit_rate is over pairs of project and month under construction (started by its
 *       end, not accepted before its start): those with a visit by the city.
 *  R15  closed_few_visits counts projects accepted in the window with fewer than visits_min
 *       visits by the city up to that day.
 *  R16  filing_in_time has one unit per city, with or without a row: filed by the end of
 *       filing_day of the cycle's last month.
 *  R17  spotcheck_rate is over projects under construction in the window, of any class.
 *  R18  use = "region" assesses a contractor over the city cycles (city_months) of its
 *       window: R1 and R2 hold city cycle by city cycle, and one assessed project in one of
 *       them is enough to be a subject.  Its catalogue lists the vetoes that concern the
 *       region and the rates that add tickets; events of other items are the city's, and
 *       not listed again.  Tickets are those of the city cycles.
 *  R19  fee is the sum of the contract fees of the subject's assessed projects, each once;
 *       a project without one adds nothing, and without any there is no data. */
#include "assessor.h"
#include "catalogue.h"
#include "dossier.h"
#include "scoring.h"

#include <kaohe/sdk.h>

static kh_status contractor_open(const kh_host *h, const kh_value *params, void **inst,
                                 kh_err *e)
{
    catalogue *c = NULL;
    kh_status rc = catalogue_open(h, params, &c, e);
    *inst = c;
    return rc;
}

static kh_status contractor_describe(const void *inst, const kh_domain **domain, kh_err *e)
{
    (void)e; /* made by open */
    *domain = &((const catalogue *)inst)->domain;
    return KH_OK;
}

static kh_status contractor_results(const void *state, const kh_emit *out, kh_err *e)
{
    const dossier *d = state;
    dossier *settled = NULL;
    if (out->spaces < SPACE_COUNT)
        return kh_fail(e, KH_EBUG, "the host offers %u key spaces of %d",
                       (unsigned)out->spaces, (int)SPACE_COUNT);
    kh_status rc = dossier_settled(d, out, &settled, e);
    if (rc)
        return rc;
    rc = d->c->use == USE_ASSESSOR ? assessor_score(settled, out, e)
                                   : contractor_score(settled, out, e);
    dossier_end(settled);
    return rc;
}

static void contractor_close(void *inst)
{
    catalogue_close(inst);
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,
    .id = "contractor",
    .version = "1.0.0",
    .doc = "Contractors by a catalogue of deductions, penalty tickets, and their assessor.",
    .state_version = 1,
    .params = { catalogue_params, P_COUNT, sizeof *catalogue_params },
    .open = contractor_open,
    .describe = contractor_describe,
    .begin = dossier_begin,
    .consume = dossier_consume,
    .merge = dossier_merge,
    .save = dossier_save,
    .load = dossier_load,
    .score = contractor_results,
    .end = dossier_end,
    .close = contractor_close,
};
KH_PLUGIN(plugin)
