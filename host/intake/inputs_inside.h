/* SPDX-License-Identifier: Apache-2.0 */
/* inputs_inside.h - what the files behind inputs.h share. */
#ifndef KH_INTAKE_INPUTS_INSIDE_H
#define KH_INTAKE_INPUTS_INSIDE_H

#include "intake/cells.h"
#include "intake/dupes.h"
#include "intake/held.h"
#include "intake/lookup.h"
#include "intake/plan.h"
#include "intake/spill.h"
#include "intake/values.h"

struct inputs {
    struct arena a;
    struct inputs_spec spec;
    struct plan *plans; /* of each dataset */
    uint32_t n;
    uint32_t *first_source; /* of each dataset, among those of all */
    uint32_t n_sources;
    struct lookup *lookups;
    struct input_register *registers;
    const struct lookup **register_lookup; /* of each */
    uint32_t *register_value;
    uint32_t n_registers;
    struct dupes **dupes; /* of each dataset */
    struct spill inflated;
};

/* Open file `at` of a plan: digest, chunks, columns.  A refusal is told in `f` and gives
 * ST_INPUT. */
kh_status inputs_file_open(struct inputs *in, const struct plan *p, uint32_t at,
                           struct findings *f, kh_err *e);

/* Have the registers read what the domain asks of them.  Before files are opened. */
kh_status registers_plan(struct inputs *in, kh_err *e);

/* Instead of the plugin: what a pass of the intake's own does with the rows that are left
 * (indices into rows). */
typedef kh_status (*tap_fn)(void *ctx, const struct rows *rows, const struct values *values,
                            const uint32_t *keep, uint32_t n, kh_err *e);

struct reader {
    const struct inputs *in;
    struct rejects *rejects; /* NULL: a pass of the intake's own */
    struct arena quiet;      /* reasons of such a pass */
    struct cells cells;
    struct values *values; /* of each column of the widest dataset */
    uint32_t n_values;
    struct rows rows;
    struct held *held; /* of each dataset */
    struct counts *counts;
    uint32_t keep[INTAKE_BATCH_ROWS];
    /* the chunk being read */
    char *bytes;
    size_t cap;
    struct csv_index *index;
    /* the file that is open */
    int fd;
    uint32_t fd_dataset, fd_file;
    /* what is done with a batch */
    struct dict *const *dicts;
    batch_fn fn;
    void *ctx;
    tap_fn tap;
    struct dupe_search *search; /* only keys are read */
    struct emission *emission;
};

/* A reader of the intake's own: nothing is counted or rejected. */
kh_status reader_quiet(struct reader **out, const struct inputs *in, kh_err *e);
/* All chunks of a dataset through `tap`, then the settled rows. */
kh_status reader_all(struct reader *r, uint32_t dataset, tap_fn tap, void *ctx, kh_err *e);
/* All keys of a dataset into a search. */
kh_status reader_keys(struct reader *r, uint32_t dataset, struct dupe_search *search,
                      kh_err *e);

/* Decode r->rows and hand them on. */
kh_status reader_rows(struct reader *r, kh_err *e);
/* Count a row out; `column` NULL: the row. */
void reader_reject(struct reader *r, uint32_t row, uint32_t column, const char *why);
void reader_reject_row(struct reader *r, const struct plan *p, uint32_t file, uint64_t line,
                       const char *why);
/* Bytes that hold a row back: its key, and its rank with all cells. */
kh_status reader_hold(struct reader *r, uint32_t row, kh_err *e);

/* Buffers of a batch. */
struct emission *emission_new(void);
void emission_end(struct emission *x);
kh_status emission_send(struct reader *r, uint32_t n, kh_err *e);

#endif
