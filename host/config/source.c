/* SPDX-License-Identifier: Apache-2.0 */
/* source.c - see source.h.
 *
 * The scanner follows libconfig 1.5 (names, numbers, strings, three kinds of comments), and
 * is stricter where libconfig is silent: bytes that are not UTF-8, NUL, unknown escapes,
 * two strings of a list without a comma, brackets across files. */
#include "config/source.h"
#include "base/hash.h"
#include "base/lang.h"
#include "base/path.h"
#include "base/text.h"
#include "config/literal.h"

#include <sys/stat.h>

enum { SHOWN_MAX = 60 }; /* bytes of a literal that a message repeats */

struct bracket {
    char mark;
    uint32_t line, members;
};

/* What all files of one tree share. */
struct scan {
    struct source *out;
    struct arena *a;
    struct findings *f;
    struct tree_files *files;
    struct bracket open[SOURCE_DEPTH_MAX];
    uint32_t depth, n_files;
    size_t total;
    bool failed;  /* something was found; scanning goes on to find more */
    bool stopped; /* no sense in going on */
};

/* One file being read; `up` is the one that includes it. */
struct scan_file {
    const struct scan_file *up;
    const char *path; /* in the arena */
    dev_t device;
    ino_t inode;
    const char *at, *end;
    uint32_t line, level;
};

KH_PRINTF(4, 5)
static void scan_error(struct scan *s, const char *file, uint32_t line, const char *fmt,
                       ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    findings_add(s->f, FINDING_ERROR, KH_ECONFIG, file, line, 0, "%s", text);
    s->failed = true;
}

static void scan_stop(struct scan *s)
{
    s->failed = s->stopped = true;
}

static void no_memory(struct scan *s, const char *file)
{
    findings_add(s->f, FINDING_ERROR, KH_ENOMEM, file, 0, 0, "%s",
                 _("no memory for the configuration"));
    scan_stop(s);
}

static struct token *add_token(struct scan *s, const struct scan_file *f,
                               enum token_kind kind, uint32_t line)
{
    struct source *o = s->out;
    if (o->len == SOURCE_TOKENS_MAX) {
        scan_error(s, f->path, line, _("more than %d words and marks in one configuration"),
                   SOURCE_TOKENS_MAX);
        scan_stop(s);
        return NULL;
    }
    void *at = o->tokens;
    struct token *t = arena_push(s->a, &at, &o->len, &o->cap, sizeof *t);
    o->tokens = at;
    if (!t) {
        no_memory(s, f->path);
        return NULL;
    }
    *t = (struct token){ .kind = kind, .line = line, .file = f->path };
    return t;
}

static void emit(struct scan *s, const char *bytes, size_t n)
{
    buf_add(&s->out->text, bytes, n);
    buf_char(&s->out->text, '\n');
}

static void open_bracket(struct scan *s, const struct scan_file *f)
{
    if (s->depth == SOURCE_DEPTH_MAX) {
        scan_error(s, f->path, f->line, _("more than %d groups and lists in one another"),
                   SOURCE_DEPTH_MAX);
        scan_stop(s);
        return;
    }
    s->open[s->depth++] = (struct bracket){ .mark = *f->at, .line = f->line };
}

static void close_bracket(struct scan *s, const struct scan_file *f)
{
    char opener = *f->at == '}' ? '{' : *f->at == ')' ? '(' : '[';
    const struct bracket *b = s->depth > f->level ? &s->open[s->depth - 1] : NULL;
    if (!b)
        scan_error(s, f->path, f->line, _("'%c' closes nothing"), *f->at);
    else if (b->mark != opener)
        scan_error(s, f->path, f->line, _("'%c' does not close the '%c' of line %u"),
                   *f->at, b->mark, b->line);
    if (!b || b->mark != opener)
        scan_stop(s);
    else
        s->depth--;
}

static void scan_mark(struct scan *s, struct scan_file *f)
{
    struct token *t = add_token(s, f, TOKEN_MARK, f->line);
    if (!t)
        return;
    t->mark = *f->at == ':' ? '=' : *f->at;
    emit(s, f->at, 1);
    if (strchr("{([", *f->at))
        open_bracket(s, f);
    else if (strchr("})]", *f->at))
        close_bracket(s, f);
    f->at++;
}

static bool is_name_char(char c, bool first)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*')
        return true;
    return !first && ((c >= '0' && c <= '9') || c == '-' || c == '_');
}

static bool is_word(const char *s, size_t n, const char *word)
{
    size_t i = 0;
    while (i < n && word[i] && (s[i] | 32) == word[i])
        i++;
    return i == n && !word[i];
}

static void scan_name(struct scan *s, struct scan_file *f)
{
    size_t n = 0;
    while (f->at + n < f->end && is_name_char(f->at[n], !n))
        n++;
    bool yes = is_word(f->at, n, "true"), no = is_word(f->at, n, "false");
    struct token *t = add_token(s, f, yes || no ? TOKEN_BOOL : TOKEN_NAME, f->line);
    if (!t)
        return;
    t->text = yes ? "true" : no ? "false" : arena_bytes(s->a, f->at, n);
    if (!t->text)
        no_memory(s, f->path);
    emit(s, f->at, n);
    f->at += n;
    if (t->kind == TOKEN_NAME && s->depth &&
        ++s->open[s->depth - 1].members > SOURCE_MEMBERS_MAX) {
        scan_error(s, f->path, t->line, _("more than %d names in one group"),
                   SOURCE_MEMBERS_MAX);
        scan_stop(s);
    }
}

