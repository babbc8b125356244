/* SPDX-License-Identifier: Apache-2.0 */
/* calendar_due.c - see calendar.h: what is looked for, owed and due. */
#include "cli/calendar.h"

#include "base/path.h"
#include "intake/filefind.h"
#include "score/scheme.h"

enum { MONTHS_SHOWN_MAX = 48, MONTHS_BYTES = 300, DUE_DATES_MAX = 8 };

/* ---- Months and files ------------------------------------------------------- */

/* Ranges of the months that `want` holds from `first` on. */
static const char *months_text(struct calendar *k, int32_t first, const bool *want)
{
    struct buf b;
    buf_init(&b, MONTHS_BYTES);
    for (int32_t i = 0; i < MONTHS_SHOWN_MAX; i++) {
        int32_t last = i;
        char from[8], to[8];
        if (!want[i])
            continue;
        while (last + 1 < MONTHS_SHOWN_MAX && want[last + 1])
            last++;
        month_text(from, first + i);
        month_text(to, first + last);
        buf_printf(&b, last > i ? "%s%s..%s" : "%s%s", b.len ? ", " : "", from, to);
        i = last;
    }
    const char *text = b.len && !b.failed ? arena_text(&k->page.scratch, b.at) : "";
    buf_end(&b);
    return text;
}

/* Months whose files a dataset is read from, and those of them that should have one. */
struct months {
    int32_t first;
    bool is_by_month;
    bool read[MONTHS_SHOWN_MAX], must[MONTHS_SHOWN_MAX];
};

static void mark(bool *at, int32_t first, int32_t from, int32_t to)
{
    for (int32_t m = from; m <= to; m++)
        if (m >= first && m - first < MONTHS_SHOWN_MAX)
            at[m - first] = true;
}

static void months_of(const struct coordinated *it, const struct conf_input *in,
                      uint32_t dataset, const struct span_window *w, struct months *out)
{
    uint32_t n = in->own_window ? 1 : it->order.n_variants;
    const struct span_months all = spans_months_all(in, w, n);
    int32_t back = all.last - MONTHS_SHOWN_MAX + 1;
    *out = (struct months){ .first = all.first > back ? all.first : back };
    out->is_by_month = spans_cover(in, w[0]).of > 0;
    for (uint32_t i = 0; i < n && out->is_by_month; i++) {
        const struct span_months m =
            spans_months(in, w[i].from, w[i].to, w[i].from, w[i].to);
        mark(out->read, out->first, m.first, m.last);
        if (!i || w[i].needs >> dataset & 1)
            mark(out->must, out->first, m.must_first, m.must_last);
    }
}

/* Files that are there; months that have one are no longer looked for. */
static uint32_t find_files(struct calendar *k, const struct coordinated *it,
                           const struct conf_input *in, uint32_t dataset,
                           const struct span_window *w, struct months *m)
{
    struct findings ignored = { 0 }; /* what is lacking is shown instead */
    struct found_files found = { 0 };
    const uint32_t n = in->own_window ? 1 : it->order.n_variants;
    const struct filefind_spec spec = { .input = in,
                                        .data = k->c->conf->data,
                                        .months = spans_months_all(in, w, n),
                                        .windows = w,
                                        .n_windows = n,
                                        .max = INTAKE_FILES_MAX,
                                        .dataset = dataset,
                                        .domain = it->conf->id };
    kh_err e = { 0 };
    if (filefind(&found, &k->page.scratch, &spec, &ignored, &e))
        found.n = 0;
    for (uint32_t i = 0; i < found.n; i++)
        for (int32_t x = 0; x < MONTHS_SHOWN_MAX; x++)
            if (m->first + x >= found.at[i].months.first &&
                m->first + x <= found.at[i].months.last)
                m->must[x] = false;
    findings_end(&ignored);
    return found.n;
}

static const char *span_text(struct calendar *k, const struct conf_input *in)
{
    struct page *p = &k->page;
    switch (in->span) {
    case SPAN_PREVIOUS:
        return SAY(p, N_("the window before"));
    case SPAN_YEAR_AGO:
        return SAY(p, N_("a year ago"));
    case SPAN_TO_END:
        return SAY(p, N_("up to the end"));
    case SPAN_WINDOW:
        break;
    }
    return in->lookback_days ? arena_printf(&p->scratch, SAY(p, N_("and %d days before")),
                                            (int)in->lookback_days)
                             : "";
}

static const char *patterns(struct calendar *k, const struct conf_input *in)
{
    const char *text = "";
    for (uint32_t i = 0; text && i < in->n_files && i < DUE_DATES_MAX; i++)
        text = arena_printf(&k->page.scratch, "%s%s%s", text, i ? ", " : "",
                            path_name(in->files[i]));
    return text;
}

/* "18 city": how many units of which level owe it. */
static const char *owed_by(struct calendar *k, const struct coordinated *it,
                           const struct conf_input *in)
{
    uint32_t n = 0;
    for (uint32_t i = 0; in->expect && it->orgs && i < orgs_len(it->orgs); i++)
        n += !strcmp(orgs_at(it->orgs, i)->level, in->expect);
    return !in->expect ? ""
           : n         ? arena_printf(&k->page.scratch, "%u %s", n,
                                      words_code(&k->words, in->expect))
                       : words_code(&k->words, in->expect);
}

