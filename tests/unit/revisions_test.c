/* SPDX-License-Identifier: Apache-2.0 */
/* revisions_test.c - of rows with one key one wins, in whatever order lines and files come;
 * and the stores behind it. */
#include "inputs_kit.h"
#include "intake/dupes.h"
#include "intake/held.h"

#define DOMAIN(options)                                                                 \
    "levels = ( { id = \"unit\"; of = ( \"unit\" ); } ); inputs = { events = { file = " \
    "\"r*.csv\"; " options " }; };"

static uint64_t seed = 5;
static unsigned next_random(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static void shuffle(const char **lines, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = next_random((unsigned)i);
        const char *kept = lines[i - 1];
        lines[i - 1] = lines[k];
        lines[k] = kept;
    }
}

/* Write the lines over `files` files. */
static void write_lines(const char *const *lines, size_t n, size_t files)
{
    for (size_t f = 0; f < 4; f++) {
        char name[32];
        struct buf b;
        snprintf(name, sizeof name, "m/r%zu.csv", f);
        kit_remove(name);
        if (f >= files)
            continue;
        buf_init(&b, 1 << 26);
        buf_text(&b, "unit,event_id,at,level,rev,note,wait_s\n");
        for (size_t i = f; i < n; i += files)
            buf_printf(&b, "%s\n", lines[i]);
        kit_file(name, b.at, b.len);
        buf_end(&b);
    }
}

/* The rows without their places, in bytewise order. */
static char *rows_of(const struct kit *k, uint32_t readers, struct counts *counts)
{
    struct kit_result r = kit_read(k, EVENTS, readers);
    char *at = r.rows;
    for (char *line = r.rows; *line;) {
        char *end = strchr(line, '\n'), *space = strchr(line, ' ');
        size_t n = (size_t)(end - space);
        memmove(at, space + 1, n);
        at += n;
        line = end + 1;
    }
    *at = '\0';
    kit_sort_lines(r.rows);
    *counts = r.counts;
    free(r.rejects);
    return r.rows;
}

/* domain.md 10.2 S4: rows with one id are one event. */
static void test_the_greatest_revision_wins_in_any_order(void)
{
    static const char *lines[] = {
        "A,e1,2011-04-01,minor,1,x,1", /* greater revision */
        "A,e1,2011-04-01,major,2,x,1",
        "A,e1,2011-04-09,critical,,x,9", /* none is less than any */
        "B,e2,2011-04-01,minor,,x,1",    /* then the latest time */
        "B,e2,2011-04-03,minor,,x,1",
        "B,e2,2011-04-02,minor,,x,9",
        "C,e3,2011-04-01,minor,7,x,1", /* then the greatest row */
        "C,e3,2011-04-01,minor,7,y,1",
        "C,e3,2011-04-01,minor,7,,1",
        "D,e4,2011-04-01,minor,,same,1", /* equal rows are one */
        "D,e4,2011-04-01,minor,,same,1",
        "E,e5,2011-04-01,minor,,once,1",
        "F,,2011-04-01,minor,,no key,1", /* without a key all count */
        "F,,2011-04-01,minor,,no key,1",
        "G, ｅ５ ,bad,minor,,rejected,1",   /* a reject is no revision */
        "E, ｅ5 ,2011-04-01,minor,,less,1", /* keys are folded */
        "H,e6,2011-04-01,minor,10,x,1",     /* revisions are numbers */
        "I,e6,2011-04-01,minor,9,x,1",
    };
    static const char rows[] = "A|e1|2011-04-01|major|1|-|-|-|x|-|2|-\n"
                               "B|e2|2011-04-03|minor|1|-|-|-|x|-|-|-\n"
                               "C|e3|2011-04-01|minor|1|-|-|-|y|-|7|-\n"
                               "D|e4|2011-04-01|minor|1|-|-|-|same|-|-|-\n"
                               "E|e5|2011-04-01|minor|1|-|-|-|once|-|-|-\n"
                               "F|-|2011-04-01|minor|1|-|-|-|no key|-|-|-\n"
                               "F|-|2011-04-01|minor|1|-|-|-|no key|-|-|-\n"
                               "H|e6|2011-04-01|minor|1|-|-|-|x|-|10|-\n";
    kit_configure("", "\"unit\"", DOMAIN(""));
    for (size_t round = 0; round < 60; round++) {
        write_lines(lines, COUNT(lines), 1 + round % 4);
        struct kit k = kit_open(round % 3 ? 64 : 4096, 1);
        check_text(kit_findings(&k), "", round);
        struct counts counts;
        char *found = rows_of(&k, 1 + (uint32_t)round % 7, &counts);
        check_text(found, rows, round);
        check_i64(counts.rows, COUNT(lines), round);
        check_i64(counts.revised, 9, round);
        check_i64(counts.rejected, 1, round);
        free(found);
        kit_close(&k);
        shuffle(lines, COUNT(lines));
    }
}

static void test_without_a_key_all_rows_count(void)
{
    static const char *lines[] = { "A,e1,2011-04-01,minor,1,x,1",
                                   "A,e1,2011-04-01,minor,2,x,1" };
    kit_configure("", "\"unit\"", DOMAIN("key = false;"));
    write_lines(lines, COUNT(lines), 1);
    struct kit k = kit_open(0, 1);
    struct counts counts;
    char *found = rows_of(&k, 2, &counts);
    check_text(found,
               "A|e1|2011-04-01|minor|1|-|-|-|x|-|1|-\n"
               "A|e1|2011-04-01|minor|1|-|-|-|x|-|2|-\n",
               0);
    free(found);
    kit_close(&k);
}

