/* SPDX-License-Identifier: Apache-2.0 */
/* cohort.c - ranks and standard scores (domain.md 10.2, S5 and S6).
 *
 * A cohort is the units of one level with the same version and, if the rule says so, the
 * same text in a column.  Units without a value are in none and do not count in n; nor do
 * those that the rule exempts, which are `na`.  With `within` a tie holds the values that
 * differ from its best by no more than that, so that a tie never grows along a chain. */
#include "score/scorer.h"

#include <stdlib.h>

enum { COHORT_MIN = 3 }; /* values of a standard score */

struct entry {
    uint32_t unit;
    const char *group;
    mpq_srcptr value;
    bool higher_is_better;
};

/* By group, then best first, then unit. */
static int entry_compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->group, y->group);
    if (!order)
        order =
            x->higher_is_better ? mpq_cmp(y->value, x->value) : mpq_cmp(x->value, y->value);
    return order ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

static bool is_falsified(const struct node *node, const struct seen *one)
{
    return one->fact.remarks & REMARK_FALSIFIED && node->leaf->use == USE_SCORE;
}

/* Points for entries [from, to) of one value; `ranked` before them in `distinct` values. */
static bool give_tied(struct scorer *s, const struct node *node, struct seen **seen,
                      uint32_t i, const struct entry *from, uint32_t tied, uint32_t before,
                      uint32_t distinct, uint32_t n)
{
    const struct rule *rule = &node->leaf->rule;
    mpq_t rank, points;
    mpq_inits(rank, points, NULL);
    if (rule->ties == TIES_COMPETITION)
        mpq_set_ui(rank, before + 1, 1);
    if (rule->ties == TIES_DENSE)
        mpq_set_ui(rank, distinct + 1, 1);
    if (rule->ties == TIES_MEAN) /* of the places before + 1 to before + tied */
        mpq_set_ui(rank, 2UL * before + tied + 1, 2);
    mpq_canonicalize(rank);
    rule_rank(points, rule, rank, n, node->full);
    bool ok = true;
    for (uint32_t k = 0; ok && k < tied; k++) {
        struct seen *one = &seen[from[k].unit][i];
        if (is_falsified(node, one))
            continue;
        ok = fixed_keep(&s->work, one->points, points);
    }
    mpq_clears(rank, points, NULL);
    return ok;
}

/* `from` is the best of the tie. */
static bool is_tied(const struct node *node, const struct entry *from,
                    const struct entry *other)
{
    mpq_t apart;
    mpq_init(apart);
    mpq_sub(apart, from->value, other->value);
    mpq_abs(apart, apart);
    bool tied = mpq_cmp(apart, node->leaf->rule.within) <= 0;
    mpq_clear(apart);
    return tied;
}

static bool rank_group(struct scorer *s, const struct node *node, struct seen **seen,
                       uint32_t i, const struct entry *entries, uint32_t n)
{
    uint32_t distinct = 0;
    bool ok = true;
    for (uint32_t k = 0; ok && k < n; distinct++) {
        uint32_t tied = 1;
        while (k + tied < n && is_tied(node, &entries[k], &entries[k + tied]))
            tied++;
        ok = give_tied(s, node, seen, i, &entries[k], tied, k, distinct, n);
        k += tied;
    }
    return ok;
}

/* ---- Standard scores ------------------------------------------------------- */

/* Fewer than three values have no standard score. */
static void tell_small(struct seen **seen, uint32_t i, const struct entry *entries,
                       uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        seen[entries[k].unit][i].fact.state = IS_NA;
        seen[entries[k].unit][i].fact.remarks |= REMARK_SMALL_COHORT;
    }
}

