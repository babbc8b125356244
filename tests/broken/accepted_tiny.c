/* SPDX-License-Identifier: Apache-2.0 */
/* accepted_tiny.c - what the broken plugins are but for one line; it is accepted. */
#include "tiny.h"

TINY(accepted_tiny, (void)0)
