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
    struct file_months months;
};
struct found_files {
    struct found_file *at;
    uint32_t n, cap;
};

struct filefind_spec {
    const struct conf_input *input;
    const char *data;          /* folder of input files, or NULL */
    struct span_months months; /* of the hull */
    const struct span_window
        *windows; /* the own one first; NULL: every month of the hull */
    uint32_t n_windows;
    uint32_t max;
    uint32_t dataset;
    const char *domain; /* for messages */
};
/* A named file that does not exist is an error unless it may be missing or its month is not
 * one that must exist; a pattern without a match is a warning, and so are months of other
 * windows than the own one that have no file.  Fails for memory only. */
kh_status filefind(struct found_files *out, struct arena *a,
                   const struct filefind_spec *spec, struct findings *f, kh_err *e);

#endif
