/* SPDX-License-Identifier: Apache-2.0 */
/* text.h - UTF-8, keys, names, edit distance. */
#ifndef KH_BASE_TEXT_H
#define KH_BASE_TEXT_H

#include "base/arena.h"

bool text_is_utf8(const char *s, size_t n); /* strict: no surrogates, no overlong, no NUL */
/* Columns of a terminal that the text takes (utf8proc; CJK two, combining none). */
int text_width(const char *s);
/* How many bytes of a UTF-8 text to take, at most `max`, without parting a character. */
size_t text_fit(const char *s, size_t max);
/* A key as the house writes it: trimmed (also of U+3000), full-width ASCII (U+FF01..FF5E)
 * folded.  Writes at most n bytes into out, which may be `s` itself; returns the length. */
size_t text_fold_key(char *out, const char *s, size_t n);
/* Is it [a-z][a-z0-9_]*, at most 63 bytes? */
bool text_is_name(const char *s);
/* The candidate nearest to `s`, or NULL if none is near enough (distance <= 1 + len/4). */
const char *text_nearest(const char *s, const char *const *candidates, size_t n);

/* A subject of several columns: parts joined with '/', '/' and '\' inside written \/ and
 * \\. */
char *subject_join(struct arena *a, const char *const *parts, size_t n);
/* The parts; NULL if memory is refused.  *n is set. */
char **subject_split(struct arena *a, const char *subject, size_t *n);
int text_compare(const void *a, const void *b); /* qsort of const char *, bytewise */

#endif
