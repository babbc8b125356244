/* SPDX-License-Identifier: Apache-2.0 */
/* declared_indicators.c - indicators: fractions of measures, or plain numbers. */
#include "declared.h"

enum { RATIO_SCALE = 2 };

static kh_status numbers(const ex_program *p, uint32_t row, const char *label, kh_err *e)
{
    if (!p->len || p->type == EX_NUMBER || p->type == EX_CONDITION)
        return KH_OK;
    if (p->type == EX_DURATION)
        return declared_refuse(e, P_INDICATORS, row, label,
                               "a duration has no unit; use seconds(), minutes(), hours() "
                               "or days()");
    return declared_refuse(e, P_INDICATORS, row, label, "a number is expected here");
}

static kh_status open_programs(declared *c, indicator *in, uint32_t row, kh_err *e)
{
    kh_status rc = declared_program(c, P_INDICATORS, row, IN_OF, -1, 0, &in->of, e);
    if (!rc)
        rc = declared_program(c, P_INDICATORS, row, IN_PER, -1, 0, &in->per, e);
    if (!rc)
        rc = declared_program(c, P_INDICATORS, row, IN_APPLIES, -1, 1, &in->applies, e);
    if (!rc)
        rc = declared_program(c, P_INDICATORS, row, IN_FALSIFIED, -1, 1, &in->falsified, e);
    if (!rc)
        rc = numbers(&in->of, row, "of", e);
    if (!rc)
        rc = numbers(&in->per, row, "per", e);
    return rc;
}

/* Bit i: a measure of dataset i is named. */
static uint64_t needs_of(const declared *c, const indicator *in)
{
    uint64_t needs = 0;
    for (uint32_t i = 0; i < c->measures; i++)
        if (ex_names(&in->of, i) || ex_names(&in->per, i))
            needs |= UINT64_C(1) << c->measure[i].dataset;
    return needs;
}

static kh_status open_samples(declared *c, indicator *in, uint32_t row, kh_err *e)
{
    char near[EX_WHY];
    const char *name = declared_text(c, P_INDICATORS, row, IN_SAMPLES);
    uint32_t first =
        in->per.len && in->per.first != UINT32_MAX ? in->per.first : in->of.first;
    in->samples = first == UINT32_MAX ? -1 : (int32_t)first;
    if (!*name)
        return KH_OK;
    in->samples = declared_measure(c, name);
    return in->samples < 0 ? declared_refuse(e, P_INDICATORS, row, "samples",
                                             "there is no measure '%.63s'%s", name,
                                             declared_near_measure(near, name, c))
                           : KH_OK;
}

/* A plain number if its digits are known and none is lost, else a fraction. */
static void describe_indicator(const declared *c, const indicator *in, uint32_t row,
                               kh_indicator *out)
{
    int64_t scale = kh_param_or(declared_cell(c, P_INDICATORS, row, IN_SCALE), -1);
    int64_t times = declared_cell(c, P_INDICATORS, row, IN_TIMES)->u.i;
    int plain = !in->per.len && !in->of.is_fraction && times == 1 &&
                (scale < 0 || scale >= in->of.scale);
    out->id = declared_text(c, P_INDICATORS, row, IN_ID);
    out->unit = declared_text(c, P_INDICATORS, row, IN_UNIT);
    out->doc = declared_text(c, P_INDICATORS, row, IN_DOC);
    out->times = times;
    out->needs = needs_of(c, in);
    if (scale < 0)
        scale = plain ? in->of.scale : RATIO_SCALE;
    out->type = scale ? KH_DEC : KH_I64;
    out->scale = (int32_t)scale;
    if (!plain) {
        out->flags |= KH_RATIO;
        out->type = KH_DEC;
    }
    if (declared_cell(c, P_INDICATORS, row, IN_BETTER)->u.i == BETTER_HIGHER)
        out->flags |= KH_HIGHER_IS_BETTER;
    if (declared_cell(c, P_INDICATORS, row, IN_SUM)->u.i)
        out->flags |= KH_SUM;
    if (plain && in->of.lone >= 0 && c->measure[in->of.lone].fold == FOLD_OCC)
        out->flags |= KH_ADDITIVE;
}

static int is_id(const char *s)
{
    size_t n =
        strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    return n && !s[n] && n < NAME_BYTES;
}

static kh_status open_indicator(declared *c, uint32_t row, kh_err *e)
{
    indicator *in = &c->indicator[row];
    const char *id = declared_text(c, P_INDICATORS, row, IN_ID);
    if (!is_id(id))
        return declared_refuse(e, P_INDICATORS, row, "id",
                               "'%.63s' is not an id; use letters, digits and _.-", id);
    for (uint32_t i = 0; i < row; i++)
        if (!strcmp(c->indicator_out[i].id, id))
            return declared_refuse(e, P_INDICATORS, row, "id",
                                   "indicator '%.63s' is there already", id);
    in->least = kh_param_or(declared_cell(c, P_INDICATORS, row, IN_LEAST), -1);
    in->zero = (uint32_t)declared_cell(c, P_INDICATORS, row, IN_ZERO)->u.i;
    kh_status rc = open_programs(c, in, row, e);
    if (!rc && !in->per.len && (in->least >= 0 || in->zero != ZERO_NA))
        rc = declared_refuse(e, P_INDICATORS, row, in->least >= 0 ? "least" : "zero",
                             "there is no denominator; it needs `per`");
    if (!rc && ex_is_zero(&in->per))
        rc = declared_refuse(e, P_INDICATORS, row, "per",
                             "it is always 0, so there is never a value");
    if (!rc)
        rc = open_samples(c, in, row, e);
    if (!rc)
        describe_indicator(c, in, row, &c->indicator_out[row]);
    if (!rc && !c->indicator_out[row].needs)
        rc = declared_refuse(e, P_INDICATORS, row, "of", "it names no measure");
    return rc;
}

/* total(m): the sums of these are made once for all subjects. */
static void mark_totals(declared *c)
{
    for (uint32_t i = 0; i < c->measures; i++)
        c->measure[i].is_totalled =
            c->measure[i].fold == FOLD_COUNT || c->measure[i].fold == FOLD_SUM;
}

kh_status declared_indicators(declared *c, kh_err *e)
{
    kh_status rc = KH_OK;
    c->indicator_out =
        declared_new(c, c->param[P_INDICATORS].count, sizeof *c->indicator_out, e);
    if (!c->indicator_out)
        return KH_ENOMEM;
    for (uint32_t i = 0; !rc && i < c->param[P_INDICATORS].count; i++, c->indicators++)
        rc = open_indicator(c, i, e);
    e->param = rc ? e->param : P_INDICATORS + 1;
    if (!rc && !c->indicators)
        rc = kh_fail(e, KH_ECONFIG, "indicators: none; a domain measures one or more");
    if (!rc)
        mark_totals(c);
    return rc;
}
