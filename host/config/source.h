/* SPDX-License-Identifier: Apache-2.0 */
/* source.h - the text of a configuration file and all it includes, as one row of tokens.
 *
 * Includes are followed here, so that their paths are relative to the file they stand in
 * and a file that includes itself is refused.  `text` is what libconfig is given: one
 * token a line, every number written as 0, so that line k of its messages is token k, and
 * the value and the place of every scalar are those of the file.  Thread contract: pure. */
#ifndef KH_CONFIG_SOURCE_H
#define KH_CONFIG_SOURCE_H

#include "base/buf.h"
#include "config/tree.h"

enum {
    SOURCE_FILE_MAX = 4 << 20,   /* bytes of one file */
    SOURCE_TOTAL_MAX = 16 << 20, /* bytes of a file and its includes */
    SOURCE_INCLUDES_MAX = 10,    /* files inside one another, as in libconfig */
    SOURCE_FILES_MAX = 256,      /* files read for one tree */
    SOURCE_DEPTH_MAX = 64,       /* groups and lists inside one another */
    SOURCE_TOKENS_MAX = 1000000,
    SOURCE_MEMBERS_MAX = 4096 /* names in one group: libconfig compares each with each */
};

enum token_kind { TOKEN_NAME, TOKEN_NUMBER, TOKEN_BOOL, TOKEN_TEXT, TOKEN_MARK };
struct token {
    enum token_kind kind;
    char mark;        /* TOKEN_MARK: one of = , ; { } ( ) [ ] */
    uint32_t line;    /* where it begins */
    const char *file; /* in the arena */
    const char *text; /* name, plain decimal, true or false; NULL for others */
};
struct source {
    struct buf text;
    struct token *tokens; /* in the arena */
    uint32_t len, cap;
};

/* Read `path` and what it includes; every file read is added to `files`.  false: mistakes
 * went to `f`.  End `s` with source_end in either case. */
bool source_read(struct source *s, struct arena *a, const char *path,
                 struct tree_files *files, struct findings *f);
void source_end(struct source *s);

#endif
