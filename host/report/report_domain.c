/* SPDX-License-Identifier: Apache-2.0 */
/* report_domain.c - the summary of one domain in the text report. */
#include "report/report_page.h"
#include "report/report_say.h"
#include "report/report_tables.h"

#include <string.h>

/* The terminal lists so many outcomes, deliveries and orders of a domain. */
enum { BRIEF_MAX = 12 };

static void more(struct page *p, uint32_t shown, uint32_t all)
{
    if (shown < all)
        page_line(
            p, 2 * PAGE_INDENT,
            arena_printf(&p->scratch, SAY(p, N_("(%u more in report.txt)")), all - shown),
            PAINT_DIM);
    arena_end(&p->scratch);
}

static uint32_t listed(const struct page *p, uint32_t n)
{
    return p->brief && n > BRIEF_MAX ? BRIEF_MAX : n;
}

static void facts(struct page *p, const struct model_domain *d)
{
    struct arena *a = &p->scratch;
    if (!d->is_composite) {
        const char *plugin = *d->plugin_version
                                 ? arena_printf(a, "%s %s", d->plugin, d->plugin_version)
                                 : d->plugin;
        page_field(p, SAY(p, N_("window")), say_window(p->w, a, d));
        page_field(p, SAY(p, N_("plugin")), plugin ? plugin : "");
        page_field(p, SAY(p, N_("scheme")), d->scheme);
        if (*d->params)
            page_field(p, SAY(p, N_("parameters")), d->params);
    }
    arena_end(a);
    if (d->fault) {
        page_line(p, PAGE_INDENT, SAY(p, N_("This domain failed and is not scored:")),
                  PAINT_RED);
        page_line(p, 2 * PAGE_INDENT, d->fault, PAINT_NONE);
        arena_end(a);
    }
}

static const char *count(struct page *p, uint32_t n)
{
    return n ? arena_printf(&p->scratch, "%u", n) : "";
}

static void levels(struct page *p, const struct model_domain *d)
{
    struct grid g;
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("level")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("subjects")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("best")), GRID_LEFT);
    grid_column(&g, "", GRID_RIGHT);
    grid_column(&g, SAY(p, N_("worst")), GRID_LEFT);
    grid_column(&g, "", GRID_RIGHT);
    grid_column(&g, SAY(p, N_("not delivered")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("under appeal")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("not applicable")), GRID_RIGHT);
    for (uint32_t i = d->n_levels; i-- > 0;) { /* the widest first */
        const struct model_level *l = &d->levels[i];
        grid_cell(&g, words_code(p->w, l->id), PAINT_NONE);
        grid_cell(&g, arena_printf(&p->scratch, "%u", l->n_subjects), PAINT_NONE);
        grid_cell(&g, l->best ? l->best->name : "", PAINT_NONE);
        grid_cell(&g, l->best ? l->best->score : "", PAINT_GREEN);
        bool several = l->worst != l->best;
        grid_cell(&g, several ? l->worst->name : "", PAINT_NONE);
        grid_cell(&g, several ? l->worst->score : "", PAINT_RED);
        grid_cell(&g, count(p, l->n_missing), PAINT_RED);
        grid_cell(&g, count(p, l->n_pending), PAINT_YELLOW);
        grid_cell(&g, count(p, l->n_na), PAINT_DIM);
    }
    if (d->fault || grid_is_empty(&g)) {
        arena_end(&p->scratch);
        return;
    }
    page_subheading(p, SAY(p, N_("Levels")));
    page_grid(p, &g, 2 * PAGE_INDENT);
}

/* "plate: green 5, yellow 2" per level and kind. */
static void counts(struct page *p, const struct model_domain *d)
{
    struct buf line;
    buf_init(&line, 1 << 16);
    for (uint32_t i = 0; i < d->n_counts;) {
        const struct model_count *c = &d->counts[i];
        buf_clear(&line);
        buf_printf(&line, "%s · %s:", words_code(p->w, c->level),
                   words_code(p->w, c->kind));
        for (uint32_t k = 0; i < d->n_counts; i++, k++) {
            const struct model_count *o = &d->counts[i];
            if (strcmp(o->level, c->level) != 0 || strcmp(o->kind, c->kind) != 0)
                break;
            const char *word =
                strcmp(o->kind, "grade") != 0 && strcmp(o->kind, "award") != 0
                    ? words_code(p->w, o->value)
                    : o->value_name;
            buf_printf(&line, "%s %s %lld", k ? "," : "", word, (long long)o->n);
        }
        page_line(p, 2 * PAGE_INDENT, line.at ? line.at : "", PAINT_NONE);
        arena_end(&p->scratch);
    }
    buf_end(&line);
}

static void outcomes(struct page *p, const struct model_domain *d)
{
    struct grid g;
    char text[WORDS_BYTES];
    uint32_t n = listed(p, d->n_outcomes);
    if (!d->n_counts && !d->n_outcomes)
        return;
    page_subheading(p, SAY(p, N_("Outcomes")));
    counts(p, d);
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("kind")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("level")), GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("subject")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("effect")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("reason")), GRID_LEFT | GRID_WRAP);
    for (uint32_t i = 0; i < n; i++) {
        const struct model_outcome *o = &d->outcomes[i];
        grid_cell(&g, words_code(p->w, o->kind), page_paint(o->kind));
        grid_cell(&g, words_code(p->w, o->level), PAINT_NONE);
        grid_cell(&g, o->name, PAINT_NONE);
        grid_cell(&g,
                  words_effect(p->w, o->kind, o->value, o->value_name, text, sizeof text),
                  page_paint(o->value));
        grid_cell(&g,
                  words_reason(p->w, o->kind, o->value, o->value_name, o->reason, text,
                               sizeof text),
                  PAINT_NONE);
    }
    page_grid(p, &g, 2 * PAGE_INDENT);
    more(p, n, d->n_outcomes);
}

