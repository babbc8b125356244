/* SPDX-License-Identifier: Apache-2.0 */
/* bag_test.c - kaohe/bag.h: exact multisets, percentiles in integers, hostile bytes. */
#include "unit.h"

#include <kaohe/bag.h>
#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- A host that counts and may refuse ------------------------------------ */

static int64_t blocks;
static int refuse_in; /* allocations until one is refused; 0 = none */

static void *resize(void *ctx, void *p, size_t n)
{
    (void)ctx;
    if (!n) {
        blocks -= p != NULL;
        free(p);
        return NULL;
    }
    if (refuse_in && !--refuse_in)
        return NULL;
    void *q = realloc(p, n);
    blocks += q && !p;
    return q;
}
static const kh_host host = { .size = sizeof host, .resize = resize };
static kh_err err;

struct bytes {
    unsigned char at[4096];
    size_t len, read;
};
static kh_status bytes_write(void *ctx, const void *from, size_t n)
{
    struct bytes *b = ctx;
    if (n > sizeof b->at - b->len)
        return KH_ENOMEM;
    memcpy(b->at + b->len, from, n);
    b->len += n;
    return KH_OK;
}
static kh_status bytes_read(void *ctx, void *to, size_t n)
{
    struct bytes *b = ctx;
    if (n > b->len - b->read)
        return KH_ESTATE;
    memcpy(to, b->at + b->read, n);
    b->read += n;
    return KH_OK;
}

static void fill(kh_bag *b, const int64_t *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_i64(kh_bag_add(&host, b, value[i], 1, &err), KH_OK, i);
    check_i64(kh_bag_settle(&host, b, &err), KH_OK, n);
}

/* ---- Cases ----------------------------------------------------------------- */

/* domain.md 10.1 M2: repair hours 1..20. */
static void test_golden(void)
{
    kh_bag b = { 0 };
    int64_t v = 0, sum = 0;
    for (int64_t h = 20; h >= 1; h--)
        kh_bag_add(&host, &b, h, 1, &err);
    kh_bag_settle(&host, &b, &err);
    check_i64(kh_bag_percentile(&b, 950, &v), 0, 0);
    check_i64(v, 19, 0);
    check_i64(kh_bag_percentile(&b, 800, &v), 0, 1);
    check_i64(v, 16, 1);
    check_i64(kh_bag_within(&b, 12) * 100 / b.total, 60, 2);
    check_i64(kh_bag_sum(&b, &sum), 0, 3);
    check_i64(sum, 210, 3);
    kh_bag_free(&host, &b);
}

static void test_ranks(void)
{
    static const struct {
        int64_t value[8];
        size_t n;
        uint32_t permille;
        int none;
        int64_t expected;
    } row[] = {
        { { 7 }, 1, 0, 0, 7 },
        { { 7 }, 1, 1, 0, 7 },
        { { 7 }, 1, 950, 0, 7 },
        { { 7 }, 1, 1000, 0, 7 },
        { { 7 }, 1, 1001, 1, 0 },
        { { 0 }, 0, 500, 1, 0 },
        { { 1, 2, 3, 4 }, 4, 500, 0, 2 },
        { { 4, 3, 2, 1 }, 4, 501, 0, 3 },
        { { 1, 2, 3, 4 }, 4, 250, 0, 1 },
        { { 1, 2, 3, 4 }, 4, 251, 0, 2 },
        { { 5, 5, 5, 9 }, 4, 750, 0, 5 },
        { { 5, 9, 5, 5 }, 4, 751, 0, 9 },
        { { INT64_MIN, INT64_MAX, 0 }, 3, 1000, 0, INT64_MAX },
        { { INT64_MIN, INT64_MAX, 0 }, 3, 1, 0, INT64_MIN },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        kh_bag b = { 0 };
        int64_t v = 0;
        fill(&b, row[i].value, row[i].n);
        check_i64(kh_bag_percentile(&b, row[i].permille, &v), row[i].none, i);
        check_i64(v, row[i].expected, i);
        kh_bag_free(&host, &b);
    }
}

