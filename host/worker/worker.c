/* SPDX-License-Identifier: Apache-2.0 */
/* worker.c - see worker.h: the coordinator's side.
 *
 * One loop, `pump`, waits for the socket and the log, watches the limits and hands each
 * frame on, until what it waits for has come or the child has died. */
#include "worker/worker.h"
#include "base/lang.h"
#include "base/log.h"
#include "worker/collect.h"
#include "worker/spawn.h"
#include "worker/verdict.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKER_POLL_MS = 100, WORKER_SEND_MS = 10000, WORKER_DEATH_MS = 2000 };

struct worker {
    struct worker_spec spec;
    struct arena *arena;  /* the caller's: the schema */
    struct arena scratch; /* of the frames at hand */
    struct spawned child;
    struct schema *schema;       /* in `arena` */
    unsigned char sha[SHA_SIZE]; /* of the schema as it was first told */
    bool is_described;           /* this child has told its schema */
    bool is_refused;             /* it said no, with a sentence */
    bool has_died;               /* by itself: worth another try */
    int64_t began_ms;
    struct findings *found;
    struct collect collect;
};

static struct verdict verdict_of(const struct worker *w)
{
    return (struct verdict){
        .plugin = w->spec.domain->plugin,
        .version = w->schema->version,
        .wait_status = w->child.wait_status,
        .slots = w->child.slots,
        .collect = w->collect.m ? &w->collect : NULL,
        .cpu_s = w->spec.conf->limits.cpu_s,
    };
}

/* The stream ended before the last frame.  A child that lives on without its socket is
 * killed. */
static kh_status died(struct worker *w, kh_err *e)
{
    bool is_alive = !spawn_wait(&w->child, WORKER_DEATH_MS);
    w->has_died = true;
    spawn_listen(&w->child);
    if (is_alive)
        return kh_fail(e, KH_EBUG,
                       _("plugin '%s' closed what is not its own: the "
                         "connection to the host"),
                       w->spec.domain->plugin);
    /* Who used up the processor once will do so again. */
    int status = w->child.wait_status;
    w->has_died = !WIFSIGNALED(status) || WTERMSIG(status) != SIGXCPU;
    const struct verdict v = verdict_of(w);
    return verdict_death(&v, e);
}

static kh_status garbage(const struct worker *w, kh_err *e)
{
    char why[sizeof e->text];
    memcpy(why, e->text, sizeof why);
    return kh_fail(e, KH_EBUG, _("the child of plugin '%s' sent garbage: %s"),
                   w->spec.domain->plugin, why);
}

static kh_status take_log(struct worker *w, struct wire *body)
{
    uint32_t level = 0;
    const char *text = NULL;
    if (!payload_get_sentence(body, &w->scratch, &level, &text) || level < KH_LOG_ERROR ||
        level > KH_LOG_DEBUG)
        return KH_EBUG;
    if (w->child.lines < SPAWN_LINES_MAX) { /* one bound for all it has to say */
        w->child.lines++;
        log_line(level, "%s: %s", w->spec.domain->id, text);
    }
    return KH_OK;
}

static kh_status take_progress(struct worker *w, struct wire *body)
{
    int64_t bytes = wire_i64(body), of = wire_i64(body), rows = wire_i64(body);
    if (body->failed || bytes < 0 || of < 0 || rows < 0)
        return KH_EBUG;
    if (w->spec.progress)
        w->spec.progress(w->spec.ctx, w->spec.domain->id, (uint64_t)bytes, (uint64_t)of,
                         (uint64_t)rows);
    return KH_OK;
}

/* A child that is tried again tells the same again: once is enough. */
static kh_status take_findings(struct worker *w, struct wire *body)
{
    struct findings told = { 0 };
    bool ok = payload_get_findings(body, &w->scratch, &told);
    findings_merge(w->found, &told);
    findings_end(&told);
    return ok ? KH_OK : KH_EBUG;
}

/* The child said no.  Its class decides what that means; *e gets its sentence. */
static kh_status take_refusal(struct worker *w, struct wire *body, kh_err *e)
{
    uint32_t code = 0;
    const char *text = NULL;
    if (!payload_get_sentence(body, &w->scratch, &code, &text) || !code || code > ST_IO)
        return kh_fail(e, KH_EBUG, _("a damaged frame (type %u)"), FRAME_REFUSED);
    w->is_refused = true;
    kh_fail(e, (kh_status)code, "%s", text);
    return (kh_status)code;
}

