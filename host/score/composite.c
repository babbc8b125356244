/* SPDX-License-Identifier: Apache-2.0 */
/* composite.c - the composite over domains (architecture.md, "Results of other domains").
 *
 * Each domain is a leaf of one scheme without indicators, each unit of the organisation's
 * level is a subject; what a leaf sees is the domain's total.  The tree is added up,
 * rounded and told as that of any domain, so contributions add up to the total here too. */
#include "score/scorer.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>

enum { FLAGS_MAX = 1 << 14, ROOT = 0 };

struct composing {
    const struct conf_composite *conf;
    struct scorer s;
    struct score_input in;
    struct scheme_set set;
    struct version version;
    const struct scored_window *window[CONF_DOMAINS_MAX]; /* by part; NULL = not known */
    struct seen **seen, **upheld;                         /* [unit][node] */
    bool lacks, pending;                                  /* any part; any unit */
    struct fact total;                                    /* flags of every total */
    mpq_t value, full, points;
};

static kh_status no_memory(struct composing *g)
{
    return kh_fail(g->s.e, KH_ENOMEM, _("no memory for the composite"));
}

/* ---- The scheme ---------------------------------------------------------- */

static const struct leaf no_indicator = { .indicator = -1 };

static struct node *add_node(struct composing *g, enum node_kind kind, const char *id)
{
    struct node *n = &g->version.nodes[g->version.n_nodes++];
    *n = (struct node){ .kind = kind, .id = id, .path = id, .owner = "", .sign = 1 };
    mpq_ptr numbers[] = { n->weight, n->full, n->floor, n->cap, n->order_below, n->pass };
    for (size_t i = 0; i < COUNT(numbers); i++)
        fixed_small(numbers[i], 0);
    n->depth = 1;
    n->digits = g->conf->digits;
    n->order_days = -1;
    n->at = g->conf->at;
    return n;
}

static bool add_root(struct composing *g)
{
    const struct conf_composite *c = g->conf;
    struct node *n = add_node(g, NODE_WSUM, "total");
    n->depth = 0;
    n->name.zh = lang_text(LANG_ZH, N_("total"));
    n->name.en = lang_text(LANG_EN, N_("total"));
    n->weighted = n->has_floor = n->has_cap = true;
    n->round = c->round;
    bool ok = fixed_parse(&g->s.work, n->full, c->full) &&
              fixed_parse(&g->s.work, n->floor, c->floor) &&
              fixed_parse(&g->s.work, n->cap, c->cap);
    n->weight[0] = n->full[0];
    return ok;
}

static bool add_part(struct composing *g, const struct conf_composed *p)
{
    struct node *n = add_node(g, NODE_LEAF, p->domain->id);
    n->name = p->domain->name;
    n->leaf = &no_indicator;
    n->weighted = n->has_weight = !p->deduct;
    n->sign = p->deduct ? -1 : 1;
    if (p->deduct)
        return !p->cap || fixed_parse(&g->s.work, n->full, p->cap);
    bool ok = fixed_parse(&g->s.work, n->weight, p->weight);
    n->full[0] = n->weight[0];
    return ok;
}

static void add_adjustments(struct composing *g)
{
    static const struct {
        const char *path, *name;
    } what[] = { [ADJUST_FLOOR] = { "total/~floor", N_("floor") },
                 [ADJUST_CAP] = { "total/~cap", N_("cap") },
                 [ADJUST_ROUNDING] = { "total/~rounding", N_("rounding") } };
    for (uint32_t i = 0; i < COUNT(what); i++) {
        if (i == ADJUST_ROUNDING && !g->conf->round)
            continue;
        struct node *n = add_node(g, NODE_ADJUSTMENT, strchr(what[i].path, '~'));
        n->path = what[i].path;
        n->name.zh = lang_text(LANG_ZH, what[i].name);
        n->name.en = lang_text(LANG_EN, what[i].name);
        n->adjustment = (enum adjustment)i;
        g->version.nodes[ROOT].adjusts[i] = g->version.n_nodes - 1;
    }
}

