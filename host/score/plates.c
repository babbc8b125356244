/* SPDX-License-Identifier: Apache-2.0 */
/* plates.c - see plates.h; P1 to P8 are its rules. */
#include "score/plates.h"

#include <stddef.h>
#include <string.h>

static const char *const plates[] = { "", "green", "yellow", "red" };
static const char *const causes[] = {
    "", "run", "probation", "kept", "exit", "readmitted"
};
static const char *const accesses[] = { "", "exit", "admitted" };

const char *plate_text(enum plate p)
{
    return plates[p];
}

enum plate plate_parse(const char *text)
{
    for (size_t i = PLATE_GREEN; i <= PLATE_RED; i++)
        if (!strcmp(plates[i], text))
            return (enum plate)i;
    return PLATE_NONE;
}

const char *plate_cause_text(enum plate_cause c)
{
    return causes[c];
}

const char *plate_access_text(enum plate_access a)
{
    return accesses[a];
}

bool plates_over_cycles(const struct plate_rules *r)
{
    return r->run || r->probation || r->reds || r->readmit_months;
}

void plates_begin(struct plate_state *s)
{
    *s = (struct plate_state){ .plate = PLATE_GREEN };
}

static void set(struct plate_state *s, enum plate plate, enum plate_cause cause)
{
    s->plate = plate;
    s->cause = cause;
}

/* P7: is the time over?  Then the last exit is forgotten. */
static bool readmit(struct plate_state *s, const struct plate_rules *r,
                    const struct plate_cycle *c)
{
    if (!s->is_out || c->is_exit || !r->readmit_months ||
        c->month - s->out_since < r->readmit_months)
        return false;
    s->is_out = false;
    s->access = ACCESS_ADMITTED;
    s->yellows = 0;
    s->red_marks = 0;
    if (c->own == PLATE_RED)
        set(s, PLATE_RED, CAUSE_OWN);
    else
        set(s, PLATE_YELLOW, CAUSE_READMITTED);
    return true;
}

/* P3, P4: a cycle with a plate of its own. */
static void show(struct plate_state *s, const struct plate_rules *r, enum plate own)
{
    bool on_probation = r->probation && s->plate == PLATE_RED;
    set(s, own, CAUSE_OWN);
    if (on_probation && own != PLATE_RED)
        set(s, PLATE_YELLOW, CAUSE_PROBATION);
    s->yellows = own == PLATE_YELLOW && !on_probation ? s->yellows + 1 : 0;
    if (r->run && s->yellows >= r->run) {
        set(s, PLATE_RED, CAUSE_RUN);
        s->yellows = 0;
    }
}

static uint32_t reds_within(uint64_t marks, uint32_t cycles)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < cycles && i < 64; i++)
        n += (uint32_t)(marks >> i & 1);
    return n;
}

/* P5, P6: a red may be one too many. */
static void judge_access(struct plate_state *s, const struct plate_rules *r,
                         const struct plate_cycle *c)
{
    bool holds = r->reds || r->readmit_months; /* else an exit is this cycle's only */
    bool leaves = c->is_exit && holds;
    if (c->own != PLATE_NONE && s->plate == PLATE_RED && !s->is_out)
        s->red_marks |= 1;
    if (!s->is_out && r->reds && reds_within(s->red_marks, r->cycles) >= r->reds)
        leaves = true;
    if (!leaves)
        return;
    if (s->is_out || s->plate != PLATE_RED || c->own == PLATE_NONE)
        set(s, PLATE_RED, CAUSE_EXIT);
    s->is_out = true;
    s->out_since = c->month;
    s->access = ACCESS_EXIT;
    s->red_marks = 0;
    s->yellows = 0;
}

void plates_step(struct plate_state *s, const struct plate_rules *r,
                 const struct plate_cycle *c)
{
    s->access = ACCESS_SAME;
    s->red_marks <<= 1;
    if (!c->is_known)
        set(s, s->plate, s->is_out ? CAUSE_EXIT : CAUSE_KEPT);
    else {
        if (!readmit(s, r, c)) {
            if (s->is_out)
                set(s, PLATE_RED, CAUSE_EXIT);
            else if (c->own == PLATE_NONE)
                set(s, s->plate, CAUSE_KEPT);
            else
                show(s, r, c->own);
        }
        judge_access(s, r, c);
    }
}
