/* SPDX-License-Identifier: Apache-2.0 */
/* source.c - files, the files they include, and rings of them; see source.h. */
#include "config/source.h"
#include "base/lang.h"
#include "base/path.h"
#include "base/text.h"
#include "config/lexer.h"

#include <sys/stat.h>

/* NUL and bytes that are not UTF-8, with the line they stand on. */
static void check_bytes(struct lexer *s, const struct lexer_file *f)
{
    uint32_t line = 1;
    for (const char *p = f->at; p < f->end; line++) {
        const char *eol = memchr(p, '\n', (size_t)(f->end - p));
        size_t n = (size_t)((eol ? eol : f->end) - p);
        bool has_nul = memchr(p, 0, n);
        if (has_nul)
            lexer_error(s, f->path, line, "%s", _("a NUL byte; this is no text file"));
        else if (!text_is_utf8(p, n))
            lexer_error(s, f->path, line, "%s", _("not UTF-8; save the file as UTF-8"));
        if (s->failed) {
            lexer_stop(s);
            return;
        }
        p += n + 1;
    }
}

static void lexer_bytes(struct lexer *s, struct lexer_file *f)
{
    static const char bom[] = "\xEF\xBB\xBF";
    if (f->end - f->at >= 3 && !memcmp(f->at, bom, 3))
        f->at += 3;
    check_bytes(s, f);
    while (!s->stopped && f->at < f->end)
        lexer_token(s, f);
    if (!s->stopped && s->depth > f->level) {
        const struct bracket *b = &s->open[s->depth - 1];
        lexer_error(s, f->path, b->line, _("the '%c' that opens here is never closed"),
                    b->mark);
        lexer_stop(s);
    }
}

/* A mistake about the file as a whole: at the line that includes it, or without a place. */
static void file_error(struct lexer *s, const struct lexer_file *up, const char *text)
{
    lexer_error(s, up ? up->path : NULL, up ? up->line : 0, "%s", text);
    lexer_stop(s);
}

/* The ring of names that leads back to the file, for the message. */
static void cycle_error(struct lexer *s, const struct lexer_file *f,
                        const struct lexer_file *up)
{
    char text[512] = "";
    size_t n = 0;
    for (const struct lexer_file *at = up; at && n < sizeof text; at = at->up) {
        n += (size_t)snprintf(text + n, sizeof text - n, " <- %s", path_name(at->path));
        if (at->device == f->device && at->inode == f->inode)
            break;
    }
    lexer_error(s, up->path, up->line, _("the configuration includes itself: %s%s"),
                path_name(f->path), text);
    lexer_stop(s);
}

/* May the file be read?  Finds cycles by what the file is, not by how it is called. */
static bool may_read(struct lexer *s, struct lexer_file *f)
{
    struct stat st;
    kh_err e = { 0 };
    uint32_t inside = 0;
    if (stat(f->path, &st)) {
        fail_errno(&e, KH_ECONFIG, "%s", f->path);
        file_error(s, f->up, e.text);
        return false;
    }
    f->device = st.st_dev;
    f->inode = st.st_ino;
    for (const struct lexer_file *up = f->up; up; up = up->up, inside++)
        if (up->device == st.st_dev && up->inode == st.st_ino) {
            cycle_error(s, f, f->up);
            return false;
        }
    const char *why = NULL;
    if (!S_ISREG(st.st_mode))
        why = N_("is not a file");
    else if (inside > SOURCE_INCLUDES_MAX)
        why = N_("is included too deep; at most 10 files may include one another");
    else if (s->n_files == SOURCE_FILES_MAX)
        why = N_("is one file too many; at most 256 make up a configuration");
    if (why) {
        snprintf(e.text, sizeof e.text, "%s: %s", f->path, gettext(why));
        file_error(s, f->up, e.text);
    }
    return !why;
}

static void note_file(struct lexer *s, const struct lexer_file *f, const struct buf *bytes)
{
    void *at = s->files->at;
    struct tree_file *t = arena_push(s->a, &at, &s->files->len, &s->files->cap, sizeof *t);
    s->files->at = at;
    if (!t) {
        lexer_no_memory(s, f->path);
        return;
    }
    t->path = f->path;
    sha_of(t->sha, bytes->at, bytes->len);
}

void lexer_path(struct lexer *s, const char *path, const struct lexer_file *up)
{
    struct lexer_file f = { .up = up, .path = path, .line = 1, .level = s->depth };
    struct buf bytes = { 0 };
    kh_err e = { 0 };
    if (!may_read(s, &f))
        return;
    size_t left = SOURCE_TOTAL_MAX - s->total;
    if (path_read(&bytes, path, left < SOURCE_FILE_MAX ? left : SOURCE_FILE_MAX, &e)) {
        file_error(s, up, e.text);
        return;
    }
    s->total += bytes.len;
    s->n_files++;
    note_file(s, &f, &bytes);
    f.at = bytes.at;
    f.end = bytes.at + bytes.len;
    if (!s->stopped)
        lexer_bytes(s, &f);
    buf_end(&bytes);
}

bool source_read(struct source *s, struct arena *a, const char *path,
                 struct tree_files *files, struct findings *f)
{
    struct lexer lexer = { .out = s, .a = a, .f = f, .files = files };
    *s = (struct source){ 0 };
    buf_init(&s->text, (size_t)SOURCE_TOTAL_MAX * 3);
    const char *kept = arena_text(a, path);
    if (kept)
        lexer_path(&lexer, kept, NULL);
    else
        lexer_no_memory(&lexer, path);
    if (!lexer.failed && s->text.failed)
        lexer_no_memory(&lexer, path);
    return !lexer.failed;
}

void source_end(struct source *s)
{
    buf_end(&s->text);
    *s = (struct source){ 0 };
}
