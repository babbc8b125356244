/* SPDX-License-Identifier: Apache-2.0 */
/* gunzip.c - see gunzip.h. */
#include "intake/gunzip.h"

#include <stdlib.h>
#include <zlib.h>

enum { GUNZIP_OUT = 1 << 18, WINDOW_GZIP = 15 + 16 };
#define GUNZIP_MAX ((uint64_t)64 << 30) /* bytes of all inflated files of one domain */

bool gunzip_is_gzip(const unsigned char *bytes, size_t n)
{
    return n >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8;
}

/* One inflation: the stream and what it is told in errors. */
struct inflation {
    struct spill *into;
    z_stream z;
    unsigned char *out;
    const char *path;
    bool is_between; /* behind one member, and no other has begun */
};

/* Inflate what stands at z.next_in. */
static kh_status inflate_block(struct inflation *f, kh_err *e)
{
    kh_status rc = KH_OK;
    /* A full output may have left more inside. */
    for (bool is_full = false; (f->z.avail_in || is_full) && !rc;) {
        f->z.next_out = f->out;
        f->z.avail_out = GUNZIP_OUT;
        int z = inflate(&f->z, Z_NO_FLUSH);
        if (z == Z_BUF_ERROR && !f->z.avail_in)
            return KH_OK;
        f->is_between = z == Z_STREAM_END;
        is_full = z == Z_OK && !f->z.avail_out;
        if (z != Z_OK && z != Z_STREAM_END)
            return kh_fail(e, ST_INPUT, "%s: damaged gzip file; deliver it again", f->path);
        size_t n = GUNZIP_OUT - f->z.avail_out;
        if (f->into->size + n > GUNZIP_MAX)
            return kh_fail(e, ST_INPUT, "%s: inflates to more than %d GiB; split it",
                           f->path, (int)(GUNZIP_MAX >> 30));
        rc = spill_add(f->into, f->out, n, e);
        if (z == Z_STREAM_END)
            inflateReset(&f->z);
    }
    return rc;
}

/* All blocks of the file; the last member must be whole. */
static kh_status inflate_blocks(struct inflation *f, const struct survey_bytes *from,
                                unsigned char *block, struct survey_digest *digest,
                                kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint64_t at = 0; at < from->size && !rc; at += SURVEY_BLOCK) {
        uint64_t left = from->size - at;
        size_t n = left < SURVEY_BLOCK ? (size_t)left : SURVEY_BLOCK;
        rc = survey_read(from, f->path, block, n, at, e);
        if (!rc)
            rc = survey_digest_add(digest, block, n, e);
        f->z.next_in = block;
        f->z.avail_in = (uInt)n;
        if (!rc)
            rc = inflate_block(f, e);
    }
    if (!rc && !f->is_between)
        rc = kh_fail(e, ST_INPUT, "%s: the gzip file is cut; deliver it again", f->path);
    return rc;
}

kh_status gunzip_file(struct spill *into, const struct survey_bytes *from, const char *path,
                      struct survey_bytes *to, unsigned char sha[SHA_SIZE], kh_err *e)
{
    kh_status rc = KH_OK;
    struct inflation f = { .into = into, .path = path, .out = malloc(GUNZIP_OUT) };
    unsigned char *block = malloc(SURVEY_BLOCK);
    struct survey_digest digest = { 0 };
    uint64_t base = into->size;
    if (!f.out || !block || inflateInit2(&f.z, WINDOW_GZIP) != Z_OK) {
        rc = kh_fail(e, KH_ENOMEM, "%s: no memory to inflate it", path);
    } else {
        rc = inflate_blocks(&f, from, block, &digest, e);
        inflateEnd(&f.z);
    }
    survey_digest_end(&digest, sha);
    *to = (struct survey_bytes){ into->fd, base, into->size - base };
    free(block);
    free(f.out);
    return rc;
}
