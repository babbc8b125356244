/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - see calendar.h: the domains of a period, and the leaves with dates of their
 * own. */
#include "cli/calendar.h"

#include "cli/daysets.h"
#include "cli/terminal.h"
#include "score/scheme.h"

#include "base/lang.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CALENDAR_BYTES_MAX = 1 << 24, CALENDAR_DAYS_BYTES = 400 };

const char *calendar_dates(struct calendar *k, int32_t from, int32_t to)
{
    char first[11], last[11];
    if (from <= civil_day(1, 1, 1))
        return SAY(&k->page, N_("all dates"));
    day_text(first, from);
    day_text(last, to - 1);
    return arena_printf(&k->page.scratch, SAY(&k->page, N_("%s to %s")), first, last);
}

static const char *cycle_text(struct calendar *k, const struct cycle *c)
{
    struct page *p = &k->page;
    if (c->whole)
        return SAY(p, N_("all dates"));
    if (!c->last_day && c->months == 1)
        return SAY(p, N_("1 month"));
    if (!c->last_day)
        return arena_printf(&p->scratch, SAY(p, N_("%d months")), (int)c->months);
    return c->months == 1 ? arena_printf(&p->scratch, SAY(p, N_("1 month, to day %d")),
                                         (int)c->last_day)
                          : arena_printf(&p->scratch, SAY(p, N_("%d months, to day %d")),
                                         (int)c->months, (int)c->last_day);
}

/* ---- Domains -------------------------------------------------------------- */

/* The run that holds the current result of a window; 0: none. */
static int64_t current_run(struct calendar *k, const char *domain, int32_t month)
{
    static const char sql[] = "SELECT run FROM v_current WHERE domain = ? AND month = ?";
    sqlite3_stmt *st = NULL;
    char text[8];
    int64_t run = 0;
    month_text(text, month);
    if (k->store && !sqlite3_prepare_v2(store_handle(k->store), sql, -1, &st, NULL) &&
        !sqlite3_bind_text(st, 1, domain, -1, SQLITE_STATIC) &&
        !sqlite3_bind_text(st, 2, text, -1, SQLITE_STATIC) &&
        sqlite3_step(st) == SQLITE_ROW)
        run = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return run;
}

static void domain_row(struct calendar *k, struct grid *g, const struct coordinated *it)
{
    struct page *p = &k->page;
    const struct cycle *c = &it->conf->cycle;
    int32_t from = 0, to = 0;
    char month[8], next[8] = "";
    int64_t run = current_run(k, it->conf->id, it->month);
    bool scored = it->fate == FATE_SCORED;
    month_text(month, it->month);
    if (!c->whole)
        month_text(next, it->month + c->months);
    cycle_window(c, c->months, it->month, &from, &to);
    grid_cell(g, conf_name_in(it->conf->name, k->words.lang), PAINT_BOLD);
    grid_cell(g, cycle_text(k, c), PAINT_NONE);
    grid_cell(g, calendar_dates(k, from, to), PAINT_NONE);
    grid_cell(g,
              scored ? SAY(p, N_("scored"))
                     : arena_printf(&p->scratch, SAY(p, N_("carried from %s")), month),
              scored ? PAINT_GREEN : PAINT_NONE);
    grid_cell(g,
              run ? arena_printf(&p->scratch, SAY(p, N_("run %lld")), (long long)run)
                  : SAY(p, N_("none")),
              run || scored ? PAINT_NONE : PAINT_RED);
    grid_cell(g, next, PAINT_NONE);
}

static void domains(struct calendar *k)
{
    struct page *p = &k->page;
    struct grid g;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("domain")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("cycle")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("window")), GRID_LEFT | GRID_WHOLE);
    grid_column(&g, SAY(p, N_("in this period")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("result so far")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("then with")), GRID_LEFT);
    for (uint32_t i = 0; i < k->c->n; i++)
        domain_row(k, &g, &k->c->domain[i]);
    page_grid(p, &g, PAGE_INDENT);
    arena_end(&p->scratch);
}

/* ---- Leaves with dates of their own ---------------------------------------- */

