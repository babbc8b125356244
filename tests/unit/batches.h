/* SPDX-License-Identifier: Apache-2.0 */
/* batches.h - drives a plugin in memory: inline CSV in, sorted lines of text out.
 *
 * It stands in for the host in unit tests of plugins: keys become dense ids in order of
 * first appearance, every batch's buffers are freed after the call (so that a sanitizer
 * sees a pointer that was kept), and scoring merges into a state with canonical ids.
 * Cells hold no quotes; an empty cell is null; columns that the header line leaves out
 * are absent.  Mistakes of the test itself (unknown column, bad number) abort with a line
 * on stderr.  Thread contract: none, one test at a time. */
#ifndef KH_TESTS_BATCHES_H
#define KH_TESTS_BATCHES_H

#include <kaohe/plugin.h>

struct batches;       /* one instance of a plugin */
struct batches_state; /* one state of it, with its dictionaries; owned by the instance */

/* Parameters have their defaults until they are set.  End it with batches_end. */
struct batches *batches_new(const kh_plugin *p);
void batches_param(struct batches *b, const char *name, const char *text);
/* A TABLE parameter: the first line names the fields. */
void batches_table(struct batches *b, const char *name, const char *csv);
/* All parameters at once, as a host hands them over; they must outlive the instance. */
void batches_params(struct batches *b, const kh_value *values);
/* open and describe.  After a failure only batches_error and batches_end are of use. */
kh_status batches_open(struct batches *b);
/* Text and parameter (1 + index) of the last failure; "" if there was none. */
const char *batches_error(const struct batches *b);
int32_t batches_error_param(const struct batches *b);
const kh_domain *batches_domain(const struct batches *b);
/* Rows per batch from now on; 0 = all in one. */
void batches_rows(struct batches *b, uint32_t rows);
/* Refuse the n-th allocation from now (1 = the next) and all later ones; 0 = none. */
void batches_refuse(struct batches *b, uint32_t nth);
/* Ends all states, closes, frees; returns the bytes the plugin still held. */
size_t batches_end(struct batches *b);

/* Rows of a KH_REFERENCE dataset, before the first state. */
kh_status batches_prepare(struct batches *b, const char *dataset, const char *csv);

/* A fresh state for from <= t < to ("2011-03-01"); NULL texts: a whole cycle, all dates.
 * NULL on failure. */
struct batches_state *batches_begin(struct batches *b, const char *from, const char *to,
                                    uint32_t months);
kh_status batches_feed(struct batches_state *s, const char *dataset, const char *csv);
/* Meet a subject without any row, as the host does for units of the organisation. */
void batches_subject(struct batches_state *s, const char *key);
kh_status batches_merge(struct batches_state *into, const struct batches_state *from);
/* A new state in which subjects stand under `parent(subject)`; NULL on failure. */
struct batches_state *batches_rollup(const struct batches_state *s,
                                     const char *(*parent)(const char *subject));
/* Save and load into a new state; NULL on failure. */
struct batches_state *batches_reload(const struct batches_state *s);
/* The saved bytes; valid until the next call on this state.  NULL on failure. */
const unsigned char *batches_save(struct batches_state *s, size_t *n);
/* Load any bytes, with the dictionaries of `like`; NULL on failure. */
struct batches_state *batches_load(const struct batches_state *like,
                                   const unsigned char *bytes, size_t n);

/* Score; the texts below are those of the last score of this state. */
kh_status batches_score(struct batches_state *s);
/* Lines "subject,indicator,outcome,value,samples[,upheld VALUE]" in byte order, a ratio's
 * value as "numerator/denominator"; outcomes: scored, no_data, missing, na. */
const char *batches_results(const struct batches_state *s);
/* Lines "subject,indicator,rule,effect,count" in byte order. */
const char *batches_reasons(const struct batches_state *s);
/* Lines "subject,cell,cell..." of one table in byte order. */
const char *batches_table_rows(const struct batches_state *s, const char *table);
/* What a result line holds from the value on ("5.00,3"), from the outcome on if it is not
 * scored ("na,,0"), or "" without such a result; valid until the next call. */
const char *batches_value(struct batches_state *s, const char *subject,
                          const char *indicator);
/* Lines "dataset,row,column,why" of the whole instance, in order of arrival. */
const char *batches_rejects(const struct batches *b);

#endif
