/* SPDX-License-Identifier: Apache-2.0 */
/* kaohe/tally.h - the commonest state: `width` exact int64 sums per subject.
 *
 * Put KH_TALLY into the plugin's table; `open`, `consume` and `score` are yours.  The
 * instance must begin with a kh_tally_inst.  Sums are exact, so the domain may declare
 * KH_EXACT. */
#ifndef KH_TALLY_H
#define KH_TALLY_H

#include "sdk.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KH_TALLY_MAX = 64 }; /* sums per subject */

typedef struct kh_tally_inst {
    const kh_host *host;
    const kh_value *param;
    uint32_t width;
} kh_tally_inst;

typedef struct kh_tally {
    const kh_tally_inst *inst;
    int64_t *sum; /* sum[subject * width + k] */
    uint32_t len, cap;
} kh_tally;

/* The sums of one subject; all zero for one this state never saw. */
static inline const int64_t *kh_tally_of(const kh_tally *t, uint32_t subject)
{
    static const int64_t none[KH_TALLY_MAX] = { 0 };
    return subject < t->len ? t->sum + (size_t)subject * t->inst->width : none;
}

static inline kh_status kh_tally_grow(kh_tally *t, uint32_t len, kh_err *e)
{
    const kh_host *h = t->inst->host;
    size_t w = t->inst->width;
    if (len > t->cap) {
        uint32_t cap = len > UINT32_MAX / 2 ? len : len * 2;
        int64_t *p = (int64_t *)kh_grow(h, t->sum, cap * w, sizeof *p, e);
        if (!p)
            return KH_ENOMEM;
        t->sum = p;
        t->cap = cap;
    }
    if (len > t->len) {
        memset(t->sum + t->len * w, 0, (len - t->len) * w * sizeof *t->sum);
        t->len = len;
    }
    return KH_OK;
}

static inline kh_status kh_tally_open(const kh_host *h, const kh_value *param,
                                      uint32_t width, void **out, kh_err *e)
{
    if (!width || width > KH_TALLY_MAX)
        return kh_fail(e, KH_EBUG, "a tally keeps 1 to %d sums, not %u", KH_TALLY_MAX,
                       width);
    kh_tally_inst *in = (kh_tally_inst *)kh_new(h, sizeof *in, e);
    *out = in;
    if (!in)
        return KH_ENOMEM;
    in->host = h;
    in->param = param;
    in->width = width;
    return KH_OK;
}

static inline kh_status kh_tally_begin(const void *inst, const kh_window *w, void **out,
                                       kh_err *e)
{
    const kh_tally_inst *ti = (const kh_tally_inst *)inst;
    kh_tally *t = (kh_tally *)kh_new(ti->host, sizeof *t, e);
    (void)w; /* a domain that clips durations keeps it; from a saved state it is NULL */
    *out = t;
    if (!t)
        return KH_ENOMEM;
    t->inst = ti;
    return KH_OK;
}

static inline void kh_tally_close(void *inst)
{
    const kh_host *h = ((kh_tally_inst *)inst)->host;
    kh_free(h, inst);
}

static inline void kh_tally_end(void *state)
{
    kh_tally *t = (kh_tally *)state;
    const kh_host *h = t->inst->host;
    kh_free(h, t->sum);
    kh_free(h, t);
}

static inline kh_status kh_tally_merge(void *into, const void *from, const kh_merge *m,
                                       kh_err *e)
{
    kh_tally *a = (kh_tally *)into;
    const kh_tally *b = (const kh_tally *)from;
    size_t w = a->inst->width;
    if (b->len > m->from_len[0])
        return kh_fail(e, KH_ESTATE, "state holds %u subjects of %u", b->len,
                       m->from_len[0]);
    kh_status rc = kh_tally_grow(a, m->into_len[0], e);
    if (rc)
        return rc;
    for (uint32_t s = 0; s < b->len; s++)
        for (size_t k = 0; k < w; k++)
            if (kh_add(&a->sum[m->remap[0][s] * w + k], b->sum[s * w + k]))
                return kh_fail(e, KH_ERANGE, "sum %zu overflows", k);
    return KH_OK;
}

static inline kh_status kh_tally_save(const void *state, const kh_sink *out, kh_err *e)
{
    const kh_tally *t = (const kh_tally *)state;
    unsigned char b[8];
    (void)e; /* the sink reports its own failures */
    kh_put64(b, (int64_t)((uint64_t)t->inst->width << 32 | t->len));
    kh_status rc = out->write(out->ctx, b, 8);
    for (size_t i = 0; !rc && i < (size_t)t->len * t->inst->width; i++) {
        kh_put64(b, t->sum[i]);
        rc = out->write(out->ctx, b, 8);
    }
    return rc;
}

static inline kh_status kh_tally_load(const void *inst, uint32_t version,
                                      const kh_source *in, void **out, kh_err *e)
{
    unsigned char b[8];
    void *state = NULL;
    (void)version; /* the plugin's own: KH_LOADS_OLDER_STATE is not offered */
    kh_status rc = kh_tally_begin(inst, NULL, &state, e);
    if (rc)
        return rc;
    kh_tally *t = (kh_tally *)state;
    rc = in->read(in->ctx, b, 8);
    uint64_t head = rc ? 0 : (uint64_t)kh_get64(b);
    if (!rc && head >> 32 != t->inst->width)
        rc = kh_fail(e, KH_ESTATE, "saved state does not hold %u sums", t->inst->width);
    for (uint32_t s = 0; !rc && s < (uint32_t)head; s++) { /* grow as bytes really arrive */
        rc = kh_tally_grow(t, s + 1, e);
        for (uint32_t k = 0; !rc && k < t->inst->width; k++) {
            rc = in->read(in->ctx, b, 8);
            if (!rc)
                t->sum[(size_t)s * t->inst->width + k] = kh_get64(b);
        }
    }
    if (rc) {
        kh_tally_end(t);
        return rc;
    }
    *out = t;
    return KH_OK;
}

/* The part of a kh_plugin table that this file provides. */
#define KH_TALLY                                                             \
    .begin = kh_tally_begin, .merge = kh_tally_merge, .save = kh_tally_save, \
    .load = kh_tally_load, .end = kh_tally_end, .close = kh_tally_close

#ifdef __cplusplus
}
#endif
#endif
