/* SPDX-License-Identifier: Apache-2.0 */
/* expression_inside.h - what the parts of the compiler share; see expression.h.
 *
 *   expression_lex.c    text to words
 *   expression_parse.c  words to nodes, by the grammar
 *   expression_types.c  operators: what they take and give
 *   expression_calls.c  functions: the same
 *   expression.c        nodes to a program
 *   expression_run.c    programs over a row
 *   expression_exact.c  programs over measures */
#ifndef KH_DECLARED_EXPRESSION_INSIDE_H
#define KH_DECLARED_EXPRESSION_INSIDE_H

#include "expression.h"

enum ex_code {
    OP_NUMBER, /* i x 10^-k */
    OP_TEXT,
    OP_LOAD,  /* slot i */
    OP_SCALE, /* k more digits */
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
    OP_NEG,
    OP_EQ, /* of int64: k > 0: k more digits left, k < 0: right */
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_TEXT_EQ,
    OP_TEXT_NE,
    OP_IN, /* args: the value, then the list */
    OP_TEXT_IN,
    OP_AND,
    OP_OR,
    OP_NOT,
    OP_KNOWN,
    OP_VALUE,
    OP_IF,
    OP_MIN,
    OP_MAX,
    OP_ABS,
    OP_YEAR,
    OP_MONTH,
    OP_DAY,
    OP_WEEKDAY,
    OP_HOUR,
    OP_MINUTE,
    OP_DATE,
    OP_UNITS, /* whole units of i microseconds; exactly over measures */
    OP_WORKDAYS,
    OP_OVERLAP,
    OP_FROM,
    OP_TO,
    OP_STARTS,
    OP_TOTAL, /* slot i */
    OP_WHICH,
    OP_WINDOW, /* length of the window in units of i */
    OP_ROUND   /* to multiples of 1 / i, half away from zero */
};

enum ex_word {
    W_END,
    W_NUMBER,
    W_TEXT,
    W_NAME,
    W_LPAREN,
    W_RPAREN,
    W_COMMA,
    W_POINT,
    W_PLUS,
    W_MINUS,
    W_TIMES,
    W_OVER,
    W_EQ,
    W_NE,
    W_LT,
    W_LE,
    W_GT,
    W_GE
};

typedef uint16_t ex_ref; /* 1 + index of a node; 0 = none */

typedef struct ex_node {
    uint8_t code;
    ex_type type;
    int is_literal; /* a text that takes the type of what it stands beside */
    int is_fraction, may_total;
    int32_t scale; /* EX_NUMBER */
    int32_t k;
    uint32_t space, len, args;
    uint16_t column;
    int64_t i;
    const char *s;
    const char *const *labels;
    ex_ref first, next; /* operands, in order */
} ex_node;

typedef struct ex_parser {
    const ex_scope *scope;
    kh_err *e;
    kh_status rc;
    const char *text, *at; /* all of it; behind the current word */
    uint16_t column;       /* of `at`, in characters from 1 */
    enum ex_word word;
    uint16_t word_column;
    const char *word_at;
    uint32_t word_len; /* W_NAME */
    int64_t number;    /* W_NUMBER, with `digits` of them after the point */
    int32_t digits;
    char *literal; /* W_TEXT: where in `pool` */
    char *pool;    /* unquoted texts, ended by NUL; as long as the text */
    uint32_t pooled, literal_len;
    uint32_t depth, nodes;
    ex_node node[EX_NODES_MAX];
} ex_parser;

/* The first failure stands; returns 0. */
KH_PRINTF(3, 4)
ex_ref ex_refuse(ex_parser *p, uint16_t column, const char *fmt, ...);
void ex_next(ex_parser *p); /* the next word */
int ex_is_word(const ex_parser *p, const char *name);
/* "a number" and the like, for messages. */
const char *ex_type_name(const ex_node *n);

static inline ex_node *ex_at(ex_parser *p, ex_ref ref)
{
    return &p->node[ref - 1];
}
/* 0 if there are too many. */
ex_ref ex_new(ex_parser *p, uint8_t code, ex_type type, uint16_t column);
/* A node with these operands; 0 if one of them is 0. */
ex_ref ex_with(ex_parser *p, uint8_t code, ex_type type, uint16_t column, ex_ref a,
               ex_ref b);

/* An operator and its operands: checked, aligned, made a node. */
ex_ref ex_unary(ex_parser *p, uint8_t code, uint16_t column, ex_ref a);
ex_ref ex_binary(ex_parser *p, uint8_t code, uint16_t column, ex_ref a, ex_ref b);
/* `list` is chained by `next`. */
ex_ref ex_in(ex_parser *p, uint16_t column, ex_ref value, ex_ref list);
/* Make the nodes of a chain one type, with the same digits; 0 after a refusal, else the
 * chain.  A node may be replaced. */
ex_ref ex_align(ex_parser *p, ex_ref chain, uint16_t column, const char *what);
/* Let a literal text be read as what it stands beside. */
void ex_adopt(ex_parser *p, ex_ref literal, ex_ref beside);
/* `name` ( `args` ), chained; `n` of them. */
ex_ref ex_call(ex_parser *p, const char *name, uint32_t len, uint16_t column, ex_ref args,
               uint32_t n);
/* An expression; p->word is its first word. */
ex_ref ex_expression(ex_parser *p);

#endif
