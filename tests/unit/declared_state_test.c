/* SPDX-License-Identifier: Apache-2.0 */
/* declared_state_test.c - declared domains: any order and any tree of merges give one
 * state, damaged states are survived, refused memory leaks nothing. */
#include "declared_kit.h"

#include <stdlib.h>

/* Every fold at once. */
static const char params[] =
    "datasets = ( { id = \"rows\"; when = \"at\"; until = \"end\"; columns = ("
    "{ name = \"at\"; type = \"time\"; },"
    "{ name = \"end\"; type = \"time\"; nullable = true; },"
    "{ name = \"n\"; type = \"int\"; nullable = true; },"
    "{ name = \"t\"; type = \"choice\"; values = \"a, b\"; },"
    "{ name = \"k\"; type = \"key\"; },"
    "{ name = \"j\"; type = \"key\"; } ); } );"
    "catalogues = ( { id = \"c\"; items = ( { item = \"a\"; deduct = 2; cap = 5; },"
    "{ item = \"b\"; deduct = \"0.5\"; } ); } );"
    "measures = ( { name = \"m0\"; fold = \"count\"; where = \"n > 1\"; },"
    "{ name = \"m1\"; fold = \"sum\"; of = \"n\"; },"
    "{ name = \"m2\"; fold = \"mean\"; of = \"n\"; },"
    "{ name = \"m3\"; fold = \"min\"; of = \"n\"; },"
    "{ name = \"m4\"; fold = \"max\"; of = \"n\"; },"
    "{ name = \"m5\"; fold = \"percentile\"; p = 500; of = \"n\"; },"
    "{ name = \"m6\"; fold = \"trimmed\"; of = \"n\"; },"
    "{ name = \"m7\"; fold = \"distinct\"; of = \"k\"; },"
    "{ name = \"m8\"; fold = \"first\"; of = \"n\"; },"
    "{ name = \"m9\"; fold = \"last\"; of = \"n\"; },"
    "{ name = \"m10\"; fold = \"any\"; of = \"n > 4\"; },"
    "{ name = \"m11\"; fold = \"all\"; of = \"n > 4\"; },"
    "{ name = \"m12\"; fold = \"covered\"; by = \"k\"; },"
    "{ name = \"m13\"; fold = \"occ\"; catalogue = \"c\"; by = \"t\"; once = \"k\"; },"
    "{ name = \"m14\"; fold = \"panel\"; of = \"n\"; by = \"k\"; judge = \"j\"; } );"
    "indicators = ( { id = \"i0\"; of = \"m0\"; }, { id = \"i1\"; of = \"m1\"; },"
    "{ id = \"i2\"; of = \"m2\"; }, { id = \"i3\"; of = \"m3\"; }, { id = \"i4\"; of = "
    "\"m4\"; },"
    "{ id = \"i5\"; of = \"m5\"; }, { id = \"i6\"; of = \"m6\"; }, { id = \"i7\"; of = "
    "\"m7\"; },"
    "{ id = \"i8\"; of = \"m8\"; }, { id = \"i9\"; of = \"m9\"; },"
    "{ id = \"i10\"; of = \"m10\"; }, { id = \"i11\"; of = \"m11\"; },"
    "{ id = \"i12\"; of = \"hours(m12)\"; }, { id = \"i13\"; of = \"m13\"; },"
    "{ id = \"i14\"; of = \"m14\"; } );"
    "tables = ( { id = \"per_t\"; by = \"t, k\"; of = \"n\"; } );";

enum { ROWS = 120, STATES = 5, TRIES = 12 };

static uint32_t seed;

