/* SPDX-License-Identifier: Apache-2.0 */
/* expression.c - nodes to a program; see expression.h.
 *
 * A program is the nodes in postfix order, so it needs at most as many places on its stack
 * as it has nodes. */
#include "expression_inside.h"

#include <strings.h>

/* The longest chain of nodes below one another is as long as the text has operators. */
static void emit(const ex_parser *p, ex_ref ref, ex_program *out)
{
    const ex_node *n = &p->node[ref - 1];
    for (ex_ref i = n->first; i; i = p->node[i - 1].next)
        emit(p, i, out);
    out->op[out->len++] =
        (ex_op){ n->code, n->column, (uint16_t)n->args, n->k, n->i, n->s };
    if (n->code == OP_TEXT)
        out->op[out->len - 1].i = n->len;
    if (n->code == OP_LOAD && out->first == UINT32_MAX)
        out->first = (uint32_t)n->i;
}

static kh_status assemble(const kh_host *h, ex_parser *p, ex_ref root, ex_program *out,
                          kh_err *e)
{
    const ex_node *n = ex_at(p, root);
    out->op = kh_new(h, p->nodes * sizeof *out->op, e);
    if (!out->op)
        return KH_ENOMEM;
    out->first = UINT32_MAX;
    emit(p, root, out);
    out->texts = p->pool; /* texts of the program point into it */
    p->pool = NULL;
    out->type = n->type;
    out->scale = n->scale;
    out->space = n->space;
    out->labels = n->labels;
    out->is_fraction = n->is_fraction;
    out->lone = n->code == OP_LOAD ? (int32_t)n->i : -1;
    return KH_OK;
}

/* Something follows an expression: a word in capitals, or what is no operator at all. */
static ex_ref no_operator(ex_parser *p)
{
    static const char *const words[] = { "and", "or", "not", "in" };
    int len = p->word_len > 40 ? 40 : (int)p->word_len;
    if (p->word != W_NAME)
        return ex_refuse(p, p->word_column, "an operator is expected here");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == p->word_len &&
            !strncasecmp(words[i], p->word_at, p->word_len))
            return ex_refuse(p, p->word_column,
                             "an operator is expected here, not '%.*s'; write '%s'", len,
                             p->word_at, words[i]);
    return ex_refuse(p, p->word_column, "an operator is expected here, not '%.*s'", len,
                     p->word_at);
}

static ex_ref parse(ex_parser *p)
{
    ex_next(p);
    if (!p->rc && p->word == W_END)
        return ex_refuse(p, 1, "the expression is empty");
    ex_ref root = p->rc ? 0 : ex_expression(p);
    if (root && !p->rc && p->word != W_END)
        return no_operator(p);
    for (uint32_t i = 0; p->scope->over_measures && i < p->nodes; i++)
        if (p->node[i].code == OP_TEXT) /* no time was made of it */
            return ex_refuse(p, p->node[i].column, "measures are not compared with texts");
    return p->rc ? 0 : root;
}

kh_status ex_compile(const kh_host *h, const char *text, const ex_scope *scope,
                     ex_program *out, kh_err *e)
{
    size_t n = strlen(text);
    *out = (ex_program){ 0 };
    if (n > EX_TEXT_MAX)
        return kh_fail(e, KH_ECONFIG, "column 1: more than %d bytes; split it",
                       EX_TEXT_MAX);
    ex_parser *p = kh_new(h, sizeof *p, e);
    if (!p)
        return KH_ENOMEM;
    p->scope = scope;
    p->e = e;
    p->text = p->at = text;
    p->column = 1;
    p->pool = kh_new(h, 2 * n + 1, e); /* each text needs its bytes and an end */
    kh_status rc = p->pool ? KH_OK : KH_ENOMEM;
    ex_ref root = rc ? 0 : parse(p);
    rc = rc ? rc : p->rc;
    if (!rc)
        rc = assemble(h, p, root, out, e);
    kh_free(h, p->pool);
    kh_free(h, p);
    return rc;
}

void ex_free(const kh_host *h, ex_program *p)
{
    kh_free(h, p->op);
    kh_free(h, p->texts);
    *p = (ex_program){ 0 };
}

int ex_is_zero(const ex_program *p)
{
    return p->len == 1 && p->op[0].code == OP_NUMBER && !p->op[0].i;
}

int ex_names(const ex_program *p, uint32_t slot)
{
    for (uint32_t i = 0; i < p->len; i++)
        if ((p->op[i].code == OP_LOAD || p->op[i].code == OP_TOTAL) &&
            p->op[i].i == (int64_t)slot)
            return 1;
    return 0;
}
