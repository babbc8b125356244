/* SPDX-License-Identifier: Apache-2.0 */
/* scoring.h - one call of score for a contractor instance: what points.c and tickets.c
 * share.  Everything here lives for that call. */
#ifndef KH_CONTRACTOR_SCORING_H
#define KH_CONTRACTOR_SCORING_H

#include "datasets.h"
#include "dossier.h"

/* R8: every sum is kept twice, as it counts and had every open appeal been upheld. */
enum { AS_COUNTED, IF_UPHELD, MODES };

typedef struct tally { /* of one item and subject, over the window */
    int64_t points[MODES], count[MODES], a[MODES], b[MODES], rows[MODES];
    int pending; /* an open appeal touches it */
} tally;

/* A ticket to be charged, as a row of the ledger `charges`. */
enum { G_PROJECT, G_TIME, G_TICKET, G_OFFENCE, G_CLASS, G_MODES, G_COUNT };

typedef struct checks {     /* of one subject */
    int64_t sum, below;     /* of the projects' means; 0.01 points */
    int64_t projects, rows; /* with a score */
    int64_t wasted[NOT_COUNT];
} checks;

typedef struct scoring {
    const dossier *d; /* settled */
    const catalogue *c;
    const kh_emit *out;
    kh_err *e;
    const catalogue_item **item_of; /* by item id; NULL = not in the catalogue */
    int32_t *role_of;               /* by role id: catalogue_role */
    uint32_t *seen;                 /* by item id: stamp of the last ticket for it */
    uint32_t stamp;
    tally *tally;                /* by item */
    unsigned char *role_applies; /* by role number, for the subject at hand */
    int64_t wasted[NOT_COUNT];   /* rows without an id, by reason */
    kh_ledger charges;
    int64_t *deducted; /* by section, as it counts */
    uint32_t subject;
    size_t from, to; /* the subject's rows in the register */
} scoring;

/* Is the register row assessed in a cycle of the days [from, to)?  R1. */
int register_is_assessed(const catalogue *c, const int64_t *row, int64_t from, int64_t to);

/* The number of the cycle in which an event of this day counts: `k`; of a region the city's
 * cycle, counted back from the last. */
int64_t scoring_cycle(const scoring *sc, int64_t day, int64_t k);
/* The days [*from, *to) of the cycle in which an event of this day counts: cycle `k`; of a
 * region the city's cycle. */
void scoring_span(const scoring *sc, int64_t day, int64_t k, int64_t *from, int64_t *to);
/* R1, in the window; of a region in any city cycle of it. */
int register_in_window(const scoring *sc, const int64_t *row);

/* spotchecks.c: fold the subject's spot checks, emit what is not counted; the results. */
kh_status spotchecks_fold(const scoring *sc, checks *to);
kh_status spotchecks_emit(const scoring *sc, const checks *c);

/* points.c: fold the subject's events into the tallies, emit what is not counted. */
kh_status points_fold(scoring *sc);
/* results.c: emit the indicators, and differing published scores. */
kh_status results_emit(scoring *sc, const checks *c);
/* tickets.c: a rate item's quantities in one cycle of one project may add a ticket. */
kh_status tickets_of_rate(scoring *sc, const catalogue_item *it, const int64_t *event,
                          const int64_t *a, const int64_t *b, const int64_t *day);
/* Charge the subject's tickets, emit rows, and the results if it is assessed. */
kh_status tickets_emit(scoring *sc, int assessed);
/* The fee of a project of the subject, in fen: the greatest of its rows; FEE_UNKNOWN. */
int64_t fee_of(const scoring *sc, int64_t project);
/* The rate of pooled quantities; R6. */
void rate_of(enum item_kind kind, int64_t a, int64_t b, int64_t *numerator,
             int64_t *denominator);

/* contractor_score.c, assessor.c: the whole of score, by use. */
kh_status contractor_score(const dossier *settled, const kh_emit *out, kh_err *e);

#endif
