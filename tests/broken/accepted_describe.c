/* SPDX-License-Identifier: Apache-2.0 */
/* accepted_describe.c - its domain depends on parameters; it is told with the defaults. */
#include "tiny.h"

static kh_status tell(const void *inst, const kh_domain **domain, kh_err *e)
{
    (void)inst, (void)e;
    *domain = &tiny_domain;
    return KH_OK;
}

TINY(accepted_describe, (t.describe = tell, t.domain = NULL))
