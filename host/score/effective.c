/* SPDX-License-Identifier: Apache-2.0 */
/* effective.c - versions of scheme and parameters against the windows a cycle looks at. */
#include "score/scheme.h"

#include "base/lang.h"

#include <stdio.h>

struct effective {
    const struct scheme_set *s;
    const struct conf_domain *d;
    int32_t month;
    struct findings *f;
};

static bool same_tree(const struct cfg *a, const struct cfg *b)
{
    if (a->kind != b->kind || a->len != b->len ||
        strcmp(a->text ? a->text : "", b->text ? b->text : "") != 0)
        return false;
    for (uint32_t i = 0; i < a->len; i++) {
        const struct cfg *x = a->child[i];
        const struct cfg *y = x->name ? cfg_get(b, x->name) : b->child[i];
        if (!y || !same_tree(x, y))
            return false;
    }
    return true;
}

/* The version of the same subjects before this one; NULL. */
static const struct version *before(const struct scheme_set *s, const struct version *v)
{
    const struct version *best = NULL;
    for (uint32_t i = 0; i < s->n_versions; i++) {
        const struct version *x = &s->versions[i];
        if (x->who_id == v->who_id && x->from < v->from && (!best || x->from > best->from))
            best = x;
    }
    return best;
}

/* A leaf with months of its own, taken over unchanged, may look back over the border. */
static void check_leaf(struct effective *x, const struct version *v, const struct node *n)
{
    const struct choice *c = &x->s->choices[n->leaf->choice];
    struct variant w = { 0 };
    if (!c->months)
        return;
    scheme_window(x->s, n->leaf->choice, x->month, &w);
    while (v && conf_begins_inside(x->d, v->from, w.months, w.month)) {
        const struct version *old = before(x->s, v);
        int32_t at = old ? scheme_node(old, n->path) : -1;
        char of[SCHEME_ID_MAX * SCHEME_DEPTH_MAX + 64];
        snprintf(of, sizeof of, _("leaf '%s', which is not the same before"), n->path);
        if (old && (at < 0 || !same_tree(old->nodes[at].at, n->at))) {
            conf_change_told(x->d, v->at, _("the version"), w.months, w.month, of, x->f);
            return;
        }
        v = old;
    }
}

static void check_scheme(struct effective *x)
{
    for (uint32_t who = 0; who < x->s->n_whos; who++) {
        const struct version *v = scheme_in_force(x->s, who, x->month);
        for (uint32_t i = 0; v && i < v->n_nodes; i++)
            if (v->nodes[i].leaf)
                check_leaf(x, v, &v->nodes[i]);
    }
}

/* Was this window looked at with an earlier choice?  Days do not make another. */
static bool is_known(const struct effective *x, uint32_t choice, const int32_t *variant)
{
    for (uint32_t i = 0; i < choice; i++)
        if (variant[i] >= 0 && x->s->choices[i].months == x->s->choices[choice].months)
            return true;
    return false;
}

static void not_in_force(struct effective *x, const struct variant *w)
{
    const struct conf_params *first = &x->d->params[0];
    char from[11], to[11];
    for (uint32_t i = 1; i < x->d->n_params; i++)
        if (x->d->params[i].from < first->from)
            first = &x->d->params[i];
    day_text(from, w->from);
    day_text(to, w->to - 1);
    cfg_error(
        x->f, first->at,
        _("the first version of parameters begins with '%s', but domain '%s' looks at "
          "the window %s to %s; let it begin earlier"),
        first->id, x->d->id, from, to);
}

static void check_params(struct effective *x)
{
    int32_t variant[VARIANTS_MAX];
    scheme_choices(x->s, x->month, variant);
    for (uint32_t c = 0; c < x->s->n_choices; c++) {
        struct variant w = { 0 };
        char of[64];
        if (variant[c] < 0 || is_known(x, c, variant))
            continue;
        scheme_window(x->s, c, x->month, &w);
        snprintf(of, sizeof of, _("leaves or vetoes with months = %d"), (int)w.months);
        if (!conf_params_of(x->d, w.months, w.month))
            not_in_force(x, &w);
        for (uint32_t i = 0; c && x->d->change == CHANGE_REFUSED && i < x->d->n_params; i++)
            if (conf_begins_inside(x->d, x->d->params[i].from, w.months, w.month))
                conf_change_told(x->d, x->d->params[i].at, _("the version of parameters"),
                                 w.months, w.month, of, x->f);
    }
}

void scheme_effective(const struct scheme_set *s, int32_t month, struct findings *f)
{
    struct effective x = { s, s->domain, month, f };
    if (x.d->change == CHANGE_REFUSED)
        check_scheme(&x);
    check_params(&x);
}
