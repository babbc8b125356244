/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/sdk.h - conveniences for plugin authors; header-only, no ABI of its own.
 *
 *   failing      kh_fail
 *   memory       kh_new kh_grow kh_free
 *   columns      kh_has; kh_bool kh_i64 kh_f64 kh_dec kh_time kh_enum kh_key kh_text, and
 *                the _or forms, which give a value of your own where the row has none
 *   parameters   kh_param_or, kh_param_cell
 *   arithmetic   kh_add kh_sub kh_mul kh_add_mul
 *   the host     kh_reject kh_log kh_stopping
 *   results      kh_result_i64 kh_result_f64 kh_result_ratio kh_result_none
 *   reasons      kh_reason_i64 kh_reason_f64
 *   tables       kh_cell_i64 kh_cell_f64 kh_cell_key kh_cell_text kh_cell_none kh_row_put
 *   saved bytes  kh_put32 kh_get32 kh_put64 kh_get64
 *   the table    KH_PLUGIN_HEADER, KH_PLUGIN */
#ifndef KH_SDK_H
#define KH_SDK_H

#include "plugin.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if defined(__GNUC__)
#define KH_PRINTF(a, b) __attribute__((format(printf, a, b)))
#else
#define KH_PRINTF(a, b)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Failing ------------------------------------------------------------- */

/* Text that vsnprintf cut may end inside a character: drop what is left of it. */
static inline void kh_cut_text(char *s)
{
    size_t n = strlen(s), k = n;
    while (k && ((unsigned char)s[k - 1] & 0xC0) == 0x80)
        k--;
    if (k && (unsigned char)s[k - 1] >= 0xC0) {
        unsigned char lead = (unsigned char)s[k - 1];
        if (n - k + 1 < (lead >= 0xF0 ? 4u : lead >= 0xE0 ? 3u : 2u))
            s[k - 1] = 0;
    }
}

/* Fill `e` and return `code`, so that a failure is one line: return kh_fail(...). */
static inline KH_PRINTF(3, 4) kh_status
    kh_fail(kh_err *e, kh_status code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    e->code = code;
    vsnprintf(e->text, sizeof e->text, fmt, ap);
    va_end(ap);
    kh_cut_text(e->text);
    return code;
}

/* ---- Memory -------------------------------------------------------------- */

/* Zeroed memory from the host, or NULL with `e` filled. */
static inline void *kh_new(const kh_host *h, size_t n, kh_err *e)
{
    void *p = h->resize(h->ctx, NULL, n);
    if (p)
        memset(p, 0, n);
    else
        kh_fail(e, KH_ENOMEM, "no memory for %zu bytes", n);
    return p;
}

/* Room for `n` elements of `size` bytes, one at least, instead of what `p` has; new bytes
 * are not zeroed.  NULL with `e` filled, also if n * size overflows: `p` is as it was. */
static inline void *kh_grow(const kh_host *h, void *p, size_t n, size_t size, kh_err *e)
{
    n = n ? n : 1;
    void *q = size && n > SIZE_MAX / size ? NULL : h->resize(h->ctx, p, n * size);
    if (!q)
        kh_fail(e, KH_ENOMEM, "no memory for %zu elements of %zu bytes", n, size);
    return q;
}

/* NULL is fine. */
static inline void kh_free(const kh_host *h, void *p)
{
    if (p)
        h->resize(h->ctx, p, 0);
}

/* ---- Columns of a batch -------------------------------------------------- */

/* Does the row have a value?  Ask before you read a column that is KH_NULLABLE or
 * KH_OPTIONAL; every other column always has one. */
