/* SPDX-License-Identifier: Apache-2.0 */
/* refused_callback.c - one required callback is missing. */
#include "tiny.h"

TINY(refused_callback, t.merge = NULL)
