/* SPDX-License-Identifier: Apache-2.0 */
/* feed.c - see feed.h. */
#include "worker/feed.h"
#include "base/lang.h"
#include "base/path.h"
#include "base/text.h"
#include "worker/ladder.h"
#include "worker/select.h"

#include <stdlib.h>

enum { FEED_WHERE_MAX = 120, FEED_FILE_MAX = 60, FEED_DAYS_MAX = PAYLOAD_DAYS_MAX };

/* The feed whose plugin call this thread is in. */
static _Thread_local struct feed *current;

void feed_init(struct feed *f, struct job *j, struct slot *slot)
{
    *f = (struct feed){ .job = j, .slot = slot, .piece = UINT64_MAX };
    arena_init(&f->arena, 0);
    f->rejects.arena = &f->arena;
}

void feed_here(struct feed *f)
{
    current = f;
}

void feed_end(struct feed *f)
{
    if (current == f)
        current = NULL;
    compact_end(&f->compact);
    free(f->row);
    free(f->first);
    free(f->last);
    free(f->refused);
    free(f->closed);
    arena_end(&f->arena);
}

static bool make_room(struct feed *f, uint32_t rows)
{
    if (rows > f->room) {
        free(f->row);
        free(f->first);
        free(f->last);
        free(f->refused);
        free(f->closed);
        f->row = calloc(rows, sizeof *f->row);
        f->first = calloc(rows, sizeof *f->first);
        f->last = calloc(rows, sizeof *f->last);
        f->refused = calloc(rows / 64 + 1, sizeof *f->refused);
        f->closed = calloc(rows / 64 + 1, sizeof *f->closed);
        f->room = f->row && f->first && f->last && f->refused && f->closed ? rows : 0;
    } else if (f->room) {
        memset(f->refused, 0, (rows / 64 + 1) * sizeof *f->refused);
        memset(f->closed, 0, (rows / 64 + 1) * sizeof *f->closed);
    }
    f->n_closed = 0;
    return f->room >= rows && f->refused && f->closed;
}

static uint32_t file_of(const struct batch *b, uint32_t row)
{
    return b->files ? b->files[row] : b->file;
}

/* "events.csv lines 2-514" of the batch being fed. */
static const char *where(const struct feed *f, char out[FEED_WHERE_MAX])
{
    const struct batch *b = f->batch;
    const struct input_file *file = NULL;
    uint32_t n = inputs_files(f->job->inputs, b->view.dataset, &file);
    uint32_t at = b->view.rows ? file_of(b, 0) : 0;
    if (at >= n || !b->view.rows)
        return NULL;
    const char *name = path_name(file[at].name);
    snprintf(out, FEED_WHERE_MAX, _("%.*s lines %llu-%llu"),
             (int)text_fit(name, FEED_FILE_MAX), name, (unsigned long long)b->line[0],
             (unsigned long long)b->line[b->view.rows - 1]);
    return out;
}

/* What the plugin's answer to a batch means. */
static kh_status answer(struct feed *f, enum slot_place place, kh_status rc, kh_err *e)
{
    char text[FEED_WHERE_MAX];
    slot_leave(f->slot);
    f->shown = NULL;
    if (!rc && !f->misuse)
        return KH_OK;
    f->failed_in_plugin = true;
    if (f->misuse)
        return job_unsound(f->job, place, f->misuse, where(f, text), e);
    return job_failed(f->job, place, where(f, text), rc, e);
}

static void show(struct feed *f, enum slot_place place, const kh_batch *view,
                 const uint32_t *chosen)
{
    const struct batch *b = f->batch;
    uint32_t last = b->view.rows - 1;
    f->shown = view;
    f->chosen = chosen;
    slot_rows(f->slot, place, view->dataset, file_of(b, 0), b->line[0], b->line[last]);
}

/* Show rows f->row[0..n) to one state. */
static kh_status feed_state(struct feed *f, uint32_t variant, int32_t day, uint32_t n,
                            kh_err *e)
{
    const kh_batch *all = &f->batch->view;
    const kh_dataset *ds = schema_dataset(f->job->schema, all->dataset);
    void *state = NULL;
    kh_batch some;
    kh_status rc = cell_state(f->cell, f->job, f->slot, f->job->level[all->dataset],
                              variant, day, &state, e);
    if (!rc && n < all->rows)
        rc = compact_rows(&f->compact, ds, all, f->row, n, &some, e);
    if (rc)
        return rc;
    bool is_part = n < all->rows;
    show(f, AT_CONSUME, is_part ? &some : all, is_part ? f->row : NULL);
    rc = f->job->plugin.table.consume(state, f->shown, e);
    return answer(f, AT_CONSUME, rc, e);
}

