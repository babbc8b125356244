/* SPDX-License-Identifier: Apache-2.0 */
/* lastrow.c - a mutant: the last row seen wins, whatever the order of rows.
 *
 * It claims KH_EXACT and so breaks its promise; the determinism test must find it out.
 *
 *  R1  The value of a subject is n of the row read last. */
#include <kaohe/sdk.h>
#include <kaohe/tally.h>

enum { WHO, N };
enum { LAST, N_SUMS };

static const char *const spaces[] = { "who" };
static const kh_field columns[] = {
    { "subject", "Who.", .type = KH_KEY },
    { "n", "A number.", .type = KH_I64 },
};
static const kh_dataset datasets[] = {
    { "rows", "Rows.", KH_FACT, .columns = KH_LIST(columns) },
};
static const kh_indicator indicators[] = {
    { "last", "", "The last n.", KH_I64, KH_HIGHER_IS_BETTER },
};
static const kh_domain domain = { sizeof domain, KH_EXACT, KH_LIST(spaces),
                                  KH_LIST(datasets), KH_LIST(indicators) };

static kh_status lastrow_open(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    return kh_tally_open(h, p, N_SUMS, inst, e);
}

static kh_status lastrow_consume(void *state, const kh_batch *b, kh_err *e)
{
    kh_tally *t = state;
    kh_status rc = kh_tally_grow(t, b->space_len[0], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        t->sum[kh_key(&b->col[WHO], i) * N_SUMS] = kh_i64(&b->col[N], i); /* R1 */
    return rc;
}

static kh_status lastrow_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    kh_tally *a = into;
    const kh_tally *b = from;
    kh_status rc = kh_tally_grow(a, m->into_len[0], e);
    for (uint32_t s = 0; !rc && s < b->len && s < m->from_len[0]; s++)
        if (b->sum[s])
            a->sum[m->remap[0][s]] = b->sum[s]; /* R1 */
    return rc;
}

static kh_status lastrow_score(const void *state, const kh_emit *out, kh_err *e)
{
    const kh_tally *t = state;
    kh_status rc = KH_OK;
    (void)e;
    for (uint32_t s = 0; !rc && s < out->space_len[0]; s++)
        rc = kh_result_i64(out, s, LAST, KH_SCORED, kh_tally_of(t, s)[0] % 101, 1);
    return rc;
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,
    .begin = kh_tally_begin,
    .merge = lastrow_merge,
    .save = kh_tally_save,
    .load = kh_tally_load,
    .end = kh_tally_end,
    .close = kh_tally_close,
    .id = "lastrow",
    .version = "1.0.0",
    .state_version = 1,
    .doc = "A mutant whose fold keeps the last row seen.",
    .domain = &domain,
    .open = lastrow_open,
    .consume = lastrow_consume,
    .score = lastrow_score,
};
KH_PLUGIN(plugin)
