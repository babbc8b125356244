/* SPDX-License-Identifier: Apache-2.0 */
/* reported.c - see reported.h. */
#include "reported.h"

#include "base/path.h"
#include "unit.h"

#include <stdio.h>

static void store_and_load(struct reported *t, enum lang lang, const struct made *before)
{
    kh_err e = { 0 };
    check_i64(store_open(&t->store, ":memory:", false, &e), KH_OK, 0);
    if (before)
        made_store(before, t->store);
    int64_t run = made_store(&t->made, t->store);
    check_i64(report_load(&t->report, t->store, run, lang, &e), KH_OK, 0);
    check_text(e.text, "", 0);
}

void reported_open(struct reported *t, enum lang lang, uint32_t cities, uint32_t districts)
{
    *t = (struct reported){ .store = NULL };
    if (cities)
        made_province(&t->made, "2011-04", cities, districts);
    else
        made_small(&t->made, "2011-04");
    store_and_load(t, lang, NULL);
}

void reported_whole(struct reported *t, enum lang lang, uint32_t cities, bool held)
{
    struct made before;
    *t = (struct reported){ .store = NULL };
    made_before(&before); /* first: they share the domains' declarations */
    made_whole(&t->made, "2011-04", cities, held);
    store_and_load(t, lang, &before);
    made_end(&before);
}

void reported_load(struct reported *t, enum lang lang)
{
    store_and_load(t, lang, NULL);
}

void reported_close(struct reported *t)
{
    report_end(t->report);
    store_close(t->store);
    made_end(&t->made);
}

void reported_write(const struct reported *t, const char *name)
{
    kh_err e = { 0 };
    struct report_files *f = NULL;
    check_i64(report_write(&f, t->report, reported_path(name, ""), &e), KH_OK, 0);
    if (f)
        check_i64(report_commit(f, NULL, NULL, &e), KH_OK, 0);
    check_text(e.text, "", 0);
    report_drop(f);
}

const char *reported_path(const char *name, const char *file)
{
    static char paths[8][256];
    static size_t n;
    char *path = paths[n++ % COUNT(paths)];
    snprintf(path, sizeof paths[0], "%s/%s%s%s", unit_folder(), name, *file ? "/" : "",
             file);
    return path;
}

const char *reported_file(const char *folder, const char *file, size_t *len)
{
    static struct buf b;
    kh_err e = { 0 };
    buf_end(&b);
    check_i64(path_read(&b, reported_path(folder, file), (size_t)1 << 28, &e), KH_OK, 0);
    check_text(e.text, "", 0);
    if (len)
        *len = b.len;
    return b.at ? b.at : "";
}
