/* SPDX-License-Identifier: Apache-2.0 */
/* refused_library.c - calls a function of a library it is not linked with. */
#include "tiny.h"

int kh_nowhere(void);

TINY(refused_library, t.flags = (uint32_t)kh_nowhere())
