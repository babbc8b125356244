/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - which plugins there are, found out in a child process.
 *
 * The scanning child (the same program started with a hidden argument) loads one file after
 * another and sends frames of its progress; when it dies, hangs, talks nonsense or has to
 * refuse a file, that file is at fault and a new child goes on with the next.  Failures are
 * values with a reason, never a silent gap.
 *
 * The main thread calls this: the child dies with the thread that started it. */
#ifndef KH_PLUGIN_SCAN_H
#define KH_PLUGIN_SCAN_H

#include "plugin/schema.h"

enum {
    SCAN_FILES_MAX = 1000,
    SCAN_WALL_MS = 10000 /* for one file */
};

struct scanned {
    const char *path;
    const char *failure; /* NULL if it can be used; else a sentence */
    struct schema schema;
};
/* All kh_*.so of the folders, in order of file name.  A folder that does not exist has
 * none, one that cannot be read is an error.  Two files with one id: both fail, each naming
 * the other. `program` is the path of this executable. */
kh_status scan_folders(struct scanned **out, uint32_t *n, struct arena *a,
                       const char *program, const char *const *folders, uint32_t n_folders,
                       kh_err *e);
/* Fill list[0..n-1], whose paths are set; one that has a failure is left as it is. */
kh_status scan_files(struct scanned *list, uint32_t n, struct arena *a, const char *program,
                     int wall_ms, kh_err *e);
/* The one with this id, as loaded_find finds it.  KH_EBUG: there is none, or its file is
 * not allowed; otherwise out->failure tells whether it can be used. */
kh_status scan_named(struct scanned *out, struct arena *a, const char *program,
                     const char *const *folders, uint32_t n, const char *id, kh_err *e);

/* ---- The child's side ---------------------------------------------------- */

/* `program --scan FD path...`: frames to descriptor FD.  Returns an exit status for _exit:
 * what plugins registered with atexit must not run. */
int scan_child(int fd, char **paths, int n);

/* A frame is three uint32 (magic, kind, length of the rest) and the rest.  For each file
 * stages in ascending order, then one verdict. */
enum {
    SCAN_MAGIC = 0x3153484b, /* K H S 1 */
    SCAN_HEAD = 12,
    SCAN_FRAME_MAX = 1 << 24
};
enum scan_kind {
    SCAN_LOADING = 1, /* dlopen */
    SCAN_ENTERING,    /* kh_plugin_v1 and the checks */
    SCAN_OPENING,     /* open and describe with default parameters */
    SCAN_GOOD,        /* the schema */
    SCAN_REFUSED      /* a sentence */
};

#endif
