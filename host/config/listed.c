/* SPDX-License-Identifier: Apache-2.0 */
/* listed.c - see listed.h. */
#include "config/listed.h"
#include "base/buf.h"

enum { LISTED_MAX = 400 }; /* bytes of the names that a message lists */

const char *listed_names(struct arena *a, const char *const *names, size_t n)
{
    struct buf b;
    buf_init(&b, LISTED_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!*names[i])
            continue;
        if (b.len + strlen(names[i]) + 8 > LISTED_MAX) {
            buf_text(&b, ", ...");
            break;
        }
        buf_printf(&b, "%s%s", b.len ? ", " : "", names[i]);
    }
    const char *text = arena_bytes(a, b.at ? b.at : "", b.len);
    buf_end(&b);
    return text ? text : "?";
}
