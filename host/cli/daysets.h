/* SPDX-License-Identifier: Apache-2.0 */
/* daysets.h - day sets from files, put into the order of a domain. */
#ifndef KH_CLI_DAYSETS_H
#define KH_CLI_DAYSETS_H

#include "cli/coordinate.h"

/* Reads each file set that it->order asks for, once over all of its windows, fills the days
 * of the variants and it->daysets.  ST_INPUT: a file is refused, findings in c->findings.
 */
kh_status daysets_fill(struct coordinator *c, struct coordinated *it, kh_err *e);

#endif
