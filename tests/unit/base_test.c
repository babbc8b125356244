/* SPDX-License-Identifier: Apache-2.0 */
/* base_test.c - statuses, findings, memory, buffers, frames, digests, paths, log. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "base/wire.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_codes_become_exit_statuses(void)
{
    static const struct {
        kh_status code;
        int exit;
    } rows[] = {
        { KH_OK, 0 },     { ST_USAGE, 1 }, { KH_ECONFIG, 2 }, { ST_INPUT, 3 },
        { KH_EDATA, 3 },  { ST_AGAIN, 6 }, { KH_ECANCEL, 6 }, { ST_IO, 5 },
        { KH_ENOMEM, 5 }, { KH_EBUG, 5 },  { KH_ERANGE, 5 },  { KH_ESTATE, 5 },
        { 12345, 5 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_i64(status_exit(rows[i].code), rows[i].exit, i);
}

static void test_the_system_s_reason_stands_behind_the_sentence(void)
{
    kh_err e = { 0 };
    errno = ENOENT;
    check_i64(fail_errno(&e, ST_IO, "cannot open %s", "x.csv"), ST_IO, 0);
    check_text(e.text, "cannot open x.csv: No such file or directory", 0);
    check_i64(e.code, ST_IO, 0);
    check_i64(errno, ENOENT, 0);

    char path[600];
    for (size_t i = 0; i + 3 < sizeof path; i += 3)
        memcpy(path + i, "\xE9\x83\x91", 4);
    for (size_t lead = 0; lead < 3; lead++) {
        fail_errno(&e, ST_IO, "%.*s%s", (int)lead, "xx", path);
        check_true(text_is_utf8(e.text, strlen(e.text)), lead);
        check_true(strlen(e.text) > 240, lead);
    }
}

static void test_findings_carry_their_place(void)
{
    struct findings f = { 0 };
    findings_add(&f, FINDING_ERROR, KH_ECONFIG, "a.cfg", 12, 3, "bad %s", "key");
    findings_add(&f, FINDING_WARNING, 0, "a.cfg", 12, 0, "odd");
    findings_add(&f, FINDING_NOTE, 0, "a.cfg", 0, 0, "seen");
    findings_add(&f, FINDING_ERROR, ST_INPUT, NULL, 0, 0, "100%% lost");
    static const char *const texts[] = { "a.cfg:12:3: bad key", "a.cfg:12: odd",
                                         "a.cfg: seen", "100% lost" };
    check_i64(f.len, 4, 0);
    for (size_t i = 0; i < f.len && i < COUNT(texts); i++)
        check_text(f.at[i].text, texts[i], i);
    check_i64(f.errors, 2, 0);
    check_i64(f.warnings, 1, 0);

    struct findings more = { 0 };
    findings_add(&more, FINDING_ERROR, KH_ECONFIG, "a.cfg", 12, 3, "bad key");
    findings_add(&more, FINDING_ERROR, KH_ECONFIG, "b.cfg", 1, 0, "new");
    findings_merge(&f, &more);
    check_i64(f.len, 5, 1);
    check_i64(f.errors, 3, 1);
    check_i64(more.len, 0, 1);
    findings_end(&f);
    findings_end(&more);
    check_i64(f.len + f.errors + f.warnings, 0, 2);
}

static void test_findings_are_bounded(void)
{
    struct findings f = { 0 }, all = { 0 };
    for (int i = 0; i < FINDINGS_MAX + 500; i++)
        findings_add(&f, i % 2 ? FINDING_WARNING : FINDING_ERROR, 0, NULL, 0, 0, "no. %d",
                     i);
    check_i64(f.len, FINDINGS_MAX, 0);
    check_i64(f.errors, (FINDINGS_MAX + 500) / 2, 0);
    check_i64(f.warnings, (FINDINGS_MAX + 500) / 2, 0);
    findings_add(&all, FINDING_ERROR, 0, NULL, 0, 0, "other");
    findings_merge(&all, &f);
    check_i64(all.len, FINDINGS_MAX, 1);
    check_i64(all.errors, (FINDINGS_MAX + 500) / 2 + 1, 1);
    check_i64(all.warnings, (FINDINGS_MAX + 500) / 2, 1);
    findings_end(&all);
}

static void test_arenas_give_zeroed_aligned_memory(void)
{
    struct arena a;
    arena_init(&a, 0);
    for (size_t size = 0; size < 70000; size = size * 3 / 2 + 1) {
        unsigned char *p = arena_new(&a, size);
        check_true(p && (uintptr_t)p % 16 == 0, size);
        bool zero = true;
        for (size_t i = 0; p && i < size; i++)
            zero = zero && !p[i];
        check_true(zero, size);
        if (p)
            memset(p, 0xAA, size);
    }
    unsigned char *big = arena_new(&a, 5 << 20), *small = arena_new(&a, 16);
    check_true(big && small, 0);
    if (big)
        memset(big, 0xAA, 5 << 20);
    check_true(!arena_array(&a, SIZE_MAX / 2, 4), 1);
    check_true(!arena_new(&a, SIZE_MAX), 2);
    check_true(!arena_bytes(&a, "", SIZE_MAX), 3);
    check_text(arena_text(&a, NULL), NULL, 0);
    check_text(arena_text(&a, "text"), "text", 1);
    check_text(arena_bytes(&a, "textual", 4), "text", 2);
    check_text(arena_printf(&a, "%s-%d", "a", 7), "a-7", 3);
    arena_end(&a);
    check_i64(a.used, 0, 0);
    check_text(arena_text(&a, "usable again"), "usable again", 4);
    arena_end(&a);
}

static void test_an_arena_keeps_its_limit(void)
{
    struct arena a;
    arena_init(&a, 100);
    check_true(arena_new(&a, 64), 0);
    check_true(!arena_new(&a, 64), 1);
    check_true(arena_new(&a, 16), 2); /* still usable */
    check_true(!arena_new(&a, 32), 3);
    arena_end(&a);
    check_true(arena_new(&a, 96) && !arena_new(&a, 1 << 30), 4);
    arena_end(&a);
}

