/* SPDX-License-Identifier: Apache-2.0 */
/* log.h - one line to stderr.  Any thread; a line is written whole. */
#ifndef KH_BASE_LOG_H
#define KH_BASE_LOG_H

#include "base/status.h"

/* Levels are KH_LOG_ERROR to KH_LOG_DEBUG; lines above the set level are dropped. */
void log_level(uint32_t level);
KH_PRINTF(2, 3) void log_line(uint32_t level, const char *fmt, ...);

#endif
