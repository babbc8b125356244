/* SPDX-License-Identifier: Apache-2.0 */
/* schema_check.c - a group against the table of what it may hold; see tree.h. */
#include "base/lang.h"
#include "base/num.h"
#include "base/text.h"
#include "config/listed.h"
#include "config/tree.h"

enum { NAMES_MAX = 200 }; /* keys of a table compared for "did you mean" */

struct check {
    struct arena a; /* for the texts of messages */
    struct findings *f;
    bool fine;
};

/* The group as a message names it. */
static const char *label(struct check *k, const struct cfg *c)
{
    return c->up ? cfg_path(&k->a, c) : _("this file");
}

static const char *want_shown(enum cfg_want want)
{
    static const char *const shown[] = {
        [WANT_TEXT] = N_("a text in quotes"),
        [WANT_NUMBER] = N_("a number"),
        [WANT_INTEGER] = N_("a whole number"),
        [WANT_BOOL] = N_("true or false"),
        [WANT_GROUP] = N_("a group { ... }"),
        [WANT_LIST] = N_("a list ( ... )"),
        [WANT_TEXTS] = N_("a text or a list of texts"),
        [WANT_NAME] = N_("a text or { zh = \"...\"; en = \"...\"; }"),
        [WANT_SCALAR] = N_("a text, a number, true or false"),
    };
    return gettext(shown[want]);
}

static const char *found_shown(struct check *k, const struct cfg *c)
{
    const char *text = NULL;
    switch (c->kind) {
    case CFG_GROUP:
        return _("a group");
    case CFG_LIST:
        return _("a list");
    case CFG_TEXT:
        text = arena_printf(&k->a, _("the text \"%.80s\""), c->text);
        break;
    case CFG_NUMBER:
        text = arena_printf(&k->a, _("the number %s"), c->text);
        break;
    case CFG_BOOL:
        text = c->text;
    }
    return text ? text : "?";
}

static void wrong_kind(struct check *k, const struct cfg *c, enum cfg_want want)
{
    cfg_error(k->f, c, _("%s must be %s, not %s"), cfg_path(&k->a, c), want_shown(want),
              found_shown(k, c));
    k->fine = false;
}

static bool is_number(const struct cfg *c, mpq_t q)
{
    return (c->kind == CFG_NUMBER || c->kind == CFG_TEXT) &&
           num_parse(q, c->text, strlen(c->text));
}

static void check_number(struct check *k, const struct cfg *c, const struct cfg_key *key)
{
    mpq_t q, bound;
    mpq_inits(q, bound, NULL);
    bool low = false, high = false;
    if (!is_number(c, q) ||
        (key->want == WANT_INTEGER && mpz_cmp_ui(mpq_denref(q), 1) != 0)) {
        wrong_kind(k, c, key->want);
    } else {
        if (key->min && num_parse(bound, key->min, strlen(key->min)))
            low = mpq_cmp(q, bound) < 0;
        if (key->max && num_parse(bound, key->max, strlen(key->max)))
            high = mpq_cmp(q, bound) > 0;
    }
    const char *path = low || high ? cfg_path(&k->a, c) : NULL;
    if (path && key->min && key->max)
        cfg_error(k->f, c, _("%s is %s; it must be from %s to %s"), path, c->text, key->min,
                  key->max);
    else if (low)
        cfg_error(k->f, c, _("%s is %s; it must be at least %s"), path, c->text, key->min);
    else if (high)
        cfg_error(k->f, c, _("%s is %s; it must be at most %s"), path, c->text, key->max);
    if (path)
        k->fine = false;
    mpq_clears(q, bound, NULL);
}

static void check_choice(struct check *k, const struct cfg *c, const char *const *choice)
{
    size_t n = 0;
    for (; choice[n]; n++)
        if (!strcmp(choice[n], c->text))
            return;
    const char *near = text_nearest(c->text, choice, n), *path = cfg_path(&k->a, c);
    if (near)
        cfg_error(k->f, c, _("%s: \"%s\" is none of %s; did you mean \"%s\"?"), path,
                  c->text, listed_names(&k->a, choice, n), near);
    else
        cfg_error(k->f, c, _("%s: \"%s\" is none of %s"), path, c->text,
                  listed_names(&k->a, choice, n));
    k->fine = false;
}

