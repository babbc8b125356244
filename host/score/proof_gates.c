/* SPDX-License-Identifier: Apache-2.0 */
/* proof_gates.c - every veto can fire, hits the worse, and changes something; every plate
 * is given. */
#include "score/proof_parts.h"

/* ---- Vetoes -------------------------------------------------------------- */

static const kh_indicator *indicator_of(const struct proof *p, const struct veto *v)
{
    return schema_indicator(&p->s->schema->domain, v->indicator);
}

/* The better value must not fire where the worse does not. */
static void prove_direction(struct proof *p, const struct veto *v)
{
    bool higher = indicator_of(p, v)->flags & KH_HIGHER_IS_BETTER;
    if (higher == v->below || cfg_truth(v->at, "not_monotone", false))
        return;
    mpq_t beyond;
    mpq_init(beyond);
    mpq_set_ui(beyond, 1, 1);
    if (v->below)
        mpq_neg(beyond, beyond);
    mpq_add(beyond, beyond, v->limit);
    cfg_error(p->f, v->at,
              _("veto '%s' hits the better: it acts at %s and not at %s, and '%s' is the "
                "better the %s it is; turn the limit, or say not_monotone = true"),
              v->id, proof_number(p, beyond), proof_number(p, v->limit),
              indicator_of(p, v)->id, higher ? _("higher") : _("lower"));
    mpq_clear(beyond);
}

/* Subjects that any version scores. */
static void prove_who(struct proof *p, const struct veto *v)
{
    for (uint32_t i = 0; i < p->s->n_versions; i++)
        if (proof_meet(&v->who, &p->s->versions[i].who))
            return;
    cfg_error(p->f, cfg_get(v->at, "for"),
              _("veto '%s' can never act: no version of the scheme is for subjects with "
                "%s = \"%s\""),
              v->id, v->who.at[0].key, v->who.at[0].values[0]);
}

/* Is the greatest score of the node above the number in some version? */
static bool lowers(struct proof *p, struct spans *const *nodes, const struct veto *v,
                   const struct action *a, mpq_t most, bool *exists)
{
    bool any = false;
    for (uint32_t i = 0; i < p->s->n_versions; i++) {
        int32_t node = scheme_node(&p->s->versions[i], a->node);
        const struct spans *s = node < 0 ? NULL : &nodes[i][node];
        if (!s || !s->n || !proof_meet(&v->who, &p->s->versions[i].who))
            continue;
        if (!*exists || mpq_cmp(s->at[s->n - 1].hi, most) > 0)
            mpq_set(most, s->at[s->n - 1].hi);
        *exists = true;
        any = any || mpq_cmp(most, a->number) > 0;
    }
    return any;
}

static void prove_number(struct proof *p, struct spans *const *nodes, const struct veto *v,
                         const struct action *a, const struct cfg *at)
{
    mpq_t most;
    bool exists = false;
    mpq_init(most);
    if (!lowers(p, nodes, v, a, most, &exists)) {
        if (exists)
            cfg_error(p->f, at,
                      _("veto '%s' can never lower '%s' to %s: its best score is %s"),
                      v->id, a->node, proof_number(p, a->number), proof_number(p, most));
        else
            cfg_error(p->f, at,
                      _("veto '%s' can never act on '%s': no version for its subjects has "
                        "that node"),
                      v->id, a->node);
    }
    mpq_clear(most);
}

/* A cap at the best grade of every board caps nothing. */
static void prove_grade(struct proof *p, const struct veto *v, const struct action *a,
                        const struct cfg *at)
{
    const char *board = NULL;
    for (uint32_t i = 0; i < p->conf->n_boards; i++) {
        const struct conf_board *b = &p->conf->boards[i];
        if (!b->domain || strcmp(b->domain, p->s->domain->id) != 0)
            continue;
        for (uint32_t g = 0; g < b->n_grades; g++)
            if (!strcmp(b->grades[g].id, a->value) && g)
                return;
        if (b->n_grades && !strcmp(b->grades[0].id, a->value))
            board = b->id;
    }
    if (board)
        cfg_error(p->f, at,
                  _("veto '%s' can never lower a grade: '%s' is the best of board '%s'"),
                  v->id, a->value, board);
}

