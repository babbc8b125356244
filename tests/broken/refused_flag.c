/* SPDX-License-Identifier: Apache-2.0 */
/* refused_flag.c - says a flag that this host must know and does not. */
#include "tiny.h"

TINY(refused_flag, t.flags = 1u << 20)
