/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - see scan.h.  The coordinator's side: list the files, start children, and take
 * nothing for granted that comes out of them. */
#include "plugin/scan.h"

#include "base/lang.h"
#include "base/path.h"
#include "plugin/loaded.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    CHILD_FILES = 32, /* files given to one child: keeps the argument list short */
    CHILD_FD = 3,
    FOLDERS_MAX = 64,
    GRACE_MS = 1000, /* to end by itself after its pipe was closed */
    TICK_MS = 2,
    SLICE_MS = 100, /* between two looks whether the child is alive */
    SENTENCE_MAX = 248
};

/* ---- Listing ------------------------------------------------------------- */

struct listing {
    struct arena *arena;
    struct scanned *at;
    uint32_t len, cap;
};

static bool is_candidate(const char *name)
{
    size_t n = strlen(name);
    return n > 6 && !strncmp(name, "kh_", 3) && !strcmp(name + n - 3, ".so");
}

static kh_status add_file(struct listing *l, const char *folder, const char *name,
                          kh_err *e)
{
    if (l->len == SCAN_FILES_MAX)
        return kh_fail(e, KH_ECONFIG,
                       _("%s: more than %d plugins; name a folder that holds fewer"),
                       folder, SCAN_FILES_MAX);
    struct scanned *s = arena_push(l->arena, (void **)&l->at, &l->len, &l->cap, sizeof *s);
    char *path = path_join(l->arena, folder, name);
    kh_err why = { 0 };
    if (!s || !path)
        return kh_fail(e, KH_ENOMEM, _("no memory for the list of plugins"));
    s->path = path;
    if (!loaded_id_of(l->arena, path))
        kh_fail(&why, KH_EBUG,
                _("%s: its name is not kh_ID.so with an id of small letters, digits and _; "
                  "rename it"),
                name);
    else
        loaded_allowed(path, &why);
    if (why.code)
        s->failure = arena_text(l->arena, why.text);
    return why.code && !s->failure ? kh_fail(e, KH_ENOMEM, _("no memory for a message"))
                                   : KH_OK;
}

static kh_status list_folder(struct listing *l, const char *folder, kh_err *e)
{
    kh_status rc = KH_OK;
    DIR *dir = opendir(folder);
    if (!dir && errno == ENOENT)
        return KH_OK;
    if (!dir)
        return fail_errno(e, KH_ECONFIG, _("%s: cannot list the plugins of this folder"),
                          folder);
    for (const struct dirent *d = readdir(dir); !rc && d; d = readdir(dir))
        if (is_candidate(d->d_name))
            rc = add_file(l, folder, d->d_name, e);
    closedir(dir);
    return rc;
}

/* The same folder by two names is listed once: its files are no conflict. */
static bool is_listed(const char *const *folders, uint32_t i)
{
    struct stat mine, other;
    if (stat(folders[i], &mine))
        return false;
    for (uint32_t k = 0; k < i; k++)
        if (!stat(folders[k], &other) && other.st_dev == mine.st_dev &&
            other.st_ino == mine.st_ino)
            return true;
    return false;
}

static int by_name(const void *x, const void *y)
{
    const struct scanned *a = x, *b = y;
    int order = strcmp(path_name(a->path), path_name(b->path));
    return order ? order : strcmp(a->path, b->path);
}

static const char *twin_text(struct arena *a, const char *path, const char *other)
{
    return arena_printf(
        a, _("%s has the same id as %s; remove one of them or name one folder"), path,
        other);
}

/* Neighbours with one file name are two plugins with one id. */
static kh_status tell_twins(struct listing *l, kh_err *e)
{
    for (uint32_t i = 1; i < l->len; i++) {
        struct scanned *x = &l->at[i - 1], *y = &l->at[i];
        if (strcmp(path_name(x->path), path_name(y->path)) != 0)
            continue;
        x->failure = twin_text(l->arena, x->path, y->path);
        y->failure = twin_text(l->arena, y->path, x->path);
        if (!x->failure || !y->failure)
            return kh_fail(e, KH_ENOMEM, _("no memory for a message"));
    }
    return KH_OK;
}

