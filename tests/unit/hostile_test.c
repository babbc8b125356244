/* SPDX-License-Identifier: Apache-2.0 */
/* hostile_test.c - files made to hurt: a line of 100 MB, random bytes, random tables that
 * must come back as they were written. */
#include "inputs_kit.h"

#include <sys/resource.h>

#define DOMAIN                                                                          \
    "levels = ( { id = \"unit\"; of = ( \"unit\" ); } ); inputs = { events = { file = " \
    "\"h.csv\"; key = false; max_rejects = \"100%\"; }; };"

static uint64_t seed = 99;
static unsigned next_random(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static long peak_kb(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss;
}

/* Append `n` bytes to h.csv. */
static void append(const char *bytes, size_t n, size_t times)
{
    char path[256];
    snprintf(path, sizeof path, "%s/m/h.csv", unit_folder());
    FILE *f = fopen(path, "ab");
    for (size_t i = 0; f && i < times; i++)
        fwrite(bytes, 1, n, f);
    if (!f || fclose(f))
        abort();
}

static void test_a_line_of_100_mb_is_one_reject(void)
{
    static char part[1 << 16];
    static const char *const forms[] = { "A,2011-04-30,minor,", "A,2011-04-30,minor,\"" };
    static const char *const ends[] = { "\n", "\n\"\n" };
    memset(part, 'x', sizeof part);
    for (size_t i = 0; i < COUNT(forms); i++) {
        kit_configure("", "\"unit\"", DOMAIN);
        kit_text("m/h.csv", "unit,at,level,note\nA,2011-04-30,minor,1\n");
        append(forms[i], strlen(forms[i]), 1);
        part[1000] = i ? '\n' : 'x';
        append(part, sizeof part, 1600); /* 100 MiB */
        append(ends[i], strlen(ends[i]), 1);
        append("B,2011-04-30,minor,2\n", 21, 1);
        long before = peak_kb();
        struct kit k = kit_open(0, 1);
        check_text(kit_findings(&k), "", i);
        struct kit_result r = kit_read(&k, EVENTS, 2);
        char rows[200];
        snprintf(rows, sizeof rows,
                 "0:2 A|-|2011-04-30|minor|-|-|-|-|1|-|-|-\n"
                 "0:%d B|-|2011-04-30|minor|-|-|-|-|2|-|-|-\n",
                 i ? 1605 : 4);
        check_text(r.rows, rows, i);
        check_text(r.rejects, "0:3 : record longer than 1 MiB\n", i);
        check_i64(r.counts.rows, 3, i);
        check_true(peak_kb() - before < 32 * 1024, i);
        kit_result_end(&r);
        kit_close(&k);
    }
    kit_remove("m/h.csv");
}

/* Records around the longest length, the same for every chunk size. */
static void test_the_longest_record_is_the_same_for_all_chunks(void)
{
    char *line = malloc(INTAKE_RECORD_MAX + 100);
    static const int lengths[] = { -1, 0, 1 };
    kit_configure("", "\"unit\"", DOMAIN);
    for (size_t i = 0; i < COUNT(lengths); i++) {
        size_t n = (size_t)(INTAKE_RECORD_MAX + lengths[i]); /* with the line feed */
        int head = snprintf(line, 100, "A,2011-04-30,minor,");
        memset(line + head, 'x', n);
        line[n - 1] = '\n';
        kit_text("m/h.csv", "unit,at,level,other\nB,2011-04-30,minor,1\n");
        append(line, n, 1);
        append("C,2011-04-30,minor,2\n", 21, 1);
        for (size_t chunk = 1; chunk < 4000000; chunk *= 61) {
            struct kit k = kit_open(chunk, 1);
            struct kit_result r = kit_read(&k, EVENTS, 1);
            check_i64(r.counts.rows, 4 - 1, i);
            check_i64(r.counts.rejected, lengths[i] > 0, i);
            kit_result_end(&r);
            kit_close(&k);
        }
    }
    free(line);
}

/* A cell of random letters, quoted as it must be. */
static void random_cell(struct buf *file, struct buf *plain)
{
    static const char *const letters[] = { "a", "b", ",", "\"", "\n", "\r\n", "郑",
                                           ";", "é", " ", "'",  "x",  "#",    "州" };
    struct buf text;
    buf_init(&text, 1 << 16);
    buf_text(&text, "n");
    for (unsigned n = next_random(12); n; n--)
        buf_text(&text, letters[next_random(COUNT(letters))]);
    buf_char(&text, '.');
    bool must = strpbrk(text.at, ",\"\n");
    if (must || next_random(4) == 0) {
        buf_char(file, '"');
        for (const char *p = text.at; *p; p++) {
            if (*p == '"')
                buf_char(file, '"');
            buf_char(file, *p);
        }
        buf_char(file, '"');
    } else {
        buf_text(file, text.at);
    }
    buf_text(plain, text.at);
    buf_end(&text);
}

static void test_random_tables_come_back(void)
{
    kit_configure("", "\"unit\"", DOMAIN);
    for (size_t round = 0; round < 60; round++) {
        struct buf file, plain;
        const char *end = next_random(2) ? "\n" : "\r\n";
        uint64_t line = 2;
        buf_init(&file, 1 << 24);
        buf_init(&plain, 1 << 24);
        buf_printf(&file, "note,unit,at,level,wait_s%s", end);
        unsigned rows = 1 + next_random(60);
        for (unsigned i = 0; i < rows; i++) {
            size_t from = file.len;
            struct buf cell;
            buf_init(&cell, 1 << 16);
            buf_text(&cell, "");
            random_cell(&file, &cell);
            unsigned wait = next_random(100000);
            buf_printf(&file, ",U%u,2011-04-30 12:00,minor,%u", i % 7, wait);
            if (i + 1 < rows || next_random(2))
                buf_text(&file, end);
            buf_printf(&plain, "0:%llu U%u|-|2011-04-30 12:00:00|minor|%u|-|-|-|%s|-|-|-\n",
                       (unsigned long long)line, i % 7, wait, cell.at);
            for (size_t k = from; k < file.len; k++)
                line += file.at[k] == '\n';
            buf_end(&cell);
        }
        kit_file("m/h.csv", file.at, file.len);
        struct kit k = kit_open(1 + next_random(300), 1);
        check_text(kit_findings(&k), "", round);
        struct kit_result r = kit_read(&k, EVENTS, 1 + next_random(7));
        check_text(r.rows, plain.at, round);
        check_text(r.rejects, "", round);
        check_i64(r.counts.rows, rows, round);
        kit_result_end(&r);
        kit_close(&k);
        buf_end(&file);
        buf_end(&plain);
    }
}

/* Nothing is read but what the sanitizers allow, and every record is accounted for in the
 * same way whatever the chunks. */
static void test_random_bytes_are_refused_or_counted(void)
{
    static const char *const pieces[] = { "A,",
                                          "2011-04-30",
                                          ",minor,",
                                          "\n",
                                          "\"",
                                          "\"\"",
                                          "\xFF",
                                          "\0",
                                          "郑",
                                          "\r\n",
                                          "\xD6\xA3",
                                          ",,,,",
                                          "B,2011-04-30,minor,x\n",
                                          "C,2011-04-30,minor,\"y\"\n" };
    kit_configure("", "\"unit\"", DOMAIN);
    for (size_t round = 0; round < 300; round++) {
        struct buf file;
        buf_init(&file, 1 << 20);
        if (next_random(4))
            buf_text(&file, "unit,at,level,note\n");
        for (unsigned n = next_random(80); n; n--) {
            const char *piece = pieces[next_random(COUNT(pieces))];
            buf_add(&file, piece, *piece ? strlen(piece) : 1);
        }
        kit_file("m/h.csv", file.at ? file.at : "", file.len);
        char *rows = NULL;
        for (size_t i = 0; i < 3; i++) {
            struct kit k = kit_open(i == 0 ? 0 : 1 + next_random(100), 1);
            check_true(k.rc == KH_OK || k.f.errors, round);
            if (k.rc) {
                kit_close(&k);
                break;
            }
            struct kit_result r = kit_read(&k, EVENTS, 1);
            if (rows)
                check_text(r.rows, rows, round);
            else
                rows = strdup(r.rows);
            kit_result_end(&r);
            kit_close(&k);
        }
        free(rows);
        buf_end(&file);
    }
}

static const struct unit_case cases[] = {
    { "a line of 100 MB is one reject", test_a_line_of_100_mb_is_one_reject },
    { "the longest record is the same for all chunks",
      test_the_longest_record_is_the_same_for_all_chunks },
    { "random tables come back", test_random_tables_come_back },
    { "random bytes are refused or counted", test_random_bytes_are_refused_or_counted },
};
UNIT_MAIN("hostile", cases)
