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
void html_head_cell(struct html *h, const char *kind, const char *text);
void html_rank_cell(struct html *h, const struct model_rank *k);
void html_change_cell(struct html *h, const struct model_rank *k);

/* The section of a subject: #s<chapter>-<unit>; of one domain in it: behind it -<part>. */
struct html_place {
    const struct model_chapter *of;
    const struct model_unit *unit; /* NULL: it has no section */
    uint32_t chapter, number;
};
struct html_place html_place_of(const struct html *h, const char *domain, const char *level,
                                const char *subject);
int64_t html_part_of(const struct html_place *at, const struct model_domain *d);
/* The text, leading to the section if there is one. */
void html_link(struct html *h, const struct html_place *at, const char *text);
void html_chapter_name(struct html *h, const struct model_chapter *c);

/* The parts. */
extern const char *const html_style[]; /* pieces; NULL ends */
kh_status html_domain(struct html *h, const struct model_domain *d, uint32_t number,
                      kh_err *e);
kh_status html_tables(struct html *h, const struct model_domain *d, kh_err *e);
void html_inputs(struct html *h, const struct model_domain *d);
void html_boards(struct html *h);
void html_failure(struct html *h, const struct model_domain *d);
void html_composite(struct html *h);
void html_summary(struct html *h);
kh_status html_units(struct html *h, uint32_t chapter, kh_err *e);
/* State, grade and plate; with the score if asked. */
void html_state_chips(struct html *h, const struct model_subject *s, bool with_score);
/* The <summary> of a subject in a domain under `name`. */
void html_summary_line(struct html *h, const struct model_subject *s, const char *name,
                       bool carried);
/* Outcomes, plates, nodes, reasons; nodes of the composite lead to its domains. */
void html_findings(struct html *h, const struct html_place *at,
                   const struct model_domain *d, const struct view *v);

#endif
