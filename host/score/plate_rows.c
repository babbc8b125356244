/* SPDX-License-Identifier: Apache-2.0 */
/* plate_rows.c - plates of all subjects: what this cycle says, after the cycles before.
 *
 * A subject of the history that is no unit of this cycle is in a cycle without score; it is
 * told as long as its plate is not green.  plates.h has the rules. */
#include "score/scorer.h"

#include "base/text.h"

#include <stdlib.h>

struct plating {
    struct scorer *s;
    struct scored_domain *out;
    const struct plates *conf;
    uint32_t level, cap;
    bool over_cycles;
};

/* ---- The cycle itself ---------------------------------------------------- */

struct spoken { /* what a cycle says of a unit */
    struct plate_cycle cycle;
    const char *veto;      /* that gives the plate; NULL */
    const char *exit_veto; /* NULL */
    const char *score;     /* as printed */
};

/* The worst plate of the vetoes that act, and the first veto that gives it. */
static void hear_vetoes(const struct plating *p, uint32_t unit, struct spoken *to)
{
    for (uint32_t i = 0; i < p->s->n_hits; i++) {
        const struct hit *h = &p->s->hits[i];
        bool is_here = h->level == p->level && h->unit == unit;
        for (uint32_t k = 0; is_here && k < h->veto->n_actions; k++) {
            const struct action *a = &h->veto->actions[k];
            enum plate plate = a->kind == ACTION_PLATE ? plate_parse(a->value) : PLATE_NONE;
            if (plate > to->cycle.own || (plate && plate == to->cycle.own && !to->veto)) {
                to->cycle.own = plate;
                to->veto = h->veto->id;
            }
            if (a->kind == ACTION_EXIT && !to->exit_veto)
                to->exit_veto = h->veto->id;
        }
    }
    to->cycle.is_exit = to->exit_veto;
}

static bool hear_score(const struct plating *p, const struct unit *u, struct spoken *to)
{
    mpq_t printed;
    mpq_init(printed);
    to->score = "";
    if (scorer_printed(p->s, u, printed, &to->score))
        to->cycle.own = mpq_cmp(printed, p->conf->green) >= 0    ? PLATE_GREEN
                        : mpq_cmp(printed, p->conf->yellow) >= 0 ? PLATE_YELLOW
                                                                 : PLATE_RED;
    mpq_clear(printed);
    return to->score;
}

/* ---- The cycles before --------------------------------------------------- */

static int plate_compare(const void *a, const void *b)
{
    const struct scored_plate *x = a, *y = b;
    int order = strcmp(x->level, y->level);
    return order ? order : strcmp(x->subject, y->subject);
}

static void replay(const struct plating *p, const char *subject, struct plate_state *state)
{
    const struct score_input *in = p->s->in;
    const struct scored_plate key = { .level = in->domain->levels[p->level].id,
                                      .subject = subject };
    plates_begin(state);
    for (uint32_t i = 0; p->over_cycles && i < in->n_history; i++) {
        const struct scored_cycle *c = &in->history[i];
        const struct scored_plate *was =
            c->n_plates
                ? bsearch(&key, c->plates, c->n_plates, sizeof *c->plates, plate_compare)
                : NULL;
        const struct plate_cycle said = { .month = c->month,
                                          .is_known = c->is_known,
                                          .own = was ? plate_parse(was->own) : PLATE_NONE,
                                          .is_exit =
                                              was && was->exit_veto && *was->exit_veto };
        plates_step(state, &p->conf->rules, &said);
    }
}

/* ---- Rows ---------------------------------------------------------------- */

static bool add_row(struct plating *p, const struct unit *u, const struct spoken *said,
                    const struct plate_state *state)
{
    struct scored_plate *to = arena_push(p->s->out, (void **)&p->out->plates,
                                         &p->out->n_plates, &p->cap, sizeof *to);
    if (!to)
        return false;
    *to = (struct scored_plate){ .level = p->s->in->domain->levels[p->level].id,
                                 .subject = u->key,
                                 .subject_name = u->name,
                                 .own = plate_text(said->cycle.own),
                                 .plate = plate_text(state->plate),
                                 .cause = plate_cause_text(state->cause),
                                 .access = plate_access_text(state->access),
                                 .exit_veto = said->exit_veto ? said->exit_veto : "",
                                 .score = said->score };
    if (state->cause == CAUSE_OWN && said->veto)
        to->cause = arena_printf(p->s->out, "veto %s", said->veto);
    return to->cause;
}

