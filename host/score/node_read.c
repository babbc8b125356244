/* SPDX-License-Identifier: Apache-2.0 */
/* node_read.c - the tree of one version of a scheme.
 *
 * Nodes are appended parents first; the adjustments of a node follow its children.  The
 * array grows, so nodes are named by number while it does. */
#include "score/leaf_read.h"

struct growing {
    struct parse *r;
    struct version *v;
    uint32_t cap;
    bool full; /* told that there are too many nodes */
};

static struct node *add_node(struct growing *g, const struct cfg *at)
{
    if (g->v->n_nodes >= SCHEME_NODES_MAX) {
        if (!g->full)
            cfg_error(g->r->f, at, _("a scheme has at most %d nodes"), SCHEME_NODES_MAX);
        g->full = true;
        return NULL;
    }
    struct node *n =
        arena_push(g->r->a, (void **)&g->v->nodes, &g->v->n_nodes, &g->cap, sizeof *n);
    if (!n) {
        read_no_memory(g->r, at);
        g->full = true;
        return NULL;
    }
    mpq_ptr numbers[] = { n->weight, n->full, n->floor, n->cap, n->order_below, n->pass };
    for (size_t i = 0; i < sizeof numbers / sizeof(mpq_ptr); i++)
        fixed_small(numbers[i], 0);
    n->at = at;
    n->order_days = -1;
    n->sign = 1;
    return n;
}

/* ---- Adjustments --------------------------------------------------------- */

static const char *const adjustment_names[ADJUSTMENTS] = { N_("floor"), N_("cap"),
                                                           N_("rounding"), N_("veto"),
                                                           N_("all parts") };

static void add_adjustment(struct growing *g, uint32_t of, enum adjustment kind)
{
    static const char *const ids[ADJUSTMENTS] = { "~floor", "~cap", "~rounding", "~veto",
                                                  "~all" };
    struct node *n = add_node(g, g->v->nodes[of].at);
    if (!n)
        return;
    struct node *on = &g->v->nodes[of];
    n->kind = NODE_ADJUSTMENT;
    n->adjustment = kind;
    n->id = ids[kind];
    n->path = arena_printf(g->r->a, "%s/%s", on->path, ids[kind]);
    n->name.zh = lang_text(LANG_ZH, adjustment_names[kind]);
    n->name.en = lang_text(LANG_EN, adjustment_names[kind]);
    n->depth = on->depth + 1;
    n->up = of;
    n->digits = on->digits;
    on->adjusts[kind] = g->v->n_nodes - 1;
    if (!n->path)
        read_no_memory(g->r, on->at);
}

static bool is_veto_target(const struct scheme_set *s, const char *path)
{
    bool is_root = !strcmp(path, "total");
    for (uint32_t i = 0; i < s->n_vetoes; i++)
        for (uint32_t k = 0; k < s->vetoes[i].n_actions; k++) {
            const struct action *a = &s->vetoes[i].actions[k];
            if (is_root ? a->kind == ACTION_TOTAL
                        : (a->kind == ACTION_NODE || a->kind == ACTION_MINUS) &&
                              !strcmp(a->node, path))
                return true;
        }
    return false;
}

static void add_adjustments(struct growing *g, uint32_t of)
{
    const struct node n = g->v->nodes[of];
    if (n.kind == NODE_ALL)
        add_adjustment(g, of, ADJUST_ALL);
    if (n.has_floor)
        add_adjustment(g, of, ADJUST_FLOOR);
    if (n.has_cap)
        add_adjustment(g, of, ADJUST_CAP);
    if (n.round)
        add_adjustment(g, of, ADJUST_ROUNDING);
    if (n.weighted && is_veto_target(g->r->set, n.path))
        add_adjustment(g, of, ADJUST_VETO);
}

/* ---- One node ------------------------------------------------------------ */

static bool is_id(const char *s)
{
    size_t n =
        strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    return n && n <= SCHEME_ID_MAX && !s[n];
}

static void read_id(struct growing *g, const struct cfg *c, struct node *n)
{
    const struct node *up = &g->v->nodes[n->up];
    n->id = cfg_text(c, "id", "");
    if (!is_id(n->id))
        cfg_error(g->r->f, c, _("node id '%s' must be letters, digits, '.', '_' or '-'"),
                  n->id);
    if (!n->up && (!strcmp(n->id, "total") || !strcmp(n->id, "total_if_upheld")))
        cfg_error(g->r->f, c, _("node id '%s' is taken by the total"), n->id);
    for (uint32_t i = 1; i + 1 < g->v->n_nodes; i++)
        if (g->v->nodes[i].up == n->up && !strcmp(g->v->nodes[i].id, n->id))
            cfg_error(g->r->f, c, _("node id '%s' is used twice in '%s'"), n->id, up->path);
    n->path = n->up ? arena_printf(g->r->a, "%s/%s", up->path, n->id) : n->id;
    if (!n->path)
        read_no_memory(g->r, c);
}