/* Days as ranges: "1-4, 29-30" of a month's window, else with months: "12-30 to 01-02". */
static const char *days_text(struct calendar *k, const struct variant *v)
{
    struct page *p = &k->page;
    struct buf b;
    bool is_month = v->months == 1 && v->to - v->from <= 31;
    buf_init(&b, CALENDAR_DAYS_BYTES);
    for (uint32_t i = 0; i < v->n_days;) {
        uint32_t last = i;
        char from[11], to[11];
        while (last + 1 < v->n_days && v->days[last + 1] == v->days[last] + 1)
            last++;
        day_text(from, v->days[i]);
        day_text(to, v->days[last]);
        const char *a = from + (is_month ? 8 : 5), *z = to + (is_month ? 8 : 5);
        buf_printf(&b, last > i ? "%s%s..%s" : "%s%s", i ? ", " : "", a, z);
        i = last + 1;
    }
    const char *text = !v->n_days ? SAY(p, v->days_missing ? N_("no file") : N_("no day"))
                       : b.failed
                           ? arena_printf(&p->scratch, SAY(p, N_("%u days")), v->n_days)
                           : arena_text(&p->scratch, b.at);
    buf_end(&b);
    return text;
}

static void choice_row(struct calendar *k, struct grid *g, const struct coordinated *it,
                       const char *node, uint32_t choice, const int32_t *variant)
{
    struct page *p = &k->page;
    const struct choice *c = &it->scheme->choices[choice];
    const struct variant *v = &it->order.variants[variant[choice]];
    bool carried = v->month < it->month;
    grid_cell(g, node, PAINT_NONE);
    grid_cell(g, calendar_dates(k, v->from, v->to), PAINT_NONE);
    grid_cell(g, carried ? SAY(p, N_("carried")) : "", PAINT_YELLOW);
    grid_cell(g,
              c->days       ? c->days->id
              : c->each_day ? SAY(p, N_("each day"))
                            : "",
              PAINT_NONE);
    grid_cell(g, c->days ? days_text(k, v) : "", PAINT_NONE);
}

static void version_rows(struct calendar *k, struct grid *g, const struct coordinated *it,
                         const struct version *version, const int32_t *variant)
{
    struct page *p = &k->page;
    bool several = it->scheme->n_whos > 1;
    for (uint32_t i = 0; version && i < version->n_nodes; i++) {
        const struct node *n = &version->nodes[i];
        if (!n->leaf || !n->leaf->choice || variant[n->leaf->choice] < 0)
            continue;
        const char *name = conf_name_in(n->name, k->words.lang);
        choice_row(k, g, it,
                   several
                       ? arena_printf(&p->scratch, "%s %s %s", version->id, n->path, name)
                       : arena_printf(&p->scratch, "%s %s", n->path, name),
                   n->leaf->choice, variant);
    }
}

static void leaves(struct calendar *k, const struct coordinated *it)
{
    struct page *p = &k->page;
    int32_t variant[VARIANTS_MAX];
    struct grid g;
    scheme_choices(it->scheme, it->month, variant);
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("leaf or veto")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("window")), GRID_LEFT | GRID_WHOLE);
    grid_column(&g, "", GRID_LEFT);
    grid_column(&g, SAY(p, N_("day set")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("days")), GRID_LEFT | GRID_WRAP);
    for (uint32_t who = 0; who < it->scheme->n_whos; who++)
        version_rows(k, &g, it, scheme_in_force(it->scheme, who, it->month), variant);
    for (uint32_t i = 0; i < it->scheme->n_vetoes; i++) {
        const struct veto *v = &it->scheme->vetoes[i];
        if (v->choice && variant[v->choice] >= 0)
            choice_row(k, &g, it,
                       arena_printf(&p->scratch, "%s %s", v->id,
                                    conf_name_in(v->name, k->words.lang)),
                       v->choice, variant);
    }
    if (grid_is_empty(&g))
        return;
    page_subheading(p, SAY(p, N_("Windows and days of their own")));
    page_grid(p, &g, 2 * PAGE_INDENT);
    arena_end(&p->scratch);
}

