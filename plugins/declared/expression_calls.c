/* SPDX-License-Identifier: Apache-2.0 */
/* expression_calls.c - functions: what they take and give; see expression_inside.h. */
#include "expression_inside.h"
#include "nearest.h"

enum { ANY = 255, ROUND_DIGITS_MAX = 9 };
enum { IN_ROWS = 1, IN_MEASURES = 2, EVERYWHERE = 3 };
enum shape {
    CONDITION_OF_ANY, /* known */
    FIRST_OR,         /* value */
    CHOOSE,           /* if */
    LIKE_ALL,         /* min, max */
    LIKE_ONE,         /* abs */
    PART,             /* number of a time */
    DAY_OF,           /* date */
    UNITS,            /* of a duration, or between two times */
    TIMES_TO_NUMBER,  /* workdays */
    TIMES_TO_LENGTH,  /* overlap */
    WINDOW_TIME,
    WINDOW_LENGTH,
    TEXT_BEGINS,
    ROUNDED, /* round */
    TOTAL_OF,
    WHICH_OF
};

typedef struct function {
    const char *name;
    uint8_t code, least, most, where, shape;
    int64_t i;
} function;

static const function functions[] = {
    { "known", OP_KNOWN, 1, 1, EVERYWHERE, CONDITION_OF_ANY, 0 },
    { "value", OP_VALUE, 2, 2, EVERYWHERE, FIRST_OR, 0 },
    { "if", OP_IF, 3, 3, EVERYWHERE, CHOOSE, 0 },
    { "min", OP_MIN, 1, ANY, EVERYWHERE, LIKE_ALL, 0 },
    { "max", OP_MAX, 1, ANY, EVERYWHERE, LIKE_ALL, 0 },
    { "abs", OP_ABS, 1, 1, EVERYWHERE, LIKE_ONE, 0 },
    { "year", OP_YEAR, 1, 1, IN_ROWS, PART, 0 },
    { "month", OP_MONTH, 1, 1, IN_ROWS, PART, 0 },
    { "day", OP_DAY, 1, 1, IN_ROWS, PART, 0 },
    { "weekday", OP_WEEKDAY, 1, 1, IN_ROWS, PART, 0 },
    { "hour", OP_HOUR, 1, 1, IN_ROWS, PART, 0 },
    { "minute", OP_MINUTE, 1, 1, IN_ROWS, PART, 0 },
    { "date", OP_DATE, 1, 1, IN_ROWS, DAY_OF, 0 },
    { "seconds", OP_UNITS, 1, 2, EVERYWHERE, UNITS, 1000000 },
    { "minutes", OP_UNITS, 1, 2, EVERYWHERE, UNITS, 60000000 },
    { "hours", OP_UNITS, 1, 2, EVERYWHERE, UNITS, INT64_C(3600000000) },
    { "days", OP_UNITS, 1, 2, EVERYWHERE, UNITS, KH_DAY },
    { "workdays", OP_WORKDAYS, 2, 2, IN_ROWS, TIMES_TO_NUMBER, 0 },
    { "overlap", OP_OVERLAP, 2, 2, IN_ROWS, TIMES_TO_LENGTH, 0 },
    { "window_from", OP_FROM, 0, 0, IN_ROWS, WINDOW_TIME, 0 },
    { "window_to", OP_TO, 0, 0, IN_ROWS, WINDOW_TIME, 0 },
    { "window_days", OP_WINDOW, 0, 0, IN_MEASURES, WINDOW_LENGTH, KH_DAY },
    { "window_hours", OP_WINDOW, 0, 0, IN_MEASURES, WINDOW_LENGTH, INT64_C(3600000000) },
    { "starts", OP_STARTS, 2, 2, IN_ROWS, TEXT_BEGINS, 0 },
    { "total", OP_TOTAL, 1, 1, IN_MEASURES, TOTAL_OF, 0 },
    { "round", OP_ROUND, 2, 2, IN_MEASURES, ROUNDED, 0 },
    { "which", OP_WHICH, 2, ANY, IN_MEASURES, WHICH_OF, 0 },
};

typedef struct call {
    ex_parser *p;
    const function *f;
    uint16_t column;
    ex_ref args;
} call;

