/* SPDX-License-Identifier: Apache-2.0 */
/* boards.c - rankings over the rows of a run (domain.md 10.5, O4).
 *
 * Scores are compared as printed.  Units without a score stand last, without rank, and
 * count nowhere. */
#include "score/placing.h"

#include "base/text.h"

#include <stdlib.h>

struct boards {
    struct arena *a;
    struct arena work;
    struct scored_run *run;
    const struct orgs *orgs;
    struct score_previous *before; /* sorted */
    uint32_t n_before, cap_ranks, cap_notes;
    kh_err *e;
};

static kh_status no_memory(struct boards *b)
{
    return kh_fail(b->e, KH_ENOMEM, _("no memory for the boards"));
}

static struct scored_domain *domain_of(struct scored_run *run, const char *id)
{
    for (uint32_t i = 0; i < run->n_domains; i++)
        if (!strcmp(run->domains[i].conf->id, id))
            return &run->domains[i];
    return NULL;
}

/* ---- Groups -------------------------------------------------------------- */

static const struct conf_level *level_of(const struct conf_domain *d, const char *id)
{
    for (uint32_t i = 0; i < d->n_levels; i++)
        if (!strcmp(d->levels[i].id, id))
            return &d->levels[i];
    return NULL;
}

/* Text of a column for a subject; NULL: it has none. */
static const char *column_of(const struct orgs *orgs, const struct conf_level *l,
                             char *const *parts, size_t n, const char *column)
{
    for (uint32_t i = 0; i < l->n_of && i < n; i++)
        if (!strcmp(l->of[i], column))
            return parts[i];
    for (uint32_t i = 0; orgs && i < l->n_of && i < n; i++) {
        const struct org_unit *u = orgs_find(orgs, l->of[i], parts[i]);
        const struct org_unit *above = u ? orgs_above(u, column) : NULL;
        const char *text = above ? above->id : u ? orgs_column(orgs, u, column) : NULL;
        if (text && *text)
            return text;
    }
    return NULL;
}

