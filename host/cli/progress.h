/* SPDX-License-Identifier: Apache-2.0 */
/* progress.h - rows, rate and time left of long work, on a terminal only. */
#ifndef KH_CLI_PROGRESS_H
#define KH_CLI_PROGRESS_H

#include <stdint.h>

/* Shaped for worker_spec.progress: redraws one line on stderr at most five times a second.
 */
void progress_show(void *ctx, const char *domain, uint64_t bytes, uint64_t of,
                   uint64_t rows);
/* Take the line away before anything else is printed. */
void progress_clear(void);

#endif
