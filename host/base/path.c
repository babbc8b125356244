/* SPDX-License-Identifier: Apache-2.0 */
/* path.c - see path.h.
 *
 * A part file is synced before it is renamed and its folder after, so that after a power
 * cut the name leads to the old file or to the whole new one. */
#include "base/path.h"
#include "base/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROGRAM_PATH_MAX = 4096, READ_STEP = 1 << 16 };

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *path_beside(struct arena *a, const char *file, const char *path)
{
    size_t folder = (size_t)(path_name(file) - file);
    if (path[0] == '/' || !folder)
        return arena_text(a, path);
    size_t len = strlen(path);
    char *joined = arena_new(a, folder + len + 1);
    if (joined) {
        memcpy(joined, file, folder);
        memcpy(joined + folder, path, len + 1);
    }
    return joined;
}

char *path_join(struct arena *a, const char *dir, const char *name)
{
    size_t n = strlen(dir);
    if (!n)
        return arena_text(a, name);
    return arena_printf(a, dir[n - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

char *path_program(struct arena *a)
{
    char path[PROGRAM_PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0 || n == (ssize_t)sizeof path)
        return NULL;
    return arena_bytes(a, path, (size_t)n);
}

char *path_of_program(struct arena *a)
{
    char *path = path_program(a);
    char *slash = path ? strrchr(path, '/') : NULL;
    if (slash)
        slash[slash == path ? 1 : 0] = '\0';
    return slash ? path : NULL;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return !stat(path, &st) && S_ISDIR(st.st_mode);
}

kh_status path_make_folder(const char *path, kh_err *e)
{
    char *part = strdup(path);
    if (!part)
        return kh_fail(e, KH_ENOMEM, _("no memory for the path %s"), path);
    kh_status rc = KH_OK;
    size_t n = strlen(part);
    for (size_t i = 1; !rc && i <= n; i++) {
        if (part[i] != '/' && part[i] != 0)
            continue;
        char kept = part[i];
        part[i] = 0;
        int failed = mkdir(part, 0777) ? errno : 0;
        if (failed && !is_folder(part)) {
            errno = failed;
            rc = fail_errno(e, ST_IO, _("cannot make the folder %s"), part);
        }
        part[i] = kept;
    }
    free(part);
    return rc;
}

/* Bytes of an open file; one more than `max` tells that the file is too large. */
static kh_status read_all(struct buf *out, int fd, const char *path, size_t max, kh_err *e)
{
    char *step = malloc(READ_STEP);
    if (!step)
        return kh_fail(e, KH_ENOMEM, _("%s: no memory to read it"), path);
    kh_status rc = KH_OK;
    for (bool more = true; more && !rc;) {
        ssize_t n = read(fd, step, READ_STEP);
        if (n < 0 && errno != EINTR)
            rc = fail_errno(e, ST_IO, "%s", path);
        else if (n > 0 && (size_t)n > max - out->len)
            rc = kh_fail(e, ST_IO, _("%s: larger than %zu bytes"), path, max);
        else if (n >= 0)
            buf_add(out, step, (size_t)n); /* n = 0 ends an empty file with its NUL */
        more = n != 0;
    }
    free(step);
    if (!rc && out->failed)
        rc = kh_fail(e, KH_ENOMEM, _("%s: no memory to read it"), path);
    return rc;
}

kh_status path_read(struct buf *out, const char *path, size_t max, kh_err *e)
{
    buf_init(out, max);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_errno(e, ST_IO, "%s", path);
    kh_status rc = read_all(out, fd, path, max, e);
    close(fd);
    if (rc)
        buf_end(out);
    return rc;
}

kh_status path_begin(struct path_part *p, struct arena *a, const char *path, kh_err *e)
{
    *p = (struct path_part){ 0 };
    char *whole = arena_text(a, path), *part = arena_printf(a, "%s.part", path);
    if (!whole || !part)
        return kh_fail(e, KH_ENOMEM, _("no memory for the path %s"), path);
    /* A part that a killed run left behind is overwritten; a link is not followed. */
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return fail_errno(e, ST_IO, _("cannot create %s"), part);
    FILE *file = fdopen(fd, "wb");
    if (!file) {
        kh_status rc = fail_errno(e, ST_IO, _("cannot create %s"), part);
        close(fd);
        unlink(part);
        return rc;
    }
    *p = (struct path_part){ .file = file, .path = whole, .part = part };
    return KH_OK;
}

/* A full disk is worth another try; the rest is not. */
static kh_status fail_write(kh_err *e, const char *part)
{
    kh_status code = errno == ENOSPC || errno == EDQUOT ? ST_AGAIN : ST_IO;
    return fail_errno(e, code, _("cannot write %s"), part);
}

kh_status path_finish(struct path_part *p, kh_err *e)
{
    if (!p->file)
        return KH_OK;
    kh_status rc = KH_OK;
    errno = EIO; /* an earlier write may have failed without a reason left to read */
    if (ferror(p->file) || fflush(p->file) || fsync(fileno(p->file)))
        rc = fail_write(e, p->part);
    if (fclose(p->file) && !rc)
        rc = fail_write(e, p->part);
    p->file = NULL;
    return rc;
}

/* Best effort: some file systems refuse to sync a folder, and the file is in place. */
static void sync_folder_of(const char *path)
{
    size_t n = (size_t)(path_name(path) - path);
    char *folder = n ? strndup(path, n) : strdup(".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(folder);
}

kh_status path_commit(struct path_part *p, kh_err *e)
{
    kh_status rc = path_finish(p, e);
    if (!rc && rename(p->part, p->path))
        rc = fail_errno(e, ST_IO, _("cannot rename %s to %s"), p->part, p->path);
    if (rc) {
        path_drop(p);
        return rc;
    }
    sync_folder_of(p->path);
    *p = (struct path_part){ 0 };
    return KH_OK;
}

void path_drop(struct path_part *p)
{
    if (p->file)
        fclose(p->file);
    if (p->part)
        unlink(p->part);
    *p = (struct path_part){ 0 };
}
