/* SPDX-License-Identifier: Apache-2.0 */
/* findings_text.h - findings as one text for comparing: a sentence a line, without the
 * test's own folder. */
#ifndef KH_TESTS_FINDINGS_TEXT_H
#define KH_TESTS_FINDINGS_TEXT_H

#include "base/status.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* Static storage, valid until the next call. */
static inline const char *findings_text(const struct findings *f)
{
    static char text[65536];
    size_t n = 0, skip = strlen(unit_folder()) + 1;
    text[0] = 0;
    for (uint32_t i = 0; i < f->len; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", i ? "\n" : "",
                              f->at[i].text);
    for (char *at = strstr(text, unit_folder()); at; at = strstr(at, unit_folder()))
        memmove(at, at + skip, strlen(at + skip) + 1);
    return text;
}

#endif