kh_status scan_folders(struct scanned **out, uint32_t *n, struct arena *a,
                       const char *program, const char *const *folders, uint32_t n_folders,
                       kh_err *e)
{
    struct listing l = { .arena = a };
    kh_status rc = KH_OK;
    if (n_folders > FOLDERS_MAX)
        return kh_fail(e, KH_ECONFIG, _("%u plugin folders, at most %d are allowed"),
                       n_folders, FOLDERS_MAX);
    for (uint32_t i = 0; !rc && i < n_folders; i++)
        if (!is_listed(folders, i))
            rc = list_folder(&l, folders[i], e);
    if (!rc && l.len)
        qsort(l.at, l.len, sizeof *l.at, by_name);
    if (!rc)
        rc = tell_twins(&l, e);
    if (!rc)
        rc = scan_files(l.at, l.len, a, program, SCAN_WALL_MS, e);
    *out = l.at;
    *n = l.len;
    return rc;
}

/* ---- One child ----------------------------------------------------------- */

struct child {
    pid_t pid;
    int fd;
    int wall_ms;
    int64_t deadline; /* of the file being worked on, in ms of the monotonic clock */
    enum scan_kind stage;
};

static int64_t now_ms(void)
{
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Standard streams go nowhere: what a plugin prints is no answer. */
static int add_actions(posix_spawn_file_actions_t *actions, int fd)
{
    int rc = posix_spawn_file_actions_adddup2(actions, fd, CHILD_FD);
    if (!rc)
        rc = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    for (int out = 1; !rc && out <= 2; out++)
        rc = posix_spawn_file_actions_addopen(actions, out, "/dev/null", O_WRONLY, 0);
    if (!rc)
        rc = posix_spawn_file_actions_addclosefrom_np(actions, CHILD_FD + 1);
    return rc;
}

/* Signals as a program expects them, and a process group of its own: whatever a plugin
 * starts can be ended with it. */
static int add_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int rc = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (!rc)
        rc = posix_spawnattr_setpgroup(attributes, 0);
    if (!rc)
        rc = posix_spawnattr_setsigmask(attributes, &none);
    if (!rc)
        rc = posix_spawnattr_setsigdefault(attributes, &all);
    return rc;
}

static int spawn(pid_t *pid, const char *program, int fd, struct scanned *const *files,
                 uint32_t n)
{
    char number[12];
    char *argv[CHILD_FILES + 4];
    int argc = 0;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    snprintf(number, sizeof number, "%d", CHILD_FD);
    argv[argc++] = (char *)program;
    argv[argc++] = (char *)"--scan";
    argv[argc++] = number;
    for (uint32_t i = 0; i < n; i++)
        argv[argc++] = (char *)files[i]->path;
    argv[argc] = NULL;
    int rc = posix_spawn_file_actions_init(&actions);
    if (rc)
        return rc;
    rc = posix_spawnattr_init(&attributes);
    if (!rc) {
        rc = add_actions(&actions, fd);
        if (!rc)
            rc = add_attributes(&attributes);
        if (!rc)
            rc = posix_spawn(pid, program, &actions, &attributes, argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return rc;
}

static kh_status start(struct child *c, const char *program, struct scanned *const *files,
                       uint32_t n, int wall_ms, kh_err *e)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return fail_errno(e, ST_AGAIN, _("cannot make a pipe to look at plugins"));
    *c = (struct child){ .fd = ends[0], .wall_ms = wall_ms };
    int failed = spawn(&c->pid, program, ends[1], files, n);
    close(ends[1]);
    if (!failed)
        return KH_OK;
    close(ends[0]);
    errno = failed;
    return fail_errno(e, ST_AGAIN, _("%s: cannot start it to look at plugins"), program);
}

static pid_t reap(struct child *c, int *status, int flags)
{
    pid_t pid = -1;
    do
        pid = waitpid(c->pid, status, flags);
    while (pid < 0 && errno == EINTR);
    return pid;
}

/* End the child and all it started; *status is how it ended.  One whose pipe was closed
 * gets time to end by itself, so that the status tells why. */
static void finish(struct child *c, bool patiently, int *status)
{
    const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };
    pid_t pid = 0;
    for (int ms = 0; patiently && !pid && ms < GRACE_MS; ms += TICK_MS) {
        pid = reap(c, status, WNOHANG);
        if (!pid)
            nanosleep(&tick, NULL);
    }
    kill(-c->pid, SIGKILL);
    if (!pid) {
        kill(c->pid, SIGKILL);
        reap(c, status, 0);
    }
    close(c->fd);
}