static void test_a_pushed_array_keeps_its_elements(void)
{
    struct arena a;
    arena_init(&a, 0);
    void *at = NULL;
    uint32_t len = 0, cap = 0;
    for (int i = 0; i < 1000; i++) {
        int *v = arena_push(&a, &at, &len, &cap, sizeof *v);
        check_true(v && !*v, (size_t)i);
        if (v)
            *v = i;
    }
    for (int i = 0; i < 1000; i++)
        check_i64(((const int *)at)[i], i, (size_t)i);
    len = 500; /* shortened by the caller: the next one is zeroed all the same */
    int *again = arena_push(&a, &at, &len, &cap, sizeof *again);
    check_true(again && !*again, 0);
    arena_end(&a);

    arena_init(&a, 200);
    at = NULL, len = 0, cap = 0;
    while (arena_push(&a, &at, &len, &cap, 16))
        ;
    check_i64(len, 8, 0);
    arena_end(&a);
}

static void test_memory_is_counted(void)
{
    struct mem m;
    mem_init(&m, 1000);
    char *p = mem_resize(&m, NULL, 100);
    check_true(p && (uintptr_t)p % 16 == 0, 0);
    check_i64(atomic_load(&m.bytes), 100, 0);
    check_i64(atomic_load(&m.blocks), 1, 0);
    if (p)
        memset(p, 7, 100);
    char *grown = mem_resize(&m, p, 900);
    check_true(grown && grown[99] == 7, 1);
    check_i64(atomic_load(&m.bytes), 900, 1);
    check_true(!mem_resize(&m, NULL, 101), 2); /* above the cap */
    check_true(!mem_resize(&m, grown, 1001), 3);
    check_true(!mem_resize(&m, NULL, SIZE_MAX), 4);
    check_i64(atomic_load(&m.bytes), 900, 4); /* refusals leave all as it was */
    check_i64(atomic_load(&m.blocks), 1, 4);
    check_true(grown && grown[99] == 7, 4);
    char *shrunk = mem_resize(&m, grown, 10);
    check_i64(atomic_load(&m.bytes), 10, 5);
    check_i64(atomic_load(&m.peak), 900, 5);
    check_true(!mem_resize(&m, shrunk, 0), 6);
    check_true(!mem_resize(&m, NULL, 0), 7);
    check_i64(atomic_load(&m.bytes), 0, 7);
    check_i64(atomic_load(&m.blocks), 0, 7);
}

