/* SPDX-License-Identifier: Apache-2.0 */
/* proof_rule.c - no better value scores less. */
#include "score/proof_parts.h"

static bool is_higher_better(const struct proof *p, const struct leaf *leaf)
{
    return schema_indicator(&p->s->schema->domain, (uint32_t)leaf->indicator)->flags &
           KH_HIGHER_IS_BETTER;
}

int proof_direction(const struct proof *p, const struct leaf *leaf)
{
    if (leaf->rule.kind == RULE_RANK || leaf->rule.kind == RULE_AUDIT)
        return -1; /* the first rank, the least deviation */
    if (leaf->indicator < 0 || leaf->rule.kind == RULE_ZSCORE)
        return 1;
    if (leaf->of.kind == MEASURE_LEAD ||
        (leaf->of.kind == MEASURE_DELTA && leaf->of.how == DELTA_ATTAINMENT))
        return 1;
    return is_higher_better(p, leaf) ? 1 : -1;
}

bool proof_least(const struct proof *p, const struct leaf *leaf, mpq_t out)
{
    (void)p;
    mpq_set_ui(out, leaf->rule.kind == RULE_RANK, 1);
    return leaf->rule.kind == RULE_RANK || leaf->rule.kind == RULE_AUDIT;
}

/* What a value is worth to the subject. */
static int worth_compare(const struct node *n, const struct tried *a, const struct tried *b)
{
    int order = mpq_cmp(a->points, b->points);
    return n->leaf->use == USE_AMOUNT && n->sign < 0 ? -order : order;
}

/* "91 scores 20 and 92, which is better, scores 18" */
static const char *evidence(const struct trial *t, const struct tried *worse,
                            const struct tried *better)
{
    struct proof *p = t->p;
    const char *a = trial_name(t, worse), *b = trial_name(t, better);
    const char *x = proof_number(p, worse->points), *y = proof_number(p, better->points);
    if (t->rule.kind == RULE_RANK)
        return arena_printf(p->work, _("rank %s scores %s and rank %s scores %s"), a, x, b,
                            y);
    if (t->n->leaf->use == USE_SCORE)
        return arena_printf(p->work, _("%s scores %s and %s, which is better, scores %s"),
                            a, x, b, y);
    if (t->n->sign < 0)
        return arena_printf(p->work, _("%s costs %s and %s, which is better, costs %s"), a,
                            x, b, y);
    return arena_printf(p->work, _("%s adds %s and %s, which is better, adds %s"), a, x, b,
                        y);
}

static void tell(struct proof *p, const struct node *n, bool reversed, const char *why)
{
    const struct leaf *leaf = n->leaf;
    const struct cfg *at = leaf->rule.at;
    const char *id =
        leaf->indicator < 0
            ? ""
            : schema_indicator(&p->s->schema->domain, (uint32_t)leaf->indicator)->id;
    if (!why)
        p->failed = true;
    else if (!reversed || leaf->indicator < 0 || leaf->of.kind != MEASURE_PLAIN ||
             leaf->rule.kind == RULE_RANK || leaf->rule.kind == RULE_AUDIT)
        cfg_error(p->f, at,
                  _("'%s' is not monotone: %s; mend the rule, or say not_monotone = true"),
                  n->path, why);
    else if (is_higher_better(p, leaf))
        cfg_error(p->f, at,
                  _("'%s' runs the wrong way: '%s' is the better the higher it is, but %s; "
                    "mend the rule, or say not_monotone = true"),
                  n->path, id, why);
    else
        cfg_error(p->f, at,
                  _("'%s' runs the wrong way: '%s' is the better the lower it is, but %s; "
                    "mend the rule, or say not_monotone = true"),
                  n->path, id, why);
}