static void prove_action(struct proof *p, struct spans *const *nodes, const struct veto *v,
                         const struct action *a, const struct cfg *at)
{
    if (a->kind == ACTION_TOTAL || a->kind == ACTION_NODE)
        prove_number(p, nodes, v, a, at);
    else if (a->kind == ACTION_MINUS && !mpq_sgn(a->number))
        cfg_error(p->f, at, _("veto '%s' can never lower '%s': it takes off 0"), v->id,
                  a->node);
    else if (a->kind == ACTION_GRADE)
        prove_grade(p, v, a, at);
    else if (a->kind == ACTION_PLATE && plate_parse(a->value) == PLATE_GREEN)
        cfg_error(p->f, at,
                  _("veto '%s' can never lower a plate: green is the best there is"),
                  v->id);
    else if (a->kind == ACTION_PLATE && !p->s->plates)
        cfg_error(p->f, at,
                  _("veto '%s' can never give a plate: domain '%s' has no plates"), v->id,
                  p->s->domain->id);
}

void proof_vetoes(struct proof *p, struct spans *const *nodes)
{
    for (uint32_t i = 0; i < p->s->n_vetoes; i++) {
        const struct veto *v = &p->s->vetoes[i];
        uint32_t before = p->f->errors;
        prove_direction(p, v);
        prove_who(p, v);
        const struct cfg *actions = cfg_get(v->at, "actions");
        for (uint32_t k = 0; k < v->n_actions && p->f->errors == before; k++)
            prove_action(p, nodes, v, &v->actions[k], actions->child[k]);
    }
}

/* ---- Plates -------------------------------------------------------------- */

struct plate_proof {
    struct proof *p;
    const struct spans *s;
    int32_t digits;
    enum round_mode mode;
};

static bool has_plate(const struct plate_proof *g, enum plate plate, const char **why)
{
    const struct plates *p = g->p->s->plates;
    mpq_srcptr from = plate == PLATE_GREEN    ? p->green
                      : plate == PLATE_YELLOW ? p->yellow
                                              : NULL;
    mpq_srcptr below = plate == PLATE_YELLOW ? p->green
                       : plate == PLATE_RED  ? p->yellow
                                             : NULL;
    return reach_has(g->p, g->s, from, below, g->digits, g->mode, why);
}

static bool veto_gives(const struct proof *p, enum plate plate)
{
    for (uint32_t i = 0; i < p->s->n_vetoes; i++)
        for (uint32_t k = 0; k < p->s->vetoes[i].n_actions; k++) {
            const struct action *a = &p->s->vetoes[i].actions[k];
            if (a->kind == ACTION_PLATE && plate_parse(a->value) == plate &&
                proof_meet(&p->s->vetoes[i].who, &p->s->plates->who))
                return true;
        }
    return false;
}

/* By its score, by a veto, or by the rules over cycles. */
static void prove_plate(const struct plate_proof *g, enum plate plate)
{
    struct proof *p = g->p;
    const struct plates *rules = p->s->plates;
    const char *why = NULL, *other = NULL;
    if (has_plate(g, plate, &why) || veto_gives(p, plate))
        return;
    if (plate == PLATE_RED && rules->rules.run && has_plate(g, PLATE_YELLOW, &other))
        return;
    if (plate == PLATE_YELLOW && rules->rules.probation && has_plate(g, PLATE_RED, &other))
        return;
    mpq_srcptr from = plate == PLATE_GREEN    ? rules->green
                      : plate == PLATE_YELLOW ? rules->yellow
                                              : NULL;
    mpq_srcptr below = plate == PLATE_YELLOW ? rules->green
                       : plate == PLATE_RED  ? rules->yellow
                                             : NULL;
    if (why && !p->failed)
        cfg_error(p->f, p->s->domain->plates, _("no subject can get plate %s (%s): %s"),
                  plate_text(plate), reach_between(p, from, below), why);
}

void proof_plates(struct proof *p, struct spans *const *nodes)
{
    int32_t *months = NULL;
    if (!p->s->plates)
        return;
    uint32_t n = reach_months(p, &months), before = p->f->errors;
    for (uint32_t l = 0; l < p->s->domain->n_levels; l++)
        for (uint32_t m = 0; m < n && p->f->errors == before && !p->failed; m++) {
            struct spans s = { 0 };
            struct plate_proof g = { .p = p, .s = &s };
            if (!p->s->plate_at[l])
                continue;
            reach_level(p, nodes, l, "total", &p->s->plates->who, months[m], &s, &g.digits,
                        &g.mode);
            for (int plate = PLATE_GREEN; s.n && plate <= PLATE_RED; plate++)
                prove_plate(&g, (enum plate)plate);
        }
}
