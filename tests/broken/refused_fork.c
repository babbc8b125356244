/* SPDX-License-Identifier: Apache-2.0 */
/* refused_fork.c - leaves a process behind that keeps every descriptor open, and ends. */
#include "tiny.h"
#include <unistd.h>

__attribute__((constructor)) static void split(void)
{
    if (fork() != 0)
        _exit(4);
    sleep(1000);
}

TINY(refused_fork, (void)0)