static const ex_node *arg(const call *c, uint32_t k)
{
    ex_ref at = c->args;
    for (; k; k--)
        at = ex_at(c->p, at)->next;
    return ex_at(c->p, at);
}

static ex_ref make(const call *c, ex_type type, ex_ref chain)
{
    ex_ref made = c->p->rc ? 0 : ex_new(c->p, c->f->code, type, c->column);
    if (!made)
        return 0;
    ex_node *n = ex_at(c->p, made);
    n->i = c->f->i;
    n->first = chain;
    for (ex_ref i = chain; i; i = ex_at(c->p, i)->next)
        n->args++;
    return made;
}

/* The result is as the arguments from `first` on, which are alike. */
static ex_ref make_like(const call *c, ex_ref chain, ex_ref first)
{
    if (!first)
        return 0;
    const ex_node like = *ex_at(c->p, first);
    int is_fraction = 0;
    int32_t scale = 0;
    for (ex_ref i = first; i; i = ex_at(c->p, i)->next) {
        is_fraction |= ex_at(c->p, i)->is_fraction;
        scale = ex_at(c->p, i)->scale > scale ? ex_at(c->p, i)->scale : scale;
    }
    ex_ref made = make(c, like.type, chain);
    if (made) {
        ex_node *n = ex_at(c->p, made);
        n->scale = scale;
        n->space = like.space;
        n->is_fraction = is_fraction;
    }
    return made;
}

static ex_ref takes(const call *c, const char *what)
{
    return ex_refuse(c->p, c->column, "%s takes %s", c->f->name, what);
}

/* A text beside nothing else is a time where a time is wanted. */
static int are_times(const call *c)
{
    ex_node like = { .type = EX_TIME };
    for (ex_ref i = c->args; i; i = ex_at(c->p, i)->next) {
        if (ex_at(c->p, i)->is_literal && c->p->nodes < EX_NODES_MAX) {
            c->p->node[c->p->nodes] = like; /* beside it, for this call only */
            ex_adopt(c->p, i, (ex_ref)(c->p->nodes + 1));
        }
        if (c->p->rc || ex_at(c->p, i)->type != EX_TIME)
            return 0;
    }
    return 1;
}

static ex_ref choose(const call *c)
{
    if (arg(c, 0)->type != EX_CONDITION)
        return takes(c, "a condition and two values");
    ex_node *condition = ex_at(c->p, c->args);
    ex_ref rest = condition->next;
    condition->next = 0;
    rest = ex_align(c->p, rest, c->column, c->f->name);
    if (rest)
        ex_at(c->p, c->args)->next = rest;
    return make_like(c, c->args, rest);
}

static ex_ref like_all(const call *c)
{
    ex_ref chain = ex_align(c->p, c->args, c->column, c->f->name);
    if (!chain)
        return 0;
    ex_type type = ex_at(c->p, chain)->type;
    if (type != EX_NUMBER && type != EX_DURATION && type != EX_TIME)
        return takes(c, "numbers, durations or times");
    return make_like(c, chain, chain);
}

/* hours(d), hours(from, to) */
static ex_ref units(const call *c)
{
    ex_ref length = c->args;
    if (ex_at(c->p, length)->next) {
        if (!are_times(c))
            return takes(c, "a duration, or two times");
        ex_ref from = c->args, to = ex_at(c->p, from)->next;
        ex_at(c->p, from)->next = 0;
        length = ex_binary(c->p, OP_SUB, c->column, to, from);
    }
    if (!length || ex_at(c->p, length)->type != EX_DURATION)
        return takes(c, "a duration, or two times");
    ex_ref made = make(c, EX_NUMBER, length);
    if (made)
        ex_at(c->p, made)->is_fraction = c->p->scope->over_measures;
    return made;
}

static ex_ref of_measures(const call *c)
{
    if (c->f->shape == WHICH_OF) {
        ex_ref chain = ex_align(c->p, c->args, c->column, c->f->name);
        if (!chain)
            return 0;
        if (ex_at(c->p, chain)->type != EX_NUMBER)
            return takes(c, "numbers");
        return make(c, EX_NUMBER, chain);
    }
    const ex_node from = *arg(c, 0);
    if (from.code != OP_LOAD || !from.may_total)
        return takes(c, "the name of a count or a sum");
    ex_ref made = make(c, from.type, 0);
    if (made) {
        ex_at(c->p, made)->i = from.i;
        ex_at(c->p, made)->scale = from.scale;
    }
    return made;
}

