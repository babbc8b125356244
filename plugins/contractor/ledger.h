/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.h - rows of int64 in which equal keys are one row: the plugin's mergeable store.
 *
 * A ledger of kind `sums > 0` adds up the sums of rows with equal keys; one without sums is
 * a bag and keeps every row.  Rows come in any order; sorted and combined they are a pure
 * function of what was added, whatever the order, grouping or number of merges.  Columns
 * that hold ids of a key space follow a merge's remap.  All memory is the host's.
 * Thread contract: one thread at a time per ledger. */
#ifndef KH_CONTRACTOR_LEDGER_H
#define KH_CONTRACTOR_LEDGER_H

#include <kaohe/plugin.h>

enum { LEDGER_WIDTH_MAX = 16, LEDGER_NUMBER = -1 };

/* One column: ids of a key space from `min` (0, or -1 for "none"), or a number. */
typedef struct ledger_col {
    int32_t space; /* LEDGER_NUMBER or an index */
    int64_t min, max;
} ledger_col;

typedef struct ledger_kind {
    const char *name; /* for messages */
    const ledger_col *col;
    uint32_t keys, sums; /* keys first; keys + sums <= LEDGER_WIDTH_MAX */
} ledger_kind;

typedef struct ledger {
    const ledger_kind *kind;
    const kh_host *host;
    int64_t *row; /* row[i * width + k] */
    size_t len, cap;
    size_t sorted; /* rows from the start that are sorted and combined */
} ledger;

static inline uint32_t ledger_width(const ledger_kind *k)
{
    return k->keys + k->sums;
}
static inline const int64_t *ledger_row(const ledger *l, size_t i)
{
    return l->row + i * ledger_width(l->kind);
}

void ledger_init(ledger *l, const ledger_kind *kind, const kh_host *host);
void ledger_free(ledger *l);
/* Append one row of the kind's width.  KH_ENOMEM, KH_ERANGE: a sum left int64. */
kh_status ledger_add(ledger *l, const int64_t *row, kh_err *e);
/* Sort and combine in place. */
kh_status ledger_settle(ledger *l, kh_err *e);
/* A settled copy; the caller frees it, after a failure too. */
kh_status ledger_copy(ledger *out, const ledger *from, kh_err *e);
/* Add all rows of `from` under the ids of `into`.  KH_ESTATE: an id beyond the remap. */
kh_status ledger_merge(ledger *into, const ledger *from, const kh_merge *m, kh_err *e);
/* Equal ledgers write equal bytes. */
kh_status ledger_save(const ledger *l, const kh_sink *out, kh_err *e);
/* Survives any bytes: KH_ESTATE for what ledger_save cannot have written. */
kh_status ledger_load(ledger *l, const kh_source *in, kh_err *e);
/* KH_ESTATE unless every id is below its space's length. */
kh_status ledger_check(const ledger *l, const uint32_t *space_len, uint32_t spaces,
                       kh_err *e);
/* The rows [*lo, *hi) of a settled ledger whose first `n` keys equal `key`. */
void ledger_find(const ledger *l, const int64_t *key, uint32_t n, size_t *lo, size_t *hi);

#endif
