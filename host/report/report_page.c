/* SPDX-License-Identifier: Apache-2.0 */
/* report_page.c - headings, fields, broken lines and grids of the text report. */
#include "report/report_page.h"

#include "base/text.h"

#include <string.h>

static void rule(struct page *p, const char *piece)
{
    for (int i = 0; i < p->width; i++)
        buf_text(p->out, piece);
    buf_char(p->out, '\n');
}

void page_heading(struct page *p, const char *text)
{
    buf_char(p->out, '\n');
    page_line(p, 0, text, PAINT_BOLD);
    rule(p, "─");
}

void page_subheading(struct page *p, const char *text)
{
    buf_char(p->out, '\n');
    page_line(p, PAGE_INDENT, text, PAINT_BOLD);
}

void page_line(struct page *p, int indent, const char *text, enum paint paint)
{
    while (*text == ' ')
        text++;
    do {
        size_t n = grid_fitting(text, p->width - indent);
        char *line = arena_bytes(&p->scratch, text, n);
        for (int i = 0; i < indent; i++)
            buf_char(p->out, ' ');
        if (line) {
            while (n && line[n - 1] == ' ')
                line[--n] = 0;
            paint_text(p->out, line, paint, p->colour);
        } else {
            p->out->failed = true;
            return;
        }
        buf_char(p->out, '\n');
        text += strlen(line);
        while (*text == ' ')
            text++;
    } while (*text);
}

void page_field(struct page *p, const char *label, const char *text)
{
    enum { LABEL = 16 };
    int indent = PAGE_INDENT + LABEL + 1;
    if (!*text)
        return;
    for (int i = 0; i < PAGE_INDENT; i++)
        buf_char(p->out, ' ');
    paint_text(p->out, label, PAINT_DIM, p->colour);
    for (int i = text_width(label); i < LABEL; i++)
        buf_char(p->out, ' ');
    for (int line = 0; *text; line++) {
        size_t n = grid_fitting(text, p->width - indent), len = n;
        char *part = arena_bytes(&p->scratch, text, n);
        while (part && len && part[len - 1] == ' ')
            part[--len] = 0;
        for (int i = 0; i < (line ? indent : 1); i++)
            buf_char(p->out, ' ');
        paint_text(p->out, part ? part : "", PAINT_NONE, p->colour);
        p->out->failed = p->out->failed || !part;
        buf_char(p->out, '\n');
        text += n;
        text += strspn(text, " ");
    }
}

void page_grid(struct page *p, struct grid *g, int indent)
{
    grid_print(g, p->out, indent, p->width, p->colour);
    arena_end(&p->scratch);
}

enum paint page_paint(const char *code)
{
    static const struct {
        const char *code;
        enum paint paint;
    } paints[] = { { "green", PAINT_GREEN },   { "yellow", PAINT_YELLOW },
                   { "red", PAINT_RED },       { "missing", PAINT_RED },
                   { "fault", PAINT_RED },     { "pending", PAINT_YELLOW },
                   { "na", PAINT_DIM },        { "veto", PAINT_RED },
                   { "exit", PAINT_RED },      { "escalated", PAINT_RED },
                   { "open", PAINT_YELLOW },   { "closed", PAINT_GREEN },
                   { "void", PAINT_DIM },      { "ineligible", PAINT_RED },
                   { "admitted", PAINT_GREEN } };
    for (size_t i = 0; i < COUNT(paints); i++)
        if (!strcmp(paints[i].code, code))
            return paints[i].paint;
    return PAINT_NONE;
}
