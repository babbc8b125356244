/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c - bytes to records and fields, 64 bytes at a time.
 *
 * Masks of quotes and separators come from compares; whether a byte stands inside quotes is
 * the parity of the quotes before it.  Parity is right as long as each quote that opens
 * stands behind a separator (or behind the quote that it doubles); a step in which that
 * fails is walked byte by byte. */
#include "intake/csv.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { CSV_INDEX_FIRST = 4096 };

struct masks {
    uint64_t quote, delimiter, newline, high, nul;
};

#ifdef __SSE2__
static inline uint64_t equal16(__m128i v, char c)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
}

static inline struct masks masks_of(const char *p, char delimiter)
{
    struct masks m = { 0 };
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        m.quote |= equal16(v, '"') << (16 * i);
        m.delimiter |= equal16(v, delimiter) << (16 * i);
        m.newline |= equal16(v, '\n') << (16 * i);
        m.nul |= equal16(v, '\0') << (16 * i);
        m.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v) << (16 * i);
    }
    return m;
}
#else
static inline struct masks masks_of(const char *p, char delimiter)
{
    struct masks m = { 0 };
    for (int i = 0; i < CSV_STEP; i++) {
        m.quote |= (uint64_t)(p[i] == '"') << i;
        m.delimiter |= (uint64_t)(p[i] == delimiter) << i;
        m.newline |= (uint64_t)(p[i] == '\n') << i;
        m.nul |= (uint64_t)(p[i] == '\0') << i;
        m.high |= (uint64_t)((unsigned char)p[i] >> 7) << i;
    }
    return m;
}
#endif

static inline uint64_t prefix_xor(uint64_t x)
{
    for (int by = 1; by < 64; by *= 2)
        x ^= x << by;
    return x;
}

void csv_begin(struct csv_state *s, char delimiter, bool trails)
{
    *s = (struct csv_state){ .delimiter = delimiter, .trails = trails, .fresh = 1 };
}

/* Bits of bytes that are the second (or fourth) of a GB18030 character. */
static uint64_t trail_bytes(struct csv_state *s, const char *p, unsigned n)
{
    uint64_t trails = 0;
    for (unsigned i = 0; i < n; i++) {
        if (s->lead)
            trails |= (uint64_t)1 << i;
        s->lead = !s->lead && (unsigned char)p[i] > 0x80;
    }
    return trails;
}

/* The rule of the header, one byte after the other. */
static uint64_t walk(struct csv_state *s, const struct masks *m, unsigned n, const char *p,
                     struct csv_step *out)
{
    uint64_t inside = 0;
    for (unsigned i = 0; i < n; i++) {
        uint64_t bit = (uint64_t)1 << i;
        if (m->quote & bit) {
            if (s->inside) {
                s->inside = 0;
                s->closed = 1;
            } else if (s->fresh | s->closed) {
                out->opens |= s->fresh ? bit : 0;
                s->inside = ~(uint64_t)0;
                s->closed = 0;
            } else {
                out->is_irregular = true;
            }
            s->fresh = 0;
        } else {
            bool is_separator = ((m->delimiter | m->newline) & bit) && !s->inside;
            if (s->closed && !is_separator && p[i] != '\r')
                out->is_irregular = true;
            s->fresh = is_separator;
            s->closed = 0;
        }
        inside |= s->inside & bit;
    }
    return inside;
}

/* Is every byte in `bits` a carriage return? */
static bool are_returns(const char *p, uint64_t bits)
{
    for (; bits; bits &= bits - 1)
        if (p[__builtin_ctzll(bits)] != '\r')
            return false;
    return true;
}

/* Bits inside quoted fields, where the step has quotes. */
static uint64_t quoted_bits(struct csv_state *s, const struct masks *m, unsigned n,
                            const char *p, struct csv_step *out)
{
    uint64_t inside = prefix_xor(m->quote) ^ s->inside;
    uint64_t separators = (m->delimiter | m->newline) & ~inside;
    uint64_t fresh = separators << 1 | s->fresh;
    uint64_t closes = m->quote & ~inside, closed = closes << 1 | s->closed;
    uint64_t opens = m->quote & inside;
    if (n < CSV_STEP || (opens & ~(fresh | closed)))
        return walk(s, m, n, p, out);
    uint64_t behind = closed & ~(m->quote | separators);
    if (behind && !are_returns(p, behind))
        out->is_irregular = true;
    out->opens = opens & fresh;
    s->inside = (uint64_t)((int64_t)inside >> 63);
    s->fresh = separators >> 63;
    s->closed = closes >> 63;
    return inside;
}

