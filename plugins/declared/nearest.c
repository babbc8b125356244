/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.c - see nearest.h. */
#include "nearest.h"

#include <stdio.h>
#include <string.h>

enum { NEAR_MOST = 2, NEAREST_BYTES = 64 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Edits from a to b, up to NEAR_MOST + 1: both are names of at most 63 bytes.  Two
 * neighbours swapped are one edit. */
static int distance(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b);
    int rows[3][NEAREST_BYTES + 1] = { { 0 } };
    if (m >= NEAREST_BYTES || n >= NEAREST_BYTES)
        return NEAR_MOST + 1;
    for (size_t k = 0; k <= n; k++)
        rows[0][k] = (int)k;
    for (size_t i = 1; i <= m; i++) {
        int *now = rows[i % 3];
        const int *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = (int)i;
        for (size_t k = 1; k <= n; k++) {
            now[k] =
                least(last[k - 1] + (a[i - 1] != b[k - 1]), least(last[k], now[k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                now[k] = least(now[k], before[k - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

const char *declared_near(char *out, const char *name,
                          const char *(*at)(const void *, uint32_t), const void *ctx,
                          uint32_t n)
{
    int best = NEAR_MOST + 1;
    *out = 0;
    for (uint32_t i = 0; i < n; i++) {
        int d = distance(name, at(ctx, i));
        if (!d || d >= best || (size_t)d >= strlen(name))
            continue;
        best = d;
        snprintf(out, NEAREST_SAID, "; did you mean '%.60s'?", at(ctx, i));
    }
    return out;
}
