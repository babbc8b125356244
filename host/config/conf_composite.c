/* SPDX-License-Identifier: Apache-2.0 */
/* conf_composite.c - the score made of several domains' totals. */
#include "base/text.h"
#include "config/reading.h"

enum { PARTS_MAX = CONF_DOMAINS_MAX };

static const char *const policies[] = { "hold", "redistribute", "zero", NULL };
static const char *const roundings[] = { "half_up", "half_even", "truncate", NULL };

static const struct cfg_key composite_keys[] = {
    { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },
    { .name = "level",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("The level of orgs.csv whose units are composed.") },
    { .name = "full",
      .want = WANT_NUMBER,
      .min = "0",
      .dflt = "100",
      .doc = N_("Full points.") },
    { .name = "floor", .want = WANT_NUMBER, .dflt = "0", .doc = N_("Least total.") },
    { .name = "cap", .want = WANT_NUMBER, .doc = N_("Most total; without it `full`.") },
    { .name = "digits",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "9",
      .dflt = "2",
      .doc = N_("Digits of the printed score.") },
    { .name = "rounding",
      .want = WANT_TEXT,
      .choice = roundings,
      .doc = N_("How the printed score is rounded; without it as the report.") },
    { .name = "round",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("Keep the total rounded.") },
    { .name = "policy",
      .want = WANT_TEXT,
      .choice = policies,
      .dflt = "hold",
      .doc = N_("What a domain without a result does: nobody has a total, its weight goes "
                "to the others, or it counts 0.") },
    { .name = "domains",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("The domains with their weights.") },
};
static const struct cfg_key composed_keys[] = {
    { .name = "domain", .want = WANT_TEXT, .required = true, .doc = N_("A domain.") },
    { .name = "weight",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Points of `full`; 0 leaves the domain out; none for a deduction.") },
    { .name = "level",
      .want = WANT_TEXT,
      .doc = N_("Its level that enters; without it the level of the composite's name.") },
    { .name = "deduct",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("What a unit lacks to the domain's full is taken off the total.") },
    { .name = "cap",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Most that a deduction takes off; without it there is no bound.") },
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

/* ---- Parts --------------------------------------------------------------- */

/* Columns as a sentence names them: "contractor, role". */
static const char *columns_of(struct reading *r, const struct conf_level *l)
{
    const char *text = l->n_of ? l->of[0] : "";
    for (uint32_t i = 1; i < l->n_of; i++)
        text = reading_printf(r, "%s, %s", text, l->of[i]);
    return text;
}

static bool is_fit(const struct conf_composite *c, const struct conf_level *l)
{
    return l->n_of == 1 && !strcmp(l->of[0], c->domain.levels[0].id);
}

/* A domain enters with a level whose subjects are the units that are composed. */
static void read_level(struct reading *r, const struct conf_composite *c,
                       struct conf_composed *p)
{
    const struct conf_domain *d = p->domain;
    const struct cfg *own = cfg_get(p->at, "level");
    const char *unit = c->domain.levels[0].id, *id = own ? own->text : unit, *fit = NULL;
    for (uint32_t i = 0; i < d->n_levels; i++)
        if (!fit && d->levels[i].scored && is_fit(c, &d->levels[i]))
            fit = d->levels[i].id;
    const char *const *ids = reading_levels(r, d);
    int32_t at = reading_find(ids, d->n_levels, id);
    const struct conf_level *l = at >= 0 ? &d->levels[at] : NULL;
    const char *remedy =
        fit ? reading_printf(r, _("say level = \"%s\""), fit)
            : reading_printf(r, _("take the domain out of the composite: its subjects are "
                                  "ranked by boards of their own"));
    p->level = id;
    if (!l)
        cfg_error(r->f, own ? own : p->at, _("%s: domain \"%s\" has no level \"%s\"; %s"),
                  reading_label(r, p->at), d->id, id, remedy);
    else if (!is_fit(c, l))
        cfg_error(r->f, own ? own : p->at,
                  _("%s: subjects of level \"%s\" of domain \"%s\" are made of %s, so they "
                    "are no units of \"%s\"; %s"),
                  reading_label(r, p->at), id, d->id, columns_of(r, l), unit, remedy);
    else if (!l->scored)
        cfg_error(r->f, own ? own : p->at,
                  _("%s: level \"%s\" of domain \"%s\" has scored = false; score it, or "
                    "take the domain out of the composite"),
                  reading_label(r, p->at), id, d->id);
}

static bool is_zero(const char *number)
{
    mpq_t q;
    mpq_init(q);
    bool zero = num_parse(q, number, strlen(number)) && !mpq_sgn(q);
    mpq_clear(q);
    return zero;
}

/* A weight, or a deduction with a cap. */
static void read_points(struct reading *r, const struct conf_composite *c,
                        struct conf_composed *p)
{
    const struct cfg *weight = cfg_get(p->at, "weight"), *cap = cfg_get(p->at, "cap");
    p->deduct = cfg_truth(p->at, "deduct", false);
    p->weight = p->deduct ? NULL : cfg_text(p->at, "weight", NULL);
    p->cap = p->deduct ? cfg_text(p->at, "cap", NULL) : NULL;
    if (weight && p->deduct)
        cfg_error(r->f, weight, _("%s: a deduction has no weight"),
                  reading_label(r, weight));
    if (!weight && !p->deduct)
        cfg_error(r->f, p->at, _("%s lacks the key 'weight', or deduct = true"),
                  reading_label(r, p->at));
    if (cap && !p->deduct)
        cfg_error(r->f, cap, _("%s: only a deduction (deduct = true) has a cap"),
                  reading_label(r, cap));
    if (p->deduct && !cap && c->policy == COMPOSITE_ZERO)
        cfg_error(r->f, p->at,
                  _("%s: with policy zero a deduction needs a cap: it is what a domain "
                    "without a result takes off"),
                  reading_label(r, p->at));
    if (p->cap && is_zero(p->cap))
        cfg_error(r->f, cap,
                  _("%s is 0: the domain would not count; take it out of the composite"),
                  reading_label(r, cap));
}

static void read_part(struct reading *r, struct conf_composite *c, const struct cfg *list,
                      uint32_t i)
{
    const struct cfg *at = list->child[i], *id = cfg_get(at, "domain");
    if (!cfg_check(at, composed_keys, COUNT(composed_keys), r->f))
        return;
    int32_t k = reading_domain(r, id);
    for (uint32_t j = 0; j < i; j++)
        if (!strcmp(cfg_text(list->child[j], "domain", ""), id->text))
            cfg_error(r->f, at, _("%s: the domain \"%s\" stands twice"),
                      reading_label(r, at), id->text);
    /* Weight 0 is out of the composite: so site.cfg can take a domain out. */
    if (k < 0 || is_zero(cfg_text(at, "weight", "1")))
        return;
    struct conf_composed *p = &c->parts[c->n_parts++];
    p->at = at;
    p->domain = &r->c->domains[k];
    if (!strcmp(id->text, "total") || !strcmp(id->text, "total_if_upheld"))
        cfg_error(r->f, id, _("%s: \"%s\" is the name of a total; give the domain another"),
                  reading_label(r, id), id->text);
    if (!p->domain->enabled)
        cfg_error(r->f, id,
                  _("%s: the domain \"%s\" is disabled; set enabled = true in %s, or "
                    "weight = 0 here"),
                  reading_label(r, id), id->text, p->domain->file);
    read_level(r, c, p);
    read_points(r, c, p);
}

/* The weights of the domains make up `full`, exactly. */
static void check_weights(struct reading *r, const struct conf_composite *c,
                          const struct cfg *list)
{
    mpq_t sum, one, whole;
    mpq_inits(sum, one, whole, NULL);
    bool fine = num_parse(whole, c->full, strlen(c->full));
    for (uint32_t i = 0; fine && i < list->len; i++) {
        const char *weight = cfg_text(list->child[i], "weight", "0");
        fine = num_parse(one, weight, strlen(weight));
        mpq_add(sum, sum, one);
    }
    if (fine && !mpq_equal(sum, whole)) {
        const char *text = num_exact_text(r->a, sum);
        cfg_error(r->f, list, _("the weights of the composite add up to %s, not to %s"),
                  text ? text : "?", c->full);
    }
    mpq_clears(sum, one, whole, NULL);
}

/* ---- The composite ------------------------------------------------------- */

/* Its own domain: what boards, store and report know it by. */
static void make_domain(struct reading *r, struct conf_composite *c)
{
    struct conf_domain *d = &c->domain;
    struct conf_level *l = &d->levels[0];
    *d = (struct conf_domain){ .id = "composite", .plugin = "", .enabled = true };
    d->cycle.months = 1;
    d->tree = c->at;
    d->file = c->at->file;
    d->n_levels = 1;
    *l = (struct conf_level){ .at = c->at, .from = -1, .org = true, .scored = true };
    l->id = cfg_text(c->at, "level", "");
    l->of = reading_array(r, 1, sizeof *l->of);
    if (l->of)
        l->of[l->n_of++] = l->id;
    d->subject = l->of;
    d->n_subject = l->n_of;
    if (cfg_get(c->at, "name"))
        d->name = conf_name_of(c->at, "name", d->id);
    else
        d->name = (struct conf_name){ lang_text(LANG_ZH, N_("Composite")),
                                      lang_text(LANG_EN, N_("Composite")) };
    if (!r->c->orgs && *l->id)
        cfg_error(r->f, c->at,
                  _("%s: the units of \"%s\" come from an organisation file; set `orgs`"),
                  reading_label(r, c->at), l->id);
    if (*l->id && !text_is_name(l->id))
        reading_is_name(r, cfg_get(c->at, "level"), l->id);
}

static void read_numbers(struct reading *r, struct conf_composite *c)
{
    const char *policy = cfg_text(c->at, "policy", "hold");
    const char *rounding = cfg_text(c->at, "rounding", NULL);
    c->full = cfg_text(c->at, "full", "100");
    c->floor = cfg_text(c->at, "floor", "0");
    c->cap = cfg_text(c->at, "cap", c->full);
    c->digits = (int32_t)reading_integer(c->at, "digits", 2);
    c->has_rounding = rounding && round_mode_named(rounding, &c->rounding);
    c->round = cfg_truth(c->at, "round", false);
    int32_t k = reading_find(policies, COUNT(policies) - 1, policy);
    c->policy = k >= 0 ? (enum composite_policy)k : COMPOSITE_HOLD;
    mpq_t low, high;
    mpq_inits(low, high, NULL);
    if (num_parse(low, c->full, strlen(c->full)) && mpq_sgn(low) <= 0)
        cfg_error(r->f, c->at, _("%s: `full` must be more than 0"),
                  reading_label(r, c->at));
    else if (num_parse(low, c->floor, strlen(c->floor)) &&
             num_parse(high, c->cap, strlen(c->cap)) && mpq_cmp(low, high) >= 0)
        cfg_error(r->f, c->at, _("%s: the floor %s must lie below the cap %s"),
                  reading_label(r, c->at), c->floor, c->cap);
    mpq_clears(low, high, NULL);
}

void conf_composite_read(struct reading *r)
{
    const struct cfg *at = cfg_get(r->c->tree, "composite");
    if (!at || at->kind != CFG_GROUP)
        return;
    struct conf_composite *c = reading_array(r, 1, sizeof *c);
    if (!c)
        return;
    c->at = at;
    r->c->composite = c;
    cfg_check(at, composite_keys, COUNT(composite_keys), r->f);
    make_domain(r, c);
    read_numbers(r, c);
    const struct cfg *list = cfg_get(at, "domains");
    if (!list || list->kind != CFG_LIST)
        return;
    if (!list->len || list->len > PARTS_MAX)
        cfg_error(r->f, list, _("%s must hold 1 to %d domains"), reading_label(r, list),
                  PARTS_MAX);
    c->parts = reading_array(r, (size_t)list->len + 1, sizeof *c->parts);
    for (uint32_t i = 0; c->parts && i < list->len && i < PARTS_MAX; i++)
        read_part(r, c, list, i);
    check_weights(r, c, list);
}
