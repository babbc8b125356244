/* SPDX-License-Identifier: Apache-2.0 */
/* cfg.c - reading a tree and telling the place of a value; see tree.h. */
#include "base/buf.h"
#include "base/lang.h"
#include "config/tree.h"

#include <stdlib.h>

enum { PATH_TEXT_MAX = 4096 };

const struct cfg *cfg_get(const struct cfg *group, const char *name)
{
    if (!group || group->kind != CFG_GROUP)
        return NULL;
    for (uint32_t i = 0; i < group->len; i++)
        if (!strcmp(group->child[i]->name, name))
            return group->child[i];
    return NULL;
}

static bool is_scalar(const struct cfg *c)
{
    return c && c->kind != CFG_GROUP && c->kind != CFG_LIST;
}

const char *cfg_text(const struct cfg *group, const char *name, const char *dflt)
{
    const struct cfg *c = cfg_get(group, name);
    return is_scalar(c) ? c->text : dflt;
}

bool cfg_truth(const struct cfg *group, const char *name, bool dflt)
{
    const struct cfg *c = cfg_get(group, name);
    return c && c->kind == CFG_BOOL ? c->truth : dflt;
}

static uint32_t index_of(const struct cfg *c)
{
    uint32_t i = 0;
    while (i < c->up->len && c->up->child[i] != c)
        i++;
    return i;
}

/* From the root downwards; depth is bounded by the reader of files. */
static void add_path(struct buf *b, const struct cfg *c)
{
    if (!c->up)
        return;
    add_path(b, c->up);
    if (!c->name)
        buf_printf(b, "[%u]", index_of(c));
    else
        buf_printf(b, "%s%s", b->len ? "." : "", c->name);
}

const char *cfg_path(struct arena *a, const struct cfg *c)
{
    struct buf b;
    buf_init(&b, PATH_TEXT_MAX);
    add_path(&b, c);
    const char *path = b.failed ? NULL : arena_bytes(a, b.at ? b.at : "", b.len);
    buf_end(&b);
    return path ? path : "?";
}

KH_PRINTF(4, 0)
static void tell(struct findings *f, enum finding_kind kind, const struct cfg *c,
                 const char *fmt, va_list ap)
{
    char *text = NULL;
    if (vasprintf(&text, fmt, ap) < 0)
        text = NULL;
    findings_add(f, kind, KH_ECONFIG, c->file, c->line, 0, "%s",
                 text ? text : _("no memory for this message"));
    free(text);
}

void cfg_error(struct findings *f, const struct cfg *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    tell(f, FINDING_ERROR, c, fmt, ap);
    va_end(ap);
}

void cfg_warning(struct findings *f, const struct cfg *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    tell(f, FINDING_WARNING, c, fmt, ap);
    va_end(ap);
}

const char **cfg_texts(struct arena *a, const struct cfg *c, uint32_t *n)
{
    *n = 0;
    if (!c || c->kind == CFG_GROUP)
        return NULL;
    uint32_t len = c->kind == CFG_LIST ? c->len : 1;
    const char **texts = arena_array(a, len, sizeof *texts);
    for (uint32_t i = 0; texts && i < len; i++) {
        const struct cfg *one = c->kind == CFG_LIST ? c->child[i] : c;
        if (is_scalar(one))
            texts[(*n)++] = one->text;
    }
    return texts;
}
