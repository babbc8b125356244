/* SPDX-License-Identifier: Apache-2.0 */
/* spans.h - which months of files a span of dates needs; see inputs_span. */
#ifndef KH_INTAKE_SPANS_H
#define KH_INTAKE_SPANS_H

#include "config/conf.h"

enum { SPANS_MONTHS_MAX = 1200 }; /* more than that: every month that has a file */

struct span_window { /* days, half open */
    int32_t from, to;
    uint64_t needs; /* bit i: dataset i is looked at, so that its months must have files */
};
struct span_months {
    int32_t first, last;           /* months whose files are read */
    bool is_open;                  /* every month up to `last` that has a file */
    int32_t must_first, must_last; /* months that must have one; first > last: none */
};
/* Of the hull [from, to) of all windows, and of the domain's own window. */
struct span_months spans_months(const struct conf_input *input, int32_t from, int32_t to,
                                int32_t own_from, int32_t own_to);

/* The same of several windows, the own one first. */
struct span_months spans_months_all(const struct conf_input *input,
                                    const struct span_window *windows, uint32_t n);

/* Months that a file's name tells it holds; all of them if it tells none. */
struct file_months {
    int32_t first, last;
};
#define FILE_MONTHS_ALL ((struct file_months){ INT32_MIN, INT32_MAX })

/* Which of the months that a window must have files for do have one.  Without {YYYY} in the
 * names of files, and for a window of all dates, no month is asked for: of is 0. */
enum { SPAN_COVER_MAX = 64 };
struct span_cover {
    int32_t first;
    uint32_t of;
    uint64_t have; /* bit i: month first + i */
};
struct span_cover spans_cover(const struct conf_input *input, struct span_window w);
void span_cover_add(struct span_cover *c, struct file_months m);
uint32_t span_cover_with(const struct span_cover *c); /* months that have one */
/* Nothing was delivered for the window, though `n` files were found for others. */
bool span_cover_is_missing(const struct span_cover *c, const struct conf_input *input,
                           uint32_t n);

#endif
