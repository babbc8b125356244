/* SPDX-License-Identifier: Apache-2.0 */
/* store_open.c - opening, migrating, committing. */
#include "store/store_inside.h"
#include "store/store_schema.h"

#include "base/lang.h"
#include "base/path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MS = 5000 };

kh_status store_fail(struct store *s, const char *what, kh_err *e)
{
    int code = sqlite3_errcode(s->db);
    const char *text = sqlite3_errmsg(s->db);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return kh_fail(e, ST_AGAIN,
                       _("%s: in use by another run; try again when it is done"), s->path);
    case SQLITE_FULL:
        return kh_fail(e, ST_AGAIN, _("%s: the disk is full; nothing was kept"), s->path);
    case SQLITE_NOMEM:
        return kh_fail(e, KH_ENOMEM, _("%s: no memory for the database"), s->path);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
        return kh_fail(e, ST_IO, _("%s: cannot be opened for writing: %s"), s->path, text);
    case SQLITE_NOTADB:
        return kh_fail(e, KH_ECONFIG,
                       _("%s: is not a database of kaohe; name another file"), s->path);
    default:
        return kh_fail(e, ST_IO, _("%s: %s: %s"), s->path, what, text);
    }
}

kh_status store_exec(struct store *s, const char *sql, kh_err *e)
{
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return KH_OK;
    return store_fail(s, "SQL", e);
}

static kh_status user_version(struct store *s, int *version, kh_err *e)
{
    sqlite3_stmt *st = NULL;
    kh_status rc = KH_OK;
    if (sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &st, NULL) ||
        sqlite3_step(st) != SQLITE_ROW)
        rc = store_fail(s, "user_version", e);
    else
        *version = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return rc;
}

/* One transaction for all steps: a kill leaves the old version or the new one. */
static kh_status migrate(struct store *s, kh_err *e)
{
    int version = 0;
    kh_status rc = user_version(s, &version, e);
    if (rc || version == store_schema_version)
        return rc;
    if (version > store_schema_version)
        return kh_fail(
            e, KH_ECONFIG,
            _("%s: was written by a newer kaohe (store version %d, this one knows "
              "%d); update the program"),
            s->path, version, store_schema_version);
    rc = store_exec(s, "BEGIN IMMEDIATE", e);
    if (!rc)
        rc = user_version(s, &version, e); /* another run may have been faster */
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", store_schema_version);
    for (int v = version; !rc && v < store_schema_version; v++)
        rc = store_exec(s, store_schema_steps[v], e);
    if (!rc)
        rc = store_exec(s, pragma, e);
    if (!rc)
        rc = store_exec(s, "COMMIT", e);
    else
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

/* What the file refused, or the copy: a copy that did not come to its end is no copy. */
static kh_status copy_failed(struct store *s, sqlite3 *file, int step, kh_err *e)
{
    struct store from = { file, s->path };
    if (step == SQLITE_BUSY || step == SQLITE_LOCKED)
        return kh_fail(e, ST_AGAIN,
                       _("%s: in use by another run; try again when it is done"), s->path);
    return sqlite3_errcode(file) == SQLITE_OK ? store_fail(s, "copy", e)
                                              : store_fail(&from, "read", e);
}

/* The whole file into memory, so that a dry run sees history and writes nothing. */
static kh_status copy_into_memory(struct store *s, kh_err *e)
{
    sqlite3 *file = NULL;
    if (access(s->path, F_OK))
        return KH_OK;
    int step = sqlite3_open_v2(s->path, &file, SQLITE_OPEN_READONLY, NULL);
    sqlite3_backup *b = NULL;
    if (!step) {
        sqlite3_busy_timeout(file, BUSY_MS);
        b = sqlite3_backup_init(s->db, "main", file, "main");
    }
    if (b)
        step = sqlite3_backup_step(b, -1);
    kh_status rc = KH_OK;
    if (sqlite3_backup_finish(b) || step != SQLITE_DONE)
        rc = copy_failed(s, file, step, e);
    sqlite3_close(file);
    return rc;
}

/* The folder of a database that is new. */
static kh_status make_folder(const char *path, kh_err *e)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash && slash != path ? strndup(path, (size_t)(slash - path)) : NULL;
    kh_status rc = folder ? path_make_folder(folder, e) : KH_OK;
    free(folder);
    return rc;
}

kh_status store_open(struct store **out, const char *path, bool dry, kh_err *e)
{
    *out = NULL;
    struct store *s = calloc(1, sizeof *s);
    if (!s || !(s->path = strdup(path))) {
        free(s);
        return kh_fail(e, KH_ENOMEM, _("no memory for the store"));
    }
    kh_status rc = dry ? KH_OK : make_folder(path, e);
    if (!rc && sqlite3_open_v2(dry ? ":memory:" : path, &s->db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL))
        rc = s->db ? store_fail(s, "open", e)
                   : kh_fail(e, KH_ENOMEM, _("no memory for the store"));
    if (!rc) {
        sqlite3_extended_result_codes(s->db, 1);
        sqlite3_busy_timeout(s->db, BUSY_MS);
        rc = dry ? copy_into_memory(s, e) : store_exec(s, "PRAGMA journal_mode = WAL", e);
    }
    if (!rc)
        rc = store_exec(s,
                        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
                        "PRAGMA trusted_schema = OFF",
                        e);
    if (!rc)
        rc = migrate(s, e);
    if (rc) {
        store_close(s);
        return rc;
    }
    *out = s;
    return KH_OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    sqlite3_close(s->db);
    free(s->path);
    free(s);
}

kh_status store_begin(struct store *s, kh_err *e)
{
    return sqlite3_get_autocommit(s->db) ? store_exec(s, "BEGIN IMMEDIATE", e) : KH_OK;
}

kh_status store_commit(struct store *s, kh_err *e)
{
    kh_status rc = store_exec(s, "COMMIT", e);
    if (rc)
        store_rollback(s);
    return rc;
}

void store_rollback(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

struct sqlite3 *store_handle(struct store *s)
{
    return s->db;
}
