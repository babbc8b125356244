/* SPDX-License-Identifier: Apache-2.0 */
/* dossier.h - the state: what is on record for each subject, in ledgers that merge.
 *
 * Raw days and counts, no points: the rules are applied by score, so that other parameters
 * re-score a saved state.  Days stand where the time of the day does not matter. */
#ifndef KH_CONTRACTOR_DOSSIER_H
#define KH_CONTRACTOR_DOSSIER_H

#include "catalogue.h"

#include <kaohe/cycles.h>
#include <kaohe/ledger.h>

enum { L_REGISTER, L_EVENTS, L_TICKETS, L_SPOTCHECKS, L_VISITS, L_FILINGS, L_COUNT };

/* Columns of the ledgers.  All begin with subject and project, filings with subject and
 * unit. */
enum {
    R_SUBJECT,
    R_PROJECT,
    R_ROLE,
    R_UNIT,
    R_CLASS,
    R_STARTED,
    R_ACCEPTED,
    R_CAPITALISED,
    R_FEE,
    R_PUBLISHED
};
enum {
    E_SUBJECT,
    E_PROJECT,
    E_ITEM,
    E_DAY,
    E_SEVERITY,
    E_CAUSE,
    E_APPEAL,
    E_QUANTIFIED,
    E_EVENT,
    E_ROWS,
    E_COUNT,
    E_A,
    E_B
};
enum { K_SUBJECT, K_PROJECT, K_TIME, K_TICKET, K_OFFENCE, K_CLASS };
enum { X_SUBJECT, X_PROJECT, X_ROWS, X_SCORED, X_SCORE };
enum { V_SUBJECT, V_PROJECT, V_DAY, V_ROWS };
enum { F_SUBJECT, F_UNIT, F_DAY, F_ROWS };

/* Values that stand for an absent column or an empty cell. */
#define ID_NONE INT64_C(-1)
#define CLASS_ANY INT64_MIN /* no column: every class is assessed */
#define DAY_ALWAYS INT64_MIN
#define DAY_NEVER INT64_MAX
#define FEE_UNKNOWN INT64_C(-1)
#define PUBLISHED_NONE INT64_MIN

typedef struct dossier {
    const catalogue *c;
    int64_t window[3]; /* from, to, months, as saved */
    kh_cycles cycles;
    kh_ledger l[L_COUNT];
} dossier;

kh_status dossier_begin(const void *inst, const kh_window *w, void **state, kh_err *e);
kh_status dossier_merge(void *into, const void *from, const kh_merge *m, kh_err *e);
kh_status dossier_save(const void *state, const kh_sink *out, kh_err *e);
kh_status dossier_load(const void *inst, uint32_t version, const kh_source *in,
                       void **state, kh_err *e);
void dossier_end(void *state);
/* A copy with settled ledgers whose ids are below `out`'s lengths; end it with
 * dossier_end. */
kh_status dossier_settled(const dossier *d, const kh_emit *out, dossier **copy, kh_err *e);

/* consume.c: rows of a batch into the ledgers. */
kh_status dossier_consume(void *state, const kh_batch *b, kh_err *e);

#endif
