/* SPDX-License-Identifier: Apache-2.0 */
/* dict.h - key text to dense ids, in order of first appearance.
 *
 * One dict belongs to one thread.  Ids start at 0, have no gaps and never change. */
#ifndef KH_INTAKE_DICT_H
#define KH_INTAKE_DICT_H

#include "base/status.h"

enum { DICT_KEY_MAX = 4096 }; /* bytes; a longer key is a rejected row, not an error */

struct dict;

struct dict *dict_new(void); /* NULL if memory is refused; end it with dict_end */
/* The id of a key, made if it is new.  On failure the dict is as it was. */
kh_status dict_id(struct dict *d, const char *key, uint32_t len, uint32_t *id, kh_err *e);
/* false if the key is not in it.  Several threads may ask a dict that nobody changes. */
bool dict_find(const struct dict *d, const char *key, uint32_t len, uint32_t *id);
/* NUL-ended; valid until dict_end. */
const char *dict_text(const struct dict *d, uint32_t id, uint32_t *len);
uint32_t dict_len(const struct dict *d);
void dict_end(struct dict *d); /* NULL is fine */

#endif
