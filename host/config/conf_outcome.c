/* SPDX-License-Identifier: Apache-2.0 */
/* conf_outcome.c - vetoes, plates, tickets and settlement of a domain: their form; and what
 * versions of a scheme and its leaves name outside of the scheme. */
#include "config/nodes.h"
#include "config/reading.h"

enum { VETOES_MAX = 1000 };

static const char *const plates[] = { "green", "yellow", "red", NULL };

static const struct cfg_key veto_keys[] = {
    { .name = "id", .want = WANT_TEXT, .required = true, .doc = N_("Name of the veto.") },
    { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },
    { .name = "indicator",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("The indicator whose value decides.") },
    { .name = "above",
      .want = WANT_NUMBER,
      .doc = N_("It acts above this value; without `below` 0 is meant.") },
    { .name = "below", .want = WANT_NUMBER, .doc = N_("It acts below this value.") },
    { .name = "level",
      .want = WANT_TEXT,
      .doc = N_("Where it is measured and acts; without it where the rows of its indicator "
                "enter.") },
    { .name = "months",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "12",
      .doc = N_("Months of a window of its own; without it the domain's.") },
    { .name = "for",
      .want = WANT_GROUP,
      .doc = N_("Only for subjects whose columns have these texts.") },
    { .name = "not_monotone",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: it hits the better value; else that is refused.") },
    { .name = "actions",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("What it does; the strongest number effect acts.") },
};
static const struct cfg_key action_keys[] = {
    { .name = "total",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("The total becomes this number of points.") },
    { .name = "node",
      .want = WANT_TEXT,
      .doc = N_("Path of a node that `score` or `minus` acts on.") },
    { .name = "score",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("The score of `node` becomes this number of points.") },
    { .name = "minus",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Points taken off `node`, not below 0.") },
    { .name = "each",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: `minus` times the indicator's value.") },
    { .name = "plate",
      .want = WANT_TEXT,
      .choice = plates,
      .doc = N_("The plate becomes this.") },
    { .name = "grade", .want = WANT_TEXT, .doc = N_("No better grade than this.") },
    { .name = "ineligible", .want = WANT_BOOL, .doc = N_("true: no awards.") },
    { .name = "exit", .want = WANT_BOOL, .doc = N_("true: loses access.") },
};
static const struct cfg_key plate_keys[] = {
    { .name = "green",
      .want = WANT_NUMBER,
      .required = true,
      .doc = N_("Least printed score of a green plate.") },
    { .name = "yellow",
      .want = WANT_NUMBER,
      .required = true,
      .doc = N_("Least printed score of a yellow plate; below it is red.") },
    { .name = "levels",
      .want = WANT_TEXTS,
      .doc = N_("Levels that get plates; without it all that are scored.") },
    { .name = "for",
      .want = WANT_GROUP,
      .doc = N_("Only for subjects whose columns have these texts.") },
    { .name = "run",
      .want = WANT_INTEGER,
      .min = "2",
      .max = "60",
      .doc = N_("So many yellow cycles in a row make red; without it none do.") },
    { .name = "probation",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: after red at most yellow, which starts no run.") },
    { .name = "exit", .want = WANT_GROUP, .doc = N_("How reds end the access.") },
    { .name = "readmit_months",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "600",
      .doc = N_("Months after which access is given again, as yellow; without it never.") },
};
static const struct cfg_key exit_keys[] = {
    { .name = "reds",
      .want = WANT_INTEGER,
      .required = true,
      .min = "1",
      .max = "60",
      .doc = N_("Least number of red cycles that end the access.") },
    { .name = "cycles",
      .want = WANT_INTEGER,
      .required = true,
      .min = "1",
      .max = "60",
      .doc = N_("The cycles among which they are counted.") },
};
static const struct cfg_key ticket_keys[] = {
    { .name = "charged",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("Indicator: the sum that is charged.") },
    { .name = "overflow",
      .want = WANT_TEXT,
      .doc = N_("Indicator: what lies over the cap.") },
    { .name = "levels",
      .want = WANT_TEXTS,
      .doc = N_("Levels with ticket outcomes; without it all that are scored.") },
    { .name = "for",
      .want = WANT_GROUP,
      .doc = N_("Only for subjects whose columns have these texts.") },
};
static const struct cfg_key settlement_keys[] = {
    { .name = "fee",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("Indicator: the money that the coefficient multiplies.") },
    { .name = "coefficient",
      .want = WANT_GROUP,
      .required = true,
      .doc = N_("Rule of kind pwl or tier, as `points` of a leaf, on the printed total; y "
                "is the part of the fee that is paid: 1 is the whole fee, more is "
                "allowed.") },
    { .name = "digits",
      .want = WANT_INTEGER,
      .min = "0",
      .max = "9",
      .dflt = "4",
      .doc = N_("Digits to which the coefficient is rounded before it multiplies.") },
    { .name = "levels",
      .want = WANT_TEXTS,
      .doc = N_("Levels that are settled; without it all that are scored.") },
    { .name = "for",
      .want = WANT_GROUP,
      .doc = N_("Only for subjects whose columns have these texts.") },
};

const struct conf_table *conf_outcome_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "domain.vetoes", veto_keys, COUNT(veto_keys) },
        { "domain.vetoes.actions", action_keys, COUNT(action_keys) },
        { "domain.plates", plate_keys, COUNT(plate_keys) },
        { "domain.plates.exit", exit_keys, COUNT(exit_keys) },
        { "domain.tickets", ticket_keys, COUNT(ticket_keys) },
        { "domain.settlement", settlement_keys, COUNT(settlement_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static bool names_node(const struct conf_domain *d, const char *path)
{
    for (uint32_t i = 0; d->scheme && i < d->scheme->len; i++)
        if (nodes_find(d->scheme->child[i], path))
            return true;
    return false;
}

static void check_action(struct reading *r, const struct conf_domain *d,
                         const struct cfg *at)
{
    if (!cfg_check(at, action_keys, COUNT(action_keys), r->f))
        return;
    const struct cfg *node = cfg_get(at, "node");
    bool set = cfg_get(at, "score"), minus = cfg_get(at, "minus");
    bool each = cfg_get(at, "each");
    uint32_t wanted = node ? 2U + (minus && each) : 1;
    if (at->len != wanted || (node ? set == minus : set || minus) || (each && !minus))
        cfg_error(r->f, at,
                  _("%s must be one action: total, node with score or minus, plate, grade, "
                    "ineligible or exit"),
                  reading_label(r, at));
    if (node && !names_node(d, node->text))
        cfg_error(r->f, node, _("%s: no version of the scheme has a node \"%.200s\""),
                  reading_label(r, node), node->text);
}

static void check_veto(struct reading *r, const struct conf_domain *d, const struct cfg *at)
{
    if (!cfg_check(at, veto_keys, COUNT(veto_keys), r->f))
        return;
    const struct cfg *level = cfg_get(at, "level"), *below = cfg_get(at, "below");
    const struct cfg *actions = cfg_get(at, "actions");
    reading_id(r, at, false);
    if (level)
        reading_known(r, level, N_("level"), level->text, reading_levels(r, d),
                      d->n_levels);
    if (below && cfg_get(at, "above"))
        cfg_error(r->f, below, _("%s: a veto acts above a value or below one, not both"),
                  reading_label(r, below));
    reading_for(r, d, at);
    if (!actions->len)
        cfg_error(r->f, actions, _("%s is an empty list"), reading_label(r, actions));
    for (uint32_t i = 0; i < actions->len; i++)
        check_action(r, d, actions->child[i]);
}

static void check_vetoes(struct reading *r, const struct conf_domain *d)
{
    const struct cfg *list = d->vetoes;
    if (!list)
        return;
    if (list->len > VETOES_MAX)
        cfg_error(r->f, list, _("more than %d vetoes"), VETOES_MAX);
    for (uint32_t i = 0; i < list->len && i < VETOES_MAX; i++) {
        check_veto(r, d, list->child[i]);
        const char *id = cfg_text(list->child[i], "id", NULL);
        for (uint32_t k = 0; id && k < i; k++)
            if (!strcmp(cfg_text(list->child[k], "id", ""), id))
                cfg_error(r->f, list->child[i], _("the veto \"%s\" stands twice"), id);
    }
}

/* `levels` and `for` of plates, tickets and settlement. */
static void check_where(struct reading *r, const struct conf_domain *d,
                        const struct cfg *at)
{
    const struct cfg *levels = cfg_get(at, "levels");
    uint32_t n = 0;
    const char **texts = reading_texts(r, levels, &n);
    for (uint32_t i = 0; i < n; i++)
        reading_known(r, levels, N_("level"), texts[i], reading_levels(r, d), d->n_levels);
    reading_for(r, d, at);
}

/* The rules over cycles. */
static void check_history(struct reading *r, const struct conf_domain *d,
                          const struct cfg *at)
{
    const struct cfg *left = cfg_get(at, "exit");
    bool over_cycles = left || cfg_get(at, "run") || cfg_get(at, "readmit_months") ||
                       cfg_truth(at, "probation", false);
    if (left && cfg_check(left, exit_keys, COUNT(exit_keys), r->f) &&
        reading_integer(left, "reds", 0) > reading_integer(left, "cycles", 0))
        cfg_error(r->f, left, _("%s: there are no %s reds within %s cycles"),
                  reading_label(r, left), cfg_text(left, "reds", ""),
                  cfg_text(left, "cycles", ""));
    if (over_cycles && d->cycle.whole)
        cfg_error(r->f, at,
                  _("%s: rules over cycles need a cycle of months; this domain takes all "
                    "dates"),
                  reading_label(r, at));
}

static void check_plates(struct reading *r, const struct conf_domain *d)
{
    const struct cfg *at = d->plates;
    if (!at || !cfg_check(at, plate_keys, COUNT(plate_keys), r->f))
        return;
    check_where(r, d, at);
    check_history(r, d, at);
    const char *green = cfg_text(at, "green", "0"), *yellow = cfg_text(at, "yellow", "0");
    mpq_t high, low;
    mpq_inits(high, low, NULL);
    if (num_parse(high, green, strlen(green)) && num_parse(low, yellow, strlen(yellow)) &&
        mpq_cmp(low, high) >= 0)
        cfg_error(r->f, at, _("%s: yellow (%s) must begin below green (%s)"),
                  reading_label(r, at), yellow, green);
    mpq_clears(high, low, NULL);
}

void conf_outcomes_check(struct reading *r, const struct conf_domain *d)
{
    check_vetoes(r, d);
    check_plates(r, d);
    if (d->tickets && cfg_check(d->tickets, ticket_keys, COUNT(ticket_keys), r->f))
        check_where(r, d, d->tickets);
    if (d->settlement &&
        cfg_check(d->settlement, settlement_keys, COUNT(settlement_keys), r->f))
        check_where(r, d, d->settlement);
}

struct leaf_days {
    struct reading *r;
    const struct conf_domain *d;
};

static void check_leaf_days(void *ctx, const struct cfg *node)
{
    const struct leaf_days *l = ctx;
    const struct cfg *c = cfg_get(node, "days");
    if (!c || c->kind != CFG_TEXT)
        return;
    const char **ids = reading_array(l->r, l->d->n_days, sizeof *ids);
    for (uint32_t i = 0; ids && i < l->d->n_days; i++)
        ids[i] = l->d->days[i].id;
    reading_known(l->r, c, N_("day set"), c->text, ids, l->d->n_days);
}

static void check_version(struct reading *r, const struct conf_domain *d,
                          const struct cfg *at)
{
    const struct cfg *from = cfg_get(at, "from");
    int32_t month = 0;
    if (!from)
        cfg_error(r->f, at, _("%s lacks the key 'from': the month it begins, \"2011-01\""),
                  reading_label(r, at));
    else if (!from->text || !month_parse(&month, from->text))
        cfg_error(r->f, from, _("%s must be a month like \"2011-01\""),
                  reading_label(r, from));
    if (cfg_get(at, "for") && !cfg_get(at, "id"))
        cfg_error(r->f, at, _("%s: a version with `for` must have an `id`"),
                  reading_label(r, at));
    reading_id(r, at, false);
    reading_for(r, d, at);
    const char *key = nodes_key(at);
    for (uint32_t i = 0; key && at->up->child[i] != at; i++) {
        const char *other = nodes_key(at->up->child[i]);
        if (other && !strcmp(other, key))
            cfg_error(r->f, at, _("the version \"%s\" of the scheme stands twice"), key);
    }
}

void conf_scheme_check(struct reading *r, const struct conf_domain *d)
{
    const struct cfg *list = d->scheme;
    if (!list)
        return;
    if (!list->len)
        cfg_error(r->f, list, _("%s is an empty list"), reading_label(r, list));
    for (uint32_t i = 0; i < list->len; i++)
        if (list->child[i]->kind == CFG_GROUP)
            check_version(r, d, list->child[i]);
        else
            cfg_error(r->f, list->child[i], _("%s must be a group { from = ...; }"),
                      reading_label(r, list->child[i]));
    struct leaf_days ctx = { r, d };
    nodes_each(list, check_leaf_days, &ctx);
}
