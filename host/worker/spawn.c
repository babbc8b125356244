/* SPDX-License-Identifier: Apache-2.0 */
/* spawn.c - see spawn.h. */
#include "worker/spawn.h"
#include "base/lang.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SPAWN_HIGH_FD = 64, SPAWN_POLL_MS = 2 };

struct ends { /* of what is shared; [0] ours, [1] the child's */
    int socket[2], log[2], slots;
};

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Far from 0 to 4, onto which the child's ends will be put. */
static bool lift(int *fd)
{
    int high = fcntl(*fd, F_DUPFD_CLOEXEC, SPAWN_HIGH_FD);
    shut(fd);
    *fd = high;
    return high >= 0;
}

static kh_status make_ends(struct ends *n, struct spawned *s, kh_err *e)
{
    *n = (struct ends){ { -1, -1 }, { -1, -1 }, -1 };
    s->slots = slots_new(&n->slots, e);
    if (!s->slots)
        return ST_IO;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, n->socket) ||
        pipe2(n->log, O_CLOEXEC | O_NONBLOCK))
        return fail_errno(e, ST_IO, _("cannot talk to a child"));
    int flags = fcntl(n->log[1], F_GETFL);
    fcntl(n->log[1], F_SETFL, flags & ~O_NONBLOCK); /* the child's printf may wait */
    if (!lift(&n->socket[1]) || !lift(&n->log[1]) || !lift(&n->slots))
        return fail_errno(e, ST_IO, _("cannot talk to a child"));
    return KH_OK;
}

static int add_actions(posix_spawn_file_actions_t *a, const struct ends *n)
{
    int bad = posix_spawn_file_actions_addopen(a, 0, "/dev/null", O_RDONLY, 0);
    bad = bad ? bad : posix_spawn_file_actions_adddup2(a, n->log[1], 1);
    bad = bad ? bad : posix_spawn_file_actions_adddup2(a, n->log[1], 2);
    bad = bad ? bad : posix_spawn_file_actions_adddup2(a, n->socket[1], SPAWN_FD);
    bad = bad ? bad : posix_spawn_file_actions_adddup2(a, n->slots, SPAWN_FD + 1);
    return bad ? bad : posix_spawn_file_actions_addclosefrom_np(a, SPAWN_FD + 2);
}

/* Signals as a program finds them at its start, and a group of its own. */
static int set_attributes(posix_spawnattr_t *at)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int bad = posix_spawnattr_setsigmask(at, &none);
    bad = bad ? bad : posix_spawnattr_setsigdefault(at, &all);
    bad = bad ? bad : posix_spawnattr_setpgroup(at, 0);
    return bad ? bad
               : posix_spawnattr_setflags(at, POSIX_SPAWN_SETSIGMASK |
                                                  POSIX_SPAWN_SETSIGDEF |
                                                  POSIX_SPAWN_SETPGROUP);
}

static kh_status spawn(struct spawned *s, const char *program, const struct ends *n,
                       kh_err *e)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char number[12], option[] = "--worker";
    snprintf(number, sizeof number, "%d", SPAWN_FD);
    char *name = strdup(program); /* argv is not const */
    char *argv[] = { name, option, number, NULL };
    if (!name)
        return kh_fail(e, KH_ENOMEM, _("no memory"));
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int bad = add_actions(&actions, n);
    bad = bad ? bad : set_attributes(&attributes);
    bad = bad ? bad : posix_spawn(&s->pid, program, &actions, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    free(name);
    if (!bad)
        return KH_OK;
    s->pid = 0;
    errno = bad;
    return fail_errno(e, ST_IO, _("cannot start %s"), program);
}

void spawn_init(struct spawned *s)
{
    *s = (struct spawned){ .log = -1 };
    frames_init(&s->frames, -1);
}

kh_status spawn_start(struct spawned *s, const char *program, const char *name, kh_err *e)
{
    struct ends n;
    spawn_init(s);
    s->name = name;
    kh_status rc = make_ends(&n, s, e);
    if (!rc)
        rc = spawn(s, program, &n, e);
    shut(&n.socket[1]);
    shut(&n.log[1]);
    shut(&n.slots);
    if (n.socket[0] >= 0)
        frames_init(&s->frames, n.socket[0]);
    s->log = n.log[0];
    if (rc)
        spawn_end(s);
    return rc;
}

static void end_line(struct spawned *s)
{
    s->line[s->line_len] = 0;
    if (s->line_len && s->lines < SPAWN_LINES_MAX)
        log_line(KH_LOG_INFO, "%s: %s", s->name, s->line);
    else if (s->line_len && s->lines == SPAWN_LINES_MAX)
        log_line(KH_LOG_WARN, _("%s: more lines are not shown"), s->name);
    s->lines += s->line_len && s->lines <= SPAWN_LINES_MAX;
    s->line_len = 0;
}

void spawn_listen(struct spawned *s)
{
    char bytes[4096];
    ssize_t n = 0;
    while (s->log >= 0 && (n = read(s->log, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < n; i++) {
            if (bytes[i] == '\n' || s->line_len == SPAWN_LINE_MAX)
                end_line(s);
            if (bytes[i] != '\n')
                s->line[s->line_len++] = bytes[i];
        }
    if (s->log >= 0 && (n == 0 || (errno != EAGAIN && errno != EINTR))) {
        end_line(s);
        shut(&s->log);
    }
}

/* Until the child ends, prints or `ms` have passed. */
static void wait_a_bit(const struct spawned *s, int pidfd, int64_t ms)
{
    struct pollfd p[] = { { s->log, POLLIN, 0 }, { pidfd, POLLIN, 0 } };
    if (pidfd < 0 && ms > SPAWN_POLL_MS) /* an old kernel: look again soon */
        ms = SPAWN_POLL_MS;
    poll(p, COUNT(p), (int)ms);
}

bool spawn_wait(struct spawned *s, int timeout_ms)
{
    int64_t until = slots_now_ms() + timeout_ms;
    int pidfd = s->pid ? (int)syscall(SYS_pidfd_open, s->pid, 0) : -1;
    while (s->pid) {
        pid_t got = waitpid(s->pid, &s->wait_status, WNOHANG);
        if (got == s->pid || (got < 0 && errno == ECHILD)) {
            kill(-s->pid, SIGKILL); /* what it started */
            s->pid = 0;
            break;
        }
        int64_t left = until - slots_now_ms();
        if (left <= 0)
            break;
        wait_a_bit(s, pidfd, left);
        spawn_listen(s); /* it may be waiting for room in the pipe */
    }
    shut(&pidfd);
    return !s->pid;
}

void spawn_end(struct spawned *s)
{
    if (s->pid) {
        kill(-s->pid, SIGKILL);
        kill(s->pid, SIGKILL); /* before it had its group */
        while (waitpid(s->pid, &s->wait_status, 0) < 0 && errno == EINTR)
            ;
        s->pid = 0;
    }
    spawn_listen(s);
    end_line(s);
    shut(&s->log);
    shut(&s->frames.fd);
    frames_end(&s->frames);
    slots_end(s->slots);
    s->slots = NULL;
}
