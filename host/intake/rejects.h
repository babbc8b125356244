/* SPDX-License-Identifier: Apache-2.0 */
/* rejects.h - rows left out, counted and placed.
 *
 * One list per thread; lists are joined and sorted by (dataset, file, line, column, reason,
 * text) so that threads do not show.  Past REJECTS_KEPT per list only the count grows: a
 * run with that many has been refused by max_rejects anyway, unless an operator allowed it.
 */
#ifndef KH_INTAKE_REJECTS_H
#define KH_INTAKE_REJECTS_H

#include "base/arena.h"
#include "base/lang.h"

enum { REJECTS_KEPT = 100000, REJECT_TEXT_MAX = 200 };

struct reject {
    uint32_t dataset, file; /* index of the dataset; of the file in its source */
    uint64_t line;          /* physical line on which the record begins, from 1 */
    const char *column;     /* header text or plugin column; "" = the row */
    const char *reason;     /* English msgid (N_), or the plugin's sentence; a msgid with
                               %s is followed by a line feed and what it stands for */
    const char *text;       /* the cell as read, cut; "***" if private; "" */
};
struct rejects {
    struct arena *arena;
    struct reject *at;
    uint32_t len, cap;
    uint64_t count;
};
/* `n` bytes of text are copied, cut at REJECT_TEXT_MAX on a character border, made valid
 * UTF-8 (bad bytes as \xNN) with control characters escaped. */
void rejects_add(struct rejects *r, uint32_t dataset, uint32_t file, uint64_t line,
                 const char *column, const char *reason, const char *text, size_t n);
/* The reason as a sentence in a language, its argument put in; NULL if memory is refused.
 * Where lang_text may be called. */
char *rejects_reason(struct arena *a, enum lang lang, const char *reason);
void rejects_join(struct rejects *into, const struct rejects *from);
void rejects_sort(struct rejects *r);

#endif
