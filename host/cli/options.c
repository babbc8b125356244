/* SPDX-License-Identifier: Apache-2.0 */
/* options.c - see options.h. */
#include "cli/options.h"

#include "base/lang.h"
#include "base/log.h"

#include <getopt.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    int argument;
    unsigned bit;
    char letter;
} table[] = {
    { "config", required_argument, OPT_CONFIG, 'c' },
    { "period", required_argument, OPT_PERIOD, 'p' },
    { "out", required_argument, OPT_OUT, 'o' },
    { "only", required_argument, OPT_ONLY, 'O' },
    { "threads", required_argument, OPT_THREADS, 't' },
    { "db", required_argument, OPT_DB, 'd' },
    { "plugins", required_argument, OPT_PLUGINS, 'P' },
    { "lang", required_argument, OPT_LANG, 'l' },
    { "input", required_argument, OPT_INPUT, 'i' },
    { "dry-run", no_argument, OPT_DRY_RUN, 'n' },
    { "strict", no_argument, OPT_STRICT, 's' },
    { "print", no_argument, OPT_PRINT, 'r' },
    { "json", no_argument, OPT_JSON, 'j' },
    { "calendar", required_argument, OPT_CALENDAR, 'K' },
    { "chunk-size", required_argument, OPT_TESTS, 'C' },
    { "test-pause", required_argument, OPT_TESTS, 'T' },
};

/* A whole number from 1 to `most`; 0 if it is none. */
static uint64_t number_of(const char *s, uint64_t most)
{
    uint64_t n = 0;
    for (; *s >= '0' && *s <= '9' && n <= most; s++)
        n = n * 10 + (uint64_t)(*s - '0');
    return *s || n > most ? 0 : n;
}

static bool take_only(struct options *o, struct arena *a, const char *list)
{
    char *copy = arena_text(a, list);
    for (char *p = copy; p && *p; o->n_only++) {
        if (o->n_only == OPTIONS_LIST_MAX)
            return false;
        o->only[o->n_only] = p;
        p += strcspn(p, ",");
        if (*p)
            *p++ = '\0';
    }
    return copy && o->n_only;
}

/* DOMAIN.DATASET=FILE */
static bool take_input(struct options *o, struct arena *a, const char *text)
{
    char *copy = arena_text(a, text);
    char *equals = copy ? strchr(copy, '=') : NULL;
    char *dot = copy ? strchr(copy, '.') : NULL;
    if (!equals || !dot || dot > equals || !equals[1] || o->n_over == OPTIONS_LIST_MAX)
        return false;
    *equals = *dot = '\0';
    o->over[o->n_over++] = (struct conf_override){ copy, dot + 1, equals + 1 };
    return true;
}

/* One option; false if its argument is unusable, with what was expected in *want. */
static bool take(struct options *o, struct arena *a, int letter, const char *arg,
                 const char **want)
{
    switch (letter) {
    case 'c':
        o->config = arg;
        return true;
    case 'K':
        o->calendar = true;
        o->period = arg;
        *want = _("a month, such as 2011-04");
        return month_parse(&o->month, arg);
    case 'p':
        o->period = arg;
        *want = _("a month, such as 2011-04");
        return month_parse(&o->month, arg);
    case 'o':
        o->out = arg;
        return true;
    case 'O':
        *want = _("domain ids with commas between");
        return take_only(o, a, arg);
    case 't':
        *want = _("a number of threads from 1 to 256");
        return (o->threads = (uint32_t)number_of(arg, OPTIONS_THREADS_MAX)) != 0;
    case 'd':
        o->db = arg;
        return true;
    case 'P':
        *want = _("at most 256 folders");
        if (o->n_plugins == OPTIONS_LIST_MAX)
            return false;
        o->plugins[o->n_plugins++] = arg;
        return true;
    case 'l':
        *want = _("zh or en");
        return o->has_lang = lang_named(arg, &o->lang);
    case 'i':
        *want = _("DOMAIN.DATASET=FILE");
        return take_input(o, a, arg);
    case 'n':
        return o->dry_run = true;
    case 's':
        return o->strict = true;
    case 'r':
        return o->print = true;
    case 'j':
        return o->json = true;
    case 'C':
        *want = _("bytes from 64 to 1073741824");
        return (o->chunk_size = (size_t)number_of(arg, 1u << 30)) >= 64;
    case 'T':
        o->pause = arg;
        return true;
    default:
        return false;
    }
}

bool options_read(struct options *o, struct arena *a, int argc, char **argv,
                  unsigned allowed)
{
    struct option longs[COUNT(table) + 1] = { { 0 } };
    int n = 0;
    for (size_t i = 0; i < COUNT(table); i++)
        if (table[i].bit & allowed)
            longs[n++] =
                (struct option){ table[i].name, table[i].argument, NULL, table[i].letter };
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    memset(o, 0, sizeof *o);
    o->config = "conf/kaohe.cfg";
    o->month = -1;
    o->threads = online < 1 ? 1 : online > 64 ? 64 : (uint32_t)online;
    opterr = 0;
    optind = 1;
    for (;;) {
        int at = optind;
        int letter =
            getopt_long(argc, argv, allowed & OPT_CONFIG ? ":c:" : ":", longs, NULL);
        if (letter == -1)
            break;
        const char *want = "", *given = argv[at < argc ? at : argc - 1];
        if (letter == ':')
            log_line(KH_LOG_ERROR, _("%s: %s needs a value"), argv[0], given);
        else if (letter == '?')
            log_line(KH_LOG_ERROR, _("%s: unknown option %s"), argv[0], given);
        else if (!take(o, a, letter, optarg, &want))
            log_line(KH_LOG_ERROR, _("%s: \"%s\" cannot be used; expected %s"), argv[0],
                     optarg ? optarg : given, want);
        else
            continue;
        return false;
    }
    o->rest = optind;
    return true;
}
