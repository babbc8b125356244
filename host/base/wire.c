/* SPDX-License-Identifier: Apache-2.0 */
/* wire.c - see wire.h.  Text is its length plus one and its bytes, and 0 stands for NULL;
 * bytes are a length and the bytes. */
#include "base/wire.h"

static void put_uint(struct buf *b, uint64_t v, size_t size)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)(v >> (8 * i));
    buf_add(b, bytes, size);
}

void wire_put_u32(struct buf *b, uint32_t v)
{
    put_uint(b, v, 4);
}

void wire_put_i64(struct buf *b, int64_t v)
{
    put_uint(b, (uint64_t)v, 8);
}

void wire_put_f64(struct buf *b, double v)
{
    uint64_t bits = 0;
    _Static_assert(sizeof v == sizeof bits, "a double has 64 bits");
    memcpy(&bits, &v, sizeof bits);
    put_uint(b, bits, 8);
}

void wire_put_text(struct buf *b, const char *s)
{
    size_t n = s ? strlen(s) : 0;
    if (n >= UINT32_MAX) {
        b->failed = true;
        return;
    }
    wire_put_u32(b, s ? (uint32_t)n + 1 : 0);
    buf_add(b, s, n);
}

void wire_put_bytes(struct buf *b, const void *p, size_t n)
{
    if (n > UINT32_MAX) {
        b->failed = true;
        return;
    }
    wire_put_u32(b, (uint32_t)n);
    buf_add(b, p, n);
}

/* The next n bytes, or NULL and `failed`. */
static const unsigned char *take(struct wire *w, size_t n)
{
    if (w->failed || n > (size_t)(w->end - w->at)) {
        w->failed = true;
        return NULL;
    }
    const unsigned char *p = w->at;
    w->at += n;
    return p;
}

static uint64_t take_uint(struct wire *w, size_t size)
{
    const unsigned char *p = take(w, size);
    uint64_t v = 0;
    for (size_t i = 0; p && i < size; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

uint32_t wire_u32(struct wire *w)
{
    return (uint32_t)take_uint(w, 4);
}

int64_t wire_i64(struct wire *w)
{
    return (int64_t)take_uint(w, 8);
}

double wire_f64(struct wire *w)
{
    uint64_t bits = take_uint(w, 8);
    double v = 0;
    memcpy(&v, &bits, sizeof v);
    return v;
}

const char *wire_text(struct wire *w, struct arena *a, size_t max)
{
    uint32_t size = wire_u32(w);
    if (!size)
        return NULL;
    size_t n = size - 1;
    const unsigned char *p = n <= max ? take(w, n) : NULL;
    const char *text = NULL;
    if (p && !memchr(p, 0, n))
        text = arena_bytes(a, (const char *)p, n);
    w->failed = w->failed || !text;
    return text;
}

const void *wire_bytes(struct wire *w, size_t *n, size_t max)
{
    size_t size = wire_u32(w);
    const unsigned char *p = size <= max ? take(w, size) : NULL;
    w->failed = w->failed || !p;
    *n = p ? size : 0;
    return p;
}

uint32_t wire_count(struct wire *w, size_t least)
{
    uint32_t n = wire_u32(w);
    if (w->failed || (least && n > (size_t)(w->end - w->at) / least)) {
        w->failed = true;
        return 0;
    }
    return n;
}
