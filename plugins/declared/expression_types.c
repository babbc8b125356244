/* SPDX-License-Identifier: Apache-2.0 */
/* expression_types.c - operators: what they take and give; see expression_inside.h.
 *
 * Numbers over a row carry a fixed number of digits: sums are aligned by nodes OP_SCALE,
 * products add their digits up, comparisons know the difference and never overflow. */
#include "expression_inside.h"

#include <kaohe/cycles.h>

const char *ex_type_name(const ex_node *n)
{
    static const char *const names[] = { "?",          "a number", "a condition", "a time",
                                         "a duration", "a text",   "a key" };
    return names[n->type];
}

/* Text of a time is read part by part; `bad` is set for good by the first that is not. */
typedef struct reader {
    const char *at;
    int bad;
} reader;

static int read_digits(reader *r, int n, int least, int most)
{
    int value = 0;
    for (; n && !r->bad; n--, r->at++) {
        r->bad = *r->at < '0' || *r->at > '9';
        value = value * 10 + (*r->at - '0');
    }
    r->bad = r->bad || value < least || value > most;
    return r->bad ? least : value;
}

static void read_sign(reader *r, char c)
{
    r->bad = r->bad || *r->at != c;
    r->at += !r->bad;
}

/* 2011-04-01, 2011-04-01 08:30, 2011-04-01T08:30:15 */
static int parse_time(const char *s, int64_t *out)
{
    reader r = { s, 0 };
    int hour = 0, minute = 0, second = 0;
    int year = read_digits(&r, 4, 0, 9999);
    read_sign(&r, '-');
    int month = read_digits(&r, 2, 1, 12);
    read_sign(&r, '-');
    int day = read_digits(&r, 2, 1, kh_cycles_month_days((int64_t)year * 12 + month - 1));
    if (!r.bad && *r.at) {
        read_sign(&r, *r.at == 'T' ? 'T' : ' ');
        hour = read_digits(&r, 2, 0, 23);
        read_sign(&r, ':');
        minute = read_digits(&r, 2, 0, 59);
        if (!r.bad && *r.at) {
            read_sign(&r, ':');
            second = read_digits(&r, 2, 0, 59);
        }
    }
    *out = kh_cycles_civil_day(year, month, day) * KH_DAY +
           ((hour * 60 + minute) * 60 + second) * INT64_C(1000000);
    return !r.bad && !*r.at;
}

static void adopt_choice(ex_parser *p, const ex_node *n, const char *const *labels)
{
    for (uint32_t i = 0; labels[i]; i++)
        if (strlen(labels[i]) == n->len && !memcmp(labels[i], n->s, n->len))
            return;
    ex_refuse(p, n->column, "'%.80s' is none of the values of this column (%.40s, ...)",
              n->s, labels[0]);
}

void ex_adopt(ex_parser *p, ex_ref literal, ex_ref beside)
{
    if (!literal || !beside || p->rc)
        return;
    ex_node *n = ex_at(p, literal);
    const ex_node *b = ex_at(p, beside);
    if (!n->is_literal || b->is_literal)
        return;
    if (b->type == EX_TEXT && b->labels)
        adopt_choice(p, n, b->labels);
    if (b->type != EX_TIME)
        return;
    if (strlen(n->s) != n->len || !parse_time(n->s, &n->i)) {
        ex_refuse(p, n->column,
                  "'%.40s' is no time like '2011-04-01' or '2011-04-01 08:30'", n->s);
        return;
    }
    n->code = OP_NUMBER;
    n->type = EX_TIME;
    n->is_literal = 0;
    n->s = NULL;
}

/* `ref` with k more digits, in its place of a chain. */
static ex_ref scaled(ex_parser *p, ex_ref ref, int32_t k)
{
    if (!ref || !k)
        return ref;
    ex_node *n = ex_at(p, ref);
    ex_ref next = n->next;
    ex_ref made = ex_new(p, OP_SCALE, EX_NUMBER, n->column);
    if (!made)
        return 0;
    ex_node *m = ex_at(p, made);
    n->next = 0;
    m->k = k;
    m->scale = n->scale + k;
    m->is_fraction = n->is_fraction;
    m->first = ref;
    m->args = 1;
    m->next = next;
    return made;
}

