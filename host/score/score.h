/* SPDX-License-Identifier: Apache-2.0 */
/* score.h - the rule core: values to points, points to totals, totals to outcomes.
 *
 * Pure: no file, no SQL, no clock.  Order of calls in a run:
 *   scheme_read      per domain, once its plugin described itself (all mistakes at once)
 *   scheme_variants  the windows and day sets its leaves ask for: the order to its worker
 *   score_domain     measured results to rows, outcomes, reasons, orders, tables
 *   score_boards     rankings and grades over all domains of the run
 * One thread. */
#ifndef KH_SCORE_SCORE_H
#define KH_SCORE_SCORE_H

#include "score/scored.h"
#include "worker/worker.h"

struct scheme_set; /* all versions of one domain's scheme, vetoes, plates, tickets,
                      settlement, checked */

/* NULL if something was found.  `schema` is the described domain; `orgs` may be NULL. */
const struct scheme_set *scheme_read(struct arena *a, const struct conf *c,
                                     const struct conf_domain *d,
                                     const struct schema *schema, const struct orgs *orgs,
                                     struct findings *f);

/* The domain's order for the cycle that ends with `month`: variant 0 is its window, then
 * each distinct (months, days, each) of the versions in force and of the vetoes.
 * Where the days come from a file, variant.set tells which the caller has to read. */
kh_status scheme_variants(struct arena *a, const struct scheme_set *s, int32_t month,
                          struct worker_order *out, kh_err *e);

/* Does a version begin inside a window that the cycle looks at: of the scheme, where its
 * leaf is not the same before and after, or of the parameters?  Then, unless the domain's
 * `change` says which counts, and where no parameters are in force yet, an error.  The
 * domain's own windows need no period: scheme_read and conf_load look at those. */
void scheme_effective(const struct scheme_set *s, int32_t month, struct findings *f);

/* The windows of other domains that the scheme's `results` leaves ask for in the cycle that
 * ends with `month`: every window that ends inside it, by domain and month; `is_known` is
 * false and there are no totals yet. */
kh_status scheme_sources(struct arena *a, const struct scheme_set *s, int32_t month,
                         struct scored_window **out, uint32_t *n, kh_err *e);
/* A domain's own result as a window of sources or of a composite, texts shared.  A domain
 * at fault or missing stays unknown. */
kh_status score_window(struct arena *a, const struct scored_domain *d,
                       struct scored_window *out, kh_err *e);
/* Does a leaf of any version take results of this domain?  Sources are scored first. */
bool scheme_takes(const struct scheme_set *s, const char *domain);

/* Do its plates look at earlier cycles?  Then score_input has their history. */
bool scheme_has_history(const struct scheme_set *s);

/* What schemes may hold, for the reference manual; NULL behind the last. */
const struct conf_table *scheme_table_at(size_t index);

struct score_input {
    const struct conf *conf;
    const struct conf_domain *domain;
    const struct schema *schema;
    const struct scheme_set *scheme;
    const struct worker_order *order;
    const struct measured *measured;
    const struct orgs *orgs; /* or NULL */
    int32_t month;           /* last month of the window */
    enum round_mode rounding;
    const struct scored_window *sources; /* those of scheme_sources, known or not */
    uint32_t n_sources;
    const struct scored_cycle *history; /* earlier cycles, oldest first, without a gap */
    uint32_t n_history;
    const struct scored_order *open; /* orders that earlier cycles left open */
    uint32_t n_open;
};
/* Fills *out (all but `fault`). */
kh_status score_domain(struct arena *a, const struct score_input *in,
                       struct scored_domain *out, kh_err *e);

/* The composite of a period over its domains' last windows, as a domain of the run with the
 * id `composite` (architecture.md, "Results of other domains").  `windows` holds one per
 * domain of the composite: of this run, carried, or unknown (missing or at fault).  Fills
 * *out; its `conf` is the composite's own. */
kh_status score_composite(struct arena *a, const struct conf *c, int32_t month,
                          const struct scored_window *windows, uint32_t n_windows,
                          const struct orgs *orgs, struct scored_domain *out, kh_err *e);

/* Earlier rankings, from the store's current results of the window before. */
struct score_previous {
    const char *board, *group, *subject, *score;
    uint32_t rank;
};
/* Fills run->ranks and adds grade outcomes to the domains; run->domains must be complete.
 * A domain at fault has no board rows.  `orgs` gives groups; NULL is fine. */
kh_status score_boards(struct arena *a, struct scored_run *run, const struct orgs *orgs,
                       const struct score_previous *before, uint32_t n_before, kh_err *e);
/* Boards against domains, levels, nodes, groups (before anything is read).  Called for the
 * composite's own domain too, without a scheme. */
void score_boards_check(const struct conf *c, const struct conf_domain *d,
                        const struct scheme_set *s, const struct orgs *orgs,
                        struct findings *f);

#endif
