/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h - bytes to records and fields, 64 bytes at a time.
 *
 * A quote opens a field only where the field begins; inside, two quotes are one, and a
 * single one closes.  Any other quote is a plain byte, and its row is a reject later: so
 * one stray quote costs one row and not the rest of the file.  Delimiters, quotes and line
 * feeds are found bytewise, which is safe in UTF-8, Latin-1 and GB18030; only '|' may be
 * the second byte of a GB18030 character (csv_state.trails).
 * Pure functions over the caller's memory; any thread. */
#ifndef KH_INTAKE_CSV_H
#define KH_INTAKE_CSV_H

#include "base/status.h"

enum { CSV_STEP = 64 };

/* Where a scan stands between two steps.  Begin with csv_begin. */
struct csv_state {
    char delimiter;
    bool trails;     /* delimiter bytes behind a GB18030 lead byte are no delimiters */
    uint64_t inside; /* all ones inside a quoted field */
    uint64_t fresh;  /* 1: the byte before was a separator, so that a quote opens */
    uint64_t closed; /* 1: the byte before was a closing quote, or half of a pair */
    bool lead;       /* trails: the byte before was a lead byte */
};
void csv_begin(struct csv_state *s, char delimiter, bool trails);

/* One bit per byte. */
struct csv_step {
    uint64_t separators; /* delimiters and line feeds outside quotes */
    uint64_t ends;       /* line feeds outside quotes */
    uint64_t lines;      /* all line feeds */
    uint64_t high;       /* bytes from 0x80 */
    uint64_t nul;
    uint64_t opens;    /* quotes that open a field */
    bool is_irregular; /* a quote in an unquoted field, or text behind a closing one */
};
/* Look at n <= CSV_STEP bytes; CSV_STEP bytes are readable at p. */
void csv_step(struct csv_state *s, const char *p, unsigned n, struct csv_step *out);

/* Positions of all separators of whole records. */
struct csv_index {
    uint32_t *at;
    size_t len, cap;
    uint32_t records; /* line feeds among them */
    bool has_quotes, is_irregular, has_high, has_nul;
    bool has_inner_lines; /* a line feed inside quotes */
};
/* Index n bytes that begin at a record and end behind one.  The memory at p has CSV_STEP
 * bytes behind n that may be written: a line feed is put there if the last record has
 * none.  Fails for memory only. */
kh_status csv_index(struct csv_index *x, char *p, size_t n, char delimiter, bool trails,
                    kh_err *e);
void csv_index_end(struct csv_index *x);

/* The text of a quoted field: quotes off, pairs made one.  `out` takes up to n bytes and is
 * used only if there are pairs; *s and *n are changed.  false if the field is malformed. */
bool csv_unquote(const char **s, size_t *n, char *out);
/* Is the field, as cut, free of stray quotes? */
bool csv_is_sound(const char *s, size_t n);

#endif
