/* SPDX-License-Identifier: Apache-2.0 */
/* report.h - files and the terminal report of one stored run, from the store and nothing
 * else.
 *
 * Files of DIR are written beside their place (NAME.part); report_commit renames them,
 * run.json last.  The bytes depend on the run's results and the language only: no clock,
 * path, thread count or locale shows. */
#ifndef KH_REPORT_REPORT_H
#define KH_REPORT_REPORT_H

#include "base/lang.h"
#include "store/store.h"

struct report; /* the model of one run, loaded */

/* `s` may be inside the transaction that wrote the run. */
kh_status report_load(struct report **out, struct store *s, int64_t run, enum lang lang,
                      kh_err *e);
void report_end(struct report *r);

/* The unified report for a terminal: `width` columns, colour if `colour`. */
kh_status report_terminal(const struct report *r, struct buf *out, int width, bool colour,
                          kh_err *e);

struct report_files; /* written parts */
kh_status report_write(struct report_files **out, const struct report *r,
                       const char *folder, kh_err *e);
/* Rename all, run.json last; `stage` is told each name before its rename. */
kh_status report_commit(struct report_files *f, store_stage stage, void *ctx, kh_err *e);
uint32_t report_files_len(const struct report_files *f);
const char *report_files_path(const struct report_files *f, uint32_t i);
void report_drop(struct report_files *f); /* removes parts that were not renamed; frees */

#endif
