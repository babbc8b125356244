/* SPDX-License-Identifier: Apache-2.0 */
/* report_words.h - texts of the report in its own language, and codes as words for people.
 *
 * CSV and JSON keep the codes; text, HTML and XLSX show words.  One thread. */
#ifndef KH_REPORT_REPORT_WORDS_H
#define KH_REPORT_REPORT_WORDS_H

#include "base/arena.h"
#include "base/lang.h"

enum { WORDS_KEPT = 512 }; /* a power of two */

/* Translations that were looked up, by the address of their msgid: switching gettext
 * between two languages costs too much for every cell of a long report. */
struct words {
    enum lang lang;
    struct arena sentence; /* of a rejected row; emptied for the next */
    struct {
        const char *msgid, *text;
    } kept[WORDS_KEPT];
};

/* A literal in the report's language.  Texts live as long as the program. */
const char *words_say(struct words *w, const char *msgid) __attribute__((format_arg(2)));
/* Why a row was rejected, as a sentence; lent until the next call. */
const char *words_reject(struct words *w, const char *reason);
/* The word for a state, kind, plate, outcome or level; the code itself if it has none. */
const char *words_code(struct words *w, const char *code);
/* Codes and numbers between blanks and commas, each as its word: "plate red, exit".  Into
 * `out`. */
const char *words_codes(struct words *w, const char *codes, char *out, size_t size);
/* What an outcome is: an award by its name, else its codes as words.  Into `out`. */
const char *words_effect(struct words *w, const char *kind, const char *value,
                         const char *value_name, char *out, size_t size);
/* Why it is: a veto by its name if it has one, else the reason as words. */
const char *words_reason(struct words *w, const char *kind, const char *value,
                         const char *value_name, const char *reason, char *out,
                         size_t size);
enum { WORDS_BYTES = 512 }; /* enough for the ones above and below */
/* The flags of a row: "thin partial:3/5" is "few samples, partly delivered 3/5". */
const char *words_flags(struct words *w, const char *list, char *out, size_t size);

#endif
