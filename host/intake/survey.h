/* SPDX-License-Identifier: Apache-2.0 */
/* survey.h - the one pass over a file before its rows are read: digest, quote parity,
 * chunks, a look at the encoding.
 *
 * Chunks begin and end at records and follow from the bytes and the chunk size alone, so
 * that no thread count shows.  Memory grows with the number of chunks only. */
#ifndef KH_INTAKE_SURVEY_H
#define KH_INTAKE_SURVEY_H

#include "base/hash.h"
#include "intake/encoding.h"

enum {
    SURVEY_BLOCK = 1 << 20, /* bytes read and hashed at a time; part of the digest */
    SURVEY_CHUNKS_MAX = 1 << 24
};

struct survey_chunk {
    uint64_t offset, line; /* of the first record; lines count from 1 */
    uint32_t size;         /* 0: a single record longer than the longest allowed */
};
struct survey {
    struct survey_chunk *chunks;
    uint32_t n_chunks, cap;
    unsigned char sha[SHA_SIZE]; /* of the concatenated SHA-256s of the blocks */
    struct encoding_count count; /* of the whole file, if it was asked for */
    uint64_t unclosed;           /* line of a quote that is never closed; 0 = none */
};

/* Bytes [base, base + size) of an open file. */
struct survey_bytes {
    int fd;
    uint64_t base, size;
};
struct survey_spec {
    struct survey_bytes bytes;
    const char *path;     /* for messages */
    uint64_t begin, line; /* the first record behind the header, from the base */
    char delimiter;
    bool trails; /* see csv.h */
    bool digest; /* false: sha is left alone */
    bool count;  /* look at the encoding */
    size_t chunk_size, record_max;
};
/* The caller ends `out` with survey_end, whatever the result.  Fails with ST_INPUT where
 * the file cannot be read; an unclosed quote is told in the structure. */
kh_status survey_file(struct survey *out, const struct survey_spec *spec, kh_err *e);
void survey_end(struct survey *s);

/* Read exactly n bytes at `offset` from the base; a file that has become shorter fails with
 * ST_INPUT. */
kh_status survey_read(const struct survey_bytes *b, const char *path, void *out, size_t n,
                      uint64_t offset, kh_err *e);

/* Digests of blocks, collected into the digest of a file.  Zeroed at first. */
struct survey_digest {
    unsigned char *at;
    size_t len, cap;
};
kh_status survey_digest_add(struct survey_digest *d, const void *block, size_t n,
                            kh_err *e);
void survey_digest_end(struct survey_digest *d, unsigned char sha[SHA_SIZE]);

#endif
