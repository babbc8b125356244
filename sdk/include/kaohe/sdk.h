/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/sdk.h - conveniences for plugin authors; header-only, no ABI of its own. */
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

/* Fill `e` and return `code`, so that a failure is one line: return kh_fail(...). */
static inline KH_PRINTF(3, 4) kh_status
    kh_fail(kh_err *e, kh_status code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    e->code = code;
    vsnprintf(e->text, sizeof e->text, fmt, ap);
    va_end(ap);
    return code;
}

static inline int kh_has(const kh_col *c, uint32_t row)
{
    return c->data && (!c->valid || (c->valid[row >> 3] >> (row & 7) & 1));
}
static inline int64_t kh_i64(const kh_col *c, uint32_t row)
{
    return ((const int64_t *)c->data)[row];
}
static inline uint32_t kh_key(const kh_col *c, uint32_t row)
{
    return ((const uint32_t *)c->data)[row];
}
static inline uint16_t kh_enum(const kh_col *c, uint32_t row)
{
    return ((const uint16_t *)c->data)[row];
}

/* *sum += x; nonzero on overflow, with *sum unchanged. */
static inline int kh_add(int64_t *sum, int64_t x)
{
    if (x > 0 ? *sum > INT64_MAX - x : *sum < INT64_MIN - x)
        return 1;
    *sum += x;
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

#define KH_PLUGIN_HEADER                                                     \
    .magic = KH_MAGIC, .size = sizeof(kh_plugin), .abi_major = KH_ABI_MAJOR, \
    .abi_minor = KH_ABI_MINOR
#define KH_PLUGIN(table)                \
    const kh_plugin *kh_plugin_v1(void) \
    {                                   \
        return &(table);                \
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
#endif