static kh_status take_schema(struct worker *w, struct wire *body, kh_err *e)
{
    unsigned char sha[SHA_SIZE];
    struct schema again = { 0 };
    bool is_first = !w->schema->plugin;
    struct schema *s = is_first ? w->schema : &again;
    sha_of(sha, body->at, (size_t)(body->end - body->at));
    if (w->is_described || !schema_get(body, is_first ? w->arena : &w->scratch, s) ||
        !s->has_domain || body->at != body->end ||
        strcmp(s->plugin, w->spec.domain->plugin) != 0)
        return kh_fail(e, KH_EBUG, _("a damaged frame (type %u)"), FRAME_SCHEMA);
    if (!is_first && memcmp(sha, w->sha, sizeof sha) != 0)
        return kh_fail(e, KH_EBUG, _("another schema than before"));
    memcpy(w->sha, sha, sizeof sha);
    w->is_described = true;
    return KH_OK;
}

/* One frame of the child.  A failure that is not a refusal is garbage. */
static kh_status take_frame(struct worker *w, struct frame *f, kh_err *e)
{
    kh_status rc = KH_OK;
    switch (f->type) {
    case FRAME_LOG:
        rc = take_log(w, &f->body);
        break;
    case FRAME_PROGRESS:
        rc = take_progress(w, &f->body);
        break;
    case FRAME_FINDINGS:
        rc = take_findings(w, &f->body);
        break;
    case FRAME_REFUSED:
        return take_refusal(w, &f->body, e);
    case FRAME_SCHEMA:
        return take_schema(w, &f->body, e);
    default:
        if (w->collect.m)
            return collect_frame(&w->collect, f, e);
        rc = KH_EBUG;
    }
    return rc ? kh_fail(e, KH_EBUG, _("an unexpected frame (type %u)"), f->type) : KH_OK;
}

/* All whole frames that are there. */
static kh_status take_frames(struct worker *w, kh_err *e)
{
    struct frame f;
    bool got = true;
    kh_status rc = KH_OK;
    while (!rc && got && !w->is_refused) {
        rc = frames_next(&w->child.frames, &f, &got, e);
        if (!rc && got)
            rc = take_frame(w, &f, e);
    }
    arena_end(&w->scratch);
    return rc && !w->is_refused ? garbage(w, e) : rc;
}

/* Limits of time, and the operator's wish to stop. */
static kh_status watch(struct worker *w, kh_err *e)
{
    const struct conf_limits *l = &w->spec.conf->limits;
    const struct verdict v = verdict_of(w);
    if (w->spec.stop && *w->spec.stop)
        return kh_fail(e, ST_AGAIN, _("stopped"));
    if (verdict_stuck(w->child.slots, l->batch_wall_s))
        return verdict_hang(&v, l->batch_wall_s, e);
    if (l->wall_s && slots_now_ms() - w->began_ms > (int64_t)l->wall_s * 1000)
        return verdict_hang(&v, l->wall_s, e);
    return KH_OK;
}

static bool is_done(const struct worker *w)
{
    return w->collect.m ? w->collect.is_done : w->is_described;
}

/* Until the child has described itself, or, with an order, until it is done. */
static kh_status pump(struct worker *w, kh_err *e)
{
    kh_status rc = KH_OK;
    bool eof = false;
    while (!rc && !is_done(w)) {
        struct pollfd p[] = { { w->child.frames.fd, POLLIN, 0 },
                              { w->child.log, POLLIN, 0 } };
        poll(p, COUNT(p), WORKER_POLL_MS);
        spawn_listen(&w->child);
        if (p[0].revents)
            rc = frames_fill(&w->child.frames, false, &eof, e);
        if (!rc)
            rc = take_frames(w, e);
        if (!rc && eof && !is_done(w))
            rc = died(w, e);
        if (!rc && !is_done(w))
            rc = watch(w, e);
    }
    return rc;
}

static kh_status say_hello(struct worker *w, kh_err *e)
{
    const struct worker_spec *s = &w->spec;
    struct hello h = {
        .version = FRAMES_VERSION,
        .parent = getpid(),
        .conf = s->conf->path,
        .domain = s->domain->id,
        .over = s->over,
        .n_over = s->n_over,
        .folders = s->folders,
        .n_folders = s->n_folders,
        .threads = s->threads,
        .chunk_size = s->chunk_size,
        .lang = lang_name(lang_messages()),
    };
    memcpy(h.sha, s->conf->sha, SHA_SIZE);
    struct buf body;
    buf_init(&body, FRAMES_MAX);
    payload_put_hello(&body, &h);
    kh_status rc = frames_send(w->child.frames.fd, FRAME_HELLO, &body, WORKER_SEND_MS, e);
    buf_end(&body);
    return rc;
}

/* A fresh child, up to its schema. */
static kh_status begin(struct worker *w, kh_err *e)
{
    spawn_end(&w->child);
    w->is_described = w->is_refused = w->has_died = false;
    kh_status rc = spawn_start(&w->child, w->spec.program, w->spec.domain->id, e);
    if (rc)
        return rc;
    w->began_ms = slots_now_ms();
    rc = say_hello(w, e);
    /* A child that died before it listened is told by pump. */
    return rc && rc != ST_IO ? rc : pump(w, e);
}