/* A unit of this cycle; without rules over cycles only one with a plate of its own. */
static bool plate_unit(struct plating *p, uint32_t i)
{
    const struct unit *u = &p->s->levels[p->level].at[i];
    struct spoken said = { .cycle = { .month = p->s->in->month, .is_known = true } };
    struct plate_state state;
    if (!units_match(p->s, p->level, u, &p->conf->who))
        return true;
    if (!hear_score(p, u, &said))
        return false;
    hear_vetoes(p, i, &said);
    if (!p->over_cycles && said.cycle.own == PLATE_NONE)
        return true;
    replay(p, u->key, &state);
    plates_step(&state, &p->conf->rules, &said.cycle);
    if (!p->over_cycles)
        state.access = said.cycle.is_exit ? ACCESS_EXIT : ACCESS_SAME;
    return add_row(p, u, &said, &state);
}

/* A subject that was a unit once. */
static bool plate_absent(struct plating *p, const char *key)
{
    struct unit u = { .key = key, .measured = -1 };
    const struct spoken said = { .cycle = { .month = p->s->in->month, .is_known = true },
                                 .score = "" };
    struct plate_state state;
    size_t n = 0;
    u.parts = subject_split(&p->s->work, key, &n);
    u.n_parts = (uint32_t)n;
    u.name = u.parts ? units_name(p->s, p->level, &u) : NULL;
    if (!u.name)
        return false;
    if (!units_match(p->s, p->level, &u, &p->conf->who))
        return true;
    replay(p, key, &state);
    plates_step(&state, &p->conf->rules, &said.cycle);
    if (state.plate == PLATE_GREEN && state.access == ACCESS_SAME)
        return true;
    return add_row(p, &u, &said, &state);
}

/* ---- Subjects of the history --------------------------------------------- */

struct keys {
    const char **at;
    uint32_t n, cap;
};

static bool collect(struct plating *p, struct keys *k)
{
    const struct score_input *in = p->s->in;
    const char *level = in->domain->levels[p->level].id;
    for (uint32_t i = 0; p->over_cycles && i < in->n_history; i++)
        for (uint32_t j = 0; j < in->history[i].n_plates; j++) {
            const struct scored_plate *was = &in->history[i].plates[j];
            if (strcmp(was->level, level) != 0)
                continue;
            const char **to = arena_push(&p->s->work, (void **)&k->at, &k->n, &k->cap,
                                         sizeof(const char *));
            if (!to)
                return false;
            *to = was->subject;
        }
    if (k->n)
        qsort(k->at, k->n, sizeof *k->at, text_compare);
    return true;
}

/* Units and subjects of the history, both in bytewise order. */
static bool plate_level(struct plating *p)
{
    const struct unit_level *l = &p->s->levels[p->level];
    struct keys old = { 0 };
    bool fine = collect(p, &old);
    uint32_t i = 0, k = 0;
    while (fine && (i < l->n || k < old.n)) {
        int order = i == l->n ? 1 : k == old.n ? -1 : strcmp(l->at[i].key, old.at[k]);
        const char *key = order > 0 ? old.at[k] : l->at[i].key;
        fine = order > 0 ? plate_absent(p, key) : plate_unit(p, i++);
        while (k < old.n && !strcmp(old.at[k], key))
            k++;
    }
    return fine;
}

kh_status plate_rows(struct scorer *s, struct scored_domain *out)
{
    struct plating p = { .s = s, .out = out, .conf = s->set->plates };
    bool fine = true;
    if (!p.conf)
        return KH_OK;
    p.over_cycles = plates_over_cycles(&p.conf->rules);
    for (p.level = 0; fine && p.level < s->in->domain->n_levels; p.level++)
        if (s->set->plate_at[p.level] && s->in->domain->levels[p.level].scored)
            fine = plate_level(&p);
    return fine ? KH_OK : scorer_no_memory(s);
}
