/* SPDX-License-Identifier: Apache-2.0 */
/* settlement.c - money that follows from a score (domain.md 10.5, O3).
 *
 * amount = fee x coefficient(total).  The total is the printed one, the coefficient is
 * rounded before it multiplies, the fee and the amount are whole fen: whoever multiplies
 * what the outcome prints has the amount.  A total that was not delivered counts as 0; of
 * one under appeal the first counts.  Without a total, or without a fee, nothing is
 * settled; a fee below 0 is no fee, and a note says so. */
#include "score/scorer.h"

enum { FEN_DIGITS = 2 };

/* The fee in fen.  false: there is none. */
static bool find_fee(struct scorer *s, uint32_t level, const struct unit *u,
                     enum round_mode mode, mpq_t fee)
{
    struct fact f;
    facts_total(s, level, u, s->set->settlement->fee, 0, &f, fee);
    num_round(fee, fee, FEN_DIGITS, mode);
    return f.state == IS_OK || f.state == IS_PENDING;
}

/* false: memory. */
static bool tell_unpaid(struct scorer *s, const struct unit *u, const mpq_t fee)
{
    const char **to = arena_push(&s->work, (void **)&s->unpaid, &s->n_unpaid,
                                 &s->cap_unpaid, sizeof *s->unpaid);
    const char *text = num_text(&s->work, fee, FEN_DIGITS, ROUND_HALF_UP);
    if (to && text)
        *to = arena_printf(&s->work, "%s %s", u->key, text);
    return to && text && *to;
}

/* false: memory. */
static bool settle(struct scorer *s, enum round_mode mode, const mpq_t fee,
                   const mpq_t score, const char *score_text, const char **amount,
                   const char **reason)
{
    const struct settlement *t = s->set->settlement;
    mpq_t coefficient, one;
    mpq_inits(coefficient, one, NULL);
    mpq_set_ui(one, 1, 1);
    rule_points(coefficient, &t->coefficient, USE_SCORE, score, one, mode);
    num_round(coefficient, coefficient, t->digits, mode);
    const char *fee_text = num_text(s->out, fee, FEN_DIGITS, mode);
    const char *text = num_text(s->out, coefficient, t->digits, mode);
    mpq_mul(coefficient, coefficient, fee);
    *amount = num_text(s->out, coefficient, FEN_DIGITS, mode);
    if (fee_text && text && score_text)
        *reason = arena_printf(s->out, "fee %s coefficient %s score %s", fee_text, text,
                               score_text);
    mpq_clears(coefficient, one, NULL);
    return *amount && *reason;
}

bool settlement_of(struct scorer *s, uint32_t level, const struct unit *u,
                   const char **amount, const char **reason)
{
    const struct settlement *t = s->set->settlement;
    const char *score_text = NULL;
    mpq_t score, fee;
    bool fine = true;
    *amount = *reason = NULL;
    if (!t || !s->set->settlement_at[level] || !units_match(s, level, u, &t->who))
        return true;
    mpq_inits(score, fee, NULL);
    enum round_mode mode = scorer_rounding(s, u->layout);
    if (scorer_printed(s, u, score, &score_text) && find_fee(s, level, u, mode, fee))
        fine = mpq_sgn(fee) < 0 ? tell_unpaid(s, u, fee)
                                : settle(s, mode, fee, score, score_text, amount, reason);
    mpq_clears(score, fee, NULL);
    return fine;
}
