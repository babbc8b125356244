/* SPDX-License-Identifier: Apache-2.0 */
/* tree.c - see tree.h.
 *
 * libconfig checks the structure and gives the values of strings; numbers, files and lines
 * come from the tokens (source.h), which stand in the same order as the settings. */
#include "config/tree.h"
#include "base/lang.h"
#include "base/text.h"
#include "config/source.h"

#include <libconfig.h>

struct walk {
    struct arena *a;
    struct findings *f;
    const struct source *s;
    uint32_t next;
    bool failed;
};

/* The next token of a kind that is not a closing or separating mark. */
static const struct token *take(struct walk *w)
{
    while (w->next < w->s->len) {
        const struct token *t = &w->s->tokens[w->next++];
        if (t->kind != TOKEN_MARK || strchr("{([", t->mark))
            return t;
    }
    w->failed = true;
    return NULL;
}

static void no_memory(struct walk *w)
{
    if (!w->failed)
        findings_add(w->f, FINDING_ERROR, KH_ENOMEM, NULL, 0, 0, "%s",
                     _("no memory for the configuration"));
    w->failed = true;
}

static enum cfg_kind kind_of(const config_setting_t *s)
{
    switch (config_setting_type(s)) {
    case CONFIG_TYPE_GROUP:
        return CFG_GROUP;
    case CONFIG_TYPE_LIST:
    case CONFIG_TYPE_ARRAY:
        return CFG_LIST;
    case CONFIG_TYPE_STRING:
        return CFG_TEXT;
    case CONFIG_TYPE_BOOL:
        return CFG_BOOL;
    default:
        return CFG_NUMBER;
    }
}

static void take_text(struct walk *w, struct cfg *c, const config_setting_t *s)
{
    const char *text = config_setting_get_string(s);
    while (w->next < w->s->len && w->s->tokens[w->next].kind == TOKEN_TEXT)
        w->next++; /* strings side by side are one */
    c->text = arena_text(w->a, text ? text : "");
    if (!c->text)
        no_memory(w);
    else if (!text_is_utf8(c->text, strlen(c->text)))
        cfg_error(w->f, c, "%s", _("the escapes of this text do not make UTF-8"));
}

static struct cfg *walk_setting(struct walk *w, const config_setting_t *s,
                                const struct cfg *up);

static void walk_children(struct walk *w, struct cfg *c, const config_setting_t *s)
{
    c->len = (uint32_t)config_setting_length(s);
    c->child = arena_array(w->a, c->len, sizeof *c->child);
    if (!c->child)
        no_memory(w);
    for (uint32_t i = 0; !w->failed && i < c->len; i++)
        c->child[i] = walk_setting(w, config_setting_get_elem(s, i), c);
}

static struct cfg *walk_setting(struct walk *w, const config_setting_t *s,
                                const struct cfg *up)
{
    struct cfg *c = arena_new(w->a, sizeof *c);
    if (!c)
        no_memory(w);
    const char *name = config_setting_name(s);
    const struct token *first = take(w), *t = first;
    if (name && t)
        t = take(w);
    if (!c || !t)
        return NULL;
    *c = (struct cfg){ .kind = kind_of(s), .line = first->line, .file = first->file };
    c->up = up;
    c->name = name ? first->text : NULL;
    c->text = t->text;
    c->truth = t->kind == TOKEN_BOOL && *t->text == 't';
    if (c->kind == CFG_TEXT)
        take_text(w, c, s);
    else if (c->kind == CFG_GROUP || c->kind == CFG_LIST)
        walk_children(w, c, s);
    return c;
}

static struct cfg *walk_root(struct walk *w, const config_t *lc, const char *path)
{
    struct cfg *c = arena_new(w->a, sizeof *c);
    if (!c) {
        no_memory(w);
        return NULL;
    }
    c->kind = CFG_GROUP;
    c->file = path;
    walk_children(w, c, config_root_setting(lc));
    return c;
}

/* How a token is named in a message about syntax. */
static const char *token_shown(char out[80], const struct token *t)
{
    if (t->kind == TOKEN_MARK)
        snprintf(out, 80, "'%c'", t->mark);
    else if (t->kind == TOKEN_TEXT)
        snprintf(out, 80, "%s", _("a text"));
    else
        snprintf(out, 80, "'%.60s'", t->text);
    return out;
}

/* Line k of what libconfig was given is token k. */
static void tell_syntax(const struct source *s, const config_t *lc, const char *path,
                        struct findings *f)
{
    const char *why = config_error_text(lc);
    size_t k = config_error_line(lc) > 0 ? (size_t)config_error_line(lc) - 1 : 0;
    char at[80], before[80];
    if (!s->len) {
        findings_add(f, FINDING_ERROR, KH_ECONFIG, path, 0, 0, "%s", why ? why : "");
        return;
    }
    bool at_end = k >= s->len;
    const struct token *t = &s->tokens[at_end ? s->len - 1 : k];
    if (why && !strcmp(why, "duplicate setting name"))
        findings_add(f, FINDING_ERROR, KH_ECONFIG, t->file, t->line, 0,
                     _("%s stands twice in the same group"), token_shown(at, t));
    else if (why && strcmp(why, "syntax error") != 0)
        findings_add(f, FINDING_ERROR, KH_ECONFIG, t->file, t->line, 0, _("libconfig: %s"),
                     why);
    else if (at_end)
        findings_add(f, FINDING_ERROR, KH_ECONFIG, t->file, t->line, 0,
                     _("syntax error: something is missing behind %s at the end"),
                     token_shown(at, t));
    else if (!k)
        findings_add(f, FINDING_ERROR, KH_ECONFIG, t->file, t->line, 0,
                     _("syntax error: unexpected %s"), token_shown(at, t));
    else
        findings_add(f, FINDING_ERROR, KH_ECONFIG, t->file, t->line, 0,
                     _("syntax error: unexpected %s behind %s"), token_shown(at, t),
                     token_shown(before, &s->tokens[k - 1]));
}

static struct cfg *parse(struct arena *a, const struct source *s, const char *path,
                         struct findings *f)
{
    config_t lc;
    struct walk w = { .a = a, .f = f, .s = s };
    struct cfg *root = NULL;
    config_init(&lc);
    if (config_read_string(&lc, s->text.at ? s->text.at : ""))
        root = walk_root(&w, &lc, path);
    else
        tell_syntax(s, &lc, path, f);
    config_destroy(&lc);
    return w.failed ? NULL : root;
}

struct cfg *tree_read_files(struct arena *a, const char *path, struct tree_files *files,
                            struct findings *f)
{
    struct source s;
    struct cfg *root = NULL;
    uint32_t errors = f->errors;
    const char *kept = arena_text(a, path);
    if (kept && source_read(&s, a, kept, files, f))
        root = parse(a, &s, kept, f);
    if (kept)
        source_end(&s);
    if (!root && f->errors == errors)
        findings_add(f, FINDING_ERROR, KH_ENOMEM, path, 0, 0, "%s",
                     _("no memory for the configuration"));
    return f->errors == errors ? root : NULL;
}

struct cfg *tree_read(struct arena *a, const char *path, struct findings *f)
{
    struct tree_files files = { 0 };
    return tree_read_files(a, path, &files, f);
}
