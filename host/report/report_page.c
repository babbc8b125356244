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
    paint_text(p->out, text, PAINT_BOLD, p->colour);
    buf_char(p->out, '\n');
    rule(p, "─");
}

void page_subheading(struct page *p, const char *text)
{
    buf_char(p->out, '\n');
    for (int i = 0; i < PAGE_INDENT; i++)
        buf_char(p->out, ' ');
    paint_text(p->out, text, PAINT_BOLD, p->colour);
    buf_char(p->out, '\n');
}

/* Bytes of the character at `s`. */
static size_t character(const char *s)
{
    size_t n = 1;
    while (n < 4 && ((unsigned char)s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* Bytes of `s` that fit into `width` columns: up to a blank or a wide character if it does
 * not fit whole; at least one character. */
static size_t fitting(const char *s, int width)
{
    size_t at = 0, good = 0;
    int used = 0;
    while (s[at]) {
        char one[8] = { 0 };
        size_t n = character(s + at);
        memcpy(one, s + at, n);
        int w = text_width(one);
        if (used + w > width)
            return good ? good : at ? at : n;
        used += w;
        at += n;
        if (w == 2 || *one == ' ')
            good = at;
    }
    return at;
}

void page_line(struct page *p, int indent, const char *text, enum paint paint)
{
    while (*text == ' ')
        text++;
    do {
        size_t n = fitting(text, p->width - indent);
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
    if (!*text)
        return;
    for (int i = 0; i < PAGE_INDENT; i++)
        buf_char(p->out, ' ');
    paint_text(p->out, label, PAINT_DIM, p->colour);
    for (int i = text_width(label); i < 16; i++)
        buf_char(p->out, ' ');
    buf_char(p->out, ' ');
    paint_text(p->out, text, PAINT_NONE, p->colour);
    buf_char(p->out, '\n');
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
                   { "exit", PAINT_RED },      { "ineligible", PAINT_RED },
                   { "admitted", PAINT_GREEN } };
    for (size_t i = 0; i < COUNT(paints); i++)
        if (!strcmp(paints[i].code, code))
            return paints[i].paint;
    return PAINT_NONE;
}
