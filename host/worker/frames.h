/* SPDX-License-Identifier: Apache-2.0 */
/* frames.h - framing between coordinator and child on a stream socket.
 *
 * A frame is magic, type and length (three little-endian u32) and the body, whose layout
 * is payload.h's.  Nothing is trusted: a wrong magic, an unknown type or a length beyond
 * FRAMES_MAX is KH_EBUG.  One thread reads; writers serialise themselves. */
#ifndef KH_WORKER_FRAMES_H
#define KH_WORKER_FRAMES_H

#include "base/wire.h"

#define FRAMES_MAGIC 0x3146484bu /* the bytes K H F 1 */
enum {
    FRAMES_VERSION = 1,    /* of the conversation, in the hello */
    FRAMES_HEAD = 12,      /* bytes in front of a body */
    FRAMES_MAX = 16 << 20, /* bytes of a body */
    FRAMES_FULL = 1 << 20  /* a sender begins a new frame beyond this */
};

enum frame_type {
    FRAME_HELLO = 1, /* coordinator to child */
    FRAME_ORDER = 2,
    FRAME_LOG = 16, /* child to coordinator */
    FRAME_PROGRESS,
    FRAME_FINDINGS,
    FRAME_REFUSED, /* a status and a sentence; nothing follows */
    FRAME_SCHEMA,
    FRAME_FILES,
    FRAME_SUBJECTS,
    FRAME_RESULTS,
    FRAME_REASONS,
    FRAME_ROWS,
    FRAME_DELIVERIES,
    FRAME_INPUTS,
    FRAME_REJECTS,
    FRAME_COLUMNS,
    FRAME_END /* totals; nothing follows */
};

struct frame {
    uint32_t type;
    struct wire body; /* borrowed until the next frames_fill */
};

struct frames {
    int fd;
    unsigned char *at; /* bytes received: [from, to) are not yet taken */
    size_t from, to, cap;
};

void frames_init(struct frames *f, int fd);
void frames_end(struct frames *f); /* frees; the descriptor stays open */

/* Take what has arrived, at most one system call.  *eof: the other side is gone.  Does not
 * wait if `wait` is false. */
kh_status frames_fill(struct frames *f, bool wait, bool *eof, kh_err *e);
/* The next whole frame; *got is false if bytes are still missing.  KH_EBUG: not a frame. */
kh_status frames_next(struct frames *f, struct frame *out, bool *got, kh_err *e);
/* Wait for the next frame; *got is false at the end of the stream. */
kh_status frames_wait(struct frames *f, struct frame *out, bool *got, kh_err *e);

/* Write one frame.  timeout_ms < 0 waits as long as it takes.  ST_IO if the other side does
 * not take it; KH_ENOMEM if `body` had failed. */
kh_status frames_send(int fd, enum frame_type type, const struct buf *body, int timeout_ms,
                      kh_err *e);

#endif
