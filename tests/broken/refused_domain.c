/* SPDX-License-Identifier: Apache-2.0 */
/* refused_domain.c - has neither a domain nor describe. */
#include "tiny.h"

TINY(refused_domain, t.domain = NULL)