/* ceil(p n / 1000) where p n leaves 64 bits, and where a double would be off by one. */
static void test_ranks_of_large_bags(void)
{
    static const struct {
        int64_t low, high; /* so many values 1 and 2 */
        uint32_t permille;
        int64_t expected;
    } row[] = {
        { INT64_MAX / 1000 * 950 + 767, INT64_MAX / 1000 * 50 + 40, 950, 1 },
        { INT64_MAX / 1000 * 950 + 766, INT64_MAX / 1000 * 50 + 41, 950, 2 },
        { 9007199254740993, 9007199254740993, 500, 1 },
        { 9007199254740992, 9007199254740993, 500, 2 },
        { 1, INT64_MAX - 1, 0, 1 },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        kh_bag b = { 0 };
        int64_t v = 0;
        kh_bag_add(&host, &b, 2, row[i].high, &err);
        kh_bag_add(&host, &b, 1, row[i].low, &err);
        kh_bag_settle(&host, &b, &err);
        check_i64(kh_bag_percentile(&b, row[i].permille, &v), 0, i);
        check_i64(v, row[i].expected, i);
        kh_bag_free(&host, &b);
    }
}

static void test_sums_and_ends(void)
{
    static const struct {
        int64_t value[4];
        size_t n;
        int fails;
        int64_t sum, min, max, within0;
    } row[] = {
        { { 3, -3, 5, 5 }, 4, 0, 10, -3, 5, 1 },
        { { 0 }, 1, 0, 0, 0, 0, 1 },
        { { INT64_MAX, INT64_MIN, 1 }, 3, 0, 0, INT64_MIN, INT64_MAX, 1 },
        { { INT64_MAX, INT64_MAX, -1, -1 }, 4, 1, 0, -1, INT64_MAX, 2 },
        { { INT64_MIN, -1 }, 2, 1, 0, INT64_MIN, -1, 2 },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        kh_bag b = { 0 };
        int64_t sum = 0, min = 0, max = 0;
        fill(&b, row[i].value, row[i].n);
        check_i64(kh_bag_sum(&b, &sum), row[i].fails, i);
        check_i64(sum, row[i].sum, i);
        check_i64(kh_bag_min(&b, &min) | kh_bag_max(&b, &max), 0, i);
        check_i64(min, row[i].min, i);
        check_i64(max, row[i].max, i);
        check_i64(kh_bag_within(&b, 0), row[i].within0, i);
        kh_bag_free(&host, &b);
    }
}

/* domain.md 10.2 S7: 88 92 85 90 95 87 91 less one at each end; and cuts within a run. */
static void test_trimmed_sums(void)
{
    static const struct {
        int64_t value[8];
        size_t n;
        int64_t cut;
        int fails;
        int64_t sum;
    } row[] = {
        { { 88, 92, 85, 90, 95, 87, 91 }, 7, 1, 0, 448 },
        { { 88, 92, 85, 90, 95, 87, 91 }, 7, 0, 0, 628 },
        { { 88, 92, 85, 90, 95, 87, 91 }, 7, 3, 0, 90 },
        { { 5, 5, 5, 9, 9 }, 5, 1, 0, 19 },
        { { 5, 5, 5, 5 }, 4, 1, 0, 10 },
        { { 5, 7 }, 2, 1, 0, 0 },
        { { 5, 7 }, 2, 2, 1, -1 },
        { { 5, 7 }, 2, -1, 1, -1 },
        { { 0 }, 0, 0, 0, 0 },
        { { INT64_MAX, INT64_MIN, INT64_MAX, INT64_MIN, 4 }, 5, 1, 0, 3 },
        { { INT64_MIN, -5, 6, INT64_MAX }, 4, 0, 0, 0 },
        { { INT64_MAX, INT64_MAX, INT64_MAX, 4, 1 }, 5, 1, 1, -1 },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        kh_bag b = { 0 };
        int64_t sum = -1;
        fill(&b, row[i].value, row[i].n);
        check_i64(kh_bag_trimmed(&b, row[i].cut, &sum), row[i].fails, i);
        check_i64(sum, row[i].sum, i);
        kh_bag_free(&host, &b);
    }
}

static uint32_t seed;
static uint32_t dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % sides;
}

enum { VALUES = 300, PARTS = 5 };

