/* SPDX-License-Identifier: Apache-2.0 */
/* report_say.c - see report_say.h. */
#include "report/report_say.h"

#include <stdio.h>
#include <string.h>

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

const char *say_window(struct words *w, struct arena *a, const struct model_domain *d)
{
    if (!*d->from)
        return words_say(w, N_("all dates"));
    return or_empty(arena_printf(a, words_say(w, N_("%s to %s")), d->from, d->to));
}

const char *say_months(struct words *w, struct arena *a, const struct model_domain *d)
{
    if (!*d->from || strcmp(d->from + strlen(d->from) - 2, "01") != 0)
        return say_window(w, a, d);
    if (!strncmp(d->from, d->to, 7))
        return or_empty(arena_bytes(a, d->from, 7));
    char from[8], to[8];
    snprintf(from, sizeof from, "%.7s", d->from);
    snprintf(to, sizeof to, "%.7s", d->to);
    return or_empty(arena_printf(a, "%s–%s", from, to));
}

const char *say_standing(struct words *w, const struct model_domain *d)
{
    if (d->is_missing)
        return words_say(w, N_("no result"));
    return words_say(w, d->fault     ? N_("failed")
                        : d->carried ? N_("carried")
                                     : N_("scored"));
}

const char *say_carried(struct words *w, struct arena *a, const struct model_domain *d)
{
    if (d->is_missing)
        return words_say(w, N_("no result"));
    if (!d->carried)
        return "";
    if (!*d->from)
        return or_empty(arena_printf(a, words_say(w, N_("carried from %s")), d->month));
    return or_empty(arena_printf(a, words_say(w, N_("carried from %s (window %s to %s)")),
                                 d->month, d->from, d->to));
}

bool say_is_carried(const struct model_column *c)
{
    return c->domain && c->domain->carried;
}

const char *say_column(struct words *w, struct arena *a, const struct model_column *c)
{
    if (say_is_carried(c))
        return or_empty(arena_printf(a, words_say(w, N_("%s: %s")), c->name,
                                     say_carried(w, a, c->domain)));
    if (c->domain && c->domain->fault)
        return or_empty(
            arena_printf(a, words_say(w, N_("%s failed and has no result.")), c->name));
    if (!c->has_result)
        return or_empty(arena_printf(
            a, words_say(w, N_("%s has no result for its last window.")), c->name));
    return "";
}

const char *say_policy(struct words *w, const struct model_composite *c)
{
    static const struct {
        const char *policy, *msgid;
    } rows[] = {
        { "hold", N_("Policy: a domain without a result holds the composite; until it has "
                     "one no unit gets a score or a rank.") },
        { "redistribute", N_("Policy: the weight of a domain without a result goes to the "
                             "other domains.") },
        { "zero", N_("Policy: a domain without a result counts as 0.") },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (!strcmp(rows[i].policy, c->policy))
            return words_say(w, rows[i].msgid);
    return "";
}

const char *say_cell(struct words *w, const struct model_column *column,
                     const struct model_cell *c)
{
    if (!c->has_result)
        return words_say(w, column->domain && column->domain->fault ? N_("failed")
                                                                    : N_("no result"));
    if (*c->score && strcmp(c->state, "missing") != 0)
        return c->score;
    return strcmp(c->state, "na") != 0 ? words_code(w, c->state) : words_say(w, N_("n/a"));
}

const char *say_state(struct words *w, const struct model_board *b, const char *state)
{
    if (b->is_composite && !strcmp(state, "fault"))
        return words_say(w, N_("held"));
    return words_code(w, state);
}

const char *say_cause(struct words *w, const char *cause, char *out, size_t size)
{
    return words_codes(w, cause, out, size);
}

int64_t say_won(const struct model_rank *k)
{
    return k->rank && k->previous_rank ? k->previous_rank - k->rank : 0;
}
