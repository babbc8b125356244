/* SPDX-License-Identifier: Apache-2.0 */
/* report_html.h - what the parts of report.html share: escaping, cells, chips, bars.
 *
 * Everything that comes from outside passes html_text.  Bars get their lengths from the
 * printed numbers through CSS: nothing is computed here. */
#ifndef KH_REPORT_REPORT_HTML_H
#define KH_REPORT_REPORT_HTML_H

#include "report/report_inside.h"
#include "report/report_model.h"
#include "report/report_view.h"
#include "report/report_words.h"

struct html {
    const struct report *r;
    struct words *w;
    FILE *to; /* failures are found by path_finish */
};

#define HTML_SAY(h, msgid) words_say((h)->w, msgid)

/* Markup of ours, as it is. */
void html_raw(struct html *h, const char *markup);
/* Text, escaped for content and for quoted attributes; control characters are blanks. */
void html_text(struct html *h, const char *s);
/* <th> for each head; NULL ends them.  align: '>' for a right-aligned column, '<' else. */
void html_head(struct html *h, const char *const *heads, const char *align);
/* <td class="kind">text</td>; "" is no class. */
void html_cell(struct html *h, const char *kind, const char *text);
void html_number(struct html *h, int64_t n); /* a right-aligned cell; empty for 0 */
/* A coloured word: kind is a state, plate or grade id. */
void html_chip(struct html *h, const char *kind, const char *text);
/* A bar as long as `whole` of the table's --f, filled up to `part`; texts of decimals. */
void html_bar(struct html *h, const char *part, const char *whole);
/* id="..." of a subject's section; href of it if it has one. */
void html_anchor(struct html *h, uint32_t domain, uint32_t level, uint32_t subject);

/* The parts. */
extern const char *const html_style[]; /* pieces; NULL ends */
void html_domain(struct html *h, const struct model_domain *d, uint32_t number);
void html_inputs(struct html *h, const struct model_domain *d);
kh_status html_subjects(struct html *h, const struct model_domain *d, uint32_t number,
                        kh_err *e);
void html_boards(struct html *h);

#endif
