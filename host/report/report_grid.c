/* SPDX-License-Identifier: Apache-2.0 */
/* report_grid.c - see report_grid.h. */
#include "report/report_grid.h"

#include "base/text.h"

#include <string.h>

enum {
    GAP = 2,
    LEAST = 12,     /* a shortened column keeps this much, */
    LEAST_CUT = 6,  /* or this if nothing else helps */
    HEAD_LEAST = 6, /* a head broken between its words keeps this much, */
    HEAD_CUT = 4    /* or this, and breaks inside of them */
};

static const char *const codes[] = { "", "1", "2", "32", "33", "31" };

/* Length of the control character at `s`: C0, DEL, C1 (U+0080 to U+009F), the marks that
 * change the direction of text (U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069) and the
 * separators of lines (U+2028, U+2029).  0 if it is none. */
static size_t control_at(const unsigned char *s)
{
    if (s[0] < 0x20 || s[0] == 0x7f)
        return s[0] ? 1 : 0;
    if (s[0] == 0xc2 && s[1] >= 0x80 && s[1] <= 0x9f)
        return 2;
    if (s[0] != 0xe2)
        return 0;
    bool mark =
        s[1] == 0x80 && (s[2] == 0x8e || s[2] == 0x8f || (s[2] >= 0xa8 && s[2] <= 0xae));
    bool isolate = s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9;
    return mark || isolate ? 3 : 0;
}

/* A copy without control characters: each becomes a blank. */
static char *clean(struct arena *a, const char *s)
{
    char *copy = arena_text(a, s), *at = copy;
    for (const unsigned char *p = (const unsigned char *)s; copy && *p;) {
        size_t n = control_at(p);
        *at++ = n ? ' ' : (char)*p;
        p += n ? n : 1;
    }
    if (copy)
        *at = 0;
    return copy;
}

static void paint_begin(struct buf *out, enum paint paint, bool colour)
{
    if (colour && paint)
        buf_printf(out, "\033[%sm", codes[paint]);
}

static void paint_end(struct buf *out, enum paint paint, bool colour)
{
    if (colour && paint)
        buf_text(out, "\033[0m");
}

void paint_text(struct buf *out, const char *s, enum paint paint, bool colour)
{
    paint_begin(out, paint, colour);
    for (const unsigned char *p = (const unsigned char *)s; *p;) {
        size_t n = control_at(p);
        buf_char(out, n ? ' ' : (char)*p);
        p += n ? n : 1;
    }
    paint_end(out, paint, colour);
}

void grid_init(struct grid *g, struct arena *a)
{
    *g = (struct grid){ .arena = a };
}

void grid_column(struct grid *g, const char *head, unsigned flags)
{
    if (g->n_columns == GRID_COLUMNS_MAX) {
        g->failed = true;
        return;
    }
    g->column[g->n_columns].head = head;
    g->column[g->n_columns].cells = 0;
    g->column[g->n_columns++].flags = flags;
}

void grid_cell(struct grid *g, const char *text, enum paint paint)
{
    struct grid_cell *c =
        arena_push(g->arena, (void **)&g->cells, &g->n_cells, &g->cap, sizeof *c);
    const char *copy = clean(g->arena, text ? text : "");
    if (!c || !copy) {
        g->failed = true;
        return;
    }
    *c = (struct grid_cell){ copy, paint };
    int column = (int)((g->n_cells - 1) % (uint32_t)g->n_columns), width = text_width(copy);
    if (width > g->column[column].cells)
        g->column[column].cells = width;
}

bool grid_is_empty(const struct grid *g)
{
    return !g->n_cells;
}

static int total_width(const struct grid *g)
{
    int width = -GAP;
    for (int i = 0; i < g->n_columns; i++)
        if (g->column[i].width)
            width += g->column[i].width + GAP;
    return width;
}