/* What a register says; columns stand by level as configured, subject, column. */
static const char *register_of(const struct scored_domain *d, const char *level,
                               const char *subject, const char *column)
{
    uint32_t low = 0, high = d->n_columns, at = placing_level(d->conf, level);
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const struct scored_column *c = &d->columns[mid];
        uint32_t other = placing_level(d->conf, c->level);
        int order = other != at ? (other < at ? -1 : 1) : strcmp(c->subject, subject);
        if (!order)
            order = strcmp(c->column, column);
        if (!order)
            return c->text;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* Text of any column of a subject; "" if it has none. */
static const char *text_of(struct boards *b, const struct conf_board *board,
                           const struct scored_domain *d, const char *subject,
                           const char *column)
{
    const struct conf_level *l = level_of(d->conf, board->level);
    size_t n = 0;
    char **parts = column && l ? subject_split(&b->work, subject, &n) : NULL;
    const char *text = parts ? column_of(b->orgs, l, parts, n, column) : NULL;
    if (!text && column)
        text = register_of(d, board->level, subject, column);
    return text ? arena_text(b->a, text) : "";
}

/* Outside of quotas: every column has one of its texts. */
static bool is_exempt(struct boards *b, const struct conf_board *board,
                      const struct scored_domain *d, const char *subject)
{
    bool matches = board->n_exempt;
    for (uint32_t i = 0; matches && i < board->n_exempt; i++) {
        const struct conf_column_texts *c = &board->exempt[i];
        const char *text = text_of(b, board, d, subject, c->column);
        matches = false;
        for (uint32_t k = 0; text && k < c->n; k++)
            matches = matches || !strcmp(c->texts[k], text);
    }
    return matches;
}

/* ---- Placings ------------------------------------------------------------ */

static bool parse_score(struct arena *a, struct exact x, mpq_t out)
{
    return fixed_parse(a, out, x.p ? x.p : "");
}

/* A node of the same subject: its rows stand together. */
static const struct scored_row *row_beside(const struct scored_domain *d,
                                           const struct scored_row *row, const char *node)
{
    const struct scored_row *r = row, *end = d->rows + d->n_rows;
    while (r > d->rows && !strcmp(r[-1].subject, row->subject) &&
           !strcmp(r[-1].level, row->level))
        r--;
    for (; r < end && !strcmp(r->subject, row->subject) && !strcmp(r->level, row->level);
         r++)
        if (!strcmp(r->node, node))
            return r;
    return NULL;
}

/* The sum of money of tickets. */
static void sum_tickets(const struct scored_domain *d, const struct placing *p, mpq_t sum)
{
    uint32_t n = 0;
    const struct scored_outcome *o = placing_outcomes(d, p, &n);
    mpq_t one;
    mpq_init(one);
    for (uint32_t i = 0; i < n; i++)
        if (!strcmp(o[i].kind, "ticket") && num_parse(one, o[i].value, strlen(o[i].value)))
            mpq_add(sum, sum, one);
    mpq_clear(one);
}

/* Vetoes by what they watch: one with several actions counts once. */
static void count_vetoes(const struct scored_domain *d, const struct placing *p, mpq_t sum)
{
    uint32_t n = 0;
    unsigned long vetoes = 0;
    const struct scored_outcome *o = placing_outcomes(d, p, &n);
    for (uint32_t i = 0; i < n; i++) {
        bool is_new = !strcmp(o[i].kind, "veto");
        for (uint32_t k = 0; k < i && is_new; k++)
            is_new =
                strcmp(o[k].kind, "veto") != 0 || strcmp(o[k].reason, o[i].reason) != 0;
        vetoes += is_new;
    }
    mpq_set_ui(sum, vetoes, 1);
}

/* Fewer vetoes, or less money, is better. */
static bool keep_lower(struct boards *b, const struct scored_domain *d,
                       const struct placing *p, bool money, mpq_t out)
{
    mpq_t sum;
    mpq_init(sum);
    if (money)
        sum_tickets(d, p, sum);
    else
        count_vetoes(d, p, sum);
    mpq_neg(sum, sum);
    bool ok = fixed_keep(&b->work, out, sum);
    mpq_clear(sum);
    return ok;
}

/* One number per tie-breaker, the greater the better; "name" has none. */
static bool break_ties(struct boards *b, const struct conf_board *board,
                       const struct scored_domain *d, struct placing *p)
{
    p->keys = arena_array(&b->work, (size_t)board->n_then + 1, sizeof *p->keys);
    bool ok = p->keys;
    for (uint32_t i = 0; ok && i < board->n_then; i++) {
        const char *then = board->then[i];
        bool money = !strcmp(then, "tickets");
        fixed_small(p->keys[i], 0);
        if (money || !strcmp(then, "vetoes"))
            ok = keep_lower(b, d, p, money, p->keys[i]);
        else if (!strcmp(then, "name"))
            p->by_name = true;
        else {
            const struct scored_row *r = row_beside(d, p->row, then);
            if (!r || !parse_score(&b->work, r->score, p->keys[i]))
                fixed_small(p->keys[i], -1); /* no score lies below every score */
        }
    }
    p->n_keys = board->n_then;
    return ok;
}

static int placing_compare(const void *x, const void *y)
{
    const struct placing *a = x, *b = y;
    int order = strcmp(a->group, b->group);
    if (!order)
        order = (int)b->has_score - (int)a->has_score;
    if (!order && a->has_score)
        order = placing_order(a, b);
    return order ? order : strcmp(a->row->subject, b->row->subject);
}

/* 1-2-2-4 or, dense, 1-2-2-3. */
static void give_ranks(struct placing *p, uint32_t n, bool dense)
{
    uint32_t distinct = 0, from = 0;
    for (uint32_t i = 0; i < n && p[i].has_score; i++) {
        if (!i || placing_order(&p[i - 1], &p[i])) {
            distinct++;
            from = i + 1;
        }
        p[i].rank = dense ? distinct : from;
    }
}

/* ---- One board ----------------------------------------------------------- */

static struct placing *find_placings(struct boards *b, const struct conf_board *board,
                                     const struct scored_domain *d, uint32_t *n)
{
    uint32_t cap = 0;
    struct placing *list = NULL;
    bool ok = true;
    for (uint32_t i = 0; ok && i < d->n_rows; i++) {
        const struct scored_row *r = &d->rows[i];
        if (strcmp(r->level, board->level) != 0 || strcmp(r->node, board->node) != 0)
            continue;
        struct placing *p = arena_push(&b->work, (void **)&list, n, &cap, sizeof *p);
        ok = p;
        if (!ok)
            break;
        p->row = r;
        p->group = text_of(b, board, d, r->subject, board->group);
        p->is_exempt = is_exempt(b, board, d, r->subject);
        p->has_score = parse_score(&b->work, r->score, p->score);
        ok = p->group && break_ties(b, board, d, p);
    }
    return ok ? (list ? list : arena_new(&b->work, sizeof *list)) : NULL;
}

static int previous_compare(const void *a, const void *b)
{
    const struct score_previous *x = a, *y = b;
    int order = strcmp(x->board, y->board);
    if (!order)
        order = strcmp(x->group, y->group);
    return order ? order : strcmp(x->subject, y->subject);
}

static void fill_previous(const struct boards *b, struct scored_rank *to)
{
    const struct score_previous wanted = { to->board, to->group, to->subject, NULL, 0 };
    const struct score_previous *p =
        b->n_before ? bsearch(&wanted, b->before, b->n_before, sizeof *p, previous_compare)
                    : NULL;
    to->previous_score = p ? p->score : "";
    to->previous_rank = p ? p->rank : 0;
}

static bool add_rank(struct boards *b, const struct conf_board *board,
                     const struct scored_domain *d, const struct placing *p)
{
    struct scored_rank *to = arena_push(b->a, (void **)&b->run->ranks, &b->run->n_ranks,
                                        &b->cap_ranks, sizeof *to);
    if (!to)
        return false;
    to->board = board->id;
    to->board_name = board->name;
    to->domain = d->conf->id;
    to->level = p->row->level;
    to->group = p->group;
    to->subject = p->row->subject;
    to->subject_name = p->row->subject_name;
    to->state = p->row->state;
    to->score = p->row->score;
    to->rank = p->rank;
    to->grade = p->grade ? p->grade->id : "";
    to->grade_name = p->grade ? p->grade->name : (struct conf_name){ "", "" };
    fill_previous(b, to);
    return true;
}

static bool note_nobody(struct boards *b, const struct conf_board *board, const char *group)
{
    const char **note = arena_push(b->a, (void **)&b->run->notes, &b->run->n_notes,
                                   &b->cap_notes, sizeof *note);
    if (!note)
        return false;
    *note =
        arena_printf(b->a,
                     _("board '%s', group '%s': nobody is eligible, the workload has no "
                       "shares; assign it by hand or admit a contractor"),
                     board->id, group);
    return *note;
}

/* Ranks of one group, and what goes by them. */
static bool give_all(struct boards *b, const struct conf_board *board,
                     const struct scored_domain *d, struct placing *p, uint32_t n)
{
    bool nobody = false;
    give_ranks(p, n, board->dense);
    return grades_give(&b->work, board, d, p, n) && awards_give(&b->work, board, d, p, n) &&
           shares_give(b->a, board, d, p, n, &nobody) &&
           (!nobody || note_nobody(b, board, p->group));
}

static kh_status tell_all(struct boards *b, const struct conf_board *board,
                          struct scored_domain *d, const struct placing *p, uint32_t n)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < n; i++)
        if (!add_rank(b, board, d, &p[i]))
            rc = no_memory(b);
    if (!rc && board->n_grades)
        rc = grades_tell(b->a, d, board, p, n, b->e);
    if (!rc && board->awards)
        rc = awards_tell(b->a, d, board, p, n, b->e);
    if (!rc && board->shares)
        rc = shares_tell(b->a, d, board, p, n, b->e);
    return rc;
}

