/* SPDX-License-Identifier: Apache-2.0 */
/* customer_score.c - results in order of unit and indicator, and exact fractions. */
#include "customer.h"

#include <kaohe/stat.h>

int fraction_times(int64_t *numerator, int64_t *denominator, int64_t a, int64_t b,
                   int64_t c, int64_t d)
{
    int64_t n, m;
    if (kh_mul(&n, a, c) || kh_mul(&m, b, d)) {
        int64_t g = kh_gcd(a, d), h = kh_gcd(c, b);
        if (kh_mul(&n, a / (g ? g : 1), c / (h ? h : 1)) ||
            kh_mul(&m, b / (h ? h : 1), d / (g ? g : 1)))
            return 1;
    }
    *numerator = n;
    *denominator = m;
    return 0;
}

void outlet_add(struct outlet *o, int64_t *sum, int64_t x)
{
    if (kh_add(sum, x) && !o->rc)
        o->rc = kh_fail(o->e, KH_ERANGE, "the counts of unit %u overflow", o->unit);
}

static void outlet_result(struct outlet *o, kh_result *r)
{
    for (uint32_t i = 0; i < o->n_cells; i++)
        if (o->cell[i].what == CELL_FALSIFIED && o->cell[i].group == r->indicator)
            r->flags |= KH_FALSIFIED; /* R19 */
    r->size = sizeof *r;
    r->subject = o->unit;
    if (!o->rc)
        o->rc = o->emit->result(o->emit->ctx, r);
}

void outlet_count(struct outlet *o, uint32_t indicator, int64_t value, int64_t samples)
{
    kh_result r = { .indicator = indicator, .outcome = KH_SCORED, .samples = samples };
    r.value.u.i = value;
    r.value.set = 1;
    outlet_result(o, &r);
}

void outlet_ratio(struct outlet *o, uint32_t indicator, int64_t numerator,
                  int64_t denominator, int64_t samples)
{
    kh_result r = { .indicator = indicator,
                    .outcome = denominator ? KH_SCORED : KH_NO_DATA,
                    .numerator = numerator,
                    .denominator = denominator,
                    .samples = samples };
    outlet_result(o, &r);
}

void outlet_missing(struct outlet *o, uint32_t indicator)
{
    kh_result r = { .indicator = indicator, .outcome = KH_MISSING };
    outlet_result(o, &r);
}

/* The id of the own operator among those that the surveys name. */
static uint32_t own_operator(const struct state *t, const kh_emit *out)
{
    const kh_value *own = &t->inst->param[PARAM_OPERATOR];
    for (uint32_t i = 0; i < out->space_len[SPACE_OPERATOR]; i++) {
        const char *text = out->text(out->ctx, SPACE_OPERATOR, i);
        if (text && own->u.s && !strcmp(text, own->u.s))
            return i;
    }
    return CELL_OWN;
}

static kh_status score_units(const struct state *t, const kh_emit *out,
                             const struct cell *cell, const int64_t *repeats, kh_err *e)
{
    struct outlet o = { .t = t, .emit = out, .e = e, .own = own_operator(t, out) };
    uint32_t next = 0, n_cells = cell ? t->cells.len : 0;
    for (o.unit = 0; !o.rc && o.unit < out->space_len[SPACE_UNIT]; o.unit++) {
        o.cell = cell ? cell + next : NULL;
        for (o.n_cells = 0; next < n_cells && cell[next].subject == o.unit; next++)
            o.n_cells++;
        o.repeats = repeats[o.unit];
        calls_score(&o);
        orders_score(&o);
        complaints_score(&o);
        surveys_score(&o);
        tasks_score(&o);
        counts_score(&o);
        controls_score(&o);
    }
    if (!o.rc && next < n_cells)
        return kh_fail(e, KH_ESTATE, "a cell belongs to unit %u of %u", cell[next].subject,
                       out->space_len[SPACE_UNIT]);
    return o.rc;
}

kh_status customer_score(const void *state, const kh_emit *out, kh_err *e)
{
    const struct state *t = state;
    uint32_t units = out->space_len[SPACE_UNIT];
    struct cell *cell = NULL;
    int64_t *repeats = NULL;
    kh_status rc = KH_OK;
    for (uint32_t k = 0; k < N_BLOCKS; k++)
        if (t->blocks.of[k].len > units)
            return kh_fail(e, KH_ESTATE, "state holds %u units of %u", t->blocks.of[k].len,
                           units);
    if (!units)
        return KH_OK;
    repeats = kh_new(t->inst->host, units * sizeof *repeats, e);
    if (!repeats)
        return KH_ENOMEM;
    rc = cases_repeats(t, repeats, units, e);
    if (!rc)
        rc = cells_sorted(t, &cell, e);
    if (!rc)
        rc = score_units(t, out, cell, repeats, e);
    memory_free(t, cell);
    memory_free(t, repeats);
    return rc;
}
