/* SPDX-License-Identifier: Apache-2.0 */
/* encoding.c - see encoding.h.  GB18030 is checked by its structure here and by iconv when
 * a field is converted; Latin-1 needs neither. */
#include "intake/encoding.h"
#include "base/text.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>

enum { UTF8_SHARE_NUM = 9, UTF8_SHARE_DEN = 10 };

static const struct {
    const char *name;
    enum encoding encoding;
} names[] = {
    { "UTF-8", ENCODING_UTF8 },        { "GB18030", ENCODING_GB18030 },
    { "Latin-1", ENCODING_LATIN1 },    { "UTF8", ENCODING_UTF8 },
    { "GBK", ENCODING_GB18030 },       { "GB2312", ENCODING_GB18030 },
    { "ISO-8859-1", ENCODING_LATIN1 }, { "Latin1", ENCODING_LATIN1 },
};

const char *encoding_name(enum encoding e)
{
    return e == ENCODING_UNKNOWN ? "" : names[e - ENCODING_UTF8].name;
}

bool encoding_named(const char *name, enum encoding *e)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (!strcasecmp(name, names[i].name)) {
            *e = names[i].encoding;
            return true;
        }
    return false;
}

/* One byte of UTF-8 (Unicode table 3-7); a sequence that breaks off counts once. */
static void count_utf8(struct encoding_count *c, unsigned char b)
{
    if (c->more) {
        if (b >= c->low && b <= c->high) {
            c->low = 0x80;
            c->high = 0xBF;
            c->valid += --c->more == 0;
            return;
        }
        c->more = 0;
        c->broken++;
    }
    if (b < 0x80)
        return;
    if (b < 0xC2 || b > 0xF4) {
        c->broken++;
        return;
    }
    c->more = b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : 1;
    c->low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    c->high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
}

/* One byte of GB18030; *state is the number of bytes read of a character.  false if it
 * cannot stand here. */
static bool step_gb(unsigned char *state, unsigned char b)
{
    bool is_lead = b >= 0x81 && b <= 0xFE, is_digit = b >= '0' && b <= '9';
    switch (*state) {
    case 0:
        *state = b >= 0x80;
        return b < 0x80 || is_lead;
    case 1:
        *state = is_digit ? 2 : 0;
        return is_digit || (b >= 0x40 && b <= 0xFE && b != 0x7F);
    case 2:
        *state = 3;
        return is_lead;
    default:
        *state = 0;
        return is_digit;
    }
}

void encoding_count_add(struct encoding_count *c, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char b = (unsigned char)p[i];
        if (b < 0x80 && !c->more && !c->gb)
            continue;
        count_utf8(c, b);
        if (!c->is_not_gb)
            c->is_not_gb = !step_gb(&c->gb, b);
        if (c->is_not_gb)
            c->gb = 0;
    }
}

void encoding_count_end(struct encoding_count *c)
{
    c->broken += c->more > 0;
    c->is_not_gb |= c->gb > 0;
    c->more = c->gb = 0;
}

enum encoding encoding_guess(const struct encoding_count *c)
{
    uint64_t all = c->valid + c->broken;
    if (c->valid >= all - all / UTF8_SHARE_DEN)
        return ENCODING_UTF8;
    _Static_assert(UTF8_SHARE_NUM + 1 == UTF8_SHARE_DEN, "one tenth may be broken");
    if (!c->is_not_gb)
        return ENCODING_GB18030;
    return c->broken == 1 ? ENCODING_UTF8 : ENCODING_UNKNOWN;
}

bool encoding_is_valid(enum encoding e, const char *s, size_t n)
{
    if (e == ENCODING_UTF8)
        return text_is_utf8(s, n);
    if (memchr(s, '\0', n))
        return false;
    unsigned char state = 0;
    for (size_t i = 0; e == ENCODING_GB18030 && i < n; i++)
        if (!step_gb(&state, (unsigned char)s[i]))
            return false;
    return !state;
}

static size_t latin1_to_utf8(char *out, const char *s, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char b = (unsigned char)s[i];
        if (b >= 0x80) {
            out[len++] = (char)(0xC0 | b >> 6);
            b = 0x80 | (b & 0x3F);
        }
        out[len++] = (char)b;
    }
    return len;
}

size_t converter_utf8(struct converter *c, enum encoding e, char *out, const char *s,
                      size_t n)
{
    if (e == ENCODING_LATIN1)
        return latin1_to_utf8(out, s, n);
    if (e != ENCODING_GB18030) {
        memcpy(out, s, n);
        return n;
    }
    if (!c->gb) {
        iconv_t made = iconv_open("UTF-8", "GB18030");
        if (made == (iconv_t)-1) /* libc without its converters */
            return SIZE_MAX;
        c->gb = made;
    }
    char *in = (char *)(uintptr_t)s, *to = out;
    size_t left = n, room = n * CONVERTER_GROWTH;
    iconv(c->gb, NULL, NULL, NULL, NULL);
    if (iconv(c->gb, &in, &left, &to, &room) == (size_t)-1 || left)
        return SIZE_MAX;
    return (size_t)(to - out);
}

void converter_end(struct converter *c)
{
    if (c->gb)
        iconv_close(c->gb);
    c->gb = NULL;
}