/* Statuses that are not the domain's fault pass; the others become KH_EBUG. */
static kh_status settle(const struct worker *w, kh_status rc, kh_err *e)
{
    bool passes = rc == ST_AGAIN || rc == ST_INPUT || rc == KH_ECONFIG;
    if (w->is_refused && (rc == ST_INPUT || rc == KH_ECONFIG) && !w->found->errors)
        findings_add(w->found, FINDING_ERROR, rc, NULL, 0, 0, "%s", e->text);
    if (rc && !(passes && (w->is_refused || rc == ST_AGAIN)))
        e->code = rc = KH_EBUG;
    if (rc)
        verdict_tail(e, ""); /* a sentence that was cut ends with a whole character */
    return rc;
}

kh_status worker_start(struct worker **out, struct arena *a, const struct worker_spec *spec,
                       const struct schema **schema, struct findings *f, kh_err *e)
{
    *out = NULL;
    struct worker *w = calloc(1, sizeof *w);
    if (!w)
        return kh_fail(e, KH_ENOMEM, _("no memory"));
    w->spec = *spec;
    w->spec.threads = spec->threads < 1                     ? 1
                      : spec->threads > PAYLOAD_THREADS_MAX ? PAYLOAD_THREADS_MAX
                                                            : spec->threads;
    w->arena = a;
    w->found = f;
    spawn_init(&w->child);
    arena_init(&w->scratch, COLLECT_BYTES_MAX);
    w->schema = arena_new(a, sizeof *w->schema);
    kh_status rc = w->schema ? begin(w, e) : kh_fail(e, KH_ENOMEM, _("no memory"));
    rc = settle(w, rc, e);
    if (rc) {
        worker_end(w);
        return rc;
    }
    *schema = w->schema;
    *out = w;
    return KH_OK;
}

static kh_status give_order(struct worker *w, const struct worker_order *order, kh_err *e)
{
    struct buf body;
    buf_init(&body, FRAMES_MAX);
    payload_put_order(&body, order);
    kh_status rc = frames_send(w->child.frames.fd, FRAME_ORDER, &body, WORKER_SEND_MS, e);
    buf_end(&body);
    return rc == ST_IO ? KH_OK : rc;
}

/* It said its last: now it has to end, and with 0.  Sanitizers speak up here. */
static kh_status see_off(struct worker *w, kh_err *e)
{
    if (!spawn_wait(&w->child, SPAWN_GRACE_MS))
        return kh_fail(e, KH_EBUG, _("plugin '%s' keeps the process from ending"),
                       w->spec.domain->plugin);
    spawn_listen(&w->child);
    if (WIFEXITED(w->child.wait_status) && !WEXITSTATUS(w->child.wait_status))
        return KH_OK;
    const struct verdict v = verdict_of(w);
    return verdict_death(&v, e);
}

static kh_status attempt(struct worker *w, const struct worker_order *order,
                         struct measured **out, kh_err *e)
{
    w->began_ms = slots_now_ms();
    kh_status rc = collect_begin(&w->collect, w->spec.domain, &w->schema->domain, order, e);
    if (!rc)
        rc = give_order(w, order, e);
    if (!rc)
        rc = pump(w, e);
    if (!rc)
        rc = see_off(w, e);
    if (!rc)
        *out = collect_take(&w->collect);
    if (!rc && (*out)->left_blocks)
        log_line(KH_LOG_WARN, _("%s: plugin '%s' left %llu allocations unfreed"),
                 w->spec.domain->id, w->spec.domain->plugin,
                 (unsigned long long)(*out)->left_blocks);
    collect_end(&w->collect);
    return rc;
}

kh_status worker_run(struct worker *w, const struct worker_order *order,
                     struct measured **out, struct findings *f, kh_err *e)
{
    *out = NULL;
    w->found = f;
    kh_status rc = attempt(w, order, out, e);
    if (rc && w->has_died) {
        kh_err first = *e;
        kh_err again = { 0 };
        log_line(KH_LOG_WARN, "%s: %s", w->spec.domain->id, first.text);
        rc = begin(w, &again);
        if (!rc)
            rc = attempt(w, order, out, &again);
        *e = again;
        if (rc && !w->is_refused && rc != ST_AGAIN)
            verdict_tail(e, _(", after 1 retry"));
    }
    return settle(w, rc, e);
}

void worker_end(struct worker *w)
{
    if (!w)
        return;
    spawn_end(&w->child);
    collect_end(&w->collect);
    arena_end(&w->scratch);
    free(w);
}
