/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - the program: finds the command and runs it. */
#include "cli/command.h"

#include "base/lang.h"
#include "base/log.h"
#include "base/path.h"
#include "plugin/scan.h"
#include "worker/worker.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct command *const commands[] = {
    &command_run, &command_check, &command_runs, &command_report, &command_plugin,
};

static void print_help(FILE *to)
{
    fprintf(to, "%s\n\n",
            _("kaohe scores the service quality of a telecom operator's units "
              "and suppliers."));
    for (size_t i = 0; i < COUNT(commands); i++)
        fprintf(to, "  kaohe %s\n      %s\n", _(commands[i]->usage),
                _(commands[i]->summary));
    fprintf(
        to, "\n%s\n",
        _("Exit status: 0 complete, 1 usage, 2 configuration, 3 input refused, 4 partial, "
          "5 internal, 6 try again."));
}

int command_misused(const struct command *c)
{
    log_line(KH_LOG_ERROR, _("usage: kaohe %s"), _(c->usage));
    return EXIT_USAGE;
}

/* The hidden arguments with which the program starts itself again.  The child leaves by
 * _exit: what a plugin registered with atexit does not run. */
static void child_of(int argc, char **argv)
{
    int fd = 0;
    for (const char *p = argv[2]; *p >= '0' && *p <= '9' && fd < 1000; p++)
        fd = fd * 10 + (*p - '0');
    int status =
        strcmp(argv[1], "--worker") ? scan_child(fd, argv + 3, argc - 3) : worker_child(fd);
    fflush(NULL);
    _exit(status);
}

int main(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, 0);
    lang_init(path_of_program(&a));
    arena_end(&a);
    if (argc >= 3 && (!strcmp(argv[1], "--worker") || !strcmp(argv[1], "--scan")))
        child_of(argc, argv);
    if (argc >= 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))) {
        print_help(stdout);
        return EXIT_COMPLETE;
    }
    if (argc >= 2 && !strcmp(argv[1], "--version")) {
        printf("kaohe %s\n", KAOHE_VERSION);
        return EXIT_COMPLETE;
    }
    for (size_t i = 0; argc >= 2 && i < COUNT(commands); i++)
        if (!strcmp(argv[1], commands[i]->name))
            return commands[i]->run(argc - 1, argv + 1);
    if (argc >= 2)
        log_line(KH_LOG_ERROR,
                 _("kaohe: unknown command \"%s\"; `kaohe --help` lists them"), argv[1]);
    else
        print_help(stderr);
    return EXIT_USAGE;
}
