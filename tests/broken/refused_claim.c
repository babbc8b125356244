/* SPDX-License-Identifier: Apache-2.0 */
/* refused_claim.c - needs a later minor version than the one it was built with. */
#include "tiny.h"

TINY(refused_claim, t.needs_minor = 7)
