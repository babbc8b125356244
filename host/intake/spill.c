/* SPDX-License-Identifier: Apache-2.0 */
/* spill.c - see spill.h. */
#include "intake/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void spill_init(struct spill *s)
{
    *s = (struct spill){ .fd = -1 };
}

void spill_close(struct spill *s)
{
    if (s->fd >= 0)
        close(s->fd);
    spill_init(s);
}

static kh_status spill_open(struct spill *s, kh_err *e)
{
    const char *folder = getenv("TMPDIR");
    if (!folder || folder[0] != '/')
        folder = P_tmpdir;
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/kaohe-XXXXXX", folder);
    if (len < 0 || (size_t)len >= sizeof path)
        return kh_fail(e, ST_IO, "TMPDIR is too long");
    s->fd = mkostemp(path, O_CLOEXEC);
    if (s->fd < 0)
        return fail_errno(e, ST_AGAIN, "cannot make a temporary file in %s", folder);
    unlink(path);
    return KH_OK;
}

kh_status spill_add(struct spill *s, const void *bytes, size_t n, kh_err *e)
{
    kh_status rc = s->fd < 0 ? spill_open(s, e) : KH_OK;
    const char *at = bytes;
    while (n && !rc) {
        ssize_t put = pwrite(s->fd, at, n, (off_t)s->size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return fail_errno(e, ST_AGAIN, "cannot write a temporary file");
        at += put;
        n -= (size_t)put;
        s->size += (size_t)put;
    }
    return rc;
}

kh_status spill_read(const struct spill *s, void *out, size_t n, uint64_t offset, kh_err *e)
{
    char *at = out;
    while (n) {
        ssize_t got = pread(s->fd, at, n, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail_errno(e, ST_IO, "cannot read a temporary file");
        at += got;
        n -= (size_t)got;
        offset += (size_t)got;
    }
    return KH_OK;
}
