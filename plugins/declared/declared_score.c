/* SPDX-License-Identifier: Apache-2.0 */
/* declared_score.c - indicators and tables of every subject; see declared_score.h.
 *
 *  R15  An indicator is of / per, exactly; without `per` it is `of`.  A missing part is no
 *       data.
 *  R16  A denominator below `least` is taken as `least`; one of 0 by `zero`.
 *  R17  Where `applies` is not true the indicator is not applicable; where `falsified` is
 *       true the result is marked as found untrue. */
#include "declared_score.h"

static void load_value(void *ctx, uint32_t slot, ex_fraction *out)
{
    *out = ((const scorer *)ctx)->value[slot];
}

static void load_total(void *ctx, uint32_t slot, ex_fraction *out)
{
    *out = ((const scorer *)ctx)->total[slot];
}

static ex_fraction run(scorer *x, const ex_program *p)
{
    const ex_subject s = { x, load_value, load_total, x->s->from, x->s->to };
    return ex_run_exact(p, &s);
}

static kh_status too_large(const scorer *x, uint32_t k)
{
    const char *name = x->out->text(x->out->ctx, SUBJECT_SPACE, x->subject);
    return kh_fail(x->e, KH_ERANGE, "indicator '%.63s' of subject '%.80s' leaves 64 bits",
                   x->s->c->indicator_out[k].id, name ? name : "");
}

/* R16 */
static ex_fraction denominator(scorer *x, const indicator *in)
{
    ex_fraction per = run(x, &in->per), least = scaled(in->least, LEAST_SCALE);
    if (!per.state && in->least >= 0 && ex_compare(per, least) < 0)
        per = least;
    if (!per.state && !per.num && in->zero == ZERO_ONE)
        per = ex_fraction_of(1, 1);
    return per;
}

/* Numerator and denominator as they are, where both are whole; else in lowest terms. */
static int ratio_parts(ex_fraction of, ex_fraction per, kh_result *r)
{
    r->numerator = of.num;
    r->denominator = per.num;
    if (kh_mul(&r->numerator, of.num, per.den) ||
        kh_mul(&r->denominator, per.num, of.den)) {
        ex_fraction f = ex_divide(of, per);
        r->numerator = f.num;
        r->denominator = f.den;
        return f.state != EX_KNOWN;
    }
    if (r->denominator > 0)
        return 0;
    int64_t numerator = r->numerator, den = r->denominator;
    r->numerator = r->denominator = 0;
    return kh_sub(&r->numerator, numerator) || kh_sub(&r->denominator, den);
}

/* A plain number in its digits: `of` has no others. */
static int plain_value(ex_fraction of, int32_t scale, kh_result *r)
{
    int64_t ten = 1;
    for (; scale > 0; scale--)
        if (kh_mul(&ten, ten, 10))
            return 1;
    r->value.set = 1;
    return kh_mul(&r->value.u.i, of.num, ten / of.den);
}

/* R15 */
static kh_status valued(scorer *x, uint32_t k, kh_result *r)
{
    const indicator *in = &x->s->c->indicator[k];
    const kh_indicator *as = &x->s->c->indicator_out[k];
    ex_fraction of = run(x, &in->of), per = ex_fraction_of(1, 1);
    if (in->per.len)
        per = denominator(x, in);
    if (of.state == EX_OVERFLOW || per.state == EX_OVERFLOW)
        return too_large(x, k);
    r->outcome = KH_NO_DATA;
    if (of.state || per.state)
        return KH_OK;
    if (!per.num) {
        r->outcome = in->zero == ZERO_MISSING ? KH_MISSING : KH_NO_DATA;
        return KH_OK;
    }
    r->outcome = KH_SCORED;
    int left =
        as->flags & KH_RATIO ? ratio_parts(of, per, r) : plain_value(of, as->scale, r);
    return left ? too_large(x, k) : KH_OK;
}

static kh_status emit_indicator(scorer *x, uint32_t k)
{
    const declared *c = x->s->c;
    const indicator *in = &c->indicator[k];
    kh_result r = { .size = sizeof r, .subject = x->subject, .indicator = k };
    ex_fraction applies = ex_fraction_of(1, 1), untrue = { 0, 1, EX_MISSING };
    if (in->applies.len)
        applies = run(x, &in->applies);
    if (in->falsified.len)
        untrue = run(x, &in->falsified);
    if (applies.state == EX_OVERFLOW || untrue.state == EX_OVERFLOW)
        return too_large(x, k);
    kh_status rc = KH_OK;
    r.outcome = KH_NOT_APPLICABLE;
    if (!applies.state && applies.num) /* R17 */
        rc = valued(x, k, &r);
    if (in->samples >= 0)
        r.samples = state_sums(x->s, &c->measure[in->samples], x->subject)[0];
    if (!untrue.state && untrue.num)
        r.flags |= KH_FALSIFIED;
    if (!rc && c->indicator_out[k].flags & KH_ADDITIVE && r.outcome == KH_SCORED) {
        ex_fraction same;
        rc = occ_value(x, &c->measure[in->of.lone], (int32_t)k, &same);
    }
    return rc ? rc : x->out->result(x->out->ctx, &r);
}

