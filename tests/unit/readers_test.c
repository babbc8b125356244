/* SPDX-License-Identifier: Apache-2.0 */
/* readers_test.c - many threads read what one reads, and refused memory is a sentence. */
#include "inputs_kit.h"

#include <pthread.h>
#include <stdatomic.h>

#define DOMAIN                                                                           \
    "levels = ( { id = \"unit\"; of = ( \"unit\" ); } ); inputs = { events = { file = "  \
    "\"t*.csv*\"; columns = { person = { header = \"person\"; map = { x = \"y\"; }; }; " \
    "note "                                                                              \
    "= { lookup = \"projects\"; by = ( \"project_id\" ); }; }; }; projects = { file = "  \
    "\"q.csv\"; }; };"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_REFUSE 0
#else
#define CAN_REFUSE 1
/* glibc's own, behind the ones below. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t align, size_t n);

void __libc_free(void *p);

static long refuse_at, asked; /* 0: nothing is refused */
static atomic_long live;      /* blocks */

static bool is_refused(void)
{
    if (!refuse_at || ++asked != refuse_at)
        return false;
    errno = ENOMEM;
    return true;
}
static void *counted(void *p)
{
    atomic_fetch_add(&live, p != NULL);
    return p;
}
void *malloc(size_t n)
{
    return is_refused() ? NULL : counted(__libc_malloc(n));
}
void *calloc(size_t n, size_t size)
{
    return is_refused() ? NULL : counted(__libc_calloc(n, size));
}
void *realloc(void *p, size_t n)
{
    if (is_refused())
        return NULL;
    void *q = __libc_realloc(p, n);
    return p ? q : counted(q);
}
void *aligned_alloc(size_t align, size_t n)
{
    return is_refused() ? NULL : counted(__libc_memalign(align, n));
}
void free(void *p)
{
    atomic_fetch_sub(&live, p != NULL);
    __libc_free(p);
}
#endif

/* Two files of events, some of them revised, and what they look up. */
static void write_files(uint32_t rows)
{
    for (uint32_t f = 0; f < 2; f++) {
        char name[32];
        struct buf b;
        snprintf(name, sizeof name, "m/t%u.csv", f);
        buf_init(&b, 1 << 26);
        buf_text(&b, "unit,event_id,at,level,wait_s,person,project_id,ratio\n");
        for (uint32_t i = 0; i < rows; i++)
            buf_printf(&b, "U%u,e%u,2011-04-%02u %02u:00,%s,%u,\"p,%u\",%s,%u.5\n", i % 97,
                       i % 11 ? i * 2 + f : i, i % 30 + 1, i % 24,
                       i % 13 ? "major" : "minor", i, i % 31, i % 7 ? "P1" : "P2", i);
        kit_file(name, b.at, b.len);
        buf_end(&b);
    }
    kit_text("m/q.csv", "project_id,role,note\nP1,SG,first\nP2,JL,\"se\"\"cond\"\n");
    kit_configure("", "\"unit\"", DOMAIN);
}

/* An order-independent sum over batches. */
struct tally {
    uint64_t rows, waits, keys;
    struct dict *dicts[KIT_SPACES];
};

static kh_status add_batch(void *ctx, const struct batch *b, kh_err *e)
{
    struct tally *t = ctx;
    (void)e;
    for (uint32_t i = 0; i < b->view.rows; i++) {
        const kh_col *note = &b->view.col[8];
        t->rows++;
        t->waits += (uint64_t)kh_i64(&b->view.col[4], i) * (b->line[i] + 1);
        t->keys += strlen(dict_text(t->dicts[0], kh_key(&b->view.col[0], i), NULL));
        t->keys += (note->offsets[i + 1] - note->offsets[i]) * b->line[i];
    }
    return KH_OK;
}

struct crew {
    const struct kit *k;
    atomic_uint next;
};
struct hand {
    struct crew *crew;
    struct reader *reader;
    struct tally tally;
    struct arena arena;
    struct rejects rejects;
    pthread_t thread;
    kh_status rc;
    kh_err e;
};

static void *read_chunks(void *arg)
{
    struct hand *h = arg;
    const struct inputs *in = h->crew->k->in;
    for (;;) {
        uint32_t c = atomic_fetch_add(&h->crew->next, 1);
        if (h->rc || c >= inputs_chunks(in, EVENTS))
            return NULL;
        h->rc =
            reader_chunk(h->reader, EVENTS, c, h->tally.dicts, add_batch, &h->tally, &h->e);
    }
}

