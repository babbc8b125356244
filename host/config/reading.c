/* SPDX-License-Identifier: Apache-2.0 */
/* reading.c - see reading.h. */
#include "config/reading.h"
#include "base/path.h"
#include "base/text.h"
#include "config/listed.h"

#include <stdlib.h>

void *reading_array(struct reading *r, size_t n, size_t size)
{
    void *p = arena_array(r->a, n, size);
    if (!p)
        r->no_memory = true;
    return p;
}

const char *reading_printf(struct reading *r, const char *fmt, ...)
{
    char *text = NULL;
    va_list ap;
    va_start(ap, fmt);
    int n = vasprintf(&text, fmt, ap);
    va_end(ap);
    const char *kept = n < 0 ? NULL : arena_text(r->a, text);
    if (n >= 0)
        free(text);
    if (!kept)
        r->no_memory = true;
    return kept ? kept : "";
}

const char *reading_label(struct reading *r, const struct cfg *c)
{
    return c->up ? cfg_path(r->a, c) : _("this file");
}

const char **reading_texts(struct reading *r, const struct cfg *c, uint32_t *n)
{
    *n = 0;
    if (!c || c->kind == CFG_GROUP)
        return NULL;
    if (c->kind == CFG_LIST && !c->len)
        cfg_error(r->f, c, _("%s is an empty list"), reading_label(r, c));
    const char **texts = cfg_texts(r->a, c, n);
    if (!texts)
        r->no_memory = true;
    return texts;
}

int64_t reading_integer(const struct cfg *group, const char *name, int64_t dflt)
{
    const char *text = cfg_text(group, name, NULL);
    kh_err e;
    int64_t v = 0;
    return text && !dec_parse(&v, 0, text, strlen(text), &e) ? v : dflt;
}

const char *reading_path(struct reading *r, const struct cfg *group, const char *name)
{
    const struct cfg *c = cfg_get(group, name);
    if (!c || c->kind != CFG_TEXT)
        return NULL;
    if (!*c->text) {
        cfg_error(r->f, c, _("%s is empty"), reading_label(r, c));
        return NULL;
    }
    const char *path = path_beside(r->a, c->file, c->text);
    if (!path)
        r->no_memory = true;
    return path;
}

static bool is_id(const char *s)
{
    size_t n = 0;
    for (; s[n]; n++) {
        bool alnum = (s[n] >= 'a' && s[n] <= 'z') || (s[n] >= 'A' && s[n] <= 'Z') ||
                     (s[n] >= '0' && s[n] <= '9');
        if (n >= CONF_ID_MAX || !(alnum || strchr("._-", s[n])))
            return false;
    }
    return n > 0;
}

bool reading_is_name(struct reading *r, const struct cfg *c, const char *text)
{
    if (text_is_name(text))
        return true;
    cfg_error(r->f, c,
              _("%s: \"%.80s\" is no name; it takes a-z, 0-9 and _, begins with a letter "
                "and has at most 63 characters"),
              reading_label(r, c), text);
    return false;
}

const char *reading_id(struct reading *r, const struct cfg *group, bool plain)
{
    const struct cfg *c = cfg_get(group, "id");
    if (!c || c->kind != CFG_TEXT)
        return "";
    if (plain)
        return reading_is_name(r, c, c->text) ? c->text : "";
    if (is_id(c->text))
        return c->text;
    cfg_error(r->f, c,
              _("%s: \"%.80s\" is no id; it takes A-Z, a-z, 0-9, '.', '_' and '-', at most "
                "63 characters"),
              reading_label(r, c), c->text);
    return "";
}

int32_t reading_find(const char *const *names, size_t n, const char *text)
{
    for (size_t i = 0; names && i < n; i++)
        if (!strcmp(names[i], text))
            return (int32_t)i;
    return -1;
}

int32_t reading_known(struct reading *r, const struct cfg *c, const char *noun,
                      const char *text, const char *const *names, size_t n)
{
    int32_t at = reading_find(names, n, text);
    if (at >= 0 || !names)
        return at;
    const char *near = text_nearest(text, names, n);
    if (near)
        cfg_error(r->f, c, _("%s: there is no %s \"%.80s\"; did you mean \"%s\"?"),
                  reading_label(r, c), gettext(noun), text, near);
    else if (n)
        cfg_error(r->f, c, _("%s: there is no %s \"%.80s\"; there are %s"),
                  reading_label(r, c), gettext(noun), text, listed_names(r->a, names, n));
    else
        cfg_error(r->f, c, _("%s: there is no %s \"%.80s\", and no other either"),
                  reading_label(r, c), gettext(noun), text);
    return -1;
}

static bool is_input_column(const struct conf_domain *d, const char *name)
{
    for (uint32_t i = 0; i < d->n_inputs; i++)
        for (uint32_t k = 0; k < d->inputs[i].n_columns; k++)
            if (!strcmp(d->inputs[i].columns[k].name, name))
                return true;
    return false;
}

void reading_for(struct reading *r, const struct conf_domain *d, const struct cfg *group)
{
    const struct cfg *c = cfg_get(group, "for");
    if (!c)
        return;
    if (c->kind != CFG_GROUP || !c->len) {
        cfg_error(r->f, c, _("%s must be a group of columns: { role = \"SG\"; }"),
                  reading_label(r, c));
        return;
    }
    struct cfg_key *keys = reading_array(r, c->len, sizeof *keys);
    for (uint32_t i = 0; keys && i < c->len; i++)
        keys[i] = (struct cfg_key){ .name = c->child[i]->name, .want = WANT_TEXTS };
    if (keys)
        cfg_check(c, keys, c->len, r->f);
    for (uint32_t i = 0; i < c->len; i++)
        if (c->child[i]->kind == CFG_LIST && !c->child[i]->len)
            cfg_error(r->f, c->child[i], _("%s is an empty list"),
                      reading_label(r, c->child[i]));
    /* A column of orgs.csv is known only when that file is read, one of a register when the
     * plugin told its datasets. */
    for (uint32_t i = 0; !r->c->orgs && i < c->len; i++)
        if (!is_input_column(d, c->child[i]->name))
            reading_known(r, c->child[i], N_("key column"), c->child[i]->name, d->subject,
                          d->n_subject);
}

const char *const *reading_levels(struct reading *r, const struct conf_domain *d)
{
    const char **ids = reading_array(r, d->n_levels, sizeof *ids);
    for (uint32_t i = 0; ids && i < d->n_levels; i++)
        ids[i] = d->levels[i].id;
    return ids;
}

int32_t reading_domain(struct reading *r, const struct cfg *c)
{
    const char **ids = reading_array(r, r->c->n_domains, sizeof *ids);
    for (uint32_t i = 0; ids && i < r->c->n_domains; i++)
        ids[i] = r->c->domains[i].id;
    if (r->partial)
        return reading_find(ids, r->c->n_domains, c->text);
    return reading_known(r, c, N_("domain"), c->text, ids, r->c->n_domains);
}
