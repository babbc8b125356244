/* SPDX-License-Identifier: Apache-2.0 */
/* leaf_value.c - what a leaf looks at: the indicator itself in the leaf's own choice of
 * dates, the worst or best of the days, or a change, a lead or a deviation made of several.
 */
#include "score/measure.h"
#include "score/scorer.h"

static bool has_value(const struct fact *f)
{
    return f->state == IS_OK || f->state == IS_PENDING;
}

/* ---- Days ---------------------------------------------------------------- */

struct run { /* results of one unit and indicator in one variant */
    uint32_t variant, level, subject, indicator;
};

static int run_compare(const struct run *x, const struct measured_result *r)
{
    const uint32_t a[] = { x->variant, x->level, x->subject, x->indicator };
    const uint32_t b[] = { r->variant, r->level, r->subject, r->indicator };
    for (size_t i = 0; i < COUNT(a); i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* Results are sorted: the first that is not before the run. */
static uint32_t run_start(const struct measured *m, const struct run *x)
{
    uint32_t low = 0, high = m->n_results;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (run_compare(x, &m->results[mid]) > 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The day whose value is least, or greatest; the earliest of equals. */
static void fold_days(struct scorer *s, uint32_t level, const struct unit *u,
                      const struct leaf *leaf, const struct run *x, struct fact *f,
                      mpq_t value)
{
    const struct measured *m = s->in->measured;
    struct fact day;
    bool found = false;
    mpq_t v;
    mpq_init(v);
    for (uint32_t i = run_start(m, x); i < m->n_results && !run_compare(x, &m->results[i]);
         i++) {
        facts_measured(s, level, u, x->indicator, x->variant, m->results[i].day, &day, v);
        day.day = m->results[i].day;
        int order = found && has_value(&day) ? mpq_cmp(v, value) : 0;
        if (!has_value(&day) || (found && (leaf->fold_max ? order <= 0 : order >= 0)))
            continue;
        found = true;
        *f = day;
        mpq_set(value, v);
    }
    mpq_clear(v);
}

static void look(struct scorer *s, uint32_t level, const struct unit *u,
                 const struct leaf *leaf, uint32_t indicator, struct fact *f, mpq_t value)
{
    int32_t variant = s->variant[leaf->choice];
    struct run x = { variant < 0 ? 0 : (uint32_t)variant, level,
                     u->measured < 0 ? 0 : (uint32_t)u->measured, indicator };
    if (s->in->order->variants[x.variant].days_missing) {
        *f = (struct fact){ .state = IS_MISSING, .day = VARIANT_NO_DAY };
        mpq_set_ui(value, 0, 1);
        return;
    }
    /* Without a day this tells what was delivered, and finds no result of a day. */
    facts_measured(s, level, u, indicator, x.variant, VARIANT_NO_DAY, f, value);
    if (s->set->choices[leaf->choice].each_day && f->no_data && u->measured >= 0)
        fold_days(s, level, u, leaf, &x, f, value);
}

/* ---- Measures ------------------------------------------------------------ */

static void join_remarks(struct fact *f, const struct fact *other)
{
    f->remarks |= other->remarks;
    coverage_join(f, other->months_with, other->months_of);
    if (other->state == IS_PENDING && f->state == IS_OK)
        f->state = IS_PENDING;
}

static void not_applicable(struct fact *f)
{
    f->state = IS_NA;
    f->no_data = false;
}

/* False: it has no value. */
static bool operand(struct scorer *s, uint32_t level, const struct unit *u,
                    const struct leaf *leaf, const struct operand *o, struct fact *f,
                    mpq_t value)
{
    struct fact other;
    if (o->indicator < 0) {
        mpq_set(value, o->number);
        return true;
    }
    look(s, level, u, leaf, (uint32_t)o->indicator, &other, value);
    if (has_value(&other))
        join_remarks(f, &other);
    return has_value(&other);
}

static bool higher_is_better(const struct scorer *s, uint32_t indicator)
{
    return schema_indicator(&s->in->schema->domain, indicator)->flags & KH_HIGHER_IS_BETTER;
}

static void look_change(struct scorer *s, uint32_t level, const struct unit *u,
                        const struct leaf *leaf, struct fact *f, mpq_t v)
{
    const struct measure *of = &leaf->of;
    mpq_t base, target;
    mpq_inits(base, target, NULL);
    bool has = operand(s, level, u, leaf, &of->base, f, base);
    if (has && of->how == DELTA_ATTAINMENT)
        has = operand(s, level, u, leaf, &of->target, f, target);
    if (!has || !measure_change(v, of, base, target,
                                higher_is_better(s, (uint32_t)leaf->indicator)))
        not_applicable(f);
    mpq_clears(base, target, NULL);
}

static void look_lead(struct scorer *s, uint32_t level, const struct unit *u,
                      const struct leaf *leaf, struct fact *f, mpq_t v)
{
    const struct measure *of = &leaf->of;
    struct fact other;
    mpq_t one, ref;
    mpq_inits(one, ref, NULL);
    f->wanted = of->n_against;
    for (uint32_t i = 0; i < of->n_against; i++) {
        look(s, level, u, leaf, of->against[i], &other, one);
        if (!has_value(&other))
            continue;
        join_remarks(f, &other);
        measure_compare(ref, &f->compared, of, one);
    }
    if (f->compared)
        measure_lead(v, of, ref, f->compared);
    else
        not_applicable(f);
    mpq_clears(one, ref, NULL);
}

static void look_audit(struct scorer *s, uint32_t level, const struct unit *u,
                       const struct leaf *leaf, struct fact *f, mpq_t v)
{
    const struct rule *rule = &leaf->rule;
    struct fact other;
    mpq_t audited;
    mpq_init(audited);
    look(s, level, u, leaf, rule->reported, f, v);
    look(s, level, u, leaf, rule->audited, &other, audited);
    uint32_t remarks = f->remarks | other.remarks;
    if (has_value(f) && !has_value(&other))
        *f = other;
    f->remarks = remarks;
    if (has_value(f)) {
        join_remarks(f, &other);
        measure_deviation(v, audited, rule->in_favour_only,
                          higher_is_better(s, rule->reported));
    }
    mpq_clear(audited);
}

/* What was reported times the share of samples that proved true (G2). */
static void look_verified(struct scorer *s, uint32_t level, const struct unit *u,
                          const struct leaf *leaf, struct fact *f, mpq_t v)
{
    struct fact factor;
    mpq_t q, times;
    mpq_inits(q, times, NULL);
    uint32_t by = (uint32_t)leaf->of.base.indicator;
    const kh_indicator *i = schema_indicator(&s->in->schema->domain, by);
    look(s, level, u, leaf, by, &factor, q);
    if (has_value(&factor)) {
        join_remarks(f, &factor);
        num_from_i64(times, i->times ? i->times : 1);
        mpq_div(q, q, times);
        mpq_mul(v, v, q);
    } else
        f->remarks |= REMARK_UNVERIFIED;
    mpq_clears(q, times, NULL);
}

bool leaf_operands(struct scorer *s, uint32_t level, const struct unit *u,
                   const struct leaf *leaf, struct fact *f, mpq_t *values)
{
    struct fact other;
    mpq_t q;
    bool ok = true;
    mpq_init(q);
    for (uint32_t i = 0; ok && i < leaf->rule.n_operands; i++) {
        look(s, level, u, leaf, leaf->rule.operands[i], &other, q);
        if (has_value(&other))
            join_remarks(f, &other);
        else
            not_applicable(f);
        ok = fixed_keep(&s->work, values[i], q);
    }
    mpq_clear(q);
    return ok;
}

/* A smaller denominator counts as the least one (M1). */
static void floor_denominator(const struct scorer *s, const struct leaf *leaf,
                              const struct fact *f, mpq_t v)
{
    const kh_indicator *i =
        schema_indicator(&s->in->schema->domain, (uint32_t)leaf->indicator);
    mpq_t q;
    mpq_init(q);
    num_from_i64(q, f->denominator);
    if (f->has_ratio && mpq_cmp(q, leaf->min_denominator) < 0)
        measure_rate(v, f->numerator, leaf->min_denominator, i->times ? i->times : 1);
    mpq_clear(q);
}

/* Fewer samples than the leaf asks for. */
static void check_samples(const struct leaf *leaf, struct fact *f)
{
    if (!has_value(f) || f->samples >= leaf->min_samples)
        return;
    f->remarks |= REMARK_THIN;
    if (leaf->thin_is_na)
        not_applicable(f);
}

/* The window ended before the domain's own did. */
static bool is_carried(const struct scorer *s, const struct leaf *leaf)
{
    int32_t variant = s->variant[leaf->choice];
    return variant > 0 && s->in->order->variants[variant].month < s->in->month;
}

void leaf_value(struct scorer *s, uint32_t level, const struct unit *u,
                const struct leaf *leaf, struct fact *f, mpq_t value)
{
    *f = (struct fact){ .state = IS_NA, .day = VARIANT_NO_DAY };
    mpq_set_ui(value, 0, 1);
    if (leaf->source) {
        taken_value(s, level, u, leaf, false, f, value);
        check_samples(leaf, f);
        return;
    }
    if (leaf->rule.kind == RULE_AUDIT)
        look_audit(s, level, u, leaf, f, value);
    else
        look(s, level, u, leaf, (uint32_t)leaf->indicator, f, value);
    if (is_carried(s, leaf))
        f->remarks |= REMARK_CARRIED;
    if (leaf->rule.kind == RULE_AUDIT)
        return;
    if (has_value(f) && leaf->has_min_denominator)
        floor_denominator(s, leaf, f, value);
    if (has_value(f) && leaf->of.kind == MEASURE_VERIFIED)
        look_verified(s, level, u, leaf, f, value);
    if (has_value(f) && leaf->of.kind == MEASURE_DELTA)
        look_change(s, level, u, leaf, f, value);
    if (has_value(f) && leaf->of.kind == MEASURE_LEAD)
        look_lead(s, level, u, leaf, f, value);
    check_samples(leaf, f);
}