ex_ref ex_align(ex_parser *p, ex_ref chain, uint16_t column, const char *what)
{
    int32_t most = 0;
    ex_ref typed = chain, first = 0, last = 0;
    for (ex_ref i = chain; i; i = ex_at(p, i)->next)
        if (ex_at(p, typed)->is_literal)
            typed = i;
    for (ex_ref i = chain; i && !p->rc; i = ex_at(p, i)->next) {
        ex_adopt(p, i, typed);
        const ex_node *n = ex_at(p, i), *t = ex_at(p, typed);
        if (p->rc)
            return 0;
        if (n->type != t->type)
            return ex_refuse(p, column, "%s cannot go with %s in %s", ex_type_name(t),
                             ex_type_name(n), what);
        if (n->type == EX_KEY && n->space != t->space)
            return ex_refuse(p, column, "keys of different spaces cannot go together");
        if (n->type == EX_NUMBER && n->scale > most)
            most = n->scale;
    }
    for (ex_ref i = chain, next; i && !p->rc; i = next) {
        const ex_node *n = ex_at(p, i);
        next = n->next;
        int by = n->type == EX_NUMBER && !p->scope->over_measures;
        ex_ref made = scaled(p, i, by ? most - n->scale : 0);
        if (last && made)
            ex_at(p, last)->next = made;
        first = first ? first : made;
        last = made;
    }
    return p->rc ? 0 : first;
}

ex_ref ex_unary(ex_parser *p, uint8_t code, uint16_t column, ex_ref a)
{
    if (!a)
        return 0;
    const ex_node from = *ex_at(p, a);
    if (code == OP_NOT && from.type != EX_CONDITION)
        return ex_refuse(p, column, "'not' takes a condition, not %s", ex_type_name(&from));
    if (code == OP_NEG && from.type != EX_NUMBER && from.type != EX_DURATION)
        return ex_refuse(p, column, "- takes a number or a duration, not %s",
                         ex_type_name(&from));
    ex_ref made = ex_with(p, code, from.type, column, a, 0);
    if (made) {
        ex_at(p, made)->scale = from.scale;
        ex_at(p, made)->is_fraction = from.is_fraction;
    }
    return made;
}

static ex_ref mistyped(ex_parser *p, const char *sign, uint16_t column, const ex_node *a,
                       const ex_node *b)
{
    return ex_refuse(p, column, "%s cannot stand between %s and %s", sign, ex_type_name(a),
                     ex_type_name(b));
}

/* number +- number, duration +- duration, time +- duration, time - time */
static ex_ref added(ex_parser *p, uint8_t code, uint16_t column, ex_ref left, ex_ref right)
{
    const char *sign = code == OP_ADD ? "+" : "-";
    ex_adopt(p, right, left);
    ex_adopt(p, left, right);
    if (p->rc)
        return 0;
    const ex_node a = *ex_at(p, left), b = *ex_at(p, right);
    ex_type type = a.type;
    if (a.type == EX_TIME && b.type == EX_TIME && code == OP_SUB)
        type = EX_DURATION;
    else if (a.type == EX_DURATION && b.type == EX_TIME && code == OP_ADD)
        type = EX_TIME;
    else if (!(a.type == EX_TIME && b.type == EX_DURATION) &&
             !(a.type == b.type && (a.type == EX_NUMBER || a.type == EX_DURATION)))
        return mistyped(p, sign, column, &a, &b);
    int32_t scale = a.scale > b.scale ? a.scale : b.scale;
    if (type == EX_NUMBER && !p->scope->over_measures) {
        left = scaled(p, left, scale - a.scale);
        right = scaled(p, right, scale - b.scale);
    }
    ex_ref made = right ? ex_with(p, code, type, column, left, right) : 0;
    if (made) {
        ex_at(p, made)->scale = scale;
        ex_at(p, made)->is_fraction = a.is_fraction || b.is_fraction;
    }
    return made;
}

/* number * number, duration * number; over measures also / number, duration / duration.
 * 0 is no type. */
static int product_type(uint8_t code, const ex_node *a, const ex_node *b)
{
    int long_a = a->type == EX_DURATION, long_b = b->type == EX_DURATION;
    if ((a->type != EX_NUMBER && !long_a) || (b->type != EX_NUMBER && !long_b))
        return 0;
    if (long_a && long_b)
        return code == OP_DIV ? EX_NUMBER : 0; /* a part of a duration */
    if (long_b && code == OP_DIV)
        return 0;
    return long_a || long_b ? EX_DURATION : EX_NUMBER;
}

