/* SPDX-License-Identifier: Apache-2.0 */
/* plugin_command.c - `kaohe plugin list | describe NAME`: what could be enabled.
 *
 * Plugins are looked at in a child process; one that cannot be used is listed with the
 * reason and makes the exit status 4. */
#include "cli/command.h"
#include "cli/options.h"

#include "base/lang.h"
#include "base/log.h"
#include "base/path.h"
#include "plugin/describe.h"

#include <stdio.h>
#include <string.h>

/* --plugins, else the folder beside the program and the installed one. */
static uint32_t folders_of(struct arena *a, const struct options *o, const char **folders)
{
    uint32_t n = 0;
    for (; n < o->n_plugins; n++)
        folders[n] = o->plugins[n];
    if (n)
        return n;
    const char *program = path_of_program(a);
    const char *beside = program ? path_join(a, program, "plugins") : NULL;
    const char *installed = program ? path_join(a, program, KAOHE_TO_LIB "/plugins") : NULL;
    if (beside)
        folders[n++] = beside;
    if (installed)
        folders[n++] = installed;
    return n;
}

static int list(struct buf *out, const struct options *o, const struct scanned *files,
                uint32_t n)
{
    kh_status rc =
        o->json ? describe_list_json(out, files, n) : describe_list(out, files, n);
    for (uint32_t i = 0; !rc && i < n; i++)
        if (files[i].failure)
            return EXIT_PARTIAL;
    return status_exit(rc);
}

static int describe(struct buf *out, const struct options *o, const char *id,
                    const struct scanned *files, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (files[i].failure || strcmp(files[i].schema.plugin, id))
            continue;
        return status_exit(o->json ? describe_json(out, &files[i].schema)
                                   : describe_text(out, &files[i].schema));
    }
    log_line(KH_LOG_ERROR, _("there is no plugin \"%s\"; `kaohe plugin list` names them"),
             id);
    return EXIT_CONFIG;
}

static int act(struct arena *a, const struct options *o, int argc, char **argv,
               struct buf *out)
{
    const char *folders[OPTIONS_LIST_MAX + 2], *action = argv[o->rest];
    struct scanned *files = NULL;
    uint32_t n = 0;
    kh_err e = { 0 };
    bool is_list = !strcmp(action, "list") && o->rest + 1 == argc;
    if (!is_list && (strcmp(action, "describe") || o->rest + 2 != argc))
        return command_misused(&command_plugin);
    uint32_t n_folders = folders_of(a, o, folders);
    const char *program = path_program(a);
    kh_status rc = program ? scan_folders(&files, &n, a, program, folders, n_folders, &e)
                           : kh_fail(&e, ST_IO, _("the path of this program is unknown"));
    if (rc) {
        log_line(KH_LOG_ERROR, "%s", e.text);
        return status_exit(rc);
    }
    return is_list ? list(out, o, files, n) : describe(out, o, argv[o->rest + 1], files, n);
}

static int run(int argc, char **argv)
{
    struct arena a;
    struct options o;
    struct buf out;
    arena_init(&a, 0);
    buf_init(&out, (size_t)1 << 24);
    int status = EXIT_USAGE;
    if (!options_read(&o, &a, argc, argv, OPT_PLUGINS | OPT_JSON) || o.rest >= argc)
        command_misused(&command_plugin);
    else
        status = act(&a, &o, argc, argv, &out);
    if (out.at)
        fputs(out.at, stdout);
    buf_end(&out);
    arena_end(&a);
    return status;
}

const struct command command_plugin = {
    "plugin",
    N_("plugin list [--json] | describe NAME [--json] [--plugins DIR].."),
    N_("List the plugins found, or show what one declares."),
    run,
};
