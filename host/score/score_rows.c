/* SPDX-License-Identifier: Apache-2.0 */
/* score_rows.c - rows of scores.csv and the improvement orders they raise. */
#include "score/scorer.h"

#include "base/buf.h"

enum { FLAGS_MAX = 1 << 16 }; /* bytes of the flags of one row */

struct rows {
    struct scorer *s;
    struct scored_domain *out;
    uint32_t level;
    const struct unit *u;
    enum round_mode mode;
    mpq_t *parts, *shares; /* contributions of the unit at hand */
    uint32_t cap_orders;
    bool failed;
};

static const char *state_text(enum state state)
{
    static const char *const texts[] = {
        "", STATE_OK, STATE_NA, STATE_MISSING, STATE_PENDING, STATE_FAULT
    };
    return texts[state];
}

static struct exact exact_of(struct rows *r, const mpq_t q, int digits)
{
    struct exact x = { num_fraction(r->s->out, q),
                       num_text(r->s->out, q, digits, r->mode) };
    r->failed = r->failed || !x.x || !x.p;
    return x;
}

/* A setting is printed as it was written. */
static struct exact exact_setting(struct rows *r, const mpq_t q)
{
    struct exact x = { num_fraction(r->s->out, q), num_exact_text(r->s->out, q) };
    r->failed = r->failed || !x.x || !x.p;
    return x;
}

/* ---- Flags --------------------------------------------------------------- */

static void flag_fact(struct buf *b, const struct fact *f)
{
    static const char *const remarks[] = { "thin",
                                           "provisional",
                                           "falsified",
                                           "no_data",
                                           "carried",
                                           "breakpoints:equal",
                                           "breakpoints:reversed",
                                           "unverified",
                                           "exempt",
                                           "small_cohort" };
    for (uint32_t i = 0; i < COUNT(remarks); i++)
        if (f->remarks >> i & 1)
            buf_printf(b, " %s", remarks[i]);
    if (f->delivered < f->owing && f->delivered)
        buf_printf(b, " partial:%u/%u", f->delivered, f->owing);
    if (f->months_with < f->months_of)
        buf_printf(b, " months:%u/%u", f->months_with, f->months_of);
    if (f->compared < f->wanted && f->compared)
        buf_printf(b, " competitors:%u/%u", f->compared, f->wanted);
    if (f->windows < f->in_cycle)
        buf_printf(b, " windows:%u/%u", f->windows, f->in_cycle);
    if (f->day != VARIANT_NO_DAY) {
        char day[11];
        day_text(day, f->day);
        buf_printf(b, " day:%s", day);
    }
    if (f->note && *f->note)
        buf_printf(b, " %s", f->note);
}

/* What its leaves lack most is what the unit lacks. */
static void flag_total(struct rows *r, struct buf *b)
{
    const struct fact *worst = NULL;
    for (uint32_t i = 0; i < r->u->layout->n; i++) {
        const struct fact *f = r->u->cells[i].fact;
        if (f && f->delivered && f->delivered < f->owing &&
            (!worst || f->owing - f->delivered > worst->owing - worst->delivered))
            worst = f;
    }
    if (worst)
        buf_printf(b, " partial:%u/%u", worst->delivered, worst->owing);
}

static const char *flags_of(struct rows *r, uint32_t i)
{
    const struct cell *c = &r->u->cells[i];
    const struct node *n = r->u->layout->nodes[i];
    struct buf b;
    buf_init(&b, FLAGS_MAX);
    if (c->fact)
        flag_fact(&b, c->fact);
    if (!i)
        flag_total(r, &b);
    if (c->present < c->of && n->kind != NODE_ADJUSTMENT)
        buf_printf(&b, " partial:%u/%u", c->present, c->of);
    if (c->not_used)
        buf_text(&b, " not_used");
    if (c->scored < c->least)
        buf_printf(&b, " min_children:%u/%u", c->scored, c->least);
    if (c->veto && n->kind != NODE_ADJUSTMENT) {
        char *before = num_text(&r->s->work, c->before, n->digits, r->mode);
        buf_printf(&b, " vetoed:%s before:%s", c->veto->id, before ? before : "");
    }
    const char *flags = b.len ? arena_text(r->s->out, b.at + 1) : "";
    r->failed = r->failed || b.failed || !flags;
    buf_end(&b);
    return flags;
}

/* ---- One row ------------------------------------------------------------- */

static struct scored_row *next_row(struct rows *r)
{
    struct scored_row *row = &r->out->rows[r->out->n_rows++];
    row->level = r->s->in->domain->levels[r->level].id;
    row->subject = r->u->key;
    row->subject_name = r->u->name;
    row->indicator = row->unit = row->flags = "";
    return row;
}

/* Results of another domain: how many totals, and their mean. */
static void fill_taken(struct rows *r, const struct node *n, const struct cell *c,
                       struct scored_row *row)
{
    row->samples = c->fact ? c->fact->samples : 0;
    row->has_samples = row->samples;
    if (c->fact && c->has_value)
        row->value =
            exact_of(r, c->value, n->digits > SCHEME_DIGITS ? n->digits : SCHEME_DIGITS);
}

