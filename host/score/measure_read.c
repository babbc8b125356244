/* SPDX-License-Identifier: Apache-2.0 */
/* measure_read.c - the `of` group of a leaf: a change, a lead or a verified value. */
#include "score/read.h"

static const char *const kinds[] = { "delta", "lead", "verified", NULL };
static const char *const hows[] = { "abs", "rel", "attainment", NULL };
static const char *const bases[] = { "na", "base1", NULL };
static const char *const refs[] = { "best", "mean", NULL };

static const struct cfg_key delta_keys[] = {
    { .name = "kind",
      .want = WANT_TEXT,
      .required = true,
      .choice = kinds,
      .doc = N_("What the value becomes.") },
    { .name = "base",
      .want = WANT_SCALAR,
      .required = true,
      .doc = N_("Indicator or number to start from.") },
    { .name = "how",
      .want = WANT_TEXT,
      .choice = hows,
      .dflt = "abs",
      .doc = N_("Difference, change in percent, or percent of the way to the target.") },
    { .name = "target",
      .want = WANT_SCALAR,
      .doc = N_("Indicator or number to reach; for `attainment`.") },
    { .name = "zero_base",
      .want = WANT_TEXT,
      .choice = bases,
      .dflt = "na",
      .doc = N_("What a change in percent from a base of 0 is: na, or the value itself as "
                "the multiple.") },
};
static const struct cfg_key lead_keys[] = {
    { .name = "kind",
      .want = WANT_TEXT,
      .required = true,
      .choice = kinds,
      .doc = N_("What the value becomes.") },
    { .name = "against",
      .want = WANT_TEXTS,
      .required = true,
      .doc = N_("Indicators of the competitors.") },
    { .name = "ref",
      .want = WANT_TEXT,
      .choice = refs,
      .dflt = "best",
      .doc = N_("The best of them, or their mean.") },
    { .name = "lower_is_better",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: the lead is what the value lies below.") },
};

static const struct cfg_key verified_keys[] = {
    { .name = "kind",
      .want = WANT_TEXT,
      .required = true,
      .choice = kinds,
      .doc = N_("What the value becomes.") },
    { .name = "by",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("Ratio of verified to sampled cases, which multiplies the value.") },
};

const struct conf_table *measure_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "of: delta", delta_keys, COUNT(delta_keys) },
        { "of: lead", lead_keys, COUNT(lead_keys) },
        { "of: verified", verified_keys, COUNT(verified_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static void read_operand(struct parse *r, const struct cfg *group, const char *key,
                         struct operand *out)
{
    const struct cfg *value = cfg_get(group, key);
    if (value && fixed_parse(r->a, out->number, value->text)) {
        out->indicator = -1;
        return;
    }
    if (value)
        out->indicator = read_indicator(r, value, value->text);
}

static void read_delta(struct parse *r, const struct cfg *of, struct measure *out)
{
    out->how = (enum delta_how)read_choice(r, of, "how", hows);
    out->zero_base_is_one = read_choice(r, of, "zero_base", bases);
    read_operand(r, of, "base", &out->base);
    read_operand(r, of, "target", &out->target);
    if (out->how == DELTA_REL && out->base.indicator < 0 && !out->zero_base_is_one &&
        !mpq_sgn(out->base.number))
        cfg_error(
            r->f, of,
            _("the base is 0: nothing can be divided by it, so the leaf is always na; "
              "name another base, or say zero_base = \"base1\""));
    bool has_target = cfg_get(of, "target");
    if (has_target != (out->how == DELTA_ATTAINMENT))
        cfg_error(r->f, of,
                  has_target ? _("target belongs to how = \"attainment\"")
                             : _("how = \"attainment\" needs a target"));
}

static void read_lead(struct parse *r, const struct cfg *of, struct measure *out)
{
    const struct cfg *against = cfg_get(of, "against");
    uint32_t n = 0;
    const char **ids = cfg_texts(r->a, against, &n);
    out->mean = read_choice(r, of, "ref", refs);
    out->lower_is_better = cfg_truth(of, "lower_is_better", false);
    if (!n || n > SCHEME_ITEMS_MAX) {
        cfg_error(r->f, against ? against : of, _("against must list 1 to %d indicators"),
                  SCHEME_ITEMS_MAX);
        return;
    }
    out->against = arena_array(r->a, n, sizeof *out->against);
    if (!out->against) {
        read_no_memory(r, of);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        int32_t indicator = read_indicator(r, against, ids[i]);
        bool again = false;
        for (uint32_t k = 0; k < out->n_against; k++)
            again = again || (int32_t)out->against[k] == indicator;
        if (again)
            cfg_error(r->f, against, _("'%s' stands twice in against"), ids[i]);
        else if (indicator >= 0)
            out->against[out->n_against++] = (uint32_t)indicator;
    }
}

static void read_verified(struct parse *r, const struct cfg *of, struct measure *out)
{
    const struct cfg *by = cfg_get(of, "by");
    out->base.indicator = read_indicator(r, by, by->text);
    if (out->base.indicator >= 0 &&
        !(schema_indicator(&r->schema->domain, (uint32_t)out->base.indicator)->flags &
          KH_RATIO))
        cfg_error(r->f, by, _("by must be a ratio: verified cases of those sampled"));
}

void measure_read(struct parse *r, const struct cfg *of, struct measure *out)
{
    static const enum measure_kind of_kind[] = { MEASURE_DELTA, MEASURE_LEAD,
                                                 MEASURE_VERIFIED };
    if (of->kind != CFG_GROUP || !cfg_get(of, "kind")) {
        cfg_error(r->f, of,
                  _("of must be a group: { kind = \"delta\", \"lead\" or \"verified\"; "
                    "... }"));
        return;
    }
    uint32_t before = r->f->errors;
    uint32_t kind = read_choice(r, of, "kind", kinds);
    size_t n = 0;
    const struct conf_table *table = &measure_tables(&n)[kind];
    if (r->f->errors != before || !cfg_check(of, table->keys, table->n, r->f))
        return;
    out->kind = of_kind[kind];
    if (out->kind == MEASURE_LEAD)
        read_lead(r, of, out);
    else if (out->kind == MEASURE_DELTA)
        read_delta(r, of, out);
    else
        read_verified(r, of, out);
}
