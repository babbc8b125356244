/* SPDX-License-Identifier: Apache-2.0 */
/* crash.c - see crash.h.  Handlers touch only lock-free atomics and this thread's slot. */
#include "worker/crash.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { CRASH_STACK = 64 * 1024 };

struct crash_stack {
    char bytes[CRASH_STACK];
};

static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU, SIGSYS };
static struct sigaction before[COUNT(fatal)];
static struct slots *shared;
static _Thread_local struct slot *mine;

static void note(void)
{
    if (shared && mine)
        atomic_store(&shared->culprit, (uint32_t)(mine - shared->slot) + 1);
}

/* Put the old handler back, and let the signal come again: a fault by itself, since the
 * instruction is run once more; anything else has to be raised. */
static void on_signal(int signal, siginfo_t *info, void *context)
{
    (void)context;
    note();
    for (size_t i = 0; i < COUNT(fatal); i++)
        if (fatal[i] == signal)
            sigaction(signal, &before[i], NULL);
    bool is_fault =
        signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL;
    if (!is_fault || info->si_code <= 0)
        raise(signal); /* blocked until this handler returns */
}

static void on_end(void)
{
    note();
}

void crash_watch(struct slots *slots)
{
    shared = slots;
    struct sigaction act = { .sa_sigaction = on_signal,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK };
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < COUNT(fatal); i++)
        sigaction(fatal[i], &act, &before[i]);
    atexit(on_end); /* a plugin that calls exit runs this on its own thread */
}

struct crash_stack *crash_thread(struct slot *slot)
{
    mine = slot;
    struct crash_stack *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    const stack_t use = { .ss_sp = s->bytes, .ss_size = sizeof s->bytes };
    sigaltstack(&use, NULL);
    return s;
}

void crash_thread_end(struct crash_stack *stack)
{
    const stack_t none = { .ss_flags = SS_DISABLE };
    mine = NULL;
    if (stack)
        sigaltstack(&none, NULL);
    free(stack);
}

void crash_done(void)
{
    shared = NULL;
}