static void fill_indicator(struct rows *r, const struct node *n, const struct cell *c,
                           struct scored_row *row)
{
    if (n->leaf->source) {
        fill_taken(r, n, c, row);
        return;
    }
    if (n->leaf->indicator < 0) {
        if (c->has_value)
            row->value = exact_of(r, c->value, n->digits);
        return;
    }
    const kh_indicator *ind =
        schema_indicator(&r->s->in->schema->domain, (uint32_t)n->leaf->indicator);
    row->indicator = ind->id;
    row->unit = ind->unit ? ind->unit : "";
    if (c->fact) {
        row->has_ratio = c->fact->has_ratio;
        row->numerator = c->fact->numerator;
        row->denominator = c->fact->denominator;
        row->samples = c->fact->samples;
        row->has_samples = c->fact->samples != 0;
        if (c->has_value)
            row->value = exact_of(r, c->value, facts_digits(ind));
        return;
    }
    /* On a level of means: a sum of the indicator is no change, lead or deviation. */
    int32_t variant = r->s->variant[n->leaf->choice];
    if (!(ind->flags & KH_SUM) || n->leaf->of.kind != MEASURE_PLAIN || variant < 0 ||
        n->leaf->rule.kind == RULE_AUDIT || c->state == IS_NA)
        return;
    struct fact f;
    mpq_t sum;
    mpq_init(sum);
    facts_total(r->s, r->level, r->u, (uint32_t)n->leaf->indicator, (uint32_t)variant, &f,
                sum);
    if (f.state == IS_OK || f.state == IS_PENDING)
        row->value = exact_of(r, sum, facts_digits(ind));
    mpq_clear(sum);
}

static bool has_score(const struct cell *c)
{
    return c->state != IS_NA && c->state != IS_FAULT;
}

static const char *kind_of(const struct node *n)
{
    if (!n->depth)
        return "total";
    if (n->kind == NODE_LEAF)
        return n->weighted ? "leaf" : "adjustment";
    return n->kind == NODE_ADJUSTMENT ? "adjustment" : "group";
}

static void fill_row(struct rows *r, uint32_t i)
{
    const struct node *n = r->u->layout->nodes[i];
    const struct cell *c = &r->u->cells[i];
    struct scored_row *row = next_row(r);
    row->node = n->path;
    row->node_name = n->name;
    row->depth = n->depth;
    row->kind = kind_of(n);
    row->state = state_text(c->state);
    if (n->kind == NODE_LEAF)
        fill_indicator(r, n, c, row);
    if (has_score(c))
        row->score = exact_of(r, c->score, n->digits);
    if (mpq_sgn(n->full))
        row->full = exact_setting(r, n->full);
    if (n->has_weight && n->depth)
        row->weight = exact_setting(r, n->weight);
    if (c->has_weight_used)
        row->weight_used = exact_of(r, c->weight_used,
                                    n->digits > SCHEME_DIGITS ? n->digits : SCHEME_DIGITS);
    row->flags = flags_of(r, i);
}

/* The total without what is under appeal. */
static void fill_upheld(struct rows *r)
{
    const struct node *root = r->u->layout->nodes[0];
    struct scored_row *row = next_row(r);
    row->node = "total_if_upheld";
    row->node_name.zh = lang_text(LANG_ZH, N_("total if upheld"));
    row->node_name.en = lang_text(LANG_EN, N_("total if upheld"));
    row->kind = "total";
    row->state = STATE_PENDING;
    row->score = exact_of(r, r->u->upheld, root->digits);
    row->full = exact_setting(r, root->full);
}

/* ---- Contributions ------------------------------------------------------- */

static bool is_part(const struct cell *c)
{
    return c->state != IS_ABSENT && c->has_contribution;
}

/* As printed they add up to the printed total too, by largest remainder. */
static kh_status share_out(struct rows *r, uint32_t first)
{
    const struct unit *u = r->u;
    const struct node *root = u->layout->nodes[0];
    uint32_t n = 0;
    for (uint32_t i = 0; i < u->layout->n; i++)
        if (is_part(&u->cells[i]))
            mpq_set(r->parts[n++], u->cells[i].contribution);
    if (!has_score(&u->cells[0]))
        return KH_OK;
    mpq_t total;
    mpq_init(total);
    num_round(total, u->cells[0].score, root->digits, r->mode);
    kh_status rc = num_share(r->shares, r->parts, n, total, root->digits, r->s->e);
    mpq_clear(total);
    if (rc)
        return rc;
    uint32_t k = 0, row = first;
    for (uint32_t i = 0; i < u->layout->n; i++) {
        if (u->cells[i].state == IS_ABSENT)
            continue;
        struct scored_row *to = &r->out->rows[row++];
        row += !i && u->has_upheld;
        if (!is_part(&u->cells[i]))
            continue;
        to->contribution.x = num_fraction(r->s->out, r->parts[k]);
        to->contribution.p = num_text(r->s->out, r->shares[k++], root->digits, r->mode);
        r->failed = r->failed || !to->contribution.x || !to->contribution.p;
    }
    return KH_OK;
}

