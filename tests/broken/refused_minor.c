/* SPDX-License-Identifier: Apache-2.0 */
/* refused_minor.c - needs a younger host. */
#include "tiny.h"

TINY(refused_minor, (t.abi_minor = 7, t.needs_minor = 7))
