/* SPDX-License-Identifier: Apache-2.0 */
/* refused_small.c - its table is shorter than that of version 1.0. */
#include "tiny.h"

TINY(refused_small, t.size = 64)
