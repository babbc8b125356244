/* SPDX-License-Identifier: Apache-2.0 */
/* loaded.h - a shared object in this process: handshake, own copy of its table, instance.
 *
 * Only children of the coordinator (worker, scan, conformance checks) call this.  One
 * thread, before others exist: dlopen runs the plugin's constructors. */
#ifndef KH_PLUGIN_LOADED_H
#define KH_PLUGIN_LOADED_H

#include "base/mem.h"
#include "plugin/schema.h"

enum { LOADED_SIZE_MAX = 65536 /* bytes a plugin's table may claim */ };

struct loaded {
    kh_plugin table; /* the host's copy: later fields are zero */
    struct schema schema;
    void *handle; /* never closed */
};

/* dlopen, kh_plugin_v1, the 16 bytes, the size, needs_minor, required callbacks, flags,
 * ids, floating-point mode.  KH_EBUG and a sentence with the reason and the remedy if
 * refused.  *l and what it points to live in the arena. */
kh_status loaded_open(struct loaded *l, struct arena *a, const char *path, kh_err *e);
/* Its two halves, for who tells which of them killed the process: dlopen (constructors
 * run), then kh_plugin_v1 and the checks. */
kh_status loaded_object(struct loaded *l, struct arena *a, const char *path, kh_err *e);
kh_status loaded_entry(struct loaded *l, struct arena *a, const char *path, kh_err *e);
/* The checks alone, for a table already in the process (tests). */
kh_status loaded_table(struct loaded *l, struct arena *a, const kh_plugin *table,
                       const char *path, kh_err *e);
/* Fill a kh_host whose resize counts in `m`, which is its ctx.  log and reject are the
 * caller's; until it sets them, and stopping and extension, they do nothing. */
void loaded_host(kh_host *h, struct mem *m);

/* Where the file of plugin `id` is: kh_<id>.so in the folders, in order.  Two files with
 * one id in different folders: the first folder that has it; the search is told in *e if
 * none.  Refused with the reason unless loaded_allowed. */
kh_status loaded_find(char **path, struct arena *a, const char *const *folders, uint32_t n,
                      const char *id, kh_err *e);
/* Regular, owned by root or the user, not writable by others; KH_EBUG if not. */
kh_status loaded_allowed(const char *path, kh_err *e);
/* The id that a file's name gives: "penalty" for "x/kh_penalty.so"; NULL if it is no
 * plugin's name or memory is refused. */
char *loaded_id_of(struct arena *a, const char *path);

#endif
