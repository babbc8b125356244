/* SPDX-License-Identifier: Apache-2.0 */
/* runs_command.c - `kaohe runs`: what the store holds, newest first. */
#include "cli/command.h"
#include "cli/past.h"

#include "base/lang.h"
#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>

static kh_status print_runs(struct store *s, struct arena *a, kh_err *e)
{
    struct store_listed *at = NULL;
    uint32_t n = 0;
    kh_status rc = store_list(s, a, &at, &n, e);
    if (!rc && !n)
        log_line(KH_LOG_INFO, "%s", _("the store holds no run yet"));
    for (uint32_t i = 0; !rc && i < n; i++)
        printf("%" PRId64 "\t%s\t%s\t%d\t%s\t%s\n", at[i].run, at[i].period, at[i].at,
               at[i].exit_status, at[i].domains, at[i].faults);
    return rc;
}

static int run(int argc, char **argv)
{
    struct arena a;
    struct options o;
    struct past p = { 0 };
    arena_init(&a, 0);
    if (!options_read(&o, &a, argc, argv, OPT_CONFIG | OPT_DB) || o.rest < argc) {
        arena_end(&a);
        return command_misused(&command_runs);
    }
    kh_err e = { 0 };
    int status = past_open(&p, &a, &o);
    if (!status) {
        status = status_exit(print_runs(p.store, &a, &e));
        if (status)
            log_line(KH_LOG_ERROR, "%s", e.text);
    }
    past_close(&p);
    arena_end(&a);
    return status;
}

const struct command command_runs = {
    "runs",
    N_("runs -c FILE | --db FILE"),
    N_("List the runs in the store: number, period, time, exit status, domains, faults."),
    run,
};
