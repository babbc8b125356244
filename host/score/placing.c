/* SPDX-License-Identifier: Apache-2.0 */
/* placing.c - see placing.h. */
#include "score/placing.h"

#include <stdlib.h>

int placing_order(const struct placing *a, const struct placing *b)
{
    int order = mpq_cmp(b->score, a->score);
    for (uint32_t i = 0; !order && i < a->n_keys; i++)
        order = mpq_cmp(b->keys[i], a->keys[i]);
    return !order && a->by_name ? strcmp(a->row->subject, b->row->subject) : order;
}

uint32_t placing_level(const struct conf_domain *d, const char *id)
{
    uint32_t i = 0;
    while (i < d->n_levels && strcmp(d->levels[i].id, id) != 0)
        i++;
    return i;
}

const struct scored_outcome *placing_outcomes(const struct scored_domain *d,
                                              const struct placing *p, uint32_t *n)
{
    uint32_t level = placing_level(d->conf, p->row->level), low = 0, high = d->n_outcomes;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        uint32_t other = placing_level(d->conf, d->outcomes[mid].level);
        if (other < level ||
            (other == level && strcmp(d->outcomes[mid].subject, p->row->subject) < 0))
            low = mid + 1;
        else
            high = mid;
    }
    *n = 0;
    while (low + *n < d->n_outcomes &&
           !strcmp(d->outcomes[low + *n].subject, p->row->subject) &&
           !strcmp(d->outcomes[low + *n].level, p->row->level))
        ++*n;
    return d->outcomes + low;
}

uint32_t placing_share(const char *share, uint32_t n)
{
    mpq_t q, of;
    uint32_t places = n;
    mpq_inits(q, of, NULL);
    if (share && num_parse(q, share, strlen(share)) && mpq_sgn(q) >= 0) {
        mpq_set_ui(of, n, 1);
        mpq_mul(q, q, of);
        mpz_fdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
        if (mpz_cmp_ui(mpq_numref(q), n) < 0)
            places = (uint32_t)mpz_get_ui(mpq_numref(q));
    }
    mpq_clears(q, of, NULL);
    return places;
}

uint32_t placing_share_up(const char *share, uint32_t n)
{
    mpq_t q, of;
    uint32_t places = 0;
    mpq_inits(q, of, NULL);
    if (share && num_parse(q, share, strlen(share)) && mpq_sgn(q) > 0) {
        mpq_set_ui(of, n, 1);
        mpq_mul(q, q, of);
        mpz_cdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
        places = mpz_cmp_ui(mpq_numref(q), n) < 0 ? (uint32_t)mpz_get_ui(mpq_numref(q)) : n;
    }
    mpq_clears(q, of, NULL);
    return places;
}

uint32_t placing_cut(const struct placing *p, const uint32_t *candidates, uint32_t n,
                     uint32_t places)
{
    uint32_t keep = n < places ? n : places;
    while (keep && keep < n &&
           !placing_order(&p[candidates[keep - 1]], &p[candidates[keep]]))
        keep--;
    return keep;
}

/* ---- Outcomes ------------------------------------------------------------ */

struct told {
    struct scored_outcome o;
    uint32_t level, at;
};

static int told_compare(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    if (x->level != y->level)
        return x->level < y->level ? -1 : 1;
    int order = strcmp(x->o.subject, y->o.subject);
    if (!order)
        order = strcmp(x->o.kind, y->o.kind);
    if (!order)
        order = strcmp(x->o.value, y->o.value);
    if (!order)
        order = strcmp(x->o.reason, y->o.reason);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

kh_status placing_tell(struct arena *a, struct scored_domain *d,
                       const struct scored_outcome *more, uint32_t n, kh_err *e)
{
    uint32_t len = d->n_outcomes + n;
    struct scored_outcome *to = arena_array(a, (size_t)len + 1, sizeof *to);
    struct told *told = calloc((size_t)len + 1, sizeof *told);
    bool ok = to && told;
    for (uint32_t i = 0; ok && i < len; i++) {
        told[i].o = i < d->n_outcomes ? d->outcomes[i] : more[i - d->n_outcomes];
        told[i].level = placing_level(d->conf, told[i].o.level);
        told[i].at = i;
    }
    if (ok && len)
        qsort(told, len, sizeof *told, told_compare);
    for (uint32_t i = 0; ok && i < len; i++)
        to[i] = told[i].o;
    free(told);
    if (!ok)
        return kh_fail(e, KH_ENOMEM, _("no memory for the outcomes of boards"));
    d->outcomes = to;
    d->n_outcomes = len;
    return KH_OK;
}
