/* SPDX-License-Identifier: Apache-2.0 */
/* status.h - how the host reports failure: one status, one sentence, and lists of findings.
 *
 * kh_status and kh_err (the plugin contract's) carry a single failure up to where the
 * reader's context is known.  A `findings` list carries many: configuration is checked
 * whole, and every mistake is told with its place.  Nothing below host/cli prints. */
#ifndef KH_BASE_STATUS_H
#define KH_BASE_STATUS_H

#include <kaohe/sdk.h> /* kh_status, kh_err, kh_fail, KH_PRINTF */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Exit status of the program; fixed by docs and scripts. */
enum {
    EXIT_COMPLETE = 0,
    EXIT_USAGE = 1,
    EXIT_CONFIG = 2,
    EXIT_INPUT = 3,
    EXIT_PARTIAL = 4,
    EXIT_INTERNAL = 5,
    EXIT_AGAIN = 6
};

/* Host-only codes for kh_err.code, above the contract's. */
enum {
    ST_USAGE = 100,
    ST_INPUT = 101, /* an input is refused: exit 3 */
    ST_AGAIN = 102, /* store in use, disk full, stopped: exit 6 */
    ST_IO = 103     /* anything else the system refused: exit 5, or 3 for inputs */
};

/* The exit status that belongs to a code. */
int status_exit(kh_status code);

/* kh_fail with ": " and the text of errno behind the sentence. */
KH_PRINTF(3, 4) kh_status fail_errno(kh_err *e, kh_status code, const char *fmt, ...);

enum finding_kind { FINDING_ERROR, FINDING_WARNING, FINDING_NOTE };

struct finding {
    enum finding_kind kind;
    kh_status code; /* KH_ECONFIG, ST_INPUT ... decides the exit status */
    char *text;     /* whole sentence, place first: "conf/kaohe.cfg:12: ..." */
};

/* Bounded: past FINDINGS_MAX only the count grows. */
enum { FINDINGS_MAX = 1000 };
struct findings {
    struct finding *at;
    uint32_t len, cap;
    uint32_t errors, warnings; /* counted past the bound too */
};

/* Add one.  `file` NULL = no place; line 0 = no line; column 0 = no column.  Out of
 * memory is counted as an error and loses only the text. */
KH_PRINTF(7, 8)
void findings_add(struct findings *f, enum finding_kind kind, kh_status code,
                  const char *file, uint32_t line, uint32_t column, const char *fmt, ...);
/* The same sentence twice is told once. */
void findings_merge(struct findings *into, struct findings *from);
void findings_end(struct findings *f); /* frees; leaves it empty and usable */

#endif
