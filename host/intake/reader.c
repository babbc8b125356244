/* SPDX-License-Identifier: Apache-2.0 */
/* reader.c - one thread's way through chunks: read, index, cut rows, decode. */
#include "base/lang.h"
#include "intake/csv.h"
#include "intake/inputs_inside.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALIGN = 64 };

static const char *const record_too_long = N_("record longer than 1 MiB");
static const char *const has_nul = N_("a NUL byte");
static const char *const bad_bytes = N_("not valid in the file's encoding");
static const char *const stray_quote = N_("a quote inside a field, or text behind one");
static const char *const too_few = N_("fewer fields than the header");
static const char *const too_many = N_("more fields than the header");

static kh_status reader_make(struct reader **out, const struct inputs *in, kh_err *e)
{
    struct reader *r = calloc(1, sizeof *r);
    *out = r;
    if (!r)
        return kh_fail(e, KH_ENOMEM, "no memory for a reader");
    r->in = in;
    r->fd = -1;
    arena_init(&r->quiet, 0);
    for (uint32_t i = 0; i < in->n; i++)
        if (in->plans[i].n_columns > r->n_values)
            r->n_values = in->plans[i].n_columns;
    r->values = calloc(r->n_values + 1, sizeof *r->values);
    r->held = calloc(in->n + 1, sizeof *r->held);
    r->counts = calloc(in->n + 1, sizeof *r->counts);
    r->index = calloc(1, sizeof *r->index);
    r->emission = emission_new();
    for (uint32_t i = 0; r->held && i < in->n; i++)
        held_init(&r->held[i]);
    if (!r->values || !r->held || !r->counts || !r->index || !r->emission)
        return kh_fail(e, KH_ENOMEM, "no memory for a reader");
    return KH_OK;
}

kh_status reader_new(struct reader **out, const struct inputs *in, struct rejects *rejects,
                     kh_err *e)
{
    kh_status rc = reader_make(out, in, e);
    if (!rc) {
        (*out)->rejects = rejects;
        rc = cells_init(&(*out)->cells, in, rejects->arena, e);
    }
    if (rc) {
        reader_end(*out);
        *out = NULL;
    }
    return rc;
}

kh_status reader_quiet(struct reader **out, const struct inputs *in, kh_err *e)
{
    kh_status rc = reader_make(out, in, e);
    if (!rc)
        rc = cells_init(&(*out)->cells, in, &(*out)->quiet, e);
    if (rc) {
        reader_end(*out);
        *out = NULL;
    }
    return rc;
}

void reader_end(struct reader *r)
{
    if (!r)
        return;
    if (r->fd >= 0)
        close(r->fd);
    for (uint32_t i = 0; r->values && i < r->n_values; i++)
        values_end(&r->values[i]);
    for (uint32_t i = 0; r->held && i < r->in->n; i++)
        held_end(&r->held[i]);
    if (r->cells.in)
        cells_end(&r->cells);
    if (r->index)
        csv_index_end(r->index);
    emission_end(r->emission);
    arena_end(&r->quiet);
    free(r->index);
    free(r->values);
    free(r->held);
    free(r->counts);
    free(r->bytes);
    free(r);
}

void reader_counts(const struct reader *r, uint32_t dataset, struct counts *out)
{
    *out = r->counts[dataset];
}

/* The file of a chunk; *chunk becomes the chunk's number in it. */
static uint32_t file_of(const struct plan *p, uint32_t *chunk)
{
    uint32_t lo = 0, hi = p->n_files;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (p->read[mid].first_chunk <= *chunk)
            lo = mid;
        else
            hi = mid;
    }
    *chunk -= (uint32_t)p->read[lo].first_chunk;
    return lo;
}

/* The file must be the one that was surveyed. */
static kh_status open_file(struct reader *r, const struct plan *p, uint32_t file, kh_err *e)
{
    const struct plan_file *f = &p->read[file];
    const char *path = p->files[file].path;
    if (r->fd >= 0 && r->fd_dataset == p->dataset && r->fd_file == file)
        return KH_OK;
    if (r->fd >= 0)
        close(r->fd);
    r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (r->fd < 0)
        return fail_errno(e, ST_INPUT, "%s", path);
    r->fd_dataset = p->dataset;
    r->fd_file = file;
    struct stat st;
    if (fstat(r->fd, &st))
        return fail_errno(e, ST_INPUT, "%s", path);
    uint64_t changed =
        (uint64_t)st.st_mtim.tv_sec * 1000000000 + (uint64_t)st.st_mtim.tv_nsec;
    if (st.st_dev != f->device || st.st_ino != f->inode ||
        (uint64_t)st.st_size != f->size || changed != f->changed_ns)
        return kh_fail(e, ST_INPUT, "%s: changed while it was read; run again", path);
    return KH_OK;
}

/* The bytes of a chunk to r->bytes. */
static kh_status read_bytes(struct reader *r, const struct plan *p, uint32_t file,
                            const struct survey_chunk *c, kh_err *e)
{
    struct survey_bytes bytes = p->read[file].bytes;
    size_t need = (size_t)c->size + ALIGN;
    if (need > r->cap) {
        size_t cap = (need + ALIGN - 1) / ALIGN * ALIGN;
        free(r->bytes);
        r->bytes = aligned_alloc(ALIGN, cap);
        r->cap = r->bytes ? cap : 0;
    }
    if (!r->bytes)
        return kh_fail(e, KH_ENOMEM, "no memory for a chunk of %u bytes", c->size);
    kh_status rc = KH_OK;
    if (bytes.fd < 0) {
        rc = open_file(r, p, file, e);
        bytes.fd = r->fd;
    }
    if (!rc)
        rc = survey_read(&bytes, p->files[file].path, r->bytes, c->size, c->offset, e);
    if (!rc)
        memset(r->bytes + c->size, 0, ALIGN);
    return rc;
}

