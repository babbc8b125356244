/* SPDX-License-Identifier: Apache-2.0 */
/* qc_state.h - the state: what is on record for each subject, in ledgers that merge.
 *
 * Raw days, counts and marks, no points: the rules are applied by score, so that other
 * parameters re-score a saved state.  Days stand where the time of the day does not
 * matter. */
#ifndef KH_QC_STATE_H
#define KH_QC_STATE_H

#include "qc.h"

#include <kaohe/cycles.h>
#include <kaohe/ledger.h>

/* One ledger per dataset, numbered like it.  All begin with the subject; topics, series,
 * marks, items and extra go on with the topic. */
enum { K_SUBJECT, K_TOPIC };
enum { G_SUBJECT, G_UNIT, G_GROUP, G_REGISTERED, G_MEMBERS, G_STRUCK_OFF };
enum { T_KIND = 2, T_UNIT, T_TITLE, T_REGISTERED, T_STARTED, T_FINISHED };
enum { M_SUBJECT, M_UNIT, M_GROUP, M_DAY, M_ROWS, M_EXPECTED, M_ATTENDED };
enum { S_PHASE = 2, S_PERIOD, S_TARGET, S_BETTER, S_ROWS, S_VALUE };
enum { J_FORM = 2, J_JUDGE, J_ITEM, J_POINTS, J_UNIT, J_ROWS };
enum { F_FORM_ID = 2, F_ITEM_ID, F_LEAST, F_MOST, F_TIMES };
enum { X_ROWS = 2, X_PLUS, X_MINUS };
enum { E_SUBJECT, E_UNIT, E_DAY, E_ROWS, E_EMPLOYEES };
enum { A_SUBJECT, A_ROWS, A_AWARDED };
enum { C_SUBJECT, C_INDICATOR, C_ROWS, C_NUMERATOR, C_DENOMINATOR };

/* Values that stand for an absent column or an empty cell. */
#define ID_NONE INT64_C(-1)
#define DAY_ALWAYS INT64_MIN
#define DAY_NEVER INT64_MAX
#define MEMBERS_ANY INT64_MIN /* no column: any number will do */
#define MEMBERS_NONE INT64_C(-1)
#define NUMBER_NONE INT64_MIN
#define BETTER_NONE INT64_C(-1)

typedef struct qc_state {
    const qc *c;
    int64_t window[3]; /* from, to, months, as saved */
    kh_cycles cycles;
    kh_ledger l[D_COUNT];
} qc_state;

kh_status qc_begin(const void *inst, const kh_window *w, void **state, kh_err *e);
kh_status qc_merge(void *into, const void *from, const kh_merge *m, kh_err *e);
kh_status qc_save(const void *state, const kh_sink *out, kh_err *e);
kh_status qc_load(const void *inst, uint32_t version, const kh_source *in, void **state,
                  kh_err *e);
void qc_end(void *state);
/* A copy with settled ledgers whose ids are below `out`'s lengths; end it with qc_end. */
kh_status qc_settled(const qc_state *s, const kh_emit *out, qc_state **copy, kh_err *e);

/* qc_consume.c: rows of a batch into the ledgers. */
kh_status qc_consume(void *state, const kh_batch *b, kh_err *e);

#endif
