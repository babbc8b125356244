/* SPDX-License-Identifier: Apache-2.0 */
/* shares.c - workload shares of a board's group (domain.md 1.4 item 5, 10.5 O3).
 *
 * Every unit with a plate has the same quota; its plate is a factor, and the first of the
 * group may have more, with a score high enough and without tickets.  Shares are in percent
 * of all factors, cut to `digits`; what that leaves goes to the eligible unit that stands
 * first.  A factor of 0 is not eligible. */
#include "score/placing.h"

#include <stdlib.h>

static const char *const plates[] = { "green", "yellow", "red" };

static void number(mpq_t out, const char *text)
{
    if (!num_parse(out, text, strlen(text)))
        mpq_set_ui(out, 0, 1);
}

/* The first value of a kind among the unit's outcomes; NULL. */
static const char *outcome_of(const struct scored_domain *d, const struct placing *p,
                              const char *kind)
{
    uint32_t n = 0;
    const struct scored_outcome *o = placing_outcomes(d, p, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!strcmp(o[i].kind, kind))
            return o[i].value;
    return NULL;
}

static bool is_first(const struct conf_shares *s, const struct scored_domain *d,
                     const struct placing *p)
{
    mpq_t from;
    if (!s->bonus || p->rank != 1 || !p->has_score || outcome_of(d, p, "ticket"))
        return false;
    mpq_init(from);
    number(from, s->from ? s->from : "0");
    bool reaches = !s->from || mpq_cmp(p->score, from) >= 0;
    mpq_clear(from);
    return reaches;
}

/* The unit's factor, and the word for it; false: it has no plate. */
static bool weigh(const struct conf_shares *s, const struct scored_domain *d,
                  struct placing *p, mpq_t factor)
{
    const char *plate = outcome_of(d, p, "plate");
    for (size_t i = 0; plate && i < COUNT(plates); i++)
        if (!strcmp(plate, plates[i])) {
            number(factor, s->factor[i]);
            p->share_for = plates[i];
            if (i == 0 && is_first(s, d, p)) {
                mpq_t more;
                mpq_init(more);
                number(more, s->bonus);
                mpq_mul(more, more, factor);
                mpq_add(factor, factor, more);
                mpq_clear(more);
                p->share_for = "first";
            }
            return true;
        }
    return false;
}

/* Percent of the sum, cut; the first that is eligible has what the others leave. */
static bool cut(struct arena *a, const struct conf_shares *s, struct placing *p,
                mpq_t *factor, uint32_t n, const mpq_t sum)
{
    mpq_t rest, one;
    bool fine = true;
    uint32_t best = 0;
    while (mpq_sgn(factor[best]) <= 0)
        best++;
    mpq_inits(rest, one, NULL);
    mpq_set_ui(rest, 100, 1);
    for (uint32_t i = 0; fine && i < n; i++) {
        if (!p[i].share_for || i == best)
            continue;
        mpq_set_ui(one, 100, 1);
        mpq_mul(one, one, factor[i]);
        mpq_div(one, one, sum);
        num_round(one, one, s->digits, ROUND_TRUNCATE);
        mpq_sub(rest, rest, one);
        p[i].share = num_text(a, one, s->digits, ROUND_TRUNCATE);
        fine = p[i].share;
    }
    p[best].share = num_text(a, rest, s->digits, ROUND_TRUNCATE);
    mpq_clears(rest, one, NULL);
    return fine && p[best].share;
}

bool shares_give(struct arena *a, const struct conf_board *board,
                 const struct scored_domain *d, struct placing *p, uint32_t n, bool *nobody)
{
    uint32_t plated = 0;
    mpq_t *factor = board->shares ? calloc(n, sizeof *factor) : NULL, sum;
    *nobody = false;
    if (!factor)
        return !board->shares;
    mpq_init(sum);
    for (uint32_t i = 0; i < n; i++) {
        mpq_init(factor[i]);
        plated += weigh(board->shares, d, &p[i], factor[i]);
        mpq_add(sum, sum, factor[i]);
    }
    *nobody = plated && !mpq_sgn(sum);
    bool fine = !mpq_sgn(sum) || cut(a, board->shares, p, factor, n, sum);
    for (uint32_t i = 0; i < n; i++)
        mpq_clear(factor[i]);
    mpq_clear(sum);
    free(factor);
    return fine;
}

kh_status shares_tell(struct arena *a, struct scored_domain *d,
                      const struct conf_board *board, const struct placing *p, uint32_t n,
                      kh_err *e)
{
    struct scored_outcome *more = calloc((size_t)n + 1, sizeof *more);
    uint32_t len = 0;
    if (!more)
        return kh_fail(e, KH_ENOMEM, _("no memory for the shares of board '%s'"),
                       board->id);
    for (uint32_t i = 0; i < n; i++)
        if (p[i].share)
            more[len++] =
                (struct scored_outcome){ .level = p[i].row->level,
                                         .subject = p[i].row->subject,
                                         .subject_name = p[i].row->subject_name,
                                         .kind = "share",
                                         .value = p[i].share,
                                         .reason = p[i].share_for,
                                         .value_name = { p[i].share, p[i].share } };
    kh_status rc = placing_tell(a, d, more, len, e);
    free(more);
    return rc;
}
