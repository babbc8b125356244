/* SPDX-License-Identifier: Apache-2.0 */
/* listed.h - names put in a row for a message.  Thread contract: pure. */
#ifndef KH_CONFIG_LISTED_H
#define KH_CONFIG_LISTED_H

#include "base/arena.h"

/* "a, b, c", cut behind a name when it gets long, without empty names; never NULL. */
const char *listed_names(struct arena *a, const char *const *names, size_t n);

#endif
