/* SPDX-License-Identifier: Apache-2.0 */
/* options.h - the options that commands share, read by getopt_long. */
#ifndef KH_CLI_OPTIONS_H
#define KH_CLI_OPTIONS_H

#include "config/conf.h"

enum { OPTIONS_LIST_MAX = 256, OPTIONS_THREADS_MAX = 256 };

/* Which options a command takes: bits of struct options. */
enum {
    OPT_CONFIG = 1 << 0,
    OPT_PERIOD = 1 << 1,
    OPT_OUT = 1 << 2,
    OPT_ONLY = 1 << 3,
    OPT_THREADS = 1 << 4,
    OPT_DB = 1 << 5,
    OPT_PLUGINS = 1 << 6,
    OPT_LANG = 1 << 7,
    OPT_INPUT = 1 << 8,
    OPT_DRY_RUN = 1 << 9,
    OPT_STRICT = 1 << 10,
    OPT_PRINT = 1 << 11,
    OPT_JSON = 1 << 12,
    OPT_CALENDAR = 1 << 14,
    OPT_TESTS = 1 << 13 /* hidden: --chunk-size, --test-pause */
};

struct options {
    const char *config; /* default conf/kaohe.cfg */
    const char *period;
    int32_t month; /* of period; -1 without one */
    const char *out, *db;
    const char *only[OPTIONS_LIST_MAX];
    uint32_t n_only;
    uint32_t threads; /* default: the processors online */
    const char *plugins[OPTIONS_LIST_MAX];
    uint32_t n_plugins;
    bool has_lang, dry_run, strict, print, json, calendar;
    enum lang lang;
    struct conf_override over[OPTIONS_LIST_MAX];
    uint32_t n_over;
    size_t chunk_size; /* 0 = the default */
    const char *pause; /* STAGE or STAGE:N at which the program stops itself; NULL */
    int rest;          /* index of the first argument that is no option */
};

/* Reads argv by the bits allowed.  false: a sentence stands on stderr already. */
bool options_read(struct options *o, struct arena *a, int argc, char **argv,
                  unsigned allowed);

#endif