static kh_status emit_table(scorer *x, uint32_t t)
{
    const table *tab = &x->s->c->table[t];
    const kh_ledger *l = &x->ledger[tab->ledger];
    size_t lo, hi;
    kh_status rc = KH_OK;
    rows_of(x, (int32_t)tab->ledger, &lo, &hi);
    for (; !rc && lo < hi; lo++) {
        const int64_t *row = kh_ledger_row(l, lo);
        kh_value cell[BY_MAX + 2];
        uint32_t n = 0;
        for (; n < tab->n_by; n++)
            cell[n] = row[n + 1] == tab->none[n] ? kh_cell_none() : kh_cell_i64(row[n + 1]);
        cell[n] = kh_cell_i64(row[n + 1]);
        n++;
        if (tab->of.len) {
            cell[n] = kh_cell_i64(row[n + 1]);
            n++;
        }
        rc = kh_row_put(x->out, t, x->subject, cell, n);
    }
    return rc;
}

static kh_status score_subject(scorer *x)
{
    const declared *c = x->s->c;
    kh_status rc = KH_OK;
    for (uint32_t k = 0; !rc && k < c->measures; k++)
        rc = measure_value(x, &c->measure[k], &x->value[k]);
    for (uint32_t k = 0; !rc && k < c->indicators; k++)
        rc = emit_indicator(x, k);
    for (uint32_t k = 0; !rc && k < c->tables; k++)
        rc = emit_table(x, k);
    return rc;
}

/* total(m): counts and sums over all subjects. */
static void add_totals(scorer *x, uint32_t subjects)
{
    const declared *c = x->s->c;
    for (uint32_t k = 0; k < c->measures; k++) {
        const measure *m = &c->measure[k];
        ex_fraction all = ex_fraction_of(0, 1);
        for (uint32_t s = 0; m->is_totalled && s < subjects; s++) {
            const int64_t *v = state_sums(x->s, m, s);
            all = ex_add(all, m->fold == FOLD_COUNT ? ex_fraction_of(v[0], 1)
                                                    : scaled(v[1], m->scale));
        }
        x->total[k] = all;
    }
}

static kh_status settle(scorer *x, size_t *most)
{
    const state *s = x->s;
    kh_status rc = KH_OK;
    *most = 1;
    for (uint32_t i = 0; i < s->c->ledgers; i++)
        kh_ledger_init(&x->ledger[i], &s->c->ledger[i], s->c->host);
    for (uint32_t i = 0; !rc && i < s->c->ledgers; i++) {
        rc = kh_ledger_check(&s->ledger[i], x->out->space_len, x->out->spaces, x->e);
        if (!rc)
            rc = kh_ledger_copy(&x->ledger[i], &s->ledger[i], x->e);
        *most = x->ledger[i].len > *most ? x->ledger[i].len : *most;
    }
    return rc;
}

static kh_status score_all(scorer *x)
{
    const declared *c = x->s->c;
    uint32_t subjects = x->out->space_len[SUBJECT_SPACE];
    size_t most;
    kh_status rc = settle(x, &most);
    x->marks = rc ? NULL : kh_grow(c->host, NULL, most, sizeof *x->marks, x->e);
    if (!rc && !x->marks)
        rc = KH_ENOMEM;
    if (!rc)
        add_totals(x, subjects);
    for (x->subject = 0; !rc && x->subject < subjects; x->subject++)
        rc = score_subject(x);
    return rc;
}

kh_status declared_score(const void *st, const kh_emit *out, kh_err *e)
{
    const state *s = st;
    const declared *c = s->c;
    scorer x = { .s = s, .out = out, .e = e };
    if (out->spaces < c->spaces)
        return kh_fail(e, KH_EBUG, "the host offers %u key spaces of %u",
                       (unsigned)out->spaces, (unsigned)c->spaces);
    x.ledger = kh_new(c->host, (c->ledgers + 1) * sizeof *x.ledger, e);
    x.value = x.ledger ? kh_new(c->host, 2 * c->measures * sizeof *x.value, e) : NULL;
    x.total = x.value ? x.value + c->measures : NULL;
    kh_status rc = x.value ? score_all(&x) : KH_ENOMEM;
    for (uint32_t i = 0; x.value && i < c->ledgers; i++)
        kh_ledger_free(&x.ledger[i]);
    kh_free(c->host, x.marks);
    kh_free(c->host, x.value);
    kh_free(c->host, x.ledger);
    return rc;
}