/* One record as it was cut. */
struct record {
    uint32_t begin, end; /* of its bytes, without the line end */
    uint32_t first, n;   /* its fields among the index */
};

static bool is_sound(const struct reader *r, const struct record *x)
{
    const uint32_t *ends = r->index->at + x->first;
    uint32_t begin = x->begin;
    for (uint32_t i = 0; i < x->n; i++) {
        if (!csv_is_sound(r->bytes + begin, ends[i] - begin))
            return false;
        begin = ends[i] + 1;
    }
    return true;
}

/* What is wrong with a record as a whole; NULL if nothing is. */
static const char *record_fault(const struct reader *r, const struct plan_file *f,
                                const struct record *x)
{
    const struct csv_index *index = r->index;
    const char *s = r->bytes + x->begin;
    size_t n = x->end - x->begin;
    if (n > INTAKE_RECORD_MAX)
        return record_too_long;
    if (index->has_nul && memchr(s, '\0', n))
        return has_nul;
    if (index->has_high && !encoding_is_valid(f->encoding, s, n))
        return bad_bytes;
    if (index->is_irregular && !is_sound(r, x))
        return stray_quote;
    if (x->n > f->n_fields)
        return too_many;
    return x->n < f->n_needed ? too_few : NULL;
}

static uint64_t lines_in(const char *s, size_t n)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += s[i] == '\n';
    return lines;
}

/* The next record; the end of its last field loses the carriage return. */
static struct record next_record(struct reader *r, uint32_t begin, uint32_t first)
{
    struct csv_index *x = r->index;
    struct record record = { .begin = begin, .first = first, .n = 1 };
    while (r->bytes[x->at[first + record.n - 1]] != '\n')
        record.n++;
    record.end = x->at[first + record.n - 1];
    if (record.end > begin && r->bytes[record.end - 1] == '\r')
        x->at[first + record.n - 1] = --record.end;
    return record;
}

static kh_status read_records(struct reader *r, uint64_t line, kh_err *e)
{
    struct rows *rows = &r->rows;
    const struct plan *p = rows->plan;
    const struct csv_index *x = r->index;
    uint32_t begin = 0, first = 0;
    uint64_t seen = 0;
    kh_status rc = KH_OK;
    while (first < x->len && !rc) {
        uint32_t stop = first;
        struct record record = next_record(r, begin, first);
        stop = record.end + (r->bytes[record.end] == '\r' ? 2 : 1);
        if (record.end > record.begin) {
            const char *why = record_fault(r, rows->file, &record);
            r->counts[p->dataset].rows++;
            seen++;
            if (why) {
                reader_reject_row(r, p, rows->file_index, line, why);
            } else {
                if (!rows->n)
                    rows->first_row = seen - 1;
                rows->begin[rows->n] = record.begin;
                rows->first[rows->n] = record.first;
                rows->line[rows->n++] = line;
            }
            if (rows->n == INTAKE_BATCH_ROWS)
                rc = reader_rows(r, e);
        }
        line += x->has_inner_lines ? lines_in(r->bytes + begin, stop - begin) : 1;
        first = record.first + record.n;
        begin = stop;
    }
    return rc ? rc : reader_rows(r, e);
}

/* One chunk with what is set for its batches. */
static kh_status read_chunk(struct reader *r, uint32_t dataset, uint32_t chunk, kh_err *e)
{
    const struct plan *p = &r->in->plans[dataset];
    uint32_t in_file = chunk, file = file_of(p, &in_file);
    const struct plan_file *f = &p->read[file];
    const struct survey_chunk *c = &f->survey.chunks[in_file];
    if (!c->size) {
        r->counts[dataset].rows++;
        reader_reject_row(r, p, file, c->line, record_too_long);
        return KH_OK;
    }
    kh_status rc = read_bytes(r, p, file, c, e);
    if (!rc)
        rc = csv_index(r->index, r->bytes, c->size, p->files[file].delimiter, f->trails, e);
    if (rc)
        return rc;
    struct rows *rows = &r->rows;
    rows->plan = p;
    rows->file = f;
    rows->file_index = file;
    rows->bytes = r->bytes;
    rows->ends = r->index->at;
    rows->has_quotes = r->index->has_quotes;
    rows->has_high = r->index->has_high;
    rows->given = NULL;
    rows->chunk = chunk;
    rows->n = 0;
    return read_records(r, c->line, e);
}

kh_status reader_chunk(struct reader *r, uint32_t dataset, uint32_t chunk,
                       struct dict *const *dicts, batch_fn fn, void *ctx, kh_err *e)
{
    r->dicts = dicts;
    r->fn = fn;
    r->ctx = ctx;
    return read_chunk(r, dataset, chunk, e);
}

kh_status reader_all(struct reader *r, uint32_t dataset, tap_fn tap, void *ctx, kh_err *e)
{
    const struct plan *p = &r->in->plans[dataset];
    kh_status rc = KH_OK;
    r->tap = tap;
    r->ctx = ctx;
    for (uint32_t i = 0; i < p->n_chunks && !rc; i++)
        rc = read_chunk(r, dataset, i, e);
    if (!rc)
        rc = reader_settle(r, &r, 1, dataset, NULL, NULL, ctx, e);
    r->tap = NULL;
    return rc;
}

kh_status reader_keys(struct reader *r, uint32_t dataset, struct dupe_search *search,
                      kh_err *e)
{
    const struct plan *p = &r->in->plans[dataset];
    kh_status rc = KH_OK;
    r->search = search;
    for (uint32_t i = 0; i < p->n_chunks && !rc; i++)
        rc = read_chunk(r, dataset, i, e);
    r->search = NULL;
    return rc;
}
