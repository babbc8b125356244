/* SPDX-License-Identifier: Apache-2.0 */
/* proof.c - see proof.h. */
#include "score/proof.h"

#include "score/proof_parts.h"

const char *proof_number(struct proof *p, const mpq_t q)
{
    const char *text = num_exact_text(p->work, q);
    if (!text)
        p->failed = true;
    return text ? text : "?";
}

enum round_mode proof_mode(const struct proof *p, const struct version *v)
{
    return v->has_rounding ? v->rounding : p->conf->rounding;
}

static bool share_a_value(const struct match *a, const struct match *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (!strcmp(a->values[i], b->values[k]))
                return true;
    return false;
}

bool proof_meet(const struct matches *a, const struct matches *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (!strcmp(a->at[i].key, b->at[k].key) && !share_a_value(&a->at[i], &b->at[k]))
                return false;
    return true;
}

/* Has it grades or plates, which must be reached? */
static bool asks_for_scores(const struct proof *p)
{
    bool asks = p->s->plates;
    for (uint32_t i = 0; i < p->conf->n_boards; i++) {
        const struct conf_board *b = &p->conf->boards[i];
        asks = asks || (b->n_grades && b->domain && !strcmp(b->domain, p->s->domain->id));
    }
    return asks;
}

static void prove_version(struct proof *p, const struct version *v, struct spans *reach)
{
    uint32_t before = p->f->errors;
    for (uint32_t i = 0; i < v->n_nodes && !p->failed; i++)
        if (v->nodes[i].kind == NODE_LEAF)
            proof_rule(p, v, &v->nodes[i]);
    reach_nodes(p, v, reach);
    if (p->failed || p->f->errors != before)
        return;
    proof_groups(p, v, reach);
    if (!cfg_truth(v->at, "not_monotone", false))
        proof_means(p, v);
    if (reach[0].loose && p->f->errors == before && asks_for_scores(p))
        findings_add(
            p->f, FINDING_NOTE, KH_OK, v->at->file, v->at->line, 0,
            _("version '%s' has too many different scores to list: a grade or plate "
              "that none of them reaches may go unnoticed"),
            v->id);
}

static void tell_no_memory(const struct proof *p, const struct cfg *at)
{
    if (p->failed)
        cfg_error(p->f, at, "%s", _("no memory for the proofs of the scheme"));
}

void proof_domain(const struct scheme_set *s, struct findings *f)
{
    struct arena work;
    arena_init(&work, 0);
    struct proof p = { .work = &work, .conf = s->conf, .s = s, .f = f };
    struct spans **nodes = arena_array(&work, (size_t)s->n_versions + 1, sizeof *nodes);
    p.failed = !nodes;
    uint32_t before = f->errors;
    for (uint32_t i = 0; i < s->n_versions && !p.failed; i++) {
        nodes[i] = arena_array(&work, s->versions[i].n_nodes, sizeof **nodes);
        p.failed = !nodes[i];
        if (!p.failed)
            prove_version(&p, &s->versions[i], nodes[i]);
    }
    if (!p.failed)
        proof_vetoes(&p, nodes);
    if (!p.failed)
        proof_settlement(&p);
    /* What a wrong rule puts out of reach is told once, by the rule. */
    if (!p.failed && f->errors == before) {
        proof_plates(&p, nodes);
        proof_grades(&p, nodes);
    }
    tell_no_memory(&p, s->domain->tree);
    arena_end(&work);
}
