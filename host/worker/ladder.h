/* SPDX-License-Identifier: Apache-2.0 */
/* ladder.h - from the cells of threads to one state per level, level above level.
 *
 *      cells at `city`   cells at `district`
 *            |                  |  remap to the district's keys, merge
 *            |              district ---- score
 *            |                  |  remap to the parents' keys, merge
 *            +---- merge ---> city ------ score
 *
 * Main thread, after the crew is done. */
#ifndef KH_WORKER_LADDER_H
#define KH_WORKER_LADDER_H

#include "plugin/unite.h"
#include "worker/crew.h"

struct rung {
    const char **key; /* canonical: sorted bytewise */
    uint32_t len;
    bool *keep;      /* is it a unit of the domain's own window? */
    uint32_t *place; /* index among those kept */
    uint32_t kept;
    uint32_t **cell;        /* per cell: id in its dictionary to the canonical one */
    const uint32_t *up;     /* per key of the level below: the canonical one here */
    int32_t below;          /* level it is merged from; -1 = none */
    struct cell_days *days; /* per variant: merged states; canonical ids */
};
struct ladder {
    struct job *job;
    const struct crew *crew;
    struct slot *slot;
    struct united *space; /* [1..n_spaces): the other key spaces over all cells */
    uint32_t *same;       /* 0, 1, 2 ...: as long as the longest space */
    struct rung rung[CONF_LEVELS_MAX]; /* levels of the merge chain */
};

/* Unite the keys of every level.  ST_INPUT with findings: a unit has no parent. */
kh_status ladder_keys(struct ladder *l, struct job *j, const struct crew *c,
                      struct findings *f, kh_err *e);
/* States of a level from the cells whose rows enter there. */
kh_status ladder_enter(struct ladder *l, uint32_t level, kh_err *e);
/* ... and from the level below. */
kh_status ladder_climb(struct ladder *l, uint32_t level, kh_err *e);
/* A day's state as it is to be scored: with the rows that have no date.  *made tells
 * whether the caller must end it. */
kh_status ladder_day(struct ladder *l, uint32_t level, uint32_t variant, uint32_t at,
                     void **state, bool *made, kh_err *e);
void ladder_end(struct ladder *l); /* safe after zeroing */

/* Does the key name a unit that is closed (orgs.h)? */
bool ladder_is_closed(const struct job *j, uint32_t level, const char *key);
/* Index of the level's column that names a unit of `org_level` or of one below it, and the
 * unit that `key` means; NULL if the level's keys say nothing about it. */
const struct org_unit *ladder_unit(const struct job *j, uint32_t level, const char *key,
                                   const char *org_level);

#endif
