/* SPDX-License-Identifier: Apache-2.0 */
/* report_command.c - `kaohe report RUN`: a past run again, from the store alone. */
#include "cli/command.h"
#include "cli/past.h"
#include "cli/terminal.h"

#include "base/lang.h"
#include "base/log.h"
#include "report/report.h"

#include <stdio.h>

static kh_status write_files(const struct report *r, const char *folder, kh_err *e)
{
    struct report_files *files = NULL;
    kh_status rc = report_write(&files, r, folder, e);
    if (!rc)
        rc = report_commit(files, NULL, NULL, e);
    for (uint32_t i = 0; !rc && i < report_files_len(files); i++)
        log_line(KH_LOG_INFO, _("written: %s"), report_files_path(files, i));
    report_drop(files);
    return rc;
}

static kh_status report_again(const struct past *p, const struct options *o,
                              const char *which, struct buf *text, kh_err *e)
{
    enum lang lang = o->has_lang ? o->lang : p->conf ? p->conf->language : LANG_ZH;
    struct report *r = NULL;
    int64_t run = 0;
    kh_status rc = store_find_run(p->store, which, &run, e);
    if (!rc)
        rc = report_load(&r, p->store, run, lang, e);
    if (!rc)
        rc = report_terminal(r, text, terminal_width(), terminal_has_colour(), e);
    if (!rc && o->out)
        rc = write_files(r, o->out, e);
    report_end(r);
    return rc;
}

static int run(int argc, char **argv)
{
    struct arena a;
    struct options o;
    struct past p = { 0 };
    struct buf text;
    arena_init(&a, 0);
    buf_init(&text, (size_t)1 << 28);
    if (!options_read(&o, &a, argc, argv, OPT_CONFIG | OPT_DB | OPT_OUT | OPT_LANG) ||
        o.rest != argc - 1) {
        arena_end(&a);
        return command_misused(&command_report);
    }
    kh_err e = { 0 };
    int status = past_open(&p, &a, &o);
    if (!status) {
        status = status_exit(report_again(&p, &o, argv[o.rest], &text, &e));
        if (status)
            log_line(KH_LOG_ERROR, "%s", e.text);
        else if (text.at)
            fputs(text.at, stdout);
    }
    past_close(&p);
    buf_end(&text);
    arena_end(&a);
    return status;
}

const struct command command_report = {
    "report",
    N_("report RUN -c FILE | --db FILE [--out DIR] [--lang zh|en]"),
    N_("Report a past run again; RUN is a number, a period or `last`."),
    run,
};
