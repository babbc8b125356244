/* SPDX-License-Identifier: Apache-2.0 */
/* refused_magic.c - its table does not begin with the magic number. */
#include "tiny.h"

TINY(refused_magic, t.magic = 0x30504948)
