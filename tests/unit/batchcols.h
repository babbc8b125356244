/* SPDX-License-Identifier: Apache-2.0 */
/* batchcols.h - the parts of batches.c that turn text into columns and cells into text. */
#ifndef KH_TESTS_BATCHCOLS_H
#define KH_TESTS_BATCHCOLS_H

#include <kaohe/plugin.h>
#include <stdio.h>

/* Growing text; `at` is never NULL after a first lines_add. */
struct lines {
    char *at;
    size_t len, cap;
};
void lines_bytes(struct lines *l, const void *bytes, size_t n);
void lines_add(struct lines *l, const char *text);
/* Sort the lines of `l` bytewise. */
void lines_sort(struct lines *l);

/* Keys of one space in order of first appearance. */
struct keys {
    char **text;
    uint32_t len, cap;
};
uint32_t keys_id(struct keys *k, const char *text);
void keys_free(struct keys *k);

/* Ends the program: a mistake of the test itself. */
void batch_mistake(const char *what, const char *text);
void *batch_new(size_t n);

/* One value of any type but KH_KEY and KH_TABLE; KH_TEXT keeps a copy that is never freed
 * before `keep` is (lines_bytes on it moves nothing: it is a list of its own). */
kh_value batch_value(const kh_field *f, const char *text);
/* The text of a value, appended; KH_KEY cells need the space's keys. */
void batch_print(struct lines *out, uint32_t type, int32_t scale, const char *const *labels,
                 const kh_value *v);
int64_t batch_time(const char *text);

/* CSV text in rows and cells; cells point into `copy`. */
struct table_text {
    char *copy;
    char **cell; /* cell[row * cols + col]; row 0 is the header */
    uint32_t rows, cols;
};
void table_read(struct table_text *t, const char *csv);
void table_free(struct table_text *t);
/* Index of a header cell, or -1. */
int table_column(const struct table_text *t, const char *name);

/* Columns of rows first..first+n-1; keys go through `spaces`.  Free with columns_free. */
kh_col *columns_make(const kh_dataset *d, const struct table_text *t, uint32_t first,
                     uint32_t n, struct keys *spaces);
void columns_free(kh_col *col, uint32_t n);

enum { SPACES_MAX = 16, TABLES_MAX = 16, STATES_MAX = 4096 };

/* One state with its dictionaries and the texts of its last score. */
struct batches_state {
    struct batches *of;
    void *state;
    struct keys space[SPACES_MAX];
    kh_window window;
    struct lines saved, results, reasons, rows[TABLES_MAX], value;
};

/* One instance with all its states. */
struct batches {
    const kh_plugin *p;
    kh_host host;
    kh_value *param;
    struct table_text *text; /* of TABLE parameters, by parameter */
    const kh_domain *domain;
    void *inst;
    kh_err err;
    struct keys reference[SPACES_MAX];
    struct batches_state *state[STATES_MAX];
    uint32_t states, rows;
    size_t held;
    uint32_t refuse; /* allocations until refusal; 0 = none */
    struct lines rejects;
};

/* Score `c`, whose ids are canonical, and leave the texts in `s`. */
kh_status batch_score(struct batches_state *s, const struct batches_state *c);

#endif
