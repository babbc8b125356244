/* SPDX-License-Identifier: Apache-2.0 */
/* run_command.c - `kaohe run`: score a period, keep it, report it.
 *
 * Inputs are measured before the store is taken; current results are read, the run is
 * scored and written in one transaction.  The files of --out are written beside their place
 * inside it and renamed after its commit, so that a kill at any moment leaves the whole run
 * or none of it. */
#include "cli/command.h"
#include "cli/coordinate.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "cli/terminal.h"

#include "base/lang.h"
#include "base/log.h"
#include "report/report.h"

#include <string.h>
#include <time.h>

static void on_stage(void *ctx, const char *stage)
{
    const struct coordinator *c = ctx;
    signals_stage(c->options->pause, stage);
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static char *command_line(struct arena *a, int argc, char **argv)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_text(&b, "kaohe");
    for (int i = 0; i < argc; i++)
        buf_printf(&b, " %s", argv[i]);
    char *text = b.at ? arena_text(a, b.at) : NULL;
    buf_end(&b);
    return text;
}

static bool has_fault(const struct coordinator *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->domain[i].fate == FATE_FAULT)
            return true;
    return false;
}

/* Missing deliveries and carried results, which --strict turns into exit 3.  What --only
 * leaves out is carried by order, and complete if its own window ends with the period. */
static bool is_incomplete(const struct coordinator *c)
{
    for (uint32_t i = 0; i < c->scored.n_domains; i++) {
        const struct scored_domain *d = &c->scored.domains[i];
        if (d->missing || (d->carried && d->month != c->options->month))
            return true;
        for (uint32_t k = 0; k < d->n_rows; k++)
            if (!strcmp(d->rows[k].state, STATE_MISSING) ||
                strstr(d->rows[k].flags, "months:"))
                return true;
    }
    return false;
}

/* The report of the run that is in the store, committed or not yet: files and terminal. */
static kh_status write_report(const struct coordinator *c, struct store *s, int64_t run,
                              enum lang lang, struct report_files **files, struct buf *text,
                              kh_err *e)
{
    struct report *r = NULL;
    kh_status rc = report_load(&r, s, run, lang, e);
    if (!rc)
        rc = report_terminal(r, text, terminal_width(), terminal_has_colour(), e);
    if (!rc && c->options->out)
        rc = report_write(files, r, c->options->out, e);
    report_end(r);
    return rc;
}

static kh_status keep(struct coordinator *c, struct store *s, struct store_run *r,
                      struct buf *text, kh_err *e)
{
    struct report_files *files = NULL;
    int64_t run = 0;
    r->ended_us = now_us();
    kh_status rc = store_write(s, r, &run, on_stage, c, e);
    if (!rc)
        rc = write_report(c, s, run,
                          c->options->has_lang ? c->options->lang : c->conf->language,
                          &files, text, e);
    on_stage(c, "written");
    if (!rc && *signals_stop())
        rc = kh_fail(e, ST_AGAIN, _("stopped by a signal; nothing was kept"));
    if (!rc)
        rc = store_commit(s, e);
    else
        store_rollback(s);
    on_stage(c, "committed");
    if (!rc && files)
        rc = report_commit(files, on_stage, c, e);
    for (uint32_t i = 0; !rc && files && i < report_files_len(files); i++)
        log_line(KH_LOG_INFO, _("written: %s"), report_files_path(files, i));
    report_drop(files);
    return rc;
}

static int score_and_keep(struct coordinator *c, struct store_run *r)
{
    kh_err e = { 0 };
    struct store *s = NULL;
    struct buf text;
    buf_init(&text, (size_t)1 << 28);
    const char *db = c->options->db ? c->options->db : c->conf->database;
    kh_status rc = store_open(&s, db, c->options->dry_run, &e);
    c->store = s;
    on_stage(c, "begin");
    if (!rc)
        rc = store_begin(s, &e);
    int status = rc ? status_exit(rc) : coordinate_score(c);
    if (!rc && !status) {
        r->exit_status = has_fault(c)                             ? EXIT_PARTIAL
                         : c->options->strict && is_incomplete(c) ? EXIT_INPUT
                                                                  : EXIT_COMPLETE;
        rc = keep(c, s, r, &text, &e);
        status = rc ? status_exit(rc) : r->exit_status;
    }
    progress_clear();
    if (rc)
        log_line(KH_LOG_ERROR, "%s", e.text);
    else if (text.at)
        fputs(text.at, stdout);
    if (fflush(stdout) && !status)
        status = EXIT_AGAIN;
    buf_end(&text);
    store_close(s);
    return status;
}

/* What a test of chunking wants to see: how many chunks went through how many states. */
static void tell_chunks(const struct coordinator *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->domain[i].measured)
            log_line(KH_LOG_INFO, "domain '%s': %llu chunks in %llu states",
                     c->domain[i].conf->id,
                     (unsigned long long)c->domain[i].measured->chunks,
                     (unsigned long long)c->domain[i].measured->states);
}

static int run(int argc, char **argv)
{
    struct arena a;
    struct options o;
    struct coordinator c;
    arena_init(&a, 0);
    bool fine = options_read(&o, &a, argc, argv,
                             OPT_CONFIG | OPT_PERIOD | OPT_OUT | OPT_ONLY | OPT_THREADS |
                                 OPT_DB | OPT_PLUGINS | OPT_LANG | OPT_INPUT | OPT_DRY_RUN |
                                 OPT_STRICT | OPT_TESTS);
    if (!fine || !o.period || o.rest < argc) {
        arena_end(&a);
        return command_misused(&command_run);
    }
    signals_catch();
    struct store_run r = { .scored = &c.scored,
                           .version = KAOHE_VERSION,
                           .command = command_line(&a, argc, argv),
                           .started_us = now_us(),
                           .threads = o.threads };
    int status = coordinate_open(&c, &o);
    on_stage(&c, "checked");
    if (!status)
        status = coordinate_measure(&c);
    on_stage(&c, "measured");
    if (!status && o.chunk_size)
        tell_chunks(&c);
    if (!status) {
        r.lang = lang_name(o.has_lang ? o.lang : c.conf->language);
        status = score_and_keep(&c, &r);
    }
    coordinate_close(&c);
    arena_end(&a);
    return status;
}

const struct command command_run = {
    "run",
    N_("run -c FILE --period 2011-04 [--out DIR] [--only DOMAIN,..] [--threads N] [--db "
       "FILE] "
       "[--plugins DIR].. [--lang zh|en] [--input DOMAIN.DATASET=FILE].. [--dry-run] "
       "[--strict]"),
    N_("Score a period, keep the run in the store, write the report."),
    run,
};