/* Leave out the rows that no state is shown. */
static uint32_t drop_closed(const struct feed *f, uint32_t n)
{
    uint32_t left = 0;
    for (uint32_t i = 0; f->n_closed && i < n; i++)
        if (!(f->closed[f->row[i] / 64] >> (f->row[i] % 64) & 1))
            f->row[left++] = f->row[i];
    return f->n_closed ? left : n;
}

/* Remember which subjects a window has seen. */
static kh_status mark_seen(struct feed *f, uint32_t variant, uint32_t n, kh_err *e)
{
    const kh_batch *b = &f->batch->view;
    uint32_t col = f->job->subject[b->dataset];
    struct cell_bits *seen =
        &f->cell->seen[(size_t)variant * f->job->n_datasets + b->dataset];
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < n && col != UINT32_MAX; i++)
        if (kh_has(&b->col[col], f->row[i]))
            rc = cell_bit_set(seen, kh_key(&b->col[col], f->row[i]), e);
    return rc;
}

/* Windows of leaves ask what was delivered in them too. */
static kh_status mark_windows(struct feed *f, kh_err *e)
{
    const struct job *j = f->job;
    const kh_batch *b = &f->batch->view;
    kh_status rc = KH_OK;
    for (uint32_t v = 1; !rc && j->is_owed[b->dataset] && v < j->n_variants; v++)
        if (j->is_lead[v])
            rc = mark_seen(f, v, drop_closed(f, select_window(j, v, b, f->row)), e);
    return rc;
}

/* Rows of a variant with a state per day: those without a date go to the state of no day,
 * which is merged into each day's in the end. */
static kh_status feed_days(struct feed *f, uint32_t variant, kh_err *e)
{
    const kh_batch *b = &f->batch->view;
    const struct variant *v = &f->job->variants[variant];
    int32_t from = INT32_MAX, to = INT32_MIN;
    uint32_t undated = 0;
    for (uint32_t i = 0; i < b->rows; i++) {
        bool dated = false;
        select_days(f->job, variant, b, i, &f->first[i], &f->last[i], &dated);
        if (f->n_closed && f->closed[i / 64] >> (i % 64) & 1) {
            f->first[i] = v->to; /* to no day */
            f->last[i] = v->from - 1;
            continue;
        }
        if (!dated)
            f->row[undated++] = i;
        if (dated && f->first[i] <= f->last[i]) {
            from = f->first[i] < from ? f->first[i] : from;
            to = f->last[i] > to ? f->last[i] : to;
        }
    }
    kh_status rc = undated ? feed_state(f, variant, VARIANT_NO_DAY, undated, e) : KH_OK;
    if (!rc && from <= to && (int64_t)to - from >= FEED_DAYS_MAX)
        rc = kh_fail(e, KH_EDATA, _("a leaf with each = \"day\" meets more than %d days"),
                     FEED_DAYS_MAX);
    for (int32_t day = from; !rc && day <= to; day++) {
        uint32_t n = 0;
        for (uint32_t i = 0; select_has_day(v, day) && i < b->rows; i++)
            if (f->first[i] <= day && day <= f->last[i])
                f->row[n++] = i;
        rc = n ? feed_state(f, variant, day, n, e) : KH_OK;
    }
    return rc;
}

/* Rows whose `when` is null belong to no window: rejects. */
static void reject_undated(struct feed *f)
{
    const struct batch *b = f->batch;
    const kh_dataset *ds = schema_dataset(f->job->schema, b->view.dataset);
    uint32_t n = select_undated(f->job, &b->view, f->row);
    for (uint32_t i = 0; i < n; i++) {
        f->cell->rejected[b->view.dataset]++;
        rejects_add(&f->rejects, b->view.dataset, file_of(b, f->row[i]), b->line[f->row[i]],
                    schema_field(ds->columns, ds->when - 1)->name,
                    N_("no date, so the row belongs to no window"), "", 0);
    }
}

/* Keys may be made of columns that are never printed. */
static bool has_private(const struct job *j, uint32_t dataset)
{
    const struct conf_input *in =
        inputs_bound(j->domain, schema_dataset(j->schema, dataset)->name);
    for (uint32_t i = 0; in && i < in->n_columns; i++)
        if (in->columns[i].is_private)
            return true;
    return false;
}

/* Rows of the own window, and rows without a date, that name a unit which was closed
 * before: rejects.  Rows of earlier dates count for the windows of leaves and for its
 * parents. */