/* round(x, digits) */
static ex_ref rounded(const call *c)
{
    const ex_node digits = *arg(c, 1);
    if (arg(c, 0)->type != EX_NUMBER || digits.code != OP_NUMBER ||
        digits.type != EX_NUMBER || digits.scale || digits.i > ROUND_DIGITS_MAX)
        return takes(c, "a number and how many digits it keeps, 0 to 9");
    ex_at(c->p, c->args)->next = 0;
    ex_ref made = make(c, EX_NUMBER, c->args);
    if (made) {
        ex_node *n = ex_at(c->p, made);
        n->is_fraction = 1;
        n->i = 1;
        for (int64_t k = 0; k < digits.i; k++)
            n->i *= 10;
    }
    return made;
}

static ex_ref of_times(const call *c)
{
    if (!are_times(c))
        return takes(c, c->f->most == 1 ? "a time" : "two times");
    switch (c->f->shape) {
    case DAY_OF:
        return make(c, EX_TIME, c->args);
    case TIMES_TO_LENGTH:
        return make(c, EX_DURATION, c->args);
    default:
        return make(c, EX_NUMBER, c->args);
    }
}

static ex_ref typed(const call *c)
{
    switch (c->f->shape) {
    case CONDITION_OF_ANY:
        return make(c, EX_CONDITION, c->args);
    case FIRST_OR: {
        ex_ref chain = ex_align(c->p, c->args, c->column, c->f->name);
        return make_like(c, chain, chain);
    }
    case CHOOSE:
        return choose(c);
    case LIKE_ALL:
        return like_all(c);
    case LIKE_ONE:
        if (arg(c, 0)->type != EX_NUMBER && arg(c, 0)->type != EX_DURATION)
            return takes(c, "a number or a duration");
        return make_like(c, c->args, c->args);
    case UNITS:
        return units(c);
    case WINDOW_TIME:
        return make(c, EX_TIME, 0);
    case WINDOW_LENGTH: {
        ex_ref made = make(c, EX_NUMBER, 0);
        if (made)
            ex_at(c->p, made)->is_fraction = 1;
        return made;
    }
    case TEXT_BEGINS:
        if (arg(c, 0)->type != EX_TEXT || arg(c, 1)->type != EX_TEXT)
            return takes(c, "two texts");
        return make(c, EX_CONDITION, c->args);
    case TOTAL_OF:
    case WHICH_OF:
        return of_measures(c);
    case ROUNDED:
        return rounded(c);
    default:
        return of_times(c);
    }
}

static const char *function_name(const void *ctx, uint32_t i)
{
    return ((const function *)ctx)[i].name;
}

ex_ref ex_call(ex_parser *p, const char *name, uint32_t len, uint16_t column, ex_ref args,
               uint32_t n)
{
    const uint32_t known = sizeof functions / sizeof *functions;
    const function *f = NULL;
    char near[NEAREST_SAID];
    uint8_t where = p->scope->over_measures ? IN_MEASURES : IN_ROWS;
    for (size_t i = 0; !f && i < known; i++)
        if (strlen(functions[i].name) == len && !memcmp(functions[i].name, name, len))
            f = &functions[i];
    if (!f)
        return ex_refuse(p, column, "there is no function '%.63s'%s", name,
                         declared_near(near, name, function_name, functions, known));
    if (!(f->where & where))
        return ex_refuse(p, column, "%s is of %s only", f->name,
                         where == IN_ROWS ? "indicators" : "rows");
    if (n != f->least && f->least == f->most)
        return ex_refuse(p, column, "%s takes %u value%s, not %u", f->name,
                         (unsigned)f->least, f->least == 1 ? "" : "s", (unsigned)n);
    if (n < f->least || n > f->most)
        return ex_refuse(p, column, "%s takes %u to %u values, not %u", f->name,
                         (unsigned)f->least, (unsigned)f->most, (unsigned)n);
    const call c = { p, f, column, args };
    return typed(&c);
}
