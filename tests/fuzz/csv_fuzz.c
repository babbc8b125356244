/* SPDX-License-Identifier: Apache-2.0 */
/* csv_fuzz.c - any bytes to the reader of records.
 *
 * The first byte chooses the delimiter.  The index must be what a plain reader of the rule
 * in csv.h finds byte by byte, whatever stands behind the text; the text of a field, as
 * cut, is given exactly where the field is sound. */
#include "intake/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

struct plain {
    uint32_t *at;
    size_t len;
    bool irregular, lead;
    enum { FRESH, BARE, INSIDE, CLOSED } state;
};

/* A delimiter byte behind a GB18030 lead byte is the second half of a character. */
static bool is_trail(struct plain *p, unsigned char c, bool trails)
{
    bool was_lead = p->lead;
    p->lead = trails && !was_lead && c > 0x80;
    return was_lead;
}

static void plain_byte(struct plain *p, uint32_t i, char c, char delimiter, bool trails)
{
    bool trail = is_trail(p, (unsigned char)c, trails);
    bool separator = ((c == delimiter && !trail) || c == '\n') && p->state != INSIDE;
    if (separator)
        p->at[p->len++] = i;
    if (p->state == INSIDE) {
        p->state = c == '"' ? CLOSED : INSIDE;
    } else if (separator) {
        p->state = FRESH;
    } else if (c == '"' && p->state != BARE) {
        p->state = INSIDE;
    } else {
        p->irregular |= c == '"' || (p->state == CLOSED && c != '\r');
        p->state = BARE;
    }
}

static void check_field(const char *s, size_t n)
{
    char *out = malloc(n + 1);
    const char *text = s;
    size_t len = n;
    if (!out)
        return;
    bool quoted = n && *s == '"', sound = csv_is_sound(s, n);
    require(!quoted || csv_unquote(&text, &len, out) == sound, "a sound field has a text");
    require(len <= n, "a text is no longer than its field");
    free(out);
}

static void check_index(const char *bytes, uint32_t n, char delimiter, bool trails)
{
    struct csv_index x = { 0 };
    kh_err e = { 0 };
    char *text = malloc((size_t)n + CSV_STEP);
    struct plain p = { .at = calloc((size_t)n + 1, sizeof *p.at) };
    if (!text || !p.at || !n) {
        free(text);
        free(p.at);
        return;
    }
    memcpy(text, bytes, n);
    memset(text + n, '"', CSV_STEP);
    for (uint32_t i = 0; i < n; i++)
        plain_byte(&p, i, bytes[i], delimiter, trails);
    /* An open quote at the end: the survey refuses such a file before it is indexed. */
    if (p.len && p.at[p.len - 1] == n - 1 && bytes[n - 1] == '\n' &&
        !csv_index(&x, text, n, delimiter, trails, &e)) {
        require(x.len == p.len && !memcmp(x.at, p.at, p.len * sizeof *p.at),
                "separators are those of the plain rule");
        require(x.is_irregular == p.irregular, "stray quotes are those of the plain rule");
        for (size_t i = 0, from = 0; i < x.len; from = x.at[i++] + 1)
            check_field(text + from, x.at[i] - from);
    }
    csv_index_end(&x);
    free(p.at);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = ",;\t|";
    if (size < 2 || size > 1 << 20)
        return 0;
    bool trails = data[0] >> 2 & 1;
    char delimiter = trails ? '|' : delimiters[data[0] & 3];
    check_index((const char *)data + 1, (uint32_t)(size - 1), delimiter, trails);
    check_field((const char *)data + 1, size - 1);
    return 0;
}
