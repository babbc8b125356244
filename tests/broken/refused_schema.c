/* SPDX-License-Identifier: Apache-2.0 */
/* refused_schema.c - a column has a type that does not exist. */
#include "tiny.h"

TINY(refused_schema, tiny_columns[1].type = 12)
