/* SPDX-License-Identifier: Apache-2.0 */
/* report_levels.h - the levels of a domain with their subjects in short. */
#ifndef KH_REPORT_REPORT_LEVELS_H
#define KH_REPORT_REPORT_LEVELS_H

#include "report/report_model.h"

/* Fills d->levels; orders and outcomes of the domain must be there. */
kh_status levels_load(struct report *r, struct model_domain *d, kh_err *e);

#endif