/* A key of a row that lost must not become a subject. */
static kh_status count_units(void *ctx, const struct batch *b, kh_err *e)
{
    (void)e;
    *(uint32_t *)ctx = b->view.space_len[0];
    return KH_OK;
}

static void test_what_loses_leaves_no_key_behind(void)
{
    static const char *lines[] = { "OLD,e1,2011-04-01,minor,1,x,1",
                                   "NEW,e1,2011-04-01,minor,2,x,1",
                                   "BAD,e2,2011-04-01,none,2,x,1" };
    kit_configure("", "\"unit\"", DOMAIN(""));
    write_lines(lines, COUNT(lines), 1);
    struct kit k = kit_open(0, 1);
    struct rejects rejects = { .arena = &k.a };
    struct reader *r = NULL;
    struct dict *dicts[KIT_SPACES] = { dict_new(), dict_new(), dict_new() };
    uint32_t units = 0;
    kh_err e = { 0 };
    check_i64(reader_new(&r, k.in, &rejects, &e), KH_OK, 0);
    check_i64(reader_chunk(r, EVENTS, 0, dicts, count_units, &units, &e), KH_OK, 0);
    check_i64(units, 0, 0);
    check_i64(reader_settle(r, &r, 1, EVENTS, dicts, count_units, &units, &e), KH_OK, 0);
    check_i64(units, 1, 0);
    check_text(dict_text(dicts[0], 0, NULL), "NEW", 0);
    reader_end(r);
    for (size_t i = 0; i < KIT_SPACES; i++)
        dict_end(dicts[i]);
    kit_close(&k);
}

/* More than a run in memory holds. */
static void test_many_revisions_are_settled_on_disk(void)
{
    enum { KEYS = 3000, LINES = 4 * KEYS, LONG = 700 };
    static const char *lines[LINES];
    static char text[LINES][LONG + 100];
    char note[LONG + 1];
    memset(note, 'n', LONG);
    note[LONG] = '\0';
    for (size_t i = 0; i < LINES; i++) {
        snprintf(text[i], sizeof text[i], "U%zu,k%zu,2011-04-01,minor,%zu,%s,%zu", i % KEYS,
                 i % KEYS, i / KEYS, note, i / KEYS);
        lines[i] = text[i];
    }
    kit_configure("", "\"unit\"", DOMAIN(""));
    shuffle(lines, LINES);
    write_lines(lines, LINES, 3);
    struct kit k = kit_open(0, 1);
    check_text(kit_findings(&k), "", 0);
    struct kit_result r = kit_read(&k, EVENTS, 2);
    check_i64(r.counts.revised, LINES - KEYS, 0);
    size_t n = 0, sound = 0;
    char before[32] = "";
    for (char *line = r.rows; *line; line = strchr(line, '\n') + 1, n++) {
        char key[32];
        const char *at = strstr(line, "|k");
        size_t len = strcspn(at + 1, "|");
        snprintf(key, sizeof key, "%.*s", (int)len, at + 1);
        sound += strcmp(before, key) < 0 && strstr(line, "|minor|3|");
        snprintf(before, sizeof before, "%s", key);
    }
    check_i64(n, KEYS, 0);
    check_i64(sound, KEYS, 0); /* in order of key, each the latest */
    kit_result_end(&r);
    kit_close(&k);
}

static void test_keys_that_stand_twice_are_found_beyond_memory(void)
{
    enum { KEYS = 700000, STEP = 1000 };
    struct dupe_search *s = dupes_search();
    kh_err e = { 0 };
    kh_status rc = KH_OK;
    for (uint64_t i = 0; i < KEYS && !rc; i++) {
        rc = dupes_add(s, hash128(&i, sizeof i), &e);
        if (!rc && i % STEP == 0)
            rc = dupes_add(s, hash128(&i, sizeof i), &e);
    }
    struct dupes *d = NULL;
    if (!rc)
        rc = dupes_found(s, &d, &e);
    check_i64(rc, KH_OK, 0);
    bool holds = d;
    for (uint64_t i = 0; i < KEYS && d; i++)
        holds = holds && dupes_has(d, hash128(&i, sizeof i)) == (i % STEP == 0);
    check_true(holds, 0);
    dupes_end(d);
    dupes_search_end(s);
    s = dupes_search();
    for (uint64_t i = 0; i < 10; i++)
        dupes_add(s, hash128(&i, sizeof i), &e);
    check_i64(dupes_found(s, &d, &e), KH_OK, 0);
    check_true(!d, 0);
    dupes_search_end(s);
    dupes_search_end(NULL);
    dupes_end(NULL);
}

static const struct unit_case cases[] = {
    { "the greatest revision wins in any order",
      test_the_greatest_revision_wins_in_any_order },
    { "without a key all rows count", test_without_a_key_all_rows_count },
    { "what loses leaves no key behind", test_what_loses_leaves_no_key_behind },
    { "many revisions are settled on disk", test_many_revisions_are_settled_on_disk },
    { "keys that stand twice are found beyond memory",
      test_keys_that_stand_twice_are_found_beyond_memory },
};
UNIT_MAIN("revisions", cases)
