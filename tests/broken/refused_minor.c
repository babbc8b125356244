/* SPDX-License-Identifier: Apache-2.0 */
/* refused_minor.c - needs a younger host. */
#include "tiny.h"

TINY(refused_minor, t.needs_minor = 7)
