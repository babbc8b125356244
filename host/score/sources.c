/* SPDX-License-Identifier: Apache-2.0 */
/* sources.c - which windows of other domains a scheme asks for, and a domain's own result
 * as such a window. */
#include "score/scheme.h"

#include "base/lang.h"

bool scheme_takes(const struct scheme_set *s, const char *domain)
{
    for (uint32_t v = 0; v < s->n_versions; v++)
        for (uint32_t i = 0; i < s->versions[v].n_nodes; i++) {
            const struct leaf *leaf = s->versions[v].nodes[i].leaf;
            if (leaf && leaf->source && !strcmp(leaf->source->domain->id, domain))
                return true;
        }
    return false;
}

/* Does a version in force in this month take results of the domain? */
static bool is_taken(const struct scheme_set *s, int32_t month, const struct conf_domain *d)
{
    for (uint32_t who = 0; who < s->n_whos; who++) {
        const struct version *v = scheme_in_force(s, who, month);
        for (uint32_t i = 0; v && i < v->n_nodes; i++) {
            const struct leaf *leaf = v->nodes[i].leaf;
            if (leaf && leaf->source && leaf->source->domain == d)
                return true;
        }
    }
    return false;
}

struct wanted {
    struct arena *a;
    struct scored_window *at;
    uint32_t n, cap;
};

static bool add_window(struct wanted *w, const struct conf_domain *d, int32_t month)
{
    struct scored_window *to =
        arena_push(w->a, (void **)&w->at, &w->n, &w->cap, sizeof *to);
    if (!to)
        return false;
    to->domain = d->id;
    to->month = month;
    cycle_window(&d->cycle, d->cycle.months, month, &to->from, &to->to);
    return true;
}

/* Those whose last day lies inside the own window.  Where one of the two takes all dates
 * there is nothing to lie inside: its last window. */
static bool add_windows(struct wanted *w, const struct conf_domain *own, int32_t month,
                        const struct conf_domain *d)
{
    if (own->cycle.whole || d->cycle.whole)
        return add_window(w, d, cycle_last(&d->cycle, month));
    int32_t from, to, first, last;
    bool ok = true;
    cycle_window(&own->cycle, own->cycle.months, month, &from, &to);
    for (int32_t m = month - own->cycle.months - 1; ok && m <= month + 1; m++) {
        if (!cycle_ends(&d->cycle, m))
            continue;
        cycle_window(&d->cycle, d->cycle.months, m, &first, &last);
        if (last - 1 >= from && last - 1 < to)
            ok = add_window(w, d, m);
    }
    return ok;
}

kh_status scheme_sources(struct arena *a, const struct scheme_set *s, int32_t month,
                         struct scored_window **out, uint32_t *n, kh_err *e)
{
    struct wanted w = { .a = a };
    bool ok = true;
    for (uint32_t i = 0; ok && i < s->conf->n_domains; i++)
        if (is_taken(s, month, &s->conf->domains[i]))
            ok = add_windows(&w, s->domain, month, &s->conf->domains[i]);
    *out = w.at;
    *n = w.n;
    return ok ? KH_OK
              : kh_fail(e, KH_ENOMEM, _("no memory for the sources of domain '%s'"),
                        s->domain->id);
}

kh_status score_window(struct arena *a, const struct scored_domain *d,
                       struct scored_window *out, kh_err *e)
{
    *out = (struct scored_window){ .domain = d->conf->id,
                                   .month = d->month,
                                   .from = d->from,
                                   .to = d->to,
                                   .is_known = !d->fault && !d->missing,
                                   .fault = d->fault };
    uint32_t cap = 0;
    for (uint32_t i = 0; out->is_known && i < d->n_rows; i++) {
        const struct scored_row *r = &d->rows[i];
        if (!strcmp(r->node, "total_if_upheld") && out->n_totals)
            out->totals[out->n_totals - 1].upheld = r->score.x;
        if (strcmp(r->node, "total") != 0)
            continue;
        struct scored_total *t =
            arena_push(a, (void **)&out->totals, &out->n_totals, &cap, sizeof *t);
        if (!t)
            return kh_fail(e, KH_ENOMEM, _("no memory for the results of domain '%s'"),
                           d->conf->id);
        *t = (struct scored_total){ r->level, r->subject, r->subject_name,
                                    r->state, r->score.x, r->full.x,
                                    NULL };
    }
    return KH_OK;
}
