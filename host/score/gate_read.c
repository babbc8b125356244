/* SPDX-License-Identifier: Apache-2.0 */
/* gate_read.c - vetoes, plates and tickets of a domain.
 *
 * Room config has checked their form; here they meet indicators, levels and trees.  Vetoes
 * are read before the trees, which give each node that a veto may hit its ~veto adjustment;
 * whether the nodes carry a weight is checked afterwards (gate_check). */
#include "score/leaf_read.h"

/* ---- Vetoes -------------------------------------------------------------- */

static void read_number_action(struct parse *r, const struct cfg *c, struct action *out)
{
    const char *key = cfg_get(c, "total")         ? "total"
                      : out->kind == ACTION_MINUS ? "minus"
                                                  : "score";
    read_number(r, c, key, NULL, out->number);
    out->each = cfg_truth(c, "each", false);
    out->node = out->kind == ACTION_TOTAL ? "total" : cfg_text(c, "node", "");
    out->text = arena_printf(r->a, "%s %s%s%s", out->node,
                             out->kind == ACTION_MINUS ? "minus " : "",
                             cfg_text(c, key, "0"), out->each ? " each" : "");
}

static void read_action(struct parse *r, const struct cfg *c, struct action *out)
{
    static const char *const kinds[] = { "total", "score",      "minus", "plate",
                                         "grade", "ineligible", "exit" };
    fixed_small(out->number, 0);
    for (uint32_t i = 0; i < COUNT(kinds); i++)
        if (cfg_get(c, kinds[i]))
            out->kind = (enum action_kind)i;
    out->value = cfg_text(c, kinds[out->kind], "");
    if (out->kind <= ACTION_MINUS)
        read_number_action(r, c, out);
    else if (out->kind == ACTION_INELIGIBLE || out->kind == ACTION_EXIT)
        out->text = kinds[out->kind];
    else
        out->text = arena_printf(r->a, "%s %s", kinds[out->kind], out->value);
    if (!out->text)
        read_no_memory(r, c);
}

/* Where its indicator is measured: at the highest `at` of the datasets it needs. */
static uint32_t entry_level(const struct parse *r, uint32_t indicator)
{
    const kh_domain *d = &r->schema->domain;
    uint64_t needs = schema_indicator(d, indicator)->needs;
    uint32_t level = 0;
    for (uint32_t i = 0; i < r->domain->n_inputs; i++) {
        const struct conf_input *in = &r->domain->inputs[i];
        int32_t at = in->at ? scheme_level(r->domain, in->at) : -1;
        for (uint32_t k = 0; at > (int32_t)level && k < d->datasets.count && k < 64; k++)
            if (needs >> k & 1 && !strcmp(schema_dataset(d, k)->name, in->dataset))
                level = (uint32_t)at;
    }
    return level;
}

static void read_veto_level(struct parse *r, const struct cfg *c, struct veto *out)
{
    const char *id = cfg_text(c, "level", NULL);
    int32_t level = id ? read_level(r, cfg_get(c, "level"), id)
                       : (int32_t)entry_level(r, out->indicator);
    if (level < 0)
        return;
    out->level = (uint32_t)level;
    if (scheme_is_measured(r->domain, out->level))
        return;
    if (!(schema_indicator(&r->schema->domain, out->indicator)->flags & KH_SUM))
        cfg_error(
            r->f, c,
            _("veto '%s': indicator '%s' has no value at level '%s', which is made of "
              "the scores below it"),
            out->id, schema_indicator(&r->schema->domain, out->indicator)->id,
            r->domain->levels[level].id);
    for (uint32_t i = 0; out->actions && i < out->n_actions; i++)
        if (out->actions[i].kind == ACTION_NODE || out->actions[i].kind == ACTION_MINUS)
            cfg_error(r->f, c, _("veto '%s': at level '%s' only the total can be set"),
                      out->id, r->domain->levels[level].id);
}

