/* SPDX-License-Identifier: Apache-2.0 */
/* expression_run.c - a program over one row; see expression.h.
 *
 *  R3  An operator with a missing operand is missing, but for known, value, if, and where
 *      one side of `and` or `or` decides alone.
 *  R4  What leaves 64 bits is an overflow, carried as missing values are; where both meet
 *      the overflow stands. */
#include "expression_inside.h"

#include <kaohe/cycles.h>

enum { HOURS = 24, MINUTES = 60 };

static ex_value known(int64_t i)
{
    return (ex_value){ .i = i };
}

static ex_value missing(void)
{
    return (ex_value){ .state = EX_MISSING };
}

static ex_value overflow(const ex_op *op)
{
    return (ex_value){ .i = op->column, .state = EX_OVERFLOW };
}

/* The operand that makes the result unknown: the first overflow, else a missing one. */
static const ex_value *unknown_of(const ex_value *v, uint32_t n)
{
    const ex_value *found = NULL;
    for (uint32_t i = 0; i < n; i++)
        if (v[i].state == EX_OVERFLOW)
            return &v[i];
        else if (v[i].state == EX_MISSING)
            found = &v[i];
    return found;
}

static ex_value scale_up(const ex_op *op, int64_t i)
{
    for (int32_t k = 0; k < op->k; k++)
        if (kh_mul(&i, i, 10))
            return overflow(op);
    return known(i);
}

static ex_value arithmetic(const ex_op *op, const ex_value *v)
{
    int64_t i = v[0].i;
    int left = 0;
    switch (op->code) {
    case OP_ADD:
        left = kh_add(&i, v[1].i);
        break;
    case OP_SUB:
        left = kh_sub(&i, v[1].i);
        break;
    case OP_MUL:
        left = kh_mul(&i, v[0].i, v[1].i);
        break;
    case OP_ABS:
        if (i >= 0)
            break;
        /* fall through */
    default: /* OP_NEG */
        i = 0;
        left = kh_sub(&i, v[0].i);
    }
    return left ? overflow(op) : known(i);
}

/* i x 10^k; 0 if that leaves 64 bits, which nothing but 0 is otherwise. */
static int64_t stretched(int64_t i, int32_t k)
{
    for (; k > 0; k--)
        if (kh_mul(&i, i, 10))
            return 0;
    return i;
}

/* -1, 0, 1 of a x 10^(k > 0 ? k : 0) against b x 10^(k < 0 ? -k : 0): what leaves 64 bits
 * is beyond the other side. */
static int compare(int64_t a, int64_t b, int32_t k)
{
    int64_t x = stretched(a, k), y = stretched(b, -k);
    if (a && !x)
        return a < 0 ? -1 : 1;
    if (b && !y)
        return b < 0 ? 1 : -1;
    return x < y ? -1 : x > y;
}

