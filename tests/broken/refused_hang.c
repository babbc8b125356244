/* SPDX-License-Identifier: Apache-2.0 */
/* refused_hang.c - does not return when it is asked for its table. */
#include "tiny.h"
#include <unistd.h>

TINY(refused_hang, while (t.size) sleep(1))
