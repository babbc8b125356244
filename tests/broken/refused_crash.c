/* SPDX-License-Identifier: Apache-2.0 */
/* refused_crash.c - dies when it is asked for its table. */
#include "tiny.h"
#include <stdlib.h>

TINY(refused_crash, abort())