enum reading { READ_GOOD, READ_END, READ_LATE, READ_NONSENSE };

/* Dead and not yet reaped?  Its pipe may be held open by what a plugin started. */
static bool is_dead(const struct child *c)
{
    siginfo_t info = { 0 };
    int flags = WEXITED | WNOHANG | WNOWAIT;
    return !waitid(P_PID, (id_t)c->pid, &info, flags) && info.si_pid == c->pid;
}

static enum reading read_exactly(const struct child *c, void *bytes, size_t n)
{
    unsigned char *at = bytes;
    while (n) {
        int64_t left = c->deadline - now_ms();
        struct pollfd p = { .fd = c->fd, .events = POLLIN };
        if (left <= 0)
            return READ_LATE;
        bool was_dead = is_dead(c); /* asked first: what it wrote before is still read */
        int ready = poll(&p, 1, was_dead ? 0 : left < SLICE_MS ? (int)left : SLICE_MS);
        if (!ready && was_dead)
            return READ_END;
        if (!ready || (ready < 0 && errno == EINTR))
            continue;
        ssize_t got = read(c->fd, at, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return READ_END;
        at += got;
        n -= (size_t)got;
    }
    return READ_GOOD;
}

/* The next frame; the body's memory is malloc'ed. */
static enum reading read_frame(const struct child *c, enum scan_kind *kind,
                               unsigned char **body, size_t *n)
{
    unsigned char head[SCAN_HEAD];
    *body = NULL;
    enum reading result = read_exactly(c, head, sizeof head);
    if (result != READ_GOOD)
        return result;
    struct wire w = { head, head + sizeof head, false };
    uint32_t magic = wire_u32(&w), what = wire_u32(&w), len = wire_u32(&w);
    if (magic != SCAN_MAGIC || what < SCAN_LOADING || what > SCAN_REFUSED ||
        len > SCAN_FRAME_MAX)
        return READ_NONSENSE;
    *kind = (enum scan_kind)what;
    *n = len;
    *body = malloc(len ? len : 1);
    return *body ? read_exactly(c, *body, len) : READ_NONSENSE;
}

static enum reading read_verdict(struct scanned *s, struct arena *a, enum scan_kind kind,
                                 const unsigned char *body, size_t n)
{
    struct wire w = { body, body + n, false };
    if (kind == SCAN_REFUSED) {
        s->failure = wire_text(&w, a, SENTENCE_MAX);
        return s->failure && w.at == w.end ? READ_GOOD : READ_NONSENSE;
    }
    const char *id = loaded_id_of(a, s->path);
    if (!schema_get(&w, a, &s->schema) || w.at != w.end || !id ||
        strcmp(id, s->schema.plugin) != 0)
        return READ_NONSENSE;
    s->schema.file = s->path;
    return READ_GOOD;
}

/* Follow one file to its verdict. */
static enum reading follow(struct child *c, struct scanned *s, struct arena *a)
{
    unsigned char *body = NULL;
    size_t n = 0;
    enum scan_kind kind = SCAN_LOADING;
    enum reading result = READ_GOOD;
    c->deadline = now_ms() + c->wall_ms;
    c->stage = SCAN_LOADING;
    do {
        result = read_frame(c, &kind, &body, &n);
        if (result == READ_GOOD && kind >= SCAN_GOOD)
            result = read_verdict(s, a, kind, body, n);
        else if (result == READ_GOOD && (kind < c->stage || n))
            result = READ_NONSENSE;
        else if (result == READ_GOOD)
            c->stage = kind;
        free(body);
    } while (result == READ_GOOD && kind < SCAN_GOOD);
    return result;
}

/* ---- Verdicts ------------------------------------------------------------ */

static const char *stage_text(enum scan_kind stage)
{
    switch (stage) {
    case SCAN_LOADING:
        return _("while it was loaded");
    case SCAN_ENTERING:
        return _("in kh_plugin_v1");
    default:
        return _("in open with default parameters");
    }
}

/* Why there is no verdict from the plugin itself, as a sentence. */
static const char *death_text(struct arena *a, const struct child *c, const char *path,
                              enum reading result, int status)
{
    const char *name = path_name(path), *where = stage_text(c->stage);
    if (result == READ_LATE)
        return arena_printf(
            a, _("%s: did not answer within %d ms %s; ask its author or remove it"), name,
            c->wall_ms, where);
    if (result == READ_NONSENSE)
        return arena_printf(
            a, _("%s: garbled the host's answer %s; ask its author or remove it"), name,
            where);
    if (WIFSIGNALED(status))
        return arena_printf(
            a, _("%s: was killed by signal %d (%s) %s; ask its author or remove it"), name,
            WTERMSIG(status), strsignal(WTERMSIG(status)), where);
    return arena_printf(
        a, _("%s: ended the process with status %d %s; ask its author or remove it"), name,
        WEXITSTATUS(status), where);
}

/* Look at files[0..n-1] until one fails; *done counts those with a verdict, at least 1. */
static kh_status run_child(struct scanned *const *files, uint32_t n, struct arena *a,
                           const char *program, int wall_ms, uint32_t *done, kh_err *e)
{
    struct child c = { 0 };
    int status = 0;
    enum reading result = READ_GOOD;
    *done = 0;
    kh_status rc = start(&c, program, files, n, wall_ms, e);
    if (rc)
        return rc;
    struct scanned *s = NULL;
    while (*done < n && result == READ_GOOD && (!s || !s->failure)) {
        s = files[(*done)++];
        result = follow(&c, s, a);
    }
    finish(&c, result == READ_END, &status);
    if (result != READ_GOOD) {
        s->failure = death_text(a, &c, s->path, result, status);
        if (!s->failure)
            rc = kh_fail(e, KH_ENOMEM, _("no memory for a message"));
    }
    return rc;
}

kh_status scan_named(struct scanned *out, struct arena *a, const char *program,
                     const char *const *folders, uint32_t n, const char *id, kh_err *e)
{
    char *path = NULL;
    *out = (struct scanned){ 0 };
    kh_status rc = loaded_find(&path, a, folders, n, id, e);
    if (rc)
        return rc;
    out->path = path;
    return scan_files(out, 1, a, program, SCAN_WALL_MS, e);
}

kh_status scan_files(struct scanned *list, uint32_t n, struct arena *a, const char *program,
                     int wall_ms, kh_err *e)
{
    kh_status rc = KH_OK;
    uint32_t len = 0, at = 0, done = 0;
    struct scanned **todo = arena_array(a, n, sizeof(void *));
    if (!todo)
        return kh_fail(e, KH_ENOMEM, _("no memory for the list of plugins"));
    for (uint32_t i = 0; i < n; i++)
        if (!list[i].failure)
            todo[len++] = &list[i];
    for (; !rc && at < len; at += done)
        rc = run_child(todo + at, len - at < CHILD_FILES ? len - at : CHILD_FILES, a,
                       program, wall_ms, &done, e);
    return rc;
}
