/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h - configuration as a tree of values that know their file and line.
 *
 * Files are read by libconfig; its traps are closed here: numbers are kept as the text that
 * stands in the file (shortest decimal), literals it would change silently are refused with
 * their line, and a file that includes itself is refused.  The tree lives in an arena and
 * is read-only once loaded; any thread may read it. */
#ifndef KH_CONFIG_TREE_H
#define KH_CONFIG_TREE_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/status.h"

enum cfg_kind { CFG_GROUP, CFG_LIST, CFG_TEXT, CFG_NUMBER, CFG_BOOL };

struct cfg {
    enum cfg_kind kind;
    bool truth;       /* CFG_BOOL */
    const char *name; /* of a member of a group; NULL in lists */
    const char
        *text; /* CFG_TEXT: the text; CFG_NUMBER: plain decimal; CFG_BOOL: true, false */
    struct cfg **child; /* CFG_GROUP, CFG_LIST */
    uint32_t len, line;
    const char *file;
    const char *origin; /* NULL, or "site.cfg:4" where a site setting replaced the value */
    const struct cfg *up;
};

/* Files as they were read, for the identity of a run. */
struct tree_file {
    const char *path;
    unsigned char sha[SHA_SIZE];
};
struct tree_files {
    struct tree_file *at; /* in the arena */
    uint32_t len, cap;
};

/* Read one file; mistakes go to `f`.  NULL if there is no usable tree. */
struct cfg *tree_read(struct arena *a, const char *path, struct findings *f);
/* The same; the file and all it includes are added to `files`. */
struct cfg *tree_read_files(struct arena *a, const char *path, struct tree_files *files,
                            struct findings *f);

const struct cfg *cfg_get(const struct cfg *group, const char *name); /* NULL if absent */
/* A scalar as text, whether quoted or not; `dflt` if absent.  Other kinds: as absent. */
const char *cfg_text(const struct cfg *group, const char *name, const char *dflt);
bool cfg_truth(const struct cfg *group, const char *name, bool dflt);
/* The dotted path from the root of the file, for messages:
 * "domain.scheme[0].nodes[2].weight". */
const char *cfg_path(struct arena *a, const struct cfg *c);
/* Add a finding at the place of `c`. */
KH_PRINTF(3, 4)
void cfg_error(struct findings *f, const struct cfg *c, const char *fmt, ...);
KH_PRINTF(3, 4)
void cfg_warning(struct findings *f, const struct cfg *c, const char *fmt, ...);

/* What a group may hold.  The reference manual is generated from these tables. */
enum cfg_want {
    WANT_TEXT,
    WANT_NUMBER, /* decimal, quoted or not */
    WANT_INTEGER,
    WANT_BOOL,
    WANT_GROUP,
    WANT_LIST,
    WANT_TEXTS,  /* a text or a list of texts */
    WANT_NAME,   /* a text or a group { zh, en } */
    WANT_SCALAR, /* text, number or bool */
    WANT_ANY
};
struct cfg_key {
    const char *name;
    enum cfg_want want;
    bool required;
    const char *min, *max;     /* of numbers, inclusive, as text; NULL = open */
    const char *const *choice; /* WANT_TEXT: one of these, ends with NULL; or NULL */
    const char *dflt; /* as it would be written; NULL: none, or `doc` says what holds */
    const char *doc;  /* one sentence */
};
/* Check a group against its table: unknown keys (with "did you mean"), kinds, ranges,
 * choices, required ones.  Returns true if nothing was found. */
bool cfg_check(const struct cfg *group, const struct cfg_key *keys, size_t n,
               struct findings *f);
/* A list of texts (or one text) into an array; *n is 0 if absent. */
const char **cfg_texts(struct arena *a, const struct cfg *c, uint32_t *n);

#endif