static void test_a_chosen_allocation_is_refused(void)
{
    struct mem m;
    mem_init(&m, 0);
    atomic_store(&m.fail_at, 2);
    void *one = mem_resize(&m, NULL, 8), *two = mem_resize(&m, NULL, 8);
    void *three = mem_resize(&m, NULL, 8);
    check_true(one && !two && three, 0);
    check_i64(atomic_load(&m.count), 3, 0);
    mem_resize(&m, one, 0);
    mem_resize(&m, three, 0);
    check_i64(atomic_load(&m.blocks), 0, 0);
}

static void *churn(void *mem)
{
    struct mem *m = mem;
    void *held[16] = { NULL };
    for (size_t i = 0; i < 20000; i++) {
        void **slot = &held[i % COUNT(held)];
        size_t n = i * 37 % 500; /* now and then 0, which frees */
        void *p = mem_resize(m, *slot, n);
        if (p || !n)
            *slot = p;
    }
    for (size_t i = 0; i < COUNT(held); i++)
        mem_resize(m, held[i], 0);
    return NULL;
}

static void test_threads_share_one_count(void)
{
    struct mem m;
    mem_init(&m, 12000); /* tight, so that some are refused */
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        check_i64(pthread_create(&threads[i], NULL, churn, &m), 0, i);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    check_i64(atomic_load(&m.bytes), 0, 0);
    check_i64(atomic_load(&m.blocks), 0, 0);
    check_true(atomic_load(&m.peak) <= 12000 && atomic_load(&m.peak) > 0, 0);
}

static void test_buffers_stop_at_their_maximum(void)
{
    struct buf b;
    buf_init(&b, 1000);
    buf_text(&b, "abc");
    buf_char(&b, '-');
    buf_printf(&b, "%03d", 7);
    buf_add(&b, NULL, 0);
    check_text(b.at, "abc-007", 0);
    for (int i = 0; i < 993; i++)
        buf_char(&b, 'x');
    check_true(!b.failed && b.len == 1000 && b.at[1000] == 0, 0);
    buf_add(&b, NULL, 0);
    check_true(!b.failed, 1);
    buf_char(&b, 'y');
    check_true(b.failed && b.len == 1000, 2);
    buf_add(&b, NULL, 0);
    check_true(b.failed, 3); /* stays */
    buf_clear(&b);
    check_true(!b.failed && !b.len && !*b.at, 4);
    buf_printf(&b, "%2000d", 1);
    check_true(b.failed && !b.len, 5);
    buf_end(&b);
    check_true(!b.at && b.max == 1000, 6);
    buf_init(&b, 0);
    buf_char(&b, 'x');
    check_true(b.failed, 7);
    buf_end(&b);
}

static void put_frame(struct buf *b)
{
    buf_init(b, 4096);
    wire_put_u32(b, 0xDEADBEEF);
    wire_put_i64(b, INT64_MIN);
    wire_put_f64(b, -0.1);
    wire_put_text(b, "郑州");
    wire_put_text(b, NULL);
    wire_put_text(b, "");
    wire_put_bytes(b, "\0\1", 2);
    wire_put_bytes(b, NULL, 0);
    wire_put_u32(b, 2);
    wire_put_i64(b, 5);
    wire_put_i64(b, 6);
}

static void test_frames_are_read_as_written(void)
{
    struct buf b;
    struct arena a;
    arena_init(&a, 0);
    put_frame(&b);
    check_true(!memcmp(b.at, "\xEF\xBE\xAD\xDE", 4), 0); /* little-endian */
    const unsigned char *at = (const unsigned char *)b.at;
    struct wire w = { at, at + b.len, false };
    check_i64(wire_u32(&w), 0xDEADBEEF, 0);
    check_i64(wire_i64(&w), INT64_MIN, 0);
    check_true(wire_f64(&w) == -0.1, 0);
    check_text(wire_text(&w, &a, 6), "郑州", 0);
    check_text(wire_text(&w, &a, 10), NULL, 1);
    check_text(wire_text(&w, &a, 10), "", 2);
    size_t n = 0;
    const char *bytes = wire_bytes(&w, &n, 2);
    check_true(n == 2 && bytes && bytes[1] == 1, 3);
    wire_bytes(&w, &n, 0);
    check_i64(n, 0, 4);
    check_i64(wire_count(&w, 8), 2, 5);
    check_i64(wire_i64(&w) + wire_i64(&w), 11, 6);
    check_true(!w.failed && w.at == w.end, 7);
    check_i64(wire_u32(&w), 0, 8);
    check_true(w.failed, 8);
    buf_end(&b);
    arena_end(&a);
}

