/* SPDX-License-Identifier: Apache-2.0 */
/* reported.h - a run made by hand, stored and reported, for the tests of the report. */
#ifndef KH_TESTS_REPORTED_H
#define KH_TESTS_REPORTED_H

#include "made.h"
#include "report/report.h"

struct reported {
    struct made made;
    struct store *store;
    struct report *report;
};

/* The small run; or the province if cities is not 0. */
void reported_open(struct reported *t, enum lang lang, uint32_t cities, uint32_t districts);
/* made_whole. */
void reported_whole(struct reported *t, enum lang lang, uint32_t cities, bool held);
/* What stands in t->made, after a test has changed it. */
void reported_load(struct reported *t, enum lang lang);
void reported_close(struct reported *t);

/* All files of --out in unit_folder()/name, committed. */
void reported_write(const struct reported *t, const char *name);
/* A file of it, with a NUL behind; "" with a failed check if it cannot be read.  Lives
 * until the next call; *len may be NULL. */
const char *reported_file(const char *folder, const char *file, size_t *len);
/* unit_folder()/name/file in static storage, lent until the next call but 7. */
const char *reported_path(const char *name, const char *file);

#endif
