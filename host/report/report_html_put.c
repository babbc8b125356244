/* SPDX-License-Identifier: Apache-2.0 */
/* report_html_put.c - escaping and the small pieces of report.html. */
#include "report/report_html.h"
#include "report/report_say.h"

#include <string.h>

void html_raw(struct html *h, const char *markup)
{
    fputs(markup, h->to);
}

void html_text(struct html *h, const char *s)
{
    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        switch (*p) {
        case '&':
            fputs("&amp;", h->to);
            break;
        case '<':
            fputs("&lt;", h->to);
            break;
        case '>':
            fputs("&gt;", h->to);
            break;
        case '"':
            fputs("&quot;", h->to);
            break;
        case '\'':
            fputs("&#39;", h->to);
            break;
        default:
            fputc(*p < 0x20 || *p == 0x7f ? ' ' : *p, h->to);
        }
    }
}

void html_head(struct html *h, const char *const *heads, const char *align)
{
    html_raw(h, "<thead><tr>");
    for (; *heads && *align; heads++, align++) {
        html_raw(h, *align == '>' ? "<th class=\"n\">" : "<th>");
        html_text(h, *heads);
        html_raw(h, "</th>");
    }
    html_raw(h, "</tr></thead>\n");
}

void html_cell(struct html *h, const char *kind, const char *text)
{
    html_raw(h, "<td");
    if (*kind)
        fprintf(h->to, " class=\"%s\"", kind);
    html_raw(h, ">");
    html_text(h, text);
    html_raw(h, "</td>");
}

void html_number(struct html *h, int64_t n)
{
    if (n)
        fprintf(h->to, "<td class=\"n\">%lld</td>", (long long)n);
    else
        html_raw(h, "<td class=\"n\"></td>");
}

void html_chip(struct html *h, const char *kind, const char *text)
{
    static const char *const kinds[] = { "green",   "yellow", "red",   "missing",
                                         "pending", "na",     "fault", "excellent",
                                         "good",    "pass",   "fail",  "veto",
                                         "exit",    "ticket" };
    const char *known = "plain";
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (!strcmp(kinds[i], kind))
            known = kinds[i];
    fprintf(h->to, "<span class=\"chip %s\">", known);
    html_text(h, text);
    html_raw(h, "</span>");
}

static bool is_decimal(const char *s)
{
    return *s && !s[strspn(s, "-0123456789.")];
}

static bool is_zero(const char *s)
{
    return !s[strspn(s, "-0.")];
}

void html_bar(struct html *h, const char *part, const char *whole)
{
    if (!is_decimal(part))
        return;
    if (*part == '-') {
        fprintf(h->to, "<span class=\"bar minus\" style=\"--w:%s\"></span>", part + 1);
        return;
    }
    if (!is_decimal(whole) || is_zero(whole))
        whole = part;
    if (!is_zero(whole) && *whole != '-')
        fprintf(h->to, "<span class=\"bar\" style=\"--w:%s;--c:%s\"><b></b></span>", whole,
                part);
}

void html_head_cell(struct html *h, const char *kind, const char *text)
{
    fprintf(h->to, *kind ? "<th class=\"%s\">" : "<th>%s", kind);
    html_text(h, text);
    html_raw(h, "</th>");
}

void html_rank_cell(struct html *h, const struct model_rank *k)
{
    if (k->rank)
        html_number(h, k->rank);
    else
        html_cell(h, "n s", "–");
}

void html_change_cell(struct html *h, const struct model_rank *k)
{
    int64_t won = say_won(k);
    if (won)
        fprintf(h->to, "<td class=\"n %s\">%s%lld</td>", won > 0 ? "up" : "down",
                won > 0 ? "▲" : "▼", (long long)(won > 0 ? won : -won));
    else
        html_cell(h, "n s", k->rank && k->previous_rank ? "=" : "");
}