static void reject_closed(struct feed *f)
{
    const struct job *j = f->job;
    const struct batch *b = f->batch;
    const uint32_t dataset = b->view.dataset, col = j->subject[dataset];
    uint32_t n = j->has_closed && col != UINT32_MAX ? select_late(j, &b->view, f->row) : 0;
    uint32_t known = UINT32_MAX; /* the key asked last */
    bool closed = false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = f->row[i], len = 0;
        if (!kh_has(&b->view.col[col], at))
            continue;
        uint32_t key = kh_key(&b->view.col[col], at);
        const char *text = dict_text(f->cell->subject[j->level[dataset]], key, &len);
        if (key != known)
            closed = ladder_is_closed(j, j->level[dataset], text);
        known = key;
        if (!closed)
            continue;
        f->closed[at / 64] |= UINT64_C(1) << (at % 64);
        f->n_closed++;
        f->cell->rejected[dataset]++;
        rejects_add(&f->rejects, dataset, file_of(b, at), b->line[at],
                    schema_field(schema_dataset(j->schema, dataset)->columns, col)->name,
                    N_("a unit that was closed before the window"),
                    has_private(j, dataset) ? "***" : text,
                    has_private(j, dataset) ? 3 : len);
    }
}

kh_status feed_facts(void *ctx, const struct batch *b, kh_err *e)
{
    struct feed *f = ctx;
    kh_status rc = KH_OK;
    if (!b->view.rows)
        return KH_OK;
    if (!make_room(f, b->view.rows))
        return job_no_memory(e);
    f->batch = b;
    atomic_fetch_add(&f->job->rows, b->view.rows);
    reject_undated(f);
    reject_closed(f);
    f->cell->outside[b->view.dataset] += select_outside(f->job, &b->view);
    for (uint32_t v = 0; !rc && v < f->job->n_variants; v++) {
        if (f->job->variants[v].each_day) {
            rc = feed_days(f, v, e);
            continue;
        }
        uint32_t n = drop_closed(f, select_rows(f->job, v, &b->view, f->row));
        if (n && !v)
            rc = mark_seen(f, v, n, e);
        if (!rc && n)
            rc = feed_state(f, v, VARIANT_NO_DAY, n, e);
    }
    return rc ? rc : mark_windows(f, e);
}

kh_status feed_reference(void *ctx, const struct batch *b, kh_err *e)
{
    struct feed *f = ctx;
    if (!b->view.rows || !f->job->plugin.table.prepare)
        return KH_OK;
    if (!make_room(f, b->view.rows))
        return job_no_memory(e);
    f->batch = b;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < f->job->n_inst; i++) {
        if (!f->job->inst[i].is_measured)
            continue;
        show(f, AT_PREPARE, &b->view, NULL);
        rc = f->job->plugin.table.prepare(f->job->inst[i].inst, f->shown, e);
        rc = answer(f, AT_PREPARE, rc, e);
    }
    return rc;
}

/* The plugin's sentence, kept once for rows that follow one another. */
static const char *keep_why(struct feed *f, const char *why)
{
    char clean[sizeof f->why];
    job_clean(clean, sizeof clean, why ? why : "", why ? strnlen(why, sizeof clean) : 0);
    const struct rejects *r = &f->rejects;
    if (r->len && !strcmp(r->at[r->len - 1].reason, clean))
        return r->at[r->len - 1].reason;
    return r->len < REJECTS_KEPT ? arena_text(&f->arena, clean) : "";
}

void feed_reject(void *host_ctx, const kh_batch *b, uint32_t row, uint32_t col,
                 const char *why)
{
    struct feed *f = current;
    (void)host_ctx;
    if (!f || !f->shown || b != f->shown || row >= b->rows) {
        if (f)
            f->misuse = N_("a reject of a row it was not shown");
        return;
    }
    uint32_t at = f->chosen ? f->chosen[row] : row;
    if (f->refused[at / 64] >> (at % 64) & 1)
        return;
    f->refused[at / 64] |= UINT64_C(1) << (at % 64);
    const kh_dataset *ds = schema_dataset(f->job->schema, b->dataset);
    f->cell->rejected[b->dataset]++;
    const char *reason = keep_why(f, why);
    const char *column =
        col < ds->columns.count ? schema_field(ds->columns, col)->name : "";
    rejects_add(&f->rejects, b->dataset, file_of(f->batch, at), f->batch->line[at], column,
                reason ? reason : "", "", 0);
}

/* A thread whose work comes before what failed goes on, so that the failure that is told
 * does not depend on who was faster. */
int feed_stopping(void *host_ctx)
{
    const struct job *j = host_ctx;
    const struct feed *f = current;
    return f && f->piece > atomic_load(&j->failed_at);
}
