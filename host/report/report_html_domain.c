/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_domain.c - the section of one domain in report.html. */
#include "report/report_html.h"
#include "report/report_say.h"

#include <string.h>

static void title(struct html *h, const char *tag, const char *text)
{
    fprintf(h->to, "<%s>", tag);
    html_text(h, text);
    fprintf(h->to, "</%s>\n", tag);
}

static void fact(struct html *h, const char *label, const char *text)
{
    if (!*text)
        return;
    title(h, "dt", label);
    title(h, "dd", text);
}

void html_failure(struct html *h, const struct model_domain *d)
{
    html_raw(h, "<div class=\"failure\"><strong>");
    html_text(h, HTML_SAY(h, N_("This domain failed and is not scored:")));
    html_raw(h, "</strong><br>");
    html_text(h, d->fault);
    html_raw(h, "</div>\n");
}

static void facts(struct html *h, const struct model_domain *d)
{
    struct arena a;
    arena_init(&a, 0);
    html_raw(h, "<dl>");
    fact(h, HTML_SAY(h, N_("window")), say_window(h->w, &a, d));
    char *plugin = arena_printf(&a, "%s%s%s", d->plugin, *d->plugin_version ? " " : "",
                                d->plugin_version);
    fact(h, HTML_SAY(h, N_("plugin")), plugin ? plugin : d->plugin);
    fact(h, HTML_SAY(h, N_("scheme")), d->scheme);
    fact(h, HTML_SAY(h, N_("parameters")), d->params);
    html_raw(h, "</dl>\n");
    if (d->carried || d->is_missing) {
        html_raw(h, d->carried ? "<p><span class=\"chip pending\">"
                               : "<p><span class=\"chip fault\">");
        html_text(h, say_carried(h->w, &a, d));
        html_raw(h, "</span></p>\n");
    }
    arena_end(&a);
    if (d->fault)
        html_failure(h, d);
}

static void name_cell(struct html *h, const struct model_domain *d, const char *level,
                      const char *subject, const char *name)
{
    struct html_place at = html_place_of(h, d->id, level, subject);
    html_raw(h, "<td class=\"name\">");
    html_link(h, &at, name);
    html_raw(h, "</td>");
}

static void end_cells(struct html *h, const struct model_domain *d,
                      const struct model_level *l, const struct model_subject *s)
{
    if (s)
        name_cell(h, d, l->id, s->subject, s->name);
    else
        html_cell(h, "", "");
    html_cell(h, "n", s ? s->score : "");
}

static void levels(struct html *h, const struct model_domain *d)
{
    const char *const heads[] = {
        HTML_SAY(h, N_("level")),          HTML_SAY(h, N_("subjects")),
        HTML_SAY(h, N_("best")),           "",
        HTML_SAY(h, N_("worst")),          "",
        HTML_SAY(h, N_("not delivered")),  HTML_SAY(h, N_("under appeal")),
        HTML_SAY(h, N_("not applicable")), NULL
    };
    if (d->fault || !d->n_levels)
        return;
    title(h, "h3", HTML_SAY(h, N_("Levels")));
    html_raw(h, "<div class=\"scroll\"><table>");
    html_head(h, heads, "<><><>>>>");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = d->n_levels; i-- > 0;) { /* the widest first */
        const struct model_level *l = &d->levels[i];
        html_raw(h, "<tr>");
        html_cell(h, "name", words_code(h->w, l->id));
        html_number(h, l->n_subjects);
        end_cells(h, d, l, l->best);
        end_cells(h, d, l, l->worst != l->best ? l->worst : NULL);
        html_number(h, l->n_missing);
        html_number(h, l->n_pending);
        html_number(h, l->n_na);
        html_raw(h, "</tr>\n");
    }
    html_raw(h, "</tbody></table></div>\n");
}

/* Chips with their counts, a line per level and kind. */
static void counts(struct html *h, const struct model_domain *d)
{
    html_raw(h, "<dl>");
    for (uint32_t i = 0; i < d->n_counts;) {
        const struct model_count *c = &d->counts[i];
        html_raw(h, "<dt>");
        html_text(h, words_code(h->w, c->level));
        html_raw(h, " · ");
        html_text(h, words_code(h->w, c->kind));
        html_raw(h, "</dt><dd class=\"chips\">");
        for (; i < d->n_counts && !strcmp(d->counts[i].level, c->level) &&
               !strcmp(d->counts[i].kind, c->kind);
             i++) {
            const struct model_count *o = &d->counts[i];
            bool grade = !strcmp(o->kind, "grade") || !strcmp(o->kind, "award");
            html_raw(h, "<span>");
            html_chip(h, o->value, grade ? o->value_name : words_code(h->w, o->value));
            fprintf(h->to, " %lld</span>", (long long)o->n);
        }
        html_raw(h, "</dd>");
    }
    html_raw(h, "</dl>\n");
}

enum { ROWS_MAX = 500 }; /* outcomes, deliveries, orders of a domain */

static void cut(struct html *h, uint32_t n, const char *file)
{
    if (n <= ROWS_MAX)
        return;
    html_raw(h, "<p class=\"note\">");
    fprintf(h->to, HTML_SAY(h, N_("All %u rows stand in %s.")), n, file);
    html_raw(h, "</p>\n");
}

