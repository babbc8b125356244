/* SPDX-License-Identifier: Apache-2.0 */
/* expression_exact.c - fractions, and a program over the measures of a subject; see
 * expression.h.  Fractions are in lowest terms at every step, so that only a result that
 * is no int64 itself overflows, or one that comes close to it. */
#include "expression_inside.h"

#include <kaohe/stat.h>

static ex_fraction missing(void)
{
    return (ex_fraction){ 0, 1, EX_MISSING };
}

static ex_fraction overflow(void)
{
    return (ex_fraction){ 0, 1, EX_OVERFLOW };
}

static ex_fraction whole(int64_t i)
{
    return (ex_fraction){ i, 1, EX_KNOWN };
}

static const ex_fraction *unknown_of(const ex_fraction *v, uint32_t n)
{
    const ex_fraction *found = NULL;
    for (uint32_t i = 0; i < n; i++)
        if (v[i].state == EX_OVERFLOW)
            return &v[i];
        else if (v[i].state)
            found = &v[i];
    return found;
}

ex_fraction ex_fraction_of(int64_t num, int64_t den)
{
    if (!den)
        return missing();
    int64_t g = kh_gcd(num, den);
    num /= g;
    den /= g;
    if (den < 0) {
        if (num == INT64_MIN || den == INT64_MIN)
            return overflow();
        num = -num;
        den = -den;
    }
    return (ex_fraction){ num, den, EX_KNOWN };
}

/* By Knuth, volume 2, 4.5.1: the parts grow as little as they can. */
ex_fraction ex_add(ex_fraction a, ex_fraction b)
{
    const ex_fraction both[] = { a, b };
    const ex_fraction *u = unknown_of(both, 2);
    int64_t g = kh_gcd(a.den, b.den), x, y, den;
    if (u)
        return *u;
    if (kh_mul(&x, a.num, b.den / g) || kh_mul(&y, b.num, a.den / g) || kh_add(&x, y))
        return overflow();
    int64_t g2 = kh_gcd(x, g);
    if (kh_mul(&den, a.den / g, b.den / g2))
        return overflow();
    return (ex_fraction){ x / g2, den, EX_KNOWN };
}

ex_fraction ex_multiply(ex_fraction a, ex_fraction b)
{
    const ex_fraction both[] = { a, b };
    const ex_fraction *u = unknown_of(both, 2);
    if (u)
        return *u;
    int64_t g = kh_gcd(a.num, b.den), g2 = kh_gcd(b.num, a.den), num, den;
    if (kh_mul(&num, a.num / g, b.num / g2) || kh_mul(&den, a.den / g2, b.den / g))
        return overflow();
    return (ex_fraction){ num, den, EX_KNOWN };
}

ex_fraction ex_divide(ex_fraction a, ex_fraction b)
{
    if (a.state || b.state)
        return ex_multiply(a, b);
    if (!b.num)
        return missing();
    if (b.num == INT64_MIN)
        return overflow();
    const ex_fraction turned = { b.num < 0 ? -b.den : b.den, b.num < 0 ? -b.num : b.num,
                                 EX_KNOWN };
    return ex_multiply(a, turned);
}

int ex_compare(ex_fraction a, ex_fraction b)
{
    return kh_ratio_compare(a.num, a.den, b.num, b.den);
}

static ex_fraction truth(int holds)
{
    return whole(holds != 0);
}

static ex_fraction compared(const ex_op *op, const ex_fraction *v)
{
    int order = ex_compare(v[0], v[1]);
    switch (op->code) {
    case OP_EQ:
        return truth(!order);
    case OP_NE:
        return truth(order);
    case OP_LT:
        return truth(order < 0);
    case OP_LE:
        return truth(order <= 0);
    case OP_GT:
        return truth(order > 0);
    default:
        return truth(order >= 0);
    }
}

static ex_fraction negative(ex_fraction a)
{
    return a.num == INT64_MIN ? overflow() : (ex_fraction){ -a.num, a.den, EX_KNOWN };
}

