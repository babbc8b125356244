/* SPDX-License-Identifier: Apache-2.0 */
/* asked.c - see payload.h: what the coordinator asks, hello and order. */
#include "worker/payload.h"

void payload_put_hello(struct buf *b, const struct hello *h)
{
    wire_put_u32(b, h->version);
    wire_put_i64(b, h->parent);
    wire_put_text(b, h->conf);
    wire_put_text(b, h->domain);
    wire_put_u32(b, h->n_over);
    for (uint32_t i = 0; i < h->n_over; i++) {
        wire_put_text(b, h->over[i].domain);
        wire_put_text(b, h->over[i].dataset);
        wire_put_text(b, h->over[i].file);
    }
    wire_put_u32(b, h->n_folders);
    for (uint32_t i = 0; i < h->n_folders; i++)
        wire_put_text(b, h->folders[i]);
    wire_put_u32(b, h->threads);
    wire_put_i64(b, (int64_t)h->chunk_size);
    wire_put_text(b, h->lang);
    wire_put_bytes(b, h->sha, SHA_SIZE);
}

static const struct conf_override *get_over(struct wire *w, struct arena *a, uint32_t *n)
{
    *n = wire_count(w, 12);
    struct conf_override *over = arena_array(a, *n, sizeof *over);
    w->failed = w->failed || !over || *n > PAYLOAD_OVER_MAX;
    for (uint32_t i = 0; i < *n && !w->failed; i++) {
        over[i].domain = wire_text(w, a, PAYLOAD_PATH_MAX);
        over[i].dataset = wire_text(w, a, PAYLOAD_PATH_MAX);
        over[i].file = wire_text(w, a, PAYLOAD_PATH_MAX);
    }
    return over;
}

static const char *const *get_folders(struct wire *w, struct arena *a, uint32_t *n)
{
    *n = wire_count(w, 4);
    const char **folders = arena_array(a, *n, sizeof *folders);
    w->failed = w->failed || !folders || *n > PAYLOAD_FOLDERS_MAX;
    for (uint32_t i = 0; i < *n && !w->failed; i++)
        folders[i] = wire_text(w, a, PAYLOAD_PATH_MAX);
    return folders;
}

bool payload_get_hello(struct wire *w, struct arena *a, struct hello *h)
{
    size_t n = 0;
    h->version = wire_u32(w);
    h->parent = wire_i64(w);
    h->conf = wire_text(w, a, PAYLOAD_PATH_MAX);
    h->domain = wire_text(w, a, CONF_ID_MAX);
    h->over = get_over(w, a, &h->n_over);
    h->folders = get_folders(w, a, &h->n_folders);
    h->threads = wire_u32(w);
    h->chunk_size = (uint64_t)wire_i64(w);
    h->lang = wire_text(w, a, CONF_ID_MAX);
    const void *sha = wire_bytes(w, &n, SHA_SIZE);
    if (w->failed || n != SHA_SIZE || !h->conf || !h->domain || !h->lang || !h->threads ||
        h->threads > PAYLOAD_THREADS_MAX)
        return false;
    memcpy(h->sha, sha, SHA_SIZE);
    return true;
}

static void put_variant(struct buf *b, const struct variant *v)
{
    wire_put_u32(b, (uint32_t)v->from);
    wire_put_u32(b, (uint32_t)v->to);
    wire_put_u32(b, (uint32_t)v->months);
    wire_put_u32(b, (uint32_t)v->month);
    wire_put_u32(b, (v->each_day ? 1u : 0u) | (v->days ? 2u : 0u));
    wire_put_u32(b, v->days ? v->n_days : 0);
    for (uint32_t i = 0; v->days && i < v->n_days; i++)
        wire_put_u32(b, (uint32_t)v->days[i]);
    wire_put_u32(b, v->n_wanted);
    for (uint32_t i = 0; i < v->n_wanted; i++)
        wire_put_u32(b, v->wanted[i]);
}

void payload_put_order(struct buf *b, const struct worker_order *o)
{
    wire_put_u32(b, o->n_variants);
    for (uint32_t i = 0; i < o->n_variants; i++)
        put_variant(b, &o->variants[i]);
}

static void get_variant(struct wire *w, struct arena *a, struct variant *v)
{
    v->from = (int32_t)wire_u32(w);
    v->to = (int32_t)wire_u32(w);
    v->months = (int32_t)wire_u32(w);
    v->month = (int32_t)wire_u32(w);
    uint32_t flags = wire_u32(w);
    v->each_day = flags & 1;
    v->n_days = wire_count(w, 4);
    int32_t *days = arena_array(a, v->n_days, sizeof *days);
    w->failed = w->failed || !days || v->n_days > PAYLOAD_DAYS_MAX;
    for (uint32_t i = 0; i < v->n_days && !w->failed; i++)
        days[i] = (int32_t)wire_u32(w);
    v->days = flags & 2 ? days : NULL;
    v->n_wanted = wire_count(w, 4);
    uint32_t *wanted = arena_array(a, v->n_wanted, sizeof *wanted);
    w->failed = w->failed || !wanted;
    for (uint32_t i = 0; i < v->n_wanted && !w->failed; i++)
        wanted[i] = wire_u32(w);
    v->wanted = wanted;
}

bool payload_get_order(struct wire *w, struct arena *a, struct worker_order *o)
{
    o->n_variants = wire_count(w, 28);
    struct variant *v = arena_array(a, o->n_variants, sizeof *v);
    if (!v || !o->n_variants || o->n_variants > VARIANTS_MAX)
        return false;
    for (uint32_t i = 0; i < o->n_variants && !w->failed; i++)
        get_variant(w, a, &v[i]);
    o->variants = v;
    return !w->failed;
}
