/* SPDX-License-Identifier: Apache-2.0 */
/* census.c - a well-behaved plugin that shows what it was given.
 *
 *  R1  `visits` counts the rows of `visits`; `money` adds their amounts, and the fee of the
 *      item if the reference rows know it.
 *  R2  A negative amount is rejected and counts nowhere.
 *  R3  `rate` is visits per unit of `quota`.
 *  R4  `leases` counts the rows of `leases`.
 *  R5  `last` is the amount of the row read last: only `order` = chunked may promise it. */
#include <kaohe/sdk.h>

enum { VISITS, QUOTA, LEASES, FEES };                      /* datasets */
enum { WHO, ITEM, AMOUNT, DAY, NOTE };                     /* columns of visits */
enum { I_VISITS, I_MONEY, I_RATE, I_LEASES, I_LAST };      /* indicators */
enum { ORDER };                                            /* parameters */
enum { COUNT, PLUS, MINUS, FEE, UNITS, LET, LAST, WIDTH }; /* sums of a subject */
enum { LINES, ITEMS };                                     /* tables */

static const char *const spaces[] = { "who", "item" };
static const kh_field visits_columns[] = {
    { "who", "Who.", .type = KH_KEY },
    { "item", "What.", KH_KEY, KH_NULLABLE | KH_OPTIONAL, .space = 1 },
    { "amount", "How much.", .type = KH_I64 },
    { "day", "When.", .type = KH_TIME },
    { "note", "A word.", KH_TEXT, KH_NULLABLE | KH_OPTIONAL },
};
static const kh_field quota_columns[] = {
    { "who", "Who.", .type = KH_KEY },
    { "n", "Units.", .type = KH_I64 },
    { "no", "Number of the line.", KH_I64, KH_NULLABLE | KH_OPTIONAL },
    { "kind", "Kind of who.", KH_TEXT, KH_NULLABLE | KH_OPTIONAL },
};
static const kh_field leases_columns[] = {
    { "who", "Who.", .type = KH_KEY },
    { "begins", "From.", .type = KH_TIME },
    { "ends", "To.", KH_TIME, KH_NULLABLE },
};
static const kh_field fees_columns[] = {
    { "item", "What.", .type = KH_KEY, .space = 1 },
    { "fee", "Its fee.", .type = KH_I64 },
};
static const kh_dataset datasets[] = {
    { "visits", "Visits.", KH_FACT, .when = DAY + 1, .columns = KH_LIST(visits_columns) },
    { "quota", "Units.", KH_FACT, KH_OPTIONAL, .key = 3,
      .columns = KH_LIST(quota_columns) },
    { "leases", "Leases.", KH_FACT, KH_OPTIONAL, .when = 2, .until = 3,
      .columns = KH_LIST(leases_columns) },
    { "fees", "Fees.", KH_REFERENCE, KH_OPTIONAL, .columns = KH_LIST(fees_columns) },
};
static const kh_indicator indicators[] = {
    { "visits", "", "Visits.", KH_I64, KH_SUM },
    { "money", "", "Money.", KH_DEC, KH_ADDITIVE, .scale = 2 },
    { "rate", "%", "Visits per unit.", KH_I64, KH_RATIO, .times = 100,
      .needs = 1 << QUOTA },
    { "leases", "", "Leases.", KH_I64, .needs = 1 << LEASES },
    { "last", "", "The last amount.", KH_I64 },
};
static const char *const sizes[] = { "small", "large", NULL };
static const kh_field lines_columns[] = {
    { "name", "Who.", .type = KH_KEY },
    { "size", "How big.", KH_ENUM, .labels = sizes },
    { "money", "Money.", KH_DEC, .scale = 2 },
    { "note", "A word.", KH_TEXT, KH_NULLABLE },
};
static const kh_field items_columns[] = {
    { "item", "What.", .type = KH_KEY, .space = 1 },
    { "n", "Times.", .type = KH_I64 },
};
static const kh_table tables[] = {
    { "lines", "A line each.", .columns = KH_LIST(lines_columns) },
    { "items", "All items.", KH_EVERY_LEVEL, .columns = KH_LIST(items_columns) },
};
static const char *const orders[] = { "exact", "chunked", "by_subject", NULL };
static const kh_field params[] = {
    { "order", "What merge promises.", KH_ENUM, .labels = orders, .dflt = "exact" },
};
static const kh_domain domains[] = {
    { sizeof domains[0], KH_EXACT, KH_LIST(spaces), KH_LIST(datasets), KH_LIST(indicators),
      KH_LIST(tables) },
    { sizeof domains[0], KH_CHUNKED, KH_LIST(spaces), KH_LIST(datasets),
      KH_LIST(indicators), KH_LIST(tables) },
    { sizeof domains[0], KH_BY_SUBJECT, KH_LIST(spaces), KH_LIST(datasets),
      KH_LIST(indicators), KH_LIST(tables) },
};

