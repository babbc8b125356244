/* SPDX-License-Identifier: Apache-2.0 */
/* coordinate.c - see coordinate.h. */
#include "cli/coordinate.h"

#include "cli/daysets.h"

#include "base/lang.h"
#include "base/log.h"
#include "base/path.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "score/proof.h"

#include <string.h>

int coordinate_tell(struct coordinator *c)
{
    static const uint32_t levels[] = { [FINDING_ERROR] = KH_LOG_ERROR,
                                       [FINDING_WARNING] = KH_LOG_WARN,
                                       [FINDING_NOTE] = KH_LOG_INFO };
    int worst = EXIT_COMPLETE;
    progress_clear();
    for (uint32_t i = 0; i < c->findings.len; i++) {
        const struct finding *f = &c->findings.at[i];
        log_line(levels[f->kind], "%s", f->text ? f->text : _("(no memory for the text)"));
        if (f->kind == FINDING_ERROR && worst == EXIT_COMPLETE)
            worst = status_exit(f->code);
    }
    if (c->findings.errors && worst == EXIT_COMPLETE)
        worst = EXIT_INTERNAL;
    findings_end(&c->findings);
    return worst;
}

/* --plugins, then `plugins` of the configuration, beside the program, the installed ones.
 */
static bool find_folders(struct coordinator *c)
{
    const struct options *o = c->options;
    uint32_t most = o->n_plugins + c->conf->n_plugins + 2;
    c->folders = arena_array(&c->arena, most, sizeof *c->folders);
    char *folder = path_of_program(&c->arena);
    if (!c->folders || !folder)
        return false;
    for (uint32_t i = 0; i < o->n_plugins; i++)
        c->folders[c->n_folders++] = o->plugins[i];
    for (uint32_t i = 0; i < c->conf->n_plugins; i++)
        c->folders[c->n_folders++] = c->conf->plugins[i];
    c->folders[c->n_folders++] = path_join(&c->arena, folder, "plugins");
    c->folders[c->n_folders++] = path_join(&c->arena, folder, KAOHE_TO_LIB "/plugins");
    return c->folders[c->n_folders - 1] && c->folders[c->n_folders - 2];
}

static bool is_wanted(const struct options *o, const char *id)
{
    for (uint32_t i = 0; i < o->n_only; i++)
        if (!strcmp(o->only[i], id))
            return true;
    return !o->n_only;
}

/* The domains of this run, with the month their window ends in. */
static void choose_domains(struct coordinator *c)
{
    const struct options *o = c->options;
    for (uint32_t i = 0; i < o->n_only; i++)
        if (!conf_domain_of(c->conf, o->only[i]))
            findings_add(&c->findings, FINDING_ERROR, ST_USAGE, NULL, 0, 0,
                         _("--only: there is no domain \"%s\""), o->only[i]);
    for (uint32_t i = 0; i < c->conf->n_domains; i++) {
        const struct conf_domain *d = &c->conf->domains[i];
        if (!d->enabled || !is_wanted(o, d->id))
            continue;
        struct coordinated *it = &c->domain[c->n++];
        it->conf = d;
        it->month = cycle_last(&d->cycle, o->month < 0 ? 0 : o->month);
        it->fate = o->month < 0 || it->month == o->month ? FATE_SCORED : FATE_WAITING;
    }
    if (!c->n)
        findings_add(&c->findings, FINDING_ERROR, KH_ECONFIG, c->conf->path, 0, 0,
                     _("no domain is enabled; set `enabled = true` in a module file"));
}

/* A domain whose child fails in describing itself is at fault; the run goes on. */
static void start_domain(struct coordinator *c, struct coordinated *it)
{
    const struct worker_spec spec = {
        .program = c->program,
        .conf = c->conf,
        .domain = it->conf,
        .over = c->options->over,
        .n_over = c->options->n_over,
        .folders = c->folders,
        .n_folders = c->n_folders,
        .threads = c->options->threads,
        .chunk_size = c->options->chunk_size,
        .progress = progress_show,
        .stop = signals_stop(),
    };
    kh_err e = { 0 };
    uint32_t told = c->findings.errors;
    kh_status rc =
        worker_start(&it->worker, &c->arena, &spec, &it->schema, &c->findings, &e);
    if (rc == KH_EBUG || rc == KH_ENOMEM) {
        it->fate = FATE_FAULT;
        it->fault = arena_text(&c->arena, e.text);
    } else if (rc && e.code && c->findings.errors == told) { /* else with their places */
        findings_add(&c->findings, FINDING_ERROR, rc, NULL, 0, 0, "%s", e.text);
    }
    if (rc || !it->schema)
        return;
    it->scheme =
        scheme_read(&c->arena, c->conf, it->conf, it->schema, it->orgs, &c->findings);
    if (it->scheme && c->options->month >= 0 && it->fate == FATE_SCORED)
        scheme_effective(it->scheme, it->month, &c->findings);
    if (it->scheme) {
        score_boards_check(c->conf, it->conf, it->scheme, it->orgs, &c->findings);
        proof_domain(it->scheme, &c->findings);
    }
}

