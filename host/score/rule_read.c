/* SPDX-License-Identifier: Apache-2.0 */
/* rule_read.c - the `points` group of a leaf, or another group that is a rule. */
#include "score/rule_read.h"

/* ---- Kinds with more than a table ---------------------------------------- */

static void read_unit(struct parse *r, const struct cfg *points, struct rule *out)
{
    breakpoint_operand(r, cfg_get(points, "beyond"), out, out->beyond, &out->beyond_of);
    read_number(r, points, "each", NULL, out->each);
    if (read_number(r, points, "unit", NULL, out->unit) && mpq_sgn(out->unit) <= 0)
        cfg_error(r->f, cfg_get(points, "unit"), _("unit must be more than 0"));
    out->below = read_choice(r, points, "side", rule_sides);
    out->count = (enum rule_steps)read_choice(r, points, "steps", rule_counts);
}

static void read_audit(struct parse *r, const struct cfg *points, struct rule *out)
{
    const char *keys[] = { "reported", "audited" };
    uint32_t *into[] = { &out->reported, &out->audited };
    uint32_t before = r->f->errors;
    for (size_t i = 0; i < COUNT(keys); i++) {
        const struct cfg *at = cfg_get(points, keys[i]);
        int32_t indicator = read_indicator(r, at, cfg_text(points, keys[i], NULL));
        *into[i] = indicator < 0 ? 0 : (uint32_t)indicator;
    }
    if (*into[0] == *into[1] && r->f->errors == before)
        cfg_error(r->f, cfg_get(points, keys[1]),
                  _("reported and audited are both '%s', so there is never a deviation; "
                    "name the audited one"),
                  cfg_text(points, keys[1], ""));
    out->in_favour_only = cfg_truth(points, "in_favour_only", false);
    const struct cfg *falsified = cfg_get(points, "falsified");
    if (falsified && rule_check(r, falsified, RULE_FALSIFIED))
        read_number(r, falsified, "minus", NULL, out->falsified);
}

static void read_rank(struct parse *r, const struct cfg *points, bool has_full,
                      struct rule *out)
{
    bool has_min = read_number(r, points, "min", NULL, out->min);
    out->has_max = read_number(r, points, "max", NULL, out->max);
    out->ties = (enum rule_ties)read_choice(r, points, "ties", rule_tie_names);
    read_number(r, points, "within", NULL, out->within);
    if (out->n_steps && (has_min || out->has_max))
        cfg_error(r->f, points, _("a rank gives max and min, or bands"));
    if (!out->n_steps && !out->has_max && !has_full)
        cfg_error(r->f, points, _("a rank without a full needs max or bands"));
    if (out->has_max && mpq_cmp(out->max, out->min) < 0)
        cfg_error(r->f, points, _("max must not be less than min"));
}

static void read_zscore(struct parse *r, const struct cfg *points, struct rule *out)
{
    const struct cfg *clamp = cfg_get(points, "clamp");
    out->sample = !strcmp(cfg_text(points, "variance", ""), "sample");
    out->has_clamp = clamp;
    if (!clamp)
        return;
    if (clamp->len != 2) {
        cfg_error(r->f, clamp, _("clamp must be a pair: (20, 80)"));
        return;
    }
    if (read_decimal(r, clamp->child[0], out->least) &&
        read_decimal(r, clamp->child[1], out->most) && mpq_cmp(out->least, out->most) >= 0)
        cfg_error(r->f, clamp, _("clamp must rise: (20, 80)"));
}

static void read_linear(struct parse *r, const struct cfg *points, struct rule *out)
{
    const struct cfg *per = cfg_get(points, "per");
    breakpoint_operand(r, per, out, out->per, &out->per_of);
    if (out->per_of < 0 && !mpq_sgn(out->per))
        cfg_error(r->f, per, _("per must not be 0"));
}

static void init_rule(struct rule *out)
{
    mpq_ptr numbers[] = { out->per,        out->beyond,       out->unit,
                          out->each,       out->cap,          out->max,
                          out->min,        out->falsified,    out->within,
                          out->least,      out->most,         out->ramp.below,
                          out->ramp.above, out->ramp.min,     out->ramp.max,
                          out->ramp.add,   out->equal.points, out->reversed.points };
    for (size_t i = 0; i < sizeof numbers / sizeof(mpq_ptr); i++)
        fixed_small(numbers[i], 0);
    out->per_of = out->beyond_of = -1;
    out->ramp.digits = -1;
}

static bool needs_full(enum rule_kind kind)
{
    return kind == RULE_PWL || kind == RULE_SHARE || kind == RULE_LINEAR ||
           kind == RULE_ZSCORE;
}

static void read_kind(struct parse *r, const struct cfg *points, bool has_full,
                      struct rule *out)
{
    switch (out->kind) {
    case RULE_PWL:
        breakpoint_points(r, points, out);
        break;
    case RULE_RAMP:
        breakpoint_ramp(r, points, out);
        break;
    case RULE_LINEAR:
        read_linear(r, points, out);
        break;
    case RULE_TIER:
        breakpoint_steps(r, points, "steps", has_full, out);
        break;
    case RULE_UNIT:
        read_unit(r, points, out);
        break;
    case RULE_EACH:
        read_number(r, points, "deduct", NULL, out->each);
        break;
    case RULE_AUDIT:
        breakpoint_steps(r, points, "steps", has_full, out);
        read_audit(r, points, out);
        break;
    case RULE_RANK:
        breakpoint_steps(r, points, "bands", has_full, out);
        read_rank(r, points, has_full, out);
        break;
    case RULE_ZSCORE:
        read_zscore(r, points, out);
        break;
    default:
        break;
    }
}

void rule_read(struct parse *r, const struct cfg *points, enum rule_use use, bool has_full,
               struct rule *out)
{
    init_rule(out);
    out->at = points;
    if (points->kind != CFG_GROUP) {
        cfg_error(r->f, points, _("%s must be a group: { kind = ...; }"), points->name);
        return;
    }
    if (!cfg_get(points, "kind")) {
        cfg_error(r->f, points, _("%s has no kind"), points->name);
        return;
    }
    uint32_t before = r->f->errors;
    out->kind = (enum rule_kind)read_choice(r, points, "kind", rule_kinds);
    if (r->f->errors != before || !rule_check(r, points, out->kind))
        return;
    out->precision = read_integer(points, "precision", -1);
    out->has_cap = read_number(r, points, "cap", NULL, out->cap);
    out->group = cfg_text(points, "group", NULL);
    if (out->group)
        read_column(r, cfg_get(points, "group"), out->group);
    read_columns(r, points, "exempt", &out->exempt);
    if (use == USE_AMOUNT && !has_full && needs_full(out->kind))
        cfg_error(r->f, points, _("kind '%s' in a group of deductions needs a full"),
                  rule_kinds[out->kind]);
    read_kind(r, points, has_full, out);
    if (r->f->errors == before)
        breakpoint_gaps(r, points, out);
}