struct sums { /* `width` sums for each of `len` ids */
    int64_t *at;
    uint32_t len;
};
struct inst {
    const kh_host *host;
    const kh_value *param;
    struct sums fee; /* by item */
};
struct state {
    const struct inst *inst;
    struct sums who, item;
};

static kh_status grow(const kh_host *h, struct sums *s, uint32_t width, uint32_t len,
                      kh_err *e)
{
    if (len <= s->len)
        return KH_OK;
    int64_t *p = h->resize(h->ctx, s->at, (size_t)len * width * sizeof *p);
    if (!p)
        return kh_fail(e, KH_ENOMEM, "no memory for %u ids", len);
    memset(p + (size_t)s->len * width, 0, (size_t)(len - s->len) * width * sizeof *p);
    s->at = p;
    s->len = len;
    return KH_OK;
}

static kh_status census_open(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    struct inst *in = kh_new(h, sizeof *in, e);
    *inst = in;
    if (!in)
        return KH_ENOMEM;
    in->host = h;
    in->param = p;
    h->log(h->ctx, KH_LOG_DEBUG, "the census is open");
    return KH_OK;
}

static kh_status census_describe(const void *inst, const kh_domain **out, kh_err *e)
{
    const struct inst *in = inst;
    (void)e;
    *out = &domains[in->param[ORDER].u.i];
    return KH_OK;
}

static kh_status census_prepare(void *inst, const kh_batch *b, kh_err *e)
{
    struct inst *in = inst;
    kh_status rc = grow(in->host, &in->fee, 1, b->space_len[1], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        in->fee.at[kh_key(&b->col[0], i)] = kh_i64(&b->col[1], i);
    return rc;
}

static kh_status census_begin(const void *inst, const kh_window *w, void **state, kh_err *e)
{
    const struct inst *in = inst;
    struct state *t = kh_new(in->host, sizeof *t, e);
    *state = t;
    if (!t)
        return KH_ENOMEM;
    t->inst = in;
    return w->from < w->to ? KH_OK : kh_fail(e, KH_EBUG, "an empty window");
}

static void visit(struct state *t, const kh_batch *b, uint32_t i)
{
    const kh_host *h = t->inst->host;
    int64_t *who = t->who.at + (size_t)kh_key(&b->col[WHO], i) * WIDTH;
    int64_t amount = kh_i64(&b->col[AMOUNT], i);
    if (amount < 0) { /* R2 */
        h->reject(h->ctx, b, i, AMOUNT, "a negative amount");
        return;
    }
    who[COUNT]++; /* R1 */
    who[amount < 100 ? PLUS : MINUS] += amount;
    who[LAST] = amount; /* R5 */
    if (kh_has(&b->col[ITEM], i)) {
        uint32_t item = kh_key(&b->col[ITEM], i);
        t->item.at[item]++;
        who[FEE] += item < t->inst->fee.len ? t->inst->fee.at[item] : 0;
    }
}

static kh_status census_consume(void *state, const kh_batch *b, kh_err *e)
{
    struct state *t = state;
    kh_status rc = grow(t->inst->host, &t->who, WIDTH, b->space_len[0], e);
    if (!rc)
        rc = grow(t->inst->host, &t->item, 1, b->space_len[1], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        if (b->dataset == VISITS)
            visit(t, b, i);
        else if (b->dataset == QUOTA) /* R3 */
            t->who.at[(size_t)kh_key(&b->col[WHO], i) * WIDTH + UNITS] +=
                kh_i64(&b->col[1], i);
        else /* R4 */
            t->who.at[(size_t)kh_key(&b->col[WHO], i) * WIDTH + LET]++;
    }
    return rc;
}

static kh_status census_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    struct state *a = into;
    const struct state *b = from;
    if (b->who.len > m->from_len[0] || b->item.len > m->from_len[1])
        return kh_fail(e, KH_ESTATE, "more ids than were mapped");
    kh_status rc = grow(a->inst->host, &a->who, WIDTH, m->into_len[0], e);
    if (!rc)
        rc = grow(a->inst->host, &a->item, 1, m->into_len[1], e);
    for (uint32_t s = 0; !rc && s < b->who.len; s++) {
        int64_t *to = a->who.at + (size_t)m->remap[0][s] * WIDTH;
        const int64_t *at = b->who.at + (size_t)s * WIDTH;
        for (uint32_t k = 0; k < LAST; k++)
            to[k] += at[k];
        to[LAST] = at[COUNT] ? at[LAST] : to[LAST];
    }
    for (uint32_t i = 0; !rc && i < b->item.len; i++)
        a->item.at[m->remap[1][i]] += b->item.at[i];
    return rc;
}

