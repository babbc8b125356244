/* SPDX-License-Identifier: Apache-2.0 */
/* history.h - earlier cycles of a domain for the rules that look at them. */
#ifndef KH_CLI_HISTORY_H
#define KH_CLI_HISTORY_H

#include "cli/coordinate.h"

/* Fills in->history from the store for a domain whose plates look at earlier cycles, and
 * adds a finding that names the cycles without a result.  Does nothing without a store. */
kh_status history_take(struct coordinator *c, struct score_input *in, kh_err *e);

#endif
