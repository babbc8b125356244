/* SPDX-License-Identifier: Apache-2.0 */
/* proof_level.c - the scores that exist at a level, and whether one prints within bounds.
 */
#include "score/proof_parts.h"

#include <stdlib.h>

static int month_compare(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

uint32_t reach_months(struct proof *p, int32_t **months)
{
    uint32_t n = 0;
    int32_t *at = arena_array(p->work, (size_t)p->s->n_versions + 1, sizeof *at);
    *months = at;
    if (!at) {
        p->failed = true;
        return 0;
    }
    for (uint32_t i = 0; i < p->s->n_versions; i++)
        at[i] = p->s->versions[i].from;
    if (p->s->n_versions)
        qsort(at, p->s->n_versions, sizeof *at, month_compare);
    for (uint32_t i = 0; i < p->s->n_versions; i++)
        if (!n || at[n - 1] != at[i])
            at[n++] = at[i];
    return n;
}

/* No total of a mean is left out: there may be any number of units below. */
static bool is_mixed(const struct conf_domain *d, uint32_t level)
{
    return d->levels[level].by == LEVEL_MEAN || d->levels[level].by == LEVEL_SUM;
}

void reach_level(struct proof *p, struct spans *const *nodes, uint32_t level,
                 const char *path, const struct matches *who, int32_t month,
                 struct spans *out, int32_t *digits, enum round_mode *mode)
{
    for (uint32_t w = 0; w < p->s->n_whos && !p->failed; w++) {
        const struct version *v = scheme_in_force(p->s, w, month);
        int32_t node = v ? scheme_node(v, path) : -1;
        if (node < 0 || (who && !proof_meet(who, &v->who)))
            continue;
        spans_join(p, out, &nodes[v - p->s->versions][node]);
        *digits = v->nodes[node].digits;
        *mode = proof_mode(p, v);
    }
    if (!p->failed && is_mixed(p->s->domain, level))
        spans_fill(out);
    if (out->n && p->s->domain->levels[level].by == LEVEL_SUM)
        out->loose = true;
}

static void print_unit(mpq_t out, int32_t digits)
{
    mpq_set_ui(out, 1, 1);
    mpz_ui_pow_ui(mpq_denref(out), 10, (unsigned long)digits);
}

/* The printed number before this one. */
static void print_before(mpq_t out, const mpq_t q, int32_t digits)
{
    mpq_t unit;
    mpq_init(unit);
    print_unit(unit, digits);
    mpq_sub(out, q, unit);
    mpq_clear(unit);
}

/* The least printed number that is not below q. */
static void up_to_print(mpq_t out, const mpq_t q, int32_t digits)
{
    mpq_t unit;
    mpq_init(unit);
    print_unit(unit, digits);
    mpq_div(out, q, unit);
    mpz_cdiv_q(mpq_numref(out), mpq_numref(out), mpq_denref(out));
    mpz_set_ui(mpq_denref(out), 1);
    mpq_mul(out, out, unit);
    mpq_clear(unit);
}

static const char *why_not(struct proof *p, mpq_srcptr under, mpq_srcptr over)
{
    if (under && over)
        return arena_printf(p->work, _("scores jump from %s to %s"), proof_number(p, under),
                            proof_number(p, over));
    if (under)
        return arena_printf(p->work, _("the best score is %s"), proof_number(p, under));
    if (over)
        return arena_printf(p->work, _("the least score is %s"), proof_number(p, over));
    return arena_text(p->work, _("there is no score at all"));
}

bool reach_has(struct proof *p, const struct spans *s, mpq_srcptr from, mpq_srcptr below,
               int32_t digits, enum round_mode mode, const char **why)
{
    mpq_t lo, hi, edge, under;
    mpq_inits(lo, hi, edge, under, NULL);
    bool found = false, is_over = false, has_under = false;
    if (from)
        up_to_print(edge, from, digits);
    for (uint32_t i = 0; i < s->n && !found && !is_over; i++) {
        num_round(lo, s->at[i].lo, digits, mode);
        num_round(hi, s->at[i].hi, digits, mode);
        if (from && mpq_cmp(hi, edge) < 0) {
            mpq_set(under, hi);
            has_under = true;
            continue;
        }
        if (from && mpq_cmp(lo, edge) < 0) {
            print_before(under, edge, digits);
            has_under = true;
            mpq_set(lo, edge);
        }
        found = !below || mpq_cmp(lo, below) < 0;
        is_over = !found;
    }
    if (!found)
        *why = why_not(p, has_under ? (mpq_srcptr)under : NULL,
                       is_over ? (mpq_srcptr)lo : NULL);
    mpq_clears(lo, hi, edge, under, NULL);
    return found;
}

const char *reach_between(struct proof *p, mpq_srcptr from, mpq_srcptr below)
{
    if (from && below)
        return arena_printf(p->work, _("from %s to below %s"), proof_number(p, from),
                            proof_number(p, below));
    if (from)
        return arena_printf(p->work, _("from %s"), proof_number(p, from));
    return arena_printf(p->work, _("below %s"), below ? proof_number(p, below) : "?");
}
