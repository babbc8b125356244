/* SPDX-License-Identifier: Apache-2.0 */
/* refused_default.c - the default of a parameter is below its minimum. */
#include "tiny.h"

TINY(refused_default, tiny_params[0].dflt = "-1")
