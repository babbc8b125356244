/* SPDX-License-Identifier: Apache-2.0 */
/* survey_test.c - chunks at records, lines, digests, open quotes, records too long. */
#include "intake/csv.h"
#include "intake/gunzip.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { RECORD_MAX = 100 };

static struct survey surveyed(const char *text, size_t n, size_t chunk_size)
{
    const char *path = unit_file("survey.csv", text, n);
    struct survey_spec spec = { .bytes = { open(path, O_RDONLY), 0, n },
                                .path = path,
                                .line = 1,
                                .delimiter = ',',
                                .digest = true,
                                .count = true,
                                .chunk_size = chunk_size,
                                .record_max = RECORD_MAX };
    struct survey s;
    kh_err e = { 0 };
    check_i64(survey_file(&s, &spec, &e), KH_OK, 0);
    close(spec.bytes.fd);
    return s;
}

/* "offset+size@line" of each chunk; "long" for a record too long. */
static const char *chunks_of(const char *text, size_t n, size_t chunk_size)
{
    static char out[1 << 12];
    struct survey s = surveyed(text, n, chunk_size);
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < s.n_chunks; i++) {
        struct survey_chunk *c = &s.chunks[i];
        const char *gap = i ? " " : "";
        if (c->size)
            len += (size_t)snprintf(out + len, sizeof out - len, "%s%d+%u@%d", gap,
                                    (int)c->offset, c->size, (int)c->line);
        else
            len += (size_t)snprintf(out + len, sizeof out - len, "%slong@%d", gap,
                                    (int)c->line);
    }
    if (s.unclosed)
        snprintf(out, sizeof out, "unclosed@%d", (int)s.unclosed);
    survey_end(&s);
    return out;
}

