/* SPDX-License-Identifier: Apache-2.0 */
/* leaf_read.c - see leaf_read.h. */
#include "score/leaf_read.h"

#include "base/text.h"

const char *const leaf_zeros[] = { "na", "full", "zero", NULL };
const char *const leaf_eachs[] = { "day", NULL };
const char *const leaf_folds[] = { "min", "max", NULL };
const char *const leaf_thins[] = { "flag", "na", NULL };

static const struct cfg_key results_keys[] = {
    { .name = "domain", .want = WANT_TEXT, .required = true, .doc = N_("The domain.") },
    { .name = "level", .want = WANT_TEXT, .required = true, .doc = N_("Its level.") },
};

const struct conf_table *leaf_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "domain.scheme.nodes.results", results_keys, COUNT(results_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static bool is_bound(const struct parse *r, const char *dataset)
{
    for (uint32_t i = 0; i < r->domain->n_inputs; i++)
        if (!strcmp(r->domain->inputs[i].dataset, dataset))
            return true;
    return false;
}

/* A dataset that may stay unbound takes its indicators along. */
static void check_bound(struct parse *r, const struct cfg *at, uint32_t indicator)
{
    const kh_domain *d = &r->schema->domain;
    const kh_indicator *ind = schema_indicator(d, indicator);
    for (uint32_t i = 0; i < d->datasets.count && i < 64; i++) {
        const kh_dataset *set = schema_dataset(d, i);
        if (ind->needs >> i & 1 && set->flags & KH_OPTIONAL && !is_bound(r, set->name))
            cfg_error(r->f, at,
                      _("indicator '%s' needs dataset '%s', which has no input in domain "
                        "'%s'"),
                      ind->id, set->name, r->domain->id);
    }
}

/* A window of its own sees no dataset that is read for the domain's window only. */
void leaf_check_window(struct parse *r, const struct cfg *c, uint32_t choice,
                       int32_t indicator)
{
    const kh_domain *d = &r->schema->domain;
    if (indicator < 0 || !r->set->choices[choice].months)
        return;
    uint64_t needs = schema_indicator(d, (uint32_t)indicator)->needs;
    for (uint32_t i = 0; i < d->datasets.count && i < 64; i++) {
        const struct conf_input *in = inputs_bound(r->domain, schema_dataset(d, i)->name);
        if (needs >> i & 1 && in && in->own_window)
            cfg_error(r->f, cfg_get(c, "months"),
                      _("indicator '%s' needs dataset '%s', whose own_window keeps it from "
                        "windows of leaves; remove own_window or months"),
                      schema_indicator(d, (uint32_t)indicator)->id, in->dataset);
    }
}

static const struct conf_day_set *find_days(struct parse *r, const struct cfg *c)
{
    const char *id = cfg_text(c, "days", NULL);
    const char *ids[SCHEME_ITEMS_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; id && i < r->domain->n_days; i++) {
        if (!strcmp(r->domain->days[i].id, id))
            return &r->domain->days[i];
        if (n < COUNT(ids))
            ids[n++] = r->domain->days[i].id;
    }
    if (!id)
        return NULL;
    const char *near = text_nearest(id, ids, n);
    if (near)
        cfg_error(r->f, cfg_get(c, "days"),
                  _("day set '%s' is unknown; did you mean '%s'?"), id, near);
    else
        cfg_error(r->f, cfg_get(c, "days"), _("day set '%s' is unknown"), id);
    return NULL;
}

int32_t leaf_months(struct parse *r, const struct cfg *c)
{
    const struct cfg *at = cfg_get(c, "months");
    int32_t months = read_integer(c, "months", 0);
    if (!at || months < 1)
        return 0;
    if (12 % months)
        cfg_error(r->f, at, _("months must be 1, 2, 3, 4, 6 or 12"));
    if (r->domain->cycle.whole)
        cfg_error(r->f, at, _("a whole cycle has no windows of some months"));
    return 12 % months || r->domain->cycle.whole || months == r->domain->cycle.months
               ? 0
               : months;
}

uint32_t leaf_choice(struct parse *r, const struct cfg *c, struct choice wanted)
{
    struct scheme_set *s = r->set;
    for (uint32_t i = 0; i < s->n_choices; i++)
        if (s->choices[i].days == wanted.days &&
            s->choices[i].each_day == wanted.each_day &&
            s->choices[i].months == wanted.months)
            return i;
    if (s->n_choices == VARIANTS_MAX) {
        cfg_error(r->f, c, _("leaves ask for more than %d different choices of dates"),
                  VARIANTS_MAX);
        return 0;
    }
    s->choices[s->n_choices] = wanted;
    return s->n_choices++;
}

static void read_dates(struct parse *r, const struct cfg *c, struct leaf *leaf)
{
    struct choice wanted = { find_days(r, c), cfg_get(c, "each"), leaf_months(r, c) };
    if (wanted.days && r->domain->cycle.whole)
        cfg_error(r->f, cfg_get(c, "days"), _("a whole cycle has no set of days"));
    if (wanted.each_day &&
        (cfg_get(c, "of") || leaf->rule.kind == RULE_AUDIT || leaf->rule.n_operands))
        cfg_error(r->f, cfg_get(c, "each"),
                  _("each = \"day\" folds one indicator; a change, lead, audit or named "
                    "breakpoint has several"));
    if (cfg_get(c, "fold") && !wanted.each_day)
        cfg_error(r->f, cfg_get(c, "fold"), _("fold belongs to each = \"day\""));
    leaf->choice = leaf_choice(r, c, wanted);
    leaf_check_window(r, c, leaf->choice, leaf->indicator);
    leaf_check_window(r, c, leaf->choice, leaf->of.base.indicator);
    leaf_check_window(r, c, leaf->choice, leaf->of.target.indicator);
    for (uint32_t i = 0; i < leaf->of.n_against; i++)
        leaf_check_window(r, c, leaf->choice, (int32_t)leaf->of.against[i]);
    for (uint32_t i = 0; i < leaf->rule.n_operands; i++)
        leaf_check_window(r, c, leaf->choice, (int32_t)leaf->rule.operands[i]);
    const char *fold = cfg_text(c, "fold", NULL);
    if (fold)
        leaf->fold_max = !strcmp(fold, "max");
    else if (leaf->indicator >= 0) /* the worst day */
        leaf->fold_max =
            !(schema_indicator(&r->schema->domain, (uint32_t)leaf->indicator)->flags &
              KH_HIGHER_IS_BETTER);
}

static void read_source(struct parse *r, const struct cfg *c, struct leaf *leaf)
{
    const char *indicator = cfg_text(c, "indicator", NULL);
    const struct cfg *results = cfg_get(c, "results");
    if (results && (indicator || leaf->rule.kind == RULE_AUDIT))
        cfg_error(r->f, c, _("a leaf names an indicator or results, not both"));
    if (indicator)
        leaf->indicator = read_indicator(r, cfg_get(c, "indicator"), indicator);
    else if (leaf->rule.kind == RULE_AUDIT)
        leaf->indicator = (int32_t)leaf->rule.reported;
    else if (!results)
        cfg_error(r->f, c, _("leaf '%s' names no indicator"), cfg_text(c, "id", ""));
    if (leaf->indicator >= 0)
        check_bound(r, c, (uint32_t)leaf->indicator);
    for (uint32_t i = 0; i < leaf->rule.n_operands; i++)
        check_bound(r, c, leaf->rule.operands[i]);
    if (results && leaf->rule.n_operands)
        cfg_error(r->f, c,
                  _("results of another domain have no breakpoints that name indicators"));
    if (results && cfg_check(results, results_keys, COUNT(results_keys), r->f))
        leaf->source = results_read(r, c);
}

static void read_samples(struct parse *r, const struct cfg *c, struct leaf *leaf)
{
    leaf->min_samples = read_integer(c, "min_samples", 0);
    leaf->thin_is_na = !strcmp(cfg_text(c, "thin", "flag"), "na");
    if (cfg_get(c, "thin") && !leaf->min_samples)
        cfg_error(r->f, cfg_get(c, "thin"), _("thin needs min_samples"));
    const struct cfg *least = cfg_get(c, "min_denominator");
    leaf->has_min_denominator =
        read_number(r, c, "min_denominator", NULL, leaf->min_denominator);
    if (!least || leaf->indicator < 0)
        return;
    if (!(schema_indicator(&r->schema->domain, (uint32_t)leaf->indicator)->flags &
          KH_RATIO))
        cfg_error(r->f, least, _("min_denominator needs an indicator that is a ratio"));
    if (cfg_get(c, "each"))
        cfg_error(r->f, least, _("min_denominator does not go with each"));
}

const struct leaf *leaf_read(struct parse *r, const struct cfg *c, enum rule_use use,
                             bool has_full)
{
    struct leaf *leaf = arena_new(r->a, sizeof *leaf);
    if (!leaf) {
        read_no_memory(r, c);
        return NULL;
    }
    leaf->indicator = -1;
    leaf->use = use;
    fixed_small(leaf->of.base.number, 0);
    fixed_small(leaf->of.target.number, 0);
    leaf->of.base.indicator = leaf->of.target.indicator = -1;
    const struct cfg *points = cfg_get(c, "points"), *of = cfg_get(c, "of");
    leaf->has_rule = points;
    if (points)
        rule_read(r, points, use, has_full, &leaf->rule);
    else if (!cfg_get(c, "results") || !has_full)
        cfg_error(r->f, c, _("leaf '%s' has no points"), cfg_text(c, "id", ""));
    read_source(r, c, leaf);
    if (of)
        measure_read(r, of, &leaf->of);
    if (of && leaf->rule.kind == RULE_AUDIT)
        cfg_error(r->f, of, _("an audit measures a deviation of its own"));
    const char *zero = cfg_text(c, "zero", "na");
    leaf->zero = !strcmp(zero, "full")   ? ZERO_FULL
                 : !strcmp(zero, "zero") ? ZERO_ZERO
                                         : ZERO_NA;
    read_samples(r, c, leaf);
    if (!leaf->source)
        read_dates(r, c, leaf);
    return leaf;
}
