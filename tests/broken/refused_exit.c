/* SPDX-License-Identifier: Apache-2.0 */
/* refused_exit.c - ends the process while it is loaded. */
#include "tiny.h"
#include <unistd.h>

__attribute__((constructor)) static void leave(void)
{
    _exit(3);
}

TINY(refused_exit, (void)0)
