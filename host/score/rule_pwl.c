/* SPDX-License-Identifier: Apache-2.0 */
/* rule_pwl.c - piecewise linear points, and shares of a value (domain.md 10.2, S1). */
#include "score/rule_parts.h"

/* Flat outside of the breakpoints; on a breakpoint its own y. */
void rule_pwl(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full)
{
    const struct rule_point *p = r->points;
    uint32_t last = r->n_points - 1, i = 0;
    while (i < last && mpq_cmp(v, p[i + 1].x) >= 0)
        i++;
    if (i == last || mpq_cmp(v, p[0].x) <= 0) {
        mpq_mul(out, p[i].y, full);
        return;
    }
    mpq_t run, rise;
    mpq_inits(run, rise, NULL);
    mpq_sub(run, p[i + 1].x, p[i].x);
    mpq_sub(rise, p[i + 1].y, p[i].y);
    mpq_div(rise, rise, run);
    mpq_sub(run, v, p[i].x);
    mpq_mul(rise, rise, run);
    mpq_add(rise, rise, p[i].y);
    mpq_mul(out, rise, full);
    mpq_clears(run, rise, NULL);
}

void rule_share(mpq_t out, const struct rule *r, const mpq_t v, const mpq_t full)
{
    mpq_t hundred;
    mpq_init(hundred);
    mpq_set_ui(hundred, 100, 1);
    mpq_div(out, v, r->kind == RULE_LINEAR ? (mpq_srcptr)r->per : (mpq_srcptr)hundred);
    mpq_mul(out, out, full);
    rule_clamp(out, full);
    mpq_clear(hundred);
}
