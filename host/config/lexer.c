/* SPDX-License-Identifier: Apache-2.0 */
/* lexer.c - bytes to tokens; see lexer.h.
 *
 * The scanner follows libconfig 1.5 (names, numbers, strings, three kinds of comments), and
 * is stricter where libconfig is silent: unknown escapes, two strings of a list without a
 * comma, brackets across files. */
#include "config/lexer.h"
#include "base/lang.h"
#include "base/path.h"
#include "config/literal.h"

enum { SHOWN_MAX = 60 }; /* bytes of a stray text that a message repeats */

void lexer_error(struct lexer *s, const char *file, uint32_t line, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    findings_add(s->f, FINDING_ERROR, KH_ECONFIG, file, line, 0, "%s", text);
    s->failed = true;
}

void lexer_stop(struct lexer *s)
{
    s->failed = s->stopped = true;
}

void lexer_no_memory(struct lexer *s, const char *file)
{
    findings_add(s->f, FINDING_ERROR, KH_ENOMEM, file, 0, 0, "%s",
                 _("no memory for the configuration"));
    lexer_stop(s);
}

static struct token *add_token(struct lexer *s, const struct lexer_file *f,
                               enum token_kind kind, uint32_t line)
{
    struct source *o = s->out;
    if (o->len == SOURCE_TOKENS_MAX) {
        lexer_error(s, f->path, line,
                    _("more than %d words and marks in one configuration"),
                    SOURCE_TOKENS_MAX);
        lexer_stop(s);
        return NULL;
    }
    void *at = o->tokens;
    struct token *t = arena_push(s->a, &at, &o->len, &o->cap, sizeof *t);
    o->tokens = at;
    if (!t) {
        lexer_no_memory(s, f->path);
        return NULL;
    }
    *t = (struct token){ .kind = kind, .line = line, .file = f->path };
    return t;
}

static void emit(struct lexer *s, const char *bytes, size_t n)
{
    buf_add(&s->out->text, bytes, n);
    buf_char(&s->out->text, '\n');
}

static void open_bracket(struct lexer *s, const struct lexer_file *f)
{
    if (s->depth == SOURCE_DEPTH_MAX) {
        lexer_error(s, f->path, f->line, _("more than %d groups and lists in one another"),
                    SOURCE_DEPTH_MAX);
        lexer_stop(s);
        return;
    }
    s->open[s->depth++] = (struct bracket){ .mark = *f->at, .line = f->line };
}

static void close_bracket(struct lexer *s, const struct lexer_file *f)
{
    char opener = *f->at == '}' ? '{' : *f->at == ')' ? '(' : '[';
    const struct bracket *b = s->depth > f->level ? &s->open[s->depth - 1] : NULL;
    if (!b)
        lexer_error(s, f->path, f->line, _("'%c' closes nothing"), *f->at);
    else if (b->mark != opener)
        lexer_error(s, f->path, f->line, _("'%c' does not close the '%c' of line %u"),
                    *f->at, b->mark, b->line);
    if (!b || b->mark != opener)
        lexer_stop(s);
    else
        s->depth--;
}

static void lexer_mark(struct lexer *s, struct lexer_file *f)
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

static void lexer_name(struct lexer *s, struct lexer_file *f)
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
        lexer_no_memory(s, f->path);
    emit(s, f->at, n);
    f->at += n;
    if (t->kind == TOKEN_NAME && s->depth &&
        ++s->open[s->depth - 1].members > SOURCE_MEMBERS_MAX) {
        lexer_error(s, f->path, t->line, _("more than %d names in one group"),
                    SOURCE_MEMBERS_MAX);
        lexer_stop(s);
    }
}

static void lexer_number(struct lexer *s, struct lexer_file *f)
{
    kh_err e = { 0 };
    size_t n = literal_len(f->at, (size_t)(f->end - f->at));
    const char *text = literal_decimal(s->a, f->at, n, &e);
    if (!text)
        lexer_error(s, f->path, f->line, "%s", e.text);
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
static void check_comma(struct lexer *s, const struct lexer_file *f)
{
    const struct source *o = s->out;
    bool in_list = s->depth && s->open[s->depth - 1].mark != '{';
    if (in_list && o->len && o->tokens[o->len - 1].kind == TOKEN_TEXT)
        lexer_error(s, f->path, f->line, "%s",
                    _("no comma between two texts of a list: they would become one"));
}

static void lexer_text(struct lexer *s, struct lexer_file *f)
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
            lexer_error(s, f->path, f->line, "%s",
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
        lexer_error(s, f->path, line, "%s", _("the quote that opens here is never closed"));
        lexer_stop(s);
    }
}

static void lexer_comment(struct lexer *s, struct lexer_file *f)
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
        lexer_error(s, f->path, line, "%s",
                    _("the comment that opens here is never closed with */"));
        lexer_stop(s);
    }
    f->at += 2;
}

static void lexer_stray(struct lexer *s, struct lexer_file *f)
{
    size_t n = 1;
    while (f->at + n < f->end && ((unsigned char)f->at[n] & 0xC0) == 0x80)
        n++;
    if ((unsigned char)*f->at < 0x80) {
        lexer_error(s, f->path, f->line, _("unexpected '%c'"), *f->at);
    } else {
        while (f->at + n < f->end && n < SHOWN_MAX && (unsigned char)f->at[n] >= 0x80)
            n++;
        while (f->at + n < f->end && ((unsigned char)f->at[n] & 0xC0) == 0x80)
            n++;
        lexer_error(s, f->path, f->line,
                    _("'%.*s' stands outside of quotes; names and marks are plain ASCII"),
                    (int)n, f->at);
    }
    f->at += n;
}

/* @include "path", alone at the start of a line as libconfig wants it. */
static void lexer_include(struct lexer *s, struct lexer_file *f)
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
        lexer_error(s, f->path, f->line, "%s", _("expected @include \"file\""));
        lexer_stop(s);
        return;
    }
    f->at = p;
    const char *beside = path_beside(s->a, f->path, path);
    if (beside)
        lexer_path(s, beside, f);
    else
        lexer_no_memory(s, f->path);
}

void lexer_token(struct lexer *s, struct lexer_file *f)
{
    char c = *f->at, next = f->end - f->at > 1 ? f->at[1] : 0;
    if (c == '\n' || strchr(" \t\r\f", c)) {
        f->line += c == '\n';
        f->at++;
    } else if (c == '#' || (c == '/' && (next == '/' || next == '*'))) {
        lexer_comment(s, f);
    } else if (c == '"') {
        lexer_text(s, f);
    } else if (strchr("=:,;{}()[]", c)) {
        lexer_mark(s, f);
    } else if ((c >= '0' && c <= '9') || strchr("+-.", c)) {
        lexer_number(s, f);
    } else if (is_name_char(c, true)) {
        lexer_name(s, f);
    } else if (c == '@') {
        lexer_include(s, f);
    } else {
        lexer_stray(s, f);
    }
}
