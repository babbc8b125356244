/* SPDX-License-Identifier: Apache-2.0 */
/* crew.c - see crew.h. */
#include "worker/crew.h"
#include "base/lang.h"
#include "worker/crash.h"

#include <pthread.h>
#include <stdlib.h>

enum { CREW_STACK = 8 << 20 };

struct crew_thread {
    struct crew *crew;
    struct feed feed;
    struct reader *reader;
    pthread_t id;
    bool is_started;
    uint64_t failed_at;
    kh_status rc;
    kh_err err;
};

static bool is_chunked(const struct job *j)
{
    return j->schema->order == KH_CHUNKED;
}

/* Read one chunk into the feed's cell. */
static kh_status read_chunk(struct crew_thread *t, uint32_t dataset, uint32_t chunk,
                            batch_fn fn, kh_err *e)
{
    struct dict *dicts[SCHEMA_SPACES_MAX];
    const struct job *j = t->crew->job;
    cell_dicts(t->feed.cell, j, dataset, dicts);
    slot_rows(t->feed.slot, AT_READ, dataset, UINT32_MAX, 0, 0);
    kh_status rc = reader_chunk(t->reader, dataset, chunk, dicts, fn, &t->feed, e);
    slot_leave(t->feed.slot);
    return rc;
}

/* The line that wins for each key that stands more than once. */
static kh_status settle(struct crew *c, uint32_t dataset, batch_fn fn, kh_err *e)
{
    struct crew_thread *t = &c->thread[0];
    struct dict *dicts[SCHEMA_SPACES_MAX];
    if (!schema_dataset(c->job->schema, dataset)->key)
        return KH_OK;
    struct reader **all = calloc(c->n_threads, sizeof(struct reader *));
    if (!all)
        return job_no_memory(e);
    for (uint32_t i = 0; i < c->n_threads; i++)
        all[i] = c->thread[i].reader;
    cell_dicts(t->feed.cell, c->job, dataset, dicts);
    slot_rows(t->feed.slot, AT_READ, dataset, UINT32_MAX, 0, 0);
    kh_status rc =
        reader_settle(t->reader, all, c->n_threads, dataset, dicts, fn, &t->feed, e);
    slot_leave(t->feed.slot);
    free(all);
    return rc;
}

static kh_status read_reference(struct crew *c, kh_err *e)
{
    struct job *j = c->job;
    kh_status rc = cell_new(&c->base, j, NULL, e);
    c->thread[0].feed.cell = c->base;
    for (uint32_t d = 0; !rc && d < j->n_datasets; d++) {
        if (job_is_fact(j, d) || !inputs_is_bound(j->inputs, d))
            continue;
        uint32_t n = inputs_chunks(j->inputs, d);
        for (uint32_t k = 0; !rc && k < n; k++)
            rc = read_chunk(&c->thread[0], d, k, feed_reference, e);
        if (!rc)
            rc = settle(c, d, feed_reference, e);
        j->chunks += n;
    }
    return rc;
}

/* Number the chunks of all facts, one dataset after another. */
static void number_pieces(struct crew *c)
{
    struct job *j = c->job;
    uint64_t n = 0;
    for (uint32_t d = 0; d < j->n_datasets; d++) {
        const struct input_file *file = NULL;
        c->first[d] = n;
        if (!job_is_fact(j, d) || !inputs_is_bound(j->inputs, d))
            continue;
        n += inputs_chunks(j->inputs, d);
        uint32_t files = inputs_files(j->inputs, d, &file);
        for (uint32_t i = 0; i < files; i++)
            j->bytes += file[i].size;
    }
    c->first[j->n_datasets] = n;
    j->pieces = n;
    j->chunks += n;
}

/* A cell per thread or per chunk, and one for the settled rows of a chunked domain. */
static kh_status make_cells(struct crew *c, kh_err *e)
{
    struct job *j = c->job;
    uint64_t n = is_chunked(j) ? j->pieces + 1 : c->n_threads;
    c->cell = n <= UINT32_MAX ? calloc(n, sizeof(struct cell *)) : NULL;
    if (!c->cell)
        return job_no_memory(e);
    c->n_cells = (uint32_t)n;
    j->states = is_chunked(j) ? j->pieces : n;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < c->n_cells; i++)
        if (!is_chunked(j) || i == c->n_cells - 1)
            rc = cell_new(&c->cell[i], j, c->base, e);
    return rc;
}

static void note_failure(struct crew_thread *t, uint64_t piece, kh_status rc)
{
    struct job *j = t->crew->job;
    t->failed_at = piece;
    t->rc = rc;
    uint64_t now = atomic_load(&j->failed_at);
    while (piece < now && !atomic_compare_exchange_weak(&j->failed_at, &now, piece))
        ;
}

static kh_status do_piece(struct crew_thread *t, uint64_t piece, kh_err *e)
{
    struct crew *c = t->crew;
    struct job *j = c->job;
    uint32_t d = 0;
    while (c->first[d + 1] <= piece)
        d++;
    kh_status rc = KH_OK;
    if (is_chunked(j))
        rc = cell_new(&c->cell[piece], j, c->base, e);
    t->feed.piece = piece;
    t->feed.cell = c->cell[is_chunked(j) ? piece : (uint64_t)(t - c->thread)];
    if (!rc)
        rc = read_chunk(t, d, (uint32_t)(piece - c->first[d]), feed_facts, e);
    uint64_t done = atomic_fetch_add(&j->pieces_done, 1) + 1;
    outlet_progress(j->out, j->pieces ? j->bytes / j->pieces * done : 0, j->bytes,
                    atomic_load(&j->rows));
    return rc;
}