/* The bytes of all values spread over parts by the seed, merged in some order. */
static void spread(const int64_t *value, uint32_t parts, struct bytes *out)
{
    kh_bag b[PARTS] = { { 0 } };
    uint32_t first = dice(VALUES), step = 7 * (1 + dice(9)) | 1;
    while (step % 3 == 0 || step % 5 == 0)
        step += 2; /* prime to the number of values */
    for (uint32_t i = 0; i < VALUES; i++) {
        uint32_t p = dice(parts);
        kh_bag_add(&host, &b[p], value[(first + i * step) % VALUES], 1, &err);
        if (!dice(20))
            check_i64(kh_bag_settle(&host, &b[p], &err), KH_OK, i);
    }
    for (uint32_t p = 0; p < parts; p++)
        check_i64(kh_bag_settle(&host, &b[p], &err), KH_OK, p);
    for (uint32_t left = parts; left > 1; left--) {
        uint32_t into = dice(left), from = (into + 1 + dice(left - 1)) % left;
        check_i64(kh_bag_merge(&host, &b[into], &b[from], &err), KH_OK, left);
        kh_bag_free(&host, &b[from]);
        b[from] = b[left - 1];
        if (from != left - 1)
            memset(&b[left - 1], 0, sizeof *b);
    }
    for (uint32_t p = 0; p < parts; p++) {
        if (b[p].total)
            check_i64(kh_bag_save(&b[p], &(kh_sink){ out, bytes_write }, &err), KH_OK, p);
        kh_bag_free(&host, &b[p]);
    }
}

static void test_order_and_merges_do_not_show(void)
{
    static struct bytes expected, found;
    int64_t value[VALUES];
    seed = 7;
    for (int i = 0; i < VALUES; i++)
        value[i] = (int64_t)dice(150) - 75;
    memset(&expected, 0, sizeof expected);
    spread(value, 1, &expected);
    check_true(expected.len > 1000, 0);
    for (uint32_t i = 1; i < 60; i++) {
        memset(&found, 0, sizeof found);
        seed = i;
        spread(value, 1 + i % PARTS, &found);
        check_true(found.len == expected.len && !memcmp(found.at, expected.at, found.len),
                   i);
    }
    value[dice(VALUES)]++; /* another value shows */
    memset(&found, 0, sizeof found);
    spread(value, 3, &found);
    check_true(found.len != expected.len || memcmp(found.at, expected.at, found.len), 0);
    check_i64(blocks, 0, 0);
}

static void test_misuse_is_told(void)
{
    kh_bag a = { 0 }, b = { 0 };
    struct bytes out = { .len = 0 };
    kh_bag_add(&host, &a, 2, 1, &err);
    check_i64(kh_bag_save(&a, &(kh_sink){ &out, bytes_write }, &err), KH_EBUG, 0);
    check_i64(kh_bag_merge(&host, &b, &a, &err), KH_EBUG, 1);
    check_i64(kh_bag_add(&host, &a, 2, 0, &err), KH_EBUG, 2);
    check_i64(kh_bag_add(&host, &a, 2, INT64_MAX, &err), KH_ERANGE, 3);
    kh_bag_settle(&host, &a, &err);
    kh_bag_add(&host, &b, 5, INT64_MAX, &err);
    kh_bag_settle(&host, &b, &err);
    check_i64(kh_bag_merge(&host, &b, &a, &err), KH_ERANGE, 4);
    check_i64(b.total == INT64_MAX && b.len == 1, 1, 4);
    kh_bag_free(&host, &a);
    kh_bag_free(&host, &b);
}

static void test_subjects(void)
{
    static const uint32_t up[] = { 0, 0, 1 };
    static const uint32_t *const remap[] = { up };
    static const uint32_t from_len[] = { 3 }, into_len[] = { 2 }, short_len[] = { 2 };
    const kh_merge m = { sizeof m, 1, remap, from_len, into_len };
    const kh_merge wrong = { sizeof wrong, 1, remap, short_len, into_len };
    kh_bags s = { 0 }, t = { 0 }, u = { 0 };
    struct bytes out = { .len = 0 };
    kh_bags_grow(&host, &s, 3, &err);
    for (int64_t i = 0; i < 30; i++)
        kh_bag_add(&host, &s.of[i % 3], i, 1, &err);
    check_i64(kh_bags_settle(&host, &s, &err), KH_OK, 0);
    check_i64(kh_bags_merge(&host, &t, &s, &wrong, &err), KH_ESTATE, 0);
    check_i64(kh_bags_merge(&host, &t, &s, &m, &err), KH_OK, 0);
    check_i64(kh_bags_of(&t, 0)->total, 20, 0);
    check_i64(kh_bags_of(&t, 1)->total, 10, 0);
    check_i64(kh_bags_of(&t, 9)->total, 0, 0);
    kh_bags_grow(&host, &t, 9, &err); /* empty ones at the end leave no trace */
    check_i64(kh_bags_save(&t, &(kh_sink){ &out, bytes_write }, &err), KH_OK, 0);
    check_i64(kh_bags_load(&host, &u, &(kh_source){ &out, bytes_read }, &err), KH_OK, 0);
    check_i64(u.len, 2, 0);
    check_i64(kh_bags_of(&u, 0)->total, 20, 0);
    kh_bags_free(&host, &s);
    kh_bags_free(&host, &t);
    kh_bags_free(&host, &u);
    check_i64(blocks, 0, 0);
}