static bool score_group(struct scorer *s, const struct node *node, struct seen **seen,
                        uint32_t i, const struct entry *entries, uint32_t n)
{
    const struct rule *rule = &node->leaf->rule;
    if (n < COHORT_MIN) {
        tell_small(seen, i, entries, n);
        return true;
    }
    mpq_srcptr *values = arena_array(&s->work, n, sizeof *values);
    mpq_t mean, variance, z;
    bool ok = values;
    mpq_inits(mean, variance, z, NULL);
    for (uint32_t k = 0; ok && k < n; k++)
        values[k] = entries[k].value;
    if (ok)
        zscore_moments(mean, variance, values, n, rule->sample);
    for (uint32_t k = 0; ok && k < n; k++) {
        struct seen *one = &seen[entries[k].unit][i];
        if (is_falsified(node, one))
            continue;
        zscore_of(z, entries[k].value, mean, variance, entries[k].higher_is_better);
        if (rule->has_clamp && mpq_cmp(z, rule->least) < 0)
            mpq_set(z, rule->least);
        if (rule->has_clamp && mpq_cmp(z, rule->most) > 0)
            mpq_set(z, rule->most);
        rule_points(z, rule, node->leaf->use, z, node->full, ROUND_HALF_UP);
        ok = fixed_keep(&s->work, one->points, z);
    }
    mpq_clears(mean, variance, z, NULL);
    return ok;
}

/* ---- Cohorts --------------------------------------------------------------- */

/* In a cohort with its value?  Who is exempt has none. */
static bool takes_part(struct scorer *s, uint32_t level, const struct unit *u,
                       const struct rule *rule, struct fact *f)
{
    if (rule->exempt.n && units_match(s, level, u, &rule->exempt)) {
        f->state = IS_NA;
        f->no_data = false;
        f->remarks = (f->remarks & ~(uint32_t)REMARK_NO_DATA) | REMARK_EXEMPT;
        return false;
    }
    return (f->state == IS_OK || f->state == IS_PENDING) && !(f->remarks & REMARK_NO_DATA);
}

static bool cohort_leaf(struct scorer *s, uint32_t level, const struct version *v,
                        uint32_t i, struct seen **seen, struct entry *entries)
{
    struct unit_level *l = &s->levels[level];
    const struct leaf *leaf = v->nodes[i].leaf;
    bool higher =
        leaf->indicator < 0 || /* totals of another domain */
        (schema_indicator(&s->in->schema->domain, (uint32_t)leaf->indicator)->flags &
             KH_HIGHER_IS_BETTER &&
         !leaf->of.lower_is_better);
    uint32_t n = 0;
    if (leaf->of.kind == MEASURE_LEAD ||
        (leaf->of.kind == MEASURE_DELTA && leaf->of.how == DELTA_ATTAINMENT))
        higher = true; /* a lead, or a way made, is always the better the greater */
    for (uint32_t u = 0; u < l->n; u++) {
        if (l->at[u].version != v)
            continue;
        if (!takes_part(s, level, &l->at[u], &leaf->rule, &seen[u][i].fact))
            continue;
        const char *group =
            leaf->rule.group ? units_column(s, level, &l->at[u], leaf->rule.group) : "";
        entries[n++] = (struct entry){ u, group ? group : "", seen[u][i].value, higher };
    }
    if (n)
        qsort(entries, n, sizeof *entries, entry_compare);
    bool ok = true;
    for (uint32_t k = 0; ok && k < n;) {
        uint32_t of = 1;
        while (k + of < n && !strcmp(entries[k].group, entries[k + of].group))
            of++;
        ok = leaf->rule.kind == RULE_RANK
                 ? rank_group(s, &v->nodes[i], seen, i, &entries[k], of)
                 : score_group(s, &v->nodes[i], seen, i, &entries[k], of);
        k += of;
    }
    return ok;
}

kh_status cohort_rank(struct scorer *s, uint32_t level, struct seen **seen)
{
    struct entry *entries = NULL;
    for (uint32_t k = 0; k < s->set->n_versions; k++) {
        const struct version *v = &s->set->versions[k];
        for (uint32_t i = 0; i < v->n_nodes; i++) {
            const struct leaf *leaf = v->nodes[i].leaf;
            if (!leaf || !leaf->has_rule ||
                (leaf->rule.kind != RULE_RANK && leaf->rule.kind != RULE_ZSCORE))
                continue;
            if (!entries)
                entries = arena_array(&s->work, s->levels[level].n + 1, sizeof *entries);
            if (!entries || !cohort_leaf(s, level, v, i, seen, entries))
                return scorer_no_memory(s);
        }
    }
    return KH_OK;
}
