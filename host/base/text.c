/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - see text.h. */
#include "base/text.h"

#include <stdlib.h>
#include <utf8proc.h>

enum {
    NAME_MAX_BYTES = 63,
    NEAR_MAX = 64 /* code points; longer texts have no nearest one */
};

/* Bytes of the well-formed sequence at `s`, 0 if there is none (Unicode table 3-7). */
static size_t sequence_len(const unsigned char *s, size_t n)
{
    unsigned char lead = s[0];
    if (lead < 0x80)
        return lead ? 1 : 0;
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || len > n)
        return 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

bool text_is_utf8(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    for (size_t i = 0; i < n;) {
        size_t len = sequence_len(p + i, n - i);
        if (!len)
            return false;
        i += len;
    }
    return true;
}

/* The code point at *s, which moves behind it; a stray byte counts as U+FFFD. */
static int32_t next_point(const char **s, size_t n)
{
    utf8proc_int32_t point = 0;
    size_t len = sequence_len((const unsigned char *)*s, n);
    if (!len) {
        *s += 1;
        return 0xFFFD;
    }
    utf8proc_iterate((const utf8proc_uint8_t *)*s, (utf8proc_ssize_t)len, &point);
    *s += len;
    return point;
}

size_t text_fit(const char *s, size_t max)
{
    size_t n = strnlen(s, max + 1);
    if (n <= max)
        return n;
    n = max;
    while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    return n;
}

int text_width(const char *s)
{
    int width = 0;
    const char *end = s + strlen(s);
    while (s < end)
        width += utf8proc_charwidth(next_point(&s, (size_t)(end - s)));
    return width;
}

/* Length of the blank at `s`: ASCII white space or U+3000. */
static size_t blank_at(const char *s, size_t n)
{
    if (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        return 1;
    return n >= 3 && !memcmp(s, "\xE3\x80\x80", 3) ? 3 : 0;
}

static size_t blank_before(const char *s, size_t n)
{
    if (blank_at(s + n - 1, 1))
        return 1;
    return n >= 3 && blank_at(s + n - 3, 3) == 3 ? 3 : 0;
}

size_t text_fold_key(char *out, const char *s, size_t n)
{
    for (size_t blank = 0; n && (blank = blank_at(s, n)) > 0; n -= blank)
        s += blank;
    for (size_t blank = 0; n && (blank = blank_before(s, n)) > 0;)
        n -= blank;
    size_t len = 0;
    for (size_t i = 0; i < n;) {
        const unsigned char *p = (const unsigned char *)s + i;
        /* U+FF01..FF3F are EF BC 81..BF, U+FF40..FF5E are EF BD 80..9E. */
        bool low =
            n - i >= 3 && p[0] == 0xEF && p[1] == 0xBC && p[2] >= 0x81 && p[2] <= 0xBF;
        bool high =
            n - i >= 3 && p[0] == 0xEF && p[1] == 0xBD && p[2] >= 0x80 && p[2] <= 0x9E;
        if (low || high) {
            out[len++] = (char)(low ? p[2] - 0x81 + '!' : p[2] - 0x80 + '`');
            i += 3;
        } else {
            out[len++] = s[i++];
        }
    }
    return len;
}

bool text_is_name(const char *s)
{
    size_t n = 0;
    for (; s[n]; n++) {
        bool letter = s[n] >= 'a' && s[n] <= 'z';
        bool later = (s[n] >= '0' && s[n] <= '9') || s[n] == '_';
        if (n >= NAME_MAX_BYTES || !(letter || (n && later)))
            return false;
    }
    return n > 0;
}

/* Code points into out[NEAR_MAX]; SIZE_MAX if there are more. */
static size_t points_of(int32_t *out, const char *s)
{
    size_t n = 0;
    for (const char *end = s + strlen(s); s < end;) {
        if (n == NEAR_MAX)
            return SIZE_MAX;
        out[n++] = next_point(&s, (size_t)(end - s));
    }
    return n;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits that make `a` out of `b`; two neighbours swapped are one edit. */
static size_t distance(const int32_t *a, size_t na, const int32_t *b, size_t nb)
{
    size_t rows[3][NEAR_MAX + 1] = { { 0 } };
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t k = 0; k <= nb; k++)
        last[k] = k;
    for (size_t i = 1; i <= na; i++) {
        now[0] = i;
        for (size_t k = 1; k <= nb; k++) {
            size_t best = last[k - 1] + (a[i - 1] != b[k - 1]);
            best = least(best, least(last[k], now[k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                best = least(best, before[k - 2] + 1);
            now[k] = best;
        }
        size_t *oldest = before;
        before = last;
        last = now;
        now = oldest;
    }
    return last[nb];
}

const char *text_nearest(const char *s, const char *const *candidates, size_t n)
{
    int32_t wanted[NEAR_MAX] = { 0 }, points[NEAR_MAX] = { 0 };
    size_t len = points_of(wanted, s);
    if (len == SIZE_MAX)
        return NULL;
    const char *nearest = NULL;
    size_t best = 1 + len / 4;
    for (size_t i = 0; i < n; i++) {
        size_t other = points_of(points, candidates[i]);
        if (other == SIZE_MAX)
            continue;
        size_t d = distance(wanted, len, points, other);
        /* One letter is "near" every other one: something must be left in common. */
        if (d > best || d >= (len > other ? len : other))
            continue;
        if (d < best || !nearest || strcmp(candidates[i], nearest) < 0)
            nearest = candidates[i];
        best = d;
    }
    return nearest;
}

char *subject_join(struct arena *a, const char *const *parts, size_t n)
{
    size_t size = 1;
    for (size_t i = 0; i < n; i++) {
        for (const char *p = parts[i]; *p; p++)
            size += *p == '/' || *p == '\\' ? 2 : 1;
        size++;
    }
    char *out = arena_new(a, size);
    if (!out)
        return NULL;
    char *at = out;
    for (size_t i = 0; i < n; i++) {
        if (i)
            *at++ = '/';
        for (const char *p = parts[i]; *p; p++) {
            if (*p == '/' || *p == '\\')
                *at++ = '\\';
            *at++ = *p;
        }
    }
    *at = 0;
    return out;
}

char **subject_split(struct arena *a, const char *subject, size_t *n)
{
    size_t count = 1;
    for (const char *p = subject; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '/')
            count++;
    }
    *n = count;
    char **parts = arena_array(a, count, sizeof *parts);
    char *at = arena_text(a, subject);
    if (!parts || !at)
        return NULL;
    size_t k = 0;
    parts[k++] = at;
    for (const char *p = subject; *p; p++) {
        if (*p == '/') {
            *at++ = 0;
            parts[k++] = at;
            continue;
        }
        if (*p == '\\' && p[1])
            p++;
        *at++ = *p;
    }
    *at = 0;
    return parts;
}

int text_compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