static void input_row(struct calendar *k, struct grid *g, const struct coordinated *it,
                      const struct conf_input *in, uint32_t dataset,
                      const struct span_window *w)
{
    struct page *p = &k->page;
    struct months m;
    months_of(it, in, dataset, w, &m);
    uint32_t n = find_files(k, it, in, dataset, w, &m);
    const char *lacking =
        m.is_by_month && !in->may_be_missing          ? months_text(k, m.first, m.must)
        : !m.is_by_month && !n && !in->may_be_missing ? SAY(p, N_("no file"))
                                                      : "";
    grid_cell(g, in->dataset, PAINT_NONE);
    grid_cell(g, patterns(k, in), PAINT_DIM);
    grid_cell(g, m.is_by_month ? months_text(k, m.first, m.read) : "", PAINT_NONE);
    grid_cell(g, span_text(k, in), PAINT_DIM);
    grid_cell(g, arena_printf(&p->scratch, "%u", n), PAINT_NONE);
    grid_cell(g, lacking, PAINT_YELLOW);
    grid_cell(g, owed_by(k, it, in), PAINT_NONE);
}

void calendar_inputs(struct calendar *k, const struct coordinated *it)
{
    struct page *p = &k->page;
    const kh_domain *d = &it->schema->domain;
    struct span_window w[VARIANTS_MAX], hull;
    struct grid g;
    measured_windows(d, it->order.variants, it->order.n_variants, w, &hull);
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("input")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("file")), GRID_LEFT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("months")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("span")), GRID_LEFT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("files")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("lacking")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("owed by")), GRID_LEFT);
    for (uint32_t i = 0; i < d->datasets.count; i++) {
        const struct conf_input *in = inputs_bound(it->conf, schema_dataset(d, i)->name);
        if (in)
            input_row(k, &g, it, in, i, w);
    }
    page_subheading(p, SAY(p, N_("Inputs")));
    page_grid(p, &g, 2 * PAGE_INDENT);
    arena_end(&p->scratch);
}

/* ---- Dates --------------------------------------------------------------------- */

/* The parameter `filing_day`, where a plugin has one: a day of the window's last month. */
static void filing(struct calendar *k, const struct coordinated *it)
{
    struct page *p = &k->page;
    const struct conf_params *params =
        conf_params_of(it->conf, it->conf->cycle.months, it->month);
    const struct cfg *c =
        params && params->group ? cfg_get(params->group, "filing_day") : NULL;
    int64_t day = 0;
    kh_err e;
    int year = it->month / 12, month = it->month % 12 + 1;
    if (!c || !c->text || dec_parse(&day, 0, c->text, strlen(c->text), &e) || day < 1)
        return;
    int last = civil_month_days(year, month);
    char text[11];
    day_text(text, civil_day(year, month, day < last ? (int)day : last));
    page_field(p, SAY(p, N_("to be filed by")), text);
}

/* Due dates of orders that this window may raise. */
static void raised(struct calendar *k, const struct coordinated *it)
{
    struct page *p = &k->page;
    const struct cycle *c = &it->conf->cycle;
    int32_t due[DUE_DATES_MAX], from = 0, to = 0, next_from = 0, next = 0;
    uint32_t n = 0;
    const char *text = "";
    if (c->whole)
        return;
    cycle_window(c, c->months, it->month, &from, &to);
    cycle_window(c, c->months, it->month + c->months, &next_from, &next);
    for (uint32_t who = 0; who < it->scheme->n_whos; who++) {
        const struct version *v = scheme_in_force(it->scheme, who, it->month);
        for (uint32_t i = 0; v && i < v->n_nodes; i++) {
            const struct node *node = &v->nodes[i];
            int32_t day = node->order_days > 0 ? to - 1 + node->order_days : next - 1;
            uint32_t at = 0;
            while (at < n && due[at] != day)
                at++;
            if (node->has_order && at == n && n < DUE_DATES_MAX)
                due[n++] = day;
        }
    }
    for (uint32_t i = 0; text && i < n; i++) {
        char day[11];
        day_text(day, due[i]);
        text = arena_printf(&p->scratch, "%s%s%s", text, i ? ", " : "", day);
    }
    if (n)
        page_field(p, SAY(p, N_("orders of this window are due")), text);
}

static void list_orders(struct calendar *k, const struct scored_order *o, uint32_t n)
{
    struct page *p = &k->page;
    struct grid g;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("due")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("level")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("subject")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("node")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("owner")), GRID_LEFT);
    for (uint32_t i = 0; i < n && i < CALENDAR_ORDERS_MAX; i++) {
        char day[11];
        day_text(day, o[i].due);
        grid_cell(&g, day, PAINT_NONE);
        grid_cell(&g, words_code(&k->words, o[i].level), PAINT_NONE);
        grid_cell(&g, o[i].subject_name, PAINT_NONE);
        grid_cell(&g,
                  arena_printf(&p->scratch, "%s %s", o[i].node,
                               conf_name_in(o[i].node_name, k->words.lang)),
                  PAINT_NONE);
        grid_cell(&g, o[i].owner, PAINT_NONE);
    }
    page_grid(p, &g, 2 * PAGE_INDENT);
    if (n > CALENDAR_ORDERS_MAX)
        page_line(
            p, 2 * PAGE_INDENT,
            arena_printf(&p->scratch, SAY(p, N_("(and %u more)")), n - CALENDAR_ORDERS_MAX),
            PAINT_DIM);
}

kh_status calendar_due(struct calendar *k, const struct coordinated *it)
{
    struct page *p = &k->page;
    struct scored_order *open = NULL;
    uint32_t n = 0;
    kh_status rc = KH_OK;
    filing(k, it);
    raised(k, it);
    if (k->store)
        rc = store_orders(k->store, &k->c->arena, it->conf, it->month, &open, &n, &k->e);
    if (!rc && n) {
        page_subheading(p, SAY(p, N_("Orders this window checks again")));
        list_orders(k, open, n);
    }
    arena_end(&p->scratch);
    return rc;
}