static int holds(uint8_t code, int order)
{
    switch (code) {
    case OP_EQ:
        return !order;
    case OP_NE:
        return order != 0;
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static int is_same_text(const ex_value *a, const ex_value *b)
{
    return a->len == b->len && (!a->len || !memcmp(a->s, b->s, a->len));
}

/* x in (a, b) is x == a or x == b. */
static ex_value within(const ex_op *op, const ex_value *v)
{
    if (v->state)
        return *v;
    for (uint32_t i = 1; i < op->args; i++)
        if (!v[i].state && (op->code == OP_IN ? v[i].i == v->i : is_same_text(&v[i], v)))
            return known(1);
    const ex_value *u = unknown_of(v, op->args);
    return u ? *u : known(0);
}

static ex_value logic(const ex_op *op, const ex_value *v)
{
    int decides = op->code == OP_OR; /* true or, false and */
    for (int i = 0; i < 2; i++)
        if (!v[i].state && !v[i].i == !decides)
            return known(decides);
    const ex_value *u = unknown_of(v, 2);
    return u ? *u : known(!decides);
}

static ex_value extreme(const ex_op *op, const ex_value *v)
{
    ex_value best = v[0];
    for (uint32_t i = 1; i < op->args; i++)
        if (op->code == OP_MIN ? v[i].i < best.i : v[i].i > best.i)
            best = v[i];
    return best;
}

static ex_value part(const ex_op *op, int64_t time)
{
    int64_t day = kh_day_of(time), of_day = time % KH_DAY; /* day x KH_DAY may not fit */
    int of_month;
    int64_t month = kh_cycles_civil_month(day, &of_month);
    of_day += of_day < 0 ? KH_DAY : 0;
    int64_t minute = of_day / (KH_DAY / HOURS / MINUTES);
    switch (op->code) {
    case OP_YEAR:
        return known(kh_cycles_floor_div(month, 12));
    case OP_MONTH:
        return known(month - kh_cycles_floor_div(month, 12) * 12 + 1);
    case OP_DAY:
        return known(of_month);
    case OP_WEEKDAY:
        return known(workdays_weekday(day));
    case OP_HOUR:
        return known(minute / MINUTES);
    case OP_MINUTE:
        return known(minute % MINUTES);
    default: /* OP_DATE */
        return day < INT64_MIN / KH_DAY ? overflow(op) : known(day * KH_DAY);
    }
}

/* Time from v[0] to v[1] within the window; a missing end has not come. */
static ex_value overlap(const ex_op *op, const ex_value *v, const ex_row *row)
{
    if (v[0].state || v[1].state == EX_OVERFLOW)
        return v[0].state ? v[0] : v[1];
    int64_t from = v[0].i > row->from ? v[0].i : row->from, to = row->to;
    if (v[1].state && to == INT64_MAX) /* all dates: no end at all */
        return missing();
    to = !v[1].state && v[1].i < to ? v[1].i : to;
    if (to <= from)
        return known(0);
    return kh_sub(&to, from) ? overflow(op) : known(to);
}

static ex_value of_known(const ex_op *op, const ex_value *v, const ex_row *row)
{
    switch (op->code) {
    case OP_SCALE:
        return scale_up(op, v->i);
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_NEG:
    case OP_ABS:
        return arithmetic(op, v);
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return known(holds(op->code, compare(v[0].i, v[1].i, op->k)));
    case OP_TEXT_EQ:
        return known(is_same_text(&v[0], &v[1]));
    case OP_TEXT_NE:
        return known(!is_same_text(&v[0], &v[1]));
    case OP_STARTS:
        return known(v[0].len >= v[1].len &&
                     (!v[1].len || !memcmp(v[0].s, v[1].s, v[1].len)));
    case OP_NOT:
        return known(!v->i);
    case OP_MIN:
    case OP_MAX:
        return extreme(op, v);
    case OP_UNITS:
        return known(kh_cycles_floor_div(v->i, op->i));
    case OP_WORKDAYS:
        return known(workdays_between(row->calendar, kh_day_of(v[0].i), kh_day_of(v[1].i)));
    default:
        return part(op, v->i);
    }
}

/* One operator over its operands v. */
static ex_value apply(const ex_op *op, const ex_value *v, const ex_row *row)
{
    switch (op->code) {
    case OP_FROM:
        return row->from == INT64_MIN ? missing() : known(row->from);
    case OP_TO:
        return row->to == INT64_MAX ? missing() : known(row->to);
    case OP_KNOWN:
        return v->state == EX_OVERFLOW ? *v : known(!v->state);
    case OP_VALUE:
        return v->state == EX_MISSING ? v[1] : v[0];
    case OP_IF:
        return v->state ? *v : v->i ? v[1] : v[2];
    case OP_AND:
    case OP_OR:
        return logic(op, v);
    case OP_IN:
    case OP_TEXT_IN:
        return within(op, v);
    case OP_OVERLAP:
        return overlap(op, v, row);
    default:
        break;
    }
    const ex_value *u = unknown_of(v, op->args); /* R3, R4 */
    return u ? *u : of_known(op, v, row);
}

ex_value ex_run(const ex_program *p, const ex_row *row)
{
    ex_value stack[EX_NODES_MAX + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->len; i++) {
        const ex_op *op = &p->op[i];
        ex_value v = { 0 };
        switch (op->code) {
        case OP_NUMBER:
            v.i = op->i;
            break;
        case OP_TEXT:
            v.s = op->s;
            v.len = (uint32_t)op->i;
            break;
        case OP_LOAD:
            row->load(row->ctx, (uint32_t)op->i, &v);
            break;
        default:
            n -= op->args;
            v = apply(op, &stack[n], row);
        }
        stack[n++] = v;
    }
    return stack[0];
}