static void work(struct crew_thread *t)
{
    struct crew *c = t->crew;
    struct job *j = c->job;
    while (!t->rc) {
        uint64_t piece = atomic_fetch_add(&c->next, 1);
        if (piece >= j->pieces || piece > atomic_load(&j->failed_at))
            break;
        kh_status rc = do_piece(t, piece, &t->err);
        if (rc)
            note_failure(t, piece, rc);
    }
}

static void *thread_main(void *arg)
{
    struct crew_thread *t = arg;
    struct crash_stack *stack = crash_thread(t->feed.slot);
    feed_here(&t->feed);
    work(t);
    feed_here(NULL);
    crash_thread_end(stack);
    return NULL;
}

/* A thread that cannot be started is done without: the others take its share. */
static void run_threads(struct crew *c)
{
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, CREW_STACK);
    for (uint32_t i = 1; i < c->n_threads; i++)
        c->thread[i].is_started =
            !pthread_create(&c->thread[i].id, &attr, thread_main, &c->thread[i]);
    pthread_attr_destroy(&attr);
    work(&c->thread[0]);
    for (uint32_t i = 1; i < c->n_threads; i++)
        if (c->thread[i].is_started)
            pthread_join(c->thread[i].id, NULL);
}

/* The failure of the earliest piece, whoever met it. */
static kh_status first_failure(const struct crew *c, kh_err *e)
{
    const struct crew_thread *worst = NULL;
    for (uint32_t i = 0; i < c->n_threads; i++) {
        const struct crew_thread *t = &c->thread[i];
        if (t->rc && (!worst || t->failed_at < worst->failed_at))
            worst = t;
    }
    if (!worst)
        return KH_OK;
    *e = worst->err;
    return worst->rc;
}

static kh_status settle_facts(struct crew *c, kh_err *e)
{
    struct crew_thread *t = &c->thread[0];
    kh_status rc = KH_OK;
    t->feed.piece = c->job->pieces;
    t->feed.cell = c->cell[is_chunked(c->job) ? c->n_cells - 1 : 0];
    for (uint32_t d = 0; !rc && d < c->job->n_datasets; d++)
        if (job_is_fact(c->job, d) && inputs_is_bound(c->job->inputs, d))
            rc = settle(c, d, feed_facts, e);
    return rc;
}

static kh_status make_threads(struct crew *c, struct job *j, kh_err *e)
{
    c->thread = calloc(j->threads, sizeof *c->thread);
    if (!c->thread)
        return job_no_memory(e);
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < j->threads; i++) {
        struct crew_thread *t = &c->thread[i];
        t->crew = c;
        feed_init(&t->feed, j, &j->slots->slot[i ? i + 1 : 0]);
        c->n_threads++;
        rc = reader_new(&t->reader, j->inputs, &t->feed.rejects, e);
    }
    feed_here(&c->thread[0].feed);
    return rc;
}

kh_status crew_run(struct crew *c, struct job *j, kh_err *e)
{
    *c = (struct crew){ .job = j };
    atomic_store(&j->failed_at, UINT64_MAX);
    kh_status rc = make_threads(c, j, e);
    if (!rc)
        rc = read_reference(c, e);
    if (rc)
        return rc;
    number_pieces(c);
    rc = make_cells(c, e);
    if (!rc) {
        run_threads(c);
        rc = first_failure(c, e);
    }
    if (!rc)
        rc = settle_facts(c, e);
    return rc;
}

void crew_counts(const struct crew *c, uint32_t dataset, struct measured_input *out)
{
    const struct job *j = c->job;
    *out = (struct measured_input){
        .dataset = dataset,
        .bound = inputs_is_bound(j->inputs, dataset),
        .missing = inputs_is_missing(j->inputs, dataset),
    };
    for (uint32_t i = 0; out->bound && i < c->n_threads; i++) {
        struct counts n = { 0 };
        reader_counts(c->thread[i].reader, dataset, &n);
        out->counts.rows += n.rows;
        out->counts.rejected += n.rejected;
        out->counts.skipped += n.skipped;
        out->counts.revised += n.revised;
    }
    out->plugin_rejects = c->base->rejected[dataset];
    for (uint32_t i = 0; i < c->n_cells; i++)
        if (c->cell[i]) {
            out->outside += c->cell[i]->outside[dataset];
            out->plugin_rejects += c->cell[i]->rejected[dataset];
        }
}

kh_status crew_rejects(const struct crew *c, struct rejects *out, kh_err *e)
{
    *out = (struct rejects){ .arena = &c->job->arena };
    uint64_t count = 0;
    for (uint32_t i = 0; i < c->n_threads; i++) {
        count += c->thread[i].feed.rejects.count;
        rejects_join(out, &c->thread[i].feed.rejects);
    }
    rejects_sort(out);
    return out->count == count ? KH_OK : job_no_memory(e);
}

void crew_end(struct crew *c)
{
    for (uint32_t i = 0; i < c->n_cells; i++)
        cell_end(c->cell[i], c->job);
    cell_end(c->base, c->job);
    free(c->cell);
    for (uint32_t i = 0; i < c->n_threads; i++) {
        reader_end(c->thread[i].reader);
        feed_end(&c->thread[i].feed);
    }
    free(c->thread);
    *c = (struct crew){ 0 };
}
