/* SPDX-License-Identifier: Apache-2.0 */
/* frames.c - see frames.h. */
#include "worker/frames.h"
#include "base/lang.h"
#include "worker/slots.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { FRAMES_READ = 64 * 1024 }; /* bytes asked of the socket at once */

void frames_init(struct frames *f, int fd)
{
    *f = (struct frames){ .fd = fd };
}

void frames_end(struct frames *f)
{
    free(f->at);
    frames_init(f, -1);
}

/* Room for FRAMES_READ more bytes; what was taken is moved out of the way first. */
static bool make_room(struct frames *f)
{
    if (f->from) {
        memmove(f->at, f->at + f->from, f->to - f->from);
        f->to -= f->from;
        f->from = 0;
    }
    size_t need = f->to + FRAMES_READ;
    if (need <= f->cap)
        return true;
    size_t cap = f->cap ? f->cap * 2 : need;
    unsigned char *at = realloc(f->at, cap < need ? need : cap);
    if (!at)
        return false;
    f->at = at;
    f->cap = cap < need ? need : cap;
    return true;
}

kh_status frames_fill(struct frames *f, bool wait, bool *eof, kh_err *e)
{
    *eof = false;
    if (!make_room(f))
        return kh_fail(e, KH_ENOMEM, _("no memory for a frame"));
    ssize_t n = 0;
    do
        n = recv(f->fd, f->at + f->to, FRAMES_READ, wait ? 0 : MSG_DONTWAIT);
    while (n < 0 && errno == EINTR && wait);
    if (n > 0)
        f->to += (size_t)n;
    else if (n == 0 || errno == ECONNRESET)
        *eof = true;
    else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        return fail_errno(e, ST_IO, _("cannot read a frame"));
    return KH_OK;
}

static bool is_known(uint32_t type)
{
    return type == FRAME_HELLO || type == FRAME_ORDER ||
           (type >= FRAME_LOG && type <= FRAME_END);
}

kh_status frames_next(struct frames *f, struct frame *out, bool *got, kh_err *e)
{
    *got = false;
    if (f->to - f->from < FRAMES_HEAD)
        return KH_OK;
    struct wire head = { f->at + f->from, f->at + f->from + FRAMES_HEAD, false };
    uint32_t magic = wire_u32(&head), type = wire_u32(&head), size = wire_u32(&head);
    if (magic != FRAMES_MAGIC || !is_known(type) || size > FRAMES_MAX)
        return kh_fail(e, KH_EBUG, _("bytes that are no frame (type %u, %u bytes)"), type,
                       size);
    if (f->to - f->from - FRAMES_HEAD < size)
        return KH_OK;
    const unsigned char *body = f->at + f->from + FRAMES_HEAD;
    *out = (struct frame){ type, { body, body + size, false } };
    f->from += FRAMES_HEAD + size;
    *got = true;
    return KH_OK;
}

kh_status frames_wait(struct frames *f, struct frame *out, bool *got, kh_err *e)
{
    bool eof = false;
    kh_status rc = frames_next(f, out, got, e);
    while (!rc && !*got && !eof) {
        rc = frames_fill(f, true, &eof, e);
        if (!rc)
            rc = frames_next(f, out, got, e);
    }
    return rc;
}

/* All n bytes, or a failure once `until` has passed (-1 = never). */
static kh_status send_all(int fd, const void *bytes, size_t n, int64_t until, kh_err *e)
{
    const unsigned char *at = bytes;
    while (n) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL | (until < 0 ? 0 : MSG_DONTWAIT));
        if (sent >= 0) {
            at += sent;
            n -= (size_t)sent;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd p = { fd, POLLOUT, 0 };
            int64_t left = until < 0 ? -1 : until - slots_now_ms();
            if (until >= 0 && left <= 0)
                return kh_fail(e, ST_IO, _("the other side takes no frame"));
            poll(&p, 1, until < 0 ? -1 : (int)left);
        } else if (errno != EINTR)
            return fail_errno(e, ST_IO, _("cannot send a frame"));
    }
    return KH_OK;
}

kh_status frames_send(int fd, enum frame_type type, const struct buf *body, int timeout_ms,
                      kh_err *e)
{
    size_t size = body ? body->len : 0;
    if ((body && body->failed) || size > FRAMES_MAX)
        return kh_fail(e, KH_ENOMEM, _("no memory for a frame"));
    char bytes[FRAMES_HEAD + 1];
    struct buf head = { .at = bytes, .cap = sizeof bytes, .max = FRAMES_HEAD };
    wire_put_u32(&head, FRAMES_MAGIC);
    wire_put_u32(&head, type);
    wire_put_u32(&head, (uint32_t)size);
    int64_t until = timeout_ms < 0 ? -1 : slots_now_ms() + timeout_ms;
    kh_status rc = send_all(fd, bytes, FRAMES_HEAD, until, e);
    return rc || !size ? rc : send_all(fd, body->at, size, until, e);
}
