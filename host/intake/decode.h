/* SPDX-License-Identifier: Apache-2.0 */
/* decode.h - one cell's text to one typed value.
 *
 * The text is UTF-8, trimmed, full-width ASCII folded, and not empty.  Each function
 * returns NULL, or why the text is not of the type: an English msgid, for rejects (see
 * rejects_text for its argument).  Pure; no locale; any thread. */
#ifndef KH_INTAKE_DECODE_H
#define KH_INTAKE_DECODE_H

#include "base/status.h"

enum { DECODE_DIGITS_MAX = 400 }; /* bytes of a number's text */

struct number_form {
    char decimal, thousands; /* thousands 0: none */
};

/* true/false, yes/no, y/n, 1/0, 是/否 in any case. */
const char *decode_bool(uint8_t *out, const char *s, size_t n);
/* value x 10^scale.  A trailing % is dropped; h:mm:ss and mm:ss are seconds. */
const char *decode_dec(int64_t *out, int32_t scale, const struct number_form *f,
                       const char *s, size_t n);
/* The nearest double, ties to even; an exponent is allowed.  NaN and infinities set
 * *is_null. */
const char *decode_f64(double *out, bool *is_null, const struct number_form *f,
                       const char *s, size_t n);
/* The index of the label; labels end with NULL. */
const char *decode_enum(uint16_t *out, const char *const *labels, const char *s, size_t n);

#endif