/* A frame cut anywhere is read to a failure, never past its end. */
static void test_cut_frames_fail(void)
{
    struct buf b;
    struct arena a;
    arena_init(&a, 0);
    put_frame(&b);
    for (size_t cut = 0; cut < b.len; cut++) {
        unsigned char *bytes = malloc(cut ? cut : 1); /* ASan watches its end */
        if (!bytes)
            continue;
        memcpy(bytes, b.at, cut);
        struct wire w = { bytes, bytes + cut, false };
        size_t n = 0;
        wire_u32(&w), wire_i64(&w), wire_f64(&w);
        for (int i = 0; i < 3; i++)
            wire_text(&w, &a, 100);
        for (int i = 0; i < 2; i++)
            wire_bytes(&w, &n, 100);
        wire_count(&w, 8);
        wire_i64(&w), wire_i64(&w);
        check_true(w.failed, cut);
        free(bytes);
    }
    buf_end(&b);
    arena_end(&a);
}

static void test_lying_frames_fail(void)
{
    static const struct {
        const char *bytes;
        size_t n, max;
    } rows[] = {
        { "\xFF\xFF\xFF\xFF", 4, SIZE_MAX }, /* longer than the frame */
        { "\x04\0\0\0a\0b", 7, 10 },         /* NUL inside */
        { "\x04\0\0\0abc", 7, 2 },           /* above the limit */
    };
    struct arena a;
    arena_init(&a, 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const unsigned char *at = (const unsigned char *)rows[i].bytes;
        struct wire w = { at, at + rows[i].n, false };
        check_true(!wire_text(&w, &a, rows[i].max) && w.failed, i);
    }
    const unsigned char count[] = { 3, 0, 0, 0, 1, 2, 3, 4, 5 };
    struct wire w = { count, count + sizeof count, false };
    check_true(!wire_count(&w, 2) && w.failed, 0);
    w = (struct wire){ count, count + sizeof count, false };
    check_i64(wire_count(&w, 1), 3, 1);
    struct buf b;
    buf_init(&b, 10);
    wire_put_bytes(&b, "x", (size_t)UINT32_MAX + 1);
    check_true(b.failed, 2);
    buf_end(&b);
    arena_end(&a);
}

static void test_digests(void)
{
    static const char abc[] =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    static const char none[] =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    unsigned char sha[SHA_SIZE];
    char text[SHA_TEXT];
    kh_err e = { 0 };
    sha_of(sha, "abc", 3);
    sha_text(text, sha);
    check_text(text, abc, 0);
    check_i64(sha_file(sha, unit_file("abc", "abc", 3), &e), KH_OK, 1);
    sha_text(text, sha);
    check_text(text, abc, 1);
    check_i64(sha_file(sha, unit_file("none", "", 0), &e), KH_OK, 2);
    sha_text(text, sha);
    check_text(text, none, 2);
    check_i64(sha_file(sha, "/nonexistent/x", &e), ST_IO, 3);
    check_text(e.text, "/nonexistent/x: No such file or directory", 3);
    check_i64(sha_file(sha, unit_folder(), &e), ST_IO, 4);
    check_true(hash64("", 0) == 0x2D06800538D394C2u, 5); /* XXH3 of nothing */
    check_true(hash64("a", 1) != hash64("b", 1), 6);
    struct hash128 h = hash128("", 0);
    check_true(h.hi == 0x99AA06D3014798D8u && h.lo == 0x6001C324468D497Fu, 7);
}