static void read_veto(struct parse *r, const struct cfg *c, struct veto *out)
{
    fixed_small(out->limit, 0);
    out->at = c;
    out->id = cfg_text(c, "id", "");
    out->name = conf_name_of(c, "name", out->id);
    out->below = cfg_get(c, "below");
    read_number(r, c, out->below ? "below" : "above", "0", out->limit);
    read_matches(r, c, &out->who);
    out->choice = leaf_choice(r, c, (struct choice){ .months = leaf_months(r, c) });
    const struct cfg *actions = cfg_get(c, "actions");
    uint32_t n = actions ? actions->len : 0;
    out->actions = arena_array(r->a, n + 1, sizeof *out->actions);
    if (!out->actions)
        read_no_memory(r, c);
    for (uint32_t i = 0; out->actions && i < n; i++)
        read_action(r, actions->child[i], &out->actions[out->n_actions++]);
    int32_t indicator =
        read_indicator(r, cfg_get(c, "indicator"), cfg_text(c, "indicator", ""));
    if (indicator >= 0) {
        out->indicator = (uint32_t)indicator;
        leaf_check_window(r, c, out->choice, indicator);
        read_veto_level(r, c, out);
    }
}

static void read_vetoes(struct parse *r)
{
    const struct cfg *list = r->domain->vetoes;
    if (!list)
        return;
    r->set->vetoes = arena_array(r->a, (size_t)list->len + 1, sizeof *r->set->vetoes);
    if (!r->set->vetoes) {
        read_no_memory(r, list);
        return;
    }
    for (uint32_t i = 0; i < list->len; i++)
        read_veto(r, list->child[i], &r->set->vetoes[r->set->n_vetoes++]);
}

/* ---- Plates and tickets -------------------------------------------------- */

static void read_plates(struct parse *r)
{
    const struct cfg *c = r->domain->plates;
    if (!c)
        return;
    struct plates *p = arena_new(r->a, sizeof *p);
    if (!p) {
        read_no_memory(r, c);
        return;
    }
    read_number(r, c, "green", NULL, p->green);
    read_number(r, c, "yellow", NULL, p->yellow);
    const struct cfg *left = cfg_get(c, "exit");
    p->rules = (struct plate_rules){
        .run = (uint32_t)read_integer(c, "run", 0),
        .probation = cfg_truth(c, "probation", false),
        .reds = left ? (uint32_t)read_integer(left, "reds", 0) : 0,
        .cycles = left ? (uint32_t)read_integer(left, "cycles", 0) : 0,
        .readmit_months = read_integer(c, "readmit_months", 0),
    };
    read_matches(r, c, &p->who);
    read_levels(r, c, r->set->plate_at);
    r->set->plates = p;
}

static void read_tickets(struct parse *r)
{
    const struct cfg *c = r->domain->tickets;
    if (!c)
        return;
    struct tickets *t = arena_new(r->a, sizeof *t);
    if (!t) {
        read_no_memory(r, c);
        return;
    }
    const char *overflow = cfg_text(c, "overflow", NULL);
    int32_t charged = read_indicator(r, cfg_get(c, "charged"), cfg_text(c, "charged", ""));
    t->charged = charged < 0 ? 0 : (uint32_t)charged;
    t->overflow = overflow ? read_indicator(r, cfg_get(c, "overflow"), overflow) : -1;
    read_matches(r, c, &t->who);
    read_levels(r, c, r->set->ticket_at);
    r->set->tickets = t;
}

void gate_read(struct parse *r)
{
    read_vetoes(r);
    read_plates(r);
    read_tickets(r);
}

/* Every node that a veto sets must stand in some version, with a weight. */
void gate_check(struct parse *r)
{
    for (uint32_t i = 0; i < r->set->n_vetoes; i++) {
        const struct veto *v = &r->set->vetoes[i];
        for (uint32_t k = 0; k < v->n_actions; k++) {
            const char *path = v->actions[k].node;
            bool found =
                v->actions[k].kind != ACTION_NODE && v->actions[k].kind != ACTION_MINUS;
            for (uint32_t s = 0; !found && s < r->set->n_versions; s++) {
                const struct version *version = &r->set->versions[s];
                int32_t node = scheme_node(version, path);
                found = node > 0 && version->nodes[node].weighted;
            }
            if (!found)
                cfg_error(r->f, v->at, _("veto '%s': no version has a weighted node '%s'"),
                          v->id, path);
        }
    }
}
