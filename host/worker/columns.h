/* SPDX-License-Identifier: Apache-2.0 */
/* columns.h - what registers say of the subjects of the domain's own window. */
#ifndef KH_WORKER_COLUMNS_H
#define KH_WORKER_COLUMNS_H

#include "worker/ladder.h"

/* Tell the coordinator about every column of a register that the domain asks for. */
kh_status columns_send(const struct ladder *l, kh_err *e);

#endif