static bool is_text(const struct cfg *c)
{
    return c->kind == CFG_TEXT || c->kind == CFG_NUMBER;
}

static void check_texts(struct check *k, const struct cfg *c, const struct cfg_key *key)
{
    bool is_list = c->kind == CFG_LIST;
    if (!is_list && !is_text(c))
        wrong_kind(k, c, key->want);
    for (uint32_t i = 0; i < (is_list ? c->len : 1); i++) {
        const struct cfg *one = is_list ? c->child[i] : c;
        if (is_list && !is_text(one))
            wrong_kind(k, one, WANT_TEXT);
        else if (is_text(one) && key->choice)
            check_choice(k, one, key->choice);
    }
}

static void check_name(struct check *k, const struct cfg *c)
{
    static const struct cfg_key keys[] = {
        { .name = "zh", .want = WANT_TEXT, .doc = N_("Name in Chinese.") },
        { .name = "en", .want = WANT_TEXT, .doc = N_("Name in English.") },
    };
    if (c->kind == CFG_GROUP) {
        k->fine = cfg_check(c, keys, COUNT(keys), k->f) && k->fine;
        if (c->len)
            return;
    }
    if (c->kind != CFG_TEXT)
        wrong_kind(k, c, WANT_NAME);
}

static void check_value(struct check *k, const struct cfg *c, const struct cfg_key *key)
{
    bool fine = true;
    switch (key->want) {
    case WANT_TEXT:
        fine = c->kind == CFG_TEXT;
        if (fine && key->choice)
            check_choice(k, c, key->choice);
        break;
    case WANT_NUMBER:
    case WANT_INTEGER:
        check_number(k, c, key);
        break;
    case WANT_BOOL:
        fine = c->kind == CFG_BOOL;
        break;
    case WANT_GROUP:
        fine = c->kind == CFG_GROUP;
        break;
    case WANT_LIST:
        fine = c->kind == CFG_LIST;
        break;
    case WANT_TEXTS:
        check_texts(k, c, key);
        break;
    case WANT_NAME:
        check_name(k, c);
        break;
    case WANT_SCALAR:
        fine = c->kind != CFG_GROUP && c->kind != CFG_LIST;
        break;
    case WANT_ANY:
        break;
    }
    if (!fine)
        wrong_kind(k, c, key->want);
}

static void unknown_key(struct check *k, const struct cfg *group, const struct cfg *c,
                        const struct cfg_key *keys, size_t n)
{
    const char *names[NAMES_MAX];
    size_t len = n < NAMES_MAX ? n : NAMES_MAX;
    for (size_t i = 0; i < len; i++)
        names[i] = keys[i].name;
    const char *near = text_nearest(c->name, names, len);
    if (near)
        cfg_error(k->f, c, _("unknown key '%s' in %s; did you mean '%s'?"), c->name,
                  label(k, group), near);
    else
        cfg_error(k->f, c, _("unknown key '%s' in %s; it takes %s"), c->name,
                  label(k, group), listed_names(&k->a, names, len));
    k->fine = false;
}

static const struct cfg_key *key_of(const char *name, const struct cfg_key *keys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(keys[i].name, name))
            return &keys[i];
    return NULL;
}

bool cfg_check(const struct cfg *group, const struct cfg_key *keys, size_t n,
               struct findings *f)
{
    struct check k = { .f = f, .fine = true };
    arena_init(&k.a, 0);
    if (group->kind != CFG_GROUP)
        wrong_kind(&k, group, WANT_GROUP);
    for (uint32_t i = 0; group->kind == CFG_GROUP && i < group->len; i++) {
        const struct cfg *c = group->child[i];
        const struct cfg_key *key = key_of(c->name, keys, n);
        if (key)
            check_value(&k, c, key);
        else
            unknown_key(&k, group, c, keys, n);
    }
    for (size_t i = 0; group->kind == CFG_GROUP && i < n; i++)
        if (keys[i].required && !cfg_get(group, keys[i].name)) {
            cfg_error(f, group, _("%s lacks the key '%s'"), label(&k, group), keys[i].name);
            k.fine = false;
        }
    arena_end(&k.a);
    return k.fine;
}
