/* SPDX-License-Identifier: Apache-2.0 */
/* report_write.c - the files of --out as parts, renamed together, run.json last. */
#include "report/report_inside.h"

#include "base/path.h"
#include "report/report_xlsx.h"

#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 512 };

struct report_files {
    struct arena arena;
    struct path_part part[FILES_MAX];
    const char *path[FILES_MAX];
    uint32_t n, renamed;
};

/* Open the part of folder/name; the caller writes, then file_done. */
static kh_status file_open(struct report_files *f, const char *folder, const char *name,
                           FILE **to, kh_err *e)
{
    if (f->n == FILES_MAX)
        return kh_fail(e, KH_ERANGE, _("%s: more than %d files to write"), folder,
                       FILES_MAX);
    char *path = path_join(&f->arena, folder, name);
    if (!path)
        return kh_fail(e, KH_ENOMEM, _("no memory for file names"));
    kh_status rc = path_begin(&f->part[f->n], &f->arena, path, e);
    if (rc)
        return rc;
    f->path[f->n] = path;
    *to = f->part[f->n++].file;
    return KH_OK;
}

static kh_status file_done(struct report_files *f, kh_status rc, kh_err *e)
{
    return rc ? rc : path_finish(&f->part[f->n - 1], e);
}

static kh_status write_csv(struct report_files *f, const struct report *r,
                           const char *folder, const struct file_spec *spec, kh_err *e)
{
    FILE *to = NULL;
    char name[64];
    snprintf(name, sizeof name, "%s.csv", spec->name);
    kh_status rc = file_open(f, folder, name, &to, e);
    return rc ? rc : file_done(f, report_csv(r, spec, to, e), e);
}

static kh_status write_tables(struct report_files *f, const struct report *r,
                              const char *folder, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    bool more = false;
    char *tables = path_join(&f->arena, folder, "tables");
    kh_status rc = report_query(
        r, &st,
        "SELECT domain, name FROM domain_table WHERE run = ?1 ORDER BY domain, name", e);
    while (!rc && !(rc = report_next(r, st, &more, e)) && more) {
        FILE *to = NULL;
        const char *domain = report_cell(r, st, 0, -1), *table = report_cell(r, st, 1, -1);
        char *name = arena_printf(&f->arena, "%s.%s.csv", domain, table);
        rc = tables && name ? path_make_folder(tables, e)
                            : kh_fail(e, KH_ENOMEM, _("no memory for file names"));
        if (!rc)
            rc = file_open(f, tables, name, &to, e);
        if (!rc)
            rc = file_done(f, report_table_csv(r, domain, table, to, e), e);
    }
    sqlite3_finalize(st);
    return rc;
}

/* The files for people. */
static kh_status write_pages(struct report_files *f, const struct report *r,
                             const char *folder, kh_err *e)
{
    static const struct {
        const char *name;
        kh_status (*write)(const struct report *r, FILE *to, kh_err *e);
    } pages[] = { { "report.txt", report_text }, { "report.html", report_html } };
    kh_status rc = KH_OK;
    for (size_t i = 0; !rc && i < COUNT(pages); i++) {
        FILE *to = NULL;
        rc = file_open(f, folder, pages[i].name, &to, e);
        if (!rc)
            rc = file_done(f, pages[i].write(r, to, e), e);
    }
    return rc;
}

/* The library opens the part itself, by name; what it wrote is synced with ours. */
static kh_status write_book(struct report_files *f, const struct report *r,
                            const char *folder, kh_err *e)
{
    FILE *to = NULL;
    kh_status rc = file_open(f, folder, "report.xlsx", &to, e);
    return rc ? rc : file_done(f, report_xlsx(r, f->part[f->n - 1].part, e), e);
}

static kh_status write_all(struct report_files *f, const struct report *r,
                           const char *folder, kh_err *e)
{
    FILE *to = NULL;
    kh_status rc = path_make_folder(folder, e);
    for (size_t i = 0; !rc && i < file_specs_len; i++)
        rc = write_csv(f, r, folder, &file_specs[i], e);
    if (!rc)
        rc = write_tables(f, r, folder, e);
    if (!rc)
        rc = write_pages(f, r, folder, e);
    if (!rc)
        rc = write_book(f, r, folder, e);
    if (!rc)
        rc =
            file_open(f, folder, "run.json", &to, e); /* the last one: it is renamed last */
    return rc ? rc : file_done(f, report_json(r, to, e), e);
}

kh_status report_write(struct report_files **out, const struct report *r,
                       const char *folder, kh_err *e)
{
    *out = NULL;
    struct report_files *f = calloc(1, sizeof *f);
    if (!f)
        return kh_fail(e, KH_ENOMEM, _("no memory for the files of the report"));
    arena_init(&f->arena, 0);
    kh_status rc = write_all(f, r, folder, e);
    if (rc) {
        report_drop(f);
        return rc;
    }
    *out = f;
    return KH_OK;
}

kh_status report_commit(struct report_files *f, store_stage stage, void *ctx, kh_err *e)
{
    kh_status rc = KH_OK;
    for (; !rc && f->renamed < f->n; f->renamed++) {
        if (stage)
            stage(ctx, "rename");
        rc = path_commit(&f->part[f->renamed], e);
    }
    return rc;
}

uint32_t report_files_len(const struct report_files *f)
{
    return f->n;
}

const char *report_files_path(const struct report_files *f, uint32_t i)
{
    return f->path[i];
}

void report_drop(struct report_files *f)
{
    if (!f)
        return;
    for (uint32_t i = 0; i < f->n; i++)
        path_drop(&f->part[i]);
    arena_end(&f->arena);
    free(f);
}
