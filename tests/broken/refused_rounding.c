/* SPDX-License-Identifier: Apache-2.0 */
/* refused_rounding.c - changes how the processor rounds, as -ffast-math does on loading. */
#include "tiny.h"
#include <fenv.h>

__attribute__((constructor)) static void disturb(void)
{
    fesetround(FE_TOWARDZERO);
}

TINY(refused_rounding, (void)0)