/* One node per part, in their order, behind the root. */
static kh_status make_scheme(struct composing *g)
{
    const struct conf_composite *c = g->conf;
    struct version *v = &g->version;
    v->id = "";
    v->digits = c->digits;
    v->has_rounding = c->has_rounding;
    v->rounding = c->rounding;
    v->nodes =
        arena_array(&g->s.work, (size_t)c->n_parts + 1 + ADJUSTMENTS, sizeof *v->nodes);
    bool ok = v->nodes && add_root(g);
    for (uint32_t i = 0; ok && i < c->n_parts; i++)
        ok = add_part(g, &c->parts[i]);
    if (!ok)
        return no_memory(g);
    add_adjustments(g);
    g->set.versions = v;
    g->set.n_versions = 1;
    return KH_OK;
}

/* ---- Windows ------------------------------------------------------------- */

static const char *policy_flag(enum composite_policy policy)
{
    static const char *const flags[] = { "held", "redistributed", "zeroed" };
    return flags[policy];
}

/* What a domain without a result does to the composite, for the log. */
static const char *note_lack(struct composing *g, const struct conf_composed *p,
                             const char *fault)
{
    static const char *const does[] = {
        N_("no unit gets a composite score (policy hold)"),
        N_("its weight goes to the other domains (policy redistribute)"),
        N_("it counts 0 (policy zero)"),
    };
    const char *what = gettext(does[g->conf->policy]);
    return fault ? arena_printf(g->s.out, _("composite: domain '%s' is at fault: %s; %s"),
                                p->domain->id, fault, what)
                 : arena_printf(g->s.out, _("composite: domain '%s' has no result: %s"),
                                p->domain->id, what);
}

static kh_status find_windows(struct composing *g, const struct scored_window *windows,
                              uint32_t n, struct scored_domain *out)
{
    struct buf flags;
    buf_init(&flags, FLAGS_MAX);
    out->notes = arena_array(g->s.out, (size_t)g->conf->n_parts + 1, sizeof *out->notes);
    bool ok = out->notes;
    for (uint32_t i = 0; ok && i < g->conf->n_parts; i++) {
        const struct conf_composed *p = &g->conf->parts[i];
        const struct scored_window *w = NULL;
        for (uint32_t k = 0; !w && k < n; k++)
            if (!strcmp(windows[k].domain, p->domain->id))
                w = &windows[k];
        if (w && w->is_known) {
            g->window[i] = w;
            continue;
        }
        g->lacks = true;
        buf_printf(&flags, "%s%s:%s", flags.len ? " " : "", policy_flag(g->conf->policy),
                   p->domain->id);
        out->notes[out->n_notes] = note_lack(g, p, w ? w->fault : NULL);
        ok = out->notes[out->n_notes++];
    }
    g->total = (struct fact){ .day = VARIANT_NO_DAY };
    g->total.note = flags.len ? arena_text(&g->s.work, flags.at) : NULL;
    ok = ok && !flags.failed && (g->total.note || !flags.len);
    buf_end(&flags);
    return ok ? KH_OK : no_memory(g);
}

