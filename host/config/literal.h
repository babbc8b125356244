/* SPDX-License-Identifier: Apache-2.0 */
/* literal.h - number literals of configuration files, kept as plain decimals.
 *
 * libconfig hands numbers over as int, long long and double, and changes some silently;
 * here the text of the file is the number.  Thread contract: pure. */
#ifndef KH_CONFIG_LITERAL_H
#define KH_CONFIG_LITERAL_H

#include "base/arena.h"

/* Bytes of the number-like text at the start of `s`: all that cannot end a number. */
size_t literal_len(const char *s, size_t n);

/* The plain decimal that the literal stands for: "0.1" stays, 1e2 is "100", 0x1F is "31",
 * 5L is "5".  NULL: *e says what is wrong and what to write instead (KH_ECONFIG), or memory
 * was refused (KH_ENOMEM). */
const char *literal_decimal(struct arena *a, const char *s, size_t n, kh_err *e);

#endif