#define TEN "aaaaaaaaaa"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void test_chunks_are_cut_at_records(void)
{
    static const struct {
        const char *text;
        size_t chunk_size;
        const char *chunks;
    } rows[] = {
        { "a,b\nc,d\ne,f\n", 64, "0+12@1" },
        { "a,b\nc,d\ne,f\n", 1, "0+4@1 4+4@2 8+4@3" },
        { "a,b\nc,d\ne,f", 5, "0+8@1 8+3@3" },
        { "a\n\"b\nb\"\nc\n", 1, "0+2@1 2+6@2 8+2@4" },
        { "a\n\"b\n\"\"\nb\"\nc\n", 1, "0+2@1 2+9@2 11+2@5" },
        { "\n\n\n", 1, "0+1@1 1+1@2 2+1@3" },
        { "a\n\"b\nc\n", 1, "unclosed@2" },
        { "a,b\nc\"d\"e,\"f\n", 1, "unclosed@2" },
        { "a\n\"b\"\"\nc\n", 1, "unclosed@2" },
        { "a\"b\nc\n", 1, "0+4@1 4+2@2" }, /* a stray quote swallows nothing */
        { "x\n" HUNDRED "\ny\n", 64, "0+2@1 long@2 103+2@3" },
        { HUNDRED "\ny\n", 64, "long@1 101+2@2" },
        { HUNDRED, 64, "0+100@1" },
        { HUNDRED "b", 64, "long@1" },
        { "x\n\"" TEN "\n" HUNDRED "\"\ny\n" HUNDRED HUNDRED, 64,
          "0+2@1 long@2 116+2@4 long@5" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(chunks_of(rows[i].text, strlen(rows[i].text), rows[i].chunk_size),
                   rows[i].chunks, i);
}

static void test_open_quotes_are_told_by_the_line_where_they_open(void)
{
    static char text[40000];
    size_t n = 0;
    for (int i = 0; i < 2000; i++) {
        const char *row = i == 1999 ? "1,\"x\n2,y\n" : "1,\"x\ny\"\n";
        n += (size_t)snprintf(text + n, sizeof text - n, "%s", row);
    }
    check_text(chunks_of(text, n, 64), "unclosed@3999", 0);
}

static uint64_t seed = 11;
static unsigned next_random(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

/* A chunk holds whole records, chunks follow each other, and their lines are right. */
static void test_random_chunks_tile_the_file(void)
{
    static const char letters[] = "aaaaaaaa,,\n\n\"\"\"";
    for (size_t round = 0; round < 300; round++) {
        char text[3000];
        size_t n = 0;
        while (n < sizeof text - 200) {
            size_t len = next_random(30);
            bool is_quoted = next_random(3) == 0;
            text[n++] = 'k';
            text[n++] = ',';
            if (is_quoted)
                text[n++] = '"';
            for (size_t k = 0; k < len; k++) {
                char c = letters[next_random(is_quoted ? 15 : 10)];
                text[n++] = c;
                if (c == '"')
                    text[n++] = c;
            }
            if (is_quoted)
                text[n++] = '"';
            text[n++] = '\n';
        }
        struct survey s = surveyed(text, n, 1 + next_random(90));
        uint64_t at = 0, line = 1;
        bool holds = !s.unclosed;
        for (uint32_t i = 0; i < s.n_chunks && holds; i++) {
            struct survey_chunk *c = &s.chunks[i];
            holds = c->offset == at && c->line == line && c->size;
            struct csv_state state;
            csv_begin(&state, ',', false);
            for (size_t k = 0; k < c->size; k += CSV_STEP) {
                struct csv_step step;
                char bytes[CSV_STEP] = { 0 };
                size_t part = c->size - k < CSV_STEP ? c->size - k : CSV_STEP;
                memcpy(bytes, text + at + k, part);
                csv_step(&state, bytes, (unsigned)part, &step);
            }
            holds = holds && !state.inside && text[at + c->size - 1] == '\n';
            for (size_t k = 0; k < c->size; k++)
                line += text[at + k] == '\n';
            at += c->size;
        }
        holds = holds && at == n;
        survey_end(&s);
        if (!holds) {
            check_true(holds, round);
            return;
        }
    }
}

static void test_digest_is_that_of_the_blocks(void)
{
    size_t n = SURVEY_BLOCK + 1000;
    char *text = malloc(n);
    memset(text, 'x', n);
    for (size_t i = 50; i < n; i += 51)
        text[i] = '\n';
    unsigned char blocks[2 * SHA_SIZE], sha[SHA_SIZE];
    sha_of(blocks, text, SURVEY_BLOCK);
    sha_of(blocks + SHA_SIZE, text + SURVEY_BLOCK, 1000);
    sha_of(sha, blocks, sizeof blocks);
    struct survey s = surveyed(text, n, 64);
    check_true(!memcmp(s.sha, sha, SHA_SIZE), 0);
    survey_end(&s);
    free(text);
}

/* `n` bytes packed; the caller frees. */
static unsigned char *packed(const char *text, size_t n, size_t *size)
{
    z_stream z = { 0 };
    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    *size = deflateBound(&z, n);
    unsigned char *out = malloc(*size);
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)*size;
    deflate(&z, Z_FINISH);
    *size = z.total_out;
    deflateEnd(&z);
    return out;
}

static void test_gzip_is_inflated_member_after_member(void)
{
    enum { BIG = 3 << 20 };
    char *text = malloc(BIG), *found = malloc(2 * BIG);
    for (size_t i = 0; i < BIG; i++)
        text[i] = (char)('a' + i % 23);
    size_t size = 0;
    unsigned char *gz = packed(text, BIG, &size);
    unsigned char *two = malloc(2 * size);
    memcpy(two, gz, size);
    memcpy(two + size, gz, size);
    struct spill g;
    spill_init(&g);
    static const struct {
        size_t members;
        int cut, damage;
        const char *text;
    } rows[] = {
        { 1, 0, 0, NULL },
        { 2, 0, 0, NULL },
        { 1, 9, 0, "x.gz: the gzip file is cut; deliver it again" },
        { 1, 0, 1, "x.gz: damaged gzip file; deliver it again" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t n = rows[i].members * size - (size_t)rows[i].cut;
        two[500] ^= (unsigned char)rows[i].damage;
        const char *path = unit_file("x.gz", (const char *)two, n);
        two[500] ^= (unsigned char)rows[i].damage;
        struct survey_bytes from = { open(path, O_RDONLY), 0, n }, to = { 0 };
        unsigned char sha[SHA_SIZE];
        kh_err e = { 0 };
        kh_status rc = gunzip_file(&g, &from, "x.gz", &to, sha, &e);
        check_text(rc ? e.text : NULL, rows[i].text, i);
        check_i64(rc, rows[i].text ? ST_INPUT : KH_OK, i);
        if (!rc) {
            check_i64(to.size, rows[i].members * BIG, i);
            check_i64(survey_read(&to, path, found, to.size, 0, &e), KH_OK, i);
            for (size_t k = 0; k < rows[i].members; k++)
                check_true(!memcmp(found + k * BIG, text, BIG), i);
        }
        close(from.fd);
    }
    spill_close(&g);
    free(two);
    free(gz);
    free(found);
    free(text);
}

static const struct unit_case cases[] = {
    { "chunks are cut at records", test_chunks_are_cut_at_records },
    { "open quotes are told by the line where they open",
      test_open_quotes_are_told_by_the_line_where_they_open },
    { "random chunks tile the file", test_random_chunks_tile_the_file },
    { "a digest is that of the blocks", test_digest_is_that_of_the_blocks },
    { "gzip is inflated, member after member", test_gzip_is_inflated_member_after_member },
};
UNIT_MAIN("survey", cases)
