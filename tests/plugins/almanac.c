/* SPDX-License-Identifier: Apache-2.0 */
/* almanac.c - shows the window it was begun with and the dates of the rows it was fed.
 *
 *  R1  `rows` counts a subject's rows; `first` and `last` are their least and greatest day.
 *  R2  `from`, `to` and `months` are those of the window, to the last day. */
#include <kaohe/sdk.h>

enum { WHO, DAY };                            /* columns of `visits` */
enum { ROWS, FIRST, LAST, FROM, TO, MONTHS }; /* indicators */
enum { COUNT, LEAST, MOST, WIDTH };           /* of a subject */
#define DAY_US INT64_C(86400000000)

static const char *const spaces[] = { "who" };
static const kh_field columns[] = {
    { "who", "Who.", .type = KH_KEY },
    { "day", "When.", .type = KH_TIME },
};
static const kh_dataset datasets[] = {
    { "visits", "Visits.", KH_FACT, .when = DAY + 1, .columns = KH_LIST(columns) },
};
#define DAYS(name)                 \
    {                              \
        name, "", "A day.", KH_I64 \
    }
static const kh_indicator indicators[] = {
    { "rows", "", "Rows.", KH_I64, .needs = 1 },
    DAYS("first"),
    DAYS("last"),
    DAYS("from"),
    DAYS("to"),
    DAYS("months"),
};
static const kh_domain domain = { sizeof domain, KH_EXACT, KH_LIST(spaces),
                                  KH_LIST(datasets), KH_LIST(indicators) };

struct state {
    const kh_host *host;
    kh_window window;
    int64_t *at; /* [subject * WIDTH] */
    uint32_t len;
};

static kh_status almanac_open(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    const kh_host **in = kh_new(h, sizeof *in, e);
    (void)p;
    *inst = in;
    if (!in)
        return KH_ENOMEM;
    *in = h;
    return KH_OK;
}

static void almanac_close(void *inst)
{
    const kh_host *h = *(const kh_host **)inst;
    h->resize(h->ctx, inst, 0);
}

static kh_status almanac_begin(const void *inst, const kh_window *w, void **state,
                               kh_err *e)
{
    const kh_host *h = *(const kh_host *const *)inst;
    struct state *t = kh_new(h, sizeof *t, e);
    *state = t;
    if (!t)
        return KH_ENOMEM;
    t->host = h;
    t->window = *w;
    return KH_OK;
}

static void almanac_end(void *state)
{
    struct state *t = state;
    const kh_host *h = t->host;
    h->resize(h->ctx, t->at, 0);
    h->resize(h->ctx, t, 0);
}

static kh_status grow(struct state *t, uint32_t len, kh_err *e)
{
    if (len <= t->len)
        return KH_OK;
    int64_t *at = t->host->resize(t->host->ctx, t->at, (size_t)len * WIDTH * sizeof *at);
    if (!at)
        return kh_fail(e, KH_ENOMEM, "no memory for %u subjects", len);
    for (; t->len < len; t->len++) {
        at[t->len * WIDTH + COUNT] = 0;
        at[t->len * WIDTH + LEAST] = INT32_MAX;
        at[t->len * WIDTH + MOST] = INT32_MIN;
    }
    t->at = at;
    return KH_OK;
}

static void add(int64_t *to, int64_t rows, int64_t least, int64_t most)
{
    to[COUNT] += rows;
    to[LEAST] = least < to[LEAST] ? least : to[LEAST];
    to[MOST] = most > to[MOST] ? most : to[MOST];
}

static kh_status almanac_consume(void *state, const kh_batch *b, kh_err *e)
{
    struct state *t = state;
    kh_status rc = grow(t, b->space_len[0], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        int64_t us = kh_i64(&b->col[DAY], i), day = us / DAY_US - (us % DAY_US < 0);
        add(t->at + (size_t)kh_key(&b->col[WHO], i) * WIDTH, 1, day, day);
    }
    return rc;
}

static kh_status almanac_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    struct state *a = into;
    const struct state *b = from;
    kh_status rc = grow(a, m->into_len[0], e);
    for (uint32_t i = 0; !rc && i < b->len; i++)
        add(a->at + (size_t)m->remap[0][i] * WIDTH, b->at[i * WIDTH + COUNT],
            b->at[i * WIDTH + LEAST], b->at[i * WIDTH + MOST]);
    return rc;
}

static kh_status almanac_save(const void *state, const kh_sink *out, kh_err *e)
{
    (void)state, (void)out;
    return kh_fail(e, KH_ESTATE, "the almanac keeps nothing");
}

static kh_status almanac_load(const void *inst, uint32_t version, const kh_source *in,
                              void **state, kh_err *e)
{
    (void)inst, (void)version, (void)in, (void)state;
    return kh_fail(e, KH_ESTATE, "the almanac keeps nothing");
}

static kh_status almanac_score(const void *state, const kh_emit *out, kh_err *e)
{
    const struct state *t = state;
    kh_status rc = KH_OK;
    (void)e;
    for (uint32_t s = 0; !rc && s < out->space_len[0]; s++) {
        const int64_t none[WIDTH] = { 0 };
        const int64_t *own = s < t->len ? t->at + (size_t)s * WIDTH : none;
        const int64_t value[] = { own[COUNT],
                                  own[LEAST],
                                  own[MOST],
                                  t->window.from / DAY_US,
                                  t->window.to / DAY_US - 1,
                                  t->window.months };
        for (uint32_t k = ROWS; !rc && k <= MONTHS; k++)
            rc = kh_result_i64(out, s, k, own[COUNT] ? KH_SCORED : KH_NO_DATA, value[k],
                               own[COUNT]);
    }
    return rc;
}

static const kh_plugin plugin = { KH_PLUGIN_HEADER,
                                  .id = "almanac",
                                  .version = "1.0.0",
                                  .state_version = 1,
                                  .doc = "The windows and dates a plugin is shown.",
                                  .domain = &domain,
                                  .open = almanac_open,
                                  .close = almanac_close,
                                  .begin = almanac_begin,
                                  .end = almanac_end,
                                  .consume = almanac_consume,
                                  .merge = almanac_merge,
                                  .save = almanac_save,
                                  .load = almanac_load,
                                  .score = almanac_score };
KH_PLUGIN(plugin)
