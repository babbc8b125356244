/* SPDX-License-Identifier: Apache-2.0 */
/* settlement_read.c - the settlement of a domain: the fee, and the rule that makes a
 * coefficient of the printed total.
 *
 * Room config has checked the form.  The coefficient is read as the points of a leaf with a
 * full of 1, so that y is the part of the fee.  It is read after the versions, whose digits
 * it must not blur. */
#include "score/read.h"

enum { COEFFICIENT_DIGITS = 4 };

/* Above the measured levels only sums have a value. */
static void check_fee(struct parse *r, const struct cfg *fee, const bool *at)
{
    int32_t i = schema_indicator_of(&r->schema->domain, fee->text);
    const kh_indicator *ind = schema_indicator(&r->schema->domain, (uint32_t)i);
    for (uint32_t l = 0; l < r->domain->n_levels; l++)
        if (at[l] && !scheme_is_measured(r->domain, l) && !(ind->flags & KH_SUM))
            cfg_error(r->f, fee,
                      _("the fee '%s' has no value at level '%s', which is made of the "
                        "scores below it: take an indicator that is summed at every level, "
                        "or name other levels in `levels`"),
                      ind->id, r->domain->levels[l].id);
}

static bool has_digits(const mpq_t q, int32_t digits)
{
    mpq_t rounded;
    mpq_init(rounded);
    num_round(rounded, q, digits, ROUND_TRUNCATE);
    bool has = mpq_equal(rounded, q);
    mpq_clear(rounded);
    return has;
}

/* What is written down is what is paid. */
static void check_digits(struct parse *r, const struct cfg *at, const mpq_t y,
                         int32_t digits)
{
    if (!has_digits(y, digits))
        cfg_error(r->f, at,
                  _("the coefficient %s has more digits than it is rounded to (digits = "
                    "%d)"),
                  num_exact_text(r->a, y), (int)digits);
}

static void check_steps(struct parse *r, const struct settlement *s)
{
    const struct rule *rule = &s->coefficient;
    const struct cfg *list = cfg_get(rule->at, "steps");
    for (uint32_t i = 0; i < rule->n_steps; i++) {
        if (!rule->steps[i].is_share)
            cfg_error(r->f, list->child[i],
                      _("a step of a coefficient gives y, the part of the fee; it has no "
                        "points"));
        check_digits(r, list->child[i], rule->steps[i].points, s->digits);
    }
    for (uint32_t i = 0; i < rule->n_points; i++)
        check_digits(r, cfg_get(rule->at, "at"), rule->points[i].y, s->digits);
}

/* A score that prints 69.60 must not be looked up as 70. */
static void check_precision(struct parse *r, const struct rule *rule)
{
    for (uint32_t i = 0; rule->precision >= 0 && i < r->set->n_versions; i++)
        if (rule->precision < r->set->versions[i].digits) {
            cfg_error(r->f, cfg_get(rule->at, "precision"),
                      _("precision = %d is less than the %d digits with which version '%s' "
                        "prints scores: a score would be paid as another one"),
                      (int)rule->precision, (int)r->set->versions[i].digits,
                      r->set->versions[i].id);
            return;
        }
}

static void read_coefficient(struct parse *r, const struct cfg *c, struct settlement *s)
{
    const char *kind = cfg_text(c, "kind", NULL);
    if (kind && strcmp(kind, "pwl") != 0 && strcmp(kind, "tier") != 0) {
        cfg_error(r->f, cfg_get(c, "kind"),
                  _("a coefficient is a rule of kind 'pwl' or 'tier', not '%s'"), kind);
        return;
    }
    uint32_t before = r->f->errors;
    rule_read(r, c, USE_SCORE, true, &s->coefficient);
    if (r->f->errors != before)
        return;
    if (s->coefficient.n_operands)
        cfg_error(r->f, c, _("breakpoints of a coefficient are scores, not indicators"));
    check_steps(r, s);
    check_precision(r, &s->coefficient);
}

void settlement_read(struct parse *r)
{
    const struct cfg *c = r->domain->settlement;
    const struct cfg *fee = cfg_get(c, "fee"), *coefficient = cfg_get(c, "coefficient");
    struct settlement *s = c ? arena_new(r->a, sizeof *s) : NULL;
    if (!s) {
        if (c)
            read_no_memory(r, c);
        return;
    }
    s->at = c;
    s->digits = read_integer(c, "digits", COEFFICIENT_DIGITS);
    read_matches(r, c, &s->who);
    read_levels(r, c, r->set->settlement_at);
    int32_t indicator = fee ? read_indicator(r, fee, fee->text) : -1;
    if (indicator >= 0) {
        s->fee = (uint32_t)indicator;
        check_fee(r, fee, r->set->settlement_at);
    }
    if (coefficient)
        read_coefficient(r, coefficient, s);
    r->set->settlement = s;
}
