/* SPDX-License-Identifier: Apache-2.0 */
/* limits.h - what a child takes from itself before it loads a plugin.
 *
 * Accidents are contained, not malice: a plugin is native code.  Main thread only. */
#ifndef KH_WORKER_LIMITS_H
#define KH_WORKER_LIMITS_H

#include "config/conf.h"

/* Die when the parent dies.  False: the parent, `parent`, is gone already. */
bool limits_follow(int64_t parent);
/* No core, CPU seconds, data segment (not in builds with sanitizers, which need much),
 * open files, no new privileges, no network.  What the system refuses is left out. */
void limits_set(const struct conf_limits *l, uint32_t threads);

#endif
