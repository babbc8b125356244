/* SPDX-License-Identifier: Apache-2.0 */
/* coordinate_score.c - from what was measured, and what the store has, to the run's result.
 *
 * Domains whose results others take come first.  A domain whose cycle does not end with the
 * period contributes the current result of its last window, carried; so do, with --only,
 * the domains it leaves out.  Nothing older is taken, and nothing is invented: what is not
 * there is said. */
#include "cli/coordinate.h"

#include "base/lang.h"
#include "cli/history.h"

#include <stdlib.h>
#include <string.h>

struct scoring {
    struct coordinator *c;
    bool done[CONF_DOMAINS_MAX]; /* by c->domain; its result is in `at` */
    struct scored_domain *at[CONF_DOMAINS_MAX];
    kh_err e;
};

KH_PRINTF(3, 4)
static void tell(struct coordinator *c, enum finding_kind kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char text[1024];
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    findings_add(&c->findings, kind, KH_OK, NULL, 0, 0, "%s", text);
}

/* ---- Windows of other domains -------------------------------------------- */

/* The result of this run, if the domain was scored in it for that window; NULL. */
static const struct scored_domain *scored_now(const struct scoring *g,
                                              const struct scored_window *w)
{
    for (uint32_t i = 0; i < g->c->n; i++) {
        const struct coordinated *it = &g->c->domain[i];
        if (g->done[i] && it->fate == FATE_SCORED && it->month == w->month &&
            !strcmp(it->conf->id, w->domain))
            return g->at[i];
    }
    return NULL;
}

static kh_status fill_window(struct scoring *g, const struct conf_domain *taker,
                             struct scored_window *w)
{
    const struct scored_domain *now = scored_now(g, w);
    if (now)
        return score_window(&g->c->arena, now, w, &g->e);
    kh_status rc = store_window(g->c->store, &g->c->arena, w, &g->e);
    char month[8];
    month_text(month, w->month);
    if (!rc && !w->is_known)
        tell(
            g->c, FINDING_WARNING,
            _("domain '%s': there is no result of domain '%s' for the cycle that ends with "
              "%s; the mean goes without it"),
            taker->id, w->domain, month);
    return rc;
}

/* ---- Domains of the run -------------------------------------------------- */

static kh_status score_now(struct scoring *g, const struct coordinated *it,
                           struct scored_domain *out)
{
    struct coordinator *c = g->c;
    struct scored_window *sources = NULL;
    struct scored_order *open = NULL;
    struct score_input in = {
        .conf = c->conf,
        .domain = it->conf,
        .schema = it->schema,
        .scheme = it->scheme,
        .order = &it->order,
        .measured = it->measured,
        .orgs = it->orgs,
        .month = it->month,
        .rounding = c->conf->rounding,
    };
    kh_status rc =
        scheme_sources(&c->arena, it->scheme, it->month, &sources, &in.n_sources, &g->e);
    for (uint32_t i = 0; !rc && i < in.n_sources; i++)
        rc = fill_window(g, it->conf, &sources[i]);
    in.sources = sources;
    if (!rc)
        rc = history_take(c, &in, &g->e);
    if (!rc)
        rc = store_orders(c->store, &c->arena, it->conf, it->month, &open, &in.n_open,
                          &g->e);
    in.open = open;
    return rc ? rc : score_domain(&c->arena, &in, out, &g->e);
}

static void tell_carried(struct coordinator *c, const struct scored_domain *d, bool asked)
{
    char month[8];
    month_text(month, d->month);
    if (d->missing)
        tell(c, FINDING_WARNING,
             _("domain '%s': missing: the store has no result of its cycle that ended with "
               "%s, and nothing older is taken"),
             d->conf->id, month);
    else if (asked)
        tell(c, FINDING_WARNING,
             _("domain '%s': carried: its cycle of %d months does not end with %s; the "
               "result of %s stands"),
             d->conf->id, (int)d->conf->cycle.months, c->options->period, month);
    else
        tell(c, FINDING_NOTE, _("domain '%s': not in --only; its result of %s stands"),
             d->conf->id, month);
}

static void tell_notes(struct coordinator *c, const struct scored_domain *d)
{
    for (uint32_t i = 0; i < d->n_notes; i++)
        tell(c, FINDING_WARNING, "%s", d->notes[i]);
}

static kh_status carry(struct scoring *g, const struct conf_domain *d, int32_t month,
                       struct scored_domain *out)
{
    bool found = false;
    kh_status rc = store_domain(g->c->store, &g->c->arena, d, month, out, &found, &g->e);
    out->missing = !found;
    return rc;
}

static kh_status score_one(struct scoring *g, uint32_t i)
{
    struct coordinator *c = g->c;
    const struct coordinated *it = &c->domain[i];
    struct scored_domain *out = &c->scored.domains[c->scored.n_domains++];
    kh_status rc = KH_OK;
    if (it->fate == FATE_SCORED)
        rc = score_now(g, it, out);
    else if (it->fate == FATE_WAITING)
        rc = carry(g, it->conf, it->month, out);
    out->conf = it->conf;
    out->schema = it->schema;
    out->found = it->measured;
    out->daysets = it->daysets;
    out->n_daysets = it->n_daysets;
    out->fault = it->fault;
    out->month = it->month;
    cycle_window(&it->conf->cycle, it->conf->cycle.months, it->month, &out->from, &out->to);
    if (!rc)
        tell_notes(c, out);
    if (it->fault)
        tell(c, FINDING_WARNING, _("domain '%s': not scored: %s"), it->conf->id, it->fault);
    else if (!rc && out->carried)
        tell_carried(c, out, true);
    g->done[i] = true;
    g->at[i] = out;
    return rc;
}

