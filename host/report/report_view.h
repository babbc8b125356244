/* SPDX-License-Identifier: Apache-2.0 */
/* report_view.h - one subject in full: its nodes in scheme order and the reasons. */
#ifndef KH_REPORT_REPORT_VIEW_H
#define KH_REPORT_REPORT_VIEW_H

#include "report/report_inside.h"

struct view_node { /* a row of scores.csv; empty cells are "" */
    const char *node, *name, *kind, *indicator, *unit, *state, *numerator, *denominator;
    const char *samples, *value, *score, *full, *weight, *weight_used, *contribution;
    const char *flags;
    int64_t depth;
};
struct view_reason {
    const char *indicator, *name; /* of the leaf it belongs to; the indicator if none */
    const char *rule, *effect;
    int64_t count;
};
struct view_outcome {
    const char *kind, *value, *value_name, *reason;
};

struct view_plate { /* of one cycle */
    const char *month, *plate, *cause, *access;
};
enum { VIEW_CYCLES = 12 }; /* so many cycles of plates, the newest last */

struct view {
    struct arena arena; /* reset for each subject */
    struct view_node *nodes;
    struct view_reason *reasons;
    struct view_outcome *outcomes;
    struct view_plate *plates; /* up to the run's, as they stood when it was made */
    uint32_t n_nodes, n_reasons, n_outcomes, n_plates;
};

void view_init(struct view *v);
kh_status view_load(struct view *v, const struct report *r, const char *domain,
                    const char *level, const char *subject, kh_err *e);
void view_end(struct view *v);

#endif
