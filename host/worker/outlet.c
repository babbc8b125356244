/* SPDX-License-Identifier: Apache-2.0 */
/* outlet.c - see outlet.h. */
#include "worker/outlet.h"
#include "worker/slots.h"

void outlet_init(struct outlet *o, int fd)
{
    *o = (struct outlet){ .fd = fd };
    pthread_mutex_init(&o->lock, NULL);
}

void outlet_end(struct outlet *o)
{
    pthread_mutex_destroy(&o->lock);
}

kh_status outlet_send(struct outlet *o, enum frame_type type, const struct buf *body,
                      kh_err *e)
{
    pthread_mutex_lock(&o->lock);
    kh_status rc = frames_send(o->fd, type, body, -1, e);
    pthread_mutex_unlock(&o->lock);
    return rc;
}

void outlet_log(struct outlet *o, uint32_t level, const char *text)
{
    pthread_mutex_lock(&o->lock);
    uint64_t number = o->logged++;
    pthread_mutex_unlock(&o->lock);
    if (number > OUTLET_LOGS_MAX)
        return;
    kh_err e = { 0 };
    struct buf body;
    buf_init(&body, (size_t)PAYLOAD_TEXT_MAX * 2);
    char cut[PAYLOAD_TEXT_MAX / 4];
    snprintf(cut, sizeof cut, "%s", number < OUTLET_LOGS_MAX ? text : "...");
    payload_put_sentence(&body, level, cut);
    outlet_send(o, FRAME_LOG, &body, &e); /* a log line that is lost is no failure */
    buf_end(&body);
}

void outlet_progress(struct outlet *o, uint64_t bytes, uint64_t of, uint64_t rows)
{
    int64_t now = slots_now_ms();
    pthread_mutex_lock(&o->lock);
    bool is_due = now - o->progress_ms >= OUTLET_PROGRESS_MS;
    if (is_due)
        o->progress_ms = now;
    pthread_mutex_unlock(&o->lock);
    if (!is_due)
        return;
    kh_err e = { 0 };
    struct buf body;
    buf_init(&body, 64);
    wire_put_i64(&body, (int64_t)bytes);
    wire_put_i64(&body, (int64_t)of);
    wire_put_i64(&body, (int64_t)rows);
    outlet_send(o, FRAME_PROGRESS, &body, &e);
    buf_end(&body);
}

void pack_begin(struct pack *p, struct outlet *o, enum frame_type type)
{
    *p = (struct pack){ .out = o, .type = type };
    buf_init(&p->body, FRAMES_MAX);
    wire_put_u32(&p->body, 0);
}

static kh_status flush(struct pack *p, kh_err *e)
{
    if (!p->body.failed)
        for (size_t i = 0; i < 4; i++)
            p->body.at[i] = (char)(unsigned char)(p->count >> (8 * i));
    kh_status rc = outlet_send(p->out, p->type, &p->body, e);
    buf_clear(&p->body);
    wire_put_u32(&p->body, 0);
    p->count = 0;
    return rc;
}

kh_status pack_next(struct pack *p, kh_err *e)
{
    p->count++;
    p->total++;
    return p->body.failed || p->body.len >= FRAMES_FULL ? flush(p, e) : KH_OK;
}

kh_status pack_end(struct pack *p, kh_status rc, kh_err *e)
{
    if (!rc && p->count)
        rc = flush(p, e);
    buf_end(&p->body);
    return rc;
}