void csv_step(struct csv_state *s, const char *p, unsigned n, struct csv_step *out)
{
    struct masks m = masks_of(p, s->delimiter);
    if (n < CSV_STEP) {
        uint64_t valid = ((uint64_t)1 << n) - 1;
        m.quote &= valid;
        m.delimiter &= valid;
        m.newline &= valid;
        m.high &= valid;
        m.nul &= valid;
    }
    if (s->trails && (m.high || s->lead))
        m.delimiter &= ~trail_bytes(s, p, n);
    *out = (struct csv_step){ .lines = m.newline, .high = m.high, .nul = m.nul };
    uint64_t inside = s->inside;
    if (m.quote || s->closed || (n < CSV_STEP && n)) {
        inside = quoted_bits(s, &m, n, p, out);
    } else if (n) {
        s->fresh = ((m.delimiter | m.newline) & ~inside) >> 63;
    }
    out->separators = (m.delimiter | m.newline) & ~inside;
    out->ends = m.newline & ~inside;
}

static bool index_reserve(struct csv_index *x, size_t more)
{
    if (x->cap - x->len >= more)
        return true;
    size_t cap = x->cap ? x->cap * 2 : CSV_INDEX_FIRST;
    while (cap - x->len < more)
        cap *= 2;
    uint32_t *at = realloc(x->at, cap * sizeof *at);
    if (!at)
        return false;
    x->at = at;
    x->cap = cap;
    return true;
}

static void index_add(struct csv_index *x, uint64_t bits, uint32_t base)
{
    uint32_t *at = x->at + x->len;
    x->len += (size_t)__builtin_popcountll(bits);
    for (; bits; bits &= bits - 1)
        *at++ = base + (uint32_t)__builtin_ctzll(bits);
}

kh_status csv_index(struct csv_index *x, char *p, size_t n, char delimiter, bool trails,
                    kh_err *e)
{
    struct csv_state state;
    csv_begin(&state, delimiter, trails);
    *x = (struct csv_index){ .at = x->at, .cap = x->cap };
    uint64_t opens = 0, high = 0, nul = 0, inner = 0;
    for (size_t i = 0; i < n; i += CSV_STEP) {
        struct csv_step step;
        csv_step(&state, p + i, n - i < CSV_STEP ? (unsigned)(n - i) : CSV_STEP, &step);
        if (!index_reserve(x, CSV_STEP + 1))
            return kh_fail(e, KH_ENOMEM, "no memory for an index of %zu fields", x->len);
        index_add(x, step.separators, (uint32_t)i);
        x->records += (uint32_t)__builtin_popcountll(step.ends);
        x->is_irregular |= step.is_irregular;
        opens |= step.opens;
        high |= step.high;
        nul |= step.nul;
        inner |= step.lines ^ step.ends;
    }
    x->has_quotes = opens || x->is_irregular;
    x->has_high = high;
    x->has_nul = nul;
    x->has_inner_lines = inner;
    /* The last record of a file may have no line feed. */
    if (n && (!x->len || x->at[x->len - 1] != n - 1 || p[n - 1] != '\n')) {
        p[n] = '\n';
        x->at[x->len++] = (uint32_t)n;
        x->records++;
    }
    return KH_OK;
}

void csv_index_end(struct csv_index *x)
{
    free(x->at);
    *x = (struct csv_index){ 0 };
}

bool csv_unquote(const char **s, size_t *n, char *out)
{
    const char *p = *s;
    if (*n < 2 || p[0] != '"' || p[*n - 1] != '"')
        return false;
    const char *end = p + *n - 1;
    p++;
    const char *pair = memchr(p, '"', (size_t)(end - p));
    if (!pair) {
        *s = p;
        *n = (size_t)(end - p);
        return true;
    }
    char *o = out;
    while (pair) {
        if (pair + 1 >= end || pair[1] != '"')
            return false;
        memcpy(o, p, (size_t)(pair + 1 - p));
        o += pair + 1 - p;
        p = pair + 2;
        pair = memchr(p, '"', (size_t)(end - p));
    }
    memcpy(o, p, (size_t)(end - p));
    *s = out;
    *n = (size_t)(o + (end - p) - out);
    return true;
}

bool csv_is_sound(const char *s, size_t n)
{
    if (!n || *s != '"')
        return !n || !memchr(s, '"', n);
    if (n < 2 || s[n - 1] != '"')
        return false;
    for (size_t i = 1; i < n - 1; i++)
        if (s[i] == '"') {
            if (i + 1 >= n - 1 || s[i + 1] != '"')
                return false;
            i++;
        }
    return true;
}
