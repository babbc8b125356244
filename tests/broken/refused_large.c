/* SPDX-License-Identifier: Apache-2.0 */
/* refused_large.c - its table claims more bytes than any version will have. */
#include "tiny.h"

TINY(refused_large, t.size = 65544)
