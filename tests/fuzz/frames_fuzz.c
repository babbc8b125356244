/* SPDX-License-Identifier: Apache-2.0 */
/* frames_fuzz.c - any bytes as the conversation between coordinator and child.
 *
 * The first byte chooses: the rest is the stream as it stands, or frames are made of it
 * (type, length, body), so that bodies are reached at once.  What the coordinator's
 * validator lets through refers to known levels, subjects and indicators only. */
#include "plugin/schema.h"
#include "worker/collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM_MAX = 1 << 16, FRAMES_SEEN_MAX = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

/* ---- A domain with two levels, a ratio, a sum and a table ----------------- */

static const kh_field event_columns[] = { { .name = "who", .type = KH_KEY },
                                          { .name = "at", .type = KH_TIME } };
static const kh_dataset datasets[] = {
    { .name = "events", .role = KH_FACT, .when = 2, .columns = KH_LIST(event_columns) }
};
static const kh_indicator indicators[] = {
    { .id = "rate", .type = KH_I64, .flags = KH_RATIO },
    { .id = "points", .type = KH_I64, .flags = KH_ADDITIVE },
    { .id = "mean", .type = KH_F64 },
};
static const kh_field ticket_columns[] = { { .name = "no", .type = KH_I64 },
                                           { .name = "note", .type = KH_TEXT } };
static const kh_table tables[] = { { .name = "tickets",
                                     .columns = KH_LIST(ticket_columns) } };
static const char *const spaces[] = { "who" };
static const kh_domain schema = { sizeof schema,       KH_EXACT,
                                  KH_LIST(spaces),     KH_LIST(datasets),
                                  KH_LIST(indicators), KH_LIST(tables) };
static struct conf_input inputs[] = { { .dataset = "events", .expect = "city" } };
static const char *asked[] = { "kind" };
static const struct conf_domain domain = {
    .id = "demo",
    .plugin = "demo",
    .asked = asked,
    .n_asked = 1,
    .levels = { { .id = "district", .from = -1, .by = LEVEL_FIRST },
                { .id = "city", .from = 0, .by = LEVEL_MERGE } },
    .n_levels = 2,
    .inputs = inputs,
    .n_inputs = 1,
};
static const struct variant variants[] = { { .from = 0, .to = 30, .months = 1 } };
static const struct worker_order order = { variants, COUNT(variants) };

/* ---- The stream ----------------------------------------------------------- */

static size_t frame_of(unsigned char *out, const uint8_t *data, size_t size)
{
    struct buf b;
    size_t n = size > 3 ? (size_t)(data[1] | (data[2] & 15) << 8) : 0;
    n = n > size - 3 ? size - 3 : n;
    buf_init(&b, STREAM_MAX);
    wire_put_u32(&b, FRAMES_MAGIC);
    wire_put_u32(&b, data[0] % (FRAME_END + 1u));
    wire_put_u32(&b, (uint32_t)n);
    if (!b.failed)
        memcpy(out, b.at, FRAMES_HEAD);
    buf_end(&b);
    memcpy(out + FRAMES_HEAD, data + 3, n);
    return n;
}

static size_t stream_of(unsigned char *out, const uint8_t *data, size_t size)
{
    size_t len = 0;
    if (size && data[0] & 1) {
        len = size - 1 < STREAM_MAX ? size - 1 : STREAM_MAX;
        memcpy(out, data + 1, len);
        return len;
    }
    for (size_t at = 1; at + 3 <= size && len + FRAMES_HEAD + 4096 <= STREAM_MAX;) {
        size_t n = frame_of(out + len, data + at, size - at);
        len += FRAMES_HEAD + n;
        at += 3 + n;
    }
    return len;
}

/* ---- What reads it -------------------------------------------------------- */

static void read_body(struct frame *f)
{
    struct arena a = { 0 };
    struct findings found = { 0 };
    struct schema s = { 0 };
    struct hello hello;
    struct worker_order asks;
    const char *text = NULL;
    uint32_t number = 0;
    if (f->type == FRAME_HELLO)
        payload_get_hello(&f->body, &a, &hello);
    if (f->type == FRAME_ORDER)
        payload_get_order(&f->body, &a, &asks);
    if (f->type == FRAME_FINDINGS)
        payload_get_findings(&f->body, &a, &found);
    if (f->type == FRAME_REFUSED || f->type == FRAME_LOG || f->type == FRAME_PROGRESS)
        if (payload_get_sentence(&f->body, &a, &number, &text))
            require(text, "a sentence that is taken has a text");
    if (f->type == FRAME_SCHEMA)
        schema_get(&f->body, &a, &s);
    findings_end(&found);
    arena_end(&a);
}

static void check(const struct measured *m)
{
    for (uint32_t i = 0; i < m->n_results; i++) {
        const struct measured_result *r = &m->results[i];
        require(r->level < domain.n_levels && r->indicator < COUNT(indicators) &&
                    r->variant < order.n_variants && r->subject < m->level[r->level].n,
                "a result refers to what is known");
        require(r->outcome >= KH_SCORED && r->outcome <= KH_NOT_APPLICABLE,
                "a result has an outcome");
    }
    for (uint32_t i = 0; i < m->n_reasons; i++)
        require(m->reasons[i].level < domain.n_levels &&
                    m->reasons[i].subject < m->level[m->reasons[i].level].n,
                "a reason refers to what is known");
    for (uint32_t i = 0; i < m->n_rows; i++)
        require(m->rows[i].table < COUNT(tables) && m->rows[i].cell,
                "a row refers to what is known");
}

static void converse(struct frames *f)
{
    struct collect c = { 0 };
    struct frame frame;
    kh_err e = { 0 };
    bool got = true;
    kh_status rc = collect_begin(&c, &domain, &schema, &order, &e);
    for (uint32_t seen = 0; !rc && seen < FRAMES_SEEN_MAX; seen++) {
        rc = frames_next(f, &frame, &got, &e);
        if (rc || !got)
            break;
        if (frame.type >= FRAME_FILES)
            rc = collect_frame(&c, &frame, &e);
        else
            read_body(&frame);
    }
    require(!rc || *e.text, "a refusal says something");
    struct measured *m = collect_take(&c);
    if (m)
        check(m);
    measured_end(m);
    collect_end(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct frames f;
    frames_init(&f, -1);
    f.at = malloc(STREAM_MAX);
    f.cap = f.at ? STREAM_MAX : 0;
    f.to = f.at ? stream_of(f.at, data, size) : 0;
    converse(&f);
    frames_end(&f);
    return 0;
}
