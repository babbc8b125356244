/* SPDX-License-Identifier: Apache-2.0 */
/* child.c - see worker.h: worker_child, the life of a domain's process.
 *
 * The socket is descriptor `fd`, the shared slots are fd + 1.  Every way out frees what was
 * made, so that a leak checker in the child sees only true leaks. */
#include "base/lang.h"
#include "base/path.h"
#include "worker/crash.h"
#include "worker/job.h"
#include "worker/limits.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

struct life {
    struct frames in;
    struct outlet out;
    struct arena arena; /* what the coordinator said */
    struct findings found;
    struct job *job;
    kh_err err;
};

/* The coordinator's language, and the same locale whatever its environment was. */
static void set_language(struct arena *a, const char *lang)
{
    setenv("LC_ALL", strcmp(lang, "zh") ? "C.UTF-8" : "zh_CN.UTF-8", 1);
    lang_init(path_of_program(a));
}

/* Tell findings, and a refusal if there is one.  False: the conversation is over. */
static bool tell(struct life *l, kh_status rc)
{
    kh_err e = { 0 };
    struct buf body;
    buf_init(&body, FRAMES_MAX);
    bool ok = true;
    if (l->found.len) {
        payload_put_findings(&body, &l->found);
        ok = !outlet_send(&l->out, FRAME_FINDINGS, &body, &e);
        buf_clear(&body);
    }
    findings_end(&l->found);
    if (rc) {
        payload_put_sentence(&body, (uint32_t)rc, l->err.text);
        outlet_send(&l->out, FRAME_REFUSED, &body, &e);
    }
    buf_end(&body);
    return ok && !rc;
}

/* False: the coordinator is gone, or what it said makes no sense. */
static bool hear_hello(struct life *l, struct hello *h)
{
    struct frame f;
    bool got = false;
    return !frames_wait(&l->in, &f, &got, &l->err) && got && f.type == FRAME_HELLO &&
           payload_get_hello(&f.body, &l->arena, h) && h->version == FRAMES_VERSION &&
           limits_follow(h->parent);
}

static bool hear_order(struct life *l, struct worker_order *o)
{
    struct frame f;
    bool got = false;
    return !frames_wait(&l->in, &f, &got, &l->err) && got && f.type == FRAME_ORDER &&
           payload_get_order(&f.body, &l->arena, o) && !o->variants[0].each_day;
}

static bool describe(struct life *l, const struct hello *h)
{
    struct job *j = l->job;
    kh_status rc = job_open(j, h, &l->found, &l->err);
    if (!tell(l, rc))
        return false;
    struct buf body;
    buf_init(&body, FRAMES_MAX);
    schema_put(&body, &j->plugin.schema);
    rc = outlet_send(&l->out, FRAME_SCHEMA, &body, &l->err);
    buf_end(&body);
    return !rc;
}

static void close_job(struct life *l)
{
    job_close(l->job);
    crash_done();
}

static bool measure(struct life *l, const struct worker_order *o)
{
    struct job *j = l->job;
    kh_status rc = job_run(j, o, &l->found, &l->err);
    if (!tell(l, rc))
        return false;
    close_job(l);
    struct buf body;
    buf_init(&body, FRAMES_MAX);
    wire_put_i64(&body, (int64_t)j->chunks);
    wire_put_i64(&body, (int64_t)j->states);
    wire_put_i64(&body, (int64_t)atomic_load(&j->mem.peak));
    wire_put_i64(&body, (int64_t)atomic_load(&j->mem.blocks));
    rc = outlet_send(&l->out, FRAME_END, &body, &l->err);
    buf_end(&body);
    return !rc;
}

static void live(struct life *l, struct slots *slots)
{
    struct hello h = { 0 };
    struct worker_order order = { 0 };
    if (!hear_hello(l, &h))
        return;
    set_language(&l->arena, h.lang);
    crash_watch(slots);
    l->job->slots = slots;
    l->job->out = &l->out;
    l->job->lang = h.lang;
    if (describe(l, &h) && hear_order(l, &order))
        measure(l, &order);
    close_job(l);
}

int worker_child(int fd)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* again in limits_follow, with the check */
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd + 1, F_SETFD, FD_CLOEXEC);
    struct slots *slots = slots_map(fd + 1);
    struct life l = { .job = calloc(1, sizeof *l.job) };
    if (!slots || !l.job) {
        slots_end(slots);
        free(l.job);
        return EXIT_INTERNAL;
    }
    struct crash_stack *stack = crash_thread(&slots->slot[0]);
    frames_init(&l.in, fd);
    outlet_init(&l.out, fd);
    arena_init(&l.arena, 0);
    arena_init(&l.job->arena, 0);
    live(&l, slots);
    crash_thread_end(stack);
    findings_end(&l.found);
    arena_end(&l.job->arena);
    arena_end(&l.arena);
    frames_end(&l.in);
    outlet_end(&l.out);
    free(l.job);
    slots_end(slots);
    return EXIT_COMPLETE;
}
