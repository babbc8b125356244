/* SPDX-License-Identifier: Apache-2.0 */
/* inputs.h - all inputs of one domain, from file names to typed batches.
 *
 * inputs_check needs no file: it holds the configuration against what the plugin declares.
 * inputs_open finds the files, refuses those that cannot be read as a whole (ST_INPUT with
 * place and remedy), detects encodings and delimiters, finds the header columns, digests
 * the bytes, cuts chunks at records (quote-safe, by the input alone), and reads the look-up
 * datasets.  After that the structure is read-only, and each thread reads chunks through a
 * reader of its own.  Only declared columns are decoded. */
#ifndef KH_INTAKE_INPUTS_H
#define KH_INTAKE_INPUTS_H

#include "intake/dict.h"
#include "intake/orgs.h"
#include "intake/rejects.h"
#include "intake/spans.h"

enum {
    INTAKE_CHUNK = 512 * 1024,     /* bytes of a chunk, unless the spec says */
    INTAKE_RECORD_MAX = 1 << 20,   /* a longer record is a reject, and is skipped unread */
    INTAKE_FIELD_MAX = 64 * 1024,  /* a longer declared field is a reject */
    INTAKE_HEADER_MAX = 64 * 1024, /* bytes of a header line */
    INTAKE_COLUMNS_MAX = 1024,
    INTAKE_FILES_MAX = 10000, /* per dataset */
    INTAKE_BATCH_ROWS = 4096
};

struct inputs_spec {
    const struct conf *conf;
    const struct conf_domain *domain;
    const kh_domain *schema; /* of the plugin; checked by room plugin */
    const struct orgs *orgs; /* NULL: keys are free text */
    int32_t from, to;        /* days: hull of the windows that are scored */
    int32_t own_from,
        own_to; /* days: the domain's own window; its months must have files */
    /* All windows, the own one first: only their months are read of the hull, and a month
     * of another than the own that has no file is a warning.  NULL: the whole hull is read.
     */
    const struct span_window *windows;
    uint32_t n_windows;
    size_t chunk_size; /* 0 = INTAKE_CHUNK; tests use 4096 */
};

struct inputs;
struct reader;

/* Datasets and columns the plugin does not have, required ones that are not bound, look-ups
 * that lead nowhere, levels of `at` and `expect`, a subject column without a source. */
void inputs_check(const struct conf_domain *d, const kh_domain *schema, struct findings *f);
/* The organisation as rows of all windows ask for it: its units are those of the first, and
 * units closed before are known for rows of the dates that some input feeds.  NULL after
 * findings. */
const struct orgs *inputs_orgs(struct arena *a, const struct conf *c,
                               const struct conf_domain *d, const struct span_window *w,
                               uint32_t n, struct findings *f);
/* The configured input of a dataset; NULL if it is not bound. */
const struct conf_input *inputs_bound(const struct conf_domain *d, const char *dataset);

/* The dataset whose rows say a column of the subjects at its level, as groups and `for` ask
 * for it: the first that is bound, has no date, and declares both.  -1: none does. */
int32_t inputs_register(const struct conf_domain *d, const kh_domain *schema,
                        const char *column);

kh_status inputs_open(struct inputs **out, const struct inputs_spec *spec,
                      struct findings *f, kh_err *e);
void inputs_close(struct inputs *in);

/* One file as found; texts live until inputs_close. */
struct input_file {
    uint32_t dataset;
    const char *path, *name; /* name: relative to the folder of the file that binds it */
    const char *encoding;    /* found or set: "UTF-8", "GB18030", "Latin-1" */
    char delimiter;
    uint64_t size;                      /* bytes on disk */
    unsigned char sha[SHA_SIZE];        /* SHA-256 of the SHA-256s of its 1 MiB blocks */
    const char *part_level, *part_unit; /* of a {level} part in the name, or NULL */
    uint32_t chunks;
    struct file_months months;
};
uint32_t inputs_files(const struct inputs *in, uint32_t dataset,
                      const struct input_file **at);
/* All chunks of one dataset, over its files, in order.  0 = unbound, missing or header
 * only. */
uint32_t inputs_chunks(const struct inputs *in, uint32_t dataset);
bool inputs_is_bound(const struct inputs *in, uint32_t dataset);
/* Bound, but no file was found for the own window (allowed or a pattern without a match).
 */
bool inputs_is_missing(const struct inputs *in, uint32_t dataset);
/* Index into levels of the level at which the dataset's rows enter. */
uint32_t inputs_level(const struct inputs *in, uint32_t dataset);

/* The [lo, hi) microseconds of `when` that a window of days is fed by the dataset's span.
 */
void inputs_span(const struct conf_input *input, int32_t from, int32_t to, int64_t *lo,
                 int64_t *hi);

/* A batch and where its rows stand. */
struct batch {
    kh_batch view;         /* what the plugin sees; cols as declared */
    const uint64_t *line;  /* of each row */
    uint32_t file;         /* index into inputs_files(dataset); of all rows */
    const uint32_t *files; /* or of each row, where rows of several files meet; else NULL */
};
struct counts {
    uint64_t rows, rejected, skipped, revised; /* rows: all records but the header */
};
/* Called with one batch at a time; buffers are the reader's and lent. */
typedef kh_status (*batch_fn)(void *ctx, const struct batch *b, kh_err *e);

/* `dicts[space]` give ids; dicts[0] may differ per dataset level, so it is passed per read.
 * One reader per thread serves all datasets. */
kh_status reader_new(struct reader **out, const struct inputs *in, struct rejects *rejects,
                     kh_err *e);
kh_status reader_chunk(struct reader *r, uint32_t dataset, uint32_t chunk,
                       struct dict *const *dicts, batch_fn fn, void *ctx, kh_err *e);
/* Rows of a keyed dataset whose key stands more than once are held back by reader_chunk.
 * Once every reader has read every chunk, this feeds the line that wins for each key, in
 * order of key, through `r`; the others are counted as revised. */
kh_status reader_settle(struct reader *r, struct reader *const *all, uint32_t n,
                        uint32_t dataset, struct dict *const *dicts, batch_fn fn, void *ctx,
                        kh_err *e);
void reader_counts(const struct reader *r, uint32_t dataset, struct counts *out);
void reader_end(struct reader *r);

/* Columns of registers that the domain asks for, in bytewise order. */
struct input_register {
    const char *column;
    uint32_t level; /* of its subjects */
};
uint32_t inputs_registers(const struct inputs *in, const struct input_register **at);
/* What register `i` says of the subject with these parts; NULL: nothing, or memory
 * (`failed`). */
const char *inputs_register_text(const struct inputs *in, uint32_t i, struct arena *scratch,
                                 char *const *parts, size_t n, bool *failed);

/* The most rejects the dataset allows, given its rows: the larger of 20 and 0.1 % unless
 * set; 0 for reference datasets. */
uint64_t inputs_max_rejects(const struct inputs *in, uint32_t dataset, uint64_t rows);

#endif