static ex_ref multiplied(ex_parser *p, uint8_t code, uint16_t column, ex_ref left,
                         ex_ref right)
{
    const ex_node a = *ex_at(p, left), b = *ex_at(p, right);
    int exact = p->scope->over_measures, type = product_type(code, &a, &b);
    int32_t scale = a.scale + b.scale;
    if (code == OP_DIV && !exact)
        return ex_refuse(p, column,
                         "rows are not divided; an indicator has `of` and `per`");
    if (code == OP_DIV && b.code == OP_NUMBER && !b.i && type)
        return ex_refuse(p, column, "it divides by 0, so there is never a value");
    if (!type)
        return mistyped(p, code == OP_MUL ? "*" : "/", column, &a, &b);
    if (!exact && type == EX_DURATION && scale)
        return ex_refuse(p, column, "a duration is multiplied by whole numbers only");
    if (!exact && scale > EX_SCALE_MAX)
        return ex_refuse(
            p, column, "the product has %d digits after the point, at most %d are allowed",
            (int)scale, EX_SCALE_MAX);
    ex_ref made = ex_with(p, code, (ex_type)type, column, left, right);
    if (made) {
        int lost = code == OP_DIV || scale > EX_SCALE_MAX;
        ex_at(p, made)->scale = type == EX_NUMBER && !lost ? scale : 0;
        ex_at(p, made)->is_fraction = a.is_fraction || b.is_fraction || lost;
    }
    return made;
}

static ex_ref compared(ex_parser *p, uint8_t code, uint16_t column, ex_ref left,
                       ex_ref right)
{
    ex_adopt(p, right, left);
    ex_adopt(p, left, right);
    if (p->rc)
        return 0;
    const ex_node a = *ex_at(p, left), b = *ex_at(p, right);
    int is_equality = code == OP_EQ || code == OP_NE;
    if (a.type != b.type)
        return ex_refuse(p, column, "%s cannot be compared with %s", ex_type_name(&a),
                         ex_type_name(&b));
    if (!is_equality && (a.type == EX_TEXT || a.type == EX_KEY || a.type == EX_CONDITION))
        return ex_refuse(p, column, "of %s only == and != can be asked", ex_type_name(&a));
    if (a.type == EX_KEY && a.space != b.space)
        return ex_refuse(p, column, "keys of different spaces cannot be compared");
    if (a.type == EX_TEXT)
        code = code == OP_EQ ? OP_TEXT_EQ : OP_TEXT_NE;
    ex_ref made = ex_with(p, code, EX_CONDITION, column, left, right);
    if (made && a.type == EX_NUMBER)
        ex_at(p, made)->k = b.scale - a.scale;
    return made;
}

ex_ref ex_binary(ex_parser *p, uint8_t code, uint16_t column, ex_ref a, ex_ref b)
{
    if (!a || !b)
        return 0;
    switch (code) {
    case OP_ADD:
    case OP_SUB:
        return added(p, code, column, a, b);
    case OP_MUL:
    case OP_DIV:
        return multiplied(p, code, column, a, b);
    case OP_AND:
    case OP_OR:
        if (ex_at(p, a)->type != EX_CONDITION || ex_at(p, b)->type != EX_CONDITION)
            return mistyped(p, code == OP_AND ? "'and'" : "'or'", column, ex_at(p, a),
                            ex_at(p, b));
        return ex_with(p, code, EX_CONDITION, column, a, b);
    default:
        return compared(p, code, column, a, b);
    }
}

ex_ref ex_in(ex_parser *p, uint16_t column, ex_ref value, ex_ref list)
{
    ex_at(p, value)->next = list;
    ex_ref chain = ex_align(p, value, column, "this list");
    if (!chain)
        return 0;
    int is_text = ex_at(p, chain)->type == EX_TEXT;
    ex_ref made = ex_new(p, is_text ? OP_TEXT_IN : OP_IN, EX_CONDITION, column);
    if (!made)
        return 0;
    ex_node *n = ex_at(p, made);
    n->first = chain;
    for (ex_ref i = chain; i; i = ex_at(p, i)->next)
        n->args++;
    return made;
}
