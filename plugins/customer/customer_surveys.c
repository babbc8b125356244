/* SPDX-License-Identifier: Apache-2.0 */
/* customer_surveys.c - satisfaction, its change in a year, its lead over others.
 *
 * Satisfaction is a ratio of counts, so a change or a lead is the difference of two ratios:
 * one exact fraction over their least common denominator, which the host divides. */
#include "customer.h"

#include <kaohe/stat.h>

enum { SCORE_MIN = 1, SCORE_MAX = 5 };

kh_status surveys_consume(struct state *t, const kh_batch *b, kh_err *e)
{
    const kh_col *c = b->col;
    const int64_t good = t->inst->param[PARAM_SATISFIED_FROM].u.i;
    const int year_ago = b->dataset == DS_SURVEYS_YEAR_AGO;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        int64_t at = kh_i64(&c[SURVEY_AT], i);
        int64_t score = kh_has(&c[SURVEY_SCORE], i) ? kh_i64(&c[SURVEY_SCORE], i) : 0;
        if (score < SCORE_MIN || score > SCORE_MAX) /* R12 */
            continue;
        if (year_ago ? at >= t->from : !state_in_window(t, at)) /* R13 */
            continue;
        const struct cell one = { .subject = kh_key(&c[SURVEY_UNIT], i),
                                  .what = kh_enum(&c[SURVEY_SERVICE], i) +
                                          (year_ago ? CELL_YEAR_AGO : 0u),
                                  .group = kh_has(&c[SURVEY_OPERATOR], i)
                                               ? kh_key(&c[SURVEY_OPERATOR], i)
                                               : CELL_OWN,
                                  .count = 1,
                                  .good = score >= good };
        rc = cells_add(t, &one, e);
    }
    return rc;
}

struct share {
    int64_t good, count;
};

/* The own answers of one kind, and the best among other operators' shares. */
static void shares_of(struct outlet *o, uint32_t what, struct share *own,
                      struct share *best)
{
    memset(own, 0, sizeof *own);
    memset(best, 0, sizeof *best);
    for (uint32_t i = 0; i < o->n_cells; i++) {
        const struct cell *c = &o->cell[i];
        if (c->what != what || !c->count)
            continue;
        if (c->group == CELL_OWN || c->group == o->own) {
            outlet_add(o, &own->good, c->good);
            outlet_add(o, &own->count, c->count);
        } else if (!best->count ||
                   kh_ratio_compare(best->good, best->count, c->good, c->count) < 0) {
            *best = (struct share){ c->good, c->count };
        }
    }
}

/* a - b; no data unless both have answers. */
static void difference(struct outlet *o, uint32_t indicator, struct share a, struct share b)
{
    struct share d = { 0, 0 };
    if (a.count && b.count)
        d = a;
    if (d.count && kh_ratio_add(&d.good, &d.count, -b.good, b.count) && !o->rc)
        o->rc = kh_fail(o->e, KH_ERANGE, "a difference of shares overflows");
    outlet_ratio(o, indicator, d.good, d.count, a.count);
}

void surveys_score(struct outlet *o)
{
    for (uint32_t v = 0; v < N_SURVEYED; v++) {
        struct share now, best, then, unused;
        shares_of(o, CELL_NOW + v, &now, &best);
        outlet_ratio(o, IND_SATISFACTION_2G + v, now.good, now.count, now.count); /* R12 */
        if (v >= N_COMPARED)
            continue;
        shares_of(o, CELL_YEAR_AGO + v, &then, &unused);
        difference(o, IND_IMPROVEMENT_2G + v, now, then); /* R13 */
        difference(o, IND_LEAD_2G + v, now, best);        /* R14 */
    }
}
