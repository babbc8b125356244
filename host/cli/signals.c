/* SPDX-License-Identifier: Apache-2.0 */
/* signals.c - see signals.h. */
#include "cli/signals.h"

#include "base/log.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static volatile int stop;

static void note(int signal)
{
    stop = signal;
}

void signals_catch(void)
{
    static const int caught[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction act;
    memset(&act, 0, sizeof act);
    act.sa_handler = note;
    for (size_t i = 0; i < COUNT(caught); i++)
        sigaction(caught[i], &act, NULL);
    act.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &act, NULL);
}

const volatile int *signals_stop(void)
{
    return &stop;
}

void signals_stage(const char *pause, const char *stage)
{
    static unsigned long met;
    if (!pause)
        return;
    size_t n = strcspn(pause, ":");
    if (strlen(stage) != n || strncmp(stage, pause, n))
        return;
    unsigned long wanted = pause[n] ? strtoul(pause + n + 1, NULL, 10) : 1;
    if (++met != wanted)
        return;
    log_line(KH_LOG_ERROR, "stage: %s %lu", stage, met);
    raise(SIGSTOP);
}
