/* SPDX-License-Identifier: Apache-2.0 */
/* terminal.c - see terminal.h. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
        return TERMINAL_WIDTH;
    if (size.ws_col < TERMINAL_WIDTH_LEAST)
        return TERMINAL_WIDTH_LEAST;
    return size.ws_col > TERMINAL_WIDTH_MOST ? TERMINAL_WIDTH_MOST : size.ws_col;
}

bool terminal_has_colour(void)
{
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(none && *none) && term && strcmp(term, "dumb");
}
