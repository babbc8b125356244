/* SPDX-License-Identifier: Apache-2.0 */
/* gunzip.h - gzip files inflated into one temporary file. */
#ifndef KH_INTAKE_GUNZIP_H
#define KH_INTAKE_GUNZIP_H

#include "intake/spill.h"
#include "intake/survey.h"

/* Do the bytes begin like gzip? */
bool gunzip_is_gzip(const unsigned char *bytes, size_t n);
/* Inflate `from` (all its members) behind what `into` holds; *to says where it stands,
 * `sha` gets the digest of the bytes on disk.  Damaged, cut or too large: ST_INPUT. */
kh_status gunzip_file(struct spill *into, const struct survey_bytes *from, const char *path,
                      struct survey_bytes *to, unsigned char sha[SHA_SIZE], kh_err *e);

#endif
