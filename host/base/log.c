/* SPDX-License-Identifier: Apache-2.0 */
/* log.c - see log.h. */
#include "base/log.h"
#include "base/lang.h"

#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

enum { LOG_LINE_MAX = 4096 }; /* bytes; PIPE_BUF, so that a pipe takes a line whole */

static atomic_uint set_level = KH_LOG_INFO;

void log_level(uint32_t level)
{
    atomic_store(&set_level, level);
}

static const char *prefix(uint32_t level)
{
    switch (level) {
    case KH_LOG_ERROR:
        return _("error: ");
    case KH_LOG_WARN:
        return _("warning: ");
    case KH_LOG_INFO:
        return "";
    default:
        return "debug: ";
    }
}

void log_line(uint32_t level, const char *fmt, ...)
{
    if (level > atomic_load(&set_level))
        return;
    char line[LOG_LINE_MAX];
    int saved = errno;
    int head = snprintf(line, sizeof line, "kaohe: %s", prefix(level));
    size_t at = head < 0 ? 0 : (size_t)head;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line + at, sizeof line - at, fmt, ap);
    va_end(ap);
    size_t len = strlen(line);
    if (n < 0)
        len = at;
    /* The text may come from a plugin: no line break or escape sequence of its own. */
    for (size_t i = at; i < len; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
            line[i] = ' ';
    line[len++] = '\n';
    for (size_t done = 0; done < len;) {
        ssize_t written = write(STDERR_FILENO, line + done, len - done);
        if (written < 0 && errno != EINTR)
            break;
        done += written > 0 ? (size_t)written : 0;
    }
    errno = saved;
}
