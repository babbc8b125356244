/* SPDX-License-Identifier: Apache-2.0 */
/* store_parts.h - the rows of one domain into the open transaction. */
#ifndef KH_STORE_STORE_PARTS_H
#define KH_STORE_STORE_PARTS_H

#include "store/store_inside.h"

struct writer {
    struct store *s;
    const struct store_run *r;
    int64_t run;
    store_stage stage;
    void *ctx;
    kh_err *e;
    uint64_t rows; /* since the last stage */
};

void writer_tell(struct writer *w, const char *stage);
/* Run the statement; every so many rows the stage "insert" is told. */
void writer_row(struct writer *w, struct put *p);
/* The first values of a row: run, domain (unless NULL), seq (unless negative). */
void writer_begin(struct writer *w, struct put *p, const char *domain, int64_t seq);
void writer_exact(struct put *p, struct exact x);
void writer_name(struct put *p, struct conf_name n);

/* Everything of a domain but its rankings. */
kh_status parts_write(struct writer *w, const struct scored_domain *d);

#endif
