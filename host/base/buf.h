/* SPDX-License-Identifier: Apache-2.0 */
/* buf.h - a growing byte buffer that is born with a maximum.
 *
 * Once an append fails (maximum passed or memory refused) `failed` stays set and later
 * appends do nothing: callers check once at the end. */
#ifndef KH_BASE_BUF_H
#define KH_BASE_BUF_H

#include "base/status.h"

struct buf {
    char *at; /* NUL-ended whenever not NULL */
    size_t len, cap, max;
    bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_text(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
KH_PRINTF(2, 3) void buf_printf(struct buf *b, const char *fmt, ...);
void buf_clear(struct buf *b); /* keeps the memory, clears `failed` */
void buf_end(struct buf *b);

#endif
