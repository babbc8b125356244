/* SPDX-License-Identifier: Apache-2.0 */
/* rule_bind.c - breakpoints that name indicators become the numbers of one subject. */
#include "score/rule.h"

static enum rule_order worse(enum rule_order a, enum rule_order b)
{
    return a > b ? a : b;
}

static enum rule_order order_of(int order)
{
    return order > 0 ? ORDER_GOOD : order < 0 ? ORDER_REVERSED : ORDER_EQUAL;
}

static bool bind_points(struct arena *a, const struct rule *r, mpq_t *values,
                        struct rule *bound)
{
    bound->points = arena_array(a, r->n_points, sizeof *bound->points);
    if (!bound->points)
        return false;
    for (uint32_t i = 0; i < r->n_points; i++) {
        struct rule_point *p = &bound->points[i];
        *p = r->points[i];
        if (p->of >= 0)
            p->x[0] = values[p->of][0];
        if (i)
            bound->order = worse(bound->order, order_of(mpq_cmp(p->x, p[-1].x)));
    }
    return true;
}

static bool bind_steps(struct arena *a, const struct rule *r, mpq_t *values,
                       struct rule *bound)
{
    bound->steps = arena_array(a, r->n_steps, sizeof *bound->steps);
    if (!bound->steps)
        return false;
    for (uint32_t i = 0; i < r->n_steps; i++) {
        struct rule_step *s = &bound->steps[i];
        *s = r->steps[i];
        if (s->of >= 0)
            s->bound[0] = values[s->of][0];
        if (!i || !s->bounded)
            continue;
        int order = mpq_cmp(s->bound, s[-1].bound);
        /* [a, b) then [b, b] is in order. */
        if (!order && s->closed && !s[-1].closed)
            order = 1;
        bound->order = worse(bound->order, order_of(order));
    }
    return true;
}

bool rule_bind(struct arena *a, const struct rule *r, mpq_t *values, struct rule *bound)
{
    *bound = *r;
    bound->order = ORDER_GOOD;
    if (r->per_of >= 0) {
        bound->per[0] = values[r->per_of][0];
        bound->order = order_of(mpq_sgn(bound->per));
    }
    if (r->beyond_of >= 0)
        bound->beyond[0] = values[r->beyond_of][0];
    if (r->n_points && !bind_points(a, r, values, bound))
        return false;
    return !r->n_steps || bind_steps(a, r, values, bound);
}

const struct rule_gap *rule_gap_of(const struct rule *bound)
{
    if (bound->order == ORDER_GOOD)
        return NULL;
    return bound->order == ORDER_EQUAL ? &bound->equal : &bound->reversed;
}