static void test_path_texts(void)
{
    struct arena a;
    arena_init(&a, 0);
    check_text(path_beside(&a, "conf/kaohe.cfg", "orgs.csv"), "conf/orgs.csv", 0);
    check_text(path_beside(&a, "kaohe.cfg", "orgs.csv"), "orgs.csv", 1);
    check_text(path_beside(&a, "conf/kaohe.cfg", "/data/x"), "/data/x", 2);
    check_text(path_beside(&a, "/kaohe.cfg", "x"), "/x", 3);
    check_text(path_beside(&a, "a/b/c", "../d"), "a/b/../d", 4);
    check_text(path_join(&a, "a", "b"), "a/b", 5);
    check_text(path_join(&a, "a/", "b"), "a/b", 6);
    check_text(path_join(&a, "", "b"), "b", 7);
    check_text(path_join(&a, "/", "b"), "/b", 8);
    check_text(path_name("a/b.csv"), "b.csv", 9);
    check_text(path_name("b.csv"), "b.csv", 10);
    check_text(path_name("a/"), "", 11);
    char *folder = path_of_program(&a);
    check_true(folder && folder[0] == '/' && !strcmp(folder, TEST_BINARY "/tests"), 12);
    arena_end(&a);
}

static void test_folders_are_made(void)
{
    struct arena a;
    arena_init(&a, 0);
    kh_err e = { 0 };
    char *deep = path_join(&a, unit_folder(), "one/two//three/");
    check_i64(path_make_folder(deep, &e), KH_OK, 0);
    check_i64(path_make_folder(deep, &e), KH_OK, 1);
    struct stat st;
    check_true(!stat(deep, &st) && S_ISDIR(st.st_mode), 2);
    const char *file = unit_file("plain", "x", 1);
    char *below = path_join(&a, file, "x");
    check_i64(path_make_folder(file, &e), ST_IO, 3);
    check_i64(path_make_folder(below, &e), ST_IO, 4);
    check_text(e.text, arena_printf(&a, "cannot make the folder %s: File exists", file), 4);
    check_i64(path_make_folder("/", &e), KH_OK, 5);
    arena_end(&a);
}

static void test_small_files_are_read_whole(void)
{
    struct buf b;
    kh_err e = { 0 };
    check_i64(path_read(&b, unit_file("small", "a\0b", 3), 3, &e), KH_OK, 0);
    check_true(b.len == 3 && !memcmp(b.at, "a\0b", 4), 0);
    buf_end(&b);
    check_i64(path_read(&b, unit_file("small", "abcd", 4), 3, &e), ST_IO, 1);
    check_true(strstr(e.text, "/small: larger than 3 bytes") && !b.at, 1);
    check_i64(path_read(&b, unit_file("small", "", 0), 3, &e), KH_OK, 2);
    check_text(b.at, "", 2);
    buf_end(&b);
    check_i64(path_read(&b, unit_folder(), 3, &e), ST_IO, 3);
    check_true(strstr(e.text, ": Is a directory"), 3);
    check_i64(path_read(&b, "/nonexistent", 3, &e), ST_IO, 4);
    check_true(!b.at, 4);
    static char large[200000];
    memset(large, 'x', sizeof large);
    check_i64(path_read(&b, unit_file("large", large, sizeof large), sizeof large, &e),
              KH_OK, 5);
    check_i64(b.len, sizeof large, 5);
    buf_end(&b);
}

static void test_files_are_written_whole_or_not_at_all(void)
{
    struct arena a;
    arena_init(&a, 0);
    kh_err e = { 0 };
    const char *path = unit_file("result", "old", 3);
    char *part = arena_printf(&a, "%s.part", path);
    struct path_part p;
    struct buf b;

    check_i64(path_begin(&p, &a, path, &e), KH_OK, 0);
    check_true(fputs("new", p.file) >= 0, 0);
    check_i64(path_finish(&p, &e), KH_OK, 0);
    check_i64(path_read(&b, path, 10, &e), KH_OK, 0);
    check_text(b.at, "old", 0); /* until the commit */
    buf_end(&b);
    check_i64(path_commit(&p, &e), KH_OK, 0);
    check_true(!p.file && !p.path && !p.part, 0);
    check_i64(path_read(&b, path, 10, &e), KH_OK, 0);
    check_text(b.at, "new", 0);
    buf_end(&b);
    check_true(access(part, F_OK), 0);

    check_i64(path_begin(&p, &a, path, &e), KH_OK, 1);
    path_drop(&p);
    path_drop(&p); /* twice is fine */
    check_true(access(part, F_OK) && !access(path, F_OK), 1);

    unit_file("result.part", "left behind by a killed run, and longer", 39);
    check_i64(path_begin(&p, &a, path, &e), KH_OK, 2);
    check_true(fputs("third", p.file) >= 0, 2);
    check_i64(path_commit(&p, &e), KH_OK, 2); /* finishes by itself */
    check_i64(path_read(&b, path, 10, &e), KH_OK, 2);
    check_text(b.at, "third", 2);
    buf_end(&b);

    check_true(!symlink(path, part), 3);
    check_i64(path_begin(&p, &a, path, &e), ST_IO, 3); /* a link is not followed */
    check_true(!p.file, 3);
    unlink(part);
    check_i64(path_begin(&p, &a, "/nonexistent/x", &e), ST_IO, 4);
    char *folder = path_join(&a, unit_folder(), "taken/inside");
    check_i64(path_make_folder(folder, &e), KH_OK, 5);
    folder = path_join(&a, unit_folder(), "taken");
    check_i64(path_begin(&p, &a, folder, &e), KH_OK, 5);
    check_i64(path_commit(&p, &e), ST_IO, 5); /* a folder stands in the way */
    check_true(access(arena_printf(&a, "%s.part", folder), F_OK), 5);
    arena_end(&a);
}

