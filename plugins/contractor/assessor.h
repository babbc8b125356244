/* SPDX-License-Identifier: Apache-2.0 */
/* assessor.h - the indicators of the assessing city itself. */
#ifndef KH_CONTRACTOR_ASSESSOR_H
#define KH_CONTRACTOR_ASSESSOR_H

#include "dossier.h"

enum { A_VISIT_RATE, A_CLOSED, A_FILING, A_SPOTCHECK_RATE, ASSESSOR_INDICATORS };

/* Emit all indicators of every subject; `settled` as dossier_settled makes it. */
kh_status assessor_score(const dossier *settled, const kh_emit *out, kh_err *e);

#endif
