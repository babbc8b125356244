/* SPDX-License-Identifier: Apache-2.0 */
/* cohort.c - ranks to points (domain.md 10.2, S5).
 *
 * A cohort is the units of one level with the same version and, if the rule says so, the
 * same text in a column.  Units without a value are not ranked and do not count in n. */
#include "score/scorer.h"

#include <stdlib.h>

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
        if (one->fact.remarks & REMARK_FALSIFIED && node->leaf->use == USE_SCORE)
            continue;
        ok = fixed_keep(&s->work, one->points, points);
    }
    mpq_clears(rank, points, NULL);
    return ok;
}

static bool rank_group(struct scorer *s, const struct node *node, struct seen **seen,
                       uint32_t i, const struct entry *entries, uint32_t n)
{
    uint32_t distinct = 0;
    bool ok = true;
    for (uint32_t k = 0; ok && k < n; distinct++) {
        uint32_t tied = 1;
        while (k + tied < n && mpq_equal(entries[k].value, entries[k + tied].value))
            tied++;
        ok = give_tied(s, node, seen, i, &entries[k], tied, k, distinct, n);
        k += tied;
    }
    return ok;
}

static bool rank_leaf(struct scorer *s, uint32_t level, const struct version *v, uint32_t i,
                      struct seen **seen, struct entry *entries)
{
    struct unit_level *l = &s->levels[level];
    const struct leaf *leaf = v->nodes[i].leaf;
    const kh_indicator *indicator =
        schema_indicator(&s->in->schema->domain, (uint32_t)leaf->indicator);
    bool higher = indicator->flags & KH_HIGHER_IS_BETTER && !leaf->of.lower_is_better;
    uint32_t n = 0;
    if (leaf->of.kind == MEASURE_LEAD)
        higher = true; /* a lead is always the better the greater */
    for (uint32_t u = 0; u < l->n; u++) {
        if (l->at[u].version != v)
            continue;
        const struct fact *f = &seen[u][i].fact;
        if ((f->state != IS_OK && f->state != IS_PENDING) || f->remarks & REMARK_NO_DATA)
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
        ok = rank_group(s, &v->nodes[i], seen, i, &entries[k], of);
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
            if (!leaf || leaf->rule.kind != RULE_RANK || leaf->indicator < 0)
                continue;
            if (!entries)
                entries = arena_array(&s->work, s->levels[level].n + 1, sizeof *entries);
            if (!entries || !rank_leaf(s, level, v, i, seen, entries))
                return scorer_no_memory(s);
        }
    }
    return KH_OK;
}