static inline int kh_has(const kh_col *c, uint32_t row)
{
    return c->data && (!c->valid || (c->valid[row >> 3] >> (row & 7) & 1));
}
static inline int kh_bool(const kh_col *c, uint32_t row)
{
    return ((const uint8_t *)c->data)[row] != 0;
}
static inline int64_t kh_i64(const kh_col *c, uint32_t row)
{
    return ((const int64_t *)c->data)[row];
}
static inline double kh_f64(const kh_col *c, uint32_t row)
{
    return ((const double *)c->data)[row];
}
/* The value x 10^scale of the column's declaration. */
static inline int64_t kh_dec(const kh_col *c, uint32_t row)
{
    return ((const int64_t *)c->data)[row];
}
/* Microseconds; KH_DAY of them are a day. */
static inline int64_t kh_time(const kh_col *c, uint32_t row)
{
    return ((const int64_t *)c->data)[row];
}
static inline uint16_t kh_enum(const kh_col *c, uint32_t row)
{
    return ((const uint16_t *)c->data)[row];
}
static inline uint32_t kh_key(const kh_col *c, uint32_t row)
{
    return ((const uint32_t *)c->data)[row];
}

/* Bytes of a KH_TEXT; not ended by NUL, and lent until the callback returns. */
typedef struct kh_span {
    const char *at;
    uint32_t len;
} kh_span;
static inline kh_span kh_text(const kh_col *c, uint32_t row)
{
    kh_span s;
    s.at = (const char *)c->data + c->offsets[row];
    s.len = c->offsets[row + 1] - c->offsets[row];
    return s;
}
static inline int kh_span_is(kh_span s, const char *text)
{
    return strlen(text) == s.len && !memcmp(s.at, text, s.len);
}

static inline int64_t kh_i64_or(const kh_col *c, uint32_t row, int64_t other)
{
    return kh_has(c, row) ? kh_i64(c, row) : other;
}
static inline int64_t kh_dec_or(const kh_col *c, uint32_t row, int64_t other)
{
    return kh_has(c, row) ? kh_dec(c, row) : other;
}
static inline int64_t kh_time_or(const kh_col *c, uint32_t row, int64_t other)
{
    return kh_has(c, row) ? kh_time(c, row) : other;
}
static inline int kh_bool_or(const kh_col *c, uint32_t row, int other)
{
    return kh_has(c, row) ? kh_bool(c, row) : other;
}
static inline uint32_t kh_enum_or(const kh_col *c, uint32_t row, uint32_t other)
{
    return kh_has(c, row) ? kh_enum(c, row) : other;
}
static inline uint32_t kh_key_or(const kh_col *c, uint32_t row, uint32_t other)
{
    return kh_has(c, row) ? kh_key(c, row) : other;
}

#define KH_DAY INT64_C(86400000000) /* microseconds */

/* The day of a KH_TIME, counted from 1970-01-01; days before it are negative. */
static inline int64_t kh_day_of(int64_t time)
{
    return time / KH_DAY - (time % KH_DAY < 0);
}

/* ---- Parameters ---------------------------------------------------------- */

/* An integral, decimal, time, enum or bool parameter, or `other` if it was left out. */
static inline int64_t kh_param_or(const kh_value *v, int64_t other)
{
    return v->set ? v->u.i : other;
}
/* Field k of a row of a KH_TABLE parameter that was declared with `width` fields. */
static inline const kh_value *kh_param_cell(const kh_value *table, uint32_t width,
                                            uint32_t row, uint32_t k)
{
    return &table->u.cells[(size_t)row * width + k];
}

/* ---- Arithmetic that tells ----------------------------------------------- */

/* *sum += x; nonzero on overflow, with *sum unchanged. */
static inline int kh_add(int64_t *sum, int64_t x)
{
    if (x > 0 ? *sum > INT64_MAX - x : *sum < INT64_MIN - x)
        return 1;
    *sum += x;
    return 0;
}

/* *sum -= x; nonzero on overflow, with *sum unchanged. */
static inline int kh_sub(int64_t *sum, int64_t x)
{
    if (x < 0 ? *sum > INT64_MAX + x : *sum < INT64_MIN + x)
        return 1;
    *sum -= x;
    return 0;
}

