/* SPDX-License-Identifier: Apache-2.0 */
/* filefind.h - patterns of an input to the files that exist.
 *
 * {YYYY} and {MM} stand for the months of the span, * for anything but a slash, {name} for
 * the part of the name that is kept.  Files come in bytewise order of their names, each
 * once, whatever the order of patterns or of the folder. */
#ifndef KH_INTAKE_FILEFIND_H
#define KH_INTAKE_FILEFIND_H

#include "intake/spans.h"

enum { FILEFIND_PARTS_MAX = 16 };

struct file_part {
    const char *name, *text;
};
struct found_file {
    const char *path, *name; /* name: relative to the folder of the file that binds it */
    const struct file_part *parts;
    uint32_t n_parts;
};
struct found_files {
    struct found_file *at;
    uint32_t n, cap;
};

/* `data` is the folder of input files, or NULL.  A named file that does not exist is an
 * error unless it may be missing or its month is not one that must exist; a pattern without
 * a match is a warning.  Fails for memory only. */
kh_status filefind(struct found_files *out, struct arena *a, const struct conf_input *in,
                   const char *data, const struct span_months *months, uint32_t max,
                   struct findings *f, kh_err *e);

#endif
