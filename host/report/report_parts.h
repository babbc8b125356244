/* SPDX-License-Identifier: Apache-2.0 */
/* report_parts.h - steps of loading the model, each in a file of its own. */
#ifndef KH_REPORT_REPORT_PARTS_H
#define KH_REPORT_REPORT_PARTS_H

#include "report/report_model.h"

#define COMPOSITE_ID "composite"

/* Columns of the composite; brings the domains into the order of reading.  Domains must be
 * there, nothing may point at them yet. */
kh_status composite_columns(struct report *r, struct model *m, kh_err *e);
/* Cells of the composite; a board for it if none ranks it.  Levels and boards must be
 * there. */
kh_status composite_cells(struct report *r, struct model *m, kh_err *e);
/* d->tally of every domain. */
kh_status tally_load(struct report *r, struct model *m, kh_err *e);
/* Is there any figure to tell? */
bool tally_says(const struct model_domain *d);
/* Levels that share subjects, joined. */
kh_status chapters_load(struct report *r, struct model *m, kh_err *e);

#endif
