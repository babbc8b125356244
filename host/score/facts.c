/* SPDX-License-Identifier: Apache-2.0 */
/* facts.c - value and state of an indicator for a unit.
 *
 * First comes what was delivered: an indicator is `na` below the level at which one of its
 * datasets enters, `missing` where one that is owed was not delivered, and partial above.
 * Only then the plugin's result counts. */
#include "score/scorer.h"

/* ---- Deliveries ---------------------------------------------------------- */

static const struct conf_input *input_of(const struct scorer *s, uint32_t dataset)
{
    const kh_domain *d = &s->in->schema->domain;
    if (dataset >= d->datasets.count)
        return NULL;
    const char *name = schema_dataset(d, dataset)->name;
    for (uint32_t i = 0; i < s->in->domain->n_inputs; i++)
        if (!strcmp(s->in->domain->inputs[i].dataset, name))
            return &s->in->domain->inputs[i];
    return NULL;
}

/* The dataset enters at a higher level than this. */
static bool enters_above(const struct scorer *s, const struct conf_input *in,
                         uint32_t level)
{
    int32_t at = in && in->at ? scheme_level(s->in->domain, in->at) : -1;
    return at > (int32_t)level && scheme_level_above(s->in->domain, level, (uint32_t)at);
}

/* `expect` names a level of the domain, or one of the organisation. */
static const char *owing_column(const struct scorer *s, const char *level)
{
    int32_t i = scheme_level(s->in->domain, level);
    return i >= 0 && s->in->domain->levels[i].n_of == 1 ? s->in->domain->levels[i].of[0]
                                                        : level;
}

/* Does the owing unit belong to this one, as far as the organisation tells?  A unit without
 * a column of the organisation may have a share in any. */
static bool is_below(const struct scorer *s, uint32_t level, const struct unit *u,
                     const char *column, const char *owing)
{
    const struct conf_level *l = &s->in->domain->levels[level];
    const struct orgs *o = s->in->orgs;
    const struct org_unit *org = o ? orgs_find(o, column, owing) : NULL;
    for (uint32_t i = 0; org && i < l->n_of && i < u->n_parts; i++) {
        const struct org_unit *above = orgs_above(org, l->of[i]);
        if (orgs_has_level(o, l->of[i]) && (!above || strcmp(above->id, u->parts[i]) != 0))
            return false;
    }
    return true;
}

struct delivered {
    uint32_t yes, of;
};

static struct delivered delivered_to(const struct scorer *s, uint32_t level,
                                     const struct unit *u, uint32_t dataset,
                                     uint32_t variant)
{
    const struct measured *m = s->in->measured;
    uint32_t lead = measured_lead(s->in->order->variants, variant);
    struct delivered n = { 0, 0 };
    bool any = false;
    for (uint32_t i = 0; i < m->n_deliveries; i++) {
        const struct measured_delivery *d = &m->deliveries[i];
        if (d->dataset != dataset || d->variant != lead)
            continue;
        any = true;
        const char *column = owing_column(s, d->level);
        const char *own = units_column(s, level, u, column);
        if (own ? strcmp(own, d->unit) != 0 : !is_below(s, level, u, column, d->unit))
            continue;
        n.of++;
        n.yes += d->delivered;
    }
    if (!any && coverage_of(s, variant, dataset)->missing)
        n.of = 1;
    return n;
}

/* Sets state, delivered and owing; IS_OK: the result decides. */
static void check_deliveries(const struct scorer *s, uint32_t level, const struct unit *u,
                             uint32_t indicator, uint32_t variant, struct fact *f)
{
    uint64_t needs = schema_indicator(&s->in->schema->domain, indicator)->needs;
    f->state = (needs & s->unbound) ? IS_NA : IS_OK;
    for (uint32_t i = 0; needs >> i && f->state == IS_OK; i++)
        if (needs >> i & 1 && enters_above(s, input_of(s, i), level))
            f->state = IS_NA;
    if (f->state != IS_OK)
        return;
    for (uint32_t i = 0; i < s->in->schema->domain.datasets.count && needs >> i; i++) {
        if (!(needs >> i & 1))
            continue;
        const struct coverage *c = coverage_of(s, variant, i);
        struct delivered n = delivered_to(s, level, u, i, variant);
        coverage_join(f, c->with, c->of);
        if (n.of && !n.yes)
            f->state = IS_MISSING;
        if (n.of - n.yes > f->owing - f->delivered) {
            f->owing = n.of;
            f->delivered = n.yes;
        }
    }
}

/* ---- Results ------------------------------------------------------------- */

