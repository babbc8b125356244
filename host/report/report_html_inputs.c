/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_inputs.c - datasets and rejected rows of a domain in report.html, folded. */
#include "report/report_html.h"

static void datasets(struct html *h, const struct model_domain *d)
{
    const char *const heads[] = { HTML_SAY(h, N_("dataset")),
                                  HTML_SAY(h, N_("rows")),
                                  HTML_SAY(h, N_("outside of the window")),
                                  HTML_SAY(h, N_("revised")),
                                  HTML_SAY(h, N_("left out")),
                                  HTML_SAY(h, N_("rejected")),
                                  HTML_SAY(h, N_("files")),
                                  NULL };
    html_raw(h, "<div class=\"scroll\"><table>");
    html_head(h, heads, "<>>>>><");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < d->n_inputs; i++) {
        const struct model_input *in = &d->inputs[i];
        html_raw(h, "<tr>");
        html_cell(h, "", in->dataset);
        html_number(h, in->rows);
        html_number(h, in->outside);
        html_number(h, in->revised);
        html_number(h, in->skipped);
        html_number(h, in->rejected);
        if (in->missing)
            html_cell(h, "bad", HTML_SAY(h, N_("not delivered")));
        else
            html_cell(h, "s w", in->files);
        html_raw(h, "</tr>\n");
    }
    html_raw(h, "</tbody></table></div>\n");
}

static void rejects(struct html *h, const struct model_domain *d)
{
    const char *const heads[] = { HTML_SAY(h, N_("file")),   HTML_SAY(h, N_("line")),
                                  HTML_SAY(h, N_("column")), HTML_SAY(h, N_("reason")),
                                  HTML_SAY(h, N_("text")),   NULL };
    html_raw(h, "<h3>");
    html_text(h, HTML_SAY(h, N_("Rejected rows")));
    html_raw(h, "</h3>\n<div class=\"scroll\"><table>");
    html_head(h, heads, "<><<<");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < d->n_rejects; i++) {
        const struct model_reject *j = &d->rejects[i];
        html_raw(h, "<tr>");
        html_cell(h, "w", j->file);
        html_number(h, j->line);
        html_cell(h, "", j->column);
        html_cell(h, "", j->reason);
        html_cell(h, "s w", j->text);
        html_raw(h, "</tr>\n");
    }
    html_raw(h, "</tbody></table></div>\n");
    if (d->n_rejected > d->n_rejects) {
        html_raw(h, "<p class=\"note\">");
        fprintf(h->to, HTML_SAY(h, N_("(all %lld stand in rejects.csv)")),
                (long long)d->n_rejected);
        html_raw(h, "</p>\n");
    }
}

void html_inputs(struct html *h, const struct model_domain *d)
{
    if (!d->n_inputs)
        return;
    html_raw(h, "<details class=\"more\"><summary>");
    html_text(h, HTML_SAY(h, N_("Inputs")));
    if (d->n_rejected) {
        html_raw(h, " · ");
        fprintf(h->to, HTML_SAY(h, N_("%lld rejected rows")), (long long)d->n_rejected);
    }
    html_raw(h, "</summary><div>\n");
    datasets(h, d);
    if (d->n_rejects)
        rejects(h, d);
    html_raw(h, "</div></details>\n");
}
