/* SPDX-License-Identifier: Apache-2.0 */
/* datasets.c - what the plugin reads and which tables it writes; see datasets.h. */
#include "datasets.h"
#include "catalogue.h"

#include <kaohe/sdk.h>

enum { MAYBE = KH_NULLABLE | KH_OPTIONAL };

static const char *const spaces[SPACE_COUNT] = { "subject", "project", "item", "event",
                                                 "ticket",  "role",    "unit" };
static const char *const severities[] = { "general", "serious", NULL };
static const char *const causes[] = { "force_majeure", "customer", NULL };
static const char *const appeals[] = { "pending", "granted", "rejected", NULL };
static const char *const visitors[] = { "city", "region", NULL };

#define SUBJECT_COLUMN                        \
    {                                         \
        "subject", "Who is assessed.", KH_KEY \
    }
#define PROJECT_COLUMN                                                                   \
    {                                                                                    \
        "project_id", "The project; needed where a subject has several.", KH_KEY, MAYBE, \
            .space = SPACE_PROJECT                                                       \
    }
#define REVISION_COLUMN                                                      \
    {                                                                        \
        "revision", "Of lines with one id the greatest wins.", KH_I64, MAYBE \
    }

static const kh_field projects[PR_COUNT] = {
    SUBJECT_COLUMN,
    PROJECT_COLUMN,
    { "role", "Role on the project; items of other roles do not apply.", KH_KEY, MAYBE,
      .space = SPACE_ROLE },
    { "unit", "City that files; needed where levels above it merge.", KH_KEY, MAYBE,
      .space = SPACE_UNIT },
    { "class", "Class of the project.", KH_I64, MAYBE },
    { "started", "First day of construction; empty: not started.", KH_TIME, MAYBE },
    { "accepted", "Day of acceptance; empty: not accepted.", KH_TIME, MAYBE },
    { "capitalised", "Day of capitalisation; empty: not capitalised.", KH_TIME, MAYBE },
    { "fee_yuan", "Contract fee, of which tickets take a share at most.", KH_DEC, MAYBE,
      .scale = 2 },
    { "published", "A score published elsewhere, to be reconciled.", KH_DEC, MAYBE,
      .scale = 2 },
};
static const kh_field deductions[DE_COLUMNS] = {
    SUBJECT_COLUMN,
    PROJECT_COLUMN,
    { "event_id", "Id of the event.", KH_KEY, MAYBE, .space = SPACE_EVENT },
    { "item", "Item of the catalogue.", KH_KEY, .space = SPACE_ITEM },
    { "date", "Day of the event; it belongs to the cycle of this day.", KH_TIME },
    { "count", "How often; 1 if empty.", KH_I64, MAYBE },
    { "severity", "General if empty.", KH_ENUM, MAYBE, .labels = severities },
    { "a", "Quantity on top of a rate.", KH_DEC, MAYBE, .scale = AB_SCALE },
    { "b", "Quantity below it.", KH_DEC, MAYBE, .scale = AB_SCALE },
    { "cause", "Cause that is not the contractor's.", KH_ENUM, MAYBE, .labels = causes },
    { "appeal", "State of an appeal.", KH_ENUM, MAYBE, .labels = appeals },
    REVISION_COLUMN,
};
static const kh_field tickets[TI_COUNT] = {
    SUBJECT_COLUMN,
    PROJECT_COLUMN,
    { "ticket_id", "Id of the ticket.", KH_KEY, MAYBE, .space = SPACE_TICKET },
    { "class", "Class of the ticket.", KH_ENUM },
    { "date", "Day of the ticket.", KH_TIME },
    { "offence", "What it is for; the same again costs more.", KH_KEY, MAYBE,
      .space = SPACE_ITEM },
    REVISION_COLUMN,
};
static const kh_field visits[VI_COUNT] = {
    SUBJECT_COLUMN,
    PROJECT_COLUMN,
    { "visit_id", "Id of the visit.", KH_KEY, MAYBE, .space = SPACE_EVENT },
    { "date", "Day of the visit.", KH_TIME },
    { "by", "Who visited; the city if empty.", KH_ENUM, MAYBE, .labels = visitors },
    REVISION_COLUMN,
};
static const kh_field spotchecks[SP_COUNT] = {
    SUBJECT_COLUMN,
    PROJECT_COLUMN,
    { "date", "Day of the region's spot check.", KH_TIME },
    { "score", "Its score.", KH_DEC, MAYBE, .scale = 2 },
};
static const kh_field filings[FI_COUNT] = {
    SUBJECT_COLUMN,
    { "unit", "City that files; needed where levels above it merge.", KH_KEY, MAYBE,
      .space = SPACE_UNIT },
    { "cycle", "Last month of the cycle, YYYY-MM.", KH_TEXT },
    { "filed_at", "When the results were filed; empty: not filed.", KH_TIME, MAYBE },
};

