/* SPDX-License-Identifier: Apache-2.0 */
/* placing.c - see placing.h. */
#include "score/placing.h"

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