static kh_status census_save(const void *state, const kh_sink *out, kh_err *e)
{
    (void)state, (void)out;
    return kh_fail(e, KH_ESTATE, "the census keeps nothing");
}

static kh_status census_load(const void *inst, uint32_t version, const kh_source *in,
                             void **state, kh_err *e)
{
    (void)inst, (void)version, (void)in, (void)state;
    return kh_fail(e, KH_ESTATE, "the census keeps nothing");
}

static kh_status score_money(const kh_emit *out, uint32_t s, const int64_t *n)
{
    static const char *const rules[] = { "plus", "minus", "fee" };
    kh_status rc = KH_OK;
    for (uint32_t k = PLUS; !rc && k <= FEE; k++)
        if (n[k])
            rc = kh_reason_i64(out, s, I_MONEY, rules[k - PLUS], n[k], 1);
    return rc ? rc
              : kh_result_i64(out, s, I_MONEY, n[COUNT] ? KH_SCORED : KH_NO_DATA,
                              n[PLUS] + n[MINUS] + n[FEE], n[COUNT]);
}

static kh_status score_tables(const struct state *t, const kh_emit *out, uint32_t s,
                              const int64_t *n)
{
    const int64_t money = n[PLUS] + n[MINUS] + n[FEE];
    const kh_value line[] = { { .u.i = s, .set = 1 },
                              { .u.i = money > 1000, .set = 1 },
                              { .u.i = money, .set = 1 },
                              { .u.s = "a, b", .count = 4, .set = n[COUNT] > 1 } };
    const kh_row r = { sizeof r, LINES, s, 4, line };
    kh_status rc = n[COUNT] ? out->row(out->ctx, &r) : KH_OK;
    for (uint32_t i = 0; !rc && !s && i < t->item.len; i++) {
        const kh_value item[] = { { .u.i = i, .set = 1 },
                                  { .u.i = t->item.at[i], .set = 1 } };
        const kh_row of = { sizeof of, ITEMS, s, 2, item };
        rc = out->row(out->ctx, &of);
    }
    return rc;
}

static kh_status census_score(const void *state, const kh_emit *out, kh_err *e)
{
    static const int64_t nothing[WIDTH];
    const struct state *t = state;
    kh_status rc = KH_OK;
    (void)e;
    for (uint32_t s = 0; !rc && s < out->space_len[0]; s++) {
        const int64_t *n = s < t->who.len ? t->who.at + (size_t)s * WIDTH : nothing;
        uint32_t how = n[COUNT] ? KH_SCORED : KH_NO_DATA;
        rc = kh_result_i64(out, s, I_VISITS, how, n[COUNT], n[COUNT]);
        if (!rc)
            rc = score_money(out, s, n);
        if (!rc)
            rc = kh_result_ratio(out, s, I_RATE, n[COUNT], n[UNITS], n[COUNT]);
        if (!rc)
            rc = kh_result_i64(out, s, I_LEASES, KH_SCORED, n[LET], n[LET]);
        if (!rc)
            rc = kh_result_i64(out, s, I_LAST, how, n[LAST], n[COUNT]);
        if (!rc)
            rc = score_tables(t, out, s, n);
    }
    return rc;
}

static void census_end(void *state)
{
    struct state *t = state;
    const kh_host *h = t->inst->host;
    h->resize(h->ctx, t->who.at, 0);
    h->resize(h->ctx, t->item.at, 0);
    h->resize(h->ctx, t, 0);
}

static void census_close(void *inst)
{
    struct inst *in = inst;
    const kh_host *h = in->host;
    h->resize(h->ctx, in->fee.at, 0);
    h->resize(h->ctx, in, 0);
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,          .id = "census",
    .version = "2.1",          .doc = "Shows what it was given.",
    .state_version = 1,        .params = KH_LIST(params),
    .open = census_open,       .describe = census_describe,
    .prepare = census_prepare, .begin = census_begin,
    .consume = census_consume, .merge = census_merge,
    .save = census_save,       .load = census_load,
    .score = census_score,     .end = census_end,
    .close = census_close,
};
KH_PLUGIN(plugin)
