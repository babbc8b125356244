/* SPDX-License-Identifier: Apache-2.0 */
/* encoding.h - which encoding a file has, and its text as UTF-8. */
#ifndef KH_INTAKE_ENCODING_H
#define KH_INTAKE_ENCODING_H

#include "base/status.h"

enum encoding { ENCODING_UNKNOWN, ENCODING_UTF8, ENCODING_GB18030, ENCODING_LATIN1 };

const char *encoding_name(enum encoding e); /* "UTF-8", "GB18030", "Latin-1" */
/* Any case; GBK and GB2312 are GB18030, ISO-8859-1 is Latin-1.  false if it is none. */
bool encoding_named(const char *name, enum encoding *e);

/* What the bytes of a file look like, fed block after block.  Zeroed at first. */
struct encoding_count {
    uint64_t valid, broken;        /* non-ASCII sequences as UTF-8 */
    bool is_not_gb;                /* not all of it is GB18030 */
    unsigned char more, low, high; /* UTF-8: bytes to come and bounds of the next */
    unsigned char gb;              /* GB18030: bytes read of a character */
};
void encoding_count_add(struct encoding_count *c, const char *p, size_t n);
/* The end of the file: a cut character is a broken one. */
void encoding_count_end(struct encoding_count *c);
/* UTF-8 if at least 90 % of the sequences are; else GB18030 if all of it is; else UTF-8 if
 * a single sequence is broken, which tells nothing; else ENCODING_UNKNOWN. */
enum encoding encoding_guess(const struct encoding_count *c);

/* Is the whole text valid, and free of NUL? */
bool encoding_is_valid(enum encoding e, const char *s, size_t n);

/* Text to UTF-8; one per thread. */
struct converter {
    void *gb; /* iconv_t, made when first needed */
};
enum { CONVERTER_GROWTH = 2 }; /* n bytes become at most this many times n */
/* `out` takes CONVERTER_GROWTH x n bytes; returns their number, or SIZE_MAX if the text is
 * not valid.  UTF-8 is copied as it is. */
size_t converter_utf8(struct converter *c, enum encoding e, char *out, const char *s,
                      size_t n);
void converter_end(struct converter *c);

#endif