/* A lead is ref - v or v - ref: it must be the greater the better v is. */
static void prove_lead(struct proof *p, const struct node *n)
{
    const struct leaf *leaf = n->leaf;
    const struct cfg *at = cfg_get(n->at, "of");
    if (leaf->of.kind != MEASURE_LEAD || leaf->indicator < 0 ||
        is_higher_better(p, leaf) != leaf->of.lower_is_better)
        return;
    const char *id = schema_indicator(&p->s->schema->domain, (uint32_t)leaf->indicator)->id;
    if (leaf->of.lower_is_better)
        cfg_error(
            p->f, at,
            _("'%s': lower_is_better, but '%s' is the better the higher it is: against "
              "80, 70 leads by 10 and 90, which is better, by -10"),
            n->path, id);
    else
        cfg_error(p->f, at,
                  _("'%s': '%s' is the better the lower it is: against 80, 90 leads by 10 "
                    "and 70, which is better, by -10; say lower_is_better = true"),
                  n->path, id);
}

/* Against itself a value is always 0, or always at its breakpoint. */
static void prove_other(struct proof *p, const struct node *n)
{
    const struct measure *of = &n->leaf->of;
    int32_t own = n->leaf->indicator;
    bool found = of->base.indicator == own || of->target.indicator == own;
    for (uint32_t i = 0; i < of->n_against; i++)
        found = found || (int32_t)of->against[i] == own;
    for (uint32_t i = 0; of->kind == MEASURE_PLAIN && i < n->leaf->rule.n_operands; i++)
        found = found || (int32_t)n->leaf->rule.operands[i] == own;
    if (own >= 0 && found)
        cfg_error(p->f, n->at, _("'%s' holds indicator '%s' against itself; name another"),
                  n->path, schema_indicator(&p->s->schema->domain, (uint32_t)own)->id);
}

static void find_pair(const struct trial *t, int direction, const struct tried **worse,
                      const struct tried **better)
{
    size_t best = SIZE_MAX;
    size_t *width = arena_array(t->p->work, (size_t)t->len + 1, sizeof *width);
    for (uint32_t i = 0; width && i < t->len; i++) {
        const char *name = trial_name(t, &t->at[i]);
        width[i] = name ? strlen(name) : 0;
    }
    for (uint32_t i = 0; width && i < t->len; i++)
        for (uint32_t k = i + 1; k < t->len; k++) {
            uint32_t a = direction > 0 ? i : t->len - 1 - i;
            uint32_t b = direction > 0 ? k : t->len - 1 - k;
            if (width[a] + width[b] >= best ||
                worth_compare(t->n, &t->at[b], &t->at[a]) >= 0)
                continue;
            best = width[a] + width[b];
            *worse = &t->at[a];
            *better = &t->at[b];
        }
    t->p->failed = t->p->failed || !width;
}

bool trial_falls(const struct trial *t, int direction, const struct tried **worse,
                 const struct tried **better, bool *only)
{
    bool rises = false, falls = false;
    for (uint32_t i = 1; i < t->len && !t->p->failed; i++) {
        int order = direction * worth_compare(t->n, &t->at[i], &t->at[i - 1]);
        rises = rises || order > 0;
        falls = falls || order < 0;
    }
    if (falls)
        find_pair(t, direction, worse, better);
    *only = !rises;
    return falls && !t->p->failed;
}

static void prove_bands(struct proof *p, const struct node *n)
{
    mpq_t least;
    mpq_init(least);
    bool has_least = proof_least(p, n->leaf, least);
    proof_bands(p, n->path, &n->leaf->rule, has_least ? least : NULL);
    mpq_clear(least);
}

void proof_rule(struct proof *p, const struct version *v, const struct node *n)
{
    struct trial t;
    if (!n->leaf->has_rule)
        return;
    prove_bands(p, n);
    prove_other(p, n);
    if (cfg_truth(n->leaf->rule.at, "not_monotone", false))
        return;
    trial_of(&t, p, v, n);
    prove_lead(p, n);
    const struct tried *worse = NULL, *better = NULL;
    bool only = false;
    if (trial_falls(&t, proof_direction(p, n->leaf), &worse, &better, &only))
        tell(p, n, only, evidence(&t, worse, better));
}
