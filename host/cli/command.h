/* SPDX-License-Identifier: Apache-2.0 */
/* command.h - the table of commands: one file per command, ending in its entry. */
#ifndef KH_CLI_COMMAND_H
#define KH_CLI_COMMAND_H

struct command {
    const char *name;
    const char *usage;                 /* behind "kaohe "; one line, N_() */
    const char *summary;               /* one sentence, N_() */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; an exit status */
};

extern const struct command command_run, command_check, command_runs, command_report,
    command_plugin;

/* Print the usage line of `c` to stderr; returns EXIT_USAGE. */
int command_misused(const struct command *c);

#endif