/* ---- Orders -------------------------------------------------------------- */

static const char *owner_of(const struct unit *u, uint32_t i)
{
    const struct node *n = u->layout->nodes[i];
    while (!*n->owner && n->depth > 1) {
        /* Parents stand before their children in the same version's array. */
        const struct node *version = n;
        while (version->depth)
            version--;
        n = &version[n->up];
    }
    return n->owner;
}

static int32_t due_of(const struct rows *r, const struct node *n)
{
    struct cycle next = r->s->in->domain->cycle;
    int32_t from, to, months = next.months > 0 ? next.months : 1;
    next.whole = false;
    cycle_window(&next, months, r->s->in->month, &from, &to);
    if (n->order_days > 0)
        return to - 1 + n->order_days;
    cycle_window(&next, months, r->s->in->month + months, &from, &to);
    return to - 1;
}

static void raise_order(struct rows *r, uint32_t i, const struct scored_row *row)
{
    const struct node *n = r->u->layout->nodes[i];
    const struct cell *c = &r->u->cells[i];
    if (!n->has_order || !has_score(c))
        return;
    mpq_t printed;
    mpq_init(printed);
    num_round(printed, c->score, n->digits, r->mode);
    bool is_below = mpq_cmp(printed, n->order_below) < 0;
    mpq_clear(printed);
    if (!is_below)
        return;
    struct scored_order *o = arena_push(r->s->out, (void **)&r->out->orders,
                                        &r->out->n_orders, &r->cap_orders, sizeof *o);
    if (!o) {
        r->failed = true;
        return;
    }
    *o = (struct scored_order){ .level = row->level,
                                .subject = row->subject,
                                .subject_name = row->subject_name,
                                .node = row->node,
                                .node_name = row->node_name,
                                .score = row->score,
                                .full = row->full,
                                .threshold = exact_setting(r, n->order_below),
                                .owner = owner_of(r->u, i),
                                .due = due_of(r, n) };
}

/* ---- All ----------------------------------------------------------------- */

/* A unit for which no version is in force has one row, and that is `na`. */
static void fill_bare(struct rows *r)
{
    struct scored_row *row = next_row(r);
    row->node = "total";
    row->node_name.zh = lang_text(LANG_ZH, N_("total"));
    row->node_name.en = lang_text(LANG_EN, N_("total"));
    row->kind = "total";
    row->state = STATE_NA;
    row->flags = "no_scheme";
}

static kh_status fill_unit(struct rows *r)
{
    const struct unit *u = r->u;
    uint32_t first = r->out->n_rows;
    if (!u->cells) {
        fill_bare(r);
        return KH_OK;
    }
    r->mode = scorer_rounding(r->s, u->layout);
    for (uint32_t i = 0; i < u->layout->n; i++) {
        if (u->cells[i].state == IS_ABSENT)
            continue;
        fill_row(r, i);
        raise_order(r, i, &r->out->rows[r->out->n_rows - 1]);
        if (!i && u->has_upheld)
            fill_upheld(r);
    }
    return share_out(r, first);
}

/* Rows of all scored levels, and the nodes of the largest layout. */
static uint64_t count_rows(const struct scorer *s, uint32_t *most)
{
    uint64_t n = 0;
    for (uint32_t l = 0; l < s->in->domain->n_levels; l++)
        for (uint32_t i = 0; s->in->domain->levels[l].scored && i < s->levels[l].n; i++) {
            const struct unit *u = &s->levels[l].at[i];
            n += 1 + u->has_upheld;
            for (uint32_t k = 1; u->cells && k < u->layout->n; k++)
                n += u->cells[k].state != IS_ABSENT;
            if (u->layout && u->layout->n > *most)
                *most = u->layout->n;
        }
    return n;
}

kh_status score_rows(struct scorer *s, struct scored_domain *out)
{
    struct rows r = { .s = s, .out = out };
    uint32_t most = 1;
    uint64_t n = count_rows(s, &most);
    out->rows = n < UINT32_MAX ? arena_array(s->out, n + 1, sizeof *out->rows) : NULL;
    r.parts = arena_array(&s->work, most, sizeof *r.parts);
    r.shares = arena_array(&s->work, most, sizeof *r.shares);
    if (!out->rows || !r.parts || !r.shares)
        return scorer_no_memory(s);
    for (uint32_t i = 0; i < most; i++)
        mpq_inits(r.parts[i], r.shares[i], NULL);
    kh_status rc = KH_OK;
    for (uint32_t l = 0; l < s->in->domain->n_levels; l++)
        for (uint32_t i = 0; !rc && s->in->domain->levels[l].scored && i < s->levels[l].n;
             i++) {
            r.level = l;
            r.u = &s->levels[l].at[i];
            rc = fill_unit(&r);
        }
    for (uint32_t i = 0; i < most; i++)
        mpq_clears(r.parts[i], r.shares[i], NULL);
    return rc ? rc : r.failed ? scorer_no_memory(s) : KH_OK;
}
