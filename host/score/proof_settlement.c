/* SPDX-License-Identifier: Apache-2.0 */
/* proof_settlement.c - every score has one coefficient, and no better score a smaller one.
 *
 * The rule is tried as that of a leaf with a full of 1 whose value is the total. */
#include "score/proof_parts.h"

/* No total that is settled is below 0, unless a version's floor is. */
static bool is_never_negative(const struct proof *p)
{
    for (uint32_t i = 0; i < p->s->n_versions; i++) {
        const struct version *v = &p->s->versions[i];
        if (proof_meet(&p->s->settlement->who, &v->who) && mpq_sgn(v->nodes[0].floor) < 0)
            return false;
    }
    return true;
}

static void tell(struct proof *p, const struct trial *t, const struct tried *worse,
                 const struct tried *better)
{
    cfg_error(p->f, t->rule.at,
              _("the coefficient is not monotone: the score %s has %s and %s, which is "
                "better, has %s; mend the rule, or say not_monotone = true"),
              trial_name(t, worse), proof_number(p, worse->points), trial_name(t, better),
              proof_number(p, better->points));
}

void proof_settlement(struct proof *p)
{
    const struct settlement *s = p->s->settlement;
    const struct tried *worse = NULL, *better = NULL;
    struct trial t;
    bool only = false;
    mpq_t zero;
    if (!s)
        return;
    mpq_init(zero);
    proof_bands(p, "settlement", &s->coefficient, is_never_negative(p) ? zero : NULL);
    mpq_clear(zero);
    const struct leaf leaf = {
        .indicator = -1, .has_rule = true, .rule = s->coefficient, .use = USE_SCORE
    };
    struct node n = { .kind = NODE_LEAF, .path = "settlement", .sign = 1, .leaf = &leaf };
    fixed_small(n.full, 1);
    trial_of(&t, p, p->s->versions, &n);
    if (!cfg_truth(s->coefficient.at, "not_monotone", false) &&
        trial_falls(&t, 1, &worse, &better, &only))
        tell(p, &t, worse, better);
}