static struct tally read_with(const struct kit *k, uint32_t threads)
{
    enum { MOST = 8 };
    struct crew crew = { .k = k };
    struct hand hand[MOST] = { 0 };
    struct reader *all[MOST] = { 0 };
    struct tally sum = { 0 };
    for (uint32_t i = 0; i < threads; i++) {
        struct hand *h = &hand[i];
        h->crew = &crew;
        h->rejects.arena = &h->arena;
        for (size_t s = 0; s < KIT_SPACES; s++)
            h->tally.dicts[s] = dict_new();
        check_i64(reader_new(&h->reader, k->in, &h->rejects, &h->e), KH_OK, i);
        all[i] = h->reader;
    }
    for (uint32_t i = 0; i < threads; i++)
        pthread_create(&hand[i].thread, NULL, read_chunks, &hand[i]);
    for (uint32_t i = 0; i < threads; i++) {
        pthread_join(hand[i].thread, NULL);
        check_text(hand[i].rc ? hand[i].e.text : NULL, NULL, i);
    }
    check_i64(reader_settle(all[0], all, threads, EVENTS, hand[0].tally.dicts, add_batch,
                            &hand[0].tally, &hand[0].e),
              KH_OK, 0);
    for (uint32_t i = 0; i < threads; i++) {
        struct hand *h = &hand[i];
        sum.rows += h->tally.rows;
        sum.waits += h->tally.waits;
        sum.keys += h->tally.keys;
        for (size_t s = 0; s < KIT_SPACES; s++)
            dict_end(h->tally.dicts[s]);
        reader_end(h->reader);
        arena_end(&h->arena);
    }
    return sum;
}

static void test_threads_read_the_same(void)
{
    write_files(6000);
    struct kit k = kit_open(3000, 1);
    check_text(kit_findings(&k), "", 0);
    struct tally one = read_with(&k, 1);
    check_true(one.rows > 10000 && one.rows < 12000, 0);
    for (uint32_t threads = 2; threads < 8; threads++) {
        struct tally many = read_with(&k, threads);
        check_i64(many.rows, one.rows, threads);
        check_i64(many.waits, one.waits, threads);
        check_i64(many.keys, one.keys, threads);
    }
    kit_close(&k);
}

#if CAN_REFUSE
/* Open and read everything with one reader; the status. */
static kh_status open_and_read(struct kit *k, struct tally *t)
{
    struct inputs *in = NULL;
    struct reader *r = NULL;
    struct findings f = { 0 };
    struct arena arena = { 0 };
    struct rejects rejects = { .arena = &arena };
    kh_err e = { 0 };
    kh_status rc = inputs_open(&in, &k->spec, &f, &e);
    if (!rc)
        rc = reader_new(&r, in, &rejects, &e);
    for (uint32_t c = 0; !rc && c < inputs_chunks(in, EVENTS); c++)
        rc = reader_chunk(r, EVENTS, c, t->dicts, add_batch, t, &e);
    if (!rc)
        rc = reader_settle(r, &r, 1, EVENTS, t->dicts, add_batch, t, &e);
    reader_end(r);
    inputs_close(in);
    findings_end(&f);
    arena_end(&arena);
    return rc;
}
#endif

static void test_refused_memory_fails_or_changes_nothing(void)
{
#if CAN_REFUSE
    write_files(100);
    struct kit k = kit_open(2000, 1);
    struct tally whole = { 0 };
    size_t failed = 0;
    for (long at = 0; at < 100000; at++) {
        struct tally t = { 0 };
        long before = live;
        for (size_t s = 0; s < KIT_SPACES; s++)
            t.dicts[s] = dict_new();
        refuse_at = at;
        asked = 0;

        kh_status rc = open_and_read(&k, &t);
        bool is_past = at && asked < at;
        refuse_at = 0;
        for (size_t s = 0; s < KIT_SPACES; s++)
            dict_end(t.dicts[s]);
        if (!at)
            whole = t;
        else /* at first libraries make what they keep */
            check_true(live <= before, (size_t)at);
        failed += rc != KH_OK;
        /* What cannot be remembered is only read again. */
        bool holds =
            rc ? rc == KH_ENOMEM || rc == ST_INPUT || rc == ST_IO
               : t.rows == whole.rows && t.waits == whole.waits && t.keys == whole.keys;
        check_true(holds, (size_t)at);
        if (is_past || !holds)
            break;
    }
    check_true(failed > 100, 0);
    kit_close(&k);
#else
    fprintf(stderr, "skipped: the sanitizer has the allocator\n");
#endif
}

static const struct unit_case cases[] = {
    { "threads read the same", test_threads_read_the_same },
    { "refused memory fails or changes nothing",
      test_refused_memory_fails_or_changes_nothing },
};
UNIT_MAIN("readers", cases)
