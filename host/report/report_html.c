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

static void entry(struct html *h, const char *anchor, const char *text)
{
    fprintf(h->to, "<a href=\"#%s\">", anchor);
    html_text(h, text);
    html_raw(h, "</a>");
}

/* The table of contents, in the order of the page. */
static void contents(struct html *h)
{
    const struct model *m = h->r->model;
    html_raw(h, "<nav>");
    if (m->composite.domain)
        entry(h, "composite",
              m->composite.domain->fault ? m->composite.domain->name : m->boards[0].name);
    entry(h, "summary", HTML_SAY(h, N_("Summary")));
    if (m->n_boards && !m->boards[m->n_boards - 1].is_composite)
        entry(h, "boards", HTML_SAY(h, N_("Boards")));
    for (uint32_t i = 0; i < m->n_domains; i++) {
        char anchor[16];
        snprintf(anchor, sizeof anchor, "d%u", i);
        if (!m->domains[i].is_composite)
            entry(h, anchor, m->domains[i].name);
    }
    for (uint32_t i = 0; i < m->n_chapters; i++) {
        fprintf(h->to, "<a href=\"#s%u\">", i);
        html_chapter_name(h, &m->chapters[i]);
        html_raw(h, "</a>");
    }
    html_raw(h, "</nav>\n");
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
    html_raw(h, "</p></header>\n");
    contents(h);
    html_raw(h, "<main>\n");
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
    html_composite(&h);
    html_summary(&h);
    html_boards(&h);
    for (uint32_t i = 0; !rc && i < m->n_domains; i++)
        rc = html_domain(&h, &m->domains[i], i, e);
    for (uint32_t i = 0; !rc && i < m->n_chapters; i++)
        rc = html_units(&h, i, e);
    bottom(&h);
    return rc;
}
