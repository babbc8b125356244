/* SPDX-License-Identifier: Apache-2.0 */
/* expression_parse.c - words to nodes, by the grammar in README.md.
 *
 * Each rule is a function; nesting is counted, so that a text of parentheses ends as a
 * sentence and not as the end of the stack. */
#include "expression_inside.h"

enum { NAME_MAX = 63 };

ex_ref ex_new(ex_parser *p, uint8_t code, ex_type type, uint16_t column)
{
    if (p->rc)
        return 0;
    if (p->nodes == EX_NODES_MAX)
        return ex_refuse(p, column, "more than %d operators and operands; split it",
                         EX_NODES_MAX);
    ex_node *n = &p->node[p->nodes++];
    *n = (ex_node){ .code = code, .type = type, .column = column };
    return (ex_ref)p->nodes;
}

ex_ref ex_with(ex_parser *p, uint8_t code, ex_type type, uint16_t column, ex_ref a,
               ex_ref b)
{
    if (!a)
        return 0;
    ex_ref made = ex_new(p, code, type, column);
    if (!made)
        return 0;
    ex_node *n = ex_at(p, made);
    n->first = a;
    n->args = 1;
    if (b) {
        ex_at(p, a)->next = b;
        n->args = 2;
    }
    return made;
}

static ex_ref expect(ex_parser *p, enum ex_word word, const char *what)
{
    if (p->rc)
        return 0;
    if (p->word != word)
        return ex_refuse(p, p->word_column, "%s is expected here", what);
    ex_next(p);
    return 1;
}

/* 15 min, 1.5 h: a whole number of microseconds. */
static ex_ref duration(ex_parser *p, ex_ref number)
{
    static const struct {
        const char *name;
        int64_t micros;
    } units[] = {
        { "s", 1000000 }, { "min", 60000000 }, { "h", INT64_C(3600000000) }, { "d", KH_DAY }
    };
    for (size_t i = 0; number && i < sizeof units / sizeof *units; i++) {
        ex_node *n = ex_at(p, number);
        int64_t micros, ten = 1;
        if (!ex_is_word(p, units[i].name))
            continue;
        for (int32_t k = 0; k < n->k; k++)
            ten *= 10;
        if (kh_mul(&micros, n->i, units[i].micros) || micros % ten)
            return ex_refuse(p, n->column,
                             "the duration is too long, or no whole microseconds");
        n->i = micros / ten;
        n->k = n->scale = 0;
        n->type = EX_DURATION;
        ex_next(p);
        break;
    }
    return number;
}

static ex_ref number(ex_parser *p)
{
    ex_ref made = ex_new(p, OP_NUMBER, EX_NUMBER, p->word_column);
    if (!made)
        return 0;
    ex_node *n = ex_at(p, made);
    n->i = p->number;
    n->k = n->scale = p->digits;
    ex_next(p);
    return p->rc ? 0 : duration(p, made);
}

static ex_ref text(ex_parser *p)
{
    ex_ref made = ex_new(p, OP_TEXT, EX_TEXT, p->word_column);
    if (!made)
        return 0;
    ex_node *n = ex_at(p, made);
    n->s = p->literal;
    n->len = p->literal_len;
    n->is_literal = 1;
    ex_next(p);
    return made;
}

/* Arguments in a chain, behind the parenthesis. */
static ex_ref arguments(ex_parser *p, uint32_t *n)
{
    ex_ref first = 0, last = 0;
    for (*n = 0; !p->rc && p->word != W_RPAREN;) {
        ex_ref one = (!*n || expect(p, W_COMMA, "a comma or )")) ? ex_expression(p) : 0;
        if (!one)
            return 0;
        if (last)
            ex_at(p, last)->next = one;
        first = first ? first : one;
        last = one;
        ++*n;
    }
    return expect(p, W_RPAREN, ")") ? first : 0;
}

static ex_ref operand(ex_parser *p, const char *set, const char *name, uint16_t column)
{
    ex_operand o = { 0 };
    char why[EX_WHY] = "";
    if (p->rc)
        return 0;
    if (!p->scope->find(p->scope->ctx, set, name, &o, why))
        return ex_refuse(p, column, "%s", *why ? why : "this name is not known");
    ex_ref made = ex_new(p, OP_LOAD, o.type, column);
    if (!made)
        return 0;
    ex_node *n = ex_at(p, made);
    n->i = o.slot;
    n->scale = o.scale;
    n->space = o.space;
    n->labels = o.labels;
    n->is_fraction = o.is_fraction;
    n->may_total = o.may_total;
    return made;
}

static int copy_name(ex_parser *p, char *out)
{
    if (p->rc) /* the word was none */
        return 0;
    if (p->word_len > NAME_MAX) {
        ex_refuse(p, p->word_column, "the name has more than %d bytes", NAME_MAX);
        return 0;
    }
    memcpy(out, p->word_at, p->word_len);
    out[p->word_len] = 0;
    ex_next(p);
    return !p->rc;
}