static void owed(struct page *p, const struct model_domain *d)
{
    struct grid g;
    uint32_t n = listed(p, d->n_owed);
    if (!d->n_owed)
        return;
    page_subheading(p, SAY(p, N_("Missing deliveries")));
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("dataset")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("level")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("owed by")), GRID_LEFT | GRID_WRAP);
    for (uint32_t i = 0; i < n; i++) {
        grid_cell(&g, d->owed[i].dataset, PAINT_NONE);
        grid_cell(&g, words_code(p->w, d->owed[i].level), PAINT_NONE);
        grid_cell(&g, d->owed[i].unit, PAINT_RED);
    }
    page_grid(p, &g, 2 * PAGE_INDENT);
    more(p, n, d->n_owed);
}

static void orders(struct page *p, const struct model_domain *d)
{
    struct grid g;
    uint32_t n = listed(p, d->n_orders);
    if (!d->n_orders)
        return;
    page_subheading(p, SAY(p, N_("Improvement orders")));
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("subject")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("node")), GRID_LEFT | GRID_WRAP);
    grid_column(&g, SAY(p, N_("opened in")), GRID_LEFT | GRID_WHOLE);
    grid_column(&g, SAY(p, N_("score")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("score at the re-check")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("threshold")), GRID_RIGHT);
    grid_column(&g, SAY(p, N_("full")), GRID_RIGHT | GRID_OPTIONAL);
    grid_column(&g, SAY(p, N_("owner")), GRID_LEFT);
    grid_column(&g, SAY(p, N_("due")), GRID_LEFT | GRID_WHOLE);
    grid_column(&g, SAY(p, N_("state")), GRID_LEFT);
    for (uint32_t i = 0; i < n; i++) {
        const struct model_order *o = &d->orders[i];
        grid_cell(&g, o->name, PAINT_NONE);
        grid_cell(&g, o->node_name, PAINT_NONE);
        grid_cell(&g, o->opened, PAINT_DIM);
        grid_cell(&g, o->score, PAINT_RED);
        grid_cell(&g, o->checked_score, o->is_open ? PAINT_RED : PAINT_GREEN);
        grid_cell(&g, o->threshold, PAINT_NONE);
        grid_cell(&g, o->full, PAINT_DIM);
        grid_cell(&g, o->owner, PAINT_NONE);
        grid_cell(&g, o->due, PAINT_NONE);
        grid_cell(&g, words_code(p->w, o->state), page_paint(o->state));
    }
    page_grid(p, &g, 2 * PAGE_INDENT);
    more(p, n, d->n_orders);
}

/* A table that a plugin or a board made: its first rows. */
static void table(struct page *p, const char *domain, const struct table *t)
{
    struct grid g;
    page_subheading(p, arena_printf(&p->scratch, "%s.%s", domain, t->name));
    grid_init(&g, &p->scratch);
    grid_column(&g, SAY(p, N_("subject")), GRID_LEFT | GRID_WRAP);
    uint32_t n = t->n_columns < GRID_COLUMNS_MAX - 1 ? t->n_columns : GRID_COLUMNS_MAX - 1;
    for (uint32_t i = 0; i < n; i++)
        grid_column(&g, words_code(p->w, t->columns[i]), GRID_LEFT | GRID_WRAP | GRID_LAST);
    for (uint32_t i = 0; i < t->n_rows; i++) {
        grid_cell(&g, t->rows[i].name, PAINT_NONE);
        for (uint32_t k = 0; k < n; k++)
            grid_cell(&g, tables_cell(p->w, t, &t->rows[i], k), PAINT_NONE);
    }
    page_grid(p, &g, 2 * PAGE_INDENT);
    if (t->n_all > t->n_rows)
        page_line(
            p, 2 * PAGE_INDENT,
            arena_printf(&p->scratch, SAY(p, N_("All %u rows stand in %s.")),
                         (unsigned)t->n_all,
                         arena_printf(&p->scratch, "tables/%s.%s.csv", domain, t->name)),
            PAINT_DIM);
    arena_end(&p->scratch);
}

/* In the file only: a terminal is for what needs an eye. */
static kh_status tables(struct page *p, const struct model_domain *d, kh_err *e)
{
    struct tables l;
    if (p->brief)
        return KH_OK;
    tables_init(&l);
    kh_status rc = tables_load(&l, p->r, d->id, e);
    for (uint32_t i = 0; !rc && i < l.n; i++)
        if (l.at[i].n_rows)
            table(p, d->id, &l.at[i]);
    tables_end(&l);
    return rc;
}

/* The composite's board, grades and awards stand at the top; what is left are its
 * outcomes and orders. */
kh_status page_domain(struct page *p, const struct model_domain *d, kh_err *e)
{
    const char *carried = say_carried(p->w, &p->scratch, d);
    if (d->is_composite && !d->n_counts && !d->n_outcomes && !d->n_orders)
        return KH_OK;
    const char *head = arena_printf(&p->scratch, "%s (%s)%s%s", d->name, d->id,
                                    *carried ? " · " : "", carried);
    page_heading(p, head ? head : d->id);
    arena_end(&p->scratch);
    facts(p, d);
    levels(p, d);
    outcomes(p, d);
    owed(p, d);
    orders(p, d);
    kh_status rc = tables(p, d, e);
    page_inputs(p, d);
    return rc;
}
