/* SPDX-License-Identifier: Apache-2.0 */
/* refused_open.c - dies in open, which a scan calls if the domain depends on parameters. */
#include "tiny.h"
#include <stdlib.h>

static kh_status die(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    (void)h, (void)p, (void)inst, (void)e;
    abort();
}

static kh_status tell(const void *inst, const kh_domain **domain, kh_err *e)
{
    (void)inst, (void)e;
    *domain = &tiny_domain;
    return KH_OK;
}

TINY(refused_open, (t.open = die, t.describe = tell, t.domain = NULL))
