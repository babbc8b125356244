/* SPDX-License-Identifier: Apache-2.0 */
/* rejects.c - see rejects.h. */
#include "intake/rejects.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* Bytes of the character at s: more than one only for a valid sequence, 0 for a bad byte.
 */
static size_t character_at(const char *s, size_t n)
{
    unsigned char b = (unsigned char)*s;
    size_t len = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    if (len > n || (len > 1 && !text_is_utf8(s, len)))
        return 0;
    return len;
}

/* U+0080 to U+009F are control characters too. */
static bool is_control(const char *s, size_t len)
{
    unsigned char b = (unsigned char)*s;
    return len == 1 ? b < 0x20 || b == 0x7F
                    : len == 2 && b == 0xC2 && (unsigned char)s[1] < 0xA0;
}

/* A cell as it may be printed, into out[REJECT_TEXT_MAX + 8]. */
static size_t printable(char *out, const char *s, size_t n)
{
    static const char ellipsis[] = "…";
    size_t len = 0;
    for (size_t i = 0; i < n;) {
        char escaped[16];
        size_t step = character_at(s + i, n - i), width = step;
        const char *shown = s + i;
        if (!step || is_control(s + i, step)) {
            step = step ? step : 1;
            width = 0;
            for (size_t k = 0; k < step; k++)
                width += (size_t)snprintf(escaped + width, sizeof escaped - width,
                                          "\\x%02X", (unsigned char)s[i + k]);
            if (step == 1 && (s[i] == '\n' || s[i] == '\t' || s[i] == '\r'))
                width = (size_t)snprintf(escaped, sizeof escaped, "\\%c",
                                         s[i] == '\n'   ? 'n'
                                         : s[i] == '\t' ? 't'
                                                        : 'r');
            shown = escaped;
        }
        if (len + width > REJECT_TEXT_MAX - sizeof ellipsis) {
            memcpy(out + len, ellipsis, sizeof ellipsis);
            return len + sizeof ellipsis - 1;
        }
        memcpy(out + len, shown, width);
        len += width;
        i += step;
    }
    out[len] = '\0';
    return len;
}

void rejects_add(struct rejects *r, uint32_t dataset, uint32_t file, uint64_t line,
                 const char *column, const char *reason, const char *text, size_t n)
{
    r->count++;
    if (r->len >= REJECTS_KEPT)
        return;
    char shown[REJECT_TEXT_MAX + 8];
    size_t len = printable(shown, text ? text : "", n);
    const char *kept = len ? arena_bytes(r->arena, shown, len) : "";
    void *at = r->at;
    struct reject *x = kept ? arena_push(r->arena, &at, &r->len, &r->cap, sizeof *x) : NULL;
    if (!x) /* counted, and the count is what decides */
        return;
    r->at = at;
    *x = (struct reject){ dataset, file, line, column, reason, kept };
}

void rejects_join(struct rejects *into, const struct rejects *from)
{
    into->count += from->count;
    for (uint32_t i = 0; i < from->len && into->len < REJECTS_KEPT; i++) {
        void *at = into->at;
        struct reject *x = arena_push(into->arena, &at, &into->len, &into->cap, sizeof *x);
        if (!x)
            return;
        into->at = at;
        *x = from->at[i];
    }
}

static int by_number(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *a, const void *b)
{
    const struct reject *x = a, *y = b;
    int order = by_number(x->dataset, y->dataset);
    if (!order)
        order = by_number(x->file, y->file);
    if (!order)
        order = by_number(x->line, y->line);
    if (!order)
        order = strcmp(x->column, y->column);
    if (!order)
        order = strcmp(x->reason, y->reason);
    return order ? order : strcmp(x->text, y->text);
}

void rejects_sort(struct rejects *r)
{
    if (r->len)
        qsort(r->at, r->len, sizeof *r->at, by_place);
}

char *rejects_reason(struct arena *a, enum lang lang, const char *reason)
{
    const char *cut = strchr(reason, '\n');
    if (!cut)
        return arena_text(a, *reason ? lang_text(lang, reason) : "");
    const char *msgid = arena_bytes(a, reason, (size_t)(cut - reason));
    const char *sentence = msgid ? lang_text(lang, msgid) : NULL;
    if (!sentence)
        return NULL;
    const char *hole = strstr(sentence, "%s");
    if (!hole)
        return arena_text(a, sentence);
    return arena_printf(a, "%.*s%s%s", (int)(hole - sentence), sentence, cut + 1, hole + 2);
}
