/* SPDX-License-Identifier: Apache-2.0 */
/* hash.h - digests: SHA-256 (libsodium) for identity, XXH3 (xxHash) for tables and
 * checksums. */
#ifndef KH_BASE_HASH_H
#define KH_BASE_HASH_H

#include "base/status.h"

enum { SHA_SIZE = 32, SHA_TEXT = 65 };

void sha_of(unsigned char out[SHA_SIZE], const void *bytes, size_t n);
void sha_text(char out[SHA_TEXT], const unsigned char sha[SHA_SIZE]);
/* SHA-256 of a small file's bytes. */
kh_status sha_file(unsigned char out[SHA_SIZE], const char *path, kh_err *e);

uint64_t hash64(const void *bytes, size_t n);
struct hash128 {
    uint64_t lo, hi;
};
struct hash128 hash128(const void *bytes, size_t n);

#endif
