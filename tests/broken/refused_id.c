/* SPDX-License-Identifier: Apache-2.0 */
/* refused_id.c - its id is not the one its file name says. */
#include "tiny.h"

TINY(refused_id, t.id = "other")