/* A function, a condition, a column, or a dataset's column. */
static ex_ref named(ex_parser *p)
{
    char name[NAME_MAX + 1], member[NAME_MAX + 1];
    uint16_t column = p->word_column;
    uint32_t n = 0;
    if (ex_is_word(p, "true") || ex_is_word(p, "false")) {
        ex_ref made = ex_new(p, OP_NUMBER, EX_CONDITION, column);
        if (made)
            ex_at(p, made)->i = ex_is_word(p, "true");
        ex_next(p);
        return made;
    }
    if (!copy_name(p, name))
        return 0;
    if (p->word == W_LPAREN) {
        ex_next(p);
        ex_ref list = arguments(p, &n);
        return p->rc ? 0 : ex_call(p, name, (uint32_t)strlen(name), column, list, n);
    }
    if (ex_is_reserved(name))
        return ex_refuse(p, column, "a value is expected here, not '%s'", name);
    if (p->word != W_POINT)
        return operand(p, NULL, name, column);
    ex_next(p);
    if (!p->rc && p->word != W_NAME)
        return ex_refuse(p, p->word_column, "a column's name is expected here");
    return copy_name(p, member) ? operand(p, name, member, column) : 0;
}

static ex_ref primary(ex_parser *p)
{
    ex_ref made;
    switch (p->word) {
    case W_NUMBER:
        return number(p);
    case W_TEXT:
        return text(p);
    case W_NAME:
        return named(p);
    case W_LPAREN:
        ex_next(p);
        made = ex_expression(p);
        return made && expect(p, W_RPAREN, ")") ? made : 0;
    default:
        return ex_refuse(p, p->word_column, "a value is expected here");
    }
}

/* Signs are counted, not nested. */
static ex_ref signed_value(ex_parser *p)
{
    uint16_t column = p->word_column;
    int minus = 0;
    for (; !p->rc && p->word == W_MINUS; ex_next(p))
        minus = !minus;
    ex_ref made = p->rc ? 0 : primary(p);
    return minus ? ex_unary(p, OP_NEG, column, made) : made;
}

static ex_ref product(ex_parser *p)
{
    ex_ref made = signed_value(p);
    while (made && (p->word == W_TIMES || p->word == W_OVER)) {
        uint8_t code = p->word == W_TIMES ? OP_MUL : OP_DIV;
        uint16_t column = p->word_column;
        ex_next(p);
        ex_ref right = signed_value(p);
        made = right ? ex_binary(p, code, column, made, right) : 0;
    }
    return made;
}

static ex_ref sum(ex_parser *p)
{
    ex_ref made = product(p);
    while (made && (p->word == W_PLUS || p->word == W_MINUS)) {
        uint8_t code = p->word == W_PLUS ? OP_ADD : OP_SUB;
        uint16_t column = p->word_column;
        ex_next(p);
        ex_ref right = product(p);
        made = right ? ex_binary(p, code, column, made, right) : 0;
    }
    return made;
}

static ex_ref in_list(ex_parser *p, ex_ref value, int is_not)
{
    uint16_t column = p->word_column;
    uint32_t n = 0;
    ex_next(p);
    if (!expect(p, W_LPAREN, "( and a list of values"))
        return 0;
    ex_ref list = arguments(p, &n);
    if (p->rc)
        return 0;
    if (!n)
        return ex_refuse(p, column, "the list is empty");
    ex_ref made = ex_in(p, column, value, list);
    return is_not ? ex_unary(p, OP_NOT, column, made) : made;
}

static ex_ref compared(ex_parser *p)
{
    static const uint8_t codes[] = { [W_EQ] = OP_EQ, [W_NE] = OP_NE, [W_LT] = OP_LT,
                                     [W_LE] = OP_LE, [W_GT] = OP_GT, [W_GE] = OP_GE };
    ex_ref left = sum(p);
    if (left && ex_is_word(p, "in"))
        return in_list(p, left, 0);
    if (left && ex_is_word(p, "not")) {
        ex_next(p);
        if (!p->rc && !ex_is_word(p, "in"))
            return ex_refuse(p, p->word_column, "'in' is expected here");
        return p->rc ? 0 : in_list(p, left, 1);
    }
    if (!left || p->word < W_EQ || p->word > W_GE)
        return left;
    uint8_t code = codes[p->word];
    uint16_t column = p->word_column;
    ex_next(p);
    ex_ref right = sum(p);
    return right ? ex_binary(p, code, column, left, right) : 0;
}

static ex_ref negated(ex_parser *p)
{
    uint16_t column = p->word_column;
    int is_not = 0, any = 0;
    for (; !p->rc && ex_is_word(p, "not"); ex_next(p), any = 1)
        is_not = !is_not;
    ex_ref made = p->rc ? 0 : compared(p);
    if (any && !is_not) /* not not x is x, but only of a condition */
        made = ex_unary(p, OP_NOT, column, made);
    return any ? ex_unary(p, OP_NOT, column, made) : made;
}

static ex_ref joined(ex_parser *p)
{
    ex_ref made = negated(p);
    while (made && ex_is_word(p, "and")) {
        uint16_t column = p->word_column;
        ex_next(p);
        ex_ref right = negated(p);
        made = right ? ex_binary(p, OP_AND, column, made, right) : 0;
    }
    return made;
}

ex_ref ex_expression(ex_parser *p)
{
    if (p->depth == EX_DEPTH_MAX)
        return ex_refuse(p, p->word_column, "nested deeper than %d; split it",
                         EX_DEPTH_MAX);
    p->depth++;
    ex_ref made = joined(p);
    while (made && ex_is_word(p, "or")) {
        uint16_t column = p->word_column;
        ex_next(p);
        ex_ref right = joined(p);
        made = right ? ex_binary(p, OP_OR, column, made, right) : 0;
    }
    p->depth--;
    return p->rc ? 0 : made;
}
