/* SPDX-License-Identifier: Apache-2.0 */
/* spans.h - which months of files a span of dates needs; see inputs_span. */
#ifndef KH_INTAKE_SPANS_H
#define KH_INTAKE_SPANS_H

#include "config/conf.h"

enum { SPANS_MONTHS_MAX = 1200 }; /* more than that: every month that has a file */

struct span_months {
    int32_t first, last;           /* months whose files are read */
    bool is_open;                  /* every month up to `last` that has a file */
    int32_t must_first, must_last; /* months that must have one; first > last: none */
};
/* Of the hull [from, to) of all windows, and of the domain's own window. */
struct span_months spans_months(const struct conf_input *input, int32_t from, int32_t to,
                                int32_t own_from, int32_t own_to);

#endif