static void read_orgs(struct coordinator *c, struct coordinated *it)
{
    int32_t from = 0, to = 0;
    if (!c->conf->orgs)
        return;
    cycle_window(&it->conf->cycle, it->conf->cycle.months, it->month, &from, &to);
    it->orgs = orgs_read(&c->arena, c->conf->orgs, from, to, &c->findings);
}

/* The units that are composed are those of the period's own month. */
static void read_composed(struct coordinator *c)
{
    const struct conf_composite *composite = c->conf->composite;
    int32_t from = 0, to = 0;
    if (!composite)
        return;
    const struct conf_domain *d = &composite->domain;
    cycle_window(&d->cycle, d->cycle.months, c->options->month < 0 ? 0 : c->options->month,
                 &from, &to);
    c->orgs = orgs_read(&c->arena, c->conf->orgs, from, to, &c->findings);
    if (c->orgs)
        score_boards_check(c->conf, d, NULL, c->orgs, &c->findings);
}

static void check_overrides(struct coordinator *c)
{
    for (uint32_t i = 0; i < c->options->n_over; i++) {
        const struct conf_override *o = &c->options->over[i];
        const struct conf_domain *d = conf_domain_of(c->conf, o->domain);
        if (!d || !inputs_bound(d, o->dataset))
            findings_add(&c->findings, FINDING_ERROR, ST_USAGE, NULL, 0, 0,
                         _("--input %s.%s: there is no such input"), o->domain, o->dataset);
    }
}

/* Grades of the composite, once all its domains are known. */
static void prove_composite(struct coordinator *c)
{
    const struct scheme_set *sets[CONF_DOMAINS_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n && n < COUNT(sets); i++)
        sets[n++] = c->domain[i].scheme;
    if (!c->findings.errors)
        proof_composite(c->conf, sets, n, &c->findings);
}

int coordinate_open(struct coordinator *c, const struct options *o)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena, 0);
    c->options = o;
    c->program = path_program(&c->arena);
    c->conf = conf_load(&c->arena, o->config, o->over, o->n_over, &c->findings);
    if (!c->conf || c->findings.errors || !c->program || !find_folders(c)) {
        int status = coordinate_tell(c);
        return status ? status : EXIT_INTERNAL;
    }
    choose_domains(c);
    check_overrides(c);
    for (uint32_t i = 0; i < c->n && !c->findings.errors; i++)
        read_orgs(c, &c->domain[i]);
    if (!c->findings.errors)
        read_composed(c);
    if (c->findings.errors)
        return coordinate_tell(c);
    for (uint32_t i = 0; i < c->n; i++)
        start_domain(c, &c->domain[i]);
    prove_composite(c);
    return coordinate_tell(c);
}

int coordinate_measure(struct coordinator *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        struct coordinated *it = &c->domain[i];
        kh_err e = { 0 };
        if (it->fate != FATE_SCORED)
            continue;
        kh_status rc = scheme_variants(&c->arena, it->scheme, it->month, &it->order, &e);
        if (!rc)
            rc = daysets_fill(c, it, &e);
        if (!rc)
            rc = worker_run(it->worker, &it->order, &it->measured, &c->findings, &e);
        if (rc == ST_INPUT && c->findings.errors)
            continue;
        if (rc == ST_INPUT || rc == ST_AGAIN)
            findings_add(&c->findings, FINDING_ERROR, rc, NULL, 0, 0, "%s", e.text);
        else if (rc) {
            it->fate = FATE_FAULT;
            it->fault = arena_text(&c->arena, e.text);
        }
        if (rc == ST_AGAIN)
            break;
    }
    return coordinate_tell(c);
}

void coordinate_close(struct coordinator *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        worker_end(c->domain[i].worker);
        measured_end(c->domain[i].measured);
    }
    findings_end(&c->findings);
    arena_end(&c->arena);
}
