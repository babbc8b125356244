/* SPDX-License-Identifier: Apache-2.0 */
/* scan_child.c - the scanning child: the only process of a scan that runs plugin code. */
#include "plugin/loaded.h"
#include "plugin/params.h"
#include "plugin/scan.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    CPU_SECONDS = 30,
    MEMORY_MAX = 1 << 28, /* bytes that `open` may ask from the host */
    ARENA_MAX = 1 << 28
};

static bool send_bytes(int fd, const char *at, size_t n)
{
    while (n) {
        ssize_t sent = write(fd, at, n);
        if (sent <= 0)
            return false;
        at += sent;
        n -= (size_t)sent;
    }
    return true;
}

static bool send_frame(int fd, enum scan_kind kind, const struct buf *body)
{
    struct buf head;
    size_t n = body ? body->len : 0;
    buf_init(&head, SCAN_HEAD);
    wire_put_u32(&head, SCAN_MAGIC);
    wire_put_u32(&head, kind);
    wire_put_u32(&head, (uint32_t)n);
    bool good = !head.failed && send_bytes(fd, head.at, head.len) &&
                (!n || send_bytes(fd, body->at, n));
    buf_end(&head);
    return good;
}

/* A plugin whose domain follows from its parameters is shown as it is with the defaults.
 * One that has none, or refuses them, stays without a domain. */
static void describe_defaults(struct loaded *l, struct arena *a)
{
    struct findings found = { 0 };
    struct mem mem;
    kh_host host;
    void *inst = NULL;
    const kh_domain *domain = NULL;
    kh_err why = { 0 };
    const kh_value *values = params_read(a, &l->schema, NULL, l->schema.plugin, &found);
    findings_end(&found);
    mem_init(&mem, MEMORY_MAX);
    loaded_host(&host, &mem);
    if (!values || l->table.open(&host, values, &inst, &why))
        return;
    if (!l->table.describe(inst, &domain, &why) && domain)
        l->schema.has_domain = l->schema.by_default =
            !schema_domain(&l->schema.domain, a, domain, &why);
    l->table.close(inst);
}

/* Load one file and send the verdict.  false: this process is not to load another one. */
static bool scan_one(int fd, const char *path)
{
    struct arena arena;
    struct loaded l;
    struct buf body;
    kh_err why = { 0 };
    arena_init(&arena, ARENA_MAX);
    buf_init(&body, SCAN_FRAME_MAX);
    bool alive = send_frame(fd, SCAN_LOADING, NULL);
    kh_status rc = loaded_object(&l, &arena, path, &why);
    alive = alive && send_frame(fd, SCAN_ENTERING, NULL);
    if (!rc)
        rc = loaded_entry(&l, &arena, path, &why);
    if (!rc && !l.schema.has_domain) {
        alive = alive && send_frame(fd, SCAN_OPENING, NULL);
        describe_defaults(&l, &arena);
    }
    if (!rc)
        schema_put(&body, &l.schema);
    if (!rc && body.failed)
        rc = kh_fail(&why, KH_EBUG, "%s declares more than %d bytes", path, SCAN_FRAME_MAX);
    if (rc) {
        buf_clear(&body);
        wire_put_text(&body, why.text);
    }
    alive = alive && send_frame(fd, rc ? SCAN_REFUSED : SCAN_GOOD, &body);
    buf_end(&body);
    arena_end(&arena);
    return alive && !rc;
}

/* Best effort: the parent has a clock of its own. */
static void set_limits(void)
{
    const struct rlimit no_core = { 0, 0 }, cpu = { CPU_SECONDS, CPU_SECONDS };
    (void)setrlimit(RLIMIT_CORE, &no_core);
    (void)setrlimit(RLIMIT_CPU, &cpu);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* Die with the parent, also if it died before this was asked for: then the pipe has no
 * reader any more. */
static bool has_parent(int fd)
{
    struct pollfd p = { .fd = fd };
    return !prctl(PR_SET_PDEATHSIG, SIGKILL) && poll(&p, 1, 0) >= 0 &&
           !(p.revents & (POLLERR | POLLNVAL));
}

int scan_child(int fd, char **paths, int n)
{
    if (!has_parent(fd))
        return EXIT_INTERNAL;
    set_limits();
    for (int i = 0; i < n; i++)
        if (!scan_one(fd, paths[i]))
            break;
    return EXIT_COMPLETE;
}