static void table_begin(struct html *h, const char *const *heads, const char *align)
{
    html_raw(h, "<div class=\"scroll\"><table>");
    html_head(h, heads, align);
    html_raw(h, "<tbody>\n");
}

static void outcomes(struct html *h, const struct model_domain *d)
{
    const char *const heads[] = { HTML_SAY(h, N_("kind")),    HTML_SAY(h, N_("level")),
                                  HTML_SAY(h, N_("subject")), HTML_SAY(h, N_("effect")),
                                  HTML_SAY(h, N_("reason")),  NULL };
    char text[WORDS_BYTES];
    if (!d->n_counts && !d->n_outcomes)
        return;
    title(h, "h3", HTML_SAY(h, N_("Outcomes")));
    if (d->n_counts)
        counts(h, d);
    if (!d->n_outcomes)
        return;
    table_begin(h, heads, "<<<><");
    for (uint32_t i = 0; i < d->n_outcomes && i < ROWS_MAX; i++) {
        const struct model_outcome *o = &d->outcomes[i];
        html_raw(h, "<tr><td>");
        html_chip(h, o->kind, words_code(h->w, o->kind));
        html_raw(h, "</td>");
        html_cell(h, "s", words_code(h->w, o->level));
        name_cell(h, d, o->level, o->subject, o->name);
        html_cell(h, "n",
                  words_effect(h->w, o->kind, o->value, o->value_name, text, sizeof text));
        html_cell(h, "w",
                  words_reason(h->w, o->kind, o->value, o->value_name, o->reason, text,
                               sizeof text));
        html_raw(h, "</tr>\n");
    }
    html_raw(h, "</tbody></table></div>\n");
    cut(h, d->n_outcomes, "outcomes.csv");
}

static void owed(struct html *h, const struct model_domain *d)
{
    const char *const heads[] = { HTML_SAY(h, N_("dataset")), HTML_SAY(h, N_("level")),
                                  HTML_SAY(h, N_("owed by")), NULL };
    if (!d->n_owed)
        return;
    title(h, "h3", HTML_SAY(h, N_("Missing deliveries")));
    table_begin(h, heads, "<<<");
    for (uint32_t i = 0; i < d->n_owed && i < ROWS_MAX; i++) {
        html_raw(h, "<tr>");
        html_cell(h, "", d->owed[i].dataset);
        html_cell(h, "s", words_code(h->w, d->owed[i].level));
        html_cell(h, "bad", d->owed[i].unit);
        html_raw(h, "</tr>\n");
    }
    html_raw(h, "</tbody></table></div>\n");
    cut(h, d->n_owed, "run.json");
}

static void order_row(struct html *h, const struct model_domain *d,
                      const struct model_order *o)
{
    html_raw(h, "<tr>");
    name_cell(h, d, o->level, o->subject, o->name);
    html_cell(h, "", o->node_name);
    html_cell(h, "s", o->opened);
    html_cell(h, "n bad", o->score);
    html_cell(h, "n", o->checked_score);
    html_cell(h, "n", o->threshold);
    html_cell(h, "n s", o->full);
    html_cell(h, "", o->owner);
    html_cell(h, "", o->due);
    html_raw(h, "<td>");
    html_chip(h,
              !strcmp(o->state, "closed")      ? "green"
              : !strcmp(o->state, "escalated") ? "red"
              : !strcmp(o->state, "open")      ? "yellow"
                                               : "na",
              words_code(h->w, o->state));
    html_raw(h, "</td></tr>\n");
}

static void orders(struct html *h, const struct model_domain *d)
{
    const char *const heads[] = { HTML_SAY(h, N_("subject")),
                                  HTML_SAY(h, N_("node")),
                                  HTML_SAY(h, N_("opened in")),
                                  HTML_SAY(h, N_("score")),
                                  HTML_SAY(h, N_("score at the re-check")),
                                  HTML_SAY(h, N_("threshold")),
                                  HTML_SAY(h, N_("full")),
                                  HTML_SAY(h, N_("owner")),
                                  HTML_SAY(h, N_("due")),
                                  HTML_SAY(h, N_("state")),
                                  NULL };
    if (!d->n_orders)
        return;
    title(h, "h3", HTML_SAY(h, N_("Improvement orders")));
    table_begin(h, heads, "<<<>>>><<<");
    for (uint32_t i = 0; i < d->n_orders && i < ROWS_MAX; i++)
        order_row(h, d, &d->orders[i]);
    html_raw(h, "</tbody></table></div>\n");
    cut(h, d->n_orders, "orders.csv");
}

kh_status html_domain(struct html *h, const struct model_domain *d, uint32_t number,
                      kh_err *e)
{
    if (d->is_composite && !d->n_counts && !d->n_outcomes && !d->n_orders)
        return KH_OK;
    fprintf(h->to, "<section><h2 id=\"d%u\">", number);
    html_text(h, d->name);
    html_raw(h, "<small>");
    html_text(h, d->id);
    html_raw(h, "</small></h2>\n");
    if (!d->is_composite)
        facts(h, d);
    levels(h, d);
    outcomes(h, d);
    owed(h, d);
    orders(h, d);
    kh_status rc = html_tables(h, d, e);
    html_inputs(h, d);
    html_raw(h, "</section>\n");
    return rc;
}