/* Are all domains of the run whose results this one takes done? */
static bool is_ready(const struct scoring *g, const struct coordinated *it)
{
    for (uint32_t i = 0; it->scheme && i < g->c->n; i++)
        if (!g->done[i] && &g->c->domain[i] != it &&
            scheme_takes(it->scheme, g->c->domain[i].conf->id))
            return false;
    return true;
}

/* Sources first; the configuration has no ring of them. */
static kh_status score_in_order(struct scoring *g)
{
    uint32_t left = g->c->n;
    kh_status rc = KH_OK;
    while (!rc && left) {
        uint32_t before = left;
        for (uint32_t i = 0; !rc && i < g->c->n; i++)
            if (!g->done[i] && is_ready(g, &g->c->domain[i])) {
                rc = score_one(g, i);
                left--;
            }
        if (!rc && left == before)
            rc = kh_fail(&g->e, KH_EBUG, _("domains wait for one another's results"));
    }
    return rc;
}

/* ---- What --only leaves out ---------------------------------------------- */

static bool is_of_run(const struct coordinator *c, const struct conf_domain *d)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->domain[i].conf == d)
            return true;
    return false;
}

static bool is_composed(const struct conf *c, const char *domain)
{
    for (uint32_t i = 0; c->composite && i < c->composite->n_parts; i++)
        if (!strcmp(c->composite->parts[i].domain->id, domain))
            return true;
    return false;
}

/* Of one without a result nothing is said unless the composite wants it. */
static kh_status carry_others(struct scoring *g)
{
    struct coordinator *c = g->c;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < c->conf->n_domains; i++) {
        const struct conf_domain *d = &c->conf->domains[i];
        if (!d->enabled || is_of_run(c, d))
            continue;
        struct scored_domain *out = &c->scored.domains[c->scored.n_domains];
        rc = carry(g, d, cycle_last(&d->cycle, c->options->month), out);
        if (rc || (out->missing && !is_composed(c->conf, d->id)))
            continue;
        c->scored.n_domains++;
        tell_notes(c, out);
        tell_carried(c, out, false);
    }
    return rc;
}

/* ---- The composite ------------------------------------------------------- */

/* What the run has of a part: scored now, carried, or nothing. */
static kh_status part_window(struct scoring *g, const struct conf_composed *part,
                             struct scored_window *w)
{
    struct scored_run *run = &g->c->scored;
    w->domain = part->domain->id;
    w->month = g->c->options->month;
    for (uint32_t i = 0; i < run->n_domains; i++)
        if (!strcmp(run->domains[i].conf->id, part->domain->id))
            return score_window(&g->c->arena, &run->domains[i], w, &g->e);
    return KH_OK;
}

static kh_status compose(struct scoring *g)
{
    struct coordinator *c = g->c;
    const struct conf_composite *composite = c->conf->composite;
    if (!composite)
        return KH_OK;
    struct scored_window *w = arena_array(&c->arena, composite->n_parts + 1, sizeof *w);
    kh_status rc = w ? KH_OK : kh_fail(&g->e, KH_ENOMEM, _("no memory for the composite"));
    for (uint32_t i = 0; !rc && i < composite->n_parts; i++)
        rc = part_window(g, &composite->parts[i], &w[i]);
    if (rc)
        return rc;
    struct scored_domain *out = &c->scored.domains[c->scored.n_domains];
    rc = score_composite(&c->arena, c->conf, c->options->month, w, composite->n_parts,
                         c->orgs, out, &g->e);
    if (rc)
        return rc;
    c->scored.n_domains++;
    tell_notes(c, out);
    return KH_OK;
}

/* ---- All ----------------------------------------------------------------- */

static int domain_compare(const void *a, const void *b)
{
    const struct scored_domain *x = a, *y = b;
    return strcmp(x->conf->id, y->conf->id);
}

static kh_status make_boards(struct scoring *g)
{
    struct coordinator *c = g->c;
    struct score_previous *before = NULL;
    uint32_t n = 0;
    const struct orgs *orgs = c->orgs;
    for (uint32_t i = 0; i < c->n && !orgs; i++)
        orgs = c->domain[i].orgs;
    kh_status rc = store_previous(g->c->store, &c->arena, c->conf, c->options->period,
                                  &before, &n, &g->e);
    if (!rc)
        qsort(c->scored.domains, c->scored.n_domains, sizeof *c->scored.domains,
              domain_compare);
    if (!rc)
        rc = score_boards(&c->arena, &c->scored, orgs, before, n, &g->e);
    for (uint32_t i = 0; !rc && i < c->scored.n_notes; i++)
        tell(c, FINDING_WARNING, "%s", c->scored.notes[i]);
    return rc;
}

int coordinate_score(struct coordinator *c)
{
    struct scoring g = { .c = c };
    kh_status rc = KH_OK;
    c->scored.conf = c->conf;
    c->scored.period = c->options->period;
    c->scored.domains =
        arena_array(&c->arena, c->conf->n_domains + 1, sizeof *c->scored.domains);
    if (!c->scored.domains)
        rc = kh_fail(&g.e, KH_ENOMEM, _("no memory for the results"));
    if (!rc)
        rc = score_in_order(&g);
    if (!rc && c->options->n_only)
        rc = carry_others(&g);
    if (!rc)
        rc = compose(&g);
    if (!rc && !c->findings.errors)
        rc = make_boards(&g);
    if (rc)
        findings_add(&c->findings, FINDING_ERROR, rc, NULL, 0, 0, "%s", g.e.text);
    return coordinate_tell(c);
}
