/* SPDX-License-Identifier: Apache-2.0 */
/* report_page.h - what the parts of the text report share: where and how wide it prints. */
#ifndef KH_REPORT_REPORT_PAGE_H
#define KH_REPORT_REPORT_PAGE_H

#include "report/report_grid.h"
#include "report/report_inside.h"
#include "report/report_model.h"
#include "report/report_view.h"
#include "report/report_words.h"

enum { PAGE_INDENT = 2 };

struct page {
    const struct report *r;
    struct words *w;
    struct buf *out;
    struct arena scratch; /* of one table; emptied after it */
    int width;
    bool colour, brief; /* brief: the terminal's, only what needs an eye */
};

#define SAY(p, msgid) words_say((p)->w, msgid)

/* A heading over a line; a smaller one; a line "label: text" behind the indent. */
void page_heading(struct page *p, const char *text);
void page_subheading(struct page *p, const char *text);
void page_field(struct page *p, const char *label, const char *text);
/* A line of its own behind `indent` blanks, broken at blanks and between CJK characters. */
void page_line(struct page *p, int indent, const char *text, enum paint paint);
/* Print and forget a grid whose cells are in p->scratch. */
void page_grid(struct page *p, struct grid *g, int indent);

/* Colours of codes: plates, states, grades by place. */
enum paint page_paint(const char *code);

/* Places won or lost since the cycle before: "↑2", "=", "". */
const char *page_change(struct page *p, const struct model_rank *k, enum paint *paint);
/* The terminal leaves the middle of a long board, and says so. */
bool page_leaves(const struct page *p, const struct model_board *b, uint32_t i);
void page_left(struct page *p, const struct model_board *b);

/* Parts of the report, top-down. */
void page_title(struct page *p);
void page_composite(struct page *p);
void page_summary(struct page *p);
void page_boards(struct page *p);
kh_status page_domain(struct page *p, const struct model_domain *d, kh_err *e);
void page_inputs(struct page *p, const struct model_domain *d);
/* A unit's name, for a section of several parts. */
void page_unit(struct page *p, const struct model_unit *u);
/* One subject in one domain, under the domain's name if `d` is given; brief: without the
 * nodes that are in order. */
void page_subject(struct page *p, const struct model_subject *s,
                  const struct model_domain *d, const struct view *v);

#endif
