/* SPDX-License-Identifier: Apache-2.0 */
/* terminal.h - what standard output can show. */
#ifndef KH_CLI_TERMINAL_H
#define KH_CLI_TERMINAL_H

#include <stdbool.h>

enum { TERMINAL_WIDTH = 100, TERMINAL_WIDTH_LEAST = 60, TERMINAL_WIDTH_MOST = 200 };

int terminal_width(void);       /* TERMINAL_WIDTH where it is not a terminal */
bool terminal_has_colour(void); /* a terminal, NO_COLOR not set, TERM not dumb */

#endif