static void test_a_full_disk_is_told(void)
{
    struct path_part p = { .file = fopen("/dev/full", "w"), .path = NULL, .part = NULL };
    struct arena a;
    arena_init(&a, 0);
    p.part = arena_text(&a, "x.part");
    kh_err e = { 0 };
    check_true(p.file && fputs("x", p.file) >= 0, 0);
    check_i64(path_finish(&p, &e), ST_AGAIN, 0);
    check_text(e.text, "cannot write x.part: No space left on device", 0);
    arena_end(&a);
}

/* What stderr receives while lines are written. */
static void test_a_line_is_one_line(void)
{
    const char *path = unit_file("log", "", 0);
    fflush(stderr);
    int saved = dup(STDERR_FILENO);
    int fd = open(path, O_WRONLY | O_TRUNC);
    check_true(saved >= 0 && fd >= 0 && dup2(fd, STDERR_FILENO) >= 0, 0);
    log_level(KH_LOG_WARN);
    log_line(KH_LOG_ERROR, "two\nlines \x1B[31m%d", 7);
    log_line(KH_LOG_INFO, "dropped");
    log_line(KH_LOG_WARN, "%5000d", 1);
    log_level(KH_LOG_DEBUG);
    log_line(KH_LOG_INFO, "plain");
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(fd);
    struct buf b;
    kh_err e = { 0 };
    check_i64(path_read(&b, path, 10000, &e), KH_OK, 0);
    static const char first[] = "kaohe: error: two lines  [31m7\nkaohe: warning:  ";
    check_true(b.at && !strncmp(b.at, first, sizeof first - 1), 1);
    check_true(b.at && strlen(b.at) == 31 + 4096 + 13, 2);
    check_text(b.at ? b.at + b.len - 13 : NULL, "kaohe: plain\n", 3);
    buf_end(&b);
}

static const struct unit_case cases[] = {
    { "codes become exit statuses", test_codes_become_exit_statuses },
    { "the system's reason stands behind the sentence",
      test_the_system_s_reason_stands_behind_the_sentence },
    { "findings carry their place", test_findings_carry_their_place },
    { "findings are bounded", test_findings_are_bounded },
    { "arenas give zeroed aligned memory", test_arenas_give_zeroed_aligned_memory },
    { "an arena keeps its limit", test_an_arena_keeps_its_limit },
    { "a pushed array keeps its elements", test_a_pushed_array_keeps_its_elements },
    { "memory is counted", test_memory_is_counted },
    { "a chosen allocation is refused", test_a_chosen_allocation_is_refused },
    { "threads share one count", test_threads_share_one_count },
    { "buffers stop at their maximum", test_buffers_stop_at_their_maximum },
    { "frames are read as written", test_frames_are_read_as_written },
    { "cut frames fail", test_cut_frames_fail },
    { "lying frames fail", test_lying_frames_fail },
    { "digests are the known ones", test_digests },
    { "path texts", test_path_texts },
    { "folders are made", test_folders_are_made },
    { "small files are read whole", test_small_files_are_read_whole },
    { "files are written whole or not at all", test_files_are_written_whole_or_not_at_all },
    { "a full disk is told", test_a_full_disk_is_told },
    { "a line is one line", test_a_line_is_one_line },
};
UNIT_MAIN("base", cases)
