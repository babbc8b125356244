/* SPDX-License-Identifier: Apache-2.0 */
/* refused_version.c - has no version. */
#include "tiny.h"

TINY(refused_version, t.version = NULL)
