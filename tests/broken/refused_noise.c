/* SPDX-License-Identifier: Apache-2.0 */
/* refused_noise.c - writes into the descriptor over which the scanning child answers. */
#include "tiny.h"
#include <unistd.h>

__attribute__((constructor)) static void shout(void)
{
    for (int fd = 3; fd < 16; fd++)
        if (write(fd, "K H S 1 is no frame of it", 24) < 0)
            continue;
}

TINY(refused_noise, (void)0)