static uint32_t dice(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void make_rows(char rows[ROWS][96])
{
    static const char *const subjects[] = { "A", "B", "C", "D" };
    for (int i = 0; i < ROWS; i++) {
        char n[16] = "", end[32] = "";
        if (dice(6))
            snprintf(n, sizeof n, "%d", (int)dice(20) - 4);
        if (dice(4))
            snprintf(end, sizeof end, "2011-03-%02u 12:00", (unsigned)dice(8) + 20);
        snprintf(rows[i], sizeof rows[i], "%s,2011-03-%02u 0%u:00,%s,%s,%s,k%u,j%u\n",
                 subjects[dice(4)], (unsigned)dice(19) + 1, (unsigned)dice(3), end, n,
                 dice(2) ? "a" : "b", (unsigned)dice(3), (unsigned)dice(4));
    }
}

static void shuffle(char rows[ROWS][96])
{
    for (uint32_t i = ROWS; i > 1; i--) {
        char held[96];
        uint32_t k = dice(i);
        memcpy(held, rows[i - 1], sizeof held);
        memcpy(rows[i - 1], rows[k], sizeof held);
        memcpy(rows[k], held, sizeof held);
    }
}

/* Feed rows [from, to) to a state. */
static void feed_some(struct batches_state *s, char rows[ROWS][96], int from, int to)
{
    char csv[ROWS * 96 + 64];
    size_t n = (size_t)snprintf(csv, sizeof csv, "subject,at,end,n,t,k,j\n");
    for (int i = from; i < to; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "%s", rows[i]);
    kit_feed(s, "rows", csv);
}

/* Everything that is told, or "" after a failure. */
static const char *told(struct batches_state *s)
{
    static char text[1 << 16];
    *text = 0;
    if (!batches_score(s))
        snprintf(text, sizeof text, "%s%s%s%s", batches_results(s), batches_reasons(s),
                 batches_table_rows(s, "per_t"), batches_table_rows(s, "m14"));
    return text;
}

/* R1. */
static void test_order_and_grouping_do_not_matter(void)
{
    char rows[ROWS][96], expected[1 << 16] = "";
    struct batches *b = kit_open(params);
    seed = 7;
    make_rows(rows);
    for (size_t try = 0; try < TRIES; try++) {
        struct batches_state *part[STATES], *all = kit_state(b);
        int at = 0;
        batches_rows(b, (uint32_t)try);
        for (int i = 0; i < STATES; i++) {
            int to = i + 1 < STATES ? at + (int)dice((uint32_t)(ROWS - at) + 1) : ROWS;
            part[i] = kit_state(b);
            feed_some(part[i], rows, at, to);
            at = to;
        }
        for (int i = STATES; i-- > 0;) {
            struct batches_state *again = dice(2) ? batches_reload(part[i]) : part[i];
            check_true(again != NULL, try);
            check_i64(batches_merge(dice(2) || i == 0 ? all : part[i - 1], again), KH_OK,
                      try);
        }
        if (!*expected)
            snprintf(expected, sizeof expected, "%s", told(all));
        check_true(strlen(expected) > 1000, try);
        check_text(told(all), expected, try);
        shuffle(rows);
    }
    check_i64(batches_end(b), 0, 0);
}

static const char *parent(const char *subject)
{
    return *subject < 'C' ? "P" : "Q";
}

static void test_a_parent_is_what_its_rows_would_give(void)
{
    char rows[ROWS][96], up[1 << 16];
    struct batches *b = kit_open(params);
    seed = 11;
    make_rows(rows);
    struct batches_state *s = kit_state(b), *direct = kit_state(b);
    feed_some(s, rows, 0, ROWS);
    struct batches_state *rolled = batches_rollup(s, parent);
    check_true(rolled != NULL, 0);
    for (int i = 0; i < ROWS; i++)
        rows[i][0] = *parent(rows[i]);
    feed_some(direct, rows, 0, ROWS);
    snprintf(up, sizeof up, "%s", rolled ? told(rolled) : "");
    check_text(up, told(direct), 0);
    check_true(strlen(up) > 500, 0);
    check_i64(batches_end(b), 0, 0);
}

static void test_damaged_states_are_survived(void)
{
    char rows[ROWS][96];
    struct batches *b = kit_open(params);
    size_t n = 0, refused = 0, tries = 0;
    seed = 3;
    make_rows(rows);
    struct batches_state *s = kit_state(b);
    feed_some(s, rows, 0, 20);
    const unsigned char *bytes = batches_save(s, &n);
    check_true(bytes && n > 500, 0);
    unsigned char *copy = malloc(n + 8);
    for (size_t cut = 0; copy && cut < n; cut += 7) { /* every truncation is refused */
        memcpy(copy, bytes, n);
        check_true(!batches_load(s, copy, cut), cut);
    }
    for (size_t i = 0; copy && i < 1500; i++) {
        memcpy(copy, bytes, n);
        for (uint32_t k = 0; k <= dice(3); k++)
            copy[dice((uint32_t)n)] ^= (unsigned char)(1u << dice(8));
        struct batches_state *t = batches_load(s, copy, n);
        tries++;
        refused += !t;
        if (t)
            (void)batches_score(t); /* may be refused; must not crash */
    }
    check_true(refused > 0 && refused < tries, 0);
    free(copy);
    check_i64(batches_end(b), 0, 0);
}

/* Sums that no row could have left. */
static void test_impossible_sums_are_refused(void)
{
    static const struct {
        const char *fold;
        size_t at; /* of an int64 behind the head of 32 bytes */
        unsigned char byte;
    } rows[] = {
        { "fold = \"sum\"; of = \"n\";", 0, 0 },  /* a sum of no row */
        { "fold = \"last\"; of = \"n\";", 0, 0 }, /* a value of no row */
        { "fold = \"any\"; of = \"n > 4\";", 1, 2 },
        { "fold = \"count\";", 0, 0 }, /* an empty subject at the end */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        unsigned char copy[128];
        size_t n = 0;
        snprintf(
            text, sizeof text,
            "datasets = ( { id = \"rows\"; when = \"at\"; columns = ("
            "{ name = \"at\"; type = \"time\"; }, { name = \"n\"; type = \"int\"; } ); } );"
            "measures = ( { name = \"m\"; %s } ); indicators = ( { id = \"i\"; of = "
            "\"m\"; } );",
            rows[i].fold);
        struct batches *b = kit_open(text);
        struct batches_state *s = kit_state(b);
        kit_feed(s, "rows", "subject,at,n\nA,2011-03-02,7\n");
        const unsigned char *bytes = batches_save(s, &n);
        check_true(bytes && n > 32 && n <= sizeof copy, i);
        memcpy(copy, bytes, n);
        check_true(batches_load(s, copy, n) != NULL, i);
        copy[32 + 8 * rows[i].at] = rows[i].byte;
        check_true(!batches_load(s, copy, n), i);
        check_i64(batches_end(b), 0, i);
    }
}

static void test_refused_memory_leaks_nothing(void)
{
    char rows[ROWS][96];
    seed = 5;
    make_rows(rows);
    for (uint32_t nth = 1; nth < 400; nth++) {
        struct batches *b = kit_new(params);
        batches_refuse(b, nth);
        kh_status rc = batches_open(b);
        struct batches_state *s = rc ? NULL : kit_state(b);
        if (s &&
            !batches_feed(s, "rows", "subject,at,end,n,t,k,j\nA,2011-03-01,,1,a,x,y\n"))
            rc = batches_score(s);
        check_true(!rc || rc == KH_ENOMEM, nth);
        check_i64(batches_end(b), 0, nth);
        if (s && !rc)
            break;
    }
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "order and grouping do not matter", test_order_and_grouping_do_not_matter },
        { "a parent is what its rows would give",
          test_a_parent_is_what_its_rows_would_give },
        { "damaged states are survived", test_damaged_states_are_survived },
        { "impossible sums are refused", test_impossible_sums_are_refused },
        { "refused memory leaks nothing", test_refused_memory_leaks_nothing },
    };
    arena_init(&kit_arena, 0);
    int rc = unit_main("declared_state", cases, sizeof cases / sizeof *cases);
    arena_end(&kit_arena);
    return rc;
}
