/* SPDX-License-Identifier: Apache-2.0 */
/* payload.h - the bodies of frames: one pair of put and get for each.
 *
 * put appends to a buf, which keeps a failure; get returns false if the bytes are damaged
 * or memory is refused.  get checks form only (lengths, UTF-8, no NUL); whether ids are
 * known and values sound is sound.h's. */
#ifndef KH_WORKER_PAYLOAD_H
#define KH_WORKER_PAYLOAD_H

#include "worker/frames.h"
#include "worker/worker.h"

enum {
    PAYLOAD_PATH_MAX = 4096,
    PAYLOAD_TEXT_MAX = 16 * 1024, /* bytes of a sentence */
    PAYLOAD_CELL_MAX = 64 * 1024, /* bytes of a table's cell */
    PAYLOAD_OVER_MAX = 10000,
    PAYLOAD_FOLDERS_MAX = 100,
    PAYLOAD_DAYS_MAX = 4000, /* of one variant */
    PAYLOAD_THREADS_MAX = 256
};

struct hello {
    uint32_t version;
    int64_t parent; /* process id of the coordinator */
    const char *conf, *domain;
    const struct conf_override *over;
    uint32_t n_over;
    const char *const *folders;
    uint32_t n_folders;
    uint32_t threads;
    uint64_t chunk_size;
    const char *lang; /* of messages */
    unsigned char sha[SHA_SIZE];
};
void payload_put_hello(struct buf *b, const struct hello *h);
bool payload_get_hello(struct wire *w, struct arena *a, struct hello *h);

void payload_put_order(struct buf *b, const struct worker_order *o);
bool payload_get_order(struct wire *w, struct arena *a, struct worker_order *o);

void payload_put_findings(struct buf *b, const struct findings *f);
bool payload_get_findings(struct wire *w, struct arena *a, struct findings *f);

/* FRAME_REFUSED and FRAME_LOG: a number and a sentence. */
void payload_put_sentence(struct buf *b, uint32_t number, const char *text);
bool payload_get_sentence(struct wire *w, struct arena *a, uint32_t *number,
                          const char **text);

/* Elements of the lists of struct measured; the count of a frame comes first. */
void payload_put_result(struct buf *b, const struct measured_result *r);
void payload_get_result(struct wire *w, struct measured_result *r);
void payload_put_reason(struct buf *b, const struct measured_reason *r);
void payload_get_reason(struct wire *w, struct arena *a, struct measured_reason *r);
void payload_put_row(struct buf *b, const struct measured_row *r, uint32_t cells);
void payload_get_row(struct wire *w, struct arena *a, struct measured_row *r,
                     uint32_t cells);
void payload_put_delivery(struct buf *b, const struct measured_delivery *d);
void payload_get_delivery(struct wire *w, struct arena *a, struct measured_delivery *d);
void payload_put_column(struct buf *b, const struct measured_column *c);
void payload_get_column(struct wire *w, struct arena *a, struct measured_column *c);
void payload_put_input(struct buf *b, const struct measured_input *i);
void payload_get_input(struct wire *w, struct measured_input *i);
void payload_put_file(struct buf *b, const struct measured_file *f);
void payload_get_file(struct wire *w, struct arena *a, struct measured_file *f);
void payload_put_reject(struct buf *b, const struct reject *r);
void payload_get_reject(struct wire *w, struct arena *a, struct reject *r);

/* Least bytes of one element, for wire_count. */
enum {
    PAYLOAD_RESULT = 104,
    PAYLOAD_REASON = 44,
    PAYLOAD_ROW = 12,
    PAYLOAD_DELIVERY = 20,
    PAYLOAD_INPUT = 60,
    PAYLOAD_FILE = 68,
    PAYLOAD_REJECT = 28,
    PAYLOAD_COLUMN = 16
};

#endif