static void read_rounding(struct parse *r, const struct cfg *c, struct node *n)
{
    n->round = cfg_truth(c, "round", false);
    n->has_rounding = cfg_get(c, "rounding");
    n->rounding = (enum round_mode)read_choice(r, c, "rounding", node_roundings);
    if (n->has_rounding && !n->round)
        cfg_error(r->f, cfg_get(c, "rounding"), _("rounding belongs to round = true"));
}

/* What groups of nodes with a full may say, the total too. */
static void read_fold(struct parse *r, const struct cfg *c, struct node *n)
{
    n->min_children = (uint32_t)read_integer(c, "min_children", 0);
    bool has_pass = read_number(r, c, "pass", "1", n->pass);
    if (has_pass && n->kind != NODE_ALL)
        cfg_error(r->f, cfg_get(c, "pass"), _("pass belongs to kind = \"all\""));
    if (n->min_children && !scheme_is_scored(n->kind))
        cfg_error(r->f, cfg_get(c, "min_children"),
                  _("min_children belongs to a group with a score"));
}

static void read_common(struct growing *g, const struct cfg *c, struct node *n)
{
    struct parse *r = g->r;
    read_id(g, c, n);
    n->name = conf_name_of(c, "name", n->id);
    n->digits = read_integer(c, "digits", g->v->digits);
    read_rounding(g->r, c, n);
    n->owner = cfg_text(c, "owner", "");
    n->order_days = read_integer(c, "order_days", -1);
    n->has_order = read_number(r, c, "order_below", NULL, n->order_below);
    bool has_weight = read_number(r, c, "weight", NULL, n->weight);
    if (n->weighted && has_weight && !n->has_weight)
        cfg_error(r->f, cfg_get(c, "weight"),
                  _("'%s' stands in a group of kind '%s', whose nodes have a full and no "
                    "weight"),
                  n->id, node_kind_name(g->v->nodes[n->up].kind));
    if (n->has_weight && !has_weight)
        cfg_error(r->f, c,
                  _("node '%s' has no weight (deductions stand in a group of kind "
                    "deductions or bonus)"),
                  n->id);
    if (!n->weighted && has_weight)
        cfg_error(r->f, cfg_get(c, "weight"), _("deduction '%s' must have no weight"),
                  n->id);
    if (!n->weighted && n->has_order)
        cfg_error(r->f, cfg_get(c, "order_below"),
                  _("deduction '%s' has no score that an order could be raised for"),
                  n->id);
}

/* The weights of a group's children against its full: nothing may be lost or added. */
static void check_weights(struct growing *g, uint32_t of, const struct cfg *nodes)
{
    const struct node *group = &g->v->nodes[of];
    mpq_t sum;
    mpq_init(sum);
    uint32_t scored = 0;
    bool is_read = true;
    for (uint32_t i = of + 1; i < g->v->n_nodes; i++)
        if (g->v->nodes[i].up == of && g->v->nodes[i].weighted) {
            is_read = is_read && *g->v->nodes[i].path; /* else it has errors of its own */
            mpq_add(sum, sum, g->v->nodes[i].weight);
            scored++;
        }
    if (!scored)
        cfg_error(g->r->f, nodes, _("'%s' has no node with a weight"), group->path);
    else if (scored < group->min_children)
        cfg_error(g->r->f, nodes, _("'%s' has %u nodes with a score; min_children is %u"),
                  group->path, scored, group->min_children);
    if (scored && is_read && group->kind == NODE_WSUM && !mpq_equal(sum, group->full))
        cfg_error(g->r->f, nodes, _("the weights of '%s' add up to %s; expected %s"),
                  group->path, num_exact_text(g->r->a, sum),
                  num_exact_text(g->r->a, group->full));
    mpq_clear(sum);
}

/* Whether it has one of its own. */
static bool read_full(struct parse *r, const struct cfg *c, struct node *n)
{
    bool has_full = read_number(r, c, "full", NULL, n->full);
    if (!has_full && n->has_weight)
        n->full[0] = n->weight[0];
    if (has_full && !n->weighted && n->kind != NODE_LEAF)
        cfg_error(r->f, cfg_get(c, "full"), _("a group of deductions has no full"));
    else if (!has_full && n->weighted && !n->has_weight)
        cfg_error(r->f, c, _("node '%s' needs a full: its group adds up no weights"),
                  n->id);
    else if ((has_full || n->weighted) && mpq_sgn(n->full) <= 0)
        cfg_error(r->f, c, _("the full of '%s' must be more than 0"), n->id);
    else if (n->weighted && n->has_order && mpq_cmp(n->order_below, n->full) > 0)
        cfg_error(
            r->f, c,
            _("'%s': order_below is %s and no score is more than %s: every unit would "
              "get an order"),
            n->id, num_exact_text(r->a, n->order_below), num_exact_text(r->a, n->full));
    return has_full;
}

static void read_nodes(struct growing *g, const struct cfg *nodes, uint32_t up);