static size_t character(const char *s)
{
    size_t n = 1;
    while (n < 4 && ((unsigned char)s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

size_t grid_fitting(const char *s, int width)
{
    size_t at = 0, good = 0;
    int used = 0;
    while (s[at]) {
        char one[8] = { 0 };
        size_t n = character(s + at);
        memcpy(one, s + at, n);
        int w = text_width(one);
        if (used + w > width && *one == ' ')
            return at; /* the blank itself is left out */
        if (used + w > width)
            return good ? good : at ? at : n;
        used += w;
        at += n;
        if (w == 2 || *one == ' ')
            good = at;
    }
    return at;
}

static int lesser(int a, int b)
{
    return a < b ? a : b;
}

/* The narrowest a head may become: its longest word, or a few characters; wide characters
 * part anywhere. */
static int head_least(const char *head, bool hard)
{
    int least = lesser(text_width(head), hard ? HEAD_CUT : HEAD_LEAST), run = 0;
    for (size_t n = 0; *head && !hard; head += n) {
        char one[8] = { 0 };
        n = character(head);
        memcpy(one, head, n);
        int w = text_width(one);
        run = w == 2 || *one == ' ' ? 0 : run + w;
        least = run > least ? run : least;
    }
    return least;
}

/* As many columns of heads as it takes, from the one that gains most. */
static void break_heads(struct grid *g, int width, bool hard)
{
    while (total_width(g) > width) {
        int widest = -1, most = 0;
        for (int i = 0; i < g->n_columns; i++) {
            int least = head_least(g->column[i].head, hard);
            least = least > g->column[i].cells ? least : g->column[i].cells;
            if (g->column[i].width - least > most) {
                most = g->column[i].width - least;
                widest = i;
            }
        }
        if (widest < 0)
            break;
        g->column[widest].width--;
    }
}

/* The widest left-aligned column, again and again, down to `least`. */
static void shorten(struct grid *g, int width, int least)
{
    while (total_width(g) > width) {
        int widest = -1;
        for (int i = 0; i < g->n_columns; i++)
            if (!(g->column[i].flags & (GRID_RIGHT | GRID_WHOLE)) &&
                g->column[i].width > least &&
                (widest < 0 || g->column[i].width > g->column[widest].width))
                widest = i;
        if (widest < 0)
            break;
        g->column[widest].width--;
    }
}

static void give_up(struct grid *g, int width, unsigned flag)
{
    for (int i = g->n_columns; i-- && total_width(g) > width;)
        if (g->column[i].flags & flag)
            g->column[i].width = 0;
}

/* Columns without any text are left out, then it is made to fit. */
static void fit(struct grid *g, int width)
{
    for (int i = 0; i < g->n_columns; i++) {
        int head = text_width(g->column[i].head);
        g->column[i].width = head > g->column[i].cells ? head : g->column[i].cells;
        if (!g->column[i].cells)
            g->column[i].width = 0;
    }
    break_heads(g, width, false);
    give_up(g, width, GRID_OPTIONAL);
    shorten(g, width, LEAST);
    break_heads(g, width, true);
    shorten(g, width, LEAST_CUT);
    give_up(g, width, GRID_LAST);
}

static void blanks(struct buf *out, int n)
{
    while (n-- > 0)
        buf_char(out, ' ');
}

/* At most `width` columns of the text, with an ellipsis if it is cut.  Returns the width.
 */
static int put_cut(struct buf *out, const char *s, int width)
{
    int used = text_width(s);
    if (used <= width) {
        buf_text(out, s);
        return used;
    }
    used = 0;
    while (*s) {
        size_t n = 1;
        char one[8] = { s[0] };
        while (n < 4 && ((unsigned char)s[n] & 0xc0) == 0x80) {
            one[n] = s[n];
            n++;
        }
        int w = text_width(one);
        if (used + w > width - 1)
            break;
        buf_add(out, s, n);
        used += w;
        s += n;
    }
    buf_text(out, "…");
    return used + 1;
}

static void print_line(const struct grid *g, const struct grid_cell *cells, struct buf *out,
                       int indent, bool colour)
{
    int owed = indent; /* blanks before the next text: no line ends in blanks */
    for (int i = 0; i < g->n_columns; i++) {
        int width = g->column[i].width;
        if (!width)
            continue;
        int least = text_width(cells[i].text) < width ? text_width(cells[i].text) : width;
        if (g->column[i].flags & GRID_RIGHT)
            owed += width - least;
        if (least) {
            blanks(out, owed);
            owed = 0;
            paint_begin(out, cells[i].paint, colour);
            least = put_cut(out, cells[i].text, width);
            paint_end(out, cells[i].paint, colour);
        }
        owed += g->column[i].flags & GRID_RIGHT ? GAP : width - least + GAP;
    }
    buf_char(out, '\n');
}

/* What fits into the column of a cell that wraps; *text goes behind it. */
static const char *take_line(const struct grid *g, int column, const char **text)
{
    int width = g->column[column].width;
    const char *line = *text;
    bool fits = !(g->column[column].flags & GRID_WRAP) || text_width(line) <= width;
    if (fits || !width) {
        *text = "";
        return line;
    }
    size_t n = grid_fitting(line, width), len = n;
    char *part = arena_bytes(g->arena, line, n);
    while (part && len && part[len - 1] == ' ')
        part[--len] = 0;
    *text += n;
    *text += strspn(*text, " ");
    return part ? part : "…";
}

static void print_row(const struct grid *g, const struct grid_cell *cells, struct buf *out,
                      int indent, bool colour)
{
    struct grid_cell line[GRID_COLUMNS_MAX];
    const char *rest[GRID_COLUMNS_MAX];
    bool more = true;
    for (int i = 0; i < g->n_columns; i++)
        rest[i] = cells[i].text;
    while (more) {
        more = false;
        for (int i = 0; i < g->n_columns; i++) {
            line[i] = (struct grid_cell){ take_line(g, i, &rest[i]), cells[i].paint };
            more = more || *rest[i];
        }
        print_line(g, line, out, indent, colour);
    }
}

/* Heads over as many lines as the longest takes, the last ones at the bottom. */
static void print_heads(const struct grid *g, struct buf *out, int indent, bool colour)
{
    enum { LINES_MAX = 8 };
    struct grid_cell lines[LINES_MAX][GRID_COLUMNS_MAX];
    int n[GRID_COLUMNS_MAX] = { 0 }, most = 1;
    for (int i = 0; i < g->n_columns; i++) {
        const char *head = g->column[i].head;
        while (*head && n[i] < LINES_MAX && g->column[i].width) {
            size_t len = grid_fitting(head, g->column[i].width);
            char *line = arena_bytes(g->arena, head, len);
            while (line && len && line[len - 1] == ' ')
                line[--len] = 0;
            lines[n[i]++][i] = (struct grid_cell){ line ? line : "", PAINT_DIM };
            head += grid_fitting(head, g->column[i].width);
            head += strspn(head, " ");
        }
        most = n[i] > most ? n[i] : most;
    }
    for (int k = 0; k < most; k++) {
        struct grid_cell row[GRID_COLUMNS_MAX];
        for (int i = 0; i < g->n_columns; i++)
            row[i] = k >= most - n[i] ? lines[k - (most - n[i])][i]
                                      : (struct grid_cell){ "", PAINT_NONE };
        print_row(g, row, out, indent, colour);
    }
}

void grid_print(struct grid *g, struct buf *out, int indent, int width, bool colour)
{
    if (g->failed)
        out->failed = true;
    if (!g->n_cells || g->failed)
        return;
    fit(g, width - indent);
    print_heads(g, out, indent, colour);
    for (uint32_t k = 0; k + (uint32_t)g->n_columns <= g->n_cells;
         k += (uint32_t)g->n_columns)
        print_row(g, g->cells + k, out, indent, colour);
}
