/* SPDX-License-Identifier: Apache-2.0 */
/* dayset.h - days named by a file of intervals, such as the times when the billing system
 * suspends unpaid users.
 *
 * A row is an interval from `from` to `to` (both included; without `to` it has not ended).
 * Every day of the windows that an interval touches belongs to the set.  The file is read
 * like any input: encoding, delimiter, forms of dates, gzip; a row that cannot be read
 * refuses it.  One thread. */
#ifndef KH_INTAKE_DAYSET_H
#define KH_INTAKE_DAYSET_H

#include "intake/inputs.h"

enum { DAYSET_SPAN_MAX = 4000 /* days from the first window to the last */ };

struct dayset {
    const struct conf_day_set *conf;
    const char *name;    /* "days:ID" */
    const int32_t *days; /* of the windows' hull, sorted */
    uint32_t n;
    struct input_file *files;
    uint32_t n_files;
    uint64_t rows, outside; /* rows; those that touch no window */
    bool missing;           /* there is no file for the first window */
};

/* `set` must have a file; windows[0] is the domain's own.  ST_INPUT: the file is refused,
 * findings in `f`.  A window without a file, and one without such a day, is a warning.
 * What *out points to lives in `a`. */
kh_status dayset_read(struct dayset *out, struct arena *a, const struct conf *c,
                      const char *domain, const struct conf_day_set *set,
                      const struct span_window *windows, uint32_t n, struct findings *f,
                      kh_err *e);
/* Was nothing delivered for this window, though it should have been? */
bool dayset_is_missing(const struct dayset *s, struct span_window w);
/* The set's days in [from, to); *at points into it. */
uint32_t dayset_within(const struct dayset *s, struct span_window w, const int32_t **at);

#endif
