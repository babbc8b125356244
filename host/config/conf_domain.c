/* SPDX-License-Identifier: Apache-2.0 */
/* conf_domain.c - a module file's domain: identity, cycle, subject, levels. */
#include "base/path.h"
#include "config/reading.h"

static const char *const cycle_months[] = { "1", "2", "3", "4", "6", "12", NULL };
static const char *const bys[] = { "merge", "mean", "sum", NULL };

static const char *const changes[] = { "first", "last", NULL };

static const struct cfg_key domain_keys[] = {
    { .name = "id", .want = WANT_TEXT, .required = true, .doc = N_("Name of the domain.") },
    { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },
    { .name = "enabled",
      .want = WANT_BOOL,
      .dflt = "true",
      .doc = N_("false: checked and not scored.") },
    { .name = "plugin",
      .want = WANT_TEXT,
      .required = true,
      .doc = N_("Id of the plugin that measures it.") },
    { .name = "cycle",
      .want = WANT_GROUP,
      .doc = N_("The dates one score covers; without it a month.") },
    { .name = "subject",
      .want = WANT_TEXTS,
      .required = true,
      .doc = N_("Key columns of what is assessed.") },
    { .name = "levels",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("Where scores exist, from the subject upwards.") },
    { .name = "inputs",
      .want = WANT_GROUP,
      .required = true,
      .doc = N_("Files of each dataset.") },
    { .name = "params",
      .want = WANT_ANY,
      .doc = N_("Parameters of the plugin: a group, or a list of versions by month.") },
    { .name = "change",
      .want = WANT_TEXT,
      .choice = changes,
      .doc = N_("Which version of scheme or parameters counts for a window inside which "
                "one begins: that of its first or of its last month; without it that is "
                "an error.") },
    { .name = "days", .want = WANT_LIST, .doc = N_("Day sets of this domain.") },
    { .name = "tickets",
      .want = WANT_GROUP,
      .doc = N_("Indicators that are penalty tickets: outcomes of kind ticket.") },
    { .name = "plates",
      .want = WANT_GROUP,
      .doc = N_("Scores of green and yellow plates: outcomes of kind plate.") },
    { .name = "settlement",
      .want = WANT_GROUP,
      .doc = N_("Money that follows from the total.") },
    { .name = "vetoes", .want = WANT_LIST, .doc = N_("Conditions that override points.") },
    { .name = "scheme",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("The assessment scheme, one entry per version.") },
};
static const struct cfg_key cycle_keys[] = {
    { .name = "months",
      .want = WANT_INTEGER,
      .dflt = "1",
      .doc = N_("1, 2, 3, 4, 6 or 12, anchored in January.") },
    { .name = "last_day",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "28",
      .doc = N_("Last day of a month; without it the calendar's.") },
    { .name = "whole",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: all rows whatever their date.") },
};
static const struct cfg_key level_keys[] = {
    { .name = "id", .want = WANT_TEXT, .required = true, .doc = N_("Name of the level.") },
    { .name = "of",
      .want = WANT_TEXTS,
      .doc = N_("Subject columns it keeps; a level of orgs.csv needs none.") },
    { .name = "from",
      .want = WANT_TEXT,
      .doc = N_("The level below; none for the first.") },
    { .name = "by",
      .want = WANT_TEXT,
      .choice = bys,
      .doc = N_("How it comes from the level below: pooled counts, means of scores, or "
                "sums; required with `from`.") },
    { .name = "weight",
      .want = WANT_TEXT,
      .doc =
          N_("Indicator that weighs the units of a mean; without it all weigh the same.") },
    { .name = "scored",
      .want = WANT_BOOL,
      .dflt = "true",
      .doc = N_("false: measured, not reported.") },
};

const struct conf_table *conf_domain_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "domain", domain_keys, COUNT(domain_keys) },
        { "domain.cycle", cycle_keys, COUNT(cycle_keys) },
        { "domain.levels", level_keys, COUNT(level_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static void read_cycle(struct reading *r, struct conf_domain *d)
{
    const struct cfg *c = cfg_get(d->tree, "cycle");
    d->cycle = (struct cycle){ .months = 1 };
    if (!c || c->kind != CFG_GROUP)
        return;
    cfg_check(c, cycle_keys, COUNT(cycle_keys), r->f);
    const struct cfg *months = cfg_get(c, "months");
    d->cycle.months = (int32_t)reading_integer(c, "months", 1);
    if (months && months->text) {
        const char *text = reading_printf(r, "%d", (int)d->cycle.months);
        if (reading_find(cycle_months, COUNT(cycle_months) - 1, text) < 0) {
            cfg_error(r->f, months, _("%s is %s; a cycle has 1, 2, 3, 4, 6 or 12 months"),
                      reading_label(r, months), months->text);
            d->cycle.months = 1;
        }
    }
    d->cycle.last_day = (int32_t)reading_integer(c, "last_day", 0);
    d->cycle.whole = cfg_truth(c, "whole", false);
}

static void read_subject(struct reading *r, struct conf_domain *d)
{
    const struct cfg *c = cfg_get(d->tree, "subject");
    const char **texts = reading_texts(r, c, &d->n_subject);
    if (d->n_subject > CONF_SUBJECT_MAX) {
        cfg_error(r->f, c, _("%s has more than %d columns"), reading_label(r, c),
                  CONF_SUBJECT_MAX);
        d->n_subject = CONF_SUBJECT_MAX;
    }
    for (uint32_t i = 0; i < d->n_subject; i++) {
        reading_is_name(r, c, texts[i]);
        if (reading_find(texts, i, texts[i]) >= 0)
            cfg_error(r->f, c, _("%s: the column \"%s\" stands twice"), reading_label(r, c),
                      texts[i]);
    }
    d->subject = texts;
}

static const char *const *ids_below(struct reading *r, const struct conf_domain *d,
                                    uint32_t n)
{
    const char **ids = reading_array(r, n, sizeof *ids);
    for (uint32_t i = 0; ids && i < n; i++)
        ids[i] = d->levels[i].id;
    return ids;
}

/* Columns are kept from the level below, or from the subject if that is an org level. */
static void read_of(struct reading *r, struct conf_domain *d, struct conf_level *l)
{
    const struct cfg *c = cfg_get(l->at, "of");
    const struct conf_level *below = l->from >= 0 ? &d->levels[l->from] : NULL;
    bool kept = below && !below->org;
    l->of = reading_texts(r, c, &l->n_of);
    for (uint32_t i = 0; i < l->n_of; i++) {
        int32_t at =
            reading_known(r, c, N_("subject column"), l->of[i], d->subject, d->n_subject);
        if (at >= 0 && kept && reading_find(below->of, below->n_of, l->of[i]) < 0)
            cfg_error(r->f, c, _("%s: the level \"%s\" below does not keep \"%s\""),
                      reading_label(r, c), below->id, l->of[i]);
        if (reading_find(l->of, i, l->of[i]) >= 0)
            cfg_error(r->f, c, _("%s: the column \"%s\" stands twice"), reading_label(r, c),
                      l->of[i]);
    }
}

/* Units come from orgs.csv: the parent of the one column of the level below. */
static void read_org(struct reading *r, struct conf_domain *d, struct conf_level *l)
{
    const struct conf_level *below = l->from >= 0 ? &d->levels[l->from] : NULL;
    l->org = true;
    l->of = reading_array(r, 1, sizeof *l->of);
    if (l->of)
        l->of[l->n_of++] = l->id;
    if (!r->c->orgs)
        cfg_error(r->f, l->at,
                  _("%s: a level without `of` needs the parents of an organisation file; "
                    "set `orgs` in kaohe.cfg, or say `of`"),
                  reading_label(r, l->at));
    if (below && below->n_of > 1)
        cfg_error(
            r->f, l->at,
            _("%s: the level \"%s\" below keeps %u columns; only a unit of one column "
              "has a parent; say `of`"),
            reading_label(r, l->at), below->id, below->n_of);
}

static void read_by(struct reading *r, struct conf_level *l)
{
    const struct cfg *weight = cfg_get(l->at, "weight");
    const char *by = cfg_text(l->at, "by", NULL);
    int32_t at = by ? reading_find(bys, COUNT(bys) - 1, by) : -1;
    if (at >= 0)
        l->by = (enum level_by)(LEVEL_MERGE + at);
    if (!by)
        cfg_error(r->f, l->at, _("%s lacks the key 'by': merge, mean or sum"),
                  reading_label(r, l->at));
    l->weight = cfg_text(l->at, "weight", NULL);
    if (weight && l->by != LEVEL_MEAN)
        cfg_error(r->f, weight, _("%s: only a mean has a weight"),
                  reading_label(r, weight));
}

static void read_first(struct reading *r, struct conf_domain *d, struct conf_level *l)
{
    static const char *const others[] = { "from", "by", "weight" };
    for (size_t i = 0; i < COUNT(others); i++) {
        const struct cfg *c = cfg_get(l->at, others[i]);
        if (c)
            cfg_error(r->f, c, _("%s: the first level comes from no other"),
                      reading_label(r, c));
    }
    if (!cfg_get(l->at, "of"))
        cfg_error(r->f, l->at,
                  _("%s lacks the key 'of': the first level keeps columns of "
                    "the subject"),
                  reading_label(r, l->at));
    read_of(r, d, l);
}

static void read_level(struct reading *r, struct conf_domain *d, const struct cfg *at)
{
    struct conf_level *l = &d->levels[d->n_levels];
    cfg_check(at, level_keys, COUNT(level_keys), r->f);
    *l = (struct conf_level){ .at = at, .from = -1, .id = reading_id(r, at, true) };
    l->scored = cfg_truth(at, "scored", true);
    const char *const *ids = ids_below(r, d, d->n_levels);
    if (*l->id && reading_find(ids, d->n_levels, l->id) >= 0)
        cfg_error(r->f, at, _("the level \"%s\" stands twice"), l->id);
    if (!d->n_levels) {
        read_first(r, d, l);
    } else {
        const struct cfg *from = cfg_get(at, "from");
        if (from && from->kind == CFG_TEXT)
            l->from = reading_known(r, from, N_("level below named"), from->text, ids,
                                    d->n_levels);
        else if (!from)
            cfg_error(r->f, at, _("%s lacks the key 'from': the level below"),
                      reading_label(r, at));
        read_by(r, l);
        if (cfg_get(at, "of"))
            read_of(r, d, l);
        else
            read_org(r, d, l);
    }
    d->n_levels++;
}

void conf_levels_read(struct reading *r, struct conf_domain *d)
{
    const struct cfg *list = cfg_get(d->tree, "levels");
    if (!list || list->kind != CFG_LIST)
        return;
    if (!list->len || list->len > CONF_LEVELS_MAX)
        cfg_error(r->f, list, _("%s must hold 1 to %d levels"), reading_label(r, list),
                  CONF_LEVELS_MAX);
    for (uint32_t i = 0; i < list->len && i < CONF_LEVELS_MAX; i++)
        if (list->child[i]->kind == CFG_GROUP)
            read_level(r, d, list->child[i]);
        else
            cfg_check(list->child[i], level_keys, COUNT(level_keys), r->f);
}

static const struct cfg *part(const struct conf_domain *d, const char *name,
                              enum cfg_kind kind)
{
    const struct cfg *c = cfg_get(d->tree, name);
    return c && c->kind == kind ? c : NULL;
}

void conf_domain_read(struct reading *r, struct conf_domain *d, const struct cfg *tree)
{
    d->tree = tree;
    d->file = tree->file;
    cfg_check(tree, domain_keys, COUNT(domain_keys), r->f);
    d->id = reading_id(r, tree, true);
    d->name = conf_name_of(tree, "name", d->id);
    d->enabled = cfg_truth(tree, "enabled", true);
    d->plugin = cfg_text(tree, "plugin", "");
    const struct cfg *plugin = cfg_get(tree, "plugin");
    if (plugin && plugin->kind == CFG_TEXT)
        reading_is_name(r, plugin, plugin->text);
    d->scheme = part(d, "scheme", CFG_LIST);
    d->vetoes = part(d, "vetoes", CFG_LIST);
    d->plates = part(d, "plates", CFG_GROUP);
    d->tickets = part(d, "tickets", CFG_GROUP);
    d->settlement = part(d, "settlement", CFG_GROUP);
    read_cycle(r, d);
    conf_effective_read(r, d);
    read_subject(r, d);
    conf_levels_read(r, d);
    d->days = r->days;
    d->n_days = r->n_days;
    conf_days_read(r, cfg_get(tree, "days"), &d->days, &d->n_days);
    conf_inputs_read(r, d);
    conf_outcomes_check(r, d);
    conf_scheme_check(r, d);
}
