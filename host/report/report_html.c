/* SPDX-License-Identifier: Apache-2.0 */
/* report_html.c - report.html: one file without scripts or anything from outside. */
#include "report/report_html.h"

static void head(struct html *h, const char *title)
{
    html_raw(h, "<!DOCTYPE html>\n<html lang=\"");
    html_raw(h, h->r->lang == LANG_ZH ? "zh-CN" : "en");
    html_raw(h, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                "'none';style-src 'unsafe-inline'\">\n"
                "<meta name=\"generator\" content=\"kaohe ");
    html_text(h, h->r->version);
    html_raw(h, "\">\n<meta name=\"dcterms.date\" content=\"");
    html_text(h, *h->r->model->day ? h->r->model->day : h->r->period);
    html_raw(h, "\">\n<title>");
    html_text(h, title);
    html_raw(h, " ");
    html_text(h, h->r->period);
    html_raw(h, "</title>\n<style>\n");
    for (const char *const *piece = html_style; *piece; piece++)
        html_raw(h, *piece);
    html_raw(h, "</style>\n</head>\n<body>\n");
}

static void top(struct html *h, const char *title)
{
    const struct model *m = h->r->model;
    html_raw(h, "<header><h1>");
    html_text(h, title);
    html_raw(h, "</h1>\n<p>");
    html_text(h, HTML_SAY(h, N_("period")));
    html_raw(h, " ");
    html_text(h, h->r->period);
    if (*m->day) {
        html_raw(h, " · ");
        html_text(h, HTML_SAY(h, N_("window ends")));
        html_raw(h, " ");
        html_text(h, m->day);
    }
    html_raw(h, "</p></header>\n<nav>");
    if (m->n_boards) {
        html_raw(h, "<a href=\"#boards\">");
        html_text(h, HTML_SAY(h, N_("Boards")));
        html_raw(h, "</a>");
    }
    for (uint32_t i = 0; i < m->n_domains; i++) {
        fprintf(h->to, "<a href=\"#d%u\">", i);
        html_text(h, m->domains[i].name);
        html_raw(h, "</a>");
    }
    html_raw(h, "</nav>\n<main>\n");
}

static void overview_row(struct html *h, const struct model_domain *d, uint32_t number)
{
    uint32_t subjects = 0, trouble = 0;
    for (uint32_t k = 0; k < d->n_levels; k++) {
        subjects += d->levels[k].n_subjects;
        trouble += d->levels[k].n_trouble;
    }
    fprintf(h->to, "<tr><td class=\"name\"><a href=\"#d%u\">", number);
    html_text(h, d->name);
    html_raw(h, "</a></td><td>");
    if (*d->from)
        fprintf(h->to, HTML_SAY(h, N_("%s to %s")), d->from, d->to);
    else
        html_text(h, HTML_SAY(h, N_("all dates")));
    html_raw(h, "</td><td>");
    if (d->fault)
        html_chip(h, "fault", HTML_SAY(h, N_("failed")));
    else
        html_text(h,
                  d->carried ? HTML_SAY(h, N_("carried over")) : HTML_SAY(h, N_("scored")));
    html_raw(h, "</td>");
    html_number(h, subjects);
    html_number(h, trouble);
    html_number(h, d->n_owed);
    html_number(h, d->n_orders);
    html_number(h, d->n_rejected);
    html_raw(h, "</tr>\n");
}

static void overview(struct html *h)
{
    const struct model *m = h->r->model;
    const char *const heads[] = { HTML_SAY(h, N_("domain")),
                                  HTML_SAY(h, N_("window")),
                                  HTML_SAY(h, N_("state")),
                                  HTML_SAY(h, N_("subjects")),
                                  HTML_SAY(h, N_("trouble")),
                                  HTML_SAY(h, N_("missing deliveries")),
                                  HTML_SAY(h, N_("orders")),
                                  HTML_SAY(h, N_("rejects")),
                                  NULL };
    html_raw(h, "<section><h2>");
    html_text(h, HTML_SAY(h, N_("Domains")));
    html_raw(h, "</h2>\n<div class=\"scroll\"><table>");
    html_head(h, heads, "<<<>>>>>");
    html_raw(h, "<tbody>\n");
    for (uint32_t i = 0; i < m->n_domains; i++)
        overview_row(h, &m->domains[i], i);
    html_raw(h, "</tbody></table></div></section>\n");
}

static void bottom(struct html *h)
{
    html_raw(h, "</main>\n<footer>kaohe ");
    html_text(h, h->r->version);
    html_raw(h, " · ");
    html_text(h, HTML_SAY(h, N_("configuration")));
    fprintf(h->to, " %.16s", h->r->config_sha);
    html_raw(h, "</footer>\n</body>\n</html>\n");
}

kh_status report_html(const struct report *r, FILE *to, kh_err *e)
{
    struct html h = { r, r->words, to };
    const struct model *m = r->model;
    kh_status rc = KH_OK;
    const char *title =
        r->title ? r->title : HTML_SAY(&h, N_("Service quality assessment"));
    head(&h, title);
    top(&h, title);
    overview(&h);
    html_boards(&h);
    for (uint32_t i = 0; !rc && i < m->n_domains; i++) {
        html_domain(&h, &m->domains[i], i);
        rc = html_subjects(&h, &m->domains[i], i, e);
    }
    bottom(&h);
    return rc;
}