int facts_digits(const kh_indicator *i)
{
    if (i->type == KH_DEC || i->scale > 0)
        return i->scale;
    return i->type == KH_I64 && !(i->flags & KH_RATIO) ? 0 : SCHEME_DIGITS;
}

static void take_ratio(const kh_indicator *i, const struct measured_result *r, bool upheld,
                       struct fact *f, mpq_t value)
{
    f->has_ratio = true;
    f->numerator = upheld ? r->upheld_numerator : r->numerator;
    f->denominator = upheld ? r->upheld_denominator : r->denominator;
    if (!f->denominator) {
        f->state = IS_NA;
        f->no_data = true;
        return;
    }
    mpq_t over;
    mpq_init(over);
    num_from_i64(value, f->numerator);
    num_from_i64(over, f->denominator);
    mpq_div(value, value, over);
    num_from_i64(over, i->times ? i->times : 1);
    mpq_mul(value, value, over);
    mpq_clear(over);
}

static void take_scored(const kh_indicator *i, const struct measured_result *r, bool upheld,
                        struct fact *f, mpq_t value)
{
    f->state = r->flags & KH_PROVISIONAL ? IS_PENDING : IS_OK;
    if (i->flags & KH_RATIO)
        take_ratio(i, r, upheld, f, value);
    else if (i->type == KH_F64)
        num_from_double(value, upheld ? r->upheld_real : r->real);
    else
        num_from_dec(value, upheld ? r->upheld_value : r->value,
                     i->type == KH_DEC ? i->scale : 0);
}

void facts_measured(struct scorer *s, uint32_t level, const struct unit *u,
                    uint32_t indicator, uint32_t variant, int32_t day, struct fact *f,
                    mpq_t value)
{
    const kh_indicator *i = schema_indicator(&s->in->schema->domain, indicator);
    *f = (struct fact){ .day = VARIANT_NO_DAY };
    mpq_set_ui(value, 0, 1);
    check_deliveries(s, level, u, indicator, variant, f);
    if (f->state != IS_OK)
        return;
    const struct measured_result *r =
        u->measured < 0 ? NULL
                        : measured_find(s->in->measured, variant, level,
                                        (uint32_t)u->measured, indicator, day);
    f->state = IS_NA;
    f->no_data = !r || r->outcome == KH_NO_DATA;
    if (!r)
        return;
    f->samples = r->samples;
    if (r->flags & KH_PROVISIONAL)
        f->remarks |= REMARK_PROVISIONAL;
    if (r->flags & KH_FALSIFIED)
        f->remarks |= REMARK_FALSIFIED;
    if (i->flags & KH_RATIO && r->outcome == KH_NO_DATA) {
        f->has_ratio = true;
        f->numerator = r->numerator;
        f->denominator = r->denominator;
    }
    if (r->outcome == KH_MISSING)
        f->state = IS_MISSING;
    if (r->outcome == KH_SCORED)
        take_scored(i, r, s->upheld && r->flags & KH_PROVISIONAL, f, value);
}

/* A KH_SUM indicator of a unit on a level of means: the sum over its children. */
static void sum_children(struct scorer *s, uint32_t level, const struct unit *u,
                         uint32_t indicator, uint32_t variant, struct fact *f, mpq_t value)
{
    uint32_t below = (uint32_t)s->in->domain->levels[level].from;
    mpq_t one;
    mpq_init(one);
    *f = (struct fact){ .state = IS_NA, .no_data = true, .day = VARIANT_NO_DAY };
    mpq_set_ui(value, 0, 1);
    for (uint32_t i = 0; i < u->n_children; i++) {
        struct fact child;
        facts_total(s, below, &s->levels[below].at[u->children[i]], indicator, variant,
                    &child, one);
        f->remarks |= child.remarks;
        f->samples += child.samples;
        if (child.state == IS_OK || child.state == IS_PENDING) {
            mpq_add(value, value, one);
            if (f->state != IS_PENDING)
                f->state = child.state;
            f->no_data = false;
        }
    }
    mpq_clear(one);
}

void facts_total(struct scorer *s, uint32_t level, const struct unit *u, uint32_t indicator,
                 uint32_t variant, struct fact *f, mpq_t value)
{
    const kh_indicator *i = schema_indicator(&s->in->schema->domain, indicator);
    if (scorer_is_measured(s, level)) {
        facts_measured(s, level, u, indicator, variant, VARIANT_NO_DAY, f, value);
        return;
    }
    if (i->flags & KH_SUM) {
        sum_children(s, level, u, indicator, variant, f, value);
        return;
    }
    *f = (struct fact){ .state = IS_NA, .day = VARIANT_NO_DAY };
    mpq_set_ui(value, 0, 1);
}
