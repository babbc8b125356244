/* SPDX-License-Identifier: Apache-2.0 */
/* path.h - path text, reading small files, and writing files whole or not at all. */
#ifndef KH_BASE_PATH_H
#define KH_BASE_PATH_H

#include "base/arena.h"
#include "base/buf.h"
#include <stdio.h>

/* `path` seen from the folder in which `file` stands; absolute paths as they are. */
char *path_beside(struct arena *a, const char *file, const char *path);
char *path_join(struct arena *a, const char *dir, const char *name);
const char *path_name(const char *path); /* behind the last slash */
/* The running program, absolute; NULL if it cannot be told. */
char *path_program(struct arena *a);
/* Folder of the running program, no slash at the end; NULL if it cannot be told. */
char *path_of_program(struct arena *a);
/* Make a folder and those above it; an existing one is fine. */
kh_status path_make_folder(const char *path, kh_err *e);
/* The whole file, at most `max` bytes.  `out` is initialised here and ends empty on
 * failure; the caller ends it with buf_end.  Codes: ST_IO, KH_ENOMEM. */
kh_status path_read(struct buf *out, const char *path, size_t max, kh_err *e);

/* A file is written as path.part (mode 0644 less umask), synced, and renamed by
 * path_commit; path_drop removes the part.  Both leave `p` empty, and path_commit removes
 * the part when it fails; after a failed path_finish the caller drops it.  A full disk is
 * ST_AGAIN, anything else ST_IO. */
struct path_part {
    FILE *file;
    char *path, *part; /* in the caller's arena */
};
kh_status path_begin(struct path_part *p, struct arena *a, const char *path, kh_err *e);
kh_status path_finish(struct path_part *p,
                      kh_err *e); /* flush, sync, close; not yet renamed */
kh_status path_commit(struct path_part *p, kh_err *e); /* rename into place */
void path_drop(struct path_part *p);

#endif
