/* SPDX-License-Identifier: Apache-2.0 */
/* coordinate.h - the coordinator of a run: configuration, one child per domain, scores.
 *
 * coordinate_open reads and checks everything that can be known before a file of input is
 * read; coordinate_measure runs the children; coordinate_score makes the result.  Findings
 * are collected on the way and told by coordinate_tell.  One thread. */
#ifndef KH_CLI_COORDINATE_H
#define KH_CLI_COORDINATE_H

#include "cli/options.h"
#include "score/score.h"
#include "store/store.h"

enum domain_fate {
    FATE_SCORED,  /* its cycle ends with the period */
    FATE_WAITING, /* it does not: its last result is carried */
    FATE_FAULT    /* its plugin failed; `fault` says how */
};

struct coordinated { /* a domain of the run */
    const struct conf_domain *conf;
    const struct schema *schema;
    const struct scheme_set *scheme;
    const struct orgs *orgs;
    struct worker *worker;
    struct worker_order order;
    struct dayset *daysets; /* that the order uses */
    uint32_t n_daysets;
    struct measured *measured;
    enum domain_fate fate;
    const char *fault;
    int32_t month; /* with which its window ends */
};

struct coordinator {
    struct arena arena;
    struct store *store; /* of earlier results, once it is open; the caller's */
    const struct options *options;
    const struct conf *conf;
    const struct orgs *orgs; /* of the period, for the composite; NULL without one */
    struct coordinated domain[CONF_DOMAINS_MAX];
    uint32_t n;
    struct findings findings;
    struct scored_run scored;
    char *program;
    const char **folders;
    uint32_t n_folders;
};

/* All return an exit status; EXIT_COMPLETE means go on.  coordinate_close is called in any
 * case. */
int coordinate_open(struct coordinator *c, const struct options *o);
int coordinate_measure(struct coordinator *c);
/* Scores the domains, sources first, carries what is not scored now from the current
 * results in c->store, adds composite and boards.  The store is only read. */
int coordinate_score(struct coordinator *c);
/* Print what was found since the last time; returns the exit status the findings ask for.
 */
int coordinate_tell(struct coordinator *c);
void coordinate_close(struct coordinator *c);

#endif