static void scan_number(struct scan *s, struct scan_file *f)
{
    kh_err e = { 0 };
    size_t n = literal_len(f->at, (size_t)(f->end - f->at));
    const char *text = literal_decimal(s->a, f->at, n, &e);
    if (!text)
        scan_error(s, f->path, f->line, "%s", e.text);
    struct token *t = add_token(s, f, TOKEN_NUMBER, f->line);
    if (t)
        t->text = text;
    emit(s, "0", 1);
    f->at += n;
}

/* Bytes of the escape at `p`, which begins with a backslash; 0 if libconfig knows none. */
static size_t escape_len(const char *p, const char *end)
{
    if (end - p < 2 || !p[1])
        return 0;
    if (strchr("nrtvf\\\"", p[1]))
        return 2;
    if ((p[1] != 'x' && p[1] != 'X') || end - p < 4)
        return 0;
    static const char hex[] = "0123456789abcdefABCDEF";
    bool fine = p[2] && p[3] && strchr(hex, p[2]) && strchr(hex, p[3]);
    return fine && (p[2] != '0' || p[3] != '0') ? 4 : 0;
}

/* Two strings side by side are one for libconfig; in a list that is a lost comma. */
static void check_comma(struct scan *s, const struct scan_file *f)
{
    const struct source *o = s->out;
    bool in_list = s->depth && s->open[s->depth - 1].mark != '{';
    if (in_list && o->len && o->tokens[o->len - 1].kind == TOKEN_TEXT)
        scan_error(s, f->path, f->line, "%s",
                   _("no comma between two texts of a list: they would become one"));
}

static void scan_text(struct scan *s, struct scan_file *f)
{
    uint32_t line = f->line;
    check_comma(s, f);
    if (!add_token(s, f, TOKEN_TEXT, line))
        return;
    struct buf *out = &s->out->text;
    buf_char(out, '"');
    const char *p = f->at + 1;
    while (p < f->end && *p != '"') {
        size_t n = *p == '\\' ? escape_len(p, f->end) : 1;
        if (!n) {
            scan_error(s, f->path, f->line, "%s",
                       _("unknown escape in a text; a backslash is written \\\\"));
            n = 1;
        } else if (*p == '\n') {
            buf_text(out, "\\n");
            f->line++;
        } else {
            buf_add(out, p, n);
        }
        p += n;
    }
    buf_text(out, "\"\n");
    f->at = p + 1;
    if (p >= f->end) {
        scan_error(s, f->path, line, "%s", _("the quote that opens here is never closed"));
        scan_stop(s);
    }
}

static void scan_comment(struct scan *s, struct scan_file *f)
{
    uint32_t line = f->line;
    if (f->at[0] != '/' || f->at[1] == '/') {
        const char *eol = memchr(f->at, '\n', (size_t)(f->end - f->at));
        f->at = eol ? eol : f->end;
        return;
    }
    for (f->at += 2; f->end - f->at >= 2 && memcmp(f->at, "*/", 2); f->at++)
        f->line += *f->at == '\n';
    if (f->end - f->at < 2) {
        scan_error(s, f->path, line, "%s",
                   _("the comment that opens here is never closed with */"));
        scan_stop(s);
    }
    f->at += 2;
}

static void scan_stray(struct scan *s, struct scan_file *f)
{
    size_t n = 1;
    while (f->at + n < f->end && ((unsigned char)f->at[n] & 0xC0) == 0x80)
        n++;
    if ((unsigned char)*f->at < 0x80) {
        scan_error(s, f->path, f->line, _("unexpected '%c'"), *f->at);
    } else {
        while (f->at + n < f->end && n < SHOWN_MAX && (unsigned char)f->at[n] >= 0x80)
            n++;
        while (f->at + n < f->end && ((unsigned char)f->at[n] & 0xC0) == 0x80)
            n++;
        scan_error(s, f->path, f->line,
                   _("'%.*s' stands outside of quotes; names and marks are plain ASCII"),
                   (int)n, f->at);
    }
    f->at += n;
}

static void scan_path(struct scan *s, const char *path, const struct scan_file *up);

/* @include "path", alone at the start of a line as libconfig wants it. */
static void scan_include(struct scan *s, struct scan_file *f)
{
    static const char word[] = "@include";
    size_t n = sizeof word - 1;
    const char *p = f->at, *path = NULL;
    if ((size_t)(f->end - p) > n && !memcmp(p, word, n)) {
        for (p += n; p < f->end && (*p == ' ' || *p == '\t'); p++)
            ;
        const char *close = p + 1;
        while (close < f->end && *close != '"' && *close != '\n')
            close++;
        if (p < f->end && *p == '"' && close < f->end && *close == '"')
            path = arena_bytes(s->a, p + 1, (size_t)(close - p - 1));
        p = close + 1;
    }
    if (!path || !*path) {
        scan_error(s, f->path, f->line, "%s", _("expected @include \"file\""));
        scan_stop(s);
        return;
    }
    f->at = p;
    const char *beside = path_beside(s->a, f->path, path);
    if (beside)
        scan_path(s, beside, f);
    else
        no_memory(s, f->path);
}

