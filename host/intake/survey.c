/* SPDX-License-Identifier: Apache-2.0 */
/* survey.c - see survey.h.
 *
 * A chunk ends at the first record that begins at or behind chunk start + chunk size.  The
 * chunk size is never above the longest record, so that a record too long is seen at the
 * latest where its chunk would end; it is cut out as a chunk of its own, of size 0. */
#include "intake/survey.h"
#include "intake/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

kh_status survey_read(const struct survey_bytes *b, const char *path, void *out, size_t n,
                      uint64_t offset, kh_err *e)
{
    char *at = out;
    while (n) {
        ssize_t got = pread(b->fd, at, n, (off_t)(b->base + offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_errno(e, ST_INPUT, "%s", path);
        if (!got)
            return kh_fail(e, ST_INPUT, "%s: became shorter while it was read", path);
        at += got;
        n -= (size_t)got;
        offset += (size_t)got;
    }
    return KH_OK;
}

kh_status survey_digest_add(struct survey_digest *d, const void *block, size_t n, kh_err *e)
{
    if (d->cap - d->len < SHA_SIZE) {
        size_t cap = d->cap ? d->cap * 2 : 16 * SHA_SIZE;
        unsigned char *at = realloc(d->at, cap);
        if (!at)
            return kh_fail(e, KH_ENOMEM, "no memory for the digest of a file");
        d->at = at;
        d->cap = cap;
    }
    sha_of(d->at + d->len, block, n);
    d->len += SHA_SIZE;
    return KH_OK;
}

void survey_digest_end(struct survey_digest *d, unsigned char sha[SHA_SIZE])
{
    sha_of(sha, d->at, d->len);
    free(d->at);
    *d = (struct survey_digest){ 0 };
}

/* Where the cutting stands: the chunk, and the record that has begun. */
struct cutter {
    struct survey *out;
    const struct survey_spec *spec;
    uint64_t chunk, chunk_line, target;
    uint64_t record, record_line;
    kh_status rc;
    kh_err *e;
};

static void cut_add(struct cutter *c, uint64_t offset, uint64_t line, uint64_t size)
{
    struct survey *s = c->out;
    if (c->rc)
        return;
    if (s->n_chunks == SURVEY_CHUNKS_MAX) {
        c->rc = kh_fail(c->e, KH_ERANGE, "%s: more than %d chunks; use a larger chunk size",
                        c->spec->path, SURVEY_CHUNKS_MAX);
        return;
    }
    if (s->n_chunks == s->cap) {
        uint32_t cap = s->cap ? s->cap * 2 : 16;
        struct survey_chunk *chunks = realloc(s->chunks, cap * sizeof *chunks);
        if (!chunks) {
            c->rc =
                kh_fail(c->e, KH_ENOMEM, "%s: no memory for %u chunks", c->spec->path, cap);
            return;
        }
        s->chunks = chunks;
        s->cap = cap;
    }
    s->chunks[s->n_chunks++] = (struct survey_chunk){ offset, line, (uint32_t)size };
}

static void cut_begin(struct cutter *c, uint64_t at, uint64_t line)
{
    c->chunk = at;
    c->chunk_line = line;
    c->target = at + c->spec->chunk_size;
}

/* A record ends at `end`; the next would begin on `line`. */
static void cut_record(struct cutter *c, uint64_t end, uint64_t line)
{
    if (end - c->record > c->spec->record_max) {
        if (c->record > c->chunk)
            cut_add(c, c->chunk, c->chunk_line, c->record - c->chunk);
        cut_add(c, c->record, c->record_line, 0);
        cut_begin(c, end, line);
    } else if (end >= c->target) {
        cut_add(c, c->chunk, c->chunk_line, end - c->chunk);
        cut_begin(c, end, line);
    }
    c->record = end;
    c->record_line = line;
}

/* Lines that begin at or before the bit, seen from the step's first byte. */
static uint64_t lines_to(const struct csv_step *step, unsigned bit)
{
    return (uint64_t)__builtin_popcountll(step->lines & (~(uint64_t)0 >> (63 - bit)));
}

/* The ends of records in one step that begins at `at`, on line `line`. */
static void cut_step(struct cutter *c, const struct csv_step *step, uint64_t at,
                     uint64_t line)
{
    if (at + CSV_STEP < c->target) {
        unsigned last = 63 - (unsigned)__builtin_clzll(step->ends);
        c->record = at + last + 1;
        c->record_line = line + lines_to(step, last);
        return;
    }
    for (uint64_t ends = step->ends; ends; ends &= ends - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(ends);
        cut_record(c, at + bit + 1, line + lines_to(step, bit));
    }
}

/* What is carried from block to block. */
struct pass {
    struct csv_state csv;
    struct cutter cut;
    uint64_t line;                /* of the byte that comes next */
    uint64_t opened;              /* line of the last quote that opened a field */
    struct encoding_count *count; /* NULL: not asked for */
};

/* ASCII tells nothing, unless a character is cut by it. */
static void count_step(struct encoding_count *c, const struct csv_step *step,
                       const char *bytes, size_t n)
{
    if (step->high || c->more || c->gb)
        encoding_count_add(c, bytes, n);
}

static void pass_block(struct pass *p, const char *block, size_t n, uint64_t offset)
{
    for (size_t i = 0; i < n; i += CSV_STEP) {
        struct csv_step step;
        size_t part = n - i < CSV_STEP ? n - i : CSV_STEP;
        csv_step(&p->csv, block + i, (unsigned)part, &step);
        if (p->count)
            count_step(p->count, &step, block + i, part);
        if (step.opens)
            p->opened =
                p->line + lines_to(&step, 63 - (unsigned)__builtin_clzll(step.opens));
        if (step.ends)
            cut_step(&p->cut, &step, offset + i, p->line);
        p->line += (uint64_t)__builtin_popcountll(step.lines);
    }
}

static void pass_end(struct pass *p, struct survey *out, uint64_t size)
{
    if (p->csv.inside) {
        out->unclosed = p->opened;
        return;
    }
    if (p->cut.record < size)
        cut_record(&p->cut, size, p->line);
    if (p->cut.chunk < size)
        cut_add(&p->cut, p->cut.chunk, p->cut.chunk_line, size - p->cut.chunk);
}

static kh_status survey_blocks(struct survey *out, const struct survey_spec *spec,
                               struct pass *p, char *block, kh_err *e)
{
    struct survey_digest digest = { 0 };
    kh_status rc = KH_OK;
    for (uint64_t at = 0; at < spec->bytes.size && !rc; at += SURVEY_BLOCK) {
        uint64_t left = spec->bytes.size - at;
        size_t n = left < SURVEY_BLOCK ? (size_t)left : SURVEY_BLOCK;
        rc = survey_read(&spec->bytes, spec->path, block, n, at, e);
        if (!rc && spec->digest)
            rc = survey_digest_add(&digest, block, n, e);
        if (rc)
            break;
        size_t skip = at < spec->begin ? (size_t)(spec->begin - at) : 0;
        if (skip && p->count)
            encoding_count_add(p->count, block, skip < n ? skip : n);
        if (skip < n)
            pass_block(p, block + skip, n - skip, at + skip);
        rc = p->cut.rc;
    }
    unsigned char sha[SHA_SIZE];
    survey_digest_end(&digest, spec->digest ? out->sha : sha);
    return rc;
}

kh_status survey_file(struct survey *out, const struct survey_spec *spec, kh_err *e)
{
    *out = (struct survey){ 0 };
    struct survey_spec own = *spec;
    if (!own.chunk_size || own.chunk_size > own.record_max)
        own.chunk_size = own.record_max;
    char *block = malloc(SURVEY_BLOCK + CSV_STEP);
    if (!block)
        return kh_fail(e, KH_ENOMEM, "%s: no memory for a block", spec->path);
    struct pass p = { .cut = { .out = out, .spec = &own, .e = e },
                      .line = own.line,
                      .count = own.count ? &out->count : NULL };
    csv_begin(&p.csv, own.delimiter, own.trails);
    cut_begin(&p.cut, own.begin, own.line);
    p.cut.record = own.begin;
    p.cut.record_line = own.line;
    kh_status rc = survey_blocks(out, &own, &p, block, e);
    if (!rc) {
        encoding_count_end(&out->count);
        pass_end(&p, out, own.bytes.size);
        rc = p.cut.rc;
    }
    free(block);
    return rc;
}

void survey_end(struct survey *s)
{
    free(s->chunks);
    *s = (struct survey){ 0 };
}