/* *product = a * b; nonzero on overflow, with *product undefined. */
static inline int kh_mul(int64_t *product, int64_t a, int64_t b)
{
#if defined(__GNUC__)
    return __builtin_mul_overflow(a, b, product);
#else
    if (a && b &&
        (a == -1              ? b == INT64_MIN
         : b == -1            ? a == INT64_MIN
         : (a > 0) == (b > 0) ? (a > 0 ? a > INT64_MAX / b : a < INT64_MAX / b)
                              : (a > 0 ? b < INT64_MIN / a : a < INT64_MIN / b)))
        return 1;
    *product = a * b;
    return 0;
#endif
}

/* *sum += a * b, as counts with weights; nonzero on overflow, with *sum unchanged. */
static inline int kh_add_mul(int64_t *sum, int64_t a, int64_t b)
{
    int64_t product;
    return kh_mul(&product, a, b) || kh_add(sum, product);
}

/* ---- The host ------------------------------------------------------------ */

/* Leave a row out; `col` is the column at fault. */
static inline void kh_reject(const kh_host *h, const kh_batch *b, uint32_t row,
                             uint32_t col, const char *why)
{
    h->reject(h->ctx, b, row, col, why);
}

/* One line of at most 511 bytes; `level` is KH_LOG_ERROR to KH_LOG_DEBUG. */
static inline KH_PRINTF(3, 4) void kh_log(const kh_host *h, uint32_t level, const char *fmt,
                                          ...)
{
    char line[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    kh_cut_text(line);
    h->log(h->ctx, level, line);
}

/* Nonzero: clean up and return KH_ECANCEL.  Ask once in a while, not per row. */
static inline int kh_stopping(const kh_host *h)
{
    return h->stopping(h->ctx);
}

/* ---- Results ------------------------------------------------------------- */

/* One integral or decimal result. */
static inline kh_status kh_result_i64(const kh_emit *out, uint32_t subject,
                                      uint32_t indicator, uint32_t outcome, int64_t value,
                                      int64_t samples)
{
    kh_result r;
    memset(&r, 0, sizeof r);
    r.size = sizeof r;
    r.subject = subject;
    r.indicator = indicator;
    r.outcome = outcome;
    r.value.u.i = value;
    r.value.set = 1;
    r.samples = samples;
    return out->result(out->ctx, &r);
}

/* One KH_F64 result. */
static inline kh_status kh_result_f64(const kh_emit *out, uint32_t subject,
                                      uint32_t indicator, uint32_t outcome, double value,
                                      int64_t samples)
{
    kh_result r;
    memset(&r, 0, sizeof r);
    r.size = sizeof r;
    r.subject = subject;
    r.indicator = indicator;
    r.outcome = outcome;
    r.value.u.f = value;
    r.value.set = 1;
    r.samples = samples;
    return out->result(out->ctx, &r);
}

/* One ratio; without a denominator there is no data. */
static inline kh_status kh_result_ratio(const kh_emit *out, uint32_t subject,
                                        uint32_t indicator, int64_t numerator,
                                        int64_t denominator, int64_t samples)
{
    kh_result r;
    memset(&r, 0, sizeof r);
    r.size = sizeof r;
    r.subject = subject;
    r.indicator = indicator;
    r.outcome = denominator ? KH_SCORED : KH_NO_DATA;
    r.numerator = numerator;
    r.denominator = denominator;
    r.samples = samples;
    return out->result(out->ctx, &r);
}

/* No value: KH_NO_DATA, KH_MISSING or KH_NOT_APPLICABLE. */
static inline kh_status kh_result_none(const kh_emit *out, uint32_t subject,
                                       uint32_t indicator, uint32_t outcome)
{
    kh_result r;
    memset(&r, 0, sizeof r);
    r.size = sizeof r;
    r.subject = subject;
    r.indicator = indicator;
    r.outcome = outcome;
    return out->result(out->ctx, &r);
}

/* One reason with an integral or decimal effect. */
static inline kh_status kh_reason_i64(const kh_emit *out, uint32_t subject,
                                      uint32_t indicator, const char *rule, int64_t effect,
                                      int64_t count)
{
    kh_reason r;
    memset(&r, 0, sizeof r);
    r.size = sizeof r;
    r.subject = subject;
    r.indicator = indicator;
    r.rule = rule;
    r.effect.u.i = effect;
    r.effect.set = 1;
    r.count = count;
    return out->reason(out->ctx, &r);
}

/* One reason of a KH_F64 indicator. */
static inline kh_status kh_reason_f64(const kh_emit *out, uint32_t subject,
                                      uint32_t indicator, const char *rule, double effect,
                                      int64_t count)
{
    kh_reason r;
    memset(&r, 0, sizeof r);
    r.size = sizeof r;
    r.subject = subject;
    r.indicator = indicator;
    r.rule = rule;
    r.effect.u.f = effect;
    r.effect.set = 1;
    r.count = count;
    return out->reason(out->ctx, &r);
}

/* ---- Tables -------------------------------------------------------------- */

/* A cell of a KH_BOOL, KH_I64, KH_DEC, KH_TIME or KH_ENUM column. */
static inline kh_value kh_cell_i64(int64_t value)
{
    kh_value v;
    memset(&v, 0, sizeof v);
    v.u.i = value;
    v.set = 1;
    return v;
}
static inline kh_value kh_cell_f64(double value)
{
    kh_value v;
    memset(&v, 0, sizeof v);
    v.u.f = value;
    v.set = 1;
    return v;
}
/* A canonical id of the column's key space, as `score` has them. */
static inline kh_value kh_cell_key(uint32_t id)
{
    return kh_cell_i64(id);
}
/* The text must live until kh_row_put returns. */
static inline kh_value kh_cell_text(const char *text)
{
    kh_value v;
    memset(&v, 0, sizeof v);
    v.u.s = text;
    v.count = (uint32_t)strlen(text);
    v.set = 1;
    return v;
}
/* An empty cell. */
static inline kh_value kh_cell_none(void)
{
    kh_value v;
    memset(&v, 0, sizeof v);
    return v;
}

/* One row of table number `table`, all its cells in the order of the columns:
 *
 *     const kh_value cell[] = { kh_cell_text(item), kh_cell_i64(fen), kh_cell_none() };
 *     rc = kh_row_put(out, TICKETS, subject, cell, 3); */
static inline kh_status kh_row_put(const kh_emit *out, uint32_t table, uint32_t subject,
                                   const kh_value *cell, uint32_t cells)
{
    kh_row r;
    memset(&r, 0, sizeof r);
    r.size = sizeof r;
    r.table = table;
    r.subject = subject;
    r.cells = cells;
    r.cell = cell;
    return out->row(out->ctx, &r);
}

/* ---- Saved bytes, the same on every machine ------------------------------- */

static inline void kh_put32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(v >> (8 * i));
}
static inline uint32_t kh_get32(const unsigned char *p)
{
    uint32_t v = 0;
    for (int i = 0; i < 4; i++)
        v |= (uint32_t)p[i] << (8 * i);
    return v;
}
static inline void kh_put64(unsigned char *p, int64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (unsigned char)((uint64_t)v >> (8 * i));
}
static inline int64_t kh_get64(const unsigned char *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return (int64_t)v;
}

/* ---- The table ----------------------------------------------------------- */

/* static const kh_plugin plugin = { KH_PLUGIN_HEADER, .id = ... };
 * KH_PLUGIN(plugin) */
#define KH_PLUGIN_HEADER                                                     \
    .magic = KH_MAGIC, .size = sizeof(kh_plugin), .abi_major = KH_ABI_MAJOR, \
    .abi_minor = KH_ABI_MINOR
#define KH_PLUGIN(table)                \
    const kh_plugin *kh_plugin_v1(void) \
    {                                   \
        return &(table);                \
    }

#ifdef __cplusplus
}
#endif
#endif