/* Windows of other domains that leaves take results of. */
static kh_status sources(struct calendar *k, const struct coordinated *it)
{
    struct page *p = &k->page;
    struct scored_window *w = NULL;
    uint32_t n = 0;
    struct grid g;
    kh_status rc = scheme_sources(&k->c->arena, it->scheme, it->month, &w, &n, &k->e);
    if (rc || !n)
        return rc;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("results of")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("window")), GRID_LEFT | GRID_WHOLE);
    grid_column(&g, SAY(p, N_("result so far")), GRID_LEFT);
    for (uint32_t i = 0; i < n; i++) {
        const struct conf_domain *d = conf_domain_of(k->c->conf, w[i].domain);
        int64_t run = current_run(k, w[i].domain, w[i].month);
        int32_t from = 0, to = 0;
        if (d)
            cycle_window(&d->cycle, d->cycle.months, w[i].month, &from, &to);
        grid_cell(&g, d ? conf_name_in(d->name, k->words.lang) : w[i].domain, PAINT_NONE);
        grid_cell(&g, calendar_dates(k, from, to), PAINT_NONE);
        grid_cell(&g,
                  run ? arena_printf(&p->scratch, SAY(p, N_("run %lld")), (long long)run)
                      : SAY(p, N_("none")),
                  PAINT_NONE);
    }
    page_subheading(p, SAY(p, N_("Results of other domains")));
    page_grid(p, &g, 2 * PAGE_INDENT);
    arena_end(&p->scratch);
    return KH_OK;
}

/* ---- The whole ---------------------------------------------------------------- */

static kh_status domain_parts(struct calendar *k, struct coordinated *it)
{
    kh_status rc = scheme_variants(&k->c->arena, it->scheme, it->month, &it->order, &k->e);
    if (!rc)
        rc = daysets_fill(k->c, it, &k->e);
    if (rc)
        return rc;
    page_heading(&k->page, conf_name_in(it->conf->name, k->words.lang));
    leaves(k, it);
    rc = sources(k, it);
    if (!rc)
        calendar_inputs(k, it);
    return rc ? rc : calendar_due(k, it);
}

static kh_status open_store(struct calendar *k)
{
    const char *db = k->c->options->db ? k->c->options->db : k->c->conf->database;
    return access(db, F_OK) ? KH_OK : store_open(&k->store, db, true, &k->e);
}

static kh_status print_all(struct calendar *k)
{
    struct page *p = &k->page;
    page_heading(
        p, arena_printf(&p->scratch, SAY(p, N_("Calendar of %s")), k->c->options->period));
    kh_status rc = open_store(k);
    if (!rc)
        domains(k);
    for (uint32_t i = 0; !rc && i < k->c->n; i++)
        if (k->c->domain[i].fate == FATE_SCORED && k->c->domain[i].scheme)
            rc = domain_parts(k, &k->c->domain[i]);
    if (!rc && k->out.failed)
        rc = kh_fail(&k->e, KH_ENOMEM, _("no memory for the calendar"));
    return rc;
}

int calendar_print(struct coordinator *c)
{
    struct calendar *k = calloc(1, sizeof *k);
    if (!k)
        return EXIT_INTERNAL;
    k->c = c;
    k->words.lang = c->options->has_lang ? c->options->lang : c->conf->language;
    buf_init(&k->out, CALENDAR_BYTES_MAX);
    k->page = (struct page){ .w = &k->words,
                             .out = &k->out,
                             .width = terminal_width(),
                             .colour = terminal_has_colour() };
    arena_init(&k->page.scratch, 0);
    kh_status rc = print_all(k);
    if (rc && !c->findings.errors)
        findings_add(&c->findings, FINDING_ERROR, rc, NULL, 0, 0, "%s", k->e.text);
    if (!rc && k->out.at)
        fputs(k->out.at, stdout);
    store_close(k->store);
    arena_end(&k->page.scratch);
    arena_end(&k->words.sentence);
    buf_end(&k->out);
    free(k);
    return coordinate_tell(c);
}
