/* SPDX-License-Identifier: Apache-2.0 */
/* check_command.c - `kaohe check`: configuration and inputs, nothing scored.
 *
 * With --calendar PERIOD it prints what that period scores and what is due in it.  With
 * --period the input files of that period are found, read through once as bytes
 * (encoding, header, quotes) and listed; no plugin sees a row. */
#include "cli/calendar.h"
#include "cli/command.h"
#include "cli/coordinate.h"
#include "cli/daysets.h"
#include "cli/signals.h"

#include "base/lang.h"
#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>

static void print_files(const struct inputs *in, const struct coordinated *it)
{
    for (uint32_t d = 0; d < it->schema->domain.datasets.count; d++) {
        const struct input_file *at = NULL;
        uint32_t n = inputs_files(in, d, &at);
        const char *dataset = schema_dataset(&it->schema->domain, d)->name;
        if (inputs_is_missing(in, d))
            printf("%s.%s: %s\n", it->conf->id, dataset, _("no file"));
        for (uint32_t i = 0; i < n; i++)
            printf("%s.%s: %s (%s, %" PRIu64 " %s)\n", it->conf->id, dataset, at[i].name,
                   at[i].encoding, at[i].size, _("bytes"));
    }
}

static void print_days(const struct coordinated *it)
{
    for (uint32_t d = 0; d < it->n_daysets; d++) {
        const struct dayset *s = &it->daysets[d];
        if (!s->n_files)
            printf("%s.%s: %s\n", it->conf->id, s->name, _("no file"));
        for (uint32_t i = 0; i < s->n_files; i++)
            printf("%s.%s: %s (%s, %" PRIu64 " %s)\n", it->conf->id, s->name,
                   s->files[i].name, s->files[i].encoding, s->files[i].size, _("bytes"));
    }
}

static void check_inputs(struct coordinator *c, struct coordinated *it)
{
    struct inputs *in = NULL;
    struct span_window windows[VARIANTS_MAX], hull;
    kh_err e = { 0 };
    struct inputs_spec spec = { .conf = c->conf,
                                .domain = it->conf,
                                .schema = &it->schema->domain,
                                .orgs = it->orgs,
                                .chunk_size = c->options->chunk_size };
    cycle_window(&it->conf->cycle, it->conf->cycle.months, it->month, &spec.own_from,
                 &spec.own_to);
    kh_status rc = scheme_variants(&c->arena, it->scheme, it->month, &it->order, &e);
    if (!rc)
        rc = daysets_fill(c, it, &e);
    if (!rc) {
        measured_windows(&it->schema->domain, it->order.variants, it->order.n_variants,
                         windows, &hull);
        spec.from = hull.from;
        spec.to = hull.to;
    }
    if (!rc && c->conf->orgs)
        spec.orgs = inputs_orgs(&c->arena, c->conf, it->conf, windows, it->order.n_variants,
                                &c->findings);
    spec.windows = windows;
    spec.n_windows = it->order.n_variants;
    if (!rc)
        rc = inputs_open(&in, &spec, &c->findings, &e);
    if (!rc) {
        print_files(in, it);
        print_days(it);
    } else if (!c->findings.errors)
        findings_add(&c->findings, FINDING_ERROR, rc, NULL, 0, 0, "%s", e.text);
    inputs_close(in);
}

static int check_all(struct coordinator *c)
{
    int worst = EXIT_COMPLETE;
    for (uint32_t i = 0; i < c->n; i++) {
        struct coordinated *it = &c->domain[i];
        if (it->fate == FATE_FAULT) {
            const struct cfg *at = cfg_get(it->conf->tree, "plugin");
            at = at ? at : it->conf->tree;
            log_line(KH_LOG_ERROR, _("%s:%u: domain '%s': %s"), at->file, at->line,
                     it->conf->id, it->fault);
            worst = EXIT_PARTIAL;
        } else if (c->options->period && !c->options->calendar && it->schema) {
            check_inputs(c, it);
        }
    }
    int status = coordinate_tell(c);
    return status ? status : worst;
}

static kh_status print_tree(const struct coordinator *c)
{
    struct buf b;
    buf_init(&b, (size_t)1 << 26);
    kh_status rc = conf_print(c->conf, &b);
    if (!rc && b.at)
        fputs(b.at, stdout);
    buf_end(&b);
    return rc;
}

static int run(int argc, char **argv)
{
    struct arena a;
    struct options o;
    struct coordinator c;
    arena_init(&a, 0);
    bool fine =
        options_read(&o, &a, argc, argv,
                     OPT_CONFIG | OPT_PERIOD | OPT_CALENDAR | OPT_LANG | OPT_DB | OPT_ONLY |
                         OPT_PLUGINS | OPT_INPUT | OPT_PRINT | OPT_TESTS);
    if (!fine || o.rest < argc) {
        arena_end(&a);
        return command_misused(&command_check);
    }
    signals_catch();
    int status = coordinate_open(&c, &o);
    if (!status)
        status = check_all(&c);
    if (!status && o.calendar)
        status = calendar_print(&c);
    if (!status && o.print)
        status = status_exit(print_tree(&c));
    if (!status)
        log_line(KH_LOG_INFO, _("%s: fine (%u domains)"), o.config, (unsigned)c.n);
    coordinate_close(&c);
    arena_end(&a);
    return status;
}

const struct command command_check = {
    "check",
    N_("check -c FILE [--period P | --calendar P] [--only DOMAIN,..] [--plugins DIR].. "
       "[--lang zh|en] [--db FILE] [--print]"),
    N_("Check configuration and, with a period, inputs; nothing is scored."),
    run,
};
