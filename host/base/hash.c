/* SPDX-License-Identifier: Apache-2.0 */
/* hash.c - see hash.h. */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium/crypto_hash_sha256.h>
#include <unistd.h>
#include <xxhash.h>

_Static_assert(SHA_SIZE == crypto_hash_sha256_BYTES, "the digest is SHA-256");

void sha_of(unsigned char out[SHA_SIZE], const void *bytes, size_t n)
{
    crypto_hash_sha256(out, bytes, n);
}

void sha_text(char out[SHA_TEXT], const unsigned char sha[SHA_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA_SIZE; i++) {
        out[2 * i] = digits[sha[i] >> 4];
        out[2 * i + 1] = digits[sha[i] & 15];
    }
    out[SHA_TEXT - 1] = 0;
}

kh_status sha_file(unsigned char out[SHA_SIZE], const char *path, kh_err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_errno(e, ST_IO, "%s", path);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    unsigned char bytes[1 << 14];
    ssize_t n = 0;
    do {
        n = read(fd, bytes, sizeof bytes);
        if (n > 0)
            crypto_hash_sha256_update(&state, bytes, (unsigned long long)n);
    } while (n > 0 || (n < 0 && errno == EINTR));
    kh_status rc = n < 0 ? fail_errno(e, ST_IO, "%s", path) : KH_OK;
    close(fd);
    crypto_hash_sha256_final(&state, out);
    return rc;
}

uint64_t hash64(const void *bytes, size_t n)
{
    return XXH3_64bits(bytes, n);
}

struct hash128 hash128(const void *bytes, size_t n)
{
    XXH128_hash_t h = XXH3_128bits(bytes, n);
    return (struct hash128){ .lo = h.low64, .hi = h.high64 };
}