static kh_status rank_board(struct boards *b, const struct conf_board *board)
{
    struct scored_domain *d =
        domain_of(b->run, board->domain ? board->domain : "composite");
    if (!d || d->fault || d->missing)
        return KH_OK;
    uint32_t n = 0;
    struct placing *p = find_placings(b, board, d, &n);
    if (!p)
        return no_memory(b);
    if (n)
        qsort(p, n, sizeof *p, placing_compare);
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < n;) {
        uint32_t of = 1;
        while (i + of < n && !strcmp(p[i].group, p[i + of].group))
            of++;
        if (!give_all(b, board, d, &p[i], of))
            rc = no_memory(b);
        i += of;
    }
    return rc ? rc : tell_all(b, board, d, p, n);
}

kh_status score_boards(struct arena *a, struct scored_run *run, const struct orgs *orgs,
                       const struct score_previous *before, uint32_t n_before, kh_err *e)
{
    struct boards b = { .a = a, .run = run, .orgs = orgs, .n_before = n_before, .e = e };
    kh_status rc = KH_OK;
    b.before = arena_array(a, (size_t)n_before + 1, sizeof *b.before);
    if (!b.before)
        return no_memory(&b);
    if (n_before) {
        memcpy(b.before, before, n_before * sizeof *before);
        qsort(b.before, n_before, sizeof *b.before, previous_compare);
    }
    run->ranks = NULL;
    run->n_ranks = 0;
    run->notes = NULL;
    run->n_notes = 0;
    for (uint32_t i = 0; !rc && i < run->conf->n_boards; i++) {
        arena_init(&b.work, 0);
        rc = rank_board(&b, &run->conf->boards[i]);
        arena_end(&b.work);
    }
    return rc;
}