/* What the points of a group may be at most: its cap, else its full. */
static void check_floor(struct parse *r, const struct node *n)
{
    mpq_srcptr most = n->has_cap ? n->cap : n->full;
    if (mpq_cmp(n->floor, most) >= 0)
        cfg_error(r->f, n->at, _("'%s': the floor %s must lie below the cap %s"), n->path,
                  num_exact_text(r->a, n->floor), num_exact_text(r->a, most));
}

static void read_group(struct growing *g, const struct cfg *c, struct node *n)
{
    struct parse *r = g->r;
    uint32_t self = g->v->n_nodes - 1;
    const struct node *up = &g->v->nodes[n->up];
    n->kind = NODE_WSUM + (enum node_kind)read_choice(r, c, "kind", node_kinds);
    n->weighted = scheme_is_scored(n->kind);
    n->has_weight = n->weighted && up->kind == NODE_WSUM;
    n->sign = n->kind == NODE_DEDUCTIONS ? -1 : 1;
    if (!node_check(r, c, true))
        return;
    if (!scheme_is_scored(up->kind) && n->kind != up->kind)
        cfg_error(r->f, c, _("a group in a group of kind '%s' must be of that kind"),
                  node_kind_name(up->kind));
    read_common(g, c, n);
    read_full(r, c, n);
    read_fold(r, c, n);
    n->has_floor = read_number(r, c, "floor", NULL, n->floor);
    n->has_cap = read_number(r, c, "cap", NULL, n->cap);
    if (n->has_floor && !scheme_is_scored(n->kind))
        cfg_error(r->f, cfg_get(c, "floor"), _("only a group with a score has a floor"));
    if (n->has_cap && mpq_sgn(n->cap) <= 0)
        cfg_error(r->f, cfg_get(c, "cap"), _("cap must be more than 0"));
    else if (n->has_floor && n->weighted)
        check_floor(r, n);
    bool weighted = n->weighted;
    uint32_t depth = n->depth;
    if (depth >= SCHEME_DEPTH_MAX)
        cfg_error(r->f, c, _("groups are nested more than %d deep"), SCHEME_DEPTH_MAX);
    else
        read_nodes(g, cfg_get(c, "nodes"), self); /* n may have moved from here on */
    if (weighted)
        check_weights(g, self, cfg_get(c, "nodes"));
    add_adjustments(g, self);
}

static void read_leaf(struct growing *g, const struct cfg *c, struct node *n)
{
    struct parse *r = g->r;
    uint32_t self = g->v->n_nodes - 1;
    const struct node *up = &g->v->nodes[n->up];
    n->kind = NODE_LEAF;
    n->weighted = scheme_is_scored(up->kind);
    n->has_weight = up->kind == NODE_WSUM;
    n->sign = up->sign;
    if (!node_check(r, c, false))
        return;
    read_common(g, c, n);
    bool has_full = read_full(r, c, n);
    n->leaf =
        leaf_read(r, c, n->weighted ? USE_SCORE : USE_AMOUNT, has_full || n->weighted);
    add_adjustments(g, self);
}

static void read_nodes(struct growing *g, const struct cfg *nodes, uint32_t up)
{
    if (!nodes || !read_list(g->r, nodes, "nodes"))
        return;
    if (!nodes->len)
        cfg_error(g->r->f, nodes, _("a group needs nodes"));
    for (uint32_t i = 0; i < nodes->len && !g->full; i++) {
        const struct cfg *c = nodes->child[i];
        if (c->kind != CFG_GROUP) {
            cfg_error(g->r->f, c, _("a node must be a group: { id = ...; }"));
            continue;
        }
        struct node *n = add_node(g, c);
        if (!n)
            return;
        n->up = up;
        n->depth = g->v->nodes[up].depth + 1;
        n->id = n->path = "";
        if (cfg_get(c, "nodes"))
            read_group(g, c, n);
        else
            read_leaf(g, c, n);
    }
}

/* ---- The root ------------------------------------------------------------ */

void node_read(struct parse *r, struct version *v)
{
    struct growing g = { r, v, 0, false };
    struct node *root = add_node(&g, v->at);
    if (!root)
        return;
    root->kind = NODE_WSUM + (enum node_kind)read_choice(r, v->at, "kind", node_folds);
    root->id = root->path = "total";
    root->name.zh = lang_text(LANG_ZH, N_("total"));
    root->name.en = lang_text(LANG_EN, N_("total"));
    root->weighted = true;
    root->digits = v->digits;
    root->owner = "";
    root->round = cfg_truth(v->at, "round", false);
    read_fold(r, v->at, root);
    read_number(r, v->at, "full", "100", root->full);
    root->weight[0] = root->full[0];
    if (mpq_sgn(root->full) <= 0)
        cfg_error(r->f, v->at, _("full must be more than 0"));
    root->has_floor = root->has_cap = true;
    read_number(r, v->at, "floor", "0", root->floor);
    if (!read_number(r, v->at, "cap", NULL, root->cap))
        root->cap[0] = root->full[0];
    check_floor(r, root);
    const struct cfg *nodes = cfg_get(v->at, "nodes");
    read_nodes(&g, nodes, 0);
    if (nodes)
        check_weights(&g, 0, nodes);
    add_adjustments(&g, 0);
}
