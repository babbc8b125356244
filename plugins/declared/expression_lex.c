/* SPDX-License-Identifier: Apache-2.0 */
/* expression_lex.c - text to words; see expression_inside.h. */
#include "expression_inside.h"

static const char *const reserved[] = { "and", "or", "not", "in", "true", "false" };

ex_ref ex_refuse(ex_parser *p, uint16_t column, const char *fmt, ...)
{
    char why[sizeof p->e->text];
    va_list ap;
    if (p->rc)
        return 0;
    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    kh_cut_text(why);
    p->rc = kh_fail(p->e, KH_ECONFIG, "column %u: %s", (unsigned)column, why);
    p->word = W_END;
    return 0;
}

int ex_is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (!strcmp(reserved[i], name))
            return 1;
    return 0;
}

int ex_is_word(const ex_parser *p, const char *name)
{
    return p->word == W_NAME && strlen(name) == p->word_len &&
           !memcmp(p->word_at, name, p->word_len);
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void step(ex_parser *p)
{
    if (((unsigned char)*p->at & 0xC0) != 0x80)
        p->column++;
    p->at++;
}

static void read_number(ex_parser *p)
{
    int after_point = 0;
    p->number = 0;
    p->digits = 0;
    p->word = W_NUMBER;
    for (; is_digit(*p->at) || (*p->at == '.' && !after_point && is_digit(p->at[1]));
         step(p)) {
        if (*p->at == '.') {
            after_point = 1;
            continue;
        }
        if (kh_mul(&p->number, p->number, 10) || kh_add(&p->number, *p->at - '0') ||
            p->digits + after_point > EX_SCALE_MAX) {
            ex_refuse(p, p->word_column, "the number is too long; at most 18 digits");
            return;
        }
        p->digits += after_point;
    }
    if (*p->at == '.')
        ex_refuse(p, p->column, "a digit must follow the point");
}

/* A quote within is doubled. */
static void read_text(ex_parser *p)
{
    char quote = *p->at;
    uint32_t from = p->pooled;
    p->word = W_TEXT;
    p->literal = p->pool + from;
    step(p);
    while (*p->at && (*p->at != quote || p->at[1] == quote)) {
        if (*p->at == quote)
            step(p);
        p->pool[p->pooled++] = *p->at;
        step(p);
    }
    p->literal_len = p->pooled - from;
    if (!*p->at)
        ex_refuse(p, p->word_column, "the text is not closed; end it with %c", quote);
    else if (p->literal_len > EX_LITERAL_MAX)
        ex_refuse(p, p->word_column, "the text has %u bytes, at most %d are allowed",
                  (unsigned)p->literal_len, EX_LITERAL_MAX);
    else
        step(p);
    p->pool[p->pooled++] = 0;
}

static void read_sign(ex_parser *p)
{
    static const struct {
        const char *sign;
        enum ex_word word;
    } signs[] = {
        { "==", W_EQ },   { "!=", W_NE },   { "<=", W_LE },    { ">=", W_GE },
        { "<", W_LT },    { ">", W_GT },    { "(", W_LPAREN }, { ")", W_RPAREN },
        { ",", W_COMMA }, { ".", W_POINT }, { "+", W_PLUS },   { "-", W_MINUS },
        { "*", W_TIMES }, { "/", W_OVER },
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i].sign);
        if (!strncmp(p->at, signs[i].sign, n)) {
            p->word = signs[i].word;
            for (; n; n--)
                step(p);
            return;
        }
    }
    if (*p->at == '=')
        ex_refuse(p, p->column, "a comparison is written ==");
    else if ((unsigned char)*p->at > ' ' && (unsigned char)*p->at < 127)
        ex_refuse(p, p->column, "'%c' has no meaning here; texts stand in quotes", *p->at);
    else
        ex_refuse(p, p->column,
                  "this character has no meaning here; texts stand in quotes");
}

void ex_next(ex_parser *p)
{
    if (p->rc)
        return;
    while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r')
        step(p);
    p->word_column = p->column;
    p->word_at = p->at;
    if (!*p->at) {
        p->word = W_END;
    } else if (is_digit(*p->at)) {
        read_number(p);
    } else if (is_letter(*p->at)) {
        p->word = W_NAME;
        while (is_letter(*p->at) || is_digit(*p->at))
            step(p);
        p->word_len = (uint32_t)(p->at - p->word_at);
    } else if (*p->at == '\'' || *p->at == '"') {
        read_text(p);
    } else {
        read_sign(p);
    }
}
