/* SPDX-License-Identifier: Apache-2.0 */
/* wire.h - bytes of frames between coordinator and child: little-endian, lengths first.
 *
 * Writing appends to a buf.  Reading goes over a borrowed span; once a read passes the
 * end or a limit, `failed` stays set and every later read gives zero, so that a decoder
 * checks once.  Text read is NUL-ended in the arena and free of NUL inside. */
#ifndef KH_BASE_WIRE_H
#define KH_BASE_WIRE_H

#include "base/arena.h"
#include "base/buf.h"

void wire_put_u32(struct buf *b, uint32_t v);
void wire_put_i64(struct buf *b, int64_t v);
void wire_put_f64(struct buf *b, double v);
void wire_put_text(struct buf *b, const char *s); /* NULL is kept apart from "" */
void wire_put_bytes(struct buf *b, const void *p, size_t n);

struct wire {
    const unsigned char *at, *end;
    bool failed;
};
uint32_t wire_u32(struct wire *w);
int64_t wire_i64(struct wire *w);
double wire_f64(struct wire *w);
const char *wire_text(struct wire *w, struct arena *a,
                      size_t max); /* NULL if absent or failed */
const void *wire_bytes(struct wire *w, size_t *n, size_t max); /* borrowed */
/* A count of elements of at least `least` bytes each that are still to come: refuses one
 * that the rest of the frame cannot hold. */
uint32_t wire_count(struct wire *w, size_t least);

#endif
