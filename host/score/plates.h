/* SPDX-License-Identifier: Apache-2.0 */
/* plates.h - plates over cycles (挂牌): what the rules make of a subject's history.
 *
 * Rules of domain.md 1.4 and 10.5 O2, by number:
 *
 *  P1  A new subject starts green.  A cycle without score keeps the plate and neither
 * breaks nor extends a run; so does a cycle without any result (unknown). P2  A cycle's own
 * plate comes from its printed score, or from a veto, at once. P3  `run` yellows in a row
 * make red. P4  Probation: in the first cycle with a score after a red, yellow is the best;
 * a yellow of that cycle starts no run, whatever the score says. P5  `reds` reds within
 * `cycles` cycles end the access, and so does an exit veto.  Cycles count by the calendar:
 * those without score or result are in the window too, but a plate that is only kept is no
 * further red. P6  Without access the plate is red whatever the score.  A further exit veto
 * makes the time begin anew. P7  In the first cycle with a result that ends at least
 * `readmit_months` after the one that ended the access the subject is admitted again:
 * yellow at best, which starts no run; without score yellow.  Reds and yellows of before
 * are forgotten. P8  Every cycle enters with its own plate, never with what the rules made
 * of it then: a corrected cycle changes those after it.
 *
 * Pure; any thread. */
#ifndef KH_SCORE_PLATES_H
#define KH_SCORE_PLATES_H

#include <stdbool.h>
#include <stdint.h>

enum { PLATES_CYCLES_MAX = 60, PLATES_RUN_MAX = 60, PLATES_MONTHS_MAX = 600 };

enum plate { PLATE_NONE, PLATE_GREEN, PLATE_YELLOW, PLATE_RED };
enum plate_cause {
    CAUSE_OWN, /* the plate is the cycle's own */
    CAUSE_RUN,
    CAUSE_PROBATION,
    CAUSE_KEPT,
    CAUSE_EXIT,
    CAUSE_READMITTED
};
enum plate_access { ACCESS_SAME, ACCESS_EXIT, ACCESS_ADMITTED };

/* All zero: the plate is the cycle's own. */
struct plate_rules {
    uint32_t run; /* 0 = none */
    bool probation;
    uint32_t reds, cycles;  /* 0 = none; reds <= cycles <= PLATES_CYCLES_MAX */
    int32_t readmit_months; /* 0 = never again */
};
/* What a cycle says by itself. */
struct plate_cycle {
    int32_t month; /* with which it ends */
    bool is_known; /* it has a result, of whomever */
    enum plate own;
    bool is_exit; /* an exit veto */
};
struct plate_state {
    enum plate plate;
    enum plate_cause cause;   /* of the last cycle */
    enum plate_access access; /* what the last cycle did to it */
    bool is_out;
    int32_t out_since;  /* month; of the last exit */
    uint32_t yellows;   /* in a row */
    uint64_t red_marks; /* bit k: red k cycles ago */
};

/* Do the rules look at more than the cycle itself? */
bool plates_over_cycles(const struct plate_rules *r);
void plates_begin(struct plate_state *s);
/* The next cycle, oldest first and without a gap. */
void plates_step(struct plate_state *s, const struct plate_rules *r,
                 const struct plate_cycle *c);

/* "", green, yellow, red; and back, PLATE_NONE for any other text. */
const char *plate_text(enum plate p);
enum plate plate_parse(const char *text);
/* "", run, probation, kept, exit, readmitted */
const char *plate_cause_text(enum plate_cause c);
/* "", exit, admitted */
const char *plate_access_text(enum plate_access a);

#endif
