/* SPDX-License-Identifier: Apache-2.0 */
/* conf_composite.c - the score made of several domains' totals. */
#include "config/reading.h"

static const char *const policies[] = { "hold", "redistribute", "zero", NULL };
static const char *const roundings[] = { "half_up", "half_even", "truncate", NULL };

static const struct cfg_key composite_keys[] = {
    { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },
    { .name = "level",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("The level whose totals are composed.") },
    { .name = "full", .want = WANT_NUMBER, .min = "0", .doc = N_("Full points; 100.") },
    { .name = "digits",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "9",
      .doc = N_("Digits of the printed score; 2.") },
    { .name = "rounding",
      .want = WANT_TEXT,
      .choice = roundings,
      .doc = N_("How the printed score is rounded.") },
    { .name = "policy",
      .want = WANT_TEXT,
      .choice = policies,
      .doc = N_("What a domain at fault does: hold, redistribute, zero.") },
    { .name = "domains",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("The domains with their weights.") },
};
static const struct cfg_key composed_keys[] = {
    { .name = "domain", .want = WANT_TEXT, .required = true, .doc = N_("A domain.") },
    { .name = "weight",
      .want = WANT_NUMBER,
      .required = true,
      .min = "0",
      .doc = N_("Its points of `full`.") },
};

const struct conf_table *conf_composite_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "kaohe.cfg: composite", composite_keys, COUNT(composite_keys) },
        { "kaohe.cfg: composite.domains", composed_keys, COUNT(composed_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static void check_composed(struct reading *r, const struct cfg *list, uint32_t i,
                           const char *level)
{
    const struct cfg *at = list->child[i], *id = cfg_get(at, "domain");
    if (!cfg_check(at, composed_keys, COUNT(composed_keys), r->f))
        return;
    int32_t k = reading_domain(r, id);
    for (uint32_t j = 0; j < i; j++)
        if (!strcmp(cfg_text(list->child[j], "domain", ""), id->text))
            cfg_error(r->f, at, _("%s: the domain \"%s\" stands twice"),
                      reading_label(r, at), id->text);
    if (k < 0)
        return;
    const struct conf_domain *d = &r->c->domains[k];
    reading_known(r, at, N_("level in that domain named"), level, reading_levels(r, d),
                  d->n_levels);
}

/* The weights of the domains make up `full`, exactly. */
static void check_weights(struct reading *r, const struct cfg *composite,
                          const struct cfg *list)
{
    const char *full = cfg_text(composite, "full", "100");
    mpq_t sum, one, whole;
    mpq_inits(sum, one, whole, NULL);
    bool fine = num_parse(whole, full, strlen(full));
    for (uint32_t i = 0; fine && i < list->len; i++) {
        const char *weight = cfg_text(list->child[i], "weight", "");
        fine = num_parse(one, weight, strlen(weight));
        mpq_add(sum, sum, one);
    }
    if (fine && !mpq_equal(sum, whole)) {
        const char *text = num_exact_text(r->a, sum);
        cfg_error(r->f, list, _("the weights of the composite add up to %s, not to %s"),
                  text ? text : "?", full);
    }
    mpq_clears(sum, one, whole, NULL);
}

void conf_composite_read(struct reading *r)
{
    const struct cfg *c = cfg_get(r->c->tree, "composite");
    if (!c || c->kind != CFG_GROUP)
        return;
    r->c->composite = c;
    cfg_check(c, composite_keys, COUNT(composite_keys), r->f);
    const struct cfg *list = cfg_get(c, "domains");
    if (!list || list->kind != CFG_LIST)
        return;
    if (!list->len)
        cfg_error(r->f, list, _("%s is an empty list"), reading_label(r, list));
    for (uint32_t i = 0; i < list->len; i++)
        check_composed(r, list, i, cfg_text(c, "level", ""));
    check_weights(r, c, list);
}