static const kh_dataset of_contractor[D_COUNT] = {
    { "projects", "The register of projects.", KH_FACT, .key = COL_PROJECT + 1,
      .columns = KH_LIST(projects) },
    { "deductions", "Events against the catalogue.", KH_FACT, .when = DE_DATE + 1,
      .key = DE_EVENT + 1, .revision = DE_REVISION + 1, .columns = KH_LIST(deductions) },
    { "tickets", "Penalty tickets; span to_end.", KH_FACT, KH_OPTIONAL, .when = TI_DATE + 1,
      .key = TI_TICKET + 1, .revision = TI_REVISION + 1, .columns = KH_LIST(tickets) },
    { "spotchecks", "Spot checks of the region.", KH_FACT, KH_OPTIONAL, .when = SP_DATE + 1,
      .columns = KH_LIST(spotchecks) },
};
static const kh_dataset of_assessor[DA_COUNT] = {
    { "projects", "The register of projects.", KH_FACT, .key = COL_PROJECT + 1,
      .columns = KH_LIST(projects) },
    { "visits", "Visits to sites; span to_end.", KH_FACT, KH_OPTIONAL, .when = VI_DATE + 1,
      .key = VI_VISIT + 1, .revision = VI_REVISION + 1, .columns = KH_LIST(visits) },
    { "filings", "When a city filed the results of a cycle.", KH_FACT, KH_OPTIONAL,
      .columns = KH_LIST(filings) },
    { "spotchecks", "Spot checks of the region.", KH_FACT, KH_OPTIONAL, .when = SP_DATE + 1,
      .columns = KH_LIST(spotchecks) },
};

static const char *const counted_from[] = { "projects", "deductions", "spotchecks", NULL };
static const char *const not_counted_why[] = {
    "not_assessed",   "unknown_item", "other_role", "cause",
    "appeal_granted", "no_quantity",  NULL
};
static const char *const no_outcome_why[] = { "not_assessed", NULL };
static const kh_field ticket_cells[TC_COUNT] = {
    { "project", "The project.", KH_KEY, KH_NULLABLE, .space = SPACE_PROJECT },
    { "ticket", "Id of the ticket; empty: added by a rate.", KH_KEY, KH_NULLABLE,
      .space = SPACE_TICKET },
    { "date", "Day of the ticket.", KH_TIME },
    { "class", "Its class.", KH_TEXT },
    { "offence", "What it is for.", KH_KEY, KH_NULLABLE, .space = SPACE_ITEM },
    { "repeated", "The same offence was ticketed before.", KH_BOOL },
    { "amount", "What it costs.", KH_DEC, .scale = 2 },
    { "charged", "What is charged of it.", KH_DEC, .scale = 2 },
    { "overflow", "What lies above the cap.", KH_DEC, .scale = 2 },
    { "reason", "Why it is in no outcome; empty: it is in its subject's.", KH_ENUM,
      KH_NULLABLE, .labels = no_outcome_why },
};
static const kh_field not_counted_cells[NC_COUNT] = {
    { "dataset", "Where the rows come from.", KH_ENUM, .labels = counted_from },
    { "id", "Id of the event.", KH_KEY, KH_NULLABLE, .space = SPACE_EVENT },
    { "reason", "Why they are not counted.", KH_ENUM, .labels = not_counted_why },
    { "rows", "How many.", KH_I64 },
};
static const kh_field reconciliation_cells[RC_COUNT] = {
    { "published", "The score published elsewhere.", KH_DEC, .scale = 2 },
    { "computed", "The score by the catalogue.", KH_DEC, .scale = 2 },
    { "difference", "Computed less published.", KH_DEC, .scale = 2 },
};
static const kh_table contractor_tables[TABLE_COUNT] = {
    { "tickets", "Tickets of the window, in order of charging.",
      .columns = KH_LIST(ticket_cells) },
    { "not_counted", "Events of the window that do not count, and why.",
      .columns = KH_LIST(not_counted_cells) },
    { "reconciliation", "Published scores that differ.",
      .columns = KH_LIST(reconciliation_cells) },
};
static const kh_field few_visits_cells[FV_COUNT] = {
    { "project", "The project.", KH_KEY, KH_NULLABLE, .space = SPACE_PROJECT },
    { "accepted", "Day of acceptance.", KH_TIME },
    { "visits", "Visits up to that day.", KH_I64 },
};
static const kh_table assessor_tables[TABLE_A_COUNT] = {
    { "few_visits", "Projects accepted in the window with too few visits.",
      .columns = KH_LIST(few_visits_cells) },
};

kh_status datasets_make(catalogue *c, kh_err *e)
{
    const kh_list space = KH_LIST(spaces);
    const kh_list list = { c->indicator, c->indicators, sizeof *c->indicator };
    if (c->use == USE_ASSESSOR) {
        const kh_list sets = KH_LIST(of_assessor), tables = KH_LIST(assessor_tables);
        c->domain = (kh_domain){ sizeof c->domain, KH_EXACT, space, sets, list, tables };
        return KH_OK;
    }
    const kh_list tables = KH_LIST(contractor_tables);
    c->dataset = kh_new(c->host, sizeof of_contractor, e);
    c->ticket_column = kh_new(c->host, sizeof tickets, e);
    if (!c->dataset || !c->ticket_column)
        return KH_ENOMEM;
    memcpy(c->dataset, of_contractor, sizeof of_contractor);
    if (c->use == USE_REGION) /* of interest for vetoes only */
        c->dataset[D_DEDUCTIONS].flags |= KH_OPTIONAL;
    memcpy(c->ticket_column, tickets, sizeof tickets);
    c->ticket_column[TI_CLASS].labels = c->class_name;
    c->dataset[D_TICKETS].columns.at = c->ticket_column;
    const kh_list sets = { c->dataset, D_COUNT, sizeof *c->dataset };
    c->domain = (kh_domain){ sizeof c->domain, KH_EXACT, space, sets, list, tables };
    return KH_OK;
}
