/* SPDX-License-Identifier: Apache-2.0 */
/* lang.c - see lang.h.
 *
 * glibc translates nothing while the locale is C, and looks at LANGUAGE in every other
 * one.  So the locale is always C.UTF-8, which every Debian has, and LANGUAGE says which
 * catalogue is meant.  gettext caches what it found; _nl_msg_cat_cntr is its documented
 * counter that makes it look again after LANGUAGE has changed. */
#include "base/lang.h"
#include "base/arena.h"
#include "base/path.h"

#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#define DOMAIN "kaohe"

extern int _nl_msg_cat_cntr;

static enum lang messages = LANG_EN;

static const char *const names[] = { [LANG_EN] = "en", [LANG_ZH] = "zh" };
/* "en" has no catalogue: the msgids are the English texts. */
static const char *const catalogues[] = { [LANG_EN] = "en", [LANG_ZH] = "zh_CN" };

static void use(enum lang lang)
{
    setenv("LANGUAGE", catalogues[lang], 1);
    _nl_msg_cat_cntr++;
}

/* The first of these that is set and not empty decides, as for every program. */
static enum lang wanted(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < COUNT(variables); i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) ? LANG_EN : LANG_ZH;
    }
    return LANG_EN;
}

/* The catalogue beside the program, else the installed one. */
static void bind_catalogue(const char *program_folder)
{
    struct arena a;
    arena_init(&a, 0);
    static const char *const folders[] = { "locale", KAOHE_TO_LOCALE };
    for (size_t i = 0; program_folder && i < COUNT(folders); i++) {
        const char *folder = path_join(&a, program_folder, folders[i]);
        const char *file =
            folder ? path_join(&a, folder, "zh_CN/LC_MESSAGES/" DOMAIN ".mo") : NULL;
        if (!file || access(file, R_OK))
            continue;
        bindtextdomain(DOMAIN, folder);
        break;
    }
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
    arena_end(&a);
}

void lang_init(const char *program_folder)
{
    messages = wanted();
    /* The one call of setlocale: numbers, dates and order of text stay those of C. */
    static const int categories[] = { LC_CTYPE, LC_MESSAGES };
    for (size_t i = 0; i < COUNT(categories); i++)
        if (!setlocale(categories[i], "C.UTF-8"))
            setlocale(categories[i], "en_US.UTF-8");
    bind_catalogue(program_folder);
    use(messages);
}

enum lang lang_messages(void)
{
    return messages;
}

bool lang_named(const char *name, enum lang *lang)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (!strcmp(name, names[i])) {
            *lang = (enum lang)i;
            return true;
        }
    return false;
}

const char *lang_name(enum lang lang)
{
    return names[lang];
}

const char *lang_text(enum lang lang, const char *msgid)
{
    if (lang == LANG_EN || !*msgid) /* gettext("") is the catalogue's head */
        return msgid;
    if (lang == messages)
        return gettext(msgid);
    use(lang);
    const char *text = gettext(msgid); /* catalogues stay loaded to the end */
    use(messages);
    return text;
}
