/* SPDX-License-Identifier: Apache-2.0 */
/* progress.c - see progress.h. */
#include "cli/progress.h"

#include "base/lang.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { REDRAW_MS = 200 };

static int is_shown;

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void progress_show(void *ctx, const char *domain, uint64_t bytes, uint64_t of,
                   uint64_t rows)
{
    static uint64_t began, drawn;
    static char current[64];
    (void)ctx;
    if (!isatty(STDERR_FILENO))
        return;
    uint64_t now = now_ms();
    if (strncmp(current, domain, sizeof current - 1)) {
        snprintf(current, sizeof current, "%s", domain);
        began = now;
        drawn = 0;
    }
    if (now - drawn < REDRAW_MS || now == began || !bytes)
        return;
    drawn = now;
    uint64_t left = of > bytes ? (now - began) * (of - bytes) / bytes / 1000 : 0;
    fputs("\r\033[K", stderr);
    fprintf(stderr, _("%s: %llu rows, %llu rows/s, %llu s left"), domain,
            (unsigned long long)rows, (unsigned long long)(rows * 1000 / (now - began)),
            (unsigned long long)left);
    is_shown = 1;
}

void progress_clear(void)
{
    if (is_shown)
        fputs("\r\033[K", stderr);
    is_shown = 0;
}