/* min, max, which: of equal ones the first. */
static ex_fraction extreme(const ex_op *op, const ex_fraction *v)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < op->args; i++) {
        int order = ex_compare(v[i], v[best]);
        if (op->code == OP_MIN ? order < 0 : order > 0)
            best = i;
    }
    return op->code == OP_WHICH ? whole((int64_t)best + 1) : v[best];
}

static ex_fraction within(const ex_op *op, const ex_fraction *v)
{
    if (v->state)
        return *v;
    for (uint32_t i = 1; i < op->args; i++)
        if (!v[i].state && !ex_compare(v[i], v[0]))
            return truth(1);
    const ex_fraction *u = unknown_of(v, op->args);
    return u ? *u : truth(0);
}

static ex_fraction logic(const ex_op *op, const ex_fraction *v)
{
    int decides = op->code == OP_OR;
    for (int i = 0; i < 2; i++)
        if (!v[i].state && !v[i].num == !decides)
            return truth(decides);
    const ex_fraction *u = unknown_of(v, 2);
    return u ? *u : truth(!decides);
}

/* To multiples of 1 / times; a half goes away from zero. */
static ex_fraction rounded(ex_fraction a, int64_t times)
{
    ex_fraction x = ex_multiply(a, whole(times));
    if (x.state)
        return x;
    return ex_fraction_of(kh_round_half_up(x.num, x.den), times);
}

static ex_fraction of_known(const ex_op *op, const ex_fraction *v)
{
    switch (op->code) {
    case OP_SCALE: /* a fraction needs none */
        return v[0];
    case OP_ADD:
        return ex_add(v[0], v[1]);
    case OP_SUB:
        return ex_add(v[0], negative(v[1]));
    case OP_MUL:
        return ex_multiply(v[0], v[1]);
    case OP_DIV:
        return ex_divide(v[0], v[1]);
    case OP_NEG:
        return negative(v[0]);
    case OP_ABS:
        return v->num < 0 ? negative(v[0]) : v[0];
    case OP_NOT:
        return truth(!v->num);
    case OP_MIN:
    case OP_MAX:
    case OP_WHICH:
        return extreme(op, v);
    case OP_ROUND:
        return rounded(v[0], op->i);
    case OP_UNITS:
        return ex_divide(v[0], whole(op->i));
    default:
        return compared(op, v);
    }
}

static ex_fraction apply(const ex_op *op, const ex_fraction *v, const ex_subject *s)
{
    int64_t length = s->to;
    switch (op->code) {
    case OP_WINDOW:
        if (s->from == INT64_MIN || s->to == INT64_MAX || kh_sub(&length, s->from))
            return missing();
        return ex_fraction_of(length, op->i);
    case OP_KNOWN:
        return v->state == EX_OVERFLOW ? *v : truth(!v->state);
    case OP_VALUE:
        return v->state == EX_MISSING ? v[1] : v[0];
    case OP_IF:
        return v->state ? *v : v->num ? v[1] : v[2];
    case OP_AND:
    case OP_OR:
        return logic(op, v);
    case OP_IN:
        return within(op, v);
    default:
        break;
    }
    const ex_fraction *u = unknown_of(v, op->args);
    return u ? *u : of_known(op, v);
}

static ex_fraction literal(const ex_op *op)
{
    int64_t ten = 1; /* at most 18 digits, as the parser allows */
    for (int32_t k = 0; k < op->k; k++)
        ten *= 10;
    return ex_fraction_of(op->i, ten);
}

ex_fraction ex_run_exact(const ex_program *p, const ex_subject *s)
{
    ex_fraction stack[EX_NODES_MAX + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->len; i++) {
        const ex_op *op = &p->op[i];
        ex_fraction v = missing();
        switch (op->code) {
        case OP_NUMBER:
            v = literal(op);
            break;
        case OP_LOAD:
            s->load(s->ctx, (uint32_t)op->i, &v);
            break;
        case OP_TOTAL:
            s->total(s->ctx, (uint32_t)op->i, &v);
            break;
        default:
            n -= op->args;
            v = apply(op, &stack[n], s);
        }
        if (v.state == EX_OVERFLOW && !v.num)
            v.num = op->column;
        stack[n++] = v;
    }
    return stack[0];
}
