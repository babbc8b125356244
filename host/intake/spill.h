/* SPDX-License-Identifier: Apache-2.0 */
/* spill.h - an unlinked temporary file that is only appended to and read back. */
#ifndef KH_INTAKE_SPILL_H
#define KH_INTAKE_SPILL_H

#include "base/status.h"

struct spill {
    int fd; /* -1 until the first byte */
    uint64_t size;
};
void spill_init(struct spill *s);
void spill_close(struct spill *s);
/* Append; the file is made in TMPDIR, else where libc says.  ST_AGAIN if the disk is full.
 */
kh_status spill_add(struct spill *s, const void *bytes, size_t n, kh_err *e);
kh_status spill_read(const struct spill *s, void *out, size_t n, uint64_t offset,
                     kh_err *e);

#endif