/* The total of a unit; those of a level stand in bytewise order of their subjects. */
static const struct scored_total *find_total(const struct scored_window *w,
                                             const char *level, const char *key)
{
    uint32_t low = 0, high = w->n_totals;
    while (low < w->n_totals && strcmp(w->totals[low].level, level) != 0)
        low++;
    for (high = low; high < w->n_totals && !strcmp(w->totals[high].level, level);)
        high++;
    uint32_t end = high;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (strcmp(w->totals[mid].subject, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < end && !strcmp(w->totals[low].subject, key) ? &w->totals[low] : NULL;
}

/* ---- Leaves -------------------------------------------------------------- */

/* Points of a leaf, or what a deduction takes, for a total of `value` of `full`. */
static void give_points(struct composing *g, const struct node *n)
{
    if (n->weighted) {
        mpq_div(g->points, g->value, g->full);
        mpq_mul(g->points, g->points, n->weight);
        return;
    }
    mpq_sub(g->points, g->full, g->value);
    if (mpq_sgn(g->points) < 0)
        mpq_set_ui(g->points, 0, 1);
    if (mpq_sgn(n->full) && mpq_cmp(g->points, n->full) > 0)
        mpq_set(g->points, n->full);
}

/* Without a result: nothing, or, by policy zero, a missing one that scores 0. */
static void see_lack(struct composing *g, const struct node *n, struct seen *seen)
{
    bool zero = g->conf->policy == COMPOSITE_ZERO;
    seen->fact.state = zero ? IS_MISSING : IS_NA;
    seen->fact.note = "no_result";
    mpq_set_ui(g->points, 0, 1);
    if (zero && !n->weighted)
        mpq_set(g->points, n->full);
}

static kh_status see_total(struct composing *g, const struct node *n,
                           const struct scored_total *t, const char *score,
                           struct seen *seen)
{
    static const struct {
        const char *text;
        enum state state;
    } states[] = { { STATE_OK, IS_OK },
                   { STATE_MISSING, IS_MISSING },
                   { STATE_PENDING, IS_PENDING } };
    seen->fact.state = IS_NA;
    for (size_t i = 0; i < COUNT(states); i++)
        if (!strcmp(t->state, states[i].text))
            seen->fact.state = states[i].state;
    if (!score && seen->fact.state != IS_MISSING)
        seen->fact.state = IS_NA;
    if (seen->fact.state == IS_NA)
        return KH_OK;
    if ((score && !num_parse_fraction(g->value, score)) || !t->full ||
        !num_parse_fraction(g->full, t->full) || mpq_sgn(g->full) <= 0)
        return kh_fail(g->s.e, KH_EBUG, _("the total of '%s' in domain '%s' is no number"),
                       t->subject, n->id);
    give_points(g, n);
    return KH_OK;
}

static kh_status see_part(struct composing *g, const struct unit *u, uint32_t part,
                          bool upheld, struct seen *seen)
{
    const struct node *n = &g->version.nodes[part + 1];
    const struct scored_window *w = g->window[part];
    kh_status rc = KH_OK;
    mpq_set_ui(g->value, 0, 1);
    mpq_set_ui(g->points, 0, 1);
    seen->fact = (struct fact){ .state = IS_NA, .day = VARIANT_NO_DAY };
    const struct scored_total *t =
        w ? find_total(w, g->conf->parts[part].level, u->key) : NULL;
    if (!w) {
        see_lack(g, n, seen);
    } else if (!t) {
        seen->fact.note = "absent";
    } else {
        bool open = !strcmp(t->state, STATE_PENDING);
        g->pending = g->pending || open;
        rc = see_total(g, n, t, upheld && open ? t->upheld : t->score, seen);
        if (!rc && w->month != g->in.month) {
            char month[8];
            month_text(month, w->month);
            seen->fact.note = arena_printf(&g->s.work, "carried:%s", month);
            rc = seen->fact.note ? KH_OK : no_memory(g);
        }
    }
    if (!rc && (!fixed_keep(&g->s.work, seen->value, g->value) ||
                !fixed_keep(&g->s.work, seen->points, g->points)))
        rc = no_memory(g);
    return rc;
}

static kh_status see_all(struct composing *g, struct seen ***out, bool upheld)
{
    const struct unit_level *l = &g->s.levels[0];
    struct seen **seen = arena_array(&g->s.work, (size_t)l->n + 1, sizeof(struct seen *));
    kh_status rc = seen ? KH_OK : no_memory(g);
    for (uint32_t i = 0; !rc && i < l->n; i++) {
        seen[i] = arena_array(&g->s.work, g->version.n_nodes, sizeof **seen);
        if (!seen[i])
            rc = no_memory(g);
        for (uint32_t k = 0; !rc && k < g->conf->n_parts; k++)
            rc = see_part(g, &l->at[i], k, upheld, &seen[i][k + 1]);
    }
    *out = seen;
    return rc;
}

/* ---- Units --------------------------------------------------------------- */

static int unit_compare(const void *a, const void *b)
{
    return strcmp(((const struct unit *)a)->key, ((const struct unit *)b)->key);
}

static bool add_unit(struct composing *g, const struct org_unit *org,
                     const struct layout *layout)
{
    struct unit_level *l = &g->s.levels[0];
    struct unit *u = arena_push(&g->s.work, (void **)&l->at, &l->n, &l->cap, sizeof *u);
    if (!u)
        return false;
    u->key = subject_join(g->s.out, &org->id, 1);
    u->name = arena_text(g->s.out, org->name && *org->name ? org->name : org->id);
    u->measured = -1;
    u->version = &g->version;
    u->layout = layout;
    fixed_small(u->upheld, 0);
    return u->key && u->name;
}

/* All units of the level that are valid in the period, and nobody else. */
static kh_status find_units(struct composing *g)
{
    const struct layout *layout = units_layout(&g->s, 1);
    struct unit_level *l = &g->s.levels[0];
    bool ok = layout;
    for (uint32_t i = 0; ok && i < orgs_len(g->in.orgs); i++) {
        const struct org_unit *org = orgs_at(g->in.orgs, i);
        if (!strcmp(org->level, g->conf->domain.levels[0].id))
            ok = add_unit(g, org, layout);
    }
    if (ok && l->n)
        qsort(l->at, l->n, sizeof *l->at, unit_compare);
    return ok ? KH_OK : no_memory(g);
}

/* ---- All ----------------------------------------------------------------- */

/* Nothing is said about a total of which a part is not known; its other parts are. */
static void hold(struct composing *g, struct unit *u)
{
    u->has_upheld = false;
    for (uint32_t i = 0; i < u->layout->n; i++) {
        struct cell *c = &u->cells[i];
        c->has_contribution = c->has_weight_used = false;
        if (u->layout->nodes[i]->kind == NODE_ADJUSTMENT)
            c->state = IS_ABSENT;
    }
    u->cells[ROOT].state = IS_FAULT;
    for (uint32_t i = 0; i < g->conf->n_parts; i++)
        if (!g->window[i])
            u->cells[i + 1].state = IS_FAULT;
}

static kh_status add_up(struct composing *g)
{
    struct unit_level *l = &g->s.levels[0];
    kh_status rc = see_all(g, &g->seen, false);
    if (!rc)
        rc = evaluate_seen(&g->s, 0, g->seen);
    if (!rc && g->pending) {
        rc = see_all(g, &g->upheld, true);
        g->s.upheld = true;
        if (!rc)
            rc = evaluate_seen(&g->s, 0, g->upheld);
        g->s.upheld = false;
    }
    for (uint32_t i = 0; !rc && i < l->n; i++) {
        l->at[i].cells[ROOT].fact = &g->total;
        if (g->lacks && g->conf->policy == COMPOSITE_HOLD)
            hold(g, &l->at[i]);
    }
    return rc;
}

static void compose_open(struct composing *g, struct arena *a, const struct conf *c,
                         int32_t month, const struct orgs *orgs, kh_err *e)
{
    memset(g, 0, sizeof *g);
    g->conf = c->composite;
    g->in = (struct score_input){ .conf = c,
                                  .domain = &c->composite->domain,
                                  .scheme = &g->set,
                                  .orgs = orgs,
                                  .month = month,
                                  .rounding = c->rounding };
    g->set.conf = c;
    g->set.domain = &c->composite->domain;
    g->s = (struct scorer){ .in = &g->in, .set = &g->set, .out = a, .e = e };
    arena_init(&g->s.work, 0);
    mpq_inits(g->value, g->full, g->points, NULL);
}

kh_status score_composite(struct arena *a, const struct conf *c, int32_t month,
                          const struct scored_window *windows, uint32_t n_windows,
                          const struct orgs *orgs, struct scored_domain *out, kh_err *e)
{
    struct composing g;
    memset(out, 0, sizeof *out);
    if (!c->composite || !orgs)
        return kh_fail(e, KH_ECONFIG, _("a composite needs its group and an org file"));
    compose_open(&g, a, c, month, orgs, e);
    out->conf = &c->composite->domain;
    out->scheme = "";
    out->month = month;
    cycle_window(&out->conf->cycle, out->conf->cycle.months, month, &out->from, &out->to);
    kh_status rc = make_scheme(&g);
    if (!rc)
        rc = find_windows(&g, windows, n_windows, out);
    if (!rc)
        rc = find_units(&g);
    if (!rc)
        rc = add_up(&g);
    if (!rc)
        rc = score_rows(&g.s, out);
    mpq_clears(g.value, g.full, g.points, NULL);
    arena_end(&g.s.work);
    return rc;
}
