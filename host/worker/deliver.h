/* SPDX-License-Identifier: Apache-2.0 */
/* deliver.h - which units that owe a dataset delivered it, in each window that is measured.
 *
 * Delivered is a row of that unit in the window, or a file of the window's months named for
 * it, even with a header only. */
#ifndef KH_WORKER_DELIVER_H
#define KH_WORKER_DELIVER_H

#include "worker/ladder.h"

/* Tell the coordinator about every dataset with `expect`. */
kh_status deliver_send(const struct ladder *l, kh_err *e);

#endif
