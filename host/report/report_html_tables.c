/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_tables.c - tables of plugins and boards in report.html: first rows, folded.
 */
#include "report/report_html.h"
#include "report/report_tables.h"

static void row(struct html *h, const struct model_domain *d, const struct table *t,
                const struct table_row *r)
{
    struct html_place at = html_place_of(h, d->id, r->level, r->subject);
    html_raw(h, "<tr><td class=\"name\">");
    html_link(h, &at, r->name);
    html_raw(h, "</td>");
    for (uint32_t k = 0; k < t->n_columns; k++)
        html_cell(h, "w", tables_cell(h->w, t, r, k));
    html_raw(h, "</tr>\n");
}

static void table(struct html *h, const struct model_domain *d, const struct table *t)
{
    html_raw(h, "<details class=\"more\"><summary>");
    html_text(h, d->id);
    html_raw(h, ".");
    html_text(h, t->name);
    fprintf(h->to, " · %lld</summary><div>\n<div class=\"scroll\"><table><thead><tr>",
            (long long)t->n_all);
    html_head_cell(h, "", HTML_SAY(h, N_("subject")));
    for (uint32_t i = 0; i < t->n_columns; i++)
        html_head_cell(h, "", words_code(h->w, t->columns[i]));
    html_raw(h, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < t->n_rows; i++)
        row(h, d, t, &t->rows[i]);
    html_raw(h, "</tbody></table></div>\n");
    if (t->n_all > t->n_rows) {
        char file[256];
        snprintf(file, sizeof file, "tables/%s.%s.csv", d->id, t->name);
        html_raw(h, "<p class=\"note\">");
        fprintf(h->to, HTML_SAY(h, N_("All %u rows stand in %s.")), (unsigned)t->n_all,
                file);
        html_raw(h, "</p>\n");
    }
    html_raw(h, "</div></details>\n");
}

kh_status html_tables(struct html *h, const struct model_domain *d, kh_err *e)
{
    struct tables l;
    tables_init(&l);
    kh_status rc = tables_load(&l, h->r, d->id, e);
    for (uint32_t i = 0; !rc && i < l.n; i++)
        if (l.at[i].n_rows)
            table(h, d, &l.at[i]);
    tables_end(&l);
    return rc;
}