/* Words as written; each must be refused. */
static void test_hostile_bytes(void)
{
    static const struct {
        int64_t word[8];
        size_t n;
    } row[] = {
        { { 0 }, 0 },                                  /* nothing */
        { { 1, 5 }, 2 },                               /* cut off */
        { { -1 }, 1 },                                 /* as many as there can be */
        { { INT64_C(1) << 32 }, 1 },                   /* more than a bag may have */
        { { UINT32_MAX, 1, 1 }, 3 },                   /* many are said, one comes */
        { { 1, 5, 0 }, 3 },                            /* none of a value */
        { { 1, 5, -4 }, 3 },                           /* less than none */
        { { 2, 5, 1, 5, 1 }, 5 },                      /* a value twice */
        { { 2, 5, 1, 4, 1 }, 5 },                      /* out of order */
        { { 2, 5, INT64_MAX, 6, 1 }, 5 },              /* the total overflows */
        { { 3, 1, 1, INT64_MAX, 1, INT64_MIN, 1 }, 7 } /* wrapped around */
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct bytes b = { .len = 8 * row[i].n };
        kh_bag bag = { 0 };
        for (size_t k = 0; k < row[i].n; k++)
            kh_put64(b.at + 8 * k, row[i].word[k]);
        check_i64(kh_bag_load(&host, &bag, &(kh_source){ &b, bytes_read }, &err), KH_ESTATE,
                  i);
        kh_bag_free(&host, &bag);
    }
    struct bytes sound = { .len = 40 }; /* what is refused above is what is wrong with it */
    kh_bag bag = { 0 };
    static const int64_t word[] = { 2, 5, 1, 6, INT64_MAX - 1 };
    for (size_t k = 0; k < COUNT(word); k++)
        kh_put64(sound.at + 8 * k, word[k]);
    check_i64(kh_bag_load(&host, &bag, &(kh_source){ &sound, bytes_read }, &err), KH_OK, 0);
    kh_bag_free(&host, &bag);
}

static void test_refused_memory(void)
{
    int done = 0;
    for (int nth = 1; nth < 40 && !done; nth++) {
        kh_bags s = { 0 }, t = { 0 };
        static const uint32_t same[] = { 0 };
        static const uint32_t *const remap[] = { same };
        static const uint32_t one[] = { 1 };
        const kh_merge m = { sizeof m, 1, remap, one, one };
        refuse_in = nth;
        kh_status rc = kh_bags_grow(&host, &s, 1, &err);
        for (int64_t i = 0; !rc && i < 70; i++)
            rc = kh_bag_add(&host, &s.of[0], -(i % 40), 1, &err);
        if (!rc)
            rc = kh_bags_settle(&host, &s, &err);
        if (!rc)
            rc = kh_bags_merge(&host, &t, &s, &m, &err);
        refuse_in = 0;
        check_true(rc == KH_OK || rc == KH_ENOMEM, (size_t)nth);
        done = !rc;
        check_i64(kh_bags_settle(&host, &s, &err), KH_OK, (size_t)nth);
        kh_bags_free(&host, &s);
        kh_bags_free(&host, &t);
        check_i64(blocks, 0, (size_t)nth);
    }
    check_true(done, 0);
}

static const struct unit_case cases[] = {
    { "repair hours 1 to 20", test_golden },
    { "nearest ranks", test_ranks },
    { "nearest ranks of bags that no double counts", test_ranks_of_large_bags },
    { "sum, least, greatest, within", test_sums_and_ends },
    { "sums without the ends", test_trimmed_sums },
    { "order and merges do not show", test_order_and_merges_do_not_show },
    { "misuse is told", test_misuse_is_told },
    { "a bag for each subject", test_subjects },
    { "hostile bytes are refused", test_hostile_bytes },
    { "refused memory is an error", test_refused_memory },
};
UNIT_MAIN("bag", cases)
