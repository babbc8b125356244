/* SPDX-License-Identifier: Apache-2.0 */
/* accepted_loud.c - prints; what it prints is no answer and harms nobody. */
#include "tiny.h"
#include <unistd.h>

__attribute__((constructor)) static void shout(void)
{
    static const char line[] = "KHS1 hello, hello, hello\n";
    for (int fd = 1; fd < 3; fd++)
        if (write(fd, line, sizeof line - 1) < 0)
            continue;
}

TINY(accepted_loud, (void)0)
