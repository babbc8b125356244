/* SPDX-License-Identifier: Apache-2.0 */
/* heading.h - the header line: delimiter, encoding, and which field is which column. */
#ifndef KH_INTAKE_HEADING_H
#define KH_INTAKE_HEADING_H

#include "intake/plan.h"

/* The beginning of a file, at most INTAKE_HEADER_MAX bytes behind a mark. */
struct heading {
    struct arena *a;
    const struct plan *plan;
    const char *path;
    struct findings *f;
    const char *bytes;
    size_t n;
    bool is_all; /* the file is not longer */

    /* Found by heading_look: */
    char delimiter;
    enum encoding encoding; /* ENCODING_UNKNOWN: the content decides */
    uint64_t begin, line;   /* of the first record behind the header */
    uint64_t header_line;
};
/* Find where the header ends, the delimiter and, if the bound headers tell it, the
 * encoding.  `encoding` is that which is set, else ENCODING_UNKNOWN.  Refusals go to `f`
 * and give ST_INPUT. */
kh_status heading_look(struct heading *h, enum encoding encoding, kh_err *e);
/* Find each source's field, with the encoding that was found.  The arrays of `file` are in
 * the arena. */
kh_status heading_bind(struct heading *h, struct plan_file *file, kh_err *e);

#endif