static void scan_token(struct scan *s, struct scan_file *f)
{
    char c = *f->at, next = f->end - f->at > 1 ? f->at[1] : 0;
    if (c == '\n' || strchr(" \t\r\f", c)) {
        f->line += c == '\n';
        f->at++;
    } else if (c == '#' || (c == '/' && (next == '/' || next == '*'))) {
        scan_comment(s, f);
    } else if (c == '"') {
        scan_text(s, f);
    } else if (strchr("=:,;{}()[]", c)) {
        scan_mark(s, f);
    } else if ((c >= '0' && c <= '9') || strchr("+-.", c)) {
        scan_number(s, f);
    } else if (is_name_char(c, true)) {
        scan_name(s, f);
    } else if (c == '@') {
        scan_include(s, f);
    } else {
        scan_stray(s, f);
    }
}

/* NUL and bytes that are not UTF-8, with the line they stand on. */
static void check_bytes(struct scan *s, const struct scan_file *f)
{
    uint32_t line = 1;
    for (const char *p = f->at; p < f->end; line++) {
        const char *eol = memchr(p, '\n', (size_t)(f->end - p));
        size_t n = (size_t)((eol ? eol : f->end) - p);
        bool has_nul = memchr(p, 0, n);
        if (has_nul)
            scan_error(s, f->path, line, "%s", _("a NUL byte; this is no text file"));
        else if (!text_is_utf8(p, n))
            scan_error(s, f->path, line, "%s", _("not UTF-8; save the file as UTF-8"));
        if (s->failed) {
            scan_stop(s);
            return;
        }
        p += n + 1;
    }
}

static void scan_bytes(struct scan *s, struct scan_file *f)
{
    static const char bom[] = "\xEF\xBB\xBF";
    if (f->end - f->at >= 3 && !memcmp(f->at, bom, 3))
        f->at += 3;
    check_bytes(s, f);
    while (!s->stopped && f->at < f->end)
        scan_token(s, f);
    if (!s->stopped && s->depth > f->level) {
        const struct bracket *b = &s->open[s->depth - 1];
        scan_error(s, f->path, b->line, _("the '%c' that opens here is never closed"),
                   b->mark);
        scan_stop(s);
    }
}

/* A mistake about the file as a whole: at the line that includes it, or without a place. */
static void file_error(struct scan *s, const struct scan_file *up, const char *text)
{
    scan_error(s, up ? up->path : NULL, up ? up->line : 0, "%s", text);
    scan_stop(s);
}

/* The ring of names that leads back to the file, for the message. */
static void cycle_error(struct scan *s, const struct scan_file *f,
                        const struct scan_file *up)
{
    char text[512] = "";
    size_t n = 0;
    for (const struct scan_file *at = up; at && n < sizeof text; at = at->up) {
        n += (size_t)snprintf(text + n, sizeof text - n, " <- %s", path_name(at->path));
        if (at->device == f->device && at->inode == f->inode)
            break;
    }
    scan_error(s, up->path, up->line, _("the configuration includes itself: %s%s"),
               path_name(f->path), text);
    scan_stop(s);
}

/* May the file be read?  Finds cycles by what the file is, not by how it is called. */
static bool may_read(struct scan *s, struct scan_file *f)
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
    for (const struct scan_file *up = f->up; up; up = up->up, inside++)
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

static void note_file(struct scan *s, const struct scan_file *f, const struct buf *bytes)
{
    void *at = s->files->at;
    struct tree_file *t = arena_push(s->a, &at, &s->files->len, &s->files->cap, sizeof *t);
    s->files->at = at;
    if (!t) {
        no_memory(s, f->path);
        return;
    }
    t->path = f->path;
    sha_of(t->sha, bytes->at, bytes->len);
}

static void scan_path(struct scan *s, const char *path, const struct scan_file *up)
{
    struct scan_file f = { .up = up, .path = path, .line = 1, .level = s->depth };
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
        scan_bytes(s, &f);
    buf_end(&bytes);
}

bool source_read(struct source *s, struct arena *a, const char *path,
                 struct tree_files *files, struct findings *f)
{
    struct scan scan = { .out = s, .a = a, .f = f, .files = files };
    *s = (struct source){ 0 };
    buf_init(&s->text, (size_t)SOURCE_TOTAL_MAX * 3);
    const char *kept = arena_text(a, path);
    if (kept)
        scan_path(&scan, kept, NULL);
    else
        no_memory(&scan, path);
    if (!scan.failed && s->text.failed)
        no_memory(&scan, path);
    return !scan.failed;
}

void source_end(struct source *s)
{
    buf_end(&s->text);
    *s = (struct source){ 0 };
}
