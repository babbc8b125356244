/* SPDX-License-Identifier: Apache-2.0 */
/* frames_test.c - framing on a socket, and what the coordinator asks.  What a child answers
 * is collect_test.c's. */
#include "unit.h"

#include "worker/payload.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const int32_t named_days[] = { 10, 11 };
static const struct variant variants[] = {
    { .from = 0, .to = 30, .months = 1 },
    { .from = 0, .to = 30, .months = 1, .days = named_days, .n_days = 2, .each_day = true },
};
static const struct worker_order order = { variants, COUNT(variants) };

static struct buf body;

/* ---- Framing -------------------------------------------------------------- */

static void put_head(uint32_t magic, uint32_t type, uint32_t size)
{
    buf_end(&body);
    buf_init(&body, FRAMES_MAX);
    wire_put_u32(&body, magic);
    wire_put_u32(&body, type);
    wire_put_u32(&body, size);
}

static void test_heads_that_are_no_heads_are_refused(void)
{
    static const struct {
        uint32_t magic, type, size;
        kh_status rc;
        bool got;
    } rows[] = {
        { FRAMES_MAGIC, FRAME_LOG, 0, KH_OK, true },
        { FRAMES_MAGIC, FRAME_LOG, 1, KH_OK, false }, /* its body is still to come */
        { FRAMES_MAGIC, FRAME_LOG, FRAMES_MAX, KH_OK, false },
        { FRAMES_MAGIC, FRAME_LOG, FRAMES_MAX + 1, KH_EBUG, false },
        { FRAMES_MAGIC, FRAME_LOG, UINT32_MAX, KH_EBUG, false },
        { FRAMES_MAGIC + 1, FRAME_LOG, 0, KH_EBUG, false },
        { FRAMES_MAGIC, 0, 0, KH_EBUG, false },
        { FRAMES_MAGIC, FRAME_END + 1, 0, KH_EBUG, false },
        { FRAMES_MAGIC, UINT32_MAX, 0, KH_EBUG, false },
        { 0, 0, 0, KH_EBUG, false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int pair[2];
        struct frames in;
        struct frame f;
        bool eof = false, got = false;
        kh_err e = { 0 };
        check_i64(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0, i);
        put_head(rows[i].magic, rows[i].type, rows[i].size);
        check_i64(write(pair[1], body.at, body.len), FRAMES_HEAD, i);
        frames_init(&in, pair[0]);
        check_i64(frames_fill(&in, false, &eof, &e), KH_OK, i);
        check_i64(frames_next(&in, &f, &got, &e), rows[i].rc, i);
        check_i64(got, rows[i].got, i);
        check_true(rows[i].rc == KH_OK || *e.text, i);
        frames_end(&in);
        close(pair[0]);
        close(pair[1]);
    }
}

static void test_frames_arrive_byte_by_byte_and_in_one_piece(void)
{
    struct buf text;
    int pair[2];
    struct frames in;
    struct frame f;
    kh_err e = { 0 };
    bool eof = false, got = false;
    buf_init(&text, FRAMES_MAX);
    payload_put_sentence(&text, 3, "\xe8\x80\x83\xe6\xa0\xb8");
    check_i64(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0, 0);
    put_head(FRAMES_MAGIC, FRAME_LOG, (uint32_t)text.len);
    buf_add(&body, text.at, text.len);
    frames_init(&in, pair[0]);
    for (size_t i = 0; i < body.len; i++) {
        check_i64(frames_next(&in, &f, &got, &e), KH_OK, i);
        check_true(!got, i);
        check_i64(write(pair[1], body.at + i, 1), 1, i);
        check_i64(frames_fill(&in, true, &eof, &e), KH_OK, i);
    }
    for (size_t i = 0; i < 3; i++)
        check_i64(frames_send(pair[1], FRAME_LOG, &text, 1000, &e), KH_OK, i);
    close(pair[1]);
    for (size_t i = 0; i < 4; i++) {
        struct arena a;
        uint32_t number = 0;
        const char *said = NULL;
        arena_init(&a, 0);
        check_i64(frames_wait(&in, &f, &got, &e), KH_OK, i);
        check_true(got && payload_get_sentence(&f.body, &a, &number, &said), i);
        check_text(said, "\xe8\x80\x83\xe6\xa0\xb8", i);
        arena_end(&a);
    }
    check_i64(frames_wait(&in, &f, &got, &e), KH_OK, 4);
    check_true(!got, 4);
    frames_end(&in);
    buf_end(&text);
    close(pair[0]);
}

/* A reader that takes nothing costs the deadline, not the run. */
static void test_a_frame_nobody_takes_fails_in_time(void)
{
    struct buf big;
    int pair[2];
    kh_err e = { 0 };
    static char zeros[4 << 20];
    buf_init(&big, FRAMES_MAX);
    buf_add(&big, zeros, sizeof zeros);
    check_i64(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0, 0);
    check_i64(frames_send(pair[0], FRAME_LOG, &big, 50, &e), ST_IO, 0);
    buf_end(&big);
    close(pair[0]);
    close(pair[1]);
}

/* ---- What the coordinator asks -------------------------------------------- */

static void test_hello_and_order_come_back_as_they_went(void)
{
    struct arena a;
    struct hello back = { 0 };
    struct worker_order again = { 0 };
    static const char *const folders[] = { "p", "q" };
    static const struct conf_override over[] = { { "d", "events", "x.csv" } };
    struct hello h = { .version = FRAMES_VERSION,
                       .parent = 42,
                       .conf = "kaohe.cfg",
                       .domain = "demo",
                       .over = over,
                       .n_over = 1,
                       .folders = folders,
                       .n_folders = 2,
                       .threads = 7,
                       .chunk_size = 4096,
                       .lang = "zh" };
    arena_init(&a, 0);
    memset(h.sha, 0xA5, sizeof h.sha);
    buf_end(&body);
    buf_init(&body, FRAMES_MAX);
    payload_put_hello(&body, &h);
    struct wire w = { (unsigned char *)body.at, (unsigned char *)body.at + body.len,
                      false };
    check_true(payload_get_hello(&w, &a, &back), 0);
    check_text(back.folders[1], "q", 0);
    check_text(back.over[0].file, "x.csv", 0);
    check_i64(back.threads, 7, 0);
    check_i64(back.parent, 42, 0);
    check_true(!memcmp(back.sha, h.sha, sizeof h.sha), 0);
    buf_clear(&body);
    payload_put_order(&body, &order);
    w = (struct wire){ (unsigned char *)body.at, (unsigned char *)body.at + body.len,
                       false };
    check_true(payload_get_order(&w, &a, &again), 1);
    check_i64(again.n_variants, 2, 1);
    check_true(again.variants[1].each_day && !again.variants[0].days, 1);
    check_i64(again.variants[1].days[1], 11, 1);
    for (size_t n = 0; n < body.len; n++) { /* and every shorter one is refused */
        w = (struct wire){ (unsigned char *)body.at, (unsigned char *)body.at + n, false };
        check_true(!payload_get_order(&w, &a, &again), n);
    }
    arena_end(&a);
}

static void test_memory_is_given_back(void)
{
    buf_end(&body);
}

static const struct unit_case cases[] = {
    { "heads that are no heads are refused", test_heads_that_are_no_heads_are_refused },
    { "frames arrive byte by byte and in one piece",
      test_frames_arrive_byte_by_byte_and_in_one_piece },
    { "a frame nobody takes fails in time", test_a_frame_nobody_takes_fails_in_time },
    { "hello and order come back as they went",
      test_hello_and_order_come_back_as_they_went },
    { "memory is given back", test_memory_is_given_back },
};
UNIT_MAIN("frames", cases)
