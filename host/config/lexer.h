/* SPDX-License-Identifier: Apache-2.0 */
/* lexer.h - inside of source: the state of scanning a file and those it includes. */
#ifndef KH_CONFIG_LEXER_H
#define KH_CONFIG_LEXER_H

#include "config/source.h"

#include <sys/types.h>

struct bracket {
    char mark;
    uint32_t line, members;
};

/* What all files of one tree share. */
struct lexer {
    struct source *out;
    struct arena *a;
    struct findings *f;
    struct tree_files *files;
    struct bracket open[SOURCE_DEPTH_MAX];
    uint32_t depth, n_files;
    size_t total;
    bool failed;  /* something was found; scanning goes on to find more */
    bool stopped; /* no sense in going on */
};

/* One file being read; `up` is the one that includes it. */
struct lexer_file {
    const struct lexer_file *up;
    const char *path; /* in the arena */
    dev_t device;
    ino_t inode;
    const char *at, *end;
    uint32_t line, level;
};

/* Add a mistake; scanning goes on.  lexer_stop: there is no sense in going on. */
KH_PRINTF(4, 5)
void lexer_error(struct lexer *s, const char *file, uint32_t line, const char *fmt, ...);
void lexer_stop(struct lexer *s);
void lexer_no_memory(struct lexer *s, const char *file);

/* Take one token, blank or comment off the file; f->at < f->end. */
void lexer_token(struct lexer *s, struct lexer_file *f);
/* Read and scan a file, which `up` includes (NULL: the first). */
void lexer_path(struct lexer *s, const char *path, const struct lexer_file *up);

#endif
