/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - which plugins there are, found out in a child process.
 *
 * The scanning child (the same program started with a hidden argument) loads one file after
 * another and sends one frame each; when it dies, the file being loaded is at fault and a
 * new child goes on with the next.  Failures are values with a reason, never a silent gap.
 */
#ifndef KH_PLUGIN_SCAN_H
#define KH_PLUGIN_SCAN_H

#include "plugin/schema.h"

enum { SCAN_FILES_MAX = 1000 };

struct scanned {
    const char *path;
    const char *failure; /* NULL if it can be used */
    struct schema schema;
};
/* All kh_*.so of the folders, in order of file name.  Two files with one id: both fail,
 * each naming the other.  `program` is the path of this executable. */
kh_status scan_folders(struct scanned **out, uint32_t *n, struct arena *a,
                       const char *program, const char *const *folders, uint32_t n_folders,
                       kh_err *e);
/* The child's side: paths as arguments, frames to descriptor `fd`.  Returns an exit status.
 */
int scan_child(int fd, char **paths, int n);

#endif
