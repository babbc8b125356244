/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - runs in SQLite: one run is one transaction, and is never changed afterwards.
 *
 * STRICT tables, foreign keys, WAL, user_version migrations, documented views (v_scores,
 * v_ranking, v_outcomes, v_reasons, v_orders, v_rejects, v_runs).  Everything a report
 * needs is in it; exact fractions stand beside decimals.  Clock times, durations, host,
 * threads and absolute paths stand here only, never in files of --out.  One thread per
 * store. */
#ifndef KH_STORE_STORE_H
#define KH_STORE_STORE_H

#include "score/score.h"

struct store;

/* Opens or makes the database, migrates it.  Taken by another run, or the disk is full:
 * ST_AGAIN.  Newer than this program: KH_ECONFIG.  With `dry` the file is copied into
 * memory (an absent one is not made) and nothing is ever written to it. */
kh_status store_open(struct store **out, const char *path, bool dry, kh_err *e);
void store_close(struct store *s);

/* What identifies a run beside its results. */
struct store_run {
    const struct scored_run *scored;
    const char *version;          /* of the program */
    const char *command;          /* command line, for the record */
    int64_t started_us, ended_us; /* UTC, for the record */
    uint32_t threads;
    const char *lang; /* language of the report */
    int exit_status;
};
/* Called between the stages of a write, for progress and for tests that stop the program
 * there: "insert" (after each batch of rows), "inserted", ... */
typedef void (*store_stage)(void *ctx, const char *stage);

/* Take the store for a run, before its current results are read: no other run comes in
 * between.  Taken by another one: ST_AGAIN.  store_write does it where it was not done. */
kh_status store_begin(struct store *s, kh_err *e);
/* Write the whole run; not yet committed.  *run is its number. */
kh_status store_write(struct store *s, const struct store_run *r, int64_t *run,
                      store_stage stage, void *ctx, kh_err *e);
kh_status store_commit(struct store *s, kh_err *e);
void store_rollback(struct store *s);

/* "last", a number, or a period (its newest run).  KH_EDATA with a sentence if there is
 * none. */
kh_status store_find_run(struct store *s, const char *which, int64_t *run, kh_err *e);

/* The rankings of the current results of the cycle before, for score_boards. */
kh_status store_previous(struct store *s, struct arena *a, const struct conf *c,
                         const char *period, struct score_previous **out, uint32_t *n,
                         kh_err *e);
/* The totals of the current result of out->domain in out->month, into `a`; is_known stays
 * false if there is none.  from and to are filled. */
kh_status store_window(struct store *s, struct arena *a, struct scored_window *out,
                       kh_err *e);
/* The current result of a domain's window, to be carried: rows, reasons, outcomes but
 * grades, awards and shares (boards give those anew), tables, plates; flags and `carried`
 * say so. *found is false if there is none.  Texts are in `a`. */
kh_status store_domain(struct store *s, struct arena *a, const struct conf_domain *d,
                       int32_t month, struct scored_domain *out, bool *found, kh_err *e);
/* Orders that are still open in the newest current result before the cycle that ends with
 * `month`. */
kh_status store_orders(struct store *s, struct arena *a, const struct conf_domain *d,
                       int32_t month, struct scored_order **out, uint32_t *n, kh_err *e);
/* Plates of all cycles of the domain before the one that ends with `month`, oldest first,
 * from the first with a current result on; cycles between without one are not known. */
kh_status store_history(struct store *s, struct arena *a, const struct conf_domain *d,
                        int32_t month, struct scored_cycle **out, uint32_t *n, kh_err *e);
/* Rows of `kaohe runs`, newest first: number, period, time, exit status, domains and
 * faults. */
struct store_listed {
    int64_t run;
    const char *period, *at, *domains, *faults;
    int exit_status;
};
kh_status store_list(struct store *s, struct arena *a, struct store_listed **out,
                     uint32_t *n, kh_err *e);
/* The connection, for readers in room report; they only SELECT. */
struct sqlite3 *store_handle(struct store *s);

#endif
